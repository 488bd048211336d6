import { randomUUID } from 'node:crypto';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { writeCx } from '../../src/protocols/identifiers/index.js';
import { findAssertion, SAML_TOKEN, TEST_PROFESSIONAL, VihfName } from '../../src/protocols/saml/index.js';
import { openSoap, SAML_SOAP_ACTION, SOAP_11, type SoapMessage, WST_ISSUE } from '../../src/protocols/soap/index.js';
import { certificateFacts } from '../../src/protocols/x509/index.js';
import { Raw, xml } from '../../src/protocols/xml/index.js';
import { type Signing, signSaml } from '../../src/protocols/xmldsig/index.js';
import { type ActiveFaults, callSoap, FaultPlan, post } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';
import { readSigner, wrongSigning } from '../document-source/vihf.js';
import { SamlInput, TrustInput } from './input.js';
import { type SamlWanted, type TrustWanted, type Wanted, writeAuthnRequest, writeCredentials, writeTokenRequest } from './write.js';

const ACTOR = 'x-service-user';
const ISSUER = 'vihf-issuer';
const MINUTE = 60_000;
/** What a request that says when it was made holds for. */
const HOLDS_MS = 10 * MINUTE;
/** A nurse of the test ranges. */
const OTHER_USER = '899900001035';
/** No PS_IdNat: nobody bears it. */
const UNKNOWN_USER = 'addax.inconnu';

interface Asked {
  exchange: string;
  /** the answer, when one came */
  message?: SoapMessage;
}

/**
 * X-Service User of IHE XUA that asks an X-Assertion Provider for a VIHF: by WS-Trust 1.3 (WST-1) or by an AuthnRequest
 * of SAML 2.0 over SOAP (SAMLP-1). What it asks wrongly is asked for in the input, or planned. Parameters: `sts-user` and
 * `sts-other-user` (PS_IdNat of two users of the issuer), `sts-password` and `sts-other-password` (absent: none is sent),
 * `saml-binding: soap-1.1` (the binding as SAML defines it; absent: SOAP 1.2 with addressing, as the CI-SIS transports),
 * `resourceUrn` (urn:dmp).
 */
export class XServiceUser implements Simulator {
  #playing: { context: SimulatorContext; plan: FaultPlan } | undefined;
  #previousId: string | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#playing = { context, plan: new FaultPlan(context, ACTOR) };
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#playing) throw new Error(`${ACTOR}: not started`);
    const { context, plan } = this.#playing;
    const faults = plan.next(context.recorder.nextId('x'));
    faults.meet(transaction);
    if (transaction === 'WST-1') return told(await this.#askByTrust(context, readInput(TrustInput, input, transaction), faults));
    if (transaction === 'SAMLP-1') return told(await this.#askBySaml(context, readInput(SamlInput, input, transaction), faults));
    throw new Error(`${ACTOR}: does not send ${transaction}`);
  }

  stop(): Promise<void> {
    this.#playing = undefined;
    return Promise.resolve();
  }

  async #askByTrust(context: SimulatorContext, input: TrustInput, faults: ActiveFaults): Promise<Asked> {
    const { tokenType, password, madeMinutesAgo } = input;
    const from = madeMinutesAgo === undefined ? undefined : new Date(context.now().getTime() - madeMinutesAgo * MINUTE);
    const wanted: TrustWanted = {
      ...wantedBy(context, input),
      tokenType,
      appliesTo: context.parameters['resourceUrn'] ?? 'urn:dmp',
      password: password === 'wrong' ? randomUUID() : passwordOf(context, input),
      period: from && { from, to: new Date(from.getTime() + HOLDS_MS) },
    };
    tellWrong(context, faults, {
      user: input.user === 'unknown' && 'unknown',
      password: password ?? false,
      tokenType: tokenType !== SAML_TOKEN && tokenType,
      madeMinutesAgo: madeMinutesAgo !== undefined && `${madeMinutesAgo}`,
    });
    return this.#call(context, WST_ISSUE, writeTokenRequest(wanted), faults, writeCredentials(wanted));
  }

  async #askBySaml(context: SimulatorContext, input: SamlInput, faults: ActiveFaults): Promise<Asked> {
    const { version, class: loginClass, signature } = input;
    const own = context.vihf && readSigner(context.vihf.signer);
    const wanted: SamlWanted = {
      ...wantedBy(context, input),
      version,
      destination: input.destination ?? addressOf(context),
      class: loginClass,
      issuer: (own && certificateFacts(own.certificate)?.subjectText) ?? 'CN=Addax',
      now: context.now(),
    };
    const request = await signed(writeAuthnRequest(wanted), signature, own, context);
    tellWrong(context, faults, {
      user: input.user === 'unknown' && 'unknown',
      version: version !== '2.0' && version,
      destination: input.destination ?? false,
      signature: signature !== 'valid' && signature,
    });
    if (context.parameters['saml-binding'] === 'soap-1.1') return askInSoap11(context, request, faults);
    return this.#call(context, SAML_SOAP_ACTION, request, faults);
  }

  async #call(context: SimulatorContext, action: string, body: Raw, faults: ActiveFaults, headers?: Raw): Promise<Asked> {
    const previousId = this.#previousId;
    const called = await callSoap({
      actor: ACTOR,
      context,
      url: addressOf(context),
      action,
      body,
      faults,
      ...(headers && { headers }),
      ...(previousId !== undefined && { previousId }),
    });
    this.#previousId = called.messageId;
    return called;
  }
}

/** SAML 2.0 Bindings, 3.2: SOAP 1.1 without addressing. */
async function askInSoap11(context: SimulatorContext, request: Raw, faults: ActiveFaults): Promise<Asked> {
  const { markup } = xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${SOAP_11}"><soap:Body>${request}</soap:Body></soap:Envelope>`;
  const posted = await post({
    actor: ACTOR,
    context,
    url: addressOf(context),
    headers: { 'Content-Type': 'text/xml; charset=UTF-8', SOAPAction: `"${SAML_SOAP_ACTION}"` },
    body: [new TextEncoder().encode(markup)],
    transaction: 'SAMLP-1',
    faults,
  });
  return { exchange: posted.exchange, ...(posted.artefact && { message: openSoap(posted.artefact) }) };
}

/** What came of a request: the ID of the assertion, where there is one. */
function told({ exchange, message }: Asked): Performed {
  const assertionId = message?.root && findAssertion(message.root)?.attribute('ID');
  const status =
    assertionId !== undefined ? 'issued'
    : message?.root ? 'refused'
    : 'none';
  return { exchange, values: { status, ...(assertionId !== undefined && { assertionId }) } };
}

function addressOf({ peers }: SimulatorContext): string {
  const url = peers[ISSUER];
  if (url !== undefined) return url;
  throw new SimulatorError('configuration', {
    fr: `L’adresse de l’émetteur de VIHF n’est pas connue (endpoints.${ISSUER})`,
    en: `The address of the VIHF issuer is not known (endpoints.${ISSUER})`,
  });
}

function wantedBy({ parameters }: SimulatorContext, { patient, user, claims }: TrustInput | SamlInput): Wanted {
  const ids = {
    known: parameters['sts-user'] ?? TEST_PROFESSIONAL.id,
    other: parameters['sts-other-user'] ?? OTHER_USER,
    unknown: UNKNOWN_USER,
  };
  const about = patient ? { [VihfName.resourceId]: writeCx(patient.ins, patient.oid, 'NH') } : {};
  return { user: ids[user], claims: Object.entries({ ...about, ...claims }) };
}

const passwordOf = ({ parameters }: SimulatorContext, { user }: TrustInput): string | undefined =>
  ({ known: parameters['sts-password'], other: parameters['sts-other-password'], unknown: undefined })[user];

async function signed(request: Raw, signature: SamlInput['signature'], own: Signing | undefined, context: SimulatorContext): Promise<Raw> {
  if (signature === undefined) return request;
  if (!own)
    throw new SimulatorError('configuration', {
      fr: 'AuthnRequest à signer, mais il n’y a pas de signataire (vihf.signer)',
      en: 'AuthnRequest to be signed, but there is no signer (vihf.signer)',
    });
  const signing = signature === 'unknown-authority' ? await wrongSigning(context, own, signature) : own;
  const text = signSaml(request.markup, 'AuthnRequest', signing);
  // what is asked for changes, and the signature does not
  return new Raw(signature === 'altered' ? text.replace(/ IssueInstant="([^"]*)Z"/, ' IssueInstant="$1Z" ForceAuthn="true"') : text);
}

/** Keeps as evidence what is wrong with a request on purpose. */
function tellWrong({ recorder }: SimulatorContext, { exchange }: ActiveFaults, wrong: Record<string, string | false | undefined>): void {
  const fault = Object.fromEntries(Object.entries(wrong).filter(([, value]) => typeof value === 'string'));
  if (Object.keys(fault).length > 0) recorder.record({ kind: 'fault', actor: ACTOR, exchange, fault });
}
