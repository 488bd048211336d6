import {
  ASSOCIATION,
  IDENTIFIER,
  membership,
  NODE,
  rimOfDocumentEntry,
  rimOfRelationship,
  rimOfSubmissionSet,
  SCHEME,
  STATUS,
  type Author,
  type Code,
  type DocumentEntry,
  type Relationship,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { INS_OID, insKey, isLuhnValid, PS_IDNAT_OID, STRUCT_IDNAT_OID, writeCx } from '../../src/protocols/identifiers/index.js';
import { mixer } from '../../src/storage/seeded.js';
import { CODE_SYSTEM, CONFIDENTIALITY, PRACTICE_SETTINGS, systemOfType } from '../../validators/xds-metadata/value-sets.js';
import { approved, withUuids } from './store.js';

/** How much to make, and where the documents are said to be. */
export interface SeedPlan {
  documents: number;
  patients: number;
  repositoryUniqueId: string;
}

/** More patients than this and two would have one INS. */
export const MOST_PATIENTS = 900_000;

/** OID under which everything that is made stands: 2.25 and a UUID of ours. */
const ROOT = '2.25.318284712660487362391846021730265912';

interface DocumentKind {
  title: string;
  type: [code: string, display: string];
  class: [code: string, display: string];
  format: [code: string, display: string];
  place: keyof typeof PLACES;
  role: string;
  specialty: [code: string, display: string];
  mimeType: string;
}

const PDF: DocumentKind['format'] = ['urn:ihe:iti:xds-sd:pdf:2008', 'Document à corps non structuré en PDF'];
const TEXT: DocumentKind['format'] = ['urn:ihe:iti:xds-sd:text:2008', 'Document à corps non structuré en texte brut'];
const LABORATORY: DocumentKind['format'] = ['urn:ihe:lab:xd-lab:2008', 'Compte rendu d’examens biologiques'];
const REPORT: DocumentKind['class'] = ['10', 'Compte rendu'];
const SUMMARY: DocumentKind['class'] = ['11', 'Synthèse'];
const PRESCRIPTION: DocumentKind['class'] = ['42', 'Prescription'];
const GENERAL: DocumentKind['specialty'] = ['G15_10/SM26', 'Médecin - Qualifié en Médecine Générale (SM)'];
const BIOLOGY: DocumentKind['specialty'] = ['G15_10/SM03', 'Médecin - Biologie médicale (SM)'];
const CARDIOLOGY: DocumentKind['specialty'] = ['G15_10/SM04', 'Médecin - Cardiologie et maladies vasculaires (SM)'];
const EMERGENCY: DocumentKind['specialty'] = ['G15_10/SM59', "Médecin - Médecine d'urgence (SM)"];
const PHARMACY: DocumentKind['specialty'] = ['G15_21', 'Pharmacien'];

/** Where care is given: healthcareFacilityTypeCode, practiceSettingCode, contentTypeCode. */
const PLACES = {
  practice: { facility: ['SA07', 'Cabinet individuel'], setting: ['AMBULATOIRE', 'Ambulatoire'], content: ['07', 'Consultation'] },
  laboratory: {
    facility: ['SA25', 'Laboratoire de biologie médicale'],
    setting: ['AMBULATOIRE', 'Ambulatoire'],
    content: ['07', 'Consultation'],
  },
  pharmacy: { facility: ['SA33', 'Pharmacie d’officine'], setting: ['AMBULATOIRE', 'Ambulatoire'], content: ['07', 'Consultation'] },
  hospital: {
    facility: ['SA01', 'Etablissement public de santé'],
    setting: ['ETABLISSEMENT', 'Etablissement de santé'],
    content: ['03', 'Hospitalisation'],
  },
} as const;

const ROLES = {
  practice: 'Médecin traitant',
  laboratory: "Membre de l'équipe de soins",
  pharmacy: "Membre de l'équipe de soins",
  hospital: 'Référent - Responsable du patient dans la structure de soins',
} as const;

const kind = (
  type: DocumentKind['type'],
  itsClass: DocumentKind['class'],
  place: DocumentKind['place'],
  specialty: DocumentKind['specialty'],
  format: DocumentKind['format'] = PDF,
): DocumentKind => ({
  title: type[1],
  type,
  class: itsClass,
  format,
  place,
  role: ROLES[place],
  specialty,
  mimeType: 'text/xml',
});

/** What a record is made of, the frequent kinds more than once. */
const DOCUMENT_KINDS: readonly DocumentKind[] = [
  kind(['11488-4', 'CR ou fiche de consultation ou de visite'], REPORT, 'practice', GENERAL, TEXT),
  kind(['11502-2', "CR d'examens biologiques"], REPORT, 'laboratory', BIOLOGY, LABORATORY),
  kind(['57833-6', 'Prescription de produits de santé'], PRESCRIPTION, 'practice', GENERAL),
  kind(['60593-1', 'Dispensation médicamenteuse'], ['43', 'Dispensation'], 'pharmacy', PHARMACY),
  kind(['11502-2', "CR d'examens biologiques"], REPORT, 'laboratory', BIOLOGY, LABORATORY),
  kind(['18748-4', "CR d'imagerie médicale"], ['31', 'Imagerie'], 'hospital', CARDIOLOGY),
  kind(['34112-3', 'CR hospitalier (séjour)'], REPORT, 'hospital', CARDIOLOGY),
  kind(['11490-0', "Lettre de liaison à la sortie d'un établissement de soins"], REPORT, 'hospital', EMERGENCY),
  kind(['PRESC-BIO', "Prescription d'actes de biologie médicale"], PRESCRIPTION, 'practice', GENERAL),
  kind(['60591-5', 'Synthèse médicale'], SUMMARY, 'practice', GENERAL, TEXT),
  kind(['11488-4', 'CR ou fiche de consultation ou de visite'], REPORT, 'hospital', CARDIOLOGY),
  kind(['34133-9', "Synthèse d'épisode de soins"], SUMMARY, 'hospital', CARDIOLOGY),
  kind(['87273-9', 'Note de vaccination'], ['52', 'Certificat, déclaration'], 'practice', GENERAL),
];

const FAMILIES = 'PAT-UN PAT-DEUX PAT-TROIS PAT-QUATRE PAT-CINQ PAT-SIX PAT-SEPT PAT-HUIT PAT-NEUF PAT-DIX PAT-ONZE PAT-DOUZE'.split(' ');
const GIVEN = 'DOMINIQUE CAMILLE CLAUDE SACHA ALIX MAXIME EDEN LOU CHARLIE ANDREA NOA SWAN MORGAN YAEL ANGE'.split(' ');
const DOCTORS = 'LIBRE CABINET GARDE ASTREINTE VISITE TOURNEE DISPENSAIRE SERVICE'.split(' ');
const DEPARTMENTS = '75 13 69 33 59 31 44 67 35 34 2A 2B 06 21 51'.split(' ');

const visibility = (code: string, display: string): Code => ({ code, scheme: CONFIDENTIALITY.get(code)!, display });
const NORMAL = visibility('N', 'Normal');
const RESTRICTED = visibility('R', 'Restreint');
const MASKED = visibility('MASQUE_PS', 'Masqué aux professionnels de santé');
const HIDDEN = visibility('INVISIBLE_PATIENT', 'Non visible par le patient');

const mix = mixer(0x2f_6e_2b_1);

const HEX = Array.from({ length: 0x1_0000 }, (_, value) => value.toString(16).padStart(4, '0'));
const hex = (value: number): string => HEX[value >>> 16]! + HEX[value & 0xffff]!;

/** A version 8 UUID (RFC 9562, 5.8) that depends on what is given. */
function uuidOf(a: number, b: number, c: number): string {
  const [w, x, y, z] = [mix(a, b, c, 1), mix(b, c, a, 2), mix(c, a, b, 3), mix(a, c, b, 4)].map(hex) as [string, string, string, string];
  return `${w}-${x.slice(0, 4)}-8${x.slice(5)}-a${y.slice(1, 4)}-${y.slice(4)}${z}`;
}

/** What a number is the beginning of, with its Luhn digit. */
function withLuhn(digits: string): string {
  for (let key = 0; key < 9; key++) if (isLuhnValid(`${digits}${key}`)) return `${digits}${key}`;
  return `${digits}9`;
}

const padded = (value: number, length: number): string => String(value).padStart(length, '0');

/** INS of the n-th patient, under the OID of test identities. */
export function patientAt(n: number): { ins: string; cx: string } {
  const chance = mix(n, 77);
  const sex = n % 2 === 0 ? '2' : '1';
  const born = padded(chance % 100, 2) + padded(1 + ((chance >>> 8) % 12), 2);
  // commune and order make each one unique
  const body = `${sex}${born}${DEPARTMENTS[(chance >>> 16) % DEPARTMENTS.length]!}${padded(1 + Math.floor(n / 999), 3)}${padded(1 + (n % 999), 3)}`;
  const ins = body + insKey(body)!;
  return { ins, cx: writeCx(ins, INS_OID.testNir, 'NH') };
}

/** Documents of a patient against those of another: records differ in length. */
const SHARES = [5, 10, 40, 15, 20, 25, 30, 10, 35, 10] as const;
const CYCLE = SHARES.reduce((sum, share) => sum + share, 0);
const SHARES_BEFORE = SHARES.map((_, i) => SHARES.slice(0, i).reduce<number>((sum, share) => sum + share, 0));
const sharesBefore = (patient: number): number => Math.floor(patient / SHARES.length) * CYCLE + SHARES_BEFORE[patient % SHARES.length]!;

/** How many documents each patient has; all together those of the plan. */
export function documentsPerPatient({ documents, patients }: Pick<SeedPlan, 'documents' | 'patients'>): Uint32Array {
  const upTo = (patient: number): number => Math.floor((documents * sharesBefore(patient)) / sharesBefore(patients));
  return Uint32Array.from({ length: patients }, (_, n) => upTo(n + 1) - upTo(n));
}

/** Every fourth submission has two documents. */
const startOf = (visit: number): number => Math.floor(visit / 4) * 5 + (visit % 4);
const sizeOf = (visit: number): number => (visit % 4 === 3 ? 2 : 1);
const visitOf = (document: number): number => Math.floor(document / 5) * 4 + Math.min(document % 5, 3);

const entryId = (patient: number, document: number): string => `urn:uuid:${uuidOf(patient, document, 11)}`;
const folderId = (patient: number): string => `urn:uuid:${uuidOf(patient, 0, 12)}`;

const isReplacing = (document: number): boolean => document % 10 === 7;
const isAdding = (document: number): boolean => document % 10 === 2;
const hasFolder = (patient: number): boolean => patient % 3 === 0;
/** What replaces a document takes its place in the folder. */
const isInFolder = (document: number): boolean => document % 4 === 0 || (isReplacing(document) && isInFolder(document - 1));

const BEGINNING = Date.UTC(2016, 0, 4, 8);
const TEN_YEARS = 10 * 365 * 86_400_000;
const MINUTE = 60_000;
const utc = (at: number): string => new Date(at).toISOString().slice(0, 19).replace(/[-:T]/g, '');

/**
 * The submissions of a plan, as a registry keeps them: visit after visit through all patients, so that the documents of
 * one patient lie apart as they do in a registry that has grown. The same plan gives the same, byte for byte.
 */
export function* seededSubmissions(plan: SeedPlan): Generator<RimObject[]> {
  const counts = documentsPerPatient(plan);
  const most = counts.reduce((a, b) => Math.max(a, b));
  for (let visit = 0; startOf(visit) < most; visit++)
    for (let patient = 0; patient < plan.patients; patient++) {
      const count = counts[patient]!;
      const [start, end] = [startOf(visit), Math.min(startOf(visit) + sizeOf(visit), count)];
      if (start < end) yield submissionAt(plan, patient, visit, { start, end, count });
    }
}

const timeOf = (patient: number, visit: number, count: number): number =>
  BEGINNING + Math.floor((TEN_YEARS * startOf(visit)) / Math.max(count, 20)) + (mix(patient, visit) % 40_000) * MINUTE;

function submissionAt(
  { repositoryUniqueId }: SeedPlan,
  patient: number,
  visit: number,
  { start, end, count }: { start: number; end: number; count: number },
): RimObject[] {
  const { ins, cx } = patientAt(patient);
  const at = timeOf(patient, visit, count);
  const setId = `urn:uuid:${uuidOf(patient, visit, 10)}`;
  const entries: DocumentEntry[] = [];
  const relationships: Relationship[] = [];
  for (let document = start; document < end; document++) {
    entries.push(entryAt(patient, document, at, { ins, cx, repositoryUniqueId }));
    const id = entryId(patient, document);
    relationships.push(membership(setId, id));
    if (isReplacing(document)) relationships.push({ type: ASSOCIATION.replaces, source: id, target: entryId(patient, document - 1) });
    if (isAdding(document)) relationships.push({ type: ASSOCIATION.appends, source: id, target: entryId(patient, document - 1) });
    if (hasFolder(patient) && isInFolder(document)) {
      const link = `urn:uuid:${uuidOf(patient, document, 13)}`;
      relationships.push({ id: link, type: ASSOCIATION.hasMember, source: folderId(patient), target: id }, membership(setId, link));
    }
  }
  const [first] = entries as [DocumentEntry];
  const isFirst = hasFolder(patient) && start === 0;
  if (isFirst) relationships.push(membership(setId, folderId(patient)));
  const place = PLACES[kindAt(patient, start).place];
  let inner = 0;
  const objects = withUuids(
    [
      ...entries.map(rimOfDocumentEntry),
      ...(isFirst ? [folderOf(patient, cx, count)] : []),
      rimOfSubmissionSet({
        id: setId,
        title: first.title,
        submissionTime: utc(at + 10 * MINUTE),
        authors: first.authors,
        contentTypeCode: coded(place.content, CODE_SYSTEM.submissionContents),
        patientId: cx,
        sourceId: ROOT,
        uniqueId: `${ROOT}.1.${patient}.${visit}`,
      }),
      ...relationships.map(rimOfRelationship),
    ],
    () => uuidOf(patient, visit, 100 + inner++),
  );
  const replaced = new Set(entries.map(({ id }) => id).filter((_, i) => isReplacing(start + i + 1) && start + i + 1 < count));
  return objects.map((object) => ({ ...approved(object), ...(replaced.has(object.id) && { status: STATUS.deprecated }) }));
}

/** A document that replaces another is of its kind. */
const kindAt = (patient: number, document: number): DocumentKind =>
  DOCUMENT_KINDS[mix(patient, isReplacing(document) ? document - 1 : document, 5) % DOCUMENT_KINDS.length]!;

const coded = ([code, display]: readonly [string, string], scheme: string): Code => ({ code, scheme, display });

function entryAt(
  patient: number,
  document: number,
  at: number,
  { ins, cx, repositoryUniqueId }: { ins: string; cx: string; repositoryUniqueId: string },
): DocumentEntry {
  const made = kindAt(patient, document);
  const place = PLACES[made.place];
  const author = authorAt(made, mix(patient, document, 6) % 500);
  const [family, given] = [FAMILIES[patient % FAMILIES.length]!, GIVEN[mix(patient, 3) % GIVEN.length]!];
  return {
    id: entryId(patient, document),
    mimeType: made.mimeType,
    title: made.title,
    creationTime: utc(at),
    languageCode: 'fr-FR',
    serviceStartTime: utc(at - 40 * MINUTE),
    serviceStopTime: utc(at - 20 * MINUTE),
    sourcePatientId: `P${patient}^^^&${ROOT}.2&ISO^PI`,
    sourcePatientInfo: [
      `PID-3|${cx}`,
      `PID-5|${family}^${given}^${given}^^^^L`,
      `PID-7|19${ins.slice(1, 3)}${ins.slice(3, 5)}15`,
      `PID-8|${ins.startsWith('2') ? 'F' : 'M'}`,
    ],
    legalAuthenticator: author.person!,
    hash: Array.from({ length: 5 }, (_, i) => hex(mix(patient, document, 20 + i))).join(''),
    size: 2000 + (mix(patient, document, 8) % 60_000),
    repositoryUniqueId,
    authors: [author],
    classCode: coded(made.class, CODE_SYSTEM.documentClasses),
    typeCode: coded(made.type, systemOfType(made.type[0])),
    formatCode: coded(made.format, CODE_SYSTEM.iheFormats),
    healthcareFacilityTypeCode: coded(place.facility, CODE_SYSTEM.activitySectors),
    practiceSettingCode: coded(place.setting, PRACTICE_SETTINGS.get(place.setting[0])!),
    confidentialityCodes: [
      document % 50 === 21 ? RESTRICTED : NORMAL,
      ...(document % 20 === 9 ? [MASKED] : []),
      ...(document % 40 === 3 ? [HIDDEN] : []),
    ],
    patientId: cx,
    uniqueId: `${ROOT}.3.${patient}.${document}`,
  };
}

function authorAt({ role, specialty, place }: DocumentKind, n: number): Author {
  const name = DOCTORS[n % DOCTORS.length]!;
  const person = `8${withLuhn(`1000${padded(n, 6)}`)}^${name}^${GIVEN[n % GIVEN.length]!}^^^^^^&${PS_IDNAT_OID}&ISO^D^^^IDNPS`;
  const structure = `1${withLuhn(`75${padded(n % 120, 6)}`)}`;
  const called = { practice: 'CABINET', laboratory: 'LABORATOIRE', pharmacy: 'PHARMACIE', hospital: 'HOPITAL' }[place];
  return {
    person,
    institutions: [`${called} ${n % 120}^^^^^&${STRUCT_IDNAT_OID}&ISO^IDNST^^^${structure}`],
    roles: [role],
    specialties: [`${specialty[0]}^${specialty[1]}^${CODE_SYSTEM.specialties}`],
  };
}

/** Its time is that of the last submission that puts a document in it. */
const lastFiling = (patient: number, count: number): number => {
  const last = Array.from({ length: Math.min(count, 8) }, (_, i) => count - 1 - i).find(isInFolder) ?? 0;
  return timeOf(patient, visitOf(last), count);
};

const folderOf = (patient: number, cx: string, count: number): RimObject => ({
  kind: 'RegistryPackage',
  id: folderId(patient),
  name: 'Suivi au long cours',
  slots: [{ name: 'lastUpdateTime', values: [utc(lastFiling(patient, count) + 10 * MINUTE)] }],
  classifications: [
    { id: 'folder-node', node: NODE.folder, slots: [] },
    {
      id: 'folder-code',
      scheme: SCHEME.folderCodeList,
      code: 'AMBULATOIRE',
      slots: [{ name: 'codingScheme', values: [CODE_SYSTEM.practiceSettings] }],
      name: 'Ambulatoire',
    },
  ],
  identifiers: [
    { id: 'folder-patient', scheme: IDENTIFIER.folderPatientId, value: cx },
    { id: 'folder-unique', scheme: IDENTIFIER.folderUniqueId, value: `${ROOT}.4.${patient}` },
  ],
});
