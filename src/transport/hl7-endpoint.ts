import type { Bilingual, SimulatorContext } from '../model/index.js';
import {
  acknowledgementSegments,
  delimiterProblem,
  openHl7,
  writeAnswer,
  type Hl7Error,
  type Hl7Message,
  type SegmentValue,
} from '../protocols/hl7v2/index.js';
import type { MllpListenOptions, MllpRequest } from './mllp-server.js';

/** What a transaction answers, from MSH on. */
export type Hl7Transaction = (message: Hl7Message, request: MllpRequest) => Promise<readonly SegmentValue[]>;

export interface Hl7EndpointOptions {
  context: SimulatorContext;
  /** what answers are sent by where the request names no receiver: MSH-3 and MSH-4 */
  application: string;
  facility: string;
  /** MSH-9.1 to the trigger events (MSH-9.2) that are taken, each with its transaction */
  events: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** by transaction */
  transactions: Readonly<Record<string, Hl7Transaction>>;
}

/** Nothing is processed of a message that is refused (AR) or wrong (AE). */
class Refusal extends Error {
  constructor(
    readonly code: 'AE' | 'AR',
    readonly error: Hl7Error,
  ) {
    super(error.text);
  }
}

const PROCESSING_IDS = ['P', 'T', 'D'];

/**
 * Makes an HL7 v2 service out of transactions, to be spread into `listenMllp`. It answers by itself whatever is wrong
 * before the transaction: no MSH, delimiters, line ends, message type, event, processing id, version; in original mode or
 * in enhanced mode (MSH-15, MSH-16; chapter 2 of HL7 v2.5, 2.9).
 */
export function hl7Endpoint(options: Hl7EndpointOptions): Pick<MllpListenOptions, 'handle' | 'refuse'> {
  const { context } = options;
  const controlId = (): string => context.recorder.nextId('ADDAX');
  const answer = (request: Hl7Message | undefined, code: string, errors: readonly Hl7Error[] = []): SegmentValue[] =>
    acknowledgementSegments(request, {
      code,
      errors,
      application: options.application,
      facility: options.facility,
      controlId: controlId(),
      now: context.now(),
    });
  return {
    handle: async (request) => {
      const message = openHl7(request.artefact);
      const type = message.first('MSH')?.field(9).repetition();
      const transaction = options.events[type?.part(1).value ?? '']?.[type?.part(2).value ?? ''];
      const { faults } = request;
      faults.meet(transaction);
      let segments: readonly SegmentValue[];
      let refusal: Refusal | undefined;
      try {
        const planned = faults.take('hl7-ack');
        if (planned !== undefined) throw plannedRefusal(planned);
        check(message, options);
        segments = await options.transactions[transaction!]!(message, request);
      } catch (error) {
        if (!(error instanceof Refusal)) throw error;
        refusal = error;
        segments = answer(message, error.code, [error.error]);
      }
      if (faults.take('wrong-control-id') !== undefined) segments = segments.map(withOtherRequest);
      const isRefused = refusal?.code === 'AR';
      const accept = (): SegmentValue[] => answer(message, isRefused ? 'CR' : 'CA', isRefused && refusal ? [refusal.error] : []);
      return { messages: inMode(message, segments, isRefused, accept), ...(transaction !== undefined && { transaction }) };
    },
    refuse: (reason: Bilingual, artefact) =>
      writeAnswer(answer(artefact && openHl7(artefact), 'AE', [{ code: artefact ? '207' : '199', text: reason.en }])),
  };
}

/** @throws Refusal */
function check(message: Hl7Message, { context, events }: Hl7EndpointOptions): void {
  const msh = message.segments[0];
  if (msh?.name !== 'MSH') throw new Refusal('AR', { code: '100', location: ['MSH', 1], text: 'The message does not begin with MSH' });
  if (delimiterProblem(msh.field(1).raw, msh.field(2).raw) !== undefined)
    throw new Refusal('AR', { code: '102', location: ['MSH', 1, 2], text: 'MSH-1 and MSH-2 are no delimiters' });
  const lineEnd = message.problems.find(({ kind }) => kind === 'line-end');
  if (lineEnd && context.parameters['line-ends'] !== 'lenient')
    throw new Refusal('AR', { code: '100', location: ['MSH', 1], text: `Segments end with ${lineEnd.actual ?? 'LF'} instead of CR` });
  const charset = message.problems.find(({ kind }) => kind === 'charset-unread' || kind === 'charset-bytes');
  if (charset)
    throw new Refusal('AR', { code: '102', location: ['MSH', 1, 18], text: 'The message is not in the character set of MSH-18' });
  const type = msh.field(9).repetition();
  if (type.isEmpty) throw new Refusal('AE', { code: '101', location: ['MSH', 1, 9], text: 'MSH-9 is missing' });
  const known = events[type.part(1).value];
  if (!known)
    throw new Refusal('AR', { code: '200', location: ['MSH', 1, 9, 1, 1], text: `Message type ${type.part(1).value} is not supported` });
  if (known[type.part(2).value] === undefined)
    throw new Refusal('AR', { code: '201', location: ['MSH', 1, 9, 1, 2], text: `Trigger event ${type.part(2).value} is not supported` });
  if (msh.field(10).isEmpty) throw new Refusal('AE', { code: '101', location: ['MSH', 1, 10], text: 'MSH-10 is missing' });
  const processing = msh.field(11).repetition().value;
  if (!PROCESSING_IDS.includes(processing))
    throw new Refusal('AR', { code: '202', location: ['MSH', 1, 11], text: `Processing id ${processing} is not supported` });
  const version = msh.field(12).repetition().value;
  if (!/^2\.\d(?:\.\d)?$/.test(version))
    throw new Refusal('AR', { code: '203', location: ['MSH', 1, 12], text: `Version ${version} is not supported` });
}

/** What leaves: the answer itself, or in enhanced mode an accept acknowledgement and the answer, each where it is asked for. */
function inMode(message: Hl7Message, segments: readonly SegmentValue[], isRefused: boolean, accept: () => SegmentValue[]): Uint8Array[] {
  const msh = message.first('MSH');
  const [atAccept, atApplication] = [15, 16].map((n) => msh?.field(n).repetition().value ?? '');
  if (!atAccept && !atApplication) return [writeAnswer(segments)];
  const isError = segments.find(([name]) => name === 'MSA')?.[1] !== 'AA';
  const isWanted = (condition: string | undefined, failed: boolean): boolean => condition === 'AL' || condition === (failed ? 'ER' : 'SU');
  return [
    ...(isWanted(atAccept, isRefused) ? [writeAnswer(accept())] : []),
    ...(!isRefused && isWanted(atApplication, isError) ? [writeAnswer(segments)] : []),
  ];
}

function plannedRefusal(planned: string): Refusal {
  const [code, condition = code === 'AR' ? '200' : '207'] = planned.split('/');
  return new Refusal(code === 'AR' ? 'AR' : 'AE', { code: condition, text: 'Simulated fault' });
}

/** MSA-2 of another message. */
const withOtherRequest = (segment: SegmentValue): SegmentValue =>
  segment[0] === 'MSA' ? ['MSA', segment[1] ?? '', 'ANOTHER', ...segment.slice(3)] : segment;
