import { describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { gunzipSync, gzipSync } from 'node:zlib';
import { addPack } from './add.js';
import { fhirDefinitions } from './fhir.js';
import { place } from './fixtures/place.js';
import { tgz, type TarMember } from './fixtures/tar.js';
import { loadPacks } from './load.js';
import { PACK_LIMITS } from './limits.js';
import { PackError } from './pack-error.js';
import { removePack } from './remove.js';
import { listPacks, verifyPacks } from './verify.js';

const here = place();
const archive = (name: string, bytes: Uint8Array): string => `${here.write('', { [name]: bytes })}/${name}`;
const add = (source: string, limits = PACK_LIMITS) => addPack(source, { cwd: here.project(), limits });
const definitions = () => fhirDefinitions(loadPacks(here.project()));

const PROFILE = 'urn:test:patient';
const profile = (version: string, more: object = {}): TarMember => ({
  name: 'package/StructureDefinition-patient.json',
  content: JSON.stringify({
    resourceType: 'StructureDefinition',
    url: PROFILE,
    version,
    name: 'TestPatient',
    kind: 'resource',
    abstract: false,
    type: 'Patient',
    baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Patient',
    derivation: 'constraint',
    differential: { element: [{ id: 'Patient.birthDate', path: 'Patient.birthDate', min: 1 }] },
    ...more,
  }),
});
const manifest = (version: string, dependencies: object = { 'hl7.fhir.r4.core': '4.0.1' }): TarMember => ({
  name: 'package/package.json',
  content: JSON.stringify({ name: 'test.guide', version, title: 'Test guide', fhirVersions: ['4.0.1'], dependencies }),
});
const guide = (version: string, dependencies?: object): Uint8Array =>
  tgz([
    manifest(version, dependencies),
    profile(version),
    { name: 'package/ValueSet-a.json', content: JSON.stringify({ resourceType: 'ValueSet', url: 'urn:test:vs', name: 'A', compose: {} }) },
    { name: 'package/.index.json', content: '{}' },
    { name: 'package/example/Patient-a.json', content: '{"resourceType":"Patient"}' },
    { name: 'package/Patient-b.json', content: '{"resourceType":"Patient"}' },
    { name: 'other/spec.internals', content: 'x' },
  ]);

describe('a FHIR package', () => {
  test('is a pack named by its manifest; its profiles have their snapshot', async () => {
    const { pack, title, told } = await add(archive('guide.tgz', guide('1.0.0')));
    expect(pack).toMatchObject({
      coordinate: 'fhir:test.guide:1.0.0',
      files: { 'fhir-definition': 1, 'fhir-package': 1, 'value-set': 1 },
      left: { example: 1, hidden: 1, 'no-rule': 1 },
    });
    expect(title?.fr).toBe('Test guide');
    expect(told).toEqual([]);
    const patient = definitions().structure(PROFILE)!;
    expect(patient.source).toBe('fhir:test.guide:1.0.0');
    expect(patient.elements.find(({ id }) => id === 'Patient.birthDate')).toMatchObject({ min: 1, max: '1', types: [{ code: 'date' }] });
    expect(definitions().valueSet('urn:test:vs')?.name).toBe('A');
    expect(verifyPacks(here.project())[0]!.damage).toEqual([]);
    expect(listPacks([pack])).toMatchObject([{ profiles: 1, incomplete: 0 }]);
  });

  test('stands beside others of its versions, and goes alone', async () => {
    await add(archive('one.tgz', guide('1.9.0')));
    await add(archive('two.tgz', guide('1.10.0')));
    expect(definitions().structure(PROFILE)!.version).toBe('1.10.0');
    expect(definitions().structure(`${PROFILE}|1.9.0`)!.version).toBe('1.9.0');
    removePack('fhir:test.guide:1.10.0', here.project());
    expect(definitions().structure(PROFILE)!.version).toBe('1.9.0');
  });

  test('says what it stands on and is not there, with the command to type', async () => {
    await add(archive('base.tgz', guide('1.0.2')));
    const { told } = await add(
      archive('more.tgz', guide('2.0.0', { 'hl7.fhir.r4.core': '4.0.1', 'test.guide': '1.0.x', 'ihe.iti.mhd': '4.2.3' })),
    );
    expect(told.map(({ text }) => text.en)).toEqual([
      expect.stringMatching(/ihe\.iti\.mhd 4\.2\.3.*addax packs add ihe\.iti\.mhd-4\.2\.3\.tgz$/),
    ]);
  });

  test('may be a folder of conformance resources', async () => {
    const { pack } = await add(here.write('conformance', { 'StructureDefinition-patient.json': profile('3.0.0').content! }));
    expect(pack.coordinate).toMatch(/^local:conformance:/);
    expect(definitions().structure(PROFILE)!.version).toBe('3.0.0');
  });
});

/** The name in its second header is no longer that of its sum. */
function damaged(archive: Uint8Array): Uint8Array {
  const bytes = gunzipSync(archive);
  bytes[bytes.indexOf('StructureDefinition-patient.json')] = 0x58;
  return gzipSync(bytes);
}

describe('an archive that is not what it should be', () => {
  test.each([
    ['a path that leaves it', tgz([manifest('1'), { name: '../../evil.json', content: '{}' }]), /no safe relative path/],
    ['an absolute path', tgz([manifest('1'), { name: '/etc/evil.json', content: '{}' }]), /no safe relative path/],
    [
      'a path by an extended header',
      tgz([
        { name: 'x', type: 'x', content: '21 path=../evil.json\n' },
        { name: 'a', content: '{}' },
      ]),
      /no safe relative path/,
    ],
    ['a name twice', tgz([manifest('1'), profile('1'), profile('2')]), /is in it twice/],
    ['a bomb', gzipSync(Buffer.alloc(64 * 1024 ** 2)), /unfolds to more than/],
    ['a bomb in a gzip in a gzip', gzipSync(gzipSync(Buffer.alloc(10 * 1024 ** 2))), /cannot be read/],
    ['a header whose sum is wrong, after others', damaged(guide('1')), /cannot be read/],
    ['cut short', guide('1').subarray(0, 300), /cannot be read/],
    ['a tar that ends too soon', gzipSync(Buffer.from('x'.repeat(600))), /cannot be read/],
    ['only examples', tgz([manifest('1'), { name: 'package/Patient-a.json', content: '{"resourceType":"Patient"}' }]), /no rule here/],
    [
      'a name that is no coordinate',
      tgz([{ ...manifest('1'), content: '{"name":"../x","version":"1","fhirVersions":["4.0.1"]}' }, profile('1')]),
      /does not say what the pack is/,
    ],
  ])('is refused whole: %s', async (_, bytes, reason) => {
    const refused = add(archive('bad.tgz', bytes));
    await expect(refused).rejects.toBeInstanceOf(PackError);
    await expect(refused).rejects.toThrow(reason);
    expect(loadPacks(here.project())).toEqual([]);
  });

  test('has its links left where they are', async () => {
    const { pack } = await add(archive('link.tgz', tgz([manifest('1.0.0'), profile('1.0.0'), { name: 'package/link.json', type: '2' }])));
    expect(pack.left).toEqual({ symlink: 1 });
  });

  test('may have names longer than a header holds', async () => {
    const name = `package/${'a'.repeat(120)}.json`;
    const record = `path=${name}\n`;
    const length = record.length + 4;
    const { content } = profile('1.0.0');
    const { pack } = await add(
      archive(
        'long.tgz',
        tgz([manifest('1.0.0'), { name: 'x', type: 'x', content: `${length} ${record}` }, { name: 'short.json', content: content! }]),
      ),
    );
    expect(loadPacks(here.project())[0]!.has(name.slice('package/'.length))).toBe(true);
    expect(pack.files['fhir-definition']).toBe(1);
  });

  test('of too many files is refused', async () => {
    await expect(add(archive('many.tgz', guide('1.0.0')), { ...PACK_LIMITS, entries: 3 })).rejects.toThrow(/more than 3 files/);
  });
});

test('a profile whose pack cannot be used says which and why', async () => {
  writeFileSync(here.path('bad.tgz'), tgz([manifest('1.0.0'), profile('1.0.0', { baseDefinition: 'urn:test:none|2' })]));
  await add(here.path('bad.tgz'));
  expect(() => definitions().structure(PROFILE)).toThrow(
    /urn:test:patient \(fhir:test\.guide:1\.0\.0\): its base urn:test:none\|2 is in no pack/,
  );
});

describe('the French profiles that ship', () => {
  const SLOT = 'https://hl7.fr/ig/fhir/core/StructureDefinition/fr-core-slot';
  const ofPack = (version: string) =>
    JSON.parse(
      profile(version, {
        url: SLOT,
        type: 'Slot',
        baseDefinition: 'http://hl7.org/fhir/StructureDefinition/Slot',
        differential: { element: [] },
      }).content!,
    ) as object;

  test('stand in where no pack has the canonical', async () => {
    expect(definitions().structure(SLOT)).toMatchObject({ source: 'addax:fhir-fr' });
    await add(here.write('official', { 'StructureDefinition-slot.json': JSON.stringify(ofPack('2.2.0')) }));
    expect(definitions().structure(SLOT)).toMatchObject({ version: '2.2.0', source: expect.stringMatching(/^local:official:/) });
    // of a canonical that a pack has, no version is ours
    expect(definitions().structure(`${SLOT}|2.0.1`)).toBeUndefined();
    const slots = definitions()
      .profiles()
      .filter(({ url }) => url === SLOT);
    expect(slots).toMatchObject([{ version: '2.2.0', source: expect.stringMatching(/^local:official:/) }]);
    expect(definitions().structure(SLOT.replace('slot', 'schedule'))).toMatchObject({ source: 'addax:fhir-fr' });
  });
});
