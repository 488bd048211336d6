import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import { children, type Der, DerError, oidOf, readDer, Tag, tagged, timeOf } from './der.js';
import { type DistinguishedName, nameOf, writeName } from './name.js';

export type KeyUsage =
  | 'digitalSignature'
  | 'nonRepudiation'
  | 'keyEncipherment'
  | 'dataEncipherment'
  | 'keyAgreement'
  | 'keyCertSign'
  | 'cRLSign'
  | 'encipherOnly'
  | 'decipherOnly';

/** In the order of the bits of RFC 5280, 4.2.1.3. */
export const KEY_USAGES: readonly KeyUsage[] = [
  'digitalSignature',
  'nonRepudiation',
  'keyEncipherment',
  'dataEncipherment',
  'keyAgreement',
  'keyCertSign',
  'cRLSign',
  'encipherOnly',
  'decipherOnly',
];

/** What one needs to know of a certificate. */
export interface CertificateFacts {
  subject: DistinguishedName;
  /** RFC 2253 */
  subjectText: string;
  issuer: DistinguishedName;
  issuerText: string;
  /** hexadecimal, lower case, without leading zeros */
  serial: string;
  /** absent when the certificate does not restrict the use of its key */
  keyUsage?: ReadonlySet<KeyUsage>;
  /** basicConstraints says that it is an authority */
  isAuthority: boolean;
  /** certificates that may follow below it, when limited */
  pathLength?: number;
  notBefore: Date;
  notAfter: Date;
  publicKey: KeyObject;
  pem: string;
  /** SHA-256 of the DER, hexadecimal */
  fingerprint: string;
  /** is this certificate signed with the key of that one? */
  isSignedBy(issuer: CertificateFacts): boolean;
}

const PEM_BLOCK = /-----BEGIN CERTIFICATE-----([A-Za-z0-9+/=\s]*)-----END CERTIFICATE-----/g;

/** Every certificate of a PEM text that can be read. */
export function certificatesOf(pem: string): CertificateFacts[] {
  return [...pem.matchAll(PEM_BLOCK)].flatMap((block) => certificateFacts(Buffer.from(block[1]!, 'base64')) ?? []);
}

/** Reads a certificate from PEM text or DER bytes. Returns undefined for what is not one. */
export function certificateFacts(pemOrDer: string | Uint8Array): CertificateFacts | undefined {
  if (typeof pemOrDer === 'string') return certificatesOf(pemOrDer)[0];
  try {
    const certificate = new X509Certificate(pemOrDer);
    const raw = new Uint8Array(certificate.raw);
    const body = children(tagged(children(tagged(readDer(raw), Tag.sequence))[0], Tag.sequence));
    // [0] version is optional
    const [serial, , issuer, validity, subject] = body[0]?.tag === 0xa0 ? body.slice(1) : body;
    const [notBefore, notAfter] = children(tagged(validity, Tag.sequence));
    const extensions = extensionsOf(body.find((part) => part.tag === 0xa3));
    const subjectName = nameOf(subject);
    const issuerName = nameOf(issuer);
    const usage = extensions.get('2.5.29.15');
    return {
      subject: subjectName,
      subjectText: writeName(subjectName),
      issuer: issuerName,
      issuerText: writeName(issuerName),
      serial: serialOf(serial),
      ...(usage && { keyUsage: keyUsageOf(usage) }),
      ...constraintsOf(extensions.get('2.5.29.19')),
      notBefore: timeOf(notBefore),
      notAfter: timeOf(notAfter),
      publicKey: certificate.publicKey,
      pem: certificate.toString(),
      fingerprint: createHash('sha256').update(raw).digest('hex'),
      isSignedBy(other) {
        try {
          return certificate.verify(other.publicKey);
        } catch {
          return false;
        }
      },
    };
  } catch {
    // whatever OpenSSL or our reader objects to, it is not a certificate
    return undefined;
  }
}

/** Hexadecimal of a serial number, as CRLs and certificates both hold it. @throws DerError */
export function serialOf(der: Der | undefined): string {
  return Buffer.from(tagged(der, Tag.integer).content)
    .toString('hex')
    .replace(/^(?:00)+(?=.)/, '')
    .replace(/^0+(?=.)/, '');
}

function extensionsOf(der: Der | undefined): Map<string, Der> {
  const found = new Map<string, Der>();
  if (!der) return found;
  for (const extension of children(tagged(children(der)[0], Tag.sequence))) {
    const parts = children(tagged(extension, Tag.sequence));
    found.set(oidOf(parts[0]), readDer(tagged(parts.at(-1), Tag.octetString).content));
  }
  return found;
}

function keyUsageOf(der: Der): Set<KeyUsage> {
  const [, ...octets] = tagged(der, Tag.bitString).content;
  return new Set(KEY_USAGES.filter((_, bit) => ((octets[bit >> 3] ?? 0) & (0x80 >> (bit & 7))) !== 0));
}

function constraintsOf(der: Der | undefined): { isAuthority: boolean; pathLength?: number } {
  if (!der) return { isAuthority: false };
  const parts = children(tagged(der, Tag.sequence));
  const authority = parts[0]?.tag === Tag.boolean && parts[0].content[0] !== 0;
  const limit = parts.find((part) => part.tag === Tag.integer);
  if (limit && limit.content.length > 2) throw new DerError('path length not acceptable');
  return { isAuthority: authority, ...(limit && { pathLength: Number.parseInt(Buffer.from(limit.content).toString('hex'), 16) }) };
}
