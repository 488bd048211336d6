import type { Artefact, Rule, Validation, ValidationContext, ValidationNote, Validator } from '../../src/model/index.js';
import { isCharsetName } from '../../src/protocols/hl7v2/index.js';
import { acknowledgementFamily } from './acknowledgement-rules.js';
import { checks, identifiers } from './checks.js';
import { looksLikeHl7 } from './detect.js';
import { encodingFamily } from './encoding-rules.js';
import { headerFamily } from './header-rules.js';
import { insFamily } from './ins-rules.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { judgeProfiles, namedProfiles, profileRules } from './profiles/family.js';

const families = [encodingFamily, headerFamily, acknowledgementFamily, insFamily];

export const rules: readonly Rule[] = [...families.flatMap((family) => family.rules), ...profileRules];

/**
 * Judges one HL7 v2 message in its ER7 form, with or without its MLLP frame. Parameter `line-ends` (`lenient`: a message
 * whose segments end with line feeds is judged as if they were carriage returns, and a note says so); `profile` (the
 * conformance profile that judges, in place of the one that MSH tells); `insAuthority` (`test`: an INS of production is an
 * error; `production`: none is looked for; absent: a warning).
 */
function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, context, rules);
  for (const family of families) family.judge(judge);
  const byProfile = judgeProfiles(judge);
  const notes: ValidationNote[] = byProfile.notes;
  const lineEnd =
    context.parameters['line-ends'] === 'lenient' ? judge.message.problems.find(({ kind }) => kind === 'line-end') : undefined;
  if (lineEnd)
    notes.push({
      kind: 'choice',
      text: {
        fr: `Les segments finissent par ${lineEnd.actual ?? ''}\u00A0; ils sont lus comme s’ils finissaient par CR.`,
        en: `Segments end with ${lineEnd.actual ?? ''}; they are read as if they ended with CR.`,
      },
    });
  const unread = judge.message.problems.find(({ kind }) => kind === 'charset-unread')?.actual ?? '';
  if (isCharsetName(unread))
    notes.push({
      kind: 'unchecked',
      text: {
        fr: `Addax ne lit pas le jeu de caractères ${unread}\u00A0: les octets hors d’ASCII ne sont pas vérifiés.`,
        en: `Addax does not read the character set ${unread}: bytes beyond ASCII are not checked.`,
      },
    });
  return Promise.resolve({
    findings: [...judge.findings, ...byProfile.findings],
    evaluated: [...judge.evaluated, ...byProfile.evaluated],
    notes,
  });
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  detect: looksLikeHl7,
  validate,
  checks,
  identifiers,
  profiles: () => namedProfiles,
};
