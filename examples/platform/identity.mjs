import { crossReferences, feed } from './cross-reference.mjs';
import { cancelQuery, findPatients } from './demographics.mjs';
import { Refusal, writeAnswer, wrong } from './hl7.mjs';
import { readMessage, Unreadable } from '../wire/hl7.mjs';
import { frames, listenMllp } from '../wire/mllp.mjs';

/** What is served, by type and event; since which version of HL7. */
const SERVED = {
  QBP: { Q22: { serve: findPatients, since: 5 }, Q23: { serve: crossReferences, since: 5 } },
  QCN: { J01: { serve: cancelQuery, since: 5 } },
  ADT: Object.fromEntries(['A01', 'A04', 'A05', 'A08', 'A28', 'A31', 'A40'].map((event) => [event, { serve: feed, since: 3 }])),
};

/**
 * Opens the identity server: Patient Demographics Supplier and Patient Identifier Cross-reference Manager, in clear on one
 * port and by TLS on another: the two that follow `port`, or any two.
 * @param {{port: number, tls: object, identities: object, breaks: (stage: string, value: any) => any}} options
 */
export async function openIdentityServer({ port, tls, identities, breaks }) {
  const context = { identities, breaks, queries: new Map() };
  const service = {
    port: port && port + 2,
    answer: async (bytes, socket) => (await breaks('answers', { messages: answersTo(bytes, context), socket, bytes })).messages,
    reader: breaks('frames', frames),
    halfOpen: breaks('halfClosed', true),
  };
  const doors = [await listenMllp(service), await listenMllp({ ...service, port: port && port + 1, tls: breaks('tls', tls) })];
  return { ports: doors.map(({ port }) => port), close: () => doors.forEach((door) => door.close()) };
}

/** The answer to a message, and the accept acknowledgement before it where enhanced mode asks for one. */
function answersTo(bytes, context) {
  const { breaks } = context;
  let msh, refusal, answer;
  try {
    const segments = read(bytes, breaks);
    msh = segments[0];
    const { serve } = served(msh, breaks);
    answer = { code: 'AA', ...serve({ segments, msh, ...context }) };
  } catch (error) {
    if (error instanceof Refusal) refusal = error;
    else if (error instanceof Unreadable) refusal = new Refusal('AR', wrong(100, ['MSH', 1], error.message));
    else refusal = new Refusal('AE', wrong(207, [], `Erreur interne : ${error.message}`));
    msh ??= readHeader(bytes);
    answer = { code: refusal.acknowledgement, errors: refusal.errors, ...refusal.answer };
  }
  const write = (what) => writeAnswer(msh, what, breaks);
  const [accept, application] = breaks('mode', [msh?.at(15) ?? '', msh?.at(16) ?? '']);
  if (!accept && !application) return [write(answer)];
  const rejected = answer.code === 'AR';
  const wanted = (condition, failed) => condition === 'AL' || condition === (failed ? 'ER' : 'SU');
  const accepts = wanted(accept, rejected);
  return [
    ...(accepts ? [write({ code: rejected ? 'CR' : 'CA', errors: rejected ? answer.errors : [] })] : []),
    // a rejection is told once
    ...(!(rejected && accepts) && wanted(application, answer.code !== 'AA') ? [write(answer)] : []),
  ];
}

function read(bytes, breaks) {
  const text = breaks('lines', bytes);
  if (text.includes(0x0a)) throw new Refusal('AR', wrong(100, ['MSH', 1], 'Les segments finissent par LF au lieu de CR.'));
  return breaks(
    'segments',
    readMessage(text, (name) => breaks('charset', name)),
  );
}

/** What is left of the header of a message that cannot be read. */
function readHeader(bytes) {
  try {
    const end = bytes.findIndex((byte) => byte === 0x0d || byte === 0x0a);
    return readMessage(Buffer.from(bytes.subarray(0, end < 0 ? bytes.length : end).toString('latin1')), () => 'UNICODE UTF-8')[0];
  } catch {
    return undefined;
  }
}

function served(msh, breaks) {
  const checks = breaks('headerChecks', { type: true, event: true, version: true });
  for (const field of [9, 10, 11, 12])
    if (msh.isEmpty(field)) throw new Refusal('AE', wrong(101, ['MSH', 1, field], `MSH-${field} est vide.`));
  const events = SERVED[msh.at(9)];
  if (!events && checks.type) throw new Refusal('AR', wrong(200, ['MSH', 1, 9, 1, 1], `Les messages ${msh.at(9)} ne sont pas traités.`));
  const one = events?.[msh.at(9, 2)];
  if (!one && checks.event) throw new Refusal('AR', wrong(201, ['MSH', 1, 9, 1, 2], `Événement non traité : ${msh.at(9, 2)}.`));
  if (!one) return { serve: () => ({}) };
  if (!/^[PDT]$/.test(msh.at(11))) throw new Refusal('AR', wrong(202, ['MSH', 1, 11], 'MSH-11 doit être P, D ou T.'));
  const minor = /^2\.(\d)/.exec(msh.at(12))?.[1];
  if (checks.version && !(Number(minor) >= one.since && Number(minor) <= 8))
    throw new Refusal('AR', wrong(203, ['MSH', 1, 12], `Version non traitée : ${msh.at(12)}.`));
  return one;
}
