import { errorList, statusUri } from './answers.mjs';
import { Fault, RegistryError } from './fault.mjs';
import { seesEntry } from './masking.mjs';
import { sameId, serialize } from './metadata.mjs';
import { Given, QUERIES, viewOf } from './queries.mjs';
import { first, NS, raw, xml } from '../wire/xml.mjs';

/** ITI-18: stored queries, answered with whole objects or with references. */
export function storedQuery({ body, vihfPatient, requester, store, breaks }) {
  const query = first(body, 'rim:AdhocQuery');
  const question = breaks('questions', QUERIES)[query?.getAttribute('id')];
  const strict = breaks('strict', true);
  if (!question) {
    if (!strict) return { body: queryResponse('Success', [], [], breaks) };
    throw new RegistryError('XDSUnknownStoredQuery', 'Cette requête enregistrée n’est pas connue.');
  }
  const given = new Given(query);
  if (strict) given.check(question);
  const level = given.one('$MetadataLevel');
  const view = viewOf(store, { level, breaks, sees: (entry) => !breaks('masking', true) || seesEntry(requester, entry) });
  const found = [...new Set(question.run(view, given))];
  if (vihfPatient && breaks('patientCheck', true)) {
    const asked =
      question.required?.[0] && /atientId$/.test(question.required[0]) ?
        [given.one(question.required[0])]
      : found.flatMap((o) => o.patient ?? []);
    if (asked.some((p) => sameId(p) !== sameId(vihfPatient)))
      throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
  }
  const returnType = first(body, 'query:ResponseOption')?.getAttribute('returnType') ?? '';
  if (!['LeafClass', 'ObjectRef'].includes(returnType))
    throw new RegistryError('XDSRegistryError', `Le type de réponse « ${returnType} » n’est pas connu.`);
  const objects = found.map((o) =>
    breaks('returnType', returnType) === 'ObjectRef' ? xml`<rim:ObjectRef id="${o.id}"/>` : raw(breaks('object', serialize(o))),
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
