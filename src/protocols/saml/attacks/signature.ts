import { constants, createHash, createHmac, createPrivateKey, createSign, X509Certificate, type KeyObject } from 'node:crypto';
import { certificateFacts } from '../../x509/index.js';
import { canonicalize, ENVELOPED, EXCLUSIVE_C14N, RSA_SHA1, SHA1, type Signing } from '../../xmldsig/index.js';
import { security, type AttackGroup, type Signers } from './attack.js';
import {
  addAfter,
  append,
  at,
  fill,
  markupOf,
  reference,
  remove,
  replace,
  rootOf,
  set,
  signature,
  signedInfo,
  withoutSignature,
} from './edit.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, VIHF, Signature';
const XMLDSIG = 'W3C XML Signature';
const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const WSU = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd';
const EXCLUSIVE = { exclusive: true, withComments: false };

const transforms = at('Signature', 'SignedInfo', 'Reference', 'Transforms');
const keyInfo = at('Signature', 'KeyInfo');
const signatureMethod = at('Signature', 'SignedInfo', 'SignatureMethod');
const certificate = at('Signature', 'KeyInfo', 'X509Data', 'X509Certificate');

const keyOf = ({ key, passphrase }: Signing): KeyObject => createPrivateKey({ key, ...(passphrase !== undefined && { passphrase }) });
const derOf = (signing: Signing): string => new X509Certificate(signing.certificate).raw.toString('base64');

/** Computes SignatureValue again, over the SignedInfo that stands there now. */
function signedAgain(assertion: string, { signer }: Signers, sign = rsa('sha256')): string {
  const canonical = canonicalize(signedInfo(rootOf(assertion))!, EXCLUSIVE);
  return fill(assertion, at('Signature', 'SignatureValue'), () => sign(canonical, signer).toString('base64'));
}

const rsa =
  (digest: 'md5' | 'sha256') =>
  (bytes: Buffer, signer: Signing): Buffer =>
    createSign(digest)
      .update(bytes)
      .sign({ key: keyOf(signer), padding: constants.RSA_PKCS1_PADDING });

/** A MAC whose secret everybody knows: the public key of the certificate. */
const macWithPublicKey = (bytes: Buffer, { certificate: pem }: Signing): Buffer => {
  const publicKey = certificateFacts(pem)!.publicKey.export({ type: 'spki', format: 'pem' });
  return createHmac('sha256', publicKey).update(bytes).digest();
};

/** Another base64 text of the same length. */
const altered = (base64: string): string => (base64.startsWith('A') ? 'B' : 'A') + base64.slice(1);

const withTransforms = (content: string) => (assertion: string, signers: Signers) =>
  signedAgain(content === '' ? remove(assertion, transforms) : fill(assertion, transforms, () => content), signers);

const withUri = (uri: string) => (assertion: string, signers: Signers) => signedAgain(set(assertion, reference, 'URI', uri), signers);

/** Something else of the message, which the signature is really made over. */
const TIMESTAMP = `<wsu:Timestamp xmlns:wsu="${WSU}" wsu:Id="_ts"><wsu:Created>2026-01-01T00:00:00Z</wsu:Created></wsu:Timestamp>`;

/** The signature is not one, or is not over this assertion, or is not by the certificate that it shows. */
export const signatureAttacks: AttackGroup = [
  {
    id: 'unsigned',
    title: { fr: 'non signé', en: 'unsigned' },
    wrong: { fr: 'L’assertion n’a pas de signature.', en: 'The assertion has no signature.' },
    clause: VIHF,
    rule: 'VIHF-08',
    level: 'error',
    signed: withoutSignature,
  },
  {
    id: 'signature-displaced',
    title: { fr: 'signature en fin d’assertion', en: 'signature at the end of the assertion' },
    wrong: { fr: 'La signature n’est pas juste après Issuer.', en: 'The signature is not right after Issuer.' },
    clause: 'SAML 2.0 Core, 2.3.3',
    rule: 'VIHF-08',
    level: 'error',
    signed: (assertion) => append(withoutSignature(assertion), (root) => root, markupOf(assertion, signature)),
  },
  {
    id: 'signed-twice',
    title: { fr: 'deux signatures', en: 'two signatures' },
    wrong: { fr: 'L’assertion porte deux signatures.', en: 'The assertion has two signatures.' },
    clause: 'SAML 2.0 Core, 5.4.1',
    rule: 'VIHF-08',
    level: 'error',
    signed: (assertion) => addAfter(assertion, signature, markupOf(assertion, signature)),
  },
  {
    id: 'altered',
    title: { fr: 'modifié après signature', en: 'altered after signature' },
    wrong: { fr: 'LPS_Version est changé après la signature.', en: 'LPS_Version is changed after signing.' },
    clause: `${XMLDSIG}, 3.2.1`,
    rule: 'VIHF-10-DIGEST',
    level: 'error',
    signed: (assertion) =>
      fill(
        assertion,
        (root) =>
          root
            .all('AttributeStatement', 'Attribute')
            .find((attribute) => attribute.attribute('Name') === 'LPS_Version')
            ?.element('AttributeValue'),
        (version) => `${version}.1`,
      ),
  },
  {
    id: 'digest-altered',
    title: { fr: 'empreinte fausse', en: 'wrong digest' },
    wrong: { fr: 'DigestValue est une autre empreinte, signée.', en: 'DigestValue is another digest, signed.' },
    clause: `${XMLDSIG}, 3.2.1`,
    rule: 'VIHF-10-DIGEST',
    level: 'error',
    signed: (assertion, signers) =>
      signedAgain(fill(assertion, at('Signature', 'SignedInfo', 'Reference', 'DigestValue'), altered), signers),
  },
  {
    id: 'signature-altered',
    title: { fr: 'valeur de signature fausse', en: 'wrong signature value' },
    wrong: { fr: 'SignatureValue n’est pas celle de SignedInfo.', en: 'SignatureValue is not that of SignedInfo.' },
    clause: `${XMLDSIG}, 3.2.2`,
    rule: 'VIHF-08-VALUE',
    level: 'error',
    signed: (assertion) => fill(assertion, at('Signature', 'SignatureValue'), altered),
  },
  {
    id: 'sha1',
    title: { fr: 'RSA avec SHA-1', en: 'RSA with SHA-1' },
    wrong: { fr: 'La signature et l’empreinte emploient SHA-1.', en: 'The signature and the digest use SHA-1.' },
    clause: VIHF,
    rule: 'VIHF-11',
    level: 'warning',
    signing: { signatureAlgorithm: RSA_SHA1, digestAlgorithm: SHA1 },
  },
  {
    id: 'rsa-md5',
    title: { fr: 'RSA avec MD5', en: 'RSA with MD5' },
    wrong: { fr: 'SignatureMethod est rsa-md5.', en: 'SignatureMethod is rsa-md5.' },
    clause: 'RFC 9231, 2.3.1',
    rule: 'VIHF-08-VALUE',
    level: 'error',
    signed: (assertion, signers) => signedAgain(set(assertion, signatureMethod, 'Algorithm', `${MORE}rsa-md5`), signers, rsa('md5')),
  },
  {
    id: 'md5-digest',
    title: { fr: 'empreinte MD5', en: 'MD5 digest' },
    wrong: { fr: 'L’empreinte de l’assertion est en MD5.', en: 'The digest of the assertion is MD5.' },
    clause: 'RFC 9231, 2.1.1',
    rule: 'VIHF-10-DIGEST',
    level: 'error',
    signing: { inclusivePrefixes: [] },
    signed: (assertion, signers) => {
      const root = rootOf(assertion);
      const digest = createHash('md5')
        .update(canonicalize(root, EXCLUSIVE, [], signature(root)))
        .digest('base64');
      const named = set(assertion, at('Signature', 'SignedInfo', 'Reference', 'DigestMethod'), 'Algorithm', `${MORE}md5`);
      return signedAgain(
        fill(named, at('Signature', 'SignedInfo', 'Reference', 'DigestValue'), () => digest),
        signers,
      );
    },
  },
  {
    id: 'hmac-public-key',
    title: { fr: 'HMAC avec la clé publique', en: 'HMAC with the public key' },
    wrong: {
      fr: 'La signature est un HMAC dont le secret est la clé publique du certificat.',
      en: 'The signature is an HMAC whose secret is the public key of the certificate.',
    },
    clause: `${XMLDSIG}, 6.3.1`,
    rule: 'VIHF-08-VALUE',
    level: 'error',
    signed: (assertion, signers) =>
      signedAgain(set(assertion, signatureMethod, 'Algorithm', `${MORE}hmac-sha256`), signers, macWithPublicKey),
  },
  {
    id: 'canonicalization-unknown',
    title: { fr: 'canonicalisation inconnue', en: 'unknown canonicalisation' },
    wrong: { fr: 'CanonicalizationMethod nomme un algorithme inconnu.', en: 'CanonicalizationMethod names an unknown algorithm.' },
    clause: `${XMLDSIG}, 4.4.1`,
    rule: 'VIHF-09',
    level: 'error',
    signed: (assertion, signers) =>
      signedAgain(set(assertion, at('Signature', 'SignedInfo', 'CanonicalizationMethod'), 'Algorithm', 'urn:addax:none'), signers),
  },
  {
    id: 'no-transform',
    title: { fr: 'aucune transformation', en: 'no transform' },
    wrong: { fr: 'La Reference n’a pas de Transforms.', en: 'The Reference has no Transforms.' },
    clause: 'SAML 2.0 Core, 5.4.4',
    rule: 'VIHF-09',
    level: 'error',
    signed: withTransforms(''),
  },
  {
    id: 'unknown-transform',
    title: { fr: 'transformation inconnue', en: 'unknown transform' },
    wrong: { fr: 'La seule transformation n’est pas connue.', en: 'The only transform is not known.' },
    clause: 'SAML 2.0 Core, 5.4.4',
    rule: 'VIHF-09',
    level: 'error',
    signed: withTransforms('<ds:Transform Algorithm="urn:addax:none"/>'),
  },
  {
    id: 'xslt-transform',
    title: { fr: 'transformation XSLT', en: 'XSLT transform' },
    wrong: {
      fr: 'Une feuille XSLT choisit ce qui est signé, ou ferait exécuter du code.',
      en: 'A stylesheet chooses what is signed, or would have code run.',
    },
    clause: 'SAML 2.0 Core, 5.4.4',
    rule: 'VIHF-09',
    level: 'error',
    signed: withTransforms(
      `<ds:Transform Algorithm="${ENVELOPED}"/><ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xslt-19991116"><xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform" version="1.0"><xsl:template match="/">signed</xsl:template></xsl:stylesheet></ds:Transform><ds:Transform Algorithm="${EXCLUSIVE_C14N}"/>`,
    ),
  },
  {
    id: 'xpath-transform',
    title: { fr: 'transformation XPath', en: 'XPath transform' },
    wrong: { fr: 'Une expression XPath ne garde que l’Issuer.', en: 'An XPath expression keeps the Issuer only.' },
    clause: 'SAML 2.0 Core, 5.4.4',
    rule: 'VIHF-09',
    level: 'error',
    signed: withTransforms(
      `<ds:Transform Algorithm="http://www.w3.org/TR/1999/REC-xpath-19991116"><ds:XPath>ancestor-or-self::saml:Issuer</ds:XPath></ds:Transform><ds:Transform Algorithm="${EXCLUSIVE_C14N}"/>`,
    ),
  },
  {
    id: 'reference-external',
    title: { fr: 'référence externe', en: 'external reference' },
    wrong: { fr: 'La Reference désigne une adresse http.', en: 'The Reference designates an http address.' },
    clause: 'SAML 2.0 Core, 5.4.2',
    rule: 'VIHF-10',
    level: 'error',
    signed: withUri('http://attaque.invalid/assertion.xml'),
  },
  {
    id: 'reference-whole-document',
    title: { fr: 'référence vide', en: 'empty reference' },
    wrong: { fr: 'L’URI de la Reference est vide.', en: 'The URI of the Reference is empty.' },
    clause: 'SAML 2.0 Core, 5.4.2',
    rule: 'VIHF-10',
    level: 'error',
    signed: withUri(''),
  },
  {
    id: 'reference-missing',
    title: { fr: 'aucune référence', en: 'no reference' },
    wrong: { fr: 'SignedInfo ne désigne rien.', en: 'SignedInfo designates nothing.' },
    clause: `${XMLDSIG}, 4.4`,
    rule: 'VIHF-10',
    level: 'error',
    signed: (assertion, signers) => signedAgain(remove(assertion, reference), signers),
  },
  {
    id: 'reference-twice',
    title: { fr: 'deux références', en: 'two references' },
    wrong: { fr: 'SignedInfo porte deux Reference.', en: 'SignedInfo has two References.' },
    clause: 'SAML 2.0 Core, 5.4.2',
    rule: 'VIHF-10',
    level: 'error',
    signed: (assertion, signers) => signedAgain(addAfter(assertion, reference, markupOf(assertion, reference)), signers),
  },
  {
    id: 'reference-elsewhere',
    title: { fr: 'référence à un autre élément', en: 'reference to another element' },
    wrong: { fr: 'La signature porte sur l’horodatage du message.', en: 'The signature is over the timestamp of the message.' },
    clause: 'SAML 2.0 Core, 5.4.2',
    rule: 'VIHF-10',
    level: 'error',
    signed: (assertion, signers) => {
      const digest = createHash('sha256')
        .update(canonicalize(rootOf(TIMESTAMP), EXCLUSIVE))
        .digest('base64');
      const digested = fill(assertion, at('Signature', 'SignedInfo', 'Reference', 'DigestValue'), () => digest);
      return withUri('#_ts')(digested, signers);
    },
    blocks: (assertion) => security(TIMESTAMP + assertion),
  },
  {
    id: 'key-missing',
    title: { fr: 'sans certificat', en: 'no certificate' },
    wrong: { fr: 'La signature n’a pas de KeyInfo.', en: 'The signature has no KeyInfo.' },
    clause: VIHF,
    rule: 'VIHF-12',
    level: 'error',
    signed: (assertion) => remove(assertion, keyInfo),
  },
  {
    id: 'key-value',
    title: { fr: 'clé nue', en: 'bare key' },
    wrong: { fr: 'KeyInfo montre la clé de l’attaquant, sans certificat.', en: 'KeyInfo shows the attacker’s key, without a certificate.' },
    clause: VIHF,
    rule: 'VIHF-12',
    level: 'error',
    by: 'self-signed',
    signed: (assertion, { signer }) => {
      const { n, e } = certificateFacts(signer.certificate)!.publicKey.export({ format: 'jwk' });
      const base64 = (url: string | undefined): string => Buffer.from(url ?? '', 'base64url').toString('base64');
      return fill(
        assertion,
        keyInfo,
        () =>
          `<ds:KeyValue><ds:RSAKeyValue><ds:Modulus>${base64(n)}</ds:Modulus><ds:Exponent>${base64(e)}</ds:Exponent></ds:RSAKeyValue></ds:KeyValue>`,
      );
    },
  },
  {
    id: 'two-certificates',
    title: { fr: 'deux certificats', en: 'two certificates' },
    wrong: {
      fr: 'KeyInfo montre d’abord le bon certificat, puis celui de l’attaquant qui a signé.',
      en: 'KeyInfo shows the right certificate first, then that of the attacker who signed.',
    },
    clause: 'RFC 5280, 6',
    rule: 'VIHF-64',
    level: 'error',
    by: 'self-signed',
    signed: (assertion, { own }) =>
      replace(assertion, certificate, (attacker) => `<ds:X509Certificate>${derOf(own)}</ds:X509Certificate>${attacker}`),
  },
  {
    id: 'other-certificate',
    title: { fr: 'certificat d’un autre', en: 'somebody else’s certificate' },
    wrong: { fr: 'KeyInfo montre un certificat dont la clé n’a pas signé.', en: 'KeyInfo shows a certificate whose key did not sign.' },
    clause: `${XMLDSIG}, 3.2.2`,
    rule: 'VIHF-08-VALUE',
    level: 'error',
    by: 'self-signed',
    signed: (assertion, { own }) => fill(assertion, certificate, () => derOf(own)),
  },
];

/** The certificate is a real one, and not one to sign a VIHF with. */
export const certificateAttacks: AttackGroup = [
  {
    id: 'authentication-certificate',
    title: { fr: 'certificat d’authentification', en: 'authentication certificate' },
    wrong: { fr: 'Le certificat signataire ne porte pas nonRepudiation.', en: 'The signing certificate lacks nonRepudiation.' },
    clause: 'IGC-Santé, politique de certification, KeyUsage',
    rule: 'VIHF-60',
    level: 'error',
    by: 'authentication',
    // as with a card, whose two certificates are easily taken for one another
    input: (input) => ({ ...input, mode: 'DIRECTE' }),
  },
  {
    id: 'expired-certificate',
    title: { fr: 'certificat expiré', en: 'expired certificate' },
    wrong: { fr: 'Le certificat signataire a expiré.', en: 'The signing certificate has expired.' },
    clause: 'RFC 5280, 6.1.3',
    rule: 'VIHF-64',
    level: 'error',
    by: 'expired',
  },
  {
    id: 'revoked-certificate',
    title: { fr: 'certificat révoqué', en: 'revoked certificate' },
    wrong: { fr: 'Le certificat signataire est dans la liste de révocation.', en: 'The signing certificate is in the revocation list.' },
    clause: 'RFC 5280, 6.3',
    rule: 'VIHF-64-CRL',
    level: 'error',
    by: 'revoked',
  },
  {
    id: 'unknown-authority',
    title: { fr: 'autorité inconnue', en: 'unknown authority' },
    wrong: {
      fr: 'Une autorité inconnue a émis le certificat, sous le même nom.',
      en: 'An unknown authority issued the certificate, under the same name.',
    },
    clause: 'RFC 5280, 6',
    rule: 'VIHF-64',
    level: 'error',
    by: 'unknown-authority',
  },
  {
    id: 'self-signed',
    title: { fr: 'certificat autosigné', en: 'self-signed certificate' },
    wrong: {
      fr: 'Le certificat, sous le même nom, est signé par lui-même.',
      en: 'The certificate, under the same name, is signed by itself.',
    },
    clause: 'RFC 5280, 6',
    rule: 'VIHF-64',
    level: 'error',
    by: 'self-signed',
  },
];
