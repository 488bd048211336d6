/**
 * What can be done to an HL7 v2 message and to its MLLP frame. A message is text in Latin-1, one character a byte. Each
 * mutation gives the changed text, or undefined where it has nothing to change.
 */

const START = '\x0b';
const END = '\x1c\r';

const ODD_VALUES = [
  ...['', '""', '"', ' ', '*', '**', '*A*', '?', '%', '_', "'; --", '0', '-1', '99999999999999999999', '1e9', 'NaN', 'null', '__proto__'],
  ...[
    '19790231',
    '00000000',
    '2026-11-20',
    '9'.repeat(300),
    'A'.repeat(70_000),
    '\xc3\xa9'.repeat(500),
    '\xe9',
    '\xff\xfe',
    '\xef\xbb\xbf',
  ],
  ...[
    '\xed\xa0\x80',
    '\xf0\x9f\x98\x80',
    '\xe2\x80\xae',
    '\u0000',
    '\t',
    '\x1b',
    '\x7f',
    '\n',
    'a\nb',
    '\x0b',
    '\x1c',
    '@PID.5.1.1',
    '@PID.99.9',
  ],
  ...[
    'MSH|^~\\&|',
    'A^B^C&D&E~F',
    '^^^^',
    '&&&&',
    '~~~~',
    'ADT^A40',
    'QBP^Q22',
    'ACK',
    'AL',
    'NE',
    'SU',
    'ER',
    'P',
    'D',
    '2.3.1',
    '2.5.1',
    '2.9',
    '3',
  ],
  ...[
    '8859/1',
    '8859/15',
    '8859/99',
    'ASCII',
    'UNICODE UTF-16',
    'UTF-8',
    'BIG-5',
    'UNICODE UTF-8~8859/1',
    'I',
    'D',
    '2^RD',
    '0^RD',
    '1^PG',
  ],
];
const ESCAPES = [
  '\\X\\',
  '\\X4\\',
  '\\XZZ\\',
  '\\X0D\\',
  '\\X0B\\',
  '\\X1C0D\\',
  '\\X00\\',
  '\\XC3\\',
  '\\XFF\\',
  '\\E',
  '\\',
  '\\\\',
  '\\F\\',
].concat(
  ['\\S\\', '\\T\\', '\\R\\', '\\E\\', '\\P\\', '\\H\\', '\\Zabc\\', '\\.br\\', '\\.sp999999\\', '\\.sp-1\\', '\\C2842\\', '\\M244242\\'],
  ['\\e\\', '\\Q\\', `\\X${'41'.repeat(50_000)}\\`, '\\E'.repeat(50_000), `\\${'A'.repeat(100_000)}`],
);
const CHARSETS = ['', 'ASCII', '8859/1', '8859/2', '8859/9', '8859/15', 'UNICODE UTF-8', 'UNICODE UTF-16', 'UTF-8', 'BIG-5', 'é'];

const replaced = (text, at, length, by) => text.slice(0, at) + by + text.slice(at + length);
const inserted = (text, random, by) => replaced(text, random.below(text.length + 1), 0, by);

/** Changes one segment. */
const bySegment = (change) => (text, random) => {
  const segments = text.split('\r');
  const at = random.below(Math.max(1, segments.length - 1));
  const changed = change(segments, at, random);
  return changed && changed.join('\r');
};
/** Changes one field, whatever its segment; those of MSH count like others, so that its delimiters are fields 1. */
const byField = (change) =>
  bySegment((segments, at, random) => {
    const fields = segments[at].split('|');
    if (fields.length < 2) return undefined;
    const n = 1 + random.below(fields.length - 1);
    const value = change(fields[n], random, fields, n);
    return value === undefined ? undefined : segments.with(at, fields.with(n, value).join('|'));
  });
const byMsh = (number, value) => (text, random) => {
  const [first, ...rest] = text.split('\r');
  const fields = first.split('|');
  if (fields[0] !== 'MSH') return undefined;
  while (fields.length < number) fields.push('');
  return [fields.with(number - 1, value(random)).join('|'), ...rest].join('\r');
};
const many = (random, most) => random.pick([2, 100, 1000, most]);

export const ER7_MUTATIONS = [
  { name: 'segment removed', weight: 8, change: bySegment((all, at) => all.toSpliced(at, 1)) },
  { name: 'segment twice', weight: 5, change: bySegment((all, at) => all.toSpliced(at, 0, all[at])) },
  {
    name: 'segments exchanged',
    weight: 4,
    change: bySegment((all, at, r) => {
      const other = r.below(all.length - 1);
      return all.length < 3 ? undefined : all.with(at, all[other]).with(other, all[at]);
    }),
  },
  {
    name: 'segment renamed',
    weight: 4,
    change: bySegment((all, at, r) =>
      all.with(at, r.pick(['ZZZ', 'PID', 'MSH', 'pid', '1AB', 'P', '', 'XX ', 'MSA', 'ERR', 'DSC']) + all[at].slice(3)),
    ),
  },
  {
    name: 'segment of others',
    weight: 4,
    change: bySegment((all, at, r) =>
      all.toSpliced(
        at + r.below(2),
        0,
        r.pick([
          'ZAD|1',
          'MSH|^~\\&|A',
          'BHS|^~\\&',
          'FTS|1',
          'EVN',
          'DSC|abc|I',
          'DSC||I',
          'MRG|1',
          'PID|',
          '|',
          'x',
          ' ',
          'NTE|1||'.padEnd(200_000, 'x'),
        ]),
      ),
    ),
  },
  { name: 'no MSH', weight: 2, change: (text) => text.slice(text.indexOf('\r') + 1) },
  {
    name: 'nothing',
    weight: 1,
    change: (_, r) => r.pick(['', '\r', '\n', ' ', 'MSH', 'MSH|', 'MSH|^~\\&', 'MSH|^~\\&\r', '\u0000', 'GET / HTTP/1.1\r\n\r\n']),
  },
  { name: 'field replaced', weight: 16, change: byField((_, r) => r.pick(ODD_VALUES)) },
  { name: 'field emptied', weight: 6, change: byField((value) => (value === '' ? undefined : '')) },
  { name: 'field repeated', weight: 4, change: byField((value, r) => Array(many(r, 3000)).fill(value).join('~')) },
  { name: 'another field', weight: 4, change: byField((_, r, fields) => r.pick(fields)) },
  {
    name: 'component replaced',
    weight: 12,
    change: byField((value, r) => {
      const parts = value.split(/([~^&])/);
      return parts.with(2 * r.below((parts.length + 1) / 2), r.pick(ODD_VALUES)).join('');
    }),
  },
  {
    name: 'component removed',
    weight: 4,
    change: byField((value, r) => {
      const parts = value.split(/([~^&])/);
      return parts.length < 3 ? undefined : parts.toSpliced(2 * r.below((parts.length - 1) / 2), 2).join('');
    }),
  },
  {
    name: 'delimiter exchanged',
    weight: 6,
    change: (text, r) => {
      const at = [...text.matchAll(/[|^~&]/g)];
      return at.length === 0 ? undefined : replaced(text, r.pick(at).index, 1, r.pick(['|', '^', '~', '&', '\\', '#', '']));
    },
  },
  {
    name: 'other delimiters declared',
    weight: 4,
    change: (text, r) =>
      text.replace(
        /^MSH.{0,5}/s,
        () =>
          `MSH${r.pick(['|^~\\', '|^^\\&', '||~\\&', '|^~\\&#', '|^~\\&#!', 'a^~\\&', '|', '|\r~\\&', '|ABCD', '#^~\\&', '|^~\\\xe9', '\xe9^~\\&', '|\u0000~\\&', '|^~&\\'])}`,
      ),
  },
  {
    name: 'other delimiters throughout',
    weight: 2,
    change: (text, r) => {
      const others = r.pick(['#!;$@', '%*+-_', '|@~\\&']);
      return text.replace(/[|^~\\&]/g, (c) => others['|^~\\&'.indexOf(c)]);
    },
  },
  { name: 'line feeds', weight: 3, change: (text) => text.replaceAll('\r', '\n') },
  { name: 'CR LF', weight: 2, change: (text) => text.replaceAll('\r', '\r\n') },
  {
    name: 'one other line end',
    weight: 3,
    change: (text, r) => {
      const at = [...text.matchAll(/\r/g)];
      return at.length === 0 ?
          undefined
        : replaced(text, r.pick(at).index, 1, r.pick(['\n', '\r\n', '\n\r', '\r\r', '', '\u0085', '\x1e']));
    },
  },
  {
    name: 'long segment',
    weight: 0.3,
    change: (text, r) =>
      `${text}${r.pick(['ZZZ|', 'NTE|1||', 'OBX|1|FT|||', ''])}${r
        .pick(['x', 'é', '\xc3\xa9', '|', '^', '~', '&', '\\', ' ', '\u0000', '\\E\\', '&^'])
        .repeat(r.pick([1e6, 3e6, 1e7]) >> 1)}\r`,
  },
  { name: '10 MB value', weight: 0.3, change: byField((_, r) => r.pick(['x', '*', '"', '\xe9', '0']).repeat(1e7)) },
  {
    name: '100,000 repetitions',
    weight: 0.5,
    change: byField((value, r) =>
      Array(100_000)
        .fill(value.slice(0, 60) || r.pick(['A', '^', '&', '@PID.5.1^A']))
        .join('~'),
    ),
  },
  { name: '100,000 pieces', weight: 0.5, change: byField((value, r) => value + r.pick(['|', '^', '&', '^A', '&A', '|A']).repeat(100_000)) },
  {
    name: '100,000 segments',
    weight: 0.3,
    change: bySegment((all, at, r) =>
      all.toSpliced(at, 0, ...Array(100_000).fill(r.pick(['', 'A', 'ZZZ|1', 'PID|1', 'NTE|1||x', 'EVN', all[at].slice(0, 40)]))),
    ),
  },
  { name: 'escape sequence', weight: 6, change: byField((value, r) => inserted(value, r, r.pick(ESCAPES))) },
  {
    name: 'control character',
    weight: 3,
    change: (text, r) =>
      inserted(text, r, r.pick(['\u0000', '\u0000'.repeat(5000), '\x0b', '\x1c', '\x1cx', '\x1b', '\x7f', '\t', '\x0c'])),
  },
  { name: 'character set', weight: 5, change: byMsh(18, (r) => r.pick(CHARSETS)) },
  {
    name: 'in Latin-1',
    weight: 2,
    change: (text) =>
      Buffer.from(text, 'latin1')
        .toString('utf8')
        .replace(/[^\u0000-\u00ff]/g, '?'),
  },
  { name: 'UTF-16', weight: 1, change: (text, r) => r.pick(['', '\xff\xfe']) + Buffer.from(text, 'utf16le').toString('latin1') },
  { name: 'byte order mark', weight: 1, change: (text) => `\xef\xbb\xbf${text}` },
  {
    name: 'acknowledgement modes',
    weight: 3,
    change: (text, r) => {
      const mode = () => r.pick(['AL', 'NE', 'SU', 'ER', 'XX', '']);
      return byMsh(16, mode)(byMsh(15, mode)(text, r) ?? text, r);
    },
  },
  {
    name: 'bytes changed',
    weight: 5,
    change: (text, r) => {
      for (let left = 1 + r.below(8); left > 0 && text !== ''; left--) text = replaced(text, r.below(text.length), 1, r.bytes(1));
      return text;
    },
  },
  { name: 'bytes inserted', weight: 3, change: (text, r) => inserted(text, r, r.bytes(1 + r.below(300))) },
  { name: 'cut', weight: 3, change: (text, r) => text.slice(0, r.below(text.length + 1)) },
  {
    name: 'piece twice',
    weight: 3,
    change: (text, r) => {
      const at = r.below(text.length + 1);
      return replaced(text, at, 0, text.slice(at, at + r.below(200)));
    },
  },
  { name: 'random bytes', weight: 1, change: (_, r) => r.bytes(r.below(2000)) },
];

/** How a message is framed: the bytes of the connection, where those of the message stand. */
const FRAMES = [
  { name: 'no start', weight: 2, frame: (text) => text + END },
  { name: 'no end', weight: 1, frame: (text) => START + text },
  { name: 'end without CR', weight: 2, frame: (text) => `${START}${text}\x1c` },
  { name: 'CR without end', weight: 1, frame: (text) => `${START}${text}\r` },
  { name: 'two starts', weight: 2, frame: (text) => START + START + text + END },
  { name: 'two ends', weight: 2, frame: (text) => START + text + END + END },
  { name: 'end of frame within', weight: 3, frame: (text, r) => START + inserted(text, r, END) + END },
  { name: 'start of frame within', weight: 2, frame: (text, r) => START + inserted(text, r, START) + END },
  {
    name: 'bytes before',
    weight: 3,
    frame: (text, r) => r.pick(['x', '\r\n', '\u0000', 'x'.repeat(200_000), END, '\x1c']) + START + text + END,
  },
  {
    name: 'bytes after',
    weight: 3,
    frame: (text, r) => START + text + END + r.pick(['x', '\r\n', '\u0000', 'x'.repeat(200_000), '\x1c', START, `${START}x`]),
  },
  { name: 'sent twice', weight: 2, frame: (text) => (START + text + END).repeat(2) },
  { name: 'many empty frames', weight: 1, frame: (text, r) => (START + END).repeat(many(r, 500)) + START + text + END },
];

/** Changes a text once or more. */
export function changedEr7(text, random) {
  const done = [];
  for (let left = random.chance(0.7) ? 1 : 1 + random.below(3), tries = 0; left > 0 && tries < 20; tries++) {
    const { name, change } = random.weighted(ER7_MUTATIONS);
    const next = change(text, random);
    if (next === undefined || next.length > 20e6) continue;
    text = next;
    done.push(name);
    left--;
  }
  return { text, done };
}

/** What is sent for a message: changed, badly framed, or both. */
export function changedFrame(text, random) {
  const done = [];
  const badlyFramed = random.chance(0.12);
  if (!badlyFramed || random.chance(0.2)) {
    const changed = changedEr7(text, random);
    text = changed.text;
    done.push(...changed.done);
  }
  const { name, frame } = badlyFramed ? random.weighted(FRAMES) : { name: undefined, frame: (content) => START + content + END };
  return { wire: frame(text, random), done: name === undefined ? done : [...done, name] };
}

export const framed = (text) => START + text + END;
