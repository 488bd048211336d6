import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { Artefact, type CheckOutcome } from '../../src/model/index.js';
import {
  ASSOCIATION,
  membership,
  rimOfDocumentEntry,
  rimOfFolder,
  rimOfRelationship,
  rimOfSubmissionSet,
  STATUS,
  storedQueryByName,
  writeProvide,
  writeQueryResponse,
  writeRetrieveResponse,
  writeStoredQuery,
  writeSubmitObjects,
  type DocumentEntry,
  type Relationship,
} from '../../src/protocols/ebxml/index.js';
import { soapFault, viewOf, writeSoap, type WrittenSoap } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { checks } from './checks.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const check = (name: string, message: Artefact, argument: unknown): CheckOutcome => checks[name]!.evaluate(message, argument, context);
const messageId = 'urn:uuid:2e82c1f6-a085-4c72-9da3-8640a32e42ab';

function artefactOf({ headers, body }: WrittenSoap, bytes: Uint8Array = Buffer.concat(body)): Artefact {
  const lower = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));
  return new Artefact('message', bytes, { headers: lower, mediaType: lower['content-type']! });
}

const simple = (body: Raw): Artefact => artefactOf(writeSoap({ action: 'urn:test', messageId, body: onLines(body) }));
/** One element a line, so that places differ. */
const onLines = (markup: Raw): Raw => new Raw(markup.markup.replaceAll('><', '>\n<'));

/** What stands at the place of a failure, in the bytes that were judged. */
function at(artefact: Artefact, outcome: CheckOutcome): string {
  if (outcome.holds) throw new Error('it holds');
  const line = new TextDecoder().decode(artefact.bytes).split('\n')[outcome.line! - 1]!;
  return line.slice(outcome.column! - 1);
}

/** A failure that says all it must. */
function failure(outcome: CheckOutcome): Extract<CheckOutcome, { holds: false }> {
  if (outcome.holds) throw new Error('it holds');
  for (const said of [outcome.expected, outcome.actual]) {
    expect(said.fr).not.toBe('');
    expect(said.en).not.toBe('');
    expect(`${said.fr}${said.en}`).not.toMatch(/undefined|\[object/);
  }
  return outcome;
}

const OLD = 'urn:uuid:6b5aea1a-874d-4603-a4bc-96a0a7b38446';
const NEW = 'urn:uuid:96fdda7c-d067-4183-912e-bf5ee74998a8';
const entry = (more: Partial<DocumentEntry> = {}): DocumentEntry => ({
  id: NEW,
  mimeType: 'text/xml',
  status: STATUS.approved,
  authors: [],
  confidentialityCodes: [],
  patientId: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH',
  uniqueId: '2.25.1',
  ...more,
});
const fault = (): Artefact => {
  const written = soapFault(
    { code: 'Sender', subcode: 'wsse:InvalidSecurity', reason: { fr: 'VIHF absent', en: 'no VIHF' } },
    { messageId, relatesTo: messageId },
  );
  return artefactOf(written);
};
const page = (): Artefact =>
  new Artefact('page', Buffer.from('<html/>'), { headers: { 'content-type': 'text/html' }, mediaType: 'text/html' });

describe('association', () => {
  const submission = (...relationships: Relationship[]): Artefact => {
    const set = { id: 'set', authors: [], patientId: 'x', sourceId: '2.25.3', uniqueId: '2.25.4' };
    const associations = [membership(set.id, NEW), ...relationships].map(rimOfRelationship);
    const body = writeProvide(
      writeSubmitObjects([rimOfDocumentEntry(entry()), rimOfSubmissionSet(set), ...associations]),
      new Map([[NEW, { contentId: 'd@x' }]]),
    );
    const attachments = [{ contentId: 'd@x', mediaType: 'text/xml', bytes: Buffer.from('<d/>') }];
    return artefactOf(writeSoap({ action: 'urn:test', messageId, body: onLines(body), attachments }));
  };
  const rplc = (more: Partial<Relationship> = {}): Relationship => ({ type: ASSOCIATION.replaces, source: NEW, target: OLD, ...more });

  test('holds, on the message and on its metadata', () => {
    const message = submission(rplc());
    expect(check('association', message, 'RPLC')).toEqual({ holds: true });
    expect(check('association', viewOf(message, 'metadata')[0]!, 'RPLC')).toEqual({ holds: true });
    expect(check('association', submission(rplc({ type: ASSOCIATION.appends })), 'APND')).toEqual({ holds: true });
  });

  test.each([
    ['none', [], '<rim:RegistryObjectList', 'only HasMember'],
    ['another type', [rplc({ type: ASSOCIATION.appends })], '<rim:RegistryObjectList', 'only HasMember, APND'],
    ['from something else', [rplc({ source: 'set' })], 'sourceObject="set"', 'sourceObject “set”'],
    ['to a uniqueId', [rplc({ target: '2.25.1' })], 'targetObject="2.25.1"', 'targetObject “2.25.1”'],
    ['to itself', [rplc({ target: NEW })], `targetObject="${NEW}"`, 'an entry of this very message'],
  ])('fails: %s', (_, relationships, place, actual) => {
    const message = submission(...relationships);
    const outcome = failure(check('association', message, 'RPLC'));
    expect(outcome.actual.en).toContain(actual);
    expect(at(message, outcome)).toMatch(new RegExp(`^${place.replaceAll('.', '\\.')}`));
    const [metadata] = viewOf(message, 'metadata');
    expect(at(metadata!, check('association', metadata!, 'RPLC'))).toBe(at(message, outcome));
  });

  test('the place is told as far as it can where the envelope is transfer-encoded', () => {
    const boundary = 'b';
    const envelope = Buffer.concat(writeSoap({ action: 'urn:test', messageId, body: onLines(writeStoredQuery('GetAll', {})) }).body);
    const text = `--b\r\nContent-ID: <r>\r\nContent-Type: application/xop+xml\r\nContent-Transfer-Encoding: base64\r\n\r\n${envelope.toString('base64')}\r\n--b--\r\n`;
    const headers = { 'Content-Type': `multipart/related; boundary=${boundary}; type="application/xop+xml"` };
    const outcome = failure(check('query', artefactOf({ headers, body: [] }, Buffer.from(text)), 'FindDocuments'));
    expect(outcome).toMatchObject({ line: 2, column: 1, path: expect.stringContaining('AdhocQuery') as unknown });
  });
});

describe('query', () => {
  test('holds', () => {
    expect(check('query', simple(writeStoredQuery('FindDocuments', {})), 'FindDocuments')).toEqual({ holds: true });
  });
  test.each([
    ['another one', writeStoredQuery('GetDocuments', {}), 'id="urn', 'GetDocuments (urn'],
    ['one that nobody knows', writeStoredQuery(OLD, {}), 'id="urn', 'unknown'],
    [
      'none',
      new Raw(writeStoredQuery('GetAll', {}).markup.replace(/<rim:AdhocQuery.*<\/rim:AdhocQuery>/, '')),
      '<query:AdhocQueryRequest',
      'no rim',
    ],
    ['one without id', new Raw(writeStoredQuery('GetAll', {}).markup.replace(/ id="[^"]*"/, '')), '<rim:AdhocQuery', 'no id'],
  ])('fails: %s', (_, body, place, actual) => {
    const message = simple(body);
    const outcome = failure(check('query', message, 'FindDocuments'));
    expect(outcome.expected.en).toBe(`FindDocuments (${storedQueryByName('FindDocuments')!.id})`);
    expect(outcome.actual.en).toContain(actual);
    expect(at(message, outcome).startsWith(place)).toBe(true);
  });
});

describe('asks', () => {
  const question = (): Artefact => simple(writeStoredQuery('FindDocuments', { $XDSDocumentEntryStatus: ['a', 'b'] }, 'ObjectRef'));
  test('holds', () => {
    expect(check('asks', question(), { returnType: 'ObjectRef', parameters: { $XDSDocumentEntryStatus: ['b'] } })).toEqual({ holds: true });
  });
  test.each([
    ['another return type', { returnType: 'LeafClass' }, 'returnType="ObjectRef"', 'returnType ObjectRef'],
    ['another value', { parameters: { $XDSDocumentEntryStatus: ['c'] } }, '<rim:Slot', 'a, b'],
    ['no such parameter', { parameters: { $uuid: ['c'] } }, '<rim:AdhocQuery', 'no $uuid'],
  ])('fails: %s', (_, argument, place, actual) => {
    const outcome = failure(check('asks', question(), argument));
    expect(outcome.actual.en).toBe(actual);
    expect(at(question(), outcome).startsWith(place)).toBe(true);
  });
});

describe('found', () => {
  const answer = (...entries: DocumentEntry[]): Artefact =>
    simple(writeQueryResponse({ status: 'success', objects: entries.map(rimOfDocumentEntry) }));
  const deprecated = entry({ id: OLD, status: STATUS.deprecated });
  const other = entry({ id: OLD, uniqueId: '2.25.2', patientId: '207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH' });
  const failed = (): Artefact => simple(writeQueryResponse({ status: 'failure', errors: [{ code: 'XDSRegistryBusy', context: 'x' }] }));

  test.each([
    ['by uniqueId', [entry()], { uniqueId: '2.25.1' }],
    ['by entryUUID, whatever its case', [entry()], { entryUuid: NEW.toUpperCase() }],
    ['once among others', [other, entry()], { uniqueId: '2.25.1', status: 'Approved', times: 1 }],
    ['deprecated', [deprecated], { uniqueId: '2.25.1', status: 'Deprecated' }],
    ['twice', [entry(), deprecated], { uniqueId: '2.25.1', times: 2 }],
    ['not at all', [other], { uniqueId: '2.25.1', times: 0 }],
    ['all of a patient', [entry(), deprecated], { patient: '279035121518989' }],
    ['nothing of a patient', [], { patient: '279035121518989', times: 0 }],
    ['so many', [entry(), deprecated], { times: 2 }],
    ['of a version', [entry({ version: '2', title: 'Compte rendu' })], { uniqueId: '2.25.1', version: 2, title: 'Compte rendu' }],
    ['archived', [entry({ status: STATUS.archived })], { uniqueId: '2.25.1', status: 'Archived' }],
    ['with its hash and size', [entry({ hash: 'ab12', size: 7 })], { uniqueId: '2.25.1', hash: 'AB12', size: '7' }],
  ])('holds: %s', (_, entries, argument) => {
    expect(check('found', answer(...entries), argument)).toEqual({ holds: true });
  });

  test.each([
    ['nothing', [], { uniqueId: '2.25.1' }, '<rim:RegistryObjectList', 'no entry'],
    ['others only', [other], { uniqueId: '2.25.1' }, '<rim:RegistryObjectList', '1 entry, none of which matches'],
    ['with another status', [deprecated], { uniqueId: '2.25.1', status: 'Approved' }, 'status="', 'status Deprecated'],
    [
      'without a status',
      [entry({ status: undefined })],
      { uniqueId: '2.25.1', status: 'Approved', times: 1 },
      '<rim:ExtrinsicObject',
      'no status',
    ],
    ['twice', [entry(), deprecated], { uniqueId: '2.25.1', times: 1 }, `<rim:ExtrinsicObject id="${OLD}"`, '2 entries'],
    ['too few', [entry()], { times: 2 }, '<rim:RegistryObjectList', '1 entry'],
    ['what should not be there', [entry()], { uniqueId: '2.25.1', times: 0 }, '<rim:ExtrinsicObject', '1 entry'],
    ['another hash', [entry({ hash: 'ab12' })], { uniqueId: '2.25.1', hash: 'cd34' }, '<rim:Value>ab12', 'hash ab12'],
    ['another size', [entry({ size: 7 })], { uniqueId: '2.25.1', size: 8 }, '<rim:Value>7', 'size 7'],
    ['another version', [entry({ version: '1' })], { uniqueId: '2.25.1', version: 2 }, '<rim:ExtrinsicObject', 'version 1'],
    ['no title', [entry()], { uniqueId: '2.25.1', title: 'Titre' }, '<rim:ExtrinsicObject', 'no title'],
    ['no hash', [entry()], { uniqueId: '2.25.1', hash: 'cd34' }, '<rim:ExtrinsicObject', 'no hash'],
    ['of another patient', [entry(), other], { uniqueId: '2.25.1', patient: '279035121518989' }, 'value="207', 'patient 207058575627097'],
  ])('fails: %s', (_, entries, argument, place, actual) => {
    const message = answer(...entries);
    const outcome = failure(check('found', message, argument));
    expect(outcome.actual.en).toContain(actual);
    expect(at(message, outcome).startsWith(place)).toBe(true);
  });

  test('fails at an entry without patient', () => {
    const object = { ...rimOfDocumentEntry(entry()), identifiers: [] };
    const message = simple(writeQueryResponse({ status: 'success', objects: [object] }));
    const outcome = failure(check('found', message, { patient: '279035121518989' }));
    expect(at(message, outcome).startsWith('<rim:ExtrinsicObject')).toBe(true);
  });

  test('an answer that says Failure found nothing, and says why', () => {
    const outcome = failure(check('found', failed(), { uniqueId: '2.25.1' }));
    expect(outcome.actual.en).toBe('the answer Failure (XDSRegistryBusy)');
    expect(at(failed(), outcome).startsWith('<rs:RegistryError ')).toBe(true);
    expect(check('found', failed(), { uniqueId: '2.25.1', times: 0 })).toEqual({ holds: true });
  });
});

describe('objects', () => {
  const set = { id: 'urn:uuid:a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d', authors: [], patientId: 'x', sourceId: '2.25.3', uniqueId: '2.25.4' };
  const folder = { id: OLD, title: 'Suivi', codes: [], patientId: 'x', uniqueId: '2.25.5' };
  const link = { type: ASSOCIATION.hasMember, source: OLD, target: NEW };
  const answer = (): Artefact =>
    simple(
      writeQueryResponse({
        status: 'success',
        objects: [rimOfDocumentEntry(entry()), rimOfSubmissionSet(set), rimOfFolder(folder), rimOfRelationship(link)],
      }),
    );
  const references = (): Artefact => simple(writeQueryResponse({ status: 'success', references: [NEW, OLD] }));

  test.each<[string, () => Artefact, unknown]>([
    ['by uniqueId', answer, { has: ['2.25.1', '2.25.4', '2.25.5'] }],
    ['by id', answer, { has: [NEW.toUpperCase()], lacks: ['2.25.9'] }],
    ['nothing else', answer, { has: [NEW, set.id, OLD], only: true }],
    ['links', answer, { associations: [{ type: 'HasMember', source: OLD, target: NEW }] }],
    ['references', references, { has: [NEW], as: 'ObjectRef' }],
    ['an empty answer', () => simple(writeQueryResponse({ status: 'success', objects: [] })), { only: true }],
  ])('holds: %s', (_, message, argument) => {
    expect(check('objects', message(), argument)).toEqual({ holds: true });
  });

  test.each<[string, () => Artefact, unknown, string, string]>([
    ['absent', answer, { has: ['2.25.9'] }, '<rim:RegistryObjectList', '3 object(s), but not this one'],
    ['unwanted', answer, { lacks: ['2.25.1'] }, '<rim:ExtrinsicObject', `ExtrinsicObject ${NEW}`],
    ['more', answer, { has: [NEW, OLD], only: true }, `<rim:RegistryPackage id="${set.id}"`, `RegistryPackage ${set.id}`],
    ['another link', answer, { associations: [{ type: 'APND', source: OLD, target: NEW }] }, '<rim:RegistryObjectList', 'only HasMember'],
    ['objects for references', answer, { has: [NEW], as: 'ObjectRef' }, '<rim:ExtrinsicObject', 'rim:ExtrinsicObject'],
    ['references for objects', references, { has: [NEW] }, '<rim:ObjectRef', 'rim:ObjectRef'],
    [
      'a refusal',
      () => simple(writeQueryResponse({ status: 'failure', errors: [{ code: 'XDSRegistryBusy', context: 'x' }] })),
      { lacks: ['2.25.1'] },
      '<rs:RegistryError ',
      'Failure (XDSRegistryBusy)',
    ],
  ])('fails: %s', (_, message, argument, place, actual) => {
    const outcome = failure(check('objects', message(), argument));
    expect(outcome.actual.en).toBe(actual);
    expect(at(message(), outcome).startsWith(place)).toBe(true);
  });
});

describe('retrieved', () => {
  const bytes = Buffer.from('<document/>');
  const sha1 = createHash('sha1').update(bytes).digest('hex');
  const answer = (options: { id?: string; contentId?: string; base64?: boolean; error?: string; none?: boolean } = {}): Artefact => {
    const content = options.base64 ? { base64: bytes.toString('base64') } : { contentId: options.contentId ?? 'd@x' };
    const document = { repositoryUniqueId: '2.25.9', documentUniqueId: options.id ?? '2.25.1', mimeType: 'text/xml', content };
    const body = writeRetrieveResponse({
      status: options.error === undefined ? 'success' : 'failure',
      errors: options.error === undefined ? [] : [{ code: options.error, context: 'x' }],
      documents: options.none ? [] : [document],
    });
    const attachments = [{ contentId: 'd@x', mediaType: 'text/xml', bytes }];
    return artefactOf(writeSoap({ action: 'urn:test', messageId, body: onLines(body), attachments }));
  };

  test('holds, by reference or in place, with or without a hash', () => {
    for (const message of [answer(), answer({ base64: true })])
      for (const argument of [{ uniqueId: '2.25.1' }, { uniqueId: '2.25.1', sha1 }, { uniqueId: '2.25.1', sha1: sha1.toUpperCase() }])
        expect(check('retrieved', message, argument)).toEqual({ holds: true });
  });

  test.each([
    ['other bytes', answer(), { uniqueId: '2.25.1', sha1: '0'.repeat(40) }, '<xop:Include', `11 bytes with SHA-1 ${sha1}`],
    ['other bytes in place', answer({ base64: true }), { uniqueId: '2.25.1', sha1: '0'.repeat(40) }, '<xdsb:Document>', sha1],
    ['another document', answer({ id: '2.25.2' }), { uniqueId: '2.25.1', sha1 }, '<xdsb:DocumentResponse', 'only 2.25.2'],
    ['a lost part', answer({ contentId: 'e@x' }), { uniqueId: '2.25.1', sha1 }, 'href="cid:e', 'leads to no part'],
    ['nothing', answer({ none: true }), { uniqueId: '2.25.1', sha1 }, '<xdsb:RetrieveDocumentSetResponse', 'no document'],
    [
      'an error',
      answer({ none: true, error: 'XDSDocumentUniqueIdError' }),
      { uniqueId: '2.25.1' },
      '<rs:RegistryError ',
      'XDSDocumentUniqueIdError',
    ],
  ])('fails: %s', (_, message, argument, place, actual) => {
    const outcome = failure(check('retrieved', message, argument));
    expect(outcome.actual.en).toContain(actual);
    expect(at(message, outcome).startsWith(place)).toBe(true);
  });
});

describe('a message that is another one', () => {
  const argument: Record<string, unknown> = {
    association: 'RPLC',
    query: 'FindDocuments',
    asks: { returnType: 'LeafClass' },
    found: { uniqueId: '2.25.1' },
    objects: { has: ['2.25.1'] },
    retrieved: { uniqueId: '2.25.1', sha1: '0'.repeat(40) },
  };
  test.each(Object.keys(checks))('%s fails at a fault, another message, a page and nothing', (name) => {
    const said = (message: Artefact) => failure(check(name, message, argument[name]));
    expect(said(fault()).actual.en).toMatch(/^a SOAP fault Sender\/wsse:InvalidSecurity, VIHF absent/);
    expect(at(fault(), said(fault())).startsWith('<soap:Fault')).toBe(true);
    expect(said(simple(new Raw('<x:other xmlns:x="urn:x"/>'))).actual.en).toBe('x:other');
    expect(said(simple(new Raw(''))).actual.en).toBe('soap:Envelope');
    expect(said(page())).toMatchObject({ line: 1, column: 1 });
    expect(said(new Artefact('nothing', new Uint8Array(), { headers: {} }))).toMatchObject({ line: 1, column: 1 });
  });

  test.each(
    Object.entries({
      association: ['RPLX', 1, undefined],
      query: ['Find', {}],
      asks: [{}, { other: 1 }, 'x'],
      found: [{}, { uid: '1' }, 'x'],
      objects: [{}, { has: 'x' }],
      retrieved: [{}, 'x'],
    }),
  )('%s refuses an argument of another shape', (name, wrong) => {
    for (const one of wrong) expect(() => check(name, page(), one)).toThrow(`check ${name}: `);
  });

  test.each(Object.keys(checks))('%s has a title in both languages', (name) => {
    expect(Object.values(checks[name]!.title).every((text) => text.length > 10)).toBe(true);
  });
});
