import { createHash, type KeyObject, X509Certificate } from 'node:crypto';
import type { KeyUsageFlags, TBSCertificate } from '@peculiar/asn1-x509';
import { asn1 } from './libraries.js';
import { type DistinguishedName, nameOf, writeName } from './name.js';
import { remembered } from './remembered.js';
import { serialOf, valid } from './values.js';

export type KeyUsage = keyof typeof KeyUsageFlags;

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
  /** http addresses of the issuer’s revocation list, as cRLDistributionPoints gives them */
  crlUrls: string[];
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
  return readBase64(Buffer.from(pemOrDer).toString('base64'));
}

const readBase64 = remembered((base64) => read(Buffer.from(base64, 'base64')));

function read(der: Uint8Array): CertificateFacts | undefined {
  try {
    const certificate = new X509Certificate(der);
    const { AsnConvert, types } = asn1();
    const { raw } = certificate;
    const body = AsnConvert.parse(raw, types.Certificate).tbsCertificate;
    const subject = nameOf(body.subject);
    const issuer = nameOf(body.issuer);
    return {
      subject,
      subjectText: writeName(subject),
      issuer,
      issuerText: writeName(issuer),
      serial: serialOf(new Uint8Array(body.serialNumber)),
      ...keyUsageOf(extension(body, types.id_ce_keyUsage)),
      ...constraintsOf(extension(body, types.id_ce_basicConstraints)),
      crlUrls: crlUrlsOf(extension(body, types.id_ce_cRLDistributionPoints)),
      notBefore: valid(body.validity.notBefore.getTime()),
      notAfter: valid(body.validity.notAfter.getTime()),
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
    // whatever OpenSSL or the ASN.1 schema objects to, it is not a certificate
    return undefined;
  }
}

function extension(body: TBSCertificate, type: string): ArrayBuffer | undefined {
  return body.extensions?.find(({ extnID }) => extnID === type)?.extnValue.buffer;
}

function keyUsageOf(value: ArrayBuffer | undefined): { keyUsage?: Set<KeyUsage> } {
  if (!value) return {};
  const { AsnConvert, types } = asn1();
  const bits = AsnConvert.parse(value, types.KeyUsage).toNumber();
  const named = Object.entries(types.KeyUsageFlags).filter((entry): entry is [KeyUsage, number] => typeof entry[1] === 'number');
  return { keyUsage: new Set(named.filter(([, flag]) => (bits & flag) !== 0).map(([usage]) => usage)) };
}

function constraintsOf(value: ArrayBuffer | undefined): { isAuthority: boolean; pathLength?: number } {
  if (!value) return { isAuthority: false };
  const { AsnConvert, types } = asn1();
  const { cA, pathLenConstraint } = AsnConvert.parse(value, types.BasicConstraints);
  return { isAuthority: cA, ...(pathLenConstraint !== undefined && { pathLength: pathLenConstraint }) };
}

function crlUrlsOf(value: ArrayBuffer | undefined): string[] {
  if (!value) return [];
  const { AsnConvert, types } = asn1();
  return AsnConvert.parse(value, types.CRLDistributionPoints)
    .flatMap(({ distributionPoint }) => distributionPoint?.fullName ?? [])
    .flatMap(({ uniformResourceIdentifier: url }) => (url !== undefined && /^http:\/\//i.test(url) ? [url] : []));
}
