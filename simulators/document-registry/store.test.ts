import { describe, expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ASSOCIATION,
  readStoredQuery,
  readSubmission,
  rimObjectsOf,
  rimOfSubmission,
  STATUS,
  writeSubmission,
  type DocumentEntry,
  type QueryArgument,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { accept, context, entry, found, OTHER, PATIENT, code, refused, rim, set, theDocument } from './fixtures/lots.js';
import { patientDirectory } from './patient.js';
import { answer } from './query.js';
import { kindOf, RegistryStore, uniqueIdOf } from './store.js';

function codesRefused(store: RegistryStore, objects: RimObject[]): string[] {
  const before = store.size;
  const outcome = store.register(objects, context);
  expect(store.size).toBe(before);
  return outcome.accepted ? [] : outcome.refusals.map((refusal) => refusal.code);
}

describe('registration', () => {
  test('gives UUIDs, logical ids, versions and states', () => {
    const store = new RegistryStore();
    const objects = accept(store, rim([entry()]));
    const document = theDocument(objects);
    expect(document).toMatchObject({ status: STATUS.approved, version: '1', lid: document.id });
    expect(objects.every((object) => object.id.startsWith('urn:uuid:'))).toBe(true);
    const membership = objects.find(({ kind }) => kind === 'Association')!;
    expect(membership).toMatchObject({ target: document.id, status: STATUS.approved });
    expect(store.object(membership.source!)?.kind).toBe('RegistryPackage');
  });
  test('a read submission registers like a built one', () => {
    const markup = writeSubmission({ submissionSet: set(), documentEntries: [entry()] }).markup;
    const submission = readSubmission(readXml(new TextEncoder().encode(markup)).root)!;
    expect(accept(new RegistryStore(), rimObjectsOf(submission))).toHaveLength(3);
  });
  test.each<[string, (store: RegistryStore) => RimObject[]]>([
    ['XDSUnknownPatientId', () => rim([entry({ patientId: '1^^^&1.2.3&ISO^NH' })], [], '1^^^&1.2.3&ISO^NH')],
    ['XDSPatientIdDoesNotMatch', () => rim([entry({ patientId: OTHER })])],
    ['XDSRegistryDuplicateUniqueIdInMessage', () => rim([entry({ uniqueId: '1.2' }), entry({ uniqueId: '1.2' })])],
    ['XDSRegistryMetadataError', () => rim([entry({ hash: undefined })])],
    ['XDSRegistryMetadataError', () => rim([entry({ repositoryUniqueId: undefined })])],
    [
      'XDSDuplicateUniqueIdInRegistry',
      (store) => {
        const first = rim([entry()]);
        accept(store, first);
        return rimOfSubmission({ submissionSet: set(PATIENT, uniqueIdOf(first[1]!)), documentEntries: [entry()] });
      },
    ],
    [
      'XDSNonIdenticalHash',
      (store) => (accept(store, rim([entry({ uniqueId: '1.5' })])), rim([entry({ uniqueId: '1.5', hash: 'b'.repeat(40) })])),
    ],
    ['XDSNonIdenticalSize', (store) => (accept(store, rim([entry({ uniqueId: '1.5' })])), rim([entry({ uniqueId: '1.5', size: 11 })]))],
    [
      'UnresolvedReferenceException',
      () => {
        const replacement = entry();
        return rim([replacement], [{ type: ASSOCIATION.replaces, source: replacement.id, target: `urn:uuid:${context.newUuid()}` }]);
      },
    ],
    [
      'XDSRegistryDeprecatedDocumentError',
      (store) => {
        const [one, two, three] = [entry(), entry(), entry()];
        const target = theDocument(accept(store, rim([one]))).id;
        accept(store, rim([two], [{ type: ASSOCIATION.replaces, source: two.id, target }]));
        return rim([three], [{ type: ASSOCIATION.replaces, source: three.id, target }]);
      },
    ],
    [
      'XDSPatientIdDoesNotMatch',
      (store) => {
        const [one, two] = [entry(), entry({ patientId: OTHER })];
        const target = theDocument(accept(store, rim([one]))).id;
        return rim([two], [{ type: ASSOCIATION.replaces, source: two.id, target }], OTHER);
      },
    ],
    [
      'XDSRegistryMetadataError',
      () => {
        const one = entry();
        return rim([one], [{ type: ASSOCIATION.replaces, source: one.id, target: one.id }]);
      },
    ],
  ])('refuses with %s and stores nothing', (expected, make) => {
    const store = new RegistryStore();
    expect(codesRefused(store, make(store))).toEqual([expected]);
  });
  test('the same document may be registered twice', () => {
    const store = new RegistryStore();
    accept(store, rim([entry({ uniqueId: '1.7' })]));
    accept(store, rim([entry({ uniqueId: '1.7' })]));
    expect(store.withUniqueId('1.7')).toHaveLength(2);
  });
  test('a replacement deprecates its target and what was added to it', () => {
    const store = new RegistryStore();
    const [one, addendum, two] = [entry(), entry(), entry()];
    const target = theDocument(accept(store, rim([one]))).id;
    const added = theDocument(accept(store, rim([addendum], [{ type: ASSOCIATION.appends, source: addendum.id, target }]))).id;
    accept(store, rim([two], [{ type: ASSOCIATION.replaces, source: two.id, target }]));
    expect([store.object(target)?.status, store.object(added)?.status]).toEqual([STATUS.deprecated, STATUS.deprecated]);
  });
  test('a list of known patients replaces the test OIDs', () => {
    expect(patientDirectory('279035121518989')(OTHER)).toBe(false);
    expect(patientDirectory(`1, ${PATIENT}`)(PATIENT)).toBe(true);
    expect(patientDirectory(undefined)('279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH')).toBe(false);
  });
});

describe('stored queries', () => {
  const store = new RegistryStore();
  const consultation = entry({ creationTime: '20261105', eventCodes: [code('CT', '1.5'), code('X', '1.6')] });
  const imaging = entry({
    creationTime: '202611201015',
    classCode: code('31', '1.2.250.1.213.1.1.4.1'),
    authors: [{ person: "8^O'NEIL^ANNE" }],
  });
  const [first] = [accept(store, rim([consultation, imaging]))];
  const elsewhere = theDocument(accept(store, rim([entry({ patientId: OTHER })], [], OTHER)));
  const replacement = entry({ creationTime: '20261110', referenceIdList: ['R^^^&1.2&ISO^x'] });
  const replaced = theDocument(first);
  const second = accept(store, rim([replacement], [{ type: ASSOCIATION.replaces, source: replacement.id, target: replaced.id }]));
  const approved = { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: [STATUS.approved] };
  const titles = (parameters: Record<string, QueryArgument>, query = 'FindDocuments') =>
    found(store, query, { ...approved, ...parameters }).map(({ name }) => name);

  test.each<[string, Record<string, QueryArgument>, DocumentEntry[]]>([
    ['state', {}, [imaging, replacement]],
    ['both states', { $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated] }, [consultation, imaging, replacement]],
    ['class', { $XDSDocumentEntryClassCode: ['31^^1.2.250.1.213.1.1.4.1'] }, [imaging]],
    ['class of another system', { $XDSDocumentEntryClassCode: ['31^^9.9'] }, []],
    ['two classes', { $XDSDocumentEntryClassCode: ['31^^1.2.250.1.213.1.1.4.1', '10^^1.2.250.1.213.1.1.4.1'] }, [imaging, replacement]],
    ['from, included', { $XDSDocumentEntryCreationTimeFrom: '20261110' }, [imaging, replacement]],
    ['to, excluded', { $XDSDocumentEntryCreationTimeTo: '20261110000000' }, []],
    ['to, one second later', { $XDSDocumentEntryCreationTimeTo: '20261110000001' }, [replacement]],
    ['author', { $XDSDocumentEntryAuthorPerson: ["%O'NEIL%"] }, [imaging]],
    ['authors, either', { $XDSDocumentEntryAuthorPerson: ['8^%', '8999%'] }, [imaging, replacement]],
    ['on-demand entries only', { $XDSDocumentEntryType: ['urn:uuid:34268e47-fdf5-41a6-ba33-82133c465248'] }, []],
    [
      'two event codes, both',
      { $XDSDocumentEntryStatus: [STATUS.deprecated], $XDSDocumentEntryEventCodeList: [['CT^^1.5'], ['X^^1.6']] },
      [consultation],
    ],
    [
      'two event codes, one lacking',
      { $XDSDocumentEntryStatus: [STATUS.deprecated], $XDSDocumentEntryEventCodeList: [['CT^^1.5'], ['Y^^1.6']] },
      [],
    ],
  ])('FindDocuments by %s', (_, parameters, expected) => {
    expect(titles(parameters)).toEqual(expected.map(({ title }) => title));
  });
  test('FindDocumentsByReferenceId and FindDocumentsExclude', () => {
    expect(titles({ $XDSDocumentEntryReferenceIdList: ['R^^^&1.2&ISO^x'] }, 'FindDocumentsByReferenceId')).toEqual([replacement.title]);
    expect(titles({ $XDSDocumentEntryClassCodeExclude: ['31^^1.2.250.1.213.1.1.4.1'] }, 'FindDocumentsExclude')).toEqual([
      replacement.title,
    ]);
  });
  test('FindSubmissionSets, then GetAssociations, then GetDocuments', () => {
    const sets = found(store, 'FindSubmissionSets', {
      $XDSSubmissionSetPatientId: PATIENT,
      $XDSSubmissionSetStatus: [STATUS.approved],
      $XDSSubmissionSetSubmissionTimeFrom: '2026',
      $XDSSubmissionSetContentType: ['07^^1.2.250.1.213.2.2'],
    });
    expect(sets).toHaveLength(2);
    const links = found(store, 'GetAssociations', { $uuid: sets.map(({ id }) => id) });
    expect(links).toHaveLength(3);
    const documents = found(store, 'GetDocuments', { $XDSDocumentEntryEntryUUID: links.map(({ target }) => target!) });
    expect(documents.map(({ name }) => name)).toEqual([consultation.title, imaging.title, replacement.title]);
  });
  test('GetDocuments by unique id and by logical id', () => {
    expect(found(store, 'GetDocuments', { $XDSDocumentEntryUniqueId: [imaging.uniqueId] })).toHaveLength(1);
    expect(found(store, 'GetDocuments', { $XDSDocumentEntryLogicalID: [replaced.lid!] })).toEqual([store.object(replaced.id)]);
  });
  test('GetAll gives the patient and nobody else', () => {
    const all = found(store, 'GetAll', {
      $patientId: PATIENT,
      $XDSDocumentEntryStatus: [STATUS.approved, STATUS.deprecated],
      $XDSSubmissionSetStatus: [STATUS.approved],
      $XDSFolderStatus: [STATUS.approved],
    });
    expect(all).toHaveLength(first.length + second.length);
    expect(all).not.toContain(elsewhere);
  });
  test('GetSubmissionSets, GetSubmissionSetAndContents, GetDocumentsAndAssociations', () => {
    const sets = found(store, 'GetSubmissionSets', { $uuid: [replaced.id] });
    expect(sets.map(({ kind }) => kind)).toEqual(['RegistryPackage', 'Association']);
    const whole = found(store, 'GetSubmissionSetAndContents', { $XDSSubmissionSetEntryUUID: sets[0]!.id });
    expect(whole).toHaveLength(5);
    expect(found(store, 'GetDocumentsAndAssociations', { $XDSDocumentEntryEntryUUID: [replaced.id] })).toHaveLength(3);
  });
  test('GetRelatedDocuments follows the associations asked for', () => {
    const related = (type: string) =>
      found(store, 'GetRelatedDocuments', { $XDSDocumentEntryEntryUUID: replaced.id, $AssociationTypes: [type] }).map(({ name }) => name);
    expect(related(ASSOCIATION.replaces)).toEqual([consultation.title, replacement.title, undefined]);
    expect(related(ASSOCIATION.appends)).toEqual([]);
  });
  test('refusals', () => {
    expect(refused(store, 'urn:uuid:00000000-0000-4000-8000-000000000000', {})).toEqual(['XDSUnknownStoredQuery']);
    expect(refused(store, 'FindDocuments', { $XDSDocumentEntryPatientId: PATIENT })).toEqual(['XDSStoredQueryMissingParam']);
    expect(refused(store, 'GetDocuments', {})).toEqual(['XDSStoredQueryMissingParam']);
    expect(refused(store, 'GetDocuments', { $XDSDocumentEntryEntryUUID: ['a'], $XDSDocumentEntryUniqueId: ['b'] })).toEqual([
      'XDSStoredQueryParamNumber',
    ]);
    expect(refused(store, 'FindDocuments', { ...approved, $XDSDocumentEntryPatientId: [PATIENT, OTHER] })).toEqual([
      'XDSStoredQueryParamNumber',
    ]);
    expect(refused(store, 'FindDocuments', { ...approved, $XDSDocumentEntryClassCode: [['a^^1'], ['b^^1']] })).toEqual([
      'XDSStoredQueryParamNumber',
    ]);
    expect(refused(store, 'FindDocuments', { ...approved, $XDSDocumentEntryClassCode: ['a^^'] })).toEqual(['XDSRegistryError']);
    expect(refused(store, 'FindDocuments', { ...approved, $XDSDocumentEntryPatientId: [PATIENT] })).toEqual(['XDSStoredQueryParamNumber']);
    const both = { $XDSDocumentEntryEntryUUID: [replaced.id, elsewhere.id] };
    expect(refused(store, 'GetDocuments', both)).toEqual(['XDSResultNotSinglePatient']);
    expect(refused(store, 'GetDocuments', both, 'ObjectRef')).toEqual([]);
    expect(refused(store, 'FindDocuments', approved, 'LeafClass', 1)).toEqual(['XDSTooManyResults']);
  });
});

test.each<[string, Record<string, QueryArgument>, string]>([
  ['a date', { $XDSDocumentEntryCreationTimeFrom: '2026-11-01' }, 'XDSRegistryError'],
  ['a date that is none', { $XDSDocumentEntryCreationTimeTo: '20261301' }, 'XDSRegistryError'],
  ['a date without quotes', { $XDSDocumentEntryCreationTimeTo: 20261101 }, 'XDSRegistryError'],
  ['a state', { $XDSDocumentEntryStatus: ['Approved'] }, 'XDSRegistryError'],
  ['a patient', { $XDSDocumentEntryPatientId: '279035121518989' }, 'XDSRegistryError'],
  ['a code', { $XDSDocumentEntryTypeCode: ['11488-4'] }, 'XDSRegistryError'],
])('%s that is not written as one is refused, not answered with nothing', (_, wrong, expected) => {
  const right = { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: [STATUS.approved] };
  expect(refused(new RegistryStore(), 'FindDocuments', right)).toEqual([]);
  expect(refused(new RegistryStore(), 'FindDocuments', { ...right, ...wrong })).toEqual([expected]);
});

describe('FindDocumentsExclude', () => {
  const store = new RegistryStore();
  const made = [
    entry({ eventCodes: [code('CT', '1.5')] }),
    entry({ eventCodes: [code('CT', '1.5'), code('MR', '1.5')], formatCode: code('urn:a', '1.3') }),
    entry({ authors: [{ person: '8^ONEIL^ANNE' }] }),
  ];
  accept(store, rim(made));
  const ask = (parameters: Record<string, QueryArgument>) =>
    found(store, 'FindDocumentsExclude', {
      $XDSDocumentEntryPatientId: PATIENT,
      $XDSDocumentEntryStatus: [STATUS.approved],
      ...parameters,
    }).map(({ name }) => name);
  test.each<[Record<string, QueryArgument>, number[]]>([
    [{}, [0, 1, 2]],
    [{ $XDSDocumentEntryEventCodeListExclude: ['MR^^1.5'] }, [0, 2]],
    [{ $XDSDocumentEntryEventCodeListExclude: ['MR^^1.5', 'CT^^1.5'] }, [2]],
    [{ $XDSDocumentEntryEventCodeList: ['CT^^1.5'], $XDSDocumentEntryFormatCodeExclude: ['urn:a^^1.3'] }, [0]],
    [{ $XDSDocumentEntryAuthorPersonExclude: ['%ONEIL%'] }, [0, 1]],
    [{ $XDSDocumentEntryFormatCodeExclude: ['urn:a^^1.4'] }, [0, 1, 2]],
  ])('%j', (parameters, expected) => {
    expect(ask(parameters)).toEqual(expected.map((i) => made[i]!.title));
  });
  test('a parameter and its exclusion exclude each other', () => {
    const parameters = {
      $XDSDocumentEntryPatientId: PATIENT,
      $XDSDocumentEntryStatus: [STATUS.approved],
      $XDSDocumentEntryFormatCode: ['urn:a^^1.3'],
      $XDSDocumentEntryFormatCodeExclude: ['urn:b^^1.3'],
    };
    expect(refused(store, 'FindDocumentsExclude', parameters)).toEqual(['XDSStoredQueryParamNumber']);
  });
});

describe('dates that are not complete', () => {
  const store = new RegistryStore();
  const made = ['2025', '202611', '20261105', '2026110510', '20261105101530'].map((creationTime) => entry({ creationTime }));
  accept(store, rim(made));
  test.each<[from: string | undefined, to: string | undefined, expected: number[]]>([
    ['2026', undefined, [1, 2, 3, 4]],
    [undefined, '2026', [0]],
    ['20261101', '20261102', [1]],
    ['20261105', '20261106', [2, 3, 4]],
    ['2026110500', '2026110510', [2]],
    ['202611051015', undefined, [4]],
    ['20261105101530', '20261105101531', [4]],
    ['20261105101530', '20261105101530', []],
  ])('from %s to %s', (from, to, expected) => {
    const found1 = found(store, 'FindDocuments', {
      $XDSDocumentEntryPatientId: PATIENT,
      $XDSDocumentEntryStatus: [STATUS.approved],
      ...(from !== undefined && { $XDSDocumentEntryCreationTimeFrom: from }),
      ...(to !== undefined && { $XDSDocumentEntryCreationTimeTo: to }),
    });
    expect(found1.map(({ name }) => name)).toEqual(expected.map((i) => made[i]!.title));
  });
});

const samples = process.env['ADDAX_SAMPLES'];
(samples === undefined ? describe.skip : describe)('stored queries of third parties', () => {
  test.each([
    ['toolkit2_sq-req-missing-stat.xml', 'XDSStoredQueryMissingParam'],
    ['toolkit2_sq-req-bad-code.xml', 'XDSRegistryError'],
    ['toolkit2_sq-req-bad-pid-format.xml', 'XDSRegistryError'],
    ['toolkit2_sq-req-bad-stat-format1.xml', 'XDSRegistryError'],
    ['toolkit2_sq-req-bad-stat-format2.xml', 'XDSRegistryError'],
    ['toolkit2_sq-req.xml', undefined],
  ])('%s: %s', (file, expected) => {
    const root = readXml(readFileSync(join(samples!, 'xds', file))).root;
    const outcome = answer(new RegistryStore(), readStoredQuery(root)!);
    expect(outcome.accepted ? [] : outcome.refusals.map((refusal) => refusal.code)).toEqual(expected === undefined ? [] : [expected]);
  });
});

describe('folders', () => {
  const store = new RegistryStore();
  const one = entry();
  const folder: RimObject = {
    kind: 'RegistryPackage',
    id: 'Folder01',
    slots: [{ name: 'lastUpdateTime', values: ['20261120'] }],
    classifications: [
      { id: 'c', node: 'urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2', slots: [] },
      {
        id: 'd',
        scheme: 'urn:uuid:1ba97051-7806-41a8-a48b-8fce7af683c5',
        code: 'k',
        slots: [{ name: 'codingScheme', values: ['1.2'] }],
      },
    ],
    identifiers: [
      { id: 'i', scheme: 'urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a', value: PATIENT },
      { id: 'j', scheme: 'urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a', value: '1.2.8' },
    ],
  };
  const objects = accept(store, [...rim([one], [{ type: ASSOCIATION.hasMember, source: 'Folder01', target: one.id }]), folder]);
  const id = objects.find((object) => kindOf(object) === 'folder')!.id;
  test.each<[string, Record<string, QueryArgument>, string[]]>([
    [
      'FindFolders',
      { $XDSFolderPatientId: PATIENT, $XDSFolderStatus: [STATUS.approved], $XDSFolderCodeList: ['k^^1.2'] },
      ['RegistryPackage'],
    ],
    ['GetFolders', { $XDSFolderUniqueId: ['1.2.8'] }, ['RegistryPackage']],
    ['GetFolderAndContents', { $XDSFolderEntryUUID: id }, ['RegistryPackage', 'ExtrinsicObject', 'Association']],
    ['GetFoldersForDocument', { $XDSDocumentEntryUniqueId: one.uniqueId }, ['RegistryPackage']],
  ])('%s', (query, parameters, kinds) => {
    expect(found(store, query, parameters).map(({ kind }) => kind)).toEqual(kinds);
  });
});
