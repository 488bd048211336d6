/** Identifiers of XML Signature, its canonicalisations and algorithms (W3C xmldsig-core1, RFC 9231). */
export const DSIG = 'http://www.w3.org/2000/09/xmldsig#';
export const ENVELOPED = `${DSIG}enveloped-signature`;
export const EXCLUSIVE_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';
export const INCLUSIVE_C14N = 'http://www.w3.org/TR/2001/REC-xml-c14n-20010315';
export const RSA_SHA1 = `${DSIG}rsa-sha1`;
export const RSA_SHA256 = 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256';
export const SHA1 = `${DSIG}sha1`;
export const SHA256 = 'http://www.w3.org/2001/04/xmlenc#sha256';

export interface Canonicalization {
  exclusive: boolean;
  withComments: boolean;
}

export const CANONICALIZATIONS: ReadonlyMap<string, Canonicalization> = new Map([
  [EXCLUSIVE_C14N, { exclusive: true, withComments: false }],
  [`${EXCLUSIVE_C14N}WithComments`, { exclusive: true, withComments: true }],
  [INCLUSIVE_C14N, { exclusive: false, withComments: false }],
  [`${INCLUSIVE_C14N}#WithComments`, { exclusive: false, withComments: true }],
]);

/** Name of the digest for node:crypto. */
export const DIGESTS: ReadonlyMap<string, string> = new Map([
  [SHA1, 'sha1'],
  [SHA256, 'sha256'],
  ['http://www.w3.org/2001/04/xmldsig-more#sha384', 'sha384'],
  ['http://www.w3.org/2001/04/xmlenc#sha512', 'sha512'],
]);

export interface SignatureAlgorithm {
  key: 'rsa' | 'ec';
  digest: string;
  padding?: 'pss';
}

const MORE = 'http://www.w3.org/2001/04/xmldsig-more#';
const PSS = 'http://www.w3.org/2007/05/xmldsig-more#';

/** Public-key signatures only: a MAC proves nothing to a third party. */
export const SIGNATURES: ReadonlyMap<string, SignatureAlgorithm> = new Map<string, SignatureAlgorithm>([
  [RSA_SHA1, { key: 'rsa', digest: 'sha1' }],
  [RSA_SHA256, { key: 'rsa', digest: 'sha256' }],
  [`${MORE}rsa-sha384`, { key: 'rsa', digest: 'sha384' }],
  [`${MORE}rsa-sha512`, { key: 'rsa', digest: 'sha512' }],
  [`${PSS}sha256-rsa-MGF1`, { key: 'rsa', digest: 'sha256', padding: 'pss' }],
  [`${PSS}sha384-rsa-MGF1`, { key: 'rsa', digest: 'sha384', padding: 'pss' }],
  [`${PSS}sha512-rsa-MGF1`, { key: 'rsa', digest: 'sha512', padding: 'pss' }],
  [`${MORE}ecdsa-sha1`, { key: 'ec', digest: 'sha1' }],
  [`${MORE}ecdsa-sha256`, { key: 'ec', digest: 'sha256' }],
  [`${MORE}ecdsa-sha384`, { key: 'ec', digest: 'sha384' }],
  [`${MORE}ecdsa-sha512`, { key: 'ec', digest: 'sha512' }],
]);
