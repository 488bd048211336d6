import { generateKeyPair, type KeyObject } from 'node:crypto';
import { promisify } from 'node:util';
import type { KeyUsage } from './certificate.js';
import { type CertificateRequest, type Issuer, issueCertificate, issueRevocationList, type KeyPair } from './issue.js';
import type { DistinguishedName } from './name.js';
import { writePkcs12 } from './pkcs12.js';

export interface TestPkiOptions {
  now: Date;
  /** Struct_IdNat of the structure that the cachet certificate names */
  structure?: string;
  structureName?: string;
  /** as IGC-Santé writes it, name and number */
  department?: string;
  /** names and addresses of the TLS server beside localhost */
  hosts?: string[];
  /** validity of the certificates, in days from now */
  days?: number;
  /** where the revocation list is published: written in every certificate of the authority */
  crlUrl?: string;
  /** RSA key pairs to certify, `TEST_PKI_KEYS` of them; else new ones, which take longer than all the rest */
  keys?: readonly KeyPair[];
}

/** File name to content. */
export type TestPki = Record<`${string}.pem` | `${string}.key`, string> & Record<`${string}.p12`, Uint8Array>;

export const TEST_STRUCTURE = '10B0127189';

/** Opens the PKCS#12 files of the test PKI; they protect nothing. */
const PASSPHRASE = 'addax';

/** TLS identities that a peer must refuse, by what is wrong with them; each is for a client and for a server. */
export const WRONG_TLS = ['expired', 'not-yet-valid', 'stranger', 'self-signed', 'wrong-name', 'wrong-use', 'revoked'] as const;
export type WrongTls = (typeof WRONG_TLS)[number];

const DAY = 86_400_000;
const SERVER_AUTHENTICATION = '1.3.6.1.5.5.7.3.1';
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const MAIL_PROTECTION = '1.3.6.1.5.5.7.3.4';

/** A name that no machine has (RFC 6761). */
const OTHER_HOST = 'autre-plateforme.test';

/** Whose keys there are in a test PKI. */
const KEYS = [
  'authority',
  'strangerAuthority',
  'platform',
  'client',
  'auth',
  'sign',
  'strangerAuth',
  'strangerSign',
  'expired',
  'revoked',
  'wrongTls',
] as const;
export const TEST_PKI_KEYS = KEYS.length;

const rsa = promisify(generateKeyPair) as (type: 'rsa', options: { modulusLength: number }) => Promise<KeyPair>;

/**
 * Makes the test PKI: an authority, the identities of the platform and of a structure (TLS client and cachet), and
 * those that a platform must refuse: of an unknown authority, expired, revoked; for TLS, one for each of `WRONG_TLS`
 * (`expired-tls.pem`). The shapes follow IGC-Santé's ORG
 * certificates; the keys are for tests only.
 * @returns file name to PEM text; the identity of the structure also as PKCS#12, passphrase "addax"
 */
export async function makeTestPki(options: TestPkiOptions): Promise<TestPki> {
  const { now, structure = TEST_STRUCTURE, structureName = 'CABINET DE TEST', department = 'Paris (75)' } = options;
  const notBefore = new Date(now.getTime() - DAY);
  const notAfter = new Date(now.getTime() + (options.days ?? 730) * DAY);
  const made = options.keys ?? (await Promise.all(KEYS.map(() => rsa('rsa', { modulusLength: 2048 }))));
  const keys = Object.fromEntries(KEYS.map((name, i) => [name, made[i]!])) as Record<(typeof KEYS)[number], KeyPair>;

  const organisation = (common: string): DistinguishedName =>
    dn(['C', 'FR'], ['ST', department], ['O', structureName], ['OU', structure], ['CN', common]);
  const authority: Issuer = { name: dn(['C', 'FR'], ['O', 'ADDAX'], ['OU', 'TEST'], ['CN', 'AC TEST ADDAX']), keys: keys.authority };
  const stranger: Issuer = { name: dn(['C', 'FR'], ['O', 'INCONNU'], ['CN', 'AC INCONNUE']), keys: keys.strangerAuthority };

  const files: TestPki = {};
  const put = (name: string, certificate: string, key: KeyObject): void => {
    files[`${name}.pem`] = certificate;
    files[`${name}.key`] = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  };
  const root = async (name: string, issuer: Issuer): Promise<void> => {
    const { pem } = await issueCertificate(
      {
        subject: issuer.name,
        publicKey: issuer.keys.publicKey,
        // older than all it issues, the expired certificate included
        notBefore: new Date(now.getTime() - 3 * 365 * DAY),
        notAfter: new Date(notAfter.getTime() + 365 * DAY),
        keyUsage: ['keyCertSign', 'cRLSign'],
        isAuthority: true,
      },
      issuer,
    );
    put(name, pem, issuer.keys.privateKey);
  };
  const leaf = async (
    name: string,
    pair: KeyPair,
    issuer: Issuer,
    request: Omit<CertificateRequest, 'publicKey' | 'notBefore' | 'notAfter'>,
    period = { notBefore, notAfter },
  ) => {
    const published = options.crlUrl !== undefined && issuer === authority ? { crlUrl: options.crlUrl } : {};
    const certificate = await issueCertificate({ ...request, ...period, ...published, publicKey: pair.publicKey }, issuer);
    put(name, certificate.pem, pair.privateKey);
    return certificate;
  };

  const signing: KeyUsage[] = ['digitalSignature', 'nonRepudiation'];
  const tls: KeyUsage[] = ['digitalSignature', 'keyEncipherment'];
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', ...(options.hosts ?? [])])];
  const cachet = { subject: organisation('CACHET LPS TEST'), keyUsage: signing };
  const client = { subject: organisation('CLIENT LPS TEST'), keyUsage: tls, extendedKeyUsage: [CLIENT_AUTHENTICATION] };

  await root('authority', authority);
  await root('stranger-authority', stranger);
  await leaf('platform', keys.platform, authority, {
    subject: dn(['C', 'FR'], ['O', 'PLATEFORME DE TEST'], ['CN', 'localhost']),
    keyUsage: tls,
    extendedKeyUsage: [SERVER_AUTHENTICATION],
    hosts,
  });
  await leaf('platform-client', keys.client, authority, {
    subject: dn(['C', 'FR'], ['O', 'PLATEFORME DE TEST'], ['CN', 'SIMULATEUR ADDAX']),
    keyUsage: tls,
    extendedKeyUsage: [CLIENT_AUTHENTICATION],
  });
  await leaf('lps-auth', keys.auth, authority, client);
  await leaf('lps-sign', keys.sign, authority, cachet);
  await leaf('stranger-auth', keys.strangerAuth, stranger, client);
  await leaf('stranger-sign', keys.strangerSign, stranger, cachet);
  await leaf('expired-sign', keys.expired, authority, cachet, { notBefore: new Date(now.getTime() - 366 * DAY), notAfter: notBefore });
  const revoked = await leaf('revoked-sign', keys.revoked, authority, cachet);

  const anyTls = { subject: dn(['C', 'FR'], ['O', 'PLATEFORME DE TEST'], ['CN', 'localhost']), keyUsage: tls, hosts };
  const mutual = { ...anyTls, extendedKeyUsage: [SERVER_AUTHENTICATION, CLIENT_AUTHENTICATION] };
  const wrongTls = (name: WrongTls, issuer: Issuer, request: typeof mutual, period?: { notBefore: Date; notAfter: Date }) =>
    leaf(`${name}-tls`, keys.wrongTls, issuer, request, period);
  await wrongTls('expired', authority, mutual, { notBefore: new Date(now.getTime() - 366 * DAY), notAfter: notBefore });
  await wrongTls('not-yet-valid', authority, mutual, { notBefore: new Date(now.getTime() + 30 * DAY), notAfter });
  await wrongTls('stranger', stranger, mutual);
  await wrongTls('self-signed', { name: mutual.subject, keys: keys.wrongTls }, mutual);
  await wrongTls('wrong-name', authority, {
    ...mutual,
    subject: dn(['C', 'FR'], ['O', 'PLATEFORME DE TEST'], ['CN', OTHER_HOST]),
    hosts: [OTHER_HOST],
  });
  await wrongTls('wrong-use', authority, { ...anyTls, extendedKeyUsage: [MAIL_PROTECTION] });
  const revokedTls = await wrongTls('revoked', authority, mutual);
  files['crl.pem'] = await issueRevocationList(
    authority,
    [revoked, revokedTls].map(({ serial }) => ({ serial, at: notBefore })),
    notBefore,
    new Date(now.getTime() + 365 * DAY),
  );
  for (const name of ['lps-auth', 'lps-sign'] as const)
    files[`${name}.p12`] = writePkcs12(files[`${name}.key`]!, files[`${name}.pem`]!, PASSPHRASE);
  return files;
}

function dn(...attributes: [keyof typeof TYPE, string][]): DistinguishedName {
  return attributes.map(([short, value]) => [{ type: TYPE[short], value }]);
}

const TYPE = { C: '2.5.4.6', ST: '2.5.4.8', O: '2.5.4.10', OU: '2.5.4.11', CN: '2.5.4.3' } as const;
