import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { cpSync, mkdirSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, relative, resolve } from 'node:path';
import { packageRoot, type Report } from '../../src/model/index.js';
import { readXml } from '../../src/protocols/xml/index.js';
import { addax, type Ended, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => {
  folder.remove();
});
const env = { ADDAX_HOME: join(folder.path, 'home'), ADDAX_CACHE: join(folder.path, 'cache') };
const fixture = (name: string): string => join(packageRoot, 'test', 'cli', 'fixtures-packs', name);

interface Finding {
  rule: string;
  source: string;
  severity: string;
  line: number;
  column: number;
  path: string;
  expected: string | null;
  message: { fr: string; en: string };
  hint: string;
}
interface Judged {
  verdict: string;
  findings: Finding[];
  evaluated: string[];
  notes: { kind: string; text: string }[];
  packs: Record<string, string | null>[];
}

/** A project with these packs: folders to add, in their order. */
function project(name: string) {
  const path = join(folder.path, name);
  mkdirSync(path);
  const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    addax(args, { cwd: path, env: { ...env, ...more } });
  return {
    path,
    run,
    async add(...packs: string[]): Promise<void> {
      for (const pack of packs) {
        const { code, stderr } = await run(['packs', 'add', pack]);
        if (code !== 0) throw new Error(stderr);
      }
    },
    /** Judges documents in one command; by the name of the document. */
    async judge(documents: readonly string[], ...args: string[]): Promise<{ code: number | null; of: Record<string, Judged> }> {
      const { code, stdout, stderr } = await run(['validate', ...documents, '--format', 'json', '--lang', 'fr', ...args]);
      if (stdout === '') throw new Error(`${code} ${stderr}`);
      const { files } = JSON.parse(stdout) as { files: (Judged & { file: string })[] };
      return { code, of: Object.fromEntries(files.map((one) => [basename(one.file, '.xml'), one])) };
    },
  };
}

const LEVEL_3 = readFileSync(join(packageRoot, 'examples/documents/cr-bio-niveau-3.xml'), 'utf8');
const LEVEL_1 = readFileSync(join(packageRoot, 'examples/documents/compte-rendu-niveau-1.xml'), 'utf8');
const texts: Record<string, string> = {};

/** Writes a document made from an example by replacing texts, each of which is there. */
function document(name: string, changes: readonly [from: string, to: string][] = [], of = LEVEL_3): string {
  const text = changes.reduce((before, [from, to]) => {
    if (!before.includes(from)) throw new Error(`${name}: no ${from}`);
    return before.replace(from, () => to);
  }, of);
  texts[name] = text;
  const file = join(folder.path, `${name}.xml`);
  writeFileSync(file, text);
  return file;
}

/** Line and column, both from 1, of a text that stands once in a document. */
function placeIn(name: string, what: string): { line: number; column: number } {
  const before = texts[name]!.split(what);
  if (before.length !== 2) throw new Error(`${name}: ${what} stands ${before.length - 1} times`);
  const lines = before[0]!.split('\n');
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** A copy of a pack with some files written anew, or without some. */
function variant(name: string, of: string, change: (read: (file: string) => string) => Record<string, string | undefined>): string {
  const path = join(folder.path, name);
  cpSync(fixture(of), path, { recursive: true });
  for (const [file, content] of Object.entries(change((one) => readFileSync(join(path, one), 'utf8')))) {
    if (content === undefined) rmSync(join(path, file));
    else writeFileSync(join(path, file), content);
  }
  return path;
}

const found = (judged: Judged | undefined, source = 'pack:'): Finding[] => judged!.findings.filter((one) => one.source.startsWith(source));
const ids = (judged: Judged | undefined, source?: string): string[] => found(judged, source).map(({ rule }) => rule);
const notes = (judged: Judged | undefined, kind: string): string[] =>
  judged!.notes.filter((one) => one.kind === kind).map(({ text }) => text);
const schemaOf = (rules: string): string =>
  `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2"><ns prefix="cda" uri="urn:hl7-org:v3"/>${rules}</schema>\n`;

const VERSION: [string, string] = ['<versionNumber value="1"/>', '<versionNumber value="-1"/>'];
const ENGLISH: [string, string] = ['<languageCode code="fr-FR"/>', '<languageCode code="en-US"/>'];
const RESTRICTED: [string, string] = [
  '<confidentialityCode code="N" displayName="Normal"',
  '<!-- à côté --><confidentialityCode code="R" displayName="Restreint"',
];
const TITLE = "<title>Compte rendu d'examens biologiques</title>";
const healthy = document('healthy');
const english = document('english', [ENGLISH, RESTRICTED]);
const longTitle = document('long-title', [[TITLE, `<title>${'x'.repeat(90)}</title>`]]);
const PACK = 'fr.example:controle-cda:2026.1';

describe('a document judged by a pack', () => {
  const here = project('controle');
  let added: Ended;
  let of: Record<string, Judged>;
  let code: number | null;

  beforeAll(async () => {
    added = await here.run(['packs', 'add', relative(here.path, fixture('controle')), '--lang', 'fr']);
    ({ code, of } = await here.judge([
      healthy,
      english,
      document('roles', [[TITLE, '<title>ROLES</title>']]),
      document('no-version', [VERSION]),
      document('far', [[VERSION[0], `${'\n'.repeat(70_000)}  ${VERSION[1]}`]]),
      document('wrapped', [
        ENGLISH,
        VERSION,
        [
          '<?xml version="1.0" encoding="UTF-8"?>',
          '<s:stylesheet xmlns:s="http://www.w3.org/1999/XSL/Transform" version="1.0">\n<s:template match="/"/>',
        ],
        ['<ClinicalDocument', '<c:Contenu xmlns:c="urn:asip-sante:ci-sis"><ClinicalDocument'],
        ['</ClinicalDocument>', '</ClinicalDocument></c:Contenu></s:stylesheet>'],
      ]),
    ]));
  });

  test('packs add tells what it took and that it is complete, in French and in English', async () => {
    expect([added.code, added.stderr]).toEqual([0, '']);
    expect(added.stdout).toMatch(/^fr\.example:controle-cda:2026\.1 {2}ajouté {2}Contrôle d’exemple\n/);
    expect(added.stdout).toMatch(
      /pris +4 profils schematron, 1 fragment schematron, 2 schémas XML, 1 jeu de valeurs, 1 addax-pack\.yaml\n/,
    );
    expect(added.stdout).toMatch(/compilé +✔ complet \(4 profils\)\n$/);
    const again = await here.run(['packs', 'add', fixture('controle'), '--lang', 'en']);
    expect(again.stdout).toMatch(/^fr\.example:controle-cda:2026\.1 {2}already there, the very same {2}Example checks\n/);
    expect(again.stdout).toMatch(/taken +4 Schematron profiles, 1 Schematron fragment, 2 XML schemas, 1 value set/);
    expect(again.stdout).toMatch(/compiled +✔ complete \(4 profiles\)\n$/);
  });

  test('one that is right has no finding; rules of the pack are among those evaluated', () => {
    expect(of['healthy']).toMatchObject({ verdict: 'PASSED', findings: [] });
    expect(of['healthy']!.evaluated).toEqual(
      expect.arrayContaining(['XSD', 'en-tete#R-langue', 'en-tete#confidentialite', 'en-tete#titre']),
    );
  });

  test('a failed assertion: its id, who says so, the exact place, its own text with what it quotes and its diagnostics', () => {
    const [finding] = found(of['english']).filter(({ rule }) => rule === 'en-tete#langue-connue');
    expect(finding).toMatchObject({
      source: `pack:${PACK}/profils/en-tete.sch`,
      severity: 'error',
      ...placeIn('english', '<languageCode'),
      path: '/ClinicalDocument/languageCode',
      expected: '@code = $langues',
      hint: expect.stringContaining('profils/en-tete.sch:11'),
    });
    const text = 'La langue «\u00A0en-US\u00A0» n’est pas dans le jeu de valeurs. Langues admises : fr-FR, fr-BE.';
    expect(finding!.message).toEqual({ fr: text, en: text });
  });

  test('a rule on an attribute: the place is that of the attribute; without an id the pattern names it', () => {
    const { column, line } = placeIn('english', '<confidentialityCode code');
    expect(found(of['english']).filter(({ rule }) => rule !== 'en-tete#langue-connue')).toMatchObject([
      {
        rule: 'en-tete#confidentialite',
        line,
        column: column + '<confidentialityCode '.length,
        path: '/ClinicalDocument/confidentialityCode/@code',
        message: { fr: 'Confidentialité confidentialityCode : R, attendu N.' },
      },
    ]);
  });

  test('the role says how severe it is: of the check, else of its rule, else an error', () => {
    expect(found(of['roles']).map(({ rule, severity }) => [rule, severity])).toEqual([
      ['en-tete#role-error', 'error'],
      ['en-tete#role-warning', 'warning'],
      ['en-tete#role-info', 'information'],
      ['en-tete#role-of-rule', 'warning'],
      ['en-tete#role-none', 'error'],
    ]);
  });

  test('exit codes: 1 for an error, 0 for a warning, 1 for a warning when --strict', async () => {
    expect([code, of['english']!.verdict]).toEqual([1, 'FAILED']);
    const lenient = await here.judge([healthy, longTitle]);
    expect([lenient.code, lenient.of['long-title']!.verdict]).toEqual([0, 'WARNING']);
    expect(found(lenient.of['long-title'])).toMatchObject([
      {
        rule: 'en-tete#titre',
        severity: 'warning',
        message: { fr: 'Le titre a 90 caractères.' },
        hint: expect.stringContaining('inclus/titre.sch:4'),
      },
    ]);
    const strict = await here.judge([longTitle], '--strict');
    expect([strict.code, strict.of['long-title']!.verdict]).toEqual([1, 'FAILED']);
  });

  test('in text: file, line, column, rule, message and what to do, on standard output', async () => {
    const { code: ended, stdout } = await here.run(['validate', english, '--lang', 'fr']);
    const { line, column } = placeIn('english', '<languageCode');
    expect(ended).toBe(1);
    expect(stdout).toContain(`✘ ${english}:${line}:${column}  en-tete#langue-connue  La langue «\u00A0en-US\u00A0»`);
    expect(stdout).toMatch(/à faire +Corriger selon ce texte/);
    expect(stdout).toMatch(/○ Aucun schématron du pack ne vaut pour les modèles déclarés/);
  });

  test.each(['no-version', 'far', 'wrapped'])('XML Schema, %s: exact place, also beyond line 65,535 and inside a style sheet', (name) => {
    const start = placeIn(name, '<versionNumber');
    expect(found(of[name], 'xsd:')).toMatchObject([
      {
        rule: 'XSD-invalid-value',
        source: `xsd:${PACK}`,
        severity: 'error',
        line: start.line,
        column: start.column + '<versionNumber '.length,
        path: `${name === 'wrapped' ? '/s:stylesheet/c:Contenu' : ''}/ClinicalDocument/versionNumber/@value`,
        message: { fr: expect.stringContaining('-1') },
      },
    ]);
    expect(name !== 'far' || start.line > 70_000).toBe(true);
  });

  test('wrapped in a style sheet: judged inside, told by the lines and paths of the file', () => {
    expect(found(of['wrapped'])).toMatchObject([
      {
        rule: 'en-tete#langue-connue',
        ...placeIn('wrapped', '<languageCode'),
        path: '/s:stylesheet/c:Contenu/ClinicalDocument/languageCode',
      },
    ]);
  });

  test('the JSON names the packs in force: coordinate, version, commit and content', () => {
    const lock = JSON.parse(readFileSync(join(here.path, 'packs.lock'), 'utf8')) as { packs: [{ sha256: string; commit: string | null }] };
    // the commit of the checkout that this pack stands in, when it stands in one as it was committed
    const [{ sha256, commit }] = lock.packs;
    expect(of['healthy']!.packs).toEqual([{ coordinate: PACK, version: '2026.1', commit, sha256 }]);
    expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  });

  describe('--format svrl', () => {
    test('is one well-formed report: every pattern, the rules that fired, what failed and where', async () => {
      const { code: ended, stdout } = await here.run(['validate', english, '--format', 'svrl']);
      expect(ended).toBe(1);
      const { root } = readXml(new TextEncoder().encode(stdout));
      expect([root.namespace, root.local]).toEqual(['http://purl.oclc.org/dsdl/svrl', 'schematron-output']);
      const patterns = root.elements('active-pattern').map((one) => [one.attribute('id'), one.attribute('name')]);
      expect(patterns).toEqual([
        ['titre', `titre · ${PACK}/profils/en-tete.sch`],
        ['langue', `Langue du document · ${PACK}/profils/en-tete.sch`],
        ['confidentialite', `confidentialite · ${PACK}/profils/en-tete.sch`],
        ['roles', `roles · ${PACK}/profils/en-tete.sch`],
      ]);
      expect(root.elements('fired-rule').map((one) => one.attribute('context'))).toEqual([
        'cda:ClinicalDocument/cda:title',
        '/cda:ClinicalDocument/cda:languageCode',
        'cda:confidentialityCode/@code',
      ]);
      const at = (name: string): string =>
        `/*:ClinicalDocument[namespace-uri()='urn:hl7-org:v3'][1]/*:${name}[namespace-uri()='urn:hl7-org:v3'][1]`;
      expect(
        root
          .elements('failed-assert')
          .map((one) => [one.attribute('id'), one.attribute('location'), one.attribute('test'), one.element('text')?.text]),
      ).toEqual([
        ['langue-connue', at('languageCode'), '@code = $langues', 'La langue «\u00A0en-US\u00A0» n’est pas dans le jeu de valeurs.'],
        [undefined, `${at('confidentialityCode')}/@code`, ". = 'N'", 'Confidentialité confidentialityCode : R, attendu N.'],
      ]);
      expect(root.element('failed-assert')?.element('diagnostic-reference')?.text).toBe('Langues admises : fr-FR, fr-BE.');
      expect(root.element('ns-prefix-in-attribute-values')?.attribute('prefix')).toBe('cda');
    });

    test('is about one document: two end with 3', async () => {
      const { code: ended, stdout, stderr } = await here.run(['validate', healthy, english, '--format', 'svrl', '--lang', 'en']);
      expect([ended, stdout]).toEqual([3, '']);
      expect(stderr).toContain('Give one file at a time.');
    });
  });

  test('--no-packs: our own rules alone', async () => {
    const { code: ended, of: own } = await here.judge([english], '--no-packs');
    expect([ended, own['english']!.verdict, own['english']!.packs, own['english']!.notes]).toEqual([0, 'PASSED', [], []]);
  });
});

describe('which pack and which volet', () => {
  const here = project('volets');
  const NEWER = 'fr.example:controle-cda:2027.1';
  const volet = (root: string, extension?: string): [string, string] => [
    '<templateId root="1.2.250.1.213.1.1.1.55" extension="2024.01"/>',
    `<templateId root="${root}"${extension === undefined ? '' : ` extension="${extension}"`}/>`,
  ];
  // each of them fails the general profile and the rule of its volet: the findings tell who judged
  const set: [string, string] = ['<setId root="2.999.1.55.20261120"/>', '<setId root="2.999.1.55.1"/>'];
  let of: Record<string, Judged>;

  beforeAll(async () => {
    const newer = variant('controle-2027', 'controle', (read) => ({
      'addax-pack.yaml': read('addax-pack.yaml')
        .replace("version: '2026.1'", "version: '2027.1'")
        .replaceAll('2026.01', '2027.01')
        .replaceAll('2.999.7.2', '2.999.7.3'),
      'volets/RENDEZ-VOUS_2027.01.sch': read('volets/RENDEZ-VOUS_2026.01.sch').replace('2026.01', '2027.01'),
      'volets/LETTRE_2027.01.sch': read('volets/LETTRE_2026.01.sch'),
    }));
    await here.add(newer, fixture('controle'));
    ({ of } = await here.judge([
      document('in-old', [ENGLISH, set, volet('2.999.7.1', '2026.01')]),
      document('in-new', [ENGLISH, set, volet('2.999.7.1', '2027.01')]),
      document('in-neither', [ENGLISH, set, volet('2.999.7.1', '2030.01')]),
      document('unknown', [ENGLISH, set, volet('2.999.7.9')]),
      document('several', [ENGLISH, set, volet('2.999.7.2')]),
      document('named', [
        ENGLISH,
        set,
        volet('2.999.7.2'),
        ['<ClinicalDocument', '<?oxygen SCHSchema="../schematrons/LETTRE_2025.01.sch"?>\n<ClinicalDocument'],
      ]),
      document('level-1', [ENGLISH], LEVEL_1),
    ]));
  });

  const sources = (name: string): string[] => [...new Set(found(of[name]).map(({ source }) => source))].sort();

  test.each([
    ['in-old', PACK, '2026.01', '2026.01'],
    ['in-new', NEWER, '2027.01', '2027.01'],
  ])('%s: of two versions of a pack the one that knows the volet judges, and says so', (name, coordinate, extension, file) => {
    expect(sources(name)).toEqual([`pack:${coordinate}/profils/en-tete.sch`, `pack:${coordinate}/volets/RENDEZ-VOUS_${file}.sch`]);
    expect(ids(of[name])).toContain(`RENDEZ-VOUS_${file}#setId`);
    expect(notes(of[name], 'unchecked')).toEqual([]);
    expect(notes(of[name], 'choice')).toEqual([
      `Paquet ${coordinate} parmi ${NEWER}, ${PACK}\u00A0: il connaît le volet de ce document.`,
      expect.stringMatching(new RegExp(`2\\.999\\.7\\.1 \\(${extension}\\)\\s: schématron RENDEZ-VOUS_${file}\\.sch`)),
    ]);
  });

  test('a version that no pack knows: the newest pack judges in general, what is not checked is said with the nearest version', () => {
    expect(sources('in-neither')).toEqual([`pack:${NEWER}/profils/en-tete.sch`]);
    expect(notes(of['in-neither'], 'choice')).toEqual([expect.stringMatching(/2027\.1 parmi .*le plus récent\.$/)]);
    expect(notes(of['in-neither'], 'unchecked')).toEqual([
      expect.stringMatching(/version 2030\.01.*connu au plus près\s: 2027\.01.*ne sont pas vérifiées/),
    ]);
  });

  test('a volet that no pack knows is said to be unchecked', () => {
    expect(sources('unknown')).toEqual([`pack:${NEWER}/profils/en-tete.sch`]);
    expect(notes(of['unknown'], 'unchecked')).toEqual([expect.stringMatching(/^Aucun schématron du pack.*2\.999\.7\.9/)]);
  });

  test('several schematrons for one template: the newest is taken, and that is said', () => {
    expect(sources('several')).toEqual([`pack:${PACK}/profils/en-tete.sch`, `pack:${PACK}/volets/LETTRE_2026.01.sch`]);
    expect(notes(of['several'], 'choice')[1]).toMatch(
      /LETTRE_2025\.01\.sch, LETTRE_2026\.01\.sch.*le plus récent est pris, LETTRE_2026\.01\.sch/,
    );
  });

  test('several schematrons for one template: the one that the document names for its editor decides', () => {
    expect(sources('named')).toEqual([`pack:${PACK}/profils/en-tete.sch`, `pack:${PACK}/volets/LETTRE_2025.01.sch`]);
    expect(notes(of['named'], 'choice')[1]).toMatch(/désigne lui-même LETTRE_2025\.01\.sch/);
  });

  test('an unstructured document meets no rule of a volet, and nothing is missing', () => {
    expect(sources('level-1')).toEqual([`pack:${NEWER}/profils/en-tete.sch`]);
    expect(notes(of['level-1'], 'unchecked')).toEqual([]);
    expect(notes(of['level-1'], 'choice')[1]).toMatch(/niveau 1/);
  });
});

describe('a pack with something missing', () => {
  const here = project('incomplet');
  const dated = document('dated', [['<effectiveTime value="20261120101500+0100"/>', '<effectiveTime value="2026"/>']]);
  let of: Record<string, Judged>;
  beforeAll(async () => {
    await here.add(fixture('incomplet'), fixture('vrac'));
    ({ of } = await here.judge([healthy, dated, document('second', [['<versionNumber value="1"/>', '<versionNumber value="2"/>']])]));
  });

  test('is judged by the rest: what cannot be is told with its place in the pack, and does not change the verdict', () => {
    expect([of['healthy']!.verdict, found(of['healthy'])]).toEqual(['PASSED', []]);
    const where = 'INCOMPLET fr.example:incomplet:1/profils/';
    expect(notes(of['healthy'], 'incomplete')).toEqual([
      expect.stringMatching(new RegExp(`^${where}absent\\.sch \\(profils/absent\\.sch:1\\)`)),
      expect.stringMatching(new RegExp(`^${where}incomplet\\.sch \\(profils/incomplet\\.sch:4\\).*profils/inclus/absent\\.sch`)),
      expect.stringMatching(new RegExp(`^${where}incomplet\\.sch \\(profils/incomplet\\.sch:13\\).*« @value = \\( ».*XPST0003`)),
      expect.stringMatching(new RegExp(`^${where}incomplet\\.sch \\(profils/incomplet\\.sch:7\\).*jeuxDeValeurs/absent\\.xml`)),
    ]);
    expect(found(of['second'])).toMatchObject([{ rule: 'incomplet#version', message: { fr: 'La version est 2.' } }]);
  });

  test('a check that this document makes fail is told with its place, and those beside it are judged', () => {
    expect(found(of['dated'])).toMatchObject([{ rule: 'incomplet#longueur', message: { fr: 'La date n’a que 4 chiffres.' } }]);
    const { line } = placeIn('dated', '<effectiveTime value="2026"');
    expect(notes(of['dated'], 'incomplete').filter((text) => text.includes('FORG0001'))).toEqual([
      expect.stringMatching(
        new RegExp(`\\(profils/incomplet\\.sch:19\\).*règle non évaluée sur /ClinicalDocument/effectiveTime, ligne ${line}`),
      ),
    ]);
    expect(notes(of['healthy'], 'incomplete').join()).not.toContain('FORG0001');
  });

  test('--require-complete: inconclusive, 2; what failed has failed all the same, 1', async () => {
    const complete = await here.judge([healthy], '--require-complete');
    expect([complete.code, complete.of['healthy']!.verdict]).toEqual([2, 'INCONCLUSIVE']);
    const failed = await here.judge([dated], '--require-complete');
    expect([failed.code, failed.of['dated']!.verdict]).toEqual([1, 'FAILED']);
  });

  test('--pack: that one alone; an unknown one ends with 3 and where to look', async () => {
    const [, loose] = of['healthy']!.packs.map(({ coordinate }) => coordinate!);
    const only = await here.judge([healthy], '--require-complete', '--pack', loose!);
    expect([only.code, only.of['healthy']!.packs.map(({ coordinate }) => coordinate), only.of['healthy']!.notes]).toEqual([0, [loose], []]);
    const { code, stdout, stderr } = await here.run(['validate', healthy, '--pack', 'fr.example:incomplet:2', '--lang', 'fr']);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/--pack.*fr\.example:incomplet:2[\s\S]*addax packs list/);
  });
});

describe('a folder of schematrons that says nothing of itself', () => {
  const here = project('vrac');
  const belgian = document('belgian', [
    ['<realmCode code="FR"/>', '<realmCode code="BE"/>'],
    [TITLE, '<title> </title>'],
  ]);

  test('all of them judge every CDA document', async () => {
    await here.add(fixture('vrac'));
    const { of } = await here.judge([belgian]);
    const [{ coordinate }] = of['belgian']!.packs as [{ coordinate: string }];
    expect(coordinate).toMatch(/^local:vrac:[0-9a-f]{12}$/);
    expect(found(of['belgian']).map(({ rule, source }) => [rule, source])).toEqual([
      ['realm#realm', `pack:${coordinate}/regles/realm.sch`],
      ['titre#titre', `pack:${coordinate}/titre.sch`],
    ]);
    expect(of['belgian']!.notes).toEqual([]);
  });

  test('of very many none is applied, and what to write is said', async () => {
    const many = variant('foule', 'vrac', (read) =>
      Object.fromEntries(Array.from({ length: 19 }, (_, i) => [`r${i}.sch`, read('titre.sch')])),
    );
    const crowd = project('projet-foule');
    await crowd.add(many);
    const { of } = await crowd.judge([belgian]);
    expect(found(of['belgian'])).toEqual([]);
    expect(notes(of['belgian'], 'unchecked')).toEqual([expect.stringMatching(/local:foule:.*21 schématrons.*addax-pack\.yaml/)]);
  });
});

describe('rules beyond our own compiler', () => {
  const here = project('moteur');

  test('are judged by saxon-js, beside those that are not beyond it, and packs verify lists them with the reason', async () => {
    await here.add(fixture('moteur'));
    const foreign = document('foreign', [
      ['<realmCode code="FR"/>', '<realmCode code="BE"/>'],
      ENGLISH,
      ['<versionNumber value="1"/>', '<versionNumber value="2"/>'],
    ]);
    const { of } = await here.judge([healthy, foreign]);
    expect([of['healthy']!.verdict, of['healthy']!.notes]).toEqual(['PASSED', []]);
    expect(of['healthy']!.evaluated).toEqual(expect.arrayContaining(['regles#xpath-3', 'regles#fonction', 'regles#xpath-2']));
    expect(found(of['foreign'])).toMatchObject([
      { rule: 'regles#fleche', ...placeIn('foreign', '<realmCode'), path: '/ClinicalDocument/realmCode', message: { fr: 'Pays be.' } },
      { rule: 'regles#langue', ...placeIn('foreign', '<languageCode'), message: { fr: 'Langue en. Code : en-US.' } },
      { rule: 'regles#version', message: { fr: 'Version 2.' } },
    ]);
    const { code, stdout } = await here.run(['packs', 'verify', '--lang', 'fr']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/✔ complet +regles\.sch\n/);
    expect(stdout.match(/regles\.sch:\d+ {2}saxon-js {2}\S.*/g)).toEqual([
      expect.stringMatching(/^regles\.sch:10 /),
      expect.stringMatching(/^regles\.sch:15 .*langue/),
    ]);
  });

  test('rules that would take hours, by loops or by a regular expression, are given seconds, told, and left out; the others judge', async () => {
    const slow = project('lent');
    await slow.add(fixture('lent'));
    const began = Date.now();
    const { code, of } = await slow.judge([healthy]);
    expect(Date.now() - began).toBeLessThan(20_000);
    expect([code, found(of['healthy']).map(({ message }) => message.fr)]).toEqual([
      1,
      ['Pays FR.', 'Jugé après : realmCode.', 'Jugé après : versionNumber.'],
    ]);
    const told = (line: number, path: string, why: string): unknown =>
      expect.stringMatching(
        new RegExp(`^INCOMPLET fr\\.example:lent:1/lent\\.sch \\(lent\\.sch:${line}\\).*/ClinicalDocument/${path}\\s: .*${why}`),
      );
    expect(notes(of['healthy'], 'incomplete')).toEqual([
      told(11, 'realmCode, ligne 3', 'trop d’étapes de calcul'),
      told(16, 'versionNumber, ligne 16', 'plus de \\d+\\ss'),
    ]);
    for (const rule of ['lent#R-lent', 'lent#R-regex']) expect(of['healthy']!.evaluated).not.toContain(rule);
  });
});

describe('what is kept between two commands', () => {
  const here = project('cache');
  const own = { ADDAX_HOME: join(folder.path, 'home-2'), ADDAX_CACHE: join(folder.path, 'cache-2') };
  const compiled = join(own.ADDAX_CACHE, 'compiled');
  /** Everything that is told, but for the time it took. */
  const outcome = async (): Promise<unknown> => {
    const { code, stdout, stderr } = await here.run(['validate', english, '--format', 'json', '--lang', 'fr'], own);
    return [code, stderr, stdout.replace(/"durationMs": \d+/, '')];
  };
  /** Where the store keeps a file of the pack. */
  const stored = (path: string): string => {
    const [{ sha256 }] = (JSON.parse(readFileSync(join(here.path, 'packs.lock'), 'utf8')) as { packs: [{ sha256: string }] }).packs;
    const root = join(own.ADDAX_HOME, 'packs', sha256);
    const { files } = JSON.parse(readFileSync(join(root, 'index.json'), 'utf8')) as { files: { path: string; sha256: string }[] };
    return join(root, files.find((file) => file.path === path)!.sha256);
  };

  beforeAll(async () => {
    await here.run(['packs', 'add', fixture('controle')], own);
  });

  test('what was compiled is used, and not read again; without it the schematron is, and is refused when it is gone', async () => {
    const first = await outcome();
    expect(first).toEqual([1, '', expect.stringContaining('langue-connue')]);
    rmSync(stored('profils/en-tete.sch'));
    expect(await outcome()).toEqual(first);
    rmSync(compiled, { recursive: true });
    expect(await outcome()).toEqual([3, expect.stringMatching(/profils\/en-tete\.sch[\s\S]*addax packs add/), '']);
    await here.run(['packs', 'add', fixture('controle')], own);
    expect(await outcome()).toEqual(first);
  });

  test('entries that are damaged are made again, with the same outcome', async () => {
    const first = await outcome();
    const entries = readdirSync(compiled);
    expect(entries.length).toBeGreaterThan(1);
    // one is cut, the others have another content
    entries.forEach((name, i) => {
      const file = join(compiled, name);
      const bytes = readFileSync(file);
      writeFileSync(file, i === 0 ? bytes.subarray(0, 20) : Buffer.concat([bytes.subarray(0, 70), Buffer.from('{"damaged":true}')]));
    });
    expect(await outcome()).toEqual(first);
    const whole = entries
      .map((name) => readFileSync(join(compiled, name)))
      .filter((bytes) => bytes.length > 20 && !bytes.includes('{"damaged":true}'));
    expect(whole.length).toBeGreaterThan(0);
  });

  test('a stored file that was changed by hand is refused, with the command that puts it right', async () => {
    const file = stored('jeuxDeValeurs/langues.xml');
    writeFileSync(file, readFileSync(file, 'utf8').replace('fr-BE', 'en-US'));
    const { code, stdout, stderr } = await here.run(['validate', english, '--lang', 'fr'], own);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^fr\.example:controle-cda:2026\.1\s: jeuxDeValeurs\/langues\.xml n’est plus ce qui a été ajouté/);
    const command = /addax (packs add .*)$/m.exec(stderr)![1]!.split(' ');
    expect((await here.run(command, own)).code).toBe(0);
    expect(await outcome()).toEqual([1, '', expect.stringContaining('langue-connue')]);
  });
});

describe('a run judged by packs', () => {
  const here = project('run');
  const bundleOf = (): string => realpathSync(join(here.path, 'out', 'latest'));
  const replay = async (bundle: string, more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
    addax(['replay', bundle, '--format', 'json', '--lang', 'fr'], { cwd: folder.path, env: { ...env, ...more } });
  let rules: string;
  let report: Report;

  beforeAll(async () => {
    rules = variant('regles-run', 'vrac', () => ({
      'titre.sch': schemaOf(
        '<pattern><rule context="cda:title"><assert id="jamais" test="false()">Titre : <value-of select="."/></assert></rule></pattern>',
      ),
    }));
    const added = await here.run(['packs', 'add', '../regles-run', '--as', 'fr.example:run:1']);
    if (added.code !== 0) throw new Error(added.stderr);
    const lps = join(packageRoot, 'examples', 'lps.yaml');
    const { code, stderr } = await here.run(['run', lps, '--unattended', '--out', 'out', '--scenario', 'pds-publish/nominal'], {
      LPS_DEFECT: '',
    });
    if (code !== 1) throw new Error(`${code} ${stderr}`);
    report = JSON.parse(readFileSync(join(bundleOf(), 'report.json'), 'utf8')) as Report;
  }, 60_000);

  test('the report names the packs and holds what they found', () => {
    const lock = JSON.parse(readFileSync(join(here.path, 'packs.lock'), 'utf8')) as { packs: { sha256: string }[] };
    expect(report.packs).toEqual([{ coordinate: 'fr.example:run:1', hash: lock.packs[0]!.sha256 }]);
    const findings = report.cases.flatMap(({ assertions }) => assertions.flatMap((one) => one.findings));
    expect(findings.filter(({ source }) => source !== 'addax')).toEqual([
      expect.objectContaining({ rule: 'titre#jamais', source: 'pack:fr.example:run:1/titre.sch', severity: 'error' }),
    ]);
  });

  test('the bundle has the lock, and the source in it is seen from there', () => {
    const { packs } = JSON.parse(readFileSync(join(bundleOf(), 'packs.lock'), 'utf8')) as {
      packs: { coordinate: string; source: string }[];
    };
    expect(packs.map(({ coordinate, source }) => [coordinate, realpathSync(resolve(bundleOf(), source))])).toEqual([
      ['fr.example:run:1', realpathSync(rules)],
    ]);
  });

  test('replay gives the same digest: with the lock, without it, and after the project has no such pack any more', async () => {
    const same = { same: true, recorded: report.digest, replayed: report.digest, verdict: 'FAILED' };
    expect((await here.run(['packs', 'remove', 'fr.example:run'])).code).toBe(0);
    const removed = await replay(bundleOf());
    expect([removed.code, JSON.parse(removed.stdout)]).toEqual([0, expect.objectContaining(same)]);
    const bare = join(folder.path, 'bare');
    cpSync(bundleOf(), bare, {
      recursive: true,
      filter: (file) => dirname(file) !== bundleOf() || ['events.jsonl', 'blobs'].includes(basename(file)),
    });
    expect(readdirSync(bare).sort()).toEqual(['blobs', 'events.jsonl']);
    const without = await replay(bare);
    expect([without.code, JSON.parse(without.stdout)]).toEqual([0, expect.objectContaining(same)]);
  });

  test('on a machine that has not the pack: 3, and the command that brings it there', async () => {
    const home = { ADDAX_HOME: join(folder.path, 'home-3') };
    const { code, stdout, stderr } = await replay(bundleOf(), home);
    expect([code, stdout]).toEqual([3, '']);
    expect(stderr).toMatch(/^fr\.example:run:1\s: packs\.lock demande ce paquet/);
    const command = /addax (packs add .*)$/m.exec(stderr)![1]!.split(' ');
    expect((await addax(command, { cwd: folder.path, env: { ...env, ...home } })).code).toBe(0);
    expect((await replay(bundleOf(), home)).code).toBe(0);
    rmSync(join(folder.path, 'packs.lock'));
  });
});
