import { readAnswer } from './answer.mjs';
import { post } from './post.mjs';
import { writeEnvelope } from './soap.mjs';
import { claimsOf } from './vihf.mjs';
import { signAssertion, writeAssertion } from '../wire/assertion.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { writeMtom, writeSimple } from '../wire/multipart.mjs';
import { NS } from '../wire/xml.mjs';

const FAILURES = {
  ANSWER_LATE: 'la plateforme ne répond pas',
  ANSWER_CUT: 'la réponse de la plateforme est coupée',
  ECONNRESET: 'la connexion est coupée',
  ECONNREFUSED: 'la plateforme est injoignable',
  ANSWER_TOO_LARGE: 'les résultats sont trop nombreux, précisez la demande',
};

/** How often a request is repeated when the platform says that it is busy, and how long is waited before. */
const BUSY_REPEATS = 2;
const BUSY_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;

/** Why there is no answer, in words. */
export const failure = ({ code = '', message }) => {
  if (FAILURES[code]) return FAILURES[code];
  if (code.startsWith('ERR_SSL')) return 'la connexion sécurisée n’aboutit pas';
  if (/CERT|ISSUER|INVALID_PURPOSE/.test(code)) return `le certificat de la plateforme n’est pas recevable (${code})`;
  return message;
};

/** The VIHF of the user for one patient, ready for the Security header. */
function vihf(session, patient) {
  if (session.token) return session.token;
  const claims = session.breaks('claims', claimsOf(patient, session.signer, new Date()));
  const assertion = writeAssertion(claims);
  return session.breaks('signed', session.breaks('unsigned', false) ? assertion : signAssertion(assertion, session.signer));
}

/** One message, packed as the transaction wants it, and its wsa:MessageID. */
function pack(session, { action, to, patient, body, attachments, packaging }) {
  const fields = { soap: NS.soap, action, messageId: newUuid(), to, assertion: vihf(session, patient), body: body() };
  const written = session.breaks('envelope', fields);
  const envelope = session.breaks('soap', writeEnvelope(written));
  const message = packaging === 'mtom' ? writeMtom({ envelope, action, attachments }) : writeSimple({ envelope, action });
  return { message, messageId: written.messageId };
}

/**
 * Sends a request and reads its answer. A healthy LPS repeats a request by itself only when the platform said that it is
 * busy, a few times, and waits before.
 * @param {{action: string, to: string, patient: object, body: () => object, packaging: 'mtom' | 'simple', attachments?: object[], largest?: number}} request
 * @param {() => object} again the request to send when it has to be repeated
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'unreadable' | 'silent', passing?: boolean, reason?: string, sent: number}>}
 */
export async function send(session, request, again = () => request) {
  const { attempts, timeoutMs, busyRepeats = BUSY_REPEATS } = session.patience;
  let answer;
  let sent = 0;
  let next = request;
  for (;;) {
    const { message, messageId } = pack(session, next);
    sent += 1;
    try {
      const received = await post(next.to, message, session.tls, { timeoutMs, largest: next.largest });
      answer = readAnswer(received, { messageId, breaks: session.breaks });
    } catch (error) {
      answer = { outcome: 'silent', reason: failure(error) };
    }
    const stubborn = answer.outcome !== 'accepted' && sent < attempts;
    const busy = answer.passing === true && sent <= busyRepeats && (answer.waitMs ?? 0) <= LONGEST_WAIT_MS;
    const twice = answer.outcome === 'accepted' && sent < session.breaks('copies', 1);
    if (!stubborn && !busy && !twice) return { ...answer, sent };
    if (busy) await new Promise((resume) => setTimeout(resume, session.breaks('wait', answer.waitMs ?? BUSY_WAIT_MS)));
    next = again();
  }
}
