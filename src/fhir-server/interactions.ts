import { randomUUID } from 'node:crypto';
import { Artefact, type Finding } from '../model/index.js';
import { textOf, ElementTable, type Definitions, type Exact, type ExactObject, stringifyExact } from '../protocols/fhir/index.js';
import type { Capabilities, Interaction } from './capability.js';
import { issuesOf, partOf, stored } from './content.js';
import { applyFhirpathPatch } from './fhirpath-patch.js';
import { applyJsonPatch } from './json-patch.js';
import { operationOutcome, refusal, Refused, type Issue } from './outcome.js';
import { NOTHING_FOUND, Search, type Found } from './search.js';
import type { SearchParameter, SearchParameters } from './search-parameters.js';
import { MOST, readSearch, shown, typesLookedInto, type SearchRequest } from './search-request.js';
import type { ResourceStore, Version } from './store.js';
import { dateRange } from './values.js';

/** A change of a resource, as an actor's own rules see it. */
export interface Change {
  type: string;
  id: string;
  /** absent: it is new */
  before?: ExactObject;
  /** absent: it is deleted */
  after?: ExactObject;
}

/** What the rules of an actor may look at and change along with a change; it happens with it, or not at all. */
export interface Inside {
  read(type: string, id: string): ExactObject | undefined;
  update(type: string, id: string, resource: ExactObject): void;
  remove(type: string, id: string): void;
  /** ids of the resources of a type that refer to one by a search parameter */
  referring(to: { type: string; id: string }, type: string, parameter: string): string[];
  now: Date;
}

/** Rules of an actor. @throws Refused to undo the change and tell why */
export type Rule = (change: Change, inside: Inside) => void;

/** Resources that an actor keeps in a store of its own, as the server reads and finds them. */
export interface Source {
  read(type: string, id: string): Version | undefined;
  /** @throws Refused for a request that it cannot answer */
  search(type: string, request: SearchRequest): Found;
}

export interface FhirService {
  capabilities: Capabilities;
  store: ResourceStore;
  parameters: SearchParameters;
  definitions: Definitions;
  /** paths of the elements in summaries, by type */
  summaries: Readonly<Record<string, readonly string[]>>;
  /** judges what is to be written */
  judge: (artefact: Artefact, type: string) => readonly Finding[];
  rule?: Rule;
  now: () => Date;
}

/** One interaction, whether it came by itself or in a Bundle. */
export interface Call {
  method: string;
  /** the parts of the path below the base: `Slot`, `123`, `_history` */
  path: readonly string[];
  query: readonly (readonly [string, string])[];
  ifMatch?: string;
  ifNoneMatch?: string;
  ifNoneExist?: string;
  ifModifiedSince?: string;
  strict: boolean;
  /** reads the resource that came with it */
  resource?: () => ExactObject;
  /** reads the patch that came with it */
  patch?: () => { kind: 'json'; operations: Exact } | { kind: 'fhirpath'; parameters: ExactObject };
  /** as it was sent: so that what is wrong with it has its place */
  artefact?: Artefact;
  /** the id that a created resource gets, or has where the condition of the interaction found one before */
  newId?: string;
  base: string;
  /** reads and searches are answered from here; absent: from the store */
  source?: Source;
  /** a search is to find nothing, on purpose */
  empty?: () => boolean;
  /** whether the client may be given resources of a type along with those that it asks for; absent: any */
  mayRead?: (type: string) => boolean;
  /** refuses a search that looks into resources of a type that the client may not search; absent: none */
  lookInto?: (type: string) => void;
  /** a search is to say that it goes on at another host, on purpose */
  elsewhere?: () => boolean;
  /** to tell what it was, also when it is refused */
  tell?: (interaction: string, type: string) => void;
}

/** What of a call says which resources its client may see. */
export type Rights = Pick<Call, 'tell' | 'mayRead' | 'lookInto'>;

export interface Result {
  status: number;
  /** JSON of the resource, Bundle or OperationOutcome to answer with */
  body?: string;
  /** the version that was written or read */
  version?: Version;
  /** what was written is not asked for by itself */
  written?: true;
  issues?: readonly Issue[];
  location?: string;
}

/** The same address under a host name that is not the one asked: who goes there is seen. */
function elsewhere(url: string): string {
  const there = new URL(url);
  there.hostname = there.hostname === 'localhost' ? '127.0.0.1' : 'localhost';
  return there.href;
}

const ID = /^[A-Za-z0-9.-]{1,64}$/;
const TYPE = /^[A-Z][A-Za-z]{1,63}$/;
const HISTORY_DEFAULT = 50;

/** Does what FHIR R4 calls interactions (3.1.0), each whole or not at all. */
export class Interactions {
  readonly table: ElementTable;
  readonly search: Search;

  constructor(readonly service: FhirService) {
    this.table = new ElementTable(service.definitions);
    this.search = new Search(service.store, service.now, undefined, service.definitions);
  }

  /** @throws Refused */
  perform(call: Call): Result {
    const { method } = call;
    const [type, id, third, fourth, ...more] = call.path;
    if (type === undefined) return this.#system(call);
    if (type === '_history' && id === undefined) return this.#history(call, {});
    if (type === '_search' && id === undefined && method === 'POST') return this.#searchSystem(call);
    if (!TYPE.test(type) || !this.service.capabilities.resource(type))
      throw refusal(404, 'not-supported', `Ce serveur n’a pas de ressource ${shown(type)}.`, `This server has no resource ${shown(type)}.`);
    if (id === undefined) {
      if (method === 'GET' || method === 'HEAD') return this.#searchType(call, type);
      if (method === 'POST') return this.#create(call, type);
      if (method === 'PUT' || method === 'DELETE' || method === 'PATCH') return this.#conditional(call, type);
    } else if (id === '_search' && third === undefined) {
      if (method === 'POST') return this.#searchType(call, type);
    } else if (id === '_history' && third === undefined) {
      if (method === 'GET' || method === 'HEAD') return this.#history(call, { type });
    } else {
      if (!ID.test(id)) throw refusal(400, 'value', `Cet identifiant n’en est pas un\u00A0: ${shown(id)}.`, `This is no id: ${shown(id)}.`);
      if (third === undefined) return this.#instance(call, type, id);
      if (third === '_history' && more.length === 0 && (method === 'GET' || method === 'HEAD'))
        return fourth === undefined ? this.#history(call, { type, id }) : this.#vread(call, type, id, fourth);
    }
    throw notAllowed(method, call.path.map(shown).join('/'), this.#methodsAt(call.path));
  }

  #system(call: Call): Result {
    if (call.method === 'GET' || call.method === 'HEAD') return this.#searchSystem(call);
    throw notAllowed(call.method, '', ['POST']);
  }

  #instance(call: Call, type: string, id: string): Result {
    switch (call.method) {
      case 'GET':
      case 'HEAD':
        return this.#read(call, type, id);
      case 'PUT':
        return this.#update(call, type, id);
      case 'PATCH':
        return this.#patch(call, type, id);
      case 'DELETE':
        return this.#delete(call, type, id);
      default:
        throw notAllowed(call.method, `${type}/${id}`, this.#methodsAt([type, id]));
    }
  }

  /** What Allow tells of an address: the methods that are offered there. */
  #methodsAt([type = '', second, third]: readonly string[]): string[] {
    const { capabilities } = this.service;
    const about = capabilities.resource(type);
    const isOffered = (interaction: Interaction): boolean => capabilities.allows(type, interaction);
    const offered = (...methods: readonly (readonly [boolean, ...string[]])[]): string[] =>
      methods.flatMap(([isThere, ...names]) => (isThere ? names : []));
    if (second === '_search' && third === undefined) return offered([isOffered('search-type'), 'POST']);
    if (second === '_history') return offered([isOffered('history-type'), 'GET', 'HEAD']);
    if (third === '_history') return offered([isOffered('history-instance') || isOffered('vread'), 'GET', 'HEAD']);
    if (second !== undefined)
      return offered(
        [isOffered('read'), 'GET', 'HEAD'],
        [isOffered('update'), 'PUT'],
        [isOffered('patch'), 'PATCH'],
        [isOffered('delete'), 'DELETE'],
      );
    return offered(
      [isOffered('search-type'), 'GET', 'HEAD'],
      [isOffered('create'), 'POST'],
      [isOffered('update') && about?.conditionalUpdate === true, 'PUT'],
      [isOffered('patch') && about?.conditionalUpdate === true, 'PATCH'],
      [isOffered('delete') && about?.conditionalDelete === 'single', 'DELETE'],
    );
  }

  #allowed(call: Call, type: string, interaction: Interaction): void {
    call.tell?.(interaction, type);
    if (this.service.capabilities.allows(type, interaction)) return;
    throw notAllowed(call.method, call.path.map(shown).join('/'), this.#methodsAt(call.path), interaction);
  }

  #read(call: Call, type: string, id: string): Result {
    this.#allowed(call, type, 'read');
    const version = (call.source ?? this.service.store).read(type, id);
    if (!version) throw absent(type, id);
    if (version.body === undefined) throw deleted(type, id, version);
    if (call.ifNoneMatch !== undefined && matchesTag(call.ifNoneMatch, version.version)) return { status: 304, version };
    const since = call.ifModifiedSince === undefined ? NaN : Date.parse(call.ifModifiedSince);
    // HTTP counts in seconds
    if (call.ifNoneMatch === undefined && Math.floor(version.updated / 1000) * 1000 <= since) return { status: 304, version };
    return { status: 200, version, body: this.#shown(call, version) };
  }

  #vread(call: Call, type: string, id: string, wanted: string): Result {
    this.#allowed(call, type, 'vread');
    const version = /^[1-9]\d{0,14}$/.test(wanted) ? this.service.store.version(type, id, Number(wanted)) : undefined;
    if (!version) throw absent(type, `${id}/_history/${shown(wanted)}`);
    if (version.body === undefined) throw deleted(type, id, version);
    return { status: 200, version, body: this.#shown(call, version) };
  }

  /** A resource as a read asks for it: whole, or a part. */
  #shown({ query }: Call, { type, body }: Version): string {
    const { summary, elements } = readSearch(
      type,
      query.filter(([name]) => name === '_summary' || name === '_elements'),
      this.service.parameters,
      false,
    );
    return this.#part(type, body!, summary, elements);
  }

  #part(type: string, body: string, summary: SearchRequest['summary'], elements: readonly string[]): string {
    if (summary === 'text') return partOf(body, { textOnly: true }, this.table);
    if (summary === 'data') return partOf(body, { withoutText: true }, this.table);
    if (summary === 'true') return partOf(body, { summary: new Set(this.service.summaries[type] ?? []) }, this.table);
    return elements.length > 0 ? partOf(body, { elements }, this.table) : body;
  }

  #create(call: Call, type: string): Result {
    this.#allowed(call, type, 'create');
    const resource = this.#given(call, type);
    if (call.ifNoneExist !== undefined) {
      if (this.service.capabilities.resource(type)!.conditionalCreate !== true) throw conditionless(type, 'create');
      const match = this.#match(call, type, parametersOf(call.ifNoneExist));
      if (match) return { status: 200, version: match, written: true, ...(match.body !== undefined && { body: match.body }) };
    }
    return this.#write(call, type, call.newId ?? randomUUID(), resource, 201);
  }

  #update(call: Call, type: string, id: string): Result {
    this.#allowed(call, type, 'update');
    const resource = this.#given(call, type);
    if (resource['id'] !== id)
      throw refusal(
        400,
        'value',
        `La ressource a pour id ${shown(textOf(resource['id']) || 'aucun')}, l’adresse ${id}.`,
        `The resource has the id ${shown(textOf(resource['id']) || 'none')}, the address ${id}.`,
        `${type}.id`,
      );
    return this.#replace(call, type, id, resource);
  }

  #replace(call: Call, type: string, id: string, resource: ExactObject): Result {
    const before = this.service.store.read(type, id);
    this.#checkVersion(call, type, before);
    if (!before && this.service.capabilities.resource(type)!.updateCreate !== true)
      throw new NotAllowed(
        {
          severity: 'error',
          code: 'not-supported',
          text: {
            fr: `${type}/${id} n’existe pas, et ce serveur choisit lui-même les identifiants\u00A0: créer par POST.`,
            en: `${type}/${id} does not exist, and this server chooses the ids itself: create by POST.`,
          },
        },
        this.#methodsAt(call.path).filter((method) => method !== 'PUT'),
      );
    return this.#write(call, type, id, resource, before?.body === undefined ? 201 : 200);
  }

  /** If-Match: only the version that the client knows is changed. */
  #checkVersion({ ifMatch }: Call, type: string, before: Version | undefined): void {
    if (ifMatch === undefined) {
      if (this.service.capabilities.resource(type)!.versioning !== 'versioned-update' || !before) return;
      throw refusal(400, 'required', 'L’en-tête If-Match est exigé ici.', 'The header If-Match is required here.');
    }
    if (before?.body !== undefined && matchesTag(ifMatch, before.version)) return;
    throw refusal(
      412,
      'conflict',
      `La version ${shown(ifMatch)} n’est pas la version courante (${before ? `W/"${before.version}"` : 'aucune'}).`,
      `The version ${shown(ifMatch)} is not the current one (${before ? `W/"${before.version}"` : 'none'}).`,
    );
  }

  #patch(call: Call, type: string, id: string): Result {
    this.#allowed(call, type, 'patch');
    const before = this.service.store.read(type, id);
    if (!before) throw absent(type, id);
    if (before.body === undefined) throw deleted(type, id, before);
    this.#checkVersion(call, type, before);
    const patch = call.patch?.();
    if (!patch)
      throw refusal(
        415,
        'not-supported',
        'Un JSON Patch ou un FHIRPath Patch est attendu.',
        'A JSON Patch or a FHIRPath Patch is expected.',
      );
    const old = stored(before.body, this.table);
    const patched = patch.kind === 'json' ? applyJsonPatch(old, patch.operations) : applyFhirpathPatch(old, patch.parameters, this.table);
    if (patched['resourceType'] !== type || patched['id'] !== id)
      throw refusal(422, 'processing', 'Un patch ne change ni le type ni l’id.', 'A patch changes neither the type nor the id.');
    const { artefact: _patch, ...rest } = call;
    return this.#write({ ...rest, method: 'PATCH' }, type, id, patched, 200);
  }

  #delete(call: Call, type: string, id: string): Result {
    this.#allowed(call, type, 'delete');
    const { store, now } = this.service;
    const before = store.read(type, id);
    if (call.ifMatch !== undefined) this.#checkVersion(call, type, before);
    // what is not there, or no more, is deleted as well
    if (before?.body === undefined) return { status: 204 };
    const { body } = before;
    const version = store.change(() => {
      const gone = store.remove(type, id, now());
      this.service.rule?.({ type, id, before: stored(body, this.table) }, this.#inside());
      return gone;
    });
    return { status: 204, version, written: true };
  }

  #conditional(call: Call, type: string): Result {
    const { method } = call;
    const interaction =
      method === 'PUT' ? 'update'
      : method === 'PATCH' ? 'patch'
      : 'delete';
    this.#allowed(call, type, interaction);
    const about = this.service.capabilities.resource(type)!;
    const isOffered = method === 'DELETE' ? about.conditionalDelete === 'single' : about.conditionalUpdate === true;
    if (!isOffered) throw conditionless(type, interaction);
    const match = this.#match(call, type, call.query);
    if (method === 'PATCH') {
      if (!match) throw nothingMatches(type);
      return this.#patch(call, type, match.id);
    }
    if (method === 'DELETE') return match ? this.#delete(call, type, match.id) : { status: 204 };
    const resource = this.#given(call, type);
    const given = resource['id'];
    if (match) {
      if (given !== undefined && given !== match.id)
        throw refusal(
          400,
          'value',
          `La ressource trouvée a pour id ${match.id}, et non ${shown(textOf(given))}.`,
          `The resource found has the id ${match.id}, not ${shown(textOf(given))}.`,
          `${type}.id`,
        );
      return this.#replace(call, type, match.id, resource);
    }
    if (call.ifMatch !== undefined) this.#checkVersion(call, type, undefined);
    if (typeof given === 'string' && ID.test(given)) return this.#replace(call, type, given, resource);
    return this.#write(call, type, call.newId ?? randomUUID(), resource, 201);
  }

  /** The one that fulfils a condition. @throws Refused for one that another entry of the same transaction has just made: others refer to an id that nobody gets */
  #match(call: Call, type: string, query: readonly (readonly [string, string])[]): Version | undefined {
    const { newId } = call;
    const [match] = this.#matches(call, type, query);
    if (!match || newId === undefined || match.id === newId) return match;
    throw refusal(
      400,
      'duplicate',
      `Une autre entrée de la transaction fait déjà la ressource ${type} qui remplit cette condition.`,
      `Another entry of the transaction already makes the resource ${type} that fulfils this condition.`,
    );
  }

  /** The one resource that fulfils the condition of an interaction, if any. @throws Refused (412) for several */
  #matches(call: Rights, type: string, query: readonly (readonly [string, string])[]): Version[] {
    const request = this.#asked(call, type, query, true);
    if (request.criteria.length === 0)
      throw refusal(412, 'required', 'La condition n’a pas de critère de recherche.', 'The condition has no search criterion.');
    const matches = this.search.matching(type, request, 2);
    if (matches.length > 1)
      throw refusal(412, 'multiple-matches', 'Plusieurs ressources remplissent la condition.', 'Several resources fulfil the condition.');
    return matches;
  }

  /** The id of the one resource that a conditional interaction or reference is about. @throws Refused */
  matching(rights: Rights, type: string, query: readonly (readonly [string, string])[]): string | undefined {
    if (!this.service.capabilities.resource(type))
      throw refusal(412, 'not-supported', `Type inconnu\u00A0: ${shown(type)}.`, `Unknown type: ${shown(type)}.`);
    return this.#matches(rights, type, query)[0]?.id;
  }

  /** Reads a search that the client may make. @throws Refused */
  #asked(
    { lookInto }: Rights,
    type: string,
    query: readonly (readonly [string, string])[],
    strict: boolean,
    known?: ReadonlyMap<string, SearchParameter>,
  ): SearchRequest {
    const { parameters } = this.service;
    const request = readSearch(type, query, parameters, strict, known);
    if (lookInto) for (const one of typesLookedInto(request.criteria, parameters)) lookInto(one);
    return request;
  }

  #given({ resource: read }: Call, type: string): ExactObject {
    const resource = read?.();
    if (!resource) throw refusal(400, 'required', 'La requête n’a pas de corps.', 'The request has no body.');
    if (resource['resourceType'] === type) return resource;
    throw refusal(
      400,
      'invalid',
      `Une ressource ${type} est attendue, et non ${shown(textOf(resource['resourceType']))}.`,
      `A resource ${type} is expected, not ${shown(textOf(resource['resourceType']))}.`,
    );
  }

  #write(call: Call, type: string, id: string, resource: ExactObject, status: number): Result {
    const { store, now } = this.service;
    const artefact = call.artefact ?? new Artefact(`${type}/${id}`, Buffer.from(stringifyExact(resource)), {});
    const findings = this.service.judge(artefact, type);
    const issues = issuesOf(findings.filter(({ severity }) => severity === 'error'));
    if (issues.length > 0) throw new Refused(422, issues);
    const old = store.read(type, id);
    const version = store.change(() => {
      const method =
        status === 201 && call.method === 'POST' ? 'POST'
        : call.method === 'PATCH' ? 'PATCH'
        : 'PUT';
      const made = store.put(type, id, resource, method, now());
      const before = old?.body === undefined ? {} : { before: stored(old.body, this.table) };
      this.service.rule?.({ type, id, ...before, after: { ...resource, id } }, this.#inside());
      return made;
    });
    const told = issuesOf(findings);
    return { status, version, written: true, body: version.body!, ...(told.length > 0 && { issues: told }) };
  }

  #inside(): Inside {
    return insideOf(this.service, this.table);
  }

  #searchType(call: Call, type: string): Result {
    this.#allowed(call, type, 'search-type');
    const request = this.#asked(call, type, call.query, call.strict);
    const found =
      call.empty?.() === true ? NOTHING_FOUND : (call.source?.search(type, request) ?? this.search.run(type, request, call.mayRead));
    return this.#searched(call, type, request, found);
  }

  /** A search of several types (FHIR R4, 3.1.1), by the parameters that all of them have. */
  #searchSystem(call: Call): Result {
    const { capabilities, parameters } = this.service;
    call.tell?.('search-system', '');
    if (!capabilities.allowsSystem('search-system'))
      throw refusal(
        400,
        'not-supported',
        'La recherche dans tous les types n’est pas offerte par ce serveur\u00A0: voir /metadata.',
        'A search of all types is not offered by this server: see /metadata.',
      );
    const types = this.#typesOf(call);
    const given = call.query.filter(([name]) => name !== '_type' && name !== '_page');
    const known = parameters.common(types);
    const page = call.query.find(([name]) => name === '_page')?.[1];
    const requests = types.map((type) => this.#asked(call, type, given, call.strict, known));
    const [first] = requests;
    if (types.length > 1 && first!.sort.length > 0)
      throw refusal(
        400,
        'not-supported',
        'Plusieurs types ne se trient pas ensemble\u00A0: en nommer un seul (_type), ou ne pas trier.',
        'Several types are not sorted together: name a single one (_type), or do not sort.',
      );
    const found = call.empty?.() === true ? NOTHING_FOUND : this.#foundIn(call, types, requests, page);
    const asked = call.query.filter(([name]) => name === '_type').map(([name, value]): [string, string] => [name, value]);
    return this.#searched(call, '', { ...first!, page, used: [...asked, ...first!.used] }, found);
  }

  /** The types that are searched: those that are asked for, or all. @throws Refused for one that cannot be */
  #typesOf({ query }: Call): string[] {
    const { capabilities } = this.service;
    const searched = capabilities.types.filter((type) => capabilities.allows(type, 'search-type'));
    const asked = query.flatMap(([name, value]) => (name === '_type' && value !== '' ? value.split(',') : []));
    const unknown = asked.find((type) => !searched.includes(type));
    if (unknown === undefined) return asked.length === 0 ? searched : searched.filter((type) => asked.includes(type));
    throw refusal(
      400,
      'not-supported',
      `_type\u00A0: ce serveur ne cherche pas de ressource ${shown(unknown)}.`,
      `_type: this server searches no resource ${shown(unknown)}.`,
    );
  }

  /** One page of what is found in one type after the other. */
  #foundIn({ mayRead }: Rights, types: readonly string[], requests: readonly SearchRequest[], page: string | undefined): Found {
    const [, at, inner] = page === undefined ? ['', '0', ''] : (/^(\d{1,3})\.([\w-]{0,40000})$/.exec(page) ?? []);
    if (at === undefined || Number(at) >= types.length) throw noSuchPage();
    const { count, summary, total } = requests[0]!;
    const run = (index: number, more: Partial<SearchRequest>): Found =>
      this.search.run(types[index]!, { ...requests[index]!, ...more }, mayRead);
    if (summary === 'count')
      return { ...NOTHING_FOUND, total: types.reduce((sum, _type, index) => sum + (run(index, { page: undefined }).total ?? 0), 0) };
    const matches: Version[] = [];
    const included = new Map<number, Version>();
    const issues = new Set<Issue>();
    let counted: number | undefined = page === undefined ? 0 : undefined;
    let next: string | undefined;
    for (let index = Number(at), from = inner === '' ? undefined : inner; index < types.length; index++, from = undefined) {
      if (matches.length === count) {
        next = `${index}.`;
        break;
      }
      const found = run(index, { page: from, count: count - matches.length });
      matches.push(...found.matches);
      for (const version of found.included) included.set(version.key, version);
      for (const issue of found.issues) issues.add(issue);
      counted = sum(counted, found.total);
      if (found.next === undefined) continue;
      next = `${index}.${found.next}`;
      break;
    }
    // a page that goes on has not counted the types after it
    if (next !== undefined) counted = undefined;
    if (counted === undefined && total === 'accurate') {
      const alone = { page: undefined, count: 1, includes: [], revIncludes: [] };
      counted = types.map((_type, index) => run(index, alone).total).reduce(sum, 0);
    }
    const keys = new Set(matches.map(({ key }) => key));
    return {
      matches,
      included: [...included.values()].filter(({ key }) => !keys.has(key)),
      total: counted,
      next,
      issues: [...issues],
    };
  }

  #searched(call: Call, path: string, request: SearchRequest, found: Found): Result {
    const self = (page?: string): string => {
      const query = new URLSearchParams(request.used.map(([name, value]): [string, string] => [name, value]));
      if (page !== undefined) query.append('_page', page);
      const text = query.toString();
      return `${call.base}${path === '' ? '' : `/${path}`}${text === '' ? '' : `?${text}`}`;
    };
    const issues = [...request.left, ...found.issues];
    const entries = [
      ...found.matches.map((version) => this.#entry(call.base, version, 'match', request)),
      ...found.included.map((version) => this.#entry(call.base, version, 'include', request)),
      ...(issues.length > 0 ?
        [`{"fullUrl":"urn:uuid:${randomUUID()}","resource":${outcomeJson(issues)},"search":{"mode":"outcome"}}`]
      : []),
    ];
    const links = [
      { relation: 'self', url: self(request.page) },
      ...(request.page === undefined ? [] : [{ relation: 'first', url: self() }]),
      ...(call.elsewhere?.() === true ? [{ relation: 'next', url: elsewhere(self(found.next ?? 'elsewhere')) }]
      : found.next === undefined ? []
      : [{ relation: 'next', url: self(found.next) }]),
    ];
    return { status: 200, body: this.#bundle('searchset', found.total, links, entries) };
  }

  #entry(base: string, { type, id, body }: Version, mode: string, { summary, elements }: SearchRequest): string {
    const resource = mode === 'match' ? this.#part(type, body!, summary, elements) : body!;
    return `{"fullUrl":${JSON.stringify(`${base}/${type}/${id}`)},"resource":${resource},"search":{"mode":"${mode}"}}`;
  }

  #bundle(
    kind: string,
    total: number | undefined,
    links: readonly { relation: string; url: string }[],
    entries: readonly string[],
  ): string {
    const head = JSON.stringify({
      resourceType: 'Bundle',
      id: randomUUID(),
      meta: { lastUpdated: this.service.now().toISOString() },
      type: kind,
      ...(total !== undefined && { total }),
      link: links,
    });
    return entries.length === 0 ? head : `${head.slice(0, -1)},"entry":[${entries.join(',')}]}`;
  }

  #history(call: Call, of: { type?: string; id?: string }): Result {
    const { capabilities, store } = this.service;
    if (of.type === undefined) {
      call.tell?.('history-system', '');
      if (!capabilities.allowsSystem('history-system')) throw notAllowed(call.method, '_history', [], 'history-system');
    } else this.#allowed(call, of.type, of.id === undefined ? 'history-type' : 'history-instance');
    const value = (name: string): string | undefined => call.query.find(([one]) => one === name)?.[1];
    const [count = String(HISTORY_DEFAULT), sinceText, atText, page] = [value('_count'), value('_since'), value('_at'), value('_page')];
    const since = sinceText === undefined ? 0 : dateRange(sinceText)?.low;
    const at = atText === undefined ? undefined : dateRange(atText);
    if (
      !/^\d{1,20}$/.test(count)
      || since === undefined
      || (atText !== undefined && !at)
      || (page !== undefined && !/^\d{1,15}$/.test(page))
    )
      throw refusal(400, 'value', '_count, _since, _at ou _page n’est pas valable.', '_count, _since, _at or _page is not valid.');
    const limit = Math.min(Number(count), MOST.count);
    const versions = store.history(of, {
      ...{ since, limit: limit + 1 },
      ...(at && { at }),
      ...(page !== undefined && { before: Number(page) }),
    });
    if (of.id !== undefined && versions.length === 0 && !store.read(of.type!, of.id)) throw absent(of.type!, of.id);
    const shownOnes = versions.slice(0, limit);
    const last = shownOnes.at(-1);
    const path = [of.type, of.id, '_history'].filter((part) => part !== undefined).join('/');
    const used = [
      ...(value('_count') === undefined ? [] : [`_count=${limit}`]),
      ...(sinceText === undefined ? [] : [`_since=${encodeURIComponent(sinceText)}`]),
      ...(atText === undefined ? [] : [`_at=${encodeURIComponent(atText)}`]),
    ];
    const address = (more: readonly string[]): string =>
      `${call.base}/${path}${used.length + more.length > 0 ? `?${[...used, ...more].join('&')}` : ''}`;
    const links = [
      { relation: 'self', url: address(page === undefined ? [] : [`_page=${page}`]) },
      ...(versions.length > limit && last ? [{ relation: 'next', url: address([`_page=${last.seq}`]) }] : []),
    ];
    const entries = shownOnes.map(({ type, id, version, method, updated, body }) => {
      const fullUrl = `${call.base}/${type}/${id}`;
      const created = method === 'POST' || (method === 'PUT' && version === 1);
      const about = {
        request: { method, url: method === 'POST' ? type : `${type}/${id}` },
        response: {
          status:
            method === 'DELETE' ? '204 No Content'
            : created ? '201 Created'
            : '200 OK',
          etag: `W/"${version}"`,
          lastModified: new Date(updated).toISOString(),
        },
      };
      return `{"fullUrl":${JSON.stringify(fullUrl)},${body === undefined ? '' : `"resource":${body},`}${JSON.stringify(about).slice(1)}`;
    });
    return { status: 200, body: this.#bundle('history', store.countHistory(of, since, at), links, entries) };
  }
}

/**
 * Puts a resource into a store as if it had come as a request, without judging it: what is there from the start.
 * The rules of the actor apply.
 */
export function place(service: FhirService, resource: ExactObject): void {
  const { store, now, rule } = service;
  const [type, id] = [textOf(resource['resourceType']), textOf(resource['id'])];
  store.change(() => {
    store.put(type, id, resource, 'PUT', now());
    rule?.({ type, id, after: resource }, insideOf(service, new ElementTable(service.definitions)));
  });
}

function insideOf({ store, now }: FhirService, table: ElementTable): Inside {
  const at = now();
  return {
    now: at,
    read: (type, id) => {
      const body = store.read(type, id)?.body;
      return body === undefined ? undefined : stored(body, table);
    },
    update: (type, id, resource) => void store.put(type, id, resource, 'PUT', at),
    remove: (type, id) => void store.remove(type, id, at),
    referring: (to, type, parameter) => {
      const key = store.knownKey(to);
      return key === undefined ? [] : store.sourcesOf(key, type, parameter, MOST_REFERRING).flatMap((one) => store.byKey(one)?.id ?? []);
    },
  };
}

/** Resources that refer to one, of which the rules of an actor hear. */
const MOST_REFERRING = 10_000;

const outcomeJson = (issues: readonly Issue[]): string => JSON.stringify(operationOutcome(issues));

/** The parameters of a condition, as a query is written. */
export const parametersOf = (written: string): [string, string][] => [...new URLSearchParams(written.replace(/^\?/, '')).entries()];

/** Whether an entity tag, or one of a list, is that of a version. */
const matchesTag = (written: string, version: number): boolean =>
  written
    .slice(0, 1000)
    .split(',')
    .some(
      (one) =>
        one.trim() === '*'
        || one
          .trim()
          .replace(/^W\//, '')
          .replace(/^"(.*)"$/, '$1') === String(version),
    );

const absent = (type: string, id: string): Refused =>
  refusal(404, 'not-found', `${type}/${id} n’existe pas.`, `${type}/${id} does not exist.`);

/** A resource that is no more, with the version in which it was deleted. */
export class Gone extends Refused {
  constructor(
    type: string,
    id: string,
    readonly version: Version,
  ) {
    super(410, [{ severity: 'error', code: 'deleted', text: { fr: `${type}/${id} a été supprimé.`, en: `${type}/${id} was deleted.` } }]);
  }
}
const deleted = (type: string, id: string, version: Version): Gone => new Gone(type, id, version);

/** An interaction that this server does not offer. */
export class NotAllowed extends Refused {
  constructor(
    issue: Issue,
    readonly methods: readonly string[],
  ) {
    super(405, [issue]);
  }
}

function notAllowed(method: string, path: string, methods: readonly string[], interaction?: string): NotAllowed {
  const what = interaction === undefined ? '' : ` (${interaction})`;
  return new NotAllowed(
    {
      severity: 'error',
      code: 'not-supported',
      text: {
        fr: `${shown(method)} ${path || '/'} n’est pas offert par ce serveur${what}\u00A0: voir /metadata.`,
        en: `${shown(method)} ${path || '/'} is not offered by this server${what}: see /metadata.`,
      },
    },
    methods,
  );
}

/** Of numbers of which one is not known, none is known. */
const sum = (one: number | undefined, other: number | undefined): number | undefined =>
  one === undefined || other === undefined ? undefined : one + other;

const noSuchPage = (): Refused => refusal(400, 'value', 'Cette page n’existe pas.', 'There is no such page.');

const conditionless = (type: string, interaction: string): Refused =>
  refusal(
    412,
    'not-supported',
    `${type}\u00A0: l’interaction ${interaction} conditionnelle n’est pas offerte.`,
    `${type}: conditional ${interaction} is not offered.`,
  );

const nothingMatches = (type: string): Refused =>
  refusal(404, 'not-found', `Aucune ressource ${type} ne remplit la condition.`, `No resource ${type} fulfils the condition.`);
