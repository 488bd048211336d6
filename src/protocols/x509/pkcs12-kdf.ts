import { createHash } from 'node:crypto';

/** What the bytes derived from a passphrase are for (RFC 7292, appendix B.3). */
export const Purpose = { key: 1, iv: 2, mac: 3 } as const;

/** Derives bytes from a passphrase as PKCS#12 does (RFC 7292, appendix B.2). */
export function derive(
  hash: 'sha1' | 'sha256' | 'sha384' | 'sha512',
  purpose: 1 | 2 | 3,
  passphrase: string,
  salt: Uint8Array,
  iterations: number,
  length: number,
): Buffer {
  const block = hash === 'sha1' || hash === 'sha256' ? 64 : 128;
  const fill = (bytes: Uint8Array): Uint8Array =>
    Uint8Array.from({ length: Math.ceil(bytes.length / block) * block }, (_, i) => bytes[i % bytes.length]!);
  const password = Buffer.from(`${passphrase}\u0000`, 'utf16le').swap16();
  const diversifier = new Uint8Array(block).fill(purpose);
  let input: Uint8Array = Buffer.concat([fill(salt), fill(password)]);
  let derived = Buffer.alloc(0);
  for (;;) {
    let digest: Uint8Array = Buffer.concat([diversifier, input]);
    for (let i = 0; i < iterations; i++) digest = createHash(hash).update(digest).digest();
    derived = Buffer.concat([derived, digest]);
    if (derived.length >= length) return derived.subarray(0, length);
    input = addToBlocks(input, fill(digest).subarray(0, block));
  }
}

/** Adds `addend` and one to each block, each a big-endian number. */
function addToBlocks(blocks: Uint8Array, addend: Uint8Array): Uint8Array {
  const sum = Uint8Array.from(blocks);
  for (let start = 0; start < sum.length; start += addend.length) {
    let carry = 1;
    for (let i = addend.length - 1; i >= 0; i--) {
      carry += sum[start + i]! + addend[i]!;
      sum[start + i] = carry & 0xff;
      carry >>= 8;
    }
  }
  return sum;
}
