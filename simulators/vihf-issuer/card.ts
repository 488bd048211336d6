import { createPrivateKey, createPublicKey, generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import type { Professional } from '../../src/protocols/saml/index.js';
import {
  certificateFacts,
  type DistinguishedName,
  issueCertificate,
  type Issuer,
  type KeyPair,
  type KeyUsage,
} from '../../src/protocols/x509/index.js';

/** PEM texts of the two key pairs of a card. */
export interface TestCard {
  auth: { key: string; certificate: string };
  sign: { key: string; certificate: string };
}

const DAY = 86_400_000;
const CLIENT_AUTHENTICATION = '1.3.6.1.5.5.7.3.2';
const rsa = promisify(generateKeyPair) as (type: 'rsa', options: { modulusLength: number }) => Promise<KeyPair>;

/**
 * Makes the certificates of a test card: authentication (TLS) and signature (VIHF), of one distinguished name, as a CPx
 * card has them. The keys are for tests only.
 * @param authority PEM texts of the test authority that issues them
 */
export async function makeTestCard(
  authority: { key: string; certificate: string },
  { id, family, given, profession }: Professional,
  now: Date,
): Promise<TestCard> {
  const facts = certificateFacts(authority.certificate);
  if (!facts) throw new Error('the certificate of the test authority cannot be read');
  const privateKey = createPrivateKey(authority.key);
  const issuer: Issuer = { name: facts.subject, keys: { privateKey, publicKey: createPublicKey(privateKey) } };
  const subject: DistinguishedName = [
    [{ type: '2.5.4.6', value: 'FR' }],
    [{ type: '2.5.4.10', value: 'ADDAX' }],
    [{ type: '2.5.4.11', value: profession.displayName }],
    [
      { type: '2.5.4.3', value: id },
      { type: '2.5.4.4', value: family },
      { type: '2.5.4.42', value: given },
    ],
  ];
  const pair = async (keyUsage: KeyUsage[], extendedKeyUsage?: string[]): Promise<TestCard['auth']> => {
    const keys = await rsa('rsa', { modulusLength: 2048 });
    const { pem } = await issueCertificate(
      {
        subject,
        publicKey: keys.publicKey,
        notBefore: new Date(now.getTime() - DAY),
        // no card outlives its authority
        notAfter: new Date(Math.min(now.getTime() + 730 * DAY, facts.notAfter.getTime())),
        keyUsage,
        ...(extendedKeyUsage && { extendedKeyUsage }),
      },
      issuer,
    );
    return { key: keys.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pem };
  };
  const [auth, sign] = await Promise.all([
    pair(['digitalSignature', 'keyEncipherment'], [CLIENT_AUTHENTICATION]),
    pair(['digitalSignature', 'nonRepudiation']),
  ]);
  return { auth, sign };
}
