import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { SimulatorError, type SimulatorContext } from '../model/index.js';
import { dtmOf, openHl7, piecesAt, readHl7Path, writeEdited, type Hl7Message, type SegmentValue } from '../protocols/hl7v2/index.js';
import { Connections } from './connections.js';
import { FaultPlan } from './faults.js';
import { callMllp, type MllpCalled } from './mllp-client.js';

/** What a scenario may say of any HL7 v2 message that a simulator sends. */
export const MessageOptions = z.object({
  /** MSH-10; absent: a new one */
  controlId: z.coerce.string().optional(),
  /** MSH-18 */
  charset: z.string().default('UNICODE UTF-8'),
  /** MSH-15 and MSH-16: both absent, original mode */
  acceptAcknowledgement: z.enum(['AL', 'NE', 'ER', 'SU']).optional(),
  applicationAcknowledgement: z.enum(['AL', 'NE', 'ER', 'SU']).optional(),
  /** fields as they are written, by their paths */
  set: z.record(z.string(), z.string()).optional(),
  drop: z.array(z.string()).optional(),
  append: z.array(z.string()).optional(),
  timeoutMs: z.number().int().min(1).optional(),
});
export type MessageOptions = z.infer<typeof MessageOptions>;

export interface Hl7Call {
  /** the actor that it goes to */
  to: string;
  transaction: string;
  /** MSH-9 */
  type: readonly string[];
  /** MSH-12, and MSH-21 where a profile is named */
  version: readonly string[];
  profile?: readonly string[];
  /** what follows MSH */
  segments: readonly SegmentValue[];
  options: MessageOptions;
  /** the exchange that it is sent for the sake of: then it is sent as it should be, whatever faults are planned */
  within?: string;
}

export interface Hl7Called extends MllpCalled {
  /** MSH-10 of what was sent */
  controlId: string;
  answer?: Hl7Message;
}

/** A simulator's own side as a client of HL7 v2: its connection is kept between messages. */
export class Hl7Client {
  readonly #plan: FaultPlan;
  readonly #connections = new Connections();

  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.#plan = new FaultPlan(context, actor);
  }

  /**
   * Sends one message.
   * @throws SimulatorError when the MLLP address of the peer is not known, or the message cannot be written as asked
   */
  async call({ to, transaction, type, version, profile, segments, options, within }: Hl7Call): Promise<Hl7Called> {
    const { actor, context } = this;
    const url = context.peers[to];
    if (url === undefined || !/^mllps?:/.test(url))
      throw new SimulatorError('configuration', {
        fr: `${transaction}\u00A0: l’adresse MLLP de l’acteur ${to} n’est pas connue (endpoints.${to}\u00A0: mllp://hôte:port ou mllps://hôte:port)`,
        en: `${transaction}: the MLLP address of the ${to} is not known (endpoints.${to}: mllp://host:port or mllps://host:port)`,
      });
    const newId = (): string => randomUUID().replaceAll('-', '').slice(0, 20);
    const controlId = options.controlId ?? newId();
    const { acceptAcknowledgement = '', applicationAcknowledgement = '', charset, timeoutMs } = options;
    const headed = (id: string): SegmentValue => [
      'MSH',
      'ADDAX',
      'ADDAX',
      ...[context.parameters['receiving-application'] ?? 'PRODUIT', context.parameters['receiving-facility'] ?? 'PRODUIT'],
      dtmOf(context.now()),
      '',
      type,
      id,
      'T',
      version,
      '',
      '',
      acceptAcknowledgement,
      applicationAcknowledgement,
      'FRA',
      charset,
      ...(profile ? ['', '', profile] : []),
    ];
    const message = (id: string): Uint8Array => written([headed(id), ...segments], options);
    const faults = within === undefined ? this.#plan.next(context.recorder.nextId('x')) : undefined;
    faults?.meet(transaction);
    const isPreceded = faults?.take('coalesced') !== undefined;
    const called = await callMllp({
      actor,
      context,
      url,
      transaction,
      message: message(controlId),
      ...(isPreceded && { ahead: message(newId()) }),
      connections: this.#connections,
      ...(faults && { faults }),
      ...(within !== undefined && { within }),
      isAnswer: (artefact) => {
        const msa = openHl7(artefact).first('MSA');
        if (isPreceded && msa?.field(2).raw !== controlId) return false;
        // after a refusal (CE, CR) no application says any more
        return msa?.field(1).raw !== 'CA' || applicationAcknowledgement === 'NE';
      },
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    return { ...called, controlId, ...(called.artefact && { answer: openHl7(called.artefact) }) };
  }

  close(): void {
    this.#connections.close();
  }
}

function written(segments: readonly SegmentValue[], { set, drop, append }: MessageOptions): Uint8Array {
  try {
    return writeEdited(segments, { set, drop, append });
  } catch (error) {
    const { message } = error as Error;
    throw new SimulatorError('configuration', {
      fr: `le message HL7 v2 ne s’écrit pas ainsi\u00A0: ${message}`,
      en: `the HL7 v2 message cannot be written so: ${message}`,
    });
  }
}

/** What an answer says, for later steps: each path that it has a value at. */
export function valuesAt({ answer, controlId }: Hl7Called, paths: Readonly<Record<string, string>>): Record<string, string> {
  const entries = Object.entries(paths).flatMap(([name, path]) => {
    const value = answer && piecesAt(answer, readHl7Path(path)!)[0]?.value;
    return value === undefined || value === '' ? [] : [[name, value] as const];
  });
  return { controlId, ...Object.fromEntries(entries) };
}

/** How an acknowledgement ends: MSA-1, and the first error. */
export const ACKNOWLEDGEMENT = { code: 'MSA-1', error: 'ERR[1]-3.1', location: 'ERR[1]-2.1' } as const;
