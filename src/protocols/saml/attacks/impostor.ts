import { generateKeyPair } from 'node:crypto';
import { promisify } from 'node:util';
import { certificateFacts, issueCertificate, type KeyPair, parseName } from '../../x509/index.js';
import type { Signing } from '../../xmldsig/index.js';

const rsa = promisify(generateKeyPair) as (type: 'rsa', options: { modulusLength: number }) => Promise<KeyPair>;

/**
 * Makes a certificate with the same name and validity as this one, which no authority that a platform trusts has issued.
 * @param issuer `self`: it is signed with its own key
 * @throws when the certificate cannot be read
 */
export async function impostorOf(certificate: string, issuer: 'unknown-authority' | 'self'): Promise<Signing> {
  const facts = certificateFacts(certificate);
  if (!facts) throw new Error('the certificate of the VIHF signer cannot be read');
  const { subject, notBefore, notAfter } = facts;
  const own = await rsa('rsa', { modulusLength: 2048 });
  const authority =
    issuer === 'self' ?
      { name: subject, keys: own }
    : { name: parseName('C=FR,O=INCONNU,CN=AC INCONNUE')!, keys: await rsa('rsa', { modulusLength: 2048 }) };
  const { pem } = await issueCertificate(
    { subject, publicKey: own.publicKey, notBefore, notAfter, keyUsage: ['digitalSignature', 'nonRepudiation'] },
    authority,
  );
  return { key: own.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate: pem };
}
