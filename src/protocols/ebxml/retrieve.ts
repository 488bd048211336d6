import { xml, type Raw, type XmlElement } from '../xml/index.js';
import { NS } from './namespaces.js';
import { payloadOf } from './payload.js';
import { readRegistryResponse, writeRegistryResponse, type RegistryResponse, type ResponseToWrite } from './registry-response.js';
import { writeContent, type DocumentContent } from './write-submission.js';

/** What names a document in a repository. */
export interface DocumentReference {
  home?: string;
  repositoryUniqueId: string;
  documentUniqueId: string;
}

export type DocumentRequestRead = DocumentReference & { element: XmlElement };

export interface RetrieveRequest {
  element: XmlElement;
  requests: DocumentRequestRead[];
}

const textOf = (parent: XmlElement, local: string): string => parent.element(local)?.text.trim() ?? '';

function referenceOf(element: XmlElement): DocumentRequestRead {
  const home = element.element('HomeCommunityId')?.text.trim();
  return {
    element,
    ...(home !== undefined && { home }),
    repositoryUniqueId: textOf(element, 'RepositoryUniqueId'),
    documentUniqueId: textOf(element, 'DocumentUniqueId'),
  };
}

/** Reads xdsb:RetrieveDocumentSetRequest; undefined when the tree holds none. */
export function readRetrieveRequest(root: XmlElement): RetrieveRequest | undefined {
  const element = payloadOf(root);
  if (element?.local !== 'RetrieveDocumentSetRequest') return undefined;
  return { element, requests: element.elements('DocumentRequest').map(referenceOf) };
}

const homeMarkup = (home: string | undefined): Raw | false =>
  home !== undefined && xml`<xdsb:HomeCommunityId>${home}</xdsb:HomeCommunityId>`;

/** xdsb:RetrieveDocumentSetRequest: the body of ITI-43. */
export function writeRetrieveRequest(requests: readonly DocumentReference[]): Raw {
  return xml`<xdsb:RetrieveDocumentSetRequest xmlns:xdsb="${NS.xdsb}">${requests.map(
    ({ home, repositoryUniqueId, documentUniqueId }) =>
      xml`<xdsb:DocumentRequest>${homeMarkup(home)}<xdsb:RepositoryUniqueId>${repositoryUniqueId}</xdsb:RepositoryUniqueId><xdsb:DocumentUniqueId>${documentUniqueId}</xdsb:DocumentUniqueId></xdsb:DocumentRequest>`,
  )}</xdsb:RetrieveDocumentSetRequest>`;
}

export type DocumentResponseRead = DocumentRequestRead & {
  mimeType: string;
  /** xdsb:Document */
  document: XmlElement | undefined;
  /** href of xop:Include, as written: `cid:...` */
  href: string | undefined;
};

export interface RetrieveResponse {
  element: XmlElement;
  response: RegistryResponse | undefined;
  documents: DocumentResponseRead[];
}

/** href of the xop:Include that an element holds. */
export function includeHref(element: XmlElement | undefined): string | undefined {
  return element?.element('Include', NS.xop)?.attribute('href');
}

/** Reads xdsb:RetrieveDocumentSetResponse; undefined when the tree holds none. */
export function readRetrieveResponse(root: XmlElement): RetrieveResponse | undefined {
  const element = payloadOf(root);
  if (element?.local !== 'RetrieveDocumentSetResponse') return undefined;
  return {
    element,
    response: readRegistryResponse(root),
    documents: element.elements('DocumentResponse').map((response) => {
      const document = response.element('Document');
      return { ...referenceOf(response), mimeType: textOf(response, 'mimeType'), document, href: includeHref(document) };
    }),
  };
}

export type DocumentToReturn = DocumentReference & { mimeType: string; content: DocumentContent };

/** xdsb:RetrieveDocumentSetResponse: the answer of ITI-43. */
export function writeRetrieveResponse(answer: ResponseToWrite & { documents: readonly DocumentToReturn[] }): Raw {
  return xml`<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="${NS.xdsb}">${writeRegistryResponse(answer)}${answer.documents.map(
    ({ home, repositoryUniqueId, documentUniqueId, mimeType, content }) =>
      xml`<xdsb:DocumentResponse>${homeMarkup(home)}<xdsb:RepositoryUniqueId>${repositoryUniqueId}</xdsb:RepositoryUniqueId><xdsb:DocumentUniqueId>${documentUniqueId}</xdsb:DocumentUniqueId><xdsb:mimeType>${mimeType}</xdsb:mimeType><xdsb:Document>${writeContent(content)}</xdsb:Document></xdsb:DocumentResponse>`,
  )}</xdsb:RetrieveDocumentSetResponse>`;
}
