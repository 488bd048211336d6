import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bundle, BundleWriter } from '../../src/evidence/index.js';
import { endpointName, type Performed, type RecordOf, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { PatientDemographicsConsumer } from '../patient-demographics-consumer/index.js';
import { PatientEncounterConsumer } from '../patient-encounter-consumer/index.js';
import { PatientEncounterSupplier } from '../patient-encounter-supplier/index.js';
import { PatientIdentifierCrossReferenceConsumer } from '../patient-identifier-cross-reference-consumer/index.js';
import { PatientIdentifierCrossReferenceManager } from '../patient-identifier-cross-reference-manager/index.js';
import { PatientIdentitySource } from '../patient-identity-source/index.js';
import { PatientDemographicsSupplier } from './index.js';
import { pkiOfNow } from '../../test/support/pki.js';

const NORTH = '2.25.110013372391416600993703546217915742552.1';
const SOUTH = '2.25.110013372391416600993703546217915742552.2';
const INS = '1.2.250.1.213.1.4.10';

/** Every actor of patient identity, each a party of one exchange over mutual TLS. */
class Town {
  readonly writer = new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-')));
  readonly peers: Record<string, string> = {};
  readonly #running: Simulator[] = [];

  constructor(readonly context: Omit<SimulatorContext, 'recorder' | 'peers'>) {}

  async open<T extends Simulator>(simulator: T, parameters: Record<string, string> = {}): Promise<T> {
    const endpoints = await simulator.start({
      ...this.context,
      parameters: { ...this.context.parameters, ...parameters },
      recorder: this.writer,
      peers: this.peers,
    });
    this.#running.push(simulator);
    for (const { actor, transaction, url } of endpoints)
      this.peers[endpointName(actor, transaction)] = url.replace('127.0.0.1', 'localhost');
    return simulator;
  }

  get exchanges(): RecordOf<'exchange'>[] {
    return new Bundle(this.writer.directory).events.filter((event): event is RecordOf<'exchange'> => event.kind === 'exchange');
  }

  async close(): Promise<void> {
    for (const simulator of this.#running.reverse()) await simulator.stop();
  }
}

describe('actors of patient identity over TLS', () => {
  let town: Town;
  let consumer: PatientDemographicsConsumer;
  let source: PatientIdentitySource;
  let crossReferences: PatientIdentifierCrossReferenceConsumer;
  let manager: PatientIdentifierCrossReferenceManager;
  let supplier: PatientDemographicsSupplier;
  let encounters: PatientEncounterSupplier;

  beforeAll(async () => {
    const pki = await pkiOfNow();
    town = new Town({
      listen: { host: '127.0.0.1', port: 0, doors: { soap: 0, fhir: 0 } },
      tls: {
        server: { key: pki['platform.key']!, certificate: pki['platform.pem']! },
        client: { key: pki['lps-auth.key']!, certificate: pki['lps-auth.pem']! },
        authorities: [pki['authority.pem']!],
        crls: [],
        requireClientCertificate: true,
      },
      faults: [],
      parameters: {},
      now: () => new Date(),
    });
    await town.open(new PatientEncounterConsumer());
    consumer = await town.open(new PatientDemographicsConsumer());
    crossReferences = await town.open(new PatientIdentifierCrossReferenceConsumer());
    supplier = await town.open(new PatientDemographicsSupplier());
    manager = await town.open(new PatientIdentifierCrossReferenceManager(), { 'pix-update': 'yes' });
    source = await town.open(new PatientIdentitySource());
    encounters = await town.open(new PatientEncounterSupplier());
  });
  afterAll(() => town.close());

  const values = (performed: Performed): Readonly<Record<string, string>> => performed.values;

  test('ITI-21: found, in parts, cancelled, nobody, an unknown domain', async () => {
    const ask = async (input: Record<string, unknown>): Promise<Readonly<Record<string, string>>> =>
      values(await consumer.perform('ITI-21', input));
    const traits = { '@PID.5.1.1': 'armengaud', '@PID.5.2': 'zoé', '@PID.7.1': '19870314' };
    expect(await ask({ fields: traits })).toMatchObject({
      code: 'AA',
      status: 'OK',
      patients: '1',
      ins: '287033818504228',
      birthPlace: '38185',
    });
    expect(await ask({ fields: { '@PID.5.1.1': 'MARTIN' }, quantity: 4 })).toMatchObject({ patients: '4', total: '6', remaining: '2' });
    expect(await ask({ operation: 'continue', quantity: 4 })).toMatchObject({ patients: '2', remaining: '0' });
    await ask({ fields: { '@PID.5.1.1': 'MARTIN' }, quantity: 4 });
    expect(await ask({ operation: 'cancel' })).toMatchObject({ code: 'AA' });
    expect(await ask({ operation: 'continue' })).toMatchObject({ code: 'AE', error: '204' });
    expect(await ask({ fields: { '@PID.5.1.1': 'NOBODY' } })).toMatchObject({ code: 'AA', status: 'NF', patients: '0' });
    expect(await ask({ fields: traits, domains: ['1.2.3'] })).toMatchObject({ code: 'AE', error: '204', location: 'QPD' });
    expect(await ask({ fields: { '@PID.5.1.1': 'ŒUVRARD' }, charset: '8859/15' })).toMatchObject({ birthFamily: 'ŒUVRARD', given: 'LOÏC' });
  });

  test('ITI-78: the same over FHIR', async () => {
    expect(values(await consumer.perform('ITI-78', { parameters: { family: 'armengaud', birthdate: '1987-03-14' } }))).toMatchObject({
      status: '200',
      patients: '1',
      ins: '287033818504228',
      birthPlace: '38185',
      reliability: 'VALI',
    });
  });

  test('ITI-47: the same over SOAP', async () => {
    expect(values(await consumer.perform('ITI-47', { family: 'ARMENGAUD', given: 'ZOE', birthDate: '1987-03-14' }))).toMatchObject({
      code: 'OK',
      patients: '1',
      ins: '287033818504228',
    });
    expect(values(await consumer.perform('ITI-47', { family: 'NOBODY' }))).toMatchObject({ code: 'NF' });
  });

  test('ITI-8, ITI-9, ITI-10: what is fed is cross-referenced, and told', async () => {
    const born = { birthFamily: 'NOUVEAU', given: 'LEA', birthDate: '19990101', sex: 'F' };
    const a = { value: 'N9', oid: NORTH, namespace: 'CHU-NORD', type: 'PI' };
    const b = { value: 'S9', oid: SOUTH, namespace: 'HOPITAL-SUD', type: 'PI' };
    const ins = { value: '199013818504240', oid: INS, namespace: 'ASIP-SANTE-INS-NIR', type: 'INS' };
    for (const identifier of [a, b]) {
      const patient = { ...born, identifiers: [identifier, ins] };
      expect(values(await source.perform('ITI-8', { event: 'A04', patient }))).toMatchObject({ code: 'AA' });
    }
    expect(values(await crossReferences.perform('ITI-9', { identifier: a }))).toMatchObject({ code: 'AA', status: 'OK', identifiers: '2' });
    expect(values(await crossReferences.perform('ITI-9', { identifier: { ...a, value: 'none' } }))).toMatchObject({
      code: 'AE',
      error: '204',
    });
    expect(values(await crossReferences.perform('ITI-45', { identifier: { value: 'N9', oid: NORTH } }))).toMatchObject({ code: 'OK' });
    expect(values(await manager.perform('ITI-46', { identifier: { value: 'N9', oid: NORTH } }))).toMatchObject({ acknowledgement: 'CA' });
    const told = (): RecordOf<'exchange'>[] =>
      town.exchanges.filter(({ transaction, side }) => transaction === 'ITI-10' && side === 'server');
    for (let i = 0; i < 100 && told().length < 2; i++) await new Promise((resolve) => setTimeout(resolve, 20));
    expect(told()).toHaveLength(2);
    expect(values(await manager.perform('ITI-10', { identifier: a }))).toMatchObject({ code: 'AA' });
    await expect(manager.perform('ITI-10', { identifier: { ...a, value: 'none' } })).rejects.toThrow(/none/);
    const added = { identifiers: [{ value: 'N10', oid: NORTH }], birthFamily: 'NOUVEAU', given: 'LEA', sex: 'F' };
    expect(values(await source.perform('ITI-44', { patient: added }))).toMatchObject({ acknowledgement: 'CA' });
    const survivor = { ...a, value: 'N10' };
    const patient = { ...born, identifiers: [survivor] };
    expect(values(await source.perform('ITI-30', { event: 'A40', patient, other: [a] }))).toMatchObject({ code: 'AA' });
    expect(values(await crossReferences.perform('ITI-9', { identifier: survivor }))).toMatchObject({ status: 'OK', identifiers: '2' });
    expect(values(await crossReferences.perform('ITI-9', { identifier: a }))).toMatchObject({ code: 'AE', error: '204' });
  });

  test('ITI-30, ITI-31: what is as PAM says is taken, what is not is refused with its place', async () => {
    const account = { value: '2600001', oid: NORTH, namespace: 'CHU-NORD', type: 'AN' };
    const patient = {
      identifiers: [{ value: 'N1001', oid: NORTH, namespace: 'CHU-NORD', type: 'PI' }],
      birthFamily: 'ARMENGAUD',
      given: 'ZOE',
      givenList: 'ZOE LOUISE',
      birthDate: '19870314',
      sex: 'F',
      birthPlace: '38185',
      reliability: ['PROV'],
    };
    expect(values(await supplier.perform('ITI-30', { event: 'A28', patient }))).toMatchObject({ code: 'AA' });
    expect(values(await supplier.perform('ITI-30', { event: 'A28', patient: { ...patient, reliability: [] } }))).toMatchObject({
      code: 'AE',
      error: '101',
      location: 'PID',
    });
    const movement = { visit: { value: '77', oid: NORTH, namespace: 'CHU-NORD', type: 'VN' }, location: 'CHIR' };
    const admitted = { event: 'A01', patient: { ...patient, account }, movement };
    expect(values(await encounters.perform('ITI-31', admitted))).toMatchObject({ code: 'AA' });
    expect(values(await encounters.perform('ITI-31', { ...admitted, drop: ['ZBE'] }))).toMatchObject({ code: 'AE' });
    expect(values(await encounters.perform('ITI-31', { ...admitted, event: 'A99' }))).toMatchObject({ code: 'AR', error: '201' });
  });
});
