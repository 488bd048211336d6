import { join } from 'node:path';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import {
  IDENTIFIER,
  readRetrieveRequest,
  readSubmission,
  rimObjectsOf,
  writeRetrieveResponse,
  writeSubmitObjects,
  type DocumentToReturn,
  type RimObject,
  type Submission,
} from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import type { Attachment, SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import {
  callSoap,
  Connections,
  HttpServer,
  soapEndpoint,
  type HttpRequest,
  type Listening,
  type SoapAnswer,
} from '../../src/transport/index.js';
import { delivered, type Delivered } from './delivery.js';
import { DocumentStore } from './document-store.js';
import { failure, plannedError, type Refusal } from './refusal.js';
import { DEFAULT_REPOSITORY } from './repository-id.js';
import { checkVihf } from './vihf-gate.js';

const ACTOR = 'document-repository';
const PROVIDE = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';
const RETRIEVE = 'urn:ihe:iti:2007:RetrieveDocumentSet';
const REGISTER = 'urn:ihe:iti:2007:RegisterDocumentSet-b';

/**
 * Keeps documents: takes them in with their metadata (ITI-41), registers these with the Document Registry (ITI-42) and
 * gives documents back (ITI-43). Parameters: `store` (folder that keeps them between runs; absent: in memory),
 * `repository-unique-id`, `registry-timeout-ms`.
 */
export class DocumentRepository implements Simulator {
  #store!: DocumentStore;
  readonly #connections = new Connections();
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const folder = context.parameters['store'];
    this.#store = new DocumentStore(folder === undefined ? undefined : join(folder, `${ACTOR}.sqlite`));
    const listening = HttpServer.listen({
      actor: ACTOR,
      context,
      path: `/${ACTOR}`,
      ...soapEndpoint({
        transactions: {
          [PROVIDE]: (message, request) => this.#provide(context, message, request),
          [RETRIEVE]: (message, request) => this.#retrieve(context, message, request),
        },
      }),
    });
    this.#listening = await listening.catch((error: unknown) => {
      this.#store.close();
      throw error;
    });
    const { url } = this.#listening;
    return ['ITI-41', 'ITI-43'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends ITI-42 by itself, when it receives ITI-41: ${transaction} cannot be asked of it`));
  }

  async stop(): Promise<void> {
    this.#connections.close();
    await this.#listening?.close();
    this.#listening = undefined;
    this.#store.close();
  }

  async #provide(context: SimulatorContext, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const submission = message.root && readSubmission(message.root);
    await checkVihf(message, context, submission && patientOf(submission));
    const planned = plannedError(request);
    if (planned) return failure([planned]);
    if (!submission?.provide)
      return failure([
        { code: 'XDSRepositoryError', context: 'Le corps du message ne contient pas de ProvideAndRegisterDocumentSetRequest.' },
      ]);
    const { documents, refusals } = delivered(message, submission);
    refusals.push(...this.#changed(documents));
    if (refusals.length > 0) return failure(refusals);
    return await this.#register(context, submission, documents, request.exchange);
  }

  /** A uniqueId names the same bytes for ever. */
  #changed(documents: readonly Delivered[]): Refusal[] {
    return documents.flatMap(({ uniqueId, sha1, bytes, entry }): Refusal[] => {
      const known = this.#store.known(uniqueId);
      if (!known || known.sha1 === sha1) return [];
      const sized = known.size !== bytes.length;
      return [
        {
          code: sized ? 'XDSNonIdenticalSize' : 'XDSNonIdenticalHash',
          context: `Un autre contenu est déjà enregistré sous l’uniqueId « ${uniqueId} ».`,
          location: entry.element.path,
        },
      ];
    });
  }

  async #register(context: SimulatorContext, submission: Submission, documents: readonly Delivered[], within: string): Promise<SoapAnswer> {
    const url = context.peers['document-registry'];
    const unavailable = (why: string): SoapAnswer =>
      failure([{ code: 'XDSRegistryNotAvailable', context: `Le registre de documents est inaccessible : ${why}` }]);
    if (url === undefined) return unavailable('son adresse n’est pas configurée.');
    const objects = rimObjectsOf(submission).map((object) => completed(object, documents, repositoryUniqueId(context)));
    const timeoutMs = Number(context.parameters['registry-timeout-ms'] ?? '60000');
    const called = await callSoap({
      actor: ACTOR,
      context,
      url,
      action: REGISTER,
      body: writeSubmitObjects(objects),
      within,
      timeoutMs,
      connections: this.#connections,
    });
    const { message, error } = called;
    if (error !== undefined) return unavailable(`${error.fr.replace(/\.$/, '')}.`);
    if (message?.fault) return unavailable(`il répond une erreur SOAP ${message.fault.code} : ${message.fault.reason}`);
    const response = message?.bodyElement;
    if (!response || response.local !== 'RegistryResponse') return unavailable('sa réponse n’est pas une RegistryResponse.');
    if (response.attribute('status')?.endsWith(':Success')) this.#store.keep(documents);
    return { body: new Raw(standalone(response)) };
  }

  async #retrieve(context: SimulatorContext, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    await checkVihf(message, context, undefined);
    const planned = plannedError(request);
    if (planned) return { body: writeRetrieveResponse({ status: 'failure', errors: [planned], documents: [] }) };
    const asked = message.root && readRetrieveRequest(message.root);
    const own = repositoryUniqueId(context);
    const errors: Refusal[] = [];
    const documents: DocumentToReturn[] = [];
    const attachments: Attachment[] = [];
    if (!asked || asked.requests.length === 0)
      errors.push({ code: 'XDSRepositoryError', context: 'Le corps du message ne demande aucun document (DocumentRequest).' });
    for (const { element, repositoryUniqueId: repository, documentUniqueId } of asked?.requests ?? []) {
      const kept = this.#store.get(documentUniqueId);
      if (repository !== own)
        errors.push({
          code: 'XDSUnknownRepositoryId',
          context: `Cet entrepôt est ${own}, pas « ${repository} ».`,
          location: element.path,
        });
      else if (!kept)
        errors.push({
          code: 'XDSDocumentUniqueIdError',
          context: `Le document « ${documentUniqueId} » n’est pas dans cet entrepôt.`,
          location: element.path,
        });
      else {
        const contentId = `document${documents.length + 1}.${kept.sha1.slice(0, 12)}@addax`;
        attachments.push({ contentId, mediaType: kept.mimeType, bytes: kept.bytes });
        documents.push({ repositoryUniqueId: own, documentUniqueId, mimeType: kept.mimeType, content: { contentId } });
      }
    }
    const status =
      errors.length === 0 ? 'success'
      : documents.length > 0 ? 'partialSuccess'
      : 'failure';
    return { body: writeRetrieveResponse({ status, errors, documents }), attachments };
  }
}

const repositoryUniqueId = (context: SimulatorContext): string => context.parameters['repository-unique-id'] ?? DEFAULT_REPOSITORY;

/** INS of the submission set. */
function patientOf(submission: Submission): string | undefined {
  const cx = submission.submissionSets[0]?.identifier(IDENTIFIER.setPatientId);
  const id = cx === undefined ? undefined : parseCx(cx).id;
  return id === '' ? undefined : id;
}

/** Adds to an entry what only the repository knows: size and hash of what arrived, and its own identifier. */
function completed(object: RimObject, documents: readonly Delivered[], repository: string): RimObject {
  const document = documents.find(({ entry }) => entry.id === object.id);
  if (!document) return object;
  const known = { hash: document.sha1, size: String(document.bytes.length), repositoryUniqueId: repository };
  return {
    ...object,
    slots: [
      ...object.slots.filter(({ name }) => !(name in known)),
      ...Object.entries(known).map(([name, value]) => ({ name, values: [value] })),
    ],
  };
}

/** The markup of an element with the namespaces it needs, to be put into another message. */
function standalone(element: NonNullable<SoapMessage['bodyElement']>): string {
  const { text } = element.document;
  const own = new Set(element.attributes.map(({ name }) => name));
  const missing = [...element.scope].filter(([prefix]) => prefix !== 'xml' && !own.has(prefix === '' ? 'xmlns' : `xmlns:${prefix}`));
  const declarations = missing.map(
    ([prefix, namespace]) =>
      ` ${prefix === '' ? 'xmlns' : `xmlns:${prefix}`}="${namespace.replaceAll('&', '&amp;').replaceAll('"', '&quot;').replaceAll('<', '&lt;')}"`,
  );
  const nameEnd = element.start + 1 + element.name.length;
  return text.slice(element.start, nameEnd) + declarations.join('') + text.slice(nameEnd, element.end);
}
