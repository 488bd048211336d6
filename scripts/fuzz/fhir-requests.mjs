/** Valid requests to our FHIR servers, and what can be done to them: method, address, headers, body. */
import { RESOURCES, RESOURCES_XML } from './fhir-resources.mjs';
import { JSON_MUTATIONS, writtenJson } from './json-mutations.mjs';
import { BYTE_MUTATIONS, XML_MUTATIONS } from './xml-mutations.mjs';

const JSON_TYPE = 'application/fhir+json';
const [PATIENT, OBSERVATION] = RESOURCES;

/** What is made by one case has an identifier by which it is found again. */
export const systemOf = (mark) => `urn:x-fuzz:${mark}`;
const patient = (mark, more) => ({ ...PATIENT, link: undefined, identifier: [{ system: systemOf(mark), value: '1' }], ...more });
const observation = (mark, more) => ({
  ...OBSERVATION,
  performer: undefined,
  identifier: [{ system: systemOf(mark), value: '1' }],
  ...more,
});

const request = (method, path, query = [], body = undefined, headers = []) => ({ method, path, query, body, headers });
const get = (path, ...query) => request('GET', path, query);
const send = (method, path, body, ...headers) => request(method, path, [], body, [['Content-Type', JSON_TYPE], ...headers]);
const form = (path, ...query) =>
  request('POST', path, [], new URLSearchParams(query).toString(), [['Content-Type', 'application/x-www-form-urlencoded']]);
const patch = (path, operations) => request('PATCH', path, [], operations, [['Content-Type', 'application/json-patch+json']]);

const LOINC = 'http://loinc.org';
const UCUM = 'http://unitsofmeasure.org';
const VALUE_SET = 'http://hl7.org/fhir/ValueSet/administrative-gender';
const CONTROL = [
  ['_count', '5'],
  ['_sort', '-_lastUpdated'],
  ['_summary', 'true'],
  ['_elements', 'identifier'],
  ['_total', 'accurate'],
  ['_format', 'xml'],
  ['_pretty', 'true'],
  ['_lastUpdated', 'gt2020'],
];
const SEARCHES = [
  ['Patient', ['family', 'pat'], ['birthdate', 'ge1979'], ['gender:in', VALUE_SET]],
  ['Patient', ['organization.name', 'chu'], ['_has:Observation:subject:code', `${LOINC}|29463-7`]],
  ['Patient', ['identifier', 'urn:oid:1.2.250.1.999.1|8001'], ['_include', '*']],
  ['Patient', ['_text', '(pat or dominique) and trois'], ['_revinclude:iterate', 'Observation:subject']],
  ['Patient', ['_list', '1'], ['identifier:of-type', `${LOINC}|MR|1`], ['gender:not', 'male']],
  ['Observation', ['value-quantity', `gt70000|${UCUM}|g`], ['code-value-quantity', `${LOINC}|29463-7$72.5|${UCUM}|kg`]],
  ['Observation', ['subject:Patient.birthdate', 'lt2000'], ['code:text', 'poids'], ['date', 'ap2026-11']],
  ['Observation', ['code:below', `${LOINC}|29463-7`], ['status:missing', 'false'], ['_content', 'poids']],
  ['Location', ['near', '48.85|2.35|10|km'], ['partof:below', '1'], ['name:contains', 'é']],
  ['Organization', ['partof:above', '1'], ['name:exact', 'CHU']],
  ['ValueSet', ['url:below', 'http://example.org/'], ['url:above', 'http://example.org/a/b']],
  ['', ['_type', 'Patient,Observation'], ['_content', 'trois']],
];

/** Requests with everything in them that a server can be asked. */
function everything(mark, random) {
  const urn = (last) => `urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e0${last}`;
  const id = `f${mark}`;
  const [type, ...query] = random.pick(SEARCHES);
  const bundle = (kind) => ({
    resourceType: 'Bundle',
    type: kind,
    entry: [
      { fullUrl: urn(1), resource: patient(mark, { id: undefined }), request: { method: 'POST', url: 'Patient' } },
      {
        fullUrl: urn(2),
        resource: observation(mark, { id: undefined, subject: { reference: urn(1) } }),
        request: { method: 'POST', url: 'Observation', ifNoneExist: `identifier=${systemOf(mark)}|2` },
      },
      { resource: patient(mark, { id: `${id}b` }), request: { method: 'PUT', url: `Patient/${id}b` } },
      { request: { method: 'GET', url: `Patient?identifier=${systemOf(mark)}|1` } },
      { request: { method: 'DELETE', url: `Patient/${id}c` } },
    ],
  });
  const searched = [...query, ...(random.chance(0.4) ? [random.pick(CONTROL)] : [])];
  return [
    { weight: 8, make: () => get(type, ...searched) },
    { weight: 2, make: () => form(`${type === '' ? '' : `${type}/`}_search`, ...searched) },
    { weight: 4, make: () => send('POST', '', bundle('transaction')) },
    { weight: 2, make: () => send('POST', '', bundle('batch')) },
    { weight: 2, make: () => send('POST', 'Patient', patient(mark, { id: undefined })) },
    { weight: 1, make: () => request('POST', 'Patient', [], RESOURCES_XML[0], [['Content-Type', 'application/fhir+xml']]) },
    { weight: 1, make: () => send('POST', 'Patient', patient(mark), ['If-None-Exist', `identifier=${systemOf(mark)}|1`]) },
    { weight: 2, make: () => send('PUT', `Patient/${id}`, patient(mark, { id })) },
    { weight: 1, make: () => ({ ...send('PUT', 'Patient', patient(mark, { id })), query: [['identifier', `${systemOf(mark)}|1`]] }) },
    {
      weight: 1,
      make: () => send('PUT', 'Patient/known', patient('known', { id: 'known' }), ...(random.chance(0.3) ? [['If-Match', 'W/"1"']] : [])),
    },
    { weight: 2, make: () => patch('Patient/known', [{ op: 'replace', path: '/gender', value: random.pick(['male', 'other']) }]) },
    {
      weight: 2,
      make: () =>
        send('PATCH', 'Patient/known', {
          resourceType: 'Parameters',
          parameter: [
            {
              name: 'operation',
              part: [
                { name: 'type', valueCode: 'replace' },
                { name: 'path', valueString: "Patient.name.where(use = 'official').family" },
                { name: 'value', valueString: 'PAT-QUATRE' },
              ],
            },
          ],
        }),
    },
    { weight: 1, make: () => request('DELETE', `Patient/${id}`) },
    { weight: 0.5, make: () => request('DELETE', 'Patient', [['identifier', `${systemOf(mark)}|1`]]) },
    { weight: 1, make: () => get('Patient/known', ['_summary', random.pick(['true', 'text', 'data', 'false'])]) },
    { weight: 0.5, make: () => get('Patient/known/_history/1') },
    {
      weight: 1,
      make: () => get(random.pick(['_history', 'Patient/_history', 'Patient/known/_history']), ['_count', '3'], ['_at', '2026']),
    },
    { weight: 0.3, make: () => get('metadata') },
  ];
}

/** What the manager of agendas is asked (volet Gestion d’agendas partagés). */
function agenda(mark, random, { slots, schedule }) {
  const slot = random.pick(slots);
  const { id: _id, meta: _meta, ...kept } = schedule;
  const appointment = {
    resourceType: 'Appointment',
    identifier: [{ system: systemOf(mark), value: '1' }],
    status: random.pick(['booked', 'booked', 'pending', 'cancelled']),
    start: slot.start,
    end: slot.end,
    slot: [{ reference: `Slot/${slot.id}` }],
    participant: [{ actor: { reference: 'PractitionerRole/1' }, status: 'accepted' }],
  };
  const busy = random.pick([
    [
      ['status', 'free'],
      ['start', 'ge2026-01-01'],
      ['_include', 'Slot:schedule'],
      ['_include', 'Schedule:actor'],
    ],
    [
      ['schedule.actor:PractitionerRole.practitioner.family', 'a'],
      ['_sort', '-start'],
      ['_count', '7'],
    ],
    [
      ['schedule', 'Schedule/1'],
      ['_revinclude', 'Appointment:slot'],
      ['status:not', 'busy'],
    ],
  ]);
  return [
    { weight: 6, make: () => get('Slot', ...busy, ...(random.chance(0.4) ? [random.pick(CONTROL)] : [])) },
    { weight: 2, make: () => get('Appointment', ['actor', 'PractitionerRole/1'], ['date', 'ge2026'], ['_include', 'Appointment:slot']) },
    { weight: 1, make: () => get('', ['_type', 'Slot,Schedule'], ['_content', 'consultation']) },
    { weight: 1, make: () => form('Slot/_search', ...busy) },
    { weight: 6, make: () => send('POST', 'Appointment', appointment) },
    {
      weight: 3,
      make: () => ({
        ...send('PUT', 'Appointment', { ...appointment, status: random.pick(['booked', 'cancelled', 'fulfilled']) }),
        query: [['identifier', `${systemOf(String(random.below(Math.max(1, Number(mark) || 1))))}|1`]],
      }),
    },
    { weight: 1, make: () => send('POST', 'Schedule', kept) },
    { weight: 1, make: () => send('PUT', `Schedule/${schedule.id}`, { ...kept, id: schedule.id }) },
    { weight: 2, make: () => patch(`Schedule/${schedule.id}`, [{ op: 'replace', path: '/comment', value: `n${mark}` }]) },
    { weight: 0.2, make: () => request('DELETE', `Schedule/${random.pick(['1', '2', 'x'])}`) },
    { weight: 1, make: () => get(`Slot/${slot.id}`) },
    { weight: 1, make: () => get(`Schedule/${schedule.id}/_history`, ['_since', '2026-01-01']) },
    { weight: 0.3, make: () => get('metadata') },
  ];
}

const SPECIALTY = 'https://mos.esante.gouv.fr/NOS/TRE_R38-SpecialiteOrdinale/FHIR/TRE-R38-SpecialiteOrdinale';

/** fr-core-location wants to know what its identifiers are. */
const OF_A_PLACE = { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'RI' }] };

/** Who and what agendas are of, by type; references as they are given. */
const declared = (mark, to) => ({
  Patient: { name: [{ use: 'official', family: 'PAT-TROIS', given: ['DOMINIQUE'] }], gender: 'female', birthDate: '1979-03-28' },
  Practitioner: { active: true, name: [{ use: 'official', family: `ESSAI${mark}`, given: ['Éric'] }] },
  Organization: { active: true, name: 'Maison de santé', partOf: { display: 'CHU' } },
  Location: { status: 'active', name: 'Cabinet', address: { line: ['1 rue des Essais'], city: 'Brest', postalCode: '29200' } },
  HealthcareService: { active: true, name: 'Consultation', location: [{ reference: to.Location }] },
  PractitionerRole: {
    active: true,
    practitioner: { reference: to.Practitioner },
    specialty: [{ coding: [{ system: SPECIALTY, code: 'SM54' }] }],
    location: [{ reference: to.Location }],
  },
  RelatedPerson: { active: true, patient: { reference: to.Patient }, name: [{ family: 'PAT-QUATRE', given: ['Anne'] }] },
  Device: { status: 'active', deviceName: [{ name: 'IRM 1', type: 'user-friendly-name' }], location: { reference: to.Location } },
});
export const DECLARED = Object.keys(declared('', {}));
/** What the agendas that are there from the start are of. */
export const HOLDERS = ['PractitionerRole/1', 'Practitioner/1', 'PractitionerRole/2', 'HealthcareService/3', 'Location/3'];

/** What the manager of resources is asked (fluxes 1a to 1c of the volet Gestion d’agendas partagés). */
function resources(mark, random, { made }) {
  const to = { Practitioner: 'Practitioner/2', Location: 'Location/2', Patient: 'Patient/3' };
  const of = (type, id, references = to) => ({
    resourceType: type,
    ...(id !== undefined && { id }),
    identifier: [{ ...(type === 'Location' && { type: OF_A_PLACE }), system: systemOf(mark), value: '1' }],
    ...declared(mark, references)[type],
  });
  const type = random.pick(DECLARED);
  const known = random.pick(made);
  const [knownType, knownId] = known.split('/');
  const urn = (name) => `urn:uuid:5f2b0c1e-8a3d-4c55-9d0e-1a2b3c4d5e0${DECLARED.indexOf(name)}`;
  const urns = Object.fromEntries(DECLARED.map((name) => [name, urn(name)]));
  const bundle = (kind) => ({
    resourceType: 'Bundle',
    type: kind,
    entry: [
      ...DECLARED.map((name) => ({
        fullUrl: urn(name),
        resource: of(name, undefined, urns),
        request: { method: 'POST', url: name },
      })),
      { resource: of(knownType, knownId), request: { method: 'PUT', url: known } },
      { request: { method: 'GET', url: `${type}?identifier=${systemOf(mark)}|1` } },
    ],
  });
  const search = random.pick([
    ['PractitionerRole', ['practitioner.family', 'essai'], ['specialty', `${SPECIALTY}|SM54`], ['_include', 'PractitionerRole:location']],
    ['PractitionerRole', ['location.address-city', 'Brest'], ['_sort', '-_lastUpdated'], ['_count', '5']],
    ['Practitioner', ['_has:PractitionerRole:practitioner:specialty', 'SM54'], ['active:not', 'false']],
    ['Location', ['address', 'brest'], ['near', '48.4|-4.5|5|km'], ['_revinclude', 'HealthcareService:location']],
    ['HealthcareService', ['location:below', 'Location/3'], ['name:contains', 'garde']],
    ['RelatedPerson', ['patient.birthdate', 'lt2000'], ['name', 'pat'], ['_summary', 'true']],
    ['Organization', ['partof:above', '1'], ['name:exact', 'CHU']],
    ['Device', ['device-name', 'irm'], ['location', to.Location], ['_elements', 'status']],
  ]);
  return [
    { weight: 8, make: () => send('POST', type, of(type)) },
    { weight: 1, make: () => request('POST', 'Patient', [], RESOURCES_XML[0], [['Content-Type', 'application/fhir+xml']]) },
    { weight: 4, make: () => send('PUT', known, of(knownType, knownId), ...(random.chance(0.2) ? [['If-Match', 'W/"1"']] : [])) },
    { weight: 1, make: () => ({ ...send('PUT', type, of(type)), query: [['identifier', `${systemOf(mark)}|1`]] }) },
    { weight: 1, make: () => send('POST', type, of(type), ['If-None-Exist', `identifier=${systemOf(mark)}|1`]) },
    { weight: 3, make: () => send('POST', '', bundle('transaction')) },
    { weight: 1, make: () => send('POST', '', bundle('batch')) },
    { weight: 2, make: () => request('DELETE', random.pick(HOLDERS)) },
    { weight: 1, make: () => request('DELETE', known) },
    {
      weight: 0.5,
      make: () =>
        send('POST', '', {
          resourceType: 'Bundle',
          type: 'transaction',
          entry: [
            { request: { method: 'DELETE', url: random.pick(HOLDERS) } },
            { resource: of(type), request: { method: 'POST', url: type } },
          ],
        }),
    },
    { weight: 4, make: () => get(...search) },
    { weight: 1, make: () => form(`${search[0]}/_search`, ...search.slice(1)) },
    { weight: 1, make: () => get(known) },
    { weight: 1, make: () => get(`${random.pick(HOLDERS)}/_history`, ['_count', '3']) },
    { weight: 0.5, make: () => get(`${random.pick(HOLDERS)}/_history/1`) },
    { weight: 0.3, make: () => get('metadata') },
  ];
}

/** What the supplier of demographics is asked (PDQm, ITI-78). */
function patients(_mark, random, { domain }) {
  const traits = [
    ['family', 'pat'],
    ['family:exact', 'PAT-TROIS'],
    ['given:contains', 'a'],
    ['birthdate', random.pick(['1979-03-28', 'ge1970', 'lt2000-01', 'ne1980'])],
    ['gender', random.pick(['female', 'male', 'female,male'])],
    ['identifier', `${domain}|`],
    ['identifier', random.pick([`${domain}|1`, '279035121518989', 'urn:oid:1.2.3.4|'])],
    ['address-city', 'paris'],
    ['telecom', '0102030405'],
    ['active', 'true'],
    ['mothersMaidenName', 'x'],
    ['_id', '1,2'],
  ];
  const few = () => Array.from({ length: 1 + random.below(3) }, () => random.pick(traits));
  return [
    { weight: 8, make: () => get('Patient', ...few(), ...(random.chance(0.5) ? [random.pick(CONTROL)] : [])) },
    { weight: 3, make: () => form('Patient/_search', ...few()) },
    { weight: 2, make: () => get(`Patient/${1 + random.below(40)}`, ['_summary', 'data']) },
    { weight: 0.5, make: () => send('POST', 'Patient', PATIENT) },
    { weight: 0.3, make: () => get('metadata') },
  ];
}

export const FHIR_REQUESTS = { FHIR: everything, GAP: agenda, 'GAP-1': resources, 'ITI-78': patients };

const ODD_VALUES = [
  ...['', ' ', ',', '|', '||', '|||', '$', '$$', '\\', '\\,', '*', '%', '"', "'", '(', '((((', ')', 'and', 'NOT', 'null', '-', '--1', '0'],
  ...[
    '1e400',
    '-1e-400',
    'gt',
    'ge1e309',
    'NaN',
    'apx',
    'ap0',
    '0.000000000000000000001',
    '9'.repeat(60),
    '2026-02-30',
    '0000',
    '9999-12-31',
  ],
  ...['2026-11-21T24:00:00Z', '2026-11-21T10:00:00+99:99', 'ap9999', 'true', 'True', '__proto__', 'constructor', '\u0000', '\ud83d\ude00'],
  ...[
    'urn:',
    'urn:oid:',
    'http://',
    `${UCUM}|`,
    `1|${UCUM}|((((m`,
    `1|${UCUM}|${'m.'.repeat(25)}m`,
    `1|${UCUM}|10*999`,
    '1|x|y|z',
    `5|${UCUM}|[pH]`,
  ],
  ...[
    'Patient/',
    '/1',
    '#',
    'Patient/1/_history/2',
    '../..',
    "1' OR '1'='1",
    '90|180|1|km',
    '91|0',
    '0|0|1e308|km',
    '0|0||',
    '-90|-180|0|[lk_i]',
  ],
  ...[
    'x'.repeat(1999),
    'x'.repeat(19_000),
    'a,'.repeat(499),
    'a,'.repeat(5000),
    '\\'.repeat(1999),
    '('.repeat(1900),
    'or '.repeat(600),
    'é'.repeat(500),
  ],
];
const ODD_NAMES = [
  ...[
    '',
    ':',
    '.',
    '..',
    ':missing',
    '_',
    '__proto__',
    'constructor',
    'toString',
    '_filter',
    '_query',
    '_contained',
    '_id',
    '_id:not',
    '_page',
    '_type',
  ],
  ...[
    '_has',
    '_has:',
    '_has:::',
    '_has:Observation:subject:',
    '_has:Patient:link:_has:Patient:link:_has:Patient:link:family',
    '_include',
    '_revinclude',
  ],
  ...[
    '_include:iterate',
    '_sort',
    '_elements',
    '_count',
    '_total',
    '_summary',
    '_text',
    '_content',
    '_list',
    '_security',
    '_tag:below',
    '_profile:above',
  ],
  ...[
    'link.link.link.link.link.link.family',
    'organization.organization',
    'subject:Slot',
    'subject:identifier',
    'code:in',
    'code:not-in',
    'near',
    'near:missing',
  ],
  ...[
    'code-value-quantity',
    'combo-code-value-quantity',
    'component-code-value-concept',
    'component-value-quantity',
    'value-string:contains',
    'x'.repeat(1500),
  ],
];
const MODIFIERS = [
  ...[
    'missing',
    'exact',
    'contains',
    'not',
    'text',
    'in',
    'not-in',
    'above',
    'below',
    'of-type',
    'identifier',
    'iterate',
    'Patient',
    'Nothing',
    '',
  ],
  ...['x', 'missing:missing', 'constructor', '__proto__', 'a.b'],
];
const ODD_SEGMENTS = [
  ...[
    '',
    '.',
    '..',
    '%',
    '%00',
    '%2e%2e',
    '%2f',
    '_history',
    '_search',
    '$everything',
    '*',
    '1'.repeat(65),
    'Patient',
    'patient',
    'constructor',
    '__proto__',
  ],
  ...['é', 'a b', "1'", '\\', ';', '#x', 'metadata', 'x'.repeat(9000)],
];
const HEADERS = [
  ...['*/*', 'application/fhir+xml', 'application/fhir+json;fhirVersion=3.0', 'text/html', ';q=', 'a/b;q=2', 'x'.repeat(3000)].map((v) => [
    'Accept',
    v,
  ]),
  ...['W/"1"', '"1"', '1', '*', 'W/"', 'W/"1",W/"2"', 'W/"99999999999999999999"', ''].flatMap((v) => [
    ['If-Match', v],
    ['If-None-Match', v],
  ]),
  ...['identifier=x', '?identifier=x|1', '_id=1', 'family=a&family=b', '%', '', 'x=y', '_has:Observation:subject:status=final'].map((v) => [
    'If-None-Exist',
    v,
  ]),
  ...['now', 'Mon, 01 Jan 2001 00:00:00 GMT', 'Mon, 32 Jan 9999 00:00:00 GMT'].map((v) => ['If-Modified-Since', v]),
  ...['return=minimal', 'return=OperationOutcome', 'return=representation', 'handling=strict', 'handling=lenient, return=x', ';;;'].map(
    (v) => ['Prefer', v],
  ),
  ...[
    'application/json',
    'text/plain',
    'application/fhir+xml',
    'application/json-patch+json',
    '',
    'application/fhir+json; charset=latin1',
  ].map((v) => ['Content-Type', v]),
];
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE', 'X'];

const onQuery = (change) => (made, random) => (made.query.length === 0 ? undefined : { ...made, query: change([...made.query], random) });
const onPair = (change) =>
  onQuery((query, random) => {
    const at = random.below(query.length);
    query[at] = change(query[at], random);
    return query;
  });
const onTree = (mutation) => ({
  name: `body: ${mutation.name}`,
  weight: mutation.weight,
  change: (made, random) => {
    if (typeof made.body !== 'object') return undefined;
    // `undefined` is no JSON: what is absent is absent
    const root = mutation.change(JSON.parse(JSON.stringify(made.body)), random);
    return root && { ...made, body: root };
  },
});
const onText = (mutation) => ({
  name: `body: ${mutation.name}`,
  weight: mutation.weight,
  change: (made, random) => {
    if (made.body === undefined) return undefined;
    const text = typeof made.body === 'string' ? made.body : writtenJson(made.body);
    const changed = mutation.change(Buffer.from(text, 'utf8').toString('latin1'), random);
    return changed === undefined ? undefined : { ...made, body: undefined, bytes: changed };
  },
});

const ADDRESS = [
  { name: 'value', weight: 6, change: onPair(([name], random) => [name, random.pick(ODD_VALUES)]) },
  {
    name: 'value, with a prefix or an end',
    weight: 2,
    change: onPair(([name, value], random) => [name, random.pick(['ap', 'ne', 'sa', '-', '\\', '|']) + value]),
  },
  { name: 'another value too', weight: 2, change: onPair(([name, value], random) => [name, `${value},${random.pick(ODD_VALUES)}`]) },
  { name: 'name', weight: 4, change: onPair(([, value], random) => [random.pick(ODD_NAMES), value]) },
  { name: 'modifier', weight: 5, change: onPair(([name, value], random) => [`${name.split(':')[0]}:${random.pick(MODIFIERS)}`, value]) },
  {
    name: 'chained',
    weight: 2,
    change: onPair(([name, value], random) => [`${random.pick(['subject.', 'link.', 'organization:Organization.', 'x.'])}${name}`, value]),
  },
  { name: 'parameter removed', weight: 1, change: onQuery((query, random) => query.toSpliced(random.below(query.length), 1)) },
  { name: 'parameter twice', weight: 1, change: onQuery((query, random) => [...query, random.pick(query)]) },
  {
    name: 'parameter many times',
    weight: 0.5,
    change: onQuery((query, random) => Array.from({ length: random.pick([30, 70, 400]) }, () => random.pick(query))),
  },
  {
    name: 'parameter more',
    weight: 4,
    change: (made, random) => ({ ...made, query: [...made.query, [random.pick(ODD_NAMES), random.pick(ODD_VALUES)]] }),
  },
  {
    name: 'query as it is',
    weight: 1,
    change: (made, random) => ({
      ...made,
      rawQuery: random.pick(['%', '&&==&', '?'.repeat(50), '=%ff%fe', 'a=%u0041', ';', '&'.repeat(9000)]),
    }),
  },
  {
    name: 'segment',
    weight: 3,
    change: (made, random) => {
      const parts = made.path.split('/');
      parts.splice(random.below(parts.length + 1), random.below(2), random.pick(ODD_SEGMENTS));
      return { ...made, path: parts.join('/') };
    },
  },
  { name: 'method', weight: 2, change: (made, random) => ({ ...made, method: random.pick(METHODS) }) },
];
const HEAD = [
  { name: 'header', weight: 4, change: (made, random) => ({ ...made, headers: [...made.headers, random.pick(HEADERS)] }) },
  {
    name: 'header instead',
    weight: 3,
    change: (made, random) => {
      const [name, value] = random.pick(HEADERS);
      return { ...made, headers: [...made.headers.filter(([one]) => one !== name), [name, value]] };
    },
  },
];
const TREE = JSON_MUTATIONS.map(onTree);
const TEXT = [...BYTE_MUTATIONS, ...BYTE_MUTATIONS, ...XML_MUTATIONS.map((one) => ({ ...one, weight: one.weight / 10 }))].map(onText);

/** Changes a request in none to three ways. @returns it, and what was done */
export function changedRequest(made, random) {
  const done = [];
  let now = made;
  const kinds = [
    { weight: 5, mutations: ADDRESS },
    { weight: 1.5, mutations: HEAD },
    ...(made.body === undefined ?
      []
    : [
        { weight: 8, mutations: TREE },
        { weight: 2, mutations: TEXT },
      ]),
  ];
  for (let left = random.weighted([0, 1, 1, 1, 1, 1, 2, 3].map((n) => ({ weight: 1, n }))).n, tries = 0; left > 0 && tries < 20; tries++) {
    const mutation = random.weighted(random.weighted(kinds).mutations);
    const next = mutation.change(now, random);
    if (!next) continue;
    now = next;
    done.push(mutation.name);
    left--;
  }
  return { request: now, done };
}

/** A request as it crosses the wire. */
export function wireOfRequest({ method, path, query, rawQuery, headers, body, bytes }, base) {
  const encoded = rawQuery ?? query.map((pair) => pair.map((text) => encodeURIComponent(text.toWellFormed())).join('=')).join('&');
  // what no request line can hold would make another one of it
  const target = `${base.pathname}${path === '' ? '' : '/'}${path}${encoded === '' ? '' : `?${encoded}`}`.replace(
    /[\s\u0000-\u001f\u007f-\uffff]/g,
    (sign) => encodeURIComponent(sign),
  );
  const written =
    bytes
    ?? (body === undefined ? ''
    : typeof body === 'string' ? Buffer.from(body, 'utf8').toString('latin1')
    : Buffer.from(writtenJson(body).toWellFormed(), 'utf8').toString('latin1'));
  const length = written === '' && method === 'GET' ? '' : `Content-Length: ${written.length}\r\n`;
  const fields = headers.map(([name, value]) => `${name}: ${value}\r\n`).join('');
  return Buffer.from(`${method} ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${fields}${length}\r\n${written}`, 'latin1');
}
