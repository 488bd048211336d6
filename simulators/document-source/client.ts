import { SimulatorError, type PlannedFault, type SimulatorContext } from '../../src/model/index.js';
import { transactionOfAction, type Attachment } from '../../src/protocols/soap/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import { ActiveFaults, callSoap, FaultPlan, type SoapCalled } from '../../src/transport/index.js';
import { VihfVariant, type PatientIdentity } from './input.js';
import { VihfIssuer } from './vihf.js';

/** What one request carries beside its addressing and security headers. */
export interface ClientCall {
  /** the actor that is called: `document-repository` */
  to: string;
  action: string;
  body: Raw;
  attachments?: Attachment[];
  patient: PatientIdentity | undefined;
  vihf: VihfVariant | undefined;
  /** what else is wrong on purpose, for the evidence */
  wrong?: Readonly<Record<string, string>>;
  /** absent: those that are planned for the transaction */
  faults?: ActiveFaults;
}

/** A simulator's own side as a client of a platform. */
export class PlatformClient {
  readonly issuer: VihfIssuer;
  readonly #plan: FaultPlan;
  #previousId: string | undefined;

  /** @throws SimulatorError when the VIHF signer cannot be used, or a fault names a VIHF that cannot be sent */
  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.issuer = new VihfIssuer(context);
    checkPlannedVihf(context.faults, (name) => VihfVariant.safeParse(name).success);
    this.#plan = new FaultPlan(context, actor);
  }

  /** The faults that the next message of a transaction meets. */
  faults(transaction: string): ActiveFaults {
    const faults = this.#plan.next(this.context.recorder.nextId('x'));
    faults.meet(transaction);
    return faults;
  }

  /** Of a message that meets none. */
  unspoilt(): ActiveFaults {
    const { recorder } = this.context;
    return new ActiveFaults(() => ({}), recorder, this.actor, recorder.nextId('x'));
  }

  /**
   * Sends one request with its VIHF, and keeps as evidence what is wrong with it on purpose.
   * @throws SimulatorError when the address of the peer is not known, or there is nothing to sign with
   */
  async call({ to, action, body, attachments, patient, vihf, wrong, faults }: ClientCall): Promise<SoapCalled> {
    const { actor, context } = this;
    const url = context.peers[to];
    const transaction = transactionOfAction(action)?.id ?? action;
    if (url === undefined)
      throw new SimulatorError('configuration', {
        fr: `${transaction} : l’adresse de l’acteur ${to} n’est pas connue (endpoints.${to})`,
        en: `${transaction}: the address of the ${to} is not known (endpoints.${to})`,
      });
    const met = faults ?? this.faults(transaction);
    const headers = await this.issuer.header(patient, VihfVariant.optional().parse(met.take('vihf')) ?? vihf);
    const previousId = this.#previousId;
    const called = await callSoap({
      actor,
      context,
      url,
      action,
      body,
      ...(headers && { headers }),
      ...(attachments && { attachments }),
      faults: met,
      ...(previousId !== undefined && { previousId }),
    });
    this.#previousId = called.messageId;
    const fault = { ...wrong, ...(vihf !== undefined && vihf !== 'valid' && { vihf }) };
    if (Object.keys(fault).length > 0) context.recorder.record({ kind: 'fault', actor, exchange: called.exchange, fault });
    return called;
  }
}

/** @throws SimulatorError when a planned fault names a VIHF that is not one of those that can be made */
export function checkPlannedVihf(planned: readonly PlannedFault[], known: (name: string) => boolean): void {
  for (const { fault } of planned)
    if (fault.vihf !== undefined && !known(fault.vihf))
      throw new SimulatorError('configuration', {
        fr: `Faute vihf\u00A0: «\u00A0${fault.vihf}\u00A0» n’est pas un VIHF que cet acteur sait fausser (addax list faults)`,
        en: `Fault vihf: “${fault.vihf}” is not a wrong VIHF that this actor can make (addax list faults)`,
      });
}
