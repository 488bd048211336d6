import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { iiOf } from '../../src/identity/patient-v3.js';
import { IdentifierInput } from '../../src/identity/index.js';
import { SimulatorError, YamlText, type Performed, type SimulatorContext } from '../../src/model/index.js';
import {
  actionOf,
  newTransmission,
  readV3,
  type Device,
  type Ii,
  type Transmission,
  type V3Message,
} from '../../src/protocols/hl7v3/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import { callSoap, FaultPlan, type SoapCalled } from '../../src/transport/index.js';

/** An identifier as a dataset gives it, as HL7 V3 writes it: its authority has an OID. */
export const IiInput = IdentifierInput.transform(iiOf).pipe(z.custom<Ii>((ii) => ii !== undefined, { error: 'an oid is expected' }));

/** What an input of HL7 V3 may say of the message itself. */
export const V3MessageOptions = z.object({
  /** how the envelope is written */
  charset: z.enum(['UTF-8', 'ISO-8859-1']).optional(),
  /** OID of the application that sends; absent: that of the actor */
  sender: YamlText.optional(),
  timeoutMs: z.number().int().min(1).optional(),
});
export type V3MessageOptions = z.infer<typeof V3MessageOptions>;

/** Applications of HL7 V3 by the actors that they play, in an arc for tests. */
const DEVICES = {
  'patient-demographics-supplier': '1.2.250.1.999.100.1',
  'patient-demographics-consumer': '1.2.250.1.999.100.2',
  'patient-identity-source': '1.2.250.1.999.100.3',
  'patient-identifier-cross-reference-manager': '1.2.250.1.999.100.4',
  'patient-identifier-cross-reference-consumer': '1.2.250.1.999.100.5',
} as const;
export type V3Actor = keyof typeof DEVICES;

/** The application that an actor is in HL7 V3; the parameter `device:<actor>` names another OID. */
export const deviceOf = (actor: V3Actor, { parameters }: Pick<SimulatorContext, 'parameters'>): Device => ({
  id: { root: parameters[`device:${actor}`] ?? DEVICES[actor] },
});

/** What a message of ours is sent with. */
export interface V3Call {
  to: V3Actor;
  transaction: string;
  /** name of the interaction */
  name: string;
  body: (transmission: Transmission) => Raw;
  options?: V3MessageOptions;
}

export interface V3Called extends SoapCalled {
  /** what was sent */
  transmission: Transmission;
  answer?: V3Message;
}

/** A simulator's own side as a client of HL7 V3 over SOAP. */
export class V3Client {
  readonly #plan: FaultPlan;
  #previousId: string | undefined;

  constructor(
    readonly actor: V3Actor,
    readonly context: SimulatorContext,
  ) {
    this.#plan = new FaultPlan(context, actor);
  }

  /** An identifier for a query of ours. */
  newQueryId(): Ii {
    return { root: deviceOf(this.actor, this.context).id.root, extension: randomUUID() };
  }

  /**
   * Sends one message.
   * @throws SimulatorError when the SOAP address of the peer is not known
   */
  async call({ to, transaction, name, body, options: { charset, sender, timeoutMs } = {} }: V3Call): Promise<V3Called> {
    const { actor, context } = this;
    const url = soapAddressOf(to, transaction, context);
    const faults = this.#plan.next(context.recorder.nextId('x'));
    faults.meet(transaction);
    const device = sender === undefined ? deviceOf(actor, context) : { id: { root: sender } };
    const own = { now: context.now(), newId: randomUUID, device };
    const transmission = newTransmission(own, { ...deviceOf(to, context), telecom: url }, 'T');
    const previousId = this.#previousId;
    const called = await callSoap({
      actor,
      context,
      url,
      action: actionOf(name),
      transaction,
      body: body(transmission),
      faults,
      ...(charset !== undefined && { charset }),
      ...(timeoutMs !== undefined && { timeoutMs }),
      ...(previousId !== undefined && { previousId }),
    });
    this.#previousId = called.messageId;
    const answer = readV3(called.message?.bodyElement);
    return { ...called, transmission, ...(answer && { answer }) };
  }
}

/** The address of an actor’s SOAP door: `<actor>-soap`, or that of the actor when it is one. */
function soapAddressOf(actor: V3Actor, transaction: string, { peers }: SimulatorContext): string {
  const url = [peers[`${actor}-soap`], peers[actor]].find((address) => /^https?:/.test(address ?? ''));
  if (url !== undefined) return url;
  throw new SimulatorError('configuration', {
    fr: `${transaction} : l’adresse SOAP de l’acteur ${actor} n’est pas connue (endpoints.${actor}-soap)`,
    en: `${transaction}: the SOAP address of the ${actor} is not known (endpoints.${actor}-soap)`,
  });
}

/** What an answer says, for later steps: those values that it has. */
export function valuesOf({ answer, message, transmission }: V3Called): Record<string, string> {
  const { acknowledgement, queryAck, registrations } = answer ?? {};
  const detail = acknowledgement?.details[0];
  const values: Record<string, string | number | undefined> = {
    messageId: transmission.id.extension,
    fault: message?.fault && (message.fault.subcodeLocal ?? message.fault.code),
    acknowledgement: acknowledgement?.code,
    detail: detail?.code,
    location: detail?.location,
    text: detail?.text,
    code: queryAck?.code,
    total: queryAck?.total,
    remaining: queryAck?.remaining,
    patients: queryAck && registrations?.length,
  };
  return Object.fromEntries(Object.entries(values).flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)]])));
}

export const performed = (called: V3Called, more: Record<string, string> = {}): Performed => ({
  exchange: called.exchange,
  values: { ...valuesOf(called), ...more },
});
