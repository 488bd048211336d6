import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyPair, makeTestPki, TEST_PKI_KEYS, type TestPki, type TestPkiOptions } from '../../src/protocols/x509/index.js';

/** RSA keys are dear: one set is made for all test files, by the first that asks. */
function sharedKeys(): KeyPair[] {
  const file = join(process.env['ADDAX_TEST_SHARED']!, 'keys.json');
  if (!existsSync(file)) {
    const made = Array.from({ length: TEST_PKI_KEYS }, () =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    // whole or not at all: another test file may be doing the same
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(made));
    renameSync(`${file}.${process.pid}`, file);
  }
  return (JSON.parse(readFileSync(file, 'utf8')) as string[]).map((pem) => ({
    privateKey: createPrivateKey(pem),
    publicKey: createPublicKey(pem),
  }));
}

/** A test PKI with certificates of its own; its keys are those of every other test file. */
export const testPki = (options: TestPkiOptions): Promise<TestPki> => makeTestPki({ keys: sharedKeys(), ...options });

/** A test PKI of now in a folder, as `addax pki` writes it. */
export async function putTestPki(folder: string, options: Partial<TestPkiOptions> = {}): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(await testPki({ now: new Date(), ...options })))
    writeFileSync(join(folder, name), content, { mode: name.endsWith('.pem') ? 0o644 : 0o600 });
}
