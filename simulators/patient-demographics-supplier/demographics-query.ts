import {
  asksForSomebody,
  dialled,
  EVERYBODY,
  exactly,
  knownBirth,
  readPattern,
  type AddressCriterion,
  type DateRange,
  type IdentityQuery,
  type IdentityStore,
  type NameCriterion,
  type Pattern,
} from '../../src/identity/index.js';
import {
  HL7V3,
  PARAMETERS,
  readAddress,
  readIi,
  readName,
  v3All,
  v3At,
  type AcknowledgementDetail,
  type PersonName,
} from '../../src/protocols/hl7v3/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { error, ERROR } from './answer-v3.js';

const LIST = '//controlActProcess/queryByParameter/parameterList';

/** Parameters of one query, and values in all of them: more are refused. */
const MOST_PARAMETERS = 100;
/** A query with more errors than this is told that many. */
const MOST_ERRORS = 50;
/** Characters of one value. */
const LONGEST_VALUE = 250;

/** The parameters that the store can search by. */
const SEARCHED: ReadonlySet<string> = new Set([
  ...['livingSubjectAdministrativeGender', 'livingSubjectBirthTime', 'livingSubjectId', 'livingSubjectName'],
  ...['mothersMaidenName', 'otherIDsScopingOrganization', 'patientAddress', 'patientTelecom'],
]);

/** What is asked for, the domains whose identifiers are wanted, and what is wrong. */
export interface ReadQuery {
  query: IdentityQuery;
  domains?: number[];
  /** parameters that are wrong: the answer is QE */
  wrong: AcknowledgementDetail[];
  /** domains that are not known: the answer is AE */
  unknown: AcknowledgementDetail[];
  warnings: AcknowledgementDetail[];
}

const PLACES: Readonly<Record<string, keyof AddressCriterion>> = {
  streetAddressLine: 'street',
  additionalLocator: 'other',
  city: 'city',
  state: 'state',
  postalCode: 'postalCode',
  county: 'countyCode',
  country: 'country',
};

/** Reads the parameters of ITI-47 (IHE ITI TF-2, 3.47.4.1.2.1): all of them together. */
export function readDemographics(queryByParameter: XmlElement, store: Pick<IdentityStore, 'domain'>): ReadQuery {
  const list = v3At(queryByParameter, 'parameterList');
  const wrong: AcknowledgementDetail[] = [];
  const unknown: AcknowledgementDetail[] = [];
  const warnings: AcknowledgementDetail[] = [];
  const say = (code: string, text: string, location: string): void => {
    if (wrong.length < MOST_ERRORS) wrong.push(error(code, text, location));
  };
  const parameters = list?.elements(undefined, HL7V3) ?? [];
  let count = 0;
  const ordinals = new Map<string, number>();
  /** the values of each parameter, with their places */
  const values = new Map<string, [value: XmlElement, place: string][]>();
  for (const parameter of parameters.slice(0, MOST_PARAMETERS)) {
    const { local } = parameter;
    const ordinal = (ordinals.get(local) ?? 0) + 1;
    ordinals.set(local, ordinal);
    const place = `${LIST}/${local}[${ordinal}]`;
    if (!SEARCHED.has(local)) {
      if (Object.hasOwn(PARAMETERS.PRPA_IN201305UV02, local)) say(ERROR.value, `Le critère ${local} n’est pas pris en charge.`, place);
      else if (local !== 'realmCode' && local !== 'typeId' && local !== 'templateId' && local !== 'id')
        say(ERROR.value, 'Critère inconnu.', place);
      continue;
    }
    for (const value of v3All(parameter, 'value')) {
      if (value.attribute('nullFlavor') !== undefined) continue;
      if (value.text.length > LONGEST_VALUE) say(ERROR.dataType, `Valeur de plus de ${LONGEST_VALUE} caractères.`, `${place}/value`);
      else if (++count <= MOST_PARAMETERS) values.set(local, [...(values.get(local) ?? []), [value, `${place}/value`]]);
    }
  }
  if (parameters.length > MOST_PARAMETERS || count > MOST_PARAMETERS) say(ERROR.dataType, `Plus de ${MOST_PARAMETERS} critères.`, LIST);
  const of = (name: string): [XmlElement, string][] => values.get(name) ?? [];

  const names = (name: string): NameCriterion[] =>
    of(name).flatMap(([value, place]) => {
      const read = readName(value);
      if (!read) say(ERROR.missing, 'Le nom cherché est vide.', place);
      else if (read.parts.some(({ text }) => text.includes('*')))
        warnings.push({
          ...error(ERROR.value, 'Un astérisque n’est pas un caractère générique\u00A0: écrire use="SRCH".', place),
          type: 'W',
        });
      return read ? [nameCriterion(read)] : [];
    });
  const identifiers = of('livingSubjectId').flatMap(([value, place]) => {
    const id = readIi(value);
    const domain = id && store.domain({ namespace: '', oid: id.root });
    if (id?.extension === undefined) say(ERROR.missing, 'L’identifiant cherché n’a pas de racine ou pas d’extension.', place);
    else if (!domain) unknown.push(error(ERROR.unknownKey, `Domaine inconnu\u00A0: ${id.root.slice(0, 100)}.`, place));
    else return [{ value: id.extension, domain: domain.number }];
    return [];
  });
  const domains = of('otherIDsScopingOrganization').flatMap(([value, place]) => {
    const root = readIi(value)?.root;
    const domain = root === undefined ? undefined : store.domain({ namespace: '', oid: root });
    if (!domain) unknown.push(error(ERROR.unknownKey, `Domaine inconnu\u00A0: ${(root ?? '').slice(0, 100)}.`, place));
    return domain ? [domain.number] : [];
  });
  const addresses = of('patientAddress').flatMap(([value, place]) => {
    const criterion: AddressCriterion = {};
    for (const { kind, text } of readAddress(value)?.parts ?? []) if (PLACES[kind]) criterion[PLACES[kind]] = exactly(text);
    if (Object.keys(criterion).length === 0) say(ERROR.missing, 'L’adresse cherchée est vide.', place);
    return [criterion];
  });
  const telecoms = of('patientTelecom').map(([value]) => exactly(dialled((value.attribute('value') ?? '').replace(/^[a-z]+:/i, ''))));
  const [birth, gender] = [of('livingSubjectBirthTime')[0], of('livingSubjectAdministrativeGender')[0]];
  const born = birth && readBirth(...birth, say);
  const code = gender?.[0].attribute('code');
  if (gender && !['F', 'M', 'UN'].includes(code ?? '')) say(ERROR.value, 'Le sexe cherché est F, M ou UN.', gender[1]);
  const query: IdentityQuery = {
    ...EVERYBODY,
    ...{ names: names('livingSubjectName'), mothers: names('mothersMaidenName'), identifiers, addresses, telecoms },
    ...(born && { birthDate: born }),
    ...(code !== undefined && { sex: code === 'UN' ? 'U' : code }),
  };
  if (wrong.length === 0 && unknown.length === 0 && !asksForSomebody(query)) say(ERROR.missing, 'Aucun critère de recherche.', LIST);
  return { query, ...(domains.length > 0 && { domains: [...new Set(domains)] }), wrong, unknown, warnings };
}

/** Given names are a list when there are several; `SRCH` lets each part go on. */
function nameCriterion({ use, parts }: PersonName): NameCriterion {
  const pattern = (text: string): Pattern => (use === 'SRCH' ? readPattern(`${text.replaceAll('*', '')}*`, 'trailing')! : exactly(text));
  const family = parts.filter(({ kind }) => kind === 'family').map(({ text }) => text);
  const [first, ...others] = parts.filter(({ kind }) => kind === 'given').map(({ text }) => text);
  return {
    ...(family.length > 0 && { family: pattern(family.join(' ')) }),
    ...(first !== undefined && { given: pattern(first) }),
    ...(others.length > 0 && { givenList: pattern([first, ...others].join(' ')) }),
  };
}

/** A day, a month or a year, or what lies between two of them. */
function readBirth(value: XmlElement, place: string, say: (code: string, text: string, location: string) => void): DateRange | undefined {
  const written = [value, v3At(value, 'low'), v3At(value, 'high')].map((element) => element?.attribute('value'));
  const dates = written.map((text) => (text !== undefined && isTs(text) ? knownBirth(text) : undefined));
  if (written.some((text, i) => text !== undefined && dates[i] === undefined) || written.every((text) => text === undefined)) {
    say(ERROR.dataType, 'La date de naissance doit être AAAA, AAAAMM ou AAAAMMJJ.', place);
    return undefined;
  }
  const [point, low, high] = dates;
  return point !== undefined ? { from: point, to: point } : { from: low ?? '0001', to: high ?? '9999' };
}
