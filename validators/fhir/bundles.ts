import { shorten } from '../../src/model/index.js';
import { type FhirNode, literalReference } from '../../src/protocols/fhir/index.js';
import type { Judge } from './judge.js';
import type { Resolver } from './references.js';
import { RULE } from './rules.js';
import { named, valueOf } from './values.js';

/** The method of a request, and whether its URL names one resource or a type. */
const TARGETS: ReadonlyMap<string, RegExp> = new Map(
  Object.entries({
    POST: /^\/?(?:[A-Z][A-Za-z]{1,63}(?:\/_search)?|(?:[A-Z][A-Za-z]{1,63}\/)?(?:[A-Za-z0-9.-]{1,64}\/)?\$[a-z-]{1,60})(?:\?\S*)?$/,
    PUT: /^\/?[A-Z][A-Za-z]{1,63}(?:\/[A-Za-z0-9.-]{1,64}|\?\S+)$/,
    PATCH: /^\/?[A-Z][A-Za-z]{1,63}(?:\/[A-Za-z0-9.-]{1,64}|\?\S+)$/,
    DELETE: /^\/?[A-Z][A-Za-z]{1,63}(?:\/[A-Za-z0-9.-]{1,64}|\?\S+)$/,
  }),
);

/** Judges what invariants of Bundle do not say, by its type (FHIR R4, 2.36). */
export function judgeBundle(bundle: FhirNode, judge: Judge, resolver: Resolver, isResource: (type: string) => boolean): void {
  const type = valueOf(bundle, 'type') ?? '';
  const entries = named(bundle, 'entry');
  const byUrl = new Map<string, FhirNode>();
  for (const entry of entries) {
    judgeFullUrl(entry, type, judge, byUrl, isResource);
    const resource = named(entry, 'resource')[0];
    const request = named(entry, 'request')[0];
    if (resource?.resourceType === 'Bundle') judgeBundle(resource, judge, resolver, isResource);
    if (request && (type === 'transaction' || type === 'batch')) judgeRequest(request, resource, judge);
    if (type === 'searchset' && resource) judgeMode(entry, resource, judge);
  }
  judgeLinks(bundle, judge);
  if (type === 'searchset') judgeTotal(bundle, entries, judge);
  if (type === 'document') judgeReach(entries, judge, resolver);
}

/** Relations by which one goes from page to page: a second one leads elsewhere (FHIR R4, 3.1.0.8.1). */
const RELATIONS = new Set(['self', 'first', 'previous', 'prev', 'next', 'last']);

function judgeLinks(bundle: FhirNode, judge: Judge): void {
  const seen = new Set<string>();
  for (const link of named(bundle, 'link')) {
    const relation = valueOf(link, 'relation') ?? '';
    if (!RELATIONS.has(relation)) continue;
    judge.expect(RULE.uniqueLink, !seen.has(relation), link, () => ({ actual: relation }));
    seen.add(relation);
  }
}

function judgeFullUrl(
  entry: FhirNode,
  type: string,
  judge: Judge,
  byUrl: Map<string, FhirNode>,
  isResource: (type: string) => boolean,
): void {
  const node = named(entry, 'fullUrl')[0];
  const url = node?.value;
  const resource = named(entry, 'resource')[0];
  if (!resource) return;
  if (!node || url === undefined) {
    // what a transaction creates has no URL yet
    if (type === 'document' || type === 'message' || type === 'searchset' || type === 'collection')
      judge.expect(RULE.fullUrl, false, { in: entry, missing: 'fullUrl' });
    return;
  }
  judge.expect(RULE.fullUrl, true, node);
  judge.expect(RULE.absoluteFullUrl, /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\S/.test(url), node, () => ({ actual: shorten(url) }));
  const literal = literalReference(url);
  const id = valueOf(resource, 'id');
  // what a transaction creates has no id yet
  if (literal && isResource(literal.type) && (id !== undefined || !/^(?:transaction|batch)$/.test(type)))
    judge.expect(RULE.fullUrlAgrees, literal.id === id && literal.type === resource.resourceType, node, () => ({
      expected: `…/${resource.resourceType}/${id ?? ''}`,
      actual: shorten(url),
    }));
  if (type === 'history') return;
  const key = `${url}|${named(resource, 'meta').map((meta) => valueOf(meta, 'versionId') ?? '')[0] ?? ''}`;
  judge.expect(RULE.uniqueFullUrl, !byUrl.has(key), node, () => ({ actual: shorten(url) }));
  byUrl.set(key, entry);
}

function judgeRequest(request: FhirNode, resource: FhirNode | undefined, judge: Judge): void {
  const method = valueOf(request, 'method') ?? '';
  const node = named(request, 'url')[0];
  const url = node?.value;
  const form = TARGETS.get(method);
  if (!node || url === undefined) return;
  if (form)
    judge.expect(RULE.requestUrl, url.length < 8192 && form.test(url), node, () => ({
      expected: method === 'POST' ? 'Patient' : 'Patient/1',
      actual: shorten(url),
    }));
  if (!resource || (method !== 'POST' && method !== 'PUT')) return;
  const [, type, id] = /^\/?([A-Z][A-Za-z]{1,63})(?:\/([A-Za-z0-9.-]{1,64}))?(?:\?|$)/.exec(url.slice(0, 8192)) ?? [];
  if (type === undefined) return;
  const own = valueOf(resource, 'id');
  judge.expect(RULE.requestAgrees, type === resource.resourceType && (method !== 'PUT' || id === undefined || id === own), node, () => ({
    expected: method === 'PUT' && id !== undefined ? `${resource.resourceType}/${own ?? ''}` : resource.resourceType!,
    actual: shorten(url),
  }));
}

function judgeMode(entry: FhirNode, resource: FhirNode, judge: Judge): void {
  const mode = named(entry, 'search').map((search) => valueOf(search, 'mode'))[0];
  if (resource.resourceType !== 'OperationOutcome')
    judge.expect(RULE.searchId, valueOf(resource, 'id') !== undefined, { in: resource, missing: 'id' });
  judge.expect(RULE.searchMode, mode !== undefined, { in: entry, missing: 'search.mode' });
  if (mode !== undefined && (mode === 'outcome' || resource.resourceType === 'OperationOutcome'))
    judge.expect(RULE.outcomeMode, (mode === 'outcome') === (resource.resourceType === 'OperationOutcome'), entry, () => ({
      expected: resource.resourceType === 'OperationOutcome' ? 'outcome' : 'match, include',
      actual: mode,
    }));
}

/** All that match, on whatever page: never fewer than those here (Bundle.total). */
function judgeTotal(bundle: FhirNode, entries: readonly FhirNode[], judge: Judge): void {
  const node = named(bundle, 'total')[0];
  if (node?.value === undefined) return;
  const matching = entries.filter((entry) => named(entry, 'search').some((search) => valueOf(search, 'mode') === 'match'));
  judge.expect(RULE.total, Number(node.value) >= matching.length, node, () => ({ expected: `≥ ${matching.length}`, actual: node.value! }));
}

/** What stands in a document is reached from its Composition, or refers to what is (FHIR R4, 3.3). */
function judgeReach(entries: readonly FhirNode[], judge: Judge, resolver: Resolver): void {
  const resources = entries.flatMap((entry) => named(entry, 'resource').slice(0, 1));
  const [composition, ...others] = resources;
  if (composition?.resourceType !== 'Composition') return;
  const leads = new Map<FhirNode, Set<FhirNode>>(resources.map((resource) => [resource, new Set()]));
  const known = new Set(resources);
  for (const resource of resources) {
    const look = (node: FhirNode): void => {
      const reference = valueOf(node, 'reference');
      if (reference !== undefined) {
        const target = resolver.resolve(reference, node);
        if ('node' in target && known.has(target.node)) leads.get(resource)!.add(target.node);
      }
      node.children.forEach(look);
    };
    look(resource);
  }
  const reached = new Set([composition]);
  const queue = [composition];
  for (let next = queue.pop(); next; next = queue.pop())
    for (const one of leads.get(next)!)
      if (!reached.has(one)) {
        reached.add(one);
        queue.push(one);
      }
  for (const resource of others) {
    const holds = reached.has(resource) || [...leads.get(resource)!].some((one) => reached.has(one));
    judge.expect(RULE.reached, holds, resource, () => ({ actual: `${resource.resourceType}/${valueOf(resource, 'id') ?? ''}` }));
  }
}
