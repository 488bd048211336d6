import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Artefact, SimulatorError, type RecordOf } from '../../src/model/index.js';
import { openPackage } from '../../src/protocols/xdm/index.js';
import { ClientBench } from '../../test/support/client-simulator.js';
import { validator } from '../../validators/xdm/index.js';
import { PortableMediaImporter } from '../portable-media-importer/index.js';
import { PACKAGE_FAULTS } from './faults.js';
import { PortableMediaCreator } from './index.js';
import { manifest } from './manifest.js';

const patient = {
  ins: '279035121518989',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  givenList: 'DOMINIQUE MARIE-LOUISE',
  sex: 'F',
  birthDate: '1979-03-28',
  birthPlace: '51215',
};

let bench: ClientBench;
beforeAll(async () => {
  bench = await ClientBench.open();
});
afterAll(() => {
  bench.close();
});
const media = (name: string): string => join(bench.folder, name);

async function create(input: Record<string, unknown>) {
  const context = bench.context({ parameters: { seed: '1' } });
  const creator = (await manifest.load())();
  await creator.start(context);
  const performed = await creator.perform('ITI-32', { patient, ...input });
  const { file } = performed.values;
  const written = readFileSync(file!).length;
  await creator.stop();
  return {
    ...performed,
    written,
    isLeft: existsSync(file!),
    events: context.recorder.events,
    kept: (blob: string) => context.recorder.read(blob)!,
  };
}

async function importFrom(where: string) {
  const importer = new PortableMediaImporter();
  const context = bench.context();
  await importer.start(context);
  const { values } = await importer.perform('ITI-32', { media: where });
  return { values, events: context.recorder.events };
}

describe('Portable Media Creator', () => {
  test('writes a package in which nothing is found, and keeps it as evidence', async () => {
    const { values, events, kept } = await create({ documents: 3, media: media('right') });
    expect(values['file']).toBe(join(media('right'), 'IHE_XDM.ZIP'));
    const bytes = readFileSync(values['file']!);
    const { findings } = await validator.validate(new Artefact(values['file']!, bytes), {
      at: new Date(),
      trust: { anchors: [], crls: [] },
      parameters: {},
    });
    expect(findings).toEqual([]);
    expect(values).toMatchObject({
      documents: '3',
      size: String(bytes.length),
      sha256: createHash('sha256').update(bytes).digest('hex'),
    });
    const [subset] = openPackage(new Artefact('x', bytes)).subsets;
    expect(subset!.documents.map(({ uri }) => uri)).toEqual(['DOC00001.XML', 'DOC00002.XML', 'DOC00003.XML']);
    const datum = events.find((e): e is RecordOf<'datum'> => e.kind === 'datum' && e.name === 'package')!;
    expect(Buffer.compare(kept(datum.blob!), bytes)).toBe(0);
    expect(events.filter(({ kind }) => kind === 'fault')).toEqual([]);
  });
  test('has a folder of its own when none is given, which goes with it', async () => {
    const { values, written, isLeft } = await create({});
    expect([written, isLeft]).toEqual([Number(values['size']), false]);
  });
  test('leaves the package in the folder that was given', async () => {
    expect((await create({ media: media('kept') })).isLeft).toBe(true);
  });
  test('what is wrong on purpose is kept as evidence', async () => {
    const { exchange, events } = await create({ media: media('wrong'), fault: 'wrong-hash' });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'fault', exchange, fault: { package: 'wrong-hash' } }));
  });
  test('what cannot be written, or is no fault, is told', async () => {
    writeFileSync(media('a-file'), '');
    await expect(create({ media: join(media('a-file'), 'below') })).rejects.toThrow(SimulatorError);
    await expect(create({ fault: 'nothing-we-know' })).rejects.toThrow(/ITI-32: fault/);
    await expect(create({ documents: 100 })).rejects.toThrow(/ITI-32: documents/);
    await expect(new PortableMediaCreator().perform('ITI-32', { patient })).rejects.toThrow('not started');
  });
});

describe('Portable Media Importer', () => {
  test('takes in what a creator wrote', async () => {
    await create({ documents: 2, media: media('import') });
    const { values, events } = await importFrom(media('import'));
    expect(values).toEqual({ status: 'imported', documents: '2', ins: patient.ins, errors: '0', warnings: '0', rules: '' });
    expect(events.filter((e) => e.kind === 'datum' && e.name === 'package').length).toBe(1);
  });
  const errors = Object.entries(PACKAGE_FAULTS).filter(
    ([, { breaks }]) => validator.rules.find(({ id }) => id === breaks)!.level === 'SHALL',
  );
  test.each(errors)('refuses %s', async (fault, { breaks }) => {
    const { values } = await create({ media: media(fault), fault });
    const imported = await importFrom(values['file']!);
    expect(imported.values).toMatchObject({ status: 'refused', documents: '0' });
    expect(imported.values['rules']!.split(' ')).toContain(breaks);
  });
  test('where there is no archive, it says so', async () => {
    mkdirSync(media('empty'));
    await expect(importFrom(media('empty'))).rejects.toThrow(/no archive to read/);
    await expect(importFrom(media('nowhere'))).rejects.toThrow(SimulatorError);
  });
});
