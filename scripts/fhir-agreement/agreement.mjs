/** How our verdicts agree with those that HL7 recorded, and the page that says it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ARGUED, NOT_JUDGED, NOT_OF_R4, OPTIONS, OTHER_SUBJECTS, REASONS } from './arguments.mjs';
import { isError, readCases } from './cases.mjs';
import { judgeOf } from './judge.mjs';

/** What an error of theirs says that only a terminology server can know. */
const TERMS = /Display Name|Unknown code|not valid in the system/;
const SERVED = /snomed\.info|loinc\.org|\/sid\/|nucc\.org|unitsofmeasure|fhir\.de\/CodeSystem/;
const UNKNOWN_PROFILE = /^(?:Unknown profile|Unable to resolve the profile)/;

/** An error of theirs with a place, that neither a terminology server nor their refusal of unknown extensions explains. */
const isComparable = ({ expression, text }) => expression && !isServed(text) && !/could not be found so is not allowed here/.test(text);
const isServed = (text) => TERMS.test(text) && SERVED.test(text);

/** Of these there is nothing to run. */
const UNREADABLE = new Set(['file', 'format', 'unrecorded']);

/** Why a case is not judged; undefined for one that is. */
function reasonOf({ name, module, file, packages, options, profile, recorded, errors }, folder) {
  const theirs = (recorded ?? []).filter(isError);
  if (!/\.(json|xml)$/.test(file)) return 'format';
  if (!existsSync(join(folder, file))) return 'file';
  if (errors === undefined) return 'unrecorded';
  if (NOT_JUDGED[name]) return NOT_JUDGED[name];
  if (OTHER_SUBJECTS[module] || NOT_OF_R4.some(([, names]) => names.test(name))) return 'subject';
  if (options['use-test'] === false) return 'unused';
  if (OPTIONS.some((option) => option in options)) return 'option';
  if ('validateReference' in options) return 'fetch';
  if (packages.some((one) => !existsSync(join(folder, one))) || /^https?:/.test(profile ?? '')) return 'package';
  if (theirs.length > 0 && theirs.every(({ text }) => UNKNOWN_PROFILE.test(text))) return 'package';
  if (theirs.length > 0 && theirs.every(({ text }) => isServed(text))) return 'terminology';
  // a Bundle of definitions is judged as any Bundle
  if (/"resourceType"\s*:\s*"StructureDefinition"|<StructureDefinition/.test(readFileSync(join(folder, file), 'utf8').slice(0, 2000)))
    return 'authoring';
  return undefined;
}

/** A path as both write it: without indices, comments and the type of a resource. */
const plainPath = (path) =>
  path
    .replaceAll(/\/\*[^*]*\*\//g, '')
    .replaceAll(/\.ofType\(([A-Za-z])([A-Za-z0-9]*)\)/g, (_, first, rest) => first.toUpperCase() + rest)
    .replaceAll(/\[[^\]]*\]/g, '');

/** Whether a finding is where theirs is, or one step above or below: what is missing has no place of its own. */
function isThere(ours, theirs) {
  const [a, b] = [plainPath(ours), plainPath(theirs)];
  const up = (path) => path.slice(0, Math.max(path.lastIndexOf('.'), 0)) || path;
  return a === b || up(a) === b || a === up(b);
}

/**
 * Runs all R4 cases of a checkout.
 * @param root of the checkout of FHIR/fhir-test-cases
 * @param ours the modules under test
 */
export async function agreement(root, ours, baseShelf) {
  const folder = join(root, 'validator');
  const judge = judgeOf(ours, root, baseShelf);
  const rows = [];
  for (const one of readCases(root)) {
    const reason = reasonOf(one, folder);
    if (UNREADABLE.has(reason)) {
      rows.push({ ...one, reason });
      continue;
    }
    const errors = (await judge(one)).filter(({ severity }) => severity === 'error');
    if (reason !== undefined) {
      rows.push({ ...one, reason, agrees: one.errors === undefined ? undefined : errors.length > 0 === one.errors > 0 });
      continue;
    }
    const theirs = one.recorded.filter(isError);
    const verdict =
      errors.length > 0 === one.errors > 0 ? 'agreed'
      : errors.length > 0 ? 'stricter'
      : 'laxer';
    // of what cannot be read, that alone is told
    const places = errors.some(({ place }) => place.path === '/') ? [] : theirs.filter(isComparable);
    rows.push({
      ...one,
      verdict,
      findings: errors,
      places: verdict === 'agreed' ? places.length : 0,
      met: verdict === 'agreed' ? places.filter(({ expression }) => errors.some(({ place }) => isThere(place.path, expression))).length : 0,
    });
  }
  return rows;
}

const percent = (part, whole) => (whole === 0 ? '–' : `${((100 * part) / whole).toFixed(1)} %`);
/** An error of theirs by its code and place: their words are not ours to copy. */
const theirsIn = ({ code, expression = '' }) => `${code} ${expression.replaceAll(/\/\*[^*]*\*\//g, '')}`;

function categories(rows) {
  const modules = [...new Set(rows.map(({ module }) => module))].toSorted();
  const counted = modules.map((module) => {
    const mine = rows.filter((row) => row.module === module);
    const of = (verdict) => mine.filter((row) => row.verdict === verdict).length;
    return { module, agreed: of('agreed'), stricter: of('stricter'), laxer: of('laxer'), left: mine.filter(({ reason }) => reason) };
  });
  return counted.map(({ module, agreed, stricter, laxer, left }) => {
    const judged = agreed + stricter + laxer;
    return `| ${module} | ${judged} | ${agreed} | ${stricter} | ${laxer} | ${percent(agreed, judged)} | ${left.length} |`;
  });
}

/** The rows of what is not judged, by reason. */
function leftOut(rows) {
  return Object.entries(REASONS).flatMap(([key, text]) => {
    const mine = rows.filter(({ reason }) => reason === key);
    if (mine.length === 0) return [];
    const names =
      key === 'subject' ?
        Object.entries(OTHER_SUBJECTS)
          .filter(([module]) => mine.some((row) => row.module === module))
          .map(([module, what]) => `${module}: ${what} (${mine.filter((row) => row.module === module).length})`)
          .concat(
            NOT_OF_R4.map(([what, names]) => `${what}, which R4 does not have (${mine.filter(({ name }) => names.test(name)).length})`),
          )
      : [...new Set(mine.map(({ name }) => name.replace(/\/profile$/, '')))];
    const run = mine.filter(({ agrees }) => agrees !== undefined);
    const agreed = run.length === 0 ? '–' : `${run.filter(({ agrees }) => agrees).length} of ${run.length}`;
    return [`| ${text} | ${mine.length} | ${agreed} | ${names.join('; ')} |`];
  });
}

/** The agreement without leaving anything out that has a result. */
function everyRun(rows) {
  const run = rows.filter(({ verdict, agrees }) => verdict !== undefined || agrees !== undefined);
  const agreed = run.filter(({ verdict, agrees }) => verdict === 'agreed' || agrees === true).length;
  return `${agreed} of ${run.length} runs agree (${percent(agreed, run.length)})`;
}

/** Cases whose verdict differs and that no line argues. */
export const unargued = (rows) =>
  rows.filter(({ verdict, name }) => verdict && verdict !== 'agreed' && !ARGUED[name]).map(({ name }) => name);

/** Lines that argue what does not differ any more. */
export const idle = (rows) =>
  Object.keys(ARGUED).filter((name) => !rows.some((row) => row.name === name && row.verdict !== 'agreed' && row.verdict));

/** docs/fhir-agreement.md */
export function agreementPage(rows) {
  const judged = rows.filter(({ verdict }) => verdict);
  const of = (verdict) => judged.filter((row) => row.verdict === verdict);
  const sum = (key) => judged.reduce((total, row) => total + row[key], 0);
  const differing = [...of('stricter'), ...of('laxer')];
  const told = ({ verdict, findings, recorded }) =>
    verdict === 'stricter' ? `${findings[0].rule} ${findings[0].place.path}` : theirsIn(recorded.find(isError));
  return `# FHIR: agreement with HL7’s test cases

The test cases that HL7 keeps for FHIR validators ([FHIR/fhir-test-cases](https://github.com/FHIR/fhir-test-cases), folder \`validator\`) have the result of HL7’s own validator beside them. \`npm run fhir-agreement\` judges all those of R4, each by the specification and, where it names one, by a profile (a run each), and writes this page; \`ADDAX_FHIR_TEST_CASES\` names a checkout, of which nothing is kept here. \`scripts/fhir-agreement/fhir-agreement.test.ts\` compares the page when the variable is set.

A run agrees when both find errors or both find none. Warnings and information are not compared: of HL7’s many are advice. The rules on the INS are left out, because they are French.

**${rows.length} runs, ${judged.length} judged: ${of('agreed').length} agree (${percent(of('agreed').length, judged.length)}), we are stricter in ${of('stricter').length} and laxer in ${of('laxer').length}.** Where both find errors, ${sum('met')} of the ${sum('places')} places that HL7 recorded (${percent(sum('met'), sum('places'))}) have an error of ours, there or a step above or below; what takes a terminology server, and unknown extensions, which they refuse, are not counted.

| category | judged | agreed | stricter | laxer | agreement | not judged |
| --- | --- | --- | --- | --- | --- | --- |
${categories(rows).join('\n')}

## Where we differ

| case | we are | the first error of the stricter one | why |
| --- | --- | --- | --- |
${differing.map((row) => `| ${row.name} | ${row.verdict} | ${told(row)} | ${ARGUED[row.name] ?? '?'} |`).join('\n')}

## A second opinion

\`validators/fhir/second-opinion.test.ts\` makes mistakes of 15 kinds (unknown element, wrong JSON type, list for one, empty object, date that does not exist, element left out…) at the places of our fixtures and of the third-party samples, without profiles, and asks @medplum/core 4.5.2 too. Of 3,965 mistakes both see 2,869 and neither sees 452, because they are none (an optional element left out); 644 are seen by us alone, each rule with its reason in the test; none is seen by @medplum/core alone.

## Not judged

Runs that ask something else than whether a resource meets the specification and its profiles, or what cannot be known here. Those that have a result were run all the same; whether they agree says little, and is in the third column. With them, ${everyRun(rows)}.

| reason | runs | agree all the same | which |
| --- | --- | --- | --- |
${leftOut(rows).join('\n')}
`;
}
