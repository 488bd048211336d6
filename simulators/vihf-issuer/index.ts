import {
  ConfigurationError,
  SimulatorError,
  type Bilingual,
  type Endpoint,
  type Performed,
  type Simulator,
  type SimulatorContext,
  type Trust,
} from '../../src/model/index.js';
import { openSoap, SAML_SOAP_ACTION, SOAP_11, type SoapMessage, WST_ISSUE, WST_ISSUED } from '../../src/protocols/soap/index.js';
import { SAMLP } from '../../src/protocols/saml/index.js';
import { certificateFacts, sameName } from '../../src/protocols/x509/index.js';
import { type Raw, xml, type XmlElement } from '../../src/protocols/xml/index.js';
import {
  HttpServer,
  plannedFault,
  plannedStatus,
  soapEndpoint,
  type HttpAnswer,
  type HttpRequest,
  type Listening,
  type SoapAnswer,
} from '../../src/transport/index.js';
import { CLOCK_SKEW_MS } from '../../validators/vihf/time.js';
import { checkPlannedVihf } from '../document-source/client.js';
import { ClaimError, requestWith } from './claims.js';
import { issueVihf, type IssuedVihf, type VihfRequest } from './issue.js';
import { PROFILE_NAMES, profileNamed } from './profiles.js';
import { RefusedOrder, type Order, type RefusalKind } from './order.js';
import { readAuthnRequest, requestId, SamlStatus, STATUS_OF, writeSamlResponse } from './saml-protocol.js';
import { readVihfSigner, type VihfSigner } from './signer.js';
import { ISSUABLE_ATTACKS, spoilt } from './spoilt.js';
import { readTokenRequest, TRUST_CODE, TrustFault, writeTokenResponse } from './ws-trust.js';

const ACTOR = 'vihf-issuer';
const MINUTE = 60_000;
/** No VIHF is issued for longer, whatever is asked for: the answer says how long it is. */
const LONGEST_MS = 8 * 60 * MINUTE;

interface Filled {
  issued: IssuedVihf;
  validity: { from: Date; to: Date };
}

/**
 * X-Assertion Provider of IHE XUA: gives a VIHF to whom asks for it, by WS-Trust 1.3 or by an AuthnRequest of SAML 2.0 over
 * SOAP, at one address. It signs with `vihf.signer`: a structure's seal makes it one for indirect authentication; a
 * card's signature certificate, one for DIRECTE, which it gives only to the caller whose TLS certificate is of that
 * card. Parameters: `vihf-profile` (medecin), `vihf-valid-minutes` (30), `resourceUrn` (urn:dmp).
 */
export class XAssertionProvider implements Simulator {
  #listening: Listening | undefined;

  /** @throws SimulatorError when there is nothing to sign with, or what is there cannot sign a VIHF */
  async start(context: SimulatorContext): Promise<Endpoint[]> {
    checkPlannedVihf(context.faults, (name) => ISSUABLE_ATTACKS.some(({ id }) => id === name));
    const desk = new Desk(context);
    const soap = soapEndpoint({
      transactions: {
        [WST_ISSUE]: (message, request) => this.#issueToken(desk, message, request),
        [SAML_SOAP_ACTION]: async (message, request) => ({
          body: await this.#samlResponse(desk, message.bodyElement, request),
          action: SAML_SOAP_ACTION,
        }),
      },
    });
    this.#listening = await HttpServer.listen({
      actor: ACTOR,
      context,
      path: `/${ACTOR}`,
      ...soap,
      handle: async (request) => {
        const message = openSoap(request.artefact);
        const transaction = transactionOf(message);
        request.faults.meet(transaction);
        const answer = await (isSamlSoapBinding(message) ? this.#samlSoapBinding(desk, message, request) : soap.handle(request));
        return { ...answer, ...(transaction !== undefined && { transaction }) };
      },
    });
    const { url } = this.#listening;
    return ['WST-1', 'SAMLP-1'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} only answers: ${transaction} cannot be asked of it`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
  }

  /** @throws TrustFault */
  async #issueToken(desk: Desk, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const asked = readTokenRequest(message);
    try {
      const { issued, validity } = await desk.fill(asked.order, request);
      return { body: writeTokenResponse(asked, issued, validity), action: WST_ISSUED };
    } catch (error) {
      throw error instanceof RefusedOrder ? new TrustFault(TRUST_CODE[error.kind], error.text) : error;
    }
  }

  async #samlResponse(desk: Desk, element: XmlElement | undefined, request: HttpRequest): Promise<Raw> {
    const { now, issuer } = desk;
    const inResponseTo = element && requestId(element);
    const about = { now, issuer, ...(inResponseTo !== undefined && { inResponseTo }) };
    try {
      if (element?.namespace !== SAMLP)
        throw new SamlStatus(
          { top: 'Requester', second: 'RequestUnsupported' },
          { fr: 'Le corps du message n’est pas une requête SAML 2.0.', en: 'The body of the message is not a SAML 2.0 request.' },
        );
      const order = readAuthnRequest(element, now, this.#listening!.url, desk.trust);
      return writeSamlResponse((await desk.fill(order, request)).issued.assertion, about);
    } catch (error) {
      if (error instanceof RefusedOrder) return writeSamlResponse(new SamlStatus(STATUS_OF[error.kind], error.text), about);
      if (error instanceof SamlStatus) return writeSamlResponse(error, about);
      throw error;
    }
  }

  /** SAML 2.0 Bindings, 3.2: SOAP 1.1 without addressing; what SAML refuses is a status, not a fault. */
  async #samlSoapBinding(desk: Desk, message: SoapMessage, request: HttpRequest): Promise<HttpAnswer> {
    const unavailable = plannedStatus(request.faults);
    if (unavailable) return unavailable;
    const planned = request.faults.take('soap-fault');
    if (planned !== undefined) {
      const { code, reason } = plannedFault(planned);
      return fault11(code === 'Sender' ? 'Client' : 'Server', reason);
    }
    if (message.contentType?.type !== 'text/xml')
      return fault11('Client', {
        fr: 'Content-Type\u00A0: SOAP 1.1 demande text/xml.',
        en: 'Content-Type: SOAP 1.1 requires text/xml.',
      });
    const foreign = message.header
      ?.elements()
      .find((block) => ['1', 'true'].includes(block.attribute('mustUnderstand', SOAP_11)?.trim() ?? ''));
    if (foreign)
      return fault11('MustUnderstand', {
        fr: `En-tête à comprendre obligatoirement et inconnu ici\u00A0: {${foreign.namespace}}${foreign.local}.`,
        en: `Header block that must be understood and is not: {${foreign.namespace}}${foreign.local}.`,
      });
    return soap11(200, await this.#samlResponse(desk, message.bodyElement, request));
  }
}

/** By its body, else by its action. */
function transactionOf({ bodyElement, action }: SoapMessage): string | undefined {
  if (bodyElement?.namespace === SAMLP || action === SAML_SOAP_ACTION) return 'SAMLP-1';
  return bodyElement?.local === 'RequestSecurityToken' || action === WST_ISSUE ? 'WST-1' : undefined;
}

const isSamlSoapBinding = ({ version, bodyElement }: SoapMessage): boolean => version === '1.1' && bodyElement?.namespace === SAMLP;

function soap11(status: number, body: Raw): HttpAnswer {
  const { markup } = xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${SOAP_11}"><soap:Body>${body}</soap:Body></soap:Envelope>`;
  return { status, headers: { 'Content-Type': 'text/xml; charset=UTF-8' }, body: [new TextEncoder().encode(markup)] };
}

const fault11 = (code: string, { fr, en }: Bilingual): HttpAnswer =>
  soap11(500, xml`<soap:Fault><faultcode>soap:${code}</faultcode><faultstring>${en} / ${fr}</faultstring></soap:Fault>`);

/** Where orders are checked and filled, whatever protocol they came by. */
class Desk {
  readonly #signer: VihfSigner;
  readonly #base: VihfRequest;
  readonly #validMs: number;

  constructor(readonly context: SimulatorContext) {
    this.#signer = signerOf(context);
    const { parameters } = context;
    const profile = parameters['vihf-profile'] ?? 'medecin';
    if (!profileNamed(profile))
      throw new SimulatorError('configuration', {
        fr: `vihf-profile\u00A0: «\u00A0${profile}\u00A0» n’est pas un profil (${PROFILE_NAMES.join(', ')}).`,
        en: `vihf-profile: “${profile}” is not a profile (${PROFILE_NAMES.join(', ')}).`,
      });
    this.#base = {
      profile,
      ...(this.#signer.holder.kind === 'card' && { mode: 'DIRECTE' }),
      ...(parameters['resourceUrn'] !== undefined && { 'resource-urn': parameters['resourceUrn'] }),
    };
    const minutes = Number(parameters['vihf-valid-minutes'] ?? '30');
    if (!(minutes > 0 && minutes * MINUTE <= LONGEST_MS))
      throw new SimulatorError('configuration', {
        fr: `vihf-valid-minutes\u00A0: «\u00A0${parameters['vihf-valid-minutes']}\u00A0» n’est pas un nombre de minutes de 1 à 480.`,
        en: `vihf-valid-minutes: “${parameters['vihf-valid-minutes']}” is not a number of minutes from 1 to 480.`,
      });
    this.#validMs = minutes * MINUTE;
  }

  get now(): Date {
    return this.context.now();
  }

  get trust(): Trust {
    return this.context.vihf!.trust;
  }

  /** DN of who signs. */
  get issuer(): string {
    return this.#signer.facts.subjectText;
  }

  /** @throws RefusedOrder */
  async fill(order: Order, request: HttpRequest): Promise<Filled> {
    const { now } = this;
    const validity = validityOf(order, now, this.#validMs);
    const { user, resourceUrn, classes } = order;
    const base: VihfRequest = {
      ...this.#base,
      ...(resourceUrn !== undefined && { 'resource-urn': resourceUrn }),
      ...(user !== undefined && { user }),
    };
    try {
      this.#checkCaller(request);
      const asked = requestWith(base, order.claims);
      const issued =
        classes ? this.#inFirstClass(asked, classes, now, validity) : issueVihf(asked, { signer: this.#signer, now, validity });
      const values = { assertionId: issued.id };
      this.context.recorder.record({ kind: 'datum', name: 'answered', value: { exchange: request.exchange, values } });
      const wrong = request.faults.take('vihf');
      return { issued: wrong === undefined ? issued : await spoilt(issued, wrong, this.context), validity };
    } catch (error) {
      if (error instanceof ClaimError) throw new RefusedOrder('claim', error.text);
      if (error instanceof ConfigurationError) throw refused(error);
      throw error;
    }
  }

  /** A card signs for its holder only, who proves with the other certificate of the card, of the same name, to be there. */
  #checkCaller({ peer }: HttpRequest): void {
    const { holder, facts } = this.#signer;
    if (holder.kind === 'seal') return;
    const caller = peer.tls?.authorized ? certificateFacts(peer.tls.chain[0] ?? '') : undefined;
    if (!caller || !sameName(caller.subject, facts.subject))
      throw new RefusedOrder('caller', {
        fr: `Un VIHF DIRECTE ne se donne qu’au porteur de la carte «\u00A0${facts.subjectText}\u00A0»\u00A0; l’appelant est «\u00A0${caller?.subjectText ?? 'sans certificat'}\u00A0».`,
        en: `A DIRECTE VIHF is given only to the holder of the card “${facts.subjectText}”; the caller is “${caller?.subjectText ?? 'without a certificate'}”.`,
      });
  }

  /** The first class of the login that this issuer can vouch for. */
  #inFirstClass(asked: VihfRequest, classes: readonly string[], now: Date, validity: Filled['validity']): IssuedVihf {
    let last = new ConfigurationError(
      'class',
      { fr: 'RequestedAuthnContext ne nomme aucune classe.', en: 'RequestedAuthnContext names no class.' },
      { fr: 'Nommer une classe de SAML 2.0.', en: 'Name a class of SAML 2.0.' },
    );
    for (const name of classes)
      try {
        return issueVihf({ ...asked, class: name }, { signer: this.#signer, now, validity });
      } catch (error) {
        if (!(error instanceof ConfigurationError) || error.field !== 'class') throw error;
        last = error;
      }
    throw last;
  }
}

const KIND_OF: Readonly<Record<string, RefusalKind>> = { mode: 'context', class: 'context', certificate: 'context', user: 'user' };

const refused = ({ field, explanation, remedy }: ConfigurationError): RefusedOrder =>
  new RefusedOrder(KIND_OF[field] ?? 'claim', {
    fr: `${field}\u00A0: ${explanation.fr} ${remedy.fr}`,
    en: `${field}: ${explanation.en} ${remedy.en}`,
  });

function validityOf({ from, to }: Order, now: Date, validMs: number): Filled['validity'] {
  const begin = from ?? now;
  const latest = begin.getTime() + LONGEST_MS;
  const end = new Date(Math.min(to?.getTime() ?? begin.getTime() + validMs, latest));
  if (end <= begin || end <= now || begin.getTime() > now.getTime() + CLOCK_SKEW_MS)
    throw new RefusedOrder('time', {
      fr: `La période demandée, du ${begin.toISOString()} au ${end.toISOString()}, est vide, passée ou à venir\u00A0; il est ${now.toISOString()}.`,
      en: `The period asked for, ${begin.toISOString()} to ${end.toISOString()}, is empty, past or to come; it is ${now.toISOString()}.`,
    });
  return { from: begin, to: end };
}

function signerOf({ vihf, now }: SimulatorContext): VihfSigner {
  if (!vihf)
    throw new SimulatorError('configuration', {
      fr: 'L’émetteur de VIHF n’a pas de signataire (vihf.signer).',
      en: 'The VIHF issuer has no signer (vihf.signer).',
    });
  try {
    return readVihfSigner(vihf.signer, now());
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new SimulatorError('configuration', {
      fr: `Le signataire du VIHF (vihf.signer.${error.field}) n’est pas utilisable\u00A0: ${error.explanation.fr} ${error.remedy.fr}`,
      en: `The VIHF signer (vihf.signer.${error.field}) cannot be used: ${error.explanation.en} ${error.remedy.en}`,
    });
  }
}
