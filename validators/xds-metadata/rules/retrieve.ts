import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import {
  ERROR_SEVERITY,
  RESPONSE_STATUS,
  type DocumentReference,
  type DocumentRequestRead,
  type RetrieveRequest,
  type RetrieveResponse,
} from '../../../src/protocols/ebxml/index.js';
import { isOid } from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

const CLAUSE = 'IHE ITI TF-2, 3.43.4';

export const retrieveRules: Rule[] = [
  rule({
    id: 'XDS-RET-01',
    level: 'SHALL',
    title: {
      fr: 'Une demande de documents contient au moins un DocumentRequest.',
      en: 'A request for documents contains at least one DocumentRequest.',
    },
    message: { fr: 'Cette demande ne désigne aucun document.', en: 'This request names no document.' },
    hint: { fr: 'Ajouter un DocumentRequest par document voulu.', en: 'Add a DocumentRequest for each document that is wanted.' },
    clause: `${CLAUSE}.1`,
    example: { right: '<RetrieveDocumentSetRequest><DocumentRequest>…', wrong: '<RetrieveDocumentSetRequest/>' },
  }),
  rule({
    id: 'XDS-RET-02',
    level: 'SHALL',
    title: {
      fr: 'Un document est désigné par RepositoryUniqueId (un OID) et DocumentUniqueId.',
      en: 'A document is named by RepositoryUniqueId (an OID) and DocumentUniqueId.',
    },
    message: {
      fr: 'RepositoryUniqueId ou DocumentUniqueId manque ou ne convient pas.',
      en: 'RepositoryUniqueId or DocumentUniqueId is missing or does not fit.',
    },
    hint: {
      fr: 'Reprendre repositoryUniqueId et uniqueId de la fiche rendue par le registre.',
      en: 'Take repositoryUniqueId and uniqueId of the entry returned by the registry.',
    },
    clause: `${CLAUSE}.1`,
    example: {
      right: '<RepositoryUniqueId>1.2.250.1.999.1.3</RepositoryUniqueId><DocumentUniqueId>1.2.250.1.999.1.1.8121</DocumentUniqueId>',
      wrong: '<DocumentUniqueId>1.2.250.1.999.1.1.8121</DocumentUniqueId>',
    },
  }),
  rule({
    id: 'XDS-RET-03',
    level: 'SHALL',
    title: {
      fr: 'Les éléments suivent l’ordre HomeCommunityId, RepositoryUniqueId, DocumentUniqueId, puis dans une réponse mimeType et Document.',
      en: 'The elements follow the order HomeCommunityId, RepositoryUniqueId, DocumentUniqueId, then in an answer mimeType and Document.',
    },
    message: { fr: 'Cet élément n’est pas à sa place.', en: 'This element is not in its place.' },
    hint: { fr: 'Ranger les éléments dans l’ordre du schéma XDS.b.', en: 'Put the elements in the order of the XDS.b schema.' },
    clause: `${CLAUSE}.1`,
    example: { right: '<RepositoryUniqueId/><DocumentUniqueId/>', wrong: '<DocumentUniqueId/><RepositoryUniqueId/>' },
  }),
  rule({
    id: 'XDS-RET-04',
    level: 'SHALL',
    title: { fr: 'HomeCommunityId, s’il est écrit, est un urn:oid:.', en: 'HomeCommunityId, when written, is a urn:oid:.' },
    message: { fr: 'HomeCommunityId n’est pas un urn:oid:.', en: 'HomeCommunityId is not a urn:oid:.' },
    hint: {
      fr: 'Écrire urn:oid: et l’OID de la communauté, ou retirer l’élément.',
      en: 'Write urn:oid: and the OID of the community, or remove the element.',
    },
    clause: `${CLAUSE}.1`,
    example: {
      right: '<HomeCommunityId>urn:oid:1.2.250.1.999.9</HomeCommunityId>',
      wrong: '<HomeCommunityId>1.2.250.1.999.9</HomeCommunityId>',
    },
  }),
  rule({
    id: 'XDS-RET-05',
    level: 'SHALL',
    title: { fr: 'Une réponse commence par un RegistryResponse.', en: 'An answer begins with a RegistryResponse.' },
    message: { fr: 'RegistryResponse n’ouvre pas cette réponse.', en: 'RegistryResponse does not open this answer.' },
    hint: { fr: 'Écrire rs:RegistryResponse avant les DocumentResponse.', en: 'Write rs:RegistryResponse before the DocumentResponses.' },
    clause: `${CLAUSE}.2`,
    example: {
      right: '<RetrieveDocumentSetResponse><rs:RegistryResponse/><DocumentResponse/>',
      wrong: '<RetrieveDocumentSetResponse><DocumentResponse/>',
    },
  }),
  rule({
    id: 'XDS-RET-06',
    level: 'SHALL',
    title: { fr: 'Chaque document rendu porte son mimeType.', en: 'Each document returned has its mimeType.' },
    message: { fr: 'mimeType manque dans cette réponse.', en: 'mimeType is missing from this answer.' },
    hint: { fr: 'Écrire le mimeType de la fiche du document.', en: 'Write the mimeType of the document entry.' },
    clause: `${CLAUSE}.2`,
    example: { right: '<mimeType>text/xml</mimeType>', wrong: '<!-- mimeType absent -->' },
  }),
  rule({
    id: 'XDS-RET-07',
    level: 'SHALL',
    title: {
      fr: 'Chaque document rendu a un contenu : un xop:Include (cid:) ou du base64.',
      en: 'Each document returned has a content: an xop:Include (cid:) or base64.',
    },
    message: {
      fr: 'Le contenu de ce document manque ou n’est pas lisible.',
      en: 'The content of this document is missing or cannot be read.',
    },
    hint: {
      fr: 'Écrire xop:Include href="cid:…" vers la pièce MIME du document.',
      en: 'Write xop:Include href="cid:…" to the MIME part of the document.',
    },
    clause: `${CLAUSE}.2`,
    example: { right: '<Document><xop:Include href="cid:1@repository"/></Document>', wrong: '<Document/>' },
  }),
  rule({
    id: 'XDS-RET-08',
    level: 'SHALL',
    title: {
      fr: 'Le statut suit le contenu : documents sans erreur Success, documents et erreurs PartialSuccess, erreurs seules Failure.',
      en: 'The status follows the content: documents without error Success, documents and errors PartialSuccess, errors alone Failure.',
    },
    message: { fr: 'Le statut ne correspond pas aux documents rendus.', en: 'The status does not match the documents returned.' },
    hint: {
      fr: 'Écrire Success si tout est rendu, PartialSuccess si une partie l’est, Failure si rien ne l’est.',
      en: 'Write Success if all is returned, PartialSuccess if some is, Failure if nothing is.',
    },
    clause: `${CLAUSE}.2`,
    example: { right: 'PartialSuccess, un RegistryError et un DocumentResponse', wrong: 'Failure et un DocumentResponse' },
  }),
  rule({
    id: 'XDS-RET-09',
    level: 'SHALL',
    title: { fr: 'Chaque document rendu a été demandé.', en: 'Each document returned was asked for.' },
    message: { fr: 'Ce document n’a pas été demandé.', en: 'This document was not asked for.' },
    why: { fr: 'Le consommateur afficherait le document d’un autre.', en: 'The consumer would show somebody else’s document.' },
    hint: {
      fr: 'Reprendre RepositoryUniqueId et DocumentUniqueId de la demande.',
      en: 'Repeat RepositoryUniqueId and DocumentUniqueId of the request.',
    },
    clause: `${CLAUSE}.2`,
    example: { right: 'les identifiants de la demande', wrong: 'un DocumentUniqueId que la demande ne contient pas' },
  }),
  rule({
    id: 'XDS-RET-10',
    level: 'SHALL',
    title: {
      fr: 'Chaque document demandé est rendu, ou une erreur dit pourquoi il ne l’est pas.',
      en: 'Each document asked for is returned, or an error says why it is not.',
    },
    message: { fr: 'Un document demandé n’est ni rendu ni refusé.', en: 'A document asked for is neither returned nor refused.' },
    hint: {
      fr: 'Rendre le document, ou ajouter une erreur XDSDocumentUniqueIdError ou XDSUnknownRepositoryId.',
      en: 'Return the document, or add an error XDSDocumentUniqueIdError or XDSUnknownRepositoryId.',
    },
    clause: `${CLAUSE}.2`,
    example: { right: 'un DocumentResponse ou un RegistryError par DocumentRequest', wrong: 'deux demandes, un document et aucune erreur' },
  }),
  rule({
    id: 'XDS-RET-11',
    level: 'SHOULD',
    title: { fr: 'Un document n’est rendu qu’une fois.', en: 'A document is returned only once.' },
    message: { fr: 'Ce document est déjà dans la réponse.', en: 'This document is already in the answer.' },
    hint: { fr: 'Rendre chaque document une fois.', en: 'Return each document once.' },
    clause: `${CLAUSE}.2`,
    example: { right: 'un DocumentResponse par document', wrong: 'deux DocumentResponse de mêmes identifiants' },
  }),
  rule({
    id: 'XDS-RET-12',
    level: 'SHALL',
    title: { fr: 'mimeType est un type MIME : type/sous-type.', en: 'mimeType is a MIME type: type/subtype.' },
    message: { fr: 'mimeType n’est pas un type MIME.', en: 'mimeType is not a MIME type.' },
    hint: { fr: 'Reprendre mimeType de la fiche, par exemple text/xml.', en: 'Repeat mimeType of the entry, for example text/xml.' },
    clause: `${CLAUSE}.2`,
    example: { right: '<mimeType>text/xml</mimeType>', wrong: '<mimeType>CDA</mimeType>' },
  }),
  rule({
    id: 'XDS-RET-13',
    level: 'SHOULD',
    title: { fr: 'Un document n’est demandé qu’une fois.', en: 'A document is asked for only once.' },
    message: { fr: 'Ce document est déjà demandé.', en: 'This document is already asked for.' },
    hint: { fr: 'Retirer le DocumentRequest en double.', en: 'Remove the repeated DocumentRequest.' },
    clause: `${CLAUSE}.1`,
    example: { right: 'un DocumentRequest par document', wrong: 'deux DocumentRequest de mêmes identifiants' },
  }),
];

const REQUEST_ORDER = [
  'HomeCommunityId',
  'RepositoryUniqueId',
  'DocumentUniqueId',
  'NewRepositoryUniqueId',
  'NewDocumentUniqueId',
  'mimeType',
  'Document',
];

/** A request of ITI-43. */
export function checkRetrieveRequest(judge: Judge, { element, requests }: RetrieveRequest): void {
  judge.expect('XDS-RET-01', requests.length > 0, { in: element, missing: 'DocumentRequest' }, () => ({
    expected: same('DocumentRequest'),
    actual: NOTHING,
  }));
  const seen = new Set<string>();
  for (const request of requests) {
    checkReference(judge, request);
    checkOnce(judge, request, seen, 'XDS-RET-13');
  }
}

const keyOf = ({ repositoryUniqueId, documentUniqueId }: DocumentReference): string => `${repositoryUniqueId} ${documentUniqueId}`;

function checkOnce(judge: Judge, reference: DocumentRequestRead, seen: Set<string>, id: 'XDS-RET-11' | 'XDS-RET-13'): void {
  if (reference.documentUniqueId === '') return;
  const key = `${reference.home ?? ''} ${keyOf(reference)}`;
  judge.expect(id, !seen.has(key), reference.element, () => ({
    expected: { fr: 'un autre document', en: 'another document' },
    actual: same(reference.documentUniqueId),
  }));
  seen.add(key);
}

/** An answer to ITI-43 against what was asked. */
export function checkRetrieved(judge: Judge, { element, response, documents }: RetrieveResponse, { requests }: RetrieveRequest): void {
  const asked = new Set(requests.map(keyOf));
  const returned = new Set(documents.map(keyOf));
  for (const document of documents)
    judge.expect('XDS-RET-09', asked.has(keyOf(document)), document.element.element('DocumentUniqueId') ?? document.element, () => ({
      expected: same(
        requests
          .slice(0, 20)
          .map(({ documentUniqueId }) => documentUniqueId)
          .join(', '),
      ),
      actual: same(`${document.documentUniqueId} (${document.repositoryUniqueId})`),
    }));
  const missing = [...new Map(requests.map((request) => [keyOf(request), request])).values()].filter(
    (request) => !returned.has(keyOf(request)),
  );
  const errors = (response?.errors ?? []).filter(({ severity }) => severity !== ERROR_SEVERITY.warning);
  // an error need not name its document, but then each document that is missing has one
  const named = new Set(
    errors.flatMap(({ context, location = '' }) =>
      (`${context} ${location}`.match(/[\w.^-]+/g) ?? []).map((word) => word.replace(/\.$/, '')),
    ),
  );
  const unnamed = missing.filter(({ documentUniqueId }) => !named.has(documentUniqueId));
  const ok = unnamed.length === 0 || errors.length >= missing.length;
  judge.expect('XDS-RET-10', ok, response?.element ?? element, () => ({
    expected: { fr: `${unnamed[0]!.documentUniqueId}, ou une erreur`, en: `${unnamed[0]!.documentUniqueId}, or an error` },
    actual: NOTHING,
  }));
}

/** An answer to ITI-43; its RegistryResponse is judged beside. */
export function checkRetrieveResponse(judge: Judge, { element, response, documents }: RetrieveResponse): void {
  const [first] = element.elements();
  judge.expect('XDS-RET-05', response !== undefined && first === response.element, first ?? element, () => ({
    expected: same('RegistryResponse'),
    actual: first ? same(first.local) : NOTHING,
  }));
  const seen = new Set<string>();
  for (const document of documents) {
    checkReference(judge, document);
    checkOnce(judge, document, seen, 'XDS-RET-11');
    if (document.mimeType !== '')
      judge.expect(
        'XDS-RET-12',
        /^[\w.+-]{1,100}\/[\w.+-]{1,100}(?:\s*;.*)?$/.test(document.mimeType),
        document.element.element('mimeType'),
        () => ({
          expected: { fr: 'type/sous-type', en: 'type/subtype' },
          actual: same(document.mimeType),
        }),
      );
    judge.expect('XDS-RET-06', document.mimeType !== '', { in: document.element, missing: 'mimeType' }, () => ({
      expected: { fr: 'un type MIME', en: 'a MIME type' },
      actual: NOTHING,
    }));
    const { document: content, href } = document;
    const text = content && href === undefined ? content.text.replace(/\s/g, '') : '';
    const sound = href === undefined ? text !== '' && text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text) : /^cid:./i.test(href);
    judge.expect('XDS-RET-07', sound, content ?? { in: document.element, missing: 'Document' }, () => ({
      expected: { fr: 'xop:Include href="cid:…", ou du base64', en: 'xop:Include href="cid:…", or base64' },
      actual: same(href ?? text.slice(0, 60)),
    }));
  }
  if (response && Object.values<string>(RESPONSE_STATUS).includes(response.status)) {
    const errors = response.errors.some(({ severity }) => severity !== ERROR_SEVERITY.warning);
    const due =
      documents.length === 0 ? RESPONSE_STATUS.failure
      : errors ? RESPONSE_STATUS.partialSuccess
      : RESPONSE_STATUS.success;
    judge.expect('XDS-RET-08', response.status === due, [response.element, 'status'], () => ({
      expected: same(due),
      actual: same(response.status),
    }));
  }
}

function checkReference(judge: Judge, { element, home, repositoryUniqueId, documentUniqueId }: DocumentRequestRead): void {
  const child = (local: string) => element.element(local) ?? { in: element, missing: local };
  const named = judge.expect('XDS-RET-02', isOid(repositoryUniqueId), child('RepositoryUniqueId'), () => ({
    expected: { fr: 'l’OID de l’entrepôt', en: 'the OID of the repository' },
    actual: same(repositoryUniqueId),
  }));
  if (named)
    judge.expect('XDS-RET-02', documentUniqueId !== '', child('DocumentUniqueId'), () => ({
      expected: { fr: 'le uniqueId du document', en: 'the uniqueId of the document' },
      actual: NOTHING,
    }));
  if (home !== undefined)
    judge.expect('XDS-RET-04', home.startsWith('urn:oid:') && isOid(home.slice(8)), child('HomeCommunityId'), () => ({
      expected: same('urn:oid:…'),
      actual: same(home),
    }));
  checkOrder(judge, element);
}

function checkOrder(judge: Judge, element: XmlElement): void {
  let rank = 0;
  for (const child of element.elements()) {
    const own = REQUEST_ORDER.indexOf(child.local);
    if (own === -1) continue;
    if (own < rank)
      return void judge.expect('XDS-RET-03', false, child, () => ({
        expected: { fr: `${child.local} avant ${REQUEST_ORDER[rank]}`, en: `${child.local} before ${REQUEST_ORDER[rank]}` },
        actual: { fr: `${child.local} après ${REQUEST_ORDER[rank]}`, en: `${child.local} after ${REQUEST_ORDER[rank]}` },
      }));
    rank = own;
  }
  judge.expect('XDS-RET-03', true, element);
}
