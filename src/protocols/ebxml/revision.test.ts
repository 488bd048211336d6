import { describe, expect, test } from '@jest/globals';
import { readXml } from '../xml/index.js';
import {
  CODE_CHANGES,
  documentEntryOf,
  NS,
  readRemoveObjects,
  revisedEntry,
  rimOfDocumentEntry,
  slotValue,
  TEXT_CHANGES,
  writeRemoveObjects,
} from './index.js';

const read = (markup: string) => readXml(new TextEncoder().encode(markup)).root;
const code = (value: string) => ({ code: value, scheme: '1.2.3', display: `Libellé ${value}` });
const ID = 'urn:uuid:11111111-1111-4111-8111-111111111111';
const registered = rimOfDocumentEntry({
  id: ID,
  logicalId: ID,
  version: '3',
  status: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Approved',
  mimeType: 'text/xml',
  title: 'Titre',
  creationTime: '20261120',
  hash: 'a'.repeat(40),
  authors: [{ person: '801^A^B' }],
  classCode: code('10'),
  confidentialityCodes: [code('N'), code('MASQUE_PS')],
  patientId: '1^^^&1.2.3&ISO^NH',
  uniqueId: '1.2.3.4',
});

describe('the next version of an entry', () => {
  test('says what the one before says, under another id', () => {
    const next = revisedEntry(registered, 'Document01', {});
    expect([next.id, next.lid, next.version, next.status]).toEqual(['Document01', ID, undefined, undefined]);
    const { id: _id, version: _version, status: _status, ...said } = documentEntryOf(registered);
    expect(documentEntryOf(next)).toMatchObject(said);
    const ids = [...next.classifications, ...next.identifiers].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
  test('of an entry that was registered without a logicalID takes its id for one', () => {
    const { lid: _lid, ...older } = registered;
    expect(revisedEntry(older, 'Document01', {}).lid).toBe(ID);
  });
  test.each([...TEXT_CHANGES])('changes %s, and nothing else', (attribute) => {
    const next = revisedEntry(registered, ID, { [attribute]: 'changed' });
    const same = revisedEntry(registered, ID, {});
    const { lid, mimeType, objectType, name, description, slots, identifiers } = next;
    const values = [
      lid,
      mimeType,
      objectType,
      name,
      description,
      ...slots.flatMap((slot) => slot.values),
      ...identifiers.map(({ value }) => value),
    ];
    expect(values.filter((value) => value === 'changed')).toHaveLength(1);
    expect(next.classifications).toEqual(same.classifications);
  });
  test.each(CODE_CHANGES)('changes %s', (attribute) => {
    const next = revisedEntry(registered, ID, { [attribute]: [code('X'), code('Y')] });
    const changed = next.classifications.filter((one) => one.code === 'X' || one.code === 'Y');
    expect(changed.map((one) => [one.code, slotValue(one, 'codingScheme'), one.name])).toEqual([
      ['X', '1.2.3', 'Libellé X'],
      ['Y', '1.2.3', 'Libellé Y'],
    ]);
    expect(new Set(changed.map(({ scheme }) => scheme)).size).toBe(1);
    expect(next.classifications.filter(({ scheme }) => scheme === changed[0]!.scheme)).toEqual(changed);
  });
  test('may have a coded attribute no more', () => {
    expect(documentEntryOf(revisedEntry(registered, ID, { confidentialityCode: [] })).confidentialityCodes).toEqual([]);
  });
});

describe('lcm:RemoveObjectsRequest', () => {
  test('reads what it writes', () => {
    const { ids, adhocQuery, deletionScope } = readRemoveObjects(read(writeRemoveObjects([ID, 'urn:uuid:2']).markup))!;
    expect([ids, adhocQuery, deletionScope]).toEqual([[ID, 'urn:uuid:2'], undefined, undefined]);
  });
  test('in an envelope, with what ITI-62 has not', () => {
    const request = `<lcm:RemoveObjectsRequest xmlns:lcm="${NS.lcm}" xmlns:rim="${NS.rim}" deletionScope="s"><rim:AdhocQuery id="q"/></lcm:RemoveObjectsRequest>`;
    const found = readRemoveObjects(read(`<Envelope><Body>${request}</Body></Envelope>`))!;
    expect([found.ids, found.list, found.deletionScope, found.adhocQuery?.attribute('id')]).toEqual([[], undefined, 's', 'q']);
  });
  test('is nothing else', () => {
    expect(readRemoveObjects(read('<RemoveObjectsRequest/>'))).toBeUndefined();
    expect(readRemoveObjects(read(`<Other xmlns="${NS.lcm}"/>`))).toBeUndefined();
  });
});
