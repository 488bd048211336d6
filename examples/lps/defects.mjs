import { localOf } from './times.mjs';
import { hl7Local, newOid, newUuid } from '../wire/identifiers.mjs';
import { NS, raw } from '../wire/xml.mjs';

const HOUR = 3_600_000;
/** an INS that agrees with the traits of the test patient and is not theirs */
const OTHER_INS = '279035121519088';

/** Replaces a piece of text that must be there. */
const swap = (from, to) => (text) => {
  const changed = text.replace(from, () => to);
  if (changed === text) throw new Error(`ce défaut n'a rien changé : ${from}`);
  return changed;
};

const without =
  (...names) =>
  (object) =>
    Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
const withSlots = (change) => (entry) => ({ ...entry, slots: change(entry.slots) });
const withCodes = (change) => (entry) => ({ ...entry, codes: change(entry.codes) });
const withAttributes = (change) => (claims) => ({ ...claims, attributes: change(claims.attributes) });
const withAuthor = (change) => (object) => ({ ...object, author: change(object.author) });

/** What is wrong in the LPS: each defect breaks one thing, at the stage of the work that its function names. */
export const defects = {
  // the VIHF
  'unsigned-vihf': { unsigned: () => true },
  'wrong-digest': { signed: swap('<saml:AttributeValue>1.0.0<', '<saml:AttributeValue>1.0.1<') },
  'signature-by-stranger': { signer: () => 'stranger-sign' },
  'signed-with-auth-certificate': { signer: () => 'lps-auth' },
  'signed-with-expired-certificate': { signer: () => 'expired-sign' },
  'expired-conditions': {
    claims: (claims) => ({
      ...claims,
      issueInstant: new Date(claims.issueInstant - 3 * HOUR),
      authnInstant: new Date(claims.authnInstant - 3 * HOUR),
      notBefore: new Date(claims.notBefore - 3 * HOUR),
      notOnOrAfter: new Date(claims.notOnOrAfter - 3 * HOUR),
    }),
  },
  'other-patient-in-vihf': {
    claims: withAttributes((a) => ({
      ...a,
      'urn:oasis:names:tc:xacml:2.0:resource:resource-id': `${OTHER_INS}^^^&1.2.250.1.213.1.4.10&ISO^NH`,
    })),
  },
  'other-author-in-vihf': { claims: (claims) => ({ ...claims, nameId: '899900038839' }) },
  'missing-specialty': { claims: (claims) => ({ ...claims, roles: claims.roles.slice(0, 1) }) },
  'unknown-purpose': { claims: (claims) => ({ ...claims, purpose: { ...claims.purpose, code: 'urgence' } }) },
  'mode-lower-case': {
    claims: withAttributes(({ Authentification_Mode, ...a }) => ({ ...a, Authentification_mode: Authentification_Mode })),
  },
  'unknown-mode': { claims: withAttributes((a) => ({ ...a, Authentification_Mode: 'INDIRECT' })) },
  'missing-lps-nom': { claims: withAttributes(without('LPS_Nom')) },
  'missing-subject-id': { claims: withAttributes(without('urn:oasis:names:tc:xspa:1.0:subject:subject-id')) },
  'wrong-structure-in-vihf': { claims: withAttributes((a) => ({ ...a, Identifiant_Structure: '1750712184' })) },
  'wrong-issuer-format': {
    claims: (claims) => ({ ...claims, issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified' }),
  },

  // SOAP, addressing and MTOM
  'soap-1.1': { envelope: (envelope) => ({ ...envelope, soap: NS.soap11 }) },
  'no-mtom': { packaging: () => 'simple' },
  'missing-message-id': { envelope: without('messageId') },
  'wrong-action': { envelope: (envelope) => ({ ...envelope, action: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet' }) },
  'dangling-include': { reference: (contentId) => `absent-${contentId}` },
  'missing-document': { parts: (parts) => ({ ...parts, elements: raw(''), attachments: [] }) },
  'no-client-certificate': { client: () => undefined },
  'client-certificate-of-stranger': { client: () => 'stranger-auth' },

  // whom it speaks TLS with
  'accepts-old-tls': {
    tls: (options) => ({ ...options, minVersion: 'TLSv1', ciphers: `${options.ciphers}:ECDHE-RSA-AES256-SHA:@SECLEVEL=0` }),
  },
  'accepts-weak-suites': { tls: (options) => ({ ...options, ciphers: 'ALL:eNULL:@SECLEVEL=0' }) },
  'trusts-any-server': { tls: (options) => ({ ...options, rejectUnauthorized: false }) },
  'ignores-server-name': { tls: (options) => ({ ...options, checkServerIdentity: () => undefined }) },
  'ignores-revocation': { tls: without('crl') },
  'speaks-tls-1-3-only': { tls: (options) => ({ ...options, minVersion: 'TLSv1.3' }) },

  // the metadata
  'bad-hash': { entry: withSlots((slots) => ({ ...slots, hash: ['da39a3ee5e6b4b0d3255bfef95601890afd80709'] })) },
  'bad-size': { entry: withSlots((slots) => ({ ...slots, size: [String(Number(slots.size[0]) + 1)] })) },
  'missing-language': { entry: withSlots(without('languageCode')) },
  'missing-creation-time': { entry: withSlots(without('creationTime')) },
  'missing-source-patient-id': { entry: withSlots(without('sourcePatientId')) },
  'missing-legal-authenticator': { entry: withSlots(without('legalAuthenticator')) },
  'local-time': {
    entry: withSlots((slots) => ({ ...slots, creationTime: [hl7Local(utc(slots.creationTime[0])).slice(0, 14)] })),
  },
  'wrong-type-code': {
    entry: withCodes((codes) => ({
      ...codes,
      typeCode: { code: '11488-4', scheme: '2.16.840.1.113883.6.1', name: 'CR ou fiche de consultation ou de visite' },
    })),
  },
  'wrong-class-code': {
    entry: withCodes((codes) => ({ ...codes, classCode: { code: 'CR', scheme: '1.2.250.1.213.1.1.4.1', name: 'Compte rendu' } })),
  },
  'confidentiality-missing': { entry: withCodes(without('confidentialityCode')) },
  'missing-author-person': { entry: withAuthor(without('authorPerson')) },
  'other-author-in-metadata': {
    entry: withAuthor((author) => ({ ...author, authorPerson: [author.authorPerson[0].replace('899900063480', '899900038839')] })),
  },
  'title-differs': { entry: (entry) => ({ ...entry, title: 'Sans titre' }) },
  'other-patient-in-submission-set': { set: (set) => ({ ...set, patientId: set.patientId.replace(/^\d+/, OTHER_INS) }) },
  'no-has-member': { associations: (list) => list.slice(1) },
  'ins-key': { patient: (patient) => ({ ...patient, ins: patient.ins.slice(0, -2) + String((Number(patient.ins.slice(-2)) % 97) + 1) }) },

  // the document
  'patient-mismatch-in-cda': { cdaPatient: (patient) => ({ ...patient, ins: OTHER_INS }) },
  'cda-no-realm': { cda: swap('  <realmCode code="FR"/>\n', '') },
  'cda-no-title': { cda: swap(/ {2}<title>[^<]*<\/title>\n/, '') },
  'cda-no-legal-authenticator': { cda: swap(/ {2}<legalAuthenticator>[^]*<\/legalAuthenticator>\n/, '') },
  'cda-no-birth-name': { cda: swap(/ {10}<family qualifier="BR">[^<]*<\/family>\n/, '') },
  'cda-malformed': { cda: swap('</ClinicalDocument>', '</ClinicalDocumen>') },

  // replacing
  'replaces-without-rplc': { associations: (list) => list.slice(0, 1) },
  'replaces-with-same-id': { replacement: (document) => ({ ...document, uniqueId: document.replaces.uniqueId }) },
  'cda-no-related-document': { cda: (text) => text.replace(/ {2}<relatedDocument[^]*<\/relatedDocument>\n/, '') },

  // searching and retrieving
  'query-without-status': { query: without('$XDSDocumentEntryStatus') },
  'query-unquoted-value': {
    query: (query) => ({ ...query, $XDSDocumentEntryPatientId: query.$XDSDocumentEntryPatientId.replaceAll("'", '') }),
  },
  'query-patient-as-list': {
    query: (query) => ({ ...query, $XDSDocumentEntryPatientId: `(${query.$XDSDocumentEntryPatientId})` }),
  },
  'query-unknown-return-type': { query: (query) => ({ ...query, returnType: 'Everything' }) },
  'retrieves-wrong-repository': { retrieval: (wanted) => ({ ...wanted, repositoryUniqueId: '1.2.250.1.213.4.1.9.9' }) },
  'retrieves-without-mtom': { retrievalPackaging: () => 'simple' },

  // consulting, linking and administering
  'ignores-what-is-asked': {
    query: ({ $XDSDocumentEntryPatientId, $XDSDocumentEntryStatus }) => ({ $XDSDocumentEntryPatientId, $XDSDocumentEntryStatus }),
  },
  'retrieves-first-only': { several: (entries) => entries.slice(0, 1) },
  'appends-as-replacement': { addendum: ({ appendsTo, ...document }) => ({ ...document, replaces: { entryUuid: appendsTo } }) },
  'folder-without-content': { associations: (list) => list.slice(0, 1) },
  'updates-from-wrong-status': {
    stateChange: (slots) => ({ ...slots, OriginalStatus: 'urn:oasis:names:tc:ebxml-regrep:StatusType:Submitted' }),
  },
  'updates-without-previous-version': { versionSlots: without('PreviousVersion') },
  'removes-entry-only': { removed: ({ entry }) => ({ ids: [entry] }) },

  // asking for a VIHF
  'asks-for-another-token': { tokenType: () => 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV1.1' },
  'asks-in-saml-1': { samlVersion: () => '1.1' },
  'keeps-own-vihf': { token: () => undefined, fallsBack: () => true },

  // packages
  'media-wrong-hash': { mediaEntry: withSlots((slots) => ({ ...slots, hash: ['da39a3ee5e6b4b0d3255bfef95601890afd80709'] })) },
  'media-without-second-document': { media: (files) => files.filter(({ name }) => !name.endsWith('/DOC00002.XML')) },
  'imports-anything': { imports: () => () => Promise.resolve() },
  'imports-nothing': { imports: () => () => Promise.resolve('format inconnu') },

  // what happens after a failure
  'retries-forever': { patience: () => ({ attempts: 8, timeoutMs: 4_000 }) },
  impatient: { patience: () => ({ attempts: 2, timeoutMs: 1_000 }) },
  'hides-failure': {
    screen: ({ failed, ...screen }) => (failed ? { answer: false, text: 'Document publié.' } : screen),
  },
  'believes-any-answer': {
    answerIsOurs: () => false,
    screen: ({ answer, text }) => ({ answer: answer && text !== 'Document publié.', text }),
  },
  'wants-answer-id': { answerIsNew: () => true, patience: (patience) => ({ ...patience, attempts: 2 }) },
  'loses-failed': { patience: (patience) => ({ ...patience, busyRepeats: 0 }), outbox: () => [], feeds: () => [] },
  'resends-as-new': {
    resubmission: ({ document, set, ...rest }) => ({
      ...rest,
      document: { ...document, uniqueId: newOid(), entryUuid: newUuid(), setId: newOid() },
      set: { ...set, id: newUuid(), uniqueId: newOid() },
    }),
  },
  'resends-changed-content': {
    resubmission: ({ document, set, ...rest }) => ({
      ...rest,
      document: { ...document, entryUuid: newUuid(), createdAt: new Date(document.createdAt.getTime() + 1000) },
      set: { ...set, id: newUuid(), uniqueId: newOid() },
    }),
  },
  'reuses-message-id': { envelope: (envelope) => ({ ...envelope, messageId: 'urn:uuid:6f1c1f0e-0f53-4b9a-8a55-2f0b7a3d9c11' }) },
  'ignores-retry-after': { wait: () => 0 },
  'sends-twice': { copies: () => 2 },
  'shows-failed-search-as-empty': {
    screen: ({ kind, ...screen }) => (kind === 'no-list' ? { answer: false, text: 'Aucun document pour ce patient.' } : screen),
  },
  'shows-empty-search-as-failed': {
    screen: ({ kind, ...screen }) => (kind === 'nothing' ? { answer: false, text: 'La recherche n’a pas abouti.' } : screen),
  },
  'shows-any-document': {
    screen: ({ kind, ...screen }) => (kind === 'wrong-document' ? { answer: false, text: 'Document affiché.' } : screen),
  },
  'hides-missing-document': {
    screen: ({ kind, ...screen }) => (kind === 'partial' ? { answer: false, text: 'Documents affichés.' } : screen),
  },

  // searching a patient
  'asks-two-traits': { criteria: without('birthDate') },
  'names-fields-otherwise': { hl7Message: (text) => text.replaceAll('@PID.', 'PID.') },
  'writes-latin-1': { hl7Encoding: () => 'latin1' },
  'splits-composite-name': { criteria: (criteria) => ({ ...criteria, family: criteria.family.split(/[ -]/).at(-1) }) },
  'completes-birth-date': { criteria: (criteria) => ({ ...criteria, birthDate: criteria.birthDate.padEnd(8, '01') }) },
  'asks-number-alone': { criteria: (criteria) => ({ ...criteria, ins: { value: criteria.ins.value } }) },
  'asks-identifier-without-authority': { askedIdentifier: ({ value }) => ({ value }) },
  'asks-every-domain': { wantedDomain: () => undefined },
  'takes-first-patient': {
    chosen: (_chosen, found) => found[0],
    screen: ({ kind, ...screen }) => (kind === 'several' ? { answer: false, text: 'Dossier du patient ouvert.' } : screen),
  },
  'shows-nobody-as-failed': {
    screen: ({ kind, ...screen }) => (kind === 'nothing' ? { answer: false, text: 'La recherche n’a pas abouti.' } : screen),
  },
  'shows-first-page-only': { pointer: () => '', screen: ({ text }) => ({ answer: false, text }) },
  'continues-another-question': { continued: (qpd) => qpd.with(2, `${qpd[2]}S`), continuedQuery: (id) => `${id}S` },
  'cancels-another-query': { cancelledTag: () => 'R0' },

  // keeping a patient
  'keeps-sex-wrong': { personRead: (person) => ({ ...person, sex: person.sex === 'F' ? 'M' : 'F' }) },
  'reads-latin-1': { readsCharset: () => () => 'latin1' },
  'keeps-used-name': { personRead: ({ usedFamily, ...person }) => ({ ...person, birthFamily: usedFamily || person.birthFamily }) },
  'keeps-completed-birth-date': { personRead: (person) => ({ ...person, birthDate: person.birthDate.padEnd(8, '01') }) },
  'confuses-twins': { chosen: (_chosen, found) => found.find(({ birthDate }) => birthDate === found[0].birthDate) },
  'makes-ins-up': { personRead: (person) => ({ ins: OTHER_INS, oid: '1.2.250.1.213.1.4.10', ...person, reliability: 'VALI' }) },
  'takes-any-ins': { trustsIns: () => true, sendsIns: () => true },
  'takes-production-ins': {
    trustsIns: () => true,
    screen: (screen) => (screen.text.includes(', INS ') ? { answer: false, text: screen.text } : screen),
  },
  'publishes-under-other-ins': { publishedPerson: (person) => ({ ...person, ins: OTHER_INS }) },
  'publishes-other-used-name': { publishedPerson: (person) => ({ ...person, usedFamily: `${person.birthFamily}-MARTIN` }) },
  'publishes-completed-birth-date': { publishedPerson: (person) => ({ ...person, birthDate: person.birthDate.padEnd(8, '01') }) },
  'publishes-other-birthplace': { publishedPerson: (person) => ({ ...person, birthPlace: person.birthPlace.replace(/^2[AB]/, '20') }) },
  'publishes-other-sex': { publishedPerson: (person) => ({ ...person, sex: person.sex === 'F' ? 'M' : 'F' }) },

  // telling of a patient
  'feeds-without-reliability': { pid: (pid) => pid.with(32, '') },
  'names-no-profile': { hl7Header: (msh) => msh.slice(0, 18) },
  'feeds-town-of-birth': { pid: (pid) => pid.with(11, '^^GRENOBLE^^^^BDL') },
  'feeds-used-name-as-birth-name': { names: ([birth, used]) => [{ ...birth, family: used?.family ?? birth.family }] },
  'forgets-birth-order': { pid: (pid) => pid.with(24, '').with(25, ''), v3Person: without('multipleBirth', 'birthOrder') },
  'feeds-any-ins': { sendsIns: () => true },
  'feeds-production-ins': { refusesProduction: () => false },
  'changes-with-number-alone': { identifiers: (identifiers) => identifiers.slice(0, 1) },
  'merges-backwards': {
    feed: ({ person, replaced, ...feed }) => ({ ...feed, person: { ...person, localId: replaced }, replaced: person.localId }),
  },
  'feeds-again-as-new': { fedAgain: ({ person, ...feed }) => ({ ...feed, person: { ...person, localId: `${person.localId}B` } }) },

  // what comes in answer to an HL7 v2 message
  'reads-packets': {
    frames: () => () => (chunk) => [chunk.subarray(1)],
    screen: ({ failed, kind, ...screen }) => (failed || kind === 'nothing' ? { answer: false, text: screen.text } : screen),
  },
  'wants-frame-alone': {
    frames: (frames) => () => {
      const read = frames();
      return (chunk) => (chunk.at(-1) === 0x0d && chunk.at(-2) === 0x1c ? read(chunk) : []);
    },
    screen: ({ failed, ...screen }) => (failed ? { answer: false, text: screen.text } : screen),
  },
  'adds-answers-up': {
    frames: (frames) => () => {
      const read = frames();
      return (chunk) => {
        const messages = read(chunk);
        return messages.length > 0 ? [Buffer.concat(messages)] : [];
      };
    },
    screen: ({ kind, ...screen }) => (kind === 'several' ? { answer: false, text: screen.text } : screen),
  },
  'believes-any-acknowledgement': {
    checksControlId: () => false,
    answerIsOurs: () => false,
    screen: ({ failed, ...screen }) => (failed ? screen : { answer: false, text: screen.text }),
  },
  'believes-any-query-tag': {
    checksQueryTag: () => false,
    screen: ({ failed, ...screen }) => (failed ? screen : { answer: false, text: screen.text }),
  },
  'ignores-query-status': {
    queryStatus: () => 'NF',
    screen: ({ kind, ...screen }) => (kind === 'nothing' ? { answer: false, text: screen.text } : screen),
  },
  'reuses-control-id': {
    hl7Header: (msh) => msh.with(9, '20261120093000001'),
    v3MessageId: () => '6f1c1f0e-0f53-4b9a-8a55-2f0b7a3d9c11',
  },

  // FHIR
  'asks-hl7-dates': { fhirDate: (date) => date.replaceAll('-', '') },
  'asks-hl7-sex': { fhirGender: (_, sex) => sex },
  'asks-bare-oids': { fhirIdentifier: (identifier) => identifier.replace('urn:oid:', '') },
  'escapes-in-latin-1': { fhirQuery: (query) => query.replaceAll('%C5%92', '%BC').replaceAll('%C3%8F', '%CF') },
  'makes-next-page-up': {
    nextPage: (_, address) => address,
    screen: ({ failed, ...screen }) => (failed ? { answer: false, text: screen.text } : screen),
  },
  'reads-by-number': { readId: (_, [person]) => person.elsewhere[0]?.value },
  'hides-missing-pages': { screen: ({ kind, ...screen }) => (kind === 'incomplete' ? { answer: false, text: screen.text } : screen) },

  // HL7 V3
  'omits-semantics': { semanticsText: () => '' },
  'keeps-any-ins': {
    trustsIns: () => true,
    sendsIns: () => true,
    screen: ({ text }) => ({ answer: false, text }),
  },
  'keeps-withdrawn-ins': {
    kept: (person, before) => (before?.ins ? { ...person, ins: before.ins, oid: before.oid, reliability: 'VALI' } : person),
  },
  'tells-production-ins': { refusesProduction: () => false },
  'revises-by-adding': { v3Feed: () => 'PRPA_IN201301UV02' },

  // agendas: slots
  'asks-any-slot': { slotCriteria: (criteria) => criteria.filter((one) => one?.[0] !== 'status') },
  'asks-code-alone': { tokenSystem: () => '' },
  'ignores-specialty': { slotCriteria: (criteria) => criteria.filter((one) => !one?.[0].endsWith('.specialty')) },
  'escapes-nothing': { escaped: (_written, value) => value },
  'asks-own-parameters': {
    slotCriteria: (criteria) => criteria.map((one) => one && [one[0].replace('schedule.actor:HealthcareService.name', 'motif'), one[1]]),
  },
  'asks-first-date-only': { slotCriteria: (criteria) => criteria.filter((one) => !one?.[1].startsWith('lt')) },
  'searches-in-utc': { searchedTime: (time) => `${time.slice(0, 19)}Z` },
  'includes-nothing': {
    slotCriteria: (criteria) => criteria.filter((one) => one?.[0] !== '_include'),
    screen: ({ kind, ...screen }) => (kind === 'unnamed' ? { answer: false, text: screen.text } : screen),
  },
  'makes-own-pages': {
    pointer: (_next, { link }) => {
      const { url } = link.find(({ relation }) => relation === 'self');
      return url.includes('page=') ? undefined : `${url}&page=2`;
    },
  },
  'follows-any-link': { staysHome: () => false },
  'reads-any-content': {
    contentIsFhir: () => true,
    screen: ({ kind, ...screen }) => (kind === 'slots' ? { answer: false, text: screen.text } : screen),
  },

  // agendas: access tokens
  'shows-token-in-address': {
    bearer: () => (url, _headers, token) => `${url}${url.includes('?') ? '&' : '?'}access_token=${token}`,
  },
  'never-renews-token': { renewals: () => 0, screen: ({ failed, ...screen }) => (failed ? { answer: false, text: screen.text } : screen) },
  'renews-token-without-end': { renewals: () => 6 },
  'renews-token-when-forbidden': { isExpired: (expired, status) => expired || status === 403 },
  'insists-for-token': { tokenAttempts: () => 7 },
  'searches-without-token': { goesOnWithoutToken: () => true },
  'hides-missing-token': { screen: ({ failed, ...screen }) => (failed ? { answer: false, text: 'Aucun créneau libre.' } : screen) },

  'takes-text-for-markup': {
    shownText: (text) => text?.replaceAll(/<[^>]*>/g, ''),
    screen: (screen) => (screen.text.includes('<img') ? screen : { answer: false, text: screen.text }),
  },
  'asks-json': { acceptedXml: () => 'application/fhir+json' },
  'sends-plain-json': {
    fhirMessage: ({ headers, ...message }) => ({
      ...message,
      headers: { ...headers, ...(message.body && { 'content-type': 'application/json' }) },
    }),
  },

  // agendas: appointments
  'books-without-slot': { appointment: without('slot') },
  'books-without-identifier': { appointment: without('identifier') },
  'books-what-was-asked-for': { appointment: (appointment) => ({ ...appointment, status: 'booked' }) },
  'books-at-winter-time': { appointmentTime: (time) => `${localOf(time).day}T${localOf(time).time}:00+01:00` },
  'takes-first-of-two-hours': { chosenSlot: (_chosen, fits) => fits[0] },
  'books-for-nobody': { appointment: ({ participant, ...appointment }) => ({ ...appointment, participant: participant.slice(1) }) },
  'books-again': { unanswered: () => undefined },
  'changes-by-id': {
    changedBy:
      (_own, { id }) =>
      (client, one, options) =>
        client.updateResource({ ...one, id }, options),
  },
  'deletes-appointment': {
    changedBy:
      (_own, { id }) =>
      (client, _one, options) =>
        client.deleteResource('Appointment', id, options),
  },
  'cancels-without-reason': { cancelled: without('cancelationReason') },
  'moves-time-only': { movedSlot: (_slot, { slot }) => slot },
  'cuts-identifier': { identifierAsked: (text) => text.split('&')[0] },
  'ignores-status': { appointmentCriteria: (criteria) => criteria.filter(([name]) => name !== 'status') },
  'asks-without-dates': { appointmentCriteria: (criteria) => criteria.filter(([name]) => name !== 'date') },
  'shows-cancelled-as-booked': {
    screen: ({ kind, ...screen }) =>
      kind === 'appointments' ? { answer: !screen.text.includes('annulé'), text: screen.text.replaceAll('annulé', 'pris') } : screen,
  },

  // agendas: declaring them
  'omits-availability-type': { availability: (parts) => parts.filter(({ url }) => url !== 'type') },
  'recurs-every-day': { recurrence: ({ every: _every, days: _days, ...rest }) => ({ every: 'DAILY', ...rest }) },
  'ignores-summer-time': { offset: () => '+01:00' },
  'begins-an-hour-early': { offset: () => '+02:00' },
  'declares-first-actor-only': { schedule: (schedule) => ({ ...schedule, actor: schedule.actor.slice(0, 1) }) },
  'patches-whole-agenda': { operations: (operations) => [{ op: 'replace', path: '/extension', value: [operations[0].value] }] },
  'omits-durations': { durations: () => [] },
  'forgets-times': { changedAgenda: without('extension'), addedTo: (extension) => extension.slice(-1) },
  'forces-change': { forces: () => true },
  'patches-wrong-time': { patchedPlace: (place) => place - 1 },
  'removes-by-status': {
    agendaRemoval: (_own, agenda) => (client, options) => client.updateResource({ ...agenda, active: false }, options),
    resourceRemoval: () => (client, resource, options) => client.updateResource({ ...resource, active: false }, options),
  },

  // declaring resources
  'refers-to-own-numbers': { references: (kept) => Object.fromEntries(Object.keys(kept).map((type) => [type, `${type}/42`])) },
  'writes-empty-elements': { declared: (resource) => ({ ...resource, comment: '' }) },
  'declares-again': {
    resourceChange:
      () =>
      (client, { id: _id, ...one }, options) =>
        client.createResource(one, options),
  },
  'omits-rpps-system': {
    declared: (resource) => ({ ...resource, identifier: resource.identifier?.map(without('system')) }),
  },
  'loses-accents': { declared: (resource) => JSON.parse(JSON.stringify(resource).normalize('NFD').replaceAll(/\p{M}/gu, '')) },
};

/** Reads `YYYYMMDDhhmmss` in UTC. */
function utc(text) {
  const [year, month, day, hour, minute, second] = text.match(/^(\d{4})|\d{2}/g).map(Number);
  return new Date(Date.UTC(year, month - 1, day, hour, minute, second));
}
