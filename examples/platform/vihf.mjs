import { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { all, children, first, NS, parseXml, textOf } from '../wire/xml.mjs';

const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';

/** Why a VIHF is refused: the WS-Security code of the fault, and a sentence. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/**
 * Checks the VIHF of a request, and says which patient it opens.
 * @param {string} text the envelope as received
 * @param {Document} envelope the same, parsed
 * @param {{anchors: X509Certificate[], checks: Record<'signed' | 'intact' | 'authority' | 'expiry', boolean>, now: Date}} options
 * @returns {string | undefined} the patient identifier (HL7 CX) of the VIHF
 * @throws {Refusal}
 */
export function patientOfVihf(text, envelope, { anchors, checks, now }) {
  const found = children(first(envelope, 'wsse:Security'), 'saml:Assertion');
  if (found.length !== 1) throw new Refusal('wsse:InvalidSecurity', 'Un VIHF et un seul est attendu dans wsse:Security.');
  const signature = children(found[0], 'ds:Signature')[0];
  if (!signature && !checks.signed) return resourceOf(found[0]);
  if (!signature) throw new Refusal('wsse:InvalidSecurity', 'Le VIHF n’est pas signé.');
  const certificate = certificateOf(signature);
  const assertion = checks.intact ? signedAssertion(text, signature, certificate, found[0].getAttribute('ID')) : found[0];
  if (checks.authority) checkCertificate(certificate, anchors, now);
  if (checks.expiry) checkConditions(first(assertion, 'saml:Conditions'), now);
  return resourceOf(assertion);
}

function certificateOf(signature) {
  try {
    return new X509Certificate(Buffer.from(textOf(signature, 'ds:X509Certificate').replace(/\s+/g, ''), 'base64'));
  } catch {
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF ne se lit pas.');
  }
}

/** The assertion as it was signed: only that is read further, never the rest of the message. */
function signedAssertion(text, signature, certificate, id) {
  const verifier = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null });
  let valid = false;
  try {
    verifier.loadSignature(signature);
    valid = verifier.checkSignature(text);
  } catch {
    valid = false;
  }
  const [signed, ...more] = valid ? verifier.getSignedReferences() : [];
  if (!signed || more.length > 0) throw new Refusal('wsse:FailedCheck', 'La signature du VIHF n’est pas valide.');
  const assertion = parseXml(signed).documentElement;
  if (assertion.namespaceURI !== NS.saml || assertion.localName !== 'Assertion' || assertion.getAttribute('ID') !== id)
    throw new Refusal('wsse:FailedCheck', 'La signature ne porte pas sur le VIHF.');
  return assertion;
}

function checkCertificate(certificate, anchors, now) {
  if (!anchors.some((a) => certificate.checkIssued(a) && certificate.verify(a.publicKey)))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF vient d’une autorité inconnue.');
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF n’est pas dans sa période de validité.');
}

function checkConditions(conditions, now) {
  const end = conditions?.getAttribute('NotOnOrAfter');
  const start = conditions?.getAttribute('NotBefore');
  if ((end && now >= new Date(end)) || (start && now < new Date(start)))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le VIHF n’est pas dans sa période de validité.');
}

const resourceOf = (assertion) => {
  const attribute = all(assertion, 'saml:Attribute').find((a) => a.getAttribute('Name') === RESOURCE);
  return attribute && textOf(attribute, 'saml:AttributeValue');
};
