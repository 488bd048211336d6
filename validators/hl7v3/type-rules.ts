import { ABSENT, asWritten, EMPTY, oneOf, quoted, table } from '../../src/model/index.js';
import { ADDRESS_PARTS, HL7V3, isUid, XSI, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import { attributeOr, type XmlElement } from '../../src/protocols/xml/index.js';
import { repetitionIn, says, type Judge, type RuleFamily } from './judge.js';

const TYPES_R1 = 'HL7 V3 2008, Data Types Abstract R1 ; XML ITS Data Types R1';

const rules = [
  says(
    '20',
    'SHALL',
    [
      ['Un identifiant (II) a une racine, qui est un OID ou un UUID.', 'An identifier (II) has a root, which is an OID or a UUID.'],
      [
        'La racine de l’identifiant manque, ou n’est ni un OID ni un UUID.',
        'The root of the identifier is missing, or is neither an OID nor a UUID.',
      ],
      [
        'Écrire l’OID du domaine dans root, ou un nullFlavor sans racine.',
        'Write the OID of the domain in root, or a nullFlavor without a root.',
      ],
    ],
    `${TYPES_R1}, II`,
    ['<id root="1.2.250.1.213.1.4.10" extension="279035121518989"/>', '<id assigningAuthorityName="CHU-X" extension="42"/>'],
  ),
  says(
    '21',
    'SHALL',
    [
      ['nullFlavor est un code de HL7 V3 (NI, UNK, NA, ASKU, MSK…).', 'nullFlavor is a code of HL7 V3 (NI, UNK, NA, ASKU, MSK…).'],
      ['Ce nullFlavor n’existe pas.', 'This nullFlavor does not exist.'],
      [
        'Écrire UNK pour une valeur inconnue, NA pour une valeur sans objet.',
        'Write UNK for an unknown value, NA for one that does not apply.',
      ],
    ],
    `${TYPES_R1}, ANY ; NullFlavor (2.16.840.1.113883.5.1008)`,
    ['<birthTime nullFlavor="UNK"/>', '<birthTime nullFlavor="INCONNU"/>'],
  ),
  says(
    '22',
    'SHALL',
    [
      ['Une donnée a une valeur ou un nullFlavor, jamais les deux.', 'A datum has a value or a nullFlavor, never both.'],
      ['Cette donnée a une valeur et un nullFlavor.', 'This datum has a value and a nullFlavor.'],
      ['Retirer le nullFlavor, ou la valeur.', 'Remove the nullFlavor, or the value.'],
    ],
    `${TYPES_R1}, ANY`,
    ['<birthTime value="19790328"/>', '<birthTime nullFlavor="UNK" value="19790328"/>'],
  ),
  says(
    '23',
    'SHOULD',
    [
      [
        'Une donnée sans valeur est omise, ou dit pourquoi par un nullFlavor.',
        'A datum without a value is left out, or tells why with a nullFlavor.',
      ],
      ['Cette donnée est vide et ne dit pas pourquoi.', 'This datum is empty and does not tell why.'],
      ['Retirer l’élément vide, ou lui donner un nullFlavor.', 'Remove the empty element, or give it a nullFlavor.'],
    ],
    `${TYPES_R1}, ANY`,
    ['<addr nullFlavor="UNK"/>', '<addr/>'],
  ),
  says(
    '24',
    'SHALL',
    [
      [
        'Une date ou une heure (TS) existe et s’écrit AAAA[MM[JJ[HHMM[SS]]]], avec un décalage éventuel.',
        'A date or time (TS) exists and is written YYYY[MM[DD[HHMM[SS]]]], with an offset if any.',
      ],
      ['Ceci n’est pas une date ou une heure de HL7 V3.', 'This is no date or time of HL7 V3.'],
      ['Écrire les chiffres seuls, sans tiret ni deux-points.', 'Write the digits alone, without hyphens or colons.'],
    ],
    `${TYPES_R1}, TS, IVL_TS`,
    ['<birthTime value="19790328"/>', '<birthTime value="1979-03-28"/>'],
  ),
  says(
    '25',
    'SHALL',
    [
      [
        'Un code (CS, CE, CD) n’a pas d’espace, et son système est un OID ou un UUID.',
        'A code (CS, CE, CD) has no space, and its system is an OID or a UUID.',
      ],
      ['Ce code, ou son système, n’en est pas un.', 'This code, or its system, is none.'],
      [
        'Écrire le code seul dans code, et l’OID de sa table dans codeSystem.',
        'Write the code alone in code, and the OID of its table in codeSystem.',
      ],
    ],
    `${TYPES_R1}, CS, CE, CD`,
    [
      '<administrativeGenderCode code="F" codeSystem="2.16.840.1.113883.5.1"/>',
      '<administrativeGenderCode code="F" codeSystem="AdministrativeGender"/>',
    ],
  ),
  says(
    '26',
    'SHALL',
    [
      [
        'xsi:type nomme un type de données de HL7 V3, avec le préfixe de son espace de noms.',
        'xsi:type names a data type of HL7 V3, with the prefix of its namespace.',
      ],
      ['xsi:type ne nomme pas un type de données de urn:hl7-org:v3.', 'xsi:type names no data type of urn:hl7-org:v3.'],
      [
        'Écrire le type avec le préfixe lié à urn:hl7-org:v3, ou sans préfixe s’il est l’espace par défaut.',
        'Write the type with the prefix bound to urn:hl7-org:v3, or without one where it is the default namespace.',
      ],
    ],
    `XML Schema 1, 2.6.1 ; ${TYPES_R1}`,
    ['<v3:value xsi:type="v3:INT" value="100"/>', '<v3:value xsi:type="INT" value="100"/>'],
  ),
  says(
    '27',
    'SHALL',
    [
      [
        'Le type écrit dans xsi:type est celui que le schéma permet à cet endroit.',
        'The type written in xsi:type is one that the schema allows there.',
      ],
      ['Le schéma ne permet pas ce type ici.', 'The schema does not allow this type here.'],
      [
        'Écrire le type attendu, ou retirer xsi:type là où le schéma fixe le type.',
        'Write the type expected, or remove xsi:type where the schema fixes the type.',
      ],
    ],
    'IHE ITI TF-2, 3.47.4 ; HL7 V3 2008, PRPA_MT201306UV02, PRPA_MT201310UV02',
    ['<value xsi:type="INT" value="100"/>', '<value xsi:type="REAL" value="100"/>'],
  ),
  says(
    '28',
    'SHALL',
    [
      [
        'Une quantité (INT) est un nombre entier, un indicateur (BL) vaut true ou false.',
        'A quantity (INT) is a whole number, an indicator (BL) is true or false.',
      ],
      ['Ceci n’est pas une valeur de ce type.', 'This is no value of this type.'],
      ['Écrire un entier en chiffres, ou true ou false.', 'Write a whole number in digits, or true or false.'],
    ],
    `${TYPES_R1}, INT, BL`,
    ['<multipleBirthOrderNumber value="2"/>', '<multipleBirthOrderNumber value="deux"/>'],
  ),
];

const NULL_FLAVORS = ['NI', 'INV', 'DER', 'OTH', 'NINF', 'PINF', 'UNC', 'MSK', 'NA', 'UNK', 'ASKU', 'NAV', 'NASK', 'QS', 'TRC', 'NP'];

const IDENTIFIERS: ReadonlySet<string> = new Set(['id', 'interactionId', 'queryId', 'templateId', 'typeId', 'profileId']);
const IDENTIFIER_PARAMETERS: ReadonlySet<string> = new Set([
  ...['livingSubjectId', 'otherIDsScopingOrganization', 'principalCareProviderId', 'principalCareProvisionId'],
  ...['patientIdentifier', 'dataSource'],
]);

const isIdentifier = (element: XmlElement): boolean =>
  IDENTIFIERS.has(element.local) || (element.local === 'value' && IDENTIFIER_PARAMETERS.has(element.parent?.local ?? ''));

const NAME_PARTS = ['delimiter', 'family', 'given', 'prefix', 'suffix'];
const PARTS: ReadonlySet<string> = new Set([...NAME_PARTS, ...ADDRESS_PARTS, 'low', 'high', 'center', 'width']);
const MAY_BE_EMPTY: ReadonlySet<string> = new Set([
  ...NAME_PARTS,
  ...ADDRESS_PARTS,
  'name',
  'addr',
  'telecom',
  'birthTime',
  'deceasedTime',
]);

const TIMES: ReadonlySet<string> = new Set(['effectiveTime', 'birthTime', 'deceasedTime', 'existenceTime', 'low', 'high', 'center']);
const TIME_PARAMETERS: ReadonlySet<string> = new Set(['livingSubjectBirthTime', 'livingSubjectDeceasedTime']);
const isTime = (element: XmlElement): boolean =>
  TIMES.has(element.local) || (element.local === 'value' && TIME_PARAMETERS.has(element.parent?.local ?? ''));

const QUANTITIES: ReadonlySet<string> = new Set([
  ...['initialQuantity', 'resultTotalQuantity', 'resultCurrentQuantity', 'resultRemainingQuantity'],
  ...['continuationQuantity', 'startResultNumber', 'multipleBirthOrderNumber'],
]);

const KNOWN_TYPES: ReadonlySet<string> = new Set(
  'ANY BL BIN ED ST SC CS CV CE CD CR CO II URL TEL TS IVL_TS PIVL_TS EIVL_TS SXCM_TS IVXB_TS AD EN PN ON TN INT IVL_INT REAL PQ IVL_PQ MO RTO QTY GTS SXPR_TS'.split(
    ' ',
  ),
);

/** The types that the schema allows in a place, by the name of the element or, for `value`, of its parent. */
const FITTING = table<readonly string[]>({
  minimumDegreeMatch: ['INT'],
  queryMatchObservation: ['INT'],
  livingSubjectAdministrativeGender: ['CE', 'CV'],
  livingSubjectBirthTime: ['IVL_TS'],
  livingSubjectDeceasedTime: ['IVL_TS'],
  livingSubjectId: ['II'],
  livingSubjectName: ['EN', 'PN', 'ON', 'TN'],
  mothersMaidenName: ['PN'],
  otherIDsScopingOrganization: ['II'],
  patientAddress: ['AD'],
  patientTelecom: ['TEL', 'URL'],
  patientIdentifier: ['II'],
  dataSource: ['II'],
  id: ['II'],
  interactionId: ['II'],
  queryId: ['II'],
  creationTime: ['TS'],
  birthTime: ['TS'],
  initialQuantity: ['INT'],
});

const isBlank = (element: XmlElement): boolean => element.elements().length === 0 && element.text.trim() === '';

function judgeNull(judge: Judge, element: XmlElement): void {
  const flavor = element.attribute('nullFlavor');
  const isClass = element.attribute('classCode') !== undefined || element.attribute('typeCode') !== undefined;
  if (flavor !== undefined) {
    judge.expect('HL7V3-21', NULL_FLAVORS.includes(flavor), [element, 'nullFlavor'], () => ({
      expected: oneOf(['NI', 'UNK', 'NA', 'ASKU', 'MSK']),
      actual: quoted(flavor),
    }));
    if (isClass) return;
    const said =
      ['value', 'extension', 'code'].find((name) => element.attribute(name) !== undefined)
      ?? element.elements(undefined, HL7V3).find(({ local }) => PARTS.has(local))?.local;
    const holds = said === undefined && (element.elements().length > 0 || element.text.trim() === '');
    judge.expect('HL7V3-22', holds, element, () => ({
      expected: { fr: 'une valeur ou un nullFlavor', en: 'a value or a nullFlavor' },
      actual: `nullFlavor="${asWritten(flavor)}", ${said ?? asWritten(element.text.trim())}`,
    }));
    return;
  }
  if (!MAY_BE_EMPTY.has(element.local) || isClass) return;
  const empty = isBlank(element) && element.attribute('value') === undefined;
  judge.expect('HL7V3-23', !empty, element, () => ({
    expected: { fr: 'une valeur ou un nullFlavor', en: 'a value or a nullFlavor' },
    actual: EMPTY,
  }));
}

function judgeIdentifier(judge: Judge, element: XmlElement): void {
  if (element.attribute('nullFlavor') !== undefined) return;
  const [root, extension] = [element.attribute('root'), element.attribute('extension')];
  const holds = root !== undefined && isUid(root) && extension !== '';
  judge.expect('HL7V3-20', holds, root === undefined || extension === '' ? element : [element, 'root'], () =>
    root !== undefined && isUid(root) ?
      { expected: { fr: 'une extension, ou aucune', en: 'an extension, or none' }, actual: 'extension=""' }
    : { expected: { fr: 'un OID ou un UUID', en: 'an OID or a UUID' }, actual: quoted(root) },
  );
}

/** The place that decides the type of an element. */
const placeOfType = (element: XmlElement): string => (element.local === 'value' ? (element.parent?.local ?? '') : element.local);

function judgeType(judge: Judge, element: XmlElement): void {
  const fitting = FITTING[placeOfType(element)];
  const written = element.attribute('type', XSI)?.trim();
  if (written === undefined) {
    // the one place whose type the schema leaves open
    if (element.local === 'value' && element.parent?.local === 'queryMatchObservation')
      judge.expect('HL7V3-27', element.attribute('nullFlavor') !== undefined, { in: element, missing: '@xsi:type' }, () => ({
        expected: 'xsi:type="INT"',
        actual: ABSENT,
      }));
    return;
  }
  const colon = written.indexOf(':');
  const [prefix, local] = colon === -1 ? ['', written] : [written.slice(0, colon), written.slice(colon + 1)];
  const namespace = element.scope.get(prefix);
  const known = namespace === HL7V3 && KNOWN_TYPES.has(local);
  judge.expect('HL7V3-26', known, attributeOr(element, 'type'), () => ({
    expected: {
      fr: `un type de ${HL7V3}${fitting ? ` (${fitting[0]})` : ''}`,
      en: `a type of ${HL7V3}${fitting ? ` (${fitting[0]})` : ''}`,
    },
    actual:
      namespace === HL7V3 ?
        asWritten(written)
      : `${asWritten(written)} (${namespace === undefined || namespace === '' ? 'xmlns=""' : asWritten(namespace)})`,
  }));
  if (known && fitting)
    judge.expect('HL7V3-27', fitting.includes(local), attributeOr(element, 'type'), () => ({
      expected: oneOf(fitting),
      actual: asWritten(written),
    }));
}

function judge(judge: Judge, message: V3Message): void {
  const repetition = repetitionIn(message);
  for (const element of message.element.descendants(undefined, HL7V3)) {
    if (repetition && element.start >= repetition.start && element.start < repetition.end) continue;
    judgeNull(judge, element);
    judgeType(judge, element);
    if (isIdentifier(element)) judgeIdentifier(judge, element);
    const value = element.attribute('value');
    if (value !== undefined && isTime(element))
      judge.expect('HL7V3-24', isTs(value), [element, 'value'], () => ({ expected: 'YYYYMMDD', actual: quoted(value) }));
    if (value !== undefined && QUANTITIES.has(element.local))
      judge.expect('HL7V3-28', /^-?\d{1,15}$/.test(value), [element, 'value'], () => ({
        expected: { fr: 'un entier', en: 'a whole number' },
        actual: quoted(value),
      }));
    if (value !== undefined && element.local.endsWith('Ind'))
      judge.expect('HL7V3-28', value === 'true' || value === 'false', [element, 'value'], () => ({
        expected: oneOf(['true', 'false']),
        actual: quoted(value),
      }));
    const [code, system] = [element.attribute('code'), element.attribute('codeSystem')];
    if (code !== undefined)
      judge.expect('HL7V3-25', /^\S+$/.test(code) && (system === undefined || isUid(system)), element, () => ({
        expected: 'code="…" codeSystem="1.2.…"',
        actual: `code="${asWritten(code)}"${system === undefined ? '' : ` codeSystem="${asWritten(system)}"`}`,
      }));
  }
}

export const typeFamily: RuleFamily = { rules, judge };
