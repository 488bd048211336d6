import { describe, expect, test } from '@jest/globals';
import { readdirSync, rmSync, writeFileSync } from 'node:fs';
import { addPack } from './add.js';
import { place, schema, SMALL, type Files } from './fixtures/place.js';
import { lockInForce } from './lock.js';
import type { PackError } from './pack-error.js';
import { listPacks, verifyPacks } from './verify.js';

const here = place();
const add = (files: Files) => addPack(here.write('pack', files), { cwd: here.project(), as: 'a:b:1' });

/** A schema with `top` on its second line and this rule on its fourth. */
const withRule = (one: string, top = ''): string => schema(`${top}\n<pattern>\n${one}\n</pattern>`);
const rule = (test: string, lets = ''): string => `<rule context="a">${lets}<assert test="${test}">x</assert></rule>`;

/** What is told of rules/main.sch in a pack of these files. */
async function told(main: string, files: Files = {}): Promise<[kind: string, incomplete: boolean, place: string, text: string][]> {
  await add({ ...SMALL, ...files, 'rules/main.sch': main });
  const [profile] = verifyPacks(here.project())[0]!.profiles;
  expect(profile!.complete).toBe(!profile!.defects.some(({ incomplete }) => incomplete));
  return profile!.defects.map(({ kind, incomplete, place: { file, line }, text }) => [kind, incomplete, `${file}:${line}`, text.en]);
}

describe('verifyPacks', () => {
  test('a whole pack with a whole profile', async () => {
    await add(SMALL);
    expect(verifyPacks(here.project())).toMatchObject([
      { files: 7, damage: [], problems: [], profiles: [{ path: 'rules/main.sch', complete: true, defects: [], elsewhere: [] }] },
    ]);
  });

  test('damage is told file by file, and no profile is read then', async () => {
    const { pack } = await add(SMALL);
    const folder = here.path('home', 'packs', pack.sha256);
    const index = lockInForce(here.project()).packs[0]!;
    expect(index.sha256).toBe(pack.sha256);
    const contents = readdirSync(folder).filter((name) => name !== 'index.json');
    writeFileSync(`${folder}/${contents[0]}`, 'x');
    rmSync(`${folder}/${contents[1]}`);
    const [verified] = verifyPacks(here.project());
    expect(verified!.damage.map(({ damage }) => damage).sort()).toEqual(['changed', 'missing']);
    expect(verified!.profiles).toEqual([]);
  });

  test('one pack may be asked for; an unknown one is refused with those there are', async () => {
    await add(SMALL);
    expect(verifyPacks(here.project(), 'a:b')).toHaveLength(1);
    let error: PackError | undefined;
    try {
      verifyPacks(here.project(), 'a:c');
    } catch (thrown) {
      error = thrown as PackError;
    }
    expect(error?.remedy.en).toBe('Give one of these: a:b:1');
  });

  test('what addax-pack.yaml names and is not there', async () => {
    await add({ ...SMALL, 'addax-pack.yaml': 'coordinate: a:b\nversion: "1"\ncda: { xsd: b.xsd, profiles: [rules/main.sch, gone.sch] }' });
    expect(verifyPacks(here.project())[0]!.problems.map(({ path }) => path)).toEqual(['b.xsd', 'gone.sch']);
  });
});

describe('the profiles of a pack', () => {
  test('an include that is missing makes it incomplete, one in another case does not', async () => {
    const found = await told(schema('<include href="parts/gone.sch"/>\n<include href="Parts/ONE.sch"/>'));
    expect(found.map(([kind, incomplete, at]) => [kind, incomplete, at])).toEqual([
      ['include-missing', true, 'rules/main.sch:2'],
      ['include-case', false, 'rules/main.sch:3'],
    ]);
  });

  const GONE = '<let name="v" value="\'../values/gone.xml\'"/>';
  test.each([
    ['written out', rule("doc('../values/gone.xml')//x"), '', 4],
    ['by a variable of the rule', rule('document($v)//x', GONE), '', 4],
    ['by a variable of the schema', rule('document($v)//x'), GONE, 2],
    ['by a variable of a variable', rule('document($w)//x', '<let name="w" value="$v"/>'), GONE, 2],
    ['by a variable of another pattern', rule('document($v)//x'), `<pattern>${GONE}</pattern>`, 2],
    ['put together', rule("doc(concat($p, 'gone', '.xml'))//x"), `<let name="p" value="'../values/'"/>`, 4],
    ['in a message', '<rule context="a"><assert test="b"><value-of select="doc(\'../values/gone.xml\')/x"/></assert></rule>', '', 4],
    ['encoded', rule("doc('../values/%67one.xml')//x"), '', 4],
  ])('a missing value set, %s, is told where it is named', async (_what, one, top, line) => {
    expect(await told(withRule(one, top))).toEqual([
      ['document-missing', true, `rules/main.sch:${line}`, 'file missing: values/gone.xml.'],
    ]);
  });

  test('a parameter of an abstract pattern names the value set', async () => {
    const main = schema(
      `<pattern abstract="true" id="p"><rule context="a"><assert test="document($path)//x">x</assert></rule></pattern>\n<pattern is-a="p" id="q"><param name="path" value="'../values/gone.xml'"/></pattern>`,
    );
    expect((await told(main)).map(([kind, incomplete]) => [kind, incomplete])).toEqual([['document-missing', true]]);
  });

  test.each([
    ['there', rule("doc('../values/colours.xml')//x"), []],
    ['of another case', rule("doc('../Values/Colours.xml')//x"), [['document-case', false]]],
    ['that is no XML', rule("doc('../values/empty.xml')//x"), [['document-unreadable', true]]],
    ['missing, and asked for first', rule("not(doc-available('../gone.xml')) or doc('../gone.xml')//x"), [['document-optional', false]]],
    ['out of the pack', rule("doc('../../etc/x.xml')//x"), [['document-outside', true]]],
    ['on the net', rule("doc('https://example.org/x.xml')//x"), [['document-outside', true]]],
    ['that depends on the document', rule("doc(concat('../values/', @x, '.xml'))//x"), []],
    [
      'by a variable of itself',
      rule('doc($v)//x', '<let name="v" value="$v"/>'),
      [
        ['expression', true],
        ['expression', true],
      ],
    ],
  ])('a file %s', async (_what, one, expected) => {
    const found = await told(withRule(one), { 'values/empty.xml': '' });
    expect(found.map(([kind, incomplete]) => [kind, incomplete])).toEqual(expected);
  });

  test('a regular expression read leniently, and one that cannot be read', async () => {
    const found = await told(withRule(`${rule(String.raw`matches(., '^+?\d*$')`)}\n${rule("matches(., '(')")}`));
    expect(found.map(([kind, incomplete, at]) => [kind, incomplete, at])).toEqual([
      ['regex-lenient', false, 'rules/main.sch:4'],
      ['regex', true, 'rules/main.sch:5'],
    ]);
  });

  test('an active that names no pattern, an expression that is none, and one for the other engine', async () => {
    const main = schema(
      `<phase id="p"><active pattern="gone"/></phase><pattern>\n${rule('b +')}\n${rule('let $x := 1 return $x')}</pattern>`,
    );
    await add({ ...SMALL, 'rules/main.sch': main });
    const [profile] = verifyPacks(here.project())[0]!.profiles;
    expect(profile!.defects.map(({ kind, place: { line } }) => [kind, line])).toEqual([
      ['active-unknown', 2],
      ['expression', 3],
    ]);
    expect(profile!.elsewhere.map(({ place: { line } }) => line)).toEqual([4]);
  });

  test('the same defect in many places is told once, with their number', async () => {
    await add({ ...SMALL, 'rules/main.sch': withRule(`${rule("doc('g.xml')/a")}${rule("doc('g.xml')/b")}`) });
    expect(verifyPacks(here.project())[0]!.profiles[0]!.defects.map(({ times }) => times)).toEqual([2]);
  });

  test('a schema of the old namespace is no pack of rules that could be judged', async () => {
    await add({ ...SMALL, 'old.sch': '<schema xmlns="http://www.ascc.net/xml/schematron"/>' });
    expect(verifyPacks(here.project())[0]!.profiles.map(({ path, complete }) => [path, complete])).toEqual([
      ['old.sch', false],
      ['rules/main.sch', true],
    ]);
  });
});

describe('listPacks', () => {
  test('says how many profiles are incomplete, and that a pack is gone', async () => {
    await add({ ...SMALL, 'other.sch': schema('<include href="gone.sch"/>') });
    const { packs } = lockInForce(here.project());
    const first = listPacks(packs);
    expect(first).toMatchObject([{ stored: true, profiles: 2, incomplete: 1 }]);
    expect(listPacks(packs)).toEqual(first);
    rmSync(here.path('home'), { recursive: true });
    expect(listPacks(packs)).toMatchObject([{ stored: false, profiles: 0 }]);
  });
});
