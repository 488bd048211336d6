import type { Bilingual, CrossBlock, CrossRow } from '../../src/model/index.js';

const row = (rule: string, left: string, right: string, fr: string, en: string): CrossRow => ({ rule, left, right, compare: { fr, en } });
const ANSWER: Bilingual = { fr: 'Réponse', en: 'Answer' };

/** What these rules compare, as people read it. */
export const blocks: readonly CrossBlock[] = [
  {
    id: 'metadata-document',
    title: { fr: 'Métadonnées et octets du document', en: 'Metadata and bytes of the document' },
    left: { fr: 'Métadonnées (DocumentEntry)', en: 'Metadata (DocumentEntry)' },
    right: { fr: 'Document joint', en: 'Attached document' },
    rows: [
      row('XDS-130', 'ExtrinsicObject/@id', 'xdsb:Document/@id', 'chaque fiche a son document', 'each entry has its document'),
      row('XDS-131', 'ExtrinsicObject/@id', 'xdsb:Document/@id', 'chaque document a sa fiche', 'each document has its entry'),
      row('XDS-133', 'hash', '/', 'SHA-1 des octets', 'SHA-1 of the bytes'),
      row('XDS-134', 'size', '/', 'nombre d’octets', 'number of bytes'),
    ],
  },
  {
    id: 'query-answer',
    title: { fr: 'Réponse ITI-18 et question posée', en: 'ITI-18 answer and the question asked' },
    left: ANSWER,
    right: { fr: 'Question (AdhocQuery)', en: 'Question (AdhocQuery)' },
    rows: [
      row('SQ-26', 'RegistryError/@errorCode', 'AdhocQuery/@id', 'XDSUnknownStoredQuery si inconnu', 'XDSUnknownStoredQuery when unknown'),
      row(
        'SQ-27',
        'RegistryError/@errorCode',
        'Slot',
        'XDSStoredQueryMissingParam s’il en manque un',
        'XDSStoredQueryMissingParam when one is missing',
      ),
      row(
        'SQ-28',
        'RegistryError/@errorCode',
        'Slot',
        'XDSStoredQueryParamNumber pour une liste en trop',
        'XDSStoredQueryParamNumber for a list too many',
      ),
      row('SQ-29', 'patientId', 'AdhocQuery/@id', 'un seul patient pour les requêtes Get*', 'one patient for Get* queries'),
      row('SQ-44', 'RegistryObjectList', 'ResponseOption/@returnType', 'la forme demandée', 'the form asked for'),
      row('SQ-45', 'RegistryObjectList', 'AdhocQuery/@id', 'la nature que cherche la requête', 'the kind that the query looks for'),
      row('SQ-46', 'patientId', '$…PatientId', 'le patient demandé', 'the patient asked for'),
      row('SQ-47', '@status', '$…Status', 'un des états demandés', 'one of the states asked for'),
      row('SQ-48', 'classCode, typeCode, author…', '$…Code, $…AuthorPerson…', 'ce qui est demandé', 'what is asked for'),
      row('SQ-49', 'creationTime, serviceStartTime…', '$…TimeFrom, $…TimeTo', 'dans la période', 'in the period'),
      row('SQ-50', '@id, uniqueId', '$…EntryUUID, $…UniqueId, $uuid', 'nommé, ou lié à ce qui l’est', 'named, or linked to what is'),
    ],
  },
  {
    id: 'retrieve-answer',
    title: { fr: 'Réponse ITI-43 et documents demandés', en: 'ITI-43 answer and the documents asked for' },
    left: ANSWER,
    right: { fr: 'Demande (RetrieveDocumentSetRequest)', en: 'Request (RetrieveDocumentSetRequest)' },
    rows: [
      row('XDS-RET-09', 'DocumentResponse', 'DocumentRequest', 'chaque document rendu est demandé', 'each document returned was asked for'),
      row(
        'XDS-RET-10',
        'DocumentResponse, RegistryError',
        'DocumentRequest',
        'chaque document demandé est rendu, ou l’erreur le dit',
        'each document asked for is returned, or the error tells',
      ),
    ],
  },
];
