import type { AssertionResult, CaseResult, Language, Report } from '../src/model/index.js';
import { findingText, JUNIT_BEGIN, JUNIT_END, suiteXml, type Outcome, type Suite, type TestCase } from './junit-xml.js';
import { say } from './words.js';

/**
 * JUnit XML, valid both against the schema of the Ant task and against what CI servers read. One suite per case
 * (`scenario/variant`), one test per assertion.
 *
 * A pipeline may only be green when `addax run` exits 0, so nothing that changes the exit code is hidden as skipped:
 * FAILED (and WARNING in strict mode) is a failure; ERROR, and INCONCLUSIVE or NOT_RUN of a SHALL, is an error, with
 * the verdict as its type and who must act in its text. Skipped is what does not count: NOT_APPLICABLE, WAIVED, and
 * INCONCLUSIVE or NOT_RUN of a SHOULD or MAY. A WARNING passes and is told in the output of its suite.
 */
export function renderJunit(report: Report, language: Language = 'fr'): string {
  return document(suitesOf(report, language));
}

/** The same for several runs in one file: each suite is named after its run and its case. */
export function renderJunitOfRuns(runs: readonly { name: string; report: Report }[], language: Language = 'fr'): string {
  return document(
    runs.flatMap(({ name, report }) =>
      suitesOf(report, language).map((suite) => ({
        ...suite,
        name: `${name}/${suite.name}`,
        tests: suite.tests.map((test) => ({ ...test, className: test.className.replace(/^addax/, `addax.${name}`) })),
      })),
    ),
  );
}

const document = (suites: readonly Unnumbered[]): string =>
  JUNIT_BEGIN + suites.map((suite, id) => suiteXml({ ...suite, id })).join('') + JUNIT_END;

type Unnumbered = Omit<Suite, 'id'>;

function suitesOf(report: Report, language: Language): Unnumbered[] {
  const suites: Unnumbered[] = report.cases.map((testCase) => suiteOf(testCase, report, language));
  const bench = report.errors
    .filter((error) => !report.cases.some((testCase) => caseName(testCase) === error.case))
    .map((error, i): TestCase => ({ name: `bench-${i + 1}`, className: 'addax.run', outcome: benchError(error, language) }));
  if (report.cases.flatMap((c) => c.assertions).length === 0 && bench.length === 0)
    bench.push({
      name: 'evaluated',
      className: 'addax.run',
      outcome: { kind: 'error', type: 'INCONCLUSIVE', message: NOTHING[language], text: NOTHING[language] },
    });
  if (bench.length > 0) suites.push({ name: 'run', ...timed(report.run), properties: propertiesOf(report), tests: bench });
  return suites;
}

const timed = ({ startedAt, endedAt }: { startedAt: string; endedAt: string }): Pick<Suite, 'startedAt' | 'milliseconds'> => ({
  startedAt,
  milliseconds: Math.max(0, Date.parse(endedAt) - Date.parse(startedAt) || 0),
});

const propertiesOf = (report: Report): Suite['properties'] => ({
  product: `${report.product.name} ${report.product.version}`,
  tool: `${report.tool.name} ${report.tool.version}`,
  run: report.run.id,
  digest: report.digest,
});

const NOTHING: Readonly<Record<Language, string>> = { fr: 'Aucune assertion n’a été évaluée.', en: 'No assertion was evaluated.' };

const caseName = (testCase: CaseResult): string => `${testCase.scenario}/${testCase.variant}`;

function suiteOf(testCase: CaseResult, report: Report, language: Language): Unnumbered {
  const name = caseName(testCase);
  const className = `addax.${testCase.suite}.${testCase.scenario}.${testCase.variant}`;
  const tests = testCase.assertions.map((assertion): TestCase => ({
    name: assertion.id,
    className,
    outcome: outcomeOf(assertion, report, language),
  }));
  report.errors
    .filter((error) => error.case === name)
    .forEach((error, i) => tests.push({ name: `bench-${i + 1}`, className, outcome: benchError(error, language) }));
  return { name, ...timed(testCase), properties: propertiesOf(report), tests };
}

function outcomeOf(assertion: AssertionResult, report: Report, language: Language): Outcome {
  const { verdict, level } = assertion;
  const first = assertion.findings[0]?.message[language];
  const message = assertion.reason?.[language] ?? first ?? assertion.title?.[language] ?? say(verdict, language);
  const text = bodyOf(assertion, language);
  switch (verdict) {
    case 'PASSED':
      return { kind: 'passed' };
    case 'WARNING':
      return report.strict ? { kind: 'failure', type: 'WARNING', message: first ?? message, text } : { kind: 'passed', note: text };
    case 'FAILED':
      return { kind: 'failure', type: 'FAILED', message: first ?? message, text };
    case 'ERROR':
      return { kind: 'error', type: assertion.owner ? `ERROR.${assertion.owner}` : 'ERROR', message, text };
    case 'INCONCLUSIVE':
    case 'NOT_RUN':
      return level === 'SHALL' ? { kind: 'error', type: verdict, message, text } : { kind: 'skipped', note: text };
    default:
      return { kind: 'skipped', note: text };
  }
}

function benchError(error: Report['errors'][number], language: Language): Outcome {
  const message = error.message[language];
  return { kind: 'error', type: `ERROR.${error.owner}`, message, text: [message, error.remedy?.[language]].filter(Boolean).join('\n') };
}

/** Everything a person needs to act, as plain text. */
function bodyOf(assertion: AssertionResult, language: Language): string {
  const lines = [
    assertion.title?.[language],
    assertion.reason?.[language],
    assertion.waitsFor === undefined ? undefined : `${say('not-judged', language)} → ${assertion.waitsFor}`,
    assertion.requirements.length > 0 ? `${say('requirements', language)}: ${assertion.requirements.join(', ')}` : undefined,
  ].filter((line) => line !== undefined);
  return [...lines, ...assertion.findings.map((finding) => `\n${findingText(finding, language)}`)].join('\n');
}
