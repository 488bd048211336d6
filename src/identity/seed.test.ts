import { afterAll, expect, test } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INS_OID, insProblem, isOid } from '../protocols/identifiers/index.js';
import {
  EVERYBODY,
  exactly,
  HOSPITALS,
  IdentityStore,
  matches,
  readPattern,
  identitySeedPlanOf,
  personAt,
  seededIdentities,
  seededIdentityStore,
  type Identity,
  type IdentityQuery,
  type Pattern,
} from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'identity-seed-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const PLAN = { patients: 4000, seed: 1 };
const persons = Array.from({ length: PLAN.patients }, (_, n) => personAt(n, PLAN));
const share = (holds: (identity: Identity) => boolean): number => persons.filter(([first]) => holds(first!)).length / persons.length;
const insOf = ({ identifiers }: Identity): string | undefined => identifiers.find(({ type }) => type === 'INS')?.value;

test('the same plan gives the same persons, another seed others', () => {
  const texts = (plan: typeof PLAN): string => JSON.stringify([...seededIdentities(plan)]);
  expect(texts({ patients: 600, seed: 1 })).toBe(JSON.stringify([persons.slice(0, 500).flat(), persons.slice(500, 600).flat()]));
  expect(texts({ patients: 600, seed: 2 })).not.toBe(texts({ patients: 600, seed: 1 }));
});

test('every INS is of the test OID, right to its key, in agreement with the traits, and of one person', () => {
  const holders = new Map<string, number>();
  const wrong: unknown[] = [];
  for (const [n, person] of persons.entries())
    for (const identity of person) {
      const ins = insOf(identity);
      if (ins === undefined) continue;
      const oid = identity.identifiers.find(({ type }) => type === 'INS')!.authority.oid;
      const [born, place] = [identity.birthDate!, identity.addresses.find(({ type }) => type === 'BDL')!.countyCode!];
      const agrees = ins.slice(0, 10) === `${identity.sex === 'M' ? 1 : 2}${born.slice(2, 6)}${place}`;
      if (oid !== INS_OID.testNir || insProblem(ins, oid) || !agrees || (holders.get(ins) ?? n) !== n) wrong.push([n, identity]);
      holders.set(ins, n);
    }
  expect(wrong).toEqual([]);
  expect([...holders.keys()].some((ins) => ins.slice(5, 7) === '2A')).toBe(true);
  expect([...holders.keys()].some((ins) => ins.slice(5, 7) === '2B')).toBe(true);
});

test('a million have a million INS', () => {
  const all = new Set<string>();
  let holders = 0;
  for (let n = 0; n < 1_000_000; n++) {
    // a sample of neighbours all along, twins among them
    if (n % 8000 > 80) continue;
    const ins = insOf(personAt(n, PLAN)[0]!);
    if (ins === undefined) continue;
    holders++;
    all.add(ins);
  }
  expect(all.size).toBe(holders);
});

test('they are of all kinds', () => {
  const birthName = ({ names }: Identity): string => names[0]!.family!;
  const kinds: Record<string, [number, number]> = {
    'with an INS': [share((one) => insOf(one) !== undefined), 0.9],
    'known to two hospitals': [persons.filter((person) => person.length === 2).length / persons.length, 0.23],
    'of a composite name': [share((one) => /[- ']/.test(birthName(one))), 0.11],
    'of a composite given name': [share(({ names }) => names[0]!.given!.includes('-')), 0.13],
    'with a used name': [share(({ names }) => names.length > 1), 0.15],
    'born on a day that is not known': [share(({ birthDate }) => birthDate!.length === 6), 0.02],
    'born in a year of which nothing more is known': [share(({ birthDate }) => birthDate!.length === 4), 0.005],
    'born abroad': [share(({ addresses }) => addresses[1]!.countyCode!.startsWith('99')), 0.14],
    'a newborn without INS': [share((one) => one.birthDate!.startsWith('202611') && insOf(one) === undefined), 0.025],
    'a twin': [share(({ multipleBirth }) => multipleBirth === true), 0.025],
  };
  for (const [kind, [found, expected]] of Object.entries(kinds))
    expect([kind, found > expected * 0.8 && found < expected * 1.25]).toEqual([kind, true]);
  const [twin, other] = [persons[80]![0]!, persons[81]![0]!];
  expect([birthName(other), other.birthDate, other.addresses, other.birthOrder]).toEqual([
    birthName(twin),
    twin.birthDate,
    twin.addresses,
    2,
  ]);
  expect(insOf(other)).not.toBe(insOf(twin));
  expect(HOSPITALS.every(({ oid }) => isOid(oid))).toBe(true);
});

test('a store holds them, finds them, and is opened again as it is', () => {
  const path = join(folder, 'seeded.sqlite');
  const told: string[] = [];
  const store = seededIdentityStore(path, PLAN, ({ fr }) => told.push(fr));
  expect([store.size, told.at(-1)]).toEqual([persons.flat().length, expect.stringMatching(/identités de 4000 patients, indexées/)]);
  for (const n of [0, 80, 81, 1234, 3999]) {
    const [first] = persons[n]!;
    const { names, birthDate } = first!;
    const query = {
      ...EVERYBODY,
      names: [{ family: exactly(names[0]!.family!), given: exactly(names[0]!.given!) }],
      birthDate: { from: birthDate!, to: birthDate! },
    };
    const found = store.search(query, 10).keys.map((key) => store.presented(key)!);
    const [own] = found.filter(({ identifiers }) => identifiers.some(({ value }) => value === first!.identifiers[0]!.value));
    const wanted = new Set(
      persons[n]!.flatMap(({ identifiers }) => identifiers.map(({ value, authority }) => `${value} ${authority.oid}`)),
    );
    expect(new Set(own!.identifiers.map(({ value, authority }) => `${value} ${authority.oid}`))).toEqual(wanted);
  }
  store.close();
  const again = seededIdentityStore(path, PLAN, () => {
    throw new Error('filled twice');
  });
  again.close();
  expect(() => seededIdentityStore(path, { ...PLAN, seed: 2 }, () => undefined)).toThrow(/already holds/);
});

test('whatever is asked for, columns find all that one function would', () => {
  const store = seededIdentityStore(undefined, { patients: 300, seed: 3 }, () => undefined);
  const all = Array.from({ length: store.size }, (_, i) => ({ key: i + 1, identity: store.identity(i + 1)!, person: store.person(i + 1) }));
  const pattern = (text: string | undefined, open: boolean): Pattern | undefined =>
    text === undefined ? undefined
    : open ? readPattern(`${text.slice(0, 3)}*`, 'trailing')
    : exactly(text);
  let [questions, answers] = [0, 0];
  for (let n = 0; n < 256; n++) {
    const { names, birthDate, sex, addresses, telecoms, motherMaidenNames } = personAt((n * 7) % 300, { seed: 3 })[0]!;
    const asks = (bit: number): boolean => ((n + 1) >> bit) % 2 === 1;
    const open = n % 3 === 0;
    const name = names[n % names.length]!;
    const query: IdentityQuery = {
      ...EVERYBODY,
      names:
        asks(0) || asks(1) ?
          [{ ...(asks(0) && { family: pattern(name.family, open)! }), ...(asks(1) && { given: pattern(name.given, !open)! }) }]
        : [],
      ...(asks(2) && { birthDate: n % 2 === 0 ? { from: birthDate!, to: birthDate! } : { from: birthDate!.slice(0, 4), to: '1990' } }),
      ...(asks(3) && { sex: sex! }),
      addresses: asks(4) ? [{ city: pattern(addresses[n % 2]!.city, open)! }] : [],
      telecoms: asks(5) && telecoms[0] ? [exactly(telecoms[0].number!)] : [],
      mothers: asks(6) ? [{ family: pattern(motherMaidenNames[0]!.family, open)! }] : [],
    };
    const matching = { phonetic: n % 5 === 0 };
    const seen = new Set<number>();
    const expected = all.flatMap(({ key, identity, person }) => {
      if (seen.has(key) || !matches(identity, query, matching)) return [];
      for (const one of person) seen.add(one);
      return [key];
    });
    expect(store.search(query, 1000, undefined, matching)).toEqual({ keys: expected, tooMany: false });
    questions++;
    answers += expected.length;
  }
  expect([questions, answers > questions / 2]).toEqual([256, true]);
});

test('what is asked for is read, or refused by its name', () => {
  expect(identitySeedPlanOf({})).toBeUndefined();
  expect(identitySeedPlanOf({ 'seed-data': '100' })).toEqual({ patients: 100, seed: 1 });
  expect(identitySeedPlanOf({ 'seed-data': '100', seed: '7' })).toEqual({ patients: 100, seed: 7 });
  for (const parameters of [{ 'seed-data': '1000001' }, { 'seed-data': 'x' }, { 'seed-data': '1', seed: '0' }] as Record<string, string>[])
    expect(() => identitySeedPlanOf(parameters)).toThrow(/will not do/);
  expect(new IdentityStore().note('seed')).toBeUndefined();
});
