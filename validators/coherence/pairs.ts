import { ASSOCIATION, IDENTIFIER, SCHEME, type Association } from '../../src/protocols/ebxml/index.js';
import { createHash } from 'node:crypto';
import { COMPARISONS } from './comparisons.js';
import type { Known, Publication, Published } from './publication.js';
import { authorScopes, cdaScope, metadataScope, vihfScope, type Scope, type Stated } from './scope.js';

/** Two sides that speak of the same thing, and others that may tell which of them is wrong. */
export interface Pair {
  left: Scope;
  right: Scope;
  others?: readonly Scope[];
}

const replacementsOf = ({ replacements }: Publication, { entry }: Published): readonly Association[] => replacements.get(entry.id) ?? [];

const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

const entryScope = (publication: Publication, published: Published): Scope =>
  metadataScope('entry', publication.envelope, published.entry, {
    replacements: replacementsOf(publication, published),
    ...(published.bytes && { hash: () => sha1(published.bytes!) }),
  });
const earlierEntry = ({ artefact, published: { entry, bytes } }: Known): Scope =>
  metadataScope('earlier-entry', artefact, entry, bytes && { hash: () => sha1(bytes) });

const documentScope = ({ document, cda }: Published): Scope[] => (document && cda ? [cdaScope('cda', document, cda)] : []);
const senderScope = ({ envelope, vihf }: Publication): Scope[] => (vihf ? [vihfScope(envelope, vihf)] : []);
const authorsOf = ({ envelope }: Publication, { entry }: Published): Scope[] =>
  authorScopes('entry', envelope, entry.classifiedBy(SCHEME.entryAuthor));

/** Each entry whose document is a CDA, with it. */
function documents(publication: Publication): Pair[] {
  const others = senderScope(publication);
  return publication.published.flatMap((one) => documentScope(one).map((right) => ({ left: entryScope(publication, one), right, others })));
}

/** Each author of an entry, with the document. */
const authors = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) =>
    documentScope(one).flatMap((right) => authorsOf(publication, one).map((left) => ({ left, right }))),
  );

/** Each author of an entry, with the author of the document who is the same person. */
function sameAuthors(publication: Publication): Pair[] {
  const { person } = COMPARISONS;
  return publication.published.flatMap((one) => {
    const { cda, document } = one;
    if (!cda || !document) return [];
    const inCda = cda.elements('author').map((element) => cdaScope('cda', document, element));
    return authorsOf(publication, one).flatMap((left) => {
      const keys = left.read('authorPerson').map(person.key);
      const right = inCda.find((scope) =>
        scope.read('assignedAuthor/id/@extension').some((id) => keys.some((key) => key !== undefined && person.agree(key, person.key(id)))),
      );
      return right ? [{ left, right }] : [];
    });
  });
}

/** Each patient that the entries name (the submission set, where there is no entry), with the VIHF. */
function patients(publication: Publication): Pair[] {
  const { envelope, set, published } = publication;
  const told = new Set<string>();
  return senderScope(publication).flatMap((right) => {
    // that the set and its documents are of one patient is for the rules of the metadata
    if (published.length === 0) return set ? [{ left: metadataScope('set', envelope, set), right }] : [];
    return published.flatMap((one) => {
      const patient = one.entry.identifier(IDENTIFIER.entryPatientId)?.trim() ?? '';
      if (told.has(patient)) return [];
      told.add(patient);
      return [{ left: entryScope(publication, one), right, others: documentScope(one) }];
    });
  });
}

/** The authors of the submission set, with the VIHF: the one who is the user first. */
function sender(publication: Publication): Pair[] {
  const { envelope, set, published } = publication;
  if (!set) return [];
  const others = published.flatMap((one) => [...authorsOf(publication, one), ...documentScope(one)]);
  return senderScope(publication).flatMap((right) => {
    const { person } = COMPARISONS;
    const user = right.read('NameID').map(person.key)[0];
    const scopes = authorScopes('set', envelope, set.classifiedBy(SCHEME.setAuthor));
    const isUser = (scope: Scope): boolean =>
      user !== undefined && scope.read('authorPerson').some((one) => person.agree(person.key(one) ?? {}, user));
    const left = scopes.find(isUser) ?? scopes[0];
    return left ? [{ left, right, others }] : [];
  });
}

/** Each entry that replaces, with the entry it points at. */
const replaced = (publication: Publication): { one: Published; known: Known }[] =>
  publication.published.flatMap((one) => {
    const known = replacementsOf(publication, one).map(({ target }) => publication.earlier.entry(target));
    return known[0] ? [{ one, known: known[0] }] : [];
  });

const replacedEntries = (publication: Publication): Pair[] =>
  replaced(publication).map(({ one, known }) => ({ left: entryScope(publication, one), right: earlierEntry(known) }));

/** Each document that replaces, with the entry that its metadata point at. */
const replacedByName = (publication: Publication): Pair[] =>
  replaced(publication).flatMap(({ one, known }) => documentScope(one).map((left) => ({ left, right: earlierEntry(known) })));

/** Each document that says it replaces, with the earlier document of that identifier. */
const replacedDocuments = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) =>
    documentScope(one).flatMap((left) =>
      left
        .read("relatedDocument[@typeCode='RPLC']/parentDocument/id/@root")
        .slice(0, 1)
        .flatMap((parent) => publication.earlier.entriesOf(String(COMPARISONS['document-id'].key(parent))))
        .flatMap(({ published: { document, cda } }) => (document && cda ? [{ left, right: cdaScope('earlier-cda', document, cda) }] : [])),
    ),
  );

/** Each entry, with earlier ones of its uniqueId, but for those it replaces: that is told on its own. */
const sameDocuments = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) =>
    publication.earlier
      .entriesOf(one.entry.identifier(IDENTIFIER.entryUniqueId)?.trim() ?? '')
      .filter(({ published }) => !replacementsOf(publication, one).some(({ target }) => target === published.entry.id))
      .map((earlier) => ({ left: entryScope(publication, one), right: earlierEntry(earlier) })),
  );

/** The submission set, with each earlier one. */
const sets = ({ envelope, set, earlier }: Publication): Pair[] =>
  set ?
    earlier.sets.map(({ artefact, object }) => ({
      left: metadataScope('set', envelope, set),
      right: metadataScope('earlier-set', artefact, object),
    }))
  : [];

/** Each entry that goes into an earlier folder, with the folder. */
const filed = (publication: Publication): Pair[] =>
  publication.submission.associations.flatMap(({ type, source, target }) => {
    if (type !== ASSOCIATION.hasMember) return [];
    const folder = publication.earlier.folder(source);
    const one = folder && publication.published.find(({ entry }) => entry.id === target);
    if (!one) return [];
    return [{ left: entryScope(publication, one), right: metadataScope('folder', folder.artefact, folder.object) }];
  });

/** All patients whom the searches returned, as one side. */
const allFound = ({ found }: Publication): Scope[] =>
  found[0] ?
    [
      {
        side: 'found',
        read: (locator) => found.flatMap((patient) => patient.read(locator)),
        missing: (locator) => found[0]!.missing(locator),
      },
    ]
  : [];

/** Each entry, with all patients whom the searches returned. */
const entriesFound = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) => allFound(publication).map((right) => ({ left: entryScope(publication, one), right })));

/** Each document, with them. */
const documentsFound = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) => documentScope(one).flatMap((left) => allFound(publication).map((right) => ({ left, right }))));

/** The VIHF, with them. */
const vihfFound = (publication: Publication): Pair[] =>
  senderScope(publication).flatMap((left) => allFound(publication).map((right) => ({ left, right })));

/** The patient whom one of these statements names, as the last answer told them; where there is only one, that one. */
function theOneFound({ found }: Publication, ids: readonly Stated[]): Scope[] {
  const { patient } = COMPARISONS;
  const keys = ids.flatMap((id) => patient.key(id) ?? []);
  const named = found.findLast((scope) =>
    scope.read('PID-3').some((id) => keys.some((key) => patient.agree(key, patient.key(id) ?? {}) === true)),
  );
  const one = named ?? (found.length === 1 ? found[0] : undefined);
  return one ? [one] : [];
}

/** Each entry, with the patient found whom it names. */
const entriesOfFound = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) => {
    const left = entryScope(publication, one);
    return theOneFound(publication, left.read('patientId')).map((right) => ({ left, right }));
  });

/** Each document, with the patient found whom it names. */
const documentsOfFound = (publication: Publication): Pair[] =>
  publication.published.flatMap((one) =>
    documentScope(one).flatMap((left) =>
      theOneFound(publication, left.read('recordTarget/patientRole/id/@extension')).map((right) => ({ left, right })),
    ),
  );

/** What the rows of a group are judged on, by name. */
export const PAIRS = {
  document: documents,
  authors,
  author: sameAuthors,
  patient: patients,
  sender,
  'replaced-entry': replacedEntries,
  'replaced-by-name': replacedByName,
  'replaced-document': replacedDocuments,
  'same-document': sameDocuments,
  set: sets,
  filed,
  'found-entry': entriesFound,
  'found-document': documentsFound,
  'found-vihf': vihfFound,
  'entry-of-found': entriesOfFound,
  'document-of-found': documentsOfFound,
} satisfies Record<string, (publication: Publication) => Pair[]>;
export type PairsName = keyof typeof PAIRS;
