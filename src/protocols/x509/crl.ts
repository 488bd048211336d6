import { createVerify } from 'node:crypto';
import type { CertificateFacts } from './certificate.js';
import { serialOf } from './certificate.js';
import { children, type Der, oidOf, readDer, Tag, tagged, timeOf } from './der.js';
import { type DistinguishedName, nameOf } from './name.js';

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
  try {
    const [list, algorithm, signature] = children(tagged(readDer(bytes), Tag.sequence));
    const parts = children(tagged(list, Tag.sequence));
    // the version is optional
    if (parts[0]?.tag === Tag.integer) parts.shift();
    const [, issuer, thisUpdate, ...rest] = parts;
    const isTime = (der: Der | undefined): boolean => der?.tag === Tag.utcTime || der?.tag === Tag.generalizedTime;
    const nextUpdate = isTime(rest[0]) ? timeOf(rest.shift()) : undefined;
    const revoked = new Map<string, Date>();
    if (rest[0]?.tag === Tag.sequence)
      for (const entry of children(rest[0])) {
        const [serial, date] = children(tagged(entry, Tag.sequence));
        revoked.set(serialOf(serial), timeOf(date));
      }
    const digest = DIGEST[oidOf(children(tagged(algorithm, Tag.sequence))[0])];
    const signed = list!.whole;
    // the first octet of a BIT STRING counts unused bits
    const value = tagged(signature, Tag.bitString).content.subarray(1);
    return {
      issuer: nameOf(issuer),
      thisUpdate: timeOf(thisUpdate),
      ...(nextUpdate && { nextUpdate }),
      revoked,
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
    return undefined;
  }
}
