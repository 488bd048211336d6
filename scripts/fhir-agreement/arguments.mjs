/** Why a case of HL7 is not judged, and why a verdict that differs from theirs is right or is left. */

export const REASONS = {
  subject: 'about something else than a resource and its profiles',
  authoring: 'rules for those who write profiles, beyond the constraints of StructureDefinition',
  option: 'an option of their tool',
  fetch: 'they fetched what the resource refers to',
  terminology: 'takes a terminology server (SNOMED CT, LOINC, CVX…)',
  package: 'a package or profile that is not in the checkout',
  file: 'the file is not in the checkout',
  format: 'neither JSON nor XML of FHIR',
  unrecorded: 'no result is recorded',
  unused: 'they do not run it',
};

/** Modules that judge another thing than a resource by its profiles. */
export const OTHER_SUBJECTS = {
  questionnaire: 'answers by their Questionnaire',
  tx: 'how terminologies and value sets are written and served',
  'tx-advanced': 'how value sets are written and served',
  measure: 'reports by their Measure, CQL',
  api: 'SearchParameter and CapabilityStatement by what they name',
  matchetype: 'a comparison of resources with patterns, for tests',
  cda: 'CDA',
  cdshooks: 'CDS Hooks',
  shc: 'SMART Health Cards',
  json5: 'JSON 5',
  dsig: 'signatures',
  logical: 'logical models',
  xver: 'elements of other versions of FHIR, by definitions that R4 does not have',
  scoring: 'scores',
};

/** Options of a case that ask for something else than the specification and the profiles do. */
export const OPTIONS = [
  'security-checks',
  'bundle-param',
  'examples',
  'validateContains',
  'fhir-validator-cli-options',
  'no-experimental-content',
  'noHtmlInMarkdown',
  'advisor',
  'r5-bundle-relative-reference-policy',
];

/** What R4 does not have: a case about it is not judged, whatever its result. */
export const NOT_OF_R4 = [
  ['minValueDuration and maxValueDuration', /^toplevel-m(?:in|ax)valueduration-.*\/profile$/],
  ['controls of the narrative, by extensions of 2025', /^xhtml-ctrl-.*\/profile$/],
];

/** Cases whose result another case or package decides. */
export const NOT_JUDGED = {
  // a profile that the target is judged by is not in the checkout
  'res-inv-example-good/profile': 'package',
};

const UNKNOWN_EXTENSION =
  'They refuse each extension that they cannot find. We say that it is not known and was not judged: R4 (2.5.0) lets a receiver ignore an extension, and the package that defines it may simply not be here. An unknown modifierExtension is an error.';

/** Each verdict that differs from theirs, argued. */
export const ARGUED = {
  'document-bad-bad-sections/profile':
    'A gap of ours: the extension elementdefinition-profile-element, by which a type names one element of another profile, is not followed. The slice is told as undecided (FHIR-54), not passed over in silence.',
  'patient-translated-codes':
    'The display is another than that of the code system. In France displays are translations that no code system holds, so a display that differs is information (FHIR-35).',
  'bad-bundle-reference-type-4':
    'They take Practitioner/X for the entry urn:uuid:X. By R4 (2.36.4.1) a relative reference in an entry whose fullUrl is a URN has no meaning in the Bundle: it leads outside.',
  message: 'Links of the narrative whose address is a URN. They lead nowhere, but they do no harm, and R4 (2.4) does not forbid them.',
  'type-ref-unchecked/profile':
    'The reference is Group/12345 where the profile wants a Patient or a Location. They look at the target alone, which is not there; the URL says the type as surely.',
  'obs-temp-bad':
    'They apply the profiles of vital signs by code, a SNOMED CT code included. We judge by the profiles that the resource or the user names.',
  'patient-ig-bad':
    'A profile that an ImplementationGuide declares for all resources of a type (global) is not applied: a pack is in force for those who declare its profiles.',
  'test-input-params-example1':
    'A modifierExtension of example.org that nothing defines: R4 (2.5.0.2) has a receiver refuse what such an extension modifies. They let pass what is of example.org.',
  'pat-dob-ext': UNKNOWN_EXTENSION,
  'target-ref-profile-empty': UNKNOWN_EXTENSION,
  'uuid-extension': UNKNOWN_EXTENSION,
  'patient_as_operator_issue-r4':
    'The expression casts with “as String”, which in FHIRPath is System.String: a FHIR string is none, so the cast is empty. They forgive the capital.',
  PulseOxBundle_25Oct2022:
    'Displays of LOINC, which take a terminology server, and profiles of vital signs applied by code (see obs-temp-bad).',
  'ab-list-slicing': 'A link of the narrative to an anchor that is not there. R4 (2.4) does not ask that it be.',
};
