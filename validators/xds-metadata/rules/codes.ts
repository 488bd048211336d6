import { rule, same, type Rule } from '../../../src/model/index.js';
import { SCHEME, type Classification, type RegistryObject, type Submission } from '../../../src/protocols/ebxml/index.js';
import { isOid } from '../../../src/protocols/identifiers/index.js';
import type { Where } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';
import {
  CLASS_OF_TYPE,
  CODE_SYSTEM,
  CONFIDENTIALITY,
  DOCUMENT_CLASSES,
  PRACTICE_SETTINGS,
  SIGNATURE_CLASS,
  SIGNATURE_TYPE,
  systemOfType,
} from '../value-sets.js';
import { attributeOf } from './structure.js';

const FRENCH = 'CI-SIS, Partage de documents de santé, métadonnées XDS';

export const codeRules: Rule[] = [
  rule({
    id: 'XDS-110',
    level: 'SHALL',
    title: { fr: 'typeCode est un code de JDV_J07.', en: 'typeCode is a code of JDV_J07.' },
    message: { fr: 'typeCode n’est pas un code de JDV_J07.', en: 'typeCode is not a code of JDV_J07.' },
    why: {
      fr: 'Un type inconnu rend le document introuvable par son type.',
      en: 'An unknown type makes the document impossible to find by its type.',
    },
    hint: {
      fr: 'Reprendre ClinicalDocument/code : le code et l’OID de son système (LOINC ou TRE_A05).',
      en: 'Take ClinicalDocument/code: the code and the OID of its system (LOINC or TRE_A05).',
    },
    clause: `${FRENCH} : typeCode (JDV_J07-XdsTypeCode-CISIS)`,
    example: {
      right: 'nodeRepresentation="11488-4", codingScheme 2.16.840.1.113883.6.1',
      wrong: 'nodeRepresentation="CR", codingScheme 2.16.840.1.113883.6.1',
    },
  }),
  rule({
    id: 'XDS-111',
    level: 'SHALL',
    title: { fr: 'classCode est une classe de document de TRE_A03.', en: 'classCode is a document class of TRE_A03.' },
    message: { fr: 'classCode n’est pas une classe de document connue.', en: 'classCode is not a known document class.' },
    hint: {
      fr: `Écrire la classe que ASS_X04 donne au typeCode, avec codingScheme ${CODE_SYSTEM.documentClasses}.`,
      en: `Write the class that ASS_X04 gives the typeCode, with codingScheme ${CODE_SYSTEM.documentClasses}.`,
    },
    clause: `${FRENCH} : classCode (JDV_J06)`,
    example: {
      right: 'nodeRepresentation="10", codingScheme 1.2.250.1.213.1.1.4.1',
      wrong: 'nodeRepresentation="CR", codingScheme 1.2.250.1.213.1.1.4.1',
    },
  }),
  rule({
    id: 'XDS-112',
    level: 'SHALL',
    title: {
      fr: 'classCode est la classe que ASS_X04 associe au typeCode.',
      en: 'classCode is the class that ASS_X04 associates with the typeCode.',
    },
    message: { fr: 'classCode ne correspond pas au typeCode.', en: 'classCode does not go with the typeCode.' },
    why: {
      fr: 'Le document serait rangé dans une autre rubrique que la sienne.',
      en: 'The document would be filed under another heading than its own.',
    },
    hint: { fr: 'Dériver classCode de typeCode par la table ASS_X04.', en: 'Derive classCode from typeCode with the ASS_X04 table.' },
    clause: `${FRENCH} : classCode (ASS_X04)`,
    example: { right: 'typeCode 11488-4, classCode 10', wrong: 'typeCode 11488-4, classCode 31' },
  }),
  rule({
    id: 'XDS-113',
    level: 'SHALL',
    title: {
      fr: 'confidentialityCode est N, R, V, MASQUE_PS, INVISIBLE_PATIENT ou INVISIBLE_REPRESENTANTS_LEGAUX.',
      en: 'confidentialityCode is N, R, V, MASQUE_PS, INVISIBLE_PATIENT or INVISIBLE_REPRESENTANTS_LEGAUX.',
    },
    message: { fr: 'confidentialityCode n’est pas un code de JDV_J13.', en: 'confidentialityCode is not a code of JDV_J13.' },
    hint: {
      fr: `Écrire N, R ou V (${CODE_SYSTEM.confidentiality}), ou un masquage (${CODE_SYSTEM.visibility}).`,
      en: `Write N, R or V (${CODE_SYSTEM.confidentiality}), or a masking (${CODE_SYSTEM.visibility}).`,
    },
    clause: `${FRENCH} : confidentialityCode (JDV_J13)`,
    example: {
      right: 'nodeRepresentation="N", codingScheme 2.16.840.1.113883.5.25',
      wrong: 'nodeRepresentation="NORMAL", codingScheme 2.16.840.1.113883.5.25',
    },
  }),
  rule({
    id: 'XDS-114',
    level: 'SHALL',
    title: {
      fr: 'Le premier confidentialityCode est N, R ou V ; les suivants sont des masquages distincts.',
      en: 'The first confidentialityCode is N, R or V; the next are distinct maskings.',
    },
    message: {
      fr: 'Les confidentialityCode ne sont pas un niveau suivi de masquages.',
      en: 'The confidentialityCodes are not a level followed by maskings.',
    },
    hint: {
      fr: 'Écrire d’abord N, R ou V, une seule fois, puis les masquages.',
      en: 'Write N, R or V first, once only, then the maskings.',
    },
    clause: `${FRENCH} : confidentialityCode`,
    example: { right: 'N, MASQUE_PS', wrong: 'MASQUE_PS, N' },
  }),
  rule({
    id: 'XDS-115',
    level: 'SHALL',
    title: { fr: 'practiceSettingCode est un code de JDV_J04.', en: 'practiceSettingCode is a code of JDV_J04.' },
    message: { fr: 'practiceSettingCode n’est pas un code de JDV_J04.', en: 'practiceSettingCode is not a code of JDV_J04.' },
    hint: {
      fr: `Écrire un cadre d’exercice de JDV_J04, avec codingScheme ${CODE_SYSTEM.practiceSettings}.`,
      en: `Write a practice setting of JDV_J04, with codingScheme ${CODE_SYSTEM.practiceSettings}.`,
    },
    clause: `${FRENCH} : practiceSettingCode (JDV_J04)`,
    example: { right: 'nodeRepresentation="AMBULATOIRE"', wrong: 'nodeRepresentation="Cabinet"' },
  }),
  rule({
    id: 'XDS-116',
    level: 'SHOULD',
    title: {
      fr: 'healthcareFacilityTypeCode est un secteur d’activité SAnn de TRE_R02.',
      en: 'healthcareFacilityTypeCode is an activity sector SAnn of TRE_R02.',
    },
    message: {
      fr: 'healthcareFacilityTypeCode n’a pas la forme d’un code de JDV_J02.',
      en: 'healthcareFacilityTypeCode does not look like a code of JDV_J02.',
    },
    hint: {
      fr: `Écrire SA et deux chiffres, avec codingScheme ${CODE_SYSTEM.activitySectors}.`,
      en: `Write SA and two digits, with codingScheme ${CODE_SYSTEM.activitySectors}.`,
    },
    clause: `${FRENCH} : healthcareFacilityTypeCode (JDV_J02)`,
    example: {
      right: 'nodeRepresentation="SA07", codingScheme 1.2.250.1.71.4.2.4',
      wrong: 'nodeRepresentation="Cabinet", codingScheme 1.2.250.1.71.4.2.4',
    },
  }),
  rule({
    id: 'XDS-117',
    level: 'SHOULD',
    title: { fr: 'contentTypeCode est un code à deux chiffres de TRE_A10.', en: 'contentTypeCode is a two-digit code of TRE_A10.' },
    message: { fr: 'contentTypeCode n’a pas la forme d’un code de JDV_J03.', en: 'contentTypeCode does not look like a code of JDV_J03.' },
    hint: {
      fr: `Écrire le code de JDV_J03, avec codingScheme ${CODE_SYSTEM.submissionContents}.`,
      en: `Write the code of JDV_J03, with codingScheme ${CODE_SYSTEM.submissionContents}.`,
    },
    clause: `${FRENCH} : contentTypeCode (JDV_J03)`,
    example: {
      right: 'nodeRepresentation="07", codingScheme 1.2.250.1.213.2.2',
      wrong: 'nodeRepresentation="Consultation", codingScheme 1.2.250.1.213.2.2',
    },
  }),
  rule({
    id: 'XDS-118',
    level: 'SHALL',
    title: { fr: 'codingScheme est l’OID d’un système de codage.', en: 'codingScheme is the OID of a code system.' },
    message: { fr: 'codingScheme n’est pas un OID.', en: 'codingScheme is not an OID.' },
    hint: {
      fr: 'Écrire l’OID du système de codage, par exemple 2.16.840.1.113883.6.1 pour LOINC.',
      en: 'Write the OID of the code system, for example 2.16.840.1.113883.6.1 for LOINC.',
    },
    clause: `${FRENCH} : codingScheme`,
    example: { right: '<rim:Value>2.16.840.1.113883.6.1</rim:Value>', wrong: '<rim:Value>LOINC</rim:Value>' },
  }),
  rule({
    id: 'XDS-119',
    level: 'SHOULD',
    title: {
      fr: 'Un formatCode urn:ihe: vient d’IHE, un formatCode urn:asip: ou urn:ans: de TRE_A06.',
      en: 'A formatCode urn:ihe: comes from IHE, a formatCode urn:asip: or urn:ans: from TRE_A06.',
    },
    message: { fr: 'codingScheme n’est pas celui de ce formatCode.', en: 'codingScheme is not that of this formatCode.' },
    hint: {
      fr: `Écrire ${CODE_SYSTEM.iheFormats} pour un format IHE, ${CODE_SYSTEM.frenchFormats} pour un format français.`,
      en: `Write ${CODE_SYSTEM.iheFormats} for an IHE format, ${CODE_SYSTEM.frenchFormats} for a French one.`,
    },
    clause: `${FRENCH} : formatCode (JDV_J10)`,
    example: {
      right: 'urn:ihe:iti:xds-sd:pdf:2008, codingScheme 1.3.6.1.4.1.19376.1.2.3',
      wrong: 'urn:ihe:iti:xds-sd:pdf:2008, codingScheme 1.2.250.1.213.1.1.4.2.282',
    },
  }),
];

/** Code systems without an OID: those of the signature entry of the DMP. */
const NAMED_SYSTEMS = ['URN', 'ASTM'];

const codeOf = (classification: Classification): Where => [classification.element, 'nodeRepresentation'];
const shown = ({ code, codingScheme }: Classification): string => `${code} (${codingScheme})`;

/** A code to judge: written, with a system that is an OID. The rest is the affair of other rules. */
const isJudged = (classification: Classification | undefined): classification is Classification =>
  classification !== undefined && classification.code !== '' && isOid(classification.codingScheme);

/** Codes against the French value sets. */
export function checkCodes(judge: Judge, submission: Submission): void {
  for (const entry of submission.documentEntries) {
    for (const classification of entry.classifications)
      if (classification.scheme !== SCHEME.entryAuthor) checkSystem(judge, classification);
    checkTypeAndClass(judge, entry);
    checkConfidentiality(judge, entry);
    const setting = entry.classifiedBy(SCHEME.practiceSettingCode)[0];
    if (isJudged(setting))
      judge.expect('XDS-115', PRACTICE_SETTINGS.get(setting.code) === setting.codingScheme, codeOf(setting), () => ({
        expected: same(
          PRACTICE_SETTINGS.get(setting.code) ?
            `${setting.code} (${PRACTICE_SETTINGS.get(setting.code)})`
          : [...PRACTICE_SETTINGS.keys()].join(', '),
        ),
        actual: same(shown(setting)),
      }));
    const facility = entry.classifiedBy(SCHEME.healthcareFacilityTypeCode)[0];
    if (isJudged(facility))
      judge.expect(
        'XDS-116',
        (/^SA\d\d$/.test(facility.code) && facility.codingScheme === CODE_SYSTEM.activitySectors)
          || (['EXP_PATIENT', 'SNR'].includes(facility.code) && facility.codingScheme === CODE_SYSTEM.otherProducers),
        codeOf(facility),
        () => ({ expected: same(`SAnn (${CODE_SYSTEM.activitySectors})`), actual: same(shown(facility)) }),
      );
    const format = entry.classifiedBy(SCHEME.formatCode)[0];
    const system = isJudged(format) ? systemOfFormat(format.code) : undefined;
    if (format && system)
      judge.expect('XDS-119', format.codingScheme === system, codeOf(format), () => ({
        expected: same(`${format.code} (${system})`),
        actual: same(shown(format)),
      }));
  }
  for (const set of submission.submissionSets) {
    const content = set.classifiedBy(SCHEME.contentTypeCode)[0];
    if (content) checkSystem(judge, content);
    if (isJudged(content))
      judge.expect(
        'XDS-117',
        /^\d\d$/.test(content.code) && content.codingScheme === CODE_SYSTEM.submissionContents,
        codeOf(content),
        () => ({
          expected: same(`nn (${CODE_SYSTEM.submissionContents})`),
          actual: same(shown(content)),
        }),
      );
  }
}

function checkSystem(judge: Judge, classification: Classification): void {
  const [value] = classification.slot('codingScheme')?.values ?? [];
  if (value && value.text !== '')
    judge.expect('XDS-118', isOid(value.text) || NAMED_SYSTEMS.includes(value.text), value.element, () => ({
      expected: {
        fr: `l’OID du système de ${attributeOf(classification.scheme)}`,
        en: `the OID of the system of ${attributeOf(classification.scheme)}`,
      },
      actual: same(value.text),
    }));
}

function checkTypeAndClass(judge: Judge, entry: RegistryObject): void {
  const type = entry.classifiedBy(SCHEME.typeCode)[0];
  const documentClass = entry.classifiedBy(SCHEME.classCode)[0];
  if (type?.code === SIGNATURE_TYPE || documentClass?.code === SIGNATURE_CLASS) return;
  const typeKnown =
    isJudged(type)
    && judge.expect('XDS-110', CLASS_OF_TYPE.has(type.code) && systemOfType(type.code) === type.codingScheme, codeOf(type), () => ({
      expected:
        CLASS_OF_TYPE.has(type.code) ?
          same(`${type.code} (${systemOfType(type.code)})`)
        : { fr: 'un code de JDV_J07', en: 'a code of JDV_J07' },
      actual: same(shown(type)),
    }));
  const classKnown =
    isJudged(documentClass)
    && judge.expect(
      'XDS-111',
      DOCUMENT_CLASSES.has(documentClass.code) && documentClass.codingScheme === CODE_SYSTEM.documentClasses,
      codeOf(documentClass),
      () => ({
        expected: same(`${[...DOCUMENT_CLASSES].join(', ')} (${CODE_SYSTEM.documentClasses})`),
        actual: same(shown(documentClass)),
      }),
    );
  const due = typeKnown ? CLASS_OF_TYPE.get(type.code) : undefined;
  if (due !== undefined && classKnown)
    judge.expect('XDS-112', documentClass.code === due, codeOf(documentClass), () => ({
      expected: { fr: `${due} pour le type ${type!.code}`, en: `${due} for type ${type!.code}` },
      actual: same(documentClass.code),
    }));
}

function checkConfidentiality(judge: Judge, entry: RegistryObject): void {
  const codes = entry.classifiedBy(SCHEME.confidentialityCode);
  let known = codes.length > 0;
  for (const classification of codes)
    if (isJudged(classification)) {
      const holds = judge.expect(
        'XDS-113',
        CONFIDENTIALITY.get(classification.code) === classification.codingScheme,
        codeOf(classification),
        () => ({
          expected: same(
            CONFIDENTIALITY.get(classification.code) ?
              `${classification.code} (${CONFIDENTIALITY.get(classification.code)})`
            : [...CONFIDENTIALITY.keys()].join(', '),
          ),
          actual: same(shown(classification)),
        }),
      );
      known &&= holds;
    } else known = false;
  if (!known) return;
  const isLevel = ({ codingScheme }: Classification): boolean => codingScheme === CODE_SYSTEM.confidentiality;
  const seen = new Set<string>();
  const wrong = codes.find((classification, i) => {
    const repeated = seen.has(classification.code);
    seen.add(classification.code);
    return repeated || isLevel(classification) !== (i === 0);
  });
  judge.expect('XDS-114', !wrong, wrong ? codeOf(wrong) : entry.element, () => ({
    expected: { fr: 'N, R ou V, puis des masquages distincts', en: 'N, R or V, then distinct maskings' },
    actual: same(codes.map(({ code }) => code).join(', ')),
  }));
}

function systemOfFormat(code: string): string | undefined {
  if (code.startsWith('urn:asip:') || code.startsWith('urn:ans:') || code.startsWith('urn:asipSante:')) return CODE_SYSTEM.frenchFormats;
  // the formats that IHE France added are filed under either system, depending on the source
  return code.startsWith('urn:ihe:') && !code.startsWith('urn:ihe:iti-fr:') ? CODE_SYSTEM.iheFormats : undefined;
}
