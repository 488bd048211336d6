import { Fault, RegistryError } from './fault.mjs';
import { CODES, codesOf, EVENT_CODES, slotOf } from './metadata.mjs';
import { errorList, sameId, statusUri } from './repository.mjs';
import { serialize } from './store.mjs';
import { all, children, first, NS, raw, xml } from '../wire/xml.mjs';

const QUERIES = {
  'urn:uuid:14d4debf-8f97-4251-9a74-a90016b0af0d': findDocuments,
  'urn:uuid:5c4f972b-d56b-40ac-a5fc-c8ca9b40b9d4': getDocuments,
};
const P = '$XDSDocumentEntry';

/** ITI-18: FindDocuments and GetDocuments, answered with whole entries or with references. */
export function storedQuery({ body, vihfPatient, store, breaks }) {
  const query = first(body, 'rim:AdhocQuery');
  const run = QUERIES[query?.getAttribute('id')];
  if (!run) throw new RegistryError('XDSUnknownStoredQuery', 'Cette requête enregistrée n’est pas connue.');
  const slots = new Map();
  for (const slot of children(query, 'rim:Slot')) {
    const name = slot.getAttribute('name');
    slots.set(name, [...(slots.get(name) ?? []), readValues(all(slot, 'rim:Value').map((v) => v.textContent.trim()))]);
  }
  const found = run(slots, store, breaks);
  if (vihfPatient && breaks('patientCheck', true) && found.asked.some((p) => sameId(p) !== sameId(vihfPatient)))
    throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
  const returnType = first(body, 'query:ResponseOption')?.getAttribute('returnType') ?? '';
  if (!['LeafClass', 'ObjectRef'].includes(returnType))
    throw new RegistryError('XDSRegistryError', `Le type de réponse « ${returnType} » n’est pas connu.`);
  const objects = found.entries.map((e) =>
    returnType === 'ObjectRef' ? xml`<rim:ObjectRef id="${e.uuid}"/>` : raw(breaks('object', serialize(e))),
  );
  return { body: queryResponse('Success', objects, [], breaks) };
}

/** query:AdhocQueryResponse */
export const queryResponse = (status, objects, errors, breaks) => {
  const list = xml`<rim:RegistryObjectList>${objects}</rim:RegistryObjectList>`;
  return xml`<query:AdhocQueryResponse xmlns:query="${NS.query}" xmlns:rim="${NS.rim}" status="${statusUri(status)}">${errorList(errors)}${
    objects.length > 0 ? list : breaks('emptyList', list)
  }</query:AdhocQueryResponse>`;
};

/** Values of a query parameter: `'a'`, `('a','b')` or a number; `list` says whether parentheses were there. */
function readValues(texts) {
  const list = texts.some((t) => t.startsWith('('));
  const values = texts.flatMap((t) => t.match(/'(?:[^']|'')*'|\d+/g) ?? []);
  const quoted = texts.every((t) => /^\(?\s*(?:'|\d+$)/.test(t));
  return { list, quoted, values: values.map((v) => (v.startsWith("'") ? v.slice(1, -1).replaceAll("''", "'") : v)) };
}

function single(slots, name) {
  const given = slots.get(name);
  if (!given) throw new RegistryError('XDSStoredQueryMissingParam', `Le paramètre ${name} manque.`);
  if (given.length > 1 || given[0].list || given[0].values.length !== 1)
    throw new RegistryError('XDSStoredQueryParamNumber', `Le paramètre ${name} prend une valeur et une seule.`);
  if (!given[0].quoted) throw new RegistryError('XDSRegistryError', `La valeur de ${name} n’est pas entre apostrophes.`);
  return given[0].values[0];
}

const several = (slots, name) => slots.get(name)?.flatMap((s) => s.values);

function findDocuments(slots, store, breaks) {
  const patient = single(slots, `${P}PatientId`);
  const status = several(slots, `${P}Status`);
  if (!status?.length) throw new RegistryError('XDSStoredQueryMissingParam', `Le paramètre ${P}Status manque.`);
  const tests = [
    (e) => !breaks('patientFilter', true) || sameId(e.patient) === sameId(patient),
    (e) => status.includes(e.status),
    ...Object.entries({ ...CODES, EventCodeList: EVENT_CODES }).flatMap(([name, scheme]) =>
      (slots.get(`${P}${name}`) ?? []).map((s) => (e) => codesOf(e.object, scheme).some((c) => s.values.includes(c))),
    ),
    ...['creationTime', 'serviceStartTime', 'serviceStopTime'].flatMap((name) => timeTests(slots, name)),
  ];
  return { asked: [patient], entries: store.all().filter((e) => tests.every((t) => t(e))) };
}

/** Inclusive lower bound, exclusive upper bound; partial dates compare as text. */
function timeTests(slots, name) {
  const parameter = `${P}${name[0].toUpperCase()}${name.slice(1)}`;
  const of = (e) => slotOf(e.object, name)?.[0] ?? '';
  const from = slots.has(`${parameter}From`) && single(slots, `${parameter}From`);
  const to = slots.has(`${parameter}To`) && single(slots, `${parameter}To`);
  return [from && ((e) => of(e) >= from), to && ((e) => of(e) !== '' && of(e) < to)].filter(Boolean);
}

function getDocuments(slots, store, breaks) {
  const uuids = several(slots, `${P}EntryUUID`);
  const uniqueIds = several(slots, `${P}UniqueId`);
  if (!uuids === !uniqueIds) throw new RegistryError('XDSStoredQueryMissingParam', `Un seul de ${P}EntryUUID et ${P}UniqueId est attendu.`);
  const entries = store.all().filter((e) => (uuids ? uuids.includes(e.uuid) : uniqueIds.includes(e.uniqueId)));
  return { asked: entries.map((e) => e.patient), entries: breaks('details', entries) };
}
