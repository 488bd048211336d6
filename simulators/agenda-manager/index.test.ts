import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transactionWords } from '../../src/model/index.js';
import { judgeExchanges } from '../../test/support/fhir-rest.js';
import { simulate, type Simulated } from '../../test/support/wire.js';

type Json = Record<string, unknown>;
interface Answer {
  status: number;
  headers: Record<string, string | string[] | undefined>;
  json: Json & { entry?: { resource: Json; search: { mode: string } }[]; total?: number; issue?: { code: string }[] };
  text: string;
}

let server: Simulated;
let agent: Agent;
let url: string;

beforeAll(async () => {
  server = await simulate('agenda-manager', mkdtempSync(join(tmpdir(), 'addax-')));
  url = server.urls['agenda-manager']!;
  const read = (name: string): Buffer => readFileSync(join(server.pki, name));
  agent = new Agent({
    keepAlive: true,
    cert: read('lps-auth.pem'),
    key: read('lps-auth.key'),
    ca: read('authority.pem'),
    servername: 'localhost',
  });
});
afterAll(async () => {
  const ended = await server.stop();
  agent.destroy();
  expect(ended).toBe(0);
});

const send = (method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Answer> =>
  new Promise((done, failed) => {
    const sent = request(`${url}${path}`, { method, agent, headers: { 'Content-Type': 'application/fhir+json', ...headers } }, (answer) => {
      const pieces: Buffer[] = [];
      answer.on('data', (piece: Buffer) => pieces.push(piece));
      answer.on('end', () => {
        const text = Buffer.concat(pieces).toString('utf8');
        const isJson = answer.headers['content-type']?.includes('json') === true && text !== '';
        done({ status: answer.statusCode!, headers: answer.headers, json: (isJson ? JSON.parse(text) : {}) as Answer['json'], text });
      });
    });
    sent.on('error', failed);
    sent.end(body === undefined ? undefined : JSON.stringify(body));
  });
const get = (path: string): Promise<Answer> => send('GET', path);
const resources = ({ json }: Answer, mode = 'match'): Json[] =>
  (json.entry ?? []).filter(({ search }) => search.mode === mode).map(({ resource }) => resource);

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';
let day = 1;
/** An agenda that offers slots of 30 minutes on one morning of its own. */
const agenda = (more: Json = {}): Json => {
  day += 1;
  const date = `2027-01-${String(day).padStart(2, '0')}`;
  return {
    resourceType: 'Schedule',
    active: true,
    extension: [
      {
        url: `${FR_CORE}StructureDefinition/fr-core-service-type-duration`,
        extension: [
          { url: 'serviceType', valueCodeableConcept: { text: 'Consultation' } },
          { url: 'duration', valueDuration: { value: 30, system: 'http://unitsofmeasure.org', code: 'min' } },
        ],
      },
      {
        url: `${FR_CORE}StructureDefinition/fr-core-schedule-availability-time`,
        extension: [
          { url: 'identifier', valueIdentifier: { value: 'd1' } },
          { url: 'type', valueCoding: { system: `${FR_CORE}CodeSystem/fr-core-cs-schedule-type`, code: 'free' } },
          { url: 'start', valueDateTime: `${date}T09:00:00+01:00` },
          { url: 'end', valueDateTime: `${date}T11:00:00+01:00` },
        ],
      },
    ],
    actor: [{ reference: 'PractitionerRole/2' }],
    ...more,
  };
};
const appointment = (slot: Json, more: Json = {}): Json => ({
  resourceType: 'Appointment',
  status: 'booked',
  slot: [{ reference: `Slot/${String(slot['id'])}` }],
  start: slot['start'],
  end: slot['end'],
  participant: [{ actor: { reference: 'PractitionerRole/2' }, status: 'accepted' }],
  ...more,
});

/** Makes an agenda, and tells its slots. */
async function opened(): Promise<{ id: string; schedule: Json; slots: Json[] }> {
  const made = await send('POST', '/Schedule', agenda());
  expect(made.status).toBe(201);
  const id = String(made.json['id']);
  return { id, schedule: made.json, slots: resources(await get(`/Slot?schedule=${id}&_sort=start`)) };
}
const statusOf = async (slot: Json): Promise<unknown> => (await get(`/Slot/${String(slot['id'])}`)).json['status'];

describe('GestionnaireAgenda over mutual TLS', () => {
  test('an agenda has the slots that its availabilities make', async () => {
    const { id, schedule, slots } = await opened();
    expect(slots.map(({ start }) => String(start).slice(11, 16))).toEqual(['08:00', '08:30', '09:00', '09:30']);
    expect(slots[0]!['serviceType']).toEqual([{ text: 'Consultation' }]);
    // an availability that is patched away takes its slots with it
    const patched = await send('PATCH', `/Schedule/${id}`, [{ op: 'remove', path: '/extension/1' }], {
      'Content-Type': 'application/json-patch+json',
    });
    expect(patched.status).toBe(200);
    expect((await get(`/Slot?schedule=${id}`)).json.total).toBe(0);
    expect((await send('PUT', `/Schedule/${id}`, schedule)).status).toBe(200);
    expect((await get(`/Slot?schedule=${id}`)).json.total).toBe(4);
  });

  test('searches of the volet: chains over the actor of the agenda, with what goes with the slots', async () => {
    const found = await get(
      '/Slot?_include=Slot:schedule&_include=Schedule:actor&start=ge2026-01-01&start=le2099-01-06&status=free'
        + '&schedule.actor:PractitionerRole.specialty=https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale|SM54'
        + '&schedule.actor:PractitionerRole.location.address=Paris',
    );
    expect([found.status, found.json['type'], found.json.total]).toEqual([200, 'searchset', 45]);
    expect(
      resources(found, 'include')
        .map(({ resourceType }) => resourceType)
        .sort(),
    ).toEqual(['Practitioner', 'PractitionerRole', 'Schedule']);
    expect((await get('/Slot?schedule.actor:Practitioner.name=nobody')).json.total).toBe(0);
  });

  test('a slot is held by one appointment', async () => {
    const { slots } = await opened();
    const [slot] = slots as [Json];
    const booked = await send('POST', '/Appointment', appointment(slot));
    expect([booked.status, await statusOf(slot)]).toEqual([201, 'busy']);
    const again = await send('POST', '/Appointment', appointment(slot));
    expect([again.status, again.json.issue![0]!.code]).toEqual([409, 'conflict']);
    expect((await get(`/Appointment?slot=${String(slot['id'])}`)).json.total).toBe(1);
    // the same appointment may be changed without losing its slot
    expect(
      (await send('PUT', `/Appointment/${String(booked.json['id'])}`, { ...booked.json, comment: 'Apporter la carte Vitale' })).status,
    ).toBe(200);
    const unknown = await send('POST', '/Appointment', appointment({ ...slot, id: 'not-there' }));
    expect([unknown.status, unknown.json.issue![0]!.code]).toEqual([422, 'not-found']);
  });

  test('of fifty who take one slot at once one gets it', async () => {
    const { slots } = await opened();
    const answers = await Promise.all(Array.from({ length: 50 }, () => send('POST', '/Appointment', appointment(slots[0]!))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 409)).toHaveLength(49);
    expect((await get(`/Appointment?slot=${String(slots[0]!['id'])}`)).json.total).toBe(1);
  });

  test('an appointment that is cancelled, or goes to another slot, leaves its slot free', async () => {
    const { slots } = await opened();
    const [first, second] = slots as [Json, Json];
    const booked = await send('POST', '/Appointment', appointment(first, { status: 'pending' }));
    expect(await statusOf(first)).toBe('busy-tentative');
    const id = String(booked.json['id']);
    expect((await send('PUT', `/Appointment/${id}`, { ...appointment(second), id })).status).toBe(200);
    expect([await statusOf(first), await statusOf(second)]).toEqual(['free', 'busy']);
    expect((await send('PUT', `/Appointment/${id}`, { ...appointment(second), id, status: 'cancelled' })).status).toBe(200);
    expect(await statusOf(second)).toBe('free');
    expect((await send('DELETE', `/Appointment/${id}`)).status).toBe(405);
  });

  test('flux 4b: the criteria that the volet adds', async () => {
    const { slots } = await opened();
    const identifier = [{ system: 'urn:oid:2.25.2', value: `rdv-${day}` }];
    const made = { identifier, priority: 5, description: 'Contrôle annuel', created: '2026-11-21' };
    expect((await send('POST', '/Appointment', appointment(slots[0]!, made))).status).toBe(201);
    const total = async (criteria: string): Promise<unknown> =>
      (await get(`/Appointment?identifier=urn:oid:2.25.2|rdv-${day}&${criteria}`)).json.total;
    for (const [met, missed] of [
      ['priority=5', 'priority=1'],
      ['description=contr', 'description=vaccin'],
      ['created=2026-11-21', 'created=2026-11-22'],
    ] as const)
      expect([met, await total(met), await total(missed)]).toEqual([met, 1, 0]);
  });

  test('flux 6b: an update by identifier', async () => {
    const { slots } = await opened();
    const identifier = [{ system: 'urn:oid:2.25.1', value: `rdv-${day}` }];
    const path = `/Appointment?identifier=urn:oid:2.25.1|rdv-${day}`;
    const created = await send('PUT', path, appointment(slots[0]!, { identifier }));
    const updated = await send('PUT', path, appointment(slots[0]!, { identifier, comment: 'x' }));
    expect([created.status, updated.status, updated.json['id']]).toEqual([201, 200, created.json['id']]);
  });

  test('an agenda with appointments is not deleted, one without goes with its slots', async () => {
    const { id, slots } = await opened();
    const booked = await send('POST', '/Appointment', appointment(slots[0]!));
    const refused = await send('DELETE', `/Schedule/${id}`);
    expect([refused.status, refused.json.issue![0]!.code]).toEqual([409, 'conflict']);
    expect((await get(`/Slot?schedule=${id}`)).json.total).toBe(4);
    await send('PUT', `/Appointment/${String(booked.json['id'])}`, { ...booked.json, status: 'cancelled' });
    expect((await send('DELETE', `/Schedule/${id}`)).status).toBe(204);
    expect((await get(`/Slot?schedule=${id}`)).json.total).toBe(0);
    expect((await get(`/Slot/${String(slots[1]!['id'])}`)).status).toBe(410);
  });

  test('an agenda that is refused leaves nothing', async () => {
    const before = (await get('/Schedule?_summary=count')).json.total;
    const wrong = agenda();
    const [, availability] = wrong['extension'] as { extension: Json[] }[];
    availability!.extension.push({
      url: 'rrule',
      extension: [{ url: 'freq', valueCoding: { system: 'https://www.ietf.org/rfc/rfc2445', code: 'SECONDLY' } }],
    });
    const refused = await send('POST', '/Schedule', wrong);
    expect([refused.status, refused.json['resourceType']]).toEqual([422, 'OperationOutcome']);
    expect((await get('/Schedule?_summary=count')).json.total).toBe(before);
  });

  test('wrong media types, addresses and methods get an OperationOutcome', async () => {
    for (const [method, path, body, headers, status] of [
      ['POST', '/Appointment', {}, { 'Content-Type': 'text/plain' }, 415],
      ['GET', '/Slot/..%2f..%2fagenda.sqlite', undefined, {}, 400],
      ['POST', '/Slot', {}, {}, 405],
      ['GET', '/Encounter', undefined, {}, 404],
    ] as const) {
      const answer = await send(method, path, body, headers);
      expect([path, answer.status, answer.json['resourceType']]).toEqual([path, status, 'OperationOutcome']);
    }
  });

  test('what its profile refuses is told with the code of FHIR and a whole sentence', async () => {
    const { status, json } = await send('POST', '/Appointment', { resourceType: 'Appointment', status: 'pris' });
    expect([status, (json.issue ?? []).map(({ code }) => code).sort()]).toEqual([422, ['code-invalid', 'invariant', 'required']]);
    for (const { details } of json.issue as unknown as { details: { text: string } }[])
      expect(details.text).toMatch(/^[^\n]{1,300}\. Attendu\u00A0: /);
  });

  test('several appointments are booked by one transaction, or none of them', async () => {
    const { slots } = await opened();
    const [first, second, third] = slots as [Json, Json, Json];
    const bundle = (...wanted: Json[]): Json => ({
      resourceType: 'Bundle',
      type: 'transaction',
      entry: wanted.map((slot) => ({ resource: appointment(slot), request: { method: 'POST', url: 'Appointment' } })),
    });
    const booked = await send('POST', '', bundle(first, second));
    expect([booked.status, await statusOf(first), await statusOf(second)]).toEqual([200, 'busy', 'busy']);
    const refused = await send('POST', '', bundle(third, first));
    expect([refused.status, refused.json.issue![0]!.code, await statusOf(third)]).toEqual([409, 'conflict', 'free']);
  });

  test('all types are searched at once, by words too', async () => {
    const { status, json } = await get('?_type=Slot,Schedule&_content=consultation&_count=100');
    const types = new Set((json.entry ?? []).map(({ resource }) => resource['resourceType']));
    expect([status, [...types]]).toEqual([200, ['Schedule', 'Slot']]);
    expect((await get('/metadata')).text).toContain('"search-system"');
  });

  test('every exchange is kept, with its flux', async () => {
    expect((await get('/metadata')).status).toBe(200);
    const exchanges = server.exchanges();
    const fluxes = new Set(exchanges.flatMap(({ transaction }) => transaction ?? []));
    const named = [...fluxes].filter((one) => one.startsWith('GAP-'));
    expect(named.sort()).toEqual(['GAP-2a', 'GAP-2b', 'GAP-2c', 'GAP-3', 'GAP-4a', 'GAP-4b', 'GAP-6a', 'GAP-6b']);
    // what is no flux of the volet has the name of the FHIR interaction
    expect(fluxes).toContain('FHIR read Slot');
    expect(fluxes).toContain('FHIR capabilities');
    expect(fluxes).toContain('FHIR search-system');
    expect(transactionWords('FHIR read Slot')).toEqual({
      fr: 'FHIR\u00A0: lecture d’une ressource Slot',
      en: 'FHIR: read of a resource Slot',
    });
    expect(transactionWords('FHIR constructor')).toEqual({ fr: 'FHIR constructor', en: 'FHIR constructor' });
    expect(transactionWords('GAP-3')).toEqual({ fr: 'GAP-3', en: 'GAP-3' });
    const [first] = exchanges;
    expect(Buffer.from(server.blob(first!.request!.blob)).toString('utf8')).toMatch(/^POST \/agenda-manager\/Schedule HTTP/);
  });
});

test('all that was answered so far is as FHIR has it', async () => {
  const { judged, told } = await judgeExchanges(server.evidence);
  expect(judged).toBeGreaterThan(50);
  expect(told).toEqual([]);
});

test('a fault on purpose: each second request is refused', async () => {
  const faulty = await simulate('agenda-manager', mkdtempSync(join(tmpdir(), 'addax-')), [
    ...['--no-tls', '--fault', 'operation-outcome=conflict', '--every', '2'],
  ]);
  try {
    const base = faulty.urls['agenda-manager']!;
    const answers: [number, string][] = [];
    for (let number = 0; number < 2; number++) {
      const answer = await fetch(`${base}/Slot?status=free`);
      const { resourceType, issue = [] } = (await answer.json()) as { resourceType: string; issue?: { code: string }[] };
      answers.push([answer.status, [resourceType, ...issue.map(({ code }) => code)].join(' ')]);
    }
    expect(answers).toEqual([
      [200, 'Bundle'],
      [409, 'OperationOutcome conflict'],
    ]);
  } finally {
    expect(await faulty.stop()).toBe(0);
  }
});

test('a fault on purpose: the rest of a search is said to be at another host, which leads back to us', async () => {
  const faulty = await simulate('agenda-manager', mkdtempSync(join(tmpdir(), 'addax-')), ['--no-tls', '--fault', 'next-elsewhere']);
  try {
    const asked = new URL(`${faulty.urls['agenda-manager']!}/Slot?schedule=3&_count=4`);
    const answer = await fetch(asked);
    const { link } = (await answer.json()) as { link: { relation: string; url: string }[] };
    const next = new URL(link.find(({ relation }) => relation === 'next')!.url);
    expect([next.port, next.pathname]).toEqual([asked.port, asked.pathname]);
    expect(next.hostname).not.toBe(asked.hostname);
    expect([next.hostname, asked.hostname].sort()).toEqual(['127.0.0.1', 'localhost']);
  } finally {
    expect(await faulty.stop()).toBe(0);
  }
});
