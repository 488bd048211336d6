import { askHl7 } from './ask-hl7.mjs';
import { isForbidden, writeMrg, writePerson } from './person.mjs';
import { hl7Local } from '../wire/identifiers.mjs';

const STRUCTURES = { A28: 'ADT_A05', A31: 'ADT_A05', A40: 'ADT_A39' };

/** The patient that the hook gives, else the one that was chosen from a list; with a number of this LPS. */
const personOf = (session) => ({
  reliability: 'PROV',
  ...(session.input.person ?? session.memory.person()),
  localId: session.input.localId ?? `L${Date.now()}`,
});

/** Sends the ITI-30 message of an event about a patient. */
function sendIti30(session, { event, person, replaced }) {
  const { pid, rest } = writePerson(person, session.breaks);
  const at = hl7Local(new Date());
  const about = event === 'A40' ? [pid, writeMrg(replaced)] : [pid, session.breaks('visit', ['PV1', '1', 'N']), ...rest];
  return askHl7(session, {
    to: session.manager(),
    type: `ADT^${event}^${STRUCTURES[event]}`,
    version: '2.5^FRA^2.11',
    profile: '2.11^IHE_FRANCE-2.11-PAM',
    segments: [['EVN', '', at], ...about],
  });
}

/**
 * Tells the identity server of a patient, by ITI-30 unless another way is given. What was not taken stays in a list, to be sent again.
 * @param {(session: object, feed: object) => Promise<object>} sends the message, and says what came of it
 * @returns what was shown
 */
export function feedPatient(session, sends = sendIti30) {
  const { event = 'A28', replaced } = session.input;
  return deliver(session, session.breaks('feed', { event, person: personOf(session), replaced }), sends);
}

/** Sends again what the identity server did not take. */
export function resendPatient(session, sends = sendIti30) {
  const [waiting] = session.memory.feeds();
  if (waiting) return deliver(session, session.breaks('fedAgain', waiting), sends);
  const { taken } = session.memory.fed();
  if (!taken) return { failed: false, kind: 'nothing-published', shown: 'Aucune identité transmise.', sent: 0 };
  return { failed: false, shown: 'Aucune identité n’attend d’être transmise.', sent: 0 };
}

async function deliver(session, feed, sends) {
  if (isForbidden(feed.person) && session.breaks('refusesProduction', true))
    return { failed: false, kind: 'withheld', shown: 'Identité réelle : elle n’est pas transmise depuis un système de test.', sent: 0 };
  const answer = await sends(session, feed);
  const taken = answer.outcome === 'accepted';
  session.memory.setFeeds(session.breaks('feeds', taken ? [] : [feed]));
  if (taken) session.memory.setFed({ taken });
  const shown =
    taken ? 'Identité transmise.'
    : answer.outcome === 'refused' ? `Identité refusée : ${answer.reason}. Elle reste à transmettre.`
    : `Transmission non confirmée : ${answer.reason}. L’identité reste à transmettre.`;
  return { failed: !taken, kind: answer.outcome === 'stranger' ? 'stranger' : answer.outcome, shown, sent: answer.sent };
}
