import type { ComponentValue, Field, FieldValue, Piece, Segment, SegmentValue } from '../protocols/hl7v2/index.js';
import type { Address, Authority, Identifier, Identity, IdentityUpdate, PersonName, Telecom } from './identity.js';

/** More repetitions of a field than this, or characters in a text, and the rest is not read. */
const MOST_REPETITIONS = 200;
const LONGEST_TEXT = 1000;

/** What was too much to be read of a segment. */
export interface Excess {
  /** `PID-5[201]` */
  path: string;
  /** the same as ERR-2: segment, its ordinal, field, repetition */
  place: [segment: string, ordinal: number, field: number, repetition: number];
}

/** A PID segment as it was read. */
export interface PidContent {
  update: IdentityUpdate;
  /** which repetition of its field an identifier is */
  repetitionOf: ReadonlyMap<Identifier, number>;
  excess: readonly Excess[];
}

/**
 * Reads PID (HL7 v2.3.1 to 2.6, French extension PAM-FR): a field that is empty or blank says nothing, one that is `""`
 * withdraws what was known. What an identity does not hold (race, religion, ...) is not read.
 */
export function readPid(segment: Segment): PidContent {
  const excess: Excess[] = [];
  const identifiers = readIdentifiers(segment.field(3), excess);
  const list = <T>(number: number, read: (piece: Piece) => T | undefined): readonly T[] | null | undefined =>
    readList(segment.field(number), read, excess);
  const text = (number: number): string | null | undefined => {
    const field = segment.field(number);
    return field.repetition().isNull ? null : textOf(field.repetition().part(1), excess) || undefined;
  };
  const flag = (number: number): boolean | null | undefined => {
    const value = text(number);
    return (
      value === 'Y' || value === 'N' ? value === 'Y'
      : value === null ? null
      : undefined
    );
  };
  const telecoms = [list(13, (piece) => readTelecom(piece, false, excess)), list(14, (piece) => readTelecom(piece, true, excess))];
  const order = text(25);
  const account = list(18, (piece) => readIdentifier(piece, excess));
  const update: { -readonly [Trait in keyof IdentityUpdate]: IdentityUpdate[Trait] } = {
    identifiers: identifiers.map(({ identifier }) => identifier),
    names: list(5, (piece) => readName(piece, excess)),
    motherMaidenNames: list(6, (piece) => readName(piece, excess)),
    birthDate: text(7),
    sex: text(8),
    addresses: list(11, (piece) => readAddress(piece, excess)),
    telecoms:
      telecoms.some((one) => one != null) ? telecoms.flatMap((one) => one ?? [])
      : telecoms.includes(null) ? null
      : undefined,
    maritalStatus: text(16),
    account: account === null ? null : account?.[0],
    birthPlace: text(23),
    multipleBirth: flag(24),
    birthOrder:
      order === null ? null
      : /^[1-9]\d?$/.test(order ?? '') ? Number(order)
      : undefined,
    deathDate: text(29),
    deceased: flag(30),
    reliability: list(32, (piece) => textOf(piece.part(1), excess) || undefined),
    lastUpdated: text(33),
  };
  return { update, repetitionOf: new Map(identifiers.map(({ identifier, repetition }) => [identifier, repetition])), excess };
}

/** The identifiers of a field of CX (PID-3, MRG-1): those that are given, without the empty ones and the nulls. */
export function readIdentifiers(field: Field, excess: Excess[] = []): { identifier: Identifier; repetition: number }[] {
  const found: { identifier: Identifier; repetition: number }[] = [];
  for (const piece of bounded(field, excess)) {
    const identifier = readIdentifier(piece, excess);
    if (identifier) found.push({ identifier, repetition: piece.number });
  }
  return found;
}

/** The authority that a CX names, which may give no identifier (QPD-4, QPD-8). */
export function readAuthority(component: Piece, excess: Excess[] = []): Authority {
  const [namespace, oid, type] = [1, 2, 3].map((n) => textOf(component.part(n), excess)) as [string, string, string];
  return { namespace, oid, type };
}

const excessAt = (piece: Piece, repetition: number): Excess => ({
  path: piece.path,
  place: [piece.segment.name, piece.segment.ordinal, piece.field.number, repetition],
});

function bounded(field: Field, excess: Excess[]): readonly Piece[] {
  const { repetitions } = field;
  const beyond = repetitions[MOST_REPETITIONS];
  if (beyond) excess.push(excessAt(beyond, beyond.number));
  return repetitions.slice(0, MOST_REPETITIONS);
}

function readList<T>(field: Field, read: (piece: Piece) => T | undefined, excess: Excess[]): readonly T[] | null | undefined {
  if (field.repetition().isNull && field.repetitions.length === 1) return null;
  const values = bounded(field, excess)
    .map(read)
    .filter((value) => value !== undefined);
  return values.length > 0 ? values : undefined;
}

function textOf(piece: Piece, excess: Excess[]): string {
  if (piece.to - piece.from <= LONGEST_TEXT) return piece.value.trim();
  let top = piece;
  while (top.parent) top = top.parent;
  excess.push(excessAt(piece, top.number));
  return '';
}

/** The texts that are given, under their names; undefined when there is none. */
function filled<T extends object>(texts: { [Name in keyof T]?: string }): T | undefined {
  const given = Object.entries(texts).filter(([, text]) => text !== '');
  return given.length > 0 ? (Object.fromEntries(given) as T) : undefined;
}

function readIdentifier(piece: Piece, excess: Excess[]): Identifier | undefined {
  const value = textOf(piece.part(1), excess);
  if (value === '') return undefined;
  return {
    value,
    authority: readAuthority(piece.part(4), excess),
    ...filled<Pick<Identifier, 'type' | 'effective' | 'expiry'>>({
      type: textOf(piece.part(5), excess),
      effective: textOf(piece.part(7), excess),
      expiry: textOf(piece.part(8), excess),
    }),
  };
}

function readName(piece: Piece, excess: Excess[]): PersonName | undefined {
  const at = (n: number): string => textOf(piece.part(n), excess);
  const name = filled<PersonName>({ family: at(1), given: at(2), givenList: at(3), suffix: at(4), prefix: at(5) });
  const use = at(7);
  return name && { ...name, ...(use !== '' && { use }) };
}

function readAddress(piece: Piece, excess: Excess[]): Address | undefined {
  const at = (n: number): string => textOf(piece.part(n), excess);
  const address = filled<Address>({
    street: at(1),
    other: at(2),
    city: at(3),
    state: at(4),
    postalCode: at(5),
    country: at(6),
    countyCode: at(9),
  });
  const type = at(7);
  return address && { ...address, ...(type !== '' && { type }) };
}

function readTelecom(piece: Piece, atWork: boolean, excess: Excess[]): Telecom | undefined {
  const at = (n: number): string => textOf(piece.part(n), excess);
  const local = [at(6), at(7)].filter((part) => part !== '').join(' ');
  const telecom = filled<Telecom>({ number: at(12) || at(1) || local, email: at(4) });
  return telecom && { ...telecom, ...filled<Telecom>({ use: at(2), equipment: at(3) }), ...(atWork && { atWork }) };
}

const writeAuthority = ({ namespace, oid, type }: Authority): ComponentValue => (oid === '' ? namespace : [namespace, oid, type]);

/** An identifier as CX. */
export const writeIdentifier = ({ value, authority, type = '', effective = '', expiry = '' }: Identifier): ComponentValue[] => [
  value,
  '',
  '',
  writeAuthority(authority),
  type,
  '',
  effective,
  expiry,
];

const writeName = ({ family = '', given = '', givenList = '', suffix = '', prefix = '', use = '' }: PersonName): ComponentValue[] => [
  family,
  given,
  givenList,
  suffix,
  prefix,
  '',
  use,
];

const writeAddress = ({
  street = '',
  other = '',
  city = '',
  state = '',
  postalCode = '',
  country = '',
  type = '',
  countyCode = '',
}: Address): ComponentValue[] => [street, other, city, state, postalCode, country, type, '', countyCode];

/** XTN.1 is not used in France since 2.5, and XTN.12 is read by all that read 2.5. */
const writeTelecom = ({ number = '', use = '', equipment = '', email = '' }: Telecom): ComponentValue[] => [
  '',
  use,
  equipment,
  email,
  ...Array.from({ length: 7 }, () => ''),
  number,
];

const several = <T>(values: readonly T[], write: (value: T) => ComponentValue[]): FieldValue => ({ repetitions: values.map(write) });

const flagOf = (value: boolean | undefined): string =>
  value === undefined ? ''
  : value ? 'Y'
  : 'N';

/**
 * Writes PID.
 * @param setId PID-1: which of the message it is, from 1
 */
export function writePid(identity: Identity, setId: number): SegmentValue {
  const fields: FieldValue[] = Array.from({ length: 33 }, () => '');
  const set = (number: number, value: FieldValue): void => void (fields[number - 1] = value);
  set(1, String(setId));
  set(3, several(identity.identifiers, writeIdentifier));
  set(5, several(identity.names, writeName));
  set(6, several(identity.motherMaidenNames, writeName));
  set(7, identity.birthDate ?? '');
  set(8, identity.sex ?? '');
  set(11, several(identity.addresses, writeAddress));
  for (const [number, work] of [
    [13, false],
    [14, true],
  ] as const)
    set(
      number,
      several(
        identity.telecoms.filter(({ atWork = false }) => atWork === work),
        writeTelecom,
      ),
    );
  set(16, identity.maritalStatus ?? '');
  set(18, identity.account ? writeIdentifier(identity.account) : '');
  set(23, identity.birthPlace ?? '');
  set(24, flagOf(identity.multipleBirth));
  set(25, identity.birthOrder === undefined ? '' : String(identity.birthOrder));
  set(29, identity.deathDate ?? '');
  set(30, flagOf(identity.deceased));
  set(32, { repetitions: identity.reliability });
  set(33, identity.lastUpdated ?? '');
  return ['PID', ...fields];
}
