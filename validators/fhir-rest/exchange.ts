import { brotliDecompressSync, gunzipSync, inflateSync } from 'node:zlib';
import { Artefact } from '../../src/model/index.js';
import { fhirRest } from '../../src/packs/index.js';
import type { FhirNode, FhirReading } from '../../src/protocols/fhir/index.js';
import { httpArtefact } from '../../src/protocols/http/index.js';
import { readingOf } from '../fhir/judge-resource.js';
import { LONGEST_HEADER } from './media-types.js';

/** What FHIR calls interactions (FHIR R4, 3.1.0); `unknown` where address and method are those of none. */
export type Interaction =
  | 'read'
  | 'vread'
  | 'update'
  | 'patch'
  | 'delete'
  | 'create'
  | 'search'
  | 'history'
  | 'capabilities'
  | 'transaction'
  | 'operation'
  | 'unknown';

/** A request as FHIR understands it. */
export interface Asked {
  artefact: Artefact;
  method: string;
  interaction: Interaction;
  /** path of the address up to the type, without the last slash */
  base: string;
  /** absent: the interaction is with the server as a whole */
  type?: string;
  id?: string;
  version?: string;
  /** a change whose target is found by criteria */
  isConditional: boolean;
  /** a search among what belongs to one resource: `Patient/1/Observation` */
  isCompartment: boolean;
  /** parameters of the address, then those of the form of a search by POST */
  parameters: readonly Parameter[];
}

/** A parameter, and where it was given. */
export interface Parameter {
  name: string;
  value: string;
  from: 'address' | 'body';
}

/** The address names what FHIR has; `/fhir/Patient/1/_history/2`. */
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const LONGEST_TARGET = 64 * 1024;
const LONGEST_FORM = 1024 * 1024;
const MOST_PARAMETERS = 2000;

let types: ReadonlySet<string> | undefined;
/** Whether FHIR R4 has resources of this type. */
export const isType = (name: string): boolean => (types ??= new Set(Object.keys(fhirRest().summaries))).has(name) && !ABSTRACT.has(name);
const ABSTRACT = new Set(['Resource', 'DomainResource']);

const HTTP_HEAD = /^(?:[A-Z]{3,10} \S+ HTTP\/1\.|HTTP\/1\.[01] \d{3})/;
const MESSAGE = Symbol('fhir-rest message');
const ASKED = Symbol('fhir-rest request');
const BODY = Symbol('fhir-rest body');

/** The message of an artefact: the artefact itself when its headers are known, what it holds when it is a dump of HTTP. */
export function messageOf(artefact: Artefact): Artefact {
  if (artefact.about.headers !== undefined) return artefact;
  return artefact.memo(MESSAGE, () =>
    HTTP_HEAD.test(Buffer.from(artefact.bytes.subarray(0, LONGEST_HEADER)).toString('latin1')) ?
      httpArtefact(artefact.name, artefact.bytes)
    : artefact,
  );
}

/** A header as it is read: no further than any real one goes. */
export const headerOf = ({ about }: Artefact, name: string): string | undefined => about.headers?.[name]?.slice(0, LONGEST_HEADER);

const DECODERS: Readonly<Record<string, (bytes: Uint8Array, bound: { maxOutputLength: number }) => Uint8Array>> = {
  gzip: gunzipSync,
  'x-gzip': gunzipSync,
  deflate: inflateSync,
  br: brotliDecompressSync,
};
const MOST_BODY = 64 * 1024 ** 2;

/** The body without compression; undefined when its coding is not known or broken. */
export function bodyOf(message: Artefact): Artefact | undefined {
  return message.memo(BODY, () => {
    const coding = (headerOf(message, 'content-encoding') ?? 'identity').trim().toLowerCase();
    if (coding === 'identity' || message.bytes.length === 0) return message;
    const decode = Object.hasOwn(DECODERS, coding) ? DECODERS[coding] : undefined;
    try {
      return decode && new Artefact(message.name, decode(message.bytes, { maxOutputLength: MOST_BODY }));
    } catch {
      return undefined;
    }
  });
}

/** The resource of a body, as FHIR reads it. */
export function readingIn(message: Artefact): FhirReading | undefined {
  const body = bodyOf(message);
  return body && body.bytes.length > 0 ? readingOf(body) : undefined;
}

export const resourceIn = (message: Artefact): FhirNode | undefined => {
  const root = readingIn(message)?.root;
  return root?.resourceType === undefined ? undefined : root;
};

/** A request, when its method and address are known. */
export function askedOf(message: Artefact): Asked | undefined {
  const { method, target } = message.about;
  if (method === undefined || target === undefined) return undefined;
  return message.memo(ASKED, () => read(message, method, target));
}

function read(artefact: Artefact, method: string, target: string): Asked {
  const text = target.slice(0, LONGEST_TARGET).replace(/^https?:\/\/[^/?]*/i, '');
  const mark = text.indexOf('?');
  const path = mark === -1 ? text : text.slice(0, mark);
  const steps = path.split('/').map(decoded);
  if (steps.at(-1) === '') steps.pop();
  const place = locate(steps, method, artefact);
  const fromAddress = mark === -1 ? [] : parametersOf(text.slice(mark + 1), 'address');
  const isForm = place.interaction === 'search' && method === 'POST';
  const fromBody = isForm ? parametersOf(Buffer.from(artefact.bytes.subarray(0, LONGEST_FORM)).toString('utf8'), 'body') : [];
  return {
    artefact,
    method,
    isConditional: false,
    isCompartment: false,
    ...place,
    parameters: [...fromAddress, ...fromBody].slice(0, MOST_PARAMETERS),
  };
}

function decoded(step: string): string {
  try {
    return decodeURIComponent(step);
  } catch {
    return step;
  }
}

/** Parameters as a query or form writes them. */
export const parametersOf = (text: string, from: Parameter['from']): Parameter[] =>
  [...new URLSearchParams(text).entries()].map(([name, value]) => ({ name, value, from }));

type Place = Pick<Asked, 'interaction' | 'base'> & Partial<Asked>;

/** What the last steps of a path say: where the base ends, nothing tells from the left. */
function locate(steps: readonly string[], method: string, artefact: Artefact): Place {
  const isGet = method === 'GET' || method === 'HEAD';
  const [fourth = '', third = '', second = '', last = ''] = [steps.at(-4), steps.at(-3), steps.at(-2), steps.at(-1)];
  const base = (used: number): string => steps.slice(0, steps.length - used).join('/');
  const when = (holds: boolean, interaction: Interaction, used: number, more: Partial<Asked> = {}): Place => ({
    interaction: holds ? interaction : 'unknown',
    base: base(used),
    ...more,
  });
  if (last === 'metadata' && !isType(second)) return when(isGet, 'capabilities', 1);
  if (last.startsWith('$')) {
    if (isType(third) && ID.test(second)) return when(isGet || method === 'POST', 'operation', 3, { type: third, id: second });
    if (isType(second)) return when(isGet || method === 'POST', 'operation', 2, { type: second });
    return when(isGet || method === 'POST', 'operation', 1);
  }
  if (second === '_history' && isType(fourth)) return when(isGet && ID.test(last), 'vread', 4, { type: fourth, id: third, version: last });
  if (last === '_history') {
    if (isType(third)) return when(isGet, 'history', 3, { type: third, id: second });
    return isType(second) ? when(isGet, 'history', 2, { type: second }) : when(isGet, 'history', 1);
  }
  if (last === '_search')
    return isType(second) ? when(method === 'POST', 'search', 2, { type: second }) : when(method === 'POST', 'search', 1);
  if (isType(last) && isType(third) && isGet) return when(ID.test(second), 'search', 3, { type: last, isCompartment: true });
  if (isType(last)) return ofType(method, last, base(1));
  if (isType(second)) return ofInstance(method, second, last, base(2));
  // what cannot be read is told of the body
  if (method === 'POST' && /^(?:Bundle)?$/.test(resourceIn(artefact)?.resourceType ?? ''))
    return { interaction: 'transaction', base: base(0) };
  if (isGet && artefact.about.target?.includes('?') === true && !/^[A-Z]/.test(last) && !/^[A-Z]/.test(second))
    return { interaction: 'search', base: base(0) };
  return { interaction: 'unknown', base: base(0) };
}

function ofType(method: string, type: string, base: string): Place {
  const interaction = new Map<string, Interaction>([
    ['GET', 'search'],
    ['HEAD', 'search'],
    ['POST', 'create'],
    ['PUT', 'update'],
    ['PATCH', 'patch'],
    ['DELETE', 'delete'],
  ]).get(method);
  return { interaction: interaction ?? 'unknown', base, type, isConditional: ['PUT', 'PATCH', 'DELETE'].includes(method) };
}

function ofInstance(method: string, type: string, id: string, base: string): Place {
  const interaction = new Map<string, Interaction>([
    ['GET', 'read'],
    ['HEAD', 'read'],
    ['PUT', 'update'],
    ['PATCH', 'patch'],
    ['DELETE', 'delete'],
  ]).get(method);
  return { interaction: interaction !== undefined && ID.test(id) ? interaction : 'unknown', base, type, id };
}
