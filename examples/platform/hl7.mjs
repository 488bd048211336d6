import { randomUUID } from 'node:crypto';
import { hl7Utc } from '../wire/identifiers.mjs';
import { writeMessage } from '../wire/hl7.mjs';

const CONDITIONS = {
  100: 'Segment sequence error',
  101: 'Required field missing',
  102: 'Data type error',
  103: 'Table value not found',
  200: 'Unsupported message type',
  201: 'Unsupported event code',
  202: 'Unsupported processing id',
  203: 'Unsupported version id',
  204: 'Unknown key identifier',
  205: 'Duplicate key identifier',
  207: 'Application internal error',
};

/** Why a message is not done: MSA-1, and one ERR for each thing that is wrong. */
export class Refusal extends Error {
  /** @param {{code: number, place: (string | number)[], text: string}[]} errors */
  constructor(acknowledgement, ...errors) {
    super(errors[0].text);
    this.acknowledgement = acknowledgement;
    this.errors = errors;
  }
}

/** One thing that is wrong, and where: segment, its ordinal, field, repetition, component. */
export const wrong = (code, place, text) => ({ code, place, text });

/** MSH-3 to MSH-21 of what answers a message. */
const header = (msh, type, charset) => {
  const echo = (field) => msh?.repetitions(field) ?? [];
  return [
    ...[echo(5), echo(6), echo(3), echo(4), `${hl7Utc(new Date())}+0000`, '', [type]],
    ...[randomUUID().replaceAll('-', '').slice(0, 20), msh?.isEmpty(11) === false ? echo(11) : 'P', version(msh), '', '', '', ''],
    ...[msh?.at(17) ?? 'FRA', charset],
  ];
};

const version = (msh) => (msh && !msh.isEmpty(12) ? msh.repetitions(12) : '2.5');
const isOld = (msh) => /^2\.[1-4]/.test(msh?.at(12) ?? '');

/** Before version 2.5 ERR has one field: where, then what. */
function errorSegment(msh, { code, place, text }) {
  const what = [String(code), CONDITIONS[code], 'HL70357'];
  if (isOld(msh)) return ['ERR', [[...[0, 1, 2].map((i) => place[i] ?? ''), what]]];
  return ['ERR', '', [place], [what], 'E', '', '', '', text];
}

/**
 * The bytes of an answer.
 * @param {{code: string, errors?: object[], type?: string[], rest?: any[][]}} answer `type` is MSH-9; an ACK without it
 */
export function writeAnswer(msh, { code, errors = [], type, rest = [] }, breaks) {
  const event = msh?.at(9, 2);
  const ack = ['ACK', ...(event ? [event, ...(isOld(msh) ? [] : ['ACK'])] : [])];
  const { text, as } = breaks('encoding', {
    text: (name) => [
      ['MSH', ...header(msh, type ?? ack, name)],
      ['MSA', code, msh?.at(10) ?? '', ...(isOld(msh) ? [errors[0]?.text ?? ''] : [])],
      ...errors.map((error) => errorSegment(msh, error)),
      ...rest,
    ],
    as: msh?.at(18) ?? '',
  });
  return writeMessage(text, as);
}
