/** Where the mapping of the CI-SIS stands. */
export const XDS = 'CI-SIS, volet Partage de documents de santé, correspondance entre métadonnées XDS et en-tête CDA';
export const VIHF = 'CI-SIS, Transport synchrone pour client lourd, annexe VIHF ; volet Partage de documents de santé';

/** What follows when the two do not agree. */
export const OTHER_PATIENT = {
  fr: 'Le document peut être rangé dans le dossier d’un autre patient.',
  en: 'The document may be filed in the record of another patient.',
};
export const NOT_FOUND = {
  fr: 'Le document est mal classé : une recherche ne le trouve pas, ou le présente à tort.',
  en: 'The document is misfiled: a search misses it, or shows it wrongly.',
};
