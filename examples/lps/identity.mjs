/** The professional who is logged in. */
export const user = {
  id: '899900063480',
  family: 'KERLEAU',
  given: 'ANNE',
  specialty: { code: 'G15_10/SM26', scheme: '1.2.250.1.213.1.1.4.5', name: 'Médecin - Qualifié en Médecine Générale (SM)' },
  profession: { code: '10', scheme: '1.2.250.1.71.1.2.7', name: 'Médecin' },
  savoirFaire: { code: 'SM26', scheme: '1.2.250.1.71.4.2.5', name: 'Qualifié en Médecine Générale (SM)' },
  role: { code: 'PCP', scheme: '2.16.840.1.113883.5.88', name: 'Médecin traitant' },
};

/** The software itself. */
export const software = {
  name: 'LPS Témoin',
  version: '1.0.0',
  id: '1.2.250.1.213.9.1.1',
  approval: 'TEMOIN-0001',
  sourceId: '2.25.329800735698586629295641978511506172918',
  localPatients: '2.25.113059749145936325402354257176981405696',
};

/** The test patient, used when the hook gives none. */
export const testPatient = {
  ins: '279035121518989',
  oid: '1.2.250.1.213.1.4.10',
  birthFamily: 'PAT-TROIS',
  given: 'DOMINIQUE',
  givenList: 'DOMINIQUE MARIE-LOUISE',
  sex: 'F',
  birthDate: '19790328',
  birthPlace: '51215',
};

/** HL7 CX of a patient's INS. */
export const insCx = (patient) => `${patient.ins}^^^&${patient.oid}&ISO^NH`;
