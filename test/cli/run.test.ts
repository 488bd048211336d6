import { afterAll, describe, expect, test } from '@jest/globals';
import { createServer, type AddressInfo } from 'node:net';
import { existsSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { packageRoot, type Report, type Statement } from '../../src/model/index.js';
import { addax, temporaryFolder } from '../support/addax.js';
import { putTestPki } from '../support/pki.js';

const folder = temporaryFolder();
const pki = join(folder.path, 'pki');
const ready = putTestPki(pki);
afterAll(() => {
  folder.remove();
});

let statements = 0;
/** The reference LPS's statement with something changed. */
async function run(
  change: Partial<Statement>,
  more: string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<{ code: number | null; stdout: string; stderr: string; out: string }> {
  await ready;
  const lps = parse(readFileSync(join(packageRoot, 'examples/lps.yaml'), 'utf8')) as Statement;
  const command = (verb: string): { command: string } => ({ command: `node ${join(packageRoot, 'examples/lps/lps.mjs')} ${verb}` });
  const hooks = {
    'publish-document': command('publish'),
    'replace-document': command('replace'),
    'search-documents': command('search'),
    'retrieve-document': command('retrieve'),
  };
  const file = join(folder.path, `statement-${++statements}.yaml`);
  const out = join(folder.path, `out-${statements}`);
  writeFileSync(file, stringify({ ...lps, hooks, ...change }));
  const ended = await addax(['run', file, '--unattended', '--out', out, '--pki', pki, '--lang', 'en', ...more], {
    env: { LPS_DEFECT: '', ...env },
  });
  return { ...ended, out };
}
const nominal = ['--scenario', 'pds-publish/nominal'];
const reportOf = (out: string): Report => JSON.parse(readFileSync(join(out, 'latest', 'report.json'), 'utf8')) as Report;

describe('exit codes of addax run', () => {
  test('0: all passed, and the bundle holds everything', async () => {
    const { code, out, stdout } = await run({}, nominal);
    expect([code, stdout]).toEqual([0, expect.stringContaining('PASSED')]);
    for (const name of ['events.jsonl', 'blobs', 'report.html', 'report.json', 'junit.xml', 'statement.yaml'])
      expect(existsSync(join(realpathSync(join(out, 'latest')), name))).toBe(true);
  });

  test('1: something failed', async () => {
    const { code } = await run({}, nominal, { LPS_DEFECT: 'bad-hash' });
    expect(code).toBe(1);
  });

  test('1: a hook that succeeded while nothing arrived', async () => {
    const { code, out } = await run({ hooks: { 'publish-document': { command: 'true' } } }, nominal);
    expect(code).toBe(1);
    expect(
      reportOf(out)
        .requirements.filter((r) => r.verdict === 'FAILED')
        .map((r) => r.id),
    ).toEqual(['PDS-01']);
  });

  test('2: nobody acted, with who must act', async () => {
    const { code, out } = await run({ hooks: {} }, nominal);
    expect(code).toBe(2);
    const report = reportOf(out);
    expect(report.verdict).toBe('INCONCLUSIVE');
    expect(report.cases[0]?.assertions.find((a) => a.id === 'arrives')).toMatchObject({
      verdict: 'INCONCLUSIVE',
      waitsFor: expect.any(String),
    });
  });

  test('2: a selection that matches nothing says so', async () => {
    const { code, stdout } = await run({}, ['--scenario', 'no-such-scenario']);
    expect([code, stdout]).toEqual([2, expect.stringContaining('No scenario matches')]);
  });

  test('2: a misspelt name beside a good one does not make the run quietly smaller', async () => {
    const { code, stdout } = await run({}, [...nominal, '--scenario', 'pds-pubish']);
    expect([code, stdout]).toEqual([2, expect.stringContaining('pds-pubish')]);
  });

  test('runs at the same time in one folder do not disturb each other', async () => {
    const out = join(folder.path, 'shared');
    const one = (): Promise<{ code: number | null }> =>
      addax(['run', join(packageRoot, 'examples/lps.yaml'), '--unattended', '--out', out, ...nominal], { env: { LPS_DEFECT: '' } });
    expect((await Promise.all([one(), one()])).map((ended) => ended.code)).toEqual([0, 0]);
  });

  test('a hook may leave something running in the background', async () => {
    const began = Date.now();
    await run({ hooks: { 'publish-document': { command: '(sleep 60 &) ; echo started' } } }, nominal);
    expect(Date.now() - began).toBeLessThan(20_000);
  });

  test('2: a hook that failed is not the product’s fault', async () => {
    const { code, out } = await run({ hooks: { 'publish-document': { command: 'echo broken >&2; exit 7' } } }, nominal);
    expect(code).toBe(2);
    expect(JSON.stringify(reportOf(out).cases[0]?.assertions)).toContain('exit 7: broken');
  });

  test('2: a fault that met no message proves nothing about what the product shows', async () => {
    // two requests of one document each are never answered in part
    const one = `node ${join(packageRoot, 'examples/lps/lps.mjs')} retrieve`;
    const { code, out } = await run({ hooks: { 'retrieve-documents': { command: one } } }, ['--scenario', 'lps-consult-faults/one-of-two']);
    expect(code).toBe(2);
    expect(reportOf(out).cases[0]!.assertions.find((a) => a.id === 'shows-what-is-missing')).toMatchObject({
      verdict: 'INCONCLUSIVE',
      reason: { en: expect.stringContaining('fault met no message') },
    });
  });

  test('2: nobody there to send again what a simulated failure held up', async () => {
    const publish = `node ${join(packageRoot, 'examples/lps/lps.mjs')} publish`;
    const { code, out } = await run({ hooks: { 'publish-document': { command: publish } } }, [
      '--scenario',
      'lps-publish-faults/receiver-fault',
    ]);
    expect(code).toBe(2);
    expect(reportOf(out).cases[0]!.assertions.find((a) => a.id === 'delivered')!.verdict).toBe('INCONCLUSIVE');
    expect(reportOf(out).cases[0]!.timeline.map((entry) => entry.label.en)).toContain('Simulated fault no. 1');
  });

  test.each<[string, Partial<Statement>, string]>([
    ['a hook that no scenario asks for', { hooks: { 'publish-documents': { command: 'true' } } }, 'hooks.publish-documents'],
    ['a hook that is not there', { hooks: { 'publish-document': { command: './nowhere.sh' } } }, 'hooks.publish-document'],
    ['a key file that is not there', { tls: { server: { key: 'nowhere.key', certificate: 'nowhere.pem' } } }, 'tls.server.key'],
    [
      'a key that is not that of the certificate',
      { tls: { server: { key: join(pki, 'lps-auth.key'), certificate: join(pki, 'platform.pem') } } },
      'tls.server.key',
    ],
  ])('3: %s, with the field', async (_name, change, field) => {
    const { code, stderr } = await run(change, nominal);
    expect([code, stderr]).toEqual([3, expect.stringContaining(field)]);
  });

  test('3: a port that is taken, with the field', async () => {
    const squatter = createServer().listen(0, '127.0.0.1');
    await new Promise((done) => squatter.once('listening', done));
    const { port } = squatter.address() as AddressInfo;
    const { code, stderr } = await run({ listen: { ports: { 'document-repository': port } } }, nominal);
    squatter.close();
    expect([code, stderr]).toEqual([3, expect.stringContaining('listen.ports.document-repository')]);
  });

  test('3: a statement with a mistake, with its line', async () => {
    const file = join(folder.path, 'mistake.yaml');
    writeFileSync(file, 'product: { name: x, version: "1", vendor: y }\nactors:\n  - { actr: document-source }\n');
    const { code, stderr } = await addax(['run', file]);
    expect([code, stderr]).toEqual([3, expect.stringContaining('mistake.yaml:3')]);
  });
});

describe('waivers', () => {
  const waiver = { requirement: 'XDS-133', owner: 'GRADeS', reason: 'corrigé en 1.1', expires: '2099-12-31' };
  const red = async (change: Partial<Statement>, defect: string): Promise<[number | null, Report]> => {
    const { code, out } = await run(change, nominal, { LPS_DEFECT: defect });
    return [code, reportOf(out)];
  };

  test('one that no longer applies is itself a failure', async () => {
    const [code, report] = await red({ waivers: [waiver] }, '');
    expect(code).toBe(1);
    expect(report.cases[0]?.assertions.find((a) => a.id.startsWith('waiver-'))?.verdict).toBe('FAILED');
  });

  test('an expired one is not applied', async () => {
    const [code] = await red({ waivers: [{ ...waiver, expires: '2020-01-01' }] }, 'bad-hash');
    expect(code).toBe(1);
  });
});

test('a production identity stops the run', async () => {
  const { code, out } = await run(
    {
      hooks: {
        'publish-document': {
          command: `ADDAX_INPUT=$(echo "$ADDAX_INPUT" | sed s/213.1.4.10/213.1.4.8/) node ${join(packageRoot, 'examples/lps/lps.mjs')} publish`,
        },
      },
    },
    nominal,
  );
  expect(reportOf(out).errors).toEqual([expect.objectContaining({ owner: 'configuration' })]);
  expect(code).not.toBe(0);
});

test('the vendor’s own key and authority are used', async () => {
  await ready;
  const other = join(folder.path, 'other-pki');
  await addax(['pki', '--out', other]);
  // the LPS connects with certificates of another authority, which the statement declares; it trusts that authority too
  const { code, stdout } = await run(
    {
      tls: {
        server: { key: join(other, 'platform.key'), certificate: join(other, 'platform.pem') },
        authorities: [join(other, 'authority.pem')],
      },
      vihf: { authorities: [join(other, 'authority.pem')] },
      hooks: { 'publish-document': { command: `ADDAX_PKI=${other} node ${join(packageRoot, 'examples/lps/lps.mjs')} publish` } },
    },
    nominal,
  );
  expect([code, stdout]).toEqual([0, expect.stringContaining('PASSED')]);
});
