import { describe, expect, test } from '@jest/globals';
import { ASSOCIATION, readStoredQuery, STATUS, writeStoredQuery } from '../../src/protocols/ebxml/index.js';
import { readXml, type XmlElement } from '../../src/protocols/xml/index.js';
import { accept, code, entry, PATIENT, rim, theDocument } from './fixtures/lots.js';
import { requesterOf, seesEntry, sightOf, type Requester } from './masking.js';
import { answer } from './query.js';
import { RegistryStore } from './store.js';

const AUTHOR = '899900063480';
const STRUCTURE = '1300017985';
const read = (markup: string): XmlElement => readXml(new TextEncoder().encode(markup)).root;

const attribute = (name: string, value: string) => `<Attribute Name="${name}"><AttributeValue>${value}</AttributeValue></Attribute>`;
const assertion = (id: string, structure: string, mode: string, purpose: string) =>
  read(
    `<Assertion xmlns="urn:oasis:names:tc:SAML:2.0:assertion"><Subject><NameID>${id}</NameID></Subject><AttributeStatement>${attribute('Identifiant_Structure', structure)}${attribute('Authentification_Mode', mode)}${attribute('urn:oasis:names:tc:xspa:1.0:subject:purposeofuse', `<PurposeOfUse xmlns="urn:hl7-org:v3" code="${purpose}"/>`)}</AttributeStatement></Assertion>`,
  );

const masked = (...masks: string[]) => {
  const confidentialityCodes = [code('N', '2.16.840.1.113883.5.25'), ...masks.map((mask) => code(mask, '1.2.250.1.213.1.1.4.13'))];
  const institutions = [`Cabinet^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^${STRUCTURE}`];
  const authors = [{ person: `${AUTHOR}^DUPONT^JEANNE`, institutions }];
  return theDocument(accept(new RegistryStore(), rim([entry({ confidentialityCodes, authors })])));
};

describe('a document masked to professionals is seen', () => {
  test.each<[mode: string, purpose: string, id: string, structure: string, seen: boolean]>([
    ['DIRECTE', 'normal', AUTHOR, '1x', true],
    ['DIRECTE', 'normal', '899900000001', STRUCTURE, false],
    ['DIRECTE', 'bris_de_glace', '899900000001', '1x', true],
    ['DIRECTE', 'centre_15', '899900000001', '1x', true],
    ['DIRECTE', 'unheard_of', AUTHOR, STRUCTURE, false],
    ['INDIRECTE', 'normal', AUTHOR, '1x', true],
    ['INDIRECTE', 'normal', '899900000001', STRUCTURE, true],
    ['INDIRECTE', 'normal', '899900000001', '1x', false],
    ['INDIRECTE', 'bris_de_glace', '899900000001', '1x', false],
    ['INDIRECTE', 'centre_15', '899900000001', '1x', true],
    ['INDIRECTE_RENFORCEE', 'normal', AUTHOR, '1x', true],
    ['INDIRECTE_RENFORCEE', 'normal', '899900000001', STRUCTURE, false],
    ['INDIRECTE_RENFORCEE', 'bris_de_glace', '899900000001', '1x', true],
    ['INDIRECTE_RENFORCEE', 'centre_15', '899900000001', '1x', true],
    ['AUTRE', 'bris_de_glace', AUTHOR, STRUCTURE, false],
  ])('%s, %s, by %s of %s: %s', (mode, purpose, id, structure, seen) => {
    const requester = requesterOf(assertion(id, structure, mode, purpose));
    expect(requester).toEqual({ is: 'professional', id, structure, mode, purpose });
    expect(seesEntry(requester, masked('MASQUE_PS'))).toBe(seen);
    expect(seesEntry(requester, masked())).toBe(true);
    expect(seesEntry(requester, masked('INVISIBLE_PATIENT', 'INVISIBLE_REPRESENTANTS_LEGAUX'))).toBe(true);
  });
  test('by nobody who does not say who they are', () => {
    for (const requester of [requesterOf(read('<Envelope/>')), requesterOf(assertion('', STRUCTURE, 'DIRECTE', 'normal'))]) {
      expect(requester).toEqual({ is: 'unknown' });
      expect([seesEntry(requester, masked('MASQUE_PS')), seesEntry(requester, masked())]).toEqual([false, true]);
    }
  });
});

test.each<[masks: string[], patient: boolean, representative: boolean]>([
  [[], true, true],
  [['MASQUE_PS'], true, true],
  [['INVISIBLE_PATIENT'], false, false],
  [['INVISIBLE_REPRESENTANTS_LEGAUX'], true, false],
  [['INVISIBLE_PATIENT', 'INVISIBLE_REPRESENTANTS_LEGAUX'], false, false],
])('a document with %j is seen by the patient: %s, by a legal representative: %s', (masks, patient, representative) => {
  const is = (ins: string): Requester => requesterOf(assertion(ins, '', 'DIRECTE', 'normal'));
  const requesters = [is('279035121518989'), is('207058575627097')];
  expect(requesters.map((requester) => requester.is)).toEqual(['insured', 'insured']);
  expect(requesters.map((requester) => seesEntry(requester, masked(...masks)))).toEqual([patient, representative]);
});

test('what is masked is in no answer, nor is an association that leads to it', () => {
  const store = new RegistryStore();
  const [open, hidden] = [
    entry(),
    entry({ confidentialityCodes: [code('MASQUE_PS', '1.2.250.1.213.1.1.4.13')], authors: [{ person: '7^X^Y' }] }),
  ];
  const target = theDocument(accept(store, rim([open])));
  const secret = theDocument(accept(store, rim([hidden], [{ type: ASSOCIATION.appends, source: hidden.id, target: target.id }])));
  const set = store.associationsOf(secret.id).find(({ type }) => type === ASSOCIATION.hasMember)!.source!;
  const seen = (id: string, query: string, parameters: Parameters<typeof writeStoredQuery>[1]) => {
    const asked = readStoredQuery(read(writeStoredQuery(query, parameters, 'ObjectRef').markup))!;
    const requester: Requester = { is: 'professional', id, structure: '', mode: 'DIRECTE', purpose: 'normal' };
    const outcome = answer(store, asked, { mayBeSeen: sightOf(store, requester) });
    return outcome.accepted ? outcome.objects.length : -1;
  };
  for (const [query, parameters, others, author] of [
    ['FindDocuments', { $XDSDocumentEntryPatientId: PATIENT, $XDSDocumentEntryStatus: [STATUS.approved] }, 1, 2],
    ['GetDocuments', { $XDSDocumentEntryEntryUUID: [secret.id] }, 0, 1],
    ['GetDocumentsAndAssociations', { $XDSDocumentEntryEntryUUID: [target.id] }, 2, 3],
    ['GetAssociations', { $uuid: [target.id] }, 1, 2],
    ['GetSubmissionSetAndContents', { $XDSSubmissionSetEntryUUID: set }, 1, 3],
    ['GetRelatedDocuments', { $XDSDocumentEntryEntryUUID: target.id, $AssociationTypes: [ASSOCIATION.appends] }, 0, 3],
  ] as const) {
    expect([query, seen('8', query, parameters), seen('7', query, parameters)]).toEqual([query, others, author]);
  }
});
