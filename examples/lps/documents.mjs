/** The documents this LPS can make: CI-SIS level 1 documents, a header and a body of plain text. */
const LOINC = '2.16.840.1.113883.6.1';
const CLASSES = '1.2.250.1.213.1.1.4.1';

export const documents = {
  'cr-bio': {
    typeCode: { code: '11502-2', scheme: LOINC, name: "CR d'examens biologiques" },
    classCode: { code: '10', scheme: CLASSES, name: 'Compte rendu' },
    title: "Compte rendu d'examens biologiques",
    text: ['Hémoglobine : 13,2 g/dL (12,0 à 16,0)', 'Leucocytes : 6,4 G/L (4,0 à 10,0)', 'Plaquettes : 250 G/L (150 à 400)'],
  },
  'cr-consultation': {
    typeCode: { code: '11488-4', scheme: LOINC, name: 'CR ou fiche de consultation ou de visite' },
    classCode: { code: '10', scheme: CLASSES, name: 'Compte rendu' },
    title: 'Compte rendu de consultation',
    text: ['Motif : suivi annuel.', 'Examen clinique sans particularité.', 'Conclusion : état stable, à revoir dans un an.'],
  },
  'cr-imagerie': {
    typeCode: { code: '18748-4', scheme: LOINC, name: "CR d'imagerie médicale" },
    classCode: { code: '31', scheme: CLASSES, name: 'Imagerie médicale' },
    title: "Compte rendu d'imagerie médicale",
    text: ['Examen : radiographie du thorax de face.', 'Résultat : pas d’anomalie pleuro-parenchymateuse.'],
  },
};

export const confidentiality = { code: 'N', scheme: '2.16.840.1.113883.5.25', name: 'Normal' };
export const facilityType = { code: 'SA07', scheme: '1.2.250.1.71.4.2.4', name: 'Cabinet individuel' };
export const practiceSetting = { code: 'AMBULATOIRE', scheme: '1.2.250.1.213.1.1.4.9', name: 'Ambulatoire' };
export const format = {
  code: 'urn:ihe:iti:xds-sd:text:2008',
  scheme: '1.3.6.1.4.1.19376.1.2.3',
  name: 'Document à corps non structuré en texte brut',
};
export const contentType = { code: '07', scheme: '1.2.250.1.213.2.2', name: 'Consultation' };
