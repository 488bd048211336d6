import { z } from 'zod';
import type { Field, Hl7Message, Piece, Segment } from '../../../src/protocols/hl7v2/index.js';

/** `PID-5.1` (the first of the message, or of the segment under judgement when it is one), `.2` of what is under judgement, nothing: that itself. */
const Path = z.string().regex(/^(?:[A-Z][A-Z0-9]{2}-[0-9]{1,3})?(?:\.[0-9]{1,3}){0,2}$/);

/** A condition on a message, as data. */
export type Predicate =
  | { valued: string }
  | { empty: string }
  | { value: string; in: string[] }
  | { starts: string; with: string[] }
  | { some: string; where: Predicate }
  | { every: string; where: Predicate }
  | { event: string[] }
  | { segment: string }
  | { filled: true }
  | { all: Predicate[] }
  | { any: Predicate[] }
  | { not: Predicate };

export const Predicate: z.ZodType<Predicate> = z.lazy(() =>
  z.union([
    z.strictObject({ valued: Path }),
    z.strictObject({ empty: Path }),
    z.strictObject({ value: Path, in: z.array(z.string()).min(1) }),
    z.strictObject({ starts: Path, with: z.array(z.string().min(1)).min(1) }),
    z.strictObject({ some: Path, where: Predicate }),
    z.strictObject({ every: Path, where: Predicate }),
    z.strictObject({ event: z.array(z.string()).min(1) }),
    z.strictObject({ segment: z.string().regex(/^[A-Z][A-Z0-9]{2}$/) }),
    z.strictObject({ filled: z.literal(true) }),
    z.strictObject({ all: z.array(Predicate).min(1) }),
    z.strictObject({ any: z.array(Predicate).min(1) }),
    z.strictObject({ not: Predicate }),
  ]),
);

/** What is under judgement while a condition is asked. */
export interface Scope {
  message: Hl7Message;
  segment?: Segment | undefined;
  /** the repetition or component that paths beginning with a point start at */
  piece?: Piece | undefined;
}

/** Does a condition hold? */
export function holds(predicate: Predicate, scope: Scope): boolean {
  if ('valued' in predicate) return isValued(pieceAt(predicate.valued, scope));
  if ('empty' in predicate) return !isValued(pieceAt(predicate.empty, scope));
  if ('value' in predicate) return predicate.in.includes(pieceAt(predicate.value, scope)?.value ?? '');
  if ('starts' in predicate) {
    const value = pieceAt(predicate.starts, scope)?.value ?? '';
    return predicate.with.some((start) => value.startsWith(start));
  }
  if ('some' in predicate) return repetitionsAt(predicate.some, scope).some((piece) => holds(predicate.where, { ...scope, piece }));
  if ('every' in predicate) return repetitionsAt(predicate.every, scope).every((piece) => holds(predicate.where, { ...scope, piece }));
  if ('event' in predicate) return predicate.event.includes(eventOf(scope.message));
  if ('segment' in predicate) return scope.message.first(predicate.segment) !== undefined;
  if ('filled' in predicate) {
    for (const field of scope.segment?.fields() ?? []) if (isValued(field)) return true;
    return false;
  }
  if ('all' in predicate) return predicate.all.every((one) => holds(one, scope));
  if ('any' in predicate) return predicate.any.some((one) => holds(one, scope));
  return !holds(predicate.not, scope);
}

/** Component 2 of MSH-9. */
export const eventOf = (message: Hl7Message): string => message.first('MSH')?.field(9).repetition().part(2).value ?? '';

const nothingHere = (scope: Scope): Piece[] => (scope.piece ? [scope.piece] : []);

/** The repetitions of the field that a path names. */
export function repetitionsAt(path: string, scope: Scope): readonly Piece[] {
  return fieldAt(path, scope)?.repetitions ?? nothingHere(scope);
}

/** The field that a path names; undefined when its segment is not there, or the path starts at what is under judgement. */
export function fieldAt(path: string, { message, segment }: Scope): Field | undefined {
  const name = path.slice(0, 3);
  if (path === '' || path.startsWith('.')) return undefined;
  return (segment?.name === name ? segment : message.first(name))?.field(Number.parseInt(path.slice(4), 10));
}

/** The piece that a path names: the first repetition of its field, or the component of it. */
export function pieceAt(path: string, scope: Scope): Piece | undefined {
  const start = path === '' || path.startsWith('.') ? scope.piece : fieldAt(path, scope)?.repetition();
  return path
    .split('.')
    .slice(1)
    .reduce<Piece | undefined>((piece, part) => piece?.part(Number(part)), start);
}

/** Is there more than delimiters? */
export function isValued(piece: Piece | Field | undefined): boolean {
  if (!piece || piece.isEmpty) return false;
  const { segment } = piece;
  const { component, subcomponent, repetition } = segment.delimiters;
  for (let at = piece.from; at < piece.to; at++) {
    const char = segment.text.charAt(at);
    if (char !== component && char !== subcomponent && char !== repetition) return true;
  }
  return false;
}

/** The two double quotes by which a sender withdraws a value (HL7 v2.5, chapter 2, 2.5.3.2). */
const NULL = '""';

/** Is there a value: something between the delimiters that is no null? */
export function hasValue({ segment, from, to }: Piece | Field): boolean {
  const { component, subcomponent, repetition } = segment.delimiters;
  let start = from;
  for (let at = from; at <= to; at++) {
    const char = at < to ? segment.text.charAt(at) : component;
    if (char !== component && char !== subcomponent && char !== repetition) continue;
    if (at > start && segment.text.slice(start, at) !== NULL) return true;
    start = at + 1;
  }
  return false;
}
