import { at, newId } from './er7.mjs';
import { Refusal } from './receive.mjs';

/** Changes the segments of a message that is sent. */
const sending = (change) => ({ segments: (segments) => change(segments.map((segment) => [...segment])) });

/** Writes another value in a field, wherever its segment is. */
const saying = (name, field, value) =>
  sending((segments) => {
    for (const segment of segments.filter((one) => one[0] === name)) {
      while (segment.length <= field) segment.push('');
      segment[field] = typeof value === 'function' ? value(segment[field]) : value;
    }
    return segments;
  });

const without = (name) => sending((segments) => segments.filter((segment) => segment[0] !== name));

const after = (name, added) => sending((segments) => segments.flatMap((segment) => (segment[0] === name ? [segment, added] : [segment])));

/** What comes in one packet, whole or not, with what follows. */
const packets = () => (chunk) => {
  const text = chunk.toString('latin1');
  if (!text.startsWith('\x0b') || !text.endsWith('\x1c\r') || text.indexOf('\x1c') < text.length - 2) throw new Error('trame illisible');
  return [chunk.subarray(1, -2)];
};

const lookingAtAllBut = (...names) => ({
  checks: (checks) => Object.fromEntries(Object.entries(checks).filter(([name]) => !names.includes(name))),
});

/** One more reason to refuse a message. */
const refusing = (acknowledgement, code, place, when) => ({
  checks: (checks) => ({
    ...checks,
    more: (message) => {
      if (when(message)) throw new Refusal(acknowledgement, code, place, 'La GAM ne prend pas ce message.');
    },
  }),
});

/** What is wrong in the GAM: each defect breaks one thing, at the stage of the work that its function names. */
export const defects = {
  // identities that it sends
  'no-birth-name': saying('PID', 5, (names) => names.split('~').slice(-1)[0].replace(/\^L$/, '^D')),
  'no-reliability': saying('PID', 32, ''),
  'completes-birth-date': {
    input: (input) => ({ ...input, patient: { ...input.patient, birthDate: `${input.patient.birthDate}0101`.slice(0, 8) } }),
  },
  'wrong-charset': { bytes: (bytes) => Buffer.from(bytes.toString(), 'latin1') },
  'name-without-use': saying('PID', 5, (names) => names.replaceAll(/\^+[LD](?=~|$)/g, '')),
  'merges-with-visit': sending((segments) => [...segments, ['PV1', '1', 'N']]),
  'swaps-identifiers': {
    input: (input) => ({ ...input, patient: { ...input.patient, identifiers: input.other }, other: input.patient.identifiers.slice(0, 1) }),
  },
  'links-alone': sending((segments) => segments.slice(0, 3)),
  'sends-race': saying('PID', 10, '2028-9'),
  'ins-without-validation': {
    input: (input) => ({
      ...input,
      patient: {
        ...input.patient,
        identifiers: [
          ...input.patient.identifiers,
          { value: '288075121500194', oid: '1.2.250.1.213.1.4.10', namespace: 'ASIP-SANTE-INS-NIR', type: 'INS', effective: '20260105' },
        ],
      },
    }),
  },
  'identity-with-visit-details': after('PV1', ['PV2', '', '', '', '', '', '', '', '20260105']),
  'sends-empty-segments': after('PV1', ['ZFA', '', '', '']),
  'another-profile': saying('MSH', 21, '2.5^IHE_FRANCE-2.5-PAM'),
  'event-as-structure': saying('MSH', 9, 'ADT^A28^ADT_A28'),
  'says-event-twice': saying('EVN', 1, 'A31'),
  'ends-with-line-feeds': { bytes: (bytes) => Buffer.from(bytes.toString().replaceAll('\r', '\n')) },

  // movements that it sends
  'no-movement': without('ZBE'),
  'no-account': saying('PID', 18, ''),
  'unknown-class': saying('PV1', 2, 'X'),
  'movement-before-visit': sending((segments) => {
    const [zbe] = segments.filter(([name]) => name === 'ZBE');
    return segments.filter((one) => one !== zbe).flatMap((one) => (one[0] === 'PV1' ? [zbe, one] : [one]));
  }),
  'ends-movement': saying('ZBE', 3, '20260105101500'),
  'unknown-nature': saying('ZBE', 9, 'HOSP'),
  'updates-with-a08': { kind: (kind) => ({ ...kind, event: 'A08' }) },
  'no-original-event': saying('ZBE', 6, ''),
  'cancels-by-insert': saying('ZBE', 4, 'INSERT'),

  // acknowledgements that it gets
  'hides-refusal': { screen: (screen) => (screen.outcome === 'accepted' ? screen : { answer: false, text: 'Message transmis.' }) },
  'takes-packets-for-frames': {
    reader: () => packets,
    patience: (patience) => ({ ...patience, attempts: 1 }),
    screen: (screen) => (screen.outcome === 'accepted' ? screen : { ...screen, answer: false }),
  },
  'gives-up': { patience: (patience) => ({ ...patience, attempts: 1 }), screen: (screen) => ({ ...screen, answer: false }) },
  'takes-any-acknowledgement': { isAnswer: () => () => true },
  'takes-reception-for-done': {
    waits: () => false,
    taken: () => ['AA', 'CA'],
    screen: (screen) => (screen.outcome === 'accepted' ? { answer: false, text: screen.text } : screen),
  },
  'takes-reception-for-refusal': {
    waits: () => false,
    screen: (screen) => (screen.outcome === 'refused' ? { answer: false, text: screen.text } : screen),
  },
  insists: { patience: () => ({ attempts: 7, timeoutMs: 300 }) },
  'renumbers-again': {
    again: ({ segments, attempt }) =>
      attempt === 1 ? { segments } : { segments: segments.map((one) => (one[0] === 'MSH' ? one.with(10, newId()) : one)) },
  },

  // what it takes
  'accepts-anything': lookingAtAllBut(
    'start',
    'delimiters',
    'lines',
    'characters',
    'escapes',
    'lineEnds',
    'header',
    'segments',
    'extraSegments',
    'fields',
    'tables',
    'dates',
    'forbidden',
    'movements',
  ),
  'refuses-without-reason': { acknowledgement: (segments) => segments.filter(([name]) => name !== 'ERR') },
  'one-code-for-all': { refusal: (refusal) => refusal && Object.assign(refusal, { acknowledgement: 'AE', code: 199 }) },
  'refuses-in-silence': {
    answers: ({ answers, refusal }) => ({ answers: refusal ? [] : answers }),
    connection: ({ answer, socket }) => {
      if (answer.length === 0) socket.end();
      return { answer };
    },
  },
  'answers-another': { acknowledgement: (segments) => segments.map((one) => (one[0] === 'MSA' ? one.with(2, 'AUTRE') : one)) },
  'answers-in-original-mode': { mode: () => [] },
  'acknowledges-reception-only': { mode: () => ['AL', 'NE'] },
  'forgets-movements': { keep: () => () => undefined },
  'never-looks-for-movements': lookingAtAllBut('movements'),
  'drops-repeated-messages': { repeated: (before) => before && [] },
  'inserts-again': {
    repeated: () => undefined,
    checks: (checks) => ({
      ...checks,
      movements: ({ segments, movements }) => {
        if (at(segments, 'ZBE', 4) !== 'INSERT') checks.movements({ segments, movements });
      },
    }),
  },
  'refuses-history': refusing('AE', 103, 'ZBE^1^5', ({ segments }) => at(segments, 'ZBE', 5) === 'Y'),
  'wants-an-ins': refusing('AE', 101, 'PID^1^3', ({ text }) => !text.includes('ASIP-SANTE-INS')),
  'wants-whole-dates': refusing('AE', 102, 'PID^1^7', ({ segments }) => at(segments, 'PID', 7).length < 8),
  'knows-creations-alone': refusing('AR', 201, 'MSH^1^9^1^2', ({ event }) => !['A28', 'A01'].includes(event)),
  'reads-ascii-alone': { decode: (decode) => (bytes) => (bytes.every((byte) => byte < 128) ? decode(bytes) : undefined) },
  'reads-any-charset': { decode: () => (bytes) => bytes.toString('latin1') },
  'answers-each-packet': { reader: () => () => (chunk) => [Buffer.from(chunk.toString('latin1').replace(/^\x0b|\x1c\r$/g, ''), 'latin1')] },
  'hangs-up-early': {
    connection: ({ answer, socket }) => ({
      answer: new Promise((resolve) => setTimeout(() => resolve(socket.readableEnded ? [] : answer), 50)),
    }),
  },
};

/** What a defect makes of each stage; without one everything stays as it is. */
export function breaksOf(defect) {
  if (defect && !defects[defect]) throw new Error(`défaut inconnu : ${defect}`);
  return (stage, value) => (defect && defects[defect][stage] ? defects[defect][stage](value) : value);
}
