import { MOST_PIECES, type Field, type Hl7Message, type Piece, type Segment } from './message.js';

/** What a message holds and no message may: where, as an ERR segment tells it, and what. */
export interface Unsound {
  kind: 'line' | 'header' | 'excess' | 'control' | 'escape';
  /** segment, its ordinal, field, repetition, component */
  location: readonly (string | number)[];
}

const CONTROL = /[\u0000-\u001f\u007f]/;

/** Does it begin with the name of a segment, then the field separator (chapter 2 of HL7 v2.5, 2.5.2)? */
export const isSegment = ({ text, delimiters }: Segment): boolean =>
  /^[A-Z][A-Z0-9]{2}$/.test(text.slice(0, 3)) && (text.length === 3 || text.charAt(3) === delimiters.field);

/**
 * The first piece that receivers read differently from each other: a line that is no segment, a second MSH, a field that is
 * too long to be read, a control character, an escape sequence that is none (chapter 2 of HL7 v2.5, 2.5.1, 2.5.2, 2.5.3.2,
 * 2.7.1); undefined when there is none.
 */
export function unsoundPiece(message: Hl7Message): Unsound | undefined {
  if (message.problems.some(({ kind }) => kind === 'empty-line')) return { kind: 'line', location: [] };
  for (const [i, segment] of message.segments.entries()) {
    const { name, ordinal, text, delimiters } = segment;
    if (!isSegment(segment)) return { kind: 'line', location: [] };
    if (i > 0 && name === 'MSH') return { kind: 'header', location: [name, ordinal] };
    const excessive = excessiveField(segment);
    if (excessive) return { kind: 'excess', location: [name, ordinal, excessive.number] };
    const control = text.search(CONTROL);
    if (control >= 0) return { kind: 'control', location: locationAt(segment, control) };
    if (!text.includes(delimiters.escape)) continue;
    for (const field of segment.fields()) {
      if (field.isDelimiters || !field.raw.includes(delimiters.escape)) continue;
      for (const repetition of field.repetitions) {
        const bad = badLeaf(repetition);
        if (bad) return { kind: 'escape', location: locationAt(segment, bad.from) };
      }
    }
  }
  return undefined;
}

/** The first field of a segment that is too long, or of too many pieces, to be read. */
export function excessiveField(segment: Segment): Field | undefined {
  if (segment.text.length < MOST_PIECES) return undefined;
  for (const field of segment.fields()) if (field.isExcessive) return field;
  return undefined;
}

function badLeaf(repetition: Piece): Piece | undefined {
  for (const leaf of repetition.leaves()) if (leaf.hasBadEscape) return leaf;
  return undefined;
}

function locationAt(segment: Segment, offset: number): (string | number)[] {
  const holds = ({ from, to }: { from: number; to: number }): boolean => from <= offset && offset <= to;
  const field = segment.fieldHolding(offset);
  if (!field) return [segment.name, segment.ordinal];
  const repetition = field.repetitions.find(holds);
  const component = repetition && repetition.parts.length > 1 ? repetition.parts.find(holds) : undefined;
  return [
    segment.name,
    segment.ordinal,
    field.number,
    ...(repetition ? [repetition.number] : []),
    ...(component ? [component.number] : []),
  ];
}
