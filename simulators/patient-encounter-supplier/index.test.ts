import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BundleWriter } from '../../src/evidence/index.js';
import { packageRoot, type SimulatorContext } from '../../src/model/index.js';
import { PatientDemographicsConsumer } from '../patient-demographics-consumer/index.js';
import { PatientDemographicsSupplier } from '../patient-demographics-supplier/index.js';
import { PatientEncounterConsumer } from '../patient-encounter-consumer/index.js';
import { ENCOUNTER_EVENTS, IDENTITY_EVENTS } from '../patient-encounter-consumer/reception.js';
import { PatientEncounterSupplier } from './index.js';

const patient = parse(readFileSync(join(packageRoot, 'suites/pam-fr/datasets/patient-1.yaml'), 'utf8')) as Record<string, unknown>;
const actors = {
  'patient-encounter-consumer': new PatientEncounterConsumer(),
  'patient-demographics-consumer': new PatientDemographicsConsumer(),
  'patient-encounter-supplier': new PatientEncounterSupplier(),
  'patient-demographics-supplier': new PatientDemographicsSupplier(),
};
const peers: Record<string, string> = {};

beforeAll(async () => {
  const context = (): SimulatorContext => ({
    listen: { host: '127.0.0.1', port: 0 },
    faults: [],
    peers,
    parameters: {},
    now: () => new Date('2026-11-20T10:00:00Z'),
    recorder: new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-'))),
  });
  for (const actor of Object.values(actors))
    for (const { actor: name, url } of await actor.start(context())) if (name.endsWith('consumer')) peers[name] = url;
});
afterAll(async () => {
  for (const actor of Object.values(actors)) await actor.stop();
});

/** Events that undo another one, or correct it. */
const ORIGINALS: Readonly<Record<string, string>> = {
  ...{ A11: 'A01', A12: 'A02', A13: 'A03', A25: 'A16', A26: 'A15', A27: 'A14', A38: 'A05', A52: 'A21', A53: 'A22', A55: 'A54' },
  Z99: 'A02',
};

test.each(ENCOUNTER_EVENTS)('ITI-31: %s is written as PAM-FR says', async (event) => {
  const original = ORIGINALS[event];
  const movement = original === undefined ? {} : { original, action: event === 'Z99' ? 'UPDATE' : 'CANCEL' };
  const { values } = await actors['patient-encounter-supplier'].perform('ITI-31', { ...patient, event, movement });
  expect(values).toMatchObject({ code: 'AA' });
});

test.each(IDENTITY_EVENTS)('ITI-30: %s is written as PAM-FR says', async (event) => {
  const { values } = await actors['patient-demographics-supplier'].perform('ITI-30', { ...patient, event });
  expect(values).toMatchObject({ code: 'AA' });
});

test('what is not written so is refused', async () => {
  const { values } = await actors['patient-encounter-supplier'].perform('ITI-31', {
    ...patient,
    event: 'A01',
    movement: {},
    drop: ['ZBE'],
  });
  expect(values).toMatchObject({ code: 'AE', error: '100' });
});
