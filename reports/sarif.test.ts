import { expect, test } from '@jest/globals';
import { z } from 'zod';
import type { Finding, JudgedFile, Rule } from '../src/model/index.js';
import { ATTACK, finding, judged } from '../test/reports/judged-files.js';
import type { ResultsContext } from './results.js';
import { sarifWriter } from './sarif.js';

const text = z.strictObject({ text: z.string().min(1) });
const location = z.strictObject({
  physicalLocation: z.strictObject({
    artifactLocation: z.strictObject({ uri: z.string().regex(/^[A-Za-z0-9%!:/._~()'*-]+$/), uriBaseId: z.literal('%SRCROOT%').optional() }),
    region: z.strictObject({ startLine: z.int().min(1), startColumn: z.int().min(1) }).optional(),
  }),
  logicalLocations: z.array(z.strictObject({ fullyQualifiedName: z.string().min(1) })).optional(),
});
const level = z.enum(['error', 'warning', 'note']);

/** What the schema of SARIF 2.1.0, and GitHub beyond it, ask of what we write, in our own words. */
const Sarif = z.strictObject({
  $schema: z.url(),
  version: z.literal('2.1.0'),
  runs: z.tuple([
    z.strictObject({
      columnKind: z.literal('utf16CodeUnits'),
      language: z.enum(['fr', 'en']),
      results: z.array(
        z.strictObject({
          ruleId: z.string().min(1),
          ruleIndex: z.int().min(0),
          level,
          message: text,
          locations: z.array(location).length(1),
          partialFingerprints: z.strictObject({ primaryLocationLineHash: z.string().regex(/^.+:\d+$/) }),
        }),
      ),
      tool: z.strictObject({
        driver: z.strictObject({
          name: z.string(),
          version: z.string(),
          semanticVersion: z.string(),
          language: z.enum(['fr', 'en']),
          rules: z.array(
            z.strictObject({
              id: z.string().min(1).max(255),
              shortDescription: text,
              fullDescription: text,
              help: z.strictObject({ text: z.string().min(1), markdown: z.string().optional() }),
              defaultConfiguration: z.strictObject({ level }),
              properties: z.strictObject({ tags: z.array(z.string()).max(20), requirements: z.array(z.string()).optional() }),
            }),
          ),
        }),
      }),
      invocations: z.tuple([
        z.strictObject({
          executionSuccessful: z.boolean(),
          endTimeUtc: z.iso.datetime(),
          toolExecutionNotifications: z.array(z.strictObject({ level, message: text, locations: z.array(location).optional() })).optional(),
        }),
      ]),
      properties: z.strictObject({ packs: z.array(z.strictObject({ coordinate: z.string(), sha256: z.string() })) }),
    }),
  ]),
});

const rule: Rule = {
  id: 'CDA-51',
  level: 'SHALL',
  title: { fr: 'La clé est juste.', en: 'The key is right.' },
  message: { fr: 'La clé est fausse.', en: 'The key is wrong.' },
  why: { fr: 'Le document va au mauvais patient.', en: 'The document goes to the wrong patient.' },
  hint: { fr: 'Reprendre le matricule.', en: 'Take the matricule.' },
  requirements: ['CDA-51'],
  clause: 'INS',
  example: { right: '<id extension="1"/>', wrong: '<id extension="2"/>' },
};

const context: ResultsContext = {
  language: 'fr',
  at: new Date('2026-11-20T10:00:00Z'),
  root: '/project',
  strict: false,
  packs: [{ coordinate: 'fr.x:y:1', sha256: 'ab' }],
  ruleOf: (found: Finding) => (found.rule === rule.id ? rule : undefined),
};

function write(results: readonly JudgedFile[], change: Partial<ResultsContext> = {}) {
  const writer = sarifWriter({ ...context, ...change });
  const whole = writer.begin() + results.map((result) => writer.add(result)).join('') + writer.end();
  return Sarif.parse(JSON.parse(whole)).runs[0];
}

test('no file, no finding', () => {
  expect(write([]).results).toEqual([]);
  expect(write([judged('a.xml')]).tool.driver.rules).toEqual([]);
});

test('a result has its rule, level, place, and what to write instead', () => {
  const run = write([
    judged('docs/a b.xml', { findings: [finding(7), finding(9, { severity: 'warning', rule: 'X-1', source: 'pack:a:b:1/c.sch' })] }),
  ]);
  expect(run.results[0]).toEqual({
    ruleId: 'CDA-51',
    ruleIndex: 0,
    level: 'error',
    message: { text: 'La clé est fausse.\nAttendu\u00A0: la clé 89\nObtenu\u00A0: 98\nReprendre le matricule rendu par l’INSi.' },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: 'docs/a%20b.xml', uriBaseId: '%SRCROOT%' },
          region: { startLine: 7, startColumn: 5 },
        },
        logicalLocations: [{ fullyQualifiedName: '/ClinicalDocument/id[7]/@extension' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: '0000000000000007:1' },
  });
  expect(run.results[1]).toMatchObject({ ruleIndex: 1, level: 'warning' });
  const [own, official] = run.tool.driver.rules;
  expect(own).toMatchObject({
    id: 'CDA-51',
    fullDescription: { text: 'La clé est juste.' },
    help: { text: 'Le document va au mauvais patient.\n\nQue changer\u00A0: Reprendre le matricule.\n\nINS' },
  });
  expect(own!.help.markdown).toContain('Exemple juste\n\n```xml\n<id extension="1"/>\n```');
  expect(official).toMatchObject({ id: 'X-1', properties: { tags: ['pack:a:b:1/c.sch'] } });
  expect(write([judged('a.xml', { findings: [finding(1)] })], { language: 'en' }).results[0]!.message.text).toContain('Expected: key 89');
});

test('a rule of several files is told once; the same finding twice in a file is two alerts', () => {
  const run = write([judged('a.xml', { findings: [finding(1), finding(1)] }), judged('b.xml', { findings: [finding(1)] })]);
  expect(run.tool.driver.rules).toHaveLength(1);
  expect(run.results.map((result) => result.partialFingerprints.primaryLocationLineHash)).toEqual([
    '0000000000000001:1',
    '0000000000000001:2',
    '0000000000000001:1',
  ]);
});

test('a file outside the root has its whole address; one in an archive its path there', () => {
  const uris = write(
    ['/elsewhere/é.xml', '../up.xml', '/project/in/x.xml', 'a.zip!/y/z.xml'].map((file) => judged(file, { findings: [finding(1)] })),
  ).results.map((result) => result.locations[0]!.physicalLocation.artifactLocation);
  expect(uris).toEqual([
    { uri: 'file:///elsewhere/%C3%A9.xml' },
    { uri: 'file:///up.xml' },
    { uri: 'in/x.xml', uriBaseId: '%SRCROOT%' },
    { uri: 'a.zip!/y/z.xml', uriBaseId: '%SRCROOT%' },
  ]);
});

test('the line of a part that is counted in its own right is no line of the file', () => {
  const part = { fr: 'le document 1', en: 'document 1' };
  const place = { line: 3, column: 1, path: '/a', part, blob: 'ab' };
  const [result] = write([judged('a.mime', { findings: [finding(1, { place })] })]).results;
  expect(result!.locations[0]!.physicalLocation.region).toBeUndefined();
  expect(result!.message.text).toMatch(/^le document 1, 3:1\n/);
});

test('a file that was not judged is a notification, and no success unless the file itself is at fault', () => {
  const failed = (owner: 'tool' | 'configuration' | 'peer') =>
    write([judged('a.xml', { verdict: 'ERROR', error: { owner, text: 'illisible' } })]).invocations[0];
  expect(failed('tool')).toMatchObject({
    executionSuccessful: false,
    toolExecutionNotifications: [{ level: 'error', message: { text: 'illisible' } }],
  });
  expect(failed('configuration').executionSuccessful).toBe(false);
  expect(failed('peer')).toMatchObject({ executionSuccessful: true, toolExecutionNotifications: [{ level: 'warning' }] });
});

test('what GitHub would refuse to take is counted, not written; memory does not grow with files', () => {
  const writer = sarifWriter(context);
  let size = writer.begin().length;
  const findings = Array.from({ length: 100 }, (_, i) => finding(i + 1));
  for (let i = 0; i < 400; i++)
    size += writer.add(judged(`${i}.xml`, { findings, verdict: 'ERROR', error: { owner: 'tool', text: 'x' } })).length;
  const end = writer.end();
  expect(end).toContain('15000 constat(s) de plus');
  expect(end.length).toBeLessThan(300_000);
  expect(size).toBeLessThan(25_000 * 800);
});

test('hostile texts stay texts', () => {
  const both = { fr: ATTACK, en: ATTACK };
  const hostile = finding(1, {
    rule: 'R',
    source: `pack:${ATTACK}`,
    message: both,
    hint: both,
    expected: both,
    actual: both,
    place: { line: 1, column: 1, path: ATTACK },
  });
  const run = write([judged(`x${ATTACK}`, { findings: [hostile] })], {
    ruleOf: () => ({ ...rule, id: 'R', why: both, example: { right: '``` ```', wrong: ATTACK } }),
  });
  expect(run.results[0]!.message.text).toContain('[U+202E]');
  expect(run.tool.driver.rules[0]!.help.markdown).toContain('\\<script\\>');
  expect(run.tool.driver.rules[0]!.help.markdown!.match(/```/g)).toHaveLength(4);
});
