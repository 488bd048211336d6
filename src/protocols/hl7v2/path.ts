import type { Hl7Message, Piece, Segment } from './message.js';

/** What a path names: segments of a name, or the pieces of a field of them. */
export interface Hl7Path {
  segment: string;
  /** which of its name, from 1; absent: all */
  ordinal?: number;
  field?: number;
  /** absent: all */
  repetition?: number;
  component?: number;
  subcomponent?: number;
}

const PATH = /^([A-Z][A-Z0-9]{2})(?:\[(\d{1,6})\])?(?:-(\d{1,3})(?:\[(\d{1,6})\])?(?:\.(\d{1,3})(?:\.(\d{1,3}))?)?)?$/;

/** Reads `PID`, `OBX[2]-5`, `PID-3[2].4.2`, where an ordinal that is not written means all; undefined for anything else. */
export function readHl7Path(text: string): Hl7Path | undefined {
  const [, segment, ordinal, field, repetition, component, subcomponent] = PATH.exec(text) ?? [];
  if (segment === undefined) return undefined;
  return {
    segment,
    ...(ordinal !== undefined && { ordinal: Number(ordinal) }),
    ...(field !== undefined && { field: Number(field) }),
    ...(repetition !== undefined && { repetition: Number(repetition) }),
    ...(component !== undefined && { component: Number(component) }),
    ...(subcomponent !== undefined && { subcomponent: Number(subcomponent) }),
  };
}

/** The segments that a path speaks of. */
export const segmentsAt = (message: Hl7Message, { segment, ordinal }: Hl7Path): Segment[] =>
  message.all(segment).filter((one) => ordinal === undefined || one.ordinal === ordinal);

/** The pieces that a path names, those that are empty or not written left out; none for the path of a segment. */
export function piecesAt(message: Hl7Message, path: Hl7Path): Piece[] {
  const { field, repetition, component, subcomponent } = path;
  if (field === undefined) return [];
  return segmentsAt(message, path)
    .flatMap((segment) => segment.field(field).repetitions)
    .filter((piece) => repetition === undefined || piece.number === repetition)
    .map((piece) => (component === undefined ? piece : piece.part(component)))
    .map((piece) => (subcomponent === undefined ? piece : piece.part(subcomponent)))
    .filter((piece) => !piece.isEmpty);
}
