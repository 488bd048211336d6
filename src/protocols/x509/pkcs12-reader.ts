import { createDecipheriv, createPrivateKey, type KeyObject, pbkdf2Sync, X509Certificate } from 'node:crypto';
import { children, type Der, DerError, oidOf, readDer, Tag, tagged } from './der.js';
import { derive, Purpose } from './pkcs12-kdf.js';

const Oid = {
  data: '1.2.840.113549.1.7.1',
  encryptedData: '1.2.840.113549.1.7.6',
  keyBag: '1.2.840.113549.1.12.10.1.1',
  shroudedKeyBag: '1.2.840.113549.1.12.10.1.2',
  certificateBag: '1.2.840.113549.1.12.10.1.3',
  pbes2: '1.2.840.113549.1.5.13',
  pbkdf2: '1.2.840.113549.1.5.12',
  sha1TripleDes: '1.2.840.113549.1.12.1.3',
  sha1Rc2: '1.2.840.113549.1.12.1.6',
} as const;

const CIPHERS: ReadonlyMap<string, { name: string; key: number }> = new Map([
  ['2.16.840.1.101.3.4.1.2', { name: 'aes-128-cbc', key: 16 }],
  ['2.16.840.1.101.3.4.1.22', { name: 'aes-192-cbc', key: 24 }],
  ['2.16.840.1.101.3.4.1.42', { name: 'aes-256-cbc', key: 32 }],
  ['1.2.840.113549.3.7', { name: 'des-ede3-cbc', key: 24 }],
]);

const PRFS: ReadonlyMap<string, string> = new Map([
  ['1.2.840.113549.2.7', 'sha1'],
  ['1.2.840.113549.2.9', 'sha256'],
  ['1.2.840.113549.2.10', 'sha384'],
  ['1.2.840.113549.2.11', 'sha512'],
]);

const WRONG_PASSPHRASE = 'wrong passphrase, or a damaged PKCS#12 file';

/** Far above what tools write; a file that asks for more only wants to keep us busy. */
const MAX_ITERATIONS = 1_000_000;

/** PEM texts of what a PKCS#12 file holds. */
export interface Pkcs12 {
  key: string;
  /** the certificate of the key */
  certificate: string;
  /** the other certificates */
  chain: string[];
}

/**
 * Reads the key and certificates of a PKCS#12 file (RFC 7292) protected with PBES2 or with SHA-1 and triple DES.
 * @throws Error in words: wrong passphrase, protection too old, no key, not a PKCS#12 file
 */
export function readPkcs12(bytes: Uint8Array, passphrase: string): Pkcs12 {
  try {
    const [, safe] = children(tagged(readDer(bytes), Tag.sequence));
    const contents = children(tagged(readDer(dataOf(safe)), Tag.sequence));
    const bags = contents.flatMap((content) => children(tagged(readDer(openContent(content, passphrase)), Tag.sequence)));
    const certificates: X509Certificate[] = [];
    let key: KeyObject | undefined;
    for (const bag of bags) {
      const [type, wrapped] = children(tagged(bag, Tag.sequence));
      const value = children(wrapped!)[0];
      const kind = oidOf(type);
      if (kind === Oid.certificateBag) certificates.push(new X509Certificate(octetsOf(children(children(value!)[1]!)[0])));
      else if (kind === Oid.keyBag || kind === Oid.shroudedKeyBag)
        key ??= createPrivateKey({ key: Buffer.from(value!.whole), format: 'der', type: 'pkcs8', passphrase });
    }
    const own = key && certificates.find((certificate) => certificate.checkPrivateKey(key));
    if (!key || !own) throw new Error('the PKCS#12 file does not hold a key and its certificate');
    return {
      key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
      certificate: own.toString(),
      chain: certificates.filter((certificate) => certificate !== own).map(String),
    };
  } catch (error) {
    if (error instanceof DerError) throw new Error('not a PKCS#12 file in DER', { cause: error });
    // OpenSSL's errors bear a code
    if (typeof error === 'object' && error !== null && 'code' in error) throw new Error(WRONG_PASSPHRASE, { cause: error });
    throw error;
  }
}

const octetsOf = (der: Der | undefined): Uint8Array => tagged(der, Tag.octetString).content;

/** The octets of a ContentInfo of type data. */
function dataOf(content: Der | undefined): Uint8Array {
  const [type, wrapped] = children(tagged(content, Tag.sequence));
  if (oidOf(type) !== Oid.data || !wrapped) throw new DerError('no data');
  return octetsOf(children(wrapped)[0]);
}

/** The SafeContents of a ContentInfo, deciphered when it is EncryptedData. */
function openContent(content: Der, passphrase: string): Uint8Array {
  const [type, wrapped] = children(tagged(content, Tag.sequence));
  if (oidOf(type) === Oid.data) return dataOf(content);
  if (oidOf(type) !== Oid.encryptedData || !wrapped) throw new DerError('content not known');
  const [, info] = children(tagged(children(wrapped)[0], Tag.sequence));
  const [, algorithm, encrypted] = children(tagged(info, Tag.sequence));
  if (!encrypted) throw new DerError('nothing encrypted');
  const { cipher, key, iv } = cipherOf(tagged(algorithm, Tag.sequence), passphrase);
  const decipher = createDecipheriv(cipher, key, iv);
  const plain = Buffer.concat([decipher.update(encrypted.content), decipher.final()]);
  // a wrong key may leave padding that looks right
  if (plain[0] !== Tag.sequence) throw new Error(WRONG_PASSPHRASE);
  return plain;
}

function cipherOf(algorithm: Der, passphrase: string): { cipher: string; key: Uint8Array; iv: Uint8Array } {
  const [type, parameters] = children(algorithm);
  const scheme = oidOf(type);
  const parts = children(tagged(parameters, Tag.sequence));
  if (scheme === Oid.sha1TripleDes) {
    const salt = octetsOf(parts[0]);
    const iterations = iterationsOf(parts[1]);
    const bytes = (purpose: 1 | 2, length: number): Buffer => derive('sha1', purpose, passphrase, salt, iterations, length);
    return { cipher: 'des-ede3-cbc', key: bytes(Purpose.key, 24), iv: bytes(Purpose.iv, 8) };
  }
  if (scheme === Oid.sha1Rc2)
    throw new Error('the PKCS#12 file is protected with RC2, which is no longer supported: export it again with AES-256');
  if (scheme !== Oid.pbes2) throw new Error(`the protection ${scheme} of the PKCS#12 file is not supported`);
  const [kdf, kdfParameters] = children(tagged(parts[0], Tag.sequence));
  const [encryption, iv] = children(tagged(parts[1], Tag.sequence));
  const cipher = CIPHERS.get(oidOf(encryption));
  const [salt, iterations, ...rest] = children(tagged(kdfParameters, Tag.sequence));
  const prf = rest.find((part) => part.tag === Tag.sequence);
  const digest = prf ? PRFS.get(oidOf(children(prf)[0])) : 'sha1';
  if (oidOf(kdf) !== Oid.pbkdf2 || !cipher || !digest) throw new Error('the protection of the PKCS#12 file is not supported');
  return {
    cipher: cipher.name,
    key: pbkdf2Sync(passphrase, octetsOf(salt), iterationsOf(iterations), cipher.key, digest),
    iv: octetsOf(iv),
  };
}

function iterationsOf(der: Der | undefined): number {
  const count = Number.parseInt(Buffer.from(tagged(der, Tag.integer).content.subarray(0, 5)).toString('hex'), 16);
  if (!(count >= 1 && count <= MAX_ITERATIONS)) throw new Error('the PKCS#12 file asks for too many iterations');
  return count;
}
