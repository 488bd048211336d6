import { ruleInWords, type Rule, type RuleWords } from '../../src/model/index.js';

/** Rules by what they are about; the families call them by these names. */
export const RULE = {
  interaction: 'FHIRR-01',
  mediaType: 'FHIRR-02',
  genericType: 'FHIRR-03',
  charset: 'FHIRR-04',
  version: 'FHIRR-05',
  body: 'FHIRR-06',
  accept: 'FHIRR-10',
  format: 'FHIRR-11',
  typeOfBody: 'FHIRR-12',
  idOfBody: 'FHIRR-13',
  idOnCreate: 'FHIRR-14',
  tagForm: 'FHIRR-15',
  ifNoneExist: 'FHIRR-16',
  criteria: 'FHIRR-17',
  patch: 'FHIRR-18',
  patchOperation: 'FHIRR-19',
  emptyPatch: 'FHIRR-20',
  token: 'FHIRR-21',
  parameter: 'FHIRR-30',
  value: 'FHIRR-31',
  modifier: 'FHIRR-32',
  count: 'FHIRR-33',
  sort: 'FHIRR-34',
  include: 'FHIRR-35',
  part: 'FHIRR-36',
  status: 'FHIRR-40',
  precondition: 'FHIRR-41',
  notModified: 'FHIRR-42',
  allow: 'FHIRR-43',
  challenge: 'FHIRR-44',
  asAccepted: 'FHIRR-45',
  location: 'FHIRR-46',
  locationForm: 'FHIRR-47',
  etag: 'FHIRR-48',
  etagForm: 'FHIRR-49',
  weakEtag: 'FHIRR-50',
  etagVersion: 'FHIRR-51',
  lastModified: 'FHIRR-52',
  lastModifiedForm: 'FHIRR-53',
  noBody: 'FHIRR-54',
  outcome: 'FHIRR-55',
  outcomeSeverity: 'FHIRR-56',
  leak: 'FHIRR-57',
  resourceAsked: 'FHIRR-58',
  resourceWritten: 'FHIRR-59',
  preferred: 'FHIRR-60',
  capabilities: 'FHIRR-61',
  bundleType: 'FHIRR-62',
  responses: 'FHIRR-63',
  unchanged: 'FHIRR-64',
  self: 'FHIRR-70',
  used: 'FHIRR-71',
  matchType: 'FHIRR-72',
  total: 'FHIRR-73',
  countOnly: 'FHIRR-74',
  pageServer: 'FHIRR-75',
  reason: 'FHIRR-76',
  countKept: 'FHIRR-77',
  subsetted: 'FHIRR-78',
} as const;

const says = (name: keyof typeof RULE, ...words: RuleWords): Rule => ruleInWords(RULE[name], ...words);

const HTTP = 'FHIR R4, 3.1.0 (RESTful API)';
const CONTENT = 'FHIR R4, 3.1.0.1.8 (content types and encodings)';
const VERSIONS = 'FHIR R4, 3.1.0.1.1 (resource metadata and versioning)';
const SEARCH = 'FHIR R4, 3.1.1 (search)';
const SEARCH_ANSWER = 'FHIR R4, 3.1.1.5 (managing returned resources)';

/** What holds for requests and answers. */
export const messageRules: readonly Rule[] = [
  says(
    'interaction',
    'SHALL',
    [
      [
        'L’adresse et la méthode de la requête sont celles d’une interaction de FHIR.',
        'The address and method of the request are those of an interaction of FHIR.',
      ],
      ['Cette adresse avec cette méthode n’est aucune interaction de FHIR.', 'This address with this method is no interaction of FHIR.'],
      [
        'Écrire [base]/Type, [base]/Type/id ou une autre forme que FHIR définit, avec sa méthode.',
        'Write [base]/Type, [base]/Type/id or another form that FHIR defines, with its method.',
      ],
    ],
    HTTP,
    ['PUT /fhir/Patient/1', 'POST /fhir/Patient/1'],
  ),
  says(
    'mediaType',
    'SHALL',
    [
      ['Le corps a un type de contenu que FHIR définit à cette place.', 'The body has a content type that FHIR defines for its place.'],
      ['Le type de contenu du corps manque ou n’est pas de FHIR.', 'The content type of the body is missing or none of FHIR’s.'],
      [
        'Écrire Content-Type: application/fhir+json ou application/fhir+xml (application/x-www-form-urlencoded pour _search).',
        'Write Content-Type: application/fhir+json or application/fhir+xml (application/x-www-form-urlencoded for _search).',
      ],
    ],
    CONTENT,
    ['Content-Type: application/fhir+json', 'Content-Type: text/plain'],
  ),
  says(
    'genericType',
    'SHOULD',
    [
      [
        'Le type de contenu est celui de FHIR, et non celui de tout JSON ou XML.',
        'The content type is FHIR’s, not that of any JSON or XML.',
      ],
      ['Le type de contenu ne dit pas que c’est du FHIR.', 'The content type does not say that this is FHIR.'],
      [
        'Écrire application/fhir+json ou application/fhir+xml\u00A0: un serveur peut refuser les autres.',
        'Write application/fhir+json or application/fhir+xml: a server may refuse the others.',
      ],
    ],
    CONTENT,
    ['Content-Type: application/fhir+json', 'Content-Type: application/json'],
  ),
  says(
    'charset',
    'SHALL',
    [
      ['Le corps est annoncé en UTF-8, ou sans jeu de caractères.', 'The body is announced as UTF-8, or without a character set.'],
      ['Le corps est annoncé dans un autre jeu de caractères que UTF-8.', 'The body is announced in another character set than UTF-8.'],
      ['Écrire charset=utf-8, et le corps en UTF-8.', 'Write charset=utf-8, and the body in UTF-8.'],
    ],
    CONTENT,
    ['Content-Type: application/fhir+json; charset=utf-8', 'Content-Type: application/fhir+json; charset=iso-8859-1'],
  ),
  says(
    'version',
    'SHALL',
    [
      [
        'Le paramètre fhirVersion d’un type de contenu, quand il est présent, vaut 4.0.',
        'The fhirVersion parameter of a content type, when present, is 4.0.',
      ],
      ['Le type de contenu annonce une autre version de FHIR.', 'The content type announces another version of FHIR.'],
      ['Écrire fhirVersion=4.0, ou rien.', 'Write fhirVersion=4.0, or nothing.'],
    ],
    'FHIR R4, 3.1.0.1.9 (fhirVersion)',
    ['application/fhir+json; fhirVersion=4.0', 'application/fhir+json; fhirVersion=3.0'],
  ),
  says(
    'body',
    'SHALL',
    [
      [
        'Le corps est une ressource, sous la forme que Content-Type annonce.',
        'The body is a resource, in the form that Content-Type announces.',
      ],
      [
        'Le corps n’est pas la ressource que la requête ou la réponse doit porter.',
        'The body is not the resource that the request or answer has to carry.',
      ],
      [
        'Envoyer une ressource entière, en JSON ou en XML comme Content-Type le dit.',
        'Send a whole resource, in JSON or XML as Content-Type says.',
      ],
    ],
    HTTP,
    ['{"resourceType":"Patient"}', '{"name":"Patient"}'],
  ),
];

/** What holds for requests. */
export const requestRules: readonly Rule[] = [
  says(
    'accept',
    'SHALL',
    [
      ['L’en-tête Accept, quand il est présent, admet une forme de FHIR.', 'The header Accept, when present, admits a form of FHIR.'],
      ['L’en-tête Accept n’admet aucune forme de FHIR.', 'The header Accept admits no form of FHIR.'],
      ['Écrire Accept: application/fhir+json ou application/fhir+xml.', 'Write Accept: application/fhir+json or application/fhir+xml.'],
    ],
    CONTENT,
    ['Accept: application/fhir+json', 'Accept: text/html'],
  ),
  says(
    'format',
    'SHALL',
    [
      ['Le paramètre _format, quand il est présent, nomme JSON ou XML.', 'The parameter _format, when present, names JSON or XML.'],
      ['Le paramètre _format ne nomme aucune forme de FHIR.', 'The parameter _format names no form of FHIR.'],
      ['Écrire _format=json ou _format=xml.', 'Write _format=json or _format=xml.'],
    ],
    'FHIR R4, 3.1.0.1.11 (_format)',
    ['_format=json', '_format=pdf'],
  ),
  says(
    'typeOfBody',
    'SHALL',
    [
      ['La ressource envoyée est du type que l’adresse nomme.', 'The resource sent is of the type that the address names.'],
      ['La ressource envoyée n’est pas du type que l’adresse nomme.', 'The resource sent is not of the type that the address names.'],
      ['Envoyer la ressource à l’adresse de son type.', 'Send the resource to the address of its type.'],
    ],
    'FHIR R4, 3.1.0.4 (update) et 3.1.0.8 (create)',
    ['POST /fhir/Patient … {"resourceType":"Patient"}', 'POST /fhir/Patient … {"resourceType":"Person"}'],
  ),
  says(
    'idOfBody',
    'SHALL',
    [
      ['La ressource d’une mise à jour a l’id de l’adresse.', 'The resource of an update has the id of the address.'],
      ['L’id de la ressource n’est pas celui de l’adresse.', 'The id of the resource is not that of the address.'],
      ['Écrire dans la ressource l’id de l’adresse.', 'Write the id of the address in the resource.'],
    ],
    'FHIR R4, 3.1.0.4 (update)',
    ['PUT /fhir/Patient/1 … "id":"1"', 'PUT /fhir/Patient/1 … "id":"2"'],
  ),
  says(
    'idOnCreate',
    'MAY',
    [
      ['La ressource d’une création n’a pas d’id.', 'The resource of a create has no id.'],
      ['L’id de la ressource est ignoré\u00A0: le serveur en choisit un.', 'The id of the resource is ignored: the server chooses one.'],
      [
        'Retirer l’id, ou créer par PUT à l’adresse qui le contient, si le serveur l’admet.',
        'Remove the id, or create by PUT at the address that has it, if the server allows that.',
      ],
    ],
    'FHIR R4, 3.1.0.8 (create)',
    ['POST /fhir/Patient … {"resourceType":"Patient"}', 'POST /fhir/Patient … {"resourceType":"Patient","id":"1"}'],
  ),
  says(
    'tagForm',
    'SHALL',
    [
      ['If-Match et If-None-Match sont des étiquettes d’entité entre guillemets.', 'If-Match and If-None-Match are entity tags in quotes.'],
      ['Cet en-tête n’est pas une étiquette d’entité.', 'This header is no entity tag.'],
      ['Reprendre l’ETag du serveur tel quel\u00A0: W/"3".', 'Repeat the ETag of the server as it is: W/"3".'],
    ],
    'FHIR R4, 3.1.0.5 (managing resource contention) ; RFC 9110, 8.8.3',
    ['If-Match: W/"3"', 'If-Match: 3'],
  ),
  says(
    'ifNoneExist',
    'SHALL',
    [
      [
        'If-None-Exist a des critères de recherche, sans adresse ni point d’interrogation.',
        'If-None-Exist has search criteria, without address or question mark.',
      ],
      ['If-None-Exist n’est pas fait de critères de recherche.', 'If-None-Exist is not made of search criteria.'],
      [
        'Écrire ce qui suivrait le point d’interrogation d’une recherche\u00A0: identifier=system|code.',
        'Write what would follow the question mark of a search: identifier=system|code.',
      ],
    ],
    'FHIR R4, 3.1.0.8.1 (conditional create)',
    ['If-None-Exist: identifier=urn:oid:1.2.3|A1', 'If-None-Exist: /Patient?identifier=A1'],
  ),
  says(
    'criteria',
    'SHALL',
    [
      [
        'Une mise à jour, un patch ou une suppression à l’adresse d’un type a des critères de recherche.',
        'An update, patch or delete at the address of a type has search criteria.',
      ],
      ['Rien ne dit quelle ressource est à changer.', 'Nothing says which resource is to be changed.'],
      [
        'Ajouter l’id à l’adresse, ou des critères\u00A0: ?identifier=system|code.',
        'Add the id to the address, or criteria: ?identifier=system|code.',
      ],
    ],
    'FHIR R4, 3.1.0.4.3 (conditional update), 3.1.0.7.1 (conditional delete)',
    ['PUT /fhir/Appointment?identifier=urn:oid:1.2.3|A1', 'PUT /fhir/Appointment'],
  ),
  says(
    'patch',
    'SHALL',
    [
      ['Un JSON Patch est un tableau d’opérations.', 'A JSON Patch is an array of operations.'],
      ['Le JSON Patch n’est pas un tableau.', 'The JSON Patch is no array.'],
      ['Envoyer un tableau JSON, même pour une seule opération.', 'Send an array of JSON, even for a single operation.'],
    ],
    'RFC 6902, 3',
    ['[{"op":"remove","path":"/birthDate"}]', '{"op":"remove","path":"/birthDate"}'],
  ),
  says(
    'patchOperation',
    'SHALL',
    [
      [
        'Chaque opération d’un JSON Patch a op, path, et value ou from là où l’opération les demande.',
        'Each operation of a JSON Patch has op, path, and value or from where the operation wants them.',
      ],
      ['Cette opération d’un JSON Patch est mal formée.', 'This operation of a JSON Patch is malformed.'],
      [
        'Écrire op parmi add, remove, replace, move, copy, test, et les chemins en JSON Pointer.',
        'Write op as add, remove, replace, move, copy or test, and the paths as JSON Pointers.',
      ],
    ],
    'RFC 6902, 4 ; RFC 6901',
    ['{"op":"replace","path":"/active","value":false}', '{"op":"set","path":"active"}'],
  ),
  says(
    'emptyPatch',
    'SHOULD',
    [
      ['Un JSON Patch a au moins une opération.', 'A JSON Patch has at least one operation.'],
      ['Ce JSON Patch ne change rien.', 'This JSON Patch changes nothing.'],
      ['Ne pas envoyer de patch sans opération.', 'Send no patch without an operation.'],
    ],
    'RFC 6902, 3',
    ['[{"op":"remove","path":"/birthDate"}]', '[]'],
  ),
  says(
    'token',
    'SHALL',
    [
      ['Un jeton d’accès n’est pas dans l’adresse.', 'An access token is not in the address.'],
      [
        'Un jeton d’accès est dans l’adresse\u00A0: journaux et relais le gardent.',
        'An access token is in the address: logs and proxies keep it.',
      ],
      ['Envoyer le jeton dans l’en-tête Authorization: Bearer.', 'Send the token in the header Authorization: Bearer.'],
    ],
    'RFC 9700, 4.3.2 ; RFC 6750, 2.3',
    ['Authorization: Bearer …', 'GET /fhir/Patient/1?access_token=…'],
  ),
];

/** What holds for the parameters of a search, and for criteria of conditional interactions. */
export const searchRules: readonly Rule[] = [
  says(
    'parameter',
    'SHOULD',
    [
      [
        'Chaque paramètre de recherche est de FHIR R4 pour le type cherché, ou d’un volet connu.',
        'Each search parameter is one of FHIR R4 for the type searched, or of a known volet.',
      ],
      [
        'Ce paramètre de recherche n’est pas connu pour ce type\u00A0: un serveur peut l’ignorer.',
        'This search parameter is not known for this type: a server may ignore it.',
      ],
      [
        'Vérifier le nom du paramètre, et le CapabilityStatement du serveur.',
        'Check the name of the parameter, and the CapabilityStatement of the server.',
      ],
    ],
    SEARCH,
    ['Slot?status=free', 'Slot?state=free'],
  ),
  says(
    'value',
    'SHALL',
    [
      ['La valeur d’un paramètre de recherche a la forme de son type.', 'The value of a search parameter has the form of its type.'],
      ['La valeur n’a pas la forme du type de ce paramètre.', 'The value does not have the form of the type of this parameter.'],
      [
        'Écrire la valeur sous la forme attendue, et encoder les signes réservés (+ en %2B, | en %7C).',
        'Write the value in the form expected, and encode reserved signs (+ as %2B, | as %7C).',
      ],
    ],
    'FHIR R4, 3.1.1.4 (search parameter types)',
    ['start=ge2026-11-21T10:00:00%2B01:00', 'start=21/11/2026'],
  ),
  says(
    'modifier',
    'SHALL',
    [
      ['Le modificateur d’un paramètre existe pour son type.', 'The modifier of a parameter exists for its type.'],
      ['Ce modificateur n’existe pas pour le type de ce paramètre.', 'This modifier does not exist for the type of this parameter.'],
      ['Retirer le modificateur, ou prendre un de ceux du type.', 'Remove the modifier, or take one of those of the type.'],
    ],
    'FHIR R4, 3.1.1.4.5 (modifiers)',
    ['Patient?family:exact=MARTIN', 'Patient?birthdate:exact=1970-01-01'],
  ),
  says(
    'count',
    'SHALL',
    [
      ['_count est un entier positif ou nul, une seule fois.', '_count is a whole number, not negative, once.'],
      ['_count n’est pas un seul entier positif ou nul.', '_count is not one whole number that is not negative.'],
      ['Écrire _count=50.', 'Write _count=50.'],
    ],
    'FHIR R4, 3.1.1.5.2 (page count)',
    ['_count=50', '_count=-1'],
  ),
  says(
    'sort',
    'SHALL',
    [
      [
        '_sort nomme des paramètres de recherche du type cherché, chacun précédé ou non de «\u00A0-\u00A0».',
        '_sort names search parameters of the type searched, each with or without “-” before it.',
      ],
      ['_sort ne nomme pas un paramètre de recherche de ce type.', '_sort names no search parameter of this type.'],
      ['Écrire _sort=-date,_id.', 'Write _sort=-date,_id.'],
    ],
    'FHIR R4, 3.1.1.5.1 (sorting)',
    ['Slot?_sort=-start', 'Slot?_sort:desc=start'],
  ),
  says(
    'include',
    'SHALL',
    [
      [
        '_include et _revinclude ont la forme Type:paramètre[:Cible], d’un paramètre de type reference.',
        '_include and _revinclude have the form Type:parameter[:Target], of a parameter of type reference.',
      ],
      ['Cette valeur ne nomme pas un paramètre de type reference.', 'This value does not name a parameter of type reference.'],
      ['Écrire _include=Slot:schedule.', 'Write _include=Slot:schedule.'],
    ],
    'FHIR R4, 3.1.1.5.4 (including other resources)',
    ['_include=Slot:schedule', '_include=Slot.schedule'],
  ),
  says(
    'part',
    'SHALL',
    [
      [
        '_summary, _total, _elements, _contained et _containedType ont une valeur que FHIR définit.',
        '_summary, _total, _elements, _contained and _containedType have a value that FHIR defines.',
      ],
      ['FHIR ne définit pas cette valeur.', 'FHIR does not define this value.'],
      ['Prendre une des valeurs attendues.', 'Take one of the values expected.'],
    ],
    SEARCH_ANSWER,
    ['_summary=count', '_summary=yes'],
  ),
];

/** What holds for answers. */
export const answerRules: readonly Rule[] = [
  says(
    'status',
    'SHALL',
    [
      [
        'Le statut d’une réponse de succès est celui que FHIR donne à l’interaction.',
        'The status of a successful answer is the one that FHIR gives to the interaction.',
      ],
      ['FHIR ne donne pas ce statut au succès de cette interaction.', 'FHIR does not give this status to the success of this interaction.'],
      ['Répondre avec un des statuts attendus.', 'Answer with one of the statuses expected.'],
    ],
    HTTP,
    ['POST /fhir/Patient → 201', 'POST /fhir/Patient → 200'],
  ),
  says(
    'precondition',
    'SHOULD',
    [
      ['412 répond à une requête qui pose une condition.', '412 answers a request that sets a condition.'],
      ['La requête ne pose pas de condition qui puisse ne pas être remplie.', 'The request sets no condition that could be unfulfilled.'],
      [
        'Répondre 409 pour un conflit, 422 pour une règle métier, 400 pour une requête mal formée.',
        'Answer 409 for a conflict, 422 for a business rule, 400 for a malformed request.',
      ],
    ],
    'RFC 9110, 15.5.13 ; FHIR R4, 3.1.0.5',
    ['If-Match: W/"1" → 412', 'POST /fhir/Patient → 412'],
  ),
  says(
    'notModified',
    'SHALL',
    [
      ['304 répond à une lecture avec If-None-Match ou If-Modified-Since.', '304 answers a read with If-None-Match or If-Modified-Since.'],
      ['La requête ne demandait pas si la ressource a changé.', 'The request did not ask whether the resource has changed.'],
      ['Répondre 200 avec la ressource.', 'Answer 200 with the resource.'],
    ],
    'FHIR R4, 3.1.0.1.6 (conditional read) ; RFC 9110, 15.4.5',
    ['If-None-Match: W/"1" → 304', 'GET /fhir/Patient/1 → 304'],
  ),
  says(
    'allow',
    'SHALL',
    [
      [
        '405 est accompagné de l’en-tête Allow, qui ne nomme pas la méthode refusée.',
        '405 comes with the header Allow, which does not name the method refused.',
      ],
      ['L’en-tête Allow manque, ou permet la méthode refusée.', 'The header Allow is missing, or allows the method refused.'],
      [
        'Dire dans Allow les méthodes de cette adresse\u00A0; vide quand il n’y en a pas.',
        'Say in Allow the methods of this address; empty when there are none.',
      ],
    ],
    'RFC 9110, 15.5.6',
    ['405 … Allow: GET, HEAD', '405'],
  ),
  says(
    'challenge',
    'SHALL',
    [
      ['401 est accompagné de l’en-tête WWW-Authenticate.', '401 comes with the header WWW-Authenticate.'],
      ['L’en-tête WWW-Authenticate manque.', 'The header WWW-Authenticate is missing.'],
      ['Dire dans WWW-Authenticate comment s’authentifier.', 'Say in WWW-Authenticate how to authenticate.'],
    ],
    'RFC 9110, 15.5.2',
    ['401 … WWW-Authenticate: Bearer', '401'],
  ),
  says(
    'asAccepted',
    'SHALL',
    [
      ['Une réponse de succès a une forme que la requête accepte.', 'A successful answer has a form that the request accepts.'],
      ['La réponse n’a pas une forme que la requête accepte.', 'The answer does not have a form that the request accepts.'],
      [
        'Répondre dans la forme de _format ou d’Accept, ou refuser par 406.',
        'Answer in the form of _format or Accept, or refuse with 406.',
      ],
    ],
    CONTENT,
    ['Accept: application/fhir+xml → application/fhir+xml', 'Accept: application/fhir+xml → application/fhir+json'],
  ),
  says(
    'location',
    'SHALL',
    [
      ['201 est accompagné de l’en-tête Location.', '201 comes with the header Location.'],
      [
        'L’en-tête Location manque\u00A0: rien ne dit l’id de la ressource créée.',
        'The header Location is missing: nothing says the id of the resource created.',
      ],
      ['Écrire Location: [base]/Type/id/_history/version.', 'Write Location: [base]/Type/id/_history/version.'],
    ],
    'FHIR R4, 3.1.0.8 (create)',
    ['201 … Location: https://serveur.example/fhir/Patient/1/_history/1', '201'],
  ),
  says(
    'locationForm',
    'SHALL',
    [
      [
        'Location est [base]/Type/id[/_history/version], de la ressource écrite.',
        'Location is [base]/Type/id[/_history/version], of the resource written.',
      ],
      ['Location n’est pas l’adresse de la ressource écrite.', 'Location is not the address of the resource written.'],
      [
        'Écrire le type et l’id de la ressource, et la version que dit ETag.',
        'Write the type and id of the resource, and the version that ETag says.',
      ],
    ],
    'FHIR R4, 3.1.0.8 (create)',
    ['Location: https://serveur.example/fhir/Patient/1/_history/1', 'Location: https://serveur.example/fhir/1'],
  ),
  says(
    'etag',
    'SHOULD',
    [
      [
        'Une réponse avec une ressource qui a une version a l’en-tête ETag.',
        'An answer with a resource that has a version has the header ETag.',
      ],
      ['L’en-tête ETag manque.', 'The header ETag is missing.'],
      ['Écrire ETag: W/"version", de meta.versionId.', 'Write ETag: W/"version", from meta.versionId.'],
    ],
    VERSIONS,
    ['ETag: W/"3" … "versionId":"3"', '"versionId":"3"'],
  ),
  says(
    'etagForm',
    'SHALL',
    [
      ['ETag est une étiquette d’entité entre guillemets.', 'ETag is an entity tag in quotes.'],
      ['ETag n’est pas une étiquette d’entité.', 'ETag is no entity tag.'],
      ['Écrire ETag: W/"version".', 'Write ETag: W/"version".'],
    ],
    'RFC 9110, 8.8.3 ; FHIR R4, 3.1.0.1.1',
    ['ETag: W/"3"', 'ETag: 3'],
  ),
  says(
    'weakEtag',
    'SHOULD',
    [
      ['ETag est une étiquette faible.', 'ETag is a weak tag.'],
      [
        'ETag est une étiquette forte\u00A0: la même version peut s’écrire de plusieurs façons.',
        'ETag is a strong tag: the same version can be written in several ways.',
      ],
      ['Écrire W/ avant les guillemets.', 'Write W/ before the quotes.'],
    ],
    VERSIONS,
    ['ETag: W/"3"', 'ETag: "3"'],
  ),
  says(
    'etagVersion',
    'SHALL',
    [
      ['ETag est la version de la ressource (meta.versionId).', 'ETag is the version of the resource (meta.versionId).'],
      ['ETag n’est pas la version de la ressource.', 'ETag is not the version of the resource.'],
      ['Écrire la même version aux deux endroits.', 'Write the same version in both places.'],
    ],
    VERSIONS,
    ['ETag: W/"3" … "versionId":"3"', 'ETag: W/"3" … "versionId":"2"'],
  ),
  says(
    'lastModified',
    'SHOULD',
    [
      [
        'Last-Modified est présent et dit meta.lastUpdated, à la seconde.',
        'Last-Modified is present and says meta.lastUpdated, to the second.',
      ],
      ['Last-Modified manque ou ne dit pas meta.lastUpdated.', 'Last-Modified is missing or does not say meta.lastUpdated.'],
      ['Écrire l’instant de meta.lastUpdated dans Last-Modified.', 'Write the instant of meta.lastUpdated in Last-Modified.'],
    ],
    VERSIONS,
    ['Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT … "lastUpdated":"2026-11-21T10:00:00Z"', '"lastUpdated":"2026-11-21T10:00:00Z"'],
  ),
  says(
    'lastModifiedForm',
    'SHALL',
    [
      ['Last-Modified est une date de HTTP.', 'Last-Modified is a date of HTTP.'],
      ['Last-Modified n’est pas une date de HTTP.', 'Last-Modified is no date of HTTP.'],
      ['Écrire la date comme Sat, 21 Nov 2026 10:00:00 GMT.', 'Write the date like Sat, 21 Nov 2026 10:00:00 GMT.'],
    ],
    'RFC 9110, 5.6.7 et 8.8.2',
    ['Last-Modified: Sat, 21 Nov 2026 10:00:00 GMT', 'Last-Modified: 2026-11-21T10:00:00Z'],
  ),
  says(
    'noBody',
    'SHALL',
    [
      ['Une réponse 204 ou 304, ou à HEAD, n’a pas de corps.', 'An answer 204 or 304, or to HEAD, has no body.'],
      ['Cette réponse a un corps.', 'This answer has a body.'],
      ['Retirer le corps, ou répondre 200.', 'Remove the body, or answer 200.'],
    ],
    'RFC 9110, 6.4.1',
    ['204', '204 … {"resourceType":"OperationOutcome"}'],
  ),
  says(
    'outcome',
    'SHOULD',
    [
      ['Une réponse d’erreur porte un OperationOutcome.', 'An answer that tells an error carries an OperationOutcome.'],
      ['La réponse d’erreur ne porte pas d’OperationOutcome.', 'The answer that tells an error carries no OperationOutcome.'],
      [
        'Répondre avec un OperationOutcome qui dit ce qui ne va pas et où.',
        'Answer with an OperationOutcome that says what is wrong and where.',
      ],
    ],
    'FHIR R4, 3.1.0.1.5 (HTTP status codes)',
    ['404 … {"resourceType":"OperationOutcome"}', '404 … <html>Not found</html>'],
  ),
  says(
    'outcomeSeverity',
    'SHOULD',
    [
      [
        'L’OperationOutcome d’une erreur a un constat de gravité error ou fatal.',
        'The OperationOutcome of an error has an issue of severity error or fatal.',
      ],
      ['Aucun constat de cet OperationOutcome ne dit une erreur.', 'No issue of this OperationOutcome tells an error.'],
      ['Donner à un constat au moins la gravité error.', 'Give at least one issue the severity error.'],
    ],
    'FHIR R4, OperationOutcome',
    ['404 … "severity":"error"', '404 … "severity":"information"'],
  ),
  says(
    'leak',
    'SHOULD',
    [
      [
        'Une réponse d’erreur ne montre pas l’intérieur du serveur.',
        'An answer that tells an error does not show the inside of the server.',
      ],
      ['La réponse d’erreur contient une pile d’appels.', 'The answer that tells an error holds a stack trace.'],
      ['Garder la pile d’appels dans le journal du serveur.', 'Keep the stack trace in the log of the server.'],
    ],
    'FHIR R4, 6.1.0 (security)',
    ['"diagnostics":"Unexpected error 4711"', '"diagnostics":"… at org.example.Dao.read(Dao.java:12)"'],
  ),
  says(
    'resourceAsked',
    'SHALL',
    [
      [
        'Une lecture rend la ressource demandée\u00A0: son type, son id, sa version.',
        'A read gives the resource asked for: its type, its id, its version.',
      ],
      ['Ce n’est pas la ressource demandée.', 'This is not the resource asked for.'],
      ['Rendre la ressource demandée, ou répondre 404 ou 410.', 'Give the resource asked for, or answer 404 or 410.'],
    ],
    'FHIR R4, 3.1.0.2 (read) et 3.1.0.3 (vread)',
    ['GET /fhir/Patient/1 → {"resourceType":"Patient","id":"1"}', 'GET /fhir/Patient/1 → {"resourceType":"Patient","id":"2"}'],
  ),
  says(
    'resourceWritten',
    'SHALL',
    [
      [
        'Une écriture répond avec la ressource écrite, un OperationOutcome, ou rien.',
        'A write answers with the resource written, an OperationOutcome, or nothing.',
      ],
      ['Ce n’est ni la ressource écrite ni un OperationOutcome.', 'This is neither the resource written nor an OperationOutcome.'],
      ['Répondre avec la ressource écrite, ou sans corps.', 'Answer with the resource written, or without a body.'],
    ],
    'FHIR R4, 3.1.0.1.7 (create/update/patch/transaction)',
    ['PUT /fhir/Patient/1 → {"resourceType":"Patient","id":"1"}', 'PUT /fhir/Patient/1 → {"resourceType":"Patient","id":"2"}'],
  ),
  says(
    'preferred',
    'SHOULD',
    [
      ['Une écriture répond comme Prefer: return= le demande.', 'A write answers as Prefer: return= asks.'],
      ['La réponse n’est pas celle que Prefer demande.', 'The answer is not the one that Prefer asks for.'],
      [
        'Rendre rien (minimal), la ressource (representation) ou un OperationOutcome.',
        'Give nothing (minimal), the resource (representation) or an OperationOutcome.',
      ],
    ],
    'FHIR R4, 3.1.0.1.7 (create/update/patch/transaction)',
    ['Prefer: return=minimal → 201, no body', 'Prefer: return=minimal → 201 … {"resourceType":"Patient"}'],
  ),
  says(
    'capabilities',
    'SHALL',
    [
      [
        '/metadata rend un CapabilityStatement (TerminologyCapabilities avec mode=terminology).',
        '/metadata gives a CapabilityStatement (TerminologyCapabilities with mode=terminology).',
      ],
      ['Ce n’est pas la ressource que /metadata rend.', 'This is not the resource that /metadata gives.'],
      ['Rendre un CapabilityStatement.', 'Give a CapabilityStatement.'],
    ],
    'FHIR R4, 3.1.0.10 (capabilities)',
    ['GET /fhir/metadata → {"resourceType":"CapabilityStatement"}', 'GET /fhir/metadata → {"resourceType":"Bundle"}'],
  ),
  says(
    'bundleType',
    'SHALL',
    [
      [
        'Une recherche rend un Bundle searchset, un historique un Bundle history, une transaction ou un lot le Bundle de leur réponse.',
        'A search gives a Bundle searchset, a history a Bundle history, a transaction or batch the Bundle of their response.',
      ],
      ['Ce n’est pas le Bundle que cette interaction rend.', 'This is not the Bundle that this interaction gives.'],
      ['Rendre un Bundle du type attendu.', 'Give a Bundle of the type expected.'],
    ],
    'FHIR R4, 3.1.0.9 (search), 3.1.0.11 (batch/transaction), 3.1.0.12 (history)',
    ['GET /fhir/Slot → {"resourceType":"Bundle","type":"searchset"}', 'GET /fhir/Slot → {"resourceType":"Bundle","type":"collection"}'],
  ),
  says(
    'responses',
    'SHALL',
    [
      [
        'La réponse à une transaction ou à un lot a une entrée pour chacune de la requête.',
        'The answer to a transaction or batch has an entry for each one of the request.',
      ],
      ['La réponse n’a pas autant d’entrées que la requête.', 'The answer does not have as many entries as the request.'],
      [
        'Rendre une entrée, avec response, pour chaque entrée, dans le même ordre.',
        'Give an entry, with response, for each entry, in the same order.',
      ],
    ],
    'FHIR R4, 3.1.0.11.3 (transaction response)',
    ['2 → 2', '2 → 1'],
  ),
  says(
    'unchanged',
    'SHOULD',
    [
      ['Une lecture avec If-None-Match de la version courante reçoit 304.', 'A read with If-None-Match of the current version gets 304.'],
      ['La version que le client a déjà lui est rendue.', 'The version that the client already has is given.'],
      ['Répondre 304, sans corps, ou ne pas annoncer conditionalRead.', 'Answer 304, without a body, or do not announce conditionalRead.'],
    ],
    'FHIR R4, 3.1.0.1.6 (conditional read)',
    ['If-None-Match: W/"3" → 304', 'If-None-Match: W/"3" → 200 … ETag: W/"3"'],
  ),
  says(
    'self',
    'SHALL',
    [
      [
        'Le Bundle d’une recherche a un lien self, qui dit les paramètres dont le serveur s’est servi.',
        'The Bundle of a search has a link self, which tells the parameters that the server used.',
      ],
      ['Le lien self manque.', 'The link self is missing.'],
      [
        'Ajouter link avec relation self et l’adresse de la recherche comme elle a été faite.',
        'Add link with relation self and the address of the search as it was made.',
      ],
    ],
    'FHIR R4, 3.1.1.6 (server conformance)',
    ['"link":[{"relation":"self","url":"https://serveur.example/fhir/Slot?status=free"}]', '"link":[]'],
  ),
  says(
    'used',
    'SHOULD',
    [
      [
        'Chaque critère demandé est dans le lien self, ou un OperationOutcome dit qu’il ne sert pas.',
        'Each criterion asked for is in the link self, or an OperationOutcome tells that it is not used.',
      ],
      [
        'Le serveur ne s’est pas servi de ce critère\u00A0: la réponse contient plus que ce qui est demandé.',
        'The server did not use this criterion: the answer has more than what is asked for.',
      ],
      [
        'Appliquer le critère, le refuser par 400, ou le dire dans une entrée de mode outcome.',
        'Apply the criterion, refuse it with 400, or tell it in an entry of mode outcome.',
      ],
    ],
    'FHIR R4, 3.1.1.6 (server conformance)',
    ['Slot?status=free → self …/Slot?status=free', 'Slot?status=free → self …/Slot'],
  ),
  says(
    'matchType',
    'SHALL',
    [
      ['Ce qui répond à une recherche est du type cherché.', 'What matches a search is of the type searched.'],
      ['Cette ressource n’est pas du type cherché.', 'This resource is not of the type searched.'],
      ['Donner le mode include à ce qui accompagne les réponses.', 'Give the mode include to what goes with the matches.'],
    ],
    SEARCH_ANSWER,
    [
      'GET /fhir/Slot → {"resource":{"resourceType":"Slot"},"search":{"mode":"match"}}',
      'GET /fhir/Slot → {"resource":{"resourceType":"Schedule"},"search":{"mode":"match"}}',
    ],
  ),
  says(
    'total',
    'SHALL',
    [
      [
        'total est le nombre de réponses quand elles sont toutes sur une page.',
        'total is the number of matches when all of them are on one page.',
      ],
      [
        'total n’est pas le nombre de réponses, et il n’y a pas d’autre page.',
        'total is not the number of matches, and there is no other page.',
      ],
      ['Compter les entrées de mode match, ou donner le lien next.', 'Count the entries of mode match, or give the link next.'],
    ],
    'FHIR R4, Bundle.total ; 3.1.1.5.3',
    ['"total":1 … 1 × match', '"total":5 … 1 × match'],
  ),
  says(
    'countOnly',
    'SHALL',
    [
      [
        'Avec _summary=count ou _count=0, le Bundle a total et pas de réponse.',
        'With _summary=count or _count=0, the Bundle has total and no match.',
      ],
      ['Seul le nombre de réponses était demandé.', 'Only the number of matches was asked for.'],
      ['Rendre total, sans entrée de mode match ou include.', 'Give total, without an entry of mode match or include.'],
    ],
    'FHIR R4, 3.1.1.5.2 (page count) et 3.1.1.5.8 (summary)',
    ['_summary=count → "total":12', '_summary=count → "total":12,"entry":[…]'],
  ),
  says(
    'pageServer',
    'SHOULD',
    [
      ['Les liens vers d’autres pages mènent au serveur de la première.', 'The links to other pages lead to the server of the first one.'],
      [
        'Ce lien mène à un autre serveur\u00A0: un client y enverrait son jeton.',
        'This link leads to another server: a client would send its token there.',
      ],
      ['Écrire le nom sous lequel le client a demandé.', 'Write the name under which the client asked.'],
    ],
    'FHIR R4, 3.1.1.5.2 (page count)',
    [
      'Host: serveur.example → "url":"https://serveur.example/fhir?page=2"',
      'Host: serveur.example → "url":"http://10.0.0.3:8080/fhir?page=2"',
    ],
  ),
  says(
    'reason',
    'SHOULD',
    [
      [
        'Une ressource incluse est référencée dans le Bundle, ou y référence une autre.',
        'An included resource is referred to in the Bundle, or refers to another one there.',
      ],
      ['Rien dans le Bundle ne mène à cette ressource incluse.', 'Nothing in the Bundle leads to this included resource.'],
      ['N’inclure que ce que _include ou _revinclude demande.', 'Include only what _include or _revinclude asks for.'],
    ],
    'FHIR R4, 3.1.1.5.4 (including other resources)',
    ['Slot.schedule → Schedule/1', 'Slot.schedule → Schedule/1 … Schedule/9'],
  ),
  says(
    'countKept',
    'SHALL',
    [
      ['Une page n’a pas plus de réponses que _count.', 'A page has no more matches than _count.'],
      ['La page a plus de réponses que _count.', 'The page has more matches than _count.'],
      ['Rendre au plus _count réponses, et le lien next.', 'Give at most _count matches, and the link next.'],
    ],
    'FHIR R4, 3.1.1.5.2 (page count)',
    ['_count=1 → 1 × match', '_count=1 → 2 × match'],
  ),
  says(
    'subsetted',
    'SHOULD',
    [
      [
        'Une ressource rendue en partie (_summary, _elements) porte l’étiquette SUBSETTED.',
        'A resource given in part (_summary, _elements) has the tag SUBSETTED.',
      ],
      [
        'Rien ne dit que la ressource n’est pas entière\u00A0: un client pourrait l’enregistrer ainsi.',
        'Nothing says that the resource is not whole: a client could save it like that.',
      ],
      ['Ajouter SUBSETTED à meta.tag.', 'Add SUBSETTED to meta.tag.'],
    ],
    'FHIR R4, 3.1.1.5.8 (summary) et 3.1.1.5.9 (elements)',
    ['"meta":{"tag":[{"code":"SUBSETTED"}]}', '"meta":{}'],
  ),
];

export const rules: readonly Rule[] = [...messageRules, ...requestRules, ...searchRules, ...answerRules];
