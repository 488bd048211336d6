import { asWritten, EMPTY, oneOf, quoted, rule, type Rule } from '../../src/model/index.js';
import { isTs } from '../../src/protocols/identifiers/index.js';
import type { Field } from '../../src/protocols/hl7v2/index.js';
import type { Judge, RuleFamily } from './judge.js';

const MSH = 'HL7 v2.5, chapter 2, 2.15.9';
const PAM_FR = 'IHE PAM, extension française 2.11 ; IHE ITI TF-4';

const rules: readonly Rule[] = [
  rule({
    id: 'HL7-20',
    level: 'SHALL',
    title: { fr: 'MSH-7 est la date et l’heure du message, qui existent.', en: 'MSH-7 is the date and time of the message, which exist.' },
    message: { fr: 'MSH-7 n’est pas une date et une heure.', en: 'MSH-7 is no date and time.' },
    hint: {
      fr: 'Écrire AAAAMMJJHHMMSS, avec le décalage si besoin (+0100).',
      en: 'Write YYYYMMDDHHMMSS, with the offset if needed (+0100).',
    },
    clause: `${MSH}.7 ; 2.A.22`,
    example: { right: '20261120101500', wrong: '20/11/2026' },
  }),
  rule({
    id: 'HL7-21',
    level: 'SHALL',
    title: {
      fr: 'MSH-9 donne le type du message et son événement\u00A0; sa structure, quand elle est écrite, est celle de l’événement.',
      en: 'MSH-9 gives the type of the message and its event; its structure, when written, is that of the event.',
    },
    message: { fr: 'MSH-9 ne dit pas quel message c’est.', en: 'MSH-9 does not tell which message this is.' },
    hint: {
      fr: 'Écrire par exemple ADT^A28^ADT_A05\u00A0; ACK suffit pour un acquittement simple.',
      en: 'Write for example ADT^A28^ADT_A05; ACK is enough for a simple acknowledgement.',
    },
    clause: `${MSH}.9, tables 0076, 0003 et 0354`,
    example: { right: 'ADT^A28^ADT_A05', wrong: 'ADT^A28^ADT_A28' },
  }),
  rule({
    id: 'HL7-22',
    level: 'SHALL',
    title: { fr: 'MSH-10 identifie le message.', en: 'MSH-10 identifies the message.' },
    message: { fr: 'MSH-10 est vide.', en: 'MSH-10 is empty.' },
    why: {
      fr: 'L’acquittement ne peut pas dire à quel message il répond.',
      en: 'The acknowledgement cannot tell which message it answers.',
    },
    hint: { fr: 'Donner à chaque message un identifiant unique.', en: 'Give each message a unique identifier.' },
    clause: `${MSH}.10`,
    example: { right: '20261120-000042', wrong: '' },
  }),
  rule({
    id: 'HL7-23',
    level: 'SHALL',
    title: {
      fr: 'MSH-11 dit si le message est de production, de test ou de formation.',
      en: 'MSH-11 tells whether the message is for production, debugging or training.',
    },
    message: { fr: 'MSH-11 n’est pas P, D ou T.', en: 'MSH-11 is not P, D or T.' },
    hint: { fr: 'Écrire P, D ou T.', en: 'Write P, D or T.' },
    clause: `${MSH}.11, table 0103`,
    example: { right: 'P', wrong: 'PROD' },
  }),
  rule({
    id: 'HL7-24',
    level: 'SHALL',
    title: { fr: 'MSH-12 donne la version de HL7 du message.', en: 'MSH-12 gives the HL7 version of the message.' },
    message: { fr: 'MSH-12 n’est pas une version de HL7 v2.', en: 'MSH-12 is no version of HL7 v2.' },
    hint: { fr: 'Écrire 2.5, ou 2.5^FRA^2.11 pour PAM-FR.', en: 'Write 2.5, or 2.5^FRA^2.11 for PAM-FR.' },
    clause: `${MSH}.12, table 0104`,
    example: { right: '2.5^FRA^2.11', wrong: 'V2.5' },
  }),
  rule({
    id: 'HL7-25',
    level: 'SHOULD',
    title: { fr: 'En France, MSH-17 vaut FRA.', en: 'In France, MSH-17 is FRA.' },
    message: { fr: 'MSH-17 n’est pas FRA.', en: 'MSH-17 is not FRA.' },
    hint: { fr: 'Écrire FRA.', en: 'Write FRA.' },
    clause: PAM_FR,
    example: { right: 'FRA', wrong: 'FR' },
  }),
  rule({
    id: 'HL7-26',
    level: 'SHOULD',
    title: { fr: 'Avant HL7 2.7, MSH-10 a 20 caractères au plus.', en: 'Before HL7 2.7, MSH-10 has 20 characters at most.' },
    message: { fr: 'MSH-10 est plus long que cette version ne le prévoit.', en: 'MSH-10 is longer than this version provides for.' },
    why: {
      fr: 'Un destinataire qui le coupe acquitte un message que l’émetteur ne connaît pas.',
      en: 'A receiver that cuts it acknowledges a message that the sender does not know.',
    },
    hint: { fr: 'Écrire un identifiant de 20 caractères au plus.', en: 'Write an identifier of 20 characters at most.' },
    clause: `${MSH}.10`,
    example: { right: '20261120-000042', wrong: '5b4cf1c8-9e0f-4b0f-8a0e-2f1f0f6f7f5d' },
  }),
];

/** Table 0104, with the versions that are still in use. */
const VERSIONS = ['2.1', '2.2', '2.3', '2.3.1', '2.4', '2.5', '2.5.1', '2.6', '2.7', '2.7.1', '2.8', '2.8.1', '2.8.2', '2.9'];

/** Table 0354, for the messages of identity, stays and documents: the structure by type and event. */
const STRUCTURES: ReadonlyMap<string, string> = new Map(
  Object.entries({
    ADT_A01: ['ADT^A01', 'ADT^A04', 'ADT^A08', 'ADT^A13'],
    ADT_A02: ['ADT^A02'],
    ADT_A03: ['ADT^A03'],
    ADT_A05: ['ADT^A05', 'ADT^A14', 'ADT^A28', 'ADT^A31'],
    ADT_A06: ['ADT^A06', 'ADT^A07'],
    ADT_A09: ['ADT^A09', 'ADT^A10', 'ADT^A11'],
    ADT_A15: ['ADT^A15'],
    ADT_A16: ['ADT^A16'],
    ADT_A21: ['ADT^A21', 'ADT^A22', 'ADT^A23', 'ADT^A25', 'ADT^A26', 'ADT^A27', 'ADT^A29', 'ADT^A32', 'ADT^A33'],
    ADT_A24: ['ADT^A24'],
    ADT_A37: ['ADT^A37'],
    ADT_A38: ['ADT^A38'],
    ADT_A39: ['ADT^A39', 'ADT^A40', 'ADT^A41', 'ADT^A42'],
    ADT_A43: ['ADT^A43', 'ADT^A44'],
    ADT_A30: ['ADT^A30', 'ADT^A34', 'ADT^A35', 'ADT^A36', 'ADT^A46', 'ADT^A47', 'ADT^A48', 'ADT^A49'],
    ADT_A52: ['ADT^A52', 'ADT^A53', 'ADT^A55'],
    ADT_A54: ['ADT^A54'],
    QBP_Q21: ['QBP^Q21', 'QBP^Q22', 'QBP^Q23', 'QBP^Q24', 'QBP^ZV1'],
    RSP_K21: ['RSP^K21', 'RSP^K22'],
    RSP_K23: ['RSP^K23'],
    RSP_ZV2: ['RSP^ZV2'],
    QCN_J01: ['QCN^J01'],
    ORU_R01: ['ORU^R01'],
    MDM_T01: ['MDM^T01', 'MDM^T03', 'MDM^T05', 'MDM^T07', 'MDM^T09', 'MDM^T11'],
    MDM_T02: ['MDM^T02', 'MDM^T04', 'MDM^T06', 'MDM^T08', 'MDM^T10'],
  }).flatMap(([structure, messages]) => messages.map((message) => [message, structure] as const)),
);

function judge(judge: Judge): void {
  const msh = judge.message.segments[0];
  if (msh?.name !== 'MSH') return;
  const [time, type, id, processing, version, country] = [7, 9, 10, 11, 12, 17].map((n) => msh.field(n)) as [
    Field,
    Field,
    Field,
    Field,
    Field,
    Field,
  ];
  const at = ({ place }: Field): ReturnType<Judge['at']> => judge.at(place);
  const written = (field: Field): ReturnType<typeof quoted> => quoted(field.raw);

  judge.expect('HL7-20', isTs(time.repetition().value), at(time), () => ({ expected: 'YYYYMMDDHHMMSS', actual: written(time) }));
  const [code, event, structure] = [1, 2, 3].map((n) => type.repetition().part(n).value) as [string, string, string];
  const meant = STRUCTURES.get(`${code}^${event}`);
  const acknowledges = code === 'ACK';
  judge.expect(
    'HL7-21',
    /^[A-Z]{3}$/.test(code)
      && (acknowledges || /^[A-Z][A-Z0-9]{2}$/.test(event))
      && (structure === '' || (acknowledges ? structure === 'ACK' : meant === undefined || structure === meant)),
    at(type),
    () => ({
      expected: acknowledges ? 'ACK' : `${/^[A-Z]{3}$/.test(code) ? code : 'ADT'}^${event || 'A28'}^${meant ?? '…'}`,
      actual: written(type),
    }),
  );
  const control = id.repetition().value;
  judge.expect('HL7-22', control !== '', at(id), () => ({ expected: { fr: 'un identifiant', en: 'an identifier' }, actual: EMPTY }));
  if (control !== '' && VERSIONS.indexOf(version.repetition().part(1).value) < VERSIONS.indexOf('2.7'))
    judge.expect('HL7-26', control.length <= 20, at(id), () => ({
      expected: { fr: '20 caractères au plus', en: '20 characters at most' },
      actual: {
        fr: `${control.length} caractères\u00A0: ${asWritten(control)}`,
        en: `${control.length} characters: ${asWritten(control)}`,
      },
    }));
  judge.expect('HL7-23', /^[PDT]$/.test(processing.repetition().part(1).value), at(processing), () => ({
    expected: oneOf(['P', 'D', 'T']),
    actual: written(processing),
  }));
  judge.expect('HL7-24', VERSIONS.includes(version.repetition().part(1).value), at(version), () => ({
    expected: oneOf(['2.3.1', '2.5', '2.6']),
    actual: written(version),
  }));
  if (version.repetition().part(2).value === 'FRA' || !country.isEmpty)
    judge.expect('HL7-25', country.repetition().value === 'FRA', at(country), () => ({ expected: 'FRA', actual: written(country) }));
}

export const headerFamily: RuleFamily = { rules, judge };
