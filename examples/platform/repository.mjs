import { registryResponse } from './answers.mjs';
import { Fault, RegistryError } from './fault.mjs';
import { seesEntry } from './masking.mjs';
import { missingIn, readSubmission, sameId, setSlot, slotOf } from './metadata.mjs';
import { register } from './register.mjs';
import { REPOSITORY, sha1 } from './store.mjs';
import { bytesOf } from '../wire/multipart.mjs';
import { all, children, first, NS, textOf, xml } from '../wire/xml.mjs';

/** ITI-41: checks a submission, keeps it, answers Success; throws the first error met. */
export function provideAndRegister({ body, parts, mtom, vihfPatient, store, breaks }) {
  if (!mtom) throw new Fault('Sender', undefined, 'ITI-41 attend un message MTOM.');
  const objects = readSubmission(body);
  const entries = objects.filter((o) => o.kind === 'entry');
  const set = objects.find((o) => o.kind === 'set');
  if (!set || entries.length === 0) throw new RegistryError('XDSRepositoryMetadataError', 'Le lot est incomplet.');
  const documents = new Map(children(body, 'xdsb:Document').map((d) => [d.getAttribute('id'), d]));
  for (const id of documents.keys())
    if (!entries.some((e) => e.submittedId === id))
      throw new RegistryError('XDSMissingDocumentMetadata', `Le document ${id} n'a pas de métadonnées.`);
  if (vihfPatient && breaks('patientCheck', true) && sameId(vihfPatient) !== sameId(set.patient))
    throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
  const received = entries.map((entry) => ({ entry, bytes: bytesFor(entry) })).filter(({ bytes }) => bytes);
  for (const { entry, bytes } of received)
    for (const [name, value] of Object.entries(
      breaks('registered', { hash: sha1(bytes), size: bytes.length, repositoryUniqueId: REPOSITORY }),
    ))
      setSlot(entry.element, name, String(value));
  register(objects, { store, breaks });
  for (const { entry, bytes } of received)
    store.keepDocument(entry.uniqueId, { bytes, entry, mimeType: entry.element.getAttribute('mimeType') });
  return { body: registryResponse(breaks('success', { status: 'Success', errors: [] })) };

  function bytesFor(entry) {
    const missing = missingIn(entry);
    if (missing.length > 0)
      throw new RegistryError('XDSRepositoryMetadataError', `Il manque à l’entrée ${entry.submittedId} : ${missing.join(', ')}.`);
    const document = documents.get(entry.submittedId);
    const bytes = document && bytesOf(document, first(document, 'xop:Include'), parts);
    if (!bytes && breaks('documentCheck', true))
      throw new RegistryError('XDSMissingDocument', `Le document de l'entrée ${entry.submittedId} n'est pas dans le message.`);
    if (bytes && breaks('hashCheck', true)) checkBytes(entry, bytes);
    return bytes;
  }

  function checkBytes({ element }, bytes) {
    const hash = slotOf(element, 'hash');
    const size = slotOf(element, 'size');
    if (hash && hash.toLowerCase() !== sha1(bytes))
      throw new RegistryError('XDSRepositoryMetadataError', 'L’empreinte n’est pas celle du document reçu.');
    if (size && Number(size) !== bytes.length)
      throw new RegistryError('XDSRepositoryMetadataError', 'La taille n’est pas celle du document reçu.');
  }
}

/** ITI-43: the documents asked for, each with its bytes as an attachment. */
export function retrieve({ body, mtom, vihfPatient, requester, store, breaks }) {
  if (!mtom) throw new Fault('Sender', undefined, 'ITI-43 attend un message MTOM.');
  const found = [];
  const errors = [];
  for (const request of all(body, 'xdsb:DocumentRequest')) {
    const uniqueId = textOf(request, 'xdsb:DocumentUniqueId');
    const document = breaks('held', store.document(uniqueId));
    if (textOf(request, 'xdsb:RepositoryUniqueId') !== REPOSITORY && breaks('retrieveCheck', true))
      errors.push(new RegistryError('XDSUnknownRepositoryId', 'Cet entrepôt ne porte pas cet identifiant.'));
    else if (!document || !isSeen(uniqueId)) {
      if (breaks('retrieveCheck', true))
        errors.push(new RegistryError('XDSDocumentUniqueIdError', `Le document ${uniqueId} n’est pas dans l’entrepôt.`));
    } else if (vihfPatient && breaks('patientCheck', true) && sameId(vihfPatient) !== sameId(document.entry.patient))
      throw new Fault('Sender', 'wsse:FailedAuthentication', 'Le VIHF est établi pour un autre patient.');
    else
      found.push({
        uniqueId,
        document,
        contentId: `document-${found.length + 1}@plateforme.example`,
        bytes: breaks('served', document.bytes),
      });
  }
  const packaging = breaks('retrievePackaging', 'mtom');
  const given = breaks('partial', { found, errors });
  const status =
    given.errors.length === 0 ? 'Success'
    : given.found.length === 0 ? 'Failure'
    : 'PartialSuccess';
  return {
    packaging,
    attachments: given.found.map(({ document, contentId, bytes }) => ({ contentId, type: document.mimeType, bytes })),
    body: xml`<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="${NS.xdsb}">
${registryResponse({ status, errors: given.errors })}${given.found.map(
      ({ uniqueId, document, contentId, bytes }) => xml`
<xdsb:DocumentResponse>
  <xdsb:RepositoryUniqueId>${REPOSITORY}</xdsb:RepositoryUniqueId>
  <xdsb:DocumentUniqueId>${breaks('servedId', uniqueId)}</xdsb:DocumentUniqueId>
  <xdsb:mimeType>${document.mimeType}</xdsb:mimeType>
  <xdsb:Document>${
    packaging === 'mtom' ? xml`<xop:Include xmlns:xop="${NS.xop}" href="cid:${encodeURIComponent(contentId)}"/>` : bytes.toString('base64')
  }</xdsb:Document>
</xdsb:DocumentResponse>`,
    )}
</xdsb:RetrieveDocumentSetResponse>`,
  };

  /** By the current metadata of the document: they may have been masked since it was submitted. */
  function isSeen(uniqueId) {
    const entries = store.withUniqueId(uniqueId).map((entry) => store.latest(entry.lid));
    return !breaks('masking', true) || entries.some((entry) => seesEntry(requester, entry));
  }
}
