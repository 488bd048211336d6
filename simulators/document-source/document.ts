import type { Code } from '../../src/protocols/ebxml/index.js';
import { TEST_PROFESSIONAL, VihfCodeSystem, type Professional } from '../../src/protocols/saml/index.js';
import type { IdentifierMint } from './identifiers.js';
import type { Patient, Publication, Replaced } from './input.js';

/** The structure that answers for a document, as its certificate names it. */
export interface Structure {
  /** Struct_IdNat */
  id: string;
  name: string;
}

/** A document of the source: what its CDA header and its metadata both say. */
export interface HealthDocument {
  uniqueId: string;
  entryUuid: string;
  setId: string;
  version: number;
  replaces?: Replaced;
  patient: Patient;
  localPatient: { id: string; authority: string };
  author: Professional;
  structure: Structure;
  createdAt: Date;
  service: { from: Date; to: Date };
}

const MINUTE = 60_000;

/** What is the same in every document of the source. */
export const KIND = {
  title: 'Compte rendu de consultation',
  type: { code: '11488-4', scheme: '2.16.840.1.113883.6.1', display: 'CR ou fiche de consultation ou de visite' },
  class: { code: '10', scheme: '1.2.250.1.213.1.1.4.1', display: 'Compte rendu' },
  format: {
    code: 'urn:ihe:iti:xds-sd:text:2008',
    scheme: '1.3.6.1.4.1.19376.1.2.3',
    display: 'Document à corps non structuré en texte brut',
  },
  confidentiality: { code: 'N', scheme: '2.16.840.1.113883.5.25', display: 'Normal' },
  facility: { code: 'SA07', scheme: VihfCodeSystem.sector, display: 'Cabinet individuel' },
  setting: { code: 'AMBULATOIRE', scheme: '1.2.250.1.213.1.1.4.9', display: 'Ambulatoire' },
  encounter: { code: 'AMB', scheme: '2.16.840.1.113883.5.4', display: 'Ambulatoire (hors établissement)' },
  content: { code: '07', scheme: '1.2.250.1.213.2.2', display: 'Consultation' },
  role: { code: 'PCP', scheme: '2.16.840.1.113883.5.88', display: 'Médecin traitant' },
  specialty: { code: 'G15_10/SM26', scheme: '1.2.250.1.213.1.1.4.5', display: 'Médecin - Qualifié en Médecine Générale (SM)' },
  language: 'fr-FR',
} as const satisfies Record<string, Code | string>;

/** OIDs of the authorities that give national identifiers. */
export const AUTHORITY = { professionals: '1.2.250.1.71.4.2.1', structures: '1.2.250.1.71.4.2.2' } as const;

/** Somebody who is not the professional of the tests, elsewhere. */
const OTHER: { author: Professional; structure: Structure } = {
  author: { ...TEST_PROFESSIONAL, id: '899900038839', family: 'AUTRE', given: 'JEAN' },
  structure: { id: '10B0999999', name: 'AUTRE CABINET DE TEST' },
};

/** What may be said of a new document beside its patient. */
type Written = Pick<Publication, 'replaces' | 'author' | 'writtenAt'> & { documentEntry?: Pick<Publication['documentEntry'], 'uniqueId'> };

/** A new document about a patient, or the next version of one published before. */
export function newDocument(
  mint: IdentifierMint,
  patient: Patient,
  structure: Structure,
  now: Date,
  { replaces, author, writtenAt, documentEntry }: Written = {},
): HealthDocument {
  const createdAt = writtenAt === undefined ? new Date(now.getTime() - 5 * MINUTE) : new Date(writtenAt);
  const before = (minutes: number): Date => new Date(createdAt.getTime() - minutes * MINUTE);
  return {
    uniqueId: documentEntry?.uniqueId ?? mint.oid(),
    entryUuid: mint.uuid(),
    setId: replaces?.setId ?? mint.oid(),
    version: (replaces?.version ?? 0) + 1,
    ...(replaces && { replaces }),
    patient,
    localPatient: { id: `P${patient.ins.slice(-8)}`, authority: mint.localPatients },
    ...(author === 'other' ? OTHER : { author: TEST_PROFESSIONAL, structure }),
    createdAt,
    service: { from: before(35), to: before(15) },
  };
}

/** Date and time in universal time, `20261120101500`. */
export const utc = (at: Date): string => at.toISOString().slice(0, 19).replace(/[-:T]/g, '');
