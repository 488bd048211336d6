import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Continuations, IdentityStore } from '../../src/identity/index.js';
import type { Artefact, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { actionOf, FEEDS, readV3, writeFeed, type V3Context, type V3Patient } from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import { callSoap, HttpServer, soapEndpoint, type Listening, type SoapAnswer } from '../../src/transport/index.js';
import { ClientBench, type Started } from '../../test/support/client-simulator.js';
import { validator as v3 } from '../../validators/hl7v3/index.js';
import { validator as soap } from '../../validators/soap/index.js';
import { PdqV3 } from '../patient-demographics-consumer/iti-47.js';
import { deviceOf, V3Client, type V3Actor } from '../patient-demographics-consumer/v3-client.js';
import { performIti45 } from '../patient-identifier-cross-reference-consumer/iti-45.js';
import { serveIti46 } from '../patient-identifier-cross-reference-consumer/iti-46.js';
import { serveIti44 } from '../patient-identifier-cross-reference-manager/iti-44.js';
import { serveIti45 } from '../patient-identifier-cross-reference-manager/iti-45.js';
import { performIti46 } from '../patient-identifier-cross-reference-manager/iti-46.js';
import { performIti44 } from '../patient-identity-source/iti-44.js';
import { serveIti47 } from './iti-47.js';

const A = '1.2.250.1.999.1';
const B = '1.2.250.1.999.2';
const NIR = '1.2.250.1.213.1.4.10';
const SUPPLIER: V3Actor = 'patient-demographics-supplier';
const MANAGER: V3Actor = 'patient-identifier-cross-reference-manager';
const CONSUMER: V3Actor = 'patient-identifier-cross-reference-consumer';

/** The four actors that send, as one simulator. */
class Clients implements Simulator {
  perform!: Simulator['perform'];

  constructor(readonly store: IdentityStore) {}

  start(context: SimulatorContext): Promise<[]> {
    const client = (actor: V3Actor): V3Client => new V3Client(actor, context);
    const [source, manager, consumer] = [client('patient-identity-source'), client(MANAGER), client(CONSUMER)];
    const pdq = new PdqV3(client('patient-demographics-consumer'));
    this.perform = (transaction, input): Promise<Performed> => {
      const { operation, replaces, ...patient } = input;
      if (transaction === 'ITI-44') return performIti44(source, { operation, replaces, patient });
      if (transaction === 'ITI-45') return performIti45(consumer, input);
      if (transaction === 'ITI-46') return performIti46(manager, this.store, input);
      return pdq.perform(input);
    };
    return Promise.resolve([]);
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

let bench: ClientBench;
let store: IdentityStore;
let now = new Date('2026-11-20T10:15:00Z');
let doors: Listening[];
let clients: Started<Clients>;

beforeAll(async () => {
  bench = await ClientBench.open();
  store = new IdentityStore();
  store.addDomain({ namespace: 'HOPITAL-A', oid: A, type: 'ISO' });
  store.addDomain({ namespace: 'HOPITAL-B', oid: B, type: 'ISO' });
  const continuations = new Continuations();
  let ids = 0;
  const own = (actor: V3Actor): V3Context => ({ now, newId: () => `ID${++ids}`, device: deviceOf(actor, { parameters: {} }) });
  const serve = (...[names, handle]: [names: readonly string[], handle: (message: SoapMessage) => SoapAnswer]) =>
    Object.fromEntries(names.map((name) => [actionOf(name), (message: SoapMessage) => Promise.resolve(handle(message))]));
  const open = (actor: string, transactions: ReturnType<typeof serve>, transaction?: string): Promise<Listening> =>
    HttpServer.listen({
      actor,
      context: bench.context(),
      path: '/',
      ...soapEndpoint({ transactions, ...(transaction !== undefined && { transaction }) }),
    });
  doors = await Promise.all([
    open(
      SUPPLIER,
      serve(['PRPA_IN201305UV02', 'QUQI_IN000003UV01', 'QUQI_IN000003UV01_Cancel'], (message) =>
        serveIti47(message, { ...own(SUPPLIER), store, continuations, mostMatches: 3 }),
      ),
    ),
    open(MANAGER, {
      ...serve(Object.values(FEEDS), (message) => serveIti44(message, { ...own(MANAGER), store })),
      ...serve(['PRPA_IN201309UV02'], (message) => serveIti45(message, { ...own(MANAGER), store })),
    }),
    open(
      CONSUMER,
      serve([FEEDS.revise], (message) => serveIti46(message, own(CONSUMER))),
      'ITI-46',
    ),
  ]);
  const [supplier, manager, consumer] = doors.map(({ url }) => url);
  const peers = { [`${SUPPLIER}-soap`]: supplier!, [MANAGER]: manager!, [CONSUMER]: consumer! };
  clients = await bench.start(new Clients(store), { peers });
});
afterAll(async () => {
  await Promise.all(doors.map((door) => door.close()));
  store.close();
  bench.close();
});

const judged = async (message: Artefact): Promise<string[]> => {
  const context = { at: now, trust: { anchors: [], crls: [] }, parameters: {} };
  const found = await Promise.all([soap, v3].map((validator) => validator.validate(message, context)));
  expect(found[1]!.evaluated.length).toBeGreaterThan(10);
  return found.flatMap(({ findings }) => findings).map(({ rule, place }) => `${rule} ${place.path}`);
};

/** Sends, and has both messages judged: nothing is wrong with an answer of ours, nor with a request that is not wrong on purpose. */
async function send(transaction: string, input: Record<string, unknown>, wrong: string[] = []): Promise<Readonly<Record<string, string>>> {
  const { values, exchange, request, answer } = await clients.perform(transaction, input);
  expect(exchange.transaction).toBe(transaction);
  expect((await judged(request)).map((found) => found.split(' ')[0])).toEqual(wrong);
  expect(await judged(answer!)).toEqual([]);
  return values;
}

const ZOE = {
  birthFamily: 'ÉTIENNE-NOËL',
  given: 'ZOÉ',
  givenList: 'ZOÉ MARIE LOUISE',
  birthDate: '1979-03-28',
  sex: 'F',
  birthPlace: '51215',
};
const twin = (order: number, given: string) => ({
  birthFamily: 'LE GOFF',
  given,
  birthDate: '20200229',
  sex: 'M',
  multipleBirth: true,
  birthOrder: order,
  identifiers: [{ value: `T${order}`, oid: A }],
});

describe('ITI-44', () => {
  test('takes patients, and what is said of them later', async () => {
    const identifiers = [
      { value: '8001', oid: A, namespace: 'HOPITAL-A' },
      { value: '279035121518989', oid: NIR },
    ];
    expect(
      await send('ITI-44', { ...ZOE, identifiers, city: 'LYON', postalCode: '69003', phone: '01 02 03 04 05', usedFamily: 'MARTIN' }),
    ).toMatchObject({
      acknowledgement: 'CA',
    });
    expect(store.identity(store.keyOf({ value: '8001', authority: { namespace: '', oid: A, type: 'ISO' } })!)).toMatchObject({
      names: [
        { family: 'ÉTIENNE-NOËL', given: 'ZOÉ', givenList: 'ZOÉ MARIE LOUISE', use: 'L' },
        { family: 'MARTIN', use: 'D' },
      ],
      birthDate: '19790328',
      sex: 'F',
      addresses: [
        { city: 'LYON', postalCode: '69003', type: 'H' },
        { countyCode: '51215', type: 'BDL' },
      ],
      telecoms: [{ number: '0102030405' }],
    });
    const elsewhere = [
      { value: 'B-9', oid: B },
      { value: '279035121518989', oid: NIR },
    ];
    for (const patient of [{ ...ZOE, identifiers: elsewhere }, twin(1, 'YANN'), twin(2, 'ERWAN')])
      expect((await send('ITI-44', patient))['acknowledgement']).toBe('CA');
    expect((await send('ITI-44', { operation: 'revise', ...twin(2, 'ERWANN') }))['acknowledgement']).toBe('CA');
  });

  test('refuses what the store refuses, and says where', async () => {
    const unknown = {
      ...ZOE,
      identifiers: [
        { value: '1', oid: A },
        { value: '2', oid: '1.2.250.1.999.77' },
      ],
    };
    expect(await send('ITI-44', unknown)).toMatchObject({
      acknowledgement: 'CE',
      detail: '204',
      location: '//controlActProcess/subject/registrationEvent/subject1/patient/id[2]',
    });
    const many = Array.from({ length: 201 }, (_, i) => ({ value: `M${i}`, oid: A }));
    expect(await send('ITI-44', { ...ZOE, identifiers: many })).toMatchObject({ acknowledgement: 'CE', detail: '102' });
    expect(await send('ITI-44', { ...ZOE, birthDate: '19790230', identifiers: [{ value: '1', oid: A }] }, ['HL7V3-24'])).toMatchObject({
      ...{ acknowledgement: 'CE', detail: '102' },
      location: '//controlActProcess/subject/registrationEvent/subject1/patient/patientPerson/birthTime',
    });
    const nameless = { identifiers: [{ value: '1', oid: A }] };
    expect(await send('ITI-44', nameless)).toMatchObject({ acknowledgement: 'CE', detail: '101' });
    expect(store.keyOf({ value: '1', authority: { namespace: '', oid: A, type: 'ISO' } })).toBeUndefined();
  });
});

test('ITI-44: an identifier of asOtherIDs is taken where its domain is known', async () => {
  const sender = deviceOf('patient-identity-source', { parameters: {} });
  const transmission = { id: { root: A, extension: 'm' }, creationTime: '2026', processingCode: 'T', sender, receiver: sender };
  const patient: V3Patient = {
    ids: [{ root: A, extension: 'C1' }],
    otherIds: [
      { root: B, extension: 'C2' },
      { root: '1.2.250.1.999.77', extension: 'C3' },
    ],
    names: [{ parts: [{ kind: 'family', text: 'CARRÉ' }] }],
    ...{ telecoms: [], addresses: [] },
  };
  const { message } = await callSoap({
    ...{ actor: 'test', context: clients.context, url: clients.context.peers[MANAGER]! },
    ...{ action: actionOf(FEEDS.add), body: writeFeed('add', transmission, { patient, replaces: [] }) },
  });
  expect(readV3(message?.bodyElement)?.acknowledgement?.code).toBe('CA');
  const key = store.keyOf({ value: 'C2', authority: { namespace: '', oid: B, type: 'ISO' } })!;
  expect(
    store
      .identity(key)!
      .identifiers.map(({ value }) => value)
      .toSorted(),
  ).toEqual(['C1', 'C2']);
});

describe('ITI-47', () => {
  const ask = (input: Record<string, unknown>, wrong?: string[]) => send('ITI-47', input, wrong);

  test('finds by traits, as names are written by hand', async () => {
    const found = await ask({ family: 'etienne noel', given: 'Zoe', birthDate: '19790328', sex: 'F' });
    expect(found).toMatchObject({ acknowledgement: 'AA', code: 'OK', total: '1', remaining: '0', patients: '1' });
    expect(found).toMatchObject({
      ins: '279035121518989',
      oid: NIR,
      birthFamily: 'ÉTIENNE-NOËL',
      given: 'ZOÉ',
      birthDate: '19790328',
      birthPlace: '51215',
    });
    expect(await ask({ family: 'MARTIN', city: 'Lyon', postalCode: '69003', phone: '0102030405' })).toMatchObject({
      code: 'OK',
      identifier: '8001',
    });
    expect(await ask({ family: 'etien', given: 'zo', partial: true })).toMatchObject({ code: 'OK' });
    expect(await ask({ birthDate: { from: '197901', to: '1979' }, sex: 'F' })).toMatchObject({ code: 'OK' });
    expect(await ask({ identifiers: [{ value: 'T1', oid: A }] })).toMatchObject({ code: 'OK', given: 'YANN' });
  });

  test('finds nobody', async () => {
    expect(await ask({ family: 'ETIEN' })).toMatchObject({ acknowledgement: 'AA', code: 'NF', total: '0', patients: '0' });
  });

  test('returns the identifiers of the domains asked for, and only who has one', async () => {
    expect(await ask({ family: 'ÉTIENNE-NOËL', domains: [A] })).toMatchObject({ total: '1', identifiers: `8001^${A}` });
    expect(await ask({ family: 'LE GOFF', domains: [B] })).toMatchObject({ code: 'NF' });
  });

  test('goes on with an answer that came in part, until it ends', async () => {
    const first = await ask({ family: 'Le Goff', quantity: 1 });
    expect(first).toMatchObject({ code: 'OK', total: '2', remaining: '1', patients: '1', given: 'YANN' });
    expect(await ask({ operation: 'continue' })).toMatchObject({
      code: 'OK',
      total: '2',
      remaining: '0',
      given: 'ERWANN',
      queryId: first['queryId']!,
    });
    const ended = await ask({ operation: 'continue' });
    expect(ended).toMatchObject({
      acknowledgement: 'AE',
      code: 'AE',
      detail: '204',
      location: '//controlActProcess/queryContinuation/queryId',
    });
  });

  test('goes back to a part, and gives as many as are asked for', async () => {
    await ask({ family: 'Le Goff', quantity: 1 });
    expect(await ask({ operation: 'continue', start: 1, quantity: 1 })).toMatchObject({ given: 'YANN', remaining: '1' });
    expect(await ask({ operation: 'continue', start: 3 })).toMatchObject({ acknowledgement: 'AE', code: 'QE', detail: '103' });
    expect(await ask({ operation: 'continue', start: 1, quantity: 5 })).toMatchObject({ patients: '2', remaining: '0' });
  });

  test('ends a query that is cancelled', async () => {
    await ask({ family: 'Le Goff', quantity: 1 });
    expect((await ask({ operation: 'cancel' }))['acknowledgement']).toBe('CA');
    expect(await ask({ operation: 'continue' })).toMatchObject({ acknowledgement: 'AE', detail: '204' });
    expect(await ask({ operation: 'cancel' })).toMatchObject({ acknowledgement: 'CE', detail: '204' });
  });

  test('a query that nobody goes on with expires', async () => {
    await ask({ family: 'Le Goff', quantity: 1 });
    now = new Date(now.getTime() + 11 * 60_000);
    expect(await ask({ operation: 'continue' })).toMatchObject({ acknowledgement: 'AE', detail: '204' });
  });

  test('says which domain is not known', async () => {
    const list = '//controlActProcess/queryByParameter/parameterList';
    expect(await ask({ family: 'X', domains: [A, '1.2.250.1.999.77'] })).toMatchObject({
      ...{ acknowledgement: 'AE', code: 'AE', detail: '204' },
      location: `${list}/otherIDsScopingOrganization[2]/value`,
    });
    expect(await ask({ identifiers: [{ value: '1', oid: '1.2.250.1.999.77' }] })).toMatchObject({
      ...{ acknowledgement: 'AE', code: 'AE', detail: '204' },
      location: `${list}/livingSubjectId[1]/value`,
    });
  });

  test('refuses a query that is wrong, or too vague', async () => {
    const wrong = { acknowledgement: 'AE', code: 'QE' };
    expect(await ask({ domains: [A] }, ['HL7V3-32'])).toMatchObject({ ...wrong, detail: '101' });
    expect(await ask({ birthDate: '28/03/1979' }, ['HL7V3-24'])).toMatchObject({ ...wrong, detail: '102' });
    expect(await ask({ sex: 'Z' })).toMatchObject({ ...wrong, detail: '103' });
    expect(await ask({ sex: 'F', quantity: 0 }, ['HL7V3-36'])).toMatchObject({ ...wrong, detail: '102' });
    const starred = await ask({ family: '*' }, ['HL7V3-39']);
    expect(starred).toMatchObject({ acknowledgement: 'AA', code: 'NF' });
    expect(starred['text']).toContain('SRCH');
    const identifiers = Array.from({ length: 101 }, (_, i) => ({ value: String(i), oid: A }));
    expect(await ask({ identifiers })).toMatchObject({ ...wrong, detail: '102' });
    expect(await ask({ birthDate: { from: '1900' } })).toMatchObject({ code: 'OK' });
    for (const order of [3, 4]) await send('ITI-44', twin(order, 'ALAN'));
    expect(await ask({ family: 'LE GOFF' })).toMatchObject({ acknowledgement: 'AE', code: 'AE', detail: '207' });
  });
});

describe('ITI-45', () => {
  const ask = (value: string, oid = A, domains: string[] = []) => send('ITI-45', { identifier: { value, oid }, domains });

  test('tells the other identifiers of a person, in the domains asked for', async () => {
    expect(await ask('279035121518989', NIR, [A, B])).toMatchObject({
      acknowledgement: 'AA',
      code: 'OK',
      patients: '1',
      identifiers: `8001^${A} B-9^${B}`,
    });
    expect(await ask('8001', A, [B])).toMatchObject({ code: 'OK', identifiers: `B-9^${B}` });
    expect(await ask('T1', A, [B])).toMatchObject({ acknowledgement: 'AA', code: 'NF', patients: '0' });
  });

  test('says what is not known', async () => {
    const value = '//controlActProcess/queryByParameter/parameterList/patientIdentifier/value';
    const wrong = { acknowledgement: 'AE', code: 'AE', detail: '204' };
    expect(await ask('0')).toMatchObject({ ...wrong, location: `${value}/@extension` });
    expect(await ask('0', '1.2.250.1.999.77')).toMatchObject({ ...wrong, location: `${value}/@root` });
    expect(await ask('8001', A, [B, '1.2.250.1.999.77'])).toMatchObject({
      ...wrong,
      location: '//controlActProcess/queryByParameter/parameterList/dataSource[2]/value',
    });
  });
});

describe('a merge (ITI-44) and its notification (ITI-46)', () => {
  const merge = (stays: string, goes: string) =>
    send('ITI-44', {
      operation: 'merge',
      ...twin(1, 'YANN'),
      identifiers: [{ value: stays, oid: A }],
      replaces: [{ value: goes, oid: A }],
    });

  test('an identifier that was merged is not used again', async () => {
    expect((await merge('T1', 'T2'))['acknowledgement']).toBe('CA');
    expect(await send('ITI-45', { identifier: { value: 'T2', oid: A } })).toMatchObject({ acknowledgement: 'AE', detail: '204' });
    expect(await merge('T3', 'T2')).toMatchObject({
      acknowledgement: 'CE',
      location: '//controlActProcess/subject/registrationEvent/replacementOf/priorRegistration/subject1/priorRegisteredRole/id[1]',
    });
  });

  test('what the identifiers are now is told', async () => {
    expect(await send('ITI-46', { identifier: { value: '8001', oid: A } })).toMatchObject({
      acknowledgement: 'CA',
      identifiers: `279035121518989^${NIR} 8001^${A} B-9^${B}`,
    });
    await expect(clients.perform('ITI-46', { identifier: { value: '0', oid: A } })).rejects.toThrow('nobody’s');
  });
});

describe('what nothing can answer', () => {
  const sent = async (name: string, body: string): Promise<string | undefined> => {
    const { message } = await callSoap({
      ...{ actor: 'test', context: clients.context, url: clients.context.peers[`${SUPPLIER}-soap`]! },
      action: actionOf(name),
      body: new Raw(body),
    });
    return message?.fault?.code;
  };

  test('gets a SOAP fault', async () => {
    const ns = 'xmlns="urn:hl7-org:v3"';
    const head = '<id root="1.2.3"/><sender><device><id root="1.2.4"/></device></sender>';
    const query = 'PRPA_IN201305UV02';
    expect(await sent(query, '<a/>')).toBe('Sender');
    expect(await sent(query, `<${query} ${ns}/>`)).toBe('Sender');
    expect(await sent(query, `<${query} ${ns}>${head}</${query}>`)).toBe('Sender');
    expect(await sent('QUQI_IN000003UV01', `<QUQI_IN000003UV01 ${ns}>${head}</QUQI_IN000003UV01>`)).toBe('Sender');
    expect(await sent(query, `<PRPA_IN201301UV02 ${ns}>${head}</PRPA_IN201301UV02>`)).toBe('Sender');
  });

  test('a client without an address or a question says so', async () => {
    const lonely = await bench.start(new Clients(store), { peers: { [SUPPLIER]: 'mllp://localhost:1' } });
    await expect(lonely.perform('ITI-47', { family: 'X' })).rejects.toThrow(`${SUPPLIER}-soap`);
    await expect(lonely.perform('ITI-47', { operation: 'continue' })).rejects.toThrow('nothing to continue');
  });
});
