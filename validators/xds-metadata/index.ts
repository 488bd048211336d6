import { NOTHING, rule, type Artefact, type Rule, type Validation, type ValidationContext, type Validator } from '../../src/model/index.js';
import {
  payloadOf,
  readRegistryResponse,
  readRetrieveRequest,
  readRetrieveResponse,
  readStoredQuery,
  readSubmission,
  type Submission,
} from '../../src/protocols/ebxml/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { blocks } from './blocks.js';
import { checks } from './checks.js';
import { identifiers } from './identifiers.js';
import { deliveryOf, promisesSubmission, questionOf, transactionOfResponse } from './delivery.js';
import { looksLikeXdsMetadata } from './detect.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { associationRules, checkAssociations } from './rules/associations.js';
import { attributeRules, checkAttributes } from './rules/attributes.js';
import { checkCodes, codeRules } from './rules/codes.js';
import { checkDmp, dmpRules } from './rules/dmp.js';
import { checkContent, contentRules } from './rules/content.js';
import { checkDocuments, documentRules } from './rules/documents.js';
import { checkExtent, extentRules, limitedObjects } from './rules/extent.js';
import { checkFormats, formatRules } from './rules/formats.js';
import { checkIns, insRules } from './rules/ins.js';
import { checkNamespaces, namespaceRules } from './rules/namespaces.js';
import { checkAgainstQuestion, queryAnswerRules } from './rules/query-answer.js';
import { checkRemoval, checkWayOfDeletion, isRemoval, removalRules } from './rules/removal.js';
import { checkQueryAnswer, checkRegistryResponse, responseRules } from './rules/responses.js';
import { checkRetrieved, checkRetrieveRequest, checkRetrieveResponse, retrieveRules } from './rules/retrieve.js';
import { checkStoredQuery, storedQueryRules } from './rules/stored-query.js';
import { checkEbrim, checkStructure, structureRules } from './rules/structure.js';
import { checkTerminology, terminologyRules } from './rules/terminology.js';
import { terminologyIn } from './terminology.js';

const readable: Rule = rule({
  id: 'XDS-XML',
  level: 'SHALL',
  title: { fr: 'Les métadonnées sont du XML bien formé, sans DOCTYPE.', en: 'The metadata are well-formed XML, without a DOCTYPE.' },
  message: { fr: 'Ces métadonnées ne se lisent pas.', en: 'These metadata cannot be read.' },
  hint: { fr: 'Corriger la syntaxe XML à l’endroit indiqué.', en: 'Correct the XML syntax at the place shown.' },
  clause: 'XML 1.0 ; SOAP 1.2, 5',
  example: { right: '<rim:Slot name="hash"/>', wrong: '<rim:Slot name="hash">' },
});

export const rules: readonly Rule[] = [
  readable,
  ...structureRules,
  ...namespaceRules,
  ...contentRules,
  ...attributeRules,
  ...formatRules,
  ...insRules,
  ...codeRules,
  ...terminologyRules,
  ...extentRules,
  ...dmpRules,
  ...documentRules,
  ...associationRules,
  ...storedQueryRules,
  ...queryAnswerRules,
  ...removalRules,
  ...responseRules,
  ...retrieveRules,
].toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/**
 * Judges XDS.b metadata and the messages that carry them: submissions (ITI-41, ITI-42, ITI-57, METADATA.XML of XDM),
 * stored queries and their answers (ITI-18), retrieve requests and answers (ITI-43), removals (ITI-62, ITI-86),
 * registry responses. Documents are judged against their entries when `attachDocuments` gave them to the artefact, or
 * when they stand in the XML; an answer against its request, when the artefact has it. The parameter `dmp: 'true'` adds
 * what only the DMP requires; `insAuthority` (`test`, `production`) says whose INS are expected; `limited-metadata: accepted`
 * takes objects that declare limited metadata for what they are (Accepts Limited Metadata Option of XDR, by ITI-41): what
 * they lack is then no fault. Codes are looked up in the packs in force and in what ships.
 */
function validate(artefact: Artefact, context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, rules);
  const root = judge.readXml(readable.id)?.root;
  if (root) judgeMessage(judge, root, context);
  return Promise.resolve(judge.result);
}

function judgeMessage(judge: Judge, root: XmlElement, context: ValidationContext): void {
  const dmp = context.parameters['dmp'] === 'true';
  const submission = readSubmission(root);
  if (submission) return judgeSubmission(judge, submission, payloadOf(root)!, context, dmp);
  const query = readStoredQuery(root);
  if (query) {
    checkNamespaces(judge, query.element);
    checkContent(judge, query.element);
    checkStoredQuery(judge, query, dmp);
    return;
  }
  const retrieve = readRetrieveRequest(root);
  if (retrieve) {
    checkNamespaces(judge, retrieve.element);
    checkContent(judge, retrieve.element);
    checkRetrieveRequest(judge, retrieve);
    return;
  }
  const payload = payloadOf(root);
  if (payload && isRemoval(payload)) return judgeRemoval(judge, payload, dmp);
  judgeAnswer(judge, root);
}

function judgeSubmission(judge: Judge, submission: Submission, payload: XmlElement, context: ValidationContext, dmp: boolean): void {
  if (!checkEbrim(judge, submission)) return;
  checkNamespaces(judge, payload);
  checkContent(judge, payload);
  const delivery = deliveryOf(judge.artefact, submission);
  // of ITI-41 only: neither a registry nor a medium has that option
  const accepted = delivery === 'ITI-41' && context.parameters['limited-metadata'] === 'accepted';
  const limited = accepted ? limitedObjects(submission) : new Set<string>();
  checkStructure(judge, submission);
  checkExtent(judge, submission, limited);
  checkAttributes(judge, submission, delivery, dmp, limited);
  checkFormats(judge, submission, dmp);
  checkIns(judge, submission, context.parameters['insAuthority']);
  checkCodes(judge, submission);
  checkTerminology(judge, submission, terminologyIn(context), dmp);
  checkAssociations(judge, submission, delivery, dmp);
  if (dmp) checkDmp(judge, submission, delivery);
  checkWayOfDeletion(judge, payload, dmp);
  checkDocuments(judge, submission, delivery, context.related);
}

function judgeRemoval(judge: Judge, payload: XmlElement, dmp: boolean): void {
  checkNamespaces(judge, payload);
  checkContent(judge, payload);
  checkWayOfDeletion(judge, payload, dmp);
  if (payload.local === 'RemoveObjectsRequest') checkRemoval(judge, payload);
}

function judgeAnswer(judge: Judge, root: XmlElement): void {
  const question = questionOf(judge.artefact);
  const transaction = transactionOfResponse(judge.artefact, root);
  const response = readRegistryResponse(root);
  if (response) {
    checkRegistryResponse(judge, response, transaction);
    if (response.element.local === 'AdhocQueryResponse') {
      checkQueryAnswer(judge, response);
      // several patients and several communities are asked by transactions of their own
      const query = question && transaction === 'ITI-18' ? readStoredQuery(question) : undefined;
      if (query) checkAgainstQuestion(judge, response, query);
    }
  }
  const retrieved = readRetrieveResponse(root);
  const answer = retrieved?.element ?? response?.element;
  if (answer) {
    checkNamespaces(judge, answer);
    checkContent(judge, answer);
  }
  if (retrieved) {
    checkRetrieveResponse(judge, retrieved);
    const retrieve = question && readRetrieveRequest(question);
    if (retrieve) checkRetrieved(judge, retrieved, retrieve);
  }
  if (!answer && promisesSubmission(judge.artefact))
    judge.expect('XDS-01', false, payloadOf(root) ?? root, () => ({
      expected: { fr: 'un SubmitObjectsRequest', en: 'a SubmitObjectsRequest' },
      actual: NOTHING,
      message: { fr: 'Le corps du message ne contient pas de métadonnées.', en: 'The body of the message contains no metadata.' },
    }));
}

export const validator: Validator = {
  kind: manifest.kind,
  title: manifest.title,
  rules,
  blocks,
  detect: looksLikeXdsMetadata,
  validate,
  checks,
  identifiers,
};
