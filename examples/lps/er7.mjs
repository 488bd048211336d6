/** HL7 v2 in its bars and hats, as much of it as identities need: read on the way in, written on the way out. */

const ESCAPES = { F: '|', S: '^', T: '&', R: '~', E: '\\' };
const ESCAPED = Object.fromEntries(Object.entries(ESCAPES).map(([letter, sign]) => [sign, `\\${letter}\\`]));

const escape = (text) => String(text ?? '').replace(/[|^&~\\]/g, (sign) => ESCAPED[sign]);
const unescape = (text) => text.replace(/\\([FSTRE])\\/g, (_, letter) => ESCAPES[letter]);

/** A null takes a value away; here it is no value. */
const known = (text) => (text === '""' ? '' : unescape(text));

/**
 * Reads a message.
 * @param {Buffer} bytes
 * @param {(charset: string) => string} encodingOf the encoding of a character set of MSH-18, in the words of Buffer
 * @returns {{segments: {name: string, fields: string[]}[]}} fields by their numbers, as they are written
 */
export function readEr7(bytes, encodingOf = (charset) => (charset.startsWith('8859') ? 'latin1' : 'utf8')) {
  const charset = bytes.toString('latin1').split('\r')[0].split('|')[17] ?? '';
  const segments = bytes
    .toString(encodingOf(charset))
    .split('\r')
    .filter((line) => line !== '')
    .map((line) => {
      const fields = line.split('|');
      // MSH-1 is the bar itself
      return { name: fields[0], fields: fields[0] === 'MSH' ? ['MSH', '|', ...fields.slice(1)] : fields };
    });
  if (segments[0]?.name !== 'MSH') throw new Error('ce n’est pas un message HL7 v2');
  return { segments };
}

export const first = (message, name) => message.segments.find((segment) => segment.name === name);
export const all = (message, name) => message.segments.filter((segment) => segment.name === name);

/** A field as a list of repetitions, each a list of components, each a list of subcomponents. */
export const repetitions = (segment, number) =>
  (segment?.fields[number] ?? '')
    .split('~')
    .filter((text) => text !== '')
    .map((text) => text.split('^').map((component) => component.split('&').map(known)));

/** The first value of a component. */
export const value = (segment, number, component = 1) => repetitions(segment, number)[0]?.[component - 1]?.[0] ?? '';

/** Writes components: an array in an array is a component with its subcomponents. */
export const components = (list) =>
  list
    .map((one) => (Array.isArray(one) ? one.map(escape).join('&') : escape(one)))
    .join('^')
    .replace(/\^+$/, '');

/** Writes a message of segments, each a list of fields that are already written. */
export const writeEr7 = (segments) => `${segments.map((fields) => fields.join('|').replace(/\|+$/, '')).join('\r')}\r`;
