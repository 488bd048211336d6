import { expect, test } from '@jest/globals';
import { XmlDocument } from 'libxml2-wasm';
import { exitCode, type JudgedFile } from '../../src/model/index.js';
import { junitWriter } from '../../reports/junit-files.js';
import type { ResultsContext } from '../../reports/results.js';
import { ATTACK, finding, judged } from './judged-files.js';
import { readJunit } from './junit-schema.js';

const context: ResultsContext = {
  language: 'fr',
  at: new Date('2026-11-20T10:00:00Z'),
  root: '/project',
  strict: false,
  packs: [{ coordinate: 'fr.x:y:1', sha256: 'ab' }],
  ruleOf: () => undefined,
};

function write(results: readonly JudgedFile[], change: Partial<ResultsContext> = {}): string {
  const writer = junitWriter({ ...context, ...change });
  return writer.begin() + results.map((result) => writer.add(result)).join('') + writer.end();
}
const counts = (xml: string): Record<string, number> => {
  const { elements, said } = readJunit(xml);
  expect(said).toEqual(elements);
  return elements;
};

test('a suite per file, a test per rule that found something', () => {
  const xml = write([
    judged('a.xml'),
    judged('docs/b.xml', {
      verdict: 'FAILED',
      findings: [finding(1), finding(2), finding(3, { rule: 'CDA-88', severity: 'warning' })],
    }),
  ]);
  expect(counts(xml)).toEqual({ tests: 3, failures: 1, errors: 0, skipped: 0 });
  expect(xml).toContain('<testcase name="cda" classname="a.xml" time="0"/>');
  expect(xml).toContain('<testsuite name="docs/b.xml" package="addax" id="1" hostname="localhost" timestamp="2026-11-20T10:00:00"');
  expect(xml).toContain('<failure type="FAILED" message="La clé est fausse.">CDA-51: La clé est fausse.\n  ligne 1, colonne 5');
  expect(xml).toMatch(/<system-out>CDA-88: CDA-88: La clé est fausse\./);
  expect(xml).toContain('<property name="packs" value="fr.x:y:1"/>');
});

test('no pipeline is green when validate does not exit 0', () => {
  for (const strict of [false, true])
    for (const one of [
      judged('a'),
      judged('a', { verdict: strict ? 'FAILED' : 'WARNING', findings: [finding(1, { severity: 'warning' })] }),
      judged('a', { verdict: 'FAILED', findings: [finding(1)] }),
      judged('a', { verdict: 'INCONCLUSIVE', notes: [{ kind: 'incomplete', text: { fr: 'absent', en: 'missing' } }] }),
      judged('a', { verdict: 'INCONCLUSIVE', findings: [finding(1, { severity: 'information' })] }),
      judged('a', { verdict: 'INCONCLUSIVE', kind: null, error: { owner: 'peer', text: 'nature non reconnue' } }),
      judged('a', { verdict: 'ERROR', kind: null, error: { owner: 'tool', text: 'panne' } }),
    ]) {
      const { failures, errors } = counts(write([one], { strict }));
      expect([one.verdict, strict, failures! + errors! > 0]).toEqual([
        one.verdict,
        strict,
        exitCode(one.verdict, one.error ? [one.error.owner] : []) !== 0,
      ]);
    }
});

test('a rule that finds very much in one file is told with some of it', () => {
  const xml = write([judged('a.xml', { verdict: 'FAILED', findings: Array.from({ length: 100 }, (_, i) => finding(i + 1)) })]);
  expect(xml.match(/ligne \d+, colonne 5/g)).toHaveLength(20);
  expect(xml).toContain('et 80 de plus');
});

test('hostile texts stay well-formed, in both languages', () => {
  const both = { fr: ATTACK, en: ATTACK };
  for (const language of ['fr', 'en'] as const) {
    const xml = write(
      [
        judged(ATTACK, {
          verdict: 'FAILED',
          kind: ATTACK,
          findings: [finding(1, { rule: ATTACK, message: both, hint: both, actual: both })],
        }),
      ],
      { language },
    );
    expect(counts(xml)).toMatchObject({ tests: 1, failures: 1 });
    using parsed = XmlDocument.fromString(xml);
    expect(parsed.find('//script')).toEqual([]);
  }
});
