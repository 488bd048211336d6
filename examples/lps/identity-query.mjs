import { askHl7 } from './ask-hl7.mjs';
import { all, components, first, repetitions, value } from './er7.mjs';
import { readPerson } from './person.mjs';
import { software } from './identity.mjs';

/** So many patients are shown on a screen; the rest is asked for when it is wanted. */
export const PAGE = 4;
export const MOST_PAGES = 20;

const QUERY = components(['IHE PDQ Query']);

/** The criteria of a search as fields of PID. */
const fieldsOf = ({ family, given, birthDate, sex, ins }) => ({
  ...(family && { '@PID.5.1.1': family }),
  ...(given && { '@PID.5.2': given }),
  ...(birthDate && { '@PID.7.1': birthDate }),
  ...(sex && { '@PID.8': sex }),
  ...(ins && { '@PID.3.1': ins.value, ...(ins.oid && { '@PID.3.4.2': ins.oid, '@PID.3.4.3': 'ISO' }) }),
});

function questionOf(session, tag) {
  const { criteria = {}, domain, paged } = session.input;
  const fields = fieldsOf(session.breaks('criteria', criteria));
  const wanted = session.breaks('wantedDomain', domain);
  const qpd = ['QPD', QUERY, tag, Object.entries(fields).map(components).join('~')];
  if (wanted) qpd.push('', '', '', '', components(['', '', '', ['', wanted, 'ISO']]));
  return { qpd, rcp: ['RCP', 'I', paged ? components([PAGE, 'RD']) : ''] };
}

/**
 * PDQ (ITI-21): searches patients by the traits that the user gave, page after page where the user wants them all, and says
 * so when the user stops before the end.
 * @returns what was shown; the patient that the user chose is kept for what follows
 */
export async function searchPatient(session) {
  session.say('Recherche du patient…');
  const to = session.supplier();
  const tag = `R${Date.now()}`;
  const { qpd, rcp } = questionOf(session, tag);
  const ask = async (continuation) =>
    ofQuery(
      session,
      tag,
      await askHl7(session, {
        to,
        type: 'QBP^Q22^QBP_Q21',
        version: '2.5',
        segments: [continuation ? session.breaks('continued', qpd) : qpd, rcp, ...(continuation ? [['DSC', continuation, 'I']] : [])],
      }),
    );
  const found = [];
  let sent = 0;
  let pointer;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const answer = await ask(pointer);
    sent += answer.sent;
    if (answer.outcome !== 'accepted') return notFound(answer, sent);
    found.push(...all(answer.message, 'PID').map((pid) => readPerson(pid, session.breaks)));
    pointer = session.breaks('pointer', value(first(answer.message, 'DSC'), 1));
    if (!pointer || session.input.stops) break;
  }
  if (pointer) {
    const cancelled = await askHl7(session, {
      to,
      type: 'QCN^J01^QCN_J01',
      version: '2.5',
      segments: [['QID', session.breaks('cancelledTag', tag), QUERY]],
    });
    sent += cancelled.sent;
  }
  return { ...shown(session, found, Boolean(pointer)), sent };
}

/** What QAK says of an answer that the other side accepted: which search it is of, and whether that could be made. */
function ofQuery(session, tag, answer) {
  if (answer.outcome !== 'accepted') return answer;
  const qak = first(answer.message, 'QAK');
  if (session.breaks('checksQueryTag', value(qak, 1) !== tag))
    return { ...answer, outcome: 'stranger', reason: 'la réponse reçue est celle d’une autre recherche' };
  const status = session.breaks('queryStatus', value(qak, 2));
  return ['AE', 'AR'].includes(status) ? { ...answer, outcome: 'refused', reason: `la recherche a échoué (${status})` } : answer;
}

/** What is shown where nothing is known of what was searched. */
export const notFound = ({ outcome, reason }, sent) => ({
  failed: true,
  kind: outcome === 'stranger' ? 'stranger' : 'no-list',
  shown: outcome === 'refused' ? `Recherche refusée : ${reason}` : `La recherche n’a pas abouti : ${reason}.`,
  sent,
});

const named = ({ birthFamily, given, birthDate, ins }) => `${birthFamily} ${given}, ${birthDate}${ins ? `, INS ${ins}` : ''}`;

/** Nobody, somebody, or a list that the user chooses from (`pick`: a given name). */
export function shown(session, found, hasMore) {
  const { pick } = session.input;
  if (found.length === 0) return { failed: false, kind: 'nothing', shown: 'Aucun patient ne correspond.' };
  const chosen = session.breaks('chosen', found.length === 1 ? found[0] : found.find(({ given }) => given === pick), found);
  if (chosen) session.memory.setPerson(session.breaks('kept', chosen, session.memory.person()));
  const text = `${found.length} patient(s)${hasMore ? ', et d’autres' : ''} : ${found.map(named).join(' ; ')}.`;
  return { failed: false, kind: found.length === 1 ? 'one' : 'several', shown: text };
}

/** An identifier of this LPS, with its authority. */
export const localIdentifier = (value) => ({ value, namespace: 'LPS-TEMOIN', oid: software.localPatients });

/**
 * PIX (ITI-9): asks which identifiers a patient has elsewhere.
 * @returns what was shown
 */
export async function findIdentifiers(session) {
  const { localId, identifier, domain } = session.input;
  const known = identifier ?? localIdentifier(localId);
  const { value: id, namespace = '', oid } = session.breaks('askedIdentifier', known);
  const asked = oid ? components([id, '', '', [namespace, oid, 'ISO'], 'PI']) : id;
  const wanted = session.breaks('wantedDomain', domain);
  const answer = await askHl7(session, {
    to: session.manager(),
    type: 'QBP^Q23^QBP_Q21',
    version: '2.5',
    segments: [
      ['QPD', components(['IHE PIX Query']), `P${Date.now()}`, asked, wanted ? components(['', '', '', ['', wanted, 'ISO']]) : ''],
      ['RCP', 'I'],
    ],
  });
  if (answer.outcome !== 'accepted') return notFound(answer, answer.sent);
  const found = repetitions(first(answer.message, 'PID'), 3).map(([id, , , [namespace, oid] = []]) => ({ value: id[0], namespace, oid }));
  return { ...shownIdentifiers(found), sent: answer.sent };
}

/** None, or a list with their authorities. */
export function shownIdentifiers(found) {
  if (found.length === 0) return { failed: false, kind: 'nothing', shown: 'Aucun autre identifiant connu pour ce patient.' };
  const listed = found.map(({ value: id, namespace, oid }) => `${id} (${namespace || oid})`).join(', ');
  return { failed: false, kind: 'identifiers', shown: `Identifiants : ${listed}.` };
}
