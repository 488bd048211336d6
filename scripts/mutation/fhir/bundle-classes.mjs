/** Classes of mutation of Bundles: what entries say of one another and of the type of the Bundle (FHIR R4, 2.36). */
import { at, removed, withElement, without } from './resource.mjs';

const REQUESTED = new Set(['transaction', 'batch']);
const WITH_URL = new Set(['document', 'message', 'searchset', 'collection']);
const ABSENT = 'urn:uuid:00000000-aaaa-4bbb-8ccc-0123456789ab';

const bundles = ({ places }, ...types) =>
  places.filter(({ type, value }) => type === 'Bundle' && (types.length === 0 || types.includes(value.type)));
const without_ = (place, name) => ({ place, at: [`${place.path}.${name}`, place.path], change: without(place, name) });
const added = (place, name, value, above) => ({
  place,
  at: [`${place.path}.${name}`, above.path],
  change: withElement(place, name, value),
  note: above.value.type,
});
const child = (place, name) => place.children.find((one) => one.name === name);

/** Each entry with its Bundle. */
const entries = (resource, pick, ...types) =>
  bundles(resource, ...types).flatMap((bundle) =>
    bundle.children
      .filter(({ name }) => name === 'entry')
      .flatMap((entry, i, all) => pick({ entry, bundle, before: all.slice(0, i) }) ?? []),
  );

const LITERAL = /^(https?:\/\/.*\/[A-Z][A-Za-z]+\/)([A-Za-z0-9.-]{1,64})$/;

const sameFullUrl = (resource) =>
  entries(resource, ({ entry, bundle, before }) => {
    const first = before.find(({ value }) => value.fullUrl && !value.resource?.meta?.versionId);
    if (bundle.value.type === 'history' || !first || !entry.value.fullUrl || !entry.value.resource || entry.value.resource.meta?.versionId)
      return [];
    const change = (root) => {
      at(root, entry.at).fullUrl = first.value.fullUrl;
    };
    return [{ place: entry, at: [`${entry.path}.fullUrl`, bundle.path], change }];
  });

const relativeFullUrl = (resource) =>
  entries(resource, ({ entry: place }) =>
    place.value.fullUrl && place.value.resource ?
      [
        {
          place,
          at: [`${place.path}.fullUrl`],
          change: withElement(place, 'fullUrl', `${place.value.resource.resourceType}/${place.value.resource.id ?? 1}`),
        },
      ]
    : [],
  );

const otherFullUrl = (resource) =>
  entries(resource, ({ entry: place }) => {
    const [, base] = LITERAL.exec(place.value.fullUrl ?? '') ?? [];
    if (!base || place.value.resource?.id === undefined) return [];
    return [{ place, at: [`${place.path}.fullUrl`], change: withElement(place, 'fullUrl', `${base}autre`) }];
  });

const noFullUrl = (resource) =>
  entries(resource, ({ entry: place, bundle }) =>
    WITH_URL.has(bundle.value.type) && place.value.fullUrl && place.value.resource?.id !== undefined ? [without_(place, 'fullUrl')] : [],
  );

const noRequest = (resource) =>
  entries(
    resource,
    ({ entry: place, bundle }) =>
      place.value.request ? [{ ...without_(place, 'request'), at: [`${place.path}.request`, bundle.path] }] : [],
    'transaction',
    'batch',
    'history',
  );

const requestUncalled = (resource) =>
  entries(
    resource,
    ({ entry, bundle }) => [added(entry, 'request', { method: 'GET', url: 'Patient/1' }, bundle)],
    'searchset',
    'document',
    'message',
    'collection',
  );
const responseUncalled = (resource) =>
  entries(
    resource,
    ({ entry, bundle }) => [added(entry, 'response', { status: '200' }, bundle)],
    'searchset',
    'document',
    'transaction',
    'batch',
    'collection',
  );
const searchUncalled = (resource) =>
  entries(
    resource,
    ({ entry, bundle }) => [added(entry, 'search', { mode: 'match' }, bundle)],
    'document',
    'transaction',
    'batch',
    'collection',
    'message',
  );
const totalUncalled = (resource) =>
  bundles(resource, 'document', 'transaction', 'batch', 'collection', 'message').map((bundle) => added(bundle, 'total', 1, bundle));

const emptyEntry = (resource) =>
  entries(resource, ({ entry, bundle }) => {
    if (!entry.value.resource) return [];
    const change = (root) => {
      const here = at(root, entry.at);
      for (const key of Object.keys(here)) delete here[key];
      here.fullUrl = ABSENT;
    };
    return [{ place: entry, at: [entry.path, bundle.path], change }];
  });

const documentWithout = (resource) =>
  bundles(resource, 'document').flatMap((place) =>
    ['identifier', 'timestamp'].filter((name) => name in place.value).map((name) => ({ ...without_(place, name), note: name })),
  );
const compositionSecond = (resource) =>
  bundles(resource, 'document')
    .filter(({ value }) => value.entry?.length > 1 && value.entry[1].resource?.resourceType !== 'Composition')
    .map((place) => ({
      place,
      at: [`${place.path}.entry`, place.path],
      change: (root) => {
        const list = at(root, place.at).entry;
        [list[0], list[1]] = [list[1], list[0]];
      },
    }));

const unlikeRequest = (resource) =>
  entries(
    resource,
    ({ entry }) => {
      const place = child(entry, 'request');
      const { method } = place?.value ?? {};
      const type = entry.value.resource?.resourceType;
      const other = type === 'Basic' ? 'Patient' : 'Basic';
      const urls = {
        POST: type ? [['another type', other]] : [],
        PUT:
          type ?
            [
              ['another type', `${other}/1`],
              ['no id', type],
            ]
          : [],
        DELETE: [['no id', 'Patient']],
      }[method];
      return (urls ?? []).map(([note, url]) => ({
        place,
        at: [`${place.path}.url`],
        note: `${method} ${note}`,
        change: withElement(place, 'url', url),
      }));
    },
    ...REQUESTED,
  );

const totalTooLow = (resource) =>
  bundles(resource, 'searchset').flatMap((place) => {
    const matches = (place.value.entry ?? []).filter(({ search }) => search?.mode === 'match').length;
    return matches > 0 ? [{ place, at: [`${place.path}.total`], change: withElement(place, 'total', matches - 1) }] : [];
  });
const modeOutcome = (resource) =>
  entries(
    resource,
    ({ entry: place }) =>
      place.value.resource && place.value.resource.resourceType !== 'OperationOutcome' ?
        [{ place, at: [place.path, `${place.path}.search`], change: withElement(place, 'search', { mode: 'outcome' }) }]
      : [],
    'searchset',
  );
const modeRemoved = (resource) =>
  entries(
    resource,
    ({ entry: place }) =>
      place.value.resource && place.value.search?.mode ? [{ ...without_(place, 'search'), at: [`${place.path}.search`] }] : [],
    'searchset',
  );

/** References that lead to an entry: afterwards to none. */
const leadsNowhere = (resource) =>
  resource.places
    .filter(({ type, value }) => type === 'Reference' && typeof value?.reference === 'string' && !value.reference.startsWith('#'))
    .filter((place) => withinBundle(place))
    .map((place) => ({
      place,
      at: [place.path, `${place.path}.reference`],
      note: withinBundle(place).value.type,
      change: withElement(place, 'reference', ABSENT),
    }));

function withinBundle(place) {
  for (let here = place; here; here = here.parent) if (here.type === 'Bundle') return here;
  return undefined;
}

const unreached = (resource) =>
  bundles(resource, 'document').map((place) => ({
    place,
    at: [`${place.path}.entry`],
    change: (root) => {
      at(root, place.at).entry.push({ fullUrl: ABSENT, resource: { resourceType: 'Organization', name: 'Texte' } });
    },
  }));

const entryGone = (resource) =>
  entries(
    resource,
    ({ entry, bundle }) => {
      const url = entry.value.fullUrl;
      const named = resource.places.filter(({ type, value }) => type === 'Reference' && url !== undefined && value?.reference === url);
      return named.length > 0 ?
          [{ place: entry, at: [bundle.path, entry.path, ...named.map(({ path }) => path)], change: removed(entry) }]
        : [];
    },
    'document',
  );

export const BUNDLE_CLASSES = [
  { title: 'Bundle: one fullUrl twice', sites: sameFullUrl },
  { title: 'Bundle: relative fullUrl', sites: relativeFullUrl },
  { title: 'Bundle: fullUrl of another id', sites: otherFullUrl },
  { title: 'Bundle: fullUrl missing', sites: noFullUrl },
  { title: 'Bundle: request missing', sites: noRequest },
  { title: 'Bundle: request where none belongs', sites: requestUncalled },
  { title: 'Bundle: response where none belongs', sites: responseUncalled },
  { title: 'Bundle: search where none belongs', sites: searchUncalled },
  { title: 'Bundle: total where none belongs', sites: totalUncalled },
  { title: 'Bundle: entry without resource, request or response', sites: emptyEntry },
  { title: 'Bundle: document without identifier or timestamp', sites: documentWithout },
  { title: 'Bundle: document that does not begin with a Composition', sites: compositionSecond },
  { title: 'Bundle: url of a request unlike its resource or method', sites: unlikeRequest },
  { title: 'Bundle: total below the matches', sites: totalTooLow },
  { title: 'Bundle: outcome that is no OperationOutcome', sites: modeOutcome },
  {
    title: 'Bundle: entry that does not say whether it matches',
    warning: 'Bundle.entry.search.mode is optional by its cardinality: its absence makes a client guess.',
    sites: modeRemoved,
  },
  {
    title: 'Bundle: reference to a urn:uuid that no entry has',
    warning: 'A reference may lead outside by its type; that a urn:uuid leads nowhere else than to an entry is said in prose.',
    sites: leadsNowhere,
  },
  {
    title: 'Bundle: entry of a document that is referred to removed',
    warning: 'FHIR R4, 3.3 lets a document leave out what some references lead to.',
    sites: entryGone,
  },
  {
    title: 'Bundle: entry of a document that nothing refers to',
    warning: 'FHIR R4, 3.3 allows what is reached the other way round; what is not reached at all is shown by no viewer.',
    sites: unreached,
  },
];
