import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { readXml } from '../xml/index.js';
import {
  documentEntryOf,
  includeHref,
  NS,
  parseQueryValue,
  quoteQueryValue,
  readObjectList,
  readRegistryResponse,
  readRetrieveRequest,
  readRetrieveResponse,
  readStoredQuery,
  readSubmission,
  rimObjectOf,
  submissionSetOf,
  writeProvideAndRegister,
  writeQueryResponse,
  writeRegistryResponse,
  writeRetrieveRequest,
  writeRetrieveResponse,
  writeStoredQuery,
  writeSubmission,
  type DocumentEntry,
  type SubmissionSet,
} from './index.js';

const read = (markup: { toString(): string }) => readXml(new TextEncoder().encode(markup.toString())).root;

const code = (value: string) => ({ code: value, scheme: '1.2.3', display: `Libellé & ${value}` });
const entry: DocumentEntry = {
  id: 'Document01',
  logicalId: 'urn:uuid:11111111-1111-4111-8111-111111111111',
  status: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
  version: '1',
  mimeType: 'text/xml',
  title: 'Compte rendu <1>',
  comments: 'Commentaire',
  creationTime: '20261120',
  languageCode: 'fr-FR',
  serviceStartTime: '20261119',
  serviceStopTime: '20261120',
  sourcePatientId: '1^^^&1.2.3&ISO^PI',
  sourcePatientInfo: ['PID-8|F', 'PID-7|19790328'],
  legalAuthenticator: '801^A^B',
  hash: 'a'.repeat(40),
  size: 12,
  repositoryUniqueId: '1.2.3.4',
  uri: 'DOC0001.XML',
  referenceIdList: ['1^^^&1.2.3&ISO^urn:ihe:iti:xds:2013:accession'],
  authors: [{ person: '801^A^B', institutions: ['X'], roles: ['R'], specialties: ['S'], telecommunications: ['T'] }],
  classCode: code('10'),
  typeCode: code('11488-4'),
  formatCode: code('urn:x'),
  healthcareFacilityTypeCode: code('SA07'),
  practiceSettingCode: code('AMBULATOIRE'),
  confidentialityCodes: [code('N'), code('MASQUE_PS')],
  eventCodes: [code('E')],
  patientId: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH',
  uniqueId: '1.2.3.4.5',
};
const set: SubmissionSet = {
  id: 'SubmissionSet01',
  status: undefined,
  title: 'Lot',
  comments: undefined,
  submissionTime: '20261120101500',
  authors: [{ person: '801^A^B', institutions: [], roles: [], specialties: [], telecommunications: [] }],
  contentTypeCode: code('07'),
  intendedRecipients: [],
  patientId: entry.patientId,
  sourceId: '1.2.3',
  uniqueId: '1.2.3.4.6',
};

describe('submissions', () => {
  test('what is written is read back', () => {
    const submission = readSubmission(read(writeSubmission({ submissionSet: set, documentEntries: [entry] })))!;
    expect(submission.documentEntries.map((object) => documentEntryOf(rimObjectOf(object)))).toEqual([entry]);
    expect(submission.submissionSets.map((object) => submissionSetOf(rimObjectOf(object)))).toEqual([set]);
    expect(submission.associations.map((a) => [a.type, a.source, a.target, a.value('SubmissionSetStatus')])).toEqual([
      ['urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember', 'SubmissionSet01', 'Document01', 'Original'],
    ]);
    expect(submission.others).toEqual([]);
  });
  test('documents stand beside the metadata, in a part or in place', () => {
    const root = read(
      `<s:Envelope xmlns:s="urn:s"><s:Header/><s:Body>${
        writeProvideAndRegister(
          { submissionSet: set, documentEntries: [entry] },
          new Map<string, { contentId: string } | { base64: string }>([
            ['Document01', { contentId: 'a b@c' }],
            ['Document02', { base64: 'AAAA' }],
          ]),
        ).markup
      }</s:Body></s:Envelope>`,
    );
    const submission = readSubmission(root)!;
    expect(submission.documents.map(({ id }) => id)).toEqual(['Document01', 'Document02']);
    expect(includeHref(submission.documents[0]!.element)).toBe('cid:a%20b%40c');
    expect(submission.documents[1]!.element.text).toBe('AAAA');
    expect(submission.submissionSets).toHaveLength(1);
  });
  test('a submission set classified beside its package is found', () => {
    const markup = `<rim:RegistryObjectList xmlns:rim="${NS.rim}"><rim:RegistryPackage id="S"/><rim:RegistryPackage id="F"/><rim:RegistryPackage id="X"/>
      <rim:Classification id="c1" classifiedObject="S" classificationNode="urn:uuid:a54d6aa5-d40d-43f9-88c5-b4633d873bdd"/>
      <rim:Classification id="c2" classifiedObject="F" classificationNode="urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2"/></rim:RegistryObjectList>`;
    const { submissionSets, folders, others } = readSubmission(read(markup))!;
    expect([submissionSets, folders, others].map((list) => list.map(({ id }) => id))).toEqual([['S'], ['F'], ['X']]);
  });
  test('ebRIM 2.1 is told from 3.0, and anything else is not a submission', () => {
    expect(readSubmission(read('<rs:SubmitObjectsRequest xmlns:rs="urn:oasis:names:tc:ebxml-regrep:registry:xsd:2.1"/>'))?.obsolete).toBe(
      true,
    );
    expect(readSubmission(read('<a/>'))).toBeUndefined();
  });
});

describe('stored query values', () => {
  test.each([
    ["'a'", ['a'], false],
    ["('a','b''c')", ['a', "b'c"], true],
    [" ( 'a' , 12 ) ", ['a', '12'], true],
    ['20261120', ['20261120'], false],
    ["''", [''], false],
  ])('reads %s', (text, values, list) => {
    const parsed = parseQueryValue(text);
    expect(parsed.ok && [parsed.values.map(({ value }) => value), parsed.list]).toEqual([values, list]);
  });
  test.each([
    ["'a", 0],
    ["('a'", 4],
    ["('a' 'b')", 5],
    ["('a','b') x", 10],
    ["'a','b'", 3],
    ['urn:x', 0],
    ['', 0],
    ['()', 1],
  ])('refuses %s, with the place', (text, offset) => {
    const parsed = parseQueryValue(text);
    expect(parsed.ok ? 'read' : parsed.offset).toBe(offset);
  });
  test('any string comes back from its quoted form', () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { minLength: 1 }), (values) => {
        const parsed = parseQueryValue(`(${values.map(quoteQueryValue).join(',')})`);
        expect(parsed.ok && parsed.values.map(({ value }) => value)).toEqual(values);
      }),
    );
  });
  test('any text is read or refused', () => {
    fc.assert(fc.property(fc.string(), (text) => void parseQueryValue(text)));
  });
});

describe('stored queries', () => {
  test('are written and read back: single values, lists, repeated slots', () => {
    const root = read(
      writeStoredQuery(
        'FindDocuments',
        {
          $XDSDocumentEntryPatientId: "o'neil^^^&1.2&ISO^NH",
          $XDSDocumentEntryStatus: ['a', 'b'],
          $XDSDocumentEntryEventCodeList: [['x^^1'], ['y^^1', 'z^^1']],
          $XDSDocumentEntryCreationTimeFrom: 2026,
        },
        'ObjectRef',
      ),
    );
    const query = readStoredQuery(root)!;
    expect([query.definition?.name, query.returnType, query.returnComposedObjects]).toEqual(['FindDocuments', 'ObjectRef', 'true']);
    expect(query.parameters.map(({ name, values, list }) => [name.slice(17), values.map(({ value }) => value), list])).toEqual([
      ['PatientId', ["o'neil^^^&1.2&ISO^NH"], false],
      ['Status', ['a', 'b'], true],
      ['EventCodeList', ['x^^1'], true],
      ['EventCodeList', ['y^^1', 'z^^1'], true],
      ['CreationTimeFrom', ['2026'], false],
    ]);
  });
  test('a list may be spread over several values', () => {
    const slot = (values: string) => `<r:Slot name="$uuid"><r:ValueList>${values}</r:ValueList></r:Slot>`;
    const root = read(
      `<q:AdhocQueryRequest xmlns:q="${NS.query}" xmlns:r="${NS.rim}"><r:AdhocQuery>${slot("<r:Value>('a')</r:Value><r:Value>('b','c')</r:Value><r:Value>('d</r:Value>")}</r:AdhocQuery></q:AdhocQueryRequest>`,
    );
    const [parameter] = readStoredQuery(root)!.parameters;
    expect(parameter!.values.map(({ value }) => value)).toEqual(['a', 'b', 'c']);
    expect(parameter!.problems.map(({ text }) => text)).toEqual(["('d"]);
  });
});

describe('answers', () => {
  test('a registry response is written and read back', () => {
    const response = readRegistryResponse(
      read(writeRegistryResponse({ status: 'failure', errors: [{ code: 'XDSRegistryError', context: 'Non.', location: '/a' }] })),
    )!;
    expect(response.status).toMatch(/:Failure$/);
    expect(response.errors.map(({ code: c, context, severity, location }) => [c, context, severity.split(':').at(-1), location])).toEqual([
      ['XDSRegistryError', 'Non.', 'Error', '/a'],
    ]);
  });
  test('a query answer holds objects, references, or an empty list', () => {
    const objects = readSubmission(read(writeSubmission({ submissionSet: set, documentEntries: [entry] })))!.documentEntries.map(
      rimObjectOf,
    );
    const whole = readRegistryResponse(read(writeQueryResponse({ status: 'success', objects })))!;
    expect(readObjectList(whole.objects!).documentEntries.map(rimObjectOf)).toEqual(objects);
    const references = readRegistryResponse(read(writeQueryResponse({ status: 'success', references: ['urn:uuid:a'] })))!;
    expect(references.objects!.elements('ObjectRef').map((e) => e.attribute('id'))).toEqual(['urn:uuid:a']);
    expect(readRegistryResponse(read(writeQueryResponse({ status: 'success' })))!.objects!.elements()).toEqual([]);
  });
  test('a retrieve is written and read back, both ways', () => {
    const reference = { repositoryUniqueId: '1.2.3', documentUniqueId: '1.2.3.4' };
    expect(readRetrieveRequest(read(writeRetrieveRequest([reference])))!.requests).toMatchObject([reference]);
    const answer = readRetrieveResponse(
      read(
        writeRetrieveResponse({ status: 'success', documents: [{ ...reference, mimeType: 'text/xml', content: { contentId: 'x@y' } }] }),
      ),
    )!;
    expect(answer.response?.status).toMatch(/:Success$/);
    expect(answer.documents).toMatchObject([{ ...reference, mimeType: 'text/xml', href: 'cid:x%40y' }]);
  });
});
