import { oneOf, quoted, shorten } from '../../src/model/index.js';
import { childrenOf, type FhirNode, literalReference, valueAt } from '../../src/protocols/fhir/index.js';
import { type Asked, headerOf, parametersOf, resourceIn } from './exchange.js';
import type { Judge } from './judge.js';
import { isInPart, isSubsetted } from './parts.js';
import { RULE } from './rules.js';
import { readName } from './search-parameters.js';
import { bareName, CONTROLS, isOfServer } from './searches.js';

/**
 * Judges the Bundle that answers a search, a history, a transaction or a batch, by what was asked. What a Bundle owes to
 * nobody's question (fullUrl, modes, ids, the number of links) is judged with the resource, by the validator `fhir`.
 */
export function judgeBundleOf(judge: Judge, asked: Asked): void {
  const { resource } = judge;
  if (!resource) return;
  const expected = expectedTypes(asked);
  const type = resource.resourceType === 'Bundle' ? valueAt(resource, 'type') : undefined;
  const isExpected = judge.holds(RULE.bundleType, type !== undefined && expected.includes(type), resource, () => ({
    expected: oneOf(expected.map((one) => `Bundle ${one}`)),
    actual: quoted([resource.resourceType, type].filter(Boolean).join(' ')),
  }));
  if (!isExpected) return;
  if (asked.interaction === 'transaction') judgeResponses(judge, resource, asked);
  if (asked.interaction !== 'search') return;
  judgeSelf(judge, resource, asked);
  judgeMatches(judge, resource, asked);
  judgePages(judge, resource, asked);
  judgeInclusions(judge, resource);
}

function expectedTypes({ interaction, artefact }: Asked): string[] {
  if (interaction === 'search') return ['searchset'];
  if (interaction === 'history') return ['history'];
  const type = valueAt(resourceIn(artefact), 'type');
  if (type === 'batch') return ['batch-response'];
  return type === 'transaction' ? ['transaction-response'] : ['transaction-response', 'batch-response'];
}

function judgeResponses(judge: Judge, bundle: FhirNode, { artefact }: Asked): void {
  const request = resourceIn(artefact);
  if (!request) return;
  const [due, given] = [
    childrenOf(request, 'entry').length,
    childrenOf(bundle, 'entry').filter((entry) => childrenOf(entry, 'response').length > 0).length,
  ];
  judge.holds(RULE.responses, due === given, { in: bundle, missing: 'entry' }, () => ({ expected: String(due), actual: String(given) }));
}

const linkOf = (bundle: FhirNode, ...relations: string[]): FhirNode | undefined =>
  childrenOf(bundle, 'link').find((link) => relations.includes(valueAt(link, 'relation') ?? ''));

function judgeSelf(judge: Judge, bundle: FhirNode, { type, parameters, isCompartment }: Asked): void {
  const self = linkOf(bundle, 'self');
  judge.holds(RULE.self, self !== undefined, self ?? { in: bundle, missing: 'link' });
  const url = valueAt(self, 'url');
  // the address of a later page is the server's own: what stands in it says nothing
  if (!self || url === undefined || type === undefined || isCompartment || parameters.some(({ name }) => isOfServer(type, name))) return;
  const mark = url.indexOf('?');
  const used = mark === -1 ? [] : parametersOf(url.slice(mark + 1, mark + 65_536), 'address').map(({ name }) => name);
  if (used.some((name) => isOfServer(type, name))) return;
  const known = new Set(used.flatMap((name) => [name, bareName(name)]));
  // what the server tells in an OperationOutcome, the client knows
  if (childrenOf(bundle, 'entry').some((entry) => modeOf(entry) === 'outcome')) return;
  for (const { name, value } of parameters) {
    if (value === '' || CONTROLS.has(bareName(name)) || name.length > 1000 || readName(type, name).is === 'unknown') continue;
    judge.holds(RULE.used, known.has(name) || known.has(bareName(name)), self, () => ({
      expected: quoted(`${name}=${value}`),
      actual: quoted(url),
    }));
  }
}

const modeOf = (entry: FhirNode): string | undefined => valueAt(entry, 'search', 'mode');
const resourceOf = (entry: FhirNode): FhirNode | undefined => childrenOf(entry, 'resource')[0];

function judgeMatches(judge: Judge, bundle: FhirNode, { type, parameters }: Asked): void {
  const entries = childrenOf(bundle, 'entry');
  const matches = entries.filter((entry) => modeOf(entry) === 'match');
  if (type !== undefined)
    for (const entry of matches) {
      const resource = resourceOf(entry);
      if (resource)
        judge.holds(RULE.matchType, resource.resourceType === type, resource, () => ({
          expected: type,
          actual: quoted(resource.resourceType),
        }));
    }
  // without modes, what was asked for is told by its type
  const answers = entries.filter((entry) => {
    const mode = modeOf(entry);
    return mode === 'match' || (mode === undefined && (type === undefined || resourceOf(entry)?.resourceType === type));
  });
  if (isInPart(parameters))
    for (const entry of answers) {
      const resource = resourceOf(entry);
      if (resource) judge.holds(RULE.subsetted, isSubsetted(resource), { in: resource, missing: 'meta.tag' });
    }
  judgeNumbers(judge, bundle, answers, parameters);
}

function judgeNumbers(judge: Judge, bundle: FhirNode, answers: readonly FhirNode[], parameters: Asked['parameters']): void {
  const value = (name: string): string | undefined => parameters.find((one) => one.name === name)?.value;
  const [total] = childrenOf(bundle, 'total');
  const count = /^\d{1,15}$/.test(value('_count') ?? '') ? Number(value('_count')) : undefined;
  if (count === 0 || value('_summary') === 'count') {
    judge.holds(RULE.countOnly, total?.value !== undefined && answers.length === 0, total ?? { in: bundle, missing: 'total' }, () => ({
      expected: { fr: 'total, sans réponse', en: 'total, without a match' },
      actual: {
        fr: `total ${total?.value ?? 'absent'}, ${answers.length} réponses`,
        en: `total ${total?.value ?? 'missing'}, ${answers.length} matches`,
      },
    }));
    return;
  }
  if (count !== undefined)
    judge.holds(RULE.countKept, answers.length <= count, { in: bundle, missing: 'entry' }, () => ({
      expected: `≤ ${count}`,
      actual: String(answers.length),
    }));
  if (total?.value === undefined || isPage(bundle, parameters) || value('_total') === 'estimate') return;
  judge.holds(RULE.total, Number(total.value) === answers.length, total, () => ({
    expected: String(answers.length),
    actual: quoted(total.value),
  }));
}

/** Whether there are other pages: a last one may have no link but to the first. */
function isPage(bundle: FhirNode, parameters: Asked['parameters']): boolean {
  if (linkOf(bundle, 'next', 'previous', 'prev') || parameters.some(({ name }) => isOfServer('Resource', name))) return true;
  const [self, first] = ['self', 'first'].map((relation) => valueAt(linkOf(bundle, relation), 'url'));
  return first !== undefined && first !== self;
}

/** Where a client is sent with its token for another page. */
function judgePages(judge: Judge, bundle: FhirNode, { artefact }: Asked): void {
  const host = headerOf(artefact, 'host')?.trim().toLowerCase();
  if (host === undefined) return;
  for (const link of childrenOf(bundle, 'link')) {
    const url = valueAt(link, 'url');
    if (url === undefined || !['next', 'previous', 'prev', 'first', 'last'].includes(valueAt(link, 'relation') ?? '')) continue;
    judge.holds(RULE.pageServer, isAt(host, url.slice(0, 8192)), link, () => ({ expected: quoted(host), actual: quoted(url) }));
  }
}

function isAt(host: string, url: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9+.-]*:/.test(url)) return true;
  if (!URL.canParse(url)) return false;
  const { hostname, port, protocol } = new URL(url);
  const [, name = '', asked = ''] = /^(.*?)(?::(\d+))?$/.exec(host) ?? [];
  const usual = protocol === 'https:' ? '443' : '80';
  // of the request, it is not known whether it came by TLS
  return name === hostname && (asked === port || (port === '' && asked === usual) || (asked === '' && /^(?:80|443)$/.test(port)));
}

function judgeInclusions(judge: Judge, bundle: FhirNode): void {
  const entries = childrenOf(bundle, 'entry');
  const included = entries.filter((entry) => modeOf(entry) === 'include');
  if (included.length === 0) return;
  const links = new Map(entries.map((entry) => [entry, referencesIn(entry)]));
  const keys = new Map(entries.map((entry) => [entry, keysOf(entry)]));
  const referred = new Map<string, number>();
  for (const references of links.values()) for (const one of references) referred.set(one, (referred.get(one) ?? 0) + 1);
  const present = new Map<string, number>();
  for (const own of keys.values()) for (const one of own) present.set(one, (present.get(one) ?? 0) + 1);
  for (const entry of included) {
    const own = keys.get(entry)!;
    const leads = links.get(entry)!;
    // a reference to itself is no reason to be there
    const isReferred = [...own].some((key) => (referred.get(key) ?? 0) > (leads.has(key) ? 1 : 0));
    const refers = [...leads].some((key) => (present.get(key) ?? 0) > (own.has(key) ? 1 : 0));
    judge.holds(RULE.reason, isReferred || refers, entry, () => ({ actual: quoted([...own][0] ?? shorten(entry.path)) }));
  }
}

/** Names under which an entry is referred to: `Schedule/1`, its fullUrl. */
function keysOf(entry: FhirNode): Set<string> {
  const resource = resourceOf(entry);
  const [url, id] = [valueAt(entry, 'fullUrl'), valueAt(resource, 'id')];
  const canonical = valueAt(resource, 'url');
  return new Set([
    ...(id === undefined ? [] : [`${resource!.resourceType!}/${id}`]),
    ...(url === undefined ? [] : [url]),
    ...(canonical === undefined ? [] : [canonical]),
  ]);
}

/** What a resource refers to, without versions: `Schedule/1`, a URN, a canonical. */
function referencesIn(entry: FhirNode): Set<string> {
  const found = new Set<string>();
  const queue: FhirNode[] = childrenOf(entry, 'resource');
  for (let node = queue.pop(); node; node = queue.pop()) {
    if (node.value !== undefined && node.name !== 'url' && node.value.length < 8192 && /[/:]/.test(node.value)) {
      const literal = literalReference(node.value);
      found.add(literal ? `${literal.type}/${literal.id}` : node.value.split('|', 1)[0]!);
    }
    for (const child of node.children) queue.push(child);
  }
  return found;
}
