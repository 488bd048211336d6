import { Fault, RegistryError } from './fault.mjs';
import { IDENTIFIERS, identifierOf, missingIn, readSubmission, slotOf } from './metadata.mjs';
import { REPOSITORY, sha1 } from './store.mjs';
import { bytesOf } from '../wire/multipart.mjs';
import { all, children, first, NS, textOf, xml } from '../wire/xml.mjs';

/** ITI-41: checks a submission, keeps it, answers Success; throws the first error met. */
export function provideAndRegister({ body, parts, mtom, vihfPatient, store, breaks }) {
  if (!mtom) throw new Fault('Sender', undefined, 'ITI-41 attend un message MTOM.');
  const { set, entries, members, replacements } = readSubmission(body);
  if (!set || entries.length === 0) throw new RegistryError('XDSRepositoryMetadataError', 'Le lot est incomplet.');
  const documents = new Map(children(body, 'xdsb:Document').map((d) => [d.getAttribute('id'), d]));
  const patient = identifierOf(set, IDENTIFIERS.setPatient);
  const setId = identifierOf(set, IDENTIFIERS.setUniqueId);
  if (store.hasSet(setId)) throw new RegistryError('XDSDuplicateUniqueIdInRegistry', `Le lot ${setId} est déjà enregistré.`);
  for (const id of documents.keys())
    if (!entries.some((e) => e.getAttribute('id') === id))
      throw new RegistryError('XDSMissingDocumentMetadata', `Le document ${id} n'a pas de métadonnées.`);
  if (vihfPatient && breaks('patientCheck', true) && sameId(vihfPatient) !== sameId(patient))
    throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
  const accepted = entries.map((entry) => [entry, checkEntry(entry)]);
  for (const { target } of replacements) checkReplaced(target);

  for (const [entry, bytes] of accepted) store.add(entry, bytes);
  if (breaks('replacement', true)) for (const { target } of replacements) store.deprecate(target);
  store.addSet(setId);
  return { body: registryResponse(breaks('success', { status: 'Success', errors: [] })) };

  function checkEntry(entry) {
    const id = entry.getAttribute('id');
    const missing = missingIn(entry);
    if (missing.length > 0) throw new RegistryError('XDSRepositoryMetadataError', `Il manque à l’entrée ${id} : ${missing.join(', ')}.`);
    if (identifierOf(entry, IDENTIFIERS.entryPatient) !== patient)
      throw new RegistryError('XDSPatientIdDoesNotMatch', `L'entrée ${id} et le lot ne sont pas du même patient.`);
    if (!members.some((m) => m.source === set.getAttribute('id') && m.target === id))
      throw new RegistryError('XDSRepositoryMetadataError', `L'entrée ${id} n'est pas rattachée au lot.`);
    const document = documents.get(id);
    const bytes = document && bytesOf(document, first(document, 'xop:Include'), parts);
    if (!bytes) throw new RegistryError('XDSMissingDocument', `Le document de l'entrée ${id} n'est pas dans le message.`);
    checkBytes(entry, bytes);
    return bytes;
  }

  function checkBytes(entry, bytes) {
    const hash = slotOf(entry, 'hash')?.[0];
    const size = slotOf(entry, 'size')?.[0];
    if (breaks('hashCheck', true) && hash && hash.toLowerCase() !== sha1(bytes))
      throw new RegistryError('XDSRepositoryMetadataError', 'L’empreinte n’est pas celle du document reçu.');
    if (breaks('hashCheck', true) && size && Number(size) !== bytes.length)
      throw new RegistryError('XDSRepositoryMetadataError', 'La taille n’est pas celle du document reçu.');
    const known = store.byUniqueId(identifierOf(entry, IDENTIFIERS.entryUniqueId));
    if (known) {
      if (known.hash !== sha1(bytes))
        throw new RegistryError('XDSNonIdenticalHash', `Un autre contenu porte déjà l'identifiant ${known.uniqueId}.`);
      throw new RegistryError('XDSDuplicateUniqueIdInRegistry', `Le document ${known.uniqueId} est déjà enregistré.`);
    }
  }

  function checkReplaced(target) {
    const old = store.entry(target);
    if (!old) throw new RegistryError('UnresolvedReferenceException', `Le document remplacé ${target} est inconnu.`);
    if (old.status.endsWith('Deprecated'))
      throw new RegistryError('XDSRegistryDeprecatedDocumentError', `Le document ${target} est déjà remplacé.`);
    if (old.patient !== patient)
      throw new RegistryError('XDSPatientIdDoesNotMatch', `Le document remplacé ${target} est d'un autre patient.`);
  }
}

/** Identifier and authority of a CX, without what may follow. */
export const sameId = (cx) => cx?.split('^').slice(0, 4).join('^');

/** ITI-43: the documents asked for, each with its bytes as an attachment. */
export function retrieve({ body, mtom, vihfPatient, store, breaks }) {
  if (!mtom) throw new Fault('Sender', undefined, 'ITI-43 attend un message MTOM.');
  const found = [];
  const errors = [];
  for (const request of all(body, 'xdsb:DocumentRequest')) {
    const entry = store.byUniqueId(textOf(request, 'xdsb:DocumentUniqueId'));
    if (textOf(request, 'xdsb:RepositoryUniqueId') !== REPOSITORY)
      errors.push(new RegistryError('XDSUnknownRepositoryId', 'Cet entrepôt ne porte pas cet identifiant.'));
    else if (!breaks('held', entry)) errors.push(new RegistryError('XDSDocumentUniqueIdError', 'Ce document n’est pas dans l’entrepôt.'));
    else if (vihfPatient && breaks('patientCheck', true) && sameId(vihfPatient) !== sameId(entry.patient))
      throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
    else found.push({ entry, contentId: `document-${found.length + 1}@plateforme.example`, bytes: breaks('served', entry.bytes) });
  }
  const packaging = breaks('retrievePackaging', 'mtom');
  const status =
    errors.length === 0 ? 'Success'
    : found.length === 0 ? 'Failure'
    : 'PartialSuccess';
  return {
    packaging,
    attachments: found.map(({ entry, contentId, bytes }) => ({ contentId, type: entry.mimeType, bytes })),
    body: xml`<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="${NS.xdsb}">
${registryResponse({ status, errors })}${found.map(
      ({ entry, contentId, bytes }) => xml`
<xdsb:DocumentResponse>
  <xdsb:RepositoryUniqueId>${REPOSITORY}</xdsb:RepositoryUniqueId>
  <xdsb:DocumentUniqueId>${breaks('servedId', entry.uniqueId)}</xdsb:DocumentUniqueId>
  <xdsb:mimeType>${entry.mimeType}</xdsb:mimeType>
  <xdsb:Document>${
    packaging === 'mtom' ? xml`<xop:Include xmlns:xop="${NS.xop}" href="cid:${encodeURIComponent(contentId)}"/>` : bytes.toString('base64')
  }</xdsb:Document>
</xdsb:DocumentResponse>`,
    )}
</xdsb:RetrieveDocumentSetResponse>`,
  };
}

const STATUS = {
  Success: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success',
  Failure: 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Failure',
  PartialSuccess: 'urn:ihe:iti:2007:ResponseStatusType:PartialSuccess',
};

/** The list of errors of an answer; nothing when there are none. */
export const errorList = (errors) =>
  errors.length > 0
  && xml`<rs:RegistryErrorList xmlns:rs="${NS.rs}" highestSeverity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error">${errors.map(
    (e) => xml`
  <rs:RegistryError errorCode="${e.errorCode}" codeContext="${e.message}" severity="urn:oasis:names:tc:ebxml-regrep:ErrorSeverityType:Error" location=""/>`,
  )}
</rs:RegistryErrorList>`;

export const statusUri = (status) => STATUS[status];

/** rs:RegistryResponse */
export const registryResponse = ({ status, errors }) =>
  xml`<rs:RegistryResponse xmlns:rs="${NS.rs}" status="${STATUS[status]}">${errorList(errors)}</rs:RegistryResponse>`;
