import { charsetNamed } from './charset.js';
import { readHl7Path } from './path.js';
import type { SegmentValue } from './write.js';
import { writeHl7 } from './write.js';

/** What a message is made to say beside what it should: for scenarios that send wrong ones. */
export interface Edit {
  /** fields as they are written, delimiters and all, by `QPD-3` or `PID[2]-5`; MSH-1 cannot be */
  set?: Readonly<Record<string, string>> | undefined;
  /** segments that are left out: `RCP`, `PID[2]` */
  drop?: readonly string[] | undefined;
  /** segments at the end, as they are written */
  append?: readonly string[] | undefined;
}

/**
 * Writes a message, changed. The bytes are in the character set that MSH-18 of `segments` names.
 * @throws Error for a path that names no field of a segment that is there
 */
export function writeEdited(segments: readonly SegmentValue[], { set = {}, drop = [], append = [] }: Edit): Uint8Array {
  const bytes = writeHl7(segments);
  if (Object.keys(set).length + drop.length + append.length === 0) return bytes;
  const declared = segments[0]?.[16];
  const charset = charsetNamed(typeof declared === 'string' && declared !== '' ? declared : 'ASCII')!;
  const seen = new Map<string, number>();
  const lines = charset
    .decode(bytes)
    .split('\r')
    .slice(0, -1)
    .map((text) => {
      const name = text.slice(0, 3);
      const ordinal = (seen.get(name) ?? 0) + 1;
      seen.set(name, ordinal);
      return { name, ordinal, fields: text.split('|') };
    });
  for (const [path, value] of Object.entries(set)) {
    const { segment, ordinal = 1, field } = readHl7Path(path) ?? {};
    const line = lines.find((one) => one.name === segment && one.ordinal === ordinal);
    const at =
      field === undefined ? 0
      : segment === 'MSH' ? field - 1
      : field;
    if (!line || at < 1) throw new Error(`${path} is no field of this message`);
    while (line.fields.length <= at) line.fields.push('');
    line.fields[at] = value;
  }
  const kept = lines.filter(({ name, ordinal }) => !drop.includes(name) && !drop.includes(`${name}[${ordinal}]`));
  const text = [...kept.map(({ fields }) => fields.join('|')), ...append].map((line) => `${line}\r`).join('');
  const encoded = charset.encode(text);
  if (!encoded) throw new Error(`this message has characters that ${charset.name} has not`);
  return encoded;
}
