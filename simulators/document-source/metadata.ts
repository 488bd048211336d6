import { createHash } from 'node:crypto';
import { ASSOCIATION, type Author, type SubmissionToWrite } from '../../src/protocols/ebxml/index.js';
import { escapeHl7, writeCx } from '../../src/protocols/identifiers/index.js';
import { AUTHORITY, KIND, utc, type HealthDocument } from './document.js';

/** SHA-1 of a document, as XDS carries it. */
export const sha1 = (bytes: Uint8Array): string => createHash('sha1').update(bytes).digest('hex');

const personOf = ({ author }: Pick<HealthDocument, 'author'>): string =>
  `${author.id}^${escapeHl7(author.family)}^${escapeHl7(author.given)}^^^^^^&${AUTHORITY.professionals}&ISO^D^^^IDNPS`;

/** The author of a document or a submission: a professional in a structure. */
export function authorOf(document: Pick<HealthDocument, 'author' | 'structure'>): Author {
  const { structure } = document;
  return {
    person: personOf(document),
    institutions: [`${escapeHl7(structure.name)}^^^^^&${AUTHORITY.structures}&ISO^IDNST^^^${structure.id}`],
    roles: [KIND.role.display],
    specialties: [`${KIND.specialty.code}^${KIND.specialty.display}^${KIND.specialty.scheme}`],
  };
}

export interface SubmissionIds {
  /** entryUUID of the submission set */
  set: string;
  uniqueId: string;
  sourceId: string;
}

/** The metadata of a submission of one document: its entry, its submission set, what it replaces. */
export function submissionOf(document: HealthDocument, bytes: Uint8Array, ids: SubmissionIds, now: Date): SubmissionToWrite {
  const { patient, localPatient, replaces } = document;
  const patientId = writeCx(patient.ins, patient.oid, 'NH');
  const authors = [authorOf(document)];
  const given = escapeHl7(patient.given);
  return {
    submissionSet: {
      id: ids.set,
      title: KIND.title,
      submissionTime: utc(now),
      authors,
      contentTypeCode: KIND.content,
      patientId,
      sourceId: ids.sourceId,
      uniqueId: ids.uniqueId,
    },
    documentEntries: [
      {
        id: document.entryUuid,
        mimeType: 'text/xml',
        title: KIND.title,
        creationTime: utc(document.createdAt),
        languageCode: KIND.language,
        serviceStartTime: utc(document.service.from),
        serviceStopTime: utc(document.service.to),
        sourcePatientId: writeCx(localPatient.id, localPatient.authority, 'PI'),
        sourcePatientInfo: [
          `PID-3|${patientId}`,
          `PID-5|${escapeHl7(patient.birthFamily)}^${given}^${escapeHl7(patient.givenList ?? patient.given)}^^^^L`,
          `PID-7|${patient.birthDate}`,
          `PID-8|${patient.sex}`,
        ],
        legalAuthenticator: personOf(document),
        hash: sha1(bytes),
        size: bytes.length,
        authors,
        classCode: KIND.class,
        typeCode: KIND.type,
        formatCode: KIND.format,
        healthcareFacilityTypeCode: KIND.facility,
        practiceSettingCode: KIND.setting,
        confidentialityCodes: [KIND.confidentiality],
        patientId,
        uniqueId: document.uniqueId,
      },
    ],
    ...(replaces && { relationships: [{ type: ASSOCIATION.replaces, source: document.entryUuid, target: replaces.entryUuid }] }),
  };
}
