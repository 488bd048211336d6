/** A second reader of HL7 v2, with nothing of ours in it: what a message must be so that a transaction can take it. */

/**
 * @param content a message in Latin-1, one character a byte
 * @returns its segments as fields (0: the name), and what makes it unreadable
 */
export function readPlain(content) {
  const text = content.startsWith('\xef\xbb\xbf') ? content.slice(3) : content;
  if (!text.startsWith('MSH') || text.length < 9) return { problem: 'it does not begin with MSH' };
  const field = text[3];
  const head = text.split('\r', 1)[0].split(field);
  const encoding = head[1];
  const delimiters = field + encoding;
  if (!/^[!-/:-@[-`{-~]{5,6}$/.test(delimiters) || new Set(delimiters).size < delimiters.length)
    return { problem: 'MSH-1 and MSH-2 are no delimiters' };
  const [component, repetition, , subcomponent] = encoding;
  const lines = text.split('\r');
  const segments = lines.filter((line) => line !== '').map((line) => line.split(field));
  const first = (value, by) => (value ?? '').split(by)[0];
  const part = (value, n) => ((value ?? '').split(repetition)[0].split(component)[n - 1] ?? '').split(subcomponent)[0];
  const msh = (n, c = 1) => part(segments[0][n - 1], c);
  const all = (name) => segments.filter(([own]) => own === name);
  return {
    ...{ text, lines, segments, msh, all, part, id: msh(10), repetition, component, subcomponent },
    repetitionsOf: (value) => (value ?? '').split(repetition),
    pieces: (value, n) => (first(value, repetition).split(component)[n - 1] ?? '').split(subcomponent),
  };
}

const DECODED = { 'UNICODE UTF-8': 'utf-8', '8859/1': 'latin1', '8859/15': 'iso-8859-15', '8859/2': 'iso-8859-2', '8859/9': 'latin1' };

/** Supersets of ASCII of table 0211 that are not read, and a note says so. */
const UNREAD = ['BIG-5', 'GB 18030-2000'];

/** What is wrong before its contents are looked at; undefined when nothing is. */
export function firstProblem({ problem, text, lines, msh }) {
  if (problem) return problem;
  if (lines.some((line) => line.startsWith('\n'))) return 'a line ends with CR LF';
  // a null is no name of a character set
  const declared = msh(18) === '""' ? '' : msh(18);
  const isAscii = !/[\x80-\xff]/.test(text);
  if (declared === '' && !isAscii) return 'bytes beyond ASCII without MSH-18';
  if (declared === 'ASCII' && !isAscii) return 'bytes beyond ASCII';
  if (declared !== '' && declared !== 'ASCII') {
    if (!DECODED[declared]) return UNREAD.includes(declared) ? undefined : `character set ${declared}`;
    try {
      new TextDecoder(DECODED[declared], { fatal: true }).decode(Buffer.from(text, 'latin1'));
    } catch {
      return `bytes that are not ${declared}`;
    }
  }
  for (const n of [9, 10, 11, 12]) if (msh(n) === '') return `MSH-${n} is empty`;
  return undefined;
}

const isBlank = (value) => (value ?? '').trim() === '' || value === '""';
const missing = (plain, name, ...numbers) => {
  const [segment] = plain.all(name);
  if (!segment) return `no ${name}`;
  const number = numbers.find((n) => isBlank(segment[n]));
  return number === undefined ? undefined : `${name}-${number} is empty`;
};
/** An identifier and who gave it. */
const unnamed = (plain, value) =>
  isBlank(plain.part(value, 1)) ? 'an identifier without value'
  : plain.pieces(value, 4).every((piece) => isBlank(piece)) ? 'an identifier without authority'
  : undefined;

function feed(plain) {
  const event = plain.msh(9, 2);
  if (plain.msh(9) !== 'ADT') return `type ${plain.msh(9)}`;
  const lacks = missing(plain, 'EVN') ?? missing(plain, 'PID', 3);
  if (lacks) return lacks;
  const pids = plain.all('PID').length;
  if (pids !== (['A24', 'A37'].includes(event) ? 2 : 1)) return `${pids} PID`;
  if (['A40', 'A47'].includes(event) && plain.all('MRG').length !== 1) return 'not one MRG';
  return ['A40', 'A47'].includes(event) ? missing(plain, 'MRG', 1) : undefined;
}
/** What an escape sequence may leave nothing, or a blank, of. */
const ESCAPED = /\\[^\\]*\\/g;
/** Has a message no control id that an answer could repeat? */
export const isNameless = ({ id = '' }) => isBlank(id.replace(ESCAPED, ''));
function question(plain) {
  if (plain.msh(9) !== 'QBP') return `type ${plain.msh(9)}`;
  const [rcp] = plain.all('RCP');
  return (
    missing(plain, 'QPD', 1, 2, 3)
    ?? missing(plain, 'RCP', 1)
    ?? (plain.part(rcp[1], 1).replace(ESCAPED, '').trim() === 'I' ? undefined : `RCP-1 ${rcp[1]}`)
  );
}
const NEEDED = {
  'ITI-21': (plain) => (plain.msh(9) === 'QCN' ? missing(plain, 'QID', 1, 2) : question(plain)),
  'ITI-9': (plain) =>
    question(plain)
    ?? unnamed(plain, plain.all('QPD')[0][3])
    ?? (plain.repetitionsOf(plain.all('QPD')[0][3]).length > 1 ? 'several identifiers' : undefined),
};

/** What a transaction cannot do without, and a message does not have; undefined when all is there. */
export const needed = (door, plain) => (NEEDED[door] ?? feed)(plain);
