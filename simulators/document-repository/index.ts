import { join } from 'node:path';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import {
  IDENTIFIER,
  readObjectList,
  readRegistryResponse,
  readRetrieveRequest,
  writeRetrieveResponse,
  writeStoredQuery,
  writeSubmission,
  type DocumentToReturn,
  type RetrieveRequest,
  type Submission,
} from '../../src/protocols/ebxml/index.js';
import { WSSE, type Attachment, type SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import {
  callSoap,
  Connections,
  HttpServer,
  plannedRegistryError,
  soapEndpoint,
  type HttpRequest,
  type Listening,
  type SoapAnswer,
} from '../../src/transport/index.js';
import { requestRefusals } from '../document-registry/metadata-refusal.js';
import { statusOf } from '../document-source/answer.js';
import { IdentifierMint } from '../document-source/identifiers.js';
import { readInput, RegisterInput } from '../document-source/input.js';
import { publicationOf } from '../document-source/publication.js';
import { VihfIssuer } from '../document-source/vihf.js';
import type { Delivered } from './delivery.js';
import { DocumentStore } from './document-store.js';
import { failure, type Refusal } from './refusal.js';
import { DEFAULT_REPOSITORY } from './repository-id.js';
import { PROVIDE, receive } from './reception.js';
import { registrationOf, standalone } from './registration.js';
import { checkVihf } from './vihf-gate.js';

const ACTOR = 'document-repository';
const RETRIEVE = 'urn:ihe:iti:2007:RetrieveDocumentSet';
const STORED_QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const REGISTER = 'urn:ihe:iti:2007:RegisterDocumentSet-b';

/**
 * Keeps documents: takes them in with their metadata (ITI-41), registers these with the Document Registry (ITI-42) and
 * gives documents back (ITI-43). It registers documents of its own making too, to try a registry. Parameters: `store`
 * (folder that keeps them between runs; absent: in memory), `repository-unique-id`, `registry-timeout-ms`,
 * `home-community-id` (the community it answers for: a request must say it; absent: none is asked), `masking`
 * (`dmp`: a document is given to whom the registry shows its entry, asked by ITI-18 with the VIHF of the request).
 */
export class DocumentRepository implements Simulator {
  #store!: DocumentStore;
  readonly #connections = new Connections();
  #listening: Listening | undefined;
  #playing: { context: SimulatorContext; mint: IdentifierMint } | undefined;

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
    this.#playing = { context, mint: new IdentifierMint(context) };
    const { url } = this.#listening;
    return ['ITI-41', 'ITI-43'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#playing) throw new Error(`${ACTOR}: not started`);
    if (transaction !== 'ITI-42') throw new Error(`${ACTOR}: does not send ${transaction}`);
    const { context, mint } = this.#playing;
    const url = context.peers['document-registry'];
    if (url === undefined)
      throw new SimulatorError('configuration', {
        fr: 'ITI-42 : l’adresse de l’acteur document-registry n’est pas connue (endpoints.document-registry)',
        en: 'ITI-42: the address of the document-registry is not known (endpoints.document-registry)',
      });
    const asked = readInput(RegisterInput, input, transaction);
    const { submission, entry, values } = publicationOf(mint, new VihfIssuer(context).structure, asked, context.now());
    entry.repositoryUniqueId = repositoryUniqueId(context);
    if (asked.without === 'hash') delete entry.hash;
    const called = await callSoap({ actor: ACTOR, context, url, action: REGISTER, body: writeSubmission(submission) });
    if (asked.without)
      context.recorder.record({ kind: 'fault', actor: ACTOR, exchange: called.exchange, fault: { without: asked.without } });
    return { exchange: called.exchange, values: { ...values, status: statusOf(called) } };
  }

  async stop(): Promise<void> {
    this.#connections.close();
    await this.#listening?.close();
    this.#listening = undefined;
    this.#store.close();
    this.#playing = undefined;
  }

  async #provide(context: SimulatorContext, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const received = await receive(message, context, request, this.#store);
    if ('refusals' in received) return failure(received.refusals);
    return await this.#register(context, received.submission, received.documents, request.exchange);
  }

  async #register(context: SimulatorContext, submission: Submission, documents: readonly Delivered[], within: string): Promise<SoapAnswer> {
    const url = context.peers['document-registry'];
    const unavailable = (why: string): SoapAnswer =>
      failure([{ code: 'XDSRegistryNotAvailable', context: `Le registre de documents est inaccessible : ${why}` }]);
    if (url === undefined) return unavailable('son adresse n’est pas configurée.');
    const timeoutMs = Number(context.parameters['registry-timeout-ms'] ?? '60000');
    const called = await callSoap({
      actor: ACTOR,
      context,
      url,
      action: REGISTER,
      body: registrationOf(submission, documents, repositoryUniqueId(context)),
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

  /** The uniqueIds of the documents asked for whose entries the registry shows to the bearer of the VIHF. */
  async #shownTo(
    context: SimulatorContext,
    message: SoapMessage,
    asked: RetrieveRequest | undefined,
    within: string,
  ): Promise<ReadonlySet<string> | 'unavailable'> {
    const url = context.peers['document-registry'];
    const ids = [...new Set(asked?.requests.map(({ documentUniqueId }) => documentUniqueId))];
    if (ids.length === 0) return new Set();
    if (url === undefined) return 'unavailable';
    const headers = securityOf(message);
    const called = await callSoap({
      actor: ACTOR,
      context,
      url,
      action: STORED_QUERY,
      body: writeStoredQuery('GetDocuments', { $XDSDocumentEntryUniqueId: ids }),
      ...(headers && { headers }),
      within,
      timeoutMs: Number(context.parameters['registry-timeout-ms'] ?? '60000'),
      connections: this.#connections,
    });
    const response = called.message?.root && readRegistryResponse(called.message.root);
    if (!response?.status.endsWith(':Success')) return 'unavailable';
    const entries = response.objects ? readObjectList(response.objects).documentEntries : [];
    return new Set(entries.flatMap((entry) => entry.identifier(IDENTIFIER.entryUniqueId) ?? []));
  }

  async #retrieve(context: SimulatorContext, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    await checkVihf(message, context, undefined);
    const planned = plannedRegistryError(request.faults);
    if (planned) return { body: writeRetrieveResponse({ status: 'failure', errors: [planned], documents: [] }) };
    const asked = message.root && readRetrieveRequest(message.root);
    // an identifier that is none is one that this repository does not know: it has a code of its own below
    const refusals = asked ? await requestRefusals(message, context, 'XDSRepositoryError', (rule) => rule !== 'XDS-RET-02') : [];
    if (refusals.length > 0) return { body: writeRetrieveResponse({ status: 'failure', errors: refusals, documents: [] }) };
    const own = repositoryUniqueId(context);
    const shown = context.parameters['masking'] === 'dmp' ? await this.#shownTo(context, message, asked, request.exchange) : undefined;
    if (shown === 'unavailable')
      return {
        body: writeRetrieveResponse({
          status: 'failure',
          errors: [{ code: 'XDSRegistryNotAvailable', context: 'Le registre de documents, qui sait qui voit quoi, est inaccessible.' }],
          documents: [],
        }),
      };
    const errors: Refusal[] = [];
    const documents: DocumentToReturn[] = [];
    const attachments: Attachment[] = [];
    if (!asked || asked.requests.length === 0)
      errors.push({ code: 'XDSRepositoryError', context: 'Le corps du message ne demande aucun document (DocumentRequest).' });
    const community = context.parameters['home-community-id'];
    for (const { element, home, repositoryUniqueId: repository, documentUniqueId } of asked?.requests ?? []) {
      // what may not be seen is not there: any other error would betray it
      const kept = !shown || shown.has(documentUniqueId) ? this.#store.get(documentUniqueId) : undefined;
      if (community !== undefined && home !== community)
        errors.push({
          code: home ? 'XDSUnknownCommunity' : 'XDSMissingHomeCommunityId',
          context:
            home ?
              `Cette communauté est ${community}, pas « ${home} ».`
            : 'La demande ne dit pas la communauté du document (HomeCommunityId).',
          location: element.path,
        });
      else if (repository !== own)
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
    if (documents.length > 1 && request.faults.take('partial-success') !== undefined) {
      const { documentUniqueId } = documents.pop()!;
      attachments.pop();
      errors.push({
        code: 'XDSDocumentUniqueIdError',
        context: `Erreur simulée\u00A0: le document « ${documentUniqueId} » n’est pas rendu, à la demande du scénario.`,
      });
    }
    const status =
      errors.length === 0 ? 'success'
      : documents.length > 0 ? 'partialSuccess'
      : 'failure';
    return { body: writeRetrieveResponse({ status, errors, documents }), attachments };
  }
}

/** The wsse:Security header of a message, to be shown to another actor: namespaces that the signature needs come with it. */
function securityOf({ header }: SoapMessage): Raw | undefined {
  const security = header?.element('Security', WSSE);
  return security && new Raw(standalone(security));
}

const repositoryUniqueId = (context: SimulatorContext): string => context.parameters['repository-unique-id'] ?? DEFAULT_REPOSITORY;
