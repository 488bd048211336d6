import { randomUUID } from 'node:crypto';
import { compared } from './identities.mjs';
import { Refusal, wrong } from './hl7.mjs';
import { part } from '../wire/hl7.mjs';

/** More answers than this and no limit asked for: the question is too vague. */
export const MOST_PATIENTS = 5;

/** The fields of PID that a question may be about, and the texts that each patient has there. */
const QUESTIONS = {
  '@PID.5.1': { texts: ({ pid }) => pid.repetitions(5).map((name) => part(name, 1)) },
  '@PID.5.1.1': { texts: ({ pid }) => pid.repetitions(5).map((name) => part(name, 1)) },
  '@PID.5.2': { texts: ({ pid }) => pid.repetitions(5).map((name) => part(name, 2)) },
  '@PID.5.3': { texts: ({ pid }) => pid.repetitions(5).map((name) => part(name, 3)) },
  '@PID.5.7': { texts: ({ pid }) => pid.repetitions(5).map((name) => part(name, 7)) },
  '@PID.7': { begins: true, texts: ({ pid }) => [pid.at(7).slice(0, 8)] },
  '@PID.7.1': { begins: true, texts: ({ pid }) => [pid.at(7).slice(0, 8)] },
  '@PID.8': { texts: ({ pid }) => [pid.at(8)] },
  '@PID.11.3': { texts: ({ pid }) => pid.repetitions(11).map((address) => part(address, 3)) },
  '@PID.11.5': { texts: ({ pid }) => pid.repetitions(11).map((address) => part(address, 5)) },
  '@PID.11.9': { texts: ({ pid }) => pid.repetitions(11).map((address) => part(address, 9)) },
  '@PID.18.1': { texts: ({ pid }) => pid.repetitions(18).map((account) => part(account)) },
};
const IDENTIFIER = /^@PID\.3\.(1|4|4\.[123])$/;

/** Who asks. */
const querierOf = (msh) => [3, 4].map((field) => msh.at(field)).join('|');

/** ITI-21 */
export function findPatients({ segments, msh, identities, breaks, queries }) {
  const [qpd, rcp, dsc] = ['QPD', 'RCP', 'DSC'].map((name) => segments.find((segment) => segment.name === name));
  if (!qpd) throw new Refusal('AE', wrong(100, ['QPD', 1], 'Le segment QPD manque.'));
  const answer = ({ status, counts = [], rest = [] }) => ({
    type: ['RSP', 'K22', 'RSP_K21'],
    rest: [['QAK', breaks('queryTag', qpd.at(2)), status, qpd.repetitions(1), ...counts.map(String)], [qpd.name, ...qpd.fields], ...rest],
  });
  const refuse = (...errors) => Object.assign(new Refusal('AE', ...errors), { answer: answer({ status: 'AE' }) });
  const criteria = criteriaOf(qpd, identities, breaks);
  const domains = domainsOf(qpd, 8, identities);
  const errors = [...requiredOf(qpd, [1, 2, 3]), ...controlErrors(rcp), ...criteria.errors, ...domains.errors];
  const serious = breaks('queryChecks', errors);
  if (serious.length > 0) throw refuse(...serious);

  const most = Number(rcp?.at(2)) || undefined;
  let query, from;
  if (dsc && !dsc.isEmpty(1)) {
    [query, from] = resumed(dsc.at(1), { msh, queries, breaks });
    if (!query) throw refuse(wrong(204, ['DSC', 1, 1], 'Ce pointeur de continuation n’est pas connu.'));
  } else {
    const found = search(criteria.tests, domains.wanted, { identities, breaks });
    if (found.length > breaks('mostPatients', MOST_PATIENTS) && most === undefined)
      throw refuse(wrong(207, ['QPD', 1, 3], 'Trop de patients répondent : préciser la recherche.'));
    [query, from] = [{ id: randomUUID(), querier: querierOf(msh), tag: qpd.at(2), found, domains: domains.wanted }, 0];
  }
  const to = breaks('quantity', most) === undefined ? query.found.length : from + most;
  const told = breaks('told', query.found.slice(from, to));
  const left = query.found.length - from - told.length;
  if (left > 0) queries.set(query.id, query);
  const rest = told.map((patient, i) => writePid(patient, i + 1, query.domains, identities, breaks));
  if (left > 0) rest.push(['DSC', `${query.id}/${breaks('nextPart', to)}`, 'I']);
  return answer({ status: breaks('status', told.length > 0 ? 'OK' : 'NF'), counts: [query.found.length, told.length, left], rest });
}

/** QCN^J01 */
export function cancelQuery({ segments, msh, queries, breaks }) {
  const tag = segments.find(({ name }) => name === 'QID')?.at(1) ?? '';
  const ended = [...queries.values()].filter((query) => query.tag === tag && query.querier === querierOf(msh));
  if (breaks('cancelChecks', ended.length === 0))
    throw new Refusal('AE', wrong(204, ['QID', 1, 1], 'Aucune requête en cours n’a cette étiquette.'));
  for (const { id } of breaks('cancelled', ended)) queries.delete(id);
  return {};
}

function resumed(pointer, { msh, queries, breaks }) {
  const [id, from] = pointer.split('/');
  const query = queries.get(id) ?? breaks('unknownPointer', undefined);
  const own = query && breaks('ownPointer', query.querier === querierOf(msh));
  return own ? [query, Number(from) || 0] : [];
}

/** Who passes all tests and has an identifier in the domains that are wanted, each person once. */
export const search = (tests, wanted, { identities, breaks }) =>
  onePerPerson(
    identities.patients.filter((patient) => tests.every((test) => test(patient))),
    identities,
    breaks,
  ).filter((patient) => !wanted || identities.toldOf(patient, breaks('domains', wanted)).length > 0);

/** A test of what patients have in a field of PID; `begins`: the value may go on. */
export function traitTest(path, value, begins, breaks) {
  const question = QUESTIONS[path];
  const wanted = breaks('compared', { text: value, by: compared }).by(value);
  const open = question.begins || breaks('wildcard', begins);
  const fits = (text) => {
    const own = breaks('compared', { text, by: compared }).by(text);
    return open ? own.startsWith(wanted) : own === wanted;
  };
  return breaks('test', { path, test: (patient) => question.texts(patient).some(fits) }).test;
}

/** A test of whether patients have an identifier. */
export function identifierTest(identifier, identities, breaks) {
  const key = identities.keyOf(identifier);
  return breaks('test', { path: '@PID.3', test: ({ identifiers }) => identifiers.some((own) => identities.keyOf(own) === key) }).test;
}

function onePerPerson(found, identities, breaks) {
  const seen = new Set();
  return found.filter((patient) => {
    if (breaks('oncePerPerson', seen.has(patient))) return false;
    for (const one of identities.person(patient)) seen.add(one);
    return true;
  });
}

const requiredOf = (segment, fields) =>
  fields
    .filter((field) => segment.isEmpty(field))
    .map((field) => wrong(101, [segment.name, 1, field], `${segment.name}-${field} est vide.`));

function controlErrors(rcp) {
  if (!rcp) return [wrong(100, ['RCP', 1], 'Le segment RCP manque.')];
  const errors = requiredOf(rcp, [1]);
  if (!rcp.isEmpty(1) && rcp.at(1) !== 'I') errors.push(wrong(103, ['RCP', 1, 1], 'RCP-1 doit être I.'));
  if (!rcp.isEmpty(2) && !/^[1-9]\d{0,6}$/.test(rcp.at(2))) errors.push(wrong(102, ['RCP', 1, 2], 'RCP-2.1 doit être un nombre.'));
  if (!rcp.isEmpty(2) && rcp.at(2, 2) !== 'RD') errors.push(wrong(103, ['RCP', 1, 2, 1, 2], 'RCP-2.2 doit être RD.'));
  return errors;
}

/** Domains of QPD-4 or QPD-8. */
export function domainsOf(qpd, field, identities) {
  const errors = [];
  const wanted = qpd.repetitions(field).flatMap((cx, i) => {
    if (cx.every((component) => component.every((text) => text === ''))) return [];
    const domain = identities.domainOf({ namespace: part(cx, 4, 1), oid: part(cx, 4, 2) });
    if (!domain) errors.push(wrong(204, ['QPD', 1, field, i + 1], `Domaine inconnu : ${part(cx, 4, 1) || part(cx, 4, 2)}.`));
    return domain ? [domain.oid] : [];
  });
  return { wanted: wanted.length > 0 ? wanted : undefined, errors };
}

/** QPD-3: the tests that a patient must all pass. */
function criteriaOf(qpd, identities, breaks) {
  const errors = [];
  const tests = [];
  const identifier = {};
  qpd.repetitions(3).forEach((repetition, i) => {
    const [path, value] = [part(repetition, 1), part(repetition, 2).trim()];
    const place = ['QPD', 1, 3, i + 1];
    if (path === '' || value === '') return;
    if (IDENTIFIER.test(path)) identifier[path.slice(7)] = value;
    else if (!QUESTIONS[path]) errors.push(wrong(103, [...place, 1], `${path} ne peut pas être recherché.`));
    else {
      if (value.slice(0, -1).includes('*')) errors.push(wrong(102, [...place, 2], 'Le caractère * ne peut être que le dernier.'));
      tests.push(traitTest(path, value.replace(/\*$/, ''), value.endsWith('*'), breaks));
    }
  });
  if (identifier['1']) {
    const authority = { namespace: identifier['4'] ?? identifier['4.1'] ?? '', oid: identifier['4.2'] ?? '' };
    if (!authority.namespace && !authority.oid) errors.push(wrong(101, ['QPD', 1, 3], '@PID.3.1 est donné sans autorité.'));
    else if (!identities.domainOf(authority)) errors.push(wrong(204, ['QPD', 1, 3], 'Domaine inconnu.'));
    tests.push(identifierTest({ value: identifier['1'], ...authority }, identities, breaks));
  }
  return { tests, errors };
}

/** A patient as an answer shows them, with the identifiers that may be told. */
export function writePid(patient, number, domains, identities, breaks) {
  const fields = [...patient.pid.fields];
  fields[0] = String(number);
  const identifiers = identities.toldOf(patient, breaks('domains', domains)).map(({ cx }) => cx);
  fields[2] = breaks('identifiers', identifiers);
  return ['PID', ...breaks('shown', fields)];
}
