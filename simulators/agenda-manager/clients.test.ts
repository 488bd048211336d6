import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MedplumClient, OperationOutcomeError } from '@medplum/core';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../../src/evidence/index.js';
import { judgeExchanges } from '../../test/support/fhir-rest.js';
import { AgendaManager } from './index.js';

const simulator = new AgendaManager();
const evidence = mkdtempSync(join(tmpdir(), 'addax-'));
let client: MedplumClient;

beforeAll(async () => {
  const [endpoint] = await simulator.start({
    recorder: new BundleWriter(evidence),
    listen: { host: '127.0.0.1', port: 0 },
    faults: [],
    peers: {},
    parameters: {},
    now: () => new Date('2026-11-21T10:00:00Z'),
  });
  const { origin } = new URL(endpoint!.url);
  client = new MedplumClient({ baseUrl: `${origin}/`, fhirUrlPath: 'agenda-manager', fetch, cacheTime: 0 });
});
afterAll(() => simulator.stop());

const codeOf = async (asked: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof OperationOutcomeError ? error.outcome.issue[0]?.code : undefined;
};

test('a client of others reads, searches, goes through pages, writes and is refused', async () => {
  const slots = await client.searchResources('Slot', 'status=free&_sort=start&_count=20');
  // the test agenda offers mornings of the week that follows
  expect([slots.length, slots[0]!.start]).toEqual([20, '2026-11-23T08:00:00.000Z']);
  let pages = 0;
  for await (const page of client.searchResourcePages('Slot', 'status=free&_count=20')) pages += page.length > 0 ? 1 : 0;
  expect(pages).toBe(3);
  const [slot] = slots;
  const appointment = await client.createResource({
    resourceType: 'Appointment',
    status: 'booked',
    slot: [{ reference: `Slot/${slot!.id}` }],
    start: slot!.start,
    end: slot!.end,
    participant: [{ actor: { reference: 'PractitionerRole/1' }, status: 'accepted' }],
  });
  expect((await client.readResource('Slot', slot!.id)).status).toBe('busy');
  const { id: _id, ...again } = appointment;
  expect(await codeOf(client.createResource(again))).toBe('conflict');
  const { meta } = (await client.updateResource({ ...appointment, status: 'cancelled' })) as { meta?: { versionId?: string } };
  expect([meta?.versionId, (await client.readResource('Slot', slot!.id)).status]).toEqual(['2', 'free']);
  expect((await client.readHistory('Appointment', appointment.id)).total).toBe(2);
  const patched = await client.patchResource('Schedule', '2', [{ op: 'replace', path: '/active', value: false }]);
  expect(patched.active).toBe(false);
  await client.deleteResource('Schedule', '2');
  expect(await codeOf(client.readResource('Schedule', '2'))).toBe('deleted');
  expect(await codeOf(client.readResource('Slot', 'none'))).toBe('not-found');
});

test('what it asked and was answered is as FHIR has it', async () => {
  const { judged, told } = await judgeExchanges(evidence, true);
  expect(judged).toBeGreaterThan(10);
  expect(told).toEqual([]);
});
