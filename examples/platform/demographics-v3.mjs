import { identifierTest, MOST_PATIENTS, search, traitTest, writePid } from './demographics.mjs';
import { writePatient } from './person-v3.mjs';
import { accepted, at, queryAnswer, readIi, readV3, valueAt, wrong } from './v3.mjs';
import { Fault } from './fault.mjs';
import { children } from '../wire/xml.mjs';

const LIST = '//controlActProcess/queryByParameter/parameterList';
const DATE = /^\d{4}(?:\d\d){0,2}$/;

const keyOf = ({ root, extension = '' }) => `${root}|${extension}`;

function queryIdOf(element) {
  const queryId = readIi(at(element, 'queryId')[0]);
  if (!queryId) throw new Fault('Sender', undefined, 'La demande n’a pas d’identifiant (queryId).');
  return queryId;
}

/** PRPA_IN201305UV02: who has these traits (ITI-47). */
export function findPatientsV3({ body, identities, queries, breaks }) {
  const message = readV3(body);
  const [query] = at(message.act, 'queryByParameter');
  const queryId = queryIdOf(query);
  const { tests, wanted, unknown, errors } = criteriaOf(at(query, 'parameterList')[0], identities, breaks);
  const quantity = valueAt(query, 'value', 'initialQuantity');
  if (quantity !== undefined && !/^[1-9]\d{0,6}$/.test(quantity))
    errors.push(wrong(102, '//controlActProcess/queryByParameter/initialQuantity', 'initialQuantity est un nombre d’au moins 1.'));
  const refuse = (code, some) => queryAnswer('PRPA_IN201306UV02', message, { query, queryId, code, errors: some }, breaks);
  const serious = breaks('queryChecks', [...unknown, ...errors]);
  if (serious.length > 0) return refuse(unknown.length > 0 ? 'AE' : 'QE', serious);
  const found = search(tests, wanted, { identities, breaks });
  const most = Number(quantity) || undefined;
  if (found.length > breaks('mostPatients', MOST_PATIENTS) && most === undefined)
    return refuse('AE', [wrong(207, LIST, 'Trop de patients répondent : préciser la recherche.')]);
  const waiting = { query, queryId, querier: keyOf(message.sender), found, wanted, most, next: 0 };
  return part(message, waiting, most, { identities, queries, breaks });
}

/** QUQI_IN000003UV01: the rest of an answer. */
export function continueQuery({ body, identities, queries, breaks }) {
  const message = readV3(body);
  const [continuation] = at(message.act, 'queryContinuation');
  const queryId = queryIdOf(continuation);
  const waiting = queries.get(keyOf(queryId)) ?? breaks('unknownPointer', undefined);
  if (!waiting || !breaks('ownPointer', waiting.querier === keyOf(message.sender))) {
    const errors = [wrong(204, '//controlActProcess/queryContinuation/queryId', 'Aucune demande n’attend sous ce nom.')];
    return queryAnswer('PRPA_IN201306UV02', message, { queryId, code: 'AE', errors }, breaks);
  }
  const most = Number(valueAt(continuation, 'value', 'continuationQuantity')) || waiting.most;
  return part(message, { queryId, ...waiting }, most, { identities, queries, breaks });
}

/** QUQI_IN000003UV01_Cancel: the rest is not wanted. */
export function cancelQueryV3({ body, queries, breaks }) {
  const message = readV3(body);
  const key = keyOf(queryIdOf(at(message.act, 'queryContinuation')[0]));
  const open = queries.get(key)?.querier === keyOf(message.sender);
  const unknown = wrong(204, '//controlActProcess/queryContinuation/queryId', 'Aucune demande n’attend sous ce nom.');
  if (breaks('cancelChecks', !open)) return accepted(message, [unknown], breaks);
  for (const one of breaks('cancelled', [key])) queries.delete(one);
  return accepted(message, [], breaks);
}

/** One part of what was found; the rest waits under the name of the query. */
function part(message, waiting, most, { identities, queries, breaks }) {
  const { query, queryId, found, wanted, next = 0 } = waiting;
  const to = breaks('quantity', most) === undefined ? found.length : next + most;
  const told = breaks('told', found.slice(next, to));
  const left = found.length - next - told.length;
  if (left > 0) queries.set(keyOf(queryId), { ...waiting, next: breaks('nextPart', to) });
  else queries.delete(keyOf(queryId));
  const patients = told.map((patient, i) => writePatient(writePid(patient, i + 1, wanted, identities, breaks), true));
  const code = breaks('status', told.length > 0 ? 'OK' : 'NF');
  return queryAnswer('PRPA_IN201306UV02', message, { query, queryId, code, counts: [found.length, told.length, left], patients }, breaks);
}

/** The parameters of ITI-47 that can be searched by, each with what reads its value. */
const PARAMETERS = {
  livingSubjectAdministrativeGender: (value, { trait }) => trait('@PID.8', value.getAttribute('code') ?? ''),
  livingSubjectBirthTime: (value, { birth }) => birth(value),
  livingSubjectId: (value, { identifier }) => identifier(value),
  livingSubjectName: (value, { name }) => name(value),
  patientAddress: (value, { trait }) => {
    for (const city of at(value, 'city')) trait('@PID.11.3', city.textContent.trim());
    for (const code of at(value, 'postalCode')) trait('@PID.11.5', code.textContent.trim());
  },
  otherIDsScopingOrganization: (value, { domain }) => domain(value),
};

function criteriaOf(list, identities, breaks) {
  const [tests, wanted, unknown, errors] = [[], [], [], []];
  let place;
  const trait = (path, value, begins = false) => tests.push(traitTest(path, value, begins, breaks));
  const readers = {
    trait,
    name: (value) => {
      const begins = value.getAttribute('use') === 'SRCH';
      for (const family of at(value, 'family')) trait('@PID.5.1', family.textContent.trim(), begins);
      for (const given of at(value, 'given').slice(0, 1)) trait('@PID.5.2', given.textContent.trim(), begins);
    },
    birth: (value) => {
      const bounds = [value, at(value, 'low')[0], at(value, 'high')[0]].map((one) => one?.getAttribute('value') || undefined);
      const [point, low = '0', high = '9'] = bounds;
      if (bounds.every((one) => one === undefined) || bounds.some((one) => one !== undefined && !isDate(one)))
        errors.push(wrong(102, `${place}/value`, 'La date de naissance est AAAA, AAAAMM ou AAAAMMJJ.'));
      else if (point !== undefined) trait('@PID.7', point);
      else
        tests.push(
          breaks('test', { path: '@PID.7', test: ({ pid }) => pid.at(7).slice(0, 8) >= low && pid.at(7).slice(0, high.length) <= high })
            .test,
        );
    },
    identifier: (value) => {
      const { root, extension } = readIi(value) ?? {};
      if (!extension) errors.push(wrong(101, `${place}/value`, 'Un identifiant a une racine et une extension.'));
      else if (!identities.domainOf({ oid: root })) unknown.push(wrong(204, `${place}/value`, `Domaine inconnu : ${root}.`));
      else tests.push(identifierTest({ value: extension, oid: root }, identities, breaks));
    },
    domain: (value) => {
      const root = readIi(value)?.root ?? '';
      const domain = root && identities.domainOf({ oid: root });
      if (domain) wanted.push(domain.oid);
      else unknown.push(wrong(204, `${place}/value`, `Domaine inconnu : ${root}.`));
    },
  };
  const ordinals = {};
  for (const parameter of children(list)) {
    const name = parameter.localName;
    ordinals[name] = (ordinals[name] ?? 0) + 1;
    place = `${LIST}/${name}[${ordinals[name]}]`;
    if (!Object.hasOwn(PARAMETERS, name)) errors.push(wrong(103, place, `${name} ne peut pas être recherché.`));
    else for (const value of at(parameter, 'value')) PARAMETERS[name](value, readers);
  }
  if (tests.length + errors.length + unknown.length === 0) errors.push(wrong(101, LIST, 'La demande n’a pas de critère.'));
  return { tests, wanted: wanted.length > 0 ? wanted : undefined, unknown, errors };
}

/** A year, a month or a day of the calendar. */
function isDate(written) {
  if (!DATE.test(written)) return false;
  const [year, month = '01', day = '01'] = [written.slice(0, 4), written.slice(4, 6) || undefined, written.slice(6, 8) || undefined];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
}
