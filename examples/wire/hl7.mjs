import { Message } from 'node-hl7-client';

/** A message that is none of HL7 v2, or not in the character set that it declares. */
export class Unreadable extends Error {}

const LATIN9 = new Map(Array.from({ length: 256 }, (_, byte) => [new TextDecoder('iso-8859-15').decode(Uint8Array.of(byte)), byte]));

/** Character sets by their names in MSH-18: how bytes become text, and text bytes (undefined where a letter has none). */
const CHARSETS = {
  '': {
    decode: (bytes) => (bytes.every((byte) => byte < 0x80) ? bytes.toString('latin1') : undefined),
    encode: (text) => (/^[\0-\x7f]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined),
  },
  '8859/1': {
    decode: (bytes) => bytes.toString('latin1'),
    encode: (text) => (/^[\0-\xff]*$/.test(text) ? Buffer.from(text, 'latin1') : undefined),
  },
  '8859/15': {
    decode: (bytes) => new TextDecoder('iso-8859-15').decode(bytes),
    encode: (text) => {
      const bytes = [...text].map((letter) => LATIN9.get(letter));
      return bytes.includes(undefined) ? undefined : Buffer.from(bytes);
    },
  },
  'UNICODE UTF-8': { decode: decodeUtf8, encode: (text) => Buffer.from(text, 'utf8') },
};
CHARSETS.ASCII = CHARSETS[''];

function decodeUtf8(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Field 18 of the first line, as it is written. */
function declaredCharset(bytes) {
  const line = bytes
    .subarray(0, Math.min(2000, bytes.length))
    .toString('latin1')
    .split(/[\r\n]/)[0];
  return line.split(line[3] ?? '|')[17] ?? '';
}

/**
 * Reads a message.
 * @param {Buffer} bytes without their frame
 * @param {(name: string) => string} charset what the declared character set is taken for
 * @returns {Segment[]}
 * @throws Unreadable
 */
export function readMessage(bytes, charset = (name) => name) {
  const declared = declaredCharset(bytes);
  const known = CHARSETS[charset(declared)];
  if (!known) throw new Unreadable(`Jeu de caractères inconnu : ${declared}.`);
  const text = known.decode(bytes);
  if (text === undefined) throw new Unreadable('Le message n’est pas dans le jeu de caractères de MSH-18.');
  let message;
  try {
    message = new Message({ text });
  } catch (error) {
    throw new Unreadable(error.message);
  }
  return message.toArray().map((node) => new Segment(node));
}

/** A segment as it was read: every text unescaped. */
class Segment {
  constructor(node) {
    this.name = node.name;
    // the first field of MSH is its separator, which the parser leaves out
    this.fields = [...(node.name === 'MSH' ? ['|'] : []), ...node.toArray().slice(1)].map((field) =>
      typeof field === 'string' ? [[[field]]] : repetitionsOf(field),
    );
  }

  /** The repetitions of a field, each its components, each its subcomponents. */
  repetitions(field) {
    return this.fields[field - 1] ?? [];
  }

  /** One text; empty where there is none. */
  at(field, component = 1, subcomponent = 1) {
    return part(this.repetitions(field)[0], component, subcomponent);
  }

  isEmpty(field) {
    return this.repetitions(field).every((repetition) => repetition.every((component) => component.every((text) => text.trim() === '')));
  }
}

const repetitionsOf = (field) =>
  field.toArray().map((repetition) => repetition.toArray().map((component) => component.toArray().map((text) => text.toString())));

/** A segment that was never sent, from its name and its fields as `writeMessage` takes them. */
export const segmentOf = (written) =>
  readMessage(writeMessage(() => [['MSH', ...Array(15).fill(''), 'UNICODE UTF-8'], written], 'UNICODE UTF-8')).at(-1);

/** A text of a repetition; empty where there is none. */
export const part = (repetition, component = 1, subcomponent = 1) => repetition?.[component - 1]?.[subcomponent - 1] ?? '';

const ESCAPES = { '\\': '\\E\\', '|': '\\F\\', '^': '\\S\\', '&': '\\T\\', '~': '\\R\\', '\r': '\\.br\\' };
const escaped = (text) => String(text).replace(/[\\|^&~\r]/g, (sign) => ESCAPES[sign]);

const list = (value, separator, write) => {
  const written = value.map(write);
  while (written.length > 1 && written.at(-1) === '') written.pop();
  return written.join(separator);
};
const writeComponent = (component) => (Array.isArray(component) ? list(component, '&', escaped) : escaped(component ?? ''));
const writeRepetition = (repetition) => (Array.isArray(repetition) ? list(repetition, '^', writeComponent) : escaped(repetition ?? ''));
/** A field is a text, or a list of repetitions: each a text, or a list of components. */
const writeField = (field) => (Array.isArray(field) ? list(field, '~', writeRepetition) : escaped(field ?? ''));

/**
 * Writes a message in the character set that it asks for, in UTF-8 where a letter does not fit.
 * @param {(charset: string) => any[][]} segments each its name and its fields; those of MSH begin with MSH-3
 */
export function writeMessage(segments, charset) {
  const write = (name) =>
    segments(name)
      .map(([id, ...fields]) => `${id === 'MSH' ? 'MSH|^~\\&' : id}|${list(fields, '|', writeField)}\r`)
      .join('');
  return CHARSETS[charset]?.encode(write(charset)) ?? Buffer.from(write('UNICODE UTF-8'), 'utf8');
}
