import { expect, test } from '@jest/globals';
import { exitCode, type Report } from '../../src/model/index.js';
import { renderJson } from '../../reports/json.js';
import { renderJunit, renderJunitOfRuns } from '../../reports/junit.js';
import { sampleReport } from './fixture.js';
import { readJunit as read } from './junit-schema.js';

const { report } = sampleReport();

test('one suite per case, one test per assertion, and what went wrong on the bench; counts are right', () => {
  const { elements, said } = read(renderJunit(report));
  // nine assertions of three cases, of which one waived, and one bench error
  expect(elements).toEqual({ tests: 11, failures: 5, errors: 3, skipped: 1 });
  expect(said).toEqual(elements);
});

test('a failure says place, expected, actual and remedy', () => {
  const xml = renderJunit(report);
  expect(xml).toContain('<testsuite name="pds-publish/nominal"');
  expect(xml).toContain('requête ITI-41, ligne 25, colonne 11');
  expect(xml).toMatch(/Attendu: 20261120133000\n {2}Obtenu: 20261120143000\n {2}Que changer: Convertir en UTC/);
  expect(xml).toMatch(/<error type="INCONCLUSIVE" message="Aucune preuve déposée en 10 minutes\.">[^<]*Équipe de test/);
  expect(xml).toContain('<error type="ERROR.configuration"');
  expect(renderJunit(report, 'en')).toContain('ITI-41 request, line 25, column 11');
});

test('no pipeline is green when the run does not exit 0', () => {
  const [first] = report.cases;
  const [assertion] = first!.assertions;
  for (const verdict of ['PASSED', 'FAILED', 'INCONCLUSIVE', 'NOT_RUN', 'ERROR', 'WARNING', 'WAIVED', 'NOT_APPLICABLE'] as const)
    for (const strict of [false, true]) {
      const failed = verdict === 'FAILED' || (strict && verdict === 'WARNING');
      const open = verdict === 'INCONCLUSIVE' || verdict === 'NOT_RUN' || verdict === 'ERROR';
      const of: Report = {
        ...report,
        strict,
        errors: [],
        cases: [
          { ...first!, assertions: [{ ...assertion!, verdict, level: 'SHALL', ...(verdict === 'ERROR' && { owner: 'peer' as const }) }] },
        ],
      };
      const { elements } = read(renderJunit(of));
      expect([verdict, elements['failures'], elements['errors']]).toEqual([verdict, failed ? 1 : 0, open ? 1 : 0]);
    }
  expect(exitCode('INCONCLUSIVE', [])).not.toBe(0);
});

test('several runs make one valid file', () => {
  const xml = renderJunitOfRuns([
    { name: 'healthy', report },
    { name: 'bad-hash', report },
  ]);
  expect(read(xml).elements['tests']).toBe(22);
  expect(xml).toContain('<testsuite name="bad-hash/pds-publish/nominal" package="addax" id="3"');
  expect(xml).toContain('classname="addax.bad-hash.partage-documents-sante.pds-publish.nominal"');
});

test('a run that evaluated nothing is not green', () => {
  const { elements } = read(renderJunit({ ...report, cases: [], errors: [] }));
  expect(elements).toMatchObject({ tests: 1, errors: 1 });
});

test('hostile texts stay well-formed', () => {
  const attack = ']]></failure><evil/>&bogus;\u0000\u0008\u001b\ufffe\ud800"\n  x';
  const [first] = report.cases;
  const both = { fr: attack, en: attack };
  const assertion = first!.assertions[1]!;
  const finding = { ...assertion.findings[0]!, message: both, hint: both, expected: both, actual: both, rule: attack };
  const xml = renderJunit({
    ...report,
    product: { name: attack, version: attack, vendor: attack },
    cases: [
      { ...first!, scenario: attack, startedAt: attack, assertions: [{ ...assertion, id: attack, findings: [finding], reason: both }] },
    ],
    errors: [{ owner: 'tool', message: both, remedy: both }],
  });
  expect(read(xml).elements).toEqual({ tests: 2, failures: 1, errors: 1, skipped: 0 });
  expect(xml).not.toContain('<evil');
});

test('JSON is the report', () => {
  expect(JSON.parse(renderJson(report))).toEqual(report);
});
