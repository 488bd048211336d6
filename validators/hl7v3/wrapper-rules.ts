import { ABSENT, asWritten, NOTHING, oneOf, quoted, type Bilingual } from '../../src/model/index.js';
import { HL7_INTERACTIONS, HL7V3, v3At, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import { repetitionIn, says, type Judge, type RuleFamily } from './judge.js';
import { orderOf } from './orders.js';

const WRAPPER = 'HL7 V3 2008, MCCI_MT000100UV01, MCCI_MT000200UV01, MCCI_MT000300UV01';
const IHE = 'IHE ITI TF-2x, annexe O';
const ACT = 'HL7 V3 2008, MFMI_MT700701UV01, QUQI_MT021001UV01';
const ITS = 'HL7 V3 XML ITS Structures, 1.1';

const rules = [
  says(
    '02',
    'SHALL',
    [
      [
        'Tous les éléments du message sont dans l’espace de noms urn:hl7-org:v3.',
        'Every element of the message is in the namespace urn:hl7-org:v3.',
      ],
      ['Cet élément n’est pas dans l’espace de noms de HL7 V3.', 'This element is not in the namespace of HL7 V3.'],
      [
        'Déclarer xmlns="urn:hl7-org:v3", ou un préfixe pour lui et l’écrire partout.',
        'Declare xmlns="urn:hl7-org:v3", or a prefix for it and write it everywhere.',
      ],
    ],
    ITS,
    ['<id xmlns="urn:hl7-org:v3" root="1.2.3"/>', '<id xmlns="" root="1.2.3"/>'],
  ),
  says(
    '03',
    'SHALL',
    [
      ['ITSVersion vaut XML_1.0.', 'ITSVersion is XML_1.0.'],
      ['ITSVersion n’est pas XML_1.0.', 'ITSVersion is not XML_1.0.'],
      ['Écrire ITSVersion="XML_1.0" sur la racine.', 'Write ITSVersion="XML_1.0" on the root.'],
    ],
    ITS,
    ['ITSVersion="XML_1.0"', 'ITSVersion="1.0"'],
  ),
  says(
    '04',
    'SHALL',
    [
      ['Le message a un identifiant, et un seul.', 'The message has an identifier, and only one.'],
      ['Le message n’a pas un identifiant.', 'The message does not have one identifier.'],
      [
        'Écrire id avec un UUID neuf, ou un OID et une extension, à chaque message.',
        'Write id with a fresh UUID, or an OID and an extension, in each message.',
      ],
    ],
    WRAPPER,
    ['<id root="22a0f9e0-4454-11dc-a6be-3603d6866807"/>', '<id nullFlavor="NI"/>'],
  ),
  says(
    '05',
    'SHALL',
    [
      ['creationTime est la date et l’heure du message, qui existent.', 'creationTime is the date and time of the message, which exist.'],
      ['creationTime n’est pas une date et une heure.', 'creationTime is no date and time.'],
      ['Écrire AAAAMMJJHHMMSS, avec le décalage si besoin.', 'Write YYYYMMDDHHMMSS, with the offset if needed.'],
    ],
    WRAPPER,
    ['<creationTime value="20261120101500+0100"/>', '<creationTime value="2026-11-20T10:15:00"/>'],
  ),
  says(
    '06',
    'SHALL',
    [
      [
        `interactionId nomme l’interaction, celle de la racine, dans ${HL7_INTERACTIONS}.`,
        `interactionId names the interaction, that of the root, in ${HL7_INTERACTIONS}.`,
      ],
      ['interactionId ne nomme pas l’interaction de la racine.', 'interactionId does not name the interaction of the root.'],
      ['Écrire le nom de la racine dans interactionId/@extension.', 'Write the name of the root in interactionId/@extension.'],
    ],
    `${IHE} ; ${WRAPPER}`,
    [
      `<interactionId root="${HL7_INTERACTIONS}" extension="PRPA_IN201305UV02"/>`,
      '<interactionId root="2.16.840.1.113883" extension="PRPA_IN201305UV02"/>',
    ],
  ),
  says(
    '07',
    'SHALL',
    [
      [
        'processingCode dit si le message est de production, de formation ou de test (P, T, D).',
        'processingCode tells whether the message is for production, training or debugging (P, T, D).',
      ],
      ['processingCode n’est pas P, T ou D.', 'processingCode is not P, T or D.'],
      ['Écrire P, T ou D.', 'Write P, T or D.'],
    ],
    WRAPPER,
    ['<processingCode code="P"/>', '<processingCode code="PROD"/>'],
  ),
  says(
    '08',
    'SHALL',
    [
      ['processingModeCode vaut T (traitement en cours).', 'processingModeCode is T (current processing).'],
      ['processingModeCode n’est pas T.', 'processingModeCode is not T.'],
      ['Écrire <processingModeCode code="T"/>.', 'Write <processingModeCode code="T"/>.'],
    ],
    `${IHE} ; ${WRAPPER}`,
    ['<processingModeCode code="T"/>', '<processingModeCode code="A"/>'],
  ),
  says(
    '09',
    'SHALL',
    [
      ['acceptAckCode vaut AL dans une demande et NE dans une réponse.', 'acceptAckCode is AL in a request and NE in an answer.'],
      ['acceptAckCode n’est pas celui de ce message.', 'acceptAckCode is not that of this message.'],
      ['Écrire AL dans une demande, NE dans une réponse.', 'Write AL in a request, NE in an answer.'],
    ],
    `${IHE} ; ${WRAPPER}`,
    ['<acceptAckCode code="AL"/>', '<acceptAckCode code="ER"/>'],
  ),
  says(
    '10',
    'SHALL',
    [
      [
        'receiver (RCV) donne l’application destinataire et son identifiant.',
        'receiver (RCV) gives the receiving application and its identifier.',
      ],
      ['Le destinataire n’est pas dit.', 'The receiver is not told.'],
      ['Écrire receiver/device/id avec l’OID de l’application.', 'Write receiver/device/id with the OID of the application.'],
    ],
    WRAPPER,
    [
      '<receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.3"/></device></receiver>',
      '<receiver typeCode="RCV"/>',
    ],
  ),
  says(
    '11',
    'SHALL',
    [
      [
        'sender (SND), un seul, donne l’application qui envoie et son identifiant.',
        'sender (SND), a single one, gives the sending application and its identifier.',
      ],
      ['L’émetteur n’est pas dit, ou l’est deux fois.', 'The sender is not told, or told twice.'],
      ['Écrire un seul sender, avec device/id.', 'Write a single sender, with device/id.'],
    ],
    WRAPPER,
    [
      '<sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE"><id root="1.2.4"/></device></sender>',
      '<sender typeCode="RCV"/>',
    ],
  ),
  says(
    '12',
    'SHALL',
    [
      ['Les éléments se suivent dans l’ordre du schéma.', 'Elements follow one another in the order of the schema.'],
      ['Cet élément vient trop tard.', 'This element comes too late.'],
      ['Placer cet élément avant celui qui est indiqué.', 'Put this element before the one that is told.'],
    ],
    'HL7 V3 2008, schémas des interactions',
    ['<id/><creationTime/><interactionId/>', '<id/><interactionId/><creationTime/>'],
  ),
  says(
    '13',
    'SHALL',
    [
      [
        'controlActProcess (CACT, EVN) porte le contenu\u00A0; un acquittement de transmission n’en a pas.',
        'controlActProcess (CACT, EVN) carries the content; the acknowledgement of a transmission has none.',
      ],
      [
        'controlActProcess manque, est de trop, ou n’est pas un CACT au mode EVN.',
        'controlActProcess is missing, is one too many, or is no CACT in mood EVN.',
      ],
      ['Écrire <controlActProcess classCode="CACT" moodCode="EVN">.', 'Write <controlActProcess classCode="CACT" moodCode="EVN">.'],
    ],
    `${IHE} ; ${ACT}`,
    ['<controlActProcess classCode="CACT" moodCode="EVN"/>', '<controlActProcess classCode="ACT" moodCode="RQO"/>'],
  ),
  says(
    '14',
    'SHALL',
    [
      [
        'controlActProcess/code est l’événement déclencheur de l’interaction.',
        'controlActProcess/code is the trigger event of the interaction.',
      ],
      ['Le code n’est pas l’événement déclencheur de cette interaction.', 'The code is not the trigger event of this interaction.'],
      ['Écrire l’événement de même numéro que l’interaction.', 'Write the event with the same number as the interaction.'],
    ],
    `${IHE} ; ${ACT}`,
    ['<code code="PRPA_TE201305UV02"/>', '<code code="PRPA_IN201305UV02"/>'],
  ),
  says(
    '15',
    'SHOULD',
    [
      [`Le code de l’événement dit son système, ${HL7_INTERACTIONS}.`, `The code of the event tells its system, ${HL7_INTERACTIONS}.`],
      ['Le système de codage de l’événement manque ou est un autre.', 'The code system of the event is missing or another.'],
      [`Ajouter codeSystem="${HL7_INTERACTIONS}".`, `Add codeSystem="${HL7_INTERACTIONS}".`],
    ],
    `${IHE} ; ${ACT}`,
    [`<code code="PRPA_TE201305UV02" codeSystem="${HL7_INTERACTIONS}"/>`, '<code code="PRPA_TE201305UV02"/>'],
  ),
];

/** The one child with this name, and how many there are. */
function only(parent: XmlElement, name: string): { found: XmlElement | undefined; count: number } {
  const all = parent.elements(name, HL7V3);
  return { found: all[0], count: all.length };
}

const times = (count: number): Bilingual => ({ fr: `${count} fois`, en: `${count} times` });

const isAnswer = ({ interaction }: V3Message): boolean => interaction.kind === 'answer' || interaction.kind === 'acknowledgement';

function judgeFixed(judge: Judge, root: XmlElement, rule: string, name: string, codes: readonly string[]): void {
  const { found, count } = only(root, name);
  const code = found?.attribute('code');
  const holds = count === 1 && code !== undefined && codes.includes(code);
  judge.expect(`HL7V3-${rule}`, holds, elementOr(found, root, name), () => ({
    expected: oneOf(codes),
    actual: count > 1 ? times(count) : quoted(code),
  }));
}

function judgeParty(judge: Judge, root: XmlElement, name: 'receiver' | 'sender'): void {
  const parties = root.elements(name, HL7V3);
  const [typeCode, rule] = name === 'sender' ? ['SND', 'HL7V3-11'] : ['RCV', 'HL7V3-10'];
  const wanted = `<${name} typeCode="${typeCode}"><device classCode="DEV" determinerCode="INSTANCE"><id root="…"/>`;
  if (parties.length === 0 || (name === 'sender' && parties.length > 1)) {
    judge.expect(rule, false, elementOr(parties[1], root, name), () => ({
      expected: wanted,
      actual: parties.length === 0 ? ABSENT : times(parties.length),
    }));
    return;
  }
  for (const party of parties) {
    const device = v3At(party, 'device');
    const id = v3At(device, 'id')?.attribute('root');
    const holds =
      party.attribute('typeCode') === typeCode
      && device?.attribute('classCode') === 'DEV'
      && device.attribute('determinerCode') === 'INSTANCE'
      && id !== undefined;
    judge.expect(rule, holds, party, () => ({
      expected: wanted,
      actual: `<${name} typeCode="${asWritten(party.attribute('typeCode') ?? '')}"><device classCode="${asWritten(
        device?.attribute('classCode') ?? '',
      )}" determinerCode="${asWritten(device?.attribute('determinerCode') ?? '')}"><id root="${asWritten(id ?? '')}"/>`,
    }));
  }
}

function judgeAct(judge: Judge, root: XmlElement, message: V3Message): void {
  const { interaction } = message;
  const { found: act, count } = only(root, 'controlActProcess');
  const wanted = interaction.kind === 'acknowledgement' ? 0 : 1;
  const holds = count === wanted && (!act || (act.attribute('classCode') === 'CACT' && act.attribute('moodCode') === 'EVN'));
  judge.expect('HL7V3-13', holds, elementOr(act, root, 'controlActProcess'), () => ({
    expected: wanted === 0 ? times(0) : '<controlActProcess classCode="CACT" moodCode="EVN">',
    actual:
      act && count === wanted ?
        `<controlActProcess classCode="${asWritten(act.attribute('classCode') ?? '')}" moodCode="${asWritten(act.attribute('moodCode') ?? '')}">`
      : times(count),
  }));
  if (!act || interaction.triggers.length === 0) return;
  const code = v3At(act, 'code');
  const written = code?.attribute('code');
  const known = written !== undefined && interaction.triggers.includes(written);
  judge.expect('HL7V3-14', known, elementOr(code, act, 'code'), () => ({ expected: oneOf(interaction.triggers), actual: quoted(written) }));
  if (code && known)
    judge.expect('HL7V3-15', code.attribute('codeSystem') === HL7_INTERACTIONS, attributeOr(code, 'codeSystem'), () => ({
      expected: HL7_INTERACTIONS,
      actual: quoted(code.attribute('codeSystem')),
    }));
}

const STRANGER = {
  message: { fr: 'Un message HL7 V3 n’a pas cet élément.', en: 'An HL7 V3 message has no such element.' },
  hint: { fr: 'Retirer cet élément, ou corriger son nom.', en: 'Remove this element, or correct its name.' },
};

/** Every element against the order of its parent's children; where one comes too late, the others are judged without it. */
function judgeOrder(judge: Judge, parent: XmlElement, message: V3Message): void {
  const order = orderOf(parent);
  if (order) {
    let last: XmlElement | undefined;
    let reached = 0;
    for (const child of parent.elements(undefined, HL7V3)) {
      const place = order.indexOf(child.local);
      if (place === -1) {
        // only the root is known to have no other children
        if (parent === message.element)
          judge.expect('HL7V3-12', false, child, () => ({ expected: NOTHING, actual: asWritten(child.local), ...STRANGER }));
        continue;
      }
      const before = last;
      judge.expect('HL7V3-12', place >= reached, child, () => ({
        expected: { fr: `${child.local} avant ${before!.local}`, en: `${child.local} before ${before!.local}` },
        actual: { fr: `${child.local} après ${before!.local}`, en: `${child.local} after ${before!.local}` },
      }));
      if (place >= reached) [last, reached] = [child, place];
    }
  }
  for (const child of parent.elements(undefined, HL7V3)) if (child !== repetitionIn(message)) judgeOrder(judge, child, message);
}

function firstForeign(root: XmlElement): XmlElement | undefined {
  for (const element of root.descendants()) if (element.namespace !== HL7V3) return element;
  return undefined;
}

function judge(judge: Judge, message: V3Message): void {
  const { element: root, interaction } = message;
  const foreign = firstForeign(root);
  judge.expect('HL7V3-02', foreign === undefined, foreign ?? root, () => ({ expected: HL7V3, actual: quoted(foreign!.namespace) }));
  judge.expect('HL7V3-03', root.attribute('ITSVersion') === 'XML_1.0', attributeOr(root, 'ITSVersion'), () => ({
    expected: 'XML_1.0',
    actual: quoted(root.attribute('ITSVersion')),
  }));
  const { found: id, count: ids } = only(root, 'id');
  const named = id?.attribute('root') !== undefined && id.attribute('nullFlavor') === undefined;
  judge.expect('HL7V3-04', ids === 1 && named, elementOr(ids > 1 ? root.elements('id', HL7V3)[1] : id, root, 'id'), () => ({
    expected: '<id root="…"/>',
    actual: ids > 1 ? times(ids) : quoted(id?.attribute('root')),
  }));
  const { found: created, count: creations } = only(root, 'creationTime');
  const time = created?.attribute('value');
  judge.expect('HL7V3-05', creations === 1 && isTs(time ?? '') && time!.length >= 8, elementOr(created, root, 'creationTime'), () => ({
    expected: 'YYYYMMDDHHMMSS',
    actual: creations > 1 ? times(creations) : quoted(time),
  }));
  const { found: of, count: interactions } = only(root, 'interactionId');
  const expected = interaction.id ?? interaction.name;
  const [system, extension] = [of?.attribute('root'), of?.attribute('extension')];
  // what is cancelled may be named by the whole of its root too
  const isNamed = extension === expected || extension === interaction.name;
  judge.expect('HL7V3-06', interactions === 1 && system === HL7_INTERACTIONS && isNamed, elementOr(of, root, 'interactionId'), () => ({
    expected: `root="${HL7_INTERACTIONS}" extension="${expected}"`,
    actual: of ? `root="${asWritten(system ?? '')}" extension="${asWritten(extension ?? '')}"` : ABSENT,
  }));
  judgeFixed(judge, root, '07', 'processingCode', ['P', 'T', 'D']);
  judgeFixed(judge, root, '08', 'processingModeCode', ['T']);
  judgeFixed(judge, root, '09', 'acceptAckCode', [isAnswer(message) ? 'NE' : 'AL']);
  judgeParty(judge, root, 'receiver');
  judgeParty(judge, root, 'sender');
  judgeOrder(judge, root, message);
  judgeAct(judge, root, message);
}

export const wrapperFamily: RuleFamily = { rules, judge };
