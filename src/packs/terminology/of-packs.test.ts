import { describe, expect, jest, test } from '@jest/globals';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { addPack } from '../add.js';
import { place, type Files } from '../fixtures/place.js';
import { loadPacks, type LoadedPack } from '../load.js';

const TODAY = new Date('2026-11-20T12:00:00Z');

const here = place();
const svs = (code: string, display: string): string =>
  `<RetrieveValueSetResponse xmlns="urn:ihe:iti:svs:2008"><ValueSet id="1.9" displayName="S"><ConceptList><Concept code="${code}" codeSystem="1.2.3" displayName="${display}"/></ConceptList></ValueSet></RetrieveValueSetResponse>`;

async function packs(...all: Files[]): Promise<LoadedPack[]> {
  for (const [i, files] of all.entries()) await addPack(here.write(`pack${i}`, files), { cwd: here.project(), as: `a:b:${i}` });
  return loadPacks(here.project());
}

/** As a new process has it: nothing is remembered but what is on disk. */
async function fresh(): Promise<typeof import('./of-packs.js')> {
  jest.resetModules();
  return import('./of-packs.js');
}

const compiled = (): string[] => readdirSync(here.path('cache', 'compiled')).map((name) => here.path('cache', 'compiled', name));

describe('terminologyOf', () => {
  test('without packs, or of packs without codes: nothing is known', async () => {
    const { terminologyOf } = await fresh();
    expect([...terminologyOf([], TODAY).codeSystems()]).toEqual([]);
    const rules = await packs({ 'a.xsd': '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>' });
    expect([...terminologyOf(rules, TODAY).codeSystems()]).toEqual([]);
  });

  test('the first pack comes first', async () => {
    const { terminologyOf } = await fresh();
    const both = terminologyOf(await packs({ 'a.xml': svs('A', 'one') }, { 'a.xml': svs('A', 'two') }), TODAY);
    expect(both.concept('1.2.3', 'A')?.displays).toEqual(['one', 'two']);
    expect(both.valueSet('S')?.concept('A')?.displays).toEqual(['one']);
  });

  test('is made when the pack is added, and read from disk by the next process', async () => {
    const all = await packs({ 'a.xml': svs('A', 'one') });
    const before = compiled();
    expect(before).toHaveLength(1);
    const opened = jest.spyOn(all[0]!, 'open');
    const { terminologyOf } = await fresh();
    expect(terminologyOf(all, TODAY).concept('1.2.3', 'A')?.displays).toEqual(['one']);
    expect([opened.mock.calls, compiled()]).toEqual([[], before]);
  });

  test.each<[string, (bytes: Buffer) => Uint8Array]>([
    ['cut', (bytes) => bytes.subarray(0, bytes.length / 2)],
    ['empty', () => Buffer.alloc(0)],
    ['changed by one bit', (bytes) => Buffer.from(bytes.map((byte, i) => (i === bytes.length - 3 ? byte ^ 1 : byte)))],
  ])('what is on disk and %s is made again', async (_what, damage) => {
    const all = await packs({ 'a.xml': svs('A', 'one') });
    const [file] = compiled();
    const whole = readFileSync(file!);
    writeFileSync(file!, damage(whole));
    const { terminologyOf, terminologySummary } = await fresh();
    expect(terminologyOf(all, TODAY).concept('1.2.3', 'A')?.displays).toEqual(['one']);
    expect(readFileSync(file!).equals(whole)).toBe(true);
    expect(terminologySummary(all[0]!)).toEqual({ codeSystems: 1, valueSets: 1, codes: 1, told: [], untold: 0 });
  });
});

const published = process.env['ADDAX_CDA_PACK'];
(published === undefined ? test.skip : test)(
  'the published pack: its value sets and its whole code systems',
  async () => {
    await addPack(published!, { cwd: here.project() });
    const [pack] = loadPacks(here.project());
    const { terminologyOf, terminologySummary } = await fresh();
    const { codes, valueSets, told } = terminologySummary(pack!)!;
    expect([codes > 170_000, valueSets > 500, told.length < 20]).toEqual([true, true, true]);
    const known = terminologyOf([pack!], TODAY);
    expect(known.valueSet('JDV_J07_XdsTypeCode_CISIS')?.has('2.16.840.1.113883.6.1', '34133-9')).toBe(true);
    expect(known.codeSystem('1.2.250.1.213.2.5')).toMatchObject({ name: 'CCAM', complete: true });
    expect(known.codeSystem('2.16.840.1.113883.6.1')?.complete).toBe(false);
  },
  120_000,
);
