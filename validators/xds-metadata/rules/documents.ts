import { createHash } from 'node:crypto';
import { NOTHING, rule, same, type Artefact, type Rule } from '../../../src/model/index.js';
import {
  documentsOf,
  ENTRY_TYPE,
  IDENTIFIER,
  includeHref,
  type RegistryObject,
  type Submission,
} from '../../../src/protocols/ebxml/index.js';
import { documentsBeside } from '../../coherence/beside.js';
import type { Delivery } from '../delivery.js';
import type { Judge } from '../judge.js';

const PROVIDE = 'IHE ITI TF-2, 3.41.4.1';

export const documentRules: Rule[] = [
  rule({
    id: 'XDS-130',
    level: 'SHALL',
    title: {
      fr: 'Chaque fiche d’un message ITI-41 est accompagnée de son document.',
      en: 'Each entry of an ITI-41 message comes with its document.',
    },
    message: { fr: 'Le document de cette fiche n’est pas dans le message.', en: 'The document of this entry is not in the message.' },
    hint: {
      fr: 'Ajouter un xdsb:Document dont id est celui de l’ExtrinsicObject, casse comprise.',
      en: 'Add an xdsb:Document whose id is that of the ExtrinsicObject, case included.',
    },
    clause: PROVIDE,
    example: {
      right: '<rim:ExtrinsicObject id="Document01"/> … <xdsb:Document id="Document01">',
      wrong: '<rim:ExtrinsicObject id="Document01"/> … <xdsb:Document id="document01">',
    },
  }),
  rule({
    id: 'XDS-131',
    level: 'SHALL',
    title: { fr: 'Chaque document d’un message ITI-41 a sa fiche.', en: 'Each document of an ITI-41 message has its entry.' },
    message: { fr: 'Ce document n’a pas de fiche dans le message.', en: 'This document has no entry in the message.' },
    hint: {
      fr: 'Ajouter l’ExtrinsicObject de ce document, ou retirer le document.',
      en: 'Add the ExtrinsicObject of this document, or remove the document.',
    },
    clause: PROVIDE,
    example: {
      right: '<rim:ExtrinsicObject id="Document01"/> … <xdsb:Document id="Document01">',
      wrong: '<xdsb:Document id="Document02"> sans ExtrinsicObject de cet id',
    },
  }),
  rule({
    id: 'XDS-132',
    level: 'SHALL',
    title: { fr: 'Chaque xdsb:Document a un id qui lui est propre.', en: 'Each xdsb:Document has an id of its own.' },
    message: { fr: 'L’id de ce document manque ou sert déjà.', en: 'The id of this document is missing or already used.' },
    hint: {
      fr: 'Reprendre dans id celui de l’ExtrinsicObject du document.',
      en: 'Repeat in id that of the ExtrinsicObject of the document.',
    },
    clause: PROVIDE,
    example: { right: '<xdsb:Document id="Document01">', wrong: '<xdsb:Document>' },
  }),
  rule({
    id: 'XDS-133',
    level: 'SHALL',
    title: { fr: 'hash est l’empreinte SHA-1 du document transmis.', en: 'hash is the SHA-1 hash of the document sent.' },
    message: { fr: 'hash n’est pas l’empreinte du document transmis.', en: 'hash is not that of the document sent.' },
    why: {
      fr: 'Un consommateur ne peut plus savoir si le document a été altéré, et l’entrepôt le refuse.',
      en: 'A consumer can no longer tell whether the document was altered, and the repository refuses it.',
    },
    hint: {
      fr: 'Calculer SHA-1 sur les octets exacts du document, après toute transformation.',
      en: 'Compute SHA-1 over the exact bytes of the document, after any transformation.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.2.10',
    example: {
      right: '<rim:Value>da39a3ee5e6b4b0d3255bfef95601890afd80709</rim:Value> (0 octet)',
      wrong: '<rim:Value>0000000000000000000000000000000000000000</rim:Value>',
    },
  }),
  rule({
    id: 'XDS-134',
    level: 'SHALL',
    title: { fr: 'size est le nombre d’octets du document transmis.', en: 'size is the number of bytes of the document sent.' },
    message: { fr: 'size n’est pas la taille du document transmis.', en: 'size is not that of the document sent.' },
    hint: {
      fr: 'Compter les octets du document, pas ses caractères ni sa forme en base64.',
      en: 'Count the bytes of the document, not its characters nor its base64 form.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.2.23',
    example: { right: '<rim:Value>36512</rim:Value> (36 512 octets)', wrong: '<rim:Value>48683</rim:Value> (36 512 octets)' },
  }),
  rule({
    id: 'XDS-135',
    level: 'SHALL',
    title: { fr: 'Un uniqueId ne figure qu’une fois dans le message.', en: 'A uniqueId appears only once in the message.' },
    message: {
      fr: 'Ce uniqueId est déjà celui d’un autre objet du message.',
      en: 'This uniqueId is already that of another object of the message.',
    },
    hint: { fr: 'Donner un OID distinct au lot et à chaque document.', en: 'Give the SubmissionSet and each document an OID of its own.' },
    clause: 'IHE ITI TF-3, 4.2.3.2.28, 4.2.3.3',
    example: { right: 'lot 1.2.250.1.999.1.1.8120, document 1.2.250.1.999.1.1.8121', wrong: 'lot et document 1.2.250.1.999.1.1.8120' },
  }),
];

/** The documents of a message: those the SOAP layer attached, or those that stand in the XML as base64. */
function contentsOf(artefact: Artefact, submission: Submission): ReadonlyMap<string, Uint8Array> | undefined {
  const attached = documentsOf(artefact);
  if (attached || !submission.provide) return attached;
  return new Map(
    submission.documents
      .filter(({ element }) => includeHref(element) === undefined && element.text.trim() !== '')
      .map(({ id, element }): [string, Uint8Array] => [id, Buffer.from(element.text, 'base64')]),
  );
}

/** The documents of an ITI-41 message or of an XDM package, against the entries that describe them. */
export function checkDocuments(judge: Judge, submission: Submission, delivery: Delivery, related: readonly Artefact[] = []): void {
  checkUniqueIds(judge, submission);
  const { provide, documents, documentEntries, request } = submission;
  const contents = contentsOf(judge.artefact, submission);
  const attached = documentsOf(judge.artefact);
  if (delivery === 'file' && !attached && related.length > 0) return checkBeside(judge, submission, related);
  // a repository that registers, or an administrator who updates, sends no document
  if (delivery === 'ITI-42' || delivery === 'ITI-57' || (!provide && !attached)) return;
  const elements = new Map(documents.map(({ id, element }) => [id, element]));
  const seen = new Set<string>();
  for (const { id, element } of documents) {
    judge.expect('XDS-132', id !== '' && !seen.has(id), id === '' ? { in: element, missing: '@id' } : [element, 'id'], () => ({
      expected: { fr: 'un id propre au document', en: 'an id of its own' },
      actual: id === '' ? NOTHING : same(id),
    }));
    seen.add(id);
  }
  const entries = new Set(documentEntries.map(({ id }) => id));
  for (const id of new Set([...elements.keys(), ...(attached?.keys() ?? [])])) {
    if (id === '') continue;
    const element = elements.get(id);
    judge.expect('XDS-131', entries.has(id), element ? [element, 'id'] : request, () => ({
      expected: { fr: `un ExtrinsicObject id="${id}"`, en: `an ExtrinsicObject id="${id}"` },
      actual: NOTHING,
    }));
  }
  for (const entry of documentEntries) {
    if (entry.objectType === ENTRY_TYPE.onDemand) continue;
    const present = attached ? attached.has(entry.id) : elements.has(entry.id);
    judge.expect('XDS-130', present, elements.get(entry.id) ?? entry.element, () => ({
      expected: { fr: `le contenu de xdsb:Document id="${entry.id}"`, en: `the content of xdsb:Document id="${entry.id}"` },
      actual: NOTHING,
    }));
    const bytes = contents?.get(entry.id);
    if (bytes) checkContent(judge, entry, bytes);
  }
}

/** Bare metadata, with documents that lie beside them. */
function checkBeside(judge: Judge, { documentEntries }: Submission, related: readonly Artefact[]): void {
  const describedBy = documentsBeside(related);
  for (const entry of documentEntries) {
    const document = describedBy(entry);
    if (document) checkContent(judge, entry, document.bytes);
  }
}

function checkContent(judge: Judge, entry: RegistryObject, bytes: Uint8Array): void {
  const hash = entry.slot('hash')?.values[0];
  if (hash && /^[0-9a-f]{40}$/i.test(hash.text)) {
    const computed = createHash('sha1').update(bytes).digest('hex');
    judge.expect('XDS-133', hash.text.toLowerCase() === computed, hash.element, () => ({
      expected: same(computed),
      actual: same(hash.text),
    }));
  }
  const size = entry.slot('size')?.values[0];
  if (size && /^\d{1,15}$/.test(size.text))
    judge.expect('XDS-134', Number(size.text) === bytes.length, size.element, () => ({
      expected: same(String(bytes.length)),
      actual: same(size.text),
    }));
}

function checkUniqueIds(judge: Judge, { documentEntries, submissionSets, folders }: Submission): void {
  const seen = new Set<string>();
  const lists: [readonly RegistryObject[], string][] = [
    [submissionSets, IDENTIFIER.setUniqueId],
    [documentEntries, IDENTIFIER.entryUniqueId],
    [folders, IDENTIFIER.folderUniqueId],
  ];
  for (const [objects, scheme] of lists)
    for (const object of objects) {
      const identifier = object.externalIdentifier(scheme);
      if (!identifier?.identifierValue) continue;
      judge.expect('XDS-135', !seen.has(identifier.identifierValue), [identifier.element, 'value'], () => ({
        expected: { fr: 'un uniqueId propre à l’objet', en: 'a uniqueId of its own' },
        actual: same(identifier.identifierValue),
      }));
      seen.add(identifier.identifierValue);
    }
}
