import { type LiteralReference, literalReference } from '../../src/protocols/fhir/references.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import { named, valueOf } from './values.js';

/** Where a reference leads. */
export type Target =
  | { where: 'contained'; node: FhirNode }
  /** `others`: the reference names entries beside this one too */
  | { where: 'bundled'; node: FhirNode; others: boolean }
  /** outside of what is judged; `type` where the URL tells it */
  | { where: 'outside'; type: string | undefined }
  /** a fragment that no contained resource has, or a URN that no entry has */
  | { where: 'missing' };

interface Entries {
  byUrl: ReadonlyMap<string, readonly FhirNode[]>;
  /** `Patient/1`, of entries without fullUrl */
  byId: ReadonlyMap<string, readonly FhirNode[]>;
}

/** The resource that a node stands in: itself when it is one. */
export function resourceOf(node: FhirNode): FhirNode {
  let here = node;
  while (here.resourceType === undefined && here.parent) here = here.parent;
  return here;
}

/** The resource that holds the contained ones of a node's resource: what `#id` is looked for in. */
export function containerOf(node: FhirNode): FhirNode {
  let resource = resourceOf(node);
  while (resource.name === 'contained' && resource.parent) resource = resourceOf(resource.parent);
  return resource;
}

/** The entry of a Bundle that a resource stands in. */
export function entryOf(resource: FhirNode): FhirNode | undefined {
  return resource.parent?.name === 'entry' ? resource.parent : undefined;
}

const NONE: readonly FhirNode[] = [];
const versionOf = (node: FhirNode): string | undefined => named(node, 'meta').flatMap((meta) => valueOf(meta, 'versionId') ?? [])[0];

function add(map: Map<string, FhirNode[]>, key: string, node: FhirNode): void {
  const there = map.get(key);
  if (there) there.push(node);
  else map.set(key, [node]);
}

/** Finds what references lead to, inside the artefact only. */
export class Resolver {
  readonly #entries = new Map<FhirNode, Entries>();
  readonly #contained = new Map<FhirNode, ReadonlyMap<string, FhirNode>>();

  /** The resource in `from` by a reference as written. */
  resolve(reference: string, from: FhirNode): Target {
    const container = containerOf(from);
    if (reference.startsWith('#')) {
      const node = reference === '#' ? container : this.#containedIn(container).get(reference.slice(1));
      return node ? { where: 'contained', node } : { where: 'missing' };
    }
    const literal = literalReference(reference);
    for (let resource = container; ;) {
      const entry: FhirNode | undefined = entryOf(resource);
      const bundle: FhirNode | undefined = entry?.parent;
      if (!entry || !bundle) break;
      const [node, other] = this.#inBundle(bundle, reference, literal, valueOf(entry, 'fullUrl'));
      if (node) return { where: 'bundled', node, others: other !== undefined };
      resource = containerOf(bundle);
      if (resource === bundle && !entryOf(bundle)) break;
    }
    if (/^urn:(?:uuid|oid):/.test(reference)) return { where: 'missing' };
    return { where: 'outside', type: literal?.type };
  }

  #containedIn(container: FhirNode): ReadonlyMap<string, FhirNode> {
    let known = this.#contained.get(container);
    if (!known) {
      known = new Map(named(container, 'contained').map((node) => [valueOf(node, 'id') ?? '', node]));
      this.#contained.set(container, known);
    }
    return known;
  }

  /** The resources that a reference of an entry names (FHIR R4, 2.36.4.1); a relative one is completed by the fullUrl of the entry. */
  #inBundle(bundle: FhirNode, reference: string, literal: LiteralReference | undefined, fullUrl: string | undefined): readonly FhirNode[] {
    const { byUrl, byId } = this.entries(bundle);
    if (!literal) return byUrl.get(reference) ?? NONE;
    const relative = `${literal.type}/${literal.id}`;
    const base = literal.base ?? (fullUrl === undefined ? undefined : literalReference(fullUrl)?.base);
    const found =
      (base === undefined ? undefined : byUrl.get(`${base}/${relative}`))
      ?? (literal.base === undefined ? byId.get(relative) : undefined)
      ?? NONE;
    return literal.version === undefined ? found : found.filter((node) => versionOf(node) === literal.version);
  }

  /** The resources of a Bundle by fullUrl, and by type and id. */
  entries(bundle: FhirNode): Entries {
    let known = this.#entries.get(bundle);
    if (!known) {
      const byUrl = new Map<string, FhirNode[]>();
      const byId = new Map<string, FhirNode[]>();
      for (const entry of named(bundle, 'entry')) {
        const resource = entry.children.find(({ name }) => name === 'resource');
        if (!resource) continue;
        const [url, id] = [valueOf(entry, 'fullUrl'), valueOf(resource, 'id')];
        if (url !== undefined) add(byUrl, url, resource);
        else if (id !== undefined) add(byId, `${resource.resourceType}/${id}`, resource);
      }
      this.#entries.set(bundle, (known = { byUrl, byId }));
    }
    return known;
  }
}
