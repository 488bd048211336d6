import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import {
  ASSOCIATION,
  ENTRY_TYPE,
  ERROR_CODES,
  ERROR_SEVERITY,
  IDENTIFIER,
  isUuidUrn,
  readObjectList,
  RESPONSE_STATUS,
  SCHEME,
  type RegistryObject,
  type RegistryResponse,
} from '../../../src/protocols/ebxml/index.js';
import { attributeOr } from '../../../src/protocols/xml/index.js';
import { slotPath, type Judge } from '../judge.js';

const ERRORS = 'IHE ITI TF-3, 4.2.4';
const QUERY = 'IHE ITI TF-2, 3.18.4.1.3';

export const responseRules: Rule[] = [
  rule({
    id: 'XDS-RR-01',
    level: 'SHALL',
    title: {
      fr: 'status d’une réponse est Success, Failure ou PartialSuccess (URN complet).',
      en: 'status of a response is Success, Failure or PartialSuccess (full URN).',
    },
    message: { fr: 'status n’est pas celui d’une réponse de registre.', en: 'status is not that of a registry response.' },
    hint: {
      fr: `Écrire status="${RESPONSE_STATUS.success}" ou l’URN de l’échec.`,
      en: `Write status="${RESPONSE_STATUS.success}" or the URN of the failure.`,
    },
    clause: ERRORS,
    example: { right: `status="${RESPONSE_STATUS.success}"`, wrong: 'status="Success"' },
  }),
  rule({
    id: 'XDS-RR-02',
    level: 'SHALL',
    title: {
      fr: 'Une réponse Success ne contient pas d’erreur de sévérité Error.',
      en: 'A Success response contains no error of severity Error.',
    },
    message: { fr: 'Cette réponse Success contient une erreur.', en: 'This Success response contains an error.' },
    why: {
      fr: 'Le client croit que tout est fait alors qu’une partie est refusée.',
      en: 'The client believes that all is done while a part was refused.',
    },
    hint: { fr: 'Répondre Failure, ou retirer l’erreur.', en: 'Answer Failure, or remove the error.' },
    clause: ERRORS,
    example: {
      right: '<rs:RegistryResponse status="…:Success"/>',
      wrong: '<rs:RegistryResponse status="…:Success"><rs:RegistryErrorList>',
    },
  }),
  rule({
    id: 'XDS-RR-03',
    level: 'SHALL',
    title: {
      fr: 'Une réponse Failure ou PartialSuccess contient au moins une erreur.',
      en: 'A Failure or PartialSuccess response contains at least one error.',
    },
    message: { fr: 'Cette réponse ne dit pas ce qui a échoué.', en: 'This response does not say what failed.' },
    hint: {
      fr: 'Ajouter RegistryErrorList avec un RegistryError par cause.',
      en: 'Add a RegistryErrorList with one RegistryError for each cause.',
    },
    clause: ERRORS,
    example: {
      right: '<rs:RegistryErrorList><rs:RegistryError errorCode="XDSUnknownPatientId" …/>',
      wrong: '<rs:RegistryResponse status="…:Failure"/>',
    },
  }),
  rule({
    id: 'XDS-RR-04',
    level: 'SHOULD',
    title: { fr: 'errorCode est un code d’erreur d’IHE, ou un code du DMP.', en: 'errorCode is an IHE error code, or a DMP one.' },
    message: { fr: 'errorCode n’est pas un code d’erreur connu.', en: 'errorCode is not a known error code.' },
    hint: { fr: 'Choisir le code dans IHE ITI TF-3, 4.2.4.1.', en: 'Choose the code in IHE ITI TF-3, 4.2.4.1.' },
    clause: `${ERRORS}.1`,
    example: { right: 'errorCode="XDSPatientIdDoesNotMatch"', wrong: 'errorCode="ERR-42"' },
  }),
  rule({
    id: 'XDS-RR-05',
    level: 'SHALL',
    title: {
      fr: 'Chaque erreur a une sévérité Error ou Warning (URN complet).',
      en: 'Each error has a severity Error or Warning (full URN).',
    },
    message: { fr: 'severity n’est pas une sévérité connue.', en: 'severity is not a known severity.' },
    hint: { fr: `Écrire severity="${ERROR_SEVERITY.error}".`, en: `Write severity="${ERROR_SEVERITY.error}".` },
    clause: ERRORS,
    example: { right: `severity="${ERROR_SEVERITY.error}"`, wrong: 'severity="Error"' },
  }),
  rule({
    id: 'XDS-RR-06',
    level: 'SHALL',
    title: { fr: 'Chaque erreur a un errorCode et un codeContext.', en: 'Each error has an errorCode and a codeContext.' },
    message: { fr: 'errorCode ou codeContext manque dans cette erreur.', en: 'errorCode or codeContext is missing from this error.' },
    hint: {
      fr: 'Écrire errorCode, et la cause en clair dans codeContext.',
      en: 'Write errorCode, and the cause in plain words in codeContext.',
    },
    clause: ERRORS,
    example: {
      right: 'errorCode="XDSUnknownPatientId" codeContext="Patient inconnu : 279035121518989"',
      wrong: 'errorCode="XDSUnknownPatientId"',
    },
  }),
  rule({
    id: 'SQ-09',
    level: 'SHALL',
    title: {
      fr: 'Une réponse Success à une requête contient un RegistryObjectList, vide si rien n’est trouvé.',
      en: 'A Success answer to a query contains a RegistryObjectList, empty when nothing is found.',
    },
    message: { fr: 'RegistryObjectList manque dans cette réponse.', en: 'RegistryObjectList is missing from this answer.' },
    hint: { fr: 'Ajouter <rim:RegistryObjectList/>, même vide.', en: 'Add <rim:RegistryObjectList/>, even empty.' },
    clause: QUERY,
    example: {
      right: '<query:AdhocQueryResponse status="…:Success"><rim:RegistryObjectList/>',
      wrong: '<query:AdhocQueryResponse status="…:Success"/>',
    },
  }),
  rule({
    id: 'SQ-10',
    level: 'SHALL',
    title: {
      fr: 'Une fiche rendue par un registre porte objectType et status.',
      en: 'An entry returned by a registry has objectType and status.',
    },
    message: { fr: 'objectType ou status manque dans cette fiche.', en: 'objectType or status is missing from this entry.' },
    why: {
      fr: 'Le consommateur ne sait pas si le document est encore valable.',
      en: 'The consumer does not know whether the document is still valid.',
    },
    hint: { fr: 'Écrire objectType et status sur chaque ExtrinsicObject.', en: 'Write objectType and status on each ExtrinsicObject.' },
    clause: QUERY,
    example: {
      right: '<rim:ExtrinsicObject id="urn:uuid:…" objectType="urn:uuid:7edca82f-…" status="…:Approved">',
      wrong: '<rim:ExtrinsicObject id="urn:uuid:…">',
    },
  }),
  rule({
    id: 'SQ-22',
    level: 'SHALL',
    title: {
      fr: 'Chaque objet rendu est identifié par un UUID en minuscules.',
      en: 'Each object returned is identified by a UUID in lower case.',
    },
    message: { fr: 'L’identifiant de cet objet n’est pas un UUID.', en: 'The id of this object is not a UUID.' },
    hint: { fr: 'Écrire urn:uuid: et un UUID en minuscules.', en: 'Write urn:uuid: and a UUID in lower case.' },
    clause: QUERY,
    example: { right: '<rim:ObjectRef id="urn:uuid:a6e06ca8-0c75-4064-9e5d-88b9045a96f6"/>', wrong: '<rim:ObjectRef id="Document01"/>' },
  }),
  rule({
    id: 'SQ-23',
    level: 'SHOULD',
    title: {
      fr: 'Une fiche rendue porte son logicalID (lid) et sa version.',
      en: 'An entry returned has its logicalID (lid) and its version.',
    },
    message: { fr: 'lid ou VersionInfo manque dans cette fiche.', en: 'lid or VersionInfo is missing from this entry.' },
    hint: { fr: 'Écrire lid et VersionInfo/@versionName.', en: 'Write lid and VersionInfo/@versionName.' },
    clause: 'IHE ITI TF-2, 3.57 (mise à jour des métadonnées)',
    example: {
      right: '<rim:ExtrinsicObject lid="urn:uuid:…"> … <rim:VersionInfo versionName="1"/>',
      wrong: '<rim:ExtrinsicObject id="urn:uuid:…"> sans lid',
    },
  }),
  rule({
    id: 'SQ-24',
    level: 'SHALL',
    title: {
      fr: 'Une fiche rendue porte hash, size et repositoryUniqueId.',
      en: 'An entry returned has hash, size and repositoryUniqueId.',
    },
    message: {
      fr: 'hash, size ou repositoryUniqueId manque dans cette fiche.',
      en: 'hash, size or repositoryUniqueId is missing from this entry.',
    },
    why: {
      fr: 'Sans repositoryUniqueId, le consommateur ne sait pas où demander le document.',
      en: 'Without repositoryUniqueId the consumer does not know where to ask for the document.',
    },
    hint: {
      fr: 'Rendre les valeurs que l’entrepôt a calculées à la soumission.',
      en: 'Return the values the repository computed at submission.',
    },
    clause: 'IHE ITI TF-3, 4.2.3.2 ; CI-SIS, métadonnées XDS',
    example: { right: '<rim:Slot name="repositoryUniqueId">', wrong: '<!-- repositoryUniqueId absent -->' },
  }),
  rule({
    id: 'XDS-RR-07',
    level: 'SHOULD',
    title: {
      fr: 'errorCode est un code que la transaction peut rendre.',
      en: 'errorCode is a code that the transaction may return.',
    },
    message: { fr: 'Ce code d’erreur n’est pas de ceux de la transaction.', en: 'This error code is not one of those of the transaction.' },
    hint: {
      fr: 'Choisir dans IHE ITI TF-3, 4.2.4.1 un code de la transaction.',
      en: 'Choose a code of the transaction in IHE ITI TF-3, 4.2.4.1.',
    },
    clause: `${ERRORS}.1`,
    example: { right: 'ITI-18, XDSUnknownStoredQuery', wrong: 'ITI-18, XDSMissingDocument' },
  }),
  rule({
    id: 'XDS-RR-08',
    level: 'SHALL',
    title: { fr: 'Une réponse Failure ne rend aucun objet.', en: 'A Failure response returns no object.' },
    message: { fr: 'Cette réponse Failure rend des objets.', en: 'This Failure response returns objects.' },
    hint: { fr: 'Retirer les objets, ou répondre PartialSuccess.', en: 'Remove the objects, or answer PartialSuccess.' },
    clause: `${ERRORS}.2`,
    example: { right: 'Failure, <rim:RegistryObjectList/>', wrong: 'Failure, <rim:RegistryObjectList><rim:ObjectRef …/>' },
  }),
  rule({
    id: 'XDS-RR-09',
    level: 'SHOULD',
    title: {
      fr: 'PartialSuccess ne sert qu’aux lectures (ITI-18, ITI-43) : une soumission réussit ou échoue en entier.',
      en: 'PartialSuccess serves only readings (ITI-18, ITI-43): a submission succeeds or fails as a whole.',
    },
    message: { fr: 'Une soumission ne réussit pas en partie.', en: 'A submission does not succeed in part.' },
    hint: { fr: 'Répondre Failure, et ne rien enregistrer.', en: 'Answer Failure, and register nothing.' },
    clause: `${ERRORS}.2`,
    example: { right: 'ITI-41, Failure', wrong: 'ITI-41, PartialSuccess' },
  }),
  rule({
    id: 'XDS-RR-10',
    level: 'SHOULD',
    title: {
      fr: 'highestSeverity, s’il est écrit, est la plus haute sévérité de la liste.',
      en: 'highestSeverity, when written, is the highest severity of the list.',
    },
    message: {
      fr: 'highestSeverity n’est pas la plus haute sévérité de la liste.',
      en: 'highestSeverity is not the highest severity of the list.',
    },
    hint: { fr: 'Écrire Error dès qu’une erreur est de sévérité Error.', en: 'Write Error as soon as one error has the severity Error.' },
    clause: 'ebRS 3.0, RegistryErrorList',
    example: {
      right: `highestSeverity="${ERROR_SEVERITY.error}"`,
      wrong: `highestSeverity="${ERROR_SEVERITY.warning}" avec une erreur Error`,
    },
  }),
  rule({
    id: 'XDS-RR-11',
    level: 'SHOULD',
    title: {
      fr: 'Une réponse PartialSuccess à une requête contient un RegistryObjectList.',
      en: 'A PartialSuccess answer to a query contains a RegistryObjectList.',
    },
    message: { fr: 'Cette réponse partielle ne rend rien.', en: 'This partial answer returns nothing.' },
    hint: { fr: 'Rendre ce qui a été trouvé, ou répondre Failure.', en: 'Return what was found, or answer Failure.' },
    clause: QUERY,
    example: { right: 'PartialSuccess, un RegistryError et un RegistryObjectList', wrong: 'PartialSuccess et un RegistryError' },
  }),
  rule({
    id: 'SQ-41',
    level: 'SHALL',
    title: { fr: 'Un objet n’est rendu qu’une fois.', en: 'An object is returned only once.' },
    message: { fr: 'Cet objet est déjà dans la réponse.', en: 'This object is already in the answer.' },
    hint: { fr: 'Rendre chaque objet une fois.', en: 'Return each object once.' },
    clause: QUERY,
    example: { right: 'un ExtrinsicObject par fiche', wrong: 'deux ExtrinsicObject de même id' },
  }),
  rule({
    id: 'SQ-42',
    level: 'SHALL',
    title: {
      fr: 'Un lot, un classeur ou une fiche rendu est complet : état, patientId, uniqueId et ce que son type exige.',
      en: 'A SubmissionSet, Folder or entry returned is complete: state, patientId, uniqueId and what its kind requires.',
    },
    message: { fr: 'Un attribut manque dans cet objet rendu.', en: 'An attribute is missing from this object returned.' },
    why: {
      fr: 'Le consommateur ne peut ni classer ni demander ce document.',
      en: 'The consumer can neither file nor ask for this document.',
    },
    hint: {
      fr: 'Rendre l’objet tel qu’enregistré (returnComposedObjects).',
      en: 'Return the object as registered (returnComposedObjects).',
    },
    clause: `${QUERY} ; IHE ITI TF-3, 4.2.3`,
    example: {
      right: '<rim:ExternalIdentifier … value="1.2.250.1.999.1.1.8121">',
      wrong: '<rim:ExtrinsicObject id="urn:uuid:…" status="…"/>',
    },
  }),
  rule({
    id: 'SQ-43',
    level: 'SHALL',
    title: {
      fr: 'Une association rendue dit son type et ses deux extrémités, par leur UUID.',
      en: 'An association returned tells its type and its two ends, by their UUIDs.',
    },
    message: { fr: 'Le type ou une extrémité manque à cette association.', en: 'The type or an end is missing from this association.' },
    hint: { fr: 'Écrire associationType, sourceObject et targetObject.', en: 'Write associationType, sourceObject and targetObject.' },
    clause: `${QUERY} ; IHE ITI TF-3, 4.2.2`,
    example: {
      right: `associationType="${ASSOCIATION.replaces}" sourceObject="urn:uuid:…" targetObject="urn:uuid:…"`,
      wrong: 'associationType="RPLC" sourceObject="Document01"',
    },
  }),
];

const DMP_CODE = /^DMP[A-Z]/;

/** Codes that any transaction may return. */
const ANYWHERE = [
  'XDSRegistryError',
  'XDSRegistryBusy',
  'XDSRegistryOutOfResources',
  'XDSInvalidRequestException',
  'LocalPolicyRestrictionError',
];
const REPOSITORY = ['XDSRepositoryError', 'XDSRepositoryBusy', 'XDSRepositoryOutOfResources'];
const HOME = ['XDSMissingHomeCommunityId', 'XDSUnknownCommunity', 'XDSUnavailableCommunity'];
const REGISTRATION = [
  ...ANYWHERE,
  'XDSRegistryMetadataError',
  'XDSRegistryDuplicateUniqueIdInMessage',
  'XDSDuplicateUniqueIdInRegistry',
  'XDSNonIdenticalHash',
  'XDSNonIdenticalSize',
  'XDSUnknownPatientId',
  'XDSPatientIdDoesNotMatch',
  'XDSRegistryDeprecatedDocumentError',
  'XDSReplaceFailed',
  'XDSExtraMetadataNotSaved',
  'UnresolvedReferenceException',
];
const PUBLICATION = [
  ...REGISTRATION,
  ...REPOSITORY,
  'XDSMissingDocument',
  'XDSMissingDocumentMetadata',
  'XDSRegistryNotAvailable',
  'XDSRepositoryMetadataError',
  'XDSRepositoryDuplicateUniqueIdInMessage',
  'PartialAppendContentNotProcessed',
  'PartialFolderContentNotProcessed',
  'PartialReplaceContentNotProcessed',
  'PartialTransformNotProcessed',
  'PartialTransformReplaceNotProcessed',
  'DocumentQueued',
  'InvalidDocumentContent',
];
const CODES_OF: Readonly<Record<string, readonly string[]>> = {
  'ITI-18': [
    ...ANYWHERE,
    ...HOME,
    'XDSTooManyResults',
    'XDSUnknownStoredQuery',
    'XDSStoredQueryMissingParam',
    'XDSStoredQueryParamNumber',
    'XDSResultNotSinglePatient',
  ],
  'ITI-41': PUBLICATION,
  'ITI-42': REGISTRATION,
  'ITI-43': [
    ...ANYWHERE,
    ...REPOSITORY,
    ...HOME,
    'XDSDocumentUniqueIdError',
    'XDSUnknownRepositoryId',
    'XDSResultNotSinglePatient',
    'XDSRegistryNotAvailable',
  ],
  'ITI-57': [
    ...REGISTRATION,
    'XDSMetadataUpdateError',
    'XDSMetadataUpdateOperationError',
    'XDSMetadataVersionError',
    'XDSPatientIDReconciliationError',
    'XDSMetadataIdentifierError',
    'XDSObjectTypeError',
    'UnmodifiableMetadataError',
    'XDSMetadataAnnotationError',
  ],
  'ITI-62': [...ANYWHERE, 'UnresolvedReferenceException', 'ReferencesExistException', 'XDSUnreferencedObjectException'],
};
const READINGS = ['ITI-18', 'ITI-43'];

/**
 * The status and errors of a response, whatever it answers.
 * @param transaction the one it belongs to, when something tells
 */
export function checkRegistryResponse(judge: Judge, response: RegistryResponse, transaction: string | undefined): void {
  const { element, status, errorList, errors } = response;
  const codes = transaction === undefined ? undefined : CODES_OF[transaction];
  if (codes && status !== '')
    judge.expect(
      'XDS-RR-09',
      READINGS.includes(transaction!) || status !== RESPONSE_STATUS.partialSuccess,
      attributeOr(element, 'status'),
      () => ({
        expected: same(RESPONSE_STATUS.failure),
        actual: same(status),
      }),
    );
  const highest = errorList?.attribute('highestSeverity');
  if (errorList && highest !== undefined && errors.length > 0) {
    const due = errors.some(({ severity }) => severity !== ERROR_SEVERITY.warning) ? ERROR_SEVERITY.error : ERROR_SEVERITY.warning;
    // severities that are none are told by XDS-RR-05
    const known = [...errors.map(({ severity }) => severity)].every((one) => Object.values<string>(ERROR_SEVERITY).includes(one));
    if (known)
      judge.expect('XDS-RR-10', highest === due, [errorList, 'highestSeverity'], () => ({ expected: same(due), actual: same(highest) }));
  }
  const known = judge.expect('XDS-RR-01', Object.values<string>(RESPONSE_STATUS).includes(status), attributeOr(element, 'status'), () => ({
    expected: same(Object.values(RESPONSE_STATUS).join(', ')),
    actual: same(status),
  }));
  if (known && status === RESPONSE_STATUS.success) {
    const error = errors.find(({ severity }) => severity !== ERROR_SEVERITY.warning);
    judge.expect('XDS-RR-02', !error, error?.element ?? element, () => ({
      expected: NOTHING,
      actual: same(`${error!.code} ${error!.context}`),
    }));
  } else if (known)
    judge.expect('XDS-RR-03', errors.length > 0, errorList ?? { in: element, missing: 'RegistryErrorList/RegistryError' }, () => ({
      expected: { fr: 'au moins un RegistryError', en: 'at least one RegistryError' },
      actual: NOTHING,
    }));
  for (const error of errors) {
    const missing = ['errorCode', 'codeContext'].find((name) => !error.element.attribute(name));
    judge.expect('XDS-RR-06', !missing, missing ? attributeOr(error.element, missing) : error.element, () => ({
      expected: same(missing!),
      actual: NOTHING,
    }));
    if (error.code !== '') {
      const ofDmp = DMP_CODE.test(error.code);
      const known = judge.expect(
        'XDS-RR-04',
        (ERROR_CODES as readonly string[]).includes(error.code) || ofDmp,
        attributeOr(error.element, 'errorCode'),
        () => ({
          expected: { fr: 'un code d’erreur d’IHE', en: 'an IHE error code' },
          actual: same(error.code),
        }),
      );
      if (known && codes && !ofDmp)
        judge.expect('XDS-RR-07', codes.includes(error.code), attributeOr(error.element, 'errorCode'), () => ({
          expected: same(codes.join(', ')),
          actual: same(error.code),
          message: {
            fr: `${error.code} n’est pas un code de ${transaction}.`,
            en: `${error.code} is not a code of ${transaction}.`,
          },
        }));
    }
    judge.expect(
      'XDS-RR-05',
      Object.values<string>(ERROR_SEVERITY).includes(error.severity),
      attributeOr(error.element, 'severity'),
      () => ({
        expected: same(Object.values(ERROR_SEVERITY).join(', ')),
        actual: same(error.severity),
      }),
    );
  }
}

/** The objects of an answer to ITI-18. */
export function checkQueryAnswer(judge: Judge, response: RegistryResponse): void {
  const { element, status, objects } = response;
  if (status === RESPONSE_STATUS.success)
    judge.expect('SQ-09', objects !== undefined, { in: element, missing: 'RegistryObjectList' }, () => ({
      expected: same('RegistryObjectList'),
      actual: NOTHING,
    }));
  if (status === RESPONSE_STATUS.partialSuccess)
    judge.expect('XDS-RR-11', objects !== undefined, { in: element, missing: 'RegistryObjectList' }, () => ({
      expected: same('RegistryObjectList'),
      actual: NOTHING,
    }));
  if (!objects) return;
  if (status === RESPONSE_STATUS.failure) {
    const [first] = objects.elements();
    judge.expect('XDS-RR-08', !first, first ?? objects, () => ({ expected: NOTHING, actual: same(first!.local) }));
  }
  const seen = new Set<string>();
  for (const object of objects.elements()) {
    if (object.local === 'Classification') continue;
    const own = object.attribute('id');
    if (own !== undefined && own !== '') {
      judge.expect('SQ-41', !seen.has(own), [object, 'id'], () => ({
        expected: { fr: 'un autre objet', en: 'another object' },
        actual: same(own),
      }));
      seen.add(own);
    }
    const id = object.attribute('id') ?? '';
    judge.expect('SQ-22', isUuidUrn(id), attributeOr(object, 'id'), () => ({
      expected: { fr: 'urn:uuid: et un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
      actual: same(id),
    }));
  }
  const { documentEntries, submissionSets, folders, associations } = readObjectList(objects);
  for (const entry of documentEntries) {
    checkReturnedEntry(judge, entry);
    checkComplete(judge, entry, [IDENTIFIER.entryPatientId, IDENTIFIER.entryUniqueId], ENTRY_CODES, []);
  }
  for (const set of submissionSets)
    checkComplete(
      judge,
      set,
      [IDENTIFIER.setPatientId, IDENTIFIER.setUniqueId, IDENTIFIER.setSourceId],
      [SCHEME.contentTypeCode],
      ['submissionTime'],
      true,
    );
  for (const folder of folders)
    checkComplete(judge, folder, [IDENTIFIER.folderPatientId, IDENTIFIER.folderUniqueId], [], ['lastUpdateTime'], true);
  for (const { element: association, type, source, target } of associations) {
    const wrong =
      Object.values<string>(ASSOCIATION).includes(type) ?
        !isUuidUrn(source) ? 'sourceObject'
        : isUuidUrn(target) ? undefined
        : 'targetObject'
      : 'associationType';
    judge.expect('SQ-43', wrong === undefined, wrong ? attributeOr(association, wrong) : association, () => ({
      expected: wrong === 'associationType' ? { fr: 'un type d’association d’IHE', en: 'an IHE association type' } : same('urn:uuid:…'),
      actual: same(association.attribute(wrong!) ?? ''),
    }));
  }
}

const ENTRY_CODES = [
  SCHEME.classCode,
  SCHEME.typeCode,
  SCHEME.formatCode,
  SCHEME.healthcareFacilityTypeCode,
  SCHEME.practiceSettingCode,
  SCHEME.confidentialityCode,
];

/** SQ-42, once for an object: the first attribute that is not there. */
function checkComplete(
  judge: Judge,
  object: RegistryObject,
  identifiers: readonly string[],
  codes: readonly string[],
  slots: readonly string[],
  withStatus = false,
): void {
  const missing =
    (withStatus && !object.status ? '@status' : undefined)
    ?? slots.filter((name) => !object.value(name)).map(slotPath)[0]
    ?? codes
      .filter((scheme) => object.classifiedBy(scheme).length === 0)
      .map((scheme) => `Classification[@classificationScheme='${scheme}']`)[0]
    ?? identifiers
      .filter((scheme) => !object.identifier(scheme))
      .map((scheme) => `ExternalIdentifier[@identificationScheme='${scheme}']`)[0];
  judge.expect('SQ-42', missing === undefined, { in: object.element, missing: missing ?? '@id' }, () => ({
    expected: same(missing!),
    actual: NOTHING,
  }));
}

function checkReturnedEntry(judge: Judge, entry: RegistryObject): void {
  const { element } = entry;
  const missing = (['objectType', 'status'] as const).find((name) => !entry[name]);
  judge.expect('SQ-10', !missing, missing ? attributeOr(element, missing) : element, () => ({ expected: same(missing!), actual: NOTHING }));
  const unversioned = entry.logicalId === undefined || entry.version === undefined;
  judge.expect('SQ-23', !unversioned, { in: element, missing: entry.logicalId === undefined ? '@lid' : 'VersionInfo' }, () => ({
    expected: same(entry.logicalId === undefined ? 'lid' : 'VersionInfo'),
    actual: NOTHING,
  }));
  // an on-demand document has no bytes before it is asked for
  const due = entry.objectType === ENTRY_TYPE.onDemand ? ['repositoryUniqueId'] : ['hash', 'size', 'repositoryUniqueId'];
  const absent = due.find((name) => !entry.value(name));
  judge.expect('SQ-24', !absent, { in: element, missing: slotPath(absent ?? 'hash') }, () => ({
    expected: same(absent!),
    actual: NOTHING,
  }));
}
