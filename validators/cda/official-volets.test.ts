import { describe, expect, test } from '@jest/globals';
import type { VoletRow } from '../../src/packs/manifest.js';
import { OFFICIAL_COORDINATES, officialVolets, withExtraRows } from './official-volets.js';
import { VOLETS } from './volets.js';

const rowsOf = officialVolets;

/** Versions of volets that are newer than the packs whose rows are known. */
const PUBLISHED_SINCE: [templateId: string, version: string][] = [
  ['1.2.250.1.213.1.1.1.8', '2025.01'],
  ['1.2.250.1.213.1.1.1.26', '2025.01'],
  ['1.2.250.1.213.1.1.1.30', '2025.01'],
  ['1.2.250.1.213.1.1.1.61', '2025.01'],
  ['1.2.250.1.213.1.1.1.62', '2025.01'],
];

describe('the official packs', () => {
  test('are known by coordinate, and no other is', () => {
    expect(OFFICIAL_COORDINATES).toEqual(['fr.ans:ci-sis-cda:3.0', 'fr.ans:ci-sis-cda:2.x']);
    for (const other of ['fr.ans:ci-sis-cda:4.0', 'local:x:1', 'constructor', '']) expect(officialVolets(other)).toEqual([]);
  });

  test.each([
    ['fr.ans:ci-sis-cda:3.0', 60],
    ['fr.ans:ci-sis-cda:2.x', 42],
  ])('%s has a row for each volet', (coordinate, volets) => {
    expect(rowsOf(coordinate)).toHaveLength(volets);
  });

  test.each(OFFICIAL_COORDINATES)('%s names each template, version and schematron once', (coordinate) => {
    const keys = rowsOf(coordinate).map((row) => `${row.templateId}@${row.extension} ${row.schematron}`);
    expect(new Set(keys).size).toBe(keys.length);
    for (const row of rowsOf(coordinate)) {
      expect(row.templateId).toMatch(/^\d+(\.\d+)+$/);
      expect(row.schematron).toMatch(/^schematrons\/CI-SIS_[\w.-]+\.sch$/);
    }
  });

  test('only the rows of a template that says no volet carry a document type', () => {
    const typed = OFFICIAL_COORDINATES.flatMap(rowsOf).filter((row) => row.code !== undefined);
    expect(typed.map(({ templateId, code }) => ({ templateId, code }))).toEqual(
      Array(2).fill({ templateId: '1.3.6.1.4.1.19376.1.2.20', code: '85208-7' }),
    );
  });

  test('agree with what our own rules know of the volets', () => {
    const versions = new Map<string, Set<string>>();
    for (const row of OFFICIAL_COORDINATES.flatMap(rowsOf).filter((one) => one.code === undefined)) {
      expect(VOLETS[row.templateId]).toBeDefined();
      expect(VOLETS[row.templateId]!.codes.length).toBeGreaterThan(0);
      if (!versions.has(row.templateId)) versions.set(row.templateId, new Set());
      if (row.extension !== undefined) versions.get(row.templateId)!.add(row.extension);
    }
    // every version that our rules accept has a schematron, save those that ANS published after these packs
    for (const [templateId, added] of PUBLISHED_SINCE) versions.set(templateId, (versions.get(templateId) ?? new Set()).add(added));
    for (const [templateId, { versions: accepted }] of Object.entries(VOLETS))
      expect([templateId, accepted.filter((version) => !versions.get(templateId)?.has(version))]).toEqual([templateId, []]);
  });
});

describe('rows of a manifest', () => {
  const known: VoletRow[] = [
    { templateId: '1.2', schematron: 'a.sch' },
    { templateId: '1.2', schematron: 'b.sch' },
    { templateId: '1.2', extension: '2024.01', schematron: 'c.sch' },
  ];
  test('win over the rows of the same template and version, and are added to the others', () => {
    const extra: VoletRow[] = [
      { templateId: '1.2', schematron: 'own.sch' },
      { templateId: '1.3', schematron: 'new.sch' },
    ];
    expect(withExtraRows(known, extra)).toEqual([known[2], ...extra]);
  });
});
