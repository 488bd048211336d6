import { NOTHING, rule, type Artefact, type Rule, type Validation, type ValidationContext, type Validator } from '../../src/model/index.js';
import {
  payloadOf,
  readRegistryResponse,
  readRetrieveRequest,
  readRetrieveResponse,
  readStoredQuery,
  readSubmission,
} from '../../src/protocols/ebxml/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';
import { checks } from './checks.js';
import { deliveryOf, promisesSubmission } from './delivery.js';
import { looksLikeXdsMetadata } from './detect.js';
import { Judge } from './judge.js';
import { manifest } from './manifest.js';
import { associationRules, checkAssociations } from './rules/associations.js';
import { attributeRules, checkAttributes } from './rules/attributes.js';
import { checkCodes, codeRules } from './rules/codes.js';
import { checkDocuments, documentRules } from './rules/documents.js';
import { checkFormats, formatRules } from './rules/formats.js';
import { checkNamespaces, namespaceRules } from './rules/namespaces.js';
import { checkQueryAnswer, checkRegistryResponse, responseRules } from './rules/responses.js';
import { checkRetrieveRequest, checkRetrieveResponse, retrieveRules } from './rules/retrieve.js';
import { checkStoredQuery, storedQueryRules } from './rules/stored-query.js';
import { checkEbrim, checkStructure, structureRules } from './rules/structure.js';

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
  ...attributeRules,
  ...formatRules,
  ...codeRules,
  ...documentRules,
  ...associationRules,
  ...storedQueryRules,
  ...responseRules,
  ...retrieveRules,
].toSorted((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));

/**
 * Judges XDS.b metadata and the messages that carry them: submissions (ITI-41, ITI-42, ITI-57, METADATA.XML of XDM),
 * stored queries and their answers (ITI-18), retrieve requests and answers (ITI-43), registry responses. Documents are
 * judged against their entries when `attachDocuments` gave them to the artefact, or when they stand in the XML.
 */
function validate(artefact: Artefact, _context: ValidationContext): Promise<Validation> {
  const judge = new Judge(artefact, rules);
  const root = judge.readXml(readable.id)?.root;
  if (root) judgeMessage(judge, root);
  return Promise.resolve(judge.result);
}

function judgeMessage(judge: Judge, root: XmlElement): void {
  const submission = readSubmission(root);
  if (submission) {
    if (!checkEbrim(judge, submission)) return;
    checkNamespaces(judge, payloadOf(root)!);
    const delivery = deliveryOf(judge.artefact, submission);
    checkStructure(judge, submission);
    checkAttributes(judge, submission, delivery);
    checkFormats(judge, submission);
    checkCodes(judge, submission);
    checkAssociations(judge, submission);
    checkDocuments(judge, submission, delivery);
    return;
  }
  const query = readStoredQuery(root);
  if (query) {
    checkNamespaces(judge, query.element);
    checkStoredQuery(judge, query);
    return;
  }
  const retrieve = readRetrieveRequest(root);
  if (retrieve) {
    checkNamespaces(judge, retrieve.element);
    checkRetrieveRequest(judge, retrieve);
    return;
  }
  const response = readRegistryResponse(root);
  if (response) {
    checkRegistryResponse(judge, response);
    if (response.element.local === 'AdhocQueryResponse') checkQueryAnswer(judge, response);
  }
  const retrieved = readRetrieveResponse(root);
  const answer = retrieved?.element ?? response?.element;
  if (answer) checkNamespaces(judge, answer);
  if (retrieved) checkRetrieveResponse(judge, retrieved);
  if (!answer && promisesSubmission(judge.artefact))
    judge.expect('XDS-01', false, payloadOf(root) ?? root, () => ({
      expected: { fr: 'un SubmitObjectsRequest', en: 'a SubmitObjectsRequest' },
      actual: NOTHING,
      message: { fr: 'Le corps du message ne contient pas de métadonnées.', en: 'The body of the message contains no metadata.' },
    }));
}

export const validator: Validator = { kind: manifest.kind, title: manifest.title, rules, detect: looksLikeXdsMetadata, validate, checks };
