import {
  asWritten,
  oneOf,
  type Artefact,
  type Rule,
  type Validation,
  type ValidationContext,
  type Validator,
} from '../../src/model/index.js';
import { HL7V3, INTERACTIONS, readV3 } from '../../src/protocols/hl7v3/index.js';
import { answerFamily } from './answer-rules.js';
import { checks } from './checks.js';
import { looksLikeV3 } from './detect.js';
import { insFamily } from './ins-rules.js';
import { Judge, payloadOf, says } from './judge.js';
import { manifest } from './manifest.js';
import { patientFamily } from './patient-rules.js';
import { queryFamily } from './query-rules.js';
import { typeFamily } from './type-rules.js';
import { identifiers } from './values.js';
import { wrapperFamily } from './wrapper-rules.js';

const readable = says(
  '01',
  'SHALL',
  [
    ['Le message est du XML bien formé, sans DOCTYPE.', 'The message is well-formed XML, without a DOCTYPE.'],
    ['Ce message ne se lit pas.', 'This message cannot be read.'],
    ['Corriger la syntaxe XML à l’endroit indiqué.', 'Correct the XML syntax at the place shown.'],
  ],
  'XML 1.0 ; HL7 V3 XML ITS Structures',
  ['<id root="1.2.3"/>', '<id root="1.2.3">'],
);

const known = says(
  '16',
  'SHOULD',
  [
    ['L’interaction est de PDQv3 ou de PIXv3.', 'The interaction is one of PDQv3 or PIXv3.'],
    [
      'Cette interaction n’est ni de PDQv3 ni de PIXv3\u00A0: son contenu n’est pas jugé.',
      'This interaction is none of PDQv3 or PIXv3: its content is not judged.',
    ],
    [
      'Corriger le nom de la racine, s’il devait être celui d’une interaction de PDQv3 ou de PIXv3.',
      'Correct the name of the root, if it was to be that of an interaction of PDQv3 or PIXv3.',
    ],
  ],
  'IHE ITI TF-2, 3.44 à 3.47',
  ['<PRPA_IN201305UV02 xmlns="urn:hl7-org:v3"/>', '<PRPA_IN201350UV02 xmlns="urn:hl7-org:v3"/>'],
);

const families = [wrapperFamily, typeFamily, queryFamily, answerFamily, patientFamily, insFamily];

export const rules: readonly Rule[] = [readable, known, ...families.flatMap((family) => family.rules)];

/** An interaction by its name, in the namespace of HL7 V3 or, by mistake, in none. */
const isInteraction = (local: string): boolean => /^[A-Z]{4}_IN\d{6}[A-Z]{2}\d{2}/.test(local);

/**
 * Judges one HL7 V3 message of PDQv3 (ITI-47) or PIXv3 (ITI-44, ITI-45, ITI-46), bare or in its SOAP envelope: wrapper,
 * data types, query, acknowledgement, patients, INS; an answer against its question, when the artefact has it. An interaction
 * of another profile is told, and an envelope with something else in it is not judged.
 */
function validate(artefact: Artefact, { parameters }: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, rules, parameters);
  const bare = looksLikeV3(artefact.bytes.subarray(0, 8192)) > 0;
  const payload = bare ? judge.readXml(readable.id)?.root : payloadOf(artefact);
  if (!payload) return Promise.resolve(judge.result);
  const message = readV3(payload);
  if (message) {
    judge.expect(readable.id, true, payload);
    judge.expect(known.id, true, payload);
    for (const family of families) family.judge(judge, message);
    return Promise.resolve(judge.result);
  }
  if (!isInteraction(payload.local)) return Promise.resolve(judge.result);
  if (payload.namespace !== HL7V3) {
    judge.expect('HL7V3-02', false, payload, () => ({
      expected: HL7V3,
      actual: payload.namespace === '' ? 'xmlns=""' : asWritten(payload.namespace),
    }));
    return Promise.resolve(judge.result);
  }
  judge.expect(known.id, false, payload, () => ({
    expected: oneOf(INTERACTIONS.map(({ name }) => name)),
    actual: asWritten(payload.local),
  }));
  return Promise.resolve(judge.result);
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  detect: looksLikeV3,
  validate,
  checks,
  identifiers,
};
