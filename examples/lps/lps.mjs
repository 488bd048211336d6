/**
 * An LPS reduced to its exchanges of documents and identities: Document Source, Document Consumer, Document Administrator,
 * Portable Media Creator and Importer, Patient Demographics Consumer, Patient Identity Source, and those who declare agendas,
 * search slots and book them.
 *   node lps.mjs publish|send|replace|append|resend|search|retrieve|retrieve-all|update|remove|create-media|import-media|
 *     publish-with-token|search-patient|find-identifiers|feed-patient|resend-patient [--defect NAME]
 * The last four also by HL7 V3, with -v3 at the end; search-patient also by FHIR, with -fhir. Of agendas:
 *   declare-|change-|remove-resource, declare-|change-|remove-agenda, change-availability, search-slots,
 *   book-|move-|cancel-appointment, search-appointments.
 *   node lps.mjs serve [--port N]      the same actions by HTTP, many of them by one process: wire/hooks.mjs
 * Its last line on standard output says what it showed to its user, as JSON.
 */
import { parseArgs } from 'node:util';
import { changeAgenda, changeAvailability, declareAgenda, removeAgenda } from './agendas.mjs';
import { book, cancel, move, searchAppointments } from './appointments.mjs';
import { defects } from './defects.mjs';
import { feedPatient, resendPatient } from './identity-feed.mjs';
import { searchPatientFhir } from './identity-fhir.mjs';
import { findIdentifiers, searchPatient } from './identity-query.mjs';
import { feedV3, findIdentifiersV3, searchPatientV3 } from './identity-v3.mjs';
import { createMedia, importMedia } from './media.mjs';
import { newDocument, publish, resend } from './publish.mjs';
import { retrieve, retrieveAll } from './retrieve.mjs';
import { changeResource, declareResource, removeResource } from './resources.mjs';
import { lookUp, search } from './search.mjs';
import { openSession } from './session.mjs';
import { searchSlots } from './slots.mjs';
import { publishWithToken } from './token.mjs';
import { remove, update } from './update.mjs';
import { serveHooks } from '../wire/hooks.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { defect: { type: 'string' }, 'list-defects': { type: 'boolean' }, port: { type: 'string', default: '0' } },
});

/** The document to replace: the one named by the hook, else the last one this LPS published. */
async function earlier(session) {
  const { replaces } = session.input;
  if (!replaces?.uniqueId) return session.memory.published().at(-1);
  const known = session.memory.published().find((d) => d.uniqueId === replaces.uniqueId);
  return { version: 1, ...known, ...(replaces.entryUuid ? {} : await lookUp(session, replaces.uniqueId)), ...replaces };
}

/** A document is published under an INS, or not at all. */
const withoutIns = { failed: false, kind: 'withheld', shown: 'Identité sans INS : le document n’est pas publié.', sent: 0 };

const actions = {
  publish: (session) => (session.patient.ins ? publish(session, newDocument(session)) : withoutIns),
  send: (session) => publish(session, newDocument(session), session.recipient()),
  replace: async (session) => {
    const replaced = await earlier(session);
    if (!replaced?.entryUuid) throw new Error('aucun document à remplacer');
    return publish(session, session.breaks('replacement', newDocument(session, replaced)));
  },
  append: async (session) => {
    const completed = await earlier(session);
    if (!completed?.entryUuid) throw new Error('aucun document à compléter');
    return publish(session, session.breaks('addendum', { ...newDocument(session), appendsTo: completed.entryUuid }));
  },
  resend,
  search,
  retrieve,
  'retrieve-all': retrieveAll,
  update,
  remove,
  'create-media': createMedia,
  'publish-with-token': publishWithToken,
  'import-media': importMedia,
  'search-patient': searchPatient,
  'find-identifiers': findIdentifiers,
  'feed-patient': (session) => feedPatient(session),
  'resend-patient': (session) => resendPatient(session),
  'search-patient-fhir': searchPatientFhir,
  'search-patient-v3': searchPatientV3,
  'find-identifiers-v3': findIdentifiersV3,
  'feed-patient-v3': (session) => feedPatient(session, feedV3),
  'resend-patient-v3': (session) => resendPatient(session, feedV3),
  'declare-resource': declareResource,
  'change-resource': changeResource,
  'remove-resource': removeResource,
  'declare-agenda': declareAgenda,
  'change-agenda': changeAgenda,
  'change-availability': changeAvailability,
  'remove-agenda': removeAgenda,
  'search-slots': searchSlots,
  'book-appointment': book,
  'move-appointment': move,
  'cancel-appointment': cancel,
  'search-appointments': searchAppointments,
};

/** Does what it is asked and says it, as `say` takes it line by line. */
async function act(name, defect, environment, say) {
  const action = actions[name];
  if (!action) throw new Error(`usage : lps.mjs serve|${Object.keys(actions).join('|')} [--defect NOM]`);
  const session = openSession(defect, environment, say);
  const { failed, shown, sent, uniqueId, kind, file, testimony } = await action(session);
  // asked to send what waits, the question is whether it shows the document as published
  const again = name.startsWith('resend');
  const published = !failed && kind !== 'nothing-published';
  const screen = session.breaks('screen', { answer: !again || published, text: shown, failed, kind });
  say(`Écran : ${screen.text}`);
  const said = { answer: screen.answer, text: screen.text };
  // the scenario may name another proof that this one is
  const proof = session.input.proof ?? (again ? 'screen-again' : 'screen');
  say(JSON.stringify({ testimony: testimony ?? { [proof]: said, ...(file && { media: { ...said, file } }) }, sent, failed, uniqueId }));
}

if (values['list-defects']) process.stdout.write(`${Object.keys(defects).join('\n')}\n`);
else if (positionals[0] === 'serve') serveHooks(Number(values.port), act);
else
  await act(positionals[0], values.defect ?? process.env.LPS_DEFECT, process.env, (line) => process.stdout.write(`${line}\n`)).catch(
    (error) => {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = 1;
    },
  );
