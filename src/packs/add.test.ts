import { describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { addPack } from './add.js';
import { loadPacks } from './load.js';
import { verifyPacks } from './verify.js';
import type { PackError } from './pack-error.js';
import { COLOURS, EXAMPLE, pattern, place, schema, SMALL, XSD } from './fixtures/place.js';
import { zip } from './fixtures/zip.js';

const here = place();
const add = (source: string, as?: string) => addPack(source, { cwd: here.project(), as });
const lock = () => JSON.parse(readFileSync(here.path('project', 'packs.lock'), 'utf8'));
const refusal = async (adding: Promise<unknown>): Promise<PackError> => {
  try {
    await adding;
  } catch (error) {
    return error as PackError;
  }
  throw new Error('it was not refused');
};
const zipOf = (files: Record<string, string | Uint8Array>, comment = '') =>
  zip(
    Object.entries(files).map(([name, content]) => ({ name, content })),
    comment,
  );

describe('addPack of a folder', () => {
  test('takes what is a rule by what it holds, leaves the rest and says why', async () => {
    const folder = here.write('pack', {
      ...SMALL,
      'examples/cr.xml': EXAMPLE,
      'examples/presentable.xml': `<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform">${EXAMPLE}</xsl:stylesheet>`,
      'reports/verif.xml': '<svrl:schematron-output xmlns:svrl="http://purl.oclc.org/dsdl/svrl"/>',
      'style/cda.xsl': '<xsl:stylesheet xmlns:xsl="http://www.w3.org/1999/XSL/Transform"/>',
      'README.md': '# rules',
      'tools.zip': 'not looked into',
      '.github/build.xml': '<build/>',
      'run.bat': 'echo',
    });
    const { pack, left, state } = await add(folder);
    expect(state).toBe('new');
    expect(pack.files).toEqual({ schema: 1, fragment: 1, 'value-set': 2, terminology: 1, xsd: 1, other: 1 });
    expect(pack.left).toEqual({ example: 2, report: 1, presentation: 1, documentation: 1, archive: 1, hidden: 1, 'no-rule': 1 });
    expect(left.find(({ reason }) => reason === 'example')?.examples).toEqual(['examples/cr.xml', 'examples/presentable.xml']);
    expect(loadPacks(here.project())[0]!.paths()).toEqual(Object.keys(SMALL).sort());
  });

  test('pins it in packs.lock: coordinate, version, commit, hash, source, counts', async () => {
    const { pack } = await add(here.write('My rules', SMALL));
    expect(lock()).toEqual({
      format: 1,
      packs: [
        {
          coordinate: `local:My-rules:${pack.sha256.slice(0, 12)}`,
          version: pack.sha256.slice(0, 12),
          commit: null,
          sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
          source: '../My rules',
          files: { schema: 1, fragment: 1, 'value-set': 2, terminology: 1, xsd: 1, other: 1 },
          left: {},
        },
      ],
    });
  });

  test('the hash is that of the sorted list of content hashes, kinds and paths', async () => {
    const { pack } = await add(here.write('pack', { 'b.xsd': XSD, 'a.sch': schema('') }));
    const { createHash } = await import('node:crypto');
    const hash = (text: string): string => createHash('sha256').update(text).digest('hex');
    expect(pack.sha256).toBe(hash(`${hash(schema(''))}  schema  a.sch\n${hash(XSD)}  xsd  b.xsd\n`));
  });

  test('the same content again is said to be there; other content under its coordinate replaces it', async () => {
    const folder = here.write('pack', SMALL);
    await add(folder, 'fr.example:rules:1');
    const before = readFileSync(here.path('project', 'packs.lock'), 'utf8');
    expect((await add(folder, 'fr.example:rules:1')).state).toBe('same');
    expect(readFileSync(here.path('project', 'packs.lock'), 'utf8')).toBe(before);
    writeFileSync(`${folder}/a.xsd`, XSD.replace('"a"', '"b"'));
    const replaced = await add(folder, 'fr.example:rules:1');
    expect([replaced.state, replaced.before?.sha256]).toEqual(['replaced', JSON.parse(before).packs[0].sha256]);
    expect(lock().packs).toHaveLength(1);
  });

  test('two versions of one name live side by side, in an order of their own', async () => {
    const folder = here.write('pack', SMALL);
    await add(folder, 'fr.example:rules:2');
    await add(folder, 'fr.example:rules:1');
    expect(lock().packs.map((pack: { coordinate: string }) => pack.coordinate)).toEqual(['fr.example:rules:1', 'fr.example:rules:2']);
  });

  test('a pack added here does not change when its folder does', async () => {
    const folder = here.write('pack', SMALL);
    await add(folder);
    rmSync(folder, { recursive: true });
    expect(Buffer.from(loadPacks(here.project())[0]!.open('a.xsd')!.bytes).toString()).toBe(XSD);
  });

  test('the lock of a folder above is the one in force, and its paths start there', async () => {
    here.write('project', { 'packs.lock': '{"format":1,"packs":[]}', 'rules/a.xsd': XSD });
    mkdirSync(here.path('project', 'deep', 'er'), { recursive: true });
    const { lockFile } = await addPack('../../rules', { cwd: here.path('project', 'deep', 'er') });
    expect(lockFile).toBe(here.path('project', 'packs.lock'));
    expect(existsSync(here.path('project', 'deep', 'er', 'packs.lock'))).toBe(false);
    expect(lock().packs[0].source).toBe('rules');
  });

  test('a file that is no XML is named and kept, as published', async () => {
    const { pack, told } = await add(here.write('pack', { ...SMALL, 'values/empty.xml': '', 'values/broken.xml': '<a>\n<b></a>' }));
    expect(pack.files.unreadable).toBe(2);
    expect(told.map(({ path, line }) => `${path}:${line}`)).toEqual(['values/broken.xml:2', 'values/empty.xml:1']);
  });

  test('schematron 1.x is named as a problem', async () => {
    const { told } = await add(here.write('pack', { 'old.sch': '<schema xmlns="http://www.ascc.net/xml/schematron"/>' }));
    expect(told[0]).toMatchObject({ path: 'old.sch', line: 1, text: { en: expect.stringContaining('1.x') } });
  });

  test('links are not followed, and said', async () => {
    const folder = here.write('pack', SMALL);
    here.write('secret', { 'x.xsd': XSD });
    symlinkSync(here.path('secret', 'x.xsd'), `${folder}/link.xsd`);
    symlinkSync(here.path('secret'), `${folder}/linked`);
    const { pack } = await add(folder);
    expect([pack.left.symlink, pack.files.xsd]).toEqual([2, 1]);
  });

  test('names that differ only in case are both kept, and said', async () => {
    const { told } = await add(here.write('pack', { 'A.xsd': XSD, 'a.xsd': `${XSD} ` }));
    expect(told.map(({ path }) => path)).toEqual(['a.xsd']);
    const [pack] = loadPacks(here.project());
    expect([pack!.open('A.xsd')!.bytes.length, pack!.open('a.xsd')!.bytes.length]).toEqual([XSD.length, XSD.length + 1]);
  });

  test('a folder without a rule, or that is not there, adds nothing', async () => {
    expect((await refusal(add(here.write('empty', { 'README.md': '' })))).explanation.en).toMatch(/no rule here/);
    expect((await refusal(add(here.path('nowhere')))).explanation.en).toMatch(/cannot be read/);
    expect(existsSync(here.path('project', 'packs.lock'))).toBe(false);
    expect(readdirSync(here.path('home', 'packs'))).toEqual([]);
  });

  test('a folder whose files cannot be read says which, where and why', async () => {
    const { explanation } = await refusal(add(here.write('pack', { 'cut.xml': '<a>\n<b>', 'cut.json': '{"resourceType":\n"ValueSet"' })));
    expect(explanation.en).toMatch(/^no rule here .*\.\n {2}▲ cut\.json:2 {2}.+\n {2}▲ cut\.xml:\d {2}.+$/);
    expect(explanation.fr).toMatch(/^aucune règle ici .*\n {2}▲ cut\.json:2 {2}/);
  });

  test('packs added at the same time are all in the lock', async () => {
    const folder = here.write('pack', SMALL);
    const names = ['a:b:1', 'a:b:2', 'a:b:3', 'a:b:4'];
    await Promise.all(names.map((name) => add(folder, name)));
    expect(lock().packs.map((pack: { coordinate: string }) => pack.coordinate)).toEqual(names);
  });

  test.each(['', '  '])('a source that is %j is none', async (source) => {
    here.write('project', SMALL);
    expect((await refusal(add(source))).explanation.en).toBe('cannot be read (no source is given).');
  });

  test('a folder named like an address or an option is found again', async () => {
    here.write('project/git:rules', SMALL);
    here.write('project/-x', SMALL);
    await add('./git:rules', 'a:b:1');
    await add('./-x', 'a:b:2');
    expect(lock().packs.map((pack: { source: string }) => pack.source)).toEqual(['./git:rules', './-x']);
  });

  test('a store that cannot be written to is named, not the source', async () => {
    const folder = here.write('pack', SMALL);
    process.env['ADDAX_HOME'] = `${folder}/a.xsd`;
    const error = await refusal(add(folder));
    expect([error.field, error.explanation.en, error.remedy.en]).toEqual([
      `${folder}/a.xsd/packs`,
      expect.stringContaining('a file is where a folder must be'),
      expect.stringContaining('ADDAX_HOME'),
    ]);
  });

  const proc = process.platform === 'linux' ? test : test.skip;
  proc('a store where the system knows no new names is refused at once', async () => {
    process.env['ADDAX_HOME'] = '/proc/addax';
    expect((await refusal(add(here.write('pack', SMALL)))).field).toBe('/proc/addax/packs');
  });

  test('more than the bounds is refused', async () => {
    const folder = here.write('pack', SMALL);
    const bounded = (limits: object) =>
      refusal(
        addPack(folder, {
          cwd: here.project(),
          limits: { totalBytes: 9e9, fileBytes: 9e9, entries: 1e5, ratio: 200, fetchMs: 1e4, ...limits },
        }),
      );
    expect((await bounded({ entries: 5 })).explanation.en).toMatch(/more than 5 files/);
    expect((await bounded({ fileBytes: 100 })).explanation.en).toMatch(/larger than/);
    expect((await bounded({ totalBytes: 300 })).explanation.en).toMatch(/larger than/);
    expect(readdirSync(here.path('home', 'packs'))).toEqual([]);
  });

  test('a coordinate has three parts', async () => {
    const error = await refusal(add(here.write('pack', SMALL), 'fr.example:rules'));
    expect([error.field, error.remedy.fr]).toEqual(['--as', expect.stringContaining('fr.ans:ci-sis-cda:3.0')]);
  });
});

describe('what a pack is', () => {
  const BOTH = { 'schematrons/profils/IHE.sch': schema(''), 'ExemplesCDA/x.sch': schema(''), 'schematrons/moteur/colle.sch': schema('') };

  test.each([
    ['fr.ans:ci-sis-cda:3.0', { 'schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch': schema('') }, 5],
    [
      'fr.ans:ci-sis-cda:2.x',
      { 'schematrons/profils/IHE_XDS-SD.sch': schema(''), 'schematrons/profils/CI-SIS_StructurationMinimale.sch': schema('') },
      6,
    ],
  ])('%s is known by its layout, and what is beside its rules', async (coordinate, files, profiles) => {
    const { pack } = await add(here.write('pack', { ...BOTH, ...files }));
    expect(pack).toMatchObject({ coordinate, version: coordinate.split(':')[2], left: { example: 1, engine: 1 } });
    expect(loadPacks(here.project())[0]!.manifest.cda.profiles).toHaveLength(profiles);
  });

  test('a pack says itself what it is', async () => {
    const yaml = [
      'coordinate: fr.example:lab',
      'version: "3.0"',
      'title: { fr: Biologie, en: Laboratory }',
      'cda:',
      '  xsd: a.xsd',
      '  profiles: [rules/main.sch]',
      '  volets: [{ templateId: 1.2.250.1.213.1.1.1.55, extension: "2024.01", schematron: rules/main.sch }]',
    ].join('\n');
    const { pack, title } = await add(here.write('pack', { ...SMALL, 'addax-pack.yaml': yaml }));
    expect([pack.coordinate, pack.version, title?.en, pack.files.manifest]).toEqual(['fr.example:lab:3.0', '3.0', 'Laboratory', 1]);
    expect(loadPacks(here.project())[0]!.manifest).toEqual({
      coordinate: 'fr.example:lab:3.0',
      version: '3.0',
      title: { fr: 'Biologie', en: 'Laboratory' },
      cda: {
        xsd: 'a.xsd',
        profiles: ['rules/main.sch'],
        volets: [{ templateId: '1.2.250.1.213.1.1.1.55', extension: '2024.01', schematron: 'rules/main.sch' }],
      },
    });
  });

  test.each([
    ['a version that YAML takes for a number', 'coordinate: a:b\nversion: 3.0', 'addax-pack.yaml:2'],
    ['an unknown field', 'coordinate: a:b\nversion: "3"\ncda:\n  profile: x', 'addax-pack.yaml:4'],
    ['no YAML', 'coordinate: [', 'addax-pack.yaml:1'],
    ['a path that climbs out', 'coordinate: a:b\nversion: "3"\ncda:\n  profiles: [rules/main.sch, a/../../x.sch]', 'addax-pack.yaml:4'],
    ['an absolute path', 'coordinate: a:b\nversion: "3"\ncda:\n  xsd: /etc/x.xsd', 'addax-pack.yaml:4'],
    ['a path that is an address', 'coordinate: a:b\nversion: "3"\ncda:\n  xsd: file:///x.xsd', 'addax-pack.yaml:4'],
    [
      'the path of a volet that climbs out',
      'coordinate: a:b\nversion: "3"\ncda:\n  volets:\n    - templateId: 1.2.3\n      schematron: ../x.sch',
      'addax-pack.yaml:6',
    ],
    ['an alias bomb', `a: &a [x,x]\n${'b'.repeat(1)}: &b [${'*a,'.repeat(60)}]\nc: [${'*b,'.repeat(60)}]`, 'addax-pack.yaml:1'],
  ])('%s in addax-pack.yaml is named with its line', async (_what, yaml, field) => {
    const error = await refusal(add(here.write('pack', { ...SMALL, 'addax-pack.yaml': yaml })));
    expect(error.field).toBe(field);
    expect(existsSync(here.path('project', 'packs.lock'))).toBe(false);
  });

  test.each([
    ['terminology: 5', 'objet attendu, nombre reçu', /^Corriger cette ligne\.$/],
    [
      'terminology:\n  codeSystems: [{ oid: 1.2 }]',
      'terminology.codeSystems.0.oid\u00a0: Entrée invalide\u00a0: ',
      /OID .*guillemets \("1\.2"\)/,
    ],
    ['cda:\n  volets: [{ templateId: 1.x.2, schematron: rules/main.sch }]', 'ce n’est pas écrit comme il le faut', /OID/],
    ['cda: [', 'YAML mal formé', /^Corriger cette ligne\.$/],
  ])('%s in addax-pack.yaml is told in French, with what to do about it', async (yaml, said, todo) => {
    const error = await refusal(add(here.write('pack', { ...SMALL, 'addax-pack.yaml': `coordinate: a:b\nversion: "3"\n${yaml}\n` })));
    expect(error.explanation.fr).toContain(said);
    expect(error.remedy.fr).toMatch(todo);
  });

  test('a path that leaves the pack is said to', async () => {
    const yaml = 'coordinate: a:b\nversion: "3"\ncda: { xsd: ../x.xsd }';
    const { explanation } = await refusal(add(here.write('pack', { ...SMALL, 'addax-pack.yaml': yaml })));
    expect(explanation.en).toContain('cda.xsd: this is no path that starts at the root of the pack and stays in it');
    expect(explanation.fr).toContain('cda.xsd\u00a0: ce n’est pas un chemin qui part de la racine du paquet');
  });

  test('an addax-pack.yaml beyond its own limit is told with that', async () => {
    const yaml = `coordinate: a:b\nversion: "3"\n#${'x'.repeat(1024 ** 2)}`;
    const error = await refusal(add(here.write('pack', { ...SMALL, 'addax-pack.yaml': yaml })));
    expect([error.field, error.explanation.en]).toEqual(['addax-pack.yaml', 'this file is larger than 1 MB.']);
  });

  test('documents that two schematrons claim, and files that are missing, are told', async () => {
    const volet = (schematron: string, more = ''): string => `    - { templateId: 1.2.3, schematron: ${schematron}${more} }`;
    const yaml = [
      'coordinate: a:b\nversion: "3"\ncda:\n  xsd: gone.xsd\n  volets:',
      volet('rules/main.sch', ', extension: "1"'),
      volet('rules/parts/one.sch', ', extension: "1"'),
      volet('rules/main.sch'),
      volet('rules/main.sch'),
      volet('rules/parts/one.sch', ', extension: "1", code: X'),
    ].join('\n');
    const { told } = await add(here.write('pack', { ...SMALL, 'addax-pack.yaml': yaml }));
    expect(told.map(({ path }) => path)).toEqual(['gone.xsd', 'addax-pack.yaml']);
    expect(told[1]!.text.en).toContain('(templateId 1.2.3, extension 1): rules/main.sch, rules/parts/one.sch.');
    expect(verifyPacks(here.project())[0]!.problems).toEqual(told);
  });
});

describe('addPack of an archive', () => {
  const archive = (bytes: Uint8Array): string => `${here.write('', { 'rules.zip': bytes })}/rules.zip`;

  test('gives the same hash as the folder, and the commit that git archive notes', async () => {
    const folder = await add(here.write('pack', SMALL), 'a:b:folder');
    const commit = 'c0ffee'.padEnd(40, '0');
    const zipped = await add(archive(zipOf(SMALL, commit)), 'a:b:zip');
    expect([zipped.pack.sha256, zipped.pack.commit]).toEqual([folder.pack.sha256, commit]);
  });

  test('a pack inside the one folder of an archive is found there', async () => {
    const files = {
      'Test-main/schematrons/profils/IHE.sch': schema(''),
      'Test-main/schematrons/profils/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch': pattern(''),
      '__MACOSX/Test-main/._IHE.sch': 'x',
    };
    const { pack } = await add(archive(zipOf(files)));
    expect([pack.coordinate, pack.files]).toEqual(['fr.ans:ci-sis-cda:3.0', { schema: 1, fragment: 1 }]);
  });

  test('links are not followed and archives inside are left alone', async () => {
    const { pack } = await add(
      archive(
        zip([
          { name: 'a.xsd', content: XSD },
          { name: 'passwd.xml', content: '/etc/passwd', mode: 0o120777 },
          { name: 'more.zip', content: zipOf(SMALL) },
          { name: 'folder/', mode: 0o040755 },
        ]),
      ),
    );
    expect([pack.files, pack.left]).toEqual([{ xsd: 1 }, { symlink: 1, archive: 1 }]);
  });

  test('names are read as they were meant: UTF-8 that is not said to be, and the code page of old archivers', async () => {
    await add(
      archive(
        zip([
          { name: 'en-t\u00eate/a.xsd', content: XSD, codePage: true },
          { name: Buffer.from('mod\x8ales/b.xsd', 'latin1'), content: XSD, codePage: true },
        ]),
      ),
    );
    expect(loadPacks(here.project())[0]!.paths()).toEqual(['en-t\u00eate/a.xsd', 'mod\u00e8les/b.xsd']);
  });

  const rule = { name: 'a.xsd', content: XSD };
  test.each([
    ['climbs out', [rule, { name: '../../x.xsd' }], /no safe relative path/],
    ['climbs out from inside', [rule, { name: 'a/../../x.txt' }], /no safe relative path/],
    ['is absolute', [rule, { name: '/tmp/x.xsd' }], /no safe relative path/],
    ['names a drive', [rule, { name: 'C:/x.xsd' }], /no safe relative path/],
    ['has backslashes', [rule, { name: 'a\\x.xsd' }], /backslash/],
    ['has a line end', [rule, { name: 'a\nx.xsd' }], /no safe relative path/],
    ['is there twice', [rule, rule], /twice/],
    [
      'is there twice, composed and decomposed',
      [
        { name: '\u00e9.xsd', content: XSD },
        { name: 'e\u0301.xsd', content: XSD },
      ],
      /twice/,
    ],
    ['is a bomb', [rule, { name: 'b.xml', content: '<a>'.padEnd(3_000_000, ' ') }], /no rule compresses like that/],
    ['declares too much', [rule, { name: 'b.xml', content: 'x', declaredSize: 0x7fffffff }], /larger than|no rule compresses/],
    [
      'is longer than declared',
      [rule, { name: 'b.xml', content: 'x'.repeat(5000), declaredSize: 10 }],
      /too many bytes|cannot be read|larger/,
    ],
    ['is shorter than declared', [rule, { name: 'b.xml', content: 'x'.repeat(50), declaredSize: 500 }], /cannot be read/],
    ['is not what its CRC says', [rule, { name: 'b.xml', content: '<a/>', declaredCrc: 1 }], /CRC-32/],
    ['is encrypted', [rule, { name: 'b.xml', content: '<a/>', encrypted: true }], /encrypted/],
  ])('a member that %s: nothing is added', async (_what, members, complaint) => {
    const error = await refusal(add(archive(zip(members))));
    expect(error.explanation.en).toMatch(complaint);
    expect(existsSync(here.path('project', 'packs.lock'))).toBe(false);
    expect(existsSync(here.path('home', 'packs')) ? readdirSync(here.path('home', 'packs')) : []).toEqual([]);
  });

  test.each([
    ['no archive', Buffer.from('hello')],
    ['an archive cut short', zipOf(SMALL).subarray(0, 300)],
    ['an empty file', Buffer.alloc(0)],
  ])('%s is said to be unreadable', async (_what, bytes) => {
    expect((await refusal(add(archive(bytes)))).explanation.en).toMatch(/cannot be read/);
  });

  test('more members than the bound are refused before they are read', async () => {
    const limits = { totalBytes: 1e9, fileBytes: 1e8, entries: 3, ratio: 200, fetchMs: 1e4 };
    const error = await refusal(addPack(archive(zipOf({ ...SMALL, 'c.xml': COLOURS })), { cwd: here.project(), limits }));
    expect(error.explanation.en).toMatch(/more than 3 files/);
  });
});

const official = process.env['ADDAX_CDA_PACK'];
(official ? test : test.skip)(
  `the official pack is known as it is${official ? '' : ' (skipped: ADDAX_CDA_PACK names no folder)'}`,
  async () => {
    const { pack } = await add(official!);
    const [loaded] = loadPacks(here.project());
    expect(pack.coordinate).toMatch(/^fr\.ans:ci-sis-cda:(3\.0|2\.x)$/);
    const { xsd, profiles } = loaded!.manifest.cda;
    expect([xsd!, ...profiles].filter((path) => !loaded!.has(path))).toEqual([]);
    expect(pack.left.example).toBeGreaterThan(50);
  },
);
