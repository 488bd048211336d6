import { birthDay, birthName, type Authority, type Identifier, type Identity, type PersonName } from './identity.js';
import { fits, folded, isOpen, soundOf, type Pattern } from './folding.js';

/** What a name must be; the parts that are given are of one name. */
export interface NameCriterion {
  family?: Pattern;
  given?: Pattern;
  /** one of the given names of XPN.3, or all of them */
  givenList?: Pattern;
  use?: string;
}

/** What an identifier must be, to the letter. */
export interface IdentifierCriterion {
  value: string;
  /** number of a domain of the store; absent: any */
  domain?: number;
}

/** The first and the last day, each possibly only a year or a month. */
export interface DateRange {
  from: string;
  to: string;
}

export const ADDRESS_PARTS = ['street', 'other', 'city', 'state', 'postalCode', 'country', 'type', 'countyCode'] as const;
export type AddressCriterion = Partial<Record<(typeof ADDRESS_PARTS)[number], Pattern>>;

/** What the identities that are looked for have in common (PDQ): all of it together. */
export interface IdentityQuery {
  names: readonly NameCriterion[];
  identifiers: readonly IdentifierCriterion[];
  birthDate?: DateRange;
  sex?: string;
  addresses: readonly AddressCriterion[];
  mothers: readonly NameCriterion[];
  telecoms: readonly Pattern[];
  account?: Pick<Identifier, 'value'> & { authority?: Authority };
}

/** A query that asks for everybody. */
export const EVERYBODY: IdentityQuery = { names: [], identifiers: [], addresses: [], mothers: [], telecoms: [] };

/** How names and texts are compared. */
export interface Matching {
  /** family and given names that sound alike match */
  phonetic?: boolean;
}

/** A date of birth as far as it is known: no time, and no month or day `00`. */
export function knownBirth(date: string | undefined): string | undefined {
  const known = /^\d{4}(?:\d\d)?(?:\d\d)?/.exec(date ?? '')?.[0];
  if (known === undefined) return undefined;
  if (known.slice(4, 6) === '00') return known.slice(0, 4);
  return known.slice(6) === '00' ? known.slice(0, 6) : known;
}

const earliest = (date: string): string => date + '0101'.slice(date.length - 4);
const latest = (date: string): string => date + '1231'.slice(date.length - 4);

/** Can a person born on a date, as far as it is known, be born within a range? */
export function isWithin(date: string, { from, to }: DateRange): boolean {
  return earliest(date) <= latest(to) && earliest(from) <= latest(date);
}

/** The names of an identity as they are looked for: a name without a given name has that of birth. */
export function searchedNames(identity: Pick<Identity, 'names'>): { family: string; given: string; givenList: string; use: string }[] {
  const birth = birthName(identity);
  return identity.names.map(({ family = '', given, givenList, use = '' }) => ({
    family: folded(family),
    given: folded(given ?? birth?.given ?? ''),
    givenList: folded(givenList ?? birth?.givenList ?? ''),
    use,
  }));
}

/** Is an identity what a query asks for? Its identifiers are not looked at: the store has found it by them. */
export function matches(identity: Identity, query: IdentityQuery, matching: Matching): boolean {
  const { birthDate, sex, account } = query;
  if (account && !isAccount(identity.account, account)) return false;
  if (sex !== undefined && (identity.sex ?? '') !== sex) return false;
  if (birthDate) {
    const born = knownBirth(birthDay(identity));
    if (born === undefined || !isWithin(born, birthDate)) return false;
  }
  const names = searchedNames(identity);
  if (!query.names.every((criterion) => names.some((name) => isNamed(name, criterion, matching)))) return false;
  if (!query.addresses.every((criterion) => identity.addresses.some((address) => isAt(address, criterion)))) return false;
  const mothers = query.mothers.length > 0 ? identity.motherMaidenNames.map(plain) : [];
  if (!query.mothers.every((criterion) => mothers.some((name) => isNamed(name, criterion, matching)))) return false;
  return query.telecoms.every((pattern) =>
    identity.telecoms.some(({ number, email }) => [number, email].some((text) => text !== undefined && fits(pattern, dialled(text)))),
  );
}

/** Authorities are compared by their universal ids where both have one. */
function isAccount(account: Identifier | undefined, { value, authority }: NonNullable<IdentityQuery['account']>): boolean {
  if (account?.value !== value) return false;
  if (!authority) return true;
  const { namespace, oid } = account.authority;
  return oid !== '' && authority.oid !== '' ? oid === authority.oid : namespace === authority.namespace;
}

/** A telephone number or address as it is compared: `01 02.03` and `01-0203` are one. */
export const dialled = (text: string): string => folded(text).replaceAll(' ', '');

const plain = ({ family = '', given = '', givenList = '', use = '' }: PersonName): ReturnType<typeof searchedNames>[number] => ({
  family: folded(family),
  given: folded(given),
  givenList: folded(givenList),
  use,
});

function isNamed(name: ReturnType<typeof plain>, { family, given, givenList, use }: NameCriterion, { phonetic }: Matching): boolean {
  const part = (pattern: Pattern | undefined, text: string): boolean =>
    pattern === undefined || fits(pattern, text) || (phonetic === true && soundsLike(pattern, text));
  return (
    (use === undefined || name.use === use)
    && part(family, name.family)
    && part(given, name.given)
    && (givenList === undefined || isAmong(givenList, name.givenList))
  );
}

/** Is this one of several given names, `MARIE LOUISE` too, or all of them? */
const isAmong = (pattern: Pattern, names: string): boolean =>
  fits(pattern, names)
  || (pattern.pieces.length === 1 ? ` ${names} `.includes(` ${pattern.pieces[0]} `) : names.split(' ').some((one) => fits(pattern, one)));

const soundsLike = ({ pieces }: Pattern, text: string): boolean =>
  pieces.length === 1 && text !== '' && soundOf(pieces[0]!) === soundOf(text);

function isAt(address: Identity['addresses'][number], criterion: AddressCriterion): boolean {
  return ADDRESS_PARTS.every((part) => {
    const pattern = criterion[part];
    return pattern === undefined || fits(pattern, folded(address[part] ?? ''));
  });
}

/** Does a query say anything that tells one person from another? */
export function asksForSomebody(query: IdentityQuery): boolean {
  const patterns = [
    ...[...query.names, ...query.mothers].flatMap(({ family, given, givenList }) => [family, given, givenList]),
    ...query.addresses.flatMap((criterion) => ADDRESS_PARTS.map((part) => criterion[part])),
    ...query.telecoms,
  ];
  if (query.identifiers.length > 0 || query.account !== undefined) return true;
  return query.birthDate !== undefined || query.sex !== undefined || patterns.some((pattern) => pattern !== undefined && !isOpen(pattern));
}
