import { SimulatorError, type SimulatorContext } from '../../src/model/index.js';
import { transactionOfAction, type Attachment } from '../../src/protocols/soap/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import { callSoap, type SoapCalled } from '../../src/transport/index.js';
import type { PatientIdentity, VihfVariant } from './input.js';
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
  faults?: Readonly<Record<string, string>>;
}

/** A simulator's own side as a client of a platform. */
export class PlatformClient {
  readonly issuer: VihfIssuer;

  /** @throws SimulatorError when the VIHF signer cannot be used */
  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.issuer = new VihfIssuer(context);
  }

  /**
   * Sends one request with its VIHF, and keeps as evidence what is wrong with it on purpose.
   * @throws SimulatorError when the address of the peer is not known, or there is nothing to sign with
   */
  async call({ to, action, body, attachments, patient, vihf, faults }: ClientCall): Promise<SoapCalled> {
    const { actor, context } = this;
    const url = context.peers[to];
    if (url === undefined) {
      const name = transactionOfAction(action)?.id ?? action;
      throw new SimulatorError('configuration', {
        fr: `${name} : l’adresse de l’acteur ${to} n’est pas connue (endpoints.${to})`,
        en: `${name}: the address of the ${to} is not known (endpoints.${to})`,
      });
    }
    const headers = await this.issuer.header(patient, vihf);
    const called = await callSoap({ actor, context, url, action, body, ...(headers && { headers }), ...(attachments && { attachments }) });
    const fault = { ...faults, ...(vihf !== undefined && vihf !== 'valid' && { vihf }) };
    if (Object.keys(fault).length > 0) context.recorder.record({ kind: 'fault', actor, exchange: called.exchange, fault });
    return called;
  }
}
