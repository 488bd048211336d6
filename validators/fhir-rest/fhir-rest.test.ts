import { describe, expect, test } from '@jest/globals';
import { gzipSync } from 'node:zlib';
import { Artefact, type Finding, type Validation } from '../../src/model/index.js';
import { rules, validator } from './index.js';

const context = { at: new Date('2026-11-21T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const JSON_TYPE = { 'content-type': 'application/fhir+json' };
const XML_TYPE = { 'content-type': 'application/fhir+xml' };
const FORM_TYPE = { 'content-type': 'application/x-www-form-urlencoded' };
const PATCH_TYPE = { 'content-type': 'application/json-patch+json' };
const HOST = { host: 'fhir.example' };

type Headers = Record<string, string>;
const bytesOf = (body: unknown): Uint8Array =>
  body instanceof Uint8Array ? body : (
    Buffer.from(
      body === undefined ? ''
      : typeof body === 'string' ? body
      : JSON.stringify(body),
    )
  );

/** A request, as the evidence has it. */
const request = (line: string, headers: Headers = {}, body?: unknown): Artefact => {
  const [method = '', target = ''] = line.split(' ');
  return new Artefact('request', bytesOf(body), { method, target: `/fhir${target}`, headers });
};
const get = (target: string, headers: Headers = {}): Artefact => request(`GET ${target}`, { ...HOST, ...headers });
const sent = (line: string, resource: unknown, headers: Headers = {}): Artefact => request(line, { ...JSON_TYPE, ...headers }, resource);
/** What a request is answered with. */
const answer = (asked: Artefact | undefined, status: number, headers: Headers = {}, body?: unknown): Artefact =>
  new Artefact('answer', bytesOf(body), { status, headers, ...(asked && { request: asked }) });

const judge = (artefact: Artefact): Promise<Validation> => validator.validate(artefact, context);
const told = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ rule }) => rule))].toSorted();

const PATIENT = { resourceType: 'Patient', id: '1', meta: { versionId: '3', lastUpdated: '2026-11-21T10:00:00.250Z' } };
const VERSION = { etag: 'W/"3"', 'last-modified': 'Sat, 21 Nov 2026 10:00:00 GMT' };
const OUTCOME = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'not-found' }] };
const read = get('/Patient/1');
const create = sent('POST /Patient', { resourceType: 'Patient' });
const LOCATION = { location: 'https://fhir.example/fhir/Patient/1/_history/3' };
const transaction = sent('POST ', {
  resourceType: 'Bundle',
  type: 'transaction',
  entry: [{ request: { method: 'GET', url: 'Patient/1' } }],
});

interface Found {
  resource: object;
  search?: { mode: string };
  fullUrl?: string;
}
const match = (id: string, more: object = {}): Found => ({
  fullUrl: `https://fhir.example/fhir/Slot/${id}`,
  resource: { resourceType: 'Slot', id, ...more },
  search: { mode: 'match' },
});
const include = (id: string, more: object = {}): Found => ({
  fullUrl: `https://fhir.example/fhir/Schedule/${id}`,
  resource: { resourceType: 'Schedule', id, ...more },
  search: { mode: 'include' },
});
/** The answer to a search of slots. */
const slots = (query: string, entry: readonly object[], more: object = {}): Artefact =>
  answer(get(`/Slot${query}`), 200, JSON_TYPE, {
    resourceType: 'Bundle',
    type: 'searchset',
    total: entry.filter((one) => 'search' in one && (one as Found).search?.mode === 'match').length,
    link: [{ relation: 'self', url: `https://fhir.example/fhir/Slot${query}` }],
    ...(entry.length > 0 && { entry }),
    ...more,
  });
const linked = (relation: string, url: string): object => ({
  link: [
    { relation: 'self', url: 'https://fhir.example/fhir/Slot' },
    { relation, url },
  ],
});

/** An entry of which nothing says whether it matches. */
const unsaid = (more: object): Artefact => slots('?_elements=start', [{ resource: { resourceType: 'Slot', ...more } }], { total: 1 });

/** Of each rule, what keeps it and what breaks it. */
const CASES: readonly (readonly [rule: string, right: Artefact, wrong: Artefact])[] = [
  ['FHIRR-01', request('PUT /Patient/1'), request('POST /Patient/1')],
  ['FHIRR-01', get('/Patient/1/_history/2'), get('/Patients/1')],
  ['FHIRR-01', get('/Patient/1/Observation?code=1'), get('/Patient/1/observations')],
  ['FHIRR-01', get('/metadata'), request('POST /metadata')],
  ['FHIRR-01', get('/Patient/$match'), get('/Patient/a_b')],
  ['FHIRR-02', create, request('POST /Patient', { 'content-type': 'text/plain' }, PATIENT)],
  ['FHIRR-02', request('POST /Patient/_search', FORM_TYPE, 'family=a'), request('POST /Patient/_search', JSON_TYPE, '{}')],
  [
    'FHIRR-02',
    request('PATCH /Patient/1', PATCH_TYPE, '[]'),
    request('PATCH /Patient/1', { 'content-type': 'application/merge-patch+json' }, '{}'),
  ],
  ['FHIRR-02', answer(read, 200, JSON_TYPE, PATIENT), answer(read, 200, { 'content-type': 'text/html' }, PATIENT)],
  ['FHIRR-02', answer(read, 200, JSON_TYPE, PATIENT), answer(read, 200, {}, PATIENT)],
  ['FHIRR-03', create, request('POST /Patient', { 'content-type': 'application/json' }, { resourceType: 'Patient' })],
  [
    'FHIRR-04',
    sent('POST /Patient', PATIENT, { 'content-type': 'application/fhir+json; charset=UTF-8' }),
    sent('POST /Patient', PATIENT, { 'content-type': 'application/fhir+json; charset=iso-8859-1' }),
  ],
  [
    'FHIRR-05',
    sent('POST /Patient', PATIENT, { 'content-type': 'application/fhir+json; fhirVersion=4.0' }),
    sent('POST /Patient', PATIENT, { 'content-type': 'application/fhir+json; fhirVersion=5.0' }),
  ],
  ['FHIRR-06', create, request('POST /Patient', XML_TYPE, { resourceType: 'Patient' })],
  ['FHIRR-06', create, request('POST /Patient', JSON_TYPE)],
  ['FHIRR-06', transaction, request('POST ', JSON_TYPE, '{')],
  ['FHIRR-01', transaction, sent('POST ', PATIENT)],
  [
    'FHIRR-06',
    answer(read, 200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(JSON.stringify(PATIENT))),
    answer(read, 200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, PATIENT),
  ],
  ['FHIRR-06', answer(read, 200, JSON_TYPE, PATIENT), answer(read, 200, JSON_TYPE)],
  ['FHIRR-10', get('/Patient/1', { accept: 'text/html, */*;q=0.1' }), get('/Patient/1', { accept: 'text/html, */*;q=0' })],
  ['FHIRR-11', get('/Patient/1?_format=application/fhir+xml'), get('/Patient/1?_format=pdf')],
  ['FHIRR-12', create, sent('POST /Patient', { resourceType: 'Person' })],
  ['FHIRR-13', sent('PUT /Patient/1', PATIENT), sent('PUT /Patient/2', PATIENT)],
  ['FHIRR-13', sent('PUT /Patient/1', PATIENT), sent('PUT /Patient/1', { resourceType: 'Patient' })],
  ['FHIRR-14', create, sent('POST /Patient', PATIENT)],
  ['FHIRR-15', sent('PUT /Patient/1', PATIENT, { 'if-match': 'W/"3"' }), sent('PUT /Patient/1', PATIENT, { 'if-match': '3' })],
  ['FHIRR-15', get('/Patient/1', { 'if-none-match': 'W/"1", W/"2"' }), get('/Patient/1', { 'if-none-match': 'W/3' })],
  [
    'FHIRR-16',
    sent('POST /Patient', { resourceType: 'Patient' }, { 'if-none-exist': 'identifier=urn:oid:1.2.3|A' }),
    sent('POST /Patient', { resourceType: 'Patient' }, { 'if-none-exist': 'Patient?identifier=A' }),
  ],
  [
    'FHIRR-17',
    sent('PUT /Appointment?identifier=urn:oid:1.2.3|A', { resourceType: 'Appointment' }),
    sent('PUT /Appointment?_format=json', { resourceType: 'Appointment' }),
  ],
  [
    'FHIRR-18',
    request('PATCH /Patient/1', PATCH_TYPE, [{ op: 'remove', path: '/active' }]),
    request('PATCH /Patient/1', PATCH_TYPE, { op: 'remove', path: '/active' }),
  ],
  ...[
    { op: 'set', path: '/active' },
    { op: 'remove', path: 'active' },
    { op: 'remove', path: '/a~2' },
    { op: 'add', path: '/active' },
    { op: 'move', path: '/a', from: 'b' },
    { op: 'remove' },
    null,
    'remove',
  ].map(
    (operation) =>
      [
        'FHIRR-19',
        request('PATCH /Patient/1', PATCH_TYPE, [
          { op: 'replace', path: '/a~1b/0', value: null },
          { op: 'move', path: '/a', from: '/b' },
        ]),
        request('PATCH /Patient/1', PATCH_TYPE, [operation]),
      ] as const,
  ),
  ['FHIRR-20', request('PATCH /Patient/1', PATCH_TYPE, [{ op: 'remove', path: '/active' }]), request('PATCH /Patient/1', PATCH_TYPE, [])],
  ['FHIRR-21', get('/Patient?family=a'), get('/Patient?family=a&access_token=secret')],
  ...(
    [
      ['/Slot?status=free', '/Slot?state=free'],
      ['/Slot?schedule.actor:PractitionerRole.specialty=SM54', '/Slot?schedule.actor:PractitionerRole.nothing=SM54'],
      ['/Patient?_has:Observation:patient:code=1', '/Patient?_has:Observation:status:code=1'],
      ['/Appointment?created=2026-11-21', '/Slot?created=2026-11-21'],
      ['/Slot?_page=2', '/Slot?_lastupdated=2026'],
    ] as const
  ).map(([right, wrong]) => ['FHIRR-30', get(`${right}&_id=1`), get(wrong)] as const),
  ...(
    [
      ['/Slot?start=ge2026-11-21T10:00:00%2B01:00', '/Slot?start=ge2026-11-21T10:00:00+01:00'],
      ['/Slot?start=2026-11', '/Slot?start=21/11/2026'],
      ['/Slot?start=2026-02-28', '/Slot?start=2026-02-30'],
      ['/Patient?identifier=urn:oid:1.2%7CA,%7CB', '/Patient?identifier=a|b|c'],
      ['/Patient?identifier=a%5C%7Cb%5C%7Cc', '/Patient?identifier=%7C'],
      ['/Slot?schedule=Schedule/1', '/Slot?schedule=Agenda/1'],
      ['/Slot?schedule:missing=true', '/Slot?schedule:missing=yes'],
      ['/Observation?value-quantity=gt5.4||mg', '/Observation?value-quantity=5.4|mg'],
      ['/RiskAssessment?probability=gt0.8', '/RiskAssessment?probability=high'],
      ['/Observation?code-value-quantity=a$5', '/Observation?code-value-quantity=a'],
      ['/Patient?identifier:of-type=urn:a|MR|1', '/Patient?identifier:of-type=MR|1'],
      ['/Patient?_profile=http://a.example/b', '/Patient?_profile=a%20b'],
    ] as const
  ).map(([right, wrong]) => ['FHIRR-31', get(right), get(wrong)] as const),
  ['FHIRR-32', get('/Patient?family:exact=MARTIN'), get('/Patient?birthdate:exact=1970-01-01')],
  ['FHIRR-32', get('/Slot?schedule:Schedule=1'), get('/Slot?schedule:Agenda=1')],
  ['FHIRR-33', get('/Slot?_count=50'), get('/Slot?_count=-1')],
  ['FHIRR-33', get('/Slot?_count=0'), get('/Slot?_count=1&_count=2')],
  ['FHIRR-34', get('/Slot?_sort=-start,_id'), get('/Slot?_sort=beginning')],
  ['FHIRR-34', get('/Slot?_sort=-start'), get('/Slot?_sort:desc=start')],
  ['FHIRR-35', get('/Slot?_include=Slot:schedule&_include:iterate=Schedule:actor:Practitioner'), get('/Slot?_include=Slot.schedule')],
  ['FHIRR-35', get('/Slot?_revinclude=Appointment:slot'), get('/Slot?_revinclude=*')],
  ['FHIRR-36', get('/Slot?_summary=count'), get('/Slot?_summary=yes')],
  ['FHIRR-36', get('/Slot?_elements=start,end'), get('/Slot?_elements=start;end')],
  ['FHIRR-40', answer(create, 201, { ...JSON_TYPE, ...LOCATION }, PATIENT), answer(create, 200, JSON_TYPE, PATIENT)],
  ['FHIRR-40', answer(sent('POST /Patient', PATIENT, { 'if-none-exist': 'identifier=A' }), 200), answer(get('/Slot'), 206)],
  ['FHIRR-40', answer(request('DELETE /Patient/1'), 204), answer(request('DELETE /Patient/1'), 201)],
  ['FHIRR-40', answer(create, 201, LOCATION), answer(create, 202)],
  [
    'FHIRR-41',
    answer(sent('PUT /Patient/1', PATIENT, { 'if-match': 'W/"1"' }), 412, JSON_TYPE, OUTCOME),
    answer(create, 412, JSON_TYPE, OUTCOME),
  ],
  ['FHIRR-42', answer(get('/Patient/1', { 'if-none-match': 'W/"3"' }), 304), answer(read, 304)],
  ['FHIRR-43', answer(read, 405, { ...JSON_TYPE, allow: '' }, OUTCOME), answer(read, 405, JSON_TYPE, OUTCOME)],
  ['FHIRR-43', answer(read, 405, { ...JSON_TYPE, allow: 'PUT' }, OUTCOME), answer(read, 405, { ...JSON_TYPE, allow: 'GET, PUT' }, OUTCOME)],
  ['FHIRR-44', answer(read, 401, { ...JSON_TYPE, 'www-authenticate': 'Bearer' }, OUTCOME), answer(read, 401, JSON_TYPE, OUTCOME)],
  [
    'FHIRR-45',
    answer(get('/Patient/1', { accept: 'application/fhir+json' }), 200, JSON_TYPE, PATIENT),
    answer(get('/Patient/1', { accept: 'application/fhir+xml' }), 200, JSON_TYPE, PATIENT),
  ],
  [
    'FHIRR-45',
    answer(get('/Patient/1?_format=json', { accept: 'application/fhir+xml' }), 200, JSON_TYPE, PATIENT),
    answer(get('/Patient/1?_format=xml'), 200, JSON_TYPE, PATIENT),
  ],
  ['FHIRR-46', answer(create, 201, LOCATION), answer(create, 201)],
  ['FHIRR-47', answer(create, 201, { location: '/fhir/Patient/1' }), answer(create, 201, { location: 'https://fhir.example/fhir/1' })],
  ['FHIRR-47', answer(create, 201, { ...LOCATION, etag: 'W/"3"' }), answer(create, 201, { ...LOCATION, etag: 'W/"4"' })],
  ['FHIRR-47', answer(sent('PUT /Patient/1', PATIENT), 201, LOCATION), answer(sent('PUT /Patient/2', PATIENT), 201, LOCATION)],
  ['FHIRR-48', answer(read, 200, { ...JSON_TYPE, ...VERSION }, PATIENT), answer(read, 200, JSON_TYPE, PATIENT)],
  ['FHIRR-49', answer(read, 200, { etag: 'W/"3"' }), answer(read, 200, { etag: '3' })],
  ['FHIRR-50', answer(read, 200, { etag: 'W/"3"' }), answer(read, 200, { etag: '"3"' })],
  [
    'FHIRR-51',
    answer(read, 200, { ...JSON_TYPE, ...VERSION }, PATIENT),
    answer(read, 200, { ...JSON_TYPE, ...VERSION, etag: 'W/"2"' }, PATIENT),
  ],
  [
    'FHIRR-52',
    answer(read, 200, { ...JSON_TYPE, ...VERSION }, PATIENT),
    answer(read, 200, { ...JSON_TYPE, ...VERSION, 'last-modified': 'Sat, 21 Nov 2026 10:00:01 GMT' }, PATIENT),
  ],
  ['FHIRR-53', answer(read, 200, VERSION), answer(read, 200, { 'last-modified': '2026-11-21T10:00:00Z' })],
  ['FHIRR-54', answer(request('DELETE /Patient/1'), 204), answer(request('DELETE /Patient/1'), 204, JSON_TYPE, OUTCOME)],
  ['FHIRR-54', answer(request('HEAD /Patient/1'), 200, JSON_TYPE), answer(request('HEAD /Patient/1'), 200, JSON_TYPE, PATIENT)],
  [
    'FHIRR-55',
    answer(read, 404, JSON_TYPE, OUTCOME),
    answer(read, 404, { 'content-type': 'text/html' }, '<html><body>Not found</body></html>'),
  ],
  [
    'FHIRR-56',
    answer(undefined, 404, JSON_TYPE, OUTCOME),
    answer(undefined, 404, JSON_TYPE, { resourceType: 'OperationOutcome', issue: [{ severity: 'information' }] }),
  ],
  ...[
    'at org.example.fhir.Dao.read(Dao.java:12)',
    'at /srv/app/index.js:10:5',
    'Traceback (most recent call last):',
    'at Example.Api.Get(String id) in C:\\app\\Api.cs:line 12',
  ].map(
    (diagnostics) =>
      [
        'FHIRR-57',
        answer(read, 500, JSON_TYPE, {
          ...OUTCOME,
          issue: [{ severity: 'error', diagnostics: 'Error 4711 at line 12, look at index.js' }],
        }),
        answer(read, 500, JSON_TYPE, { ...OUTCOME, issue: [{ severity: 'error', diagnostics }] }),
      ] as const,
  ),
  ['FHIRR-58', answer(read, 200, JSON_TYPE, PATIENT), answer(get('/Patient/2'), 200, JSON_TYPE, PATIENT)],
  [
    'FHIRR-58',
    answer(get('/Patient/1/_history/3'), 200, JSON_TYPE, PATIENT),
    answer(get('/Patient/1/_history/2'), 200, JSON_TYPE, PATIENT),
  ],
  [
    'FHIRR-59',
    answer(create, 201, { ...JSON_TYPE, ...LOCATION }, PATIENT),
    answer(create, 201, { ...JSON_TYPE, location: 'https://fhir.example/fhir/Patient/9' }, PATIENT),
  ],
  [
    'FHIRR-60',
    answer(sent('POST /Patient', PATIENT, { prefer: 'return=minimal' }), 201, LOCATION),
    answer(sent('POST /Patient', PATIENT, { prefer: 'return=minimal' }), 201, { ...JSON_TYPE, ...LOCATION }, PATIENT),
  ],
  [
    'FHIRR-61',
    answer(get('/metadata'), 200, JSON_TYPE, { resourceType: 'CapabilityStatement' }),
    answer(get('/metadata'), 200, JSON_TYPE, PATIENT),
  ],
  ['FHIRR-62', slots('', [match('1')]), slots('', [match('1')], { type: 'collection' })],
  [
    'FHIRR-62',
    answer(transaction, 200, JSON_TYPE, { resourceType: 'Bundle', type: 'transaction-response' }),
    answer(transaction, 200, JSON_TYPE, { resourceType: 'Bundle', type: 'batch-response' }),
  ],
  [
    'FHIRR-62',
    answer(get('/Patient/1/_history'), 200, JSON_TYPE, { resourceType: 'Bundle', type: 'history' }),
    answer(get('/Patient/1/_history'), 200, JSON_TYPE, PATIENT),
  ],
  [
    'FHIRR-63',
    answer(transaction, 200, JSON_TYPE, { resourceType: 'Bundle', type: 'transaction-response', entry: [{ response: { status: '200' } }] }),
    answer(transaction, 200, JSON_TYPE, { resourceType: 'Bundle', type: 'transaction-response' }),
  ],
  [
    'FHIRR-64',
    answer(get('/Patient/1', { 'if-none-match': 'W/"2"' }), 200, { ...JSON_TYPE, ...VERSION }, PATIENT),
    answer(get('/Patient/1', { 'if-none-match': 'W/"3"' }), 200, { ...JSON_TYPE, ...VERSION }, PATIENT),
  ],
  ['FHIRR-70', slots('', []), slots('', [], { link: [] })],
  [
    'FHIRR-71',
    slots('?status=free', []),
    slots('?status=free', [], { link: [{ relation: 'self', url: 'https://fhir.example/fhir/Slot' }] }),
  ],
  ['FHIRR-72', slots('', [match('1')]), slots('', [{ ...include('1'), search: { mode: 'match' } }])],
  ['FHIRR-73', slots('', [match('1')]), slots('', [match('1')], { total: 5 })],
  ['FHIRR-74', slots('?_summary=count', [], { total: 5 }), slots('?_summary=count', [match('1')])],
  ['FHIRR-74', slots('?_count=0', [], { total: 5 }), slots('?_count=0', [], { total: undefined })],
  [
    'FHIRR-75',
    slots('', [], linked('next', 'https://fhir.example/fhir/Slot?_page=2')),
    slots('', [], linked('next', 'http://10.0.0.3:8080/fhir/Slot?_page=2')),
  ],
  [
    'FHIRR-76',
    slots('', [match('1', { schedule: { reference: 'Schedule/1' } }), include('1')]),
    slots('', [match('1', { schedule: { reference: 'Schedule/1' } }), include('2')]),
  ],
  [
    'FHIRR-76',
    slots('', [
      match('1'),
      {
        ...include('1'),
        resource: { resourceType: 'Appointment', id: '1', slot: [{ reference: 'https://fhir.example/fhir/Slot/1/_history/2' }] },
      },
    ]),
    slots('', [match('1'), include('1', { replaces: { reference: 'Schedule/1' } })]),
  ],
  ['FHIRR-77', slots('?_count=1', [match('1')]), slots('?_count=1', [match('1'), match('2')])],
  ['FHIRR-78', unsaid({ meta: { tag: [{ code: 'SUBSETTED' }] } }), unsaid({})],
  ['FHIRR-78', slots('?_summary=true', [match('1', { meta: { tag: [{ code: 'SUBSETTED' }] } })]), slots('?_elements=start', [match('1')])],
];

describe('rules', () => {
  test.each(CASES.map(([rule, right, wrong], index) => ({ rule, right, wrong, index })))(
    '$rule ($index)',
    async ({ rule, right, wrong }) => {
      const held = await judge(right);
      expect(held.evaluated).toContain(rule);
      expect(told(held.findings)).not.toContain(rule);
      const broken = await judge(wrong);
      expect(told(broken.findings)).toContain(rule);
    },
  );

  test('each is tried', () => {
    const tried = new Set(CASES.map(([rule]) => rule));
    expect(rules.map(({ id }) => id).filter((id) => !tried.has(id))).toEqual([]);
  });

  test('say the severity of their level', async () => {
    const severities = async (artefact: Artefact): Promise<string[]> =>
      (await judge(artefact)).findings.map(({ rule, severity }) => `${rule} ${severity}`);
    expect(await severities(sent('POST /Patient', PATIENT))).toEqual(['FHIRR-14 information']);
    expect(await severities(get('/Slot?state=free'))).toEqual(['FHIRR-30 warning']);
    expect(await severities(get('/Slot?start=soon'))).toEqual(['FHIRR-31 error']);
  });
});

describe('places', () => {
  const ENTRIES = slots('', [match('1'), include('2')]);
  const placeOf = async (artefact: Artefact): Promise<string[]> =>
    (await judge(artefact)).findings.map(({ place }) => `${place.line}:${place.column} ${place.path}`);

  test.each<[string, Artefact, string]>([
    ['a parameter of the address', get('/Slot?start=soon'), '1:1 request line?start'],
    ['a parameter of a form', request('POST /Slot/_search', FORM_TYPE, 'start=soon'), '1:1 body?start'],
    [
      'a criterion in a header',
      sent('POST /Slot', { resourceType: 'Slot' }, { 'if-none-exist': 'start=soon' }),
      '1:1 header If-None-Exist',
    ],
    ['a header', get('/Slot', { accept: 'text/html' }), '1:1 header Accept'],
    ['the resource', sent('PUT /Patient/2', '{"resourceType":"Patient",\n  "id":"1"}'), '2:8 Patient.id'],
    [
      'an operation of a patch',
      request('PATCH /Patient/1', PATCH_TYPE, [
        { op: 'add', path: '/a', value: 1 },
        { op: 'remove', path: 'a' },
      ]),
      '1:1 $[1].path',
    ],
    [
      'an entry',
      ENTRIES,
      `1:${Buffer.from(ENTRIES.bytes).indexOf('{"fullUrl":"https://fhir.example/fhir/Schedule/2"') + 1} Bundle.entry[1]`,
    ],
  ])('%s', async (_what, artefact, place) => {
    expect(await placeOf(artefact)).toEqual([place]);
  });

  test('in a dump of HTTP, lines are those of the file', async () => {
    const body = '{"resourceType":"Patient",\n  "id":"1"}';
    const dump = `PUT /fhir/Patient/2 HTTP/1.1\r\nHost: fhir.example\r\nContent-Type: application/fhir+json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    expect(await placeOf(new Artefact('dump.http', Buffer.from(dump)))).toEqual(['7:8 Patient.id']);
    const search =
      'GET /fhir/Slot?status=free&start=soon&schedule.actor%3APractitioner.nom=x HTTP/1.1\r\nHost: a\r\nAccept: text/html\r\n\r\n';
    expect((await placeOf(new Artefact('dump.http', Buffer.from(search)))).sort()).toEqual([
      '1:28 request line?start',
      '1:39 request line?schedule.actor:Practitioner.nom',
      '3:1 header Accept',
    ]);
    const patch = 'PATCH /fhir/Patient/2 HTTP/1.1\r\nContent-Type: application/json-patch+json\r\n\r\n[]';
    expect(await placeOf(new Artefact('dump.http', Buffer.from(patch)))).toEqual(['4:1 $']);
    const answer = 'HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\n\r\nno';
    expect(await placeOf(new Artefact('dump.http', Buffer.from(answer)))).toEqual(['1:1 header WWW-Authenticate', '4:1 body']);
  });
});

describe('whole exchanges', () => {
  test.each<[string, Artefact]>([
    ['a read', answer(read, 200, { ...JSON_TYPE, ...VERSION }, PATIENT)],
    [
      'a read in XML',
      answer(
        get('/Patient/1', { accept: 'application/fhir+xml' }),
        200,
        XML_TYPE,
        '<Patient xmlns="http://hl7.org/fhir"><id value="1"/></Patient>',
      ),
    ],
    ['a create', answer(create, 201, { ...JSON_TYPE, ...VERSION, ...LOCATION }, PATIENT)],
    [
      'a search over pages',
      slots('?status=free&_count=1', [match('1')], {
        total: 7,
        link: [
          { relation: 'self', url: 'https://fhir.example/fhir/Slot?status=free&_count=1' },
          { relation: 'next', url: 'https://fhir.example/fhir/Slot?status=free&_count=1&_page=2' },
        ],
      }),
    ],
    ['the last page', slots('?_page=2', [match('1')], { total: 7 })],
    [
      'a parameter that the server tells it does not use',
      slots('?status=free', [{ resource: OUTCOME, search: { mode: 'outcome' } }], {
        total: 0,
        link: [{ relation: 'self', url: 'https://fhir.example/fhir/Slot' }],
      }),
    ],
    ['a redirection', answer(read, 301, { location: 'https://other.example/fhir/Patient/1' })],
    [
      'a Binary in its own form',
      answer(get('/Binary/1', { accept: 'application/pdf' }), 200, { 'content-type': 'application/pdf' }, '%PDF'),
    ],
    ['an operation', answer(sent('POST /Patient/$match', { resourceType: 'Parameters' }), 202)],
    ['an asynchronous request', answer(sent('POST /Patient', { resourceType: 'Patient' }, { prefer: 'respond-async' }), 202)],
    ['what a browser asks before', request('OPTIONS /Patient', HOST)],
  ])('%s is clean', async (_what, artefact) => {
    const asked = artefact.about.request;
    expect(asked ? (await judge(asked)).findings : []).toEqual([]);
    expect((await judge(artefact)).findings).toEqual([]);
  });
});

describe('what strangers send', () => {
  const LONG = 'a'.repeat(10_000_000);

  test.each<[string, Artefact]>([
    ['headers of 10 MB', get('/Patient/1', { accept: LONG, 'if-match': LONG, 'if-none-exist': LONG, 'content-type': LONG })],
    [
      'headers of 10 MB in an answer',
      answer(
        read,
        201,
        {
          etag: `"${LONG}"`,
          location: `/Patient/${LONG}`,
          'last-modified': LONG,
          'content-type': `application/fhir+json;${' ;'.repeat(5_000_000)}`,
        },
        PATIENT,
      ),
    ],
    ['an address of 10 MB', get(`/Patient?${'family=a&'.repeat(1_000_000)}`)],
    ['a chain without end', get(`/Patient?${'organization.'.repeat(5000)}name=a`)],
    ['a value of 10 MB', request('POST /Patient/_search', FORM_TYPE, `identifier=${LONG}`)],
    ['names of what every object has', get('/constructor/__proto__?__proto__=1&constructor=2&_sort=toString&_include=constructor:valueOf')],
    ['a patch of such names', request('PATCH /Patient/1', PATCH_TYPE, '[{"__proto__":{"op":"add"},"op":"constructor"}]')],
    ['a pointer that would go back and forth', request('PATCH /Patient/1', PATCH_TYPE, [{ op: 'remove', path: `/${'a/'.repeat(4000)}~` }])],
    ['a chain that may lead anywhere', get(`/Composition?${'subject.'.repeat(9)}status=a`)],
    ['a patch of great depth', request('PATCH /Patient/1', PATCH_TYPE, `[${'['.repeat(100_000)}${']'.repeat(100_000)}]`)],
    ['an entry of great width', slots('', [include('1', { extension: Array.from({ length: 150_000 }, () => ({ url: 'a:b' })) })])],
    ['broken JSON', answer(get('/Slot'), 200, JSON_TYPE, '{"resourceType":"Bundle","entry":[')],
    ['bytes that are no text', answer(get('/Slot'), 200, JSON_TYPE, Buffer.from([0xff, 0xfe, 0, 1, 2]))],
    ['a bomb', answer(get('/Slot'), 200, { ...JSON_TYPE, 'content-encoding': 'gzip' }, gzipSync(Buffer.alloc(80_000_000, ' ')))],
    [
      'a Bundle of strange shapes',
      answer(
        get('/Slot?_count=1'),
        200,
        JSON_TYPE,
        '{"resourceType":"Bundle","type":"searchset","total":"x","link":7,"entry":[1,null,[],{"resource":3},{"search":{"mode":{}}}]}',
      ),
    ],
    ['an error with a megabyte of signs', answer(read, 500, { 'content-type': 'text/plain' }, 'at a.'.repeat(200_000))],
    ['a percent sign alone', get('/Patient/%zz?family=%')],
  ])('%s: findings, and short ones', async (_what, artefact) => {
    const { findings } = await judge(artefact);
    for (const { actual, expected } of findings) expect(JSON.stringify([actual, expected]).length).toBeLessThan(4000);
  });

  test('a message of which nothing is known is not judged', async () => {
    expect(await judge(new Artefact('nothing', Buffer.from('{"resourceType":"Patient"}')))).toEqual({ findings: [], evaluated: [] });
    expect((await judge(answer(undefined, 200, JSON_TYPE, PATIENT))).findings).toEqual([]);
  });

  test('a token in the address is not repeated', async () => {
    const { findings } = await judge(get('/Patient/1?access_token=secret'));
    expect(told(findings)).toEqual(['FHIRR-21']);
    expect(JSON.stringify(findings)).not.toContain('secret');
  });

  test('files are of other kinds', () => {
    expect(validator.detect(Buffer.from('{"resourceType":"Patient"}'))).toBe(0);
  });
});
