import type { Artefact, Validation, Validator } from '../../src/model/index.js';
import { judgeAnswer } from './answers.js';
import { checks } from './checks.js';
import { judgeContent } from './content.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { judgeRequest } from './requests.js';
import { rules } from './rules.js';

export { rules };

/** A body says nothing of how it travelled, so that no file is recognised; a dump of HTTP is judged when it is asked for. */
const detect = (): number => 0;

/**
 * Judges one message of the RESTful API of FHIR R4, request or answer: address, method, status and headers, the parameters
 * of a search, and of the body what depends on them; an answer against its request, when the artefact has it. What a
 * resource has to be by itself is judged by the validator `fhir`.
 */
function validate(artefact: Artefact): Promise<Validation> {
  const judge = new Judge(artefact, rules);
  judgeContent(judge);
  if (judge.isAnswer) judgeAnswer(judge);
  else judgeRequest(judge);
  return Promise.resolve(judge.result);
}

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect, validate, checks };
