import { shorten } from '../../model/index.js';
import { charsetNamed } from './charset.js';
import { DEFAULT_DELIMITERS } from './delimiters.js';
import type { Field, Hl7Message, Piece, Segment } from './message.js';
import { writeHl7, type ComponentValue, type FieldValue, type SegmentValue } from './write.js';

/** Table 0357, with the code that IHE France adds for cardinalities. */
export const ERROR_CODE = {
  segmentSequence: [100, 'Segment sequence error'],
  requiredFieldMissing: [101, 'Required field missing'],
  dataType: [102, 'Data type error'],
  tableValueNotFound: [103, 'Table value not found'],
  cardinality: [198, 'Non-conformant cardinality'],
  other: [199, 'Other HL7 error'],
  unsupportedMessageType: [200, 'Unsupported message type'],
  unsupportedEvent: [201, 'Unsupported event code'],
  unsupportedProcessingId: [202, 'Unsupported processing id'],
  unsupportedVersion: [203, 'Unsupported version id'],
  unknownKey: [204, 'Unknown key identifier'],
  duplicateKey: [205, 'Duplicate key identifier'],
  application: [207, 'Application internal error'],
} as const;

/** One ERR segment. */
export interface MessageError {
  code: keyof typeof ERROR_CODE;
  /** ERR-2: segment, its ordinal, field, repetition, component */
  location: readonly (string | number)[];
  /** ERR-8: what a person reads */
  text: string;
}

/** MSA-1: of original mode, then the accept acknowledgements of enhanced mode. */
export type AcknowledgementCode = 'AA' | 'AE' | 'AR' | 'CA' | 'CE' | 'CR';

/** An answer as it leaves, and what it is made of. */
export interface Hl7Answer {
  code: AcknowledgementCode;
  errors: readonly MessageError[];
  segments: readonly SegmentValue[];
  bytes: Uint8Array;
}

export interface AnswerContext {
  now: Date;
  /** a new MSH-10: at most 20 characters, no delimiters */
  newId: () => string;
}

/** DTM of a moment, in UTC. */
export const dtmOf = (moment: Date): string => `${moment.toISOString().slice(0, 19).replace(/[-:T]/g, '')}+0000`;

const valueOf = (piece: Piece): string => (piece.isNull ? '""' : piece.text());
/** Bytes that are no character cannot be told again in any character set. */
const legible = (text: string): string => text.replaceAll('\uFFFD', '?');
const told = (piece: Piece): string => legible(valueOf(piece));
/** Table 0104. */
const VERSION = /^2\.(?:[1-9]|3\.1|5\.1|7\.1|8\.[12])$/;

/** Of a header, a field that is longer than this is not said again. */
const LONGEST_ECHO = 1000;
/** ERR-8 has 250 characters in HL7 v2.5. */
const LONGEST_REASON = 250;

/** A text to be written: what was no character of the set of its message cannot be said again. */
const sayable = (text: string): string => text.replaceAll('\uFFFD', '?');

function sayableField(field: FieldValue): FieldValue {
  if (typeof field === 'string') return sayable(field);
  const component = (one: ComponentValue): ComponentValue => (typeof one === 'string' ? sayable(one) : one.map(sayable));
  if (!('repetitions' in field)) return field.map(component);
  return { repetitions: field.repetitions.map((one) => (typeof one === 'string' ? sayable(one) : one.map(component))) };
}

/** A field, to be written again as it was received. */
export function copiedField(field: Field): FieldValue {
  if (field.isEmpty) return '';
  const component = (piece: Piece): ComponentValue => (piece.parts.length > 1 ? piece.parts.map(valueOf) : valueOf(piece));
  return { repetitions: field.repetitions.map((repetition) => repetition.parts.map(component)) };
}

/** A segment, to be written again as it was received; not for MSH. */
export const copiedSegment = (segment: Segment): SegmentValue => [segment.name, ...Array.from(segment.fields(), copiedField)];

/** Is a message of HL7 v2.5 or later, where ERR says more than it did? */
const isRecent = (version: string): boolean => !/^2\.[1-4](?:\.|$)/.test(version);

/**
 * Writes the answer to a message, in original mode: sender and receiver change places; processing id, version, country,
 * character set and language are those of the message. A text that does not fit in that set is written in UTF-8, which the
 * answer then says; of a processing id or version that is none, P and 2.5 stand in place.
 * @param type MSH-9; its event is that of the message when it is an ACK
 * @param rest what comes after MSA and ERR
 */
export function answerTo(
  request: Hl7Message,
  {
    type,
    code,
    errors = [],
    rest = [],
  }: { type?: readonly string[]; code: Hl7Answer['code']; errors?: readonly MessageError[]; rest?: readonly SegmentValue[] },
  { now, newId }: AnswerContext,
): Hl7Answer {
  const msh = request.segments[0]?.name === 'MSH' ? request.segments[0] : undefined;
  // of a header that is out of joint, only what can stand in an answer is said again
  const echo = (number: number, pattern?: RegExp, otherwise = ''): FieldValue => {
    const given = msh?.field(number).repetition();
    if (!given || given.isEmpty || given.to - given.from > LONGEST_ECHO || (pattern && !pattern.test(given.part(1).value)))
      return otherwise;
    return given.parts.map((part) => (part.parts.length > 1 ? part.parts.map(told) : told(part)));
  };
  const text = (number: number, component = 1): string => msh?.field(number).repetition().part(component).value ?? '';
  const version = VERSION.test(text(12)) ? text(12) : '2.5';
  const event = /^[A-Z]\d\d$/.exec(text(9, 2))?.[0] ?? '';
  const acknowledgement = [
    'ACK',
    ...(event === '' ? []
    : isRecent(version) ? [event, 'ACK']
    : [event]),
  ];
  const body = [
    ['MSA', code, legible(text(10)), ...(isRecent(version) ? [] : [shorten(errors[0]?.text ?? '', LONGEST_REASON)])] as SegmentValue,
    ...errorSegments(errors, version),
    ...rest,
  ];
  const written = (charset: string): { segments: SegmentValue[]; bytes: Uint8Array } => {
    const head: FieldValue[] = [
      ...[echo(5), echo(6), echo(3), echo(4), dtmOf(now), '', type ?? acknowledgement, newId()],
      ...[/^[PDT]$/.test(text(11)) ? text(11) : 'P', echo(12, VERSION, '2.5')],
      ...['', '', '', '', /^[A-Z]{3}$/.test(text(17)) ? text(17) : '', charset, echo(19)],
    ];
    const segments = [['MSH', ...head] as SegmentValue, ...body].map(([name, ...fields]): SegmentValue => [
      sayable(name),
      ...fields.map(sayableField),
    ]);
    return { segments, bytes: writeHl7(segments, DEFAULT_DELIMITERS) };
  };
  const declared = text(18);
  const charset = charsetNamed(declared) ? declared : '';
  try {
    return { code, errors, ...written(charset) };
  } catch {
    return { code, errors, ...written('UNICODE UTF-8') };
  }
}

function errorSegments(errors: readonly MessageError[], version: string): SegmentValue[] {
  const written = errors.map(({ code, location, text }) => {
    const [number, name] = ERROR_CODE[code];
    return { place: location.map(String), coded: [String(number), name, 'HL70357'], text: shorten(text, LONGEST_REASON) };
  });
  if (isRecent(version)) return written.map(({ place, coded, text }) => ['ERR', '', place, coded, 'E', '', '', '', text]);
  // one ERR, whose ERR-1 repeats; ELD: segment, its ordinal, field, then the code
  const places = written.map(({ place, coded }) => [...[0, 1, 2].map((i) => place[i] ?? ''), coded]);
  return places.length > 0 ? [['ERR', { repetitions: places }]] : [];
}

/** The messages that somebody takes: MSH-9.1, its events and the lowest version. */
export interface Taken {
  type: string;
  events: readonly string[];
  /** 3 for 2.3 and later */
  since: number;
  /** 5 for those before 2.5; absent: every later one */
  before?: number;
}

/** Why a message cannot be taken for what its header says, its character set included; undefined when it can. */
export function headerRefusal(request: Hl7Message, taken: readonly Taken[]): { code: 'AE' | 'AR'; error: MessageError } | undefined {
  const [msh] = request.segments;
  if (msh?.name !== 'MSH') return refusal('AR', 'segmentSequence', ['MSH', 1], 'Le message ne commence pas par le segment MSH.');
  const at = (number: number, component = 1): string => msh.field(number).repetition().part(component).value;
  const missing = (number: number): ReturnType<typeof refusal> =>
    refusal('AE', 'requiredFieldMissing', ['MSH', 1, number], `MSH-${number} est vide.`);
  for (const number of [9, 10, 11, 12]) if (at(number) === '') return missing(number);
  const ofType = taken.filter(({ type }) => type === at(9));
  if (ofType.length === 0)
    return refusal('AR', 'unsupportedMessageType', ['MSH', 1, 9, 1, 1], `Les messages ${at(9)} ne sont pas traités ici.`);
  const one = ofType.find(({ events }) => events.includes(at(9, 2)));
  if (!one) return refusal('AR', 'unsupportedEvent', ['MSH', 1, 9, 1, 2], `Événement non traité ici\u00A0: ${at(9, 2) || '(vide)'}.`);
  if (!/^[PDT]$/.test(at(11))) return refusal('AR', 'unsupportedProcessingId', ['MSH', 1, 11, 1, 1], 'MSH-11 doit être P, D ou T.');
  if (!VERSION.test(at(12)) || Number(at(12).charAt(2)) < one.since)
    return refusal('AR', 'unsupportedVersion', ['MSH', 1, 12, 1, 1], `Version non traitée ici\u00A0: ${at(12)}.`);
  const [unreadable] = request.problems.filter(({ kind }) => kind === 'charset-unread' || kind === 'charset-bytes');
  if (unreadable?.kind === 'charset-unread')
    return refusal('AE', 'tableValueNotFound', ['MSH', 1, 18], `Jeu de caractères non traité ici\u00A0: ${unreadable.actual ?? ''}.`);
  if (unreadable) {
    const found = request.segments.find(({ line, name }) => line === unreadable.place.line && /^[A-Z][A-Z0-9]{2}$/.test(name));
    const location = found ? [found.name, found.ordinal] : [];
    return refusal('AE', 'dataType', location, `Des octets ne sont pas des caractères de ${unreadable.actual ?? ''}.`);
  }
  return undefined;
}

const refusal = (
  code: 'AE' | 'AR',
  error: MessageError['code'],
  location: MessageError['location'],
  text: string,
): { code: 'AE' | 'AR'; error: MessageError } => ({ code, error: { code: error, location, text } });
