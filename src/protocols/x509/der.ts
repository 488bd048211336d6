import type * as Forge from 'node-forge';
import { forge } from './libraries.js';

/** Takes DER apart. @throws Error when it is none */
export function treeOf(bytes: Uint8Array): Forge.asn1.Asn1 {
  // options that the types do not know: a signature is not to be taken for more DER
  const options = { strict: true, decodeBitStrings: false } as unknown as boolean;
  return forge().asn1.fromDer(Buffer.from(bytes).toString('binary'), options);
}

/** DER of a value that the library holds. */
export function derOf(value: Forge.asn1.Asn1): Buffer {
  return Buffer.from(forge().asn1.toDer(value).getBytes(), 'binary');
}
