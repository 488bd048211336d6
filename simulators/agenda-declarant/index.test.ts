import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { PlannedFault, SimulatorContext } from '../../src/model/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { agendaConsumer } from '../agenda-consumer/index.js';
import { manifest as consumerManifest } from '../agenda-consumer/manifest.js';
import { AgendaManager } from '../agenda-manager/index.js';
import { appointmentDeclarant } from '../appointment-declarant/index.js';
import { manifest as appointmentManifest } from '../appointment-declarant/manifest.js';
import { ResourceManager } from '../resource-manager/index.js';
import type { AgendaClient } from './agenda-client.js';
import { agendaDeclarant } from './index.js';
import { manifest } from './manifest.js';

const SPECIALTY = 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale';
const RPPS = 'urn:oid:1.2.250.1.71.4.2.1';

let bench: ClientBench;
const agendas = new AgendaManager();
const resources = new ResourceManager();
let served: SimulatorContext;
let peers: Record<string, string>;
let declarant: Started<AgendaClient>;
let booker: Started<AgendaClient>;
let consumer: Started<AgendaClient>;

beforeAll(async () => {
  bench = await ClientBench.open();
  // one run plays both managers, and they know the same
  served = bench.context({ now: () => new Date('2026-11-21T10:00:00Z') });
  const endpoints = [...(await resources.start(served)), ...(await agendas.start(served))];
  peers = Object.fromEntries(endpoints.map(({ actor, url }) => [actor, url.replace('127.0.0.1', 'localhost')]));
  declarant = await bench.start(agendaDeclarant(), { peers });
  booker = await bench.start(appointmentDeclarant(), { peers });
  consumer = await bench.start(agendaConsumer(), { peers });
});
afterAll(async () => {
  await Promise.all([agendas.stop(), resources.stop()]);
  bench.close();
});

/** Declares a doctor who works somewhere; returns the id of his role. */
async function declared(family: string, more: Record<string, unknown> = {}): Promise<Record<'role' | 'practitioner' | 'location', string>> {
  const create = async (resource: Record<string, unknown>): Promise<string> => {
    const { values, exchange } = await declarant.perform('GAP-1a', { resource, ...more });
    expect([values['status'], exchange.transaction]).toEqual(['201', 'GAP-1a']);
    return values['id']!;
  };
  const practitioner = await create({
    resourceType: 'Practitioner',
    identifier: [{ system: RPPS, value: '899700012345' }],
    name: [{ family, given: ['Camille'] }],
  });
  const location = await create({ resourceType: 'Location', name: 'Cabinet', address: { city: 'Saint-Brieuc' } });
  const role = await create({
    resourceType: 'PractitionerRole',
    practitioner: { reference: `Practitioner/${practitioner}` },
    specialty: [{ coding: [{ system: SPECIALTY, code: 'SM26' }] }],
    location: [{ reference: `Location/${location}` }],
  });
  return { role, practitioner, location };
}

const MORNING = { start: '2027-01-04T09:00:00+01:00', end: '2027-01-04T11:00:00+01:00' };

describe('fluxes 1 to 6 of the volet, between our clients and our managers', () => {
  test('who is declared (1a) is found as the one whose agenda (2a) it is (4a), booked (6a), changed (6b)', async () => {
    const { role, practitioner } = await declared('KERVELLA');
    const agenda = { actors: [`PractitionerRole/${role}`], identifier: 'urn:oid:2.25.7|a1', duration: 30, availability: [MORNING] };
    const made = await declarant.perform('GAP-2a', { agenda });
    expect(made.values).toMatchObject({ status: '201', resourceType: 'Schedule', versionId: '1' });
    const query = { specialty: `${SPECIALTY}|SM26`, from: '2027-01-04', to: '2027-01-05', address: 'saint-brieuc' };
    const found = await consumer.perform('GAP-4a', { slots: query, parameters: { _sort: 'start', _count: '3' } });
    expect(found.values).toMatchObject({
      status: '200',
      total: '4',
      entries: '3',
      state: 'free',
      start: '2027-01-04T08:00:00.000Z',
      schedule: `Schedule/${made.values['id']}`,
    });
    const answer = JSON.parse(Buffer.from(found.answer!.bytes).toString('utf8')) as {
      entry: { resource: { resourceType: string; id: string }; search: { mode: string } }[];
    };
    const included = answer.entry
      .filter(({ search }) => search.mode === 'include')
      .map(({ resource }) => `${resource.resourceType}/${resource.id}`);
    expect(included.sort()).toEqual([`PractitionerRole/${role}`, `Schedule/${made.values['id']}`]);
    expect((await consumer.perform('GAP-4a', { operation: 'continue' })).values).toMatchObject({ status: '200', entries: '1' });

    const { first: slot, start, end } = found.values as { first: string; start: string; end: string };
    const appointment = {
      identifier: 'urn:oid:2.25.8|rdv-1',
      slots: [slot],
      start,
      end,
      participants: [`PractitionerRole/${role}`, `Practitioner/${practitioner}`],
    };
    const booked = await booker.perform('GAP-6a', { appointment });
    expect(booked.values).toMatchObject({ status: '201', state: 'booked' });
    expect((await consumer.perform('FHIR read Slot', { id: slot })).values).toMatchObject({ status: '200', state: 'busy' });
    expect((await booker.perform('GAP-6a', { appointment, 'at-once': 3 })).values).toMatchObject({ statuses: '409 x3', issue: 'conflict' });
    const cancelled = await booker.perform('GAP-6b', { appointment: { ...appointment, status: 'cancelled' } });
    expect(cancelled.values).toMatchObject({ status: '200', id: booked.values['id'], versionId: '2', state: 'cancelled' });
    expect(Buffer.from(cancelled.request.bytes).toString('utf8')).toContain('"cancelled"');
    const search = { appointments: { practitioner: `${RPPS}|899700012345`, from: '2027-01-04', status: 'cancelled' } };
    expect((await consumer.perform('GAP-4b', search)).values).toMatchObject({ total: '1', first: booked.values['id'], state: 'cancelled' });
    expect((await booker.perform('FHIR read Appointment', { id: booked.values['id'] })).values).toMatchObject({ status: '200' });
  });

  test('an agenda may name whose it is by the address where that was declared', async () => {
    const { role } = await declared('RUZ', { format: 'xml' });
    const { values } = await declarant.perform('GAP-2a', {
      agenda: { actors: [`${peers['resource-manager']}/PractitionerRole/${role}`], duration: 60, availability: [MORNING] },
    });
    const found = await consumer.perform('GAP-4a', { parameters: { 'schedule.actor:PractitionerRole': role, _include: 'Slot:schedule' } });
    expect(found.values).toMatchObject({ total: '2', schedule: `Schedule/${values['id']}` });
    const byName = { parameters: { 'schedule.actor:PractitionerRole.practitioner.family': 'ruz' } };
    expect((await consumer.perform('GAP-4a', byName)).values).toMatchObject({ total: '2' });
  });

  test('availabilities come, change and go by a patch, or with the whole agenda (3)', async () => {
    const { role } = await declared('LE GALL');
    const agenda = { actors: [`PractitionerRole/${role}`], duration: 60 };
    const { id } = (await declarant.perform('GAP-2a', { agenda: { ...agenda, availability: [MORNING] } })).values;
    const slots = async (): Promise<string | undefined> =>
      (await consumer.perform('GAP-4a', { parameters: { schedule: id!, _summary: 'count' } })).values['total'];
    expect(await slots()).toBe('2');
    const evening = { start: '2027-01-04T18:00:00+01:00', end: '2027-01-04T19:00:00+01:00' };
    const repeat = { freq: 'DAILY', count: 3 };
    // a scenario hands over what it has saved, under any name
    const change = (availability: Record<string, unknown>) => declarant.perform('GAP-3', { agenda: id, id, availability });
    const added = await change({ change: 'add', identifier: 'soirs', ...evening, repeat });
    expect(added.values).toMatchObject({ status: '200', versionId: '2' });
    expect([added.request.about.headers?.['content-type'], await slots()]).toEqual(['application/json-patch+json', '5']);
    await change({ change: 'replace', at: 2, identifier: 'soirs', ...evening });
    expect(await slots()).toBe('3');
    await change({ change: 'remove', at: 1 });
    expect(await slots()).toBe('1');
    const whole = await declarant.perform('GAP-3', { id, agenda: { ...agenda, availability: [MORNING] }, ifMatch: '4' });
    expect([whole.values['status'], await slots()]).toEqual(['200', '2']);
    expect((await declarant.perform('GAP-2b', { id, agenda, ifMatch: '4' })).values).toMatchObject({ status: '412' });
    expect((await declarant.perform('GAP-2c', { id })).values).toMatchObject({ status: '204' });
    expect((await declarant.perform('FHIR read Schedule', { id })).values).toMatchObject({ status: '410', issue: 'deleted' });
  });

  test('what is declared is updated (1b) and deleted (1c), but not under an agenda', async () => {
    const { role, location } = await declared('MORVAN');
    const renamed = { resourceType: 'Location', id: location, name: 'Maison de santé' };
    expect((await declarant.perform('GAP-1b', { resource: renamed })).values).toMatchObject({ status: '200', versionId: '2' });
    const { id } = (await declarant.perform('GAP-2a', { agenda: { actors: [`PractitionerRole/${role}`] } })).values;
    const gone = { type: 'PractitionerRole', id: role };
    expect((await declarant.perform('GAP-1c', gone)).values).toMatchObject({ status: '409', issue: 'conflict' });
    await declarant.perform('GAP-2c', { id });
    expect((await declarant.perform('GAP-1c', gone)).values).toMatchObject({ status: '204' });
  });

  test.each<[transaction: string, input: Record<string, unknown>, status: string, issue: string]>([
    // a wrong control key in an INS of the test domain
    [
      'GAP-1a',
      {
        resource: {
          resourceType: 'Patient',
          identifier: [
            {
              use: 'official',
              type: { coding: [{ system: 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203', code: 'INS-NIR' }] },
              system: 'urn:oid:1.2.250.1.213.1.4.10',
              value: '287033818504229',
            },
          ],
        },
      },
      '422',
      'invariant',
    ],
    ['GAP-1a', { resource: { resourceType: 'Location', status: 'open' } }, '422', 'code-invalid'],
    ['GAP-1a', { resource: { resourceType: 'Slot' } }, '404', 'not-supported'],
    ['GAP-1a', { type: 'Device', body: '{"resourceType":"Device",', contentType: 'application/fhir+json' }, '400', 'structure'],
    ['GAP-1a', { type: 'Device', body: 'x', contentType: 'text/plain' }, '415', 'not-supported'],
    ['GAP-1a', { resource: { resourceType: 'Device' }, headers: { Accept: 'text/html' } }, '406', 'not-supported'],
    ['GAP-1b', { resource: { resourceType: 'Device', id: 'unknown' } }, '405', 'not-supported'],
    ['GAP-1b', { id: 'a', resource: { resourceType: 'Device', id: 'b' } }, '400', 'value'],
    ['GAP-6b', { appointment: { participants: ['PractitionerRole/1'], status: 'proposed' } }, '412', 'required'],
  ])('%s %j is answered %s with %s', async (transaction, input, status, issue) => {
    const who = transaction === 'GAP-6b' ? booker : declarant;
    expect((await who.perform(transaction, input)).values).toMatchObject({ status, issue });
  });

  test('misspelt words of the short forms, and transactions of others, are told', async () => {
    await expect(declarant.perform('GAP-2a', { agenda: { actor: 'x' } })).rejects.toThrow('agenda');
    await expect(booker.perform('GAP-6a', { appointment: { participants: [] } })).rejects.toThrow('appointment.participants');
    await expect(consumer.perform('GAP-4a', { slots: { until: '2027' } })).rejects.toThrow('slots');
    await expect(consumer.perform('GAP-6a', {})).rejects.toThrow('does not send GAP-6a');
    await expect(consumer.perform('constructor', {})).rejects.toThrow('does not send');
  });

  test('the manifests say what the actors send', () => {
    for (const [{ simulator }, { actor, transactions }] of [
      [declarant, manifest],
      [booker, appointmentManifest],
      [consumer, consumerManifest],
    ] as const) {
      expect(simulator.actor).toBe(actor);
      expect(transactions.map(({ id, side }) => `${id} ${side}`)).toEqual(Object.keys(simulator.fluxes).map((id) => `${id} client`));
    }
  });

  test('a manager refuses on purpose, once', async () => {
    const faulty = new ResourceManager();
    const faults: PlannedFault[] = [{ fault: { 'operation-outcome': 'transient' }, transaction: 'GAP-1a', first: 1 }];
    const [endpoint] = await faulty.start(bench.context({ faults }));
    try {
      const asking = await bench.start(agendaDeclarant(), {
        peers: { 'resource-manager': endpoint!.url.replace('127.0.0.1', 'localhost') },
      });
      const create = () => asking.perform('GAP-1a', { resource: { resourceType: 'Device' } });
      expect((await create()).values).toMatchObject({ status: '503', issue: 'transient' });
      expect((await create()).values).toMatchObject({ status: '201' });
    } finally {
      await faulty.stop();
    }
  });
});
