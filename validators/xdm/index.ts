import {
  headText,
  type Artefact,
  type Finding,
  type Validation,
  type ValidationContext,
  type ValidationNote,
  type Validator,
} from '../../src/model/index.js';
import { entryArtefact, XDM } from '../../src/protocols/xdm/index.js';
import { validator as cda } from '../cda/index.js';
import { Earlier, judgePublication, publish, replacementsIn } from '../coherence/index.js';
import { validator as xdsMetadata } from '../xds-metadata/index.js';
import { blocks } from './blocks.js';
import { judgeArchive } from './archive.js';
import { filesOf } from './files.js';
import { inside, Judge } from './judge.js';
import { judgeLayout } from './layout.js';
import { manifest } from './manifest.js';
import { judgeMetadata } from './metadata.js';
import { rules } from './rules.js';
import { svrlOf } from './svrl.js';

/** So many metadata files and documents of one package are judged by their own rules; a mail carries a few. */
const MOST_PIECES = 200;
const DETECTION_BYTES = 256 * 1024;

/** A file of the package with the validator of its kind. */
interface Piece {
  artefact: Artefact;
  validator: Validator;
}

/**
 * Judges a package of XDM (ITI-32) on the bytes of its archive: the archive itself, its layout, its metadata against its
 * files; then each METADATA.XML as XDS metadata, each CDA document by its own rules, and the one against the other.
 */
async function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact);
  judgeArchive(judge);
  judgeLayout(judge);
  judgeMetadata(judge);
  const findings: Finding[] = [...judge.findings];
  const evaluated = new Set(judge.evaluated);
  const notes = new Map<string, ValidationNote>();
  const pieces = piecesOf(judge);
  for (const piece of pieces.slice(0, MOST_PIECES)) {
    const outcome = await piece.validator.validate(piece.artefact, context);
    findings.push(...outcome.findings.map((finding) => inside(piece.artefact.name, finding)));
    for (const rule of outcome.evaluated) evaluated.add(rule);
    for (const note of outcome.notes ?? []) notes.set(note.text.en, note);
  }
  for (const outcome of crossed(judge, pieces.slice(0, MOST_PIECES))) {
    findings.push(...outcome.findings.map((finding) => inside(finding.place.part!.fr, finding)));
    for (const rule of outcome.evaluated) evaluated.add(rule);
  }
  if (pieces.length > MOST_PIECES)
    notes.set('pieces', {
      kind: 'unchecked',
      text: {
        fr: `${pieces.length - MOST_PIECES} fichiers du lot n’ont pas été jugés par les règles de leur nature.`,
        en: `${pieces.length - MOST_PIECES} files of the package were not judged by the rules of their kind.`,
      },
    });
  const foreign = foreignDocuments(judge, pieces);
  if (foreign.length > 0)
    notes.set('foreign', {
      kind: 'unchecked',
      text: {
        fr: `Documents qui ne sont pas du CDA, non jugés\u00A0: ${listed(foreign)}.`,
        en: `Documents that are no CDA, not judged: ${listed(foreign)}.`,
      },
    });
  return { findings, evaluated: [...evaluated], notes: [...notes.values()] };
}

/** METADATA.XML of each submission set, and what of its documents is CDA. */
function piecesOf({ package: { archive, subsets } }: Judge): Piece[] {
  const pieces: Piece[] = [];
  for (const { artefact, root, documents } of subsets) {
    // what cannot be read is told once, by the package
    if (artefact && root) pieces.push({ artefact, validator: xdsMetadata });
    for (const { entry, file } of documents) {
      const document = archive && file && entryArtefact(archive, file, entry.mimeType);
      if (document && cda.detect(document.bytes.subarray(0, DETECTION_BYTES)) > 0) pieces.push({ artefact: document, validator: cda });
    }
  }
  return pieces;
}

/** The metadata of each submission set against the documents it describes, and against the sets before it. */
function crossed({ package: { subsets } }: Judge, pieces: readonly Piece[]): Validation[] {
  const judged = new Map(pieces.map(({ artefact }) => [artefact.name, artefact]));
  const earlier = new Earlier();
  return subsets.flatMap(({ artefact, submission, documents }) => {
    if (!artefact || !submission || submission.obsolete) return [];
    const published = documents.map(({ entry, file }) => publish(entry, file && judged.get(file.name)));
    const [set] = submission.submissionSets;
    const replacements = replacementsIn(submission);
    const outcome = judgePublication({ envelope: artefact, submission, ...(set && { set }), published, replacements, earlier, found: [] });
    earlier.add(artefact, published, submission.submissionSets, submission.folders);
    return [outcome];
  });
}

/** Documents that an entry describes and no validator recognises. */
function foreignDocuments({ package: { subsets } }: Judge, pieces: readonly Piece[]): string[] {
  const judged = new Set(pieces.map(({ artefact }) => artefact.name));
  return subsets.flatMap(({ documents }) => documents.flatMap(({ file }) => (file && !judged.has(file.name) ? [file.name] : [])));
}

const MOST_NAMES = 5;
const listed = (names: readonly string[]): string => names.slice(0, MOST_NAMES).join(', ') + (names.length > MOST_NAMES ? ', …' : '');

/** An archive whose first files are those of a package: other archives hold files to judge one by one. */
function detect(head: Uint8Array): number {
  if (head[0] !== 0x50 || head[1] !== 0x4b) return 0;
  return headText(head).toUpperCase().includes(`${XDM.folder}/`) ? 0.95 : 0;
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  blocks,
  detect,
  validate,
  svrl: async (artefact, context) => svrlOf((await validate(artefact, context)).findings),
  files: filesOf,
};
export { rules };
