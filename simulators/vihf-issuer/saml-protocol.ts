import { randomUUID } from 'node:crypto';
import { shorten, type Bilingual, type Trust } from '../../src/model/index.js';
import { HL7, REQUESTED_ATTRIBUTES, SAML, SAML_METADATA, SAML_STATUS, SAMLP, X509_SUBJECT_NAME } from '../../src/protocols/saml/index.js';
import { chainTo } from '../../src/protocols/x509/index.js';
import { Raw, xml, type XmlElement } from '../../src/protocols/xml/index.js';
import { DSIG, verifySignature } from '../../src/protocols/xmldsig/index.js';
import { isFuture, utcInstant } from '../../validators/vihf/time.js';
import type { Order, RefusalKind } from './order.js';

const SOAP_BINDING = 'urn:oasis:names:tc:SAML:2.0:bindings:SOAP';
const UNSPECIFIED_NAME = 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified';

/** Status codes of SAML 2.0 Core, 3.2.2.2. */
interface Status {
  top: 'Requester' | 'Responder' | 'VersionMismatch';
  second?:
    | 'InvalidAttrNameOrValue'
    | 'InvalidNameIDPolicy'
    | 'NoAuthnContext'
    | 'RequestDenied'
    | 'RequestUnsupported'
    | 'RequestVersionTooHigh'
    | 'RequestVersionTooLow'
    | 'UnknownPrincipal'
    | 'UnsupportedBinding';
}

/** A refusal in the words of SAML. */
export class SamlStatus extends Error {
  constructor(
    readonly status: Status,
    readonly text: Bilingual,
  ) {
    super(text.en);
  }
}

export const STATUS_OF: Record<RefusalKind, Status> = {
  caller: { top: 'Requester', second: 'RequestDenied' },
  user: { top: 'Requester', second: 'UnknownPrincipal' },
  context: { top: 'Responder', second: 'NoAuthnContext' },
  claim: { top: 'Requester', second: 'InvalidAttrNameOrValue' },
  time: { top: 'Requester', second: 'RequestDenied' },
};

const requester = (fr: string, en: string, second?: Status['second']): SamlStatus =>
  new SamlStatus({ top: 'Requester', ...(second && { second }) }, { fr, en });

/**
 * Reads an AuthnRequest (SAML 2.0 Core, 3.4.1): the user in Subject, what the VIHF shall say as Attributes in Extensions.
 * @param at now
 * @param url of this service
 * @param trust whom to believe where the request is signed
 * @throws SamlStatus
 */
export function readAuthnRequest(request: XmlElement, at: Date, url: string, trust: Trust): Order {
  if (request.local !== 'AuthnRequest')
    throw requester(
      `samlp:${shorten(request.local)} n’est pas pris en charge\u00A0: seul samlp:AuthnRequest l’est.`,
      `samlp:${shorten(request.local)} is not supported: only samlp:AuthnRequest is.`,
      'RequestUnsupported',
    );
  checkEnvelope(request, at, url);
  checkSignature(request, at, trust);
  const classes = classesOf(request.element('RequestedAuthnContext', SAMLP));
  const subject = request.element('Subject', SAML);
  const user = subject?.element('NameID', SAML)?.text.trim();
  if (subject && user === undefined)
    throw requester('saml:Subject ne contient pas de NameID.', 'saml:Subject has no NameID.', 'UnknownPrincipal');
  return {
    claims: attributesWanted(request).flatMap(claimsOf),
    ...(user !== undefined && { user }),
    ...(classes && { classes }),
    ...conditionsOf(request.element('Conditions', SAML)),
  };
}

function checkEnvelope(request: XmlElement, at: Date, url: string): void {
  const version = request.attribute('Version') ?? '';
  if (version !== '2.0')
    throw new SamlStatus(
      { top: 'VersionMismatch', second: Number.parseFloat(version) > 2 ? 'RequestVersionTooHigh' : 'RequestVersionTooLow' },
      { fr: `Version «\u00A0${shorten(version)}\u00A0»\u00A0: 2.0 est attendue.`, en: `Version “${shorten(version)}”: 2.0 is expected.` },
    );
  if (requestId(request) === undefined)
    throw requester('L’attribut ID manque ou n’est pas un identifiant XML.', 'The attribute ID is missing or is not an XML identifier.');
  const issued = utcInstant(request.attribute('IssueInstant'));
  if (!issued || isFuture(issued, at))
    throw requester(
      'IssueInstant manque, n’est pas une date et heure UTC, ou est dans le futur.',
      'IssueInstant is missing, is not a UTC date and time, or is in the future.',
    );
  const destination = request.attribute('Destination');
  if (destination !== undefined && destination !== url)
    throw requester(
      `Destination «\u00A0${shorten(destination)}\u00A0» n’est pas ce service\u00A0: ${url}.`,
      `Destination “${shorten(destination)}” is not this service: ${url}.`,
      'RequestDenied',
    );
  const binding = request.attribute('ProtocolBinding');
  if (binding !== undefined && binding !== SOAP_BINDING)
    throw requester(
      `ProtocolBinding «\u00A0${shorten(binding)}\u00A0»\u00A0: la réponse ne part que par ${SOAP_BINDING}.`,
      `ProtocolBinding “${shorten(binding)}”: the answer goes by ${SOAP_BINDING} only.`,
      'UnsupportedBinding',
    );
  const format = request.element('NameIDPolicy', SAMLP)?.attribute('Format');
  if (format !== undefined && format !== UNSPECIFIED_NAME)
    throw requester(
      `NameIDPolicy «\u00A0${shorten(format)}\u00A0»\u00A0: le NameID d’un VIHF est un PS_IdNat, sans Format.`,
      `NameIDPolicy “${shorten(format)}”: the NameID of a VIHF is a PS_IdNat, without Format.`,
      'InvalidNameIDPolicy',
    );
}

/** A request need not be signed, since TLS says who sends it; a signature that is there has to hold (SAML 2.0 Core, 3.2.1). */
function checkSignature(request: XmlElement, at: Date, { anchors, crls }: Trust): void {
  const signature = request.element('Signature', DSIG);
  if (!signature) return;
  const { value, references, signer, certificates } = verifySignature(signature);
  const [reference] = references;
  const holds = value.state === 'valid' && references.length === 1 && reference!.coversParent && reference!.digest.state === 'valid';
  const others = certificates.flatMap(({ facts }) => (facts && facts !== signer ? facts : []));
  const trusted = signer && (anchors.length === 0 || chainTo(signer, others, anchors, crls, at).ok);
  if (!holds || !trusted)
    throw requester(
      holds ? 'La demande est signée sous une autorité inconnue ici.' : 'La signature de la demande n’est pas valide.',
      holds ? 'The request is signed under an authority that is not known here.' : 'The signature of the request is not valid.',
      'RequestDenied',
    );
}

/** @ID of a request, when it is an XML identifier. */
export function requestId(request: XmlElement): string | undefined {
  const id = request.attribute('ID');
  return id !== undefined && /^[\p{L}_][\p{L}\p{N}._-]*$/u.test(id) ? id : undefined;
}

function classesOf(context: XmlElement | undefined): string[] | undefined {
  if (!context) return undefined;
  const comparison = context.attribute('Comparison') ?? 'exact';
  if (comparison !== 'exact')
    throw new SamlStatus(STATUS_OF.context, {
      fr: `RequestedAuthnContext/@Comparison «\u00A0${shorten(comparison)}\u00A0»\u00A0: seul exact est pris en charge.`,
      en: `RequestedAuthnContext/@Comparison “${shorten(comparison)}”: only exact is supported.`,
    });
  return context.elements('AuthnContextClassRef', SAML).map((element) => element.text.trim());
}

/** The attributes that a request asks for: by the OASIS extension that exists for it, or as they are in an assertion. */
function attributesWanted(request: XmlElement): XmlElement[] {
  const extensions = request.element('Extensions', SAMLP);
  const wanted = extensions?.element('RequestedAttributes', REQUESTED_ATTRIBUTES)?.elements('RequestedAttribute', SAML_METADATA) ?? [];
  return [...wanted, ...(extensions?.elements('Attribute', SAML) ?? [])];
}

/** An attribute as a claim: its text, or code and nomenclature of the HL7 value it holds. */
function claimsOf(attribute: XmlElement): Order['claims'] {
  const [value] = attribute.elements('AttributeValue', SAML);
  if (!value) return [];
  const coded = value.elements().find((element) => element.namespace === HL7);
  const system = coded?.attribute('codeSystem');
  const text = coded ? [coded.attribute('code') ?? '', ...(system === undefined ? [] : [system])].join('^') : value.text;
  return [{ name: attribute.attribute('Name') ?? '', value: text }];
}

function conditionsOf(conditions: XmlElement | undefined): Pick<Order, 'from' | 'to'> {
  const bound = (name: string): Date | undefined => {
    const text = conditions?.attribute(name);
    const instant = utcInstant(text);
    if (text !== undefined && !instant)
      throw requester(
        `Conditions/@${name} «\u00A0${shorten(text)}\u00A0» n’est pas une date et heure UTC.`,
        `Conditions/@${name} “${shorten(text)}” is not a UTC date and time.`,
      );
    return instant;
  };
  const [from, to] = [bound('NotBefore'), bound('NotOnOrAfter')];
  return { ...(from && { from }), ...(to && { to }) };
}

/**
 * The samlp:Response (SAML 2.0 Core, 3.3.3): with the assertion, or with the status that says why there is none.
 * @param outcome the markup of the assertion, or the refusal
 */
export function writeSamlResponse(outcome: string | SamlStatus, about: { now: Date; issuer: string; inResponseTo?: string }): Raw {
  const refused = outcome instanceof SamlStatus ? outcome : undefined;
  const second = refused?.status.second;
  const status =
    refused ?
      xml`<samlp:StatusCode Value="${SAML_STATUS + refused.status.top}">${
        second && xml`<samlp:StatusCode Value="${SAML_STATUS + second}"/>`
      }</samlp:StatusCode><samlp:StatusMessage>${refused.text.fr} / ${refused.text.en}</samlp:StatusMessage>`
    : xml`<samlp:StatusCode Value="${SAML_STATUS}Success"/>`;
  const inResponseTo = about.inResponseTo !== undefined && xml` InResponseTo="${about.inResponseTo}"`;
  return xml`<samlp:Response xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_${randomUUID()}"${inResponseTo} Version="2.0" IssueInstant="${about.now.toISOString()}"><saml:Issuer Format="${X509_SUBJECT_NAME}">${
    about.issuer
  }</saml:Issuer><samlp:Status>${status}</samlp:Status>${typeof outcome === 'string' && new Raw(outcome)}</samlp:Response>`;
}
