import type { XmlElement } from '../xml/index.js';
import { isObsoleteEbxml, NS } from './namespaces.js';
import { payloadOf } from './payload.js';
import { Association, Classification, packageKind, RegistryObject } from './registry-object.js';
import { rimClassificationOf, rimObjectOf, type RimObject } from './rim-object.js';

/** xdsb:Document of a Provide and Register message. */
export interface SubmittedDocument {
  id: string;
  element: XmlElement;
}

/** The objects of one submission, in document order. */
export interface Submission {
  /** xdsb:ProvideAndRegisterDocumentSetRequest, when there is one */
  provide: XmlElement | undefined;
  /** lcm:SubmitObjectsRequest, or what stands for it */
  request: XmlElement;
  /** rim:RegistryObjectList; absent when the request has none */
  list: XmlElement | undefined;
  /** written with the namespaces of ebRIM 2.1 (XDS.a): objects are not read */
  obsolete: boolean;
  submissionSets: RegistryObject[];
  folders: RegistryObject[];
  documentEntries: RegistryObject[];
  associations: Association[];
  /** children of the list that classify another object */
  classifications: Classification[];
  /** everything else: packages that nothing classifies, object references, foreign elements */
  others: RegistryObject[];
  documents: SubmittedDocument[];
}

/**
 * Reads a submission from a SOAP envelope, a Provide and Register request, a SubmitObjectsRequest (the METADATA.XML of
 * XDM too) or a bare list of objects. Undefined when the tree holds none of these.
 */
export function readSubmission(root: XmlElement): Submission | undefined {
  const payload = payloadOf(root);
  if (!payload) return undefined;
  const provide = payload.local === 'ProvideAndRegisterDocumentSetRequest' ? payload : undefined;
  const request =
    provide ? (provide.element('SubmitObjectsRequest') ?? provide)
    : payload.local === 'SubmitObjectsRequest' || payload.local === 'RegistryObjectList' ? payload
    : undefined;
  if (!request) return undefined;
  const list = request.local === 'RegistryObjectList' ? request : request.element('RegistryObjectList', NS.rim);
  const submission: Submission = {
    provide,
    request,
    list,
    obsolete: [request, ...request.elements()].some((element) => isObsoleteEbxml(element.namespace)),
    submissionSets: [],
    folders: [],
    documentEntries: [],
    associations: [],
    classifications: [],
    others: [],
    documents: (provide?.elements('Document') ?? []).map((element) => ({ id: element.attribute('id') ?? '', element })),
  };
  if (list) sortObjects(list, submission);
  return submission;
}

type Sorted = Pick<Submission, 'submissionSets' | 'folders' | 'documentEntries' | 'associations' | 'classifications' | 'others'>;

/** Puts the children of a rim:RegistryObjectList where they belong. */
export function sortObjects(list: XmlElement, into: Sorted): void {
  const packages: RegistryObject[] = [];
  for (const element of list.elements()) {
    const ofRim = element.namespace === NS.rim;
    if (ofRim && element.local === 'ExtrinsicObject') into.documentEntries.push(new RegistryObject(element));
    else if (ofRim && element.local === 'Association') into.associations.push(new Association(element));
    else if (ofRim && element.local === 'Classification') into.classifications.push(new Classification(element));
    else if (ofRim && element.local === 'RegistryPackage') packages.push(new RegistryObject(element));
    else into.others.push(new RegistryObject(element));
  }
  const beside = new Map<string, string[]>();
  for (const { classified, node } of into.classifications) {
    const nodes = beside.get(classified);
    if (nodes) nodes.push(node);
    else beside.set(classified, [node]);
  }
  for (const object of packages) {
    const kind = packageKind(object, beside);
    if (kind === 'submission-set') into.submissionSets.push(object);
    else if (kind === 'folder') into.folders.push(object);
    else into.others.push(object);
  }
}

/** Reads a bare list of objects, as a query answer holds it. */
export function readObjectList(list: XmlElement): Sorted {
  const sorted: Sorted = { submissionSets: [], folders: [], documentEntries: [], associations: [], classifications: [], others: [] };
  sortObjects(list, sorted);
  return sorted;
}

/** The objects of a submission as plain data, each with the classifications that stand beside it. Foreign objects are left out. */
export function rimObjectsOf(submission: Submission): RimObject[] {
  const { documentEntries, submissionSets, folders, associations, classifications } = submission;
  const objects = [...documentEntries, ...submissionSets, ...folders, ...associations].map(rimObjectOf);
  const byId = new Map(objects.map((object) => [object.id, object]));
  for (const classification of classifications)
    byId.get(classification.classified)?.classifications.push(rimClassificationOf(classification));
  return objects;
}
