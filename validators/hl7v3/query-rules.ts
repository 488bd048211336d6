import { ABSENT, asWritten, oneOf, quoted } from '../../src/model/index.js';
import { HL7V3, PARAMETERS, readCount, readIi, v3All, v3At, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import { says, type Judge, type RuleFamily } from './judge.js';

const PDQ = 'IHE ITI TF-2, 3.47.4.1.2';
const PIX = 'IHE ITI TF-2, 3.45.4.1.2';
const QUQI = 'HL7 V3 2008, QUQI_MT021001UV01';
const CONTINUE = 'IHE ITI TF-2, 3.47.4.3 ; HL7 V3 2008, QUQI_MT000001UV01';

const rules = [
  says(
    '30',
    'SHALL',
    [
      ['Une demande a queryByParameter, avec queryId et statusCode new.', 'A query has queryByParameter, with queryId and statusCode new.'],
      ['La demande n’a pas d’identifiant, ou n’est pas à l’état new.', 'The query has no identifier, or is not in status new.'],
      [
        'Écrire queryId avec un identifiant neuf, puis <statusCode code="new"/>.',
        'Write queryId with a fresh identifier, then <statusCode code="new"/>.',
      ],
    ],
    `${QUQI} ; ${PDQ} ; ${PIX}`,
    ['<queryId root="1.2.3" extension="42"/><statusCode code="new"/>', '<statusCode code="executing"/>'],
  ),
  says(
    '31',
    'SHALL',
    [
      [
        'responseModalityCode vaut R, responsePriorityCode vaut I (réponse immédiate).',
        'responseModalityCode is R, responsePriorityCode is I (immediate answer).',
      ],
      ['Le mode de réponse demandé n’est pas la réponse immédiate.', 'The way of answering asked for is not the immediate answer.'],
      ['Écrire R et I.', 'Write R and I.'],
    ],
    `${PDQ} ; ${PIX}`,
    ['<responsePriorityCode code="I"/>', '<responsePriorityCode code="D"/>'],
  ),
  says(
    '32',
    'SHALL',
    [
      ['Une recherche de patients porte au moins un critère de recherche.', 'A search for patients has at least one criterion.'],
      ['Aucun critère ne dit qui est recherché.', 'No criterion tells who is searched for.'],
      [
        'Ajouter un nom, une date de naissance, un identifiant ou un autre trait.',
        'Add a name, a date of birth, an identifier or another trait.',
      ],
    ],
    PDQ,
    ['<livingSubjectBirthTime><value value="19790328"/>…', '<parameterList/>'],
  ),
  says(
    '33',
    'SHALL',
    [
      ['Les critères sont ceux que l’interaction définit.', 'The criteria are those that the interaction defines.'],
      ['L’interaction ne définit pas ce critère.', 'The interaction does not define this criterion.'],
      ['Retirer ce critère, ou écrire celui de même sens.', 'Remove this criterion, or write the one that means the same.'],
    ],
    'HL7 V3 2008, PRPA_MT201306UV02, PRPA_MT201307UV02',
    ['<livingSubjectName>', '<patientName>'],
  ),
  says(
    '34',
    'SHALL',
    [
      ['Chaque critère a une valeur, qui dit quelque chose.', 'Each criterion has a value that says something.'],
      ['Ce critère n’a pas de valeur.', 'This criterion has no value.'],
      ['Écrire value, ou retirer le critère.', 'Write value, or remove the criterion.'],
    ],
    `${PDQ} ; ${PIX}`,
    ['<livingSubjectBirthTime><value value="19790328"/>…', '<livingSubjectBirthTime><value/>…'],
  ),
  says(
    '35',
    'SHALL',
    [
      ['Chaque critère a un semanticsText, un seul, après ses valeurs.', 'Each criterion has a semanticsText, only one, after its values.'],
      ['semanticsText manque, ou n’est pas après les valeurs.', 'semanticsText is missing, or is not after the values.'],
      [
        'Ajouter semanticsText avec le nom du critère, par exemple LivingSubject.name.',
        'Add semanticsText with the name of the criterion, for example LivingSubject.name.',
      ],
    ],
    'HL7 V3 2008, PRPA_MT201306UV02, PRPA_MT201307UV02',
    ['<semanticsText>LivingSubject.name</semanticsText>', '<livingSubjectName><value>…</value></livingSubjectName>'],
  ),
  says(
    '36',
    'SHALL',
    [
      [
        'initialQuantity, s’il est écrit, est un entier d’au moins 1, compté en enregistrements (RD).',
        'initialQuantity, when written, is a whole number of at least 1, counted in records (RD).',
      ],
      ['Le nombre de réponses voulu n’en est pas un.', 'The number of answers wanted is none.'],
      [
        'Écrire un entier d’au moins 1, et RD dans initialQuantityCode.',
        'Write a whole number of at least 1, and RD in initialQuantityCode.',
      ],
    ],
    'IHE ITI TF-2, 3.47.4.1.2.6',
    ['<initialQuantity value="10"/><initialQuantityCode code="RD"/>', '<initialQuantity value="0"/>'],
  ),
  says(
    '37',
    'SHALL',
    [
      ['minimumDegreeMatch est un entier de 0 à 100.', 'minimumDegreeMatch is a whole number from 0 to 100.'],
      ['Le degré de ressemblance demandé n’est pas entre 0 et 100.', 'The degree of match asked for is not between 0 and 100.'],
      ['Écrire un entier de 0 à 100.', 'Write a whole number from 0 to 100.'],
    ],
    PDQ,
    ['<minimumDegreeMatch><value xsi:type="INT" value="75"/>…', '<minimumDegreeMatch><value xsi:type="INT" value="750"/>…'],
  ),
  says(
    '38',
    'SHOULD',
    [
      [
        'Un domaine demandé est dit par sa racine seule, sans extension.',
        'A domain asked for is told by its root alone, without an extension.',
      ],
      ['Ce domaine a une extension.', 'This domain has an extension.'],
      ['Retirer extension.', 'Remove extension.'],
    ],
    `${PDQ} ; ${PIX}`,
    ['<otherIDsScopingOrganization><value root="1.2.3"/>…', '<otherIDsScopingOrganization><value root="1.2.3" extension="CHU"/>…'],
  ),
  says(
    '39',
    'SHOULD',
    [
      [
        'Un nom cherché n’a pas de joker\u00A0; une recherche par fragment s’écrit use="SRCH".',
        'A name searched for has no wildcard; a search by a fragment is written use="SRCH".',
      ],
      ['Ce nom contient un joker.', 'This name contains a wildcard.'],
      ['Retirer le joker et écrire value/@use="SRCH".', 'Remove the wildcard and write value/@use="SRCH".'],
    ],
    PDQ,
    ['<value use="SRCH"><family>MART</family></value>', '<value><family>MART*</family></value>'],
  ),
  says(
    '40',
    'SHALL',
    [
      [
        'Une demande PIXv3 donne un identifiant de patient, un seul, avec sa racine et son extension.',
        'A PIXv3 query gives one patient identifier, a single one, with its root and extension.',
      ],
      ['La demande ne donne pas un identifiant de patient.', 'The query does not give one patient identifier.'],
      [
        'Écrire un seul patientIdentifier/value, avec root et extension.',
        'Write a single patientIdentifier/value, with root and extension.',
      ],
    ],
    PIX,
    ['<patientIdentifier><value root="1.2.3" extension="42"/>…', '<patientIdentifier><value root="1.2.3"/>…'],
  ),
  says(
    '45',
    'SHALL',
    [
      [
        'Une suite ou une annulation nomme la demande dans queryContinuation/queryId.',
        'A continuation or a cancellation names the query in queryContinuation/queryId.',
      ],
      ['La demande à suivre ou à annuler n’est pas nommée.', 'The query to be continued or cancelled is not named.'],
      ['Recopier queryId de la demande.', 'Copy queryId of the query.'],
    ],
    CONTINUE,
    ['<queryContinuation><queryId root="1.2.3" extension="42"/>…', '<queryContinuation/>'],
  ),
  says(
    '46',
    'SHALL',
    [
      [
        'statusCode vaut waitContinuedQueryResponse pour la suite, aborted pour l’annulation.',
        'statusCode is waitContinuedQueryResponse for more, aborted for a cancellation.',
      ],
      ['statusCode ne dit pas ce qui est demandé.', 'statusCode does not tell what is asked for.'],
      ['Écrire waitContinuedQueryResponse, ou aborted.', 'Write waitContinuedQueryResponse, or aborted.'],
    ],
    CONTINUE,
    ['<statusCode code="waitContinuedQueryResponse"/>', '<statusCode code="new"/>'],
  ),
  says(
    '47',
    'SHALL',
    [
      [
        'continuationQuantity, pour la suite, est un entier d’au moins 1.',
        'continuationQuantity, for more, is a whole number of at least 1.',
      ],
      ['Le nombre de réponses voulu n’en est pas un.', 'The number of answers wanted is none.'],
      ['Écrire un entier d’au moins 1, ou retirer l’élément.', 'Write a whole number of at least 1, or remove the element.'],
    ],
    CONTINUE,
    ['<continuationQuantity value="10"/>', '<continuationQuantity value="-1"/>'],
  ),
];

/** Criteria that do not tell who is searched for. */
const NOT_A_TRAIT: ReadonlySet<string> = new Set(['otherIDsScopingOrganization', 'patientStatusCode']);
const DOMAINS: ReadonlySet<string> = new Set(['otherIDsScopingOrganization', 'dataSource']);

/** Does a value say something: an attribute other than its type, a text, a part. */
const isFilled = (value: XmlElement): boolean =>
  value.attributes.some(
    ({ namespace, local, value: written }) => namespace === '' && local !== 'use' && !local.startsWith('xmlns') && written !== '',
  )
  || value.text.trim() !== ''
  || value.elements().length > 0;

function judgeParameters(judge: Judge, list: XmlElement, known: Readonly<Record<string, string>>): void {
  for (const parameter of list.elements(undefined, HL7V3)) {
    const isKnown = Object.hasOwn(known, parameter.local) || ['realmCode', 'typeId', 'templateId', 'id'].includes(parameter.local);
    judge.expect('HL7V3-33', isKnown, parameter, () => ({ expected: oneOf(Object.keys(known)), actual: asWritten(parameter.local) }));
    if (!Object.hasOwn(known, parameter.local)) continue;
    const values = parameter.elements('value', HL7V3);
    judge.expect(
      'HL7V3-34',
      values.length > 0 && values.every(isFilled),
      values.find((value) => !isFilled(value)) ?? elementOr(values[0], parameter, 'value'),
      () => ({
        expected: 'value',
        actual: ABSENT,
      }),
    );
    const children = parameter.elements(undefined, HL7V3);
    const texts = children.filter(({ local }) => local === 'semanticsText');
    judge.expect('HL7V3-35', texts.length === 1 && children.at(-1) === texts[0], elementOr(texts[0], parameter, 'semanticsText'), () => ({
      expected: `<semanticsText>${known[parameter.local]!}</semanticsText>`,
      actual:
        texts.length === 0 ?
          ABSENT
        : parameter
            .elements()
            .map(({ local }) => asWritten(local))
            .slice(0, 10)
            .join(', '),
    }));
    if (DOMAINS.has(parameter.local))
      for (const value of values)
        judge.expect('HL7V3-38', value.attribute('extension') === undefined, [value, 'extension'], () => ({
          expected: ABSENT,
          actual: quoted(value.attribute('extension')),
        }));
    if (parameter.local === 'livingSubjectName' || parameter.local === 'mothersMaidenName')
      for (const part of values.flatMap((value) => [value, ...value.elements(undefined, HL7V3)]))
        if (part.elements().length === 0 && part.text.trim() !== '')
          judge.expect('HL7V3-39', !/[*%?]/.test(part.text), part, () => ({ expected: 'use="SRCH"', actual: quoted(part.text.trim()) }));
  }
}

function judgeQuery(judge: Judge, message: V3Message): void {
  const { element: root, interaction } = message;
  const act = v3At(root, 'controlActProcess');
  if (!act) return;
  const query = v3At(act, 'queryByParameter');
  const status = v3At(query, 'statusCode')?.attribute('code');
  judge.expect(
    'HL7V3-30',
    readIi(v3At(query, 'queryId')) !== undefined && status === 'new',
    elementOr(query, act, 'queryByParameter'),
    () => ({
      expected: '<queryId root="…"/><statusCode code="new"/>',
      actual:
        query ?
          `<queryId root="${asWritten(v3At(query, 'queryId')?.attribute('root') ?? '')}"/><statusCode code="${asWritten(status ?? '')}"/>`
        : ABSENT,
    }),
  );
  if (!query) return;
  for (const [name, code] of [
    ['responseModalityCode', 'R'],
    ['responsePriorityCode', 'I'],
  ] as const) {
    const found = v3At(query, name);
    if (found)
      judge.expect('HL7V3-31', found.attribute('code') === code, attributeOr(found, 'code'), () => ({
        expected: code,
        actual: quoted(found.attribute('code')),
      }));
  }
  const quantity = v3At(query, 'initialQuantity');
  const unit = v3At(query, 'initialQuantityCode');
  if (quantity) {
    const count = readCount(quantity.attribute('value'));
    const holds = (count ?? 0) >= 1 && (!unit || unit.attribute('code') === 'RD');
    judge.expect('HL7V3-36', holds, (count ?? 0) >= 1 ? unit : quantity, () => ({
      expected: (count ?? 0) >= 1 ? 'RD' : { fr: 'un entier d’au moins 1', en: 'a whole number of at least 1' },
      actual: quoted((count ?? 0) >= 1 ? unit?.attribute('code') : quantity.attribute('value')),
    }));
  }
  const degree = v3At(query, 'matchCriterionList', 'minimumDegreeMatch', 'value');
  if (degree) {
    const count = readCount(degree.attribute('value'));
    judge.expect('HL7V3-37', count !== undefined && count <= 100, attributeOr(degree, 'value'), () => ({
      expected: { fr: 'de 0 à 100', en: 'from 0 to 100' },
      actual: quoted(degree.attribute('value')),
    }));
  }
  const aboutIdentifier = interaction.name === 'PRPA_IN201309UV02';
  const list = v3At(query, 'parameterList');
  if (list) judgeParameters(judge, list, PARAMETERS[aboutIdentifier ? 'PRPA_IN201309UV02' : 'PRPA_IN201305UV02']);
  if (aboutIdentifier) {
    const values = v3All(list, 'patientIdentifier', 'value');
    const [value] = values;
    const id = readIi(value);
    judge.expect(
      'HL7V3-40',
      values.length === 1 && id?.extension !== undefined,
      elementOr(values[1] ?? value, list ?? query, 'patientIdentifier'),
      () => ({
        expected: '<value root="…" extension="…"/>',
        actual:
          values.length > 1 ? { fr: `${values.length} identifiants`, en: `${values.length} identifiers` }
          : value ? `<value root="${asWritten(id?.root ?? '')}"/>`
          : ABSENT,
      }),
    );
    return;
  }
  const traits = list
    ?.elements(undefined, HL7V3)
    .filter(({ local }) => Object.hasOwn(PARAMETERS.PRPA_IN201305UV02, local) && !NOT_A_TRAIT.has(local));
  judge.expect('HL7V3-32', (traits?.length ?? 0) > 0, elementOr(list, query, 'parameterList'), () => ({
    expected: oneOf(['livingSubjectName', 'livingSubjectBirthTime', 'livingSubjectId']),
    actual: ABSENT,
  }));
}

function judgeContinuation(judge: Judge, { element: root, continuation, interaction }: V3Message): void {
  const act = v3At(root, 'controlActProcess');
  if (!act) return;
  const element = v3At(act, 'queryContinuation');
  judge.expect('HL7V3-45', continuation !== undefined, elementOr(element, act, 'queryContinuation'), () => ({
    expected: '<queryId root="…"/>',
    actual: element ? quoted(v3At(element, 'queryId')?.attribute('root')) : ABSENT,
  }));
  if (!element) return;
  const status = v3At(element, 'statusCode')?.attribute('code');
  const allowed = interaction.name === 'QUQI_IN000003UV01_Cancel' ? ['aborted'] : ['waitContinuedQueryResponse', 'aborted'];
  judge.expect(
    'HL7V3-46',
    status !== undefined && allowed.includes(status),
    elementOr(v3At(element, 'statusCode'), element, 'statusCode'),
    () => ({
      expected: oneOf(allowed),
      actual: quoted(status),
    }),
  );
  const quantity = v3At(element, 'continuationQuantity');
  if (quantity && status !== 'aborted' && interaction.name === 'QUQI_IN000003UV01')
    judge.expect('HL7V3-47', (readCount(quantity.attribute('value')) ?? 0) >= 1, attributeOr(quantity, 'value'), () => ({
      expected: { fr: 'un entier d’au moins 1', en: 'a whole number of at least 1' },
      actual: quoted(quantity.attribute('value')),
    }));
}

function judge(judge: Judge, message: V3Message): void {
  if (message.interaction.kind === 'query') judgeQuery(judge, message);
  if (message.interaction.kind === 'continuation') judgeContinuation(judge, message);
}

export const queryFamily: RuleFamily = { rules, judge };
