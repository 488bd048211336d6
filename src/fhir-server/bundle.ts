import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import { textOf, isObject, type Exact, type ExactObject } from '../protocols/fhir/index.js';
import { parametersOf, type Call, type Interactions, type Result, type Rights } from './interactions.js';
import { operationOutcome, refusal, Refused, type Issue } from './outcome.js';
import { shown } from './search-request.js';

/** Entries of one Bundle: more are refused. */
const MOST_ENTRIES = 5000;

/** How what a Bundle asks is answered. */
export interface BundleSetting {
  base: string;
  strict: boolean;
  /** resources that were written come back */
  representation: boolean;
  /** what the client may do, for each entry */
  rights: Rights;
}

/** One entry as it is to be done. */
interface Entry {
  number: number;
  call: Call;
  fullUrl: string | undefined;
  resource: ExactObject | undefined;
  /** the resource that it is about, where that is known beforehand */
  target?: string;
}

const METHODS = ['DELETE', 'POST', 'PUT', 'PATCH', 'GET', 'HEAD'] as const;

/**
 * Does what the entries of a Bundle ask (FHIR R4, 3.1.0.11): of a batch each by itself, of a transaction all or nothing.
 * @returns the JSON of the answer
 * @throws Refused when it is no such Bundle, or a transaction fails: then nothing of it happened
 */
export function performBundle(bundle: ExactObject, interactions: Interactions, setting: BundleSetting): string {
  const { type } = bundle;
  const { capabilities, store } = interactions.service;
  if (bundle['resourceType'] !== 'Bundle' || (type !== 'transaction' && type !== 'batch'))
    throw refusal(
      400,
      'invalid',
      'Un Bundle de type transaction ou batch est attendu à cette adresse.',
      'A Bundle of type transaction or batch is expected at this address.',
      'Bundle.type',
    );
  if (!capabilities.allowsSystem(type))
    throw refusal(
      405,
      'not-supported',
      `L’interaction ${type} n’est pas offerte\u00A0: voir /metadata.`,
      `The interaction ${type} is not offered: see /metadata.`,
    );
  const written =
    bundle['entry'] === undefined ? []
    : Array.isArray(bundle['entry']) ? bundle['entry']
    : [bundle['entry']];
  if (written.length > MOST_ENTRIES)
    throw refusal(413, 'too-costly', `Plus de ${MOST_ENTRIES} entrées.`, `More than ${MOST_ENTRIES} entries.`);
  const answers =
    type === 'batch' ?
      written.map((one, number) => inBatch(one, number, interactions, setting))
    : store.change(() => transaction(written, interactions, setting));
  const head = JSON.stringify({ resourceType: 'Bundle', id: randomUUID(), type: `${type}-response` });
  return answers.length === 0 ? head : `${head.slice(0, -1)},"entry":[${answers.join(',')}]}`;
}

function inBatch(written: Exact, number: number, interactions: Interactions, setting: BundleSetting): string {
  try {
    return answerOf(interactions.perform(readEntry(written, number, setting).call), setting);
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const { status, issues } = error;
    return JSON.stringify({ response: { status: statusLine(status), outcome: operationOutcome(issues) } });
  }
}

function transaction(written: readonly Exact[], interactions: Interactions, setting: BundleSetting): string[] {
  const entries = written.map((one, number) => within(number, () => readEntry(one, number, setting)));
  const links = new Map<string, string>();
  const targets = new Map<string, number>();
  for (const entry of entries)
    within(entry.number, () => {
      identify(entry, interactions);
      if (entry.target === undefined) return;
      const before = targets.get(entry.target);
      if (before !== undefined)
        throw refusal(
          400,
          'duplicate',
          `Les entrées ${before} et ${entry.number} concernent toutes deux ${entry.target}.`,
          `The entries ${before} and ${entry.number} are both about ${entry.target}.`,
        );
      targets.set(entry.target, entry.number);
      if (entry.fullUrl !== undefined && entry.call.method !== 'DELETE') links.set(entry.fullUrl, entry.target);
    });
  for (const entry of entries)
    if (entry.resource)
      within(entry.number, () => {
        entry.resource = linked(entry, links, interactions) as ExactObject;
      });
  const answers: string[] = [];
  for (const method of METHODS)
    for (const entry of entries)
      if (entry.call.method === method)
        within(entry.number, () => (answers[entry.number] = answerOf(interactions.perform({ ...entry.call, ...bodyOf(entry) }), setting)));
  return answers;
}

/** Refuses with the entry that it is about. */
function within<T>(number: number, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    const at = `Bundle.entry[${number}]`;
    throw new Refused(
      error.status,
      error.issues.map((issue): Issue => ({
        ...issue,
        text: { fr: `${at}\u00A0: ${issue.text.fr}`, en: `${at}: ${issue.text.en}` },
        expression: issue.expression === undefined ? at : `${at}.resource${issue.expression.replace(/^[A-Za-z]{1,64}/, '')}`,
      })),
      error.challenge,
    );
  }
}

/** @throws Refused for an entry that asks nothing that can be done */
function readEntry(written: Exact, number: number, setting: BundleSetting): Entry {
  const request = isObject(written) ? written['request'] : undefined;
  if (!isObject(written) || !isObject(request))
    throw refusal(400, 'required', `L’entrée ${number} n’a pas d’élément request.`, `The entry ${number} has no element request.`);
  const { method, url } = request;
  if (typeof method !== 'string' || !(METHODS as readonly string[]).includes(method) || typeof url !== 'string' || url.length > 20_000)
    throw refusal(
      400,
      'value',
      `L’entrée ${number} n’a pas de méthode et d’adresse connues.`,
      `The entry ${number} has no known method and address.`,
    );
  const own = url.startsWith(`${setting.base}/`) ? url.slice(setting.base.length + 1) : url.replace(/^\//, '');
  const [path = '', query = ''] = own.split(/\?(.*)/s, 2);
  const segments = pathOf(path);
  const text = (name: string, to: string) => (typeof request[name] === 'string' ? { [to]: request[name] } : {});
  const resource = isObject(written['resource']) ? written['resource'] : undefined;
  const entry: Entry = {
    number,
    fullUrl: typeof written['fullUrl'] === 'string' ? written['fullUrl'] : undefined,
    resource,
    call: {
      method,
      path: segments,
      query: parametersOf(query),
      strict: setting.strict,
      base: setting.base,
      ...setting.rights,
      ...text('ifMatch', 'ifMatch'),
      ...text('ifNoneMatch', 'ifNoneMatch'),
      ...text('ifNoneExist', 'ifNoneExist'),
      ...text('ifModifiedSince', 'ifModifiedSince'),
    },
  };
  return { ...entry, call: { ...entry.call, ...bodyOf(entry) } };
}

/** The parts of a path. @throws Refused for one that climbs, or that is not written as addresses are */
export function pathOf(path: string): string[] {
  const parts = path.split('/').filter((part, index, all) => part !== '' || (index > 0 && index < all.length - 1));
  return parts.map((part) => {
    let decoded: string;
    try {
      decoded = decodeURIComponent(part);
    } catch {
      decoded = '';
    }
    if (decoded !== '' && decoded !== '.' && decoded !== '..' && !/[/\\\u0000-\u001f]/.test(decoded)) return decoded;
    throw refusal(400, 'value', `Cette adresse n’est pas valable\u00A0: ${shown(path)}.`, `This address is not valid: ${shown(path)}.`);
  });
}

function bodyOf({ resource }: Entry): Pick<Call, 'resource' | 'patch'> {
  if (!resource) return {};
  return { resource: () => resource, patch: () => patchOf(resource) };
}

/** A patch in a Bundle: Parameters, or a Binary that holds a JSON Patch. */
function patchOf(resource: ExactObject): ReturnType<NonNullable<Call['patch']>> {
  if (resource['resourceType'] !== 'Binary') return { kind: 'fhirpath', parameters: resource };
  try {
    return { kind: 'json', operations: JSON.parse(Buffer.from(textOf(resource['data']), 'base64').toString('utf8')) as Exact };
  } catch {
    throw refusal(400, 'structure', 'Le Binary ne contient pas de JSON Patch.', 'The Binary holds no JSON Patch.');
  }
}

/** Finds out which resource an entry is about, so that others can refer to it before it is there. */
function identify(entry: Entry, interactions: Interactions): void {
  const { call } = entry;
  const [type, id] = call.path;
  if (type === undefined) {
    if (call.method !== 'GET') throw refusal(400, 'value', 'Cette entrée n’a pas d’adresse.', 'This entry has no address.');
    return;
  }
  switch (call.method) {
    case 'POST': {
      if (id !== undefined) return;
      call.tell?.('create', type);
      const known = call.ifNoneExist === undefined ? undefined : interactions.matching(call, type, parametersOf(call.ifNoneExist));
      call.newId = known ?? randomUUID();
      // several entries may mean one that is there already
      if (known === undefined) entry.target = `${type}/${call.newId}`;
      else if (entry.fullUrl !== undefined) entry.target = `${type}/${known}`;
      return;
    }
    case 'PUT':
    case 'PATCH':
    case 'DELETE': {
      if (id !== undefined) {
        entry.target = `${type}/${id}`;
        return;
      }
      call.tell?.(WRITES[call.method], type);
      const known = interactions.matching(call, type, call.query);
      const given = entry.resource?.['id'];
      if (known === undefined && call.method !== 'PUT') return;
      call.newId = known ?? (typeof given === 'string' ? given : randomUUID());
      entry.target = `${type}/${call.newId}`;
    }
  }
}

const WRITES = { PUT: 'update', PATCH: 'patch', DELETE: 'delete' } as const;

/** Far more than a resource refers to; a condition is a search. */
const MOST_CONDITIONS = 100;

/** A resource whose references to other entries are those to what they become; conditional references are looked up. */
function linked({ resource, call }: Entry, links: ReadonlyMap<string, string>, interactions: Interactions): Exact {
  let conditions = 0;
  const look = (value: Exact, key: string): Exact => {
    if (Array.isArray(value)) return value.map((one) => look(one, key));
    if (isObject(value)) return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, look(member, name)]));
    if (typeof value !== 'string') return value;
    if (key === 'div') return inNarrative(value, links);
    const target = links.get(value);
    if (target !== undefined && (key === 'reference' || value.startsWith('urn:'))) return target;
    if (key !== 'reference') return value;
    if (value.startsWith('urn:uuid:'))
      throw refusal(400, 'not-found', `Aucune entrée n’a pour fullUrl ${shown(value)}.`, `No entry has the fullUrl ${shown(value)}.`);
    const [, type, query] = /^([A-Z][A-Za-z]{1,63})\?(.{1,4000})$/.exec(value) ?? [];
    if (type === undefined) return value;
    conditions += 1;
    if (conditions > MOST_CONDITIONS)
      throw refusal(
        403,
        'too-costly',
        `Plus de ${MOST_CONDITIONS} références conditionnelles.`,
        `More than ${MOST_CONDITIONS} conditional references.`,
      );
    call.lookInto?.(type);
    const id = interactions.matching(call, type, parametersOf(query!));
    if (id === undefined)
      throw refusal(
        412,
        'not-found',
        `Aucune ressource ne répond à la référence ${shown(value)}.`,
        `No resource answers to the reference ${shown(value)}.`,
      );
    return `${type}/${id}`;
  };
  return look(resource!, '');
}

/** Links of a narrative to other entries. */
const inNarrative = (div: string, links: ReadonlyMap<string, string>): string =>
  div.replace(/((?:href|src)\s{0,5}=\s{0,5}["'])(urn:(?:uuid|oid):[^"']{1,100})/g, (found, before: string, urn: string) => {
    const target = links.get(urn);
    return target === undefined ? found : before + target;
  });

const statusLine = (status: number): string => `${status} ${STATUS_CODES[status] ?? ''}`.trim();

function answerOf({ status, body, version, written, issues }: Result, { base, representation }: BundleSetting): string {
  const isThere = version?.body !== undefined;
  const response = {
    status: statusLine(status),
    ...(version && isThere && { location: `${base}/${version.type}/${version.id}/_history/${version.version}` }),
    ...(version && { etag: `W/"${version.version}"`, lastModified: new Date(version.updated).toISOString() }),
    ...(issues && { outcome: operationOutcome(issues) }),
  };
  const about = JSON.stringify({ ...(version && isThere && { fullUrl: `${base}/${version.type}/${version.id}` }), response });
  const shownBody = body !== undefined && (!written || representation) ? body : undefined;
  return shownBody === undefined ? about : `{"resource":${shownBody},${about.slice(1)}`;
}
