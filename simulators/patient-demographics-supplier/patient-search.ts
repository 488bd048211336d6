import { dateRange, localInFrance, refusal, shown, type Range, type SearchRequest } from '../../src/fhir-server/index.js';
import { splitAt, unescaped } from '../../src/protocols/fhir/index.js';
import {
  birthDay,
  dialled,
  EVERYBODY,
  exactly,
  fhirDate,
  fits,
  genderOf,
  matches,
  readPattern,
  type AddressCriterion,
  type DateRange,
  type Identity,
  type IdentityQuery,
  type IdentityStore,
  type Matching,
  type Pattern,
  type Wildcards,
} from '../../src/identity/index.js';

type Criterion = Extract<SearchRequest['criteria'][number], { kind: 'value' }>;

/**
 * One parameter: what narrows the search in the store (one of these; none: nobody can be meant), and whether an identity
 * fulfils it. What narrows may let pass more than what fulfils.
 */
interface Test {
  narrow: readonly Partial<IdentityQuery>[];
  holds: (identity: Identity) => boolean;
}

/** How the supplier compares. */
export interface Comparing extends Matching {
  wildcards: Wildcards;
  now: Date;
}

/** A search of patients as it was read. */
export interface PatientSearch {
  tests: readonly Test[];
  /** values of `_id`: one list for each time that it was given */
  ids: readonly (readonly string[])[];
  /** numbers of the domains whose identifiers are wanted; absent: all */
  domains?: readonly number[];
}

/** Questions that the store is asked to answer one search; parameters beyond narrow it no further. */
const MOST_QUESTIONS = 500;
/** A search that takes longer asks for too much. */
const LONGEST_MS = 1000;

/** So many times as many as may be told are looked at: what narrows lets pass more than what fulfils. */
const LOOKED_AT = 5;

const NOT_NARROWED: readonly Partial<IdentityQuery>[] = [{}];

/**
 * Reads the parameters of a search of ITI-78 (IHE PDQm, 2:3.78.4.1.2).
 * @throws Refused for values and modifiers that cannot be, and for an identifier of a domain that is not known (404)
 */
export function readPatientSearch(
  criteria: SearchRequest['criteria'],
  store: Pick<IdentityStore, 'domain'>,
  comparing: Comparing,
): PatientSearch {
  const ids: string[][] = [];
  const tests: Test[] = [];
  const domains: number[] = [];
  for (const criterion of criteria) {
    if (criterion.kind === 'id') ids.push(criterion.values.map((id) => unescaped(id).replace(/^Patient\//, '')));
    else if (criterion.kind === 'value') tests.push(...testsOf(criterion, store, comparing, domains));
  }
  return { tests, ids, ...(domains.length > 0 && { domains }) };
}

/**
 * The patients that a search means, one key for each person, in the order in which they became known.
 * @param most more than this is not told, nor what takes too long to find: the answer is then that there are too many
 */
export function findPatients(
  { tests, ids, domains }: PatientSearch,
  store: IdentityStore,
  most: number,
  matching: Matching,
): { keys: number[]; tooMany: boolean } {
  const isMeant = (key: number): boolean => {
    const identity = store.presented(key);
    return identity !== undefined && tests.every(({ holds }) => holds(identity));
  };
  if (tests.some(({ narrow }) => narrow.length === 0)) return { keys: [], tooMany: false };
  const [first, ...others] = ids;
  if (first) {
    const wanted = first.filter((id) => isKey(id) && others.every((more) => more.includes(id))).map(Number);
    const keys = [...new Set(wanted)].filter(isMeant).filter((key) => store.presented(key, domains) !== undefined);
    return { keys: keys.sort((a, b) => a - b), tooMany: false };
  }
  const end = performance.now() + LONGEST_MS;
  const found = new Set<number>();
  const seen = new Set<number>();
  for (const query of questionsOf(tests)) {
    if (performance.now() > end) return { keys: [], tooMany: true };
    const { keys, tooMany } = store.search(query, most * LOOKED_AT, domains, matching);
    if (tooMany) return { keys: [], tooMany };
    for (const key of keys) {
      if (performance.now() > end) return { keys: [], tooMany: true };
      if (seen.has(key)) continue;
      const person = store.person(key);
      for (const one of person) seen.add(one);
      // of what hospitals say of a person, one must be all that is asked for
      const meant = person.find(isMeant);
      if (meant === undefined) continue;
      found.add(meant);
      if (found.size > most) return { keys: [], tooMany: true };
    }
  }
  return { keys: [...found].sort((a, b) => a - b), tooMany: false };
}

/** The number of an identity, as its Patient has it for an id. */
export const isKey = (id: string): boolean => /^[1-9]\d{0,14}$/.test(id);

/** Every way to fulfil the parameters, as the store is asked. */
function questionsOf(tests: readonly Test[]): IdentityQuery[] {
  let questions: IdentityQuery[] = [EVERYBODY];
  for (const { narrow } of tests)
    if (questions.length * narrow.length <= MOST_QUESTIONS) questions = questions.flatMap((one) => narrow.map((more) => joined(one, more)));
  return questions;
}

function joined(one: IdentityQuery, more: Partial<IdentityQuery>): IdentityQuery {
  const { names = [], identifiers = [], addresses = [], mothers = [], telecoms = [], birthDate } = more;
  const range =
    one.birthDate && birthDate ?
      { from: later(one.birthDate.from, birthDate.from), to: earlier(one.birthDate.to, birthDate.to) }
    : (birthDate ?? one.birthDate);
  return {
    ...one,
    ...more,
    names: [...one.names, ...names],
    identifiers: [...one.identifiers, ...identifiers],
    addresses: [...one.addresses, ...addresses],
    mothers: [...one.mothers, ...mothers],
    telecoms: [...one.telecoms, ...telecoms],
    ...(range && { birthDate: range }),
  };
}

const later = (a: string, b: string): string => (a > b ? a : b);
const earlier = (a: string, b: string): string => (a < b ? a : b);

const ADDRESS_PARTS: Readonly<Record<string, readonly (keyof AddressCriterion & keyof Identity['addresses'][number])[]>> = {
  address: ['street', 'other', 'city', 'state', 'postalCode', 'country'],
  'address-city': ['city'],
  'address-country': ['country'],
  'address-postalcode': ['postalCode'],
  'address-state': ['state'],
};

function testsOf(criterion: Criterion, store: Pick<IdentityStore, 'domain'>, comparing: Comparing, domains: number[]): Test[] {
  const { code } = criterion.parameter;
  switch (code) {
    case 'family':
    case 'given':
      return [
        textTest(criterion, comparing, {
          of: ({ names }) => names.map((name) => name[code]),
          queries: (pattern) => [{ names: [{ [code]: pattern }] }],
        }),
      ];
    case 'mothersMaidenName':
      return [
        textTest(criterion, comparing, {
          of: ({ motherMaidenNames }) => motherMaidenNames.map(({ family }) => family),
          queries: (pattern) => [{ mothers: [{ family: pattern }] }],
        }),
      ];
    case 'identifier':
      return identifierTests(criterion, store, domains);
    case 'birthdate':
      return [birthTest(criterion, comparing.now)];
    case 'gender':
      return [genderTest(criterion)];
    case 'active': {
      plain(criterion);
      // who was merged into another one is no longer here
      const isMeant = criterion.values.some((value) => tokenOf(value).code === 'true');
      return [{ narrow: isMeant ? NOT_NARROWED : [], holds: () => isMeant }];
    }
    case 'telecom':
      return [telecomTest(criterion)];
    default: {
      const parts = ADDRESS_PARTS[code]!;
      const lived = ({ addresses }: Identity): Identity['addresses'] => addresses.filter(({ type }) => type !== 'BDL');
      return [
        textTest(criterion, comparing, {
          of: (identity) => lived(identity).flatMap((address) => parts.map((part) => address[part])),
          queries: (pattern) => parts.map((part) => ({ addresses: [{ [part]: pattern }] })),
          // where somebody was born is no address of theirs
          seen: (identity) => ({ ...identity, addresses: lived(identity) }),
        }),
      ];
    }
  }
}

/** Where a parameter of type string looks. */
interface Texts {
  /** the texts, as they are kept */
  of: (identity: Identity) => readonly (string | undefined)[];
  queries: (pattern: Pattern) => Partial<IdentityQuery>[];
  /** an identity as this parameter sees it */
  seen?: (identity: Identity) => Identity;
}

/** A parameter of type string: a text that begins so, whatever case and accents; `:exact` to the letter; `:contains`. */
function textTest(
  { parameter: { code }, modifier, values }: Criterion,
  { wildcards, ...matching }: Comparing,
  { of, queries, seen = (identity) => identity }: Texts,
): Test {
  const texts = values.map(unescaped);
  if (modifier === 'exact')
    return {
      narrow: texts.flatMap((text) => queries(exactly(text))),
      holds: (identity) => of(identity).some((text) => text !== undefined && texts.includes(text)),
    };
  if (modifier !== undefined && modifier !== 'contains') throw unsupported(code, modifier);
  const narrow = texts.flatMap((text) => {
    const read = readPattern(text, wildcards);
    if (!read)
      throw refusal(
        400,
        'value',
        `${code}\u00A0: le caractère générique * ne peut être que le dernier de la valeur.`,
        `${code}: the wildcard * can only be the last character of the value.`,
      );
    const begins = read.pieces.at(-1) === '' && read.pieces.length > 1 ? read.pieces : [...read.pieces, ''];
    return queries({ pieces: modifier === 'contains' && begins[0] !== '' ? ['', ...begins] : begins });
  });
  const wanted = narrow.map((one) => ({ ...EVERYBODY, ...one }));
  return { narrow, holds: (identity) => wanted.some((query) => matches(seen(identity), query, matching)) };
}

/** `identifier`: identifiers of known domains; `system|` alone wants those of a domain in the answer. */
function identifierTests(criterion: Criterion, store: Pick<IdentityStore, 'domain'>, domains: number[]): Test[] {
  plain(criterion);
  const wanted: { value: string; oid?: string; domain?: number }[] = [];
  for (const written of criterion.values) {
    const { system, code: value } = tokenOf(written);
    if (system === undefined || system === '') {
      wanted.push({ value, ...(system === '' && { oid: '' }) });
      continue;
    }
    const oid = system.startsWith('urn:oid:') ? system.slice('urn:oid:'.length) : '';
    const domain = oid === '' ? undefined : store.domain({ oid, namespace: '' });
    if (!domain)
      throw refusal(
        404,
        'not-found',
        `identifier\u00A0: le domaine d’identifiants ${shown(system)} n’est pas connu.`,
        `identifier: the identifier domain ${shown(system)} is not known.`,
      );
    if (value === '') domains.push(domain.number);
    else wanted.push({ value, oid, domain: domain.number });
  }
  if (wanted.length === 0) return [];
  return [
    {
      narrow: wanted.map(({ value, domain }) => ({ identifiers: [{ value, ...(domain !== undefined && { domain }) }] })),
      holds: ({ identifiers }) =>
        identifiers.some((one) => wanted.some(({ value, oid }) => one.value === value && (oid === undefined || one.authority.oid === oid))),
    },
  ];
}

const GENDERS = 'http://hl7.org/fhir/administrative-gender';
const SEXES: Readonly<Record<string, string>> = { female: 'F', male: 'M', unknown: 'U' };

function genderTest(criterion: Criterion): Test {
  plain(criterion);
  const codes = criterion.values.map(tokenOf).flatMap(({ system = GENDERS, code }) => (system === GENDERS ? [code] : []));
  return {
    narrow: codes.map((code) => (SEXES[code] === undefined ? {} : { sex: SEXES[code] })),
    holds: ({ sex }) => codes.includes(genderOf(sex) ?? ''),
  };
}

/** `telecom`: a number or an address whole, `phone|`, `fax|` or `email|` before it. Blanks and hyphens do not count. */
function telecomTest(criterion: Criterion): Test {
  plain(criterion);
  const wanted = criterion.values.map(tokenOf).map(({ system, code }) => ({ system, pattern: exactly(dialled(code)) }));
  return {
    narrow: wanted.map(({ pattern }) => ({ telecoms: [pattern] })),
    holds: ({ telecoms }) =>
      telecoms.some(({ number, email, equipment }) =>
        wanted.some(({ system, pattern }) => {
          const is = (text: string | undefined, kind: string): boolean =>
            text !== undefined && (system === undefined || system === kind) && fits(pattern, dialled(text));
          return is(number, equipment === 'FX' ? 'fax' : 'phone') || is(email, 'email');
        }),
      ),
  };
}

type Prefix = 'eq' | 'ne' | 'gt' | 'lt' | 'ge' | 'le' | 'sa' | 'eb' | 'ap';

function birthTest(criterion: Criterion, now: Date): Test {
  plain(criterion);
  const wanted = criterion.values.map((value) => {
    const [, prefix = 'eq', date = ''] = /^(eq|ne|gt|lt|ge|le|sa|eb|ap)?([-\dT:.Z+]{4,40})$/.exec(value) ?? [];
    const range = dateRange(date);
    if (!range)
      throw refusal(
        400,
        'value',
        `birthdate\u00A0: une date est attendue, et non ${shown(value)}.`,
        `birthdate: a date is expected, not ${shown(value)}.`,
      );
    return { prefix: prefix as Prefix, range };
  });
  return {
    narrow: wanted.map(({ prefix, range }) => {
      const birthDate = narrowed(prefix, range);
      return birthDate ? { birthDate } : {};
    }),
    holds: (identity) => {
      const date = fhirDate(birthDay(identity));
      const born = date === undefined ? undefined : dateRange(date);
      return born !== undefined && wanted.some(({ prefix, range }) => isBorn(born, prefix, range, now));
    },
  };
}

/** An instant as the day of a date of birth. */
const dayOf = (at: number): string => new Date(localInFrance(at)).toISOString().slice(0, 10).replaceAll('-', '');

function narrowed(prefix: Prefix, { low, high }: Range): DateRange | undefined {
  if (prefix === 'eq') return { from: dayOf(low), to: dayOf(high) };
  if (prefix === 'gt' || prefix === 'ge' || prefix === 'sa') return { from: dayOf(low), to: '99991231' };
  return prefix === 'ne' || prefix === 'ap' ? undefined : { from: '00010101', to: dayOf(high) };
}

/** A date of birth, of which perhaps only the year is known, against the one that is asked for (FHIR R4, 3.1.1.4.6). */
function isBorn(born: Range, prefix: Prefix, { low, high }: Range, now: Date): boolean {
  const isWithin = low <= born.low && born.high <= high;
  switch (prefix) {
    case 'eq':
      return isWithin;
    case 'ne':
      return !isWithin;
    case 'gt':
      return born.high > high;
    case 'lt':
      return born.low < low;
    case 'ge':
      return born.high > high || isWithin;
    case 'le':
      return born.low < low || isWithin;
    case 'sa':
      return born.low > high;
    case 'eb':
      return born.high < low;
    case 'ap': {
      // a tenth of the time between then and now, as FHIR suggests
      const margin = Math.abs(now.getTime() - (low + high) / 2) * 0.1;
      return born.low <= high + margin && born.high >= low - margin;
    }
  }
}

/** `system|code`; a code alone is of any system. */
function tokenOf(written: string): { system?: string; code: string } {
  const [first = '', second] = splitAt(written, '|').map(unescaped);
  return second === undefined ? { code: first } : { system: first, code: second };
}

/** @throws Refused for a modifier */
function plain({ parameter: { code }, modifier }: Criterion): void {
  if (modifier !== undefined) throw unsupported(code, modifier);
}

const unsupported = (code: string, modifier: string): Error =>
  refusal(
    400,
    'not-supported',
    `Le modificateur ${shown(`:${modifier}`)} n’est pas pris en charge pour ${code}.`,
    `The modifier ${shown(`:${modifier}`)} is not supported for ${code}.`,
  );
