import { DEFAULT_DELIMITERS } from './delimiters.js';
import type { Hl7Message } from './message.js';
import { writeHl7, type SegmentValue } from './write.js';

/** What is wrong with a message that is answered AE or AR (segment ERR, chapter 2 of HL7 v2.5). */
export interface Hl7Error {
  /** ERR-2: segment, its ordinal, field, repetition, component, subcomponent; as many as are known */
  location?: readonly (string | number)[];
  /** ERR-3: code of table 0357 */
  code: string;
  /** ERR-5: code of the application, beside code 207 */
  application?: string;
  /** ERR-8: for a person */
  text: string;
}

export interface Acknowledgement {
  /** MSA-1: `AA`, `AE`, `AR`, or `CA`, `CE`, `CR` of enhanced mode */
  code: string;
  errors?: readonly Hl7Error[];
  /** MSH-3 and MSH-4 where the request names nobody in MSH-5 and MSH-6 */
  application: string;
  facility: string;
  /** MSH-10 */
  controlId: string;
  now: Date;
  /** MSH-9, components; absent: `ACK` with the trigger event of the request */
  type?: readonly string[];
}

/** Table 0357, as France uses it. */
export const ERROR_CONDITIONS: Readonly<Record<string, string>> = {
  '0': 'Message accepted',
  '100': 'Segment sequence error',
  '101': 'Required field missing',
  '102': 'Data type error',
  '103': 'Table value not found',
  '198': 'Non-conformant cardinality',
  '199': 'Other HL7 error',
  '200': 'Unsupported message type',
  '201': 'Unsupported event code',
  '202': 'Unsupported processing id',
  '203': 'Unsupported version id',
  '204': 'Unknown key identifier',
  '205': 'Duplicate key identifier',
  '206': 'Application record locked',
  '207': 'Application internal error',
};

/** MSH-18 among the values of a header, which begin with MSH-3. */
const CHARSET = 15;

/** A time of HL7 (TS) to the second, with its zone: UTC. */
export const hl7Time = (at: Date): string => `${at.toISOString().replace(/[-:T]/g, '').slice(0, 14)}+0000`;

/** The value of a field of MSH, by its number; empty when there is none. */
const headerValue = (request: Hl7Message | undefined, n: number): string => request?.first('MSH')?.field(n).repetition().value ?? '';

/**
 * The segments that begin the answer to a message: MSH with sender and receiver turned around, version, country and
 * character set of the request, then MSA, then an ERR for each error (required with AE and AR). What follows (QAK, QPD,
 * PID) is the transaction's.
 * @param request undefined when what arrived is no message
 */
export function acknowledgementSegments(request: Hl7Message | undefined, ack: Acknowledgement): SegmentValue[] {
  const msh = request?.first('MSH');
  const echo = (n: number): readonly string[] => {
    const piece = msh?.field(n).repetition();
    return piece ? piece.parts.map((part) => part.value) : [];
  };
  const receiver = echo(5).some((part) => part !== '') ? echo(5) : [ack.application];
  const facility = echo(6).some((part) => part !== '') ? echo(6) : [ack.facility];
  const event = msh?.field(9).repetition().part(2).value ?? '';
  const version = echo(12);
  const charset = headerValue(request, 18);
  const type = ack.type ?? ['ACK', event, ...(event !== '' && !isOld(version[0]) ? ['ACK'] : [])];
  const header: SegmentValue = [
    'MSH',
    receiver,
    facility,
    echo(3),
    echo(4),
    hl7Time(ack.now),
    '',
    type,
    ack.controlId,
    headerValue(request, 11) || 'P',
    version.some((part) => part !== '') ? version : '2.5',
    '',
    '',
    '',
    '',
    headerValue(request, 17),
    charset,
  ];
  const { errors = [] } = ack;
  return [
    header,
    ['MSA', ack.code, headerValue(request, 10), isOld(version[0]) ? (errors[0]?.text ?? '') : ''],
    ...errors.map((error) => errorSegment(error, isOld(version[0]))),
  ];
}

/** Before version 2.5 the message structure of an acknowledgement is not named and ERR is one field. */
const isOld = (version: string | undefined): boolean => version !== undefined && /^2\.[0-4]/.test(version);

function errorSegment({ location = [], code, application, text }: Hl7Error, old: boolean): SegmentValue {
  const condition = [code, ERROR_CONDITIONS[code] ?? '', 'HL70357'];
  const place = location.map(String);
  // ERR-1 of old versions: segment, its ordinal, field, and the condition as subcomponents
  if (old) return ['ERR', [place[0] ?? '', place[1] ?? '', place[2] ?? '', condition]];
  return ['ERR', '', place, condition, 'E', application === undefined ? '' : [application], '', '', text];
}

/**
 * Writes an answer that was made of a request, in the character set that the request asks for; in UTF-8, named so, where
 * it names none that can be written or a text does not fit in it.
 */
export function writeAnswer(segments: readonly SegmentValue[]): Uint8Array {
  try {
    return writeHl7(segments, DEFAULT_DELIMITERS);
  } catch {
    const [[name, ...fields] = ['MSH'], ...others] = segments;
    const header = Array.from({ length: Math.max(16, fields.length) }, (_, i) => (i === CHARSET ? 'UNICODE UTF-8' : (fields[i] ?? '')));
    return writeHl7([[name, ...header], ...others], DEFAULT_DELIMITERS);
  }
}
