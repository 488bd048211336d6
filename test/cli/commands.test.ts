import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../src/model/index.js';
import { addax, cli, execute, lastingAddax, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
/** For what a command says: how a process begins and ends is asked of processes. */
const lasting = lastingAddax();
afterAll(async () => {
  await lasting.end();
  folder.remove();
});
const document = join(packageRoot, 'examples/documents/cr-bio-niveau-3.xml');
const json = async (...args: string[]): Promise<Record<string, never>> =>
  JSON.parse((await lasting.run([...args, '--format', 'json'])).stdout) as Record<string, never>;

describe('addax help', () => {
  test('is French when the locale is French, English else, and as asked', async () => {
    expect((await addax(['--help'], { env: { LC_ALL: 'fr_FR.UTF-8' } })).stdout).toContain('Jouer les scénarios');
    expect((await addax(['--help'], { env: { LC_ALL: 'en_GB.UTF-8' } })).stdout).toContain('Play the scenarios');
    expect((await addax(['--help', '--lang', 'fr'], { env: { LC_ALL: 'C' } })).stdout).toContain('Codes de sortie');
  });
  test.each(['run', 'validate', 'simulate', 'lint', 'list', 'explain', 'doctor', 'report', 'replay', 'pki'])(
    'names %s',
    async (command) => {
      expect((await addax([command, '--help'])).code).toBe(0);
    },
  );
  test('an unknown command ends with 3', async () => {
    expect((await addax(['frobnicate'])).code).toBe(3);
  });
});

describe('addax validate', () => {
  test('a conforming document: 0, and the promised JSON', async () => {
    const { code, stdout } = await addax(['validate', document, '--format', 'json']);
    expect(code).toBe(0);
    const { files } = JSON.parse(stdout) as { files: Record<string, unknown>[] };
    expect(files[0]).toMatchObject({
      file: document,
      kind: 'cda',
      verdict: 'PASSED',
      findings: [],
      packs: [],
      durationMs: expect.any(Number),
    });
  });

  test('a document with a defect: 1, with line, column, path, expected, actual, hint in both languages', async () => {
    const broken = join(folder.path, 'broken.xml');
    writeFileSync(broken, readFileSync(document, 'utf8').replace(/<realmCode code="FR"\s*\/>/, '<realmCode code="BE"/>'));
    const { code, stdout } = await addax(['validate', broken, '--format', 'json', '--lang', 'fr']);
    expect(code).toBe(1);
    const [finding] = (JSON.parse(stdout) as { files: { findings: Record<string, unknown>[] }[] }).files[0]!.findings;
    const line =
      readFileSync(broken, 'utf8')
        .split('\n')
        .findIndex((l) => l.includes('<realmCode')) + 1;
    expect(finding).toMatchObject({
      rule: expect.stringMatching(/^CDA-/),
      source: 'addax',
      severity: 'error',
      line,
      column: expect.any(Number),
      path: expect.stringContaining('/ClinicalDocument/realmCode'),
      expected: expect.stringContaining('FR'),
      actual: expect.stringContaining('BE'),
      hint: expect.any(String),
      requirements: [expect.any(String)],
      message: { fr: expect.any(String), en: expect.any(String) },
      fingerprint: expect.stringMatching(/^[0-9a-f]{16}$/),
    });
  });

  test('an unrecognised file is inconclusive: 2; a missing one is a configuration error: 3; the worst of several counts', async () => {
    const odd = join(folder.path, 'odd.bin');
    writeFileSync(odd, Buffer.from([0, 1, 2, 3, 255]));
    expect((await addax(['validate', odd])).code).toBe(2);
    expect((await addax(['validate', join(folder.path, 'nowhere.xml')])).code).toBe(3);
    expect((await addax(['validate', document, odd])).code).toBe(2);
  });

  test('names of files may hold spaces and accents', async () => {
    mkdirSync(join(folder.path, 'dossier à part'), { recursive: true });
    const odd = join(folder.path, 'dossier à part', 'é è.txt');
    writeFileSync(odd, 'x');
    expect((await addax(['validate', odd])).stdout).toContain('é è.txt');
  });
});

describe('addax list', () => {
  test('scenarios: the promised JSON', async () => {
    const { scenarios } = (await json('list', 'scenarios')) as unknown as {
      scenarios: {
        id: string;
        suite: string;
        volet: string;
        level: string;
        variants: { id: string; passedBy: string; failedBy: string }[];
      }[];
    };
    const publish = scenarios.find((s) => s.id === 'pds-publish');
    expect(publish).toMatchObject({ suite: 'partage-documents-sante', volet: 'partage-documents-sante', level: 'N2' });
    expect(publish?.variants.map((v) => v.id)).toEqual([
      'nominal',
      'registry-refuses',
      'answer-delayed',
      'answer-cut',
      'wrong-content-type',
    ]);
    expect(publish?.variants[0]).toMatchObject({ passedBy: 'lps-healthy', failedBy: 'lps-bad-hash' });
  });
  test.each(['actors', 'transactions', 'suites', 'requirements', 'validators', 'rules', 'faults'])('%s: text and JSON', async (what) => {
    expect(Object.values(await json('list', what))[0]).not.toHaveLength(0);
    expect((await lasting.run(['list', what])).stdout.length).toBeGreaterThan(20);
  });
  test('requirements --coverage: by actor and direction, each covered or with its reason', async () => {
    const { stdout } = await lasting.run(['list', 'requirements', '--coverage', '--lang', 'en']);
    expect(stdout).toContain('document-registry · receives ITI-18, ITI-42, ITI-57, ITI-62; sends –');
    expect(stdout).toContain('document-administrator · receives –; sends ITI-57, ITI-62');
    expect(stdout).toMatch(/\nPDS-131 .*\n {4}rules: – · scenarios: platform-updates\n/);
    // what binds a platform is not covered where a platform is simulated
    expect(stdout).toMatch(/\nVIHF-66 .*\n {4}rules: – · scenarios: platform-refuses-attacks\n/);
    expect(stdout).toMatch(/\nXDS-56 .*\n {4}not tested: All the submissions/);
    expect(stdout).not.toContain('rules: – · scenarios: –');
  });
});

describe('mistakes on the command line are configuration errors', () => {
  test.each<[string, string[]]>([
    ['--port', ['simulate', 'document-repository', '--port', '99999']],
    ['--fhir-port', ['simulate', 'document-repository', '--fhir-port', '0']],
    ['--every', ['simulate', 'document-repository', '--every', '0']],
    ['--fault', ['simulate', 'document-repository', '--fault', 'registry-error=']],
    ['addax list faults', ['simulate', 'document-repository', '--fault', 'nothing=1', '--lang', 'en']],
    [
      'document-registry cannot commit the fault partial-success',
      ['simulate', 'document-registry', '--fault', 'partial-success', '--lang', 'en'],
    ],
    ['--probability', ['simulate', 'document-registry', '--fault', 'empty-result', '--probability', '2']],
    ['--at', ['validate', document, '--at', 'soon']],
    ['--trust', ['validate', document, '--trust', document]],
    ['--crl', ['validate', document, '--crl', document]],
    ['folder', ['lint', '/nowhere']],
    ['--csv', ['validate', document, '--csv', folder.path]],
    ['--jsonl', ['validate', document, '--jsonl', '']],
    ['--html: an empty path', ['validate', document, '--html=', '--lang', 'en']],
    ['an empty path', ['validate', '', '--lang', 'en']],
  ])('%s', async (field, args) => {
    const { code, stderr } = await lasting.run(args);
    expect([code, stderr]).toEqual([3, expect.stringContaining(field)]);
  });

  test.each(['html', 'csv', 'jsonl', 'sarif', 'junit', 'out', 'jobs', 'timeout', 'at', 'kind', 'format'])(
    '--%s given twice',
    async (name) => {
      const [one, other] = name === 'format' ? ['json', 'text'] : ['1', '2'];
      const { code, stderr } = await lasting.run(['validate', document, `--${name}`, one, `--${name}`, other, '--lang', 'en']);
      expect([code, stderr]).toEqual([3, `--${name}: this option is given twice or more.\n  Give it once.\n`]);
    },
  );

  test('what may be given several times still may', async () => {
    const { stderr } = await lasting.run(['validate', document, '--trust', document, '--trust', document, '--lang', 'en']);
    expect(stderr).toContain('is not a PEM certificate');
  });
});

describe('a name that begins with a dash', () => {
  test('is taken after --, alone and after others', async () => {
    writeFileSync(join(folder.path, '-dash.xml'), readFileSync(document));
    const alone = await addax(['validate', '--format', 'json', '--', '-dash.xml'], { cwd: folder.path });
    expect(alone.code).toBe(0);
    const both = await addax(['validate', document, '--format', 'json', '--', '-dash.xml'], { cwd: folder.path });
    const { files } = JSON.parse(both.stdout) as { files: { file: string }[] };
    expect(files.map(({ file }) => file)).toEqual([document, '-dash.xml']);
  });
});

const posix = process.platform === 'win32' ? describe.skip : describe;
posix('standard output', () => {
  const many = join(folder.path, 'many');
  beforeAll(() => {
    mkdirSync(many);
    const broken = readFileSync(document, 'utf8').replace(/<realmCode code="FR"\s*\/>/, '<realmCode code="BE"/>');
    for (let i = 0; i < 20; i++) writeFileSync(join(many, `${i}.xml`), broken);
  });
  const piped = (to: string): ReturnType<typeof execute> =>
    execute('bash', [
      '-c',
      `set -o pipefail; "$0" "$@" ${to}`,
      process.execPath,
      cli,
      ...['validate', many, '--format', 'jsonl', '--no-packs', '--lang', 'en'],
    ]);

  test('that is closed early changes no verdict', async () => {
    const { code, stderr } = await piped('| head -c 1');
    expect([code, stderr]).toEqual([1, expect.not.stringContaining('EPIPE')]);
  });

  const full = existsSync('/dev/full') ? test : test.skip;
  full('that is full is said, in words', async () => {
    const { code, stderr } = await piped('> /dev/full');
    expect([code, stderr]).toEqual([3, expect.stringMatching(/standard output: cannot be written \(disk full\)\.\n$/)]);
  });
});

test('addax lint finds nothing in our own suites', async () => {
  const { code, stdout } = await addax(['lint', '--format', 'json']);
  expect(JSON.parse(stdout)).toEqual({ messages: [] });
  expect(code).toBe(0);
});

test('addax lint numbers what is wrong in a suite, with file and line', async () => {
  const suite = join(folder.path, 'suites', 'essai');
  mkdirSync(join(suite, 'scenarios'), { recursive: true });
  writeFileSync(
    join(suite, 'requirements.yaml'),
    'volet: essai\ntitle: { fr: e, en: e }\nversion: "1"\nrequirements:\n  - { id: ESS-01, text: { fr: a, en: a }, level: SHALL, source: s, actors: [document-source] }\n',
  );
  writeFileSync(
    join(suite, 'scenarios', 'a.yaml'),
    'id: a\nlevel: N1\ntitle: { fr: a, en: a }\nvolet: essai\nroles: { lps: { actor: document-source, is: sut, parameters: { a: b } }, repository: { actor: document-repository, is: simulator } }\nvariants: [{ id: nominal, passed-by: x, failed-by: y }]\nsteps:\n  - { id: one, type: TRANSACTION, transaction: ITI-41, from: lps, to: repository }\nassertions:\n  - { id: b, on: two.request, validate: nothing, level: SHALL, requires: [NO-99] }\n',
  );
  writeFileSync(join(suite, 'scenarios', 'b.yaml'), 'id: b\nlevel: N9\n');
  const { code, stdout } = await addax(['lint', join(folder.path, 'suites'), '--format', 'json']);
  expect(code).toBe(1);
  const { messages } = JSON.parse(stdout) as { messages: { code: string; line: number }[] };
  for (const expected of ['L01', 'L03', 'L04', 'L10', 'L11', 'L14', 'L18']) expect(messages.map((m) => m.code)).toContain(expected);
  expect(messages.find((m) => m.code === 'L03')?.line).toBe(10);
});

describe('addax explain', () => {
  test('a rule: clause, remedy, a right and a wrong example', async () => {
    const { stdout } = await addax(['explain', 'VIHF-52', '--lang', 'fr']);
    for (const word of ['VIHF-52', 'clause', 'juste', 'faux']) expect(stdout).toContain(word);
  });
  test('an unknown one: 3', async () => {
    expect((await addax(['explain', 'NOPE-1'])).code).toBe(3);
  });
});

test('addax doctor looks at everything and plays nothing', async () => {
  const { code, stdout } = await addax([
    'doctor',
    join(packageRoot, 'examples/lps.yaml'),
    '--out',
    join(folder.path, 'doctor'),
    '--format',
    'json',
  ]);
  expect(code).toBe(0);
  expect((JSON.parse(stdout) as { checks: { field: string }[] }).checks.map((c) => c.field)).toContain('hooks.publish-document');
  const platform = await addax(['doctor', join(packageRoot, 'examples/platform.yaml'), '--out', join(folder.path, 'doctor')]);
  expect([platform.code, platform.stdout]).toEqual([3, expect.stringContaining('endpoints.document-repository')]);
});

test('addax pki makes what it names', async () => {
  const out = join(folder.path, 'certificates');
  const { files } = (await json('pki', '--out', out)) as unknown as { files: string[] };
  for (const name of ['authority.pem', 'platform.pem', 'lps-auth.key', 'lps-sign.pem', 'stranger-sign.pem', 'crl.pem'])
    expect(files).toContain(name);
  expect(files.every((name) => existsSync(join(out, name)))).toBe(true);
});
