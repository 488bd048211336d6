import type { Address as V3Address, Ii, PersonName as V3Name, Telecom as V3Telecom, V3Patient } from '../protocols/hl7v3/index.js';
import { isInsOid, isOid, isTs } from '../protocols/identifiers/index.js';
import {
  NOBODY,
  updated,
  type Address,
  type Identifier,
  type Identity,
  type IdentityUpdate,
  type PersonName,
  type Telecom,
} from './identity.js';
import { valuesOfIdentity } from './person.js';
import { knownBirth } from './query.js';

/** More than this of anything, or characters in a text, is not read. */
const MOST_VALUES = 200;
const LONGEST_TEXT = 1000;

const bounded = <T>(values: readonly T[]): readonly T[] => values.slice(0, MOST_VALUES);
const cut = (text: string): string => text.slice(0, LONGEST_TEXT);

/** The traits of an object that are given. */
function filled<T extends object>(traits: { [Name in keyof T]?: T[Name] | undefined | '' }): T | undefined {
  const given = Object.entries(traits).filter(([, value]) => value !== undefined && value !== '');
  return given.length > 0 ? (Object.fromEntries(given) as T) : undefined;
}

/** II as an identifier; undefined where it names a domain only. */
export function identifierOf({ root, extension, authority = '' }: Ii): Identifier | undefined {
  if (extension === undefined) return undefined;
  return {
    value: cut(extension),
    authority: { namespace: cut(authority), oid: cut(root), type: isOid(root) ? 'ISO' : 'UUID' },
    type: isInsOid(root) ? 'INS' : 'PI',
  };
}

/** An identifier as II; undefined for one whose authority has a name only, which HL7 V3 cannot say. */
export function iiOf({ value, authority: { namespace, oid } }: Identifier): Ii | undefined {
  return oid === '' ? undefined : { root: oid, extension: value, ...(namespace !== '' && { authority: namespace }) };
}

/**
 * A name of HL7 V3, which may hold two of ours: in France `BR` qualifies what the birth certificate says, `CL` (elsewhere
 * `SP`) the name that is used.
 */
function namesOf({ use, parts }: V3Name): PersonName[] {
  const of = (kind: V3Name['parts'][number]['kind']) =>
    parts.filter((part) => part.kind === kind).map((part) => ({ ...part, text: cut(part.text) }));
  const families = of('family');
  const given = of('given');
  const born = given.find(({ qualifier }) => qualifier === 'BR')?.text;
  const plain = given.filter(({ qualifier }) => qualifier !== 'BR' && qualifier !== 'CL').map(({ text }) => text);
  const first = born ?? plain[0] ?? given[0]?.text;
  const listed = plain.join(' ');
  const list = born !== undefined && listed !== '' && !` ${listed} `.startsWith(` ${born} `) ? `${born} ${listed}` : listed;
  const common = { prefix: of('prefix')[0]?.text, suffix: of('suffix')[0]?.text };
  const isUsed = (qualifier: string | undefined): boolean => qualifier === 'CL' || qualifier === 'SP';
  const birth = families.filter(({ qualifier }) => !isUsed(qualifier));
  const used = families.filter(({ qualifier }) => isUsed(qualifier));
  const isBirth = use === 'L' || birth.some(({ qualifier }) => qualifier === 'BR');
  const names = [
    (birth.length > 0 || used.length === 0)
      && filled<PersonName>({
        ...common,
        family: birth.map(({ text }) => text).join(' '),
        given: first,
        givenList: list === first ? undefined : list,
        use:
          use === 'P' ? 'S'
          : isBirth ? 'L'
          : undefined,
      }),
    used.length > 0
      && filled<PersonName>({
        ...common,
        family: used.map(({ text }) => text).join(' '),
        given: given.find(({ qualifier }) => qualifier === 'CL')?.text ?? first,
        use: 'D',
      }),
  ];
  return names.filter((name) => name !== undefined && name !== false);
}

/** A name as HL7 V3 says it. */
export function v3NameOf({ family, given, givenList, prefix, suffix, use }: PersonName): V3Name {
  const others =
    givenList === undefined ? undefined
    : ` ${givenList} `.startsWith(` ${given ?? ''} `) ? givenList.slice((given ?? '').length).trim()
    : givenList;
  const qualifier =
    use === 'L' ? 'BR'
    : use === 'D' ? 'CL'
    : undefined;
  const part = (kind: V3Name['parts'][number]['kind'], text: string | undefined, qualified?: string): V3Name['parts'] =>
    text === undefined || text === '' ? [] : [{ kind, text, ...(qualified !== undefined && { qualifier: qualified }) }];
  return {
    ...(use === 'L' ? { use: 'L' }
    : use === 'S' ? { use: 'P' }
    : {}),
    parts: [
      ...part('prefix', prefix),
      ...part('given', given, qualifier),
      ...(others ?? '')
        .split(' ')
        .filter((text) => text !== '')
        .flatMap((text) => part('given', text)),
      ...part('family', family, qualifier),
      ...part('suffix', suffix),
    ],
  };
}

const PLACES = [
  ['street', 'streetAddressLine'],
  ['other', 'additionalLocator'],
  ['postalCode', 'postalCode'],
  ['city', 'city'],
  ['countyCode', 'county'],
  ['state', 'state'],
  ['country', 'country'],
] as const;

/** XAD.7 by the use of AD; in France `BDL`, the place of birth, is an element of its own. */
const ADDRESS_USES: readonly (readonly [type: string, use: string])[] = [
  ['H', 'HP'],
  ['H', 'H'],
  ['O', 'WP'],
  ['C', 'TMP'],
  ['BA', 'BAD'],
];

function addressOf({ use, parts }: V3Address, type = ADDRESS_USES.find(([, code]) => code === use)?.[0]): Address | undefined {
  const text = (kind: string): string =>
    cut(
      parts
        .filter((part) => part.kind === kind)
        .map((part) => part.text)
        .join(' '),
    );
  const address = filled<Address>(Object.fromEntries(PLACES.map(([ours, theirs]) => [ours, text(theirs)])));
  return address && { ...address, ...(type !== undefined && { type }) };
}

function v3AddressOf(address: Address): V3Address {
  const use = ADDRESS_USES.find(([type]) => type === address.type)?.[1];
  const parts = PLACES.flatMap(([ours, kind]) => {
    const text = address[ours];
    return text === undefined || text === '' ? [] : [{ kind, text }];
  });
  return { ...(use !== undefined && { use }), parts };
}

function telecomOf({ value, use }: V3Telecom): Telecom | undefined {
  const [, scheme = '', rest = value] = /^([A-Za-z]{1,10}):(.*)$/s.exec(value) ?? [];
  const mail = scheme.toLowerCase() === 'mailto';
  const atWork = use === 'WP';
  return filled<Telecom>({
    [mail ? 'email' : 'number']: cut(rest.trim()),
    use:
      mail ? 'NET'
      : atWork ? 'WPN'
      : 'PRN',
    equipment:
      mail ? 'Internet'
      : scheme.toLowerCase() === 'fax' ? 'FX'
      : use === 'MC' ? 'CP'
      : 'PH',
    ...(atWork && { atWork }),
  });
}

function v3TelecomsOf({ number, email, equipment, use, atWork }: Telecom): V3Telecom[] {
  const code =
    equipment === 'CP' ? 'MC'
    : atWork || use === 'WPN' ? 'WP'
    : 'HP';
  const dialled = (number ?? '').replace(/[^0-9+*#]/g, '');
  return [
    ...(dialled === '' ? [] : [{ value: `${equipment === 'FX' ? 'fax' : 'tel'}:${dialled}`, use: code }]),
    ...(email === undefined || /\s/.test(email) || email === '' ? [] : [{ value: `mailto:${email}` }]),
  ];
}

/**
 * What a message of HL7 V3 says of a patient, as the store takes it. What HL7 V3 does not speak of (reliability, account) is
 * left as it was.
 * @param identifiers those of patient/id and asOtherIDs/id, which the caller may have to name in an error
 */
export function updateOf(patient: V3Patient, identifiers: readonly Identifier[]): IdentityUpdate {
  const list = <T>(values: readonly T[]): readonly T[] | undefined => (values.length > 0 ? values : undefined);
  const { gender, mothersMaidenName, birthPlace, birthOrder } = patient;
  const born = birthPlace && addressOf(birthPlace, 'BDL');
  return {
    identifiers: bounded(identifiers),
    names: list(bounded(patient.names).flatMap(namesOf)),
    motherMaidenNames: mothersMaidenName && list(namesOf(mothersMaidenName)),
    birthDate: patient.birthTime && cut(patient.birthTime),
    sex: gender === 'UN' ? 'U' : gender && cut(gender),
    addresses: list([...bounded(patient.addresses).flatMap((address) => addressOf(address) ?? []), ...(born ? [born] : [])]),
    telecoms: list(bounded(patient.telecoms).flatMap((telecom) => telecomOf(telecom) ?? [])),
    multipleBirth: patient.multipleBirth,
    birthOrder: birthOrder !== undefined && birthOrder >= 1 && birthOrder <= 99 ? birthOrder : undefined,
    deceased: patient.deceased,
    deathDate: patient.deceasedTime && cut(patient.deceasedTime),
  };
}

/** A date as TS: a day or a month `00` is not known, and what is no date is not said. */
function dateOf(date: string | undefined): string | undefined {
  return [date, knownBirth(date)].find((text) => text !== undefined && isTs(text));
}

/** An identity as HL7 V3 says it; identifiers whose authority has no OID are left out. */
export function patientOf(identity: Identity): V3Patient {
  const { sex, deceased, multipleBirth, birthOrder } = identity;
  const [birthDate, deathDate] = [dateOf(identity.birthDate), dateOf(identity.deathDate)];
  const [mother] = identity.motherMaidenNames;
  const birthPlace = identity.addresses.find(({ type }) => type === 'BDL');
  const ids = identity.identifiers.flatMap((identifier) => iiOf(identifier) ?? []);
  const spoken = <T extends { parts: readonly unknown[] }>(value: T): T[] => (value.parts.length > 0 ? [value] : []);
  const born = birthPlace && spoken(v3AddressOf({ ...birthPlace, type: '' }))[0];
  return {
    ids,
    otherIds: [],
    names: identity.names.flatMap((name) => spoken(v3NameOf(name))),
    telecoms: identity.telecoms.flatMap(v3TelecomsOf),
    addresses: identity.addresses.filter((address) => address !== birthPlace).flatMap((address) => spoken(v3AddressOf(address))),
    ...(sex !== undefined && { gender: sex === 'F' || sex === 'M' ? sex : 'UN' }),
    ...(birthDate !== undefined && { birthTime: birthDate }),
    ...(deceased !== undefined && { deceased }),
    ...(deathDate !== undefined && { deceasedTime: deathDate }),
    ...(multipleBirth !== undefined && { multipleBirth }),
    ...(birthOrder !== undefined && { birthOrder }),
    ...(mother && { mothersMaidenName: v3NameOf({ ...mother, use: '' }) }),
    ...(born && { birthPlace: born }),
    ...(ids[0] && { provider: { root: ids[0].root } }),
  };
}

/** The traits of a patient that a scenario speaks of, by the names of its datasets: those that are known. */
export function identityValues(patient: V3Patient | undefined): Record<string, string> {
  if (!patient) return {};
  const identifiers = [...patient.ids, ...patient.otherIds].flatMap((id) => identifierOf(id) ?? []);
  const listed = identifiers.map(({ value, authority }) => `${value}^${authority.oid}`).join(' ');
  return { ...valuesOfIdentity(updated(NOBODY, updateOf(patient, identifiers))), ...(listed !== '' && { identifiers: listed }) };
}
