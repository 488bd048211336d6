import {
  asksForSomebody,
  dialled,
  EVERYBODY,
  exactly,
  knownBirth,
  readPattern,
  type AddressCriterion,
  type Authority,
  type IdentityQuery,
  type IdentityStore,
  type NameCriterion,
  type Pattern,
  type Wildcards,
} from '../../src/identity/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import type { Field, MessageError, Piece } from '../../src/protocols/hl7v2/index.js';

/** Parameters of one query: more are refused. */
const MOST_PARAMETERS = 100;
/** Characters of one value. */
const LONGEST_VALUE = 250;

/** Components of PID that can be asked for: field, then component, and subcomponents of HD in CX.4. */
const NAME_PARTS: ReadonlyMap<string, keyof NameCriterion> = new Map([
  ['1', 'family'],
  ['1.1', 'family'],
  ['2', 'given'],
  ['3', 'givenList'],
  ['7', 'use'],
]);
const ADDRESS_PARTS: ReadonlyMap<string, keyof AddressCriterion> = new Map([
  ['1', 'street'],
  ['1.1', 'street'],
  ['2', 'other'],
  ['3', 'city'],
  ['4', 'state'],
  ['5', 'postalCode'],
  ['6', 'country'],
  ['7', 'type'],
  ['9', 'countyCode'],
]);
const IDENTIFIER_PARTS: ReadonlyMap<string, 'value' | keyof Authority> = new Map([
  ['1', 'value'],
  ['4', 'namespace'],
  ['4.1', 'namespace'],
  ['4.2', 'oid'],
  ['4.3', 'type'],
]);

/** A parameter that was read: `@PID.5.1^DUPONT`. */
interface Parameter {
  path: string;
  field: string;
  part: string;
  value: string;
  /** which repetition of QPD-3 */
  number: number;
}

/** Parameters of one field that belong together: a second `@PID.3.1` begins another identifier. */
interface Group<Part extends string> {
  values: Partial<Record<Part, string>>;
  number: number;
}

/**
 * Reads QPD-3 of ITI-21 (IHE ITI TF-2, 3.21.4.1.2.3): each repetition a component of PID and the value it must have, all of them together.
 * An identifier needs its assigning authority.
 */
export function readDemographicsFields(
  field: Field,
  store: Pick<IdentityStore, 'domain'>,
  wildcards: Wildcards,
): { query: IdentityQuery; errors: MessageError[] } {
  const errors: MessageError[] = [];
  const say = (number: number, code: MessageError['code'], text: string, component?: number): void =>
    void errors.push({ code, location: ['QPD', 1, 3, number, ...(component === undefined ? [] : [component])], text });
  if (field.repetitions.length > MOST_PARAMETERS)
    say(MOST_PARAMETERS + 1, 'cardinality', `QPD-3 a plus de ${MOST_PARAMETERS} répétitions.`);
  const parameters = field.repetitions
    .slice(0, MOST_PARAMETERS)
    .map((piece) => readParameter(piece, say))
    .filter((parameter) => parameter !== undefined);

  const pattern = (number: number, text: string | undefined, compared: (text: string) => string = (same) => same): Pattern | undefined => {
    const read = text === undefined ? undefined : readPattern(compared(text), wildcards);
    if (text !== undefined && !read) say(number, 'dataType', 'Le caractère générique * ne peut être que le dernier de la valeur.', 2);
    return read;
  };
  const once = (name: string): Parameter | undefined => {
    const [first, second] = parameters.filter((parameter) => parameter.field === name);
    if (second) say(second.number, 'cardinality', `${second.path} est demandé deux fois.`);
    return first;
  };

  const names = (name: string): IdentityQuery['names'] =>
    grouped(parameters, name, NAME_PARTS).map(({ values: { use, ...texts }, number }) => ({
      ...Object.fromEntries(Object.entries(texts).map(([part, text]) => [part, pattern(number, text)])),
      ...(use !== undefined && { use }),
    }));
  const identifiers = (name: string): { value: string; domain?: number; authority: Authority }[] =>
    grouped(parameters, name, IDENTIFIER_PARTS).flatMap(({ values: { value, namespace = '', oid = '', type = '' }, number }) => {
      const authority: Authority = { namespace, oid, type };
      const domain = store.domain(authority);
      if (value === undefined) say(number, 'requiredFieldMissing', `@PID.${name}.4 est donné sans @PID.${name}.1.`);
      else if (namespace === '' && oid === '' && name === '3')
        say(number, 'requiredFieldMissing', '@PID.3.1 est donné sans autorité d’affectation (@PID.3.4).');
      else if (!domain && (namespace !== '' || oid !== '')) say(number, 'unknownKey', `Domaine inconnu\u00A0: ${namespace || oid}.`);
      else return [{ value, authority, ...(domain && { domain: domain.number }) }];
      return [];
    });
  const addresses = grouped(parameters, '11', ADDRESS_PARTS).map(({ values, number }) =>
    Object.fromEntries(Object.entries(values).map(([part, text]) => [part, pattern(number, text)])),
  );
  const telecoms = parameters
    .filter((parameter) => parameter.field === '13')
    .map(({ number, value }) => pattern(number, value, dialled))
    .filter((one) => one !== undefined);
  const [birth, sex] = [once('7'), once('8')];
  const born = birth && readBirth(birth, say);
  const [account] = identifiers('18');
  const query: IdentityQuery = {
    ...EVERYBODY,
    ...{
      names: names('5'),
      mothers: names('6'),
      identifiers: identifiers('3').map(({ authority: _known, ...one }) => one),
      addresses,
      telecoms,
    },
    ...(born && { birthDate: { from: born, to: born } }),
    ...(sex && { sex: exactly(sex.value).pieces[0]! }),
    ...(account && {
      account: { value: account.value, ...(account.domain !== undefined && { authority: store.domain(account.authority)! }) },
    }),
  };
  if (errors.length === 0 && !asksForSomebody(query))
    errors.push({ code: 'requiredFieldMissing', location: ['QPD', 1, 3], text: 'QPD-3 ne donne aucun critère de recherche.' });
  return { query, errors };
}

function readBirth(
  { value, number }: Parameter,
  say: (number: number, code: MessageError['code'], text: string, component?: number) => void,
): string | undefined {
  const born = knownBirth(value);
  if (born !== undefined && isTs(born) && /^[0-9]{4,14}/.exec(value)![0].length === value.length) return born;
  say(number, 'dataType', 'La date de naissance doit être AAAA, AAAAMM ou AAAAMMJJ.', 2);
  return undefined;
}

/** Which parts of which fields can be asked for; a field without a part is its first one. */
const KNOWN: ReadonlyMap<string, (part: string) => boolean> = new Map<string, (part: string) => boolean>([
  ['3', (part) => IDENTIFIER_PARTS.has(part)],
  ['5', (part) => NAME_PARTS.has(part)],
  ['6', (part) => NAME_PARTS.has(part)],
  ['7', (part) => part === '1'],
  ['8', (part) => part === '1'],
  ['11', (part) => ADDRESS_PARTS.has(part)],
  ['13', (part) => ['1', '4', '12'].includes(part)],
  ['18', (part) => IDENTIFIER_PARTS.has(part)],
]);

function readParameter(
  piece: Piece,
  say: (number: number, code: MessageError['code'], text: string, component?: number) => void,
): Parameter | undefined {
  const { number } = piece;
  const path = piece.part(1).value.trim();
  const value = piece.part(2).text().trim();
  if (piece.isEmpty) return undefined;
  const [, segment, field, part = '1'] = /^@([A-Z][A-Z0-9]{2})\.([0-9]{1,3})(?:\.([0-9]{1,3}(?:\.[0-9]{1,3})?))?$/.exec(path) ?? [];
  if (segment === undefined) say(number, 'dataType', 'Un critère s’écrit @PID.champ.composante^valeur.', 1);
  else if (segment !== 'PID' || KNOWN.get(field!)?.(part) !== true)
    say(number, 'tableValueNotFound', `${path} ne peut pas être recherché.`, 1);
  else if (value.length > LONGEST_VALUE) say(number, 'dataType', `La valeur de ${path} a plus de ${LONGEST_VALUE} caractères.`, 2);
  else if (value !== '' && value !== '""') return { path, field: field!, part, value, number };
  return undefined;
}

function grouped<Part extends string>(parameters: readonly Parameter[], field: string, parts: ReadonlyMap<string, Part>): Group<Part>[] {
  const groups: Group<Part>[] = [];
  for (const parameter of parameters) {
    if (parameter.field !== field) continue;
    const part = parts.get(parameter.part)!;
    const last = groups.at(-1);
    if (last && last.values[part] === undefined) last.values[part] = parameter.value;
    else groups.push({ values: { [part]: parameter.value } as Group<Part>['values'], number: parameter.number });
  }
  return groups;
}
