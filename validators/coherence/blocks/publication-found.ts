import type { Block, Row } from '../block.js';
import { OTHER_PATIENT } from './clauses.js';

const IDENTITY = 'Référentiel INS, traits INS ; RNIV ; IHE ITI TF-1, 8 (PDQ)';
const USED_NAME = 'RNIV, nom utilisé ; IHE ITI TF-1, 8 (PDQ)';

/** One row: what the publication says of the patient is what the search returned. */
function row(
  number: string,
  [left, right, compare]: readonly [left: string, right: string, compare: Row['compare']],
  [fr, en]: readonly [fr: string, en: string],
  [ok, wrong]: readonly [right: string, wrong: string],
  more: Pick<Row, 'each' | 'clause'> = { clause: IDENTITY },
): Row {
  return {
    number,
    left,
    right,
    compare,
    title: { fr: `${fr} est celui que la recherche a rendu.`, en: `${en} is the one that the search returned.` },
    message: { fr: `${fr} n’est pas celui que la recherche a rendu.`, en: `${en} is not the one that the search returned.` },
    why: OTHER_PATIENT,
    hint: {
      fr: 'Publier l’identité retenue telle qu’elle a été rendue, sans la ressaisir.',
      en: 'Publish the identity that was kept as it was returned, without typing it again.',
    },
    example: { right: ok, wrong },
    ...more,
  };
}

const EACH = { each: 'left', clause: IDENTITY } as const;
const PATIENT = 'recordTarget/patientRole/patient';

const RIGHT_INS = '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH / 279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS';
const WRONG_INS = '207058575627097^^^&… / 279035121518989^^^ASIP-SANTE-INS-NIR&…';

const whoInMetadata: Row[] = [
  row(
    '50',
    ['patientId', 'PID-3', 'patient'],
    ['Le patient des métadonnées (patientId)', 'The patient of the metadata (patientId)'],
    [RIGHT_INS, WRONG_INS],
  ),
];

const whoInVihf: Row[] = [
  row(
    '51',
    ['resource-id', 'PID-3', 'patient'],
    ['Le patient du VIHF (resource-id)', 'The patient of the VIHF (resource-id)'],
    [RIGHT_INS, WRONG_INS],
  ),
];

const whoInCda: Row[] = [
  row(
    '52',
    ['recordTarget/patientRole/id/@extension', 'PID-3', 'patient-of-domain'],
    ['L’identifiant du patient dans le CDA (patientRole/id)', 'The identifier of the patient in the CDA (patientRole/id)'],
    [
      '<id root="1.2.250.1.213.1.4.10" extension="279035121518989"/> / 279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS',
      '<id root="1.2.250.1.213.1.4.10" extension="207058575627097"/> / 279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS',
    ],
    EACH,
  ),
];

const traitsInMetadata: Row[] = [
  row(
    '53',
    ['PID-5', 'PID-5', 'patient-name'],
    ['Le nom du patient dans les métadonnées (PID-5)', 'The patient name in the metadata (PID-5)'],
    ['PID-5|VIDAL^DOMINIQUE^^^^^D / VIDAL^DOMINIQUE^^^^^D', 'PID-5|VIDOL^DOMINIQUE^^^^^D / VIDAL^DOMINIQUE^^^^^D'],
    EACH,
  ),
  row(
    '54',
    ['PID-7', 'PID-7', 'day'],
    ['Le jour de naissance dans les métadonnées (PID-7)', 'The day of birth in the metadata (PID-7)'],
    ['PID-7|19790328 / 19790328', 'PID-7|19790329 / 19790328'],
  ),
  row(
    '55',
    ['PID-8', 'PID-8', 'sex'],
    ['Le sexe du patient dans les métadonnées (PID-8)', 'The sex of the patient in the metadata (PID-8)'],
    ['PID-8|F / F', 'PID-8|M / F'],
  ),
  row(
    '56',
    ['PID-11[BDL]', 'PID-11[BDL]', 'birthplace'],
    ['Le lieu de naissance dans les métadonnées (PID-11)', 'The birthplace in the metadata (PID-11)'],
    ['PID-11|^^^^^^BDL^^51215 / ^^^^^^BDL^^51215', 'PID-11|^^^^^^BDL^^63220 / ^^^^^^BDL^^51215'],
  ),
];

const traitsInCda: Row[] = [
  row(
    '57',
    [`${PATIENT}/name/family[@qualifier='BR']`, 'PID-5[L]', 'family'],
    ['Le nom de naissance dans le CDA (family, BR)', 'The birth family name in the CDA (family, BR)'],
    [
      '<family qualifier="BR">PAT-TROIS</family> / PAT-TROIS^DOMINIQUE^^^^^L',
      '<family qualifier="BR">VIDAL</family> / PAT-TROIS^DOMINIQUE^^^^^L',
    ],
    EACH,
  ),
  row(
    '58',
    [`${PATIENT}/name/family[@qualifier='CL']`, 'PID-5', 'family'],
    ['Le nom utilisé dans le CDA (family, CL)', 'The used family name in the CDA (family, CL)'],
    ['<family qualifier="CL">VIDAL</family> / VIDAL^DOMINIQUE^^^^^D', '<family qualifier="CL">VIDOL</family> / VIDAL^DOMINIQUE^^^^^D'],
    { each: 'left', clause: USED_NAME },
  ),
  row(
    '59',
    [`${PATIENT}/name/given[@qualifier='BR']`, 'PID-5[L]', 'given'],
    ['Le premier prénom de naissance dans le CDA (given, BR)', 'The first birth given name in the CDA (given, BR)'],
    [
      '<given qualifier="BR">DOMINIQUE</given> / PAT-TROIS^DOMINIQUE^^^^^L',
      '<given qualifier="BR">LAURENCE</given> / PAT-TROIS^DOMINIQUE^^^^^L',
    ],
    EACH,
  ),
  row(
    '60',
    [`${PATIENT}/birthTime/@value`, 'PID-7', 'day'],
    ['Le jour de naissance dans le CDA (birthTime)', 'The day of birth in the CDA (birthTime)'],
    ['<birthTime value="19790328"/> / 19790328', '<birthTime value="19790329"/> / 19790328'],
  ),
  row(
    '61',
    [`${PATIENT}/administrativeGenderCode/@code`, 'PID-8', 'sex'],
    ['Le sexe du patient dans le CDA (administrativeGenderCode)', 'The sex of the patient in the CDA (administrativeGenderCode)'],
    ['<administrativeGenderCode code="F"/> / F', '<administrativeGenderCode code="M"/> / F'],
  ),
  row(
    '62',
    [`${PATIENT}/birthplace/place/addr/county`, 'PID-11[BDL]', 'birthplace'],
    ['Le lieu de naissance dans le CDA (birthplace)', 'The birthplace in the CDA (birthplace)'],
    ['<county>51215</county> / ^^^^^^BDL^^51215', '<county>63220</county> / ^^^^^^BDL^^51215'],
  ),
];

/** A publication against the searches before it (PDQ, HL7 v2 or V3): the identity found is the one that is published. */
export const publicationFound: Block = {
  id: 'publication-found',
  title: { fr: 'Publication et identité trouvée', en: 'Publication and identity found' },
  left: { fr: 'Publication (métadonnées, VIHF, CDA)', en: 'Publication (metadata, VIHF, CDA)' },
  right: { fr: 'Réponse à la recherche (PID)', en: 'Answer to the search (PID)' },
  groups: [
    { pairs: 'found-entry', rows: whoInMetadata },
    { pairs: 'found-vihf', rows: whoInVihf },
    { pairs: 'found-document', rows: whoInCda },
    { pairs: 'entry-of-found', rows: traitsInMetadata },
    { pairs: 'document-of-found', rows: traitsInCda },
  ],
};
