import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import { ENTRY_TYPE, NODE, SCHEME, type RegistryObject, type SlotHolder, type Submission } from '../../../src/protocols/ebxml/index.js';
import type { Judge } from '../judge.js';

/** What an object may hold, and what it may not. */
export const extentRules: Rule[] = [
  rule({
    id: 'XDS-25',
    level: 'SHOULD',
    title: {
      fr: 'Un classeur porte un titre et au moins un code (codeList).',
      en: 'A Folder has a title and at least one code (codeList).',
    },
    message: { fr: 'Le titre ou codeList manque à ce classeur.', en: 'The title or codeList is missing from this Folder.' },
    hint: {
      fr: 'Ajouter Name/LocalizedString et une Classification codeList.',
      en: 'Add Name/LocalizedString and a codeList Classification.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.4',
    example: {
      right: `<rim:Classification classificationScheme="${SCHEME.folderCodeList}" nodeRepresentation="PSC">`,
      wrong: '<rim:RegistryPackage id="Folder01">… sans codeList …</rim:RegistryPackage>',
    },
  }),
  rule({
    id: 'XDS-27',
    level: 'SHALL',
    title: {
      fr: 'Les métadonnées ne se déclarent pas réduites (limitedMetadata) : elles sont complètes.',
      en: 'The metadata are not declared limited (limitedMetadata): they are complete.',
    },
    message: { fr: 'Cet objet se déclare en métadonnées réduites.', en: 'This object is declared to have limited metadata.' },
    hint: {
      fr: 'Retirer la Classification limitedMetadata et écrire toutes les métadonnées.',
      en: 'Remove the limitedMetadata Classification and write all the metadata.',
    },
    clause: 'CI-SIS, Partage de documents de santé, métadonnées XDS ; IHE ITI TF-3, 4.2.3.2',
    example: {
      right: '<!-- aucune Classification limitedMetadata -->',
      wrong: `<rim:Classification classificationNode="${NODE.documentEntryLimitedMetadata}"/>`,
    },
  }),
  rule({
    id: 'XDS-28',
    level: 'SHALL',
    title: {
      fr: 'La fiche d’un document à la demande ne porte ni creationTime, ni hash, ni size.',
      en: 'The entry of an on-demand document has none of creationTime, hash and size.',
    },
    message: {
      fr: 'Un document à la demande n’est pas encore créé : cet attribut ne peut pas être connu.',
      en: 'An on-demand document is not created yet: this attribute cannot be known.',
    },
    hint: { fr: 'Retirer creationTime, hash et size.', en: 'Remove creationTime, hash and size.' },
    clause: 'IHE ITI TF-3, 4.2.3.2',
    example: {
      right: `<rim:ExtrinsicObject objectType="${ENTRY_TYPE.onDemand}"> sans hash`,
      wrong: `<rim:ExtrinsicObject objectType="${ENTRY_TYPE.onDemand}"> … <rim:Slot name="hash">`,
    },
  }),
  rule({
    id: 'XDS-29',
    level: 'SHOULD',
    title: {
      fr: 'Un Slot est un attribut XDS de son objet ; une métadonnée supplémentaire a un nom qui commence par urn:.',
      en: 'A Slot is an XDS attribute of its object; extra metadata have a name that begins with urn:.',
    },
    message: { fr: 'Ce Slot n’est pas un attribut XDS de cet objet.', en: 'This Slot is not an XDS attribute of this object.' },
    why: {
      fr: 'Un registre l’ignore (XDSExtraMetadataNotSaved) ou refuse le lot.',
      en: 'A registry ignores it (XDSExtraMetadataNotSaved) or refuses the set.',
    },
    hint: {
      fr: 'Corriger le nom du Slot, ou le préfixer par un URN de l’éditeur.',
      en: 'Correct the name of the Slot, or give it a URN of the vendor.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1',
    example: { right: '<rim:Slot name="creationTime">', wrong: '<rim:Slot name="creationtime">' },
  }),
];

const ENTRY_SLOTS = [
  'creationTime',
  'documentAvailability',
  'hash',
  'languageCode',
  'legalAuthenticator',
  'repositoryUniqueId',
  'serviceStartTime',
  'serviceStopTime',
  'size',
  'sourcePatientId',
  'sourcePatientInfo',
  'URI',
];
const ASSOCIATION_SLOTS = ['SubmissionSetStatus', 'PreviousVersion', 'OriginalStatus', 'NewStatus', 'AssociationPropagation'];
const AUTHOR_SLOTS = ['authorPerson', 'authorInstitution', 'authorRole', 'authorSpecialty', 'authorTelecommunication'];
const AUTHORS: readonly string[] = [SCHEME.entryAuthor, SCHEME.setAuthor];
const LIMITED: readonly string[] = [NODE.documentEntryLimitedMetadata, NODE.submissionSetLimitedMetadata, NODE.folderLimitedMetadata];

const limitedMarkOf = ({ classifications }: RegistryObject) =>
  classifications.find(({ node, scheme }) => LIMITED.includes(node) || LIMITED.includes(scheme));

/** The ids of the objects that are declared to have limited metadata, in them or beside them (ITI TF-3, 4.2.3.2). */
export function limitedObjects({ documentEntries, submissionSets, folders, classifications }: Submission): Set<string> {
  const within = [...documentEntries, ...submissionSets, ...folders].filter(limitedMarkOf).map(({ id }) => id);
  return new Set([...within, ...classifications.filter(({ node }) => LIMITED.includes(node)).map(({ classified }) => classified)]);
}

/**
 * What the objects of a submission hold that they may not, and what a folder lacks.
 * @param allowed ids of the objects that may have limited metadata, and do
 */
export function checkExtent(judge: Judge, submission: Submission, allowed: ReadonlySet<string>): void {
  const { documentEntries, submissionSets, folders, associations } = submission;
  const limited = limitedObjects(submission);
  for (const [objects, slots] of [
    [documentEntries, ENTRY_SLOTS],
    [submissionSets, ['submissionTime', 'intendedRecipient']],
    [folders, ['lastUpdateTime']],
  ] as const)
    for (const object of objects) {
      checkSlotNames(judge, object, slots);
      if (!allowed.has(object.id))
        judge.expect('XDS-27', !limited.has(object.id), limitedMarkOf(object)?.element ?? object.element, () => ({
          expected: NOTHING,
          actual: same('limitedMetadata'),
        }));
      for (const classification of object.classifications)
        checkSlotNames(judge, classification, AUTHORS.includes(classification.scheme) ? AUTHOR_SLOTS : ['codingScheme']);
    }
  for (const association of associations) checkSlotNames(judge, association, ASSOCIATION_SLOTS);
  for (const entry of documentEntries) checkOnDemand(judge, entry);
  for (const folder of folders) {
    if (allowed.has(folder.id)) continue;
    const titled = !!folder.name?.text.trim();
    judge.expect(
      'XDS-25',
      titled && folder.classifiedBy(SCHEME.folderCodeList).length > 0,
      { in: folder.element, missing: titled ? `Classification[@classificationScheme='${SCHEME.folderCodeList}']` : 'Name/LocalizedString' },
      () => ({ expected: titled ? same('codeList') : { fr: 'un titre', en: 'a title' }, actual: NOTHING }),
    );
  }
}

function checkSlotNames(judge: Judge, holder: SlotHolder, known: readonly string[]): void {
  for (const { name, element } of holder.slots)
    if (name !== '')
      judge.expect('XDS-29', known.includes(name) || name.startsWith('urn:'), [element, 'name'], () => ({
        expected: same(`${known.join(', ')}, urn:…`),
        actual: same(name),
      }));
}

function checkOnDemand(judge: Judge, entry: RegistryObject): void {
  if (entry.objectType !== ENTRY_TYPE.onDemand) return;
  const slot = ['creationTime', 'hash', 'size'].map((name) => entry.slot(name)).find((found) => found !== undefined);
  judge.expect('XDS-28', !slot, slot?.element ?? entry.element, () => ({ expected: NOTHING, actual: same(slot!.name) }));
}
