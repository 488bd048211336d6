import { asWritten, NOTHING, oneOf, rule, shorten, type Place, type Rule } from '../../src/model/index.js';
import { charsetNamed, delimiterProblem, excessiveField, isCharsetName, isSegment, type Segment } from '../../src/protocols/hl7v2/index.js';
import type { Judge, RuleFamily } from './judge.js';

const CHAPTER_2 = 'HL7 v2.5, chapter 2';

const rules: readonly Rule[] = [
  rule({
    id: 'HL7-01',
    level: 'SHALL',
    title: {
      fr: 'Un message commence par un segment MSH, et n’en a qu’un.',
      en: 'A message begins with an MSH segment, and has only one.',
    },
    message: { fr: 'MSH n’est pas le premier segment, ou n’est pas le seul.', en: 'MSH is not the first segment, or not the only one.' },
    hint: { fr: 'Envoyer un message par trame, MSH d’abord.', en: 'Send one message per frame, MSH first.' },
    clause: `${CHAPTER_2}, 2.5.1`,
    example: { right: 'MSH|^~\\&|…⏎EVN|…⏎PID|…', wrong: 'EVN|…⏎PID|…' },
  }),
  rule({
    id: 'HL7-02',
    level: 'SHALL',
    title: {
      fr: 'MSH-1 et MSH-2 déclarent des séparateurs distincts, qui sont des signes de ponctuation ASCII.',
      en: 'MSH-1 and MSH-2 declare distinct delimiters that are ASCII punctuation.',
    },
    message: { fr: 'Les séparateurs déclarés ne peuvent pas en être.', en: 'The delimiters that are declared cannot be delimiters.' },
    why: {
      fr: 'Un destinataire coupe les champs aux mauvais endroits, ou pas du tout.',
      en: 'A receiver cuts the fields at the wrong places, or not at all.',
    },
    hint: { fr: 'Écrire MSH|^~\\& au début du message.', en: 'Write MSH|^~\\& at the beginning of the message.' },
    clause: `${CHAPTER_2}, 2.5.4, 2.15.9.1, 2.15.9.2`,
    example: { right: 'MSH|^~\\&|…', wrong: 'MSH|^˜\\&|…' },
  }),
  rule({
    id: 'HL7-03',
    level: 'SHALL',
    title: { fr: 'Un segment finit par un retour chariot (CR, 0x0D).', en: 'A segment ends with a carriage return (CR, 0x0D).' },
    message: { fr: 'Les segments ne finissent pas par un CR seul.', en: 'Segments do not end with a lone CR.' },
    why: {
      fr: 'Un destinataire strict ne voit qu’un segment, ou des noms de segment qui commencent par un saut de ligne.',
      en: 'A strict receiver sees a single segment, or names of segments that begin with a line feed.',
    },
    hint: {
      fr: 'Finir chaque segment par 0x0D seul. Si seul l’enregistrement du fichier l’a changé\u00A0: --param line-ends=lenient.',
      en: 'End each segment with 0x0D alone. If only the saving of the file changed it: --param line-ends=lenient.',
    },
    clause: `${CHAPTER_2}, 2.5.4`,
    example: { right: 'MSH|…<CR>PID|…<CR>', wrong: 'MSH|…<LF>PID|…<LF>' },
  }),
  rule({
    id: 'HL7-04',
    level: 'SHOULD',
    title: { fr: 'Le dernier segment aussi finit par un CR.', en: 'The last segment ends with a CR too.' },
    message: { fr: 'Rien ne finit le dernier segment.', en: 'Nothing ends the last segment.' },
    hint: { fr: 'Ajouter 0x0D à la fin du message.', en: 'Add 0x0D at the end of the message.' },
    clause: `${CHAPTER_2}, 2.5.4`,
    example: { right: 'MSA|AA|42<CR>', wrong: 'MSA|AA|42' },
  }),
  rule({
    id: 'HL7-05',
    level: 'SHALL',
    title: {
      fr: 'Un segment commence par un nom de trois caractères (une lettre, puis lettres ou chiffres), puis le séparateur de champs.',
      en: 'A segment begins with a name of three characters (a letter, then letters or digits), then the field separator.',
    },
    message: { fr: 'Cette ligne n’est pas un segment.', en: 'This line is no segment.' },
    hint: {
      fr: 'Supprimer les lignes vides\u00A0; écrire un saut de ligne dans un texte \\.br\\ ou \\X0D\\.',
      en: 'Remove empty lines; write a line end within a text as \\.br\\ or \\X0D\\.',
    },
    clause: `${CHAPTER_2}, 2.5.2`,
    example: { right: 'NTE|1||ligne 1\\.br\\ligne 2', wrong: 'NTE|1||ligne 1⏎ligne 2' },
  }),
  rule({
    id: 'HL7-06',
    level: 'SHALL',
    title: {
      fr: 'MSH-18 nomme le jeu de caractères du message dès qu’un caractère n’est pas ASCII, par une valeur de la table 0211.',
      en: 'MSH-18 names the character set of the message once a character is not ASCII, by a value of table 0211.',
    },
    message: {
      fr: 'Le jeu de caractères n’est pas dit, ou pas par une valeur connue.',
      en: 'The character set is not told, or not by a known value.',
    },
    why: {
      fr: 'Les accents d’un nom se perdent, et l’identité n’est plus la même.',
      en: 'The accents of a name are lost, and the identity is no longer the same.',
    },
    hint: { fr: 'Écrire UNICODE UTF-8 ou 8859/15 dans MSH-18.', en: 'Write UNICODE UTF-8 or 8859/15 in MSH-18.' },
    clause: `${CHAPTER_2}, 2.15.9.18, table 0211`,
    example: { right: 'UNICODE UTF-8', wrong: 'UTF-8' },
  }),
  rule({
    id: 'HL7-07',
    level: 'SHALL',
    title: {
      fr: 'Les octets sont ceux du jeu de caractères que MSH-18 nomme.',
      en: 'Bytes are those of the character set that MSH-18 names.',
    },
    message: {
      fr: 'Ce segment a des octets qui ne sont aucun caractère de ce jeu.',
      en: 'This segment has bytes that are no character of this set.',
    },
    why: {
      fr: 'Les accents d’un nom se perdent, et l’identité n’est plus la même.',
      en: 'The accents of a name are lost, and the identity is no longer the same.',
    },
    hint: {
      fr: 'Écrire le message dans le jeu que MSH-18 nomme, ou nommer celui du message.',
      en: 'Write the message in the set that MSH-18 names, or name that of the message.',
    },
    clause: `${CHAPTER_2}, 2.15.9.18`,
    example: { right: 'UNICODE UTF-8, « É » en C3 89', wrong: 'UNICODE UTF-8, « É » en C9' },
  }),
  rule({
    id: 'HL7-08',
    level: 'SHALL',
    title: {
      fr: 'Une séquence d’échappement est une de celles de HL7, et finit par le caractère d’échappement.',
      en: 'An escape sequence is one of those of HL7, and ends with the escape character.',
    },
    message: { fr: 'Cette séquence d’échappement n’en est pas une.', en: 'This escape sequence is none.' },
    why: { fr: 'Chaque destinataire en lit un texte différent.', en: 'Each receiver reads a different text in it.' },
    hint: { fr: 'Écrire \\E\\ pour une barre oblique inversée.', en: 'Write \\E\\ for a backslash.' },
    clause: `${CHAPTER_2}, 2.7.1`,
    example: { right: 'C:\\E\\docs', wrong: 'C:\\docs' },
  }),
  rule({
    id: 'HL7-09',
    level: 'SHALL',
    title: {
      fr: 'Un message ne contient ni octet de trame (0x0B, 0x1C), ni zéro, ni autre caractère de commande.',
      en: 'A message holds no byte of a frame (0x0B, 0x1C), no zero, no other control character.',
    },
    message: { fr: 'Ce caractère de commande n’a pas sa place dans un message.', en: 'This control character has no place in a message.' },
    why: { fr: 'Une trame MLLP s’arrête au milieu du message.', en: 'An MLLP frame ends in the middle of the message.' },
    hint: {
      fr: 'Écrire le caractère \\Xhh\\, ou le document en Base64.',
      en: 'Write the character as \\Xhh\\, or the document in Base64.',
    },
    clause: `${CHAPTER_2}, 2.7.1 ; HL7 Transport Specification, MLLP Release 1, 2`,
    example: { right: '\\X0A\\', wrong: '<LF>' },
  }),
  rule({
    id: 'HL7-10',
    level: 'SHOULD',
    title: { fr: 'Aucune marque d’ordre des octets ne précède MSH.', en: 'No byte order mark stands before MSH.' },
    message: { fr: 'Une marque d’ordre des octets (EF BB BF) précède MSH.', en: 'A byte order mark (EF BB BF) stands before MSH.' },
    why: { fr: 'Un destinataire strict ne voit pas de segment MSH.', en: 'A strict receiver sees no MSH segment.' },
    hint: { fr: 'Écrire le message en UTF-8 sans marque.', en: 'Write the message as UTF-8 without a mark.' },
    clause: `${CHAPTER_2}, 2.5.1 ; The Unicode Standard, 2.6`,
    example: { right: '4D 53 48', wrong: 'EF BB BF 4D 53 48' },
  }),
  rule({
    id: 'HL7-11',
    level: 'SHALL',
    title: {
      fr: 'Un champ peut être lu\u00A0: moins de 50 000 répétitions, composants et sous-composants, et 65 536 caractères par répétition, sauf un document (OBX-5) et les segments Z.',
      en: 'A field can be read: fewer than 50,000 repetitions, components and subcomponents, and 65,536 characters a repetition, but for a document (OBX-5) and Z segments.',
    },
    message: { fr: 'Ce champ est trop long pour être lu.', en: 'This field is too long to be read.' },
    why: {
      fr: 'Un destinataire le coupe, le refuse, ou n’a plus de mémoire.',
      en: 'A receiver cuts it, refuses it, or runs out of memory.',
    },
    hint: {
      fr: 'Raccourcir la valeur, ou retirer les répétitions.',
      en: 'Shorten the value, or remove repetitions.',
    },
    clause: `${CHAPTER_2}, 2.5.3.2 ; 2.A (TX, FT)`,
    example: { right: 'PID|||42^^^CHU-X', wrong: 'PID|||42^^^CHU-X~42^^^CHU-X~… (100 000)' },
  }),
  rule({
    id: 'HL7-12',
    level: 'SHOULD',
    title: {
      fr: 'Un message que MSH-18 dit en ISO 8859 n’est pas écrit en UTF-8.',
      en: 'A message that MSH-18 says to be ISO 8859 is not written in UTF-8.',
    },
    message: {
      fr: 'MSH-18 nomme un jeu ISO 8859, et les octets semblent de l’UTF-8.',
      en: 'MSH-18 names a set of ISO 8859, and the bytes seem to be UTF-8.',
    },
    why: {
      fr: 'Un destinataire lit «\u00A0Ã‰\u00A0» pour «\u00A0É\u00A0», et l’identité n’est plus la même.',
      en: 'A receiver reads “Ã‰” for “É”, and the identity is no longer the same.',
    },
    hint: {
      fr: 'Écrire UNICODE UTF-8 dans MSH-18, ou le message dans le jeu nommé.',
      en: 'Write UNICODE UTF-8 in MSH-18, or the message in the set that is named.',
    },
    clause: `${CHAPTER_2}, 2.15.9.18`,
    example: { right: '8859/15, « É » en C9', wrong: '8859/15, « É » en C3 89' },
  }),
];

/** Sets of table 0211 in which no character takes one byte. */
const WIDE: readonly string[] = ['UNICODE', 'UNICODE UTF-16', 'UNICODE UTF-32'];

/** Names told for a control character; others by their number. */
const CONTROL_NAMES: Readonly<Record<number, string>> = { 0: 'NUL', 9: 'TAB', 10: 'LF', 11: 'VT (0x0B)', 28: 'FS (0x1C)' };
const CONTROL = /[\u0000-\u001f\u007f]/g;

function judge(judge: Judge): void {
  const { message } = judge;
  const { segments } = message;
  const told = (kind: string): (typeof message.problems)[number] | undefined => message.problems.find((problem) => problem.kind === kind);
  const start = { line: 1, column: 1, path: 'MSH' };
  const first = segments[0];

  judge.expect('HL7-01', first?.name === 'MSH', judge.at(first?.place ?? start), () => ({
    expected: 'MSH',
    actual: first ? shorten(first.text, 20) : NOTHING,
  }));
  for (const other of message.all('MSH').slice(1))
    judge.expect('HL7-01', other === first, judge.at(other.place), () => ({
      message: { fr: 'Un second segment MSH commence ici.', en: 'A second MSH segment begins here.' },
      expected: { fr: 'un seul', en: 'only one' },
      actual: 'MSH',
    }));
  if (first?.name === 'MSH') {
    const [field, encoding] = [first.field(1), first.field(2)];
    const problem = delimiterProblem(field.raw, encoding.raw);
    judge.expect('HL7-02', problem === undefined, judge.at(encoding.place), () => ({
      expected: '|^~\\&',
      actual: asWritten(field.raw + encoding.raw),
    }));
  }

  const lineEnd = told('line-end');
  if (segments.length > 0 && !(lineEnd && judge.context.parameters['line-ends'] === 'lenient'))
    judge.expect(
      'HL7-03',
      !lineEnd,
      () => judge.at({ ...lineEnd!.place, path: 'MSH' }),
      () => ({ expected: 'CR', actual: lineEnd?.actual ?? '' }),
    );
  if (segments.length > 0) {
    const open = told('last-line-end');
    judge.expect(
      'HL7-04',
      !open,
      () => judge.at({ ...open!.place, path: segments.at(-1)!.path }),
      () => ({ expected: 'CR', actual: NOTHING }),
    );
  }
  for (const { kind, place } of message.problems)
    if (kind === 'empty-line')
      judge.expect('HL7-05', false, judge.at({ ...place, path: 'MSH' }), () => ({
        expected: { fr: 'un segment', en: 'a segment' },
        actual: { fr: 'une ligne vide', en: 'an empty line' },
      }));

  const msh18 = first?.name === 'MSH' ? first.field(18) : undefined;
  const undeclared = told('charset-undeclared');
  const declared = msh18?.repetitions[0]?.value ?? '';
  if (undeclared || declared !== '')
    judge.expect('HL7-06', !undeclared && isCharsetName(declared), judge.at(msh18?.place ?? start), () => ({
      expected: oneOf(['UNICODE UTF-8', '8859/15', '8859/1']),
      actual:
        undeclared ?
          { fr: `rien\u00A0; les octets semblent ${undeclared.actual ?? ''}`, en: `nothing; bytes seem ${undeclared.actual ?? ''}` }
        : asWritten(declared),
    }));
  const doubtful = told('charset-doubtful');
  if (declared.startsWith('8859/') && msh18)
    judge.expect('HL7-12', !doubtful, judge.at(msh18.place), () => ({
      expected: doubtful?.actual ?? '',
      actual: asWritten(declared),
    }));
  // the head could not be read if its characters took several bytes each, as these say
  if (WIDE.includes(declared) && msh18)
    judge.expect('HL7-07', false, judge.at(msh18.place), () => ({
      expected: declared,
      actual: { fr: 'un octet par caractère', en: 'one byte a character' },
    }));
  const ill = new Set(message.problems.flatMap(({ kind, place }) => (kind === 'charset-bytes' ? [place.line] : [])));
  for (const segment of segments) {
    judge.expect('HL7-05', isSegment(segment), judge.at(segment.place), () => ({
      expected: `PID${message.delimiters.field}`,
      actual: asWritten(segment.text, 20),
    }));
    if (charsetNamed(declared))
      judge.expect(
        'HL7-07',
        !ill.has(segment.line),
        () => judge.at(placeOf(segment, segment.text.indexOf('\uFFFD'))),
        () => ({
          expected: declared,
          actual: asWritten(around(segment.text, segment.text.indexOf('\uFFFD'))),
        }),
      );
    const excessive = excessiveField(segment);
    judge.expect(
      'HL7-11',
      !excessive,
      () => judge.at(excessive!.place),
      () => ({
        expected:
          excessive!.isUncut ?
            { fr: 'moins de 50 000 morceaux', en: 'fewer than 50,000 pieces' }
          : { fr: '65 536 caractères au plus', en: '65,536 characters at most' },
        actual: asWritten(excessive!.raw, 60),
      }),
    );
    escapes(judge, segment);
    controls(judge, segment);
  }
  const mark = told('byte-order-mark');
  if (first) judge.expect('HL7-10', !mark, judge.at(start), () => ({ expected: 'MSH', actual: 'EF BB BF' }));
}

/** The piece that stands at a character of a segment. */
function placeOf(segment: Segment, offset: number): Place {
  const holds = ({ from, to }: { from: number; to: number }): boolean => from <= offset && offset <= to;
  const repetition = segment.fieldHolding(offset)?.repetitions.find(holds);
  const component = repetition && repetition.parts.length > 1 ? repetition.parts.find(holds) : undefined;
  return { line: segment.line, column: offset + 1, path: (component ?? repetition ?? segment).path };
}

const around = (text: string, at: number): string => text.slice(Math.max(0, at - 12), at + 12);

function escapes(judge: Judge, segment: Segment): void {
  const { escape } = segment.delimiters;
  for (const field of segment.fields()) {
    if (field.isDelimiters || !field.raw.includes(escape)) continue;
    for (const repetition of field.repetitions)
      for (const leaf of repetition.leaves()) {
        if (!leaf.raw.includes(escape)) continue;
        const value = { sound: true };
        // told as they are found: of a value of nothing else there would be millions to keep
        leaf.text(({ offset, sequence }) => {
          value.sound = false;
          judge.expect(
            'HL7-08',
            false,
            () => judge.at({ ...leaf.place, column: leaf.from + offset + 1 }),
            () => ({
              expected: `${escape}E${escape}, ${escape}F${escape}, ${escape}.br${escape}, ${escape}X0D${escape}…`,
              actual: asWritten(sequence),
            }),
          );
        });
        if (value.sound) judge.expect('HL7-08', true, leaf.place);
      }
  }
}

function controls(judge: Judge, segment: Segment): void {
  let sound = true;
  for (const { index } of segment.text.matchAll(CONTROL)) {
    sound = false;
    const code = segment.text.charCodeAt(index);
    judge.expect(
      'HL7-09',
      false,
      () => judge.at(placeOf(segment, index)),
      () => ({
        expected: { fr: 'aucun caractère de commande', en: 'no control character' },
        actual: CONTROL_NAMES[code] ?? `0x${code.toString(16).toUpperCase().padStart(2, '0')}`,
      }),
    );
  }
  if (sound) judge.expect('HL7-09', true, segment.place);
}

export const encodingFamily: RuleFamily = { rules, judge };
