import { SimulatorError } from '../model/index.js';
import { readFhirJson, writeFhirXml, type ElementTable } from '../protocols/fhir/index.js';
import type { ClientMethod } from '../transport/index.js';
import type { FhirInput } from './input.js';

/** A request as HTTP has it. */
export interface FhirRequest {
  method: ClientMethod;
  url: string;
  headers: Readonly<Record<string, string>>;
  body: readonly Uint8Array[];
}

/** What is known of where a request goes. */
export interface Target {
  transaction: string;
  /** of the server, without the last slash */
  base: string;
  /** where the answer before goes on */
  next?: string;
  table: () => ElementTable;
}

interface Content {
  type: string;
  bytes: Uint8Array;
}

const FORM = 'application/x-www-form-urlencoded';
const JSON_PATCH = 'application/json-patch+json';

/**
 * Makes the request of an interaction (FHIR R4, 3.1.0).
 * @throws SimulatorError when the input lacks what the interaction needs
 */
export function requestOf(input: FhirInput, target: Target): FhirRequest {
  const { method, url, content } = addressed(input, target);
  const { format, contentType, ifMatch, ifNoneExist, prefer, headers } = input;
  return {
    method,
    url,
    headers: overridden(
      {
        Accept: `application/fhir+${format}`,
        ...(content && { 'Content-Type': contentType ?? content.type }),
        ...(ifMatch !== undefined && { 'If-Match': ifMatch }),
        ...(ifNoneExist !== undefined && { 'If-None-Exist': ifNoneExist }),
        ...(prefer !== undefined && { Prefer: prefer }),
      },
      headers,
    ),
    body: content ? [content.bytes] : [],
  };
}

/** Headers with those of the input in the place of ours, whatever their case. */
function overridden(ours: Readonly<Record<string, string>>, others: Readonly<Record<string, string>>): Record<string, string> {
  const names = new Set(Object.keys(others).map((name) => name.toLowerCase()));
  const kept = Object.entries(ours).filter(([name]) => !names.has(name.toLowerCase()));
  return Object.fromEntries([...kept, ...Object.entries(others).filter(([, value]) => value !== '')]);
}

function addressed(input: FhirInput, target: Target): { method: ClientMethod; url: string; content?: Content } {
  const { operation, id, versionId, conditional, resource } = input;
  const { transaction, base } = target;
  const query = queryOf(input);
  const at = (...path: (string | undefined)[]): string =>
    [base, ...path.flatMap((part) => (part === undefined ? [] : [encodeURIComponent(Buffer.from(part).toString())]))].join('/');
  const asked = (address: string): string => (query === '' ? address : `${address}?${query}`);
  const type = (): string => need(input.type ?? named(resource, 'resourceType'), 'type', transaction);
  const known = (): string => need(id ?? named(resource, 'id'), 'id', transaction);
  const one = (): string => (conditional ? at(type()) : at(type(), known()));
  switch (operation) {
    case 'create':
      return { method: 'POST', url: asked(at(type())), content: contentOf(input, target) };
    case 'update': {
      const lacksId = resource !== undefined && resource['id'] === undefined && !conditional;
      const whole = lacksId ? { ...input, resource: { ...resource, id: known() } } : input;
      return { method: 'PUT', url: asked(one()), content: contentOf(whole, target) };
    }
    case 'patch':
      return {
        method: 'PATCH',
        url: asked(conditional ? at(need(input.type, 'type', transaction)) : patched(input, at, transaction)),
        content: patchOf(input, target),
      };
    case 'delete':
      return { method: 'DELETE', url: asked(one()) };
    case 'read':
      return { method: 'GET', url: asked(at(type(), known())) };
    case 'vread':
      return { method: 'GET', url: asked(at(type(), known(), '_history', need(versionId, 'versionId', transaction))) };
    case 'history':
      return { method: 'GET', url: asked(at(input.type, id, '_history')) };
    case 'search':
      if (input.method === 'POST')
        return { method: 'POST', url: at(input.type, '_search'), content: { type: FORM, bytes: Buffer.from(query) } };
      return { method: 'GET', url: asked(input.type === undefined ? base : at(input.type)) };
    case 'continue':
      return { method: 'GET', url: nextOf(target) };
    case 'transaction':
      return { method: 'POST', url: asked(base), content: contentOf(input, target) };
    case 'capabilities':
      return { method: 'GET', url: asked(at('metadata')) };
  }
}

/** A patch is about a resource that it does not hold. */
const patched = ({ type, id }: FhirInput, at: (...path: string[]) => string, transaction: string): string =>
  at(need(type, 'type', transaction), need(id, 'id', transaction));

const queryOf = ({ parameters }: FhirInput): string =>
  new URLSearchParams(
    Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
  ).toString();

function named(resource: FhirInput['resource'], name: string): string | undefined {
  const value = resource?.[name];
  return typeof value === 'string' && value !== '' && !/^\.{1,2}$/.test(value) ? value : undefined;
}

function need<T>(value: T | undefined, name: string, transaction: string): T {
  if (value !== undefined) return value;
  throw lacking(transaction, `${name} n’est pas donné`, `${name} is not given`);
}

/** What is not there to be sent. */
export const lacking = (transaction: string, fr: string, en: string): SimulatorError =>
  new SimulatorError('configuration', { fr: `${transaction}\u00A0: ${fr}`, en: `${transaction}: ${en}` });

/** The answer of a stranger sends us nowhere but to the server that we ask. */
function nextOf({ next, base, transaction }: Target): string {
  if (next !== undefined && URL.canParse(next) && new URL(next).origin === new URL(base).origin) return next;
  throw lacking(
    transaction,
    'la réponse d’avant n’a pas de page suivante sur ce serveur',
    'the answer before has no next page at the server',
  );
}

function contentOf({ body, resource, format, operation }: FhirInput, { transaction, table }: Target): Content {
  const type = `application/fhir+${format}`;
  if (body !== undefined) return { type, bytes: Buffer.from(body) };
  if (resource === undefined)
    throw lacking(
      transaction,
      `rien à envoyer (${operation}) : donner resource ou body`,
      `nothing to send (${operation}): give resource or body`,
    );
  const json = Buffer.from(JSON.stringify(resource));
  if (format === 'json') return { type, bytes: json };
  const { root } = readFhirJson(json);
  if (root?.resourceType !== undefined) return { type, bytes: Buffer.from(writeFhirXml(root, table())) };
  throw lacking(
    transaction,
    'sans resourceType, resource ne s’écrit pas en XML',
    'without a resourceType, resource cannot be written in XML',
  );
}

function patchOf(input: FhirInput, target: Target): Content {
  const { body, operations } = input;
  if (body !== undefined) return { type: JSON_PATCH, bytes: Buffer.from(body) };
  if (operations !== undefined) return { type: JSON_PATCH, bytes: Buffer.from(JSON.stringify(operations)) };
  return contentOf(input, target);
}
