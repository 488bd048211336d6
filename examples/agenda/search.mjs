import { getReferenceString, globalSchema, matchesSearchRequest, evalFhirPath } from '@medplum/core';
import { DateTime } from 'luxon';
import { refusal } from './refusal.mjs';

const MOST_FILTERS = 60;
const DEEPEST = 5;
const PAGE = 50;
const LARGEST_PAGE = 1000;
const RESULT = new Set(['_count', '_offset', '_include', '_sort', '_total', '_format', '_revinclude']);

/** The parameters of a search, as pairs. */
const pairsOf = (query) => Object.entries(query).flatMap(([name, values]) => [values].flat().map((value) => [name, value]));

/** The search parameter that the end of a (chained) name is; undefined for what nobody knows. */
function known(type, name) {
  const parameters = globalSchema.types[type]?.searchParams ?? {};
  const [head, ...rest] = name.split('.');
  const [code, target] = head.split(':');
  if (!Object.hasOwn(parameters, code)) return undefined;
  if (rest.length === 0) return parameters[code];
  const targets = target ? [target] : (parameters[code].target ?? []);
  return targets.map((one) => known(one, rest.join('.'))).find((one) => one !== undefined);
}

/**
 * Searches a store.
 * @param {{resources: (type: string) => Iterable<object>, read: (reference: string) => object | undefined, breaks: Function}} store
 * @returns a searchset Bundle; its links are relative to `base`
 */
export function search({ type, query, base, strict, store }) {
  const { breaks } = store;
  const pairs = pairsOf(query);
  if (pairs.length > MOST_FILTERS) throw refusal(403, 'too-costly', 'Trop de paramètres.');
  const count = numberOf(query, '_count', PAGE);
  const offset = numberOf(query, '_offset', 0);
  const filters = pairs.filter(([name]) => !RESULT.has(name));
  for (const [name] of filters) {
    if (name.split('.').length > DEEPEST) throw refusal(403, 'too-costly', `La chaîne ${name.slice(0, 40)}… est trop longue.`);
    if (breaks('strict', strict) && !known(type, name)) throw refusal(400, 'not-supported', `Le paramètre ${name} n’est pas connu.`);
  }
  const followed = breaks(
    'filters',
    filters.filter(([name]) => known(type, name)).map(([name, value]) => ({ name, value, type })),
  );
  const tests = followed.map((filter) => testOf(type, filter.name, String(filter.value), store));
  const found = sorted(
    [...store.resources(type)].filter((resource) => tests.every((test) => test(resource))),
    query,
  );
  const page = found.slice(offset, offset + Math.min(count, LARGEST_PAGE));
  const asked = new URLSearchParams([
    ...breaks('self', { followed, filters }).followed.map(({ name, value }) => [name, value]),
    ...pairs.filter(([name]) => RESULT.has(name) && name !== '_offset'),
  ]);
  const at = (start) => `${base}/${type}?${new URLSearchParams([...asked, ...(start > 0 ? [['_offset', String(start)]] : [])])}`;
  const included = breaks('included', includes(page, [query._include ?? []].flat(), store));
  const entry = (mode) => (resource) => ({
    fullUrl: `${base}/${getReferenceString(resource)}`,
    resource,
    search: { mode: breaks('mode', mode) },
  });
  const entries = [...page.map(entry('match')), ...included.map(entry('include'))];
  return breaks('bundle', {
    resourceType: 'Bundle',
    type: 'searchset',
    total: found.length,
    link: [
      { relation: 'self', url: at(offset) },
      ...(offset + page.length < found.length && page.length > 0 ?
        [{ relation: 'next', url: at(breaks('next', offset + page.length)) }]
      : []),
    ],
    ...(entries.length > 0 && { entry: entries }),
  });
}

function numberOf(query, name, otherwise) {
  const [value] = [query[name] ?? []].flat();
  if (value === undefined) return otherwise;
  if (!/^\d{1,9}$/.test(value)) throw refusal(400, 'value', `${name} n’est pas un nombre.`);
  return Number(value);
}

function sorted(resources, query) {
  const [rule] = [query._sort ?? []].flat();
  if (rule === undefined) return resources;
  const code = rule.replace(/^-/, '');
  const expression = known(resources[0]?.resourceType ?? '', code)?.expression;
  if (!expression) return resources;
  const keys = new Map(resources.map((one) => [one, String(evalFhirPath(expression, one)[0] ?? '')]));
  const sign = rule.startsWith('-') ? -1 : 1;
  return [...resources].sort((a, b) => sign * keys.get(a).localeCompare(keys.get(b)));
}

/** Makes the test of one condition. A chain becomes the set of what it leads to. */
function testOf(type, name, value, store) {
  const [head, ...rest] = name.split('.');
  const [code, modifier] = head.split(':');
  const parameter = globalSchema.types[type].searchParams[code];
  if (rest.length > 0) {
    const targets = new Set(
      (modifier ? [modifier] : (parameter.target ?? [])).flatMap((target) => {
        if (!known(target, rest.join('.'))) return [];
        const test = testOf(target, rest.join('.'), value, store);
        return [...store.resources(target)].filter(test).map(getReferenceString);
      }),
    );
    return (resource) => referencesOf(resource, parameter).some((reference) => targets.has(reference));
  }
  if (parameter.type === 'reference') {
    const wanted = value.split(',');
    return (resource) =>
      writtenIn(resource, parameter).some((reference) => wanted.some((one) => reference === one || reference.endsWith(`/${one}`)));
  }
  if (parameter.type === 'date') return dateTest(parameter, value);
  const request = { resourceType: type, filters: [{ code, operator: 'eq', value }] };
  return (resource) => matchesSearchRequest(resource, request);
}

/** References as they are written, to other servers too. */
const writtenIn = (resource, { expression }) => evalFhirPath(expression, resource).flatMap((one) => one?.reference ?? []);

const referencesOf = (resource, parameter) =>
  writtenIn(resource, parameter).flatMap((written) => /[A-Z][A-Za-z]+\/[A-Za-z0-9.-]{1,64}$/.exec(written)?.[0] ?? []);

/** Dates are compared as instants; one without offset is one in France. */
function dateTest({ expression }, value) {
  const [, prefix = 'eq', text] = /^(eq|ne|ge|gt|le|lt|sa|eb)?(.*)$/s.exec(value);
  const from = DateTime.fromISO(text, { zone: 'Europe/Paris' });
  if (!from.isValid) throw refusal(400, 'value', `${text.slice(0, 40)} n’est pas une date.`);
  const to = text.length <= 10 ? from.endOf({ 4: 'year', 7: 'month', 10: 'day' }[text.length] ?? 'day') : from;
  const holds = {
    eq: (at) => at >= from && at <= to,
    ne: (at) => at < from || at > to,
    ge: (at) => at >= from,
    gt: (at) => at > to,
    sa: (at) => at > to,
    le: (at) => at <= to,
    lt: (at) => at < from,
    eb: (at) => at < from,
  }[prefix];
  return (resource) => evalFhirPath(expression, resource).some((one) => holds(DateTime.fromISO(String(one), { zone: 'Europe/Paris' })));
}

/** What goes with the resources found: an include about another type follows from what was included. */
function includes(page, wanted, store) {
  const found = new Map();
  for (const include of wanted.slice(0, 10)) {
    const [type, code] = include.split(':');
    const parameter = globalSchema.types[type]?.searchParams?.[code];
    if (!parameter) continue;
    for (const resource of [...page, ...found.values()].filter((one) => one.resourceType === type))
      for (const reference of referencesOf(resource, parameter)) {
        const target = store.read(reference);
        if (target) found.set(reference, target);
      }
  }
  const matched = new Set(page.map(getReferenceString));
  return [...found].filter(([reference]) => !matched.has(reference)).map(([, resource]) => resource);
}
