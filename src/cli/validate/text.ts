import type { Bilingual, JudgedFile, Severity, Verdict } from '../../model/index.js';
import { visible } from '../../packs/shown.js';
import { LEFT_REASONS, type LeftReason } from '../batch/inputs.js';
import type { Summary } from '../batch/summary.js';
import { language, say } from '../language.js';
import { bold, print, printError, verdictWord } from '../output.js';

const NOTE_SIGNS = [
  ['choice', '→'],
  ['unchecked', '○'],
  ['incomplete', '!'],
] as const;

const MARK: Record<Severity, string> = { error: '✘', warning: '▲', information: 'i' };

/** A report that others read stands alone on standard output; what is for people goes to standard error. */
export function printSvrl(result: JudgedFile, svrl: string | undefined): void {
  if (svrl !== undefined) print(svrl.trimEnd());
  else
    printError(
      `${visible(result.file)}: ${
        result.error?.text
        ?? say({ fr: 'aucun schématron ne l’a jugé (voir addax packs add)', en: 'no schematron judged it (see addax packs add)' })
      }`,
    );
}

export function printVerdict(result: JudgedFile): void {
  print(`${verdictWord(result.verdict)}  ${bold(visible(result.file))}${result.kind ? `  (${result.kind})` : ''}`);
}

export function printFinding(file: string, f: JudgedFile['findings'][number]): void {
  print();
  print(`  ${MARK[f.severity]} ${visible(file)}:${f.place.line}:${f.place.column}  ${bold(f.rule)}  ${f.message[language]}`);
  print(`    ${f.place.path}`);
  if (f.expected) print(`    ${say({ fr: 'attendu ', en: 'expected' })}  ${f.expected[language]}`);
  if (f.actual) print(`    ${say({ fr: 'obtenu  ', en: 'actual  ' })}  ${f.actual[language]}`);
  print(`    ${say({ fr: 'à faire ', en: 'to do   ' })}  ${f.hint[language]}`);
}

export function printResult(result: JudgedFile): void {
  printVerdict(result);
  if (result.error) print(`  ${result.error.text}`);
  for (const finding of result.findings) printFinding(result.file, finding);
  for (const [kind, sign] of NOTE_SIGNS)
    for (const { text } of result.notes.filter((note) => note.kind === kind)) print(`  ${sign} ${text[language]}`);
  const errors = result.findings.filter((f) => f.severity === 'error').length;
  const warnings = result.findings.filter((f) => f.severity === 'warning').length;
  print();
  print(
    `  ${[
      counted(result.evaluated.length, { fr: 'règle évaluée', en: 'rule evaluated' }, { fr: 'règles évaluées', en: 'rules evaluated' }),
      counted(errors, { fr: 'erreur', en: 'error' }, { fr: 'erreurs', en: 'errors' }),
      counted(warnings, { fr: 'avertissement', en: 'warning' }, { fr: 'avertissements', en: 'warnings' }),
      `${result.durationMs} ms`,
    ].join(', ')}`,
  );
  if (result.evaluated.includes('VIHF-08') && !result.evaluated.includes('VIHF-64'))
    print(
      `  ${say({
        fr: 'L’autorité qui certifie la signature du VIHF n’a pas été jugée : la donner par --trust, ses révocations par --crl.',
        en: 'The authority behind the signature of the VIHF was not judged: give it with --trust, its revocations with --crl.',
      })}`,
    );
}

const VERDICTS: readonly Verdict[] = ['FAILED', 'ERROR', 'INCONCLUSIVE', 'WARNING', 'PASSED'];
/** what comes after is in the files that --csv and --out write */
const MOST_RULES = 50;

const count = (value: number): string => value.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');
const counted = (value: number, one: Bilingual, many: Bilingual): string =>
  `${count(value)} ${say(value > 1 || (value === 0 && language === 'en') ? many : one)}`;
const files = (value: number): string => counted(value, { fr: 'fichier', en: 'file' }, { fr: 'fichiers', en: 'files' });
const findings = (value: number): string => counted(value, { fr: 'constat', en: 'finding' }, { fr: 'constats', en: 'findings' });

/** What many files come to: verdicts, then the rules that found something, the worst first, with a few places each. */
export function printSummary(summary: Summary, seconds: number): void {
  const took = seconds.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: 1 });
  print();
  print(`${bold(say({ fr: 'Résumé', en: 'Summary' }))}  ${files(summary.files)}, ${took} s`);
  for (const verdict of VERDICTS) if (summary.verdicts[verdict]) print(`  ${verdictWord(verdict)}  ${count(summary.verdicts[verdict])}`);
  for (const [reason, { verdict, count: of, examples }] of summary.reasons) {
    print(`  ${verdictWord(verdict)}  ${files(of)}  ${inOneLine(visible(reason))}`);
    print(`      ${examples.map(visible).join('  ')}${of > examples.length ? '  …' : ''}`);
  }
  printLeft(summary, print);
  const { rules } = summary;
  if (rules.length > 0) print();
  for (const { rule, severity, message, findings: found, files: of, examples } of rules.slice(0, MOST_RULES)) {
    print(`  ${MARK[severity]} ${bold(rule)}  ${findings(found)}, ${files(of)}  ${inOneLine(message[language])}`);
    print(
      `      ${examples.map(({ file, line, column }) => `${visible(file)}:${line}:${column}`).join('  ')}${of > examples.length ? '  …' : ''}`,
    );
  }
  if (rules.length > MOST_RULES)
    print(
      `  ${say({
        fr: `… et ${rules.length - MOST_RULES} autres règles (--csv FICHIER et --out DOSSIER donnent tout)`,
        en: `… and ${rules.length - MOST_RULES} other rules (--csv FILE and --out FOLDER give everything)`,
      })}`,
    );
}

const MOST_MESSAGE = 200;

function inOneLine(text: string): string {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > MOST_MESSAGE ? `${line.slice(0, MOST_MESSAGE)}…` : line;
}

const LEFT: Record<LeftReason, readonly [one: Bilingual, many: Bilingual]> = {
  unrecognised: [
    { fr: 'de nature non reconnue, non jugé', en: 'of unrecognised kind, not judged' },
    { fr: 'de nature non reconnue, non jugés', en: 'of unrecognised kind, not judged' },
  ],
  hidden: [
    { fr: 'caché, non jugé', en: 'hidden, not judged' },
    { fr: 'cachés, non jugés', en: 'hidden, not judged' },
  ],
  link: [
    { fr: 'lien vers un dossier, non suivi', en: 'link to a folder, not followed' },
    { fr: 'liens vers des dossiers, non suivis', en: 'links to folders, not followed' },
  ],
  special: [
    { fr: 'ni fichier ni dossier, non lu', en: 'neither file nor folder, not read' },
    { fr: 'ni fichiers ni dossiers, non lus', en: 'neither files nor folders, not read' },
  ],
  archive: [
    { fr: 'archive dans une archive, non ouverte', en: 'archive in an archive, not opened' },
    { fr: 'archives dans des archives, non ouvertes', en: 'archives in archives, not opened' },
  ],
};

/** What was found and not judged, with a few names each. */
export function printLeft(summary: Summary, to: (line: string) => void): void {
  for (const reason of LEFT_REASONS) {
    const left = summary.left[reason];
    if (left)
      to(
        `  ○ ${counted(left.count, ...LEFT[reason])}  (${left.examples.map(visible).join(', ')}${left.count > left.examples.length ? ', …' : ''})`,
      );
  }
}
