import { X509Certificate } from 'node:crypto';
import { closeSync, constants, fstatSync, openSync, readSync } from 'node:fs';
import type { CommandModule } from 'yargs';
import type { Toolbox } from '../engine/index.js';
import {
  Artefact,
  type Bilingual,
  ConfigurationError,
  type ErrorOwner,
  exitCode,
  type Finding,
  type ValidationContext,
  type ValidationNote,
  type Validator,
  type Verdict,
} from '../model/index.js';
import { loadPacks, type LoadedPack } from '../packs/load.js';
import { inWords } from '../packs/system-error.js';
import { XML_LIMITS } from '../protocols/xml/reader.js';
import { language, say } from './language.js';
import { bold, print, printError, printJson, verdictWord } from './output.js';
import { openToolbox } from './toolbox.js';

interface Arguments {
  files: string[];
  format: 'text' | 'json' | 'svrl';
  strict: boolean;
  packs: boolean;
  pack?: string[];
  requireComplete: boolean;
  kind?: string;
  trust?: string[];
  crl?: string[];
  at?: string;
}

const NOTE_SIGNS = [
  ['choice', '→'],
  ['unchecked', '○'],
  ['incomplete', '!'],
] as const;

const DETECTION_BYTES = 256 * 1024;

interface FileResult {
  file: string;
  kind: string | null;
  verdict: Verdict;
  findings: Finding[];
  evaluated: string[];
  notes: ValidationNote[];
  svrl?: string;
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
      .option('format', {
        choices: ['text', 'json', 'svrl'] as const,
        default: 'text' as const,
        describe: say({
          fr: 'Forme de la sortie ; svrl : le résultat brut des schématrons',
          en: 'Form of the output; svrl: the bare outcome of the schematrons',
        }),
      })
      .option('packs', {
        type: 'boolean',
        default: true,
        describe: say({
          fr: 'Juger aussi par les paquets de packs.lock (--no-packs : non)',
          en: 'Judge by the packs of packs.lock too (--no-packs: do not)',
        }),
      })
      .option('pack', {
        type: 'string',
        array: true,
        nargs: 1,
        describe: say({ fr: 'Seulement ce paquet (coordonnée)', en: 'This pack only (coordinate)' }),
      })
      .option('require-complete', {
        type: 'boolean',
        default: false,
        describe: say({
          fr: 'Une règle qui n’a pas pu être jugée rend le verdict INCONCLUSIVE',
          en: 'A rule that could not be judged makes the verdict INCONCLUSIVE',
        }),
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
    if (argv.format === 'svrl' && argv.files.length > 1)
      throw new ConfigurationError(
        '--format svrl',
        { fr: 'un rapport SVRL ne parle que d’un document.', en: 'an SVRL report is about one document.' },
        { fr: 'Donner un seul fichier à la fois.', en: 'Give one file at a time.' },
      );
    if (!argv.packs && argv.pack !== undefined)
      throw new ConfigurationError(
        '--no-packs --pack',
        { fr: 'ces deux options se contredisent.', en: 'these two options contradict each other.' },
        {
          fr: 'Garder --pack pour juger par ce paquet seul, --no-packs pour ne juger par aucun.',
          en: 'Keep --pack to judge by this pack only, --no-packs to judge by none.',
        },
      );
    const packs = argv.packs ? chosenPacks(argv.pack) : [];
    const toolbox = await openToolbox(packs);
    const context: ValidationContext = {
      packs,
      at: instantOf(argv.at),
      trust: { anchors: (argv.trust ?? []).map(authority), crls: (argv.crl ?? []).map(revocationList) },
      // a message without a token is judged without one: whether it needs one depends on where it goes
      parameters: { vihf: 'optional' },
    };
    const codes = new Set<number>();
    const files: unknown[] = [];
    for (const file of argv.files) {
      // told as they come: of many files, none is kept longer than it must
      const result = await judgeFile(file, argv, toolbox, context);
      codes.add(exitCode(result.verdict, result.error ? [result.error.owner] : []));
      if (argv.format === 'json') files.push(toJson(result, packs));
      else if (argv.format === 'svrl') printSvrl(result);
      else printResult(result);
    }
    if (argv.format === 'json') printJson({ files });
    process.exitCode = [1, 4, 3, 2].find((code) => codes.has(code)) ?? 0;
  },
};

/** @throws ConfigurationError when a coordinate is of no pack in force */
function chosenPacks(coordinates: readonly string[] | undefined): LoadedPack[] {
  const packs = loadPacks(process.cwd());
  const unknown = coordinates?.find((wanted) => !packs.some(({ coordinate }) => coordinate === wanted));
  if (unknown !== undefined)
    throw new ConfigurationError(
      '--pack',
      { fr: `aucun paquet ${unknown} dans packs.lock.`, en: `no pack ${unknown} in packs.lock.` },
      { fr: 'Voir : addax packs list', en: 'See: addax packs list' },
    );
  return coordinates === undefined ? packs : packs.filter(({ coordinate }) => coordinates.includes(coordinate));
}

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
  const pem = textOf(file, '--trust');
  try {
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new ConfigurationError(
      '--trust',
      { fr: `${file} n’est pas un certificat PEM.`, en: `${file} is not a PEM certificate.` },
      { fr: 'Donner le certificat PEM d’une autorité.', en: 'Give the PEM certificate of an authority.' },
    );
  }
}

/** @throws ConfigurationError when it is not there or no list */
function revocationList(file: string): string {
  const pem = textOf(file, '--crl');
  if (pem.includes('-----BEGIN X509 CRL-----')) return pem;
  throw new ConfigurationError(
    '--crl',
    { fr: `${file} n’est pas une liste de révocation PEM.`, en: `${file} is not a PEM revocation list.` },
    { fr: 'Donner un fichier PEM (X509 CRL).', en: 'Give a PEM file (X509 CRL).' },
  );
}

/** @throws ConfigurationError when it cannot be read */
function textOf(file: string, option: string): string {
  const read = readBounded(file);
  if (read instanceof Uint8Array) return new TextDecoder().decode(read);
  throw new ConfigurationError(
    option,
    { fr: `${file}\u00A0: ${read.fr}.`, en: `${file}: ${read.en}.` },
    { fr: 'Donner un fichier PEM lisible.', en: 'Give a PEM file that can be read.' },
  );
}

const MEGABYTE = 1024 ** 2;

/** The bytes of a regular file that is not too large, or why there are none: a device or a pipe may have no end. */
function readBounded(file: string): Uint8Array | Bilingual {
  let descriptor: number | undefined;
  try {
    // a pipe without a writer would wait for one; Windows does not know the flag, and undefined is no bit
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
    const about = fstatSync(descriptor);
    if (about.isDirectory()) return { fr: 'c’est un dossier\u00A0; donner des fichiers', en: 'this is a folder; give files' };
    if (!about.isFile())
      return {
        fr: 'ce n’est pas un fichier ordinaire (périphérique, tube)\u00A0; en enregistrer le contenu et donner ce fichier',
        en: 'this is no regular file (device, pipe); save what it holds and give that file',
      };
    if (about.size > XML_LIMITS.maxBytes) return tooLarge(about.size);
    const pieces: Uint8Array[] = [];
    // some files of the system tell no size and have no end
    for (let length = 0; ;) {
      const piece = Buffer.allocUnsafe(Math.max(MEGABYTE, about.size + 1 - length));
      const count = readSync(descriptor, piece);
      if (count === 0) return Buffer.concat(pieces);
      pieces.push(piece.subarray(0, count));
      length += count;
      if (length > XML_LIMITS.maxBytes) return tooLarge(length);
    }
  } catch (error) {
    const { fr, en } = inWords(error);
    return {
      fr: `lecture impossible\u00A0: ${fr}\u00A0; vérifier le chemin et les droits`,
      en: `cannot be read: ${en}; check the path and the rights`,
    };
  } finally {
    if (descriptor !== undefined) closeSync(descriptor);
  }
}

function tooLarge(bytes: number): Bilingual {
  const [size, most] = [bytes, XML_LIMITS.maxBytes].map((one) => Math.ceil(one / MEGABYTE));
  return {
    fr: `fichier de ${size} Mo ou plus, au-delà des ${most} Mo qui peuvent être jugés\u00A0; donner les documents séparément`,
    en: `file of ${size} MB or more, beyond the ${most} MB that can be judged; give the documents one by one`,
  };
}

async function judgeFile(file: string, argv: Arguments, toolbox: Toolbox, context: ValidationContext): Promise<FileResult> {
  const began = performance.now();
  const failed = (owner: ErrorOwner, text: string): FileResult => ({
    file,
    kind: null,
    verdict: owner === 'tool' ? 'ERROR' : 'INCONCLUSIVE',
    findings: [],
    evaluated: [],
    notes: [],
    durationMs: Math.round(performance.now() - began),
    error: { owner, text },
  });
  const bytes = readBounded(file);
  if (!(bytes instanceof Uint8Array)) return failed('configuration', say(bytes));
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
    const artefact = new Artefact(file, bytes);
    const { findings, evaluated, notes, svrl } = await judgeAs(kind, artefact, toolbox, context, argv.format === 'svrl');
    const judged = verdictOf(findings, evaluated, argv.strict);
    const incomplete = argv.requireComplete && judged !== 'FAILED' && notes.some((note) => note.kind === 'incomplete');
    return {
      file,
      kind,
      verdict: incomplete ? 'INCONCLUSIVE' : judged,
      findings,
      evaluated,
      notes,
      ...(svrl !== undefined && { svrl }),
      durationMs: Math.round(performance.now() - began),
    };
  } catch (error) {
    // a pack that is no longer what was added: no file can be judged by it
    if (error instanceof ConfigurationError) throw error;
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
  withSvrl: boolean,
): Promise<{ findings: Finding[]; evaluated: string[]; notes: ValidationNote[]; svrl?: string }> {
  const findings: Finding[] = [];
  const evaluated = new Set<string>();
  const notes: ValidationNote[] = [];
  let svrl: string | undefined;
  const judge = async (validator: Validator, piece: Artefact): Promise<void> => {
    const outcome = await validator.validate(piece, context);
    findings.push(...outcome.findings);
    for (const rule of outcome.evaluated) evaluated.add(rule);
    notes.push(...(outcome.notes ?? []));
    if (withSvrl) svrl ??= await validator.svrl?.(piece, context);
  };
  await judge(await toolbox.validators.find((v) => v.kind === kind)!.load(), artefact);
  for (const manifest of toolbox.validators.filter((m) => m.within === kind)) {
    const validator = await manifest.load();
    for (const piece of toolbox.viewOf(artefact, manifest.view)) {
      // a document may be anything; only what this validator recognises is its business
      if (manifest.view === 'documents' && validator.detect(piece.bytes.subarray(0, DETECTION_BYTES)) === 0) continue;
      await judge(validator, piece);
    }
  }
  findings.sort((a, b) => a.place.line - b.place.line || a.place.column - b.place.column);
  return { findings, evaluated: [...evaluated].sort(), notes, ...(svrl !== undefined && { svrl }) };
}

function verdictOf(findings: readonly Finding[], evaluated: readonly string[], strict: boolean): Verdict {
  if (findings.some((f) => f.severity === 'error' || (strict && f.severity === 'warning'))) return 'FAILED';
  if (evaluated.length === 0) return 'INCONCLUSIVE';
  return findings.some((f) => f.severity === 'warning') ? 'WARNING' : 'PASSED';
}

function toJson(result: FileResult, packs: readonly LoadedPack[]): unknown {
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
    notes: result.notes.map(({ kind, text }) => ({ kind, text: text[language] })),
    packs: packs.map(({ coordinate, version, commit, sha256 }) => ({ coordinate, version, commit, sha256 })),
    durationMs: result.durationMs,
    ...(result.error && { error: result.error.text }),
  };
}

/** A report that others read stands alone on standard output; what is for people goes to standard error. */
function printSvrl(result: FileResult): void {
  if (result.svrl !== undefined) print(result.svrl.trimEnd());
  else
    printError(
      `${result.file}: ${
        result.error?.text
        ?? say({ fr: 'aucun schématron ne l’a jugé (voir addax packs add)', en: 'no schematron judged it (see addax packs add)' })
      }`,
    );
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
  for (const [kind, sign] of NOTE_SIGNS)
    for (const { text } of result.notes.filter((note) => note.kind === kind)) print(`  ${sign} ${text[language]}`);
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
