import { identifierTest } from './demographics.mjs';
import { compared } from './identities.mjs';
import { part } from '../wire/hl7.mjs';

/** A request that is not served: an OperationOutcome says why. */
export class FhirRefusal extends Error {
  constructor(status, code, message, headers = {}) {
    super(message);
    Object.assign(this, { status, code, headers });
  }
}

const wrong = (status, code, message) => new FhirRefusal(status, code, message);

/** Where the parameters of type string look. */
const names = (component) => (pid) => pid.repetitions(5).map((name) => part(name, component));
const homes =
  (...components) =>
  (pid) =>
    pid
      .repetitions(11)
      .filter((address) => part(address, 7) !== 'BDL')
      .flatMap((address) => components.map((component) => part(address, component)));
const TEXTS = {
  family: { path: '@PID.5.1', texts: names(1) },
  given: { path: '@PID.5.2', texts: names(2) },
  mothersMaidenName: { path: '@PID.6', texts: (pid) => pid.repetitions(6).map((name) => part(name, 1)) },
  address: { path: '@PID.11', texts: homes(1, 2, 3, 4, 5, 6) },
  'address-city': { path: '@PID.11.3', texts: homes(3) },
  'address-state': { path: '@PID.11.4', texts: homes(4) },
  'address-postalcode': { path: '@PID.11.5', texts: homes(5) },
  'address-country': { path: '@PID.11.6', texts: homes(6) },
};

const GENDERS = { female: 'F', male: 'M', unknown: 'U', other: 'O' };

/** Splits at a separator that no backslash escapes, and takes the backslashes away. */
const split = (text, separator) => text.split(new RegExp(`(?<!\\\\)[${separator}]`, 'u')).map((one) => one.replace(/\\([\\,|$])/g, '$1'));

/** Begins so, whatever case and accents; `:exact`: to the letter. */
function textTest({ path, texts }, modifier, value, breaks) {
  const by = breaks('compared', { text: value, by: compared }).by;
  const begins = breaks('wildcard', true);
  const pattern = breaks('pattern', undefined, value);
  const fits = (text) => {
    if (pattern) return pattern.test(text);
    if (modifier === 'exact' && breaks('exact', true)) return text === value;
    return begins ? by(text).startsWith(by(value)) : by(text) === by(value);
  };
  return breaks('test', { path, test: ({ pid }) => texts(pid).some((text) => text !== '' && fits(text)) }).test;
}

/** The first and the last day that a date may mean, as HL7 v2 writes days; undefined for what is no date. */
function daysOf(written) {
  const [, year, month = '', day = ''] = /^(\d{4})(?:-(\d\d)(?:-(\d\d))?)?$/.exec(written) ?? [];
  if (!year) return undefined;
  const date = new Date(`${year}-${month || '01'}-${day || '01'}T00:00:00Z`);
  if (Number.isNaN(date.getTime()) || date.getUTCDate() !== Number(day || '1')) return undefined;
  const digits = `${year}${month}${day}`;
  return { low: digits.padEnd(8, '0'), high: digits.padEnd(8, '9') };
}

const within = (born, { low, high }) => low <= born.low && born.high <= high;
const COMPARISONS = {
  eq: within,
  ne: (born, asked) => !within(born, asked),
  gt: (born, { high }) => born.high > high,
  lt: (born, { low }) => born.low < low,
  ge: (born, asked) => born.high > asked.high || within(born, asked),
  le: (born, asked) => born.low < asked.low || within(born, asked),
  sa: (born, { high }) => born.low > high,
  eb: (born, { low }) => born.high < low,
};

function birthTest(value, errors, breaks) {
  const [, prefix = 'eq', date] = /^(eq|ne|gt|lt|ge|le|sa|eb)?(.*)$/s.exec(value);
  const asked = daysOf(date);
  if (!asked) errors.push(wrong(400, 'value', 'birthdate est une date de FHIR : AAAA, AAAA-MM ou AAAA-MM-JJ.'));
  else {
    const compare = COMPARISONS[breaks('datePrefix', prefix)];
    const test = ({ pid }) =>
      /^\d{4}/.test(pid.at(7)) && compare({ low: pid.at(7).slice(0, 8).padEnd(8, '0'), high: pid.at(7).slice(0, 8).padEnd(8, '9') }, asked);
    return breaks('test', { path: '@PID.7', test }).test;
  }
}

/** The parameters that are no texts: what reads one value of each, and gives a test of patients. */
const READERS = {
  birthdate: birthTest,
  gender(value, errors, breaks) {
    const code = split(value, '|').at(-1);
    if (!GENDERS[code]) errors.push(wrong(400, 'value', 'gender est male, female, other ou unknown.'));
    else return breaks('test', { path: '@PID.8', test: ({ pid }) => pid.at(8) === GENDERS[code] }).test;
  },
  // who was merged into another one is no longer here
  active: (value, errors, breaks) => breaks('test', { path: 'active', test: () => value === 'true' }).test,
  telecom(value, errors, breaks) {
    const wanted = split(value, '|').at(-1);
    const test = ({ pid }) => pid.repetitions(13).some((one) => [1, 4].some((component) => part(one, component) === wanted));
    return breaks('test', { path: '@PID.13', test }).test;
  },
  identifier(value, errors, breaks, { identities, wanted }) {
    const parts = split(value, '|');
    const [system, number] = parts.length > 1 ? parts : [undefined, value];
    if (system === undefined)
      return breaks('test', { path: '@PID.3', test: ({ identifiers }) => identifiers.some((own) => own.value === number) }).test;
    const oid = /^urn:oid:(.+)$/.exec(system)?.[1];
    const domain = oid && identities.domainOf({ oid });
    if (!domain) {
      const error = breaks('unknownDomain', wrong(404, 'not-found', `Domaine d’identifiants inconnu : ${system}.`));
      if (error) errors.push(error);
      return () => false;
    }
    if (number !== '') return identifierTest({ value: number, oid }, identities, breaks);
    wanted.push(domain.oid);
  },
};

const CONTROLS = new Set(['_count', '_page', '_format', '_pretty', '_id']);

/**
 * Reads the parameters of a search (ITI-78).
 * @returns the tests that patients must all pass, the domains whose identifiers are wanted, and the parameters that were followed
 * @throws FhirRefusal
 */
export function readSearch(parameters, identities, breaks) {
  const [tests, wanted, errors, used] = [[], [], [], []];
  let ids;
  for (const [written, value] of breaks('searchParameters', [...parameters])) {
    const [name, modifier] = written.split(':', 2);
    const isText = Object.hasOwn(TEXTS, name);
    // what is not known is ignored, as FHIR has it, and the link of the answer does not name it
    if (!isText && !Object.hasOwn(READERS, name) && !CONTROLS.has(name)) {
      used.push(...breaks('ignored', [], [written, value]));
      continue;
    }
    if (name !== '_page' && name !== '_format') used.push([written, value]);
    if (name === '_id') ids = split(value, ',').filter((id) => ids?.includes(id) ?? true);
    if (CONTROLS.has(name) || value === '') continue;
    if (modifier !== undefined && !(isText && modifier === 'exact')) {
      errors.push(wrong(400, 'not-supported', `Le modificateur :${modifier} n’est pas pris en charge pour ${name}.`));
      continue;
    }
    const some = breaks('alternatives', split(value, ',')).map((one) =>
      isText ? textTest(TEXTS[name], modifier, one, breaks) : READERS[name](one, errors, breaks, { identities, wanted }),
    );
    if (some.every(Boolean)) tests.push((patient) => some.some((test) => test(patient)));
  }
  const count = numberOf(parameters, '_count', errors, breaks);
  const from = numberOf(parameters, '_page', errors, breaks) ?? 0;
  if (tests.length + wanted.length === 0 && !ids && errors.length === 0)
    errors.push(wrong(403, 'too-costly', 'La recherche n’a pas de critère.'));
  const [serious] = breaks('queryChecks', errors);
  if (serious) throw serious;
  return { tests, wanted: wanted.length > 0 ? wanted : undefined, ids, count, from, used };
}

function numberOf(parameters, name, errors, breaks) {
  const value = parameters.get(name);
  if (value === null) return undefined;
  if (breaks('isNumber', /^\d{1,9}$/.test(value), value)) return Number(value);
  errors.push(wrong(400, 'value', `${name} est un nombre.`));
  return undefined;
}
