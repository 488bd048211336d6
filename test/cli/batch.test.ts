import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { spawn } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { hostname } from 'node:os';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../src/model/index.js';
import { zip, type ZipMember } from '../../src/packs/fixtures/zip.js';
import { addax, cli, type Ended, execute, lastingAddax, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
const lasting = lastingAddax();
afterAll(async () => {
  await lasting.end();
  folder.remove();
});
const posix = process.platform === 'win32' ? test.skip : test;
const linux = process.platform === 'linux' ? test : test.skip;
const asUser = process.platform === 'win32' || process.getuid?.() === 0 ? test.skip : test;

const GOOD = readFileSync(join(packageRoot, 'examples/documents/cr-bio-niveau-3.xml'), 'utf8');
const BAD = GOOD.replace(/<realmCode code="FR"\s*\/>/, '<realmCode code="BE"/>');
/** Another document, that is judged like the one it is made of. */
const other = (text: string, n: number): string => `${text}\n<!-- ${n} -->\n`;

const at = (...parts: string[]): string => join(folder.path, ...parts);
function write(path: string, content: string | Uint8Array): string {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), content);
  return path;
}
const env = { ADDAX_HOME: at('.home'), ADDAX_CACHE: at('.cache') };
const run = (args: readonly string[], more: NodeJS.ProcessEnv = {}): Promise<Ended> =>
  addax(['validate', ...args, '--lang', 'en'], { cwd: folder.path, env: { ...env, ...more } });
/** The same where only what is said matters: a process of its own is for what is kept, interrupted, starved or on the other end of a pipe. */
const ask = (args: readonly string[]): Promise<Ended> => lasting.run(['validate', ...args, '--lang', 'en'], { cwd: folder.path, env });

interface Told {
  file: string;
  kind: string | null;
  verdict: string;
  findings: { rule: string }[];
  error?: string;
  durationMs: number;
}
const lines = <T = Told>(text: string): T[] =>
  text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as T);
/** What was judged, without how long it took. */
const judged = (text: string): Omit<Told, 'durationMs'>[] => lines(text).map(({ durationMs: _time, ...rest }) => rest);
const verdicts = ({ stdout }: Ended): [string, string][] => lines(stdout).map(({ file, verdict }) => [file, verdict]);

describe('what addax validate finds', () => {
  beforeAll(() => {
    write('tree/b.xml', BAD);
    write('tree/a.xml', GOOD);
    write('tree/deep/er/c.xml', GOOD);
    write('tree/deep/notes.txt', 'not a document');
    write('tree/deep/other.xml', '<other/>');
    write('tree/.hidden/d.xml', GOOD);
  });

  test('a folder is judged with what is in it, by name; what is no document is counted and told', async () => {
    const ended = await ask(['tree', '--format', 'jsonl']);
    expect(ended.code).toBe(1);
    expect(verdicts(ended)).toEqual([
      ['tree/a.xml', 'PASSED'],
      ['tree/b.xml', 'FAILED'],
      ['tree/deep/er/c.xml', 'PASSED'],
    ]);
    expect(ended.stderr).toContain('2 of unrecognised kind, not judged  (tree/deep/notes.txt, tree/deep/other.xml)');
    expect(ended.stderr).toContain('1 hidden, not judged  (tree/.hidden)');
  });

  test('as text: files with findings, then verdicts and rules with counts and places', async () => {
    const { code, stdout } = await ask(['tree']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FAILED {2}tree\/b\.xml/);
    expect(stdout).not.toContain('PASSED  tree/a.xml');
    expect(stdout).toMatch(/Summary {2}3 files/);
    expect(stdout).toMatch(/FAILED {2}1\n.*PASSED {2}2\n/);
    expect(stdout).toMatch(/CDA-\d+ {2}1 finding, 1 file .*\n +tree\/b\.xml:\d+:\d+/);
    const quiet = await ask(['tree', '--quiet']);
    expect(quiet.stdout).not.toContain('to do');
    expect(quiet.stdout).toMatch(/Summary {2}3 files/);
  });

  test('patterns; one that finds nothing is a mistake of use, the name of a file is that file', async () => {
    expect(verdicts(await ask(['tree/**/[ac].xml', '--format', 'jsonl']))).toEqual([
      ['tree/a.xml', 'PASSED'],
      ['tree/deep/er/c.xml', 'PASSED'],
    ]);
    expect(verdicts(await ask(['tree/{b,a}.x*', '--format', 'jsonl']))).toHaveLength(2);
    const nothing = await ask(['tree/*.zzz']);
    expect([nothing.code, nothing.stdout]).toEqual([3, expect.stringContaining('this pattern finds no file')]);
    write('odd[1].xml', GOOD);
    expect(verdicts(await ask(['odd[1].xml', '--format', 'jsonl']))).toEqual([['odd[1].xml', 'PASSED']]);
  });

  test('where nothing is of a kind that can be judged, nothing is concluded', async () => {
    write('papers/a.txt', 'text');
    const { code, stdout } = await ask(['papers']);
    expect([code, stdout]).toEqual([2, expect.stringContaining('Summary  0 files')]);
  });

  posix('links: to a folder not followed, to a file judged, to nowhere and to itself told', async () => {
    write('links/a.xml', GOOD);
    symlinkSync('.', at('links/loop'));
    symlinkSync('a.xml', at('links/b.xml'));
    symlinkSync('nowhere', at('links/c.xml'));
    symlinkSync('d.xml', at('links/d.xml'));
    const ended = await ask(['links', '--format', 'jsonl']);
    expect(ended.code).toBe(3);
    expect(verdicts(ended)).toEqual([
      ['links/a.xml', 'PASSED'],
      ['links/b.xml', 'PASSED'],
      ['links/c.xml', 'INCONCLUSIVE'],
      ['links/d.xml', 'INCONCLUSIVE'],
    ]);
    expect(ended.stderr).toContain('1 link to a folder, not followed  (links/loop)');
  });

  asUser('a file and a folder that may not be read are told, the others judged', async () => {
    write('closed/a.xml', GOOD);
    write('closed/b.xml', GOOD);
    write('closed/c/d.xml', GOOD);
    chmodSync(at('closed/b.xml'), 0);
    chmodSync(at('closed/c'), 0);
    const ended = await run(['closed', '--format', 'jsonl']);
    chmodSync(at('closed/c'), 0o700);
    expect(ended.code).toBe(3);
    expect(lines(ended.stdout).map(({ verdict, error }) => [verdict, error])).toEqual([
      ['PASSED', undefined],
      ['INCONCLUSIVE', expect.stringContaining('permission denied')],
      ['INCONCLUSIVE', expect.stringContaining('the folder cannot be read: permission denied')],
    ]);
  });

  posix('a file that changes while it is read is told, and not judged by halves', async () => {
    write('growing.xml', other(GOOD, 1).padEnd(40_000_000));
    const grow = `const fs = require('fs'); for (;;) fs.appendFileSync(${JSON.stringify(at('growing.xml'))}, ' ')`;
    const writer = spawn(process.execPath, ['-e', grow], { stdio: 'ignore' });
    try {
      while (statSync(at('growing.xml')).size === 40_000_000) await new Promise((done) => setTimeout(done, 20));
      let ended = await run(['growing.xml']);
      // on a busy machine the writer may have to wait while the file is read: then nothing changed, and it is judged
      for (let more = 0; more < 5 && ended.code === 0; more++) ended = await run(['growing.xml']);
      expect([ended.code, ended.stdout]).toEqual([3, expect.stringContaining('the file changes while it is read')]);
    } finally {
      writer.kill('SIGKILL');
    }
  });
});

describe('archives', () => {
  const archive = (name: string, members: readonly ZipMember[]): string => write(name, zip(members));

  test('each document is judged under the name of the archive and its own', async () => {
    archive('docs.zip', [
      { name: 'in/' },
      { name: 'in/b.xml', content: BAD },
      { name: 'a.xml', content: GOOD, stored: true },
      { name: 'read.me', content: 'text' },
      { name: 'more.zip', content: zip([{ name: 'c.xml', content: GOOD }]) },
    ]);
    const ended = await ask(['docs.zip', '--format', 'jsonl']);
    expect([ended.code, verdicts(ended)]).toEqual([
      1,
      [
        ['docs.zip!/in/b.xml', 'FAILED'],
        ['docs.zip!/a.xml', 'PASSED'],
      ],
    ]);
    expect(ended.stderr).toContain('1 archive in an archive, not opened  (docs.zip!/more.zip)');
    expect(ended.stderr).toContain('1 of unrecognised kind, not judged  (docs.zip!/read.me)');
    expect((await ask(['docs.zip', '--jobs', '2', '--format', 'jsonl'])).stdout).toContain('docs.zip!/in/b.xml');
  });

  test('what an archive must not hold is told, the rest judged; nothing is written', async () => {
    archive('hostile.zip', [
      { name: '../out.xml', content: GOOD },
      { name: '/etc/out.xml', content: GOOD },
      { name: 'secret.xml', content: GOOD, encrypted: true },
      { name: 'bomb.xml', content: Buffer.alloc(50_000_000) },
      { name: 'more-than-told.xml', content: GOOD, declaredSize: 10 },
      { name: 'damaged.xml', content: GOOD, declaredCrc: 1 },
      { name: 'link.xml', content: '/etc/passwd', mode: 0o120777 },
      { name: 'good.xml', content: GOOD },
    ]);
    const before = readdirSync(folder.path);
    const ended = await ask(['hostile.zip', '--format', 'jsonl']);
    expect(ended.code).toBe(2);
    expect(lines(ended.stdout).map(({ file, error }) => [file.slice('hostile.zip!/'.length), error])).toEqual([
      ['../out.xml', expect.stringContaining('leads out of the archive')],
      ['/etc/out.xml', expect.stringContaining('leads out of the archive')],
      ['secret.xml', expect.stringContaining('encrypted')],
      ['bomb.xml', expect.stringContaining('unfolds far beyond')],
      ['more-than-told.xml', expect.stringContaining('cannot be read in the archive')],
      ['damaged.xml', expect.stringContaining('CRC-32')],
      ['link.xml', expect.stringContaining('symbolic link')],
      ['good.xml', undefined],
    ]);
    expect(readdirSync(folder.path)).toEqual(before);
  });

  test.each<[string, Uint8Array, string]>([
    ['broken', Buffer.from('PK\x03\x04 and no more'), 'the archive cannot be read'],
    ['empty', zip([]), 'the archive is empty'],
  ])('one that is %s is told', async (name, bytes, words) => {
    write(`${name}.zip`, bytes);
    const { code, stdout } = await ask([`${name}.zip`]);
    expect([code, stdout]).toEqual([3, expect.stringContaining(words)]);
  });

  test('a name cannot write into the terminal', async () => {
    archive('names.zip', [{ name: '\u001b[2Jx.xml', content: BAD }]);
    const { stdout } = await ask(['names.zip']);
    expect(stdout).toContain('names.zip!/\\u{1b}[2Jx.xml');
    expect(stdout).not.toContain('\u001b');
  });
});

const MANY = 40;
function writeMany(name: string): void {
  for (let i = 0; i < MANY; i++) write(`${name}/${String(i).padStart(3, '0')}.xml`, other(i % 4 === 0 ? BAD : GOOD, i));
}

describe('several files at the same time', () => {
  beforeAll(() => writeMany('many'));

  test('come out in order, as they do one by one, in every form', async () => {
    const [one, two] = [await ask(['many', '--jobs', '1', '--format', 'jsonl']), await ask(['many', '--jobs', '3', '--format', 'jsonl'])];
    expect([one.code, two.code]).toEqual([1, 1]);
    expect(judged(two.stdout)).toEqual(judged(one.stdout));
    expect(judged(one.stdout)).toHaveLength(MANY);
    const { files } = JSON.parse((await ask(['many', '--format', 'json'])).stdout) as { files: Told[] };
    expect(files.map(({ file }) => file)).toEqual(judged(one.stdout).map(({ file }) => file));
  });

  test('files named twice or missing are told in their place', async () => {
    const names = ['many/001.xml', 'nowhere.xml', 'many/000.xml', 'many/001.xml'];
    const ended = await ask([...names, '--jobs', '2', '--format', 'jsonl']);
    expect(lines(ended.stdout).map(({ file }) => file)).toEqual(names);
    expect(ended.code).toBe(1);
  });

  test('progress is told on standard error only when it is asked for, where nobody watches', async () => {
    expect((await run(['many', '--format', 'jsonl'])).stderr).toBe('');
    const { stdout, stderr } = await run(['many', '--format', 'jsonl', '--progress']);
    expect(stderr).toMatch(/(^|\n)40\/40 {2}[\d.,]+ files\/s {2}left 00:00\n$/);
    expect(lines(stdout)).toHaveLength(MANY);
  });

  test('a file that takes too long is given up and told as a fault of Addax; the others are judged', async () => {
    const slow = temporaryFolder();
    try {
      const env = { ADDAX_HOME: join(slow.path, 'home'), ADDAX_CACHE: join(slow.path, 'cache') };
      await addax(['packs', 'add', join(packageRoot, 'test/cli/fixtures-packs/lent')], { cwd: slow.path, env });
      writeFileSync(join(slow.path, 'a.xml'), GOOD);
      writeFileSync(join(slow.path, 'b.xml'), '<ClinicalDocument xmlns="urn:hl7-org:v3"/>');
      writeFileSync(join(slow.path, 'c.xml'), GOOD);
      const args = ['validate', 'a.xml', 'b.xml', 'c.xml', '--jobs', '2', '--timeout', '1.5', '--format', 'jsonl', '--lang', 'en'];
      const { stdout } = await addax(args, { cwd: slow.path, env });
      expect(lines(stdout).map(({ file, verdict, error }) => [file, verdict, error])).toEqual([
        ['a.xml', 'ERROR', expect.stringContaining('more than 1.5 s over this file')],
        ['b.xml', 'FAILED', undefined],
        ['c.xml', 'ERROR', expect.stringContaining('more than 1.5 s over this file')],
      ]);
    } finally {
      slow.remove();
    }
  });
});

test('a thread that runs out of memory is replaced; the file is told, the others are judged', async () => {
  for (const name of ['a', 'c', 'd']) write(`heavy/${name}.xml`, GOOD);
  write('heavy/b.xml', GOOD.replace('</ClinicalDocument>', `${'<component><x a="1"/></component>'.repeat(600_000)}</ClinicalDocument>`));
  const ended = await run(['heavy', '--jobs', '2', '--format', 'jsonl'], { NODE_OPTIONS: '--max-old-space-size=120' });
  expect(ended.code).toBe(4);
  expect(lines(ended.stdout).map(({ verdict, error }) => [verdict, error])).toEqual([
    ['PASSED', undefined],
    ['ERROR', 'out of memory over this file'],
    ['PASSED', undefined],
    ['PASSED', undefined],
  ]);
}, 120_000);

describe('results that are kept', () => {
  beforeAll(() => writeMany('kept'));
  const results = (out: string): Told[] => lines(readFileSync(at(out, 'results.jsonl'), 'utf8')).slice(1);
  const timeless = (out: string): unknown[] => results(out).map(({ durationMs: _time, ...rest }) => rest);
  const summary = (out: string): unknown => ({ ...JSON.parse(readFileSync(at(out, 'summary.json'), 'utf8')), at: undefined });

  test('one line each, and a summary; a second run must say what to do with them', async () => {
    const { code } = await run(['kept', '--out', 'out']);
    expect(code).toBe(1);
    expect(results('out').map(({ file }) => file)).toEqual(readdirSync(at('kept')).map((name) => join('kept', name)));
    expect(summary('out')).toMatchObject({
      files: MANY,
      verdicts: { PASSED: 30, FAILED: 10 },
      findings: { error: 10 },
      rules: [
        {
          severity: 'error',
          findings: 10,
          files: 10,
          examples: [{ file: 'kept/000.xml' }, { file: 'kept/004.xml' }, { file: 'kept/008.xml' }],
        },
      ],
    });
    expect(existsSync(at('out', 'addax.lock'))).toBe(false);
    const again = await run(['kept', '--out', 'out']);
    expect([again.code, again.stderr]).toEqual([3, expect.stringContaining('out has results already')]);
    expect((await run(['kept', '--resume'])).code).toBe(3);
  });

  test('resumed: nothing is judged twice, what changed is judged again, what is new or torn off too; the result is that of one run', async () => {
    await run(['kept', '--out', 'resumed']);
    const journal = at('resumed', 'results.jsonl');
    const all = readFileSync(journal, 'utf8').split('\n');
    // killed within the thirtieth line, with lines whose time nobody needs
    const marked = all.slice(0, 30).map((line) => line.replace(/"durationMs":\d+/, '"durationMs":777777'));
    writeFileSync(journal, `${marked.join('\n')}\n${all[30]!.slice(0, 200)}`);
    write('kept/005.xml', other(BAD, 5));
    const { code, stdout } = await run(['kept', '--out', 'resumed', '--resume', '--format', 'jsonl']);
    expect(code).toBe(1);
    const fresh = results('resumed').filter(({ durationMs }) => durationMs !== 777777);
    expect(fresh.map(({ file }) => file)).toEqual([
      'kept/005.xml',
      ...readdirSync(at('kept'))
        .slice(29)
        .map((name) => join('kept', name)),
    ]);
    expect(lines(stdout)).toHaveLength(MANY);
    await run(['kept', '--out', 'whole']);
    expect(timeless('resumed')).toEqual(timeless('whole'));
    expect(summary('resumed')).toEqual(summary('whole'));
  });

  test('resumed by other options, everything is judged again', async () => {
    await run(['kept/000.xml', '--out', 'options']);
    const { stderr } = await run(['kept/000.xml', '--out', 'options', '--resume', '--strict']);
    expect(stderr).toContain('everything is judged again');
    expect(results('options')).toHaveLength(1);
    expect((await run(['kept/000.xml', '--out', 'options', '--resume', '--strict'])).stderr).toBe('');
  });

  test('resumed in the other language, nothing is judged again; lines that are damaged are', async () => {
    const bad = ['kept/000.xml', 'kept/001.xml', 'kept/004.xml'];
    await run([...bad, '--out', 'damaged']);
    const journal = at('damaged', 'results.jsonl');
    const mark = (text: string): string => text.replace(/"durationMs":\d+/g, '"durationMs":777777');
    writeFileSync(journal, mark(readFileSync(journal, 'utf8')));
    const fr = await addax(['validate', ...bad, '--out', 'damaged', '--resume', '--lang', 'fr'], {
      cwd: folder.path,
      env,
    });
    expect([fr.code, fr.stderr]).toEqual([1, '']);
    expect(results('damaged').map(({ durationMs }) => durationMs)).toEqual([777777, 777777, 777777]);
    const damaged = readFileSync(journal, 'utf8')
      .replace('"findings":[{', '"findings":[null,{')
      .replace(/("kept\/004.*)"place":/, '$1"plaice":');
    writeFileSync(journal, damaged);
    const ended = await run([...bad, '--out', 'damaged', '--resume']);
    expect([ended.code, ended.stderr]).toEqual([1, '']);
    expect(results('damaged').map(({ durationMs }) => durationMs === 777777)).toEqual([false, true, false]);
  });

  test('a folder that another process writes to is refused; a lock whose process is gone is not', async () => {
    mkdirSync(at('locked'));
    const lock = (pid: number): void => writeFileSync(at('locked', 'addax.lock'), JSON.stringify({ pid, host: hostname() }));
    lock(process.pid);
    const refused = await run(['kept/000.xml', '--out', 'locked']);
    expect([refused.code, refused.stderr]).toEqual([3, expect.stringContaining('another addax writes to this folder')]);
    lock(2 ** 22 + 1);
    expect((await run(['kept/001.xml', '--out', 'locked'])).code).toBe(0);
    writeFileSync(at('locked', 'addax.lock'), '');
    utimesSync(at('locked', 'addax.lock'), 1, 1);
    expect((await run(['kept/001.xml', '--out', 'locked', '--resume'])).code).toBe(0);
  });

  test('killed at any moment, and resumed, it comes to the same', async () => {
    for (let i = 0; i < 400; i++) write(`large/${String(i).padStart(3, '0')}.xml`, other(i % 4 === 0 ? BAD : GOOD, i));
    const child = spawn(process.execPath, [cli, 'validate', 'large', '--out', 'killed', '--jobs', '2', '--lang', 'en'], {
      cwd: folder.path,
      stdio: 'ignore',
    });
    const ended = new Promise((done) => child.on('close', done));
    const journal = at('killed', 'results.jsonl');
    while (!(existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 50))
      await new Promise((done) => setTimeout(done, 10));
    child.kill('SIGKILL');
    await ended;
    const first = lines(readFileSync(journal, 'utf8').replace(/[^\n]*$/, '')).slice(1);
    expect(first.length).toBeLessThan(400);
    appendFileSync(journal, '{"file":"large/399.xml","sha256":"00');
    expect((await run(['large', '--out', 'killed', '--resume', '--jobs', '2', '--quiet'])).code).toBe(1);
    const last = results('killed');
    expect(last.slice(0, first.length)).toEqual(first);
    expect(last.map(({ file }) => file)).toEqual(readdirSync(at('large')).map((name) => join('large', name)));
    expect(summary('killed')).toMatchObject({ files: 400, verdicts: { PASSED: 300, FAILED: 100 } });
  }, 120_000);
});

describe('results written to files', () => {
  test('CSV, JSON Lines, SARIF and JUnit beside the text', async () => {
    write('some/a.xml', GOOD);
    write('some/b.xml', BAD);
    const ended = await ask(['some', '--csv', 'w/r.csv', '--jsonl', 'w/r.jsonl', '--sarif', 'w/r.sarif', '--junit', 'w/r.xml']);
    expect([ended.code, ended.stderr]).toEqual([1, '']);
    expect(lines(readFileSync(at('w/r.jsonl'), 'utf8')).map(({ verdict }) => verdict)).toEqual(['PASSED', 'FAILED']);
    expect(readFileSync(at('w/r.csv'), 'utf8').split('\r\n')).toEqual([
      expect.stringMatching(/^file,kind,verdict,severity,rule,/),
      expect.stringMatching(/^some\/b\.xml,cda,FAILED,error,CDA-/),
      '',
    ]);
    expect(JSON.parse(readFileSync(at('w/r.sarif'), 'utf8'))).toMatchObject({ version: '2.1.0' });
    expect(readFileSync(at('w/r.xml'), 'utf8')).toMatch(/^<\?xml[^]*<\/testsuites>\s*$/);
    expect(readdirSync(at('w')).filter((name) => name.endsWith('.part'))).toEqual([]);
    expect((await ask(['some', '--format', 'csv'])).stdout).toBe(readFileSync(at('w/r.csv'), 'utf8'));
  });

  test('pages: one for one file; for many, one each and an index that leads to them', async () => {
    await ask(['some/b.xml', '--html', 'page.html']);
    expect(readFileSync(at('page.html'), 'utf8')).toMatch(/^<!doctype html>/i);
    const leadsBack = 'href="../index.html"';
    expect(readFileSync(at('page.html'), 'utf8')).not.toContain(leadsBack);
    await run(['some', '--html', 'pages', '--out', 'pages-out']);
    const index = readFileSync(at('pages/index.html'), 'utf8');
    const pages = readdirSync(at('pages/files'));
    expect(pages).toEqual([expect.stringMatching(/^a-[0-9a-f]{12}\.html$/), expect.stringMatching(/^b-[0-9a-f]{12}\.html$/)]);
    for (const page of pages) expect(index).toContain(`files/${page}`);
    expect(readdirSync(at('pages'))).toEqual(['files', 'index.html']);
    for (const page of pages) expect(readFileSync(at(`pages/files/${page}`), 'utf8')).toContain(leadsBack);
  });

  test.each([['--csv'], ['--html'], ['--out']])('%s where nothing can be written is a mistake of use', async (option) => {
    write('file', '');
    const { code, stderr } = await ask(['some', option, 'file/x']);
    expect([code, stderr]).toEqual([3, expect.stringContaining('cannot be written')]);
  });
});

describe('results have places of their own', () => {
  beforeAll(() => {
    write('in/a.xml', GOOD);
    write('in/b.xml', BAD);
    write('in/c.zip', zip([{ name: 'c.xml', content: GOOD }]));
    mkdirSync(at('in/folder'), { recursive: true });
  });

  test.each<[string, string[]]>([
    ['takes the place of the file', ['in/b.xml', '--html', 'in/b.xml']],
    ['of one of two files', ['in/a.xml', 'in/b.xml', '--csv', 'in/../in/b.xml']],
    ['of a document in a folder', ['in', '--csv', 'in/b.xml']],
    ['of an archive in a folder', ['in', '--jsonl', 'in/c.zip']],
    ['of what a pattern finds', ['in/*.xml', '--sarif', 'in/a.xml']],
  ])('a result that %s is refused, and nothing is lost', async (_title, args) => {
    const { code, stdout, stderr } = await ask(args);
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining('is one of the files to read')]);
    expect(readFileSync(at('in/b.xml'), 'utf8')).toBe(BAD);
    expect(readFileSync(at('in/a.xml'), 'utf8')).toBe(GOOD);
    expect(readdirSync(at('in')).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  test.each<[string, string[]]>([
    ['--csv --jsonl', ['--jsonl', 'same', '--csv', 'same']],
    ['--sarif --csv', ['--sarif', 'same', '--csv', './in/../same']],
    ['--out --jsonl', ['--out', 'same-out', '--jsonl', 'same-out/results.jsonl']],
    ['--html --csv', ['--html', 'same-pages', '--csv', 'same-pages']],
    ['--out --csv', ['--out', 'same/out', '--csv', 'same']],
  ])('two results in one place are refused: %s', async (field, args) => {
    const { code, stdout, stderr } = await ask(['in', ...args]);
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining(`${field}: both would write to the same place`)]);
    expect(['same', 'same-out', 'same-pages'].some((name) => existsSync(at(name)))).toBe(false);
  });

  test.each([
    ['--csv', 'in/folder', 'is a folder'],
    ['--sarif', 'in/new/', 'is a folder'],
    ['--csv', '', 'an empty path is given'],
    ['--out', '', 'an empty path is given'],
  ])('%s %j is refused before anything is judged', async (option, path, words) => {
    const { code, stdout, stderr } = await ask(['in', option, path]);
    expect([code, stdout, stderr]).toEqual([3, '', expect.stringContaining(words)]);
  });

  test('a folder and its results together; a second run finds the same documents, and no page or table of ours', async () => {
    const args = [
      'both',
      '--csv',
      'both/r.csv',
      '--jsonl',
      'both/r.jsonl',
      '--junit',
      'both/r.xml',
      '--html',
      'both/h',
      '--format',
      'jsonl',
    ];
    write('both/a.xml', GOOD);
    write('both/b.xml', BAD);
    const told = ({ code, stdout, stderr }: Ended): unknown => [code, judged(stdout).map(({ file }) => file), stderr];
    expect(told(await ask(args))).toEqual([1, ['both/a.xml', 'both/b.xml'], '']);
    expect(told(await ask(args))).toEqual([1, ['both/a.xml', 'both/b.xml'], '']);
    const later = await ask(['both', '--format', 'jsonl']);
    expect(verdicts(later)).toEqual([
      ['both/a.xml', 'PASSED'],
      ['both/b.xml', 'FAILED'],
    ]);
    expect(later.stderr).toContain('6 of unrecognised kind');
  });

  posix('a device, a pipe and a link stay what they are', async () => {
    const full = await run(['in', '--csv', '/dev/full']);
    expect([full.code, full.stderr]).toEqual([3, expect.stringContaining('/dev/full: cannot be written (disk full)')]);
    expect((await run(['in', '--csv', '/dev/null', '--jsonl', '/dev/null'])).code).toBe(1);
    expect(existsSync('/dev/null.part')).toBe(false);
    write('linked/real.csv', 'before');
    symlinkSync('real.csv', at('linked/link.csv'));
    symlinkSync('new.csv', at('linked/nowhere.csv'));
    await run(['in', '--csv', 'linked/link.csv', '--jsonl', 'linked/nowhere.csv']);
    expect(readdirSync(at('linked'))).toEqual(['link.csv', 'new.csv', 'nowhere.csv', 'real.csv']);
    expect([lstatSync(at('linked/link.csv')), lstatSync(at('linked/nowhere.csv'))].map((one) => one.isSymbolicLink())).toEqual([
      true,
      true,
    ]);
    expect(readFileSync(at('linked/real.csv'), 'utf8')).toMatch(/^file,kind,/);
    const pipe = at('linked/pipe');
    const { stdout } = await execute('sh', [
      '-c',
      'mkfifo "$1"; cat "$1" & shift; "$@" >&2; wait',
      'sh',
      pipe,
      process.execPath,
      cli,
      'validate',
      at('in'),
      '--csv',
      pipe,
    ]);
    expect(stdout).toMatch(/^file,kind,/);
    expect(statSync(pipe).isFIFO()).toBe(true);
  });

  linux.each([
    ['--html', '/proc/x/y.html'],
    ['--csv', '/proc/x/y.csv'],
    ['--out', '/proc/x/y'],
  ])('%s below a folder that cannot be made ends', async (option, path) => {
    const { code, stderr } = await ask(['in/a.xml', option, path]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('cannot be written')]);
  });

  posix('a disk that is full is no fault of Addax', async () => {
    for (let i = 0; i < 40; i++) write(`filling/${i}.xml`, other(BAD, i));
    const args = ['-c', 'ulimit -f 8; exec "$@"', 'sh', process.execPath, cli, 'validate', 'filling', '--out', 'full', '--lang', 'en'];
    const { code, stderr } = await execute('sh', args, { cwd: folder.path });
    expect([code, stderr]).toEqual([3, expect.stringMatching(/^--out: full: cannot be written \(.*\)\.\n.*\n$/)]);
    expect((await run(['filling', '--out', 'full', '--resume'])).code).toBe(1);
  });
});

test('--quiet says why files were not judged, and which', async () => {
  write('why/a.xml', GOOD);
  write('why/b.zip', 'no archive');
  write('why/c.zip', zip([]));
  write('why/d.zip', zip(['a', 'b', 'c', 'd'].map((name) => ({ name, content: GOOD, encrypted: true }))));
  const { code, stdout } = await ask(['why', '--quiet']);
  expect(code).toBe(3);
  expect(stdout).toMatch(/INCONCLUSIVE {2}1 file {2}the archive cannot be read: .*\n +why\/b\.zip\n/);
  expect(stdout).toMatch(/INCONCLUSIVE {2}1 file {2}the archive is empty\n +why\/c\.zip\n/);
  expect(stdout).toMatch(
    /INCONCLUSIVE {2}4 files {2}encrypted in the archive: .*\n +why\/d\.zip!\/a {2}why\/d\.zip!\/b {2}why\/d\.zip!\/c {2}…\n/,
  );
});

describe('options that make no sense', () => {
  test.each<[string, string[]]>([
    ['--jobs', ['x.xml', '--jobs', '0']],
    ['--jobs', ['x.xml', '--jobs', '1.5']],
    ['--timeout', ['x.xml', '--timeout', '-1']],
    ['--resume', ['x.xml', '--resume']],
    ['--watch --csv', ['x.xml', '--watch', '--csv', 'x.csv']],
    ['--format svrl', ['tree', '--format', 'svrl']],
  ])('%s', async (field, args) => {
    const { code, stderr } = await ask(args);
    expect([code, stderr]).toEqual([3, expect.stringContaining(field)]);
  });
});

posix.each([
  ['SIGINT', 130],
  ['SIGTERM', 143],
] as const)(
  '%s ends a batch after the file at hand and says how to go on',
  async (signal, code) => {
    for (let i = 0; i < 400; i++) write(`stopped/${String(i).padStart(3, '0')}.xml`, other(GOOD, i));
    const child = spawn(
      process.execPath,
      [cli, 'validate', 'stopped', '--out', `stopped-${signal}`, '--csv', 'stopped.csv', '--jobs', '1', '--lang', 'en'],
      {
        cwd: folder.path,
        stdio: ['ignore', 'ignore', 'pipe'],
      },
    );
    let said = '';
    child.stderr.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const ended = new Promise((done) => child.on('close', done));
    const journal = at(`stopped-${signal}`, 'results.jsonl');
    while (!(existsSync(journal) && readFileSync(journal, 'utf8').split('\n').length > 10))
      await new Promise((done) => setTimeout(done, 10));
    child.kill(signal);
    expect(await ended).toBe(code);
    expect(said).toContain('run the same command again with --resume');
    expect([existsSync(at(`stopped-${signal}`, 'addax.lock')), existsSync(at('stopped.csv')), existsSync(at('stopped.csv.part'))]).toEqual([
      false,
      false,
      false,
    ]);
  },
  60_000,
);
