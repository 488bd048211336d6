import type { LeftReason } from './kind.js';
import type { CdaRules, TerminologyRules } from './manifest.js';

/** How a pack is known that does not say what it is: by files that only it has. Data, in the order they are tried. */
export interface KnownLayout {
  coordinate: string;
  title: { fr: string; en: string };
  /** paths that are there, all of them */
  has: readonly string[];
  /** folders beside the rules, each with the reason it is left */
  leave: Readonly<Record<string, LeftReason>>;
  /** which document goes to which volet is known to the validator, by the coordinate */
  cda: CdaRules;
  terminology: TerminologyRules;
}

const BESIDE_THE_RULES: KnownLayout['leave'] = {
  ExemplesCDA: 'example',
  FeuilleDeStyle: 'presentation',
  'schematrons/moteur': 'engine',
  'schematrons/rapports': 'report',
};

/** Published whole with the rules, which refuse a code of these that is not there. */
const WHOLE: TerminologyRules['codeSystems'] = [
  { oid: '1.2.250.1.213.2.5', name: 'CCAM', complete: true },
  { oid: '1.2.250.1.213.2.11', name: 'ADICAP', complete: true },
  { oid: '1.2.250.1.213.2.65', name: 'CLADIMED', complete: true },
  { oid: '1.2.250.1.213.2.68', name: 'EMDN', complete: true },
  { oid: '2.16.840.1.113883.6.3', name: 'CIM-10', complete: true },
];

const WHOLE_SINCE_3: TerminologyRules['codeSystems'] = [
  { oid: '0.4.0.127.0.16.1.1.2.1', name: 'EDQM', complete: true },
  { oid: '1.2.250.1.213.2.59', name: 'Medicabase', complete: true },
  { oid: '1.2.250.1.215.300.1', name: 'CCAM', complete: true },
  { oid: '2.16.840.1.113883.6.73', name: 'ATC', complete: true },
  { oid: '2.16.840.1.113883.6.347', name: 'CIM-11', complete: true },
];

const PROFILES = 'schematrons/profils';

export const KNOWN_LAYOUTS: readonly KnownLayout[] = [
  {
    coordinate: 'fr.ans:ci-sis-cda:3.0',
    title: { fr: 'Contrôle des documents CDA du CI-SIS, 3.0', en: 'Checks of CI-SIS CDA documents, 3.0' },
    has: [`${PROFILES}/IHE.sch`, `${PROFILES}/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch`],
    leave: BESIDE_THE_RULES,
    cda: {
      xsd: 'infrastructure/cda/CDA_extended.xsd',
      profiles: [
        `${PROFILES}/IHE.sch`,
        `${PROFILES}/terminologies/schematron/terminologie.sch`,
        `${PROFILES}/CI-SIS_ModelesDeContenusCDA.sch`,
        `${PROFILES}/structurationMinimale/ASIP-STRUCT-MIN-StrucMin.sch`,
        `${PROFILES}/CI-SIS_Modeles_ANS.sch`,
      ],
      volets: [],
    },
    terminology: { files: [], codeSystems: [...WHOLE, ...WHOLE_SINCE_3] },
  },
  {
    coordinate: 'fr.ans:ci-sis-cda:2.x',
    title: { fr: 'Contrôle des documents CDA du CI-SIS, 2.x', en: 'Checks of CI-SIS CDA documents, 2.x' },
    has: [`${PROFILES}/IHE.sch`, `${PROFILES}/IHE_XDS-SD.sch`, `${PROFILES}/CI-SIS_StructurationMinimale.sch`],
    leave: BESIDE_THE_RULES,
    cda: {
      xsd: 'infrastructure/cda/CDA_extended.xsd',
      profiles: [
        `${PROFILES}/IHE.sch`,
        `${PROFILES}/terminologies/schematron/terminologie.sch`,
        `${PROFILES}/CI-SIS_ModelesDeContenusCDA.sch`,
        `${PROFILES}/IHE_XDS-SD.sch`,
        `${PROFILES}/CI-SIS_StructurationMinimale.sch`,
        `${PROFILES}/CI-SIS_Modeles_ANS.sch`,
      ],
      volets: [],
    },
    terminology: { files: [], codeSystems: WHOLE },
  },
];

/** The layout that these paths are of; undefined when it is none that is known. */
export const knownLayout = (has: (path: string) => boolean): KnownLayout | undefined =>
  KNOWN_LAYOUTS.find((layout) => layout.has.every(has));
