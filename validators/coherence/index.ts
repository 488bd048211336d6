import { Checklist, headText, type Artefact, type Validation, type ValidationContext, type Validator } from '../../src/model/index.js';
import { rulesOf, tableOf, type Block } from './block.js';
import { metadataCda } from './blocks/metadata-cda.js';
import { metadataVihf } from './blocks/metadata-vihf.js';
import { publicationFound } from './blocks/publication-found.js';
import { submissionEarlier } from './blocks/submission-earlier.js';
import { judgeBlock } from './engine.js';
import { manifest } from './manifest.js';
import { openPublication, type Publication } from './publication.js';

const BLOCKS: readonly Block[] = [metadataCda, metadataVihf, submissionEarlier, publicationFound];
export const rules = BLOCKS.flatMap(rulesOf).toSorted((a, b) => a.id.localeCompare(b.id));

/** Judges everything that a publication says several times. A row needs both of its sides. */
export function judgePublication(publication: Publication): Validation {
  const checklist = new Checklist(rules);
  for (const block of BLOCKS) judgeBlock(checklist, block, publication);
  return checklist.result;
}

/**
 * Judges what one submission says several times: VIHF, metadata, documents, earlier messages, and the searches before. The documents of bare
 * metadata, and the messages that came before, are `related` of the context.
 */
function validate(artefact: Artefact, { related }: ValidationContext): Promise<Validation> {
  const publication = openPublication(artefact, related);
  return Promise.resolve(publication ? judgePublication(publication) : { findings: [], evaluated: [] });
}

/** A message that carries documents; the validators of its parts know it better. */
function detect(head: Uint8Array): number {
  const text = headText(head);
  return /ProvideAndRegisterDocumentSet(?:Request|-b)/.test(text) ? 0.2 : 0;
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  blocks: BLOCKS.map(tableOf),
  detect,
  validate,
};
export { Earlier, publish, replacementsIn, type Publication } from './publication.js';
