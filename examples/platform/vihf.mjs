import { X509Certificate } from 'node:crypto';
import { SignedXml } from 'xml-crypto';
import { resourceOf, wrongClaim } from './claims.mjs';
import { children, first, NS, parseXml, textOf } from '../wire/xml.mjs';

const EXCLUSIVE = 'http://www.w3.org/2001/10/xml-exc-c14n#';
const TRANSFORMS = [`${NS.ds}enveloped-signature`, EXCLUSIVE];
const METHODS = ['http://www.w3.org/2001/04/xmldsig-more#rsa-sha256', `${NS.ds}rsa-sha1`];
const DIGESTS = ['http://www.w3.org/2001/04/xmlenc#sha256', `${NS.ds}sha1`];

/** Why a VIHF is refused: the WS-Security code of the fault, and a sentence. */
export class Refusal extends Error {
  constructor(code, message) {
    super(message);
    this.code = code;
  }
}

/** What is checked; a defect leaves one out. */
export const CHECKS = {
  present: true,
  alone: true,
  signed: true,
  intact: true,
  authority: true,
  usage: true,
  expiry: true,
  claims: true,
};

/**
 * Checks the VIHF of a request, and says which patient it opens.
 * @param {string} text the envelope as received
 * @param {Document} envelope the same, parsed
 * @param {{anchors: X509Certificate[], checks: Record<keyof typeof CHECKS, boolean>, now: Date}} options
 * @returns {string | undefined} the patient identifier (HL7 CX) of the VIHF
 * @throws {Refusal}
 */
export function patientOfVihf(text, envelope, { anchors, checks, now }) {
  const found = children(first(envelope, 'wsse:Security'), 'saml:Assertion');
  if (found.length === 0 && !checks.present) return undefined;
  if (found.length === 0 || (found.length > 1 && checks.alone))
    throw new Refusal('wsse:InvalidSecurity', 'Un VIHF et un seul est attendu dans wsse:Security.');
  const received = found.find((assertion) => children(assertion, 'ds:Signature').length > 0) ?? found[0];
  const signature = children(received, 'ds:Signature')[0];
  const shown = textOf(signature, 'ds:X509Certificate');
  if (!shown && !checks.signed) return resourceOf(received);
  if (!signature) throw new Refusal('wsse:InvalidSecurity', 'Le VIHF n’est pas signé.');
  const certificate = certificateOf(shown);
  const assertion = checks.intact ? signedAssertion(text, envelope, signature, certificate) : received;
  if (checks.authority) checkCertificate(certificate, anchors, now);
  if (checks.usage && !isForSigning(certificate))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF n’est pas un certificat de signature.');
  if (checks.expiry) checkTimes(assertion, now);
  const wrong = checks.claims && wrongClaim(assertion, certificate);
  if (wrong) throw new Refusal('wsse:InvalidSecurityToken', wrong);
  return resourceOf(assertion);
}

function certificateOf(base64) {
  try {
    return new X509Certificate(Buffer.from(base64.replace(/\s+/g, ''), 'base64'));
  } catch {
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF ne se lit pas.');
  }
}

/** The signature has the one form of the VIHF, and designates the element that bears it, and only that one. */
function hasForm(envelope, signature) {
  const assertion = signature.parentNode;
  const info = children(signature, 'ds:SignedInfo');
  const references = children(info[0], 'ds:Reference');
  const algorithm = (parent, name) => children(parent, name)[0]?.getAttribute('Algorithm');
  const transforms = children(children(references[0], 'ds:Transforms')[0], 'ds:Transform').map((t) => t.getAttribute('Algorithm'));
  const id = assertion.getAttribute('ID');
  const bearers = Array.from(envelope.getElementsByTagName('*')).filter((element) =>
    ['ID', 'Id', 'id'].some((name) => element.getAttribute(name) === id),
  );
  return (
    children(assertion)[1] === signature
    && children(assertion, 'ds:Signature').length === 1
    && children(signature, 'ds:Object').length === 0
    && info.length === 1
    && references.length === 1
    && references[0].getAttribute('URI') === `#${id}`
    && bearers.length === 1
    && transforms.join() === TRANSFORMS.join()
    && algorithm(info[0], 'ds:CanonicalizationMethod') === EXCLUSIVE
    && METHODS.includes(algorithm(info[0], 'ds:SignatureMethod'))
    && DIGESTS.includes(algorithm(references[0], 'ds:DigestMethod'))
  );
}

/** The assertion as it was signed: only that is read further, never the rest of the message. */
function signedAssertion(text, envelope, signature, certificate) {
  const verifier = new SignedXml({ publicCert: certificate.toString(), getCertFromKeyInfo: () => null });
  let valid = false;
  try {
    if (hasForm(envelope, signature)) {
      verifier.loadSignature(signature);
      valid = verifier.checkSignature(text);
    }
  } catch {
    valid = false;
  }
  const [signed, ...more] = valid ? verifier.getSignedReferences() : [];
  if (!signed || more.length > 0) throw new Refusal('wsse:FailedCheck', 'La signature du VIHF n’est pas valide.');
  return parseXml(signed).documentElement;
}

/** Is an element signed as a VIHF is, by somebody whom the authorities know? */
export function isSigned(text, envelope, signature, anchors, now) {
  try {
    const certificate = certificateOf(textOf(signature, 'ds:X509Certificate') ?? '');
    signedAssertion(text, envelope, signature, certificate);
    checkCertificate(certificate, anchors, now);
    return true;
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
}

function checkCertificate(certificate, anchors, now) {
  if (!anchors.some((a) => certificate.checkIssued(a) && certificate.verify(a.publicKey)))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF vient d’une autorité inconnue.');
  if (now < new Date(certificate.validFrom) || now > new Date(certificate.validTo))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le certificat du VIHF n’est pas dans sa période de validité.');
}

const KEY_USAGE = Buffer.from('0603551d0f', 'hex');
const NON_REPUDIATION = 0x40;

/** Does the certificate carry the key usage nonRepudiation (RFC 5280, 4.2.1.3)? Node gives extended usages only. */
function isForSigning({ raw }) {
  const oid = raw.indexOf(KEY_USAGE);
  if (oid === -1) return false;
  // BOOLEAN critical, when it is there, then OCTET STRING around BIT STRING: length, unused bits, bits
  const octets = oid + KEY_USAGE.length + (raw[oid + KEY_USAGE.length] === 0x01 ? 3 : 0);
  return (raw[octets + 5] & NON_REPUDIATION) !== 0;
}

/** Clocks of two systems may differ by this much. */
const SKEW_MS = 300_000;

function checkTimes(assertion, now) {
  const conditions = children(assertion, 'saml:Conditions')[0];
  const end = conditions?.getAttribute('NotOnOrAfter');
  const start = conditions?.getAttribute('NotBefore');
  if ((end && now >= new Date(end)) || (start && now < new Date(start)) || (start && end && new Date(start) >= new Date(end)))
    throw new Refusal('wsse:InvalidSecurityToken', 'Le VIHF n’est pas dans sa période de validité.');
  const login = children(assertion, 'saml:AuthnStatement')[0]?.getAttribute('AuthnInstant');
  for (const instant of [assertion.getAttribute('IssueInstant'), login])
    if (!(new Date(instant ?? '').getTime() <= now.getTime() + SKEW_MS))
      throw new Refusal('wsse:InvalidSecurityToken', 'Le VIHF ou la connexion est dans le futur.');
}
