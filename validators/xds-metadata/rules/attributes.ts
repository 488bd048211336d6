import { NOTHING, rule, same, type Bilingual, type Level, type Rule } from '../../../src/model/index.js';
import {
  ENTRY_TYPE,
  IDENTIFIER,
  IDENTIFIER_NAME,
  SCHEME,
  type RegistryObject,
  type Submission,
} from '../../../src/protocols/ebxml/index.js';
import { slotPath, type Judge } from '../judge.js';
import type { Delivery } from '../delivery.js';
import { SIGNATURE_FORMAT } from '../value-sets.js';

const CLAUSE = 'CI-SIS, Partage de documents de santé, métadonnées XDS';

/** An attribute of a document entry or submission set whose presence is a rule of its own. */
interface Attribute {
  id: string;
  name: string;
  owner: 'entry' | 'set';
  at: { slot: string } | { code: string } | { identifier: string } | { attribute: 'mimeType' } | 'title' | 'author';
  level: Level;
  /** what it is, after « porte » / "has" */
  fr: string;
  en: string;
  why?: Bilingual;
  example: string;
  /** asked for where the metadata are limited, too (ITI TF-3, table 4.3.1-3, XDR MS) */
  evenLimited?: true;
  /** when it is asked for; absent: always */
  when?: (entry: RegistryObject, delivery: Delivery) => boolean;
}

/** The entry that holds the signature of a lot: nobody authenticates it and it records no act. */
export function isSignature(entry: RegistryObject): boolean {
  return entry.classifiedBy(SCHEME.formatCode).some(({ code }) => code === SIGNATURE_FORMAT);
}

const isStable = (entry: RegistryObject): boolean => entry.objectType !== ENTRY_TYPE.onDemand;
const isClinical = (entry: RegistryObject): boolean => !isSignature(entry);
/** ITI-42, and the METADATA.XML of XDM: whoever writes has the document. */
const isMeasured = (entry: RegistryObject, delivery: Delivery): boolean => isStable(entry) && delivery !== 'ITI-41';

const codeExample = (scheme: string, code: string, system: string): string =>
  `<rim:Classification classificationScheme="${scheme}" nodeRepresentation="${code}"> <!-- codingScheme ${system} -->`;
const slotExample = (name: string, value: string): string =>
  `<rim:Slot name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot>`;
const identifierExample = (scheme: string, value: string): string =>
  `<rim:ExternalIdentifier identificationScheme="${scheme}" value="${value}"/>`;

const PATIENT = '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH';

const ATTRIBUTES: readonly Attribute[] = [
  {
    id: 'XDS-30',
    name: 'author',
    owner: 'entry',
    at: 'author',
    level: 'SHALL',
    fr: 'au moins un auteur',
    en: 'at least one author',
    example: `<rim:Classification classificationScheme="${SCHEME.entryAuthor}" nodeRepresentation="">`,
  },
  {
    id: 'XDS-31',
    name: 'classCode',
    owner: 'entry',
    at: { code: SCHEME.classCode },
    level: 'SHALL',
    fr: 'une classe de document (classCode)',
    en: 'a document class (classCode)',
    why: {
      fr: 'Sans classCode, la recherche par classe ne trouve pas ce document.',
      en: 'Without classCode a search by class does not find this document.',
    },
    example: codeExample(SCHEME.classCode, '10', '1.2.250.1.213.1.1.4.1'),
  },
  {
    id: 'XDS-32',
    name: 'typeCode',
    owner: 'entry',
    at: { code: SCHEME.typeCode },
    level: 'SHALL',
    fr: 'un type de document (typeCode)',
    en: 'a document type (typeCode)',
    why: {
      fr: 'Sans typeCode, la recherche par type ne trouve pas ce document.',
      en: 'Without typeCode a search by type does not find this document.',
    },
    example: codeExample(SCHEME.typeCode, '11488-4', '2.16.840.1.113883.6.1'),
  },
  {
    id: 'XDS-33',
    name: 'formatCode',
    owner: 'entry',
    at: { code: SCHEME.formatCode },
    level: 'SHALL',
    fr: 'un format de document (formatCode)',
    en: 'a document format (formatCode)',
    example: codeExample(SCHEME.formatCode, 'urn:ihe:iti:xds-sd:pdf:2008', '1.3.6.1.4.1.19376.1.2.3'),
  },
  {
    id: 'XDS-34',
    name: 'healthcareFacilityTypeCode',
    owner: 'entry',
    at: { code: SCHEME.healthcareFacilityTypeCode },
    level: 'SHALL',
    fr: 'un secteur d’activité (healthcareFacilityTypeCode)',
    en: 'a facility type (healthcareFacilityTypeCode)',
    example: codeExample(SCHEME.healthcareFacilityTypeCode, 'SA07', '1.2.250.1.71.4.2.4'),
  },
  {
    id: 'XDS-35',
    name: 'practiceSettingCode',
    owner: 'entry',
    at: { code: SCHEME.practiceSettingCode },
    level: 'SHALL',
    fr: 'un cadre d’exercice (practiceSettingCode)',
    en: 'a practice setting (practiceSettingCode)',
    example: codeExample(SCHEME.practiceSettingCode, 'AMBULATOIRE', '1.2.250.1.213.1.1.4.9'),
  },
  {
    id: 'XDS-37',
    name: 'creationTime',
    owner: 'entry',
    at: { slot: 'creationTime' },
    level: 'SHALL',
    fr: 'la date de création du document (creationTime)',
    en: 'the creation time of the document (creationTime)',
    example: slotExample('creationTime', '20261120101500'),
    when: isStable,
  },
  {
    id: 'XDS-38',
    name: 'languageCode',
    owner: 'entry',
    at: { slot: 'languageCode' },
    level: 'SHALL',
    fr: 'la langue du document (languageCode)',
    en: 'the language of the document (languageCode)',
    example: slotExample('languageCode', 'fr-FR'),
  },
  {
    id: 'XDS-39',
    name: 'mimeType',
    owner: 'entry',
    at: { attribute: 'mimeType' },
    level: 'SHALL',
    evenLimited: true,
    fr: 'le type MIME du document (mimeType)',
    en: 'the MIME type of the document (mimeType)',
    example: '<rim:ExtrinsicObject id="Document01" mimeType="text/xml">',
  },
  {
    id: 'XDS-40',
    name: 'title',
    owner: 'entry',
    at: 'title',
    level: 'SHALL',
    fr: 'le titre du document (title)',
    en: 'the title of the document (title)',
    why: {
      fr: 'Le titre est ce que l’utilisateur voit dans une liste de documents.',
      en: 'The title is what a user sees in a list of documents.',
    },
    example: '<rim:Name><rim:LocalizedString value="Compte rendu de consultation"/></rim:Name>',
  },
  {
    id: 'XDS-41',
    name: 'patientId',
    owner: 'entry',
    at: { identifier: IDENTIFIER.entryPatientId },
    level: 'SHALL',
    fr: 'l’identifiant du patient (patientId)',
    en: 'the patient identifier (patientId)',
    why: { fr: 'Sans patientId, le document n’est rattaché à aucun dossier.', en: 'Without patientId the document belongs to no record.' },
    example: identifierExample(IDENTIFIER.entryPatientId, PATIENT),
  },
  {
    id: 'XDS-42',
    name: 'uniqueId',
    owner: 'entry',
    at: { identifier: IDENTIFIER.entryUniqueId },
    level: 'SHALL',
    evenLimited: true,
    fr: 'l’identifiant unique du document (uniqueId)',
    en: 'the unique identifier of the document (uniqueId)',
    example: identifierExample(IDENTIFIER.entryUniqueId, '1.2.250.1.999.1.1.8121'),
  },
  {
    id: 'XDS-43',
    name: 'legalAuthenticator',
    owner: 'entry',
    at: { slot: 'legalAuthenticator' },
    level: 'SHALL',
    fr: 'le responsable du document (legalAuthenticator)',
    en: 'the legal authenticator of the document (legalAuthenticator)',
    example: slotExample('legalAuthenticator', '899900063480^LIBRE^MAX^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS'),
    when: isClinical,
  },
  {
    id: 'XDS-44',
    name: 'serviceStartTime',
    owner: 'entry',
    at: { slot: 'serviceStartTime' },
    level: 'SHALL',
    fr: 'le début de l’acte documenté (serviceStartTime)',
    en: 'the start of the documented act (serviceStartTime)',
    example: slotExample('serviceStartTime', '20261120093000'),
    when: isClinical,
  },
  {
    id: 'XDS-45',
    name: 'sourcePatientId',
    owner: 'entry',
    at: { slot: 'sourcePatientId' },
    level: 'SHALL',
    fr: 'l’identifiant du patient chez le producteur (sourcePatientId)',
    en: 'the patient identifier at the source (sourcePatientId)',
    example: slotExample('sourcePatientId', '8121^^^&amp;1.2.250.1.999.1.2&amp;ISO^PI'),
  },
  {
    id: 'XDS-46',
    name: 'sourcePatientInfo',
    owner: 'entry',
    at: { slot: 'sourcePatientInfo' },
    level: 'SHOULD',
    fr: 'les traits du patient chez le producteur (sourcePatientInfo)',
    en: 'the demographics of the patient at the source (sourcePatientInfo)',
    example: slotExample('sourcePatientInfo', 'PID-5|PAT-TROIS^DOMINIQUE^^^^^L'),
  },
  {
    id: 'XDS-47',
    name: 'serviceStopTime',
    owner: 'entry',
    at: { slot: 'serviceStopTime' },
    level: 'MAY',
    fr: 'la fin de l’acte documenté (serviceStopTime) dès qu’elle est connue',
    en: 'the end of the documented act (serviceStopTime) as soon as it is known',
    example: slotExample('serviceStopTime', '20261120100000'),
    when: isClinical,
  },
  {
    id: 'XDS-48',
    name: 'hash',
    owner: 'entry',
    at: { slot: 'hash' },
    level: 'SHALL',
    fr: 'l’empreinte SHA-1 du document (hash) à l’enregistrement (ITI-42) et en XDM',
    en: 'the SHA-1 hash of the document (hash) at registration (ITI-42) and in XDM',
    example: slotExample('hash', 'da39a3ee5e6b4b0d3255bfef95601890afd80709'),
    when: isMeasured,
  },
  {
    id: 'XDS-49',
    name: 'size',
    owner: 'entry',
    at: { slot: 'size' },
    level: 'SHALL',
    fr: 'la taille du document (size) à l’enregistrement (ITI-42) et en XDM',
    en: 'the size of the document (size) at registration (ITI-42) and in XDM',
    example: slotExample('size', '36512'),
    when: isMeasured,
  },
  {
    id: 'XDS-50',
    name: 'repositoryUniqueId',
    owner: 'entry',
    at: { slot: 'repositoryUniqueId' },
    level: 'SHALL',
    fr: 'l’identifiant de l’entrepôt (repositoryUniqueId) à l’enregistrement (ITI-42)',
    en: 'the repository identifier (repositoryUniqueId) at registration (ITI-42)',
    example: slotExample('repositoryUniqueId', '1.2.250.1.999.1.3'),
    when: (entry, delivery) => isStable(entry) && delivery === 'ITI-42',
  },
  {
    id: 'XDS-60',
    name: 'author',
    owner: 'set',
    at: 'author',
    level: 'SHALL',
    fr: 'un auteur',
    en: 'an author',
    example: `<rim:Classification classificationScheme="${SCHEME.setAuthor}" nodeRepresentation="">`,
  },
  {
    id: 'XDS-61',
    name: 'contentTypeCode',
    owner: 'set',
    at: { code: SCHEME.contentTypeCode },
    level: 'SHALL',
    fr: 'un type de contenu (contentTypeCode)',
    en: 'a content type (contentTypeCode)',
    example: codeExample(SCHEME.contentTypeCode, '07', '1.2.250.1.213.2.2'),
  },
  {
    id: 'XDS-62',
    name: 'patientId',
    owner: 'set',
    at: { identifier: IDENTIFIER.setPatientId },
    level: 'SHALL',
    fr: 'l’identifiant du patient (patientId)',
    en: 'the patient identifier (patientId)',
    example: identifierExample(IDENTIFIER.setPatientId, PATIENT),
  },
  {
    id: 'XDS-63',
    name: 'sourceId',
    owner: 'set',
    at: { identifier: IDENTIFIER.setSourceId },
    level: 'SHALL',
    evenLimited: true,
    fr: 'l’identifiant du système émetteur (sourceId)',
    en: 'the identifier of the sending system (sourceId)',
    example: identifierExample(IDENTIFIER.setSourceId, '1.2.250.1.999.1.1'),
  },
  {
    id: 'XDS-64',
    name: 'uniqueId',
    owner: 'set',
    at: { identifier: IDENTIFIER.setUniqueId },
    level: 'SHALL',
    evenLimited: true,
    fr: 'l’identifiant unique du lot (uniqueId)',
    en: 'the unique identifier of the set (uniqueId)',
    example: identifierExample(IDENTIFIER.setUniqueId, '1.2.250.1.999.1.1.8120'),
  },
  {
    id: 'XDS-65',
    name: 'submissionTime',
    owner: 'set',
    at: { slot: 'submissionTime' },
    level: 'SHALL',
    evenLimited: true,
    fr: 'la date de soumission (submissionTime)',
    en: 'the submission time (submissionTime)',
    example: slotExample('submissionTime', '20261120101500'),
  },
];

const OWNER = {
  entry: { fr: 'La fiche d’un document', en: 'A document entry', here: { fr: 'cette fiche', en: 'this document entry' } },
  set: { fr: 'Le lot de soumission', en: 'The SubmissionSet', here: { fr: 'ce lot de soumission', en: 'this SubmissionSet' } },
} as const;

/** Where to write it, in the infinitive. */
function hintOf({ at, name, owner }: Attribute): Bilingual {
  if (at === 'title')
    return { fr: 'Écrire le titre dans Name/LocalizedString/@value.', en: 'Write the title in Name/LocalizedString/@value.' };
  if (at === 'author' || 'code' in at) {
    const scheme = at === 'author' ? SCHEME[`${owner}Author`] : at.code;
    return {
      fr: `Ajouter une Classification de classificationScheme ${scheme}.`,
      en: `Add a Classification with classificationScheme ${scheme}.`,
    };
  }
  if ('attribute' in at)
    return { fr: `Écrire l’attribut ${name} de ExtrinsicObject.`, en: `Write the ${name} attribute of ExtrinsicObject.` };
  if ('slot' in at) return { fr: `Ajouter un Slot ${name} avec sa valeur.`, en: `Add a ${name} Slot with its value.` };
  return {
    fr: `Ajouter un ExternalIdentifier ${IDENTIFIER_NAME[at.identifier]}.`,
    en: `Add an ExternalIdentifier ${IDENTIFIER_NAME[at.identifier]}.`,
  };
}

function presenceRule(attribute: Attribute): Rule {
  const { id, level, name, owner, fr, en, why, example } = attribute;
  return rule({
    id,
    level,
    title: { fr: `${OWNER[owner].fr} porte ${fr}.`, en: `${OWNER[owner].en} has ${en}.` },
    message: { fr: `${name} manque dans ${OWNER[owner].here.fr}.`, en: `${name} is missing from ${OWNER[owner].here.en}.` },
    hint: hintOf(attribute),
    ...(why && { why }),
    clause: `${CLAUSE} : ${name}`,
    example: { right: example, wrong: `<!-- ${name} absent -->` },
  });
}

const AUTHOR_PARTS = [
  { id: 'XDS-52', slot: 'authorInstitution', fr: 'sa structure (authorInstitution)', en: 'their organisation (authorInstitution)' },
  { id: 'XDS-53', slot: 'authorRole', fr: 'son rôle (authorRole)', en: 'their role (authorRole)' },
  { id: 'XDS-54', slot: 'authorSpecialty', fr: 'sa spécialité (authorSpecialty)', en: 'their specialty (authorSpecialty)' },
] as const;

export const attributeRules: Rule[] = [
  ...ATTRIBUTES.map(presenceRule),
  rule({
    id: 'XDS-36',
    level: 'SHALL',
    title: {
      fr: 'La fiche d’un document porte un à quatre codes de confidentialité (confidentialityCode).',
      en: 'A document entry has one to four confidentiality codes (confidentialityCode).',
    },
    message: { fr: 'confidentialityCode manque dans cette fiche.', en: 'confidentialityCode is missing from this document entry.' },
    hint: {
      fr: 'Écrire N, R ou V, puis au plus un code pour chaque masquage voulu.',
      en: 'Write N, R or V, then at most one code for each masking that is wanted.',
    },
    why: {
      fr: 'Ces codes décident de ce que voient le patient, ses représentants et les professionnels.',
      en: 'These codes decide what the patient, their representatives and professionals see.',
    },
    clause: `${CLAUSE} : confidentialityCode`,
    example: {
      right: codeExample(SCHEME.confidentialityCode, 'N', '2.16.840.1.113883.5.25'),
      wrong: '<!-- confidentialityCode absent -->',
    },
  }),
  rule({
    id: 'XDS-51',
    level: 'SHALL',
    title: { fr: 'Chaque auteur est nommé par authorPerson.', en: 'Each author is named by authorPerson.' },
    message: { fr: 'authorPerson manque dans cet auteur.', en: 'authorPerson is missing from this author.' },
    hint: { fr: 'Ajouter un Slot authorPerson (XCN).', en: 'Add an authorPerson Slot (XCN).' },
    clause: `${CLAUSE} : authorPerson`,
    example: {
      right: slotExample('authorPerson', '899900063480^LIBRE^MAX^^^^^^&amp;1.2.250.1.71.4.2.1&amp;ISO^D^^^IDNPS'),
      wrong: slotExample('authorRole', 'Médecin traitant'),
    },
  }),
  ...AUTHOR_PARTS.map(({ id, slot, fr, en }) =>
    rule({
      id,
      level: 'MAY',
      title: { fr: `Un auteur porte ${fr}, si l’information est connue.`, en: `An author has ${en}, if it is known.` },
      message: { fr: `${slot} n’est pas renseigné pour cet auteur.`, en: `${slot} is not filled for this author.` },
      hint: { fr: `Ajouter un Slot ${slot} si la valeur est connue.`, en: `Add a ${slot} Slot if the value is known.` },
      clause: `${CLAUSE} : ${slot}`,
      example: { right: `<rim:Slot name="${slot}">`, wrong: `<!-- ${slot} absent -->` },
    }),
  ),
  rule({
    id: 'XDS-66',
    level: 'SHALL',
    title: { fr: 'Le lot de soumission a un seul auteur.', en: 'The SubmissionSet has a single author.' },
    message: { fr: 'Le lot de soumission a plusieurs auteurs.', en: 'The SubmissionSet has several authors.' },
    hint: { fr: 'Ne garder que l’auteur de la soumission.', en: 'Keep only the author of the submission.' },
    clause: `${CLAUSE} : author du lot`,
    example: {
      right: `<rim:Classification classificationScheme="${SCHEME.setAuthor}"/>`,
      wrong: `deux <rim:Classification classificationScheme="${SCHEME.setAuthor}"/>`,
    },
  }),
  rule({
    id: 'XDS-67',
    level: 'SHALL',
    title: { fr: 'Au DMP, intendedRecipient n’est pas renseigné.', en: 'With the DMP, intendedRecipient is not filled.' },
    message: { fr: 'intendedRecipient est renseigné.', en: 'intendedRecipient is filled.' },
    hint: { fr: 'Retirer le Slot intendedRecipient.', en: 'Remove the intendedRecipient Slot.' },
    clause: `${CLAUSE} : intendedRecipient non utilisé (DMP)`,
    example: { right: '<!-- intendedRecipient absent -->', wrong: '<rim:Slot name="intendedRecipient">' },
  }),
];

function isThere(object: RegistryObject, attribute: Attribute): boolean {
  const { at, owner } = attribute;
  if (at === 'title') return !!object.name?.text.trim();
  if (at === 'author') return object.classifiedBy(SCHEME[`${owner}Author`]).length > 0;
  if ('code' in at) return object.classifiedBy(at.code).length > 0;
  if ('attribute' in at) return !!object.mimeType;
  if ('slot' in at) return object.slot(at.slot) !== undefined;
  return object.externalIdentifier(at.identifier) !== undefined;
}

function missingPath({ at, owner }: Attribute): string {
  if (at === 'title') return 'Name/LocalizedString';
  if (at === 'author') return `Classification[@classificationScheme='${SCHEME[`${owner}Author`]}']`;
  if ('code' in at) return `Classification[@classificationScheme='${at.code}']`;
  if ('attribute' in at) return '@mimeType';
  if ('slot' in at) return slotPath(at.slot);
  return `ExternalIdentifier[@identificationScheme='${at.identifier}']`;
}

/**
 * Which attributes are there, object by object.
 * @param limited ids of the objects that may have limited metadata, and do
 */
export function checkAttributes(
  judge: Judge,
  submission: Submission,
  delivery: Delivery,
  dmp: boolean,
  limited: ReadonlySet<string>,
): void {
  const present = (object: RegistryObject, owner: Attribute['owner']): void => {
    for (const attribute of ATTRIBUTES)
      if (
        attribute.owner === owner
        && (attribute.evenLimited === true || !limited.has(object.id))
        && (attribute.when?.(object, delivery) ?? true)
      )
        judge.expect(attribute.id, isThere(object, attribute), { in: object.element, missing: missingPath(attribute) }, () => ({
          expected: { fr: attribute.fr, en: attribute.en },
          actual: NOTHING,
        }));
  };
  for (const entry of submission.documentEntries) {
    present(entry, 'entry');
    const codes = entry.classifiedBy(SCHEME.confidentialityCode);
    if (codes.length > 0 || !limited.has(entry.id))
      judge.expect(
        'XDS-36',
        codes.length >= 1 && codes.length <= 4,
        codes[4]?.element ?? { in: entry.element, missing: `Classification[@classificationScheme='${SCHEME.confidentialityCode}']` },
        () => ({
          expected: { fr: '1 à 4 codes', en: '1 to 4 codes' },
          actual: codes.length === 0 ? NOTHING : same(String(codes.length)),
          ...(codes.length > 4 && {
            message: {
              fr: `Cette fiche a ${codes.length} codes de confidentialité.`,
              en: `This document entry has ${codes.length} confidentiality codes.`,
            },
          }),
        }),
      );
    if (!limited.has(entry.id)) for (const author of entry.classifiedBy(SCHEME.entryAuthor)) checkAuthor(judge, author);
  }
  for (const set of submission.submissionSets) {
    present(set, 'set');
    const authors = set.classifiedBy(SCHEME.setAuthor);
    if (authors.length > 0)
      judge.expect('XDS-66', authors.length === 1, authors[1]?.element ?? set.element, () => ({
        expected: { fr: 'un auteur', en: 'one author' },
        actual: same(String(authors.length)),
      }));
    if (!limited.has(set.id)) for (const author of authors) checkAuthor(judge, author);
    const recipient = set.slot('intendedRecipient');
    if (dmp)
      judge.expect('XDS-67', !recipient, recipient?.element ?? set.element, () => ({
        expected: NOTHING,
        actual: same(recipient!.values.map(({ text }) => text).join(', ')),
      }));
  }
}

function checkAuthor(judge: Judge, author: { element: RegistryObject['element']; slot(name: string): unknown }): void {
  judge.expect('XDS-51', author.slot('authorPerson') !== undefined, { in: author.element, missing: slotPath('authorPerson') }, () => ({
    expected: { fr: 'un authorPerson', en: 'an authorPerson' },
    actual: NOTHING,
  }));
  for (const { id, slot, fr, en } of AUTHOR_PARTS)
    judge.expect(id, author.slot(slot) !== undefined, { in: author.element, missing: slotPath(slot) }, () => ({
      expected: { fr, en },
      actual: NOTHING,
    }));
}
