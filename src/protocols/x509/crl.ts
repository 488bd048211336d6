import { createVerify } from 'node:crypto';
import type * as Forge from 'node-forge';
import type { CertificateFacts } from './certificate.js';
import { derOf, treeOf } from './der.js';
import { asn1, forge } from './libraries.js';
import { type DistinguishedName, nameOf } from './name.js';
import { serialOf, valid } from './values.js';

/** A certificate revocation list. */
export interface RevocationList {
  issuer: DistinguishedName;
  thisUpdate: Date;
  nextUpdate?: Date;
  /** serial numbers, as in `CertificateFacts.serial`, and when they were revoked */
  revoked: ReadonlyMap<string, Date>;
  /** is the list signed with the key of that certificate? */
  isSignedBy(issuer: CertificateFacts): boolean;
}

const PEM_BLOCK = /-----BEGIN X509 CRL-----([A-Za-z0-9+/=\s]*)-----END X509 CRL-----/g;

const DIGEST: Record<string, string> = {
  '1.2.840.113549.1.1.5': 'sha1',
  '1.2.840.113549.1.1.11': 'sha256',
  '1.2.840.113549.1.1.12': 'sha384',
  '1.2.840.113549.1.1.13': 'sha512',
  '1.2.840.10045.4.3.2': 'sha256',
  '1.2.840.10045.4.3.3': 'sha384',
  '1.2.840.10045.4.3.4': 'sha512',
};

/** Every revocation list of a PEM text that can be read. */
export function revocationListsOf(pem: string): RevocationList[] {
  return [...pem.matchAll(PEM_BLOCK)].flatMap((block) => revocationList(Buffer.from(block[1]!, 'base64')) ?? []);
}

/** Reads a revocation list (RFC 5280, 5.1) from DER. Returns undefined for what is not one. */
export function revocationList(bytes: Uint8Array): RevocationList | undefined {
  const { AsnConvert, types } = asn1();
  const { derToOid, generalizedTimeToDate, Type, utcTimeToDate } = forge().asn1;
  const isTime = ({ type }: Forge.asn1.Asn1): boolean => type === Type.UTCTIME || type === Type.GENERALIZEDTIME;
  const dateOf = (time: Forge.asn1.Asn1): Date =>
    valid(time.type === Type.UTCTIME ? utcTimeToDate(octetsOf(time)) : generalizedTimeToDate(octetsOf(time)));
  try {
    const [list, algorithm, signature] = partsOf(treeOf(bytes));
    const parts = [...partsOf(list)];
    // the version is optional
    if (parts[0]?.type === Type.INTEGER) parts.shift();
    const [, issuer, thisUpdate, ...rest] = parts;
    const nextUpdate = rest[0] && isTime(rest[0]) ? rest.shift() : undefined;
    const entries = rest[0]?.type === Type.SEQUENCE ? partsOf(rest[0]) : [];
    const digest = DIGEST[derToOid(octetsOf(partsOf(algorithm)[0]))];
    const signed = derOf(list!);
    // the first octet of a BIT STRING counts unused bits
    const value = Buffer.from(octetsOf(signature), 'binary').subarray(1);
    return {
      issuer: nameOf(AsnConvert.parse(derOf(issuer!), types.Name)),
      thisUpdate: dateOf(thisUpdate!),
      ...(nextUpdate && { nextUpdate: dateOf(nextUpdate) }),
      revoked: new Map(
        entries.map(partsOf).map(([serial, date]): [string, Date] => [serialOf(Buffer.from(octetsOf(serial), 'binary')), dateOf(date!)]),
      ),
      isSignedBy(certificate) {
        if (!digest) return false;
        try {
          return createVerify(digest).update(signed).verify(certificate.publicKey, value);
        } catch {
          return false;
        }
      },
    };
  } catch {
    // whatever the readers of ASN.1 object to, it is not a revocation list
    return undefined;
  }
}

/** @throws TypeError when the value is primitive */
function partsOf(value: Forge.asn1.Asn1 | undefined): Forge.asn1.Asn1[] {
  if (!Array.isArray(value?.value)) throw new TypeError('no sequence');
  return value.value;
}

/** @throws TypeError when the value is constructed */
function octetsOf(value: Forge.asn1.Asn1 | undefined): string {
  if (typeof value?.value !== 'string') throw new TypeError('no octets');
  return value.value;
}
