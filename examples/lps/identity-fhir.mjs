import { getFhir } from './ask-fhir.mjs';
import { MOST_PAGES, notFound, PAGE, shown } from './identity-query.mjs';
import { fhirDate, genderOf, readPersonFhir } from './person-fhir.mjs';

/** The criteria that the user gave as parameters of ITI-78. */
function queryOf(session) {
  const { criteria = {}, domain, paged } = session.input;
  const { family, given, birthDate, sex, ins } = session.breaks('criteria', criteria);
  const wanted = session.breaks('wantedDomain', domain);
  const parameters = session.breaks('fhirParameters', [
    ...(family ? [['family', family]] : []),
    ...(given ? [['given', given]] : []),
    ...(birthDate ? [['birthdate', session.breaks('fhirDate', fhirDate(birthDate))]] : []),
    ...(sex ? [['gender', session.breaks('fhirGender', genderOf(sex), sex)]] : []),
    ...(ins ? [['identifier', session.breaks('fhirIdentifier', `${ins.oid ? `urn:oid:${ins.oid}|` : ''}${ins.value}`)]] : []),
    ...(wanted ? [['identifier', `urn:oid:${wanted}|`]] : []),
    ...(paged ? [['_count', String(PAGE)]] : []),
  ]);
  return session.breaks('fhirQuery', new URLSearchParams(parameters).toString());
}

const isFound = ({ search, resource }) => resource?.resourceType === 'Patient' && (search?.mode ?? 'match') === 'match';

/**
 * PDQm (ITI-78): searches patients by the traits that the user gave, page after page where the user wants them all; the one
 * whom the user chose is read once more where the hook says so.
 * @returns what was shown; the patient that the user chose is kept for what follows
 */
export async function searchPatientFhir(session) {
  session.say('Recherche du patient…');
  const found = [];
  const query = queryOf(session);
  let sent = 0;
  let next = `Patient?${query}`;
  for (let page = 0; next && page < MOST_PAGES; page += 1) {
    const answer = await getFhir(session, next, 'Bundle');
    sent += answer.sent;
    if (answer.outcome !== 'accepted') return incomplete(found, notFound(answer, sent));
    const { entry = [], link = [] } = answer.resource;
    found.push(...entry.filter(isFound).map(({ resource }) => readPersonFhir(resource, session.breaks)));
    const url = session.breaks('pointer', link.find(({ relation }) => relation === 'next')?.url);
    next = url && session.breaks('nextPage', url, `Patient?${query}&_page=${page + 2}`);
  }
  const outcome = { ...shown(session, found, Boolean(next)), sent };
  if (session.input.reads && found.length > 0) return readChosen(session, found, outcome);
  return found.some(({ leftOut }) => leftOut) ?
      { ...outcome, kind: 'left-out', shown: `${outcome.shown} INS non recevable : il n’est pas repris.` }
    : outcome;
}

/** Some pages came and one did not: what is shown is not all there is. */
const incomplete = (found, outcome) =>
  found.length === 0 ?
    outcome
  : { ...outcome, kind: 'incomplete', shown: `Liste incomplète (${found.length} patients) : ${outcome.shown}` };

/** Reads the patient who was chosen, whose id the search gave. */
async function readChosen(session, found, outcome) {
  const chosen = session.memory.person();
  const id = session.breaks('readId', chosen?.fhirId, found);
  if (!id) return outcome;
  const answer = await getFhir(session, `Patient/${encodeURIComponent(id)}`, 'Patient');
  const sent = outcome.sent + answer.sent;
  if (answer.outcome !== 'accepted')
    return { failed: true, kind: 'not-read', shown: `Le patient ne peut pas être lu : ${answer.reason}.`, sent };
  session.memory.setPerson(readPersonFhir(answer.resource, session.breaks));
  return { ...outcome, sent };
}
