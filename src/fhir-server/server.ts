import { fhirInteraction, type Bilingual, type PlannedIssue } from '../model/index.js';
import { textOf, type Exact } from '../protocols/fhir/index.js';
import type { Admission, TokenGate, TokenRefusal } from '../oauth/index.js';
import { plannedStatus, type HttpAnswer, type HttpRequest, type ListenOptions, type Refusal } from '../transport/index.js';
import { performBundle, pathOf } from './bundle.js';
import { readResource, written } from './content.js';
import { Gone, Interactions, NotAllowed, type Call, type FhirService, type Result, type Rights, type Source } from './interactions.js';
import { contentOf, wantedOf, type Wanted } from './negotiation.js';
import { operationOutcome, refusal, Refused, type Issue } from './outcome.js';
import type { SearchParameter } from './search-parameters.js';
import { shown } from './search-request.js';
import type { Version } from './store.js';

export interface FhirServerOptions extends FhirService {
  /** where it answers, without the last slash: `/agenda-manager` */
  path: string;
  /** the transaction that an interaction is, as it is recorded and as faults are planned for it */
  transactionOf?: (interaction: string, type: string) => string | undefined;
  /** told of each request that was answered, whatever came of it */
  heard?: (heard: Heard) => void;
  /** from where one request reads and searches, for an actor whose resources are not in the store */
  source?: (request: HttpRequest) => Source;
  /** looks at the token of each request; absent: none is asked for */
  gate?: Pick<TokenGate, 'admit'> | undefined;
}

/** A request, and what came of it, as someone hears of it who watches. */
export interface Heard {
  /** absent for what never became a request */
  request?: { method: string; path: string };
  status: number;
  transaction?: string;
  /** why it was refused; empty: it was not */
  issues: readonly Issue[];
}

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'] as const;
/** of an address; the head of HTTP bounds it too */
const LONGEST_TARGET = 32 * 1024;

/**
 * Makes a FHIR R4 server, to be spread into `HttpServer.listen`: one way for every actor, which differ by what their
 * CapabilityStatements offer and by their own rules. Everything that goes wrong is an OperationOutcome.
 */
export function fhirServer(options: FhirServerOptions): Pick<ListenOptions, 'handle' | 'refuse' | 'path' | 'methods'> {
  const server = new FhirServer(options);
  return {
    path: options.path,
    methods: METHODS,
    // the token is looked at before: from the look at the store to its change nobody comes between
    handle: async (request) => server.answer(request, await options.gate?.admit(request)),
    refuse: (status, reason) => server.refuse(status, reason),
  };
}

/** By the id a search is answered without an index. */
const ID_PARAMETER = { name: '_id', type: 'token', definition: 'http://hl7.org/fhir/SearchParameter/Resource-id' };
/** By what a List names; FHIR R4 has no SearchParameter for it (3.1.1). */
const LIST_PARAMETER = { name: '_list', type: 'special', documentation: 'What the List with this id refers to.' };
/** How a search is made that says less in its definition than a client has to know. */
const DOCUMENTATION: Readonly<Record<string, string>> = {
  near: 'latitude|longitude|distance|unit: degrees, and a UCUM unit of length (km); without a distance, 10 km.',
  _text: 'Words that are all in the narrative, whatever case and accents; and, or and brackets.',
  _content: 'Words that are all in the resource, whatever case and accents; and, or and brackets.',
};

const NO_WISH: Wanted = { format: 'json', pretty: false, strict: false };

class FhirServer {
  readonly #interactions: Interactions;

  constructor(readonly options: FhirServerOptions) {
    this.#interactions = new Interactions(options);
  }

  answer(request: HttpRequest, admission?: Admission): HttpAnswer {
    const issues: Issue[] = [];
    const answer = this.#answered(request, issues, admission);
    const { method, path } = request;
    this.options.heard?.({
      request: { method, path },
      status: answer.status,
      ...(answer.transaction !== undefined && { transaction: answer.transaction }),
      issues,
    });
    return answer;
  }

  /** @param issues gets those of a refusal */
  #answered(request: HttpRequest, issues: Issue[], admission: Admission | undefined): HttpAnswer {
    const { faults, headers } = request;
    let transaction: string | undefined;
    let wanted = NO_WISH;
    const seen = { isTold: false };
    const named = (): { transaction?: string } => (transaction === undefined ? {} : { transaction });
    const admit = (interaction: string, type: string): void => {
      const refused = admission?.refusal(interaction, type);
      if (refused) throw new NotAdmitted(refused);
    };
    const tell = (interaction: string, type: string): void => {
      transaction = this.options.transactionOf?.(interaction, type) ?? fhirInteraction(interaction, type);
      faults.meet(transaction);
      seen.isTold = true;
      const planned = plannedStatus(faults);
      if (planned) throw new Planned(planned);
      const code = faults.take('operation-outcome');
      if (code !== undefined)
        throw refusal(
          STATUS_OF[code],
          code,
          'Erreur simulée\u00A0: refus à la demande du scénario.',
          'Simulated error: refused because the scenario asks for it.',
        );
      admit(interaction, type);
    };
    try {
      if (request.path.length > LONGEST_TARGET) throw refusal(414, 'too-long', 'L’adresse est trop longue.', 'The address is too long.');
      const { path, query } = this.#target(request.path);
      // a form may ask for a format too
      const parameters = [...query, ...formOf(request, path)];
      wanted = wantedOf(headers, parameters);
      if (path.length === 1 && path[0] === 'metadata') return { ...this.#metadata(request, wanted, tell), ...named() };
      if (path.length === 0 && request.method === 'POST')
        return { ...this.#bundle(request, wanted, tell, { ...rightsOf(admission), tell: admit }), ...named() };
      const base = this.#base(request);
      this.options.store.base = base;
      const result = this.#interactions.perform({
        method: request.method,
        path,
        query: parameters,
        strict: wanted.strict,
        base,
        ...rightsOf(admission),
        tell,
        empty: () => faults.take('empty-result') !== undefined,
        elsewhere: () => faults.take('next-elsewhere') !== undefined,
        ...(this.options.source && { source: this.options.source(request) }),
        ...conditionsOf(headers),
        ...this.#body(request, path),
      });
      if (result.status === 201 && result.version) tellMade(request, result.version);
      const isOther = result.body !== undefined && faults.take('another-resource') !== undefined;
      const answer = this.#written(isOther ? { ...result, body: ANOTHER } : result, wanted, base);
      return { ...answer, ...named() };
    } catch (error) {
      if (error instanceof Planned) return { ...error.answer, ...named() };
      if (!(error instanceof Refused)) throw error;
      // who is not let in learns nothing about what he asked for
      const shut = seen.isTold ? undefined : admission?.refusal('', '');
      const refused = shut ? new NotAdmitted(shut) : error;
      issues.push(...refused.issues);
      return { ...this.#refused(refused, wanted), ...named() };
    }
  }

  refuse(status: number, reason: Refusal): HttpAnswer & { body: readonly Uint8Array[] } {
    const code =
      status === 413 || status === 431 ? 'too-long'
      : status === 404 ? 'not-found'
      : status === 405 || status === 417 ? 'not-supported'
      : status === 408 ? 'transient'
      : status >= 500 ? 'exception'
      : 'structure';
    const issues: Issue[] = [{ severity: 'fatal', code, text: reason }];
    this.options.heard?.({ status, issues });
    return this.#refused(new Refused(status, issues), NO_WISH);
  }

  /** What an address names below the base. */
  #target(target: string): { path: string[]; query: [string, string][] } {
    const mark = target.indexOf('?');
    const path = (mark === -1 ? target : target.slice(0, mark)).slice(this.options.path.length);
    return { path: pathOf(path), query: mark === -1 ? [] : [...new URLSearchParams(target.slice(mark + 1)).entries()] };
  }

  /** Our own address as the client knows it: what it is told to go on with has the name that its certificate check accepts. */
  #base({ headers, peer }: HttpRequest): string {
    const host = headers['host'] ?? '';
    return /^[A-Za-z0-9.:[\]-]{1,255}$/.test(host) ?
        `${peer.tls ? 'https' : 'http'}://${host}${this.options.path}`
      : this.options.store.base;
  }

  #metadata({ method }: HttpRequest, wanted: Wanted, tell: NonNullable<Call['tell']>): HttpAnswer {
    tell('capabilities', '');
    if (method !== 'GET' && method !== 'HEAD')
      throw new NotAllowed(
        { severity: 'error', code: 'not-supported', text: { fr: '/metadata se lit par GET.', en: '/metadata is read by GET.' } },
        ['GET', 'HEAD'],
      );
    const { statement } = this.options.capabilities;
    const { parameters } = this.options;
    const [rest] = statement.rest;
    const searched = rest.resource.filter(({ interaction }) => interaction.some(({ code }) => code === 'search-type'));
    const hasLists = searched.some(({ type }) => type === 'List') && parameters.of('List').has('item');
    const asTold = (known: ReadonlyMap<string, SearchParameter>): Record<string, string>[] => [
      ID_PARAMETER,
      ...[...known.values()].map(({ code, type, url }) => ({
        ...{ name: code, type, definition: url },
        ...(DOCUMENTATION[code] !== undefined && { documentation: DOCUMENTATION[code] }),
      })),
      ...(hasLists ? [LIST_PARAMETER] : []),
    ];
    const resource = rest.resource.map((one) => ({
      ...one,
      ...(searched.includes(one) && { searchParam: asTold(parameters.of(one.type)) }),
    }));
    const searchParam =
      this.options.capabilities.allowsSystem('search-system') && searched.length > 0 ?
        { searchParam: asTold(parameters.common(searched.map(({ type }) => type))) }
      : {};
    const security = this.options.gate && { security: SECURITY };
    return this.#answer(200, JSON.stringify({ ...statement, rest: [{ ...rest, ...security, resource, ...searchParam }] }), wanted, {});
  }

  #bundle(request: HttpRequest, wanted: Wanted, tell: NonNullable<Call['tell']>, rights: Rights): HttpAnswer {
    const format = contentOf(request.headers);
    if (format === 'json-patch') throw refusal(415, 'not-supported', 'Un Bundle est attendu.', 'A Bundle is expected.');
    const bundle = readResource(request.body, format, this.#interactions.table);
    tell(textOf(bundle['type']), '');
    const base = this.#base(request);
    this.options.store.base = base;
    const json = performBundle(bundle, this.#interactions, {
      base,
      strict: wanted.strict,
      representation: wanted.return === 'representation',
      rights,
    });
    return this.#answer(200, json, wanted, {});
  }

  #body(request: HttpRequest, path: readonly string[]): Pick<Call, 'resource' | 'patch' | 'artefact'> {
    const { method, headers, body, artefact } = request;
    const { table } = this.#interactions;
    if (method === 'PATCH') return { patch: () => this.#patch(request) };
    if ((method !== 'POST' && method !== 'PUT') || path.at(-1) === '_search') return {};
    return {
      artefact,
      resource: () => {
        const format = contentOf(headers);
        if (format === 'json-patch')
          throw refusal(415, 'not-supported', 'Un JSON Patch s’envoie par PATCH.', 'A JSON Patch is sent by PATCH.');
        return readResource(body, format, table);
      },
    };
  }

  #patch({ headers, body }: HttpRequest): ReturnType<NonNullable<Call['patch']>> {
    const format = contentOf(headers);
    if (format !== 'json-patch') return { kind: 'fhirpath', parameters: readResource(body, format, this.#interactions.table) };
    try {
      return { kind: 'json', operations: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as Exact };
    } catch (error) {
      throw refusal(400, 'structure', 'Le JSON Patch n’est pas du JSON.', `The JSON Patch is no JSON: ${shown((error as Error).message)}.`);
    }
  }

  #written({ status, body, version, written: isWritten, issues = [] }: Result, wanted: Wanted, base: string): HttpAnswer {
    const headers: Record<string, string> = {};
    if (version) {
      headers['ETag'] = `W/"${version.version}"`;
      headers['Last-Modified'] = new Date(version.updated).toUTCString();
      const address = `${base}/${version.type}/${version.id}/_history/${version.version}`;
      if (isWritten && version.body !== undefined) headers[status === 201 ? 'Location' : 'Content-Location'] = address;
      if (status === 201) headers['Content-Location'] = address;
    }
    if (status === 304) return { status, headers, body: [] };
    if (!isWritten && body !== undefined) return this.#answer(status, body, wanted, headers);
    if (wanted.return === 'OperationOutcome') {
      const told = issues.length > 0 ? issues : [DONE];
      return this.#answer(status === 204 ? 200 : status, JSON.stringify(operationOutcome(told)), wanted, headers);
    }
    if (wanted.return === 'minimal' || body === undefined) return { status, headers, body: [] };
    return this.#answer(status, body, wanted, headers);
  }

  #answer(
    status: number,
    json: string,
    { format, pretty }: Wanted,
    headers: Readonly<Record<string, string>>,
  ): HttpAnswer & { body: Uint8Array[] } {
    return {
      status,
      headers: { ...headers, 'Content-Type': `application/fhir+${format}; charset=utf-8` },
      body: [written(json, format, pretty, this.#interactions.table)],
    };
  }

  #refused(error: Refused, wanted: Wanted): HttpAnswer & { body: Uint8Array[] } {
    const headers: Record<string, string> = {};
    if (error instanceof NotAllowed) headers['Allow'] = error.methods.join(', ');
    if (error.challenge !== undefined) headers['WWW-Authenticate'] = error.challenge;
    if (error instanceof Gone) headers['ETag'] = `W/"${error.version.version}"`;
    return this.#answer(error.status, JSON.stringify(operationOutcome(error.issues)), wanted, headers);
  }
}

/** An answer that a fault put in the place of the real one. */
class Planned extends Error {
  constructor(readonly answer: HttpAnswer) {
    super();
  }
}

/** A request whose token does not let it in. */
class NotAdmitted extends Refused {
  constructor({ status, challenge, text }: TokenRefusal) {
    super(status, [{ severity: 'error', code: ADMISSION_CODE[status], text }], challenge);
  }
}

/** What a token lets its client see beside what it asks for. */
function rightsOf(admission: Admission | undefined): Rights {
  if (!admission) return {};
  const known = new Map<string, boolean>();
  return {
    mayRead: (type) => {
      const may = known.get(type) ?? admission.refusal('read', type) === undefined;
      known.set(type, may);
      return may;
    },
    lookInto: (type) => {
      const refused = admission.refusal('search-type', type);
      if (refused) throw new NotAdmitted({ ...refused, text: alsoLookedInto(type, refused.text) });
    },
  };
}

const alsoLookedInto = (type: string, { fr, en }: Bilingual): Bilingual => ({
  fr: `Cette recherche passe aussi par les ressources ${type}. ${fr}`,
  en: `This search also looks into resources ${type}. ${en}`,
});

const ADMISSION_CODE = { 400: 'invalid', 401: 'login', 403: 'forbidden', 503: 'transient' } as const;

/** CapabilityStatement.rest.security of a server that asks for tokens. */
const SECURITY = {
  cors: false,
  service: [
    {
      coding: [{ system: 'http://terminology.hl7.org/CodeSystem/restful-security-service', code: 'OAuth', display: 'OAuth' }],
      text: 'OAuth 2.0, RFC 6750, RFC 9068',
    },
  ],
};

/** The HTTP statuses of refusals that a fault asks for. */
const STATUS_OF: Readonly<Record<PlannedIssue, number>> = {
  conflict: 409,
  'not-found': 404,
  'multiple-matches': 412,
  'business-rule': 422,
  invalid: 400,
  forbidden: 403,
  exception: 500,
  transient: 503,
  throttled: 429,
};

/** What a scenario may save of an answer: how the server calls what it made. */
function tellMade({ faults: { recorder, exchange } }: HttpRequest, { id, version }: Version): void {
  recorder.record({ kind: 'datum', name: 'answered', value: { exchange, values: { id, versionId: String(version) } } });
}

/** What a fault has us answer with, whatever was asked. */
const ANOTHER = JSON.stringify({ resourceType: 'Basic', id: 'another', code: { text: 'another resource' } });

const DONE = { severity: 'information', code: 'informational', text: { fr: 'C’est fait.', en: 'Done.' } } as const;

const conditionsOf = (headers: Readonly<Record<string, string>>): Partial<Call> => ({
  ...(headers['if-match'] !== undefined && { ifMatch: headers['if-match'] }),
  ...(headers['if-none-match'] !== undefined && { ifNoneMatch: headers['if-none-match'] }),
  ...(headers['if-none-exist'] !== undefined && { ifNoneExist: headers['if-none-exist'] }),
  ...(headers['if-modified-since'] !== undefined && { ifModifiedSince: headers['if-modified-since'] }),
});

/** The parameters of a search that was posted as a form (FHIR R4, 3.1.0.9.1.2). */
function formOf({ method, headers, body }: HttpRequest, path: readonly string[]): [string, string][] {
  if (method !== 'POST' || path.at(-1) !== '_search') return [];
  const type = (headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
  if (type !== 'application/x-www-form-urlencoded' && body.length > 0)
    throw refusal(
      415,
      'not-supported',
      'Les paramètres d’une recherche par POST sont un formulaire (application/x-www-form-urlencoded).',
      'The parameters of a search by POST are a form (application/x-www-form-urlencoded).',
    );
  if (body.length > MOST_FORM) throw refusal(413, 'too-long', 'Le formulaire est trop long.', 'The form is too long.');
  return [...new URLSearchParams(Buffer.from(body).toString('utf8')).entries()];
}

const MOST_FORM = 1024 * 1024;
