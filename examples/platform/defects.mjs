import { RegistryError } from './fault.mjs';
import { FhirRefusal } from './fhir-search.mjs';
import { newOid, newUuid } from '../wire/identifiers.mjs';
import { NS } from '../wire/xml.mjs';

const never = () => false;
const NURSE = { code: '60', scheme: '1.2.250.1.71.1.2.7', name: 'Infirmier' };
const nothing = () => Object.fromEntries(['identifiers', 'patients', 'references', 'attributes'].map((name) => [name, false]));
const without = (name) => (object) => Object.fromEntries(Object.entries(object).filter(([n]) => n !== name));
const withoutCheck = (...names) => ({
  vihfChecks: (checks) => ({ ...checks, ...Object.fromEntries(names.map((name) => [name, false])) }),
});

const withoutTokenCheck = (name) => ({ tokenChecks: (checks) => ({ ...checks, [name]: false }) });

/** The boundary of a multipart body, from its first line. */
const boundaryOf = (body) => body.subarray(0, body.indexOf('\r\n')).toString('latin1').slice(2);

/** Makes a truncated multipart body look whole. */
function closed({ chunks }) {
  const came = Buffer.concat(chunks);
  return { body: Buffer.concat([came, Buffer.from(`\r\n--${boundaryOf(came)}--\r\n`)]) };
}

/** Entries that get an identifier of their own each time they come. */
const underNewIds = (objects) =>
  objects.map((object) => {
    if (object.kind !== 'entry') return object;
    const element = object.element.cloneNode(true);
    const id = newUuid();
    for (const name of ['id', 'lid']) element.setAttribute(name, id);
    return { ...object, element, id, lid: id };
  });

/** Answers only the first message of a kind. */
const oncePer = (kind, seen) => (given) => {
  const key = kind(given);
  const messages = seen.has(key) ? [] : given.messages;
  seen.add(key);
  return { messages };
};

/** Refuses a message that came before. */
const refusedAgain = (seen) => (messageId) => {
  if (seen.has(messageId)) throw new Error('message déjà reçu');
  seen.add(messageId);
};

/** A reader of MLLP that only looks for the end of a frame. */
function untilTheEnd() {
  let pending = Buffer.alloc(0);
  return (chunk) => {
    pending = Buffer.concat([pending, chunk]);
    const end = pending.indexOf('\x1c\r');
    if (end < 0) return [];
    const message = pending.subarray(1, end);
    pending = pending.subarray(end + 2);
    return [message];
  };
}

/** Refuses a request of FHIR. */
const refuses =
  (...refusal) =>
  () => {
    throw new FhirRefusal(...refusal);
  };

/** Refuses a request of FHIR that came before. */
const refusedTwice = (seen) => (request) => {
  if (seen.has(request)) throw new FhirRefusal(409, 'duplicate', 'Demande déjà reçue.');
  seen.add(request);
};

/** One field of PID, changed. */
const changed = (field, change) => (fields) => fields.map((value, i) => (i === field - 1 ? change(value) : value));

/** What is wrong in the platform: each defect breaks one thing, at the stage of the work that its function names. */
export const defects = {
  // whom it lets in
  'accepts-expired-vihf': withoutCheck('expiry'),
  'accepts-unknown-authority': withoutCheck('authority'),
  'accepts-unsigned': withoutCheck('signed'),
  'accepts-altered': withoutCheck('intact'),
  'accepts-other-patient': { patientCheck: never },
  'lets-anyone-in': withoutCheck('present'),
  'lets-several-assertions-in': withoutCheck('alone'),
  'lets-wrapped-assertion-in': withoutCheck('alone', 'intact'),
  'lets-authentication-certificate-in': withoutCheck('usage'),
  'lets-any-claim-in': { ...withoutCheck('claims'), patientCheck: never },

  // whom it speaks TLS with
  'accepts-old-tls': {
    tls: (options) => ({ ...options, minVersion: 'TLSv1', ciphers: `${options.ciphers}:ECDHE-RSA-AES256-SHA:@SECLEVEL=0` }),
  },
  'accepts-weak-suites': { tls: (options) => ({ ...options, ciphers: 'ALL:eNULL:@SECLEVEL=0', dhparam: 'auto' }) },
  'accepts-any-client': { tls: (options) => ({ ...options, rejectUnauthorized: false }) },
  'ignores-revocation': { tls: without('crl') },
  'speaks-old-tls-only': {
    tls: (options) => ({ ...options, minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT:@SECLEVEL=0' }),
  },

  // how it answers
  'wrong-relates-to': { answer: (answer) => ({ ...answer, relatesTo: newUuid() }) },
  'missing-relates-to': { answer: without('relatesTo') },
  'wrong-response-action': { answer: (answer) => ({ ...answer, action: answer.action.replace(/Response$/, '') }) },
  'soap-1.1-answer': { answer: (answer) => ({ ...answer, soap: NS.soap11 }) },
  'fault-with-200-html': {
    http: () => ({
      status: 200,
      contentType: 'text/html; charset=UTF-8',
      body: Buffer.from('<html><body>Service indisponible</body></html>'),
    }),
  },
  'success-with-errors': {
    success: (answer) => ({ ...answer, errors: [new RegistryError('XDSRegistryError', 'Erreur interne de la plateforme.')] }),
  },
  'failure-without-error-list': { failure: (answer) => ({ ...answer, errors: [] }) },
  'refuses-everything': {
    success: () => ({ status: 'Failure', errors: [new RegistryError('XDSRepositoryError', 'Erreur interne de la plateforme.')] }),
  },

  // what it keeps
  'accepts-bad-hash': { hashCheck: never },
  'wrong-hash-in-registry': { registered: (values) => ({ ...values, hash: 'da39a3ee5e6b4b0d3255bfef95601890afd80709' }) },
  'ignores-rplc': { replacement: never },
  'replaces-alone': { replacedAlong: never },
  'accepts-any-submission': { registryChecks: nothing, documentCheck: never },
  'registers-before-checking': { atomic: never },
  'forgets-links': { kept: (objects) => objects.filter((o) => o.kind !== 'association' || o.element.getElementsByTagName('*').length > 0) },
  'registers-twice': { registryChecks: (checks) => ({ ...checks, identifiers: false }), kept: underNewIds },
  'registers-without-document': { documentCheck: never },
  'registers-what-came': { truncated: closed, hashCheck: never },
  'reads-any-content-type': {
    contentType: ({ contentType, body }) => ({
      contentType:
        contentType === 'text/plain' ? `multipart/related; boundary="${boundaryOf(body)}"; type="application/xop+xml"` : contentType,
    }),
  },

  // what it finds
  'search-ignores-patient': { patientFilter: never },
  'empty-answer-missing-object-list': { emptyList: () => undefined },
  'entry-without-status': { object: (text) => text.replace(/ status="[^"]*"/, '') },
  'entry-without-object-type': { object: (text) => text.replace(/ objectType="urn:uuid:7edca82f[^"]*"/, '') },
  'get-documents-finds-nothing': { details: () => [] },
  'ignores-filters': { filters: never },
  'wants-every-value': { groups: (groups) => groups.flat().map((value) => [value]) },
  'shifts-time-bounds': { bounds: () => ({ after: (time, from) => time > from, before: (time, to) => time <= to }) },
  'answers-two-queries-only': {
    questions: (queries) => Object.fromEntries(Object.entries(queries).filter(([id]) => /14d4debf|5c4f972b/.test(id))),
  },
  'answers-wrong-questions': { strict: never },
  'answers-whole-objects': { returnType: () => 'LeafClass' },
  'shows-masked': { masking: never },

  // what it changes and removes
  'ignores-updates': { updated: never },
  'accepts-any-update': { updateChecks: never },
  'ignores-removals': { removed: never },
  'removes-anything': { removalChecks: never },

  // what it gives back
  'loses-document': { held: () => undefined },
  'corrupts-document': { served: (bytes) => Buffer.concat([bytes, Buffer.from(' ')]) },
  'retrieves-under-another-id': { servedId: () => newOid() },
  'gives-all-or-nothing': { partial: ({ found, errors }) => ({ found: errors.length > 0 ? [] : found, errors }) },
  'keeps-silent-about-missing': { retrieveCheck: never },
  'no-mtom-in-retrieve': { retrievePackaging: () => 'simple' },

  // whom it gives a VIHF
  'issues-by-expired-seal': { seal: () => 'expired-sign' },
  'issues-for-one-user': { issuedTo: () => ({ id: '899900001076', name: 'TOUJOURS PAUL', roles: [NURSE] }) },
  'issues-what-it-likes': { wanted: () => ({}) },
  'issues-to-any-request': withoutTokenCheck('form'),
  'issues-to-anyone': withoutTokenCheck('user'),
  'issues-for-the-past': withoutTokenCheck('time'),
  'ignores-request-signature': withoutTokenCheck('signature'),
  'forgets-which-request': { reference: () => undefined },
  'answers-without-collection': { collection: never },

  // what it reads of MLLP and of a header
  'takes-packets-for-frames': { frames: () => () => (packet) => [packet.subarray(1, -2)] },
  'answers-once-a-connection': { answers: oncePer(({ socket }) => socket, new WeakSet()) },
  'drops-repeated-messages': { answers: oncePer(({ bytes }) => bytes.toString('latin1'), new Set()) },
  'keeps-what-stands-between-frames': { frames: () => untilTheEnd },
  'takes-half-closed-for-gone': { halfClosed: never, answers: (given) => new Promise((resolve) => setTimeout(resolve, 100, given)) },
  'accepts-line-feeds': { lines: (bytes) => bytes.map((byte) => (byte === 0x0a ? 0x0d : byte)) },
  'knows-original-mode-only': { mode: () => [] },
  'acknowledges-reception-only': { mode: () => ['AL', 'NE'] },
  'serves-any-header': { headerChecks: () => ({}) },
  'keeps-silent-about-garbage': {
    answers: ({ messages, bytes }) => ({ messages: bytes.subarray(0, 3).equals(Buffer.from('MSH')) ? messages : [] }),
  },
  'reads-latin-1-only': { charset: () => '8859/1', xmlCharset: () => 'iso-8859-1' },
  'writes-utf-8-only': { encoding: ({ text, as }) => ({ text: () => text(as), as: 'UNICODE UTF-8' }) },

  // which patients it finds
  'finds-nothing': { test: (criterion) => ({ ...criterion, test: never }) },
  'finds-one-only': { told: (patients) => patients.slice(0, 1) },
  'searches-by-name-only': { test: ({ path, test }) => ({ test: path.startsWith('@PID.5.1') ? test : () => true }) },
  'compares-letters': { compared: (text) => ({ ...text, by: (same) => same }) },
  'ignores-wildcards': { wildcard: never },
  'ignores-domains': { domains: () => undefined },
  'accepts-any-query': { queryChecks: () => [] },
  'answers-ok-to-nothing': { status: () => 'OK' },
  'tells-everybody': { mostPatients: () => Infinity },
  'forgets-query-tag': { queryTag: () => 'REPONSE' },
  'shows-each-hospital': { oncePerPerson: never },

  // how it shows them
  'shows-used-name-only': { shown: changed(5, (names) => names.filter((name) => names.length === 1 || name[6]?.[0] !== 'L')) },
  'invents-birth-days': { shown: changed(7, (date) => (date[0]?.[0]?.[0]?.length === 4 ? `${date[0][0][0]}0101` : date)) },
  'forgets-birthplaces': { shown: changed(11, (addresses) => addresses.filter((address) => address[6]?.[0] !== 'BDL')) },
  'forgets-multiple-births': { shown: (fields) => changed(25, () => '')(changed(24, () => '')(fields)) },
  'invents-ins': {
    identifiers: (list) =>
      list.length > 1 ? list : [...list, ['279035121518989', '', '', ['ASIP-SANTE-INS-NIR', '1.2.250.1.213.1.4.10', 'ISO'], 'INS']],
  },

  // how it goes on
  'ignores-quantities': { quantity: () => undefined },
  'repeats-the-first-part': { nextPart: () => 0 },
  'lets-anyone-continue': { ownPointer: () => true },
  'continues-anything': { unknownPointer: () => ({ found: [] }), ownPointer: () => true },
  'ignores-cancellations': { cancelled: () => [] },
  'cancels-anything': { cancelChecks: never },

  // whom it takes for one person
  'never-joins': { joins: never },
  'joins-unproven': { joins: () => true, insTold: () => true },
  'one-pid-for-each-identifier': { onePid: ([identifiers]) => identifiers.map((one) => [one]) },
  'accepts-any-identifier': { pixChecks: () => [] },
  'takes-wrong-ins': { insKey: () => true },
  'takes-any-domain': { feedChecks: never },
  'takes-anybody': { feedRequired: never },
  'loses-old-feeds': { fed: (msh) => !/^2\.[1-4]/.test(msh.at(12)) },
  'ignores-merges': { merges: never },
  'merges-backwards': { direction: ({ stays, goes }) => ({ stays: goes, goes: stays }) },
  'merges-anything': { mergeChecks: never },

  // how it speaks HL7 V3
  'mistakes-letters-of-xml': { xmlCharset: () => 'koi8-r' },
  'refuses-repeated-messages': { arrived: refusedAgain(new Set()) },
  'acknowledges-another-message': { target: () => ({ id: { root: newOid(), extension: '1' } }) },
  'answers-another-query': { answeredQuery: ({ root }) => ({ root, extension: 'AUTRE' }) },
  'forgets-the-query': { repeatedQuery: () => undefined },
  'keeps-nothing-of-feeds': { kept: never },
  'shows-production-oid': {
    identifiers: (list) => list.map((cx) => cx.map((part) => part.map?.((text) => text.replace('213.1.4.10', '213.1.4.8')) ?? part)),
  },
  'never-notifies': { notifies: never },
  'notifies-of-one-identifier': { notified: (identifiers) => identifiers.slice(0, 1) },
  'notifies-with-names': { names: () => [['ESSAI-PIX', 'CAMILLE', '', '', '', '', 'L']] },
  'notifies-of-merged-identifiers': { ends: never },
  'notifies-under-one-authority': {
    notifiedCx: changed(4, () => ['CHU-NORD', '2.25.110013372391416600993703546217915742552.1', 'ISO']),
  },

  // how it speaks FHIR
  'answers-fhir-once': { fhirRequest: refusedTwice(new Set()) },
  'answers-fhir-in-json-only': { fhirFormat: () => 'json' },
  'answers-any-media-type': { acceptable: never },
  'writes-fhir-in-latin-1': { fhirEncoding: () => 'latin1' },
  'writes-fhir-xml-unescaped': { fhirXml: (text) => text.replaceAll('&amp;', '&') },
  'refuses-posted-searches': { postedSearch: refuses(405, 'not-supported', 'POST _search n’est pas servi.', { Allow: 'GET' }) },
  'tells-no-reason': { refused: without('resource') },
  'declares-nothing': { capabilities: without('rest') },
  'reads-parameters-escaped': {
    searchParameters: (parameters) => parameters.map(([name, value]) => [name, encodeURIComponent(value)]),
  },
  'repeats-ignored-parameters': { ignored: (_, parameter) => [parameter] },
  'ignores-exact': { exact: never },
  'takes-names-for-patterns': { pattern: (_, text) => new RegExp(text, 'iu') },
  'takes-first-alternative': { alternatives: (values) => values.slice(0, 1) },
  'ignores-date-prefixes': { datePrefix: () => 'eq' },
  'keeps-silent-about-domains': { unknownDomain: () => undefined },
  'stumbles-over-counts': { isNumber: (_, text) => /^\d{1,3}$/.test(text) || refuses(500, 'exception', 'Erreur interne.')() },
  'shows-nobody-as-missing': { noMatch: refuses(404, 'not-found', 'Aucun patient.') },
  'omits-self-link': { bundle: without('link') },
  'omits-total': { bundle: without('total') },
  'counts-one-page': { total: (_, told) => told },
  'goes-on-forever': {
    bundle: (bundle) => ({ ...bundle, link: [bundle.link[0], { ...bundle.link[0], relation: 'next' }] }),
  },
  'shows-hl7-dates': { fhirPatient: (patient) => ({ ...patient, birthDate: patient.birthDate.replaceAll('-', '') }) },
  'shows-hl7-sex': { fhirPatient: (patient) => ({ ...patient, gender: patient.gender === 'male' ? 'M' : 'F' }) },
  'shows-bare-oids': {
    fhirPatient: (patient) => ({
      ...patient,
      identifier: patient.identifier.map(({ system, ...one }) => ({ ...one, system: system.replace('urn:oid:', '') })),
    }),
  },
  'shows-everybody-validated': { reliability: () => 'VALI' },
  'hides-reliability': { fhirPatient: (patient) => ({ ...patient, extension: patient.extension.slice(1) }) },
  'retrieves-somebody-else': { retrieved: (_, patients) => patients.at(-1) },
  'gives-new-ids': { readPatient: (patient) => ({ ...patient, id: newUuid().slice('urn:uuid:'.length) }) },

  // whose tokens it takes
  'wants-no-bearer': { bearers: never },
  'ignores-bearer-scope': { bearerScope: () => true },
  'refuses-every-bearer': { rightBearer: refuses(401, 'login', 'Jeton refusé.', { 'WWW-Authenticate': 'Bearer' }) },
  'names-no-scheme': { refused: (told) => ({ ...told, headers: {} }) },
};
