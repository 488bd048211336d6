import { randomUUID } from 'node:crypto';
import { askV3 } from './ask-v3.mjs';
import { localIdentifier, MOST_PAGES, notFound, PAGE, shown, shownIdentifiers } from './identity-query.mjs';
import { software } from './identity.mjs';
import { patientsOf, readId, readPersonV3, writeRegistration } from './person-v3.mjs';
import { children, first, raw, xml } from '../wire/xml.mjs';

/** A criterion by its element: a value, and how HL7 V3 calls what it is about. */
const criterion = (session, name, semantics, written) => xml`
<${raw(name)}>${written}${session.breaks('semanticsText', xml`<semanticsText>${semantics}</semanticsText>`)}</${raw(name)}>`;

const identifier = ({ value, oid }) => xml`<value${oid && xml` root="${oid}"`} extension="${value}"/>`;

/** What a query is called, for its continuation and its end. */
const newQueryId = () => ({ root: software.id, extension: randomUUID() });
const writeQueryId = ({ root, extension }) => xml`<queryId root="${root}" extension="${extension}"/>`;

function demographicsQuery(session, queryId) {
  const { criteria = {}, domain, paged } = session.input;
  const { family, given, birthDate, sex, ins } = session.breaks('criteria', criteria);
  const wanted = session.breaks('wantedDomain', domain);
  const name = xml`<value>${given && xml`<given>${given}</given>`}${family && xml`<family>${family}</family>`}</value>`;
  return xml`<queryByParameter>
${writeQueryId(queryId)}
<statusCode code="new"/>
<responseModalityCode code="R"/>
<responsePriorityCode code="I"/>${
    paged
    && xml`
<initialQuantity value="${PAGE}"/><initialQuantityCode code="RD"/>`
  }
<parameterList>${[
    sex
      && criterion(
        session,
        'livingSubjectAdministrativeGender',
        'LivingSubject.administrativeGender',
        xml`<value code="${sex}" codeSystem="2.16.840.1.113883.5.1"/>`,
      ),
    birthDate && criterion(session, 'livingSubjectBirthTime', 'LivingSubject.birthTime', xml`<value value="${birthDate}"/>`),
    ins && criterion(session, 'livingSubjectId', 'LivingSubject.id', identifier(ins)),
    (family || given) && criterion(session, 'livingSubjectName', 'LivingSubject.name', name),
    wanted && criterion(session, 'otherIDsScopingOrganization', 'OtherIDs.scopingOrganization.id', xml`<value root="${wanted}"/>`),
  ]}
</parameterList>
</queryByParameter>`;
}

/** Goes on with a query after an answer, or ends it. */
const continuation = (queryId, cancel) => xml`<queryContinuation>
${writeQueryId(queryId)}
<continuationQuantity value="${cancel ? 0 : PAGE}"/>
<statusCode code="${cancel ? 'aborted' : 'waitContinuedQueryResponse'}"/>
</queryContinuation>`;

/**
 * PDQv3 (ITI-47): searches patients by the traits that the user gave, page after page where the user wants them all, and says so
 * when the user stops before the end.
 * @returns what was shown; the patient that the user chose is kept for what follows
 */
export async function searchPatientV3(session) {
  session.say('Recherche du patient…');
  const queryId = newQueryId();
  const supplier = { to: session.supplierV3(), server: 'supplier' };
  const goOn = (answered, cancel) => ({
    ...supplier,
    name: cancel ? 'QUQI_IN000003UV01_Cancel' : 'QUQI_IN000003UV01',
    interaction: 'QUQI_IN000003UV01',
    trigger: 'PRPA_TE000003UV01',
    action: cancel ? 'QUQI_IN000003UV01_Cancel' : 'QUQI_IN000003UV01_Continue',
    continues: messageId(answered),
    act: continuation({ ...queryId, extension: session.breaks(cancel ? 'cancelledTag' : 'continuedQuery', queryId.extension) }, cancel),
  });
  const found = [];
  let sent = 0;
  let answered;
  let remains = false;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await askV3(
      session,
      answered ? goOn(answered, false) : { ...supplier, name: 'PRPA_IN201305UV02', act: demographicsQuery(session, queryId) },
    );
    sent += answer.sent;
    if (answer.outcome !== 'accepted') return notFound(answer, sent);
    answered = answer.message;
    found.push(...patientsOf(answered).map((patient) => readPersonV3(patient, session.breaks)));
    remains = Boolean(session.breaks('pointer', Number(first(answered, 'hl7:resultRemainingQuantity')?.getAttribute('value') ?? 0) > 0));
    if (!remains || session.input.stops) break;
  }
  if (remains) sent += (await askV3(session, goOn(answered, true))).sent;
  const outcome = { ...shown(session, found, remains), sent };
  return found.some(({ leftOut }) => leftOut) ?
      { ...outcome, kind: 'left-out', shown: `${outcome.shown} INS non recevable : il n’est pas repris.` }
    : outcome;
}

const messageId = (message) => {
  const { oid, value } = readId(children(message, 'hl7:id')[0]);
  return { root: oid, extension: value };
};

/**
 * PIXv3 (ITI-45): asks which identifiers a patient has elsewhere.
 * @returns what was shown
 */
export async function findIdentifiersV3(session) {
  const { localId, identifier: given, domain } = session.input;
  const asked = session.breaks('askedIdentifier', given ?? localIdentifier(localId));
  const wanted = session.breaks('wantedDomain', domain);
  const answer = await askV3(session, {
    to: session.managerV3(),
    server: 'manager',
    name: 'PRPA_IN201309UV02',
    act: xml`<queryByParameter>
${writeQueryId(newQueryId())}
<statusCode code="new"/>
<responsePriorityCode code="I"/>
<parameterList>${wanted && criterion(session, 'dataSource', 'DataSource.id', xml`<value root="${wanted}"/>`)}${criterion(
      session,
      'patientIdentifier',
      'Patient.id',
      identifier(asked),
    )}
</parameterList>
</queryByParameter>`,
  });
  if (answer.outcome !== 'accepted') return notFound(answer, answer.sent);
  const found = patientsOf(answer.message).flatMap((patient) => children(patient, 'hl7:id').map(readId));
  return { ...shownIdentifiers(found), sent: answer.sent };
}

const FEEDS = { add: 'PRPA_IN201301UV02', revise: 'PRPA_IN201302UV02', merge: 'PRPA_IN201304UV02' };

/** Sends the ITI-44 message of an event about a patient. */
export const feedV3 = (session, { event, person, replaced }) =>
  askV3(session, {
    to: session.managerV3(),
    server: 'manager',
    name: session.breaks('v3Feed', FEEDS[event]),
    act: writeRegistration(person, event === 'merge' ? replaced : undefined, session.breaks),
  });
