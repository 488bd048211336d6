import { constants, createHash, createVerify } from 'node:crypto';
import { shorten, type Bilingual } from '../../model/index.js';
import { type CertificateFacts, certificateFacts, remembered } from '../x509/index.js';
import type { XmlElement } from '../xml/index.js';
import { CANONICALIZATIONS, DIGESTS, ENVELOPED, EXCLUSIVE_C14N, INCLUSIVE_C14N, SIGNATURES } from './algorithms.js';
import { canonicalize, CanonicalizationError } from './canonicalize.js';

/** A step that names an algorithm, and the element that names it. */
export interface Step {
  element: XmlElement;
  algorithm: string;
  /** PrefixList of exclusive canonicalisation */
  prefixes: string[];
}

/** `unverifiable` says why in `problem`: the state of the signature is not known, which is not a mismatch. */
export type Checked =
  | { state: 'valid'; stated: string; computed: string }
  | { state: 'invalid'; stated: string; computed: string }
  | { state: 'unverifiable'; problem: Bilingual };

export interface ReferenceOutcome {
  element: XmlElement;
  uri: string | undefined;
  /** every element of the document that bears the identifier of the URI */
  targets: XmlElement[];
  /** the URI designates exactly one element, and it is the one that contains the signature */
  coversParent: boolean;
  transforms: Step[];
  digestMethod: Step | undefined;
  digestValue: XmlElement | undefined;
  digest: Checked;
}

export interface SignatureOutcome {
  signedInfo: XmlElement | undefined;
  canonicalization: Step | undefined;
  method: Step | undefined;
  references: ReferenceOutcome[];
  signatureValue: XmlElement | undefined;
  value: { state: 'valid' } | { state: 'invalid' } | { state: 'unverifiable'; problem: Bilingual };
  certificates: { element: XmlElement; facts: CertificateFacts | undefined }[];
  /** the certificate whose key made the signature; the first readable one when none did */
  signer: CertificateFacts | undefined;
}

/** No assertion has more; beyond, it is an attempt to keep us busy. */
const MAX_STEPS = 10;

/**
 * Verifies an XML signature (W3C xmldsig-core1) that is enveloped in its parent element: what each step says, what was
 * computed. Reads nothing but the element and its document; never trusts a key that is not in a certificate; and takes
 * only the parent for what is signed, whatever other element bears the same identifier.
 * @param signature the ds:Signature element
 */
export function verifySignature(signature: XmlElement): SignatureOutcome {
  const signedInfos = signature.elements('SignedInfo');
  const signedInfo = signedInfos[0];
  const signatureValue = signature.element('SignatureValue');
  const certificates = signature
    .all('KeyInfo', 'X509Data', 'X509Certificate')
    .slice(0, MAX_STEPS)
    .map((element) => ({ element, facts: certificateOf(element.text) }));
  const canonicalization = stepOf(signedInfo?.element('CanonicalizationMethod'));
  const method = stepOf(signedInfo?.element('SignatureMethod'));
  const references = (signedInfo?.elements('Reference') ?? []).slice(0, MAX_STEPS).map((reference) => checkReference(reference, signature));
  const readable = certificates.flatMap(({ facts }) => facts ?? []);
  const outcome: SignatureOutcome = {
    signedInfo,
    canonicalization,
    method,
    references,
    signatureValue,
    value: { state: 'invalid' },
    certificates,
    signer: readable[0],
  };
  if (signedInfos.length !== 1) outcome.value = cannot('Un et un seul SignedInfo est attendu.', 'Exactly one SignedInfo is expected.');
  else if (signature.elements('SignatureValue').length !== 1)
    outcome.value = cannot('Une et une seule SignatureValue est attendue.', 'Exactly one SignatureValue is expected.');
  else checkValue(outcome, readable);
  return outcome;
}

function cannot(fr: string, en: string): { state: 'unverifiable'; problem: Bilingual } {
  return { state: 'unverifiable', problem: { fr, en } };
}

function unknownAlgorithm(step: Step | undefined, fr: string, en: string): { state: 'unverifiable'; problem: Bilingual } {
  return step ?
      cannot(
        `Algorithme ${fr} non accepté : ${shorten(step.algorithm) || '(vide)'}.`,
        `${en} algorithm not accepted: ${shorten(step.algorithm) || '(empty)'}.`,
      )
    : cannot(`Aucun algorithme ${fr} n’est indiqué.`, `No ${en.toLowerCase()} algorithm is stated.`);
}

function stepOf(element: XmlElement | undefined): Step | undefined {
  if (!element) return undefined;
  const list = element.element('InclusiveNamespaces', EXCLUSIVE_C14N)?.attribute('PrefixList') ?? '';
  return { element, algorithm: element.attribute('Algorithm') ?? '', prefixes: list.split(/\s+/).filter((prefix) => prefix !== '') };
}

/** Far beyond any certificate. */
const MAX_CERTIFICATE = 100_000;

const readCertificate = remembered((base64: string): { facts: CertificateFacts | undefined } => {
  const bytes = fromBase64(base64);
  return { facts: bytes && bytes.length > 0 ? certificateFacts(bytes) : undefined };
});

const certificateOf = (base64: string): CertificateFacts | undefined =>
  base64.length > MAX_CERTIFICATE ? undefined : readCertificate(base64).facts;

/** Bytes of base64 text with white space, undefined for anything else. */
function fromBase64(text: string): Buffer | undefined {
  const compact = text.replace(/[\t\n\r ]+/g, '');
  return /^[A-Za-z0-9+/]*={0,2}$/.test(compact) && compact.length % 4 === 0 ? Buffer.from(compact, 'base64') : undefined;
}

function checkValue(outcome: SignatureOutcome, readable: readonly CertificateFacts[]): void {
  const { signedInfo, canonicalization, method, signatureValue } = outcome;
  const c14n = CANONICALIZATIONS.get(canonicalization?.algorithm ?? '');
  const algorithm = SIGNATURES.get(method?.algorithm ?? '');
  if (!c14n) outcome.value = unknownAlgorithm(canonicalization, 'de canonicalisation', 'Canonicalisation');
  else if (!algorithm) outcome.value = unknownAlgorithm(method, 'de signature', 'Signature');
  else if (readable.length === 0)
    outcome.value = cannot(
      'Aucun certificat lisible dans KeyInfo : la clé publique manque.',
      'No readable certificate in KeyInfo: the public key is missing.',
    );
  else {
    const value = fromBase64(signatureValue!.text);
    if (!value || value.length === 0) return;
    let signed: Buffer;
    try {
      signed = canonicalize(signedInfo!, c14n, canonicalization!.prefixes);
    } catch (error) {
      if (!(error instanceof CanonicalizationError)) throw error;
      outcome.value = cannot(
        `SignedInfo n’a pas de forme canonique : ${shorten(error.message)}.`,
        `SignedInfo has no canonical form: ${shorten(error.message)}.`,
      );
      return;
    }
    const signer = readable.find((certificate) => {
      const key = certificate.publicKey;
      if (key.asymmetricKeyType !== algorithm.key) return false;
      try {
        return createVerify(algorithm.digest)
          .update(signed)
          .verify(
            {
              key,
              ...(algorithm.key === 'ec' && { dsaEncoding: 'ieee-p1363' as const }),
              ...(algorithm.padding && { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }),
            },
            value,
          );
      } catch {
        return false;
      }
    });
    if (signer) {
      outcome.signer = signer;
      outcome.value = { state: 'valid' };
    }
  }
}

const ID_ATTRIBUTES = new Set(['ID', 'Id', 'id']);

/** Every element of the document that bears this identifier, under any of the names products use. */
export function elementsWithId(root: XmlElement, id: string): XmlElement[] {
  const bears = (element: XmlElement): boolean => element.attributes.some((a) => ID_ATTRIBUTES.has(a.local) && a.value === id);
  const found = bears(root) ? [root] : [];
  for (const element of root.descendants()) if (bears(element)) found.push(element);
  return found;
}

function checkReference(element: XmlElement, signature: XmlElement): ReferenceOutcome {
  const uri = element.attribute('URI');
  const targets = uri !== undefined && uri.length > 1 && uri.startsWith('#') ? elementsWithId(element.document.root, uri.slice(1)) : [];
  const coversParent = targets.length === 1 && targets[0] === signature.parent;
  const transforms = element
    .all('Transforms', 'Transform')
    .slice(0, MAX_STEPS)
    .flatMap((transform) => stepOf(transform) ?? []);
  const digestMethod = stepOf(element.element('DigestMethod'));
  const digestValue = element.element('DigestValue');
  const outcome = { element, uri, targets, coversParent, transforms, digestMethod, digestValue };
  return { ...outcome, digest: checkDigest(outcome, signature) };
}

function checkDigest(reference: Omit<ReferenceOutcome, 'digest'>, signature: XmlElement): Checked {
  const { transforms, digestMethod, digestValue, uri } = reference;
  if (!reference.coversParent)
    return cannot(
      `La référence ${shorten(uri ?? '(sans URI)')} ne désigne pas l’élément qui contient la signature, et lui seul.`,
      `The reference ${shorten(uri ?? '(no URI)')} does not designate the element that contains the signature, and only that one.`,
    );
  const enveloped = transforms[0]?.algorithm === ENVELOPED;
  const rest = enveloped ? transforms.slice(1) : transforms;
  const last = rest[0];
  // without a canonicalisation, inclusive C14N applies (xmldsig-core1, 4.4.3.2)
  const c14n = CANONICALIZATIONS.get(last?.algorithm ?? INCLUSIVE_C14N);
  if (!c14n || rest.length > 1) return unknownAlgorithm(c14n ? rest[1] : last, 'de transformation', 'Transform');
  const hash = DIGESTS.get(digestMethod?.algorithm ?? '');
  if (!hash) return unknownAlgorithm(digestMethod, 'd’empreinte', 'Digest');
  if (!digestValue) return cannot('DigestValue est absent.', 'DigestValue is missing.');
  try {
    // a same-document reference by name leaves comments out, whatever the canonicalisation (xmldsig-core1, 4.4.3.3)
    const canonical = canonicalize(signature.parent!, { ...c14n, withComments: false }, last?.prefixes, enveloped ? signature : undefined);
    const computed = createHash(hash).update(canonical).digest('base64');
    const stated = digestValue.text.replace(/[\t\n\r ]+/g, '');
    return { state: stated === computed ? 'valid' : 'invalid', stated, computed };
  } catch (error) {
    if (!(error instanceof CanonicalizationError)) throw error;
    return cannot(
      `L’élément signé n’a pas de forme canonique : ${shorten(error.message)}.`,
      `The signed element has no canonical form: ${shorten(error.message)}.`,
    );
  }
}
