import { createHash, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIP } from 'node:net';
import type { KeyUsage } from './certificate.js';
import { KEY_USAGES } from './certificate.js';
import {
  bitString,
  boolean,
  explicit,
  implicit,
  integer,
  nullValue,
  octetString,
  oid,
  pem,
  printableString,
  sequence,
  set,
  time,
  utf8String,
} from './der-writer.js';
import { children, readDer } from './der.js';
import type { DistinguishedName } from './name.js';

export interface KeyPair {
  privateKey: KeyObject;
  publicKey: KeyObject;
}

/** Who issues: its name and key. */
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
}

const SHA256_RSA = sequence(oid('1.2.840.113549.1.1.11'), nullValue());

/** Issues an X.509 v3 certificate signed with RSA and SHA-256. Returns DER and serial number. */
export function issueCertificate(request: CertificateRequest, issuer: Issuer): { der: Uint8Array; serial: Uint8Array } {
  const serial = randomBytes(16);
  serial[0]! &= 0x7f;
  serial[0]! |= 0x40;
  const extensions = [
    extension('2.5.29.19', request.isAuthority ? sequence(boolean(true)) : sequence(), true),
    extension('2.5.29.15', keyUsageBits(request.keyUsage), true),
    ...(request.extendedKeyUsage ? [extension('2.5.29.37', sequence(...request.extendedKeyUsage.map(oid)))] : []),
    ...(request.hosts ? [extension('2.5.29.17', sequence(...request.hosts.map(generalName)))] : []),
    extension('2.5.29.14', octetString(keyIdentifier(request.publicKey))),
    extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuer.keys.publicKey)))),
  ];
  const body = sequence(
    explicit(0, integer(2)),
    integer(serial),
    SHA256_RSA,
    writeDerName(issuer.name),
    sequence(time(request.notBefore), time(request.notAfter)),
    writeDerName(request.subject),
    request.publicKey.export({ type: 'spki', format: 'der' }),
    explicit(3, sequence(...extensions)),
  );
  return { der: signed(body, issuer), serial };
}

/** Issues a version 2 revocation list over these serial numbers. Returns PEM. */
export function issueRevocationList(
  issuer: Issuer,
  revoked: { serial: Uint8Array; at: Date }[],
  thisUpdate: Date,
  nextUpdate: Date,
): string {
  const entries = revoked.map(({ serial, at }) => sequence(integer(serial), time(at)));
  const body = sequence(
    integer(1),
    SHA256_RSA,
    writeDerName(issuer.name),
    time(thisUpdate),
    time(nextUpdate),
    ...(entries.length > 0 ? [sequence(...entries)] : []),
    explicit(
      0,
      sequence(extension('2.5.29.35', sequence(implicit(0, keyIdentifier(issuer.keys.publicKey)))), extension('2.5.29.20', integer(1))),
    ),
  );
  return pem('X509 CRL', signed(body, issuer));
}

function signed(body: Uint8Array, issuer: Issuer): Uint8Array {
  return sequence(body, SHA256_RSA, bitString(sign('sha256', body, issuer.keys.privateKey)));
}

function extension(type: string, value: Uint8Array, critical = false): Uint8Array {
  return sequence(oid(type), ...(critical ? [boolean(true)] : []), octetString(value));
}

function keyUsageBits(usages: KeyUsage[]): Uint8Array {
  const octets = [0, 0];
  for (const usage of usages) {
    const bit = KEY_USAGES.indexOf(usage);
    octets[bit >> 3]! |= 0x80 >> (bit & 7);
  }
  const used = octets[1] === 0 ? [octets[0]!] : octets;
  const last = used.at(-1)!;
  // DER drops the trailing zero bits of a named bit list
  let unused = 0;
  while (unused < 7 && (last & (1 << unused)) === 0) unused++;
  return bitString(Uint8Array.from(used), unused);
}

/** SHA-1 of the public key bits: method 1 of RFC 5280, 4.2.1.2. */
function keyIdentifier(key: KeyObject): Uint8Array {
  const [, bits] = children(readDer(key.export({ type: 'spki', format: 'der' })));
  return createHash('sha1').update(bits!.content.subarray(1)).digest();
}

function generalName(host: string): Uint8Array {
  const version = isIP(host);
  if (version === 0) return implicit(2, new TextEncoder().encode(host));
  if (version === 4) return implicit(7, Uint8Array.from(host.split('.').map(Number)));
  return implicit(7, ipv6Octets(host));
}

function ipv6Octets(host: string): Uint8Array {
  const [head = '', tail] = host.split('::');
  const groups = (text: string): number[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16)));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const all = [...before, ...Array<number>(8 - before.length - after.length).fill(0), ...after];
  return Uint8Array.from(all.flatMap((group) => [group >> 8, group & 0xff]));
}

/** Writes a Name; a country is a PrintableString (RFC 5280), the rest UTF8String. */
function writeDerName(name: DistinguishedName): Uint8Array {
  return sequence(
    ...name.map((rdn) =>
      set(
        ...rdn
          .map(({ type, value }) => sequence(oid(type), type === '2.5.4.6' ? printableString(value) : utf8String(value)))
          .toSorted((a, b) => Buffer.compare(a, b)),
      ),
    ),
  );
}

/** PEM of a certificate. */
export const certificatePem = (bytes: Uint8Array): string => pem('CERTIFICATE', bytes);
