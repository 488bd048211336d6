import { createHash, createHmac, createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { derive, Purpose } from './pkcs12-kdf.js';
import { explicit, integer, nullValue, octetString, oid, sequence, set } from './der-writer.js';

const DATA = oid('1.2.840.113549.1.7.1');
const ITERATIONS = 2048;

/**
 * Packs a key and its certificate as a PKCS#12 file (RFC 7292): the key encrypted with PBES2 and AES-256, the whole
 * authenticated with HMAC SHA-256.
 * @param key PEM, @param certificate PEM
 */
export function writePkcs12(key: string, certificate: string, passphrase: string): Uint8Array {
  const raw = new X509Certificate(certificate).raw;
  const id = octetString(createHash('sha1').update(raw).digest());
  const sameKey = set(sequence(oid('1.2.840.113549.1.9.21'), set(id)));
  const shrouded = createPrivateKey(key).export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  const keyBag = sequence(oid('1.2.840.113549.1.12.10.1.2'), explicit(0, shrouded), sameKey);
  const x509 = sequence(oid('1.2.840.113549.1.9.22.1'), explicit(0, octetString(raw)));
  const certificateBag = sequence(oid('1.2.840.113549.1.12.10.1.3'), explicit(0, x509), sameKey);
  const content = sequence(data(sequence(certificateBag)), data(sequence(keyBag)));
  const salt = randomBytes(8);
  const mac = createHmac('sha256', derive('sha256', Purpose.mac, passphrase, salt, ITERATIONS, 32))
    .update(content)
    .digest();
  const digestInfo = sequence(sequence(oid('2.16.840.1.101.3.4.2.1'), nullValue()), octetString(mac));
  return sequence(integer(3), data(content), sequence(digestInfo, octetString(salt), integer(ITERATIONS)));
}

const data = (content: Uint8Array): Uint8Array => sequence(DATA, explicit(0, octetString(content)));
