import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addax, temporaryFolder } from '../support/addax.js';
import { type Answer, type Captured, captureSubmission, dial, exchange, post, type Simulated, simulate } from '../support/wire.js';

const folder = temporaryFolder();
let repository: Simulated;
let good: Captured;

beforeAll(async () => {
  const statement = join(folder.path, 'impatient.yaml');
  writeFileSync(
    statement,
    'product: { name: x, version: "1", vendor: x }\nactors: [{ actor: document-source }]\nparameters: { idle-timeout-ms: "1500" }\n',
  );
  repository = await simulate('document-repository', folder.path, ['--statement', statement]);
  good = await captureSubmission(repository);
}, 60_000);

afterAll(async () => {
  expect(repository.isAlive()).toBe(true);
  expect(await repository.stop()).toBe(0);
  folder.remove();
});

/** Waits until one more exchange than before is in the evidence: it is written when the connection is done with. */
async function recorded(before: number): Promise<void> {
  for (let i = 0; i < 50 && repository.exchanges().length === before; i++) await new Promise((done) => setTimeout(done, 100));
  expect(repository.exchanges().length).toBeGreaterThan(before);
}

/** Every exchange leaves a finding when its bytes are judged. */
async function findingsOf(count: number): Promise<string[]> {
  const last = repository
    .exchanges()
    .filter((e) => e.side === 'server' && e.actor === 'document-repository')
    .at(-1);
  expect(repository.exchanges().length).toBeGreaterThan(count);
  const file = join(folder.path, 'last-request');
  writeFileSync(file, repository.blob(last?.request?.blob ?? ''));
  const { stdout } = await addax(['validate', file, '--kind', 'soap', '--format', 'json']);
  const { files } = JSON.parse(stdout) as { files: { verdict: string; findings: { rule: string; severity: string }[] }[] };
  return files[0]?.verdict === 'FAILED' ? files[0].findings.filter((f) => f.severity === 'error').map((f) => f.rule) : [];
}

const text = (): string => good.body.toString('latin1');
const bytes = (latin1: string): Buffer => Buffer.from(latin1, 'latin1');
const soap = 'application/soap+xml; charset=UTF-8; action="urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b"';
const envelopeOf = (inner: string, prolog = ''): string =>
  `${prolog}<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="true">urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b</a:Action><a:MessageID>urn:uuid:7b2c5d0e-3e5f-4c53-9d0e-111111111111</a:MessageID></s:Header><s:Body>${inner}</s:Body></s:Envelope>`;
const bomb = `<!DOCTYPE x [<!ENTITY a "${'ha'.repeat(50)}">${'bcdefghij'
  .split('')
  .map((n, i) => `<!ENTITY ${n} "${`&${'abcdefghi'[i]};`.repeat(10)}">`)
  .join('')}]>`;
const replaced = (from: string | RegExp, to: string): Buffer => bytes(text().replace(from, to));
const include = /cid:[^"']+/;

const refused = (answer: Answer): void => {
  expect(answer.body).not.toContain('ResponseStatusType:Success');
  expect(answer.body).toMatch(/Fault>|ResponseStatusType:Failure/);
  expect([400, 413, 415, 500, 200, 408]).toContain(answer.status);
};

describe('a hostile or broken ITI-41 is refused in words, recorded and found', () => {
  test('the healthy message passes through the same door', async () => {
    const answer = await exchange(repository, 'document-repository', post(good.path, good.contentType, good.body));
    expect(answer.status).toBe(200);
  });

  test.each<[string, () => Uint8Array]>([
    ['malformed XML', () => post(good.path, soap, '<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body></s:Envelope>')],
    ['an entity bomb', () => post(good.path, soap, envelopeOf('&j;', bomb))],
    ['an external entity', () => post(good.path, soap, envelopeOf('&x;', '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'))],
    ['10,000-deep nesting', () => post(good.path, soap, envelopeOf('<x>'.repeat(10_000) + '</x>'.repeat(10_000)))],
    [
      'bytes that are not UTF-8',
      () =>
        post(
          good.path,
          soap,
          Buffer.concat([
            Buffer.from(envelopeOf('<x>').slice(0, 200)),
            Buffer.from([0xe9, 0xff, 0xfe]),
            Buffer.from(envelopeOf('<x>').slice(200)),
          ]),
        ),
    ],
    ['an empty body', () => post(good.path, soap, '')],
    ['a body that is not SOAP', () => post(good.path, 'application/json', '{"a":1}')],
    ['a truncated MIME body', () => post(good.path, good.contentType, good.body.subarray(0, Math.floor(good.body.length / 2)))],
    ['a wrong boundary', () => post(good.path, good.contentType.replace(good.boundary, 'another-boundary'), good.body)],
    ['no boundary at all', () => post(good.path, 'multipart/related; type="application/xop+xml"', good.body)],
    ['a missing part', () => post(good.path, good.contentType, replaced(include, 'cid:nowhere@example.org'))],
    [
      'a part never referenced',
      () =>
        post(
          good.path,
          good.contentType,
          replaced(
            new RegExp(`--${good.boundary}--`),
            `--${good.boundary}\r\nContent-ID: <stray@example.org>\r\nContent-Type: text/plain\r\n\r\nstray\r\n--${good.boundary}--`,
          ),
        ),
    ],
    [
      'duplicate Content-IDs',
      () =>
        post(
          good.path,
          good.contentType,
          replaced(
            new RegExp(`--${good.boundary}--`),
            `--${good.boundary}\r\nContent-ID: <${decodeURIComponent(include.exec(text())![0].slice(4))}>\r\nContent-Type: text/xml\r\n\r\n<a/>\r\n--${good.boundary}--`,
          ),
        ),
    ],
  ])('%s', async (name, message) => {
    const before = repository.exchanges().length;
    const answer = await exchange(repository, 'document-repository', message());
    if (name !== 'a part never referenced') refused(answer);
    expect((await findingsOf(before)).length).toBeGreaterThan(0);
  });

  test('a declared length of 1 GB is refused at once, without waiting for it', async () => {
    const before = repository.exchanges().length;
    const began = Date.now();
    const answer = await exchange(
      repository,
      'document-repository',
      post(good.path, good.contentType, good.body.subarray(0, 1000), { 'content-length': String(1024 ** 3) }),
    );
    expect(Date.now() - began).toBeLessThan(5000);
    expect(answer.status).toBe(413);
    refused(answer);
    await recorded(before);
  });

  test('a slow client is cut off, and recorded', async () => {
    const before = repository.exchanges().length;
    const socket = await dial(repository, 'document-repository');
    socket.on('error', () => undefined);
    socket.resume();
    const closed = new Promise<void>((done) => socket.on('close', () => done()));
    socket.write(Buffer.from(post(good.path, good.contentType, good.body)).subarray(0, 600));
    await closed;
    await recorded(before);
    const last = repository.exchanges().at(-1);
    expect(last?.error).toBeTruthy();
    expect(last?.request?.complete).toBe(false);
  });

  test('a client that leaves in the middle is recorded with the bytes it sent', async () => {
    const before = repository.exchanges().length;
    const socket = await dial(repository, 'document-repository');
    socket.write(Buffer.from(post(good.path, good.contentType, good.body)).subarray(0, 2000));
    await new Promise((done) => setTimeout(done, 200));
    socket.destroy();
    await recorded(before);
    const last = repository.exchanges().at(-1);
    expect(last?.error).toBeTruthy();
    expect(last?.request?.complete).toBe(false);
    expect(last?.request?.size).toBe(2000);
    expect((await findingsOf(before)).length).toBeGreaterThan(0);
  });

  test('an action that is not ours gets ActionNotSupported', async () => {
    const body = envelopeOf('<x/>').replaceAll('ProvideAndRegisterDocumentSet-b', 'CrossGatewayQuery');
    const answer = await exchange(
      repository,
      'document-repository',
      post(good.path, soap.replace('ProvideAndRegisterDocumentSet-b', 'CrossGatewayQuery'), body),
    );
    expect(answer.body).toContain('ActionNotSupported');
  });

  test('after all that the door still works', async () => {
    const fresh = await captureSubmission(repository);
    expect(fresh.body.length).toBeGreaterThan(0);
  });
});
