import { createPrivateKey, createPublicKey, generateKeyPairSync } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type KeyPair, makeTestPki, TEST_PKI_KEYS, type TestPki, type TestPkiOptions } from '../../src/protocols/x509/index.js';

/** What is dear is made once for all test files, by the first that asks. */
async function shared<T>(name: string, make: () => T | Promise<T>): Promise<T> {
  const file = join(process.env['ADDAX_TEST_SHARED']!, name);
  if (!existsSync(file)) {
    // whole or not at all: another test file may be doing the same
    writeFileSync(`${file}.${process.pid}`, JSON.stringify(await make()));
    renameSync(`${file}.${process.pid}`, file);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as T;
}

async function sharedKeys(): Promise<KeyPair[]> {
  const pems = await shared('keys.json', () =>
    Array.from({ length: TEST_PKI_KEYS }, () =>
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    ),
  );
  return pems.map((pem) => ({ privateKey: createPrivateKey(pem), publicKey: createPublicKey(pem) }));
}

/** A test PKI with certificates of its own; its keys are those of every other test file. */
export const testPki = async (options: TestPkiOptions): Promise<TestPki> => makeTestPki({ keys: await sharedKeys(), ...options });

/** The test PKI of now, which most test files have in common. */
export async function pkiOfNow(): Promise<TestPki> {
  const files = await shared('pki.json', async () => {
    const made = Object.entries(await testPki({ now: new Date() }));
    return made.map(([name, content]) => [name, Buffer.from(content).toString('base64')] as const);
  });
  const contents = files.map(([name, content]) => [name, Buffer.from(content, 'base64')] as const);
  return Object.fromEntries(contents.map(([name, bytes]) => [name, name.endsWith('.p12') ? bytes : bytes.toString('utf8')])) as TestPki;
}

/** The test PKI of now in a folder, as `addax pki` writes it. */
export async function putTestPki(folder: string): Promise<void> {
  mkdirSync(folder, { recursive: true });
  for (const [name, content] of Object.entries(await pkiOfNow()))
    writeFileSync(join(folder, name), content, { mode: name.endsWith('.pem') ? 0o644 : 0o600 });
}
