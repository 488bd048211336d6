import { join } from 'node:path';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { IDENTIFIER, writeRegistryResponse } from '../../src/protocols/ebxml/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { HttpServer, soapEndpoint, type HttpRequest, type Listening, type SoapAnswer } from '../../src/transport/index.js';
import { submissionRefusals } from '../document-registry/metadata-refusal.js';
import { patientDirectory } from '../document-registry/patient.js';
import { DocumentStore } from '../document-repository/document-store.js';
import { PROVIDE, receive } from '../document-repository/reception.js';
import { failure } from '../document-repository/refusal.js';
import { notProcessed } from './relations.js';

const ACTOR = 'document-recipient';

/**
 * Receives documents and their metadata by ITI-41 as an XDR Document Recipient: there is no registry behind it, so the
 * submission is judged here, and what refers to documents sent before is not followed (a warning says so). Parameters:
 * `known-patients` (only their documents are taken in; absent: everybody’s), `store` (folder that keeps the documents
 * between runs; absent: in memory), `limited-metadata: accepted` (Accepts Limited Metadata Option, ITI TF-1, 15.2.3: what
 * a Metadata-Limited Document Source declares to be limited is taken in as it is; absent: it is refused).
 */
export class DocumentRecipient implements Simulator {
  #store!: DocumentStore;
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const folder = context.parameters['store'];
    this.#store = new DocumentStore(folder === undefined ? undefined : join(folder, `${ACTOR}.sqlite`));
    const listening = HttpServer.listen({
      actor: ACTOR,
      context,
      path: `/${ACTOR}`,
      ...soapEndpoint({ transactions: { [PROVIDE]: (message, request) => this.#receive(context, message, request) } }),
    });
    this.#listening = await listening.catch((error: unknown) => {
      this.#store.close();
      throw error;
    });
    return [{ actor: ACTOR, transaction: 'ITI-41', url: this.#listening.url }];
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
    this.#store.close();
  }

  async #receive(context: SimulatorContext, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const received = await receive(message, context, request, this.#store);
    if ('refusals' in received) return failure(received.refusals);
    const { submission, documents } = received;
    const refusals = await submissionRefusals(message, context, { by: 'repository' });
    if (refusals.length > 0) return failure(refusals);
    const known = context.parameters['known-patients'];
    const [set] = submission.submissionSets;
    const patient = set?.identifier(IDENTIFIER.setPatientId) ?? '';
    // limited metadata may not know whose they are; complete ones without a patient are refused above
    if (set && patient !== '' && known !== undefined && !patientDirectory(known)(patient))
      return failure([
        { code: 'XDSUnknownPatientId', context: `Le patient ${patient} n’est pas connu de ce destinataire.`, location: set.element.path },
      ]);
    this.#store.keep(documents);
    return { body: writeRegistryResponse({ status: 'success', errors: notProcessed(submission) }) };
  }
}
