import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact, packageRoot, type Finding } from '../../src/model/index.js';
import { rules, validator } from './index.js';
import { insFamily } from './ins-rules.js';

const root = process.env['ADDAX_SAMPLES'];
const there = root !== undefined && existsSync(join(root, 'pdqv3')) && existsSync(join(root, 'pixv3'));
const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const PAGE = join(packageRoot, 'docs/hl7v3-samples.md');

/** The question that an answer stands beside. */
const QUESTIONS: Readonly<Record<string, string>> = {
  'iti47_02_PDQQuery1Response.xml': 'iti47_01_PDQQuery1.xml',
  'iti47_03_PDQQueryEmptyResponse.xml': 'iti47_01_PDQQuery1.xml',
  'translation_PDQ_Maximal_Query_Response.xml': 'translation_PDQ_Maximal_Query.xml',
  'translation_PDQ_Response.xml': 'translation_PDQ.xml',
  'translation_PDQ_connectathon2011_namespaces_issue_Response.xml': 'translation_PDQ_connectathon2011_namespaces_issue.xml',
  'translation_PDQ_unused_global_namespace_issue_Response.xml': 'translation_PDQ_unused_global_namespace_issue.xml',
  'translation_PDQ_with_PID4_Response.xml': 'translation_PDQ_with_PID4.xml',
  'xcpd_iti55-sample-response.xml': 'xcpd_iti55-sample-request.xml',
};

/** Planted in the sample by its authors: the finding is what the sample is for. */
const PLANTED: Readonly<Record<string, string>> = {
  'validation_iti44-multipatient-request-1.xml HL7V3-80': 'two patients in one feed',
  'validation_type-nons-wrong.xml HL7V3-27': 'xsi:type REAL, without a prefix',
  'validation_type-ns-wrong.xml HL7V3-27': 'xsi:type REAL, with a prefix',
  'xsd_prpa-invalid.xml HL7V3-04': 'a root with one unknown element: all the rest is missing',
  ...Object.fromEntries(
    ['05', '06', '07', '08', '09', '10', '11', '12', '13'].map((id) => [
      `xsd_prpa-invalid.xml HL7V3-${id}`,
      'the same: all the rest is missing',
    ]),
  ),
};

/** Why a finding that nobody planted is right: by rule, or by file and rule where it is not the same everywhere. */
const ARGUED: Readonly<Record<string, string>> = {
  'HL7V3-06': 'the root is a prefix of the OID of interactions, cut after 113883: it names another arc',
  'xcpd_iti55-sample-request-deferred.xml HL7V3-08':
    'XCPD, deferred mode: processingModeCode I is right there (ITI-55) and wrong in PDQv3 (ITI-47), which has no deferred answer and by whose rules it is judged',
  'HL7V3-15': 'the code of the trigger event without its system can be recognised, so only a warning; IHE’s own examples have the system',
  'HL7V3-20': 'an identifier with the name of its authority alone: a receiver that knows domains by OID cannot tell whose it is',
  'HL7V3-23': 'an empty element that says neither a value nor why there is none; a warning',
  'xcpd_iti55-sample-request-deferred.xml HL7V3-31':
    'XCPD, deferred mode: responsePriorityCode D is right there (ITI-55) and wrong in PDQv3',
  'HL7V3-39': 'a star as given name: PDQv3 has no wildcard, a search by a fragment is use="SRCH"; a warning',
  'HL7V3-50': 'CA tells that the message arrived; an answer of the application, which says what it found, is AA (ITI TF-2, 3.45.4.2.3)',
  'HL7V3-64': 'nobody found and OK: queryResponseCode has NF for that. IHE’s text on PDQv3 was read only in restatements, so a warning',
  'iti47_02_PDQQuery1Response.xml HL7V3-65': 'seven patients, of which two are counted: the sample was shortened and lengthened by hand',
  'iti47_02_PDQQuery1Response.xml HL7V3-66': 'two patients were asked for, seven came',
  'translation_PDQ_Response.xml HL7V3-66':
    'two patients were asked for, nine came: the translator leaves the limit to the system behind it',
  'iti47_02_PDQQuery1Response.xml HL7V3-67': 'the repeated query lacks the priorities and matchCriterionList',
  'iti47_03_PDQQueryEmptyResponse.xml HL7V3-67': 'the repeated query lacks the priorities and matchCriterionList',
  'xcpd_iti55-sample-response.xml HL7V3-67': 'another birth date, and no matchCriterionList',
  'HL7V3-68':
    'an identifier of a domain that was not asked for. The translator returns the identifiers of its own domain and says by asOtherIDs with nullFlavor NA that the domain asked for has none: a reading that IHE’s text may allow, so a warning',
  'translation_PDQ_Maximal_Query_Response.xml HL7V3-69': 'a degree of 50, a constant of the translator, where at least 75 was asked for',
  'translation_PDQ_Response.xml HL7V3-69': 'a degree of 50, a constant of the translator, where at least 75 was asked for',
  'xcpd_iti55-sample-response.xml HL7V3-69': 'degrees of 92 and 85 where 100 was asked for',
  'HL7V3-87': 'an identifier whose scoping organisation has no identifier of its root',
  'HL7V3-89': 'the code of the observation is IHE_PQ; PDQv3 has IHE_PDQ',
};

interface Judged {
  name: string;
  /** rules on the INS had something to judge */
  ins: boolean;
  rules: { id: string; level: string; lines: number[] }[];
  evaluated: number;
}

async function judge(folder: string, name: string): Promise<Judged> {
  const open = (file: string, request?: Artefact): Artefact =>
    new Artefact(file, readFileSync(join(root!, folder, file)), request ? { request } : {});
  const question = QUESTIONS[name];
  const { findings, evaluated } = await validator.validate(open(name, question === undefined ? undefined : open(question)), context);
  const ids = [...new Set(findings.map(({ rule }) => rule))].toSorted();
  const linesOf = (id: string): number[] => [
    ...new Set(findings.filter((finding: Finding) => finding.rule === id).map(({ place }) => place.line)),
  ];
  return {
    name: `${folder}/${name}`,
    evaluated: evaluated.length,
    ins: insFamily.rules.some(({ id }) => evaluated.includes(id)),
    rules: ids.map((id) => ({ id, level: rules.find((rule) => rule.id === id)!.level, lines: linesOf(id) })),
  };
}

const verdict = ({ rules: broken }: Judged): string =>
  broken.some(({ level }) => level === 'SHALL') ? 'FAILED'
  : broken.length > 0 ? 'WARNING'
  : 'PASSED';

const reason = (name: string, id: string): { planted: boolean; text: string } | undefined => {
  const key = `${name.slice(name.indexOf('/') + 1)} ${id}`;
  if (PLANTED[key] !== undefined) return { planted: true, text: PLANTED[key] };
  const text = ARGUED[key] ?? ARGUED[id];
  return text === undefined ? undefined : { planted: false, text };
};

function page(judged: readonly Judged[]): string {
  const rows = judged.flatMap((file) => {
    const head = `| ${file.name} | ${file.evaluated} | ${verdict(file)} |`;
    return file.rules.length === 0 ?
        [`${head} | |`]
      : file.rules.map(({ id, lines }, i) => {
          const because = reason(file.name, id);
          const shown = lines.length > 3 ? `${lines.slice(0, 3).join(', ')}…` : lines.join(', ');
          return `${i === 0 ? head : '| | | |'} ${id} | ${because?.planted ? '**planted**: ' : ''}${because?.text ?? '?'} (${lines.length > 1 ? 'lines' : 'line'} ${shown}) |`;
        });
  });
  const count = (which: string): number => judged.filter((file) => verdict(file) === which).length;
  const withIns = judged.filter(({ ins }) => ins).length;
  return `# HL7 V3 messages of others

The third-party messages of PDQv3, PIXv3 and XCPD that we know, as the validator \`hl7v3\` judges them; an answer is judged against its question where that stands beside it. Each finding is one that the authors of the sample planted, or is argued. The page is written, and compared, by \`validators/hl7v3/samples.test.ts\` (\`ADDAX_SAMPLES\` names the folder of the samples; \`ADDAX_WRITE_PAGES=1\` writes).

${judged.length} messages: ${count('PASSED')} passed, ${count('WARNING')} with warnings only, ${count('FAILED')} failed. ${withIns === 0 ? 'None of them carries' : `${withIns} of them carry`} a French INS: the rules on it (HL7V3-100 to HL7V3-116) are proven by [messages of ours](../validators/hl7v3/ins-rules.test.ts).

| message | rules evaluated | verdict | rule | why |
| --- | --- | --- | --- | --- |
${rows.map((row) => row.replace(/\| \|$/, '| | |')).join('\n')}
`;
}

(there ? describe : describe.skip)('third-party messages (skipped without ADDAX_SAMPLES)', () => {
  test('are judged as docs/hl7v3-samples.md says, each finding with its reason', async () => {
    const judged: Judged[] = [];
    for (const folder of ['pdqv3', 'pixv3'])
      for (const name of readdirSync(join(root!, folder)).toSorted()) judged.push(await judge(folder, name));
    expect(judged.every(({ evaluated }) => evaluated > 0)).toBe(true);
    const found = judged.flatMap(({ name, rules: broken }) => broken.map(({ id }) => ({ name, id })));
    expect(found.filter(({ name, id }) => !reason(name, id))).toEqual([]);
    const planted = new Set(found.map(({ name, id }) => `${name.slice(name.indexOf('/') + 1)} ${id}`));
    expect(Object.keys(PLANTED).filter((key) => !planted.has(key))).toEqual([]);
    if (process.env['ADDAX_WRITE_PAGES'] === '1') writeFileSync(PAGE, page(judged));
    expect(readFileSync(PAGE, 'utf8')).toBe(page(judged));
  });
});
