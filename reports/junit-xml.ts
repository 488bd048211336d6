import type { Finding, Language } from '../src/model/index.js';
import { clip, visible } from './html/text.js';
import { say } from './words.js';

/** What one test came to; a note of a test that passed or does not count is told in the output of its suite. */
export type Outcome =
  { kind: 'passed' | 'skipped'; note?: string } | { kind: 'failure' | 'error'; type: string; message: string; text: string };

export interface TestCase {
  name: string;
  className: string;
  outcome: Outcome;
}

export interface Suite {
  name: string;
  /** from 0, in the file */
  id: number;
  /** an instant in ISO 8601 */
  startedAt: string;
  milliseconds: number;
  properties: Readonly<Record<string, string>>;
  tests: readonly TestCase[];
}

export const JUNIT_BEGIN = '<?xml version="1.0" encoding="UTF-8"?>\n<testsuites>\n';
export const JUNIT_END = '</testsuites>\n';

/** A finding as plain text: everything a person needs to act. */
export function findingText(finding: Finding, language: Language): string {
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

/** the schema wants a date and time without milliseconds or zone; it is UTC */
const timestamp = (at: string): string => {
  const time = Date.parse(at);
  return new Date(Number.isNaN(time) ? 0 : time).toISOString().slice(0, 19);
};

/** A suite, valid both against the schema of the Ant task and against what CI servers read. */
export function suiteXml({ name, id, startedAt, milliseconds, properties, tests }: Suite): string {
  const n = (kind: Outcome['kind']): number => tests.filter((test) => test.outcome.kind === kind).length;
  const notes = tests.flatMap((test) => ('note' in test.outcome && test.outcome.note ? [`${test.name}: ${test.outcome.note}`] : []));
  return [
    `  <testsuite name="${token(name)}" package="addax" id="${id}" hostname="localhost" timestamp="${timestamp(startedAt)}"`,
    ` tests="${tests.length}" failures="${n('failure')}" errors="${n('error')}" skipped="${n('skipped')}" time="${(milliseconds / 1000).toFixed(3)}">\n`,
    '    <properties>\n',
    ...Object.entries(properties).map(([key, value]) => `      <property name="${key}" value="${attribute(value)}"/>\n`),
    '    </properties>\n',
    ...tests.map(testXml),
    `    <system-out>${content(notes.join('\n\n'))}</system-out>\n    <system-err/>\n  </testsuite>\n`,
  ].join('');
}

/** A test takes no measurable time of its own: the time is the suite's. */
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
