import { NOTHING, rule, same, type Rule } from '../../../src/model/index.js';
import {
  ERROR_CODES,
  ERROR_SEVERITY,
  isUuidUrn,
  readObjectList,
  RESPONSE_STATUS,
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
];

const DMP_CODE = /^DMP[A-Z]/;

/** The status and errors of a response, whatever it answers. */
export function checkRegistryResponse(judge: Judge, response: RegistryResponse): void {
  const { element, status, errorList, errors } = response;
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
    if (error.code !== '')
      judge.expect(
        'XDS-RR-04',
        (ERROR_CODES as readonly string[]).includes(error.code) || DMP_CODE.test(error.code),
        attributeOr(error.element, 'errorCode'),
        () => ({
          expected: { fr: 'un code d’erreur d’IHE', en: 'an IHE error code' },
          actual: same(error.code),
        }),
      );
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
  if (!objects) return;
  for (const object of objects.elements()) {
    if (object.local === 'Classification') continue;
    const id = object.attribute('id') ?? '';
    judge.expect('SQ-22', isUuidUrn(id), attributeOr(object, 'id'), () => ({
      expected: { fr: 'urn:uuid: et un UUID en minuscules', en: 'urn:uuid: and a UUID in lower case' },
      actual: same(id),
    }));
  }
  for (const entry of readObjectList(objects).documentEntries) checkReturnedEntry(judge, entry);
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
  const absent = ['hash', 'size', 'repositoryUniqueId'].find((name) => !entry.value(name));
  judge.expect('SQ-24', !absent, { in: element, missing: slotPath(absent ?? 'hash') }, () => ({
    expected: same(absent!),
    actual: NOTHING,
  }));
}
