/**
 * HL7 v2 as text, with the usual delimiters. A segment is an array whose index is the number of the field, as written:
 * `['PID', '1', '', '42^^^GAM^PI']`; of MSH the first two are the delimiters.
 */

/** A text in a field: delimiters in it are escaped. */
export const escape = (text) => String(text).replace(/[\\|^~&]/g, (c) => `\\${{ '\\': 'E', '|': 'F', '^': 'S', '~': 'R', '&': 'T' }[c]}\\`);

export const components = (...texts) =>
  texts
    .map((text) => escape(text ?? ''))
    .join('^')
    .replace(/\^+$/, '');

export const write = (segments) =>
  segments.map(([name, ...fields]) => `${[name, ...(name === 'MSH' ? fields.slice(1) : fields)].join('|')}\r`).join('');

/** @param {string} text a message */
export const read = (text, separator = /\r/) =>
  text
    .split(separator)
    .filter((line) => line !== '')
    .map((line) => {
      const [name, ...fields] = line.split('|');
      return name === 'MSH' ? [name, '|', ...fields] : [name, ...fields];
    });

export const segment = (segments, name) => segments.find((one) => one[0] === name);

/** A component of the first repetition of a field, of the first segment of that name. */
export const at = (segments, name, field, component = 1) =>
  (segment(segments, name)?.[field] ?? '').split('~')[0].split('^')[component - 1] ?? '';

/** Charsets by what MSH-18 calls them. */
export const CHARSETS = { '': 'latin1', 'UNICODE UTF-8': 'utf8', '8859/1': 'latin1', '8859/15': 'iso-8859-15', ASCII: 'latin1' };

/** @returns {string | undefined} undefined when the bytes are not in the charset that MSH-18 names */
export function decode(bytes) {
  const declared = /^MSH(?:\|[^|\r\n]*){16}\|([^|~\r\n]*)/.exec(bytes.toString('latin1'))?.[1] ?? '';
  const charset = CHARSETS[declared];
  try {
    return charset && new TextDecoder(charset, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

export const now = () => `${new Date().toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;

export const newId = () => `GAM${Date.now().toString(36)}${Math.floor(Math.random() * 36 ** 6).toString(36)}`.slice(0, 20);
