import { describe, expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import {
  ASSOCIATION,
  ENTRY_TYPE,
  STATUS,
  STORED_QUERIES,
  writeStoredQuery,
  type ParameterType,
  type QueryArgument,
  type StoredQueryDefinition,
} from '../../src/protocols/ebxml/index.js';
import { validator } from './index.js';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };

/** The rules that a query breaks, each once. */
async function broken(query: string, parameters: Readonly<Record<string, QueryArgument>>): Promise<string[]> {
  const { findings } = await validator.validate(new Artefact('query', Buffer.from(writeStoredQuery(query, parameters).markup)), context);
  return [...new Set(findings.map(({ rule }) => rule))].toSorted();
}

const UUID = 'urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6';
const REFERENCE = 'A4511^^^&1.2.250.1.999.4&ISO^urn:ihe:iti:xds:2013:accession';

/** A value of each type, and one that is none with the rule that says so. */
const VALUES: Readonly<Record<ParameterType, { right: string | number; wrong?: readonly [value: string, rule: string] }>> = {
  patient: { right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH', wrong: ['279035121518989', 'SQ-06'] },
  time: { right: '20261120101500', wrong: ['2026-11-20', 'SQ-17'] },
  code: { right: '10^^1.2.250.1.213.1.1.4.1', wrong: ['10', 'SQ-03'] },
  status: { right: STATUS.approved, wrong: ['Approved', 'SQ-16'] },
  'entry-uuid': { right: UUID, wrong: ['1.2.250.1.999', 'SQ-19'] },
  'entry-type': { right: ENTRY_TYPE.stable, wrong: ['stable', 'SQ-21'] },
  'association-type': { right: ASSOCIATION.replaces, wrong: ['RPLC', 'SQ-21'] },
  like: { right: 'LIBRE%' },
  number: { right: 1 },
  text: { right: '1.2.250.1.999.1' },
};
/** Texts whose parameter says what they hold. */
const NAMED: Readonly<Record<string, { right: string; wrong: readonly [value: string, rule: string] }>> = {
  ReferenceIdList: { right: REFERENCE, wrong: ['A4511', 'SQ-34'] },
  DocumentAvailability: { right: 'urn:ihe:iti:2010:DocumentAvailability:Online', wrong: ['Online', 'SQ-35'] },
  homeCommunityId: { right: 'urn:oid:1.2.250.1.999.9', wrong: ['1.2.250.1.999.9', 'SQ-36'] },
  UniqueId: { right: '1.2.250.1.999.1.1.8121', wrong: ['urn:oid:1.2.250.1.999', 'SQ-37'] },
  SourceId: { right: '1.2.250.1.999.1', wrong: ['LPS', 'SQ-37'] },
};
const valuesOf = (name: string, type: ParameterType): { right: string | number; wrong?: readonly [string, string] } => {
  const named = Object.entries(NAMED).find(([end]) => name.replace(/Exclude$/, '').endsWith(end));
  return named?.[1] ?? VALUES[type];
};

/** A value as this parameter takes it: a list where it takes several. */
function argumentOf(query: StoredQueryDefinition, name: string): QueryArgument {
  const { type, many } = query.parameters[name]!;
  const { right } = valuesOf(name, type);
  return many ? [String(right)] : right;
}
/** The least that a query needs. */
const leastOf = (query: StoredQueryDefinition): Record<string, QueryArgument> =>
  Object.fromEntries([...query.required, ...query.oneOf.slice(0, 1)].map((name) => [name, argumentOf(query, name)]));

const all = STORED_QUERIES.flatMap((query) => Object.keys(query.parameters).map((name) => ({ query, name, of: query.name })));

describe('stored queries', () => {
  test.each(STORED_QUERIES)('$name with the least it needs is right', async (query) => {
    expect(await broken(query.name, leastOf(query))).toEqual([]);
  });
  test.each(STORED_QUERIES.flatMap((query) => query.required.map((name) => ({ query, name, of: query.name }))))(
    '$of without $name',
    async ({ query, name }) => {
      const { [name]: _left, ...rest } = leastOf(query);
      expect(await broken(query.name, rest)).toEqual(['SQ-12']);
    },
  );
  test.each(STORED_QUERIES.filter(({ oneOf }) => oneOf.length > 0))('$name names its objects in exactly one way', async (query) => {
    const none = Object.fromEntries(query.required.map((name) => [name, argumentOf(query, name)]));
    expect(await broken(query.name, none)).toEqual(['SQ-13']);
    if (query.oneOf.length < 2) return;
    const two = { ...none, ...Object.fromEntries(query.oneOf.slice(0, 2).map((name) => [name, argumentOf(query, name)])) };
    expect(await broken(query.name, two)).toEqual(['SQ-13']);
  });
  test.each(all)('$of, $name', async ({ query, name }) => {
    const { type, many, repeatable } = query.parameters[name]!;
    const { right, wrong } = valuesOf(name, type);
    // one key at a time
    const least =
      query.oneOf.includes(name) ? Object.fromEntries(query.required.map((one) => [one, argumentOf(query, one)])) : leastOf(query);
    const judge = (argument: QueryArgument): Promise<string[]> => broken(query.name, { ...least, [name]: argument });
    expect(await judge(argumentOf(query, name))).toEqual([]);
    if (many) {
      expect(await judge([String(right), String(right)])).toEqual([]);
      expect(await judge(right)).toEqual(['SQ-18']);
      expect(await judge([[String(right)], [String(right)]])).toEqual(repeatable ? [] : ['SQ-04']);
    } else if (type !== 'number') expect(await judge([String(right)])).toEqual(['SQ-02']);
    if (type === 'number') expect(await judge('1')).toEqual(['SQ-30']);
    if (wrong) expect(await judge(many ? [wrong[0]] : wrong[0])).toEqual([wrong[1]]);
  });
  test('parameters of another query, of old, or of no query', async () => {
    const query = STORED_QUERIES[0]!;
    for (const name of ['$XDSFolderStatus', '$XDSDocumentEntryClassCodeScheme', '$toString', 'XDSDocumentEntryStatus'])
      expect([name, await broken(query.name, { ...leastOf(query), [name]: ['x'] })]).toEqual([name, ['SQ-15']]);
  });
});
