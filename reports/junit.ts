import type { AssertionResult, CaseResult, Finding, Language, Report } from '../src/model/index.js';
import { clip, visible } from './html/text.js';
import { say } from './words.js';

type Outcome = { kind: 'passed' | 'skipped'; note?: string } | { kind: 'failure' | 'error'; type: string; message: string; text: string };

interface TestCase {
  name: string;
  className: string;
  outcome: Outcome;
}

interface Suite {
  name: string;
  startedAt: string;
  endedAt: string;
  tests: TestCase[];
  report: Report;
}

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

const document = (suites: readonly Suite[]): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n${suites.map(suiteXml).join('')}</testsuites>\n`;

function suitesOf(report: Report, language: Language): Suite[] {
  const suites: Suite[] = report.cases.map((testCase) => suiteOf(testCase, report, language));
  const bench = report.errors
    .filter((error) => !report.cases.some((testCase) => caseName(testCase) === error.case))
    .map((error, i): TestCase => ({ name: `bench-${i + 1}`, className: 'addax.run', outcome: benchError(error, language) }));
  if (report.cases.flatMap((c) => c.assertions).length === 0 && bench.length === 0)
    bench.push({
      name: 'evaluated',
      className: 'addax.run',
      outcome: { kind: 'error', type: 'INCONCLUSIVE', message: NOTHING[language], text: NOTHING[language] },
    });
  if (bench.length > 0) suites.push({ name: 'run', startedAt: report.run.startedAt, endedAt: report.run.endedAt, tests: bench, report });
  return suites;
}

const NOTHING: Readonly<Record<Language, string>> = { fr: 'Aucune assertion n’a été évaluée.', en: 'No assertion was evaluated.' };

const caseName = (testCase: CaseResult): string => `${testCase.scenario}/${testCase.variant}`;

function suiteOf(testCase: CaseResult, report: Report, language: Language): Suite {
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
  return { name, startedAt: testCase.startedAt, endedAt: testCase.endedAt, tests, report };
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

function findingText(finding: Finding, language: Language): string {
  const { place } = finding;
  const part = place.part ? `${place.part[language]}, ` : '';
  const at =
    language === 'fr' ? `${part}ligne ${place.line}, colonne ${place.column}` : `${part}line ${place.line}, column ${place.column}`;
  const told = (key: 'expected' | 'actual' | 'what-to-change', text: string | undefined): string | undefined =>
    text === undefined ? undefined : `  ${say(key, language)}: ${clip(text, 500)}`;
  return [
    `${finding.rule}: ${clip(finding.message[language], 1000)}`,
    `  ${at}`,
    `  ${clip(place.path, 1000)}`,
    told('expected', finding.expected?.[language]),
    told('actual', finding.actual?.[language]),
    told('what-to-change', finding.hint[language]),
    `  ${finding.source}${finding.requirements.length > 0 ? `, ${finding.requirements.join(', ')}` : ''}`,
  ]
    .filter((line) => line !== undefined)
    .join('\n');
}

const ENTITY: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\n': '&#10;', '\t': '&#9;' };

/** Text that any XML 1.0 reader takes: control characters, U+FFFE and U+FFFF are shown, not written. */
const legal = (text: string): string => visible(text).replace(/[\ufffe\uffff]/g, '\ufffd');
const content = (text: string): string => legal(text).replace(/[&<>]/g, (c) => ENTITY[c]!);
const attribute = (text: string): string => legal(text).replace(/[&<>"\n\t]/g, (c) => ENTITY[c]!);
/** xs:token: no line break, no double space, no space at either end */
const token = (text: string): string => attribute(text.replace(/\s+/g, ' ').trim() || '-');

const seconds = (from: string, to: string): string => (Math.max(0, Date.parse(to) - Date.parse(from) || 0) / 1000).toFixed(3);
/** the schema wants a date and time without milliseconds or zone; it is UTC */
const timestamp = (at: string): string => {
  const time = Date.parse(at);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString().slice(0, 19);
};

function suiteXml(suite: Suite, id: number): string {
  const { report } = suite;
  const n = (kind: Outcome['kind']): number => suite.tests.filter((test) => test.outcome.kind === kind).length;
  const properties = {
    product: `${report.product.name} ${report.product.version}`,
    tool: `${report.tool.name} ${report.tool.version}`,
    run: report.run.id,
    digest: report.digest,
  };
  const notes = suite.tests.flatMap(({ name, outcome }) => ('note' in outcome && outcome.note ? [`${name}: ${outcome.note}`] : []));
  return [
    `  <testsuite name="${token(suite.name)}" package="addax" id="${id}" hostname="localhost" timestamp="${timestamp(suite.startedAt)}"`,
    ` tests="${suite.tests.length}" failures="${n('failure')}" errors="${n('error')}" skipped="${n('skipped')}" time="${seconds(suite.startedAt, suite.endedAt)}">\n`,
    '    <properties>\n',
    ...Object.entries(properties).map(([name, value]) => `      <property name="${name}" value="${attribute(value)}"/>\n`),
    '    </properties>\n',
    ...suite.tests.map(testXml),
    `    <system-out>${content(notes.join('\n\n'))}</system-out>\n    <system-err/>\n  </testsuite>\n`,
  ].join('');
}

/** Assertions take no measurable time of their own: the time of the exchange is the suite's. */
function testXml({ name, className, outcome }: TestCase): string {
  const open = `    <testcase name="${token(name)}" classname="${token(className)}" time="0"`;
  switch (outcome.kind) {
    case 'passed':
      return `${open}/>\n`;
    case 'skipped':
      return `${open}><skipped/></testcase>\n`;
    default:
      return `${open}><${outcome.kind} type="${attribute(outcome.type)}" message="${attribute(clip(outcome.message, 1000))}">${content(outcome.text)}</${outcome.kind}></testcase>\n`;
  }
}
