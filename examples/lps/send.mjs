import { readAnswer } from './answer.mjs';
import { post } from './post.mjs';
import { writeEnvelope } from './soap.mjs';
import { claimsOf, signAssertion, writeAssertion } from './vihf.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { writeMtom, writeSimple } from '../wire/multipart.mjs';
import { NS } from '../wire/xml.mjs';

const FAILURES = {
  ANSWER_LATE: 'la plateforme ne répond pas',
  ANSWER_CUT: 'la réponse de la plateforme est coupée',
  ECONNRESET: 'la connexion est coupée',
  ECONNREFUSED: 'la plateforme est injoignable',
};

const failure = ({ code = '', message }) => {
  if (FAILURES[code]) return FAILURES[code];
  if (code.startsWith('ERR_SSL')) return 'la connexion sécurisée n’aboutit pas';
  if (/CERT|ISSUER|INVALID_PURPOSE/.test(code)) return `le certificat de la plateforme n’est pas recevable (${code})`;
  return message;
};

/** The VIHF of the user for one patient, ready for the Security header. */
function vihf(session, patient) {
  const claims = session.breaks('claims', claimsOf(patient, session.signer, new Date()));
  const assertion = writeAssertion(claims);
  return session.breaks('signed', session.breaks('unsigned', false) ? assertion : signAssertion(assertion, session.signer));
}

/** One message, packed as the transaction wants it. */
function pack(session, { action, to, patient, body, attachments, packaging }) {
  const envelope = session.breaks(
    'soap',
    writeEnvelope(
      session.breaks('envelope', { soap: NS.soap, action, messageId: newUuid(), to, assertion: vihf(session, patient), body: body() }),
    ),
  );
  return packaging === 'mtom' ? writeMtom({ envelope, action, attachments }) : writeSimple({ envelope, action });
}

/**
 * Sends a request and reads its answer. A healthy LPS sends once: it never repeats a request by itself.
 * @param {{action: string, to: string, patient: object, body: () => object, packaging: 'mtom' | 'simple', attachments?: object[]}} request
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'unreadable' | 'silent', reason?: string, sent: number}>}
 */
export async function send(session, request) {
  let answer;
  let sent = 0;
  do {
    const message = pack(session, request);
    sent += 1;
    try {
      answer = readAnswer(await post(request.to, message, session.tls, session.patience.timeoutMs));
    } catch (error) {
      answer = { outcome: 'silent', reason: failure(error) };
    }
  } while (answer.outcome !== 'accepted' && sent < session.patience.attempts);
  return { ...answer, sent };
}
