import { createPrivateKey, type KeyObject, X509Certificate } from 'node:crypto';
import type * as Forge from 'node-forge';
import { derOf, treeOf } from './der.js';
import { forge } from './libraries.js';

/** PEM texts of what a PKCS#12 file holds. */
export interface Pkcs12 {
  key: string;
  /** the certificate of the key */
  certificate: string;
  /** the other certificates */
  chain: string[];
}

/**
 * Reads the key and certificates of a PKCS#12 file (RFC 7292), whatever tools protect it with: PBES2, SHA-1 with triple
 * DES, or the RC2 of older ones.
 * @throws Error in words: wrong passphrase, no key, not a PKCS#12 file
 */
export function readPkcs12(bytes: Uint8Array, passphrase: string): Pkcs12 {
  const bags = open(bytes, passphrase).safeContents.flatMap(({ safeBags }) => safeBags);
  const { pki } = forge();
  const certificates: X509Certificate[] = [];
  let key: KeyObject | undefined;
  for (const bag of bags) {
    if (bag.type === pki.oids['certBag'])
      certificates.push(new X509Certificate(derOf(bag.cert ? pki.certificateToAsn1(bag.cert) : bag.asn1)));
    else if (bag.type === pki.oids['keyBag'] || bag.type === pki.oids['pkcs8ShroudedKeyBag'])
      // what is not RSA stays as it was
      key ??= createPrivateKey({
        key: derOf(bag.key ? pki.wrapRsaPrivateKey(pki.privateKeyToAsn1(bag.key)) : bag.asn1),
        format: 'der',
        type: 'pkcs8',
      });
  }
  const own = key && certificates.find((certificate) => certificate.checkPrivateKey(key));
  if (!key || !own) throw new Error('the PKCS#12 file does not hold a key and its certificate');
  return {
    key: key.export({ type: 'pkcs8', format: 'pem' }).toString(),
    certificate: own.toString(),
    chain: certificates.filter((certificate) => certificate !== own).map(String),
  };
}

/**
 * Packs an RSA key and its certificate as a PKCS#12 file, protected with PBES2 and AES-256.
 * @param key PEM, @param certificate PEM, @param passphrase in ASCII
 * @throws Error when the key is not RSA or the passphrase not ASCII
 */
export function writePkcs12(key: string, certificate: string, passphrase: string): Uint8Array {
  if (!isAscii(passphrase)) throw new Error('the passphrase of a PKCS#12 file to write must be ASCII');
  const { pki, pkcs12 } = forge();
  const packed = pkcs12.toPkcs12Asn1(pki.privateKeyFromPem(key), pki.certificateFromPem(certificate), passphrase, {
    algorithm: 'aes256',
  });
  return derOf(packed);
}

function open(bytes: Uint8Array, passphrase: string): Forge.pkcs12.Pkcs12Pfx {
  const { pkcs12, util } = forge();
  let pfx: Forge.asn1.Asn1;
  try {
    pfx = treeOf(bytes);
  } catch (error) {
    throw new Error('not a PKCS#12 file in DER', { cause: error });
  }
  try {
    return pkcs12.pkcs12FromAsn1(pfx, passphrase);
  } catch (error) {
    if (!isAscii(passphrase))
      try {
        // PBES2 takes a passphrase as UTF-8, the integrity check as UTF-16: the library has one form for both
        (pfx.value as Forge.asn1.Asn1[]).splice(2);
        return pkcs12.pkcs12FromAsn1(pfx, util.encodeUtf8(passphrase));
      } catch {
        // the first failure tells
      }
    const text = error instanceof Error ? error.message : '';
    if (/password|decrypt/i.test(text)) throw new Error('wrong passphrase, or a damaged PKCS#12 file', { cause: error });
    throw new Error(`not a PKCS#12 file that can be read: ${text}`, { cause: error });
  }
}

const isAscii = (text: string): boolean => /^[\x20-\x7e]*$/.test(text);
