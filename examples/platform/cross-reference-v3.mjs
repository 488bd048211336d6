import { merge } from './cross-reference.mjs';
import { Refusal } from './hl7.mjs';
import { identifiersOf } from './identities.mjs';
import { cxOf, readPatient, writeIdentifiers } from './person-v3.mjs';
import { accepted, at, queryAnswer, readIi, readV3, wrong } from './v3.mjs';
import { Fault } from './fault.mjs';
import { segmentOf } from '../wire/hl7.mjs';

const EVENT = '//controlActProcess/subject/registrationEvent';
const PATIENT = `${EVENT}/subject1/patient`;
const PRIOR = `${EVENT}/replacementOf/priorRegistration/subject1/priorRegisteredRole`;
const LIST = '//controlActProcess/queryByParameter/parameterList';

/** ITI-44: what a hospital says of its patients: one is new (PRPA_IN201301UV02), has changed (…302…) or replaces another (…304…). */
export function feedV3({ body, identities, breaks }) {
  const message = readV3(body);
  const isMerge = message.name === 'PRPA_IN201304UV02';
  const events = at(message.act, 'subject', 'registrationEvent');
  const [patient] = at(events[0], 'subject1', 'patient');
  if (events.length !== 1 || !patient)
    return accepted(message, [wrong(101, `${EVENT}/subject1/patient`, 'Un patient et un seul.')], breaks);
  const errors = [];
  const known = (pid, place) => {
    const identifiers = identifiersOf(pid.repetitions(3));
    if (breaks('feedRequired', identifiers.length === 0)) errors.push(wrong(101, `${place}/id`, 'L’identifiant manque.'));
    identifiers.forEach((identifier, i) => {
      if (breaks('feedChecks', !identities.domainOf(identifier)))
        errors.push(wrong(204, `${place}/id[${i + 1}]`, 'Le domaine de cet identifiant n’est pas connu.'));
    });
    return identifiers;
  };
  const pid = readPatient(patient, identities);
  const given = known(pid, PATIENT);
  const replaced = at(events[0], 'replacementOf', 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id');
  const prior = isMerge ? known(segmentOf(['PID', '', '', cxOf(replaced, identities)]), PRIOR) : [];
  if (errors.length > 0) return accepted(message, errors, breaks);
  if (!breaks('kept', message)) return accepted(message, [], breaks);
  try {
    if (isMerge) merge(given, prior, { pid, identities, breaks });
    else identities.register(pid, given, false);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    return accepted(
      message,
      error.errors.map(({ code, text }) => wrong(code, `${PRIOR}/id`, text)),
      breaks,
    );
  }
  return accepted(message, [], breaks);
}

/** ITI-45: the identifiers of the same person elsewhere. */
export function crossReferencesV3({ body, identities, breaks }) {
  const message = readV3(body);
  const [query] = at(message.act, 'queryByParameter');
  const queryId = readIi(at(query, 'queryId')[0]);
  if (!queryId) throw new Fault('Sender', undefined, 'La demande n’a pas d’identifiant (queryId).');
  const answer = (found) => queryAnswer('PRPA_IN201310UV02', message, { query, queryId, ...found }, breaks);
  const place = `${LIST}/patientIdentifier/value`;
  const asked = at(query, 'parameterList', 'patientIdentifier', 'value').map(readIi);
  const { root: oid = '', extension: value = '' } = asked[0] ?? {};
  if (asked.length !== 1 || !value) return answer({ code: 'QE', errors: [wrong(101, place, 'Un identifiant de patient et un seul.')] });
  const errors = [];
  const wanted = at(query, 'parameterList', 'dataSource').flatMap((source, i) =>
    at(source, 'value').flatMap((one) => {
      const domain = identities.domainOf({ oid: readIi(one)?.root ?? '-' });
      if (!domain) errors.push(wrong(204, `${LIST}/dataSource[${i + 1}]/value`, 'Domaine inconnu.'));
      return domain ? [domain.oid] : [];
    }),
  );
  const holder = identities.domainOf({ oid }) && identities.holder({ value, oid });
  if (!identities.domainOf({ oid })) errors.push(wrong(204, `${place}/@root`, 'Domaine inconnu.'));
  else if (!holder) errors.push(wrong(204, `${place}/@extension`, 'Identifiant inconnu.'));
  const serious = breaks('pixChecks', errors);
  if (serious.length > 0) return answer({ code: 'AE', errors: serious });
  const domains = breaks('domains', wanted.length > 0 ? wanted : undefined);
  const key = identities.keyOf({ value, oid });
  const found = holder ? identities.toldOf(holder, domains).filter((one) => identities.keyOf(one) !== key) : [];
  if (found.length === 0) return answer({ code: breaks('status', 'NF') });
  return answer({ code: 'OK', patients: breaks('onePid', [found]).map((some) => writeIdentifiers(some)) });
}
