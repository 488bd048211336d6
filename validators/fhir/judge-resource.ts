import type { Artefact, Bilingual, Complaint, Validation } from '../../src/model/index.js';
import { type Definitions, type FhirReading, readFhirJson, readFhirXml, type ReadProblemKind } from '../../src/protocols/fhir/index.js';
import { isXml } from './detect.js';
import { type InsSetting, judgePatients } from './ins-rules.js';
import { Judge } from './judge.js';
import { judgeNationalNumbers } from './national-numbers.js';
import { Library } from './program.js';
import { RULE, rules } from './rules.js';
import { Walk } from './walk.js';

/** The rule that tells each problem of the writing. */
const RULE_OF: Readonly<Record<ReadProblemKind, string>> = {
  syntax: RULE.readable,
  bound: RULE.readable,
  dtd: RULE.readable,
  'byte-order-mark': RULE.encoding,
  encoding: RULE.encoding,
  'duplicate-key': RULE.duplicateKey,
  null: RULE.jsonForm,
  'empty-array': RULE.jsonForm,
  'empty-object': RULE.jsonForm,
  'empty-string': RULE.jsonForm,
  'uneven-arrays': RULE.jsonForm,
  shape: RULE.jsonForm,
  namespace: RULE.xmlForm,
  text: RULE.xmlForm,
  root: RULE.knownResource,
};

/** What is wrong, where the rule of a problem tells several. */
const WORDS: Partial<Readonly<Record<ReadProblemKind, Bilingual>>> = {
  null: {
    fr: 'null n’a de place que dans un tableau, là où «\u00a0nom\u00a0» et «\u00a0_nom\u00a0» s’alignent.',
    en: 'null has its place only in an array, where “name” and “_name” are aligned.',
  },
  'empty-array': { fr: 'Ce tableau est vide.', en: 'This array is empty.' },
  'empty-object': { fr: 'Cet élément est vide.', en: 'This element is empty.' },
  'empty-string': { fr: 'Cette valeur est vide.', en: 'This value is empty.' },
  'uneven-arrays': {
    fr: '«\u00a0nom\u00a0» et «\u00a0_nom\u00a0» n’ont pas la même longueur, ou l’un n’est pas un tableau.',
    en: '“name” and “_name” are not of the same length, or one of them is no array.',
  },
  namespace: { fr: 'Cet élément n’est pas dans l’espace de noms de FHIR.', en: 'This element is not in the namespace of FHIR.' },
  text: { fr: 'Il y a du texte entre les éléments.', en: 'There is text between the elements.' },
};

/** What to do, where the hint of the rule is for another problem. */
const HINTS: Partial<Readonly<Record<ReadProblemKind, Bilingual>>> = {
  bound: {
    fr: 'Découper une ressource de plus de 256\u00a0Mo, 256 niveaux ou 2 millions de valeurs.',
    en: 'Divide a resource of more than 256 MB, 256 levels or 2 million values.',
  },
  dtd: { fr: 'Retirer le DOCTYPE.', en: 'Remove the DOCTYPE.' },
};

const JSON_RULES = [RULE.encoding, RULE.duplicateKey, RULE.jsonForm];
const XML_RULES = [RULE.encoding, RULE.xmlForm];

/** What a reader says of a problem, as a message: it begins with a capital and ends with a full stop. */
const inOneSentence = ({ fr, en }: Bilingual): Bilingual => ({ fr: sentence(fr), en: sentence(en) });
const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}${/[.!?…]$/.test(text) ? '' : '.'}`;

const libraries = new WeakMap<Definitions, Library>();

/** The compiled profiles of a set of definitions; the same each time. */
function libraryOf(definitions: Definitions): Library {
  let library = libraries.get(definitions);
  if (!library) libraries.set(definitions, (library = new Library(definitions)));
  return library;
}

const KEY = Symbol('fhir');

/** An artefact as FHIR reads it, once. */
export const readingOf = (artefact: Artefact): FhirReading =>
  artefact.memo(KEY, () => (isXml(artefact.bytes) ? readFhirXml : readFhirJson)(artefact.bytes));

/** Judges a resource by the definitions, the profiles that it declares, and those asked for, the INS of its patients, and the national numbers. */
export function judgeResource(
  artefact: Artefact,
  definitions: Definitions,
  asked: { profiles: readonly string[]; mustSupport: boolean },
  setting: InsSetting,
): Validation {
  const judge = new Judge(rules);
  const { root, problems, format } = readingOf(artefact);
  for (const { kind, place, actual, detail } of problems) {
    const rule = format === 'xml' && (kind === 'shape' || kind.startsWith('empty')) ? RULE.xmlForm : RULE_OF[kind];
    judge.expect(rule, false, place, (): Complaint => {
      const words = detail ? inOneSentence(detail) : WORDS[kind];
      const hint = HINTS[kind];
      return { ...(words && { message: words }), ...(hint && { hint }), ...(actual !== '' && { actual }) };
    });
  }
  if (!root) return judge.result;
  for (const rule of [RULE.readable, ...(format === 'json' ? JSON_RULES : XML_RULES)]) judge.expect(rule, true, root);
  new Walk(judge, libraryOf(definitions), { ...asked, ordered: format === 'xml' }).root(root);
  judgePatients(judge, root, setting);
  judgeNationalNumbers(judge, root);
  return judge.result;
}
