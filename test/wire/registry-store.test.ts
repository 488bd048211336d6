import { afterAll, expect, test } from '@jest/globals';
import { spawn, type ChildProcess } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { BundleWriter } from '../../src/evidence/index.js';
import { ExitCode, type SimulatorContext } from '../../src/model/index.js';
import { ASSOCIATION, readRegistryResponse, writeSubmitObjects, type RimObject } from '../../src/protocols/ebxml/index.js';
import { callSoap, Connections } from '../../src/transport/index.js';
import { seededSubmissions } from '../../simulators/document-registry/seeded-metadata.js';
import { RegistryStore } from '../../simulators/document-registry/store.js';
import { addax, cli, temporaryFolder } from '../support/addax.js';

const folder = temporaryFolder();
afterAll(() => folder.remove());
const store = join(folder.path, 'store');
const file = join(store, 'document-registry.sqlite');
const PLAY = ['simulate', 'document-registry', '--no-tls', '--pki', join(folder.path, 'pki'), '--format', 'json', '--lang', 'en'];

/** A registry that keeps its store, until it is killed. */
async function played(more: string[] = []): Promise<{ child: ChildProcess; url: string; ended: Promise<unknown> }> {
  const child = spawn(process.execPath, [cli, ...PLAY, '--store', store, ...more], { stdio: ['ignore', 'pipe', 'inherit'] });
  const ended = new Promise((done) => child.on('close', done));
  const url = await new Promise<string>((done, failed) => {
    let said = '';
    child.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString('utf8');
      const [, found] = /"url": "([^"]+)"/.exec(said) ?? [];
      if (found !== undefined) done(found);
    });
    void ended.then(() => failed(new Error(said)));
  });
  return { child, url, ended };
}

const context: SimulatorContext = {
  recorder: new BundleWriter(join(folder.path, 'client')),
  listen: { host: '127.0.0.1', port: 0 },
  faults: [],
  peers: {},
  parameters: {},
  now: () => new Date(),
};
const asSent = ({ lid: _lid, status: _status, version: _version, ...object }: RimObject): RimObject => object;
const submissions = [...seededSubmissions({ documents: 600, patients: 100, repositoryUniqueId: '1.2.3' })];

test('a registry that is killed keeps what it acknowledged, and nothing by halves', async () => {
  let next = 0;
  const acknowledged: string[] = [];
  for (let round = 0; round < 2; round++) {
    const { child, url, ended } = await played();
    const until = acknowledged.length + 25;
    const connections = new Connections();
    const client = async (): Promise<void> => {
      for (;;) {
        const submission = submissions[next++]!;
        const body = writeSubmitObjects(submission.map(asSent));
        const { message } = await callSoap({
          actor: 'test',
          context,
          url,
          action: 'urn:ihe:iti:2007:RegisterDocumentSet-b',
          body,
          connections,
        });
        const response = message?.root && readRegistryResponse(message.root);
        if (!response) return;
        // what builds on a submission that another client lost is refused
        if (response.status.endsWith(':Success')) acknowledged.push(...submission.map(({ id }) => id));
        if (acknowledged.length >= until) child.kill('SIGKILL');
      }
    };
    await Promise.all([client(), client(), client(), client()]);
    await ended;
    connections.close();
    const registry = new RegistryStore(file);
    expect(acknowledged.filter((id) => !registry.object(id))).toEqual([]);
    for (const submission of submissions.slice(0, next)) {
      const there = submission.filter(({ id }) => registry.object(id));
      expect([0, submission.length]).toContain(there.length);
      for (const { type, source, target } of there)
        if (type === ASSOCIATION.hasMember) expect([source, target].filter((id) => !registry.object(id!))).toEqual([]);
    }
    registry.close();
  }
  expect(acknowledged.length).toBeGreaterThanOrEqual(50);
});

test('a store that cannot serve is told by its path, and nothing is played', async () => {
  const holder = new RegistryStore(join(folder.path, 'held', 'document-registry.sqlite'));
  writeFileSync(join(folder.path, 'document-registry.sqlite'), 'not a store, but longer than the head of one'.repeat(30));
  const play = (...more: string[]) => addax([...PLAY, ...more]);
  const [held, foreign, patients, number] = await Promise.all([
    play('--store', join(folder.path, 'held')),
    play('--store', folder.path),
    play('--patients', '5'),
    play('--store', join(folder.path, 'none'), '--seed-data', 'many'),
  ]);
  holder.close();
  for (const [{ code, stderr }, said] of [
    [held, join(folder.path, 'held', 'document-registry.sqlite: another process holds this store')],
    [foreign, `${join(folder.path, 'document-registry.sqlite')}: this file is not the store of this actor`],
    [patients, '--patients: these patients have no documents'],
    [number, 'seed-data: “many” will not do'],
  ] as const) {
    expect(stderr).toContain(said);
    expect(code).toBe(ExitCode.configuration);
  }
});
