import { createHash } from 'node:crypto';
import { confidentiality, contentType, facilityType, format, practiceSetting } from './documents.mjs';
import { insCx, software, user } from './identity.mjs';
import { hl7Utc, newOid, newUuid } from '../wire/identifiers.mjs';
import { NS, xml } from '../wire/xml.mjs';

const uuid = (text) => `urn:uuid:${text}`;
const OBJECT = 'urn:oasis:names:tc:ebxml-regrep:ObjectType:RegistryObject';
const HAS_MEMBER = 'urn:oasis:names:tc:ebxml-regrep:AssociationType:HasMember';

/** Where each attribute of a DocumentEntry and of a SubmissionSet goes in ebRIM. */
const SCHEMES = {
  classCode: uuid('41a5887f-8865-4c09-adf7-e362475b143a'),
  confidentialityCode: uuid('f4f85eac-e6cb-4883-b524-f2705394840f'),
  formatCode: uuid('a09d5840-386c-46f2-b5ad-9c3699a4309d'),
  healthcareFacilityTypeCode: uuid('f33fb8ac-18af-42cc-ae0e-ed0b0bdb91e1'),
  practiceSettingCode: uuid('cccf5598-8b07-4b77-a05e-ae952c785ead'),
  typeCode: uuid('f0306f51-975f-434e-a61c-c59651d33983'),
  contentTypeCode: uuid('aa543740-bdda-424e-8c96-df4873be8500'),
};
const ENTRY = {
  author: uuid('93606bcf-9494-43ec-9b4e-a7748d1a838d'),
  patientId: uuid('58a6f841-87b3-4a3e-92fd-a8ffeff98427'),
  uniqueId: uuid('2e82c1f6-a085-4c72-9da3-8640a32e42ab'),
};
const SET = {
  node: uuid('a54d6aa5-d40d-43f9-88c5-b4633d873bdd'),
  author: uuid('a7058bb9-b4e4-4307-ba5b-e3f0ab85e12d'),
  patientId: uuid('6b5aea1a-874d-4603-a4bc-96a0a7b38446'),
  sourceId: uuid('554ac39e-e3fe-47fe-b233-965d2a147832'),
  uniqueId: uuid('96fdda7c-d067-4183-912e-bf5ee74998a8'),
};

/** HL7 XCN of the user and XON of the structure. */
const userXcn = `${user.id}^${user.family}^${user.given}^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS`;
const structureXon = ({ organisation, structure }) => `${organisation}^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^${structure}`;

const author = (signer) => ({
  authorPerson: [userXcn],
  authorInstitution: [structureXon(signer)],
  authorRole: [user.role.name],
  authorSpecialty: [`${user.specialty.code}^${user.specialty.name}^${user.specialty.scheme}`],
});

/** The DocumentEntry of a document, as names and values. */
export function entryOf(document, bytes, signer) {
  const { patient } = document;
  return {
    id: document.entryUuid,
    mimeType: 'text/xml',
    title: document.type.title,
    slots: {
      creationTime: [hl7Utc(document.createdAt)],
      hash: [createHash('sha1').update(bytes).digest('hex')],
      languageCode: ['fr-FR'],
      legalAuthenticator: [userXcn],
      serviceStartTime: [hl7Utc(document.startedAt)],
      serviceStopTime: [hl7Utc(document.stoppedAt)],
      size: [String(bytes.length)],
      sourcePatientId: [`${document.localPatientId}^^^&${software.localPatients}&ISO^PI`],
      sourcePatientInfo: [
        `PID-3|${insCx(patient)}`,
        `PID-5|${patient.birthFamily}^${patient.given}^${patient.givenList}^^^^L`,
        ...(patient.usedFamily ? [`PID-5|${patient.usedFamily}^${patient.given}^^^^^D`] : []),
        `PID-7|${patient.birthDate}`,
        `PID-8|${patient.sex}`,
      ],
    },
    author: author(signer),
    codes: {
      classCode: document.type.classCode,
      confidentialityCode: confidentiality,
      formatCode: format,
      healthcareFacilityTypeCode: facilityType,
      practiceSettingCode: practiceSetting,
      typeCode: document.type.typeCode,
    },
    patientId: insCx(patient),
    uniqueId: document.uniqueId,
  };
}

/** The SubmissionSet that carries a document. */
export const submissionSetOf = (document, sentAt, signer) => ({
  id: newUuid(),
  title: document.type.title,
  submissionTime: hl7Utc(sentAt),
  author: author(signer),
  codes: { contentTypeCode: contentType },
  patientId: insCx(document.patient),
  sourceId: software.sourceId,
  uniqueId: newOid(),
});

/** The associations of a submission: membership, and replacement where there is one. */
export const associationsOf = (document, set, folders = []) => [
  {
    type: HAS_MEMBER,
    source: set.id,
    target: document.entryUuid,
    slots: { SubmissionSetStatus: ['Original'] },
  },
  ...(document.replaces ?
    [{ type: 'urn:ihe:iti:2007:AssociationType:RPLC', source: document.entryUuid, target: document.replaces.entryUuid, slots: {} }]
  : []),
  ...(document.appendsTo ?
    [{ type: 'urn:ihe:iti:2007:AssociationType:APND', source: document.entryUuid, target: document.appendsTo, slots: {} }]
  : []),
  ...folders.flatMap((folder) => [
    { type: HAS_MEMBER, source: set.id, target: folder.id, slots: {} },
    { type: HAS_MEMBER, source: folder.id, target: document.entryUuid, slots: {} },
  ]),
];

const name = (text) => xml`<rim:Name><rim:LocalizedString xml:lang="FR" charset="UTF-8" value="${text}"/></rim:Name>`;

const slot = ([slotName, values]) => xml`
      <rim:Slot name="${slotName}"><rim:ValueList>${values.map((v) => xml`<rim:Value>${v}</rim:Value>`)}</rim:ValueList></rim:Slot>`;

const slots = (values) => Object.entries(values).map(slot);

const authorOf = (scheme, object, values) => xml`
      <rim:Classification id="${newUuid()}" objectType="${OBJECT}:Classification" classificationScheme="${scheme}" classifiedObject="${object}" nodeRepresentation="">${slots(values)}
      </rim:Classification>`;

const codesOf = (object, codes) =>
  Object.entries(codes).map(
    ([attribute, { code, scheme, name: label }]) => xml`
      <rim:Classification id="${newUuid()}" objectType="${OBJECT}:Classification" classificationScheme="${SCHEMES[attribute]}" classifiedObject="${object}" nodeRepresentation="${code}">${slot(['codingScheme', [scheme]])}
      ${name(label)}
      </rim:Classification>`,
  );

const externalIdentifier = (scheme, object, label, value) => xml`
      <rim:ExternalIdentifier id="${newUuid()}" objectType="${OBJECT}:ExternalIdentifier" identificationScheme="${scheme}" registryObject="${object}" value="${value}">${name(label)}</rim:ExternalIdentifier>`;

const extrinsicObject = (entry) => xml`
    <rim:ExtrinsicObject id="${entry.id}" objectType="urn:uuid:7edca82f-054d-47f2-a032-9b2a5b5186c1" mimeType="${entry.mimeType}">${slots(entry.slots)}
      ${name(entry.title)}${authorOf(ENTRY.author, entry.id, entry.author)}${codesOf(entry.id, entry.codes)}${externalIdentifier(
        ENTRY.patientId,
        entry.id,
        'XDSDocumentEntry.patientId',
        entry.patientId,
      )}${externalIdentifier(ENTRY.uniqueId, entry.id, 'XDSDocumentEntry.uniqueId', entry.uniqueId)}
    </rim:ExtrinsicObject>`;

const registryPackage = (set) => xml`
    <rim:RegistryPackage id="${set.id}" objectType="${OBJECT}:RegistryPackage">${slot(['submissionTime', [set.submissionTime]])}
      ${name(set.title)}${authorOf(SET.author, set.id, set.author)}${codesOf(set.id, set.codes)}${externalIdentifier(
        SET.patientId,
        set.id,
        'XDSSubmissionSet.patientId',
        set.patientId,
      )}${externalIdentifier(SET.sourceId, set.id, 'XDSSubmissionSet.sourceId', set.sourceId)}${externalIdentifier(
        SET.uniqueId,
        set.id,
        'XDSSubmissionSet.uniqueId',
        set.uniqueId,
      )}
    </rim:RegistryPackage>
    <rim:Classification id="${newUuid()}" objectType="${OBJECT}:Classification" classifiedObject="${set.id}" classificationNode="${SET.node}"/>`;

const association = ({ type, source, target, slots: values }) => xml`
    <rim:Association id="${newUuid()}" objectType="${OBJECT}:Association" associationType="${type}" sourceObject="${source}" targetObject="${target}">${slots(values)}
    </rim:Association>`;

/** Writes the ebRIM of a submission set. */
export const writePackage = (set) => registryPackage(set);

const FOLDER = {
  node: uuid('d9d542f3-6cc4-48b6-8870-ea235fbc94c2'),
  codes: uuid('1ba97051-7806-41a8-a48b-8fce7af683c5'),
  patientId: uuid('f64ffdf0-4b97-4e06-b79f-a52b38ec2f8a'),
  uniqueId: uuid('75df8f67-9973-4fbe-a900-df66cefecc5a'),
};

/** A folder for documents of one kind. */
export const folderOf = (document, title) => ({
  id: newUuid(),
  title,
  code: document.type.typeCode,
  patientId: insCx(document.patient),
  uniqueId: newOid(),
});

const folderPackage = (folder) => xml`
    <rim:RegistryPackage id="${folder.id}" objectType="${OBJECT}:RegistryPackage">
      ${name(folder.title)}
      <rim:Classification id="${newUuid()}" objectType="${OBJECT}:Classification" classificationScheme="${FOLDER.codes}" classifiedObject="${folder.id}" nodeRepresentation="${folder.code.code}">${slot(['codingScheme', [folder.code.scheme]])}
      ${name(folder.code.name)}
      </rim:Classification>${externalIdentifier(FOLDER.patientId, folder.id, 'XDSFolder.patientId', folder.patientId)}${externalIdentifier(
        FOLDER.uniqueId,
        folder.id,
        'XDSFolder.uniqueId',
        folder.uniqueId,
      )}
    </rim:RegistryPackage>
    <rim:Classification id="${newUuid()}" objectType="${OBJECT}:Classification" classifiedObject="${folder.id}" classificationNode="${FOLDER.node}"/>`;

/** Writes the ebRIM of a submission. */
export const writeMetadata = ({
  entry,
  entries = [entry],
  set,
  folders = [],
  associations,
}) => xml`<lcm:SubmitObjectsRequest xmlns:lcm="${NS.lcm}" xmlns:rim="${NS.rim}">
  <rim:RegistryObjectList>${entries.map(extrinsicObject)}${registryPackage(set)}${folders.map(folderPackage)}${associations.map(association)}
  </rim:RegistryObjectList>
</lcm:SubmitObjectsRequest>`;
