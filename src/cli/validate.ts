import { X509Certificate } from 'node:crypto';
import { existsSync, readFileSync, statSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import { ConfigurationError, type Toolbox } from '../engine/index.js';
import { Artefact, type ErrorOwner, exitCode, type Finding, type ValidationContext, type Verdict } from '../model/index.js';
import { language, say } from './language.js';
import { bold, print, printJson, verdictWord } from './output.js';
import { openToolbox } from './toolbox.js';

interface Arguments {
  files: string[];
  format: 'text' | 'json';
  strict: boolean;
  kind?: string;
  trust?: string[];
  crl?: string[];
  at?: string;
}

const DETECTION_BYTES = 256 * 1024;

interface FileResult {
  file: string;
  kind: string | null;
  verdict: Verdict;
  findings: Finding[];
  evaluated: string[];
  durationMs: number;
  error?: { owner: ErrorOwner; text: string };
}

export const validate: CommandModule<object, Arguments> = {
  command: 'validate <files..>',
  describe: say({
    fr: 'Juger des fichiers : CDA, VIHF, message SOAP, métadonnées XDS',
    en: 'Judge files: CDA, VIHF, SOAP message, XDS metadata',
  }),
  builder: (yargs) =>
    yargs
      .positional('files', {
        type: 'string',
        array: true,
        demandOption: true,
        describe: say({ fr: 'Fichiers à juger', en: 'Files to judge' }),
      })
      .option('kind', {
        type: 'string',
        describe: say({ fr: 'Nature du fichier, si la détection se trompe', en: 'Kind of file, where detection errs' }),
      })
      .option('strict', {
        type: 'boolean',
        default: false,
        describe: say({ fr: 'Un avertissement compte comme un échec', en: 'A warning counts as a failure' }),
      })
      .option('trust', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({
          fr: 'Autorités de confiance (PEM) pour juger les signatures',
          en: 'Trusted authorities (PEM) to judge signatures',
        }),
      })
      .option('crl', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Listes de révocation (PEM)', en: 'Revocation lists (PEM)' }),
      })
      .option('at', {
        type: 'string',
        describe: say({ fr: 'Instant du jugement (ISO 8601) ; sinon maintenant', en: 'Instant of judgement (ISO 8601); else now' }),
      }) as never,
  async handler(argv) {
    const toolbox = await openToolbox();
    const context: ValidationContext = {
      at: instantOf(argv.at),
      trust: { anchors: (argv.trust ?? []).map(authority), crls: (argv.crl ?? []).map(revocationList) },
      // a message without a token is judged without one: whether it needs one depends on where it goes
      parameters: { vihf: 'optional' },
    };
    const results: FileResult[] = [];
    for (const file of argv.files) results.push(await judgeFile(file, argv, toolbox, context));
    if (argv.format === 'json') printJson({ files: results.map(toJson) });
    else results.forEach(printResult);
    const worst = results.map((r) => exitCode(r.verdict, r.error ? [r.error.owner] : []));
    process.exitCode = [1, 4, 3, 2].find((code) => worst.includes(code as never)) ?? 0;
  },
};

/** @throws ConfigurationError when it is no date */
function instantOf(given: string | undefined): Date {
  const at = given === undefined ? new Date() : new Date(given);
  if (!Number.isNaN(at.getTime())) return at;
  throw new ConfigurationError(
    '--at',
    { fr: `${given} n’est pas une date.`, en: `${given} is not a date.` },
    { fr: 'Écrire par exemple 2026-11-20T10:00:00Z.', en: 'Write for example 2026-11-20T10:00:00Z.' },
  );
}

/** @throws ConfigurationError when it is not there or no certificate */
function authority(file: string): string {
  try {
    const pem = readFileSync(file, 'utf8');
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    throw new ConfigurationError(
      '--trust',
      { fr: `${file} : ${said}`, en: `${file}: ${said}` },
      { fr: 'Donner le certificat PEM d’une autorité.', en: 'Give the PEM certificate of an authority.' },
    );
  }
}

/** @throws ConfigurationError when it is not there or no list */
function revocationList(file: string): string {
  const pem = existsSync(file) ? readFileSync(file, 'utf8') : '';
  if (pem.includes('-----BEGIN X509 CRL-----')) return pem;
  throw new ConfigurationError(
    '--crl',
    { fr: `${file} n’est pas une liste de révocation PEM.`, en: `${file} is not a PEM revocation list.` },
    { fr: 'Donner un fichier PEM (X509 CRL).', en: 'Give a PEM file (X509 CRL).' },
  );
}

async function judgeFile(file: string, argv: Arguments, toolbox: Toolbox, context: ValidationContext): Promise<FileResult> {
  const began = performance.now();
  const failed = (owner: ErrorOwner, text: string): FileResult => ({
    file,
    kind: null,
    verdict: owner === 'tool' ? 'ERROR' : 'INCONCLUSIVE',
    findings: [],
    evaluated: [],
    durationMs: Math.round(performance.now() - began),
    error: { owner, text },
  });
  let bytes: Uint8Array;
  try {
    if (statSync(file).isDirectory())
      return failed('configuration', say({ fr: 'c’est un dossier ; donner des fichiers', en: 'this is a folder; give files' }));
    bytes = readFileSync(file);
  } catch (error) {
    return failed('configuration', (error as Error).message);
  }
  try {
    const kind = argv.kind ?? (await detect(bytes, toolbox));
    if (kind === undefined)
      return {
        ...failed(
          'peer',
          say({ fr: 'nature non reconnue : rien n’a été jugé (voir --kind)', en: 'unrecognised kind: nothing was judged (see --kind)' }),
        ),
        kind: null,
      };
    if (!toolbox.validators.some((v) => v.kind === kind))
      return failed('configuration', say({ fr: `nature inconnue : ${kind}`, en: `unknown kind: ${kind}` }));
    const { findings, evaluated } = await judgeAs(kind, new Artefact(file, bytes), toolbox, context);
    return {
      file,
      kind,
      verdict: verdictOf(findings, evaluated, argv.strict),
      findings,
      evaluated,
      durationMs: Math.round(performance.now() - began),
    };
  } catch (error) {
    return failed('tool', error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
}

/** The kind whose validator is surest; undefined when none is. */
async function detect(bytes: Uint8Array, toolbox: Toolbox): Promise<string | undefined> {
  const head = bytes.subarray(0, DETECTION_BYTES);
  let best: { kind: string; confidence: number } | undefined;
  for (const manifest of toolbox.validators) {
    const confidence = (await manifest.load()).detect(head);
    if (confidence > (best?.confidence ?? 0.2)) best = { kind: manifest.kind, confidence };
  }
  return best?.kind;
}

/** A message is judged as a whole, then each of its pieces by the validators of that piece. */
async function judgeAs(
  kind: string,
  artefact: Artefact,
  toolbox: Toolbox,
  context: ValidationContext,
): Promise<{ findings: Finding[]; evaluated: string[] }> {
  const main = toolbox.validators.find((v) => v.kind === kind)!;
  const outcome = await (await main.load()).validate(artefact, context);
  const findings = [...outcome.findings];
  const evaluated = new Set(outcome.evaluated);
  for (const manifest of toolbox.validators.filter((m) => m.within === kind)) {
    const validator = await manifest.load();
    for (const piece of toolbox.viewOf(artefact, manifest.view)) {
      // a document may be anything; only what this validator recognises is its business
      if (manifest.view === 'documents' && validator.detect(piece.bytes.subarray(0, DETECTION_BYTES)) === 0) continue;
      const inner = await validator.validate(piece, context);
      findings.push(...inner.findings);
      for (const rule of inner.evaluated) evaluated.add(rule);
    }
  }
  findings.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { findings, evaluated: [...evaluated].sort() };
}

function verdictOf(findings: readonly Finding[], evaluated: readonly string[], strict: boolean): Verdict {
  if (findings.some((f) => f.severity === 'error' || (strict && f.severity === 'warning'))) return 'FAILED';
  if (evaluated.length === 0) return 'INCONCLUSIVE';
  return findings.some((f) => f.severity === 'warning') ? 'WARNING' : 'PASSED';
}

function toJson(result: FileResult): unknown {
  return {
    file: result.file,
    kind: result.kind,
    verdict: result.verdict,
    findings: result.findings.map((f) => ({
      rule: f.rule,
      source: f.source,
      severity: f.severity,
      line: f.place.line,
      column: f.place.column,
      path: f.place.path,
      ...(f.place.part && { part: f.place.part[language] }),
      expected: f.expected?.[language] ?? null,
      actual: f.actual?.[language] ?? null,
      hint: f.hint[language],
      requirements: f.requirements,
      message: f.message,
      fingerprint: f.fingerprint,
    })),
    evaluated: result.evaluated,
    packs: [],
    durationMs: result.durationMs,
    ...(result.error && { error: result.error.text }),
  };
}

function printResult(result: FileResult): void {
  print(`${verdictWord(result.verdict)}  ${bold(result.file)}${result.kind ? `  (${result.kind})` : ''}`);
  if (result.error) print(`  ${result.error.text}`);
  for (const f of result.findings) {
    const mark = { error: '✘', warning: '▲', information: 'i' }[f.severity];
    print();
    print(`  ${mark} ${result.file}:${f.place.line}:${f.place.column}  ${bold(f.rule)}  ${f.message[language]}`);
    print(`    ${f.place.path}`);
    if (f.expected) print(`    ${say({ fr: 'attendu ', en: 'expected' })}  ${f.expected[language]}`);
    if (f.actual) print(`    ${say({ fr: 'obtenu  ', en: 'actual  ' })}  ${f.actual[language]}`);
    print(`    ${say({ fr: 'à faire ', en: 'to do   ' })}  ${f.hint[language]}`);
  }
  const errors = result.findings.filter((f) => f.severity === 'error').length;
  const warnings = result.findings.filter((f) => f.severity === 'warning').length;
  print();
  print(
    `  ${say({
      fr: `${result.evaluated.length} règles évaluées, ${errors} erreur(s), ${warnings} avertissement(s), ${result.durationMs} ms`,
      en: `${result.evaluated.length} rules evaluated, ${errors} error(s), ${warnings} warning(s), ${result.durationMs} ms`,
    })}`,
  );
  if (result.evaluated.includes('VIHF-08') && !result.evaluated.includes('VIHF-64'))
    print(
      `  ${say({
        fr: 'L’autorité qui certifie la signature du VIHF n’a pas été jugée : la donner par --trust, ses révocations par --crl.',
        en: 'The authority behind the signature of the VIHF was not judged: give it with --trust, its revocations with --crl.',
      })}`,
    );
}
