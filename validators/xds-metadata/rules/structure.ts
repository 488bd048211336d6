import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import {
  ENTRY_TYPE,
  IDENTIFIER,
  IDENTIFIER_NAME,
  isSymbolicId,
  isUuidUrn,
  NODE,
  NS,
  SCHEME,
  type Classification,
  type RegistryObject,
  type Slot,
  type SlotHolder,
  type Submission,
} from '../../../src/protocols/ebxml/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../../src/protocols/xml/index.js';
import { slotPath, type Judge } from '../judge.js';
import { SINGLE_CODES } from '../value-sets.js';

const OBJECTS = 'IHE ITI TF-3, 4.2.1';
const EBRIM = 'ebRIM 3.0 ; IHE ITI TF-3, 4.2.3.1';

export const structureRules: Rule[] = [
  rule({
    id: 'XDS-01',
    level: 'SHALL',
    title: { fr: 'Les métadonnées sont écrites en ebRIM 3.0.', en: 'The metadata are written in ebRIM 3.0.' },
    message: { fr: 'Ces métadonnées ne sont pas en ebRIM 3.0.', en: 'These metadata are not ebRIM 3.0.' },
    hint: {
      fr: `Écrire un SubmitObjectsRequest (${NS.lcm}) qui contient un RegistryObjectList (${NS.rim}).`,
      en: `Write a SubmitObjectsRequest (${NS.lcm}) that contains a RegistryObjectList (${NS.rim}).`,
    },
    clause: 'IHE ITI TF-2, 3.42.4.1',
    example: {
      right: `<lcm:SubmitObjectsRequest xmlns:lcm="${NS.lcm}"><rim:RegistryObjectList xmlns:rim="${NS.rim}">…`,
      wrong: '<rs:SubmitObjectsRequest xmlns:rs="urn:oasis:names:tc:ebxml-regrep:registry:xsd:2.1"><rim:LeafRegistryObjectList>…',
    },
  }),
  rule({
    id: 'XDS-02',
    level: 'SHALL',
    title: { fr: 'Une soumission contient exactement un lot de soumission.', en: 'A submission contains exactly one SubmissionSet.' },
    message: { fr: 'Aucun lot de soumission dans ce message.', en: 'There is no SubmissionSet in this message.' },
    hint: {
      fr: `Écrire un seul RegistryPackage classé par classificationNode="${NODE.submissionSet}".`,
      en: `Write a single RegistryPackage classified with classificationNode="${NODE.submissionSet}".`,
    },
    clause: OBJECTS,
    example: {
      right: `<rim:Classification classifiedObject="SubmissionSet01" classificationNode="${NODE.submissionSet}" id="c1"/>`,
      wrong: '<rim:RegistryPackage id="SubmissionSet01">… sans Classification …</rim:RegistryPackage>',
    },
  }),
  rule({
    id: 'XDS-03',
    level: 'SHALL',
    title: {
      fr: 'Chaque RegistryPackage est classé : lot de soumission ou classeur.',
      en: 'Each RegistryPackage is classified as a SubmissionSet or a Folder.',
    },
    message: {
      fr: 'Ce RegistryPackage n’est classé ni lot de soumission, ni classeur.',
      en: 'This RegistryPackage is classified neither as a SubmissionSet nor as a Folder.',
    },
    hint: {
      fr: 'Ajouter une Classification dont classificationNode désigne le lot de soumission ou le classeur.',
      en: 'Add a Classification whose classificationNode stands for the SubmissionSet or the Folder.',
    },
    clause: OBJECTS,
    example: {
      right: `<rim:Classification classifiedObject="Folder01" classificationNode="${NODE.folder}" id="c2"/>`,
      wrong: '<rim:RegistryPackage id="Folder01">… sans Classification …</rim:RegistryPackage>',
    },
  }),
  rule({
    id: 'XDS-04',
    level: 'SHALL',
    title: {
      fr: 'objectType d’une fiche dit si le document est stable ou à la demande.',
      en: 'objectType of a document entry says whether the document is stable or on-demand.',
    },
    message: {
      fr: 'objectType de cette fiche n’est pas un type de document XDS.',
      en: 'objectType of this entry is not an XDS document type.',
    },
    hint: { fr: `Écrire objectType="${ENTRY_TYPE.stable}".`, en: `Write objectType="${ENTRY_TYPE.stable}".` },
    clause: 'IHE ITI TF-3, 4.2.5.2',
    example: { right: `objectType="${ENTRY_TYPE.stable}"`, wrong: 'objectType="urn:uuid:7edca82f"' },
  }),
  rule({
    id: 'XDS-05',
    level: 'SHALL',
    title: {
      fr: 'Chaque objet a un identifiant : un UUID en minuscules ou un nom symbolique.',
      en: 'Each object has an id: a UUID in lower case, or a symbolic name.',
    },
    message: {
      fr: 'Cet identifiant n’est ni un UUID en minuscules, ni un nom symbolique.',
      en: 'This id is neither a UUID in lower case nor a symbolic name.',
    },
    hint: {
      fr: 'Écrire urn:uuid: suivi d’un UUID en minuscules, ou un nom sans espace qui ne commence pas par urn:.',
      en: 'Write urn:uuid: and a UUID in lower case, or a name without space that does not begin with urn:.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.2.7',
    example: {
      right: 'id="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"',
      wrong: 'id="urn:uuid:A6E06CA8-0C75-4064-9E5D-88B9045A96F6"',
    },
  }),
  rule({
    id: 'XDS-06',
    level: 'SHALL',
    title: { fr: 'Un identifiant ne désigne qu’un objet du message.', en: 'An id stands for one object of the message only.' },
    message: {
      fr: 'Cet identifiant désigne déjà un autre objet du message.',
      en: 'This id already stands for another object of the message.',
    },
    hint: { fr: 'Donner à chaque objet un identifiant qui lui est propre.', en: 'Give each object an id of its own.' },
    clause: EBRIM,
    example: {
      right: '<rim:ExtrinsicObject id="Document01"/><rim:ExtrinsicObject id="Document02"/>',
      wrong: '<rim:ExtrinsicObject id="Document01"/><rim:ExtrinsicObject id="Document01"/>',
    },
  }),
  rule({
    id: 'XDS-07',
    level: 'SHALL',
    title: {
      fr: 'Les classifications et identifiants externes d’un objet désignent cet objet.',
      en: 'The classifications and external identifiers of an object refer to that object.',
    },
    message: {
      fr: 'Cet élément désigne un autre objet que celui qui le contient.',
      en: 'This element refers to another object than the one that contains it.',
    },
    hint: {
      fr: 'Reprendre l’id de l’objet parent dans classifiedObject ou registryObject.',
      en: 'Repeat the id of the parent object in classifiedObject or registryObject.',
    },
    clause: EBRIM,
    example: {
      right: '<rim:ExtrinsicObject id="Document01"><rim:Classification classifiedObject="Document01"/>',
      wrong: '<rim:ExtrinsicObject id="Document01"><rim:Classification classifiedObject="Document02"/>',
    },
  }),
  rule({
    id: 'XDS-08',
    level: 'SHALL',
    title: {
      fr: 'Les éléments d’un objet suivent l’ordre d’ebRIM : Slot, Name, Description, VersionInfo, Classification, ExternalIdentifier.',
      en: 'The elements of an object follow the ebRIM order: Slot, Name, Description, VersionInfo, Classification, ExternalIdentifier.',
    },
    message: { fr: 'Cet élément n’est pas à sa place dans l’objet.', en: 'This element is not in its place inside the object.' },
    hint: {
      fr: 'Ranger les éléments dans l’ordre du schéma ebRIM 3.0.',
      en: 'Put the elements in the order of the ebRIM 3.0 schema.',
    },
    clause: EBRIM,
    example: { right: '<rim:Slot/><rim:Name/><rim:Classification/>', wrong: '<rim:Classification/><rim:Slot/>' },
  }),
  rule({
    id: 'XDS-09',
    level: 'SHALL',
    title: { fr: 'Un Slot ne figure qu’une fois dans un objet.', en: 'A Slot appears only once in an object.' },
    message: { fr: 'Ce Slot figure déjà dans l’objet.', en: 'This Slot is already in the object.' },
    hint: {
      fr: 'Réunir les valeurs dans un seul Slot de ce nom.',
      en: 'Bring the values together in a single Slot of this name.',
    },
    clause: EBRIM,
    example: {
      right: '<rim:Slot name="authorRole">…deux Value…</rim:Slot>',
      wrong: '<rim:Slot name="authorRole"/><rim:Slot name="authorRole"/>',
    },
  }),
  rule({
    id: 'XDS-10',
    level: 'SHALL',
    title: { fr: 'Un Slot a un nom et au moins une valeur, jamais vide.', en: 'A Slot has a name and at least one value, never empty.' },
    message: { fr: 'Ce Slot n’a pas de valeur.', en: 'This Slot has no value.' },
    hint: {
      fr: 'Écrire la valeur dans ValueList/Value, ou retirer le Slot.',
      en: 'Write the value in ValueList/Value, or leave the Slot out.',
    },
    clause: EBRIM,
    example: {
      right: '<rim:Slot name="languageCode"><rim:ValueList><rim:Value>fr-FR</rim:Value></rim:ValueList></rim:Slot>',
      wrong: '<rim:Slot name="languageCode"><rim:ValueList/></rim:Slot>',
    },
  }),
  rule({
    id: 'XDS-11',
    level: 'SHOULD',
    title: { fr: 'Une valeur de Slot compte au plus 256 caractères.', en: 'A Slot value has at most 256 characters.' },
    message: { fr: 'Cette valeur dépasse 256 caractères.', en: 'This value is longer than 256 characters.' },
    hint: { fr: 'Raccourcir la valeur.', en: 'Shorten the value.' },
    clause: EBRIM,
    example: { right: '<rim:Value>fr-FR</rim:Value>', wrong: '<rim:Value>…300 caractères…</rim:Value>' },
  }),
  rule({
    id: 'XDS-12',
    level: 'SHALL',
    title: {
      fr: 'Un attribut à valeur unique a une seule valeur.',
      en: 'An attribute that takes a single value has only one.',
    },
    message: { fr: 'Cet attribut n’accepte qu’une valeur.', en: 'This attribute takes one value only.' },
    hint: { fr: 'Ne garder qu’une Value dans ce Slot.', en: 'Keep a single Value in this Slot.' },
    clause: 'IHE ITI TF-3, 4.2.3.2',
    example: {
      right: '<rim:Slot name="creationTime">…une Value…</rim:Slot>',
      wrong: '<rim:Slot name="creationTime">…deux Value…</rim:Slot>',
    },
  }),
  rule({
    id: 'XDS-13',
    level: 'SHOULD',
    title: {
      fr: 'classificationScheme désigne un attribut XDS de l’objet classé.',
      en: 'classificationScheme stands for an XDS attribute of the classified object.',
    },
    message: {
      fr: 'Ce classificationScheme n’est pas celui d’un attribut XDS de cet objet.',
      en: 'This classificationScheme is not that of an XDS attribute of this object.',
    },
    hint: {
      fr: 'Reprendre l’UUID de l’attribut dans IHE ITI TF-3, 4.2.5.',
      en: 'Take the UUID of the attribute from IHE ITI TF-3, 4.2.5.',
    },
    clause: 'IHE ITI TF-3, 4.2.5',
    example: { right: `classificationScheme="${SCHEME.classCode}"`, wrong: 'classificationScheme="urn:uuid:41a5887f"' },
  }),
  rule({
    id: 'XDS-14',
    level: 'SHALL',
    title: {
      fr: 'classCode, typeCode, formatCode, healthcareFacilityTypeCode, practiceSettingCode et contentTypeCode ont un seul code.',
      en: 'classCode, typeCode, formatCode, healthcareFacilityTypeCode, practiceSettingCode and contentTypeCode have a single code.',
    },
    message: { fr: 'Cet attribut a déjà un code.', en: 'This attribute already has a code.' },
    hint: { fr: 'Ne garder qu’une Classification de cet attribut.', en: 'Keep a single Classification of this attribute.' },
    clause: 'IHE ITI TF-3, 4.2.3.2',
    example: {
      right: `<rim:Classification classificationScheme="${SCHEME.classCode}" nodeRepresentation="10"/>`,
      wrong: `deux <rim:Classification classificationScheme="${SCHEME.classCode}"/>`,
    },
  }),
  rule({
    id: 'XDS-15',
    level: 'SHALL',
    title: { fr: 'Un attribut codé porte son code dans nodeRepresentation.', en: 'A coded attribute has its code in nodeRepresentation.' },
    message: { fr: 'nodeRepresentation est absent ou vide.', en: 'nodeRepresentation is missing or empty.' },
    hint: { fr: 'Écrire le code dans nodeRepresentation.', en: 'Write the code in nodeRepresentation.' },
    clause: 'IHE ITI TF-3, 4.2.3.1.2',
    example: { right: 'nodeRepresentation="11488-4"', wrong: 'nodeRepresentation=""' },
  }),
  rule({
    id: 'XDS-16',
    level: 'SHALL',
    title: {
      fr: 'Un attribut codé porte un Slot codingScheme avec une valeur.',
      en: 'A coded attribute has a codingScheme Slot with one value.',
    },
    message: {
      fr: 'Le Slot codingScheme manque ou n’a pas exactement une valeur.',
      en: 'The codingScheme Slot is missing or does not have exactly one value.',
    },
    hint: {
      fr: 'Écrire l’OID du système de codage dans un Slot codingScheme.',
      en: 'Write the OID of the code system in a codingScheme Slot.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1.2',
    example: {
      right: '<rim:Slot name="codingScheme"><rim:ValueList><rim:Value>2.16.840.1.113883.6.1</rim:Value></rim:ValueList></rim:Slot>',
      wrong: '<rim:Classification nodeRepresentation="11488-4"><rim:Name/></rim:Classification>',
    },
  }),
  rule({
    id: 'XDS-17',
    level: 'SHALL',
    title: { fr: 'Un attribut codé porte le libellé de son code.', en: 'A coded attribute has the display name of its code.' },
    message: { fr: 'Le libellé du code manque.', en: 'The display name of the code is missing.' },
    hint: { fr: 'Écrire le libellé dans Name/LocalizedString/@value.', en: 'Write the display name in Name/LocalizedString/@value.' },
    clause: 'IHE ITI TF-3, 4.2.3.1.2',
    example: {
      right: '<rim:Name><rim:LocalizedString value="Compte rendu"/></rim:Name>',
      wrong: '<rim:Classification nodeRepresentation="10">…sans Name…</rim:Classification>',
    },
  }),
  rule({
    id: 'XDS-18',
    level: 'SHALL',
    title: {
      fr: 'La Classification d’un auteur a un nodeRepresentation vide.',
      en: 'The Classification of an author has an empty nodeRepresentation.',
    },
    message: { fr: 'nodeRepresentation d’un auteur n’est pas vide.', en: 'nodeRepresentation of an author is not empty.' },
    hint: { fr: 'Écrire nodeRepresentation="".', en: 'Write nodeRepresentation="".' },
    clause: 'IHE ITI TF-3, 4.2.3.2.1',
    example: { right: 'nodeRepresentation=""', wrong: 'nodeRepresentation="DUPONT"' },
  }),
  rule({
    id: 'XDS-19',
    level: 'SHALL',
    title: {
      fr: 'identificationScheme désigne un identifiant XDS de l’objet.',
      en: 'identificationScheme stands for an XDS identifier of the object.',
    },
    message: {
      fr: 'Cet identificationScheme n’est pas celui d’un identifiant XDS de cet objet.',
      en: 'This identificationScheme is not that of an XDS identifier of this object.',
    },
    hint: {
      fr: 'Reprendre l’UUID de l’identifiant dans IHE ITI TF-3, 4.2.5.',
      en: 'Take the UUID of the identifier from IHE ITI TF-3, 4.2.5.',
    },
    clause: 'IHE ITI TF-3, 4.2.5',
    example: { right: `identificationScheme="${IDENTIFIER.entryUniqueId}"`, wrong: 'identificationScheme="urn:uuid:2e82c1f6"' },
  }),
  rule({
    id: 'XDS-20',
    level: 'SHALL',
    title: {
      fr: 'Un ExternalIdentifier porte le nom de l’attribut qu’il contient.',
      en: 'An ExternalIdentifier has the name of the attribute it holds.',
    },
    message: {
      fr: 'Name de cet ExternalIdentifier n’est pas celui de son identificationScheme.',
      en: 'Name of this ExternalIdentifier is not the one that goes with its identificationScheme.',
    },
    hint: {
      fr: 'Écrire le nom attendu dans Name/LocalizedString/@value.',
      en: 'Write the expected name in Name/LocalizedString/@value.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1.3',
    example: {
      right: '<rim:Name><rim:LocalizedString value="XDSDocumentEntry.uniqueId"/></rim:Name>',
      wrong: '<rim:Name><rim:LocalizedString value="uniqueId"/></rim:Name>',
    },
  }),
  rule({
    id: 'XDS-21',
    level: 'SHALL',
    title: {
      fr: 'Chaque identifiant externe figure une fois et a une valeur.',
      en: 'Each external identifier appears once and has a value.',
    },
    message: { fr: 'Cet ExternalIdentifier est vide ou répété.', en: 'This ExternalIdentifier is empty or repeated.' },
    hint: {
      fr: 'Garder un seul ExternalIdentifier par identificationScheme, avec sa valeur.',
      en: 'Keep a single ExternalIdentifier for each identificationScheme, with its value.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.1.3',
    example: {
      right: `<rim:ExternalIdentifier identificationScheme="${IDENTIFIER.entryUniqueId}" value="1.2.250.1.999.1.1.8121"/>`,
      wrong: `<rim:ExternalIdentifier identificationScheme="${IDENTIFIER.entryUniqueId}" value=""/>`,
    },
  }),
  rule({
    id: 'XDS-22',
    level: 'SHOULD',
    title: {
      fr: 'homeCommunityId n’est pas renseigné (il sert aux échanges entre communautés).',
      en: 'homeCommunityId is not filled (it serves exchanges between communities).',
    },
    message: { fr: 'L’attribut home est renseigné.', en: 'The home attribute is filled.' },
    hint: { fr: 'Retirer l’attribut home.', en: 'Remove the home attribute.' },
    clause: 'CI-SIS, métadonnées XDS : homeCommunityId non utilisé',
    example: { right: '<rim:ExtrinsicObject id="Document01">', wrong: '<rim:ExtrinsicObject id="Document01" home="urn:oid:1.2.3">' },
  }),
  rule({
    id: 'XDS-23',
    level: 'SHALL',
    title: { fr: 'Un classeur porte patientId et uniqueId.', en: 'A Folder has patientId and uniqueId.' },
    message: { fr: 'Un identifiant manque à ce classeur.', en: 'An identifier is missing from this Folder.' },
    hint: {
      fr: 'Ajouter les ExternalIdentifier XDSFolder.patientId et XDSFolder.uniqueId.',
      en: 'Add the ExternalIdentifiers XDSFolder.patientId and XDSFolder.uniqueId.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.4',
    example: {
      right: `<rim:ExternalIdentifier identificationScheme="${IDENTIFIER.folderUniqueId}" value="1.2.250.1.999.7"/>`,
      wrong: '<rim:RegistryPackage id="Folder01">… sans ExternalIdentifier …</rim:RegistryPackage>',
    },
  }),
];

/** Slots that take one value, in a document entry, a submission set, an author or an association. */
const SINGLE_SLOTS: ReadonlySet<string> = new Set([
  'creationTime',
  'languageCode',
  'serviceStartTime',
  'serviceStopTime',
  'sourcePatientId',
  'legalAuthenticator',
  'hash',
  'size',
  'repositoryUniqueId',
  'documentAvailability',
  'submissionTime',
  'authorPerson',
  'SubmissionSetStatus',
  'PreviousVersion',
]);

type Kind = 'entry' | 'set' | 'folder';

const SCHEMES: Readonly<Record<Kind, readonly string[]>> = {
  entry: [
    SCHEME.entryAuthor,
    SCHEME.classCode,
    SCHEME.typeCode,
    SCHEME.formatCode,
    SCHEME.healthcareFacilityTypeCode,
    SCHEME.practiceSettingCode,
    SCHEME.confidentialityCode,
    SCHEME.eventCodeList,
  ],
  set: [SCHEME.setAuthor, SCHEME.contentTypeCode],
  folder: [SCHEME.folderCodeList],
};
const IDENTIFIERS: Readonly<Record<Kind, readonly string[]>> = {
  entry: [IDENTIFIER.entryPatientId, IDENTIFIER.entryUniqueId],
  set: [IDENTIFIER.setPatientId, IDENTIFIER.setSourceId, IDENTIFIER.setUniqueId],
  folder: [IDENTIFIER.folderPatientId, IDENTIFIER.folderUniqueId],
};
const SCHEME_NAME: ReadonlyMap<string, string> = new Map(Object.entries(SCHEME).map(([name, scheme]) => [scheme, name]));

/** Name of the attribute that a classificationScheme stands for. */
export function attributeOf(scheme: string): string {
  return SCHEME_NAME.get(scheme)?.replace(/^(?:entryA|setA)/, 'a') ?? scheme;
}

/** XDS-01: is this ebRIM 3.0? Nothing else is judged when it is not. */
export function checkEbrim(judge: Judge, submission: Submission): boolean {
  const { request, list, obsolete } = submission;
  const holds = !obsolete && list !== undefined && (request.namespace === NS.lcm || request === list);
  const version =
    obsolete && /registry:xsd:2|rim:xsd:2/.test(`${request.namespace} ${request.elements()[0]?.namespace ?? ''}`) ? 'ebRIM 2.1' : undefined;
  return judge.expect('XDS-01', holds, request, () => ({
    expected: same(`${NS.lcm}, ${NS.rim}`),
    actual: same([...new Set([request.namespace, ...request.elements().map((element) => element.namespace)])].join(', ') || '""'),
    ...(version && {
      message: {
        fr: 'Ces métadonnées sont en ebRIM 2.1 (XDS.a), pas en ebRIM 3.0.',
        en: 'These metadata are ebRIM 2.1 (XDS.a), not ebRIM 3.0.',
      },
    }),
    ...(!obsolete
      && !list && {
        message: { fr: 'La liste RegistryObjectList en ebRIM 3.0 manque.', en: 'The ebRIM 3.0 RegistryObjectList is missing.' },
      }),
  }));
}

/** What holds for every registry object, whatever it is. */
export function checkStructure(judge: Judge, submission: Submission): void {
  const { list, submissionSets, folders, documentEntries, associations, classifications, others } = submission;
  const [first, second] = submissionSets;
  judge.expect('XDS-02', submissionSets.length === 1, second?.element ?? list ?? submission.request, () => ({
    expected: { fr: 'un lot de soumission', en: 'one SubmissionSet' },
    actual: same(String(submissionSets.length)),
    ...(second && {
      message: {
        fr: `Ce lot de soumission s’ajoute à ${first!.id} : le message en contient ${submissionSets.length}.`,
        en: `This SubmissionSet comes on top of ${first!.id}: the message contains ${submissionSets.length}.`,
      },
    }),
  }));
  for (const object of [...submissionSets, ...folders]) judge.expect('XDS-03', true, object.element);
  for (const object of others)
    if (object.element.local === 'RegistryPackage')
      judge.expect('XDS-03', false, object.element, () => ({
        expected: same(`classificationNode="${NODE.submissionSet}" | "${NODE.folder}"`),
        actual: NOTHING,
      }));
  for (const entry of documentEntries)
    judge.expect(
      'XDS-04',
      entry.objectType === ENTRY_TYPE.stable || entry.objectType === ENTRY_TYPE.onDemand,
      attributeOr(entry.element, 'objectType'),
      () => ({ expected: same(`${ENTRY_TYPE.stable} | ${ENTRY_TYPE.onDemand}`), actual: same(entry.objectType) }),
    );
  const objects = [...documentEntries, ...submissionSets, ...folders, ...associations];
  checkIds(judge, objects, classifications, others);
  for (const entry of documentEntries) checkObject(judge, entry, 'entry');
  for (const set of submissionSets) checkObject(judge, set, 'set');
  for (const folder of folders) {
    checkObject(judge, folder, 'folder');
    const missing = IDENTIFIERS.folder.filter((scheme) => !folder.externalIdentifier(scheme));
    judge.expect('XDS-23', missing.length === 0, folder.element, () => ({
      expected: same(missing.map((scheme) => IDENTIFIER_NAME[scheme]).join(', ')),
      actual: NOTHING,
    }));
  }
  for (const association of associations) {
    checkOrder(judge, association.element);
    checkSlots(judge, association);
  }
}

function checkIds(
  judge: Judge,
  objects: readonly RegistryObject[],
  classifications: readonly Classification[],
  others: readonly RegistryObject[],
): void {
  const seen = new Set<string>();
  const one = (element: XmlElement): void => {
    const id = element.attribute('id');
    const sound = id !== undefined && (isUuidUrn(id) || isSymbolicId(id));
    judge.expect('XDS-05', sound, attributeOr(element, 'id'), () => ({
      expected: {
        fr: 'urn:uuid: et un UUID en minuscules, ou un nom symbolique',
        en: 'urn:uuid: and a UUID in lower case, or a symbolic name',
      },
      actual: id === undefined ? NOTHING : same(id),
      ...(id === undefined && { message: { fr: 'Cet objet n’a pas d’identifiant.', en: 'This object has no id.' } }),
    }));
    if (!sound) return;
    judge.expect('XDS-06', !seen.has(id), [element, 'id'], () => ({
      expected: { fr: 'un identifiant propre à l’objet', en: 'an id of its own' },
      actual: same(id),
    }));
    seen.add(id);
  };
  for (const object of objects) {
    one(object.element);
    for (const inner of [...object.classifications, ...object.externalIdentifiers]) one(inner.element);
  }
  for (const { element } of [...classifications, ...others]) one(element);
}

function checkObject(judge: Judge, object: RegistryObject, kind: Kind): void {
  judge.expect('XDS-22', !object.home, [object.element, 'home'], () => ({
    expected: NOTHING,
    actual: same(object.home!),
  }));
  checkOrder(judge, object.element);
  checkSlots(judge, object);
  const codes = new Set<string>();
  for (const classification of object.classifications) checkClassification(judge, object, classification, kind, codes);
  checkIdentifiers(judge, object, kind);
}

const ORDER = [
  'Slot',
  'Name',
  'Description',
  'VersionInfo',
  'Classification',
  'ExternalIdentifier',
  'ContentVersionInfo',
  'RegistryObjectList',
];

/** XDS-08, once for each object: the first element that comes too late. */
function checkOrder(judge: Judge, element: XmlElement): void {
  let rank = 0;
  for (const child of element.elements()) {
    const own = ORDER.indexOf(child.local);
    if (own === -1) continue;
    if (own < rank) {
      judge.expect('XDS-08', false, child, () => ({
        expected: { fr: `${child.local} avant ${ORDER[rank]}`, en: `${child.local} before ${ORDER[rank]}` },
        actual: { fr: `${child.local} après ${ORDER[rank]}`, en: `${child.local} after ${ORDER[rank]}` },
      }));
      return;
    }
    rank = own;
  }
  judge.expect('XDS-08', true, element);
}

function checkSlots(judge: Judge, holder: SlotHolder): void {
  const seen = new Set<string>();
  for (const slot of holder.slots) {
    const empty = slot.values.find(({ text }) => text === '');
    const filled = slot.name !== '' && slot.values.length > 0 && !empty;
    judge.expect('XDS-10', filled, empty?.element ?? slot.element, () => ({
      expected: slot.name === '' ? { fr: 'un nom', en: 'a name' } : { fr: 'une valeur', en: 'a value' },
      actual: NOTHING,
      ...(slot.name === '' && { message: { fr: 'Ce Slot n’a pas de nom.', en: 'This Slot has no name.' } }),
    }));
    if (slot.name !== '') {
      judge.expect('XDS-09', !seen.has(slot.name), slot.element, () => ({
        expected: { fr: `un seul Slot ${slot.name}`, en: `a single ${slot.name} Slot` },
        actual: { fr: 'plusieurs', en: 'several' },
      }));
      seen.add(slot.name);
    }
    checkValues(judge, slot);
    const [, second] = slot.element.elements('ValueList');
    if (second)
      judge.expect('XDS-10', false, second, () => ({
        expected: { fr: 'une seule ValueList', en: 'a single ValueList' },
        actual: { fr: 'plusieurs', en: 'several' },
        message: { fr: 'Ce Slot a plusieurs ValueList.', en: 'This Slot has several ValueLists.' },
      }));
  }
}

function checkValues(judge: Judge, slot: Slot): void {
  for (const { element, text } of slot.values)
    judge.expect('XDS-11', text.length <= 256, element, () => ({
      expected: { fr: 'au plus 256 caractères', en: 'at most 256 characters' },
      actual: { fr: `${text.length} caractères`, en: `${text.length} characters` },
    }));
  if (SINGLE_SLOTS.has(slot.name) && slot.values.length > 0)
    judge.expect('XDS-12', slot.values.length === 1, slot.values[1]?.element ?? slot.element, () => ({
      expected: { fr: 'une valeur', en: 'one value' },
      actual: { fr: `${slot.values.length} valeurs`, en: `${slot.values.length} values` },
      message: { fr: `${slot.name} n’accepte qu’une valeur.`, en: `${slot.name} takes one value only.` },
    }));
}

function checkClassification(judge: Judge, object: RegistryObject, classification: Classification, kind: Kind, codes: Set<string>): void {
  const { element, scheme, node } = classification;
  checkOrder(judge, element);
  checkSlots(judge, classification);
  checkOwner(judge, object, element, 'classifiedObject', classification.classified);
  if (node !== '') return;
  const known = SCHEMES[kind].includes(scheme);
  judge.expect('XDS-13', known, scheme ? [element, 'classificationScheme'] : element, () => ({
    expected: { fr: 'l’UUID d’un attribut XDS de cet objet', en: 'the UUID of an XDS attribute of this object' },
    actual: same(scheme),
  }));
  if (!known) return;
  if (scheme === SCHEME.entryAuthor || scheme === SCHEME.setAuthor) {
    judge.expect('XDS-18', classification.code === '', [element, 'nodeRepresentation'], () => ({
      expected: same('""'),
      actual: same(classification.code),
    }));
    return;
  }
  if (SINGLE_CODES.includes(scheme)) {
    judge.expect('XDS-14', !codes.has(scheme), element, () => ({
      expected: { fr: `un seul ${attributeOf(scheme)}`, en: `a single ${attributeOf(scheme)}` },
      actual: { fr: 'plusieurs', en: 'several' },
    }));
    codes.add(scheme);
  }
  checkCode(judge, classification);
}

function checkCode(judge: Judge, classification: Classification): void {
  const { element, code } = classification;
  const named = element.attribute('nodeRepresentation') !== undefined;
  judge.expect('XDS-15', code !== '', attributeOr(element, 'nodeRepresentation'), () => ({
    expected: { fr: `le code de ${attributeOf(classification.scheme)}`, en: `the code of ${attributeOf(classification.scheme)}` },
    actual: named ? same('""') : NOTHING,
  }));
  const systems = classification.slot('codingScheme')?.values.length ?? 0;
  judge.expect('XDS-16', systems === 1, elementOr(classification.slot('codingScheme')?.element, element, slotPath('codingScheme')), () => ({
    expected: { fr: 'une valeur de codingScheme', en: 'one codingScheme value' },
    actual: systems === 0 ? NOTHING : same(String(systems)),
  }));
  judge.expect(
    'XDS-17',
    !!classification.name?.text.trim(),
    classification.name?.element ?? { in: element, missing: 'Name/LocalizedString' },
    () => ({
      expected: { fr: `le libellé de ${code}`, en: `the display name of ${code}` },
      actual: NOTHING,
    }),
  );
}

function checkOwner(judge: Judge, object: RegistryObject, element: XmlElement, attribute: string, owner: string): void {
  const there = element.attribute(attribute) !== undefined;
  judge.expect('XDS-07', owner === object.id, attributeOr(element, attribute), () => ({
    expected: same(object.id),
    actual: there ? same(owner) : NOTHING,
  }));
}

function checkIdentifiers(judge: Judge, object: RegistryObject, kind: Kind): void {
  const seen = new Set<string>();
  for (const identifier of object.externalIdentifiers) {
    const { element, scheme, identifierValue: value } = identifier;
    checkOwner(judge, object, element, 'registryObject', identifier.owner);
    checkOrder(judge, element);
    const known = IDENTIFIERS[kind].includes(scheme);
    judge.expect('XDS-19', known, scheme ? [element, 'identificationScheme'] : element, () => ({
      expected: same(IDENTIFIERS[kind].join(', ')),
      actual: same(scheme),
    }));
    if (!known) continue;
    const name = identifier.name?.text ?? '';
    judge.expect(
      'XDS-20',
      name === IDENTIFIER_NAME[scheme],
      identifier.name?.element ?? { in: element, missing: 'Name/LocalizedString' },
      () => ({
        expected: same(IDENTIFIER_NAME[scheme]!),
        actual: identifier.name ? same(name) : NOTHING,
      }),
    );
    const repeated = seen.has(scheme);
    judge.expect('XDS-21', value !== '' && !repeated, repeated ? element : [element, 'value'], () => ({
      expected:
        repeated ?
          { fr: `un seul ${IDENTIFIER_NAME[scheme]}`, en: `a single ${IDENTIFIER_NAME[scheme]}` }
        : { fr: 'une valeur', en: 'a value' },
      actual: repeated ? { fr: 'plusieurs', en: 'several' } : same(value),
    }));
    seen.add(scheme);
  }
}
