import type { Artefact, Rule, Validation, ValidationContext, Validator } from '../../src/model/index.js';
import { addressingFamily } from './addressing-rules.js';
import { answerFamily } from './answer-rules.js';
import { checks, identifiers } from './checks.js';
import { looksLikeSoap } from './detect.js';
import { envelopeFamily } from './envelope-rules.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { packagingFamily } from './packaging-rules.js';

const families = [envelopeFamily, addressingFamily, packagingFamily, answerFamily];

export const rules: readonly Rule[] = families
  .flatMap((family) => family.rules)
  .toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/**
 * Judges one SOAP message, request or answer: the body of an HTTP message with its headers, or a file (envelope, MIME
 * message, HTTP dump). Parameters: `expected-action`, and `request-message-id` where the request itself is not known.
 */
function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, context, rules);
  for (const family of families) family.judge(judge);
  return Promise.resolve(judge.result);
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  detect: looksLikeSoap,
  validate,
  checks,
  identifiers,
};
