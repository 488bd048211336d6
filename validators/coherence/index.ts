import { Checklist, headText, type Artefact, type Validation, type Validator } from '../../src/model/index.js';
import { judgeDocument } from './document.js';
import { manifest } from './manifest.js';
import { openPublication } from './publication.js';
import { rules } from './rules.js';
import { judgeSender } from './sender.js';

/** Judges what one ITI-41 request says several times: VIHF, metadata and documents. A rule needs both of its sides. */
function validate(artefact: Artefact): Promise<Validation> {
  const checklist = new Checklist(rules);
  const publication = openPublication(artefact);
  if (publication) {
    if (publication.vihf) judgeSender(checklist, publication, publication.vihf);
    for (const published of publication.published) judgeDocument(checklist, publication, published);
  }
  return Promise.resolve(checklist.result);
}

/** A message that carries documents; the validators of its parts know it better. */
function detect(head: Uint8Array): number {
  const text = headText(head);
  return /ProvideAndRegisterDocumentSet(?:Request|-b)/.test(text) ? 0.2 : 0;
}

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect, validate };
export { rules };
