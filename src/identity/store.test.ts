import { afterAll, describe, expect, test } from '@jest/globals';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  EVERYBODY,
  exactly,
  IdentityStore,
  readPattern,
  type Changed,
  type Identifier,
  type IdentityQuery,
  type IdentityUpdate,
  type Note,
  type Refusal,
} from './index.js';

const AT = '20261120101500';
const HOSPITAL_A = { namespace: 'HOPITAL-A', oid: '1.2.250.1.999.1', type: 'ISO' };
const HOSPITAL_B = { namespace: 'HOPITAL-B', oid: '1.2.250.1.999.2', type: 'ISO' };
const INS = { namespace: 'ASIP-SANTE-INS-NIR', oid: '1.2.250.1.213.1.4.10', type: 'ISO' };
const a = (value: string): Identifier => ({ value, authority: HOSPITAL_A, type: 'PI' });
const b = (value: string): Identifier => ({ value, authority: HOSPITAL_B, type: 'PI' });
const ins = (value: string): Identifier => ({ value, authority: INS, type: 'INS' });
const VALIDATED = { reliability: ['VALI'] };

const folder = mkdtempSync(join(tmpdir(), 'identity-store-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function opened(path?: string): IdentityStore {
  const store = new IdentityStore(path);
  store.addDomain(HOSPITAL_A);
  store.addDomain(HOSPITAL_B);
  return store;
}

const named = (family: string, given: string, more: IdentityUpdate = {}): IdentityUpdate => ({
  names: [{ family, given, givenList: given, use: 'L' }],
  ...more,
});

/** Registers, with the complete list of identifiers. */
const feed = (store: IdentityStore, identifiers: Identifier[], update: IdentityUpdate = {}): Changed =>
  store.register({ ...update, identifiers }, { complete: true, at: AT });

function done(changed: Changed): { key: number; notes: Note['kind'][] } {
  if (!changed.accepted) throw new Error(changed.refusals.map(({ text }) => text.en).join());
  return { key: changed.key, notes: changed.notes.map(({ kind }) => kind) };
}

const refusalsOf = (outcome: { accepted: true } | { accepted: false; refusals: Refusal[] }): string[] =>
  outcome.accepted ? [] : outcome.refusals.map(({ kind, identifier }) => `${kind} ${identifier?.value ?? ''}`);

const crossed = (store: IdentityStore, identifier: Identifier, domains?: number[]): string[] => {
  const outcome = store.crossReferences(identifier, domains);
  return outcome.accepted ? outcome.identifiers.map(({ value }) => value) : refusalsOf(outcome);
};

const heldBy = (store: IdentityStore, key: number): string[] =>
  store.history(key).map(({ identifier, state }) => `${identifier.value} ${state}`);

describe('feed', () => {
  test('an identity is made known, then brought up to date by what is said of it', () => {
    const store = opened();
    const birth = { birthDate: '19790328', sex: 'F', maritalStatus: 'M' };
    const made = done(feed(store, [a('1')], named('Dupont', 'Zoé', birth)));
    expect(made.notes).toEqual(['was-unknown']);
    const again = done(feed(store, [a('1')], { sex: 'M', maritalStatus: null }));
    expect(again).toEqual({ key: made.key, notes: ['already-known'] });
    expect(store.identity(made.key)).toEqual({
      ...{ identifiers: [a('1')], addresses: [], telecoms: [], motherMaidenNames: [], reliability: [] },
      names: [{ family: 'Dupont', given: 'Zoé', givenList: 'Zoé', use: 'L' }],
      birthDate: '19790328',
      sex: 'M',
    });
    expect(store.size).toBe(1);
  });

  test('a complete list takes the place of the one before, another one adds to it', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1'), b('1')]));
    done(store.register({ identifiers: [a('1')] }, { complete: false, at: AT }));
    expect(heldBy(store, key)).toEqual(['1 current', '1 current']);
    done(feed(store, [a('1')]));
    expect(heldBy(store, key)).toEqual(['1 current', '1 former']);
    // what is free again may be given to somebody else
    expect(done(feed(store, [b('1')])).key).not.toBe(key);
  });

  test('identifiers without an authority, of a domain that is not known, or none at all are refused, and nothing changes', () => {
    const store = opened();
    const nobodys = { value: '1', authority: { namespace: '', oid: '', type: '' } };
    const elsewhere = { value: '1', authority: { namespace: 'AILLEURS', oid: '', type: '' } };
    expect(refusalsOf(feed(store, [a('2'), nobodys, elsewhere]))).toEqual(['no-authority 1', 'unknown-domain 1']);
    expect(refusalsOf(feed(store, []))).toEqual(['no-identifier ']);
    expect(store.size).toBe(0);
  });

  test('a domain is known by its universal id, or by its namespace alone', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1')]));
    const by = (authority: Identifier['authority']): number | undefined => store.keyOf({ value: '1', authority });
    expect(by({ namespace: 'HOPITAL-A', oid: '', type: '' })).toBe(key);
    expect(by({ namespace: '', oid: HOSPITAL_A.oid, type: 'ISO' })).toBe(key);
    expect(by({ namespace: 'HOPITAL-A', oid: '1.2.3', type: 'ISO' })).toBeUndefined();
  });

  test('an identity that is no longer validated keeps its INS, is told, and is no longer joined by it', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('1'), ins('279035121518989')], VALIDATED));
    expect(crossed(store, a('1'))).toEqual(['279035121518989', '1']);
    expect(done(feed(store, [a('1'), ins('279035121518989')], { reliability: ['PROV'] })).notes).toContain('downgraded');
    expect(heldBy(store, key)).toContain('279035121518989 current');
    expect(crossed(store, a('1'))).toEqual(['279035121518989']);
  });

  test('an INS that takes the place of another leaves it in the history', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1'), ins('279035121518989')], VALIDATED));
    const change = store.register({ identifiers: [a('1'), ins('207058575627097')] }, { complete: false, at: '2027' });
    expect(done(change).notes).toContain('ins-changed');
    expect(store.history(key).map(({ identifier, state, at }) => [identifier.value, state, at])).toEqual([
      ['1', 'current', AT],
      ['279035121518989', 'former', '2027'],
      ['207058575627097', 'current', '2027'],
    ]);
  });

  test('identifiers of several identities in one message link them', () => {
    const store = opened();
    const [one, other] = [done(feed(store, [a('1')])), done(feed(store, [b('9')]))];
    expect(done(feed(store, [a('1'), b('9')])).notes).toContain('linked');
    expect(store.person(one.key)).toEqual([one.key, other.key]);
    expect(store.size).toBe(2);
  });

  test('a newborn without INS is one of its own, and twins are two', () => {
    const store = opened();
    const twin = (birthOrder: number): IdentityUpdate => ({
      ...named('Martin', birthOrder === 1 ? 'Léa' : 'Tom'),
      ...{ multipleBirth: true, birthOrder, birthDate: '20261120' },
    });
    const keys = [1, 2].map((order) => done(feed(store, [a(`n${order}`)], twin(order))).key);
    expect(store.person(keys[0]!)).toEqual([keys[0]]);
    expect(store.identity(keys[1]!)).toMatchObject({ multipleBirth: true, birthOrder: 2 });
  });

  test('an identity that has only an INS is found by it', () => {
    const store = opened();
    const { key } = done(feed(store, [ins('279035121518989')], VALIDATED));
    expect(done(feed(store, [ins('279035121518989')], { sex: 'F' })).key).toBe(key);
    expect(done(feed(store, [a('1'), ins('279035121518989')], VALIDATED)).key).not.toBe(key);
  });
});

describe('merge', () => {
  test('what is subsumed is no longer used; its links go to what survives', () => {
    const store = opened();
    const [stays, goes, linked] = [done(feed(store, [a('1')])), done(feed(store, [a('2'), b('7')])), done(feed(store, [b('3')]))];
    done(store.link([a('2')], [b('3')]));
    expect(done(store.merge([a('1')], [a('2')], {}, AT))).toEqual({ key: stays.key, notes: [] });
    expect(store.identity(goes.key)).toBeUndefined();
    expect(heldBy(store, stays.key)).toEqual(['1 current', '2 merged', '7 current']);
    expect(store.person(stays.key)).toEqual([stays.key, linked.key]);
    expect(crossed(store, a('2'))).toEqual(['unknown-identifier 2']);
    expect(crossed(store, a('1'))).toEqual(['7', '3']);
    expect(refusalsOf(feed(store, [a('2')]))).toEqual(['retired 2']);
    expect(store.search({ ...EVERYBODY, identifiers: [{ value: '2' }] }, 10).keys).toEqual([]);
  });

  test('merges of merges follow one another; what is merged does not survive another merge', () => {
    const store = opened();
    const keys = ['1', '2', '3'].map((value) => done(feed(store, [a(value)])).key);
    done(store.merge([a('2')], [a('1')], {}, AT));
    done(store.merge([a('3')], [a('2')], {}, AT));
    expect(heldBy(store, keys[2]!)).toEqual(['1 merged', '2 merged', '3 current']);
    const refusal = store.merge([a('1')], [a('4')], {}, AT);
    expect(refusalsOf(refusal)).toEqual(['retired 1']);
    expect(!refusal.accepted && refusal.refusals[0]!.text.en).toContain('3 (HOPITAL-A) has replaced it');
    expect(done(store.merge([a('3')], [a('2')], {}, AT)).notes).toEqual(['already-merged']);
    done(feed(store, [a('5')]));
    expect(refusalsOf(store.merge([a('5')], [a('2')], {}, AT))).toEqual(['retired 2']);
  });

  test('a merge that comes before what it merges is remembered', () => {
    const store = opened();
    const { key, notes } = done(store.merge([a('1')], [a('2')], named('Durand', 'Luc'), AT));
    expect(notes).toEqual(['survivor-unknown', 'subsumed-unknown']);
    expect(store.identity(key)!.names[0]!.family).toBe('Durand');
    expect(refusalsOf(feed(store, [a('2')]))).toEqual(['retired 2']);
    expect(done(feed(store, [a('1')])).key).toBe(key);
  });

  test.each([
    ['with itself', [a('1')], [a('1')], 'same 1'],
    ['with one of another domain', [a('1')], [b('2')], 'other-domain 2'],
    ['with nobody', [a('1')], [], 'no-identifier '],
    ['in a domain that is not known', [a('1')], [{ value: '2', authority: { ...INS, oid: '1.2.3' } }], 'unknown-domain 2'],
  ])('a merge %s is refused', (_, stays, goes, refusal) => {
    const store = opened();
    done(feed(store, [a('1')]));
    expect(refusalsOf(store.merge(stays, goes, {}, AT))).toEqual([refusal]);
  });

  test('who held the INS of what goes stays linked, unless what survives holds another one', () => {
    const store = opened();
    done(feed(store, [a('1')], VALIDATED));
    done(feed(store, [a('2'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('2'), ins('279035121518989')], VALIDATED));
    done(store.merge([a('1')], [a('2')], {}, AT));
    expect(crossed(store, a('1'))).toEqual(['279035121518989', '2']);
    done(feed(store, [a('3'), ins('207058575627097')], VALIDATED));
    done(feed(store, [a('4'), ins('236066322083656')], VALIDATED));
    done(feed(store, [b('4'), ins('236066322083656')], VALIDATED));
    expect(done(store.merge([a('3')], [a('4')], {}, AT)).notes).toEqual(['ins-conflict']);
    expect(crossed(store, a('3'))).toEqual(['207058575627097']);
  });
});

describe('change of identifier, link and unlink', () => {
  test('an identifier gives way to another one of its domain', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1')]));
    done(feed(store, [a('9')]));
    expect(refusalsOf(store.changeIdentifier([a('9')], [a('1')], AT))).toEqual(['taken 9']);
    expect(refusalsOf(store.changeIdentifier([a('2')], [a('8')], AT))).toEqual(['unknown-identifier 8']);
    expect(done(store.changeIdentifier([a('2')], [a('1')], AT)).key).toBe(key);
    expect(heldBy(store, key)).toEqual(['1 changed', '2 current']);
    expect(refusalsOf(store.changeIdentifier([a('3')], [a('1')], AT))).toEqual(['retired 1']);
  });

  test('an INS gives way to another one in one identity, not in others', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('1'), ins('279035121518989')], VALIDATED));
    const change = store.changeIdentifier([a('1'), ins('207058575627097')], [ins('279035121518989')], AT);
    expect(done(change)).toEqual({ key, notes: ['ins-changed'] });
    expect(heldBy(store, key)).toEqual(['1 current', '279035121518989 changed', '207058575627097 current']);
    expect(crossed(store, ins('279035121518989'))).toEqual(['1']);
    expect(refusalsOf(store.changeIdentifier([a('1')], [ins('279035121518989')], AT))).toEqual(['unknown-identifier 279035121518989']);
  });

  test('two identities are linked, and separated again whatever INS they hold', () => {
    const store = opened();
    done(feed(store, [a('1'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('2'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('3')]));
    done(store.link([a('1')], [b('3')]));
    expect(crossed(store, a('1'))).toEqual(['279035121518989', '3', '2']);
    done(store.unlink([a('1')], [b('2')], AT));
    expect(crossed(store, a('1'))).toEqual(['279035121518989', '3']);
    done(store.unlink([a('1')], [b('3')], AT));
    expect(crossed(store, a('1'))).toEqual(['279035121518989']);
    done(store.link([a('1')], [b('2')]));
    expect(crossed(store, a('1'))).toEqual(['279035121518989', '2']);
    expect(refusalsOf(store.link([a('1')], [b('9')]))).toEqual(['unknown-identifier 9']);
  });

  test('two identifiers of one identity are separated by making another one', () => {
    const store = opened();
    const { key } = done(feed(store, [a('1'), b('2')], named('Durand', 'Luc')));
    expect(done(store.unlink([a('1')], [b('2')], AT)).notes).toEqual(['split']);
    expect(crossed(store, a('1'))).toEqual([]);
    expect(heldBy(store, key)).toEqual(['1 current', '2 former']);
    expect(store.identity(store.keyOf(b('2'))!)!.names[0]!.family).toBe('Durand');
    expect(refusalsOf(store.unlink([a('1')], [a('1')], AT))).toEqual(['same 1']);
  });
});

describe('cross-references', () => {
  test('of the domains asked for, in their order, without the identifier that was asked with', () => {
    const store = opened();
    done(feed(store, [a('1'), ins('279035121518989')], VALIDATED));
    done(feed(store, [b('2'), b('3'), ins('279035121518989')], VALIDATED));
    const [inA, inB, inIns] = [HOSPITAL_A, HOSPITAL_B, INS].map((authority) => store.domain(authority)!.number);
    expect(crossed(store, a('1'), [inB!, inIns!])).toEqual(['2', '3', '279035121518989']);
    expect(crossed(store, ins('279035121518989'), [inA!])).toEqual(['1']);
    expect(crossed(store, a('1'), [inA!])).toEqual([]);
    expect(crossed(store, { value: '1', authority: { ...INS, oid: '1.2.3' } })).toEqual(['unknown-domain 1']);
  });
});

test('a store is what it was the next time, and a change that was told is not lost with the process', () => {
  const path = join(folder, 'store.sqlite');
  const store = opened(path);
  const { key } = done(feed(store, [a('1')], named('Œuvrard', 'Élodie', { birthDate: '1979' })));
  done(store.merge([a('1')], [a('2')], {}, AT));
  const before = [store.identity(key), store.history(key), store.domains];
  store.close();
  const again = new IdentityStore(path);
  expect([again.identity(key), again.history(key), again.domains]).toEqual(before);
  again.close();
});

test('what a killed process leaves holds every change that was told, and none in part', () => {
  const path = join(folder, 'killed.sqlite');
  const store = opened(path);
  const { key } = done(feed(store, [a('1')], named('Roux', 'Léa')));
  done(store.merge([a('1')], [a('2')], {}, AT));
  // fails after the identity and before its second identifier
  const unwritable = { value: '9', authority: HOSPITAL_B, type: Symbol('none') as never };
  expect(() => feed(store, [a('3'), unwritable])).toThrow();
  const left = join(folder, 'left.sqlite');
  for (const suffix of ['', '-wal']) copyFileSync(path + suffix, left + suffix);
  const again = new IdentityStore(left);
  expect([again.size, heldBy(again, key), again.keyOf(a('3'))]).toEqual([1, ['1 current', '2 merged'], undefined]);
  again.close();
  store.close();
});

test('a domain that was known by one of its names gets the other', () => {
  const store = new IdentityStore();
  const [byName, byOid] = [
    store.addDomain({ namespace: 'X', oid: '', type: '' }),
    store.addDomain({ namespace: '', oid: '1.2.3', type: 'ISO' }),
  ];
  expect(store.addDomain({ namespace: 'X', oid: '1.2.4', type: 'ISO' }).number).toBe(byName.number);
  expect(store.addDomain({ namespace: 'Y', oid: '1.2.3', type: 'ISO' }).number).toBe(byOid.number);
  expect([store.domain({ namespace: 'X', oid: '' })?.oid, store.domain({ namespace: 'Y', oid: '' })?.oid]).toEqual(['1.2.4', '1.2.3']);
});

describe('search', () => {
  const store = opened();
  const people: [string, Identifier[], IdentityUpdate][] = [
    ['jean-pierre', [a('1')], named('LE GOFF', 'Jean-Pierre', { birthDate: '19790328', sex: 'M' })],
    [
      'élise',
      [a('2')],
      {
        names: [
          { family: 'Martin', given: 'Élise', givenList: 'Élise Marie-Louise Anne', use: 'L' },
          { family: 'Durand', use: 'D' },
        ],
        birthDate: '197903',
        sex: 'F',
        addresses: [
          { street: '12 rue de l’Église', city: 'Saint-Étienne', postalCode: '42000', country: 'FRA', type: 'H' },
          { type: 'BDL', countyCode: '2B033' },
        ],
        telecoms: [{ number: '04 77 01 02 03', use: 'PRN' }],
        motherMaidenNames: [{ family: 'Petit', given: 'Jeanne' }],
        account: { value: 'D-12', authority: HOSPITAL_A, type: 'AN' },
      },
    ],
    ['elise', [b('2')], named('MARTINEAU', 'Elise', { birthDate: '1979', sex: 'F' })],
    ['sans date', [b('3')], named('Martin', 'Zoé', { sex: 'F', birthDate: '19800000' })],
  ];
  const keys = new Map(people.map(([name, identifiers, update]) => [done(feed(store, identifiers, update)).key, name]));
  const found = (query: Partial<IdentityQuery>, phonetic = false): string[] =>
    store.search({ ...EVERYBODY, ...query }, 10, undefined, { phonetic }).keys.map((key) => keys.get(key)!);
  const family = (text: string): Partial<IdentityQuery> => ({ names: [{ family: readPattern(text, 'trailing')! }] });
  const born = (from: string, to = from): Partial<IdentityQuery> => ({ birthDate: { from, to } });

  test.each<[string, Partial<IdentityQuery>, string[]]>([
    ['case, hyphens and apostrophes do not count', family('le-goff'), ['jean-pierre']],
    ['nor do accents', { names: [{ given: exactly('ÉLISÉ') }] }, ['élise', 'elise']],
    ['a text is the whole text', family('MARTI'), []],
    ['an asterisk is the rest of it', family('marti*'), ['élise', 'elise', 'sans date']],
    ['even of nothing', family('martin*'), ['élise', 'elise', 'sans date']],
    ['a space before it counts', family('le *'), ['jean-pierre']],
    ['a used name has the given name of birth', { names: [{ family: exactly('durand'), given: exactly('elise') }] }, ['élise']],
    ['a name of one kind', { names: [{ family: exactly('durand'), use: 'L' }] }, []],
    ['one of the given names', { names: [{ givenList: exactly('marie louise') }] }, ['élise']],
    ['two names', { names: [{ family: exactly('Martin') }, { family: exactly('Durand') }] }, ['élise']],
    ['a day, and dates that may be that day', born('19790328'), ['jean-pierre', 'élise', 'elise']],
    ['another day of the month', born('19790327'), ['élise', 'elise']],
    ['a month', born('197904'), ['elise']],
    ['a year, with a month and day of zeros', born('1980'), ['sans date']],
    ['a range', born('19790401', '1981'), ['elise', 'sans date']],
    ['sex', { sex: 'M' }, ['jean-pierre']],
    ['an identifier', { identifiers: [{ value: '2' }] }, ['élise', 'elise']],
    ['an identifier of a domain', { identifiers: [{ value: '2', domain: store.domain(HOSPITAL_B)!.number }] }, ['elise']],
    ['two identifiers', { identifiers: [{ value: '2' }, { value: '3' }] }, []],
    ['an account', { account: { value: 'D-12' } }, ['élise']],
    ['an account of an authority', { account: { value: 'D-12', authority: HOSPITAL_A } }, ['élise']],
    ['an account of another authority', { account: { value: 'D-12', authority: HOSPITAL_B } }, []],
    ['a town', { addresses: [{ city: exactly('SAINT ETIENNE') }] }, ['élise']],
    [
      'a postal code and a street',
      { addresses: [{ postalCode: exactly('42000'), street: readPattern('12 rue*', 'trailing')! }] },
      ['élise'],
    ],
    ['a town and the code of another address', { addresses: [{ city: exactly('SAINT ETIENNE'), countyCode: exactly('2B033') }] }, []],
    ['a place of birth', { addresses: [{ type: exactly('BDL'), countyCode: exactly('2b033') }] }, ['élise']],
    ['a telephone number', { telecoms: [exactly('0477010203')] }, ['élise']],
    ['the name of the mother', { mothers: [{ family: exactly('petit'), given: exactly('Jeanne') }] }, ['élise']],
    ['all of it together', { ...family('martin*'), ...born('1979'), sex: 'F' }, ['élise', 'elise']],
    ['with one trait that is not', { ...family('martin'), ...born('1979'), sex: 'M' }, []],
  ])('%s', (_, query, expected) => {
    expect(found(query)).toEqual(expected);
  });

  test('asterisks anywhere, only when they are asked for', () => {
    expect(readPattern('*tin', 'trailing')).toBeUndefined();
    expect(readPattern('ma*in', 'trailing')).toBeUndefined();
    expect(found({ names: [{ family: readPattern('m*tin*', 'anywhere')! }] })).toEqual(['élise', 'elise', 'sans date']);
    expect(found({ names: [{ family: readPattern('*tineau', 'anywhere')! }] })).toEqual(['elise']);
    expect(found({ names: [{ family: readPattern('mar*rtin', 'anywhere')! }] })).toEqual([]);
    expect(found({ names: [{ family: readPattern('mar*', 'none')! }] })).toEqual([]);
  });

  test('names that sound alike, only when they are asked for', () => {
    expect(found(family('martino'))).toEqual([]);
    expect(found(family('martino'), true)).toEqual(['elise']);
    expect(found({ names: [{ family: exactly('Le Gof'), given: exactly('Jan Pierre') }] }, true)).toEqual(['jean-pierre']);
    expect(found(family('durant'), true)).toEqual(['élise']);
  });

  test('a person is told once, with all identifiers; only persons of the domains asked for', () => {
    const one = opened();
    const first = done(feed(one, [a('1'), ins('279035121518989')], named('Roux', 'Léa', VALIDATED)));
    done(feed(one, [b('2'), ins('279035121518989')], named('Roux', 'Léa', VALIDATED)));
    const alone = done(feed(one, [a('3')], named('Roux', 'Léa')));
    const query = { ...EVERYBODY, ...family('roux') };
    const inB = [one.domain(HOSPITAL_B)!.number];
    expect(one.search(query, 10).keys).toEqual([first.key, alone.key]);
    expect(one.presented(first.key)!.identifiers.map(({ value }) => value)).toEqual(['279035121518989', '1', '2']);
    expect(one.search(query, 10, inB).keys).toEqual([first.key]);
    expect(one.presented(first.key, inB)!.identifiers).toEqual([b('2')]);
    expect(one.presented(alone.key, inB)).toBeUndefined();
    expect(one.search(query, 1)).toEqual({ keys: [first.key], tooMany: true });
  });

  test('no frequent query looks through the whole store', () => {
    const day = born('19790328');
    const plans: [Partial<IdentityQuery>, RegExp, boolean?][] = [
      [{ names: [{ family: exactly('A'), given: exactly('B') }], ...day }, /name_by_text \(family=\? AND given=\? AND birth=\?\)/],
      [family('A*'), /name_by_text \(family>\? AND family<\?\)/],
      [{ ...family('A*'), ...day }, /identity_by_birth/],
      [{ names: [{ given: exactly('B') }] }, /name_by_given/],
      [{ names: [{ family: exactly('A'), given: exactly('B') }] }, /name_by_sound/, true],
      [{ identifiers: [{ value: '1' }], sex: 'F' }, /identifier_by_value/],
      [{ account: { value: '1' } }, /identity_by_account/],
      [{ telecoms: [exactly('1')] }, /trait_by_text/],
      [{ addresses: [{ city: exactly('A') }] }, /trait_by_text/],
    ];
    for (const [query, index, phonetic] of plans) {
      const plan = store.planOf({ ...EVERYBODY, ...query }, { phonetic: phonetic ?? false }).join('\n');
      expect(plan).toMatch(index);
      expect(plan).not.toMatch(/SCAN/);
    }
  });
});
