import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type Ended, lastingAddax, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
const { run: addax, end } = lastingAddax();
afterAll(async () => {
  await end();
  folder.remove();
});
const env = { ADDAX_HOME: join(folder.path, 'home'), ADDAX_CACHE: join(folder.path, 'cache') };
const project = join(folder.path, 'project');
const terms = (...args: string[]): Promise<Ended> => addax(['terms', ...args], { cwd: project, env });
const json = async (...args: string[]): Promise<Record<string, unknown>> =>
  JSON.parse((await terms(...args, '--format', 'json')).stdout) as Record<string, unknown>;
const write = (name: string, content: string): void => {
  mkdirSync(dirname(join(folder.path, name)), { recursive: true });
  writeFileSync(join(folder.path, name), content);
};

const COLOURS = '2.999.1';
const WARM = `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="2.999.2" displayName="JDV_Chaud_EXEMPLE"><ConceptList><Concept code="R-1" codeSystem="${COLOURS}" displayName="Rouge vif"/></ConceptList></ValueSet></RetrieveValueSetResponse>`;
const PACK = `coordinate: fr.example:colours
version: '1'
terminology:
  files: [{ path: colours.csv, system: ${COLOURS} }]
  codeSystems: [{ oid: ${COLOURS}, name: Couleurs exemple, complete: true }]
`;

beforeAll(async () => {
  mkdirSync(project);
  write('colours/colours.csv', 'code;label\nR-1;Rouge\nG-1;Vert\nB-1;Bleu nuit\nB-2;Bleu ciel\n');
  write('colours/warm.xml', WARM);
  write('colours/addax-pack.yaml', PACK);
  write('odd/warm.xml', WARM.replace(`codeSystem="${COLOURS}" `, ''));
  const { code, stdout } = await addax(['packs', 'add', '../colours', '--lang', 'fr'], { cwd: project, env });
  expect([code, stdout]).toEqual([0, expect.stringMatching(/codes +4 codes de 1 système, 1 jeu de valeurs\n/)]);
});

describe('addax packs', () => {
  test('says what is odd in the codes of a pack', async () => {
    const at = { cwd: project, env };
    const { stdout } = await addax(['packs', 'add', '../odd', '--as', 'a:odd:1', '--lang', 'en'], at);
    expect(stdout).toContain('1 oddity (see addax packs verify)');
    expect((await addax(['packs', 'verify', 'a:odd', '--lang', 'en'], at)).stdout).toContain(
      '▲ warm.xml:1  the code R-1 has no codeSystem',
    );
    await addax(['packs', 'remove', 'a:odd:1'], at);
  });
});

describe('addax terms lookup', () => {
  test('a code: its labels, its system and the value sets that have it', async () => {
    const { code, stdout } = await terms('lookup', 'R-1', '--lang', 'en');
    expect([code, stdout]).toEqual([
      0,
      'R-1  Rouge\n  Couleurs exemple (2.999.1)\n  = Rouge vif\n  value sets  JDV_Chaud_EXEMPLE (2.999.2)\n',
    ]);
  });

  test('the words of a label, without accents and case; within a system', async () => {
    const { concepts } = await json('lookup', 'BLEU', '--system', 'couleurs exemple');
    expect((concepts as { code: string }[]).map(({ code }) => code)).toEqual(['B-1', 'B-2']);
  });

  test('what ships is known without packs', async () => {
    const { code, stdout } = await terms('lookup', '34133-9', '--no-packs', '--lang', 'fr');
    expect([code, stdout]).toEqual([0, expect.stringContaining('LOINC (2.16.840.1.113883.6.1)')]);
    expect((await terms('lookup', 'R-1', '--no-packs', '--system', COLOURS)).code).toBe(2);
  });

  test.each([
    ['--system', 'Couleur exemple', 'the code system Couleur exemple is not known; nearest: Couleurs exemple (2.999.1).'],
    ['--value-set', 'JDV_Chau_EXEMPLE', 'the value set JDV_Chau_EXEMPLE is not known; nearest: JDV_Chaud_EXEMPLE (2.999.2).'],
  ])('an unknown %s: ends with 2 and says what comes near', async (option, name, said) => {
    const { code, stdout } = await terms('lookup', 'R-1', option, name, '--lang', 'en');
    expect([code, stdout]).toEqual([2, `◆ ${said}\n`]);
    expect(await json('lookup', 'R-1', option, name, '--lang', 'en')).toMatchObject({ concepts: [], reason: said });
  });

  test('an empty code is no code', async () => {
    expect((await terms('lookup', '')).code).toBe(2);
  });

  test('nothing known: ends with 2 and says what comes near', async () => {
    const { code, stdout } = await terms('lookup', 'R-11', '--value-set', 'JDV_Chaud_EXEMPLE', '--lang', 'fr');
    expect([code, stdout]).toEqual([
      2,
      expect.stringMatching(/Rien de connu pour «\u00a0R-11\u00a0»\.\nLe plus proche\u00a0:\nR-1 {2}Rouge vif/),
    ]);
  });
});

describe('addax terms validate-code', () => {
  test.each([
    ['a code that exists', 0, ['--code', 'G-1', '--system', COLOURS], '✔ the code G-1 is known.'],
    ['with its label', 0, ['--code', 'G-1', '--system', 'Couleurs exemple', '--display', 'VERT'], '✔ the code G-1 is known.'],
    ['with another label', 1, ['--code', 'G-1', '--system', COLOURS, '--display', 'Rouge'], '✘ G-1 is not called "Rouge" but "Vert".'],
    ['that does not exist', 1, ['--code', 'G-2', '--system', COLOURS], '✘ the code G-2 is not in Couleurs exemple (2.999.1).'],
    ['that the value set has not', 1, ['--code', 'G-1', '--value-set', '2.999.2'], '✘ the code G-1 is not in JDV_Chaud_EXEMPLE.'],
    [
      'of an unknown system',
      2,
      ['--code', 'G-1', '--system', 'Couleur exemple'],
      '◆ the code system Couleur exemple is not known; nearest: Couleurs exemple (2.999.1).',
    ],
    [
      'of an unknown value set',
      2,
      ['--code', 'X', '--value-set', 'JDV_Chau_EXEMPLE'],
      '◆ the value set JDV_Chau_EXEMPLE is not known; nearest: JDV_Chaud_EXEMPLE (2.999.2).',
    ],
    ['unknown, of a system known in part', 2, ['--code', '99999-9', '--system', 'LOINC'], '◆ the code 99999-9 is not known'],
  ])('%s: ends with %i', async (_what, expected, args, said) => {
    const { code, stdout } = await terms('validate-code', '--lang', 'en', ...args);
    expect([code, stdout]).toEqual([expected, expect.stringContaining(said)]);
  });

  test('as JSON, with what may have been meant', async () => {
    expect(await json('validate-code', '--code', 'GG-1', '--system', COLOURS)).toMatchObject({
      result: 'invalid',
      concept: null,
      near: [{ code: 'G-1', system: COLOURS, systemName: 'Couleurs exemple', displays: ['Vert'], active: true }],
    });
  });

  test.each([
    ['no system', ['--code', 'X'], /--system: a code has a meaning only in a code system/],
    ['a code given twice', ['--code', 'X', '--code', 'Y', '--system', COLOURS], /^--code: this option is given twice or more\./],
    ['a system given twice', ['--code', 'X', '--system', COLOURS, '--system', 'LOINC'], /^--system: this option is given twice or more\./],
    ['an unknown pack', ['--code', 'X', '--system', COLOURS, '--pack', 'a:b:c'], /no pack a:b:c/],
    ['no code', ['--system', COLOURS], /code/],
  ])('%s: ends with 3', async (_what, args, said) => {
    const { code, stderr } = await terms('validate-code', '--lang', 'en', ...args);
    expect([code, stderr]).toEqual([3, expect.stringMatching(said)]);
  });
});

describe('addax terms list', () => {
  test('code systems and value sets, by part of a name', async () => {
    const { code, stdout } = await terms('list', 'exemple', '--lang', 'fr');
    expect([code, stdout]).toEqual([
      0,
      expect.stringMatching(
        /^Systèmes de codage \(1\)\n {2}2\.999\.1 +4 {2}Couleurs exemple {2}\(entier\)\nJeux de valeurs \(1\)\n {2}2\.999\.2 +1 {2}JDV_Chaud_EXEMPLE\n$/,
      ),
    ]);
    expect(await json('list', '2.999')).toEqual({
      codeSystems: [{ oid: COLOURS, name: 'Couleurs exemple', codes: 4, complete: true }],
      valueSets: [{ oid: '2.999.2', name: 'JDV_Chaud_EXEMPLE', codes: 1 }],
    });
  });

  test('a filter is a text, not a pattern', async () => {
    expect(await json('list', '.*')).toEqual({ codeSystems: [], valueSets: [] });
  });

  test('without an action: ends with 3', async () => {
    expect((await terms()).code).toBe(3);
  });
});
