import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import { ASSOCIATION, IDENTIFIER, SCHEME, type RegistryObject, type Submission } from '../../../src/protocols/ebxml/index.js';
import type { Judge } from '../judge.js';
import type { Delivery } from '../delivery.js';
import { SIGNATURE_CLASS, SIGNATURE_FORMAT, SIGNATURE_TYPE } from '../value-sets.js';
import { isSignature } from './attributes.js';
import { attributeOf } from './structure.js';

const CLAUSE = 'CI-SIS, Partage de documents de santé, alimentation du DMP (TD2.1)';

/** What only the DMP asks for: judged where the parameter `dmp` is `true`. */
export const dmpRules: Rule[] = [
  rule({
    id: 'XDS-DMP-01',
    level: 'SHALL',
    title: {
      fr: 'Au DMP, uniqueId d’un document est un OID sans extension.',
      en: 'With the DMP, uniqueId of a document is an OID without extension.',
    },
    message: { fr: 'Le DMP refuse un uniqueId avec extension.', en: 'The DMP refuses a uniqueId with an extension.' },
    hint: {
      fr: 'Identifier le document par un OID seul, et ClinicalDocument/id par root seul.',
      en: 'Identify the document by an OID alone, and ClinicalDocument/id by root alone.',
    },
    clause: `${CLAUSE} : uniqueId`,
    example: { right: '1.2.250.1.999.1.1.8121', wrong: '1.2.250.1.999.1.1^8121' },
  }),
  rule({
    id: 'XDS-DMP-02',
    level: 'SHOULD',
    title: {
      fr: 'Un lot soumis au DMP contient une fiche de signature.',
      en: 'A SubmissionSet sent to the DMP contains a signature entry.',
    },
    message: { fr: 'Ce lot n’a pas exactement une fiche de signature.', en: 'This set does not have exactly one signature entry.' },
    hint: {
      fr: `Ajouter la signature XAdES du lot, de formatCode ${SIGNATURE_FORMAT}.`,
      en: `Add the XAdES signature of the set, with formatCode ${SIGNATURE_FORMAT}.`,
    },
    clause: `${CLAUSE}, signature du lot`,
    example: { right: '<rim:ExtrinsicObject id="Signature01">', wrong: 'un lot sans signature' },
  }),
  rule({
    id: 'XDS-DMP-03',
    level: 'SHOULD',
    title: {
      fr: 'La fiche de signature porte ses codes propres : classe, type, langue art, événement, N avec MASQUE_PS et INVISIBLE_PATIENT.',
      en: 'The signature entry has codes of its own: class, type, language art, event, N with MASQUE_PS and INVISIBLE_PATIENT.',
    },
    message: { fr: 'Cet attribut n’est pas celui d’une fiche de signature.', en: 'This attribute is not that of a signature entry.' },
    hint: { fr: 'Reprendre les valeurs fixées pour la signature du lot.', en: 'Copy the values that are set for the signature of a set.' },
    clause: `${CLAUSE}, signature du lot`,
    example: { right: `typeCode ${SIGNATURE_TYPE} (ASTM)`, wrong: 'typeCode 11488-4 (2.16.840.1.113883.6.1)' },
  }),
  rule({
    id: 'XDS-DMP-04',
    level: 'SHOULD',
    title: {
      fr: 'La fiche de signature signe le lot par une association signs.',
      en: 'The signature entry signs the set through a signs association.',
    },
    message: {
      fr: 'Aucune association signs ne part de cette fiche de signature.',
      en: 'No signs association starts from this signature entry.',
    },
    hint: {
      fr: 'Ajouter une Association signs de la fiche de signature vers le lot.',
      en: 'Add a signs Association from the signature entry to the set.',
    },
    clause: `${CLAUSE}, signature du lot`,
    example: { right: `associationType="${ASSOCIATION.signs}" sourceObject="Signature01"`, wrong: 'Signature01 sans association signs' },
  }),
];

const SIGNATURE_CODES: readonly (readonly [scheme: string, ...codes: (readonly [code: string, system: string])[]])[] = [
  [SCHEME.classCode, [SIGNATURE_CLASS, 'URN']],
  [SCHEME.typeCode, [SIGNATURE_TYPE, 'ASTM']],
  [SCHEME.formatCode, [SIGNATURE_FORMAT, 'URN']],
  [SCHEME.eventCodeList, ['1.2.840.10065.1.12.1.14', '1.2.840.10065.1.12']],
  [
    SCHEME.confidentialityCode,
    ['N', '2.16.840.1.113883.5.25'],
    ['MASQUE_PS', '1.2.250.1.213.1.1.4.13'],
    ['INVISIBLE_PATIENT', '1.2.250.1.213.1.1.4.13'],
  ],
];

/** A submission to the DMP. */
export function checkDmp(judge: Judge, submission: Submission, delivery: Delivery): void {
  const { documentEntries, submissionSets, associations } = submission;
  for (const entry of documentEntries) {
    const identifier = entry.externalIdentifier(IDENTIFIER.entryUniqueId);
    if (!identifier?.identifierValue) continue;
    const [root = '', ...extension] = identifier.identifierValue.split('^');
    judge.expect('XDS-DMP-01', extension.length === 0, [identifier.element, 'value'], () => ({
      expected: same(root),
      actual: same(identifier.identifierValue),
    }));
  }
  const signatures = documentEntries.filter(isSignature);
  // an update of metadata submits no document to sign
  if (delivery === 'ITI-41')
    judge.expect('XDS-DMP-02', signatures.length === 1, signatures[1]?.element ?? submissionSets[0]?.element ?? submission.request, () => ({
      expected: { fr: 'une fiche de signature', en: 'one signature entry' },
      actual: signatures.length === 0 ? NOTHING : same(String(signatures.length)),
    }));
  for (const signature of signatures) {
    checkSignature(judge, signature);
    const signs = associations.some(({ type, source }) => type === ASSOCIATION.signs && source === signature.id);
    judge.expect('XDS-DMP-04', signs, signature.element, () => ({
      expected: same(ASSOCIATION.signs),
      actual: NOTHING,
    }));
  }
}

function checkSignature(judge: Judge, signature: RegistryObject): void {
  for (const [scheme, ...codes] of SIGNATURE_CODES) {
    const written = signature.classifiedBy(scheme);
    const said = (pairs: readonly (readonly [string, string])[]): string => pairs.map(([code, system]) => `${code} (${system})`).join(', ');
    const actual = written.map(({ code, codingScheme }) => [code, codingScheme] as const);
    judge.expect(
      'XDS-DMP-03',
      said(actual) === said(codes),
      written[0] ? [written[0].element, 'nodeRepresentation'] : signature.element,
      () => ({
        expected: same(`${attributeOf(scheme)} ${said(codes)}`),
        actual: actual.length === 0 ? NOTHING : same(said(actual)),
      }),
    );
  }
  const language = signature.slot('languageCode');
  judge.expect('XDS-DMP-03', signature.value('languageCode') === 'art', language?.values[0]?.element ?? signature.element, () => ({
    expected: same('art'),
    actual: language ? same(signature.value('languageCode') ?? '') : NOTHING,
  }));
}
