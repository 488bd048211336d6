import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { appendFileSync, cpSync, existsSync, readdirSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { packageRoot, type Report } from '../../src/model/index.js';
import { addax, temporaryFolder } from '../support/addax.js';
import { runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
const bundles: Record<string, string> = {};
const digests: Record<string, string> = {};

beforeAll(async () => {
  for (const system of ['lps-healthy', 'lps-bad-hash']) {
    const { report, out } = await runReference(system, 'pds-publish/nominal', folder.path);
    bundles[system] = realpathSync(join(out, 'latest'));
    digests[system] = report.digest;
  }
}, 60_000);
afterAll(() => {
  folder.remove();
});

/** Everything but the evidence goes, the network is blocked, the clock is shifted, the language and time zone change. */
const offline = {
  NODE_OPTIONS: `--import ${pathToFileURL(join(packageRoot, 'test/support/offline.mjs')).href}`,
  TZ: 'Pacific/Auckland',
  LANG: 'en_GB.UTF-8',
};
const KEPT = new Set(['events.jsonl', 'blobs']);

/** A copy of a bundle with nothing in it but the evidence. */
function bare(system: string): string {
  const copy = join(folder.path, `bare-${system}-${readdirSync(folder.path).length}`);
  cpSync(bundles[system]!, copy, { recursive: true });
  for (const name of readdirSync(copy)) if (!KEPT.has(name)) rmSync(join(copy, name), { recursive: true });
  return copy;
}

describe('addax replay', () => {
  test.each(['lps-healthy', 'lps-bad-hash'])('%s: the same digest, offline, from the evidence alone', async (system) => {
    const { code, stdout, stderr } = await addax(['replay', bare(system), '--format', 'json'], { env: offline });
    expect(stderr).toBe('');
    expect(JSON.parse(stdout)).toMatchObject({ same: true, recorded: digests[system], replayed: digests[system] });
    expect(code).toBe(0);
  });

  test('ends with 1 when the evidence was altered', async () => {
    const copy = bare('lps-healthy');
    const events = join(copy, 'events.jsonl');
    const submission = readFileSync(events, 'utf8')
      .split('\n')
      .map((l) => (l ? (JSON.parse(l) as { kind: string; transaction?: string; request?: { blob: string } }) : undefined))
      .find((e) => e?.kind === 'exchange' && e.transaction === 'ITI-41');
    const blob = join(copy, 'blobs/sha256', submission?.request?.blob ?? '');
    writeFileSync(blob, readFileSync(blob, 'latin1').replace('INDIRECTE', 'DIRECTE'), 'latin1');
    const { code, stdout } = await addax(['replay', copy, '--format', 'json']);
    expect(JSON.parse(stdout)).toMatchObject({
      same: false,
      recorded: digests['lps-healthy'],
      damage: expect.stringContaining('blobs/sha256'),
    });
    expect(code).toBe(1);
    expect((await addax(['report', copy])).code).toBe(3);
  });

  test('a record that was taken out is noticed', async () => {
    const copy = bare('lps-healthy');
    const events = join(copy, 'events.jsonl');
    const lines = readFileSync(events, 'utf8').split('\n');
    writeFileSync(events, lines.toSpliced(5, 1).join('\n'));
    const { code, stdout } = await addax(['replay', copy, '--format', 'json']);
    expect([code, (JSON.parse(stdout) as { damage: string }).damage]).toEqual([1, expect.stringContaining('record 6')]);
  });

  test('a run that was cut short is inconclusive, never the product’s fault', async () => {
    const copy = bare('lps-healthy');
    const events = join(copy, 'events.jsonl');
    writeFileSync(events, readFileSync(events, 'utf8').split('\n').slice(0, 12).join('\n') + '\n');
    const { code, stdout } = await addax(['replay', copy, '--format', 'json']);
    expect([code, (JSON.parse(stdout) as { verdict: string }).verdict]).toEqual([1, 'INCONCLUSIVE']);
  });

  test('a run that was killed while writing is read up to its last whole record', async () => {
    const copy = bare('lps-healthy');
    appendFileSync(join(copy, 'events.jsonl'), '{"seq":999,"kind":"exch');
    expect((await addax(['replay', copy])).code).toBe(0);
  });

  test('ends with 3 when there is no bundle, or none of a run', async () => {
    expect((await addax(['replay', folder.path])).code).toBe(3);
    const empty = bare('lps-healthy');
    writeFileSync(join(empty, 'events.jsonl'), '');
    expect((await addax(['replay', empty])).code).toBe(3);
  });
});

describe('addax report', () => {
  test('writes every report again from the evidence alone', async () => {
    const copy = bare('lps-bad-hash');
    const { code } = await addax(['report', copy], { env: offline });
    expect(code).toBe(0);
    for (const name of ['report.html', 'report.json', 'junit.xml']) expect(existsSync(join(copy, name))).toBe(true);
    expect((JSON.parse(readFileSync(join(copy, 'report.json'), 'utf8')) as Report).digest).toBe(digests['lps-bad-hash']);
    expect(readFileSync(join(copy, 'report.html'), 'utf8')).toContain('<html lang="fr"');
  });
});
