import type { VoletRow } from '../../src/packs/manifest.js';
import { XDS_SD_TEMPLATE } from './document-rules.js';

const ANS = '1.2.250.1.213.1.1.1.';
const XD_LAB = '1.3.6.1.4.1.19376.1.3.3';

/** A row of the tables below: end of the ANS template, or a whole OID; version or ''; name of the schematron. */
type Short = readonly [template: string, extension: string, name: string];

const rows = (shorts: readonly Short[]): VoletRow[] =>
  shorts.map(([template, extension, name]) => ({
    templateId: template.startsWith('1.3.6.') ? template : ANS + template,
    ...(extension !== '' && { extension }),
    schematron: `schematrons/CI-SIS_${name}.sch`,
  }));

/** Its documents are unstructured and declare no other template than every unstructured document: the type tells. */
const telemedicineReport = (name: string): VoletRow => ({
  templateId: XDS_SD_TEMPLATE,
  schematron: `schematrons/CI-SIS_${name}.sch`,
  code: '85208-7',
});

/** Which schematron of the packs that ANS publishes is for which volet, by coordinate. The names are theirs, spelling included. */
const VOLET_ROWS: Readonly<Record<string, readonly VoletRow[]>> = {
  'fr.ans:ci-sis-cda:3.0': [
    ...rows([
      ['40', '2022.01', 'ANEST-CR-ANEST_2022.01'],
      ['41', '2022.01', 'ANEST-CR-CPA_2022.01'],
      ['15', '2022.01', 'AVC-AUNV_2022.01'],
      ['16', '2022.01', 'AVC-EUNV_2022.01'],
      ['25', '2022.01', 'AVC-PAVC_2022.01'],
      ['17', '2022.01', 'AVC-SUNV_2022.01'],
      ['55', '', 'BIO-CR-BIO_2021.01'],
      ['55', '2023.01', 'BIO-CR-BIO_2023.01'],
      ['55', '2024.01', 'BIO-CR-BIO_2024.01'],
      ['55', '', 'BIO-CR-BIO_2024.01'],
      ['59', '2024.01', 'BIO-TROD_2024.01'],
      ['32', '2022.01', 'CANCER-CR-GM_2022.01'],
      ['28', '2022.01', 'CANCER-D2LM-FIDD_2022.01'],
      ['27', '2022.01', 'CANCER-D2LM-FIN_2022.01'],
      ['8', '2022.01', 'CANCER-FRCP_2022.01'],
      ['26', '2022.01', 'CANCER-PPS_2022.01'],
      ['2.1.1', '2022.01', 'CARD-F-PRC-AVK_2022.01'],
      ['2.1.3', '2022.01', 'CARD-F-PRC-DCI_2022.01'],
      ['2.1.5', '2022.01', 'CARD-F-PRC-PPV_2022.01'],
      ['2.1.4', '2022.01', 'CARD-F-PRC-PSC_2022.01'],
      ['2.1.2', '2022.01', 'CARD-F-PRC-TAP_2022.01'],
      ['36', '2021.01', 'CNAM-HR_2021.01'],
      ['5.3', '2022.01', 'CSE-CS24_2022.01'],
      ['5.3', '2024.01', 'CSE-CS24_2024.01'],
      ['5.3', '2025.01', 'CSE-CS24_2025.01'],
      ['5.1', '2022.01', 'CSE-CS8_2022.01'],
      ['5.1', '2024.01', 'CSE-CS8_2024.01'],
      ['5.1', '2025.01', 'CSE-CS8_2025.01'],
      ['5.2', '2022.01', 'CSE-CS9_2022.01'],
      ['5.2', '2024.01', 'CSE-CS9_2024.01'],
      ['5.2', '2025.01', 'CSE-CS9_2025.01'],
      ['5.4', '2023.01', 'CSE-MDE_2023.01'],
      ['22', '2022.01', 'DLU-EHPAD-DLU_2022.01'],
      ['24', '2022.01', 'DLU-EHPAD-FLUDR_2022.01'],
      ['23', '2022.01', 'DLU-EHPAD-FLUDT_2022.01'],
      ['39', '2022.01', 'EP-MED-DM_2022.01'],
      ['39', '2023.01', 'EP-MED-DM_2023.01'],
      ['39', '2024.01', 'EP-MED-DM_2024.01'],
      ['45', '2024.01', 'IMG-CR-IMG_2024.01'],
      ['47', '2024.01', 'IMG-DA-IMG_2024.01'],
      ['51', '2024.01', 'IPS-FR_2024.01'],
      ['21', '2022.01', 'LDL-EES_2022.01'],
      ['29', '2022.01', 'LDL-SES_2022.01'],
      ['12.1', '2024.01', 'OBP-SAP_2024.01'],
      ['12.4', '2024.01', 'OBP-SCM_2024.01'],
      ['12.5', '2024.01', 'OBP-SEM_2024.01'],
      ['12.3', '2024.01', 'OBP-SNE_2024.01'],
      ['12.2', '2024.01', 'OBP-SNM_2024.01'],
      ['42', '2022.01', 'OPH-BRE_2022.01'],
      ['42', '2022.02', 'OPH-BRE_2022.02'],
      ['18', '2022.01', 'OPH-CR-RTN_2022.01'],
      ['30', '2022.01', 'SDM-MR_2022.01'],
      ['30', '2024.01', 'SDM-MR_2024.01'],
      ['38', '2022.01', 'TLM-DA_2022.01'],
      ['46', '2023.01', 'VAC-NOTE_2023.01'],
      ['37', '2023.01', 'VAC_2023.01'],
      ['13', '201310', 'VSM_1.4_2022.01'],
      ['13', '2023.01', 'VSM_2023.01'],
      ['54', '2024.01', 'eDISP-MED_2024.01'],
    ]),
    telemedicineReport('TLM-CR_2022.01'),
  ],
  'fr.ans:ci-sis-cda:2.x': [
    ...rows([
      ['40', '2021.01', 'ANEST-CR-ANEST_2021.01'],
      ['41', '2021.01', 'ANEST-CR-CPA_2021.01'],
      ['15', '2020.01', 'AVC-AUNV_2.2'],
      ['16', '2020.01', 'AVC-EUNV_2.2'],
      ['25', '2020.01', 'AVC-PAVC_2.2'],
      ['17', '2020.01', 'AVC-SUNV_2.2'],
      ['32', '2021.01', 'CANCER-CR-GM_2021.01'],
      ['28', '2021.01', 'CANCER-D2LM-FIDD_2021.01'],
      ['27', '2021.01', 'CANCER-D2LM-FIN_2021.01'],
      ['8', '2021.01', 'CANCER-FRCP_2021.01'],
      ['26', '2021.01', 'CANCER-PPS_2021.01'],
      ['36', '2020-1.0', 'CNAM-HR_2021.01'],
      ['36', '2021.01', 'CNAM-HR_2021.01'],
      [XD_LAB, '2021.01', 'CR-BIO_2021.01'],
      ['5.3', '2021.01', 'CSE-CS24_2021.01'],
      ['5.1', '2021.01', 'CSE-CS8_2021.01'],
      ['5.2', '2021.01', 'CSE-CS9_2021.01'],
      ['22', '2021.01', 'DLU-DLU_2021.01'],
      ['24', '2021.01', 'DLU-FLUDR_2021.01'],
      ['23', '2021.01', 'DLU-FLUDT_2021.01'],
      ['2.1.1', '2021.01', 'F-PRC_1.4'],
      ['2.1.3', '', 'F-PRC_1.4'],
      ['2.1.5', '', 'F-PRC_1.4'],
      ['2.1.4', '', 'F-PRC_1.4'],
      ['2.1.2', '', 'F-PRC_1.4'],
      ['21', '2020.01', 'LDL-EES_2020.01'],
      ['29', '2020.01', 'LDL-SES_2020.01'],
      ['12.1', '2021.01', 'OBP-SAP_2021.01'],
      ['12.5', '2021.01', 'OBP-SCE_2021.01'],
      ['12.4', '2021.01', 'OBP-SCM_2021.01'],
      ['12.3', '2021.01', 'OBP-SNE_2021.01'],
      ['12.2', '2021.01', 'OBP-SNM_2021.01'],
      ['42', '2021.01', 'OPH-BRE_2021.01'],
      ['18', '2021.01', 'OPH-CR-RTN_2021.01'],
      ['20', '2021.01', 'PPS-PAERPA_2021.01'],
      ['30', '2021.01', 'SDM-MR_2021.01'],
      ['38', '2021.01', 'TLM-DA_2021.01'],
      ['46', '2021.01', 'VAC-NOTE_2021.01'],
      ['37', '2021.01', 'VAC_2021.01'],
      ['13', '201310', 'VSM_1.4'],
      ['39', '2022.01', 'EP-MED-DM_2022.01'],
    ]),
    telemedicineReport('TLM-CR_2021.01'),
  ],
};

/** Coordinates of the packs whose volets are known here. */
export const OFFICIAL_COORDINATES: readonly string[] = Object.keys(VOLET_ROWS);

/** The volets of an official pack; none for another coordinate. */
export const officialVolets = (coordinate: string): readonly VoletRow[] =>
  Object.hasOwn(VOLET_ROWS, coordinate) ? VOLET_ROWS[coordinate]! : [];

/** Rows with those of a manifest, which win over the rows of the same template and version. */
export function withExtraRows(known: readonly VoletRow[], extra: readonly VoletRow[]): VoletRow[] {
  const key = (row: VoletRow): string => JSON.stringify([row.templateId, row.extension]);
  const own = new Set(extra.map(key));
  return [...known.filter((row) => !own.has(key(row))), ...extra];
}
