import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MedplumClient, OperationOutcomeError } from '@medplum/core';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../../src/evidence/index.js';
import type { SimulatorContext } from '../../src/model/index.js';
import { AgendaManager } from '../agenda-manager/index.js';
import { ResourceManager } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'addax-resources-'));
const running: (() => Promise<void>)[] = [];

/** Both managers as one run plays them, with clients of others. */
async function play(): Promise<{ resources: MedplumClient; agendas: MedplumClient; stop: () => Promise<void> }> {
  const context: SimulatorContext = {
    recorder: new BundleWriter(mkdtempSync(join(folder, 'bundle-'))),
    listen: { host: '127.0.0.1', port: 0 },
    faults: [],
    peers: {},
    parameters: { store: folder },
    now: () => new Date('2026-11-21T10:00:00Z'),
  };
  const managers = [new ResourceManager(), new AgendaManager()];
  const clients: MedplumClient[] = [];
  for (const manager of managers) {
    const [endpoint] = await manager.start(context);
    const { origin, pathname } = new URL(endpoint!.url);
    clients.push(new MedplumClient({ baseUrl: `${origin}/`, fhirUrlPath: pathname.slice(1), fetch, cacheTime: 0 }));
  }
  const stop = async (): Promise<void> => {
    for (const manager of managers) await manager.stop();
  };
  running.push(stop);
  const [resources, agendas] = clients as [MedplumClient, MedplumClient];
  return { resources, agendas, stop };
}

let played: Awaited<ReturnType<typeof play>>;
beforeAll(async () => {
  played = await play();
});
afterAll(async () => {
  for (const stop of running) await stop();
  rmSync(folder, { recursive: true, force: true });
});

const codeOf = async (asked: Promise<unknown>): Promise<string | undefined> => {
  const error: unknown = await asked.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  return error instanceof OperationOutcomeError ? error.outcome.issue[0]?.code : undefined;
};

test('a client of others declares every type, changes and deletes it; what it declared is found by the agenda', async () => {
  const { resources } = played;
  const patient = await resources.createResource({
    resourceType: 'Patient',
    identifier: [
      {
        system: 'urn:oid:2.25.9',
        value: 'P1',
        type: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' }] },
      },
    ],
    name: [{ use: 'official', family: 'ARMENGAUD', given: ['ZOE'] }],
  });
  const practitioner = await resources.createResource({ resourceType: 'Practitioner', name: [{ family: 'KERVELLA', given: ['Camille'] }] });
  const made = [
    patient,
    practitioner,
    await resources.createResource({
      resourceType: 'RelatedPerson',
      identifier: [{ system: 'urn:oid:2.25.9', value: 'R1' }],
      patient: { reference: `Patient/${patient.id}` },
    }),
    await resources.createResource({ resourceType: 'Device', deviceName: [{ name: 'Échographe', type: 'user-friendly-name' }] }),
    await resources.createResource({ resourceType: 'Location', name: 'Cabinet' }),
    await resources.createResource({ resourceType: 'HealthcareService', name: 'Consultation' }),
    await resources.createResource({ resourceType: 'Organization', name: 'Maison de santé' }),
    await resources.createResource({
      resourceType: 'PractitionerRole',
      practitioner: { reference: `Practitioner/${practitioner.id}` },
      telecom: [{ system: 'phone', value: '0200000000' }],
    }),
  ];
  for (const one of made) {
    const changed = (await resources.updateResource({ ...one, language: 'fr' })) as { meta?: { versionId?: string } };
    expect([one.resourceType, changed.meta?.versionId]).toEqual([one.resourceType, '2']);
    expect((await resources.readResource(one.resourceType, one.id)).language).toBe('fr');
  }
  const role = made.at(-1)!;
  await played.agendas.createResource({ resourceType: 'Schedule', actor: [{ reference: `PractitionerRole/${role.id}` }] });
  const [schedule] = await played.agendas.searchResources('Schedule', 'actor:PractitionerRole.telecom=0200000000');
  expect(schedule?.actor[0]?.reference).toBe(`PractitionerRole/${role.id}`);
  expect(await codeOf(resources.deleteResource('PractitionerRole', role.id))).toBe('conflict');
  await resources.deleteResource('Device', made[3]!.id);
  expect(await codeOf(resources.readResource('Device', made[3]!.id))).toBe('deleted');
  // agendas are not declared here, nor resources there
  expect(await codeOf(resources.searchResources('Schedule'))).toBe('not-supported');
  expect(await codeOf(played.agendas.createResource({ resourceType: 'Device' }))).toBe('not-supported');
});

test('a professional, their role and their place are declared in one transaction, which refers to itself', async () => {
  const { resources } = played;
  const entry = (resourceType: string, more: object, fullUrl: string): object => ({
    fullUrl,
    resource: { resourceType, ...more },
    request: { method: 'POST', url: resourceType },
  });
  const who = 'urn:uuid:5f1b8f5e-7d54-4f0c-8d0e-0f6f0c1d2a01';
  const where = 'urn:uuid:5f1b8f5e-7d54-4f0c-8d0e-0f6f0c1d2a02';
  const answer = await resources.executeBatch({
    resourceType: 'Bundle',
    type: 'transaction',
    entry: [
      entry(
        'PractitionerRole',
        { practitioner: { reference: who }, location: [{ reference: where }] },
        'urn:uuid:5f1b8f5e-7d54-4f0c-8d0e-0f6f0c1d2a03',
      ),
      entry('Practitioner', { name: [{ family: 'LE GALL', given: ['Anne'] }] }, who),
      entry('Location', { name: 'Maison médicale' }, where),
    ],
  });
  const [role, practitioner, location] = answer.entry!.map(({ response }) =>
    response!.location!.replace(/^.*?((?:Prac|Loc)[A-Za-z]+\/[^/]+).*$/, '$1'),
  );
  const declared = await resources.readReference({ reference: role! });
  expect(declared).toMatchObject({ practitioner: { reference: practitioner }, location: [{ reference: location }] });
});

test('what profiles refuse, and an INS that is wrong, are told with their place', async () => {
  const { resources } = played;
  const ins = (value: string): Parameters<MedplumClient['createResource']>[0] => ({
    resourceType: 'Patient',
    identifier: [
      {
        use: 'official',
        type: { coding: [{ system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203', code: 'INS-NIR' }] },
        system: 'urn:oid:1.2.250.1.213.1.4.10',
        value,
      },
    ],
    name: [{ use: 'official', family: 'ARMENGAUD', given: ['ZOE'] }],
    birthDate: '1987-03-14',
    gender: 'female',
  });
  const error: unknown = await resources.createResource(ins('287033818504229')).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(OperationOutcomeError);
  const { issue } = (error as OperationOutcomeError).outcome as { issue: { expression?: string[]; details?: { text?: string } }[] };
  expect(issue.map(({ expression }) => expression?.[0])).toContain('Patient.identifier[0].value');
  expect(issue.map(({ details }) => details?.text).join(' ')).toContain('FHIR-101');
  expect(await codeOf(resources.createResource({ resourceType: 'Location', status: 'open' as never }))).toBe('code-invalid');
});

test('with a store, what was declared is there the next time', async () => {
  const { id } = await played.resources.createResource({ resourceType: 'Organization', name: 'Qui dure' });
  await played.stop();
  played = await play();
  expect((await played.resources.readResource('Organization', id)).name).toBe('Qui dure');
});
