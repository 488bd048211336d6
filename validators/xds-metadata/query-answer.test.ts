import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Artefact } from '../../src/model/index.js';
import {
  ASSOCIATION,
  ENTRY_TYPE,
  membership,
  rimOfDocumentEntry,
  rimOfRelationship,
  rimOfSubmissionSet,
  STATUS,
  STORED_QUERIES,
  writeQueryResponse,
  writeStoredQuery,
  type QueryArgument,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { entry, MESSAGES, set } from './fixtures/messages.js';
import { validator } from './index.js';

const uuid = (last: number): string => `urn:uuid:00000000-0000-4000-8000-00000000000${last}`;
const PATIENT = entry.patientId;
const [SET, FOLDER, ENTRY, OTHER, STRANGER] = [1, 2, 3, 4, 9].map(uuid) as [string, string, string, string, string];

const entryOf = (id: string, uniqueId: string, patientId = PATIENT): RimObject =>
  rimOfDocumentEntry({
    ...entry,
    id,
    logicalId: id,
    version: '1',
    status: STATUS.approved,
    repositoryUniqueId: '1.2.250.1.999.1.3',
    patientId,
    uniqueId,
  });
const folder: RimObject = {
  kind: 'RegistryPackage',
  id: FOLDER,
  status: STATUS.approved,
  slots: [{ name: 'lastUpdateTime', values: ['20261120101500'] }],
  classifications: [{ id: 'node', node: 'urn:uuid:d9d542f3-6cc4-48b6-8870-ea235fbc94c2', slots: [] }],
  identifiers: [
    { id: 'folder-patient', scheme: 'urn:uuid:f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a', value: PATIENT },
    { id: 'folder-unique', scheme: 'urn:uuid:75df8f67-9973-4fbe-a900-df66cefecc5a', value: '1.2.250.1.999.1.1.7000' },
  ],
};
const lot = rimOfSubmissionSet({ ...set, id: SET });
const [document, other, stranger] = [
  entryOf(ENTRY, '1.2.250.1.999.1.1.8121'),
  entryOf(OTHER, '1.2.250.1.999.1.1.8122'),
  entryOf(STRANGER, '1.2.250.1.999.1.1.8129'),
];
const holds = rimOfRelationship({ ...membership(SET, ENTRY), id: uuid(5) });
const holdsFolder = rimOfRelationship({ ...membership(SET, FOLDER), id: uuid(6) });
const files = rimOfRelationship({ id: uuid(7), type: ASSOCIATION.hasMember, source: FOLDER, target: ENTRY });
const replaces = rimOfRelationship({ id: uuid(8), type: ASSOCIATION.replaces, source: OTHER, target: ENTRY });

const APPROVED = [STATUS.approved];
const REFERENCE = 'A4511^^^&1.2.250.1.999.4&ISO^urn:ihe:iti:xds:2013:accession';

/** A question of each kind, what answers it, and an object that does not with the rule that says so. */
const ANSWERS: Readonly<
  Record<string, { ask: Readonly<Record<string, QueryArgument>>; right: RimObject[]; wrong: RimObject; rule: string }>
> = {
  FindDocuments: {
    ask: {
      $XDSDocumentEntryPatientId: PATIENT,
      $XDSDocumentEntryStatus: APPROVED,
      $XDSDocumentEntryType: [ENTRY_TYPE.stable],
      $XDSDocumentEntryAuthorPerson: ['%LIBRE%'],
      $XDSDocumentEntryConfidentialityCode: [['N^^2.16.840.1.113883.5.25'], ['MASQUE_PS^^1.2.250.1.213.1.1.4.13']],
      $XDSDocumentEntryServiceStartTimeFrom: '20261120093000',
      $XDSDocumentEntryServiceStopTimeTo: '20261121',
    },
    right: [document, other],
    wrong: entryOf(STRANGER, '1.2.250.1.999.1.1.8129', '207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH'),
    rule: 'SQ-46',
  },
  FindSubmissionSets: {
    ask: {
      $XDSSubmissionSetPatientId: PATIENT,
      $XDSSubmissionSetStatus: APPROVED,
      $XDSSubmissionSetSourceId: [set.sourceId],
      $XDSSubmissionSetContentType: ['07^^1.2.250.1.213.2.2'],
      $XDSSubmissionSetAuthorPerson: '%libre%',
      $XDSSubmissionSetSubmissionTimeFrom: '20261120',
      $XDSSubmissionSetSubmissionTimeTo: '20261121',
    },
    right: [lot],
    wrong: rimOfSubmissionSet({ ...set, id: STRANGER, sourceId: '1.2.250.1.999.2' }),
    rule: 'SQ-48',
  },
  FindFolders: {
    ask: { $XDSFolderPatientId: PATIENT, $XDSFolderStatus: APPROVED, $XDSFolderLastUpdateTimeFrom: '2026' },
    right: [folder],
    wrong: { ...folder, id: STRANGER, status: STATUS.deprecated },
    rule: 'SQ-47',
  },
  GetAll: {
    ask: {
      $patientId: PATIENT,
      $XDSDocumentEntryStatus: APPROVED,
      $XDSSubmissionSetStatus: APPROVED,
      $XDSFolderStatus: APPROVED,
    },
    right: [document, lot, folder, holds, holdsFolder, files],
    wrong: entryOf(STRANGER, '1.2.250.1.999.1.1.8129', '207058575627097^^^&1.2.250.1.213.1.4.10&ISO^NH'),
    rule: 'SQ-46',
  },
  GetDocuments: { ask: { $XDSDocumentEntryUniqueId: ['1.2.250.1.999.1.1.8121'] }, right: [document], wrong: stranger, rule: 'SQ-50' },
  GetFolders: { ask: { $XDSFolderUniqueId: ['1.2.250.1.999.1.1.7000'] }, right: [folder], wrong: document, rule: 'SQ-45' },
  GetAssociations: {
    ask: { $uuid: [ENTRY] },
    right: [holds, files, replaces],
    wrong: rimOfRelationship({ id: STRANGER, type: ASSOCIATION.replaces, source: uuid(0), target: STRANGER }),
    rule: 'SQ-50',
  },
  GetDocumentsAndAssociations: {
    ask: { $XDSDocumentEntryUniqueId: ['1.2.250.1.999.1.1.8121'] },
    right: [document, holds, replaces],
    wrong: stranger,
    rule: 'SQ-50',
  },
  GetSubmissionSets: { ask: { $uuid: [ENTRY] }, right: [lot, holds], wrong: folder, rule: 'SQ-45' },
  GetSubmissionSetAndContents: {
    ask: { $XDSSubmissionSetUniqueId: set.uniqueId },
    right: [lot, document, folder, holds, holdsFolder, files],
    wrong: stranger,
    rule: 'SQ-50',
  },
  GetFolderAndContents: {
    ask: { $XDSFolderEntryUUID: FOLDER, $XDSDocumentEntryFormatCode: ['urn:ihe:iti:xds-sd:pdf:2008^^1.3.6.1.4.1.19376.1.2.3'] },
    right: [folder, document, files],
    wrong: stranger,
    rule: 'SQ-50',
  },
  GetFoldersForDocument: { ask: { $XDSDocumentEntryEntryUUID: ENTRY }, right: [folder], wrong: document, rule: 'SQ-45' },
  GetRelatedDocuments: {
    ask: { $XDSDocumentEntryUniqueId: '1.2.250.1.999.1.1.8121', $AssociationTypes: [ASSOCIATION.replaces] },
    right: [document, other, replaces],
    wrong: files,
    rule: 'SQ-48',
  },
  FindDocumentsByReferenceId: {
    ask: { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: APPROVED, $XDSDocumentEntryReferenceIdList: [REFERENCE] },
    right: [document],
    wrong: rimOfDocumentEntry({
      ...entry,
      id: STRANGER,
      logicalId: STRANGER,
      version: '1',
      status: STATUS.approved,
      repositoryUniqueId: '1.2.250.1.999.1.3',
      referenceIdList: [],
    }),
    rule: 'SQ-48',
  },
  FindDocumentsExclude: {
    ask: {
      $XDSDocumentEntryPatientId: PATIENT,
      $XDSDocumentEntryStatus: APPROVED,
      $XDSDocumentEntryClassCodeExclude: ['31^^1.2.250.1.213.1.1.4.1'],
    },
    right: [document],
    wrong: rimOfDocumentEntry({
      ...entry,
      id: STRANGER,
      logicalId: STRANGER,
      version: '1',
      status: STATUS.approved,
      repositoryUniqueId: '1.2.250.1.999.1.3',
      classCode: { code: '31', scheme: '1.2.250.1.213.1.1.4.1', display: 'Imagerie' },
    }),
    rule: 'SQ-48',
  },
};

const envelope = (body: string): string =>
  `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Body>${body}</s:Body></s:Envelope>`;
const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };

/** The rules that an answer breaks, each once. */
async function broken(answer: string, request: string): Promise<string[]> {
  const about = { request: new Artefact('request', Buffer.from(envelope(request))) };
  const { findings } = await validator.validate(new Artefact('answer', Buffer.from(answer), about), context);
  return [...new Set(findings.map(({ rule }) => rule))].toSorted();
}

describe('answers to each stored query', () => {
  test('every query has one', () => {
    expect(Object.keys(ANSWERS).toSorted()).toEqual(STORED_QUERIES.map(({ name }) => name).toSorted());
  });
  test.each(Object.entries(ANSWERS))('%s: what answers is right, another object is told', async (name, { ask, right, wrong, rule }) => {
    const request = writeStoredQuery(name, ask).markup;
    expect(await broken(writeQueryResponse({ status: 'success', objects: right }).markup, request)).toEqual([]);
    expect(await broken(writeQueryResponse({ status: 'success', objects: [...right, wrong] }).markup, request)).toEqual([rule]);
    expect(await broken(writeQueryResponse({ status: 'success', objects: [] }).markup, request)).toEqual([]);
    const references = right.map(({ id }) => id);
    const referring = writeStoredQuery(name, ask, 'ObjectRef').markup;
    expect(await broken(writeQueryResponse({ status: 'success', references }).markup, referring)).toEqual([]);
    expect(await broken(writeQueryResponse({ status: 'success', references }).markup, request)).toEqual(['SQ-44']);
  });
  test('a request that is another message, or none, judges nothing', async () => {
    const answer = writeQueryResponse({ status: 'success', objects: [document] }).markup;
    for (const request of [MESSAGES.retrieve, MESSAGES.provide, '', '<x', '<query:AdhocQueryRequest xmlns:query="urn:x"/>'])
      expect([request.slice(0, 20), await broken(answer, request)]).toEqual([request.slice(0, 20), []]);
  });
  test('whatever stands in the question: findings, no crash', async () => {
    const answer = writeQueryResponse({ status: 'success', objects: [document, lot, folder, replaces] }).markup;
    const text = fc.oneof(
      fc.string({ unit: 'grapheme-ascii', maxLength: 30 }),
      fc.constantFrom('', "'", '((', '__proto__', 'constructor', '%'.repeat(500), '9'.repeat(500)),
    );
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(...STORED_QUERIES), fc.nat(), text, async (query, pick, value) => {
        const names = Object.keys(query.parameters);
        const least = ANSWERS[query.name]!.ask;
        const request = writeStoredQuery(query.name, { ...least, [names[pick % names.length]!]: [value.replace(/[^ -~]/g, '')] }).markup;
        expect(Array.isArray(await broken(answer, request))).toBe(true);
      }),
      { numRuns: 150 },
    );
  });
});
