import { ABSENT, asWritten, oneOf, quoted, rule, type Rule } from '../../src/model/index.js';
import { openHl7 } from '../../src/protocols/hl7v2/index.js';
import type { Judge, RuleFamily } from './judge.js';

const MSA = 'HL7 v2.5, chapter 2, 2.15.8';

const rules: readonly Rule[] = [
  rule({
    id: 'HL7-30',
    level: 'SHALL',
    title: { fr: 'Un acquittement ou une réponse a un segment MSA.', en: 'An acknowledgement or an answer has an MSA segment.' },
    message: { fr: 'Le segment MSA manque.', en: 'The MSA segment is missing.' },
    why: {
      fr: 'L’émetteur ne sait pas si son message est reçu, et l’envoie à nouveau.',
      en: 'The sender does not know whether its message was received, and sends it again.',
    },
    hint: { fr: 'Ajouter MSA après MSH.', en: 'Add MSA after MSH.' },
    clause: 'HL7 v2.5, chapter 2, 2.14.1',
    example: { right: 'MSH|…⏎MSA|AA|42', wrong: 'MSH|…' },
  }),
  rule({
    id: 'HL7-31',
    level: 'SHALL',
    title: { fr: 'MSA-1 est AA, AE ou AR (CA, CE ou CR en mode étendu).', en: 'MSA-1 is AA, AE or AR (CA, CE or CR in enhanced mode).' },
    message: { fr: 'MSA-1 n’est pas un code d’acquittement.', en: 'MSA-1 is no acknowledgement code.' },
    hint: {
      fr: 'Écrire AA quand tout va bien, AE pour une erreur, AR pour un refus.',
      en: 'Write AA when all is well, AE for an error, AR for a refusal.',
    },
    clause: `${MSA}.1, table 0008`,
    example: { right: 'AA', wrong: 'OK' },
  }),
  rule({
    id: 'HL7-32',
    level: 'SHALL',
    title: {
      fr: 'MSA-2 est l’identifiant (MSH-10) du message auquel il répond.',
      en: 'MSA-2 is the identifier (MSH-10) of the message that it answers.',
    },
    message: { fr: 'MSA-2 n’est pas l’identifiant du message.', en: 'MSA-2 is not the identifier of the message.' },
    why: {
      fr: 'L’émetteur rapproche l’acquittement d’un autre message.',
      en: 'The sender takes the acknowledgement for that of another message.',
    },
    hint: { fr: 'Recopier MSH-10 du message reçu.', en: 'Copy MSH-10 of the message received.' },
    clause: `${MSA}.2`,
    example: { right: 'MSA|AA|42', wrong: 'MSA|AA|' },
  }),
  rule({
    id: 'HL7-33',
    level: 'SHALL',
    title: {
      fr: 'Un acquittement AE ou AR dit pourquoi dans un segment ERR.',
      en: 'An AE or AR acknowledgement says why in an ERR segment.',
    },
    message: { fr: 'Ce refus ne dit pas sa raison.', en: 'This refusal does not tell its reason.' },
    why: { fr: 'Personne ne sait quoi corriger.', en: 'Nobody knows what to correct.' },
    hint: {
      fr: 'Ajouter ERR, avec la place (ERR-2), le code (ERR-3) et la gravité (ERR-4).',
      en: 'Add ERR, with the place (ERR-2), the code (ERR-3) and the severity (ERR-4).',
    },
    clause: 'CI-SIS, volet Transmission d’un document CDA-R2 en HL7v2 ; IHE ITI TF-2, annexe C.2.3',
    example: { right: 'MSA|AE|42⏎ERR||PID^1^3|101|E', wrong: 'MSA|AE|42' },
  }),
  rule({
    id: 'HL7-34',
    level: 'SHALL',
    title: {
      fr: 'ERR-3 est un code d’erreur, et ERR-4 une gravité (W, I, E ou F).',
      en: 'ERR-3 is an error code, and ERR-4 a severity (W, I, E or F).',
    },
    message: { fr: 'Ce segment ERR ne dit pas l’erreur.', en: 'This ERR segment does not tell the error.' },
    hint: {
      fr: 'Écrire par exemple ERR||PID^1^3|101^Required field missing^HL70357|E.',
      en: 'Write for example ERR||PID^1^3|101^Required field missing^HL70357|E.',
    },
    clause: 'HL7 v2.5, chapter 2, 2.15.5.3 et 2.15.5.4, tables 0357 et 0516',
    example: { right: 'ERR||PID^1^3|101|E', wrong: 'ERR||PID^1^3||' },
  }),
];

const CODES = ['AA', 'AE', 'AR', 'CA', 'CE', 'CR'];
/** Table 0357, with 198 that IHE France adds. */
const ERROR_CODES = ['0', '100', '101', '102', '103', '104', '198', '199', '200', '201', '202', '203', '204', '205', '206', '207'];

function judge(judge: Judge): void {
  const { message, artefact } = judge;
  const msh = message.segments[0];
  const msa = message.first('MSA');
  const type = msh?.name === 'MSH' ? msh.field(9).repetition().part(1).value : '';
  if (!msa && type !== 'ACK' && type !== 'RSP') return;
  if (
    !judge.expect(
      'HL7-30',
      msa !== undefined,
      () => judge.at(msh!.place),
      () => ({ expected: 'MSA', actual: ABSENT }),
    )
  )
    return;
  const [code, answered] = [msa!.field(1), msa!.field(2)];
  judge.expect('HL7-31', CODES.includes(code.repetition().value), judge.at(code.place), () => ({
    expected: oneOf(CODES),
    actual: quoted(code.raw),
  }));
  const { request } = artefact.about;
  const asked = request && openHl7(request).first('MSH')?.field(10).repetition().value;
  const told = answered.repetition().value;
  judge.expect('HL7-32', told !== '' && (asked === undefined || told === asked), judge.at(answered.place), () => ({
    expected: asked === undefined ? { fr: 'MSH-10 du message reçu', en: 'MSH-10 of the message received' } : asWritten(asked),
    actual: quoted(answered.raw),
  }));
  const errors = message.all('ERR');
  // before 2.5 the reason may be in MSA-3 and MSA-6
  const old = /^2\.[1-4]/.test(msh?.field(12).repetition().part(1).value ?? '');
  if (/^[AC][ER]$/.test(code.repetition().value))
    judge.expect('HL7-33', errors.length > 0 || (old && !msa!.field(6).isEmpty), judge.at(msa!.place), () => ({
      expected: 'ERR',
      actual: ABSENT,
    }));
  if (old) return;
  for (const error of errors) {
    const [number, severity] = [error.field(3), error.field(4)];
    judge.expect(
      'HL7-34',
      ERROR_CODES.includes(number.repetition().part(1).value) && /^[WIEF]$/.test(severity.repetition().value),
      judge.at(number.place),
      () => ({
        expected: '101|E',
        actual: quoted(`${number.raw}|${severity.raw}`),
      }),
    );
  }
}

export const acknowledgementFamily: RuleFamily = { rules, judge };
