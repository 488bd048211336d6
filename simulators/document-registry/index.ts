import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import {
  IDENTIFIER,
  parameterOf,
  readRemoveObjects,
  readStoredQuery,
  readSubmission,
  rimObjectsOf,
  writeQueryResponse,
  writeRegistryResponse,
  type RegistryErrorToWrite,
  type RimObject,
  type StoredQuery,
} from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import {
  HttpServer,
  plannedRegistryError,
  soapEndpoint,
  type HttpRequest,
  type Listening,
  type SoapAnswer,
} from '../../src/transport/index.js';
import { DEFAULT_REPOSITORY } from '../document-repository/repository-id.js';
import { checkVihf } from '../document-repository/vihf-gate.js';
import { communityRefusal } from './community.js';
import { sightOf, requesterOf } from './masking.js';
import { QUERY_RULES, requestRefusals, submissionRefusals, UPDATE_RULES } from './metadata-refusal.js';
import { patientDirectory } from './patient.js';
import { answer } from './query.js';
import { manyResults } from './many-results.js';
import { refuse, type Outcome, type Refusal } from './refusal.js';
import { planRemoval } from './removal.js';
import { removalBeyondRights, updateBeyondRights } from './rights.js';
import { seededStore, seedPlanOf } from './seed.js';
import { patientIdOf, RegistryStore, type Change } from './store.js';
import { ANNOTATION_ERRORS, planUpdate, type UpdateContext } from './update.js';

const ACTOR = 'document-registry';
const REGISTER = 'urn:ihe:iti:2007:RegisterDocumentSet-b';
const STORED_QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const UPDATE = 'urn:ihe:iti:2010:UpdateDocumentSet';
const DELETE = 'urn:ihe:iti:2010:DeleteDocumentSet';

/**
 * Keeps the metadata of documents: registers submissions (ITI-42), updates metadata (ITI-57), deletes objects (ITI-62) and
 * answers stored queries (ITI-18). Parameters: `store` (folder that keeps them between runs; absent: in memory),
 * `seed-data` (so many documents are there from the start) of `seed-patients` patients, `known-patients` (only these are
 * known; `registered`: those the store holds an object of; absent: every INS under a test OID), `max-results` (whole
 * objects one query may return), `masking` (`dmp`: documents are shown to whom their confidentiality codes allow, by the
 * VIHF of the query; absent: to everyone), `home-community-id` (the community it answers for: a query that names objects
 * must say it; absent: none is asked), `rights` (`dmp`: entries are changed and removed as the rights matrix of the DMP
 * allows, by the VIHF of the request; absent: by everyone), `annotation-error` (the code for wrong annotations of a metadata
 * update, of `ANNOTATION_ERRORS`; absent: the first).
 */
export class DocumentRegistry implements Simulator {
  #store!: RegistryStore;
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const maxResults = Number(context.parameters['max-results'] ?? '1000');
    const masking = context.parameters['masking'];
    if (masking !== undefined && masking !== 'dmp')
      throw new SimulatorError('configuration', {
        fr: `Paramètre masking : « ${masking} » n’est pas connu ; dmp est attendu`,
        en: `Parameter masking: “${masking}” is not known; dmp is expected`,
      });
    const rights = context.parameters['rights'];
    if (rights !== undefined && rights !== 'dmp')
      throw new SimulatorError('configuration', {
        fr: `Paramètre rights : « ${rights} » n’est pas connu ; dmp est attendu`,
        en: `Parameter rights: “${rights}” is not known; dmp is expected`,
      });
    const annotationError = ANNOTATION_ERRORS.find((code) => code === (context.parameters['annotation-error'] ?? code));
    if (annotationError === undefined)
      throw new SimulatorError('configuration', {
        fr: `Paramètre annotation-error : « ${context.parameters['annotation-error']} » n’est pas connu ; ${ANNOTATION_ERRORS.join(' ou ')} est attendu`,
        en: `Parameter annotation-error: “${context.parameters['annotation-error']}” is not known; ${ANNOTATION_ERRORS.join(' or ')} is expected`,
      });
    this.#store = openStore(context);
    const known = context.parameters['known-patients'];
    const isKnownPatient = known === 'registered' ? (cx: string) => this.#store.holdsPatient(cx) : patientDirectory(known);
    const rules: Rules = {
      context,
      registration: { newUuid: randomUUID, isKnownPatient, now: context.now, annotationError },
      maxResults,
      masking: masking === 'dmp',
      rights: rights === 'dmp',
    };
    const listening = HttpServer.listen({
      actor: ACTOR,
      context,
      path: `/${ACTOR}`,
      ...soapEndpoint({
        transactions: {
          [REGISTER]: (message, request) => this.#register(rules, message, request),
          [STORED_QUERY]: (message, request) => this.#query(rules, message, request),
          [UPDATE]: (message, request) => this.#update(rules, message, request),
          [DELETE]: (message, request) => this.#delete(rules, message, request),
        },
      }),
    });
    this.#listening = await listening.catch((error: unknown) => {
      this.#store.close();
      throw error;
    });
    const { url } = this.#listening;
    return ['ITI-42', 'ITI-18', 'ITI-57', 'ITI-62'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
    this.#store.close();
  }

  async #register(rules: Rules, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const planned = plannedRegistryError(request.faults);
    if (planned) return failure([planned]);
    const read = await readObjects(rules, message);
    if (!read.objects) return failure(read.refusals);
    if (read.refusals.length > 0) return failure([...this.#store.identityRefusals(read.objects, rules.registration), ...read.refusals]);
    const outcome = this.#store.register(read.objects, rules.registration);
    return outcome.accepted ? SUCCESS : failure(outcome.refusals);
  }

  async #update(rules: Rules, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const set = readSubmission(message.root!)?.submissionSets[0]?.identifier(IDENTIFIER.setPatientId);
    await checkVihf(message, rules.context, insOf(set));
    const planned = plannedRegistryError(request.faults);
    if (planned) return failure([planned]);
    const read = await readObjects(rules, message, UPDATE_RULES);
    if (!read.objects) return failure(read.refusals);
    const beyond = rules.rights ? updateBeyondRights(this.#store, read.objects, requesterOf(message.root!)) : [];
    if (beyond.length > 0) return failure(beyond);
    const outcome = planUpdate(this.#store, read.objects, rules.registration);
    if (read.refusals.length > 0) return failure([...(outcome.accepted ? [] : outcome.refusals), ...read.refusals]);
    return this.#done(outcome);
  }

  async #delete(rules: Rules, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const removal = readRemoveObjects(message.root!);
    const objects = (removal?.ids ?? []).flatMap((id) => this.#store.object(id) ?? []);
    await checkVihf(message, rules.context, insOf(objects.map(patientIdOf).find((cx) => cx !== undefined)));
    const planned = plannedRegistryError(request.faults);
    if (planned) return failure([planned]);
    if (!removal || removal.ids.length === 0 || removal.adhocQuery || removal.deletionScope !== undefined)
      return failure([
        {
          code: 'XDSInvalidRequestException',
          context: 'Un RemoveObjectsRequest est attendu, avec une liste ObjectRefList et sans AdhocQuery ni deletionScope.',
        },
      ]);
    const refusals = await requestRefusals(message, rules.context, 'XDSInvalidRequestException');
    if (refusals.length > 0) return failure(refusals);
    const beyond = rules.rights ? removalBeyondRights(this.#store, removal.ids, requesterOf(message.root!)) : [];
    if (beyond.length > 0) return failure(beyond);
    return this.#done(planRemoval(this.#store, removal.ids));
  }

  #done(outcome: Outcome<{ change: Change }>): SoapAnswer {
    if (!outcome.accepted) return failure(outcome.refusals);
    this.#store.apply(outcome.change);
    return SUCCESS;
  }

  async #query({ context, maxResults, masking }: Rules, message: SoapMessage, request: HttpRequest): Promise<SoapAnswer> {
    const refused = (errors: readonly RegistryErrorToWrite[]): SoapAnswer => ({ body: writeQueryResponse({ status: 'failure', errors }) });
    const query = readStoredQuery(message.root!);
    await checkVihf(message, context, query && patientOf(query));
    const planned = plannedRegistryError(request.faults);
    if (planned) return refused([planned]);
    if (!query) return refused([{ code: 'XDSRegistryError', context: 'Le corps du message ne contient pas d’AdhocQueryRequest.' }]);
    const elsewhere = communityRefusal(context.parameters['home-community-id'], query);
    if (elsewhere) return refused([elsewhere]);
    if (message.bodyElement!.elements('AdhocQuery').length > 1)
      return refused([{ code: 'XDSRegistryError', context: 'L’AdhocQueryRequest contient plusieurs AdhocQuery.' }]);
    const outcome = answer(this.#store, query, {
      maxResults,
      ...(masking && { mayBeSeen: sightOf(this.#store, requesterOf(message.root!)) }),
    });
    if (!outcome.accepted) return refused(outcome.refusals);
    const misworded = await requestRefusals(message, context, 'XDSRegistryError', (rule) => QUERY_RULES.has(rule));
    if (misworded.length > 0) return refused(misworded);
    const count = request.faults.take('result-count');
    if (count !== undefined) return manyResults(count, query.returnType, outcome.objects, context);
    const objects = request.faults.take('empty-result') === undefined ? outcome.objects : [];
    return {
      body: writeQueryResponse({
        status: 'success',
        ...(query.returnType === 'ObjectRef' ? { references: objects.map(({ id }) => id) } : { objects }),
      }),
    };
  }
}

function openStore({ parameters, tell = () => undefined }: SimulatorContext): RegistryStore {
  const folder = parameters['store'];
  const path = folder === undefined ? undefined : join(folder, `${ACTOR}.sqlite`);
  const plan = seedPlanOf(parameters, parameters['repository-unique-id'] ?? DEFAULT_REPOSITORY);
  return plan ? seededStore(path, plan, tell) : new RegistryStore(path);
}

/** What the parameters of the simulator decide. */
interface Rules {
  context: SimulatorContext;
  registration: UpdateContext;
  maxResults: number;
  masking: boolean;
  rights: boolean;
}

const SUCCESS: SoapAnswer = { body: writeRegistryResponse({ status: 'success' }) };
const failure = (errors: readonly RegistryErrorToWrite[]): SoapAnswer => ({ body: writeRegistryResponse({ status: 'failure', errors }) });

/** The objects of a submission, absent when it has none that can be read, and what speaks against its metadata. */
async function readObjects(
  { context }: Rules,
  message: SoapMessage,
  apart?: ReadonlySet<string>,
): Promise<{ objects?: RimObject[]; refusals: Refusal[] }> {
  const submission = readSubmission(message.root!);
  if (!submission) return refuse('XDSRegistryMetadataError', 'Le corps du message ne contient pas de SubmitObjectsRequest.');
  const refusals = await submissionRefusals(message, context, { by: 'registry', ...(apart && { apart }) });
  return { objects: rimObjectsOf(submission), refusals };
}

/** INS of the patient a query is about; undefined for a query by identifier. */
function patientOf({ definition, parameters }: StoredQuery): string | undefined {
  const cx = parameters.find(({ name }) => definition && parameterOf(definition, name)?.type === 'patient')?.values[0]?.value;
  return insOf(cx);
}

const insOf = (cx: string | undefined): string | undefined => (cx === undefined ? undefined : parseCx(cx).id || undefined);
