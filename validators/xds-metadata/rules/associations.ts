import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import {
  ASSOCIATION,
  DOCUMENT_RELATIONS,
  isUuidUrn,
  OBJECT_TYPE,
  REPLACEMENTS,
  STATUS,
  type Association,
  type RegistryObject,
  type Submission,
} from '../../../src/protocols/ebxml/index.js';
import { attributeOr, type Where } from '../../../src/protocols/xml/index.js';
import { slotPath, type Judge } from '../judge.js';
import type { Delivery } from '../delivery.js';

const CLAUSE = 'IHE ITI TF-3, 4.2.2';

export const associationRules: Rule[] = [
  rule({
    id: 'AS-01',
    level: 'SHALL',
    title: {
      fr: 'Chaque fiche soumise est membre du lot par exactement une association HasMember.',
      en: 'Each submitted entry is a member of the SubmissionSet through exactly one HasMember association.',
    },
    message: {
      fr: 'Aucune association HasMember ne rattache cette fiche au lot.',
      en: 'No HasMember association links this entry to the SubmissionSet.',
    },
    hint: {
      fr: 'Ajouter une Association HasMember : sourceObject le lot, targetObject la fiche, Slot SubmissionSetStatus Original.',
      en: 'Add a HasMember Association: sourceObject the set, targetObject the entry, Slot SubmissionSetStatus Original.',
    },
    clause: `${CLAUSE}.1`,
    example: {
      right: `<rim:Association associationType="${ASSOCIATION.hasMember}" sourceObject="SubmissionSet01" targetObject="Document01">`,
      wrong: '<!-- aucune association HasMember vers Document01 -->',
    },
  }),
  rule({
    id: 'AS-02',
    level: 'SHALL',
    title: {
      fr: 'Un remplacement (RPLC) part d’une fiche du lot et désigne l’entryUUID d’une fiche déjà enregistrée.',
      en: 'A replacement (RPLC) starts from an entry of the set and names the entryUUID of an entry already registered.',
    },
    message: {
      fr: 'Ce remplacement ne relie pas une fiche du lot à une fiche enregistrée.',
      en: 'This replacement does not link an entry of the set to a registered entry.',
    },
    why: {
      fr: 'L’ancienne version resterait visible à côté de la nouvelle.',
      en: 'The old version would stay visible beside the new one.',
    },
    hint: {
      fr: 'Écrire la nouvelle fiche dans sourceObject et l’entryUUID (urn:uuid:) de l’ancienne dans targetObject.',
      en: 'Write the new entry in sourceObject and the entryUUID (urn:uuid:) of the old one in targetObject.',
    },
    clause: `${CLAUSE}.2.3`,
    example: {
      right: 'sourceObject="Document01" targetObject="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"',
      wrong: 'sourceObject="Document01" targetObject="1.2.250.1.999.1.1.8000"',
    },
  }),
  rule({
    id: 'AS-04',
    level: 'SHALL',
    title: {
      fr: 'Un ajout ou une transformation (APND, XFRM) part d’une fiche du lot et désigne l’entryUUID d’une fiche enregistrée.',
      en: 'An addendum or a transformation (APND, XFRM) starts from an entry of the set and names the entryUUID of a registered entry.',
    },
    message: {
      fr: 'Cette association ne relie pas une fiche du lot à une fiche enregistrée.',
      en: 'This association does not link an entry of the set to a registered entry.',
    },
    hint: {
      fr: 'Écrire la fiche du lot dans sourceObject et l’entryUUID (urn:uuid:) visé dans targetObject.',
      en: 'Write the entry of the set in sourceObject and the entryUUID (urn:uuid:) aimed at in targetObject.',
    },
    clause: `${CLAUSE}.2`,
    example: {
      right: 'sourceObject="Document01" targetObject="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"',
      wrong: 'sourceObject="SubmissionSet01" targetObject="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"',
    },
  }),
  rule({
    id: 'AS-05',
    level: 'SHALL',
    title: {
      fr: 'Une association signs part de la fiche de signature et désigne le lot de soumission.',
      en: 'A signs association starts from the signature entry and names the SubmissionSet.',
    },
    message: {
      fr: 'Cette association signs ne relie pas une fiche du lot au lot.',
      en: 'This signs association does not link an entry of the set to the set.',
    },
    hint: {
      fr: 'Écrire la fiche de signature dans sourceObject et le lot dans targetObject.',
      en: 'Write the signature entry in sourceObject and the set in targetObject.',
    },
    clause: 'CI-SIS, Partage de documents de santé, signature du lot (DMP)',
    example: {
      right: 'sourceObject="Signature01" targetObject="SubmissionSet01"',
      wrong: 'sourceObject="SubmissionSet01" targetObject="Signature01"',
    },
  }),
  rule({
    id: 'AS-06',
    level: 'SHALL',
    title: {
      fr: 'Une mise à jour de métadonnées reprend le logicalID de la fiche, un nouvel identifiant et le numéro de la version précédente.',
      en: 'A metadata update carries the logicalID of the entry, a new id and the number of the previous version.',
    },
    message: {
      fr: 'Cette mise à jour ne désigne pas la version qu’elle remplace.',
      en: 'This update does not name the version it replaces.',
    },
    hint: {
      fr: 'Écrire lid (urn:uuid:) différent de id dans l’ExtrinsicObject, et un entier dans le Slot PreviousVersion.',
      en: 'Write lid (urn:uuid:) different from id in the ExtrinsicObject, and a whole number in the PreviousVersion Slot.',
    },
    clause: 'IHE ITI TF-2, 3.57.4.1',
    example: {
      right: '<rim:ExtrinsicObject id="Document01" lid="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"> … PreviousVersion 1',
      wrong: '<rim:ExtrinsicObject id="Document01"> … PreviousVersion 1',
    },
  }),
  rule({
    id: 'AS-07',
    level: 'SHALL',
    title: {
      fr: 'Un changement d’état va du lot à un entryUUID et passe d’un état à un autre permis : archiver, désarchiver, supprimer.',
      en: 'A change of state goes from the set to an entryUUID, and from a state to another one that is allowed: archive, unarchive, delete.',
    },
    message: { fr: 'Ce changement d’état n’est pas permis ou pas complet.', en: 'This change of state is not allowed or not complete.' },
    hint: {
      fr: 'Écrire OriginalStatus et NewStatus : Approved vers Archived, Archived vers Approved, Approved ou Archived vers Deleted\u00A0; hors DMP, Approved vers Deprecated et retour.',
      en: 'Write OriginalStatus and NewStatus: Approved to Archived, Archived to Approved, Approved or Archived to Deleted; outside the DMP, Approved to Deprecated and back.',
    },
    clause: 'IHE ITI TF-2, 3.57.4.1 ; CI-SIS, JDV_J52 (DMP)',
    example: {
      right: `OriginalStatus ${STATUS.approved}, NewStatus ${STATUS.archived}`,
      wrong: `OriginalStatus ${STATUS.deleted}, NewStatus ${STATUS.approved}`,
    },
  }),
  rule({
    id: 'AS-09',
    level: 'SHALL',
    title: {
      fr: 'Une association HasMember du lot porte SubmissionSetStatus : Original pour une fiche soumise, Reference pour une fiche enregistrée.',
      en: 'A HasMember association of the set has SubmissionSetStatus: Original for a submitted entry, Reference for a registered one.',
    },
    message: { fr: 'SubmissionSetStatus manque ou ne convient pas.', en: 'SubmissionSetStatus is missing or does not fit.' },
    hint: {
      fr: 'Ajouter un Slot SubmissionSetStatus avec la valeur Original.',
      en: 'Add a SubmissionSetStatus Slot with the value Original.',
    },
    clause: `${CLAUSE}.1`,
    example: {
      right: '<rim:Slot name="SubmissionSetStatus"><rim:ValueList><rim:Value>Original</rim:Value></rim:ValueList></rim:Slot>',
      wrong: '<rim:Association associationType="…HasMember" …/>',
    },
  }),
  rule({
    id: 'AS-10',
    level: 'SHALL',
    title: {
      fr: 'Une association relie des objets du message, ou des objets enregistrés désignés par leur UUID.',
      en: 'An association links objects of the message, or registered objects named by their UUID.',
    },
    message: {
      fr: 'Cette association désigne un objet qui n’est pas dans le message.',
      en: 'This association names an object that is not in the message.',
    },
    hint: {
      fr: 'Reprendre l’id d’un objet du message, ou écrire l’UUID (urn:uuid:) d’un objet enregistré.',
      en: 'Repeat the id of an object of the message, or write the UUID (urn:uuid:) of a registered object.',
    },
    clause: CLAUSE,
    example: {
      right: 'sourceObject="SubmissionSet01" targetObject="Document01"',
      wrong: 'sourceObject="SubmissionSet01" targetObject="Document1"',
    },
  }),
  rule({
    id: 'AS-11',
    level: 'SHALL',
    title: {
      fr: 'associationType est un type d’association d’IHE, URN complet.',
      en: 'associationType is an IHE association type, as a full URN.',
    },
    message: { fr: 'associationType n’est pas un type d’association d’IHE.', en: 'associationType is not an IHE association type.' },
    hint: {
      fr: `Écrire l’URN complet, par exemple ${ASSOCIATION.replaces}.`,
      en: `Write the full URN, for example ${ASSOCIATION.replaces}.`,
    },
    clause: CLAUSE,
    example: { right: `associationType="${ASSOCIATION.replaces}"`, wrong: 'associationType="RPLC"' },
  }),
  rule({
    id: 'AS-12',
    level: 'SHALL',
    title: { fr: 'Une association relie deux objets différents.', en: 'An association links two different objects.' },
    message: { fr: 'Cette association relie un objet à lui-même.', en: 'This association links an object to itself.' },
    hint: {
      fr: 'Désigner deux objets différents dans sourceObject et targetObject.',
      en: 'Name two different objects in sourceObject and targetObject.',
    },
    clause: CLAUSE,
    example: {
      right: 'sourceObject="SubmissionSet01" targetObject="Document01"',
      wrong: 'sourceObject="Document01" targetObject="Document01"',
    },
  }),
  rule({
    id: 'AS-13',
    level: 'SHALL',
    title: {
      fr: 'SubmissionSetStatus ne figure que sur une association HasMember du lot.',
      en: 'SubmissionSetStatus appears only on a HasMember association of the set.',
    },
    message: {
      fr: 'SubmissionSetStatus n’a pas sa place sur cette association.',
      en: 'SubmissionSetStatus has no place on this association.',
    },
    hint: { fr: 'Retirer le Slot SubmissionSetStatus.', en: 'Remove the SubmissionSetStatus Slot.' },
    clause: `${CLAUSE}.1`,
    example: {
      right: '<rim:Association associationType="…RPLC" …/>',
      wrong: '<rim:Association associationType="…RPLC" …><rim:Slot name="SubmissionSetStatus">',
    },
  }),
  rule({
    id: 'AS-14',
    level: 'SHOULD',
    title: {
      fr: 'objectType d’une association, s’il est écrit, est celui des associations.',
      en: 'objectType of an association, when written, is that of associations.',
    },
    message: { fr: 'objectType n’est pas celui d’une association.', en: 'objectType is not that of an association.' },
    hint: { fr: `Écrire objectType="${OBJECT_TYPE.association}".`, en: `Write objectType="${OBJECT_TYPE.association}".` },
    clause: 'ebRIM 3.0, Association',
    example: { right: `objectType="${OBJECT_TYPE.association}"`, wrong: 'objectType="Association"' },
  }),
  rule({
    id: 'AS-15',
    level: 'SHALL',
    title: {
      fr: 'Chaque classeur soumis est membre du lot par une association HasMember.',
      en: 'Each submitted Folder is a member of the SubmissionSet through a HasMember association.',
    },
    message: {
      fr: 'Aucune association HasMember ne rattache ce classeur au lot.',
      en: 'No HasMember association links this Folder to the SubmissionSet.',
    },
    hint: {
      fr: 'Ajouter une Association HasMember : sourceObject le lot, targetObject le classeur.',
      en: 'Add a HasMember Association: sourceObject the set, targetObject the Folder.',
    },
    clause: `${CLAUSE}.1`,
    example: {
      right: `<rim:Association associationType="${ASSOCIATION.hasMember}" sourceObject="SubmissionSet01" targetObject="Folder01">`,
      wrong: '<!-- aucune association HasMember vers Folder01 -->',
    },
  }),
  rule({
    id: 'AS-16',
    level: 'SHALL',
    title: {
      fr: 'Une association HasMember part d’un lot ou d’un classeur, jamais d’une fiche.',
      en: 'A HasMember association starts from a SubmissionSet or a Folder, never from an entry.',
    },
    message: { fr: 'Une fiche n’a pas de membres.', en: 'An entry has no members.' },
    hint: { fr: 'Écrire le lot ou le classeur dans sourceObject.', en: 'Write the set or the Folder in sourceObject.' },
    clause: `${CLAUSE}.1`,
    example: {
      right: 'sourceObject="SubmissionSet01" targetObject="Document01"',
      wrong: 'sourceObject="Document01" targetObject="SubmissionSet01"',
    },
  }),
  rule({
    id: 'AS-17',
    level: 'SHOULD',
    title: {
      fr: 'Un changement d’état est soumis sans fiche de document, sauf une nouvelle version.',
      en: 'A change of state is submitted without a document entry, but for a new version.',
    },
    message: { fr: 'Cette fiche accompagne un changement d’état.', en: 'This entry comes with a change of state.' },
    hint: {
      fr: 'Retirer l’ExtrinsicObject : l’association suffit.',
      en: 'Remove the ExtrinsicObject: the association is enough.',
    },
    clause: 'IHE ITI TF-2, 3.57.4.1 ; CI-SIS, gestion des documents (TD3.3)',
    example: {
      right: 'un lot et une Association UpdateAvailabilityStatus',
      wrong: 'un lot, un ExtrinsicObject et UpdateAvailabilityStatus',
    },
  }),
  rule({
    id: 'AS-18',
    level: 'SHALL',
    title: {
      fr: 'Une même association n’est soumise qu’une fois.',
      en: 'The same association is submitted only once.',
    },
    message: {
      fr: 'Une autre association du message a le même type et les mêmes extrémités.',
      en: 'Another association of the message has the same type and the same ends.',
    },
    hint: { fr: 'Retirer l’association en double.', en: 'Remove the repeated association.' },
    clause: CLAUSE,
    example: { right: 'un RPLC de Document01 vers la fiche remplacée', wrong: 'deux RPLC de Document01 vers la même fiche' },
  }),
  rule({
    id: 'AS-19',
    level: 'SHALL',
    title: {
      fr: 'PreviousVersion, OriginalStatus et NewStatus ne figurent que dans une mise à jour : membre du lot ou changement d’état.',
      en: 'PreviousVersion, OriginalStatus and NewStatus appear only in an update: a member of the set or a change of state.',
    },
    message: { fr: 'Ce Slot n’a pas sa place sur cette association.', en: 'This Slot has no place on this association.' },
    hint: { fr: 'Retirer le Slot, ou corriger associationType.', en: 'Remove the Slot, or correct associationType.' },
    clause: 'IHE ITI TF-2, 3.57.4.1',
    example: { right: 'HasMember avec PreviousVersion', wrong: 'RPLC avec PreviousVersion' },
  }),
];

/** Of a metadata update as IHE has it; the DMP only archives and deletes. */
const IHE_STATE_CHANGES: readonly (readonly [string, string])[] = [
  [STATUS.approved, STATUS.deprecated],
  [STATUS.deprecated, STATUS.approved],
];
const FRENCH_STATE_CHANGES: readonly (readonly [string, string])[] = [
  [STATUS.approved, STATUS.archived],
  [STATUS.archived, STATUS.approved],
  [STATUS.approved, STATUS.deleted],
  [STATUS.archived, STATUS.deleted],
];

interface Lot {
  entries: ReadonlyMap<string, RegistryObject>;
  sets: ReadonlySet<string>;
  /** entries and folders */
  updatable: ReadonlyMap<string, RegistryObject>;
  isUpdate: boolean;
  ids: ReadonlySet<string>;
  /** associations that a SubmitAssociation adds between registered objects (ITI-57) */
  submitted: ReadonlySet<string>;
  stateChanges: readonly (readonly [string, string])[];
}

/** Associations, as far as one message can tell. */
export function checkAssociations(judge: Judge, submission: Submission, delivery: Delivery, dmp: boolean): void {
  const { documentEntries, submissionSets, folders, associations } = submission;
  const lot: Lot = {
    entries: new Map(documentEntries.map((entry) => [entry.id, entry])),
    sets: new Set(submissionSets.map(({ id }) => id)),
    updatable: new Map([...documentEntries, ...folders].map((object) => [object.id, object])),
    isUpdate: delivery === 'ITI-57',
    ids: new Set([...documentEntries, ...submissionSets, ...folders, ...associations, ...submission.others].map(({ id }) => id)),
    submitted: new Set(associations.filter(({ type }) => type === ASSOCIATION.submitAssociation).map(({ target }) => target)),
    stateChanges: dmp ? FRENCH_STATE_CHANGES : [...FRENCH_STATE_CHANGES, ...IHE_STATE_CHANGES],
  };
  const members = new Map<string, Association[]>();
  for (const association of associations)
    if (association.type === ASSOCIATION.hasMember && lot.sets.has(association.source)) {
      const twins = members.get(association.target);
      if (twins) twins.push(association);
      else members.set(association.target, [association]);
    }
  for (const entry of documentEntries) {
    const own = members.get(entry.id) ?? [];
    judge.expect('AS-01', own.length === 1, own[1]?.element ?? entry.element, () => ({
      expected: { fr: 'une association HasMember du lot', en: 'one HasMember association of the set' },
      actual: own.length === 0 ? NOTHING : same(String(own.length)),
      ...(own.length > 1 && {
        message: {
          fr: 'Plusieurs associations HasMember rattachent cette fiche au lot.',
          en: 'Several HasMember associations link this entry to the set.',
        },
      }),
    }));
  }
  for (const folder of folders)
    judge.expect('AS-15', members.has(folder.id), folder.element, () => ({
      expected: { fr: 'une association HasMember du lot', en: 'one HasMember association of the set' },
      actual: NOTHING,
    }));
  if (associations.some(({ type }) => type === ASSOCIATION.updateAvailabilityStatus)) {
    // a new version may come with the change of its state
    const beside = documentEntries.find(({ id }) => !members.get(id)?.[0]?.slot('PreviousVersion'));
    judge.expect('AS-17', !beside, beside?.element ?? submission.request, () => ({ expected: NOTHING, actual: same(beside!.id) }));
  }
  const seen = new Set<string>();
  for (const association of associations) {
    checkAssociation(judge, association, lot);
    const { type, source, target, element } = association;
    // more than one membership of an entry is told by AS-01
    if (type === ASSOCIATION.hasMember && lot.entries.has(target) && lot.sets.has(source)) continue;
    const ends = `${type} ${source} ${target}`;
    judge.expect('AS-18', !seen.has(ends), element, () => ({
      expected: { fr: 'une seule association', en: 'a single association' },
      actual: same(`${source} → ${target}`),
    }));
    seen.add(ends);
  }
}

const at = (association: Association, attribute: 'associationType' | 'sourceObject' | 'targetObject' | 'objectType'): Where =>
  attributeOr(association.element, attribute);

function checkAssociation(judge: Judge, association: Association, lot: Lot): void {
  const { type, source, target, element, objectType } = association;
  const known = judge.expect('AS-11', Object.values<string>(ASSOCIATION).includes(type), at(association, 'associationType'), () => ({
    expected: same(Object.values(ASSOCIATION).join(', ')),
    actual: same(type),
  }));
  if (objectType !== '')
    judge.expect('AS-14', objectType === OBJECT_TYPE.association, at(association, 'objectType'), () => ({
      expected: same(OBJECT_TYPE.association),
      actual: same(objectType),
    }));
  const itself = source === association.id ? 'sourceObject' : 'targetObject';
  const different = judge.expect(
    'AS-12',
    (source !== target || source === '') && (association.id === '' || ![source, target].includes(association.id)),
    at(association, itself),
    () => ({
      expected: { fr: 'deux autres objets, différents', en: 'two other objects, which differ' },
      actual: same(`${source} → ${target}`),
    }),
  );
  if (!known || !different) return;
  const status = association.slot('SubmissionSetStatus');
  const ofSet = type === ASSOCIATION.hasMember && lot.sets.has(source);
  judge.expect('AS-13', ofSet || !status, status?.element ?? element, () => ({ expected: NOTHING, actual: same('SubmissionSetStatus') }));
  checkUpdateSlots(judge, association, ofSet);
  if (type === ASSOCIATION.hasMember)
    if (
      !judge.expect('AS-16', !lot.entries.has(source), at(association, 'sourceObject'), () => ({
        expected: { fr: 'le lot ou un classeur', en: 'the set or a Folder' },
        actual: same(source),
      }))
    )
      return;
  // the rules of document relations and changes of state say more about their own ends
  const isRelation = DOCUMENT_RELATIONS.includes(type);
  if (isRelation) return void checkRelation(judge, association, lot);
  if (type === ASSOCIATION.signs) return void checkSigns(judge, association, lot);
  if (type === ASSOCIATION.updateAvailabilityStatus) return checkStateChange(judge, association, lot);
  for (const end of ['sourceObject', 'targetObject'] as const) {
    const id = end === 'sourceObject' ? source : target;
    judge.expect('AS-10', lot.ids.has(id) || isUuidUrn(id), at(association, end), () => ({
      expected: { fr: 'un objet du message ou un UUID', en: 'an object of the message or a UUID' },
      actual: same(id),
    }));
  }
  if (ofSet) checkMembership(judge, association, lot);
}

function checkUpdateSlots(judge: Judge, association: Association, ofSet: boolean): void {
  const { type, element } = association;
  const allowed =
    type === ASSOCIATION.updateAvailabilityStatus ? ['OriginalStatus', 'NewStatus']
    : ofSet || type === ASSOCIATION.submitAssociation ? ['PreviousVersion']
    : [];
  const wrong = ['PreviousVersion', 'OriginalStatus', 'NewStatus']
    .map((name) => association.slot(name))
    .find((slot) => slot && !allowed.includes(slot.name));
  judge.expect('AS-19', !wrong, wrong?.element ?? element, () => ({ expected: NOTHING, actual: same(wrong!.name) }));
}

function checkRelation(judge: Judge, association: Association, lot: Lot): void {
  const { type, source, target } = association;
  const id = REPLACEMENTS.includes(type) ? 'AS-02' : 'AS-04';
  const registered = lot.submitted.has(association.id);
  const fits = registered ? isUuidUrn(source) && !lot.ids.has(source) : lot.entries.has(source);
  const fromLot = judge.expect(id, fits, at(association, 'sourceObject'), () => ({
    expected:
      registered ?
        { fr: 'l’entryUUID (urn:uuid:) d’une fiche enregistrée', en: 'the entryUUID (urn:uuid:) of a registered entry' }
      : { fr: 'l’id d’une fiche du lot', en: 'the id of an entry of the set' },
    actual: same(source),
  }));
  if (fromLot)
    judge.expect(id, isUuidUrn(target) && !lot.ids.has(target), at(association, 'targetObject'), () => ({
      expected: { fr: 'l’entryUUID (urn:uuid:) d’une fiche enregistrée', en: 'the entryUUID (urn:uuid:) of a registered entry' },
      actual: same(target),
    }));
}

function checkSigns(judge: Judge, association: Association, lot: Lot): void {
  const { source, target } = association;
  const fromEntry = lot.entries.has(source);
  judge.expect('AS-05', fromEntry && lot.sets.has(target), at(association, fromEntry ? 'targetObject' : 'sourceObject'), () => ({
    expected: fromEntry ? { fr: 'le lot de soumission', en: 'the SubmissionSet' } : { fr: 'une fiche du lot', en: 'an entry of the set' },
    actual: same(fromEntry ? target : source),
  }));
}

function checkStateChange(judge: Judge, association: Association, lot: Lot): void {
  const { source, target } = association;
  const ends = lot.sets.has(source) && isUuidUrn(target);
  if (
    !judge.expect('AS-07', ends, at(association, lot.sets.has(source) ? 'targetObject' : 'sourceObject'), () => ({
      expected: lot.sets.has(source) ? same('urn:uuid:…') : { fr: 'le lot de soumission', en: 'the SubmissionSet' },
      actual: same(lot.sets.has(source) ? target : source),
    }))
  )
    return;
  const [from = '', to = ''] = ['OriginalStatus', 'NewStatus'].map((name) => association.value(name));
  const where = association.slot('NewStatus')?.values[0]?.element ?? { in: association.element, missing: slotPath('NewStatus') };
  judge.expect(
    'AS-07',
    lot.stateChanges.some(([a, b]) => a === from && b === to),
    where,
    () => ({
      expected: same(lot.stateChanges.map((change) => change.map((status) => status.split(':').at(-1)).join(' → ')).join(', ')),
      actual: same(`${from} → ${to}`),
    }),
  );
}

function checkMembership(judge: Judge, association: Association, lot: Lot): void {
  const status = association.slot('SubmissionSetStatus');
  const value = status?.values[0];
  const expected = lot.ids.has(association.target) ? 'Original' : 'Reference';
  const where = value?.element ?? status?.element ?? { in: association.element, missing: slotPath('SubmissionSetStatus') };
  // a folder is a member without being original or referenced; what a UUID stands for is not known here
  if (status || lot.entries.has(association.target) || !lot.ids.has(association.target))
    judge.expect('AS-09', value?.text === expected, where, () => ({
      expected: same(expected),
      actual: value ? same(value.text) : NOTHING,
    }));
  const previous = association.slot('PreviousVersion');
  const entry = lot.updatable.get(association.target);
  if (!entry || (!previous && !lot.isUpdate)) return;
  const number = previous?.values[0];
  const lid = entry.logicalId;
  const numbered = /^\d+$/.test(number?.text ?? '');
  const where6: Where =
    !numbered ? (number?.element ?? previous?.element ?? { in: association.element, missing: slotPath('PreviousVersion') })
    : lid === undefined ? { in: entry.element, missing: '@lid' }
    : [entry.element, 'lid'];
  judge.expect('AS-06', numbered && lid !== undefined && isUuidUrn(lid) && lid !== entry.id, where6, () => ({
    expected:
      numbered ? { fr: 'lid : un UUID différent de id', en: 'lid: a UUID different from id' } : { fr: 'un entier', en: 'a whole number' },
    actual:
      numbered ?
        lid === undefined ?
          NOTHING
        : same(lid)
      : previous ? same(number?.text ?? '')
      : NOTHING,
  }));
}
