import { charsetNamed, type Charset } from './charset.js';
import { DEFAULT_DELIMITERS, encodingCharacters, type Delimiters } from './delimiters.js';
import { escapeText } from './escape.js';

/** A component: its text, or its subcomponents. */
export type ComponentValue = string | readonly string[];
/** A field: its text, its components, or (`repetitions`) several of those. */
export type FieldValue = string | readonly ComponentValue[] | { repetitions: readonly (string | readonly ComponentValue[])[] };
/** A segment: its name, then its fields from 1; those of MSH begin with MSH-3. */
export type SegmentValue = readonly [name: string, ...fields: FieldValue[]];

/**
 * Writes a message in its ER7 form. Texts are escaped, so that whatever they hold is read back as it is; fields that end
 * a segment empty are left out. The bytes are in the character set that MSH-18 of `segments` names (ASCII when it names
 * none).
 * @throws Error when the character set is not one that Addax writes, or a text does not fit in it
 */
export function writeHl7(segments: readonly SegmentValue[], delimiters: Delimiters = DEFAULT_DELIMITERS): Uint8Array {
  const charset = charsetOf(segments);
  const text = segments.map((segment) => `${writeSegment(segment, delimiters)}\r`).join('');
  const bytes = charset.encode(text);
  if (!bytes) throw new Error(`this message has characters that ${charset.name} has not`);
  return bytes;
}

function charsetOf(segments: readonly SegmentValue[]): Charset {
  const [msh] = segments;
  const declared = msh?.[0] === 'MSH' ? msh[16] : undefined;
  const name = typeof declared === 'string' && declared !== '' ? declared : 'ASCII';
  const charset = charsetNamed(name);
  if (!charset) throw new Error(`character set ${name} is not one that Addax writes`);
  return charset;
}

function writeSegment([name, ...fields]: SegmentValue, delimiters: Delimiters): string {
  const head = name === 'MSH' ? `MSH${delimiters.field}${encodingCharacters(delimiters)}` : name;
  let last = fields.length;
  const texts = fields.map((field) => writeField(field, delimiters));
  while (last > 0 && texts[last - 1] === '') last--;
  return [head, ...texts.slice(0, last)].join(delimiters.field);
}

function writeField(field: FieldValue, delimiters: Delimiters): string {
  if (typeof field === 'string') return escapeText(field, delimiters);
  if ('repetitions' in field) return field.repetitions.map((one) => writeField(one, delimiters)).join(delimiters.repetition);
  return trimmed(
    field.map((component) =>
      typeof component === 'string' ?
        escapeText(component, delimiters)
      : trimmed(
          component.map((one) => escapeText(one, delimiters)),
          delimiters.subcomponent,
        ),
    ),
    delimiters.component,
  );
}

function trimmed(parts: readonly string[], delimiter: string): string {
  let last = parts.length;
  while (last > 0 && parts[last - 1] === '') last--;
  return parts.slice(0, last).join(delimiter);
}
