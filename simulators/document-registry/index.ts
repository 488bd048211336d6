import { randomUUID } from 'node:crypto';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import {
  parameterOf,
  readStoredQuery,
  readSubmission,
  rimObjectsOf,
  writeQueryResponse,
  writeRegistryResponse,
  type StoredQuery,
} from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { HttpServer, soapEndpoint, type HttpRequest, type Listening, type SoapAnswer } from '../../src/transport/index.js';
import { validator } from '../../validators/xds-metadata/index.js';
import { checkVihf } from '../document-repository/vihf-gate.js';
import { refusalsOfFindings } from './metadata-refusal.js';
import { patientDirectory } from './patient.js';
import { answer } from './query.js';
import type { Refusal } from './refusal.js';
import { RegistryStore } from './store.js';

const ACTOR = 'document-registry';
const REGISTER = 'urn:ihe:iti:2007:RegisterDocumentSet-b';
const STORED_QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';

/**
 * Keeps the metadata of documents in memory: registers submissions (ITI-42) and answers stored queries (ITI-18).
 * Parameters: `known-patients` (only these are known; absent: every INS under a test OID), `max-results` (whole objects
 * one query may return).
 */
export class DocumentRegistry implements Simulator {
  readonly #store = new RegistryStore();
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const isKnownPatient = patientDirectory(context.parameters['known-patients']);
    const maxResults = Number(context.parameters['max-results'] ?? '1000');
    this.#listening = await HttpServer.listen({
      actor: ACTOR,
      context,
      path: `/${ACTOR}`,
      ...soapEndpoint({
        transactions: {
          [REGISTER]: (message, request) => this.#register(context, isKnownPatient, message, request),
          [STORED_QUERY]: (message, request) => this.#query(context, maxResults, message, request),
        },
      }),
    });
    const { url } = this.#listening;
    return ['ITI-42', 'ITI-18'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
  }

  async #register(
    context: SimulatorContext,
    isKnownPatient: (cx: string) => boolean,
    message: SoapMessage,
    request: HttpRequest,
  ): Promise<SoapAnswer> {
    const failure = (errors: readonly Refusal[]): SoapAnswer => ({ body: writeRegistryResponse({ status: 'failure', errors }) });
    const planned = plannedRefusal(request);
    if (planned) return failure([planned]);
    const submission = readSubmission(message.root!);
    if (!submission)
      return failure([{ code: 'XDSRegistryMetadataError', context: 'Le corps du message ne contient pas de SubmitObjectsRequest.' }]);
    const { findings } = await validator.validate(message.envelope!, {
      at: context.now(),
      trust: { anchors: [], crls: [] },
      parameters: context.parameters,
    });
    const refusals = refusalsOfFindings(findings);
    if (refusals.length > 0) return failure(refusals);
    const outcome = this.#store.register(rimObjectsOf(submission), { newUuid: randomUUID, isKnownPatient });
    return outcome.accepted ? { body: writeRegistryResponse({ status: 'success' }) } : failure(outcome.refusals);
  }

  async #query(context: SimulatorContext, maxResults: number, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const failure = (errors: readonly Refusal[]): SoapAnswer => ({ body: writeQueryResponse({ status: 'failure', errors }) });
    const query = readStoredQuery(message.root!);
    await checkVihf(message, context, query && patientOf(query));
    const planned = plannedRefusal(request);
    if (planned) return failure([planned]);
    if (!query) return failure([{ code: 'XDSRegistryError', context: 'Le corps du message ne contient pas d’AdhocQueryRequest.' }]);
    const outcome = answer(this.#store, query, maxResults);
    if (!outcome.accepted) return failure(outcome.refusals);
    const { objects } = outcome;
    return {
      body: writeQueryResponse({
        status: 'success',
        ...(query.returnType === 'ObjectRef' ? { references: objects.map(({ id }) => id) } : { objects }),
      }),
    };
  }
}

/** INS of the patient a query is about; undefined for a query by identifier. */
function patientOf({ definition, parameters }: StoredQuery): string | undefined {
  const cx = parameters.find(({ name }) => definition && parameterOf(definition, name)?.type === 'patient')?.values[0]?.value;
  return cx === undefined ? undefined : parseCx(cx).id || undefined;
}

/** The error that a scenario asks for. */
function plannedRefusal(request: HttpRequest): Refusal | undefined {
  const code = request.faults.take('registry-error');
  return code === undefined ? undefined : (
      { code: code as Refusal['code'], context: 'Erreur simulée : le registre refuse ce message à la demande du scénario.' }
    );
}
