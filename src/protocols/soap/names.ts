/** Namespaces and fixed addresses of SOAP, WS-Addressing, WS-Security and XOP. */
export const SOAP_12 = 'http://www.w3.org/2003/05/soap-envelope';
export const SOAP_11 = 'http://schemas.xmlsoap.org/soap/envelope/';
export const WSA = 'http://www.w3.org/2005/08/addressing';
export const WSA_ANONYMOUS = 'http://www.w3.org/2005/08/addressing/anonymous';
export const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
/** WS-Trust 1.3; 1.4 keeps this namespace for what is used here. */
export const WST = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
/** Actions of a WS-Trust request for a new token, and of its last answer (WS-Trust 1.3, 4.1 and 4.4). */
export const WST_ISSUE = `${WST}/RST/Issue`;
export const WST_ISSUED = `${WST}/RSTRC/IssueFinal`;
/** SOAPAction of the SAML SOAP binding (SAML 2.0 Bindings, 3.2.2), and wsa:Action where SOAP 1.2 carries it. */
export const SAML_SOAP_ACTION = 'http://www.oasis-open.org/committees/security';
export const XOP_INCLUDE = 'http://www.w3.org/2004/08/xop/include';
export const XDSB = 'urn:ihe:iti:xds-b:2007';

interface Transaction {
  id: string;
  request: string;
  /** more than one where the field's own documents disagree */
  answers: readonly string[];
  /** local name of the request's body element */
  requestBody?: string;
  answerBody?: string;
  /** IHE packaging: MTOM/XOP or simple SOAP */
  packaging?: 'mtom' | 'simple';
}

/** The SOAP transactions of the field, with the actions that name them on the wire. */
export const TRANSACTIONS: readonly Transaction[] = [
  {
    id: 'ITI-18',
    request: 'urn:ihe:iti:2007:RegistryStoredQuery',
    answers: ['urn:ihe:iti:2007:RegistryStoredQueryResponse'],
    requestBody: 'AdhocQueryRequest',
    answerBody: 'AdhocQueryResponse',
    packaging: 'simple',
  },
  {
    id: 'ITI-41',
    request: 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b',
    answers: ['urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-bResponse'],
    requestBody: 'ProvideAndRegisterDocumentSetRequest',
    answerBody: 'RegistryResponse',
    packaging: 'mtom',
  },
  {
    id: 'ITI-42',
    request: 'urn:ihe:iti:2007:RegisterDocumentSet-b',
    answers: ['urn:ihe:iti:2007:RegisterDocumentSet-bResponse'],
    requestBody: 'SubmitObjectsRequest',
    answerBody: 'RegistryResponse',
    packaging: 'simple',
  },
  {
    id: 'ITI-43',
    request: 'urn:ihe:iti:2007:RetrieveDocumentSet',
    answers: ['urn:ihe:iti:2007:RetrieveDocumentSetResponse'],
    requestBody: 'RetrieveDocumentSetRequest',
    answerBody: 'RetrieveDocumentSetResponse',
    packaging: 'mtom',
  },
  {
    id: 'ITI-57',
    request: 'urn:ihe:iti:2010:UpdateDocumentSet',
    // the DMP's WSDL writes a hyphen that IHE does not
    answers: ['urn:ihe:iti:2010:UpdateDocumentSetResponse', 'urn:ihe:iti:2010:UpdateDocumentSet-Response'],
    requestBody: 'SubmitObjectsRequest',
    answerBody: 'RegistryResponse',
    packaging: 'simple',
  },
  { id: 'ITI-51', request: 'urn:ihe:iti:2009:MultiPatientStoredQuery', answers: ['urn:ihe:iti:2009:MultiPatientStoredQueryResponse'] },
  {
    id: 'ITI-61',
    request: 'urn:ihe:iti:2010:RegisterOnDemandDocumentEntry',
    answers: ['urn:ihe:iti:2010:RegisterOnDemandDocumentEntryResponse'],
  },
  {
    id: 'ITI-62',
    request: 'urn:ihe:iti:2010:DeleteDocumentSet',
    answers: ['urn:ihe:iti:2010:DeleteDocumentSetResponse'],
    requestBody: 'RemoveObjectsRequest',
    answerBody: 'RegistryResponse',
    packaging: 'simple',
  },
  ...identityTransactions(),
  { id: 'ITI-86', request: 'urn:ihe:iti:2017:RemoveDocuments', answers: ['urn:ihe:iti:2017:RemoveDocumentsResponse'] },
  { id: 'ITI-38', request: 'urn:ihe:iti:2007:CrossGatewayQuery', answers: ['urn:ihe:iti:2007:CrossGatewayQueryResponse'] },
  { id: 'ITI-39', request: 'urn:ihe:iti:2007:CrossGatewayRetrieve', answers: ['urn:ihe:iti:2007:CrossGatewayRetrieveResponse'] },
  // how an X-User Assertion is asked for has no number at IHE: these names are ours
  {
    id: 'WST-1',
    request: WST_ISSUE,
    answers: [WST_ISSUED],
    requestBody: 'RequestSecurityToken',
    answerBody: 'RequestSecurityTokenResponseCollection',
    packaging: 'simple',
  },
  {
    id: 'SAMLP-1',
    request: SAML_SOAP_ACTION,
    // the binding is one of SOAP 1.1, which has no action in its answers
    answers: [SAML_SOAP_ACTION, `${SAML_SOAP_ACTION}Response`],
    requestBody: 'AuthnRequest',
    answerBody: 'Response',
    packaging: 'simple',
  },
  {
    id: 'RAD-69',
    request: 'urn:ihe:rad:2009:RetrieveImagingDocumentSet',
    answers: ['urn:ihe:rad:2009:RetrieveImagingDocumentSetResponse'],
  },
];

/** PIXv3 and PDQv3: the body of a message is named after its interaction, and so is its action. */
function identityTransactions(): Transaction[] {
  const v3 = (name: string): string => `urn:hl7-org:v3:${name}`;
  const of = (id: string, requestBody: string, answerBody: string, request = v3(requestBody)): Transaction => ({
    id,
    request,
    answers: [v3(answerBody)],
    requestBody,
    answerBody,
    packaging: 'simple',
  });
  const accepted = 'MCCI_IN000002UV01';
  return [
    of('ITI-44', 'PRPA_IN201301UV02', accepted),
    of('ITI-44', 'PRPA_IN201302UV02', accepted),
    of('ITI-44', 'PRPA_IN201304UV02', accepted),
    of('ITI-45', 'PRPA_IN201309UV02', 'PRPA_IN201310UV02'),
    of('ITI-47', 'PRPA_IN201305UV02', 'PRPA_IN201306UV02'),
    of('ITI-47', 'QUQI_IN000003UV01', 'PRPA_IN201306UV02', v3('QUQI_IN000003UV01_Continue')),
    of('ITI-47', 'QUQI_IN000003UV01_Cancel', accepted),
  ];
}

const byAction = new Map<string, Transaction>(
  // an answer that several transactions share is that of the first
  TRANSACTIONS.toReversed().flatMap((t) => [t.request, ...t.answers].map((action): [string, Transaction] => [action, t])),
);

export type { Transaction };

/** The transaction that an action belongs to, as request or as answer. */
export const transactionOfAction = (action: string | undefined): Transaction | undefined =>
  action === undefined ? undefined : byAction.get(action.trim());

/** Action of the answer to a request's action. */
export const answerActionOf = (requestAction: string): string => byAction.get(requestAction)?.answers[0] ?? `${requestAction}Response`;
