import { createHash, createPrivateKey, createSign, X509Certificate } from 'node:crypto';
import { remembered } from '../x509/index.js';
import { readXml, xml, type XmlDocument, type XmlElement } from '../xml/index.js';
import { CANONICALIZATIONS, DIGESTS, DSIG, ENVELOPED, EXCLUSIVE_C14N, RSA_SHA256, SHA256, SIGNATURES } from './algorithms.js';
import { canonicalize } from './canonicalize.js';

export interface Signing {
  /** PEM */
  key: string;
  /** PEM */
  certificate: string;
  passphrase?: string;
  signatureAlgorithm?: string;
  digestAlgorithm?: string;
  /** of SignedInfo and of the assertion; absent: exclusive C14N */
  canonicalizationAlgorithm?: string;
  /** PrefixList of the exclusive canonicalisation of the assertion */
  inclusivePrefixes?: readonly string[];
}

/** Signs the assertion of a document, alone or within its SOAP envelope; see `signSaml`. */
export const signAssertion = (text: string, signing: Signing): string => signSaml(text, 'Assertion', signing);

/**
 * Signs an assertion or a protocol message of SAML: an enveloped signature, exclusive canonicalisation, right after
 * Issuer (SAML core, 5.4).
 * @param text a document that holds one such element
 * @param local `Assertion`, `AuthnRequest`
 * @returns the document with the signature
 * @throws when there is no such element with an ID and an Issuer, when the key is not usable or the algorithm unknown
 */
export function signSaml(text: string, local: string, signing: Signing): string {
  const method = signing.signatureAlgorithm ?? RSA_SHA256;
  const digest = signing.digestAlgorithm ?? SHA256;
  const canonicalization = signing.canonicalizationAlgorithm ?? EXCLUSIVE_C14N;
  const c14n = CANONICALIZATIONS.get(canonicalization);
  const algorithm = SIGNATURES.get(method);
  const hash = DIGESTS.get(digest);
  if (!algorithm || algorithm.padding || !hash || !c14n) throw new Error(`cannot sign with ${method}, ${digest} and ${canonicalization}`);
  const prefixes = signing.inclusivePrefixes ?? [];
  const signed = signable(read(text), local);
  const digestValue = createHash(hash)
    .update(canonicalize(signed, { ...c14n, withComments: false }, prefixes))
    .digest('base64');
  const inclusive = prefixes.length > 0 && xml`<ec:InclusiveNamespaces xmlns:ec="${EXCLUSIVE_C14N}" PrefixList="${prefixes.join(' ')}"/>`;
  const before =
    xml`<ds:Signature xmlns:ds="${DSIG}"><ds:SignedInfo><ds:CanonicalizationMethod Algorithm="${canonicalization}"/><ds:SignatureMethod Algorithm="${method}"/><ds:Reference URI="#${signed.attribute('ID')}"><ds:Transforms><ds:Transform Algorithm="${ENVELOPED}"/><ds:Transform Algorithm="${canonicalization}">${inclusive}</ds:Transform></ds:Transforms><ds:DigestMethod Algorithm="${digest}"/><ds:DigestValue>${digestValue}</ds:DigestValue></ds:Reference></ds:SignedInfo><ds:SignatureValue>`
      .markup;
  const certificate = new X509Certificate(signing.certificate).raw.toString('base64');
  const after = `</ds:SignatureValue><ds:KeyInfo><ds:X509Data><ds:X509Certificate>${certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo></ds:Signature>`;
  const at = signed.element('Issuer')!.end;
  const unsigned = text.slice(0, at) + before + after + text.slice(at);
  const signedInfo = signable(read(unsigned), local).at('Signature', 'SignedInfo')!;
  const key =
    signing.passphrase === undefined ? plainKey(signing.key) : createPrivateKey({ key: signing.key, passphrase: signing.passphrase });
  const value = createSign(algorithm.digest)
    .update(canonicalize(signedInfo, c14n))
    .sign({ key, ...(algorithm.key === 'ec' && { dsaEncoding: 'ieee-p1363' as const }) }, 'base64');
  return text.slice(0, at) + before + value + after + text.slice(at);
}

const plainKey = remembered((pem: string) => createPrivateKey(pem));

const read = (text: string): XmlDocument => readXml(new TextEncoder().encode(text));

function signable({ root }: XmlDocument, local: string): XmlElement {
  const found = root.local === local ? root : [...root.descendants(local)][0];
  if (!found?.attribute('ID') || !found.element('Issuer')) throw new Error(`no ${local} with an ID and an Issuer`);
  return found;
}
