import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact, packageRoot, type Validation } from '../../src/model/index.js';
import { type Definitions, DefinitionSet, Shelf, shelve } from '../../src/protocols/fhir/index.js';
import { judgeResource } from './judge-resource.js';
import { rules } from './rules.js';

const root = process.env['ADDAX_SAMPLES'];
const FOLDERS = ['annuaire', 'cdl', 'cds', 'frcore', 'gap', 'nde', 'pdsm', 'sas', 'tde'];
/** folders whose profiles are written here too */
const OURS = ['frcore', 'gap'];
const there = root !== undefined && FOLDERS.every((folder) => existsSync(join(root, folder)));
const AT = new Date('2026-11-20T10:00:00Z');
const PAGE = join(packageRoot, 'docs/fhir-samples.md');

/** Why a finding is right: by rule, or by file and rule where it is not the same everywhere. */
const ARGUED: Readonly<Record<string, string>> = {
  'FHIR-04': 'an empty text: an element without a value is left out (FHIR R4, 2.6.2)',
  'annuaire/Practitioner-334081.json FHIR-30': 'a language coded by TRE_G00, where the greatest value set of the binding is that of BCP 47',
  'sas/Bundle-ExampleBundlePSIndiv.json FHIR-30': 'a specialty in words alone, where the profile asks for a code of a value set',
  'FHIR-31': 'French codes where FHIR has an extensible binding: right where no code of the value set fits, so a warning',
  'FHIR-36': 'a code (CN) without its system',
  'FHIR-39': 'the data are a placeholder of 11 bytes, the size says 250,000',
  'FHIR-40': 'dom-4: the contained resource has meta.lastUpdated',
  'FHIR-74': 'the profile wants the resource contained; the reference leads outside, though one is contained',
  'FHIR-77': 'a contained Practitioner, and the references that should lead to it lead outside',
  'FHIR-84': 'POST with the URL of an instance: what creates is POST with the type alone, the server gives the id (FHIR R4, 3.1.0.8)',
  'FHIR-86': 'an entry that does not say whether it matches',
  'FHIR-95': 'profiles that are not published beside the samples',
  'FHIR-101': 'a made-up INS, whose key is not that of its 13 digits',
  'FHIR-105': 'a made-up patient under the OID of production: the guides give their examples no test identity',
  'FHIR-120': 'made-up or altered numbers, whose key is wrong: a warning',
  'nde/CommunicationRequest-com1.json FHIR-120': 'a PS_IdNat, 8 and the RPPS, under the system of the RPPS alone',
  'nde/Subscription-sub1.json FHIR-120': 'a PS_IdNat, 8 and the RPPS, under the system of the RPPS alone',
};

/** The base definitions, the profiles that stand beside the samples, and ours: they alone judge the samples of fr-core and GAP. */
function definitions(): Definitions {
  const conformance = FOLDERS.filter((folder) => !OURS.includes(folder)).flatMap((folder) => {
    const beside = join(root!, folder, 'conformance');
    return existsSync(beside) ? readdirSync(beside).map((name) => JSON.parse(readFileSync(join(beside, name), 'utf8')) as unknown) : [];
  });
  const shelf = (name: string): Shelf => new Shelf(readFileSync(join(packageRoot, 'dist', `${name}.shelf`)), name);
  return new DefinitionSet([shelf('fhir-r4'), new Shelf(shelve(conformance), 'samples')], [shelf('fhir-fr')]);
}

const LEVELS = new Map(rules.map(({ id, level }) => [id, level]));

interface Judged {
  name: string;
  evaluated: number;
  told: { rule: string; lines: number[] }[];
  /** rules that only inform */
  information: number;
}

function judged(name: string, { findings, evaluated }: Validation): Judged {
  const found = new Set(findings.map(({ rule }) => rule));
  const ids = [...LEVELS.keys()].filter((id) => found.has(id));
  return {
    name,
    evaluated: evaluated.length,
    told: ids
      .filter((id) => LEVELS.get(id) !== 'MAY')
      .map((id) => ({
        rule: id,
        lines: [...new Set(findings.filter(({ rule }) => rule === id).map(({ place }) => place.line))].toSorted((a, b) => a - b),
      })),
    information: findings.filter(({ rule }) => LEVELS.get(rule) === 'MAY').length,
  };
}

const verdict = ({ told }: Judged): string =>
  told.some(({ rule }) => LEVELS.get(rule) === 'SHALL') ? 'FAILED'
  : told.length > 0 ? 'WARNING'
  : 'PASSED';

const reason = (name: string, id: string): string | undefined => ARGUED[`${name} ${id}`] ?? ARGUED[id];

function page(all: readonly Judged[]): string {
  const rows = all.flatMap((file) => {
    const head = `| ${file.name} | ${file.evaluated} | ${verdict(file)} | ${file.information} |`;
    if (file.told.length === 0) return [`${head} | |`];
    return file.told.map(({ rule, lines }, i) => {
      const shown = lines.length > 3 ? `${lines.slice(0, 3).join(', ')}…` : lines.join(', ');
      return `${i === 0 ? head : '| | | | |'} ${rule} | ${reason(file.name, rule) ?? '?'} (${lines.length > 1 ? 'lines' : 'line'} ${shown}) |`;
    });
  });
  const count = (which: string): number => all.filter((file) => verdict(file) === which).length;
  return `# FHIR resources of others

The third-party FHIR resources of French volets that we know, as the validator \`fhir\` judges them by FHIR R4 and by the profiles that are published beside them, those of fr-core and GAP by the ones that ship ([fhir-profiles.md](fhir-profiles.md)); profiles, value sets and extensions that are not there are told as such. Each error and warning is argued; what only informs is counted. The page is written, and compared, by \`validators/fhir/samples.test.ts\` (\`ADDAX_SAMPLES\` names the folder of the samples; \`ADDAX_WRITE_PAGES=1\` writes).

${all.length} resources: ${count('PASSED')} passed, ${count('WARNING')} with warnings only, ${count('FAILED')} failed.

| resource | rules evaluated | verdict | information | rule | why |
| --- | --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

(there ? describe : describe.skip)('third-party resources (skipped without ADDAX_SAMPLES)', () => {
  test('are judged as docs/fhir-samples.md says, each error and warning with its reason', () => {
    const known = definitions();
    const all = FOLDERS.flatMap((folder) =>
      readdirSync(join(root!, folder))
        .toSorted()
        .filter((name) => statSync(join(root!, folder, name)).isFile())
        .map((name) => {
          const artefact = new Artefact(name, readFileSync(join(root!, folder, name)));
          return judged(`${folder}/${name}`, judgeResource(artefact, known, { profiles: [], mustSupport: false }, { at: AT }));
        }),
    );
    expect(all.every(({ evaluated }) => evaluated > 0)).toBe(true);
    if (process.env['ADDAX_WRITE_PAGES'] === '1') writeFileSync(PAGE, page(all));
    expect(
      all.flatMap(({ name, told }) => told.filter(({ rule }) => reason(name, rule) === undefined).map(({ rule }) => `${name} ${rule}`)),
    ).toEqual([]);
    expect(readFileSync(PAGE, 'utf8')).toBe(page(all));
  });
});
