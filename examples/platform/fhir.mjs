import { createHash, randomUUID } from 'node:crypto';
import { MOST_PATIENTS, search, writePid } from './demographics.mjs';
import { FhirRefusal, readSearch } from './fhir-search.mjs';
import { fhirPatient } from './person-fhir.mjs';
import { fhirXml } from '../wire/fhir-xml.mjs';

/** Media types by which a client may ask for each format. */
const FORMATS = {
  json: ['application/fhir+json', 'application/json', 'text/json', 'json'],
  xml: ['application/fhir+xml', 'application/xml', 'text/xml', 'xml'],
};

const formatOf = (mediaType) =>
  Object.keys(FORMATS).find((format) => FORMATS[format].includes(mediaType.split(';')[0].trim().toLowerCase()));

/** What the client wants: `_format` before `Accept`; undefined where this door has none of it. */
function wantedFormat({ headers }, parameters) {
  const asked = parameters.get('_format');
  // a blank is a plus sign that nobody escaped
  if (asked !== null) return formatOf(asked.replaceAll(' ', '+'));
  const ranges = (headers.accept ?? '*/*').split(',').map((range) => range.trim());
  return ranges.map((range) => (/^(?:\*|application)\/\*/.test(range) ? 'json' : formatOf(range))).find(Boolean);
}

const outcome = ({ code, message }) => ({
  resourceType: 'OperationOutcome',
  issue: [{ severity: 'error', code, details: { text: message } }],
});

/** The identity server by FHIR (PDQm, ITI-78): patients are searched, by GET or POST, and read. */
export async function answerFhir(request, body, context) {
  const { breaks, gate } = context;
  const url = new URL(request.url, `https://${request.headers.host ?? 'platform'}`);
  const [type, id, more] = url.pathname.split('/').slice(2).map(decoded);
  const isPosted = request.method === 'POST' && id === '_search';
  const parameters = new URLSearchParams(url.search);
  if (isPosted) for (const [name, value] of new URLSearchParams(body.toString('utf8'))) parameters.append(name, value);
  let format = 'json';
  const answer = (status, resource, headers = {}) => {
    const written = breaks('fhirFormat', format) === 'xml' ? breaks('fhirXml', fhirXml(resource)) : JSON.stringify(resource);
    return {
      status,
      contentType: `application/fhir+${breaks('fhirFormat', format)}; charset=UTF-8`,
      headers,
      body: Buffer.from(written, breaks('fhirEncoding', 'utf8')),
    };
  };
  try {
    breaks('fhirRequest', `${request.method} ${request.url} ${body}`);
    const wanted = wantedFormat(request, parameters);
    if (!wanted && breaks('acceptable', true))
      throw new FhirRefusal(406, 'not-supported', 'Formats rendus : application/fhir+json, application/fhir+xml.');
    format = wanted ?? 'json';
    if (more !== undefined || !['Patient', 'metadata'].includes(type))
      throw new FhirRefusal(404, 'not-found', 'Rien n’est servi à cette adresse.');
    if (isPosted) breaks('postedSearch', undefined);
    else if (request.method !== 'GET') throw new FhirRefusal(405, 'not-supported', 'Cette adresse se lit par GET.', { Allow: 'GET' });
    if (type === 'metadata') return answer(200, breaks('capabilities', CAPABILITIES));
    const base = `${url.origin}/fhir`;
    await gate.check(request, base);
    if (id !== undefined && !isPosted) return answer(200, read(id, context));
    return answer(200, found(parameters, base, context));
  } catch (error) {
    const refusal = error instanceof FhirRefusal ? error : new FhirRefusal(500, 'exception', `Erreur interne : ${error.message}`);
    const told = breaks('refused', { status: refusal.status, resource: outcome(refusal), headers: refusal.headers });
    if (!told.resource) return { status: told.status, contentType: 'text/plain', headers: told.headers, body: Buffer.from('') };
    return answer(told.status, told.resource, told.headers);
  }
}

function decoded(segment) {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The id of the Patient that a known patient is: the same as long as their first identifier is. */
const idOf = ({ identifiers: [first], pid }, identities) =>
  createHash('sha256')
    .update(first ? identities.keyOf(first) : pid.fields.join('|'))
    .digest('hex')
    .slice(0, 16);

const shownAs = (patient, domains, { identities, breaks }) =>
  fhirPatient(writePid(patient, 1, domains, identities, breaks), idOf(patient, identities), breaks);

function read(id, context) {
  const { identities, breaks } = context;
  const known = identities.patients.find((patient) => idOf(patient, identities) === id);
  const patient = breaks('retrieved', known, identities.patients);
  if (!patient) throw new FhirRefusal(404, 'not-found', 'Aucun patient n’a cet id.');
  return breaks('readPatient', shownAs(patient, undefined, context));
}

function found(parameters, base, context) {
  const { identities, breaks } = context;
  const { tests, wanted, ids, count, from, used } = readSearch(parameters, identities, breaks);
  const test = ids && breaks('test', { path: '_id', test: (patient) => ids.includes(idOf(patient, identities)) }).test;
  const all = search(test ? [...tests, test] : tests, wanted, { identities, breaks });
  if (all.length > breaks('mostPatients', MOST_PATIENTS) && count === undefined)
    throw new FhirRefusal(403, 'too-costly', 'Trop de patients répondent : préciser la recherche.');
  if (all.length === 0) breaks('noMatch', undefined);
  const to = breaks('quantity', count) === undefined ? all.length : from + count;
  const told = breaks('told', all.slice(from, to));
  const address = (more) => {
    const query = new URLSearchParams([...used, ...more]);
    return `${base}/Patient${query.size > 0 ? `?${query}` : ''}`;
  };
  const page = from > 0 ? [['_page', String(from)]] : [];
  const next =
    told.length > 0 && from + told.length < all.length ?
      [{ relation: 'next', url: address([['_page', String(breaks('nextPart', to))]]) }]
    : [];
  return breaks('bundle', {
    resourceType: 'Bundle',
    id: randomUUID(),
    meta: { lastUpdated: new Date().toISOString() },
    type: 'searchset',
    total: breaks('total', all.length, told.length),
    link: [{ relation: 'self', url: address(page) }, ...next],
    ...(told.length > 0 && {
      entry: told.map((patient) => {
        const resource = shownAs(patient, wanted, context);
        return { fullUrl: `${base}/Patient/${resource.id}`, resource, search: { mode: 'match' } };
      }),
    }),
  });
}

const STRINGS = [
  'family',
  'given',
  'mothersMaidenName',
  'address',
  'address-city',
  'address-country',
  'address-postalcode',
  'address-state',
];
const TOKENS = ['_id', 'active', 'gender', 'identifier', 'telecom'];

const CAPABILITIES = {
  resourceType: 'CapabilityStatement',
  name: 'PlateformeTemoin',
  status: 'active',
  date: '2026-11-21',
  kind: 'instance',
  instantiates: ['https://profiles.ihe.net/ITI/PDQm/CapabilityStatement/IHE.PDQm.Supplier'],
  implementation: { description: 'Plateforme Témoin, serveur d’identités' },
  fhirVersion: '4.0.1',
  format: ['application/fhir+json', 'application/fhir+xml'],
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Patient',
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          searchParam: [
            ...TOKENS.map((name) => ({ name, type: 'token' })),
            ...STRINGS.map((name) => ({ name, type: 'string' })),
            { name: 'birthdate', type: 'date' },
          ],
        },
      ],
    },
  ],
};
