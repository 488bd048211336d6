import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { randomUUID } from 'node:crypto';
import { temporaryFolder } from '../support/addax.js';
import { exchange, post, type Simulated, simulate } from '../support/wire.js';

/**
 * Messages written by third parties for other countries and other tools, sent to our servers: nothing crashes, and no
 * submission that the French profile cannot accept is answered Success.
 */
const samples = process.env['ADDAX_SAMPLES'];
const directory = join(samples ?? '', 'xds');
const present = samples !== undefined && existsSync(directory);
const files = present ? readdirSync(directory).filter((name) => name.endsWith('.xml')) : [];

const folder = temporaryFolder();
let repository: Simulated;
let registry: Simulated;

beforeAll(async () => {
  if (!present) return;
  repository = await simulate('document-repository', folder.path);
  registry = await simulate('document-registry', folder.path);
}, 60_000);
afterAll(async () => {
  if (present) {
    expect([repository.isAlive(), registry.isAlive()]).toEqual([true, true]);
    await Promise.all([repository.stop(), registry.stop()]);
  }
  folder.remove();
});

const ACTIONS: [root: RegExp, action: string, actor: 'repository' | 'registry'][] = [
  [/<(\w+:)?ProvideAndRegisterDocumentSetRequest/, 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b', 'repository'],
  [/<(\w+:)?RetrieveImagingDocumentSetRequest/, 'urn:ihe:rad:2009:RetrieveImagingDocumentSet', 'repository'],
  [/<(\w+:)?RetrieveDocumentSetRequest/, 'urn:ihe:iti:2007:RetrieveDocumentSet', 'repository'],
  [/<(\w+:)?AdhocQueryRequest/, 'urn:ihe:iti:2007:RegistryStoredQuery', 'registry'],
  [/<(\w+:)?SubmitObjectsRequest/, 'urn:ihe:iti:2007:RegisterDocumentSet-b', 'registry'],
];
const SUBMISSIONS = ['ProvideAndRegister', 'RegisterDocumentSet-b'];

/** Symbolic ids are replaced by that tool at run time; here by UUIDs, the same for the same name. */
function completed(text: string): string {
  const ids = new Map<string, string>();
  const uuid = (name: string): string => {
    if (!ids.has(name)) ids.set(name, `urn:uuid:${randomUUID()}`);
    return ids.get(name)!;
  };
  return text
    .replace(/<\?xml[^>]*\?>/, '')
    .replace(/\b(Document\d+|SubmissionSet\d+|Folder\d*|fol\d*|ID_\d+_\d+|as\d+)\b(?=["<])/g, (name) => uuid(name))
    .replaceAll('$patientid$', '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH');
}

const wrapped = (body: string, action: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="true">${action}</a:Action><a:MessageID>urn:uuid:${randomUUID()}</a:MessageID><a:To>http://localhost/</a:To><a:ReplyTo><a:Address>http://www.w3.org/2005/08/addressing/anonymous</a:Address></a:ReplyTo></s:Header><s:Body>${body}</s:Body></s:Envelope>`;

(present ? describe : describe.skip)(`third-party messages${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`, () => {
  test('there are some', () => {
    expect(files.length).toBeGreaterThan(80);
  });

  test.each(files.map((name) => [name]))('%s', async (name) => {
    const text = completed(readFileSync(join(directory, name), 'utf8'));
    const known = ACTIONS.find(([root]) => root.test(text));
    const enveloped = /<(\w+:)?Envelope/.test(text);
    const action = enveloped ? (/Action[^>]*>\s*([^<\s]+)/.exec(text)?.[1] ?? known?.[1] ?? '') : (known?.[1] ?? 'urn:unknown');
    const to = known?.[2] === 'registry' ? registry : repository;
    const actor = known?.[2] === 'registry' ? 'document-registry' : 'document-repository';
    const path = new URL(to.urls[actor]!).pathname;
    const answer = await exchange(
      to,
      actor,
      post(path, `application/soap+xml; charset=UTF-8; action="${action}"`, enveloped ? text : wrapped(text, action)),
    );
    expect(answer.body).toMatch(/Fault>|ResponseStatusType:(Success|Failure|PartialSuccess)/);
    if (SUBMISSIONS.some((s) => action.includes(s))) expect(answer.body).not.toContain('ResponseStatusType:Success');
    // what cannot be read has no action: it is refused as malformed
    if (name === 'toolkit2_xml-parse-error.xml') expect(answer.body).toContain('Sender');
    else if (action.includes(':rad:') || action.includes('CrossGateway') || action.endsWith('Response'))
      expect(answer.body).toContain('ActionNotSupported');
  });
});
