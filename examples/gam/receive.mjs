import { at, CHARSETS, components, decode, newId, now, read, segment, write } from './er7.mjs';

const IDENTITIES = ['A24', 'A28', 'A31', 'A37', 'A40', 'A47'];
const ENCOUNTERS = [
  ...['A01', 'A02', 'A03', 'A04', 'A05', 'A06', 'A07', 'A09', 'A10', 'A11', 'A12', 'A13', 'A14', 'A15', 'A16', 'A21', 'A22', 'A25'],
  ...['A26', 'A27', 'A32', 'A33', 'A38', 'A44', 'A52', 'A53', 'A54', 'A55', 'Z99'],
];
/** Events that may come without a movement. */
const WITHOUT_MOVEMENT = [...IDENTITIES, 'A09', 'A10', 'A32', 'A33', 'A44'];

const NAMES = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  198: 'Non-conformant cardinality',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  205: 'Duplicate key identifier',
};

const RELIABILITY = [
  ...['VIDE', 'PROV', 'VALI', 'DOUB', 'DESA', 'DPOT', 'DOUA', 'COLP', 'COLV', 'FILI'],
  ...['CACH', 'ANOM', 'IDVER', 'RECD', 'IDRA', 'USUR', 'HOMD', 'HOMA'],
];
/** Fields whose codes are checked: segment, field, codes. */
const TABLES = [
  ['PID', 8, ['F', 'M', 'O', 'U']],
  ['PID', 32, RELIABILITY],
  ['PV1', 2, ['E', 'I', 'N', 'O', 'R']],
  ['ZBE', 4, ['INSERT', 'UPDATE', 'CANCEL']],
  ['ZBE', 5, ['Y', 'N']],
  ['ZBE', 9, ['S', 'H', 'M', 'L', 'D', 'SM', 'SH', 'MH', 'LD', 'HMS', 'C']],
];
const DATES = [
  ['EVN', 2],
  ['PID', 7],
  ['ZBE', 2],
];
const FORBIDDEN = [['EVN', 1], ...[2, 4, 9, 10, 12, 19, 20, 22, 28].map((field) => ['PID', field]), ['ZBE', 3]];

/** A reason not to do what a message says. */
export class Refusal extends Error {
  constructor(acknowledgement, code, place, text) {
    super(text);
    Object.assign(this, { acknowledgement, code, place });
  }
}

const isDate = (text) => {
  const [, year, month = '01', day = '01'] = /^(\d{4})(?:(\d{2})(?:(\d{2})(?:\d{2}){0,3}(?:\.\d{1,4})?)?)?(?:[+-]\d{4})?$/.exec(text) ?? [];
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day);
};

/** Of an escape sequence what stands between its two signs. */
const ESCAPE = /^(?:[FSTREHN]|\.[a-z]{2}[+-]?\d*|X(?:[\dA-F]{2})+|[CMZ][\dA-F]*)$/;

/** What is looked at before anything is done, in this order. */
const CHECKS = {
  start: ({ segments }) => {
    if (segments[0]?.[0] !== 'MSH') throw new Refusal('AR', 100, 'MSH^1', 'Un message commence par MSH.');
  },
  delimiters: ({ text }) => {
    if (!text.startsWith('MSH|^~\\&|')) throw new Refusal('AR', 102, 'MSH^1^2', 'Les délimiteurs sont |^~\\&.');
  },
  lineEnds: ({ text }) => {
    if (text.includes('\n')) throw new Refusal('AR', 100, 'MSH^1', 'Les segments se terminent par CR.');
  },
  header: ({ segments, events }) => {
    const msh = (field, component) => at(segments, 'MSH', field, component);
    if (msh(9) !== 'ADT') throw new Refusal('AR', 200, 'MSH^1^9^1^1', 'Seuls les messages ADT sont pris.');
    if (!events.includes(msh(9, 2))) throw new Refusal('AR', 201, 'MSH^1^9^1^2', 'Cet événement n’est pas pris ici.');
    if (!['P', 'D', 'T'].includes(msh(11))) throw new Refusal('AR', 202, 'MSH^1^11', 'MSH-11 est P, D ou T.');
    if (msh(12) !== '2.5') throw new Refusal('AR', 203, 'MSH^1^12', 'Seule la version 2.5 est prise.');
  },
  lines: ({ segments }) => {
    for (const [index, [name]] of segments.entries())
      if (!/^[A-Z][A-Z\d]{2}$/.test(name) || (index > 0 && name === 'MSH'))
        throw new Refusal('AE', 100, '', 'Une ligne n’est pas un segment de ce message.');
  },
  characters: ({ segments }) => {
    for (const [name, ...fields] of segments)
      if (fields.some((field) => /[\x00-\x08\x0b-\x1f\x7f]/.test(field)))
        throw new Refusal('AE', 102, `${name}^1`, 'Un caractère de commande n’a pas sa place ici.');
  },
  escapes: ({ segments }) => {
    for (const [name, ...fields] of segments)
      for (const field of fields) {
        const signs = name === 'MSH' ? [''] : field.split('\\');
        if (signs.length % 2 === 0 || signs.some((sequence, i) => i % 2 === 1 && !ESCAPE.test(sequence)))
          throw new Refusal('AE', 102, `${name}^1`, 'Une séquence d’échappement n’en est pas une.');
      }
  },
  segments: ({ segments, event }) => {
    const wanted = [
      ...['EVN', 'PID'],
      ...(['A40', 'A44', 'A47'].includes(event) ? ['MRG'] : []),
      ...(['A24', 'A37', 'A40', 'A44', 'A47'].includes(event) ? [] : ['PV1']),
      ...(WITHOUT_MOVEMENT.includes(event) ? [] : ['ZBE']),
    ];
    for (const name of wanted) if (!segment(segments, name)) throw new Refusal('AE', 100, `${name}^1`, `Le segment ${name} manque.`);
  },
  extraSegments: ({ segments, event }) => {
    const unwanted = { A40: ['PV1', 'ZBE'], A28: ['PV2', 'ZBE'], A31: ['PV2', 'ZBE'] }[event] ?? [];
    for (const name of unwanted)
      if (segment(segments, name)) throw new Refusal('AE', 100, `${name}^1`, `Le segment ${name} n’est pas permis ici.`);
  },
  fields: ({ segments }) => {
    const isStay = !['', 'N'].includes(at(segments, 'PV1', 2));
    const changes = ['UPDATE', 'CANCEL'].includes(at(segments, 'ZBE', 4));
    const wanted = [
      ['EVN', 2],
      ...[3, 5, 32, ...(isStay ? [18] : [])].map((field) => ['PID', field]),
      ['PV1', 2],
      ['MRG', 1],
      ...[1, 2, 4, 5, 9, ...(changes ? [6] : [])].map((field) => ['ZBE', field]),
    ];
    for (const [name, field] of wanted)
      if (segment(segments, name) && !segment(segments, name)[field])
        throw new Refusal('AE', 101, `${name}^1^${field}`, `${name}-${field} est obligatoire.`);
    const names = (segment(segments, 'PID')?.[5] ?? '').split('~').map((name) => name.split('^')[6]);
    if (segment(segments, 'PID') && !names.includes('L')) throw new Refusal('AE', 101, 'PID^1^5', 'Le nom de naissance manque.');
  },
  tables: ({ segments }) => {
    for (const [name, field, codes] of TABLES) {
      const value = at(segments, name, field);
      if (value !== '' && !codes.includes(value)) throw new Refusal('AE', 103, `${name}^1^${field}`, `${value} n’est pas dans la table.`);
    }
  },
  dates: ({ segments }) => {
    for (const [name, field] of DATES) {
      const value = at(segments, name, field);
      if (value !== '' && !isDate(value)) throw new Refusal('AE', 102, `${name}^1^${field}`, `${value} n’est pas une date.`);
    }
  },
  forbidden: ({ segments }) => {
    for (const [name, field] of FORBIDDEN)
      if (segment(segments, name)?.[field]) throw new Refusal('AE', 198, `${name}^1^${field}`, `${name}-${field} n’est pas permis.`);
  },
  movements: ({ segments, movements }) => {
    const id = segment(segments, 'ZBE')?.[1];
    if (id === undefined) return;
    const known = movements.has(id);
    const action = at(segments, 'ZBE', 4);
    if (action === 'INSERT' && known) throw new Refusal('AE', 205, 'ZBE^1^1', 'Ce mouvement est déjà connu.');
    if (action !== 'INSERT' && !known) throw new Refusal('AE', 204, 'ZBE^1^1', 'Ce mouvement n’est pas connu.');
  },
};

/**
 * Takes messages one by one: each is looked at, done when nothing speaks against it, and acknowledged.
 * @param {'identities' | 'encounters'} takes
 * @returns {(message: Buffer) => Buffer[]} the acknowledgement
 */
export function receiver(takes, breaks) {
  /** how often each movement was inserted and not cancelled: once */
  const movements = new Map();
  const keep = breaks('keep', (id, action) => {
    const times = (movements.get(id) ?? 0) + ({ INSERT: 1, CANCEL: -1 }[action] ?? 0);
    if (times > 0) movements.set(id, times);
    else movements.delete(id);
  });
  /** by MSH-3 and MSH-10: a message that comes again is answered as it was, and not done again */
  const answered = new Map();
  const events = takes === 'identities' ? IDENTITIES : ENCOUNTERS;
  const checks = breaks('checks', CHECKS);
  return (bytes) => {
    const decoded = breaks('decode', decode)(bytes);
    const text = decoded ?? bytes.toString('latin1');
    const segments = read(text, /[\r\n]/);
    const key = `${at(segments, 'MSH', 3)} ${at(segments, 'MSH', 10)}`;
    const before = breaks('repeated', answered.get(key));
    if (before) return before;
    let refusal;
    try {
      if (decoded === undefined) throw new Refusal('AR', 102, 'MSH^1^18', 'Ce n’est pas le jeu de caractères de MSH-18.');
      for (const check of Object.values(checks)) check({ text, segments, event: at(segments, 'MSH', 9, 2), events, movements });
      const id = segment(segments, 'ZBE')?.[1];
      if (id !== undefined) keep(id, at(segments, 'ZBE', 4));
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      refusal = error;
    }
    const answers = acknowledgements(segments, breaks('refusal', refusal), breaks);
    answered.set(key, answers);
    return breaks('answers', { answers, refusal }).answers;
  };
}

/** In original mode one; in enhanced mode (MSH-15, MSH-16) that of reception and that of the application, each where it is asked for. */
function acknowledgements(segments, refusal, breaks) {
  const write = (code, reason) => acknowledgement(segments, code, reason, breaks);
  const code = refusal?.acknowledgement ?? 'AA';
  const [accept, application] = breaks('mode', [at(segments, 'MSH', 15), at(segments, 'MSH', 16)]);
  if (!accept && !application) return [write(code, refusal)];
  const rejected = code === 'AR';
  const wanted = (condition, failed) => condition === 'AL' || condition === (failed ? 'ER' : 'SU');
  const reception = wanted(accept, rejected) ? [rejected ? write('CR', refusal) : write('CA')] : [];
  const isTold = rejected && reception.length > 0;
  return [...reception, ...(!isTold && wanted(application, code !== 'AA') ? [write(code, refusal)] : [])];
}

function acknowledgement(segments, code, refusal, breaks) {
  const msh = (field) => segment(segments, 'MSH')?.[field] ?? '';
  const charset = msh(18) in CHARSETS && msh(18) !== '' ? msh(18) : 'UNICODE UTF-8';
  const header = [
    ...['MSH', '|', '^~\\&', msh(5), msh(6), msh(3), msh(4), now(), '', components('ACK', at(segments, 'MSH', 9, 2), 'ACK'), newId()],
    ...[msh(11) || 'P', msh(12) || '2.5', '', '', '', '', msh(17), charset === 'UNICODE UTF-8' ? charset : 'ASCII', 'FR'],
  ];
  const error = refusal && [
    'ERR',
    '',
    refusal.place,
    components(refusal.code, NAMES[refusal.code], 'HL70357'),
    'E',
    '',
    '',
    '',
    refusal.message,
  ];
  const written = breaks('acknowledgement', [header, ['MSA', code, msh(10)], ...(error ? [error] : [])]);
  // what a person reads is in French, and not every set has its letters
  const text = write(written);
  return Buffer.from(charset === 'UNICODE UTF-8' ? text : text.normalize('NFD').replace(/[^\x00-\x7f]/g, ''));
}
