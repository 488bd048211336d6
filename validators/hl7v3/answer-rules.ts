import { ABSENT, asWritten, NOTHING, oneOf, quoted, type Bilingual } from '../../src/model/index.js';
import { repeated, v3All, v3At, type Ii, type QueryAck, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import { says, type Judge, type RuleFamily } from './judge.js';

const ACK = 'HL7 V3 2008, MCCI_MT000200UV01, MCCI_MT000300UV01';
const QUERY_ACK = 'HL7 V3 2008, MFMI_MT700711UV01';
const EXPECTED = 'IHE ITI TF-2, 3.45.4.2.3 et 3.47.4.2.3';

const rules = [
  says(
    '50',
    'SHALL',
    [
      [
        'Une réponse a un acquittement et un seul, de code AA, AE ou AR (CA, CE ou CR pour la seule transmission).',
        'An answer has one acknowledgement, with code AA, AE or AR (CA, CE or CR for the transmission alone).',
      ],
      [
        'L’acquittement manque, ou son code n’est pas celui d’une réponse de l’application.',
        'The acknowledgement is missing, or its code is not that of an answer by the application.',
      ],
      [
        'Écrire AA quand tout va bien, AE pour une erreur, AR pour un refus.',
        'Write AA when all is well, AE for an error, AR for a refusal.',
      ],
    ],
    `${ACK} ; ${EXPECTED}`,
    ['<acknowledgement><typeCode code="AA"/>', '<acknowledgement><typeCode code="OK"/>'],
  ),
  says(
    '51',
    'SHALL',
    [
      ['targetMessage nomme le message auquel la réponse répond.', 'targetMessage names the message that the answer answers.'],
      ['La réponse ne nomme pas ce message.', 'The answer does not name that message.'],
      ['Recopier id de la demande dans targetMessage/id.', 'Copy id of the request into targetMessage/id.'],
    ],
    ACK,
    ['<targetMessage><id root="1.2.3" extension="42"/></targetMessage>', '<targetMessage><id nullFlavor="NI"/></targetMessage>'],
  ),
  says(
    '52',
    'SHOULD',
    [
      ['Une erreur dit pourquoi dans acknowledgementDetail.', 'An error tells why in acknowledgementDetail.'],
      ['Cette erreur ne dit pas sa raison.', 'This error does not tell its reason.'],
      [
        'Ajouter acknowledgementDetail avec le code, un texte et la place.',
        'Add acknowledgementDetail with the code, a text and the place.',
      ],
    ],
    EXPECTED,
    ['<typeCode code="AE"/>…<acknowledgementDetail typeCode="E"><code code="204"/>', '<typeCode code="AE"/><targetMessage/>'],
  ),
  says(
    '53',
    'SHALL',
    [
      [
        'Un détail d’acquittement a le type E, W ou I\u00A0; celui d’un identifiant inconnu (204) dit lequel dans location.',
        'A detail of an acknowledgement has type E, W or I; that of an unknown identifier (204) tells which in location.',
      ],
      ['Ce détail ne dit pas son type, ou pas de quoi il parle.', 'This detail does not tell its type, or not what it speaks of.'],
      [
        'Écrire typeCode="E", et dans location le XPath de la valeur inconnue.',
        'Write typeCode="E", and in location the XPath of the unknown value.',
      ],
    ],
    EXPECTED,
    [
      '<acknowledgementDetail typeCode="E"><code code="204"/><location>//parameterList/patientIdentifier/value</location>',
      '<acknowledgementDetail typeCode="E"><code code="204"/></acknowledgementDetail>',
    ],
  ),
  says(
    '54',
    'SHALL',
    [
      [
        'La réponse est celle que l’interaction de la demande appelle.',
        'The answer is the one that the interaction of the request calls for.',
      ],
      ['Cette interaction ne répond pas à celle de la demande.', 'This interaction does not answer that of the request.'],
      ['Répondre par l’interaction indiquée.', 'Answer with the interaction that is told.'],
    ],
    'IHE ITI TF-2, 3.44 à 3.47',
    ['PRPA_IN201305UV02 → PRPA_IN201306UV02', 'PRPA_IN201305UV02 → PRPA_IN201310UV02'],
  ),
  says(
    '55',
    'SHOULD',
    [
      ['La réponse est adressée à l’application qui a demandé.', 'The answer is addressed to the application that asked.'],
      ['Le destinataire de la réponse n’est pas l’émetteur de la demande.', 'The receiver of the answer is not the sender of the request.'],
      ['Recopier sender/device/id de la demande dans receiver/device/id.', 'Copy sender/device/id of the request into receiver/device/id.'],
    ],
    'HL7 V3 2008, transmission wrapper',
    ['<receiver><device><id root="1.2.4"/>', '<receiver><device><id root="1.2.3"/>'],
  ),
  says(
    '60',
    'SHALL',
    [
      [
        'queryAck nomme la demande et dit ce qu’elle est devenue, OK, NF, QE ou AE.',
        'queryAck names the query and tells what became of it: OK, NF, QE or AE.',
      ],
      ['queryAck manque, ou ne dit pas ce que la demande est devenue.', 'queryAck is missing, or does not tell what became of the query.'],
      ['Écrire queryId et queryResponseCode.', 'Write queryId and queryResponseCode.'],
    ],
    `${QUERY_ACK} ; ${EXPECTED}`,
    ['<queryAck><queryId root="1.2.3"/><queryResponseCode code="OK"/>', '<queryAck><queryResponseCode code="FOUND"/>'],
  ),
  says(
    '61',
    'SHALL',
    [
      ['queryId de la réponse est celui de la demande.', 'queryId of the answer is that of the query.'],
      ['queryId n’est pas celui de la demande.', 'queryId is not that of the query.'],
      ['Recopier queryId de la demande.', 'Copy queryId of the query.'],
    ],
    QUERY_ACK,
    ['<queryAck><queryId root="1.2.3" extension="42"/>', '<queryAck><queryId root="1.2.3" extension="43"/>'],
  ),
  says(
    '62',
    'SHALL',
    [
      [
        'L’acquittement et queryResponseCode disent la même chose, AA avec OK ou NF, AE avec AE ou QE.',
        'The acknowledgement and queryResponseCode say the same: AA with OK or NF, AE with AE or QE.',
      ],
      ['L’acquittement et queryResponseCode se contredisent.', 'The acknowledgement and queryResponseCode contradict each other.'],
      ['Écrire AA avec OK ou NF, AE avec AE ou QE.', 'Write AA with OK or NF, AE with AE or QE.'],
    ],
    EXPECTED,
    ['AA, NF', 'AA, AE'],
  ),
  says(
    '63',
    'SHALL',
    [
      ['Une réponse NF, QE ou AE ne porte aucun patient.', 'An answer NF, QE or AE carries no patient.'],
      ['Cette réponse porte un patient qu’elle dit ne pas avoir trouvé.', 'This answer carries a patient that it says it did not find.'],
      ['Retirer subject, ou répondre OK.', 'Remove subject, or answer OK.'],
    ],
    EXPECTED,
    ['<queryResponseCode code="NF"/>', '<subject>…</subject>…<queryResponseCode code="NF"/>'],
  ),
  says(
    '64',
    'SHOULD',
    [
      ['Une réponse qui ne trouve personne dit NF.', 'An answer that finds nobody says NF.'],
      ['Cette réponse dit OK et ne porte aucun patient.', 'This answer says OK and carries no patient.'],
      ['Répondre NF.', 'Answer NF.'],
    ],
    EXPECTED,
    ['<queryResponseCode code="NF"/>', '<queryResponseCode code="OK"/><resultTotalQuantity value="0"/>'],
  ),
  says(
    '65',
    'SHALL',
    [
      [
        'resultCurrentQuantity est le nombre de patients de ce message, et resultTotalQuantity compte au moins ceux-ci et ceux qui restent.',
        'resultCurrentQuantity is the number of patients in this message, and resultTotalQuantity counts at least these and those that remain.',
      ],
      ['Les quantités de queryAck ne s’accordent pas avec le message.', 'The quantities of queryAck do not agree with the message.'],
      ['Compter les patients de ce message, puis ceux qui restent.', 'Count the patients of this message, then those that remain.'],
    ],
    `${QUERY_ACK} ; IHE ITI TF-2, 3.47.4.2.2`,
    ['total 3, current 2, remaining 1', 'total 2, current 2, remaining 1'],
  ),
  says(
    '66',
    'SHALL',
    [
      [
        'La réponse ne porte pas plus de patients que demandé, et la première compte tout ce qui a été trouvé.',
        'The answer carries no more patients than asked for, and the first counts everything that was found.',
      ],
      ['Le nombre de patients ne va pas avec celui qui était demandé.', 'The number of patients does not go with what was asked for.'],
      [
        'Envoyer au plus la quantité demandée, et le reste par une suite.',
        'Send at most the quantity asked for, and the rest by continuation.',
      ],
    ],
    'IHE ITI TF-2, 3.47.4.1.2.6 et 3.47.4.3',
    ['initialQuantity 2 → current 2, remaining 1, total 3', 'initialQuantity 2 → current 3'],
  ),
  says(
    '67',
    'SHALL',
    [
      ['La réponse répète queryByParameter de la demande.', 'The answer repeats queryByParameter of the query.'],
      ['queryByParameter n’est pas celui de la demande.', 'queryByParameter is not that of the query.'],
      ['Recopier queryByParameter tel qu’il est arrivé.', 'Copy queryByParameter as it came.'],
    ],
    'IHE ITI TF-2, 3.45.4.2.2 et 3.47.4.2.2',
    ['<queryByParameter>… (de la demande)', '<queryByParameter/>'],
  ),
  says(
    '68',
    'SHOULD',
    [
      ['Les identifiants rendus sont ceux des domaines demandés.', 'The identifiers returned are those of the domains asked for.'],
      ['Cet identifiant est d’un domaine qui n’était pas demandé.', 'This identifier is of a domain that was not asked for.'],
      ['Ne rendre que les identifiants des domaines demandés.', 'Return only the identifiers of the domains asked for.'],
    ],
    EXPECTED,
    ['dataSource 1.2.3 → <id root="1.2.3" extension="42"/>', 'dataSource 1.2.3 → <id root="1.2.9" extension="42"/>'],
  ),
  says(
    '69',
    'SHALL',
    [
      ['Chaque patient rendu atteint le degré de ressemblance demandé.', 'Each patient returned reaches the degree of match asked for.'],
      ['Ce patient n’atteint pas le degré demandé.', 'This patient does not reach the degree asked for.'],
      ['Ne rendre que les patients qui atteignent minimumDegreeMatch.', 'Return only the patients that reach minimumDegreeMatch.'],
    ],
    'IHE ITI TF-2, 3.47.4.1.2',
    ['minimumDegreeMatch 75 → 90', 'minimumDegreeMatch 75 → 50'],
  ),
  says(
    '70',
    'SHALL',
    [
      [
        'Une réponse PIXv3 porte un seul patient, avec tous ses identifiants.',
        'A PIXv3 answer carries a single patient, with all the identifiers.',
      ],
      ['Cette réponse porte plusieurs patients.', 'This answer carries several patients.'],
      ['Mettre tous les identifiants dans un seul patient.', 'Put all the identifiers into a single patient.'],
    ],
    'IHE ITI TF-2, 3.45.4.2.2',
    ['<patient><id …/><id …/>', '<subject>…</subject><subject>…</subject>'],
  ),
];

const ACCEPTED = ['AA', 'CA'];
const APPLICATION = ['AA', 'AE', 'AR'];
const TRANSMISSION = ['CA', 'CE', 'CR', ...APPLICATION];

const sameId = (a: Ii | undefined, b: Ii | undefined): boolean =>
  a !== undefined && b !== undefined && a.root.toLowerCase() === b.root.toLowerCase() && a.extension === b.extension;

const idText = (id: Ii | undefined): Bilingual | string =>
  id ? `root="${asWritten(id.root)}"${id.extension === undefined ? '' : ` extension="${asWritten(id.extension)}"`}` : ABSENT;

function judgeAcknowledgement(judge: Judge, message: V3Message): void {
  const { element: root, interaction, acknowledgement } = message;
  const all = v3All(root, 'acknowledgement');
  const [element] = all;
  const codes = interaction.kind === 'acknowledgement' ? TRANSMISSION : APPLICATION;
  const typeCode = v3At(element, 'typeCode');
  const holds = all.length === 1 && codes.includes(acknowledgement?.code ?? '');
  judge.expect('HL7V3-50', holds, elementOr(all[1] ?? typeCode ?? element, root, 'acknowledgement'), () => ({
    expected: oneOf(codes),
    actual:
      all.length > 1 ?
        { fr: `${all.length} acquittements`, en: `${all.length} acknowledgements` }
      : quoted(element && acknowledgement!.code),
  }));
  if (!element || !acknowledgement) return;
  const target = v3At(element, 'targetMessage', 'id');
  const asked = interaction.kind === 'continuation' ? undefined : judge.question?.transmission.id;
  const named = asked ? sameId(acknowledgement.target, asked) : acknowledgement.target !== undefined;
  judge.expect('HL7V3-51', named, elementOr(target, element, 'targetMessage/id'), () => ({
    expected: asked ? idText(asked) : { fr: 'id du message reçu', en: 'id of the message received' },
    actual: idText(acknowledgement.target),
  }));
  const details = v3All(element, 'acknowledgementDetail');
  if (TRANSMISSION.includes(acknowledgement.code) && !ACCEPTED.includes(acknowledgement.code))
    judge.expect('HL7V3-52', details.length > 0, elementOr(details[0], element, 'acknowledgementDetail'), () => ({
      expected: 'acknowledgementDetail',
      actual: ABSENT,
    }));
  for (const detail of details) {
    const type = detail.attribute('typeCode');
    const unknownKey = v3At(detail, 'code')?.attribute('code') === '204';
    const located = (v3At(detail, 'location')?.text.trim() ?? '') !== '';
    judge.expect('HL7V3-53', ['E', 'W', 'I'].includes(type ?? '') && (!unknownKey || located), detail, () => ({
      expected: unknownKey ? 'typeCode="E", location' : oneOf(['E', 'W', 'I']),
      actual:
        type === undefined ? ABSENT
        : unknownKey && !located ? { fr: 'sans location', en: 'without location' }
        : quoted(type),
    }));
  }
}

function judgeAgainstQuestion(judge: Judge, message: V3Message, question: V3Message): void {
  const { element: root, interaction, transmission } = message;
  const { answers } = question.interaction;
  const due =
    question.continuation ?
      answers.filter((name) => (name === 'MCCI_IN000002UV01') === question.continuation!.cancel || name === 'MCCI_IN000002UV01')
    : answers;
  judge.expect('HL7V3-54', due.includes(interaction.name), root, () => ({
    expected: due.length > 0 ? oneOf(due) : NOTHING,
    actual: interaction.name,
  }));
  const sender = question.transmission.sender?.id;
  if (sender && transmission.receiver)
    judge.expect('HL7V3-55', sameId(transmission.receiver.id, sender), v3At(root, 'receiver', 'device', 'id'), () => ({
      expected: idText(sender),
      actual: idText(transmission.receiver!.id),
    }));
}

const CODES = ['OK', 'NF', 'QE', 'AE'];
const STATUSES = ['deliveredResponse', 'aborted', 'waitContinuedQueryResponse', 'executing', 'new'];

function judgeQueryAck(judge: Judge, message: V3Message, act: XmlElement): void {
  const element = v3At(act, 'queryAck');
  const { queryAck, acknowledgement } = message;
  const status = v3At(element, 'statusCode')?.attribute('code');
  const holds = queryAck !== undefined && CODES.includes(queryAck.code) && (status === undefined || STATUSES.includes(status));
  judge.expect('HL7V3-60', holds, elementOr(element, act, 'queryAck'), () => ({
    expected: `queryId, ${CODES.join(' / ')}`,
    actual:
      element ?
        `${v3At(element, 'queryId') ? 'queryId, ' : ''}${asWritten([v3At(element, 'queryResponseCode')?.attribute('code') ?? '', status ?? ''].join(' '))}`
      : ABSENT,
  }));
  if (!element || !queryAck) return;
  const query = message.demographics ?? message.identifier;
  const asked = judge.question && (judge.question.demographics ?? judge.question.identifier ?? judge.question.continuation)?.queryId;
  const expected = asked ?? query?.queryId;
  if (expected)
    judge.expect('HL7V3-61', sameId(queryAck.queryId, expected), v3At(element, 'queryId'), () => ({
      expected: idText(expected),
      actual: idText(queryAck.queryId),
    }));
  if (!CODES.includes(queryAck.code)) return;
  const found = queryAck.code === 'OK' || queryAck.code === 'NF';
  if (APPLICATION.includes(acknowledgement?.code ?? ''))
    judge.expect('HL7V3-62', found === (acknowledgement!.code === 'AA'), v3At(element, 'queryResponseCode'), () => ({
      expected: acknowledgement!.code === 'AA' ? oneOf(['OK', 'NF']) : oneOf(['AE', 'QE']),
      actual: queryAck.code,
    }));
  const subjects = v3All(act, 'subject');
  if (queryAck.code !== 'OK')
    judge.expect('HL7V3-63', subjects.length === 0, subjects[0], () => ({
      expected: NOTHING,
      actual: { fr: `${subjects.length} patients`, en: `${subjects.length} patients` },
    }));
  else if ((queryAck.total ?? 0) === 0 || judge.question?.continuation === undefined)
    judge.expect('HL7V3-64', subjects.length > 0, v3At(element, 'queryResponseCode'), () => ({ expected: 'NF', actual: 'OK' }));
  judgeQuantities(judge, element, queryAck, subjects.length);
}

const told = ({ total, current, remaining }: QueryAck): string =>
  [`total ${total ?? '–'}`, `current ${current ?? '–'}`, `remaining ${remaining ?? '–'}`].join(', ');

function judgeQuantities(judge: Judge, element: XmlElement, queryAck: QueryAck, count: number): void {
  const { total, current, remaining } = queryAck;
  if (total !== undefined || current !== undefined || remaining !== undefined) {
    const holds = (current ?? count) === count && (total === undefined || total >= count + (remaining ?? 0));
    judge.expect('HL7V3-65', holds, elementOr(v3At(element, 'resultCurrentQuantity'), element, 'resultCurrentQuantity'), () => ({
      expected: `current ${count}, total ≥ ${count + (remaining ?? 0)}`,
      actual: told(queryAck),
    }));
  }
  const question = judge.question;
  if (!question) return;
  const limit = question.demographics?.initialQuantity ?? question.continuation?.quantity;
  const first = question.interaction.kind === 'query';
  if (limit === undefined && !(first && total !== undefined)) return;
  const all = total === undefined || !first || total === count + (remaining ?? 0);
  judge.expect(
    'HL7V3-66',
    all && (limit === undefined || count <= limit),
    elementOr(v3At(element, 'resultTotalQuantity'), element, 'resultTotalQuantity'),
    () => ({
      expected: limit === undefined ? `total ${count + (remaining ?? 0)}` : `current ≤ ${limit}, total = current + remaining`,
      actual: `${told(queryAck)} (${count})`,
    }),
  );
}

function judgeContent(judge: Judge, message: V3Message, act: XmlElement): void {
  const { question } = judge;
  const subjects = v3All(act, 'subject');
  if (message.interaction.name === 'PRPA_IN201310UV02')
    judge.expect('HL7V3-70', subjects.length <= 1, subjects[1], () => ({ expected: '1', actual: String(subjects.length) }));
  const query = v3At(act, 'queryByParameter');
  if (question?.query) {
    const same = query !== undefined && repeated(query).markup === repeated(question.query).markup;
    judge.expect('HL7V3-67', same, elementOr(query, act, 'queryByParameter'), () => ({
      expected: { fr: 'celui de la demande', en: 'that of the query' },
      actual: query ? { fr: 'un autre', en: 'another' } : ABSENT,
    }));
  }
  const asked = question?.demographics ?? question?.identifier ?? message.demographics ?? message.identifier;
  const patients = v3All(act, 'subject', 'registrationEvent', 'subject1', 'patient');
  const domains = new Set(asked?.domains);
  if (domains.size > 0)
    for (const id of patients.flatMap((patient) => [...v3All(patient, 'id'), ...v3All(patient, 'patientPerson', 'asOtherIDs', 'id')])) {
      const root = id.attribute('root');
      if (root === undefined || id.attribute('nullFlavor') !== undefined) continue;
      judge.expect('HL7V3-68', domains.has(root), attributeOr(id, 'root'), () => ({
        expected: oneOf([...domains].slice(0, 20)),
        actual: asWritten(root),
      }));
    }
  const least = (question?.demographics ?? message.demographics)?.minimumDegreeMatch;
  if (least !== undefined)
    for (const value of patients.flatMap((patient) => v3All(patient, 'subjectOf1', 'queryMatchObservation', 'value'))) {
      const degree = value.attribute('value');
      if (degree !== undefined && /^\d{1,9}$/.test(degree))
        judge.expect('HL7V3-69', Number(degree) >= least, attributeOr(value, 'value'), () => ({ expected: `≥ ${least}`, actual: degree }));
    }
}

function judge(judge: Judge, message: V3Message): void {
  const { kind } = message.interaction;
  if (kind === 'query' || kind === 'feed') return;
  judgeAcknowledgement(judge, message);
  if (kind === 'continuation') return;
  if (judge.question) judgeAgainstQuestion(judge, message, judge.question);
  const act = v3At(message.element, 'controlActProcess');
  if (kind !== 'answer' || !act) return;
  judgeQueryAck(judge, message, act);
  judgeContent(judge, message, act);
}

export const answerFamily: RuleFamily = { rules, judge };
