import { toolVersion, type Finding, type JudgedFile, type Language } from '../src/model/index.js';
import { findingText, JUNIT_BEGIN, JUNIT_END, suiteXml, type Outcome, type TestCase } from './junit-xml.js';
import type { ResultsContext, ResultWriter } from './results.js';
import { say } from './words.js';

/** a rule that finds more in one file is told with as many, and how many more */
const MOST_FINDINGS = 20;

/**
 * JUnit XML of judged files: a suite per file, in it a test per rule that found something. An error fails its test, and
 * so does a warning in strict mode; else a warning passes and is told in the output of the suite. A file that could not
 * be judged is an error. A pipeline is only green when `addax validate` exits 0.
 */
export function junitWriter(context: ResultsContext): ResultWriter {
  let id = 0;
  const packs = context.packs.map(({ coordinate }) => coordinate).join(', ');
  return {
    begin: () => JUNIT_BEGIN,
    add: (result) =>
      suiteXml({
        name: result.file,
        id: id++,
        startedAt: context.at.toISOString(),
        milliseconds: result.durationMs,
        properties: { tool: `addax ${toolVersion}`, ...(result.kind !== null && { kind: result.kind }), ...(packs !== '' && { packs }) },
        tests: testsOf(result, context),
      }),
    end: () => JUNIT_END,
  };
}

function testsOf(result: JudgedFile, { language, strict }: ResultsContext): TestCase[] {
  const byRule = new Map<string, Finding[]>();
  for (const finding of result.findings) {
    const found = byRule.get(finding.rule);
    if (found) found.push(finding);
    else byRule.set(finding.rule, [finding]);
  }
  const tests = [...byRule].map(([rule, findings]): TestCase => ({
    name: rule,
    className: result.file,
    outcome: outcomeOf(findings, strict, language),
  }));
  const open = openOutcome(result, language);
  if (open || tests.length === 0) tests.push({ name: result.kind ?? 'file', className: result.file, outcome: open ?? { kind: 'passed' } });
  return tests;
}

function outcomeOf(findings: readonly Finding[], strict: boolean, language: Language): Outcome {
  const [first] = findings;
  const rest = findings.length - MOST_FINDINGS;
  const text = [
    ...findings.slice(0, MOST_FINDINGS).map((finding) => findingText(finding, language)),
    ...(rest > 0 ? [language === 'fr' ? `et ${rest} de plus` : `and ${rest} more`] : []),
  ].join('\n\n');
  const failing = findings.some(({ severity }) => severity === 'error' || (strict && severity === 'warning'));
  if (!failing) return { kind: 'passed', note: text };
  const type = findings.some(({ severity }) => severity === 'error') ? 'FAILED' : 'WARNING';
  return { kind: 'failure', type, message: first!.message[language], text };
}

/** What came to no verdict, which is no pass. */
function openOutcome({ verdict, error, notes }: JudgedFile, language: Language): Outcome | undefined {
  if (error) return { kind: 'error', type: `ERROR.${error.owner}`, message: error.text, text: error.text };
  if (verdict !== 'INCONCLUSIVE') return undefined;
  const text = notes.map((note) => note.text[language]).join('\n');
  return { kind: 'error', type: verdict, message: notes[0]?.text[language] ?? say('INCONCLUSIVE', language), text };
}
