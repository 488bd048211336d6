import { type KeyObject, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import type { KeyUsage } from './certificate.js';
import { asn1, issuing } from './libraries.js';
import type { DistinguishedName } from './name.js';

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Who issues: its name and RSA keys. */
export interface Issuer {
  name: DistinguishedName;
  keys: KeyPair;
}

export interface CertificateRequest {
  subject: DistinguishedName;
  publicKey: KeyObject;
  notBefore: Date;
  notAfter: Date;
  keyUsage: KeyUsage[];
  /** OIDs of extKeyUsage */
  extendedKeyUsage?: string[];
  isAuthority?: boolean;
  /** DNS names and IP addresses of subjectAltName */
  hosts?: string[];
  /** where the revocation list of the issuer is published: cRLDistributionPoints */
  crlUrl?: string;
}

const RSA_SHA256 = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };

/** Issues an X.509 v3 certificate signed with RSA and SHA-256. Returns its PEM and its serial number in hexadecimal. */
export async function issueCertificate(request: CertificateRequest, issuer: Issuer): Promise<{ pem: string; serial: string }> {
  const x509 = await issuing();
  const { AsnConvert, types } = asn1();
  const publicKey = spki(request.publicKey);
  const { hosts, extendedKeyUsage, crlUrl } = request;
  const usages = request.keyUsage.reduce<number>((flags, usage) => flags | types.KeyUsageFlags[usage], 0);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: new x509.Name(derName(request.subject)),
    issuer: new x509.Name(derName(issuer.name)),
    notBefore: request.notBefore,
    notAfter: request.notAfter,
    publicKey,
    signingAlgorithm: RSA_SHA256,
    signingKey: await signingKey(issuer),
    extensions: [
      new x509.BasicConstraintsExtension(request.isAuthority === true, undefined, true),
      new x509.Extension(types.id_ce_keyUsage, true, AsnConvert.serialize(new types.KeyUsage(usages))),
      ...(extendedKeyUsage ? [new x509.ExtendedKeyUsageExtension(extendedKeyUsage)] : []),
      ...(hosts ?
        [
          new x509.SubjectAlternativeNameExtension(
            hosts.map((host) => ({ type: isIP(host) === 0 ? ('dns' as const) : ('ip' as const), value: host })),
          ),
        ]
      : []),
      ...(crlUrl === undefined ? [] : [new x509.CRLDistributionPointsExtension([crlUrl])]),
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(spki(issuer.keys.publicKey)),
    ],
  });
  return { pem: `${certificate.toString('pem')}\n`, serial: certificate.serialNumber };
}

/** Issues a version 2 revocation list over these serial numbers (hexadecimal). Returns PEM. */
export async function issueRevocationList(
  issuer: Issuer,
  revoked: { serial: string; at: Date }[],
  thisUpdate: Date,
  nextUpdate: Date,
): Promise<string> {
  const x509 = await issuing();
  const { AsnConvert, types } = asn1();
  const list = await x509.X509CrlGenerator.create({
    issuer: new x509.Name(derName(issuer.name)),
    thisUpdate,
    nextUpdate,
    entries: revoked.map(({ serial, at }) => ({
      serialNumber: serial,
      revocationDate: at,
      reason: x509.X509CrlReason.keyCompromise,
    })),
    extensions: [
      await x509.AuthorityKeyIdentifierExtension.create(spki(issuer.keys.publicKey)),
      new x509.Extension(types.id_ce_cRLNumber, false, AsnConvert.serialize(new types.CRLNumber(1))),
    ],
    signingAlgorithm: RSA_SHA256,
    signingKey: await signingKey(issuer),
  });
  // the label that every tool reads; the library's own is another
  return `${x509.PemConverter.encode(list.rawData, 'X509 CRL')}\n`;
}

const spki = (key: KeyObject): Uint8Array<ArrayBuffer> => new Uint8Array(key.export({ type: 'spki', format: 'der' }));

const signingKey = ({ keys }: Issuer): Promise<webcrypto.CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', keys.privateKey.export({ type: 'pkcs8', format: 'der' }), RSA_SHA256, false, ['sign']);

/** A Name in DER; a country is a PrintableString (RFC 5280), the rest UTF8String. */
function derName(name: DistinguishedName): ArrayBuffer {
  const { AsnConvert, types } = asn1();
  return AsnConvert.serialize(
    new types.Name(
      name.map(
        (rdn) =>
          new types.RelativeDistinguishedName(
            rdn.map(
              ({ type, value }) =>
                new types.AttributeTypeAndValue({
                  type,
                  value: new types.AttributeValue(type === '2.5.4.6' ? { printableString: value } : { utf8String: value }),
                }),
            ),
          ),
      ),
    ),
  );
}
