import { randomBytes } from 'node:crypto';
import { connect as connectTcp } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { first, readEr7, repetitions, value, writeEr7 } from './er7.mjs';
import { hl7Local } from '../wire/identifiers.mjs';
import { frames, sendMllp } from '../wire/mllp.mjs';

const LPS = 'LPS-TEMOIN';
const PRACTICE = 'CABINET';

/** What the codes of an acknowledgement mean, for people who read them. */
const CODES = { AA: 'accepted', CA: 'accepted', AE: 'refused', CE: 'refused', AR: 'refused', CR: 'refused' };

const header = ({ type, version, profile }) => [
  'MSH',
  '^~\\&',
  LPS,
  PRACTICE,
  'ADDAX',
  'ADDAX',
  hl7Local(new Date()),
  '',
  type,
  randomBytes(10).toString('hex'),
  'T',
  version,
  '',
  '',
  '',
  '',
  'FRA',
  'UNICODE UTF-8',
  ...(profile ? ['', '', profile] : []),
];

function connectorOf(session, url) {
  const { protocol, hostname, port } = new URL(url);
  if (protocol === 'mllp:') return () => connectTcp({ host: hostname, port: Number(port) });
  if (protocol === 'mllps:') return () => connectTls({ host: hostname, port: Number(port), ...session.tls });
  throw new Error(`${url} n’est pas une adresse MLLP`);
}

/**
 * Sends an HL7 v2 message over MLLP and reads the answer to it. What is sent is made anew for each attempt; a healthy LPS
 * makes one.
 * @param {{to: string, type: string, version: string, profile?: string, segments: string[][]}} request fields already written
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'stranger' | 'silent', reason?: string, message?: object, sent: number}>}
 *   `stranger`: what came is the answer to another message
 */
export async function askHl7(session, request) {
  const { attempts, timeoutMs } = session.patience;
  for (let sent = 1; ; sent += 1) {
    const answer = await askOnce(session, request, session.input.timeoutMs ?? timeoutMs);
    const stubborn = answer.outcome !== 'accepted' && sent < attempts;
    const twice = answer.outcome === 'accepted' && sent < session.breaks('copies', 1);
    if (!stubborn && !twice) return { ...answer, sent };
  }
}

async function askOnce(session, request, timeoutMs) {
  const msh = session.breaks('hl7Header', header(request));
  const text = session.breaks('hl7Message', writeEr7([msh, ...request.segments]));
  let message;
  try {
    const received = await sendMllp({
      connect: connectorOf(session, request.to),
      message: Buffer.from(text, session.breaks('hl7Encoding', 'utf8')),
      timeoutMs,
      reader: session.breaks('frames', frames),
    });
    message = readEr7(received, session.breaks('readsCharset', undefined));
  } catch (error) {
    return { outcome: 'silent', reason: error.message };
  }
  const msa = first(message, 'MSA');
  const isOurs = value(msa, 2) === msh[9];
  if (!isOurs && session.breaks('checksControlId', true))
    return { outcome: 'stranger', reason: 'la réponse reçue est celle d’un autre message' };
  const outcome = CODES[value(msa, 1)] ?? 'silent';
  return { outcome, message, ...(outcome !== 'accepted' && { reason: reasonOf(message) }) };
}

/** What the other side says is wrong. */
function reasonOf(message) {
  const err = first(message, 'ERR');
  const [code = [], text = []] = repetitions(err, 3)[0] ?? [];
  return [value(err, 7) || value(err, 8), text[0] ?? '', code[0] && `code ${code[0]}`].filter(Boolean).join(' ') || 'refus sans motif';
}
