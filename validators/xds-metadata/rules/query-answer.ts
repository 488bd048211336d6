import { NOTHING, rule, same, type Bilingual, type Rule } from '../../../src/model/index.js';
import {
  isLike,
  IDENTIFIER,
  parameterOf,
  readObjectList,
  RESPONSE_STATUS,
  SCHEME,
  type Association,
  type RegistryObject,
  type RegistryResponse,
  type StoredQuery,
  type StoredQueryDefinition,
} from '../../../src/protocols/ebxml/index.js';
import { isDtm, parseCx, parseXcn } from '../../../src/protocols/identifiers/index.js';
import type { Where, XmlElement } from '../../../src/protocols/xml/index.js';
import type { Judge } from '../judge.js';

const CLAUSE = 'IHE ITI TF-2, 3.18.4.1.2';
const ERRORS = 'IHE ITI TF-3, 4.2.4.1';

/** An answer of ITI-18 against the question it answers. */
export const queryAnswerRules: Rule[] = [
  rule({
    id: 'SQ-26',
    level: 'SHALL',
    title: {
      fr: 'Le registre refuse une requête dont l’identifiant est inconnu par XDSUnknownStoredQuery.',
      en: 'The registry refuses a query whose id is unknown with XDSUnknownStoredQuery.',
    },
    message: {
      fr: 'Une requête inconnue n’est pas refusée par XDSUnknownStoredQuery.',
      en: 'An unknown query is not refused with XDSUnknownStoredQuery.',
    },
    hint: { fr: 'Répondre Failure avec XDSUnknownStoredQuery.', en: 'Answer Failure with XDSUnknownStoredQuery.' },
    clause: ERRORS,
    example: { right: 'Failure, errorCode="XDSUnknownStoredQuery"', wrong: 'Success, liste vide' },
  }),
  rule({
    id: 'SQ-27',
    level: 'SHALL',
    title: {
      fr: 'Le registre refuse une requête sans un paramètre obligatoire par XDSStoredQueryMissingParam.',
      en: 'The registry refuses a query without a required parameter with XDSStoredQueryMissingParam.',
    },
    message: {
      fr: 'Une requête sans paramètre obligatoire n’est pas refusée par XDSStoredQueryMissingParam.',
      en: 'A query without a required parameter is not refused with XDSStoredQueryMissingParam.',
    },
    hint: { fr: 'Répondre Failure avec XDSStoredQueryMissingParam.', en: 'Answer Failure with XDSStoredQueryMissingParam.' },
    clause: ERRORS,
    example: { right: 'Failure, errorCode="XDSStoredQueryMissingParam"', wrong: 'Success' },
  }),
  rule({
    id: 'SQ-28',
    level: 'SHALL',
    title: {
      fr: 'Le registre refuse une liste pour un paramètre à valeur unique par XDSStoredQueryParamNumber.',
      en: 'The registry refuses a list for a single-valued parameter with XDSStoredQueryParamNumber.',
    },
    message: {
      fr: 'Plusieurs valeurs d’un paramètre à valeur unique ne sont pas refusées par XDSStoredQueryParamNumber.',
      en: 'Several values of a single-valued parameter are not refused with XDSStoredQueryParamNumber.',
    },
    hint: { fr: 'Répondre Failure avec XDSStoredQueryParamNumber.', en: 'Answer Failure with XDSStoredQueryParamNumber.' },
    clause: ERRORS,
    example: { right: 'Failure, errorCode="XDSStoredQueryParamNumber"', wrong: 'Success' },
  }),
  rule({
    id: 'SQ-29',
    level: 'SHALL',
    title: {
      fr: 'Le registre refuse une requête Get* dont les objets concernent plusieurs patients par XDSResultNotSinglePatient.',
      en: 'The registry refuses a Get* query whose objects concern several patients with XDSResultNotSinglePatient.',
    },
    message: { fr: 'La réponse mêle les objets de plusieurs patients.', en: 'The answer mixes objects of several patients.' },
    why: { fr: 'Un professionnel verrait le dossier d’un autre patient.', en: 'A professional would see the record of another patient.' },
    hint: { fr: 'Répondre Failure avec XDSResultNotSinglePatient.', en: 'Answer Failure with XDSResultNotSinglePatient.' },
    clause: ERRORS,
    example: { right: 'Failure, errorCode="XDSResultNotSinglePatient"', wrong: 'Success, deux fiches de deux patients' },
  }),
  rule({
    id: 'SQ-44',
    level: 'SHALL',
    title: {
      fr: 'La réponse a la forme demandée : objets complets (LeafClass) ou références (ObjectRef).',
      en: 'The answer has the form asked for: whole objects (LeafClass) or references (ObjectRef).',
    },
    message: { fr: 'Cet objet n’a pas la forme demandée.', en: 'This object does not have the form asked for.' },
    hint: { fr: 'Suivre returnType de la requête.', en: 'Follow returnType of the query.' },
    clause: `${CLAUSE}.2`,
    example: {
      right: 'returnType="ObjectRef", <rim:ObjectRef id="urn:uuid:…"/>',
      wrong: 'returnType="ObjectRef", <rim:ExtrinsicObject …>',
    },
  }),
  rule({
    id: 'SQ-45',
    level: 'SHALL',
    title: {
      fr: 'Chaque objet rendu est de la nature que la requête recherche.',
      en: 'Each object returned is of the kind that the query looks for.',
    },
    message: { fr: 'Cette requête ne rend pas d’objet de cette nature.', en: 'This query returns no object of this kind.' },
    hint: { fr: 'Ne rendre que ce que la requête définit.', en: 'Return only what the query defines.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: 'FindDocuments, <rim:ExtrinsicObject>', wrong: 'FindDocuments, <rim:RegistryPackage>' },
  }),
  rule({
    id: 'SQ-46',
    level: 'SHALL',
    title: { fr: 'Chaque objet rendu est du patient demandé.', en: 'Each object returned is of the patient asked for.' },
    message: { fr: 'Cet objet est d’un autre patient.', en: 'This object is of another patient.' },
    why: { fr: 'Un professionnel verrait le dossier d’un autre patient.', en: 'A professional would see the record of another patient.' },
    hint: { fr: 'Filtrer sur le patientId de la requête.', en: 'Filter by the patientId of the query.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: 'le patientId de la requête', wrong: 'un autre patientId' },
  }),
  rule({
    id: 'SQ-47',
    level: 'SHALL',
    title: { fr: 'Chaque objet rendu est dans un des états demandés.', en: 'Each object returned is in one of the states asked for.' },
    message: { fr: 'Cet objet n’est pas dans un état demandé.', en: 'This object is not in a state asked for.' },
    why: {
      fr: 'Un document remplacé ou supprimé serait montré comme valable.',
      en: 'A replaced or deleted document would be shown as valid.',
    },
    hint: { fr: 'Filtrer sur l’état.', en: 'Filter by the state.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: 'Approved demandé, Approved rendu', wrong: 'Approved demandé, Deprecated rendu' },
  }),
  rule({
    id: 'SQ-48',
    level: 'SHALL',
    title: {
      fr: 'Chaque objet rendu répond aux codes, auteurs et références demandés.',
      en: 'Each object returned meets the codes, authors and references asked for.',
    },
    message: { fr: 'Cet objet ne répond pas à ce critère de la requête.', en: 'This object does not meet this criterion of the query.' },
    hint: {
      fr: 'Appliquer chaque critère : une valeur du Slot suffit, et chaque Slot doit être satisfait.',
      en: 'Apply each criterion: one value of a Slot is enough, and each Slot must be met.',
    },
    clause: `${CLAUSE}.3.5`,
    example: { right: 'classCode 10 demandé, classCode 10 rendu', wrong: 'classCode 10 demandé, classCode 31 rendu' },
  }),
  rule({
    id: 'SQ-49',
    level: 'SHALL',
    title: { fr: 'Chaque objet rendu est dans la période demandée.', en: 'Each object returned is in the period asked for.' },
    message: { fr: 'Cet objet n’est pas dans la période demandée.', en: 'This object is not in the period asked for.' },
    hint: { fr: 'Filtrer de From inclus à To exclu.', en: 'Filter from From, included, to To, excluded.' },
    clause: `${CLAUSE}.3.7`,
    example: { right: "From '20261101', creationTime 20261120101500", wrong: "From '20261101', creationTime 20261001" },
  }),
  rule({
    id: 'SQ-50',
    level: 'SHALL',
    title: {
      fr: 'Chaque objet rendu par une requête Get* est désigné par elle, ou lié à ce qu’elle désigne.',
      en: 'Each object returned by a Get* query is named by it, or linked to what it names.',
    },
    message: { fr: 'Cet objet n’a pas été demandé.', en: 'This object was not asked for.' },
    hint: {
      fr: 'Ne rendre que les objets désignés et ce qui leur est lié.',
      en: 'Return only the objects named and what is linked to them.',
    },
    clause: `${CLAUSE}.3.7`,
    example: { right: 'GetDocuments d’un uniqueId, cette fiche', wrong: 'GetDocuments d’un uniqueId, une autre fiche' },
  }),
];

type Kind = 'entry' | 'set' | 'folder' | 'association';

/** What each query returns. */
const RETURNS: Readonly<Record<string, readonly Kind[]>> = {
  FindDocuments: ['entry'],
  FindDocumentsByReferenceId: ['entry'],
  FindDocumentsExclude: ['entry'],
  FindSubmissionSets: ['set'],
  FindFolders: ['folder'],
  GetAll: ['entry', 'set', 'folder', 'association'],
  GetDocuments: ['entry'],
  GetFolders: ['folder'],
  GetAssociations: ['association'],
  GetDocumentsAndAssociations: ['entry', 'association'],
  GetSubmissionSets: ['set', 'association'],
  GetSubmissionSetAndContents: ['entry', 'set', 'folder', 'association'],
  GetFolderAndContents: ['entry', 'folder', 'association'],
  GetFoldersForDocument: ['folder'],
  GetRelatedDocuments: ['entry', 'association'],
};

const PATIENT: Readonly<Partial<Record<Kind, string>>> = {
  entry: IDENTIFIER.entryPatientId,
  set: IDENTIFIER.setPatientId,
  folder: IDENTIFIER.folderPatientId,
};
const UNIQUE_ID: Readonly<Partial<Record<Kind, string>>> = {
  entry: IDENTIFIER.entryUniqueId,
  set: IDENTIFIER.setUniqueId,
  folder: IDENTIFIER.folderUniqueId,
};
const PREFIX: Readonly<Record<Kind, string>> = {
  entry: '$XDSDocumentEntry',
  set: '$XDSSubmissionSet',
  folder: '$XDSFolder',
  association: '$XDSAssociation',
};

/** Codes that a parameter, without its prefix, filters by. */
const CODES: Readonly<Record<string, string>> = {
  ClassCode: SCHEME.classCode,
  TypeCode: SCHEME.typeCode,
  FormatCode: SCHEME.formatCode,
  PracticeSettingCode: SCHEME.practiceSettingCode,
  HealthcareFacilityTypeCode: SCHEME.healthcareFacilityTypeCode,
  ConfidentialityCode: SCHEME.confidentialityCode,
  EventCodeList: SCHEME.eventCodeList,
  ContentType: SCHEME.contentTypeCode,
  CodeList: SCHEME.folderCodeList,
};

/** Slots that a parameter filters by, as they are written. */
const TEXTS: Readonly<Record<string, string>> = {
  ReferenceIdList: 'urn:ihe:iti:xds:2013:referenceIdList',
  DocumentAvailability: 'documentAvailability',
};

const TIMES: Readonly<Record<string, string>> = {
  CreationTime: 'creationTime',
  ServiceStartTime: 'serviceStartTime',
  ServiceStopTime: 'serviceStopTime',
  SubmissionTime: 'submissionTime',
  LastUpdateTime: 'lastUpdateTime',
};

interface Returned {
  kind: Kind;
  object: RegistryObject;
}

/** Judges the answer of a registry against the query that was asked. Objects returned as references tell nothing to compare. */
export function checkAgainstQuestion(judge: Judge, response: RegistryResponse, query: StoredQuery): void {
  if (!query.adhocQuery) return;
  const { objects } = response;
  const refused = checkRefusal(judge, response, query);
  if (refused || !objects || !query.definition) return;
  if (query.returnType === 'LeafClass' || query.returnType === 'ObjectRef')
    for (const object of objects.elements()) {
      if (object.local === 'Classification') continue;
      const isReference = object.local === 'ObjectRef';
      judge.expect('SQ-44', isReference === (query.returnType === 'ObjectRef'), object, () => ({
        expected: same(query.returnType),
        actual: same(object.local),
      }));
    }
  const sorted = readObjectList(objects);
  const returned: Returned[] = [
    ...sorted.documentEntries.map((object): Returned => ({ kind: 'entry', object })),
    ...sorted.submissionSets.map((object): Returned => ({ kind: 'set', object })),
    ...sorted.folders.map((object): Returned => ({ kind: 'folder', object })),
    ...sorted.associations.map((object): Returned => ({ kind: 'association', object })),
  ];
  const kinds = RETURNS[query.definition.name]!;
  const criteria = query.parameters
    .filter(({ name, values }) => values.length > 0 && parameterOf(query.definition!, name))
    .map(({ name, values }): Criterion => ({ name, wanted: new Set(values.map(({ value }) => value)) }));
  const fitting = returned.filter((one) => {
    const fits = judge.expect('SQ-45', kinds.includes(one.kind), one.object.element, () => ({
      expected: same(kinds.map((kind) => KIND_NAMES[kind]).join(', ')),
      actual: same(KIND_NAMES[one.kind]),
    }));
    if (!fits) return false;
    checkPatient(judge, one, query);
    for (const criterion of criteria) checkCriterion(judge, one, criterion);
    return true;
  });
  if (query.definition.name.startsWith('Get') && query.definition.name !== 'GetAll') {
    checkSinglePatient(judge, fitting);
    checkNamed(judge, fitting, sorted.associations, query, query.definition);
  }
}

const KIND_NAMES: Readonly<Record<Kind, string>> = {
  entry: 'ExtrinsicObject',
  set: 'RegistryPackage (SubmissionSet)',
  folder: 'RegistryPackage (Folder)',
  association: 'Association',
};

/** A question that cannot be answered is refused with the code that says why. Returns whether it was such a question. */
function checkRefusal(judge: Judge, { element, status, errors }: RegistryResponse, { definition, parameters, id }: StoredQuery): boolean {
  const refuse = (rule: 'SQ-26' | 'SQ-27' | 'SQ-28', code: string, ask: string): true => {
    const error = errors.find((one) => one.code === code);
    const said = `${status.slice(status.lastIndexOf(':') + 1)} ${errors.map((one) => one.code).join(', ')}`.trim();
    judge.expect(rule, status === RESPONSE_STATUS.failure && error !== undefined, errors[0]?.element ?? element, () => ({
      expected: { fr: `Failure ${code} pour ${ask}`, en: `Failure ${code} for ${ask}` },
      actual: said === '' ? NOTHING : same(said),
    }));
    return true;
  };
  if (!definition) return refuse('SQ-26', 'XDSUnknownStoredQuery', id);
  const given = new Map(parameters.filter(({ values, problems }) => values.length + problems.length > 0).map((one) => [one.name, one]));
  const missing = definition.required.find((name) => !given.has(name));
  if (missing !== undefined) return refuse('SQ-27', 'XDSStoredQueryMissingParam', missing);
  if (definition.oneOf.length > 0 && !definition.oneOf.some((name) => given.has(name)))
    return refuse('SQ-27', 'XDSStoredQueryMissingParam', definition.oneOf.join(', '));
  for (const [name, { values }] of given)
    if (parameterOf(definition, name)?.many === false && values.length > 1) return refuse('SQ-28', 'XDSStoredQueryParamNumber', name);
  return false;
}

const patientOf = ({ kind, object }: Returned): { element: XmlElement; value: string } | undefined => {
  const scheme = PATIENT[kind];
  const identifier = scheme === undefined ? undefined : object.externalIdentifier(scheme);
  return identifier?.identifierValue ? { element: identifier.element, value: identifier.identifierValue } : undefined;
};

/** Same number, same authority; the type and the date do not tell patients apart. */
const patientKey = (text: string): string => {
  const { id, authority } = parseCx(text);
  return `${id} ${authority.oid}`;
};

function checkPatient(judge: Judge, one: Returned, { parameters }: StoredQuery): void {
  const name = one.kind === 'association' ? '' : `${PREFIX[one.kind]}PatientId`;
  const asked = parameters.find((parameter) => parameter.name === name || parameter.name === '$patientId')?.values[0];
  const patient = patientOf(one);
  if (!asked || !patient) return;
  judge.expect('SQ-46', patientKey(patient.value) === patientKey(asked.value), [patient.element, 'value'], () => ({
    expected: same(asked.value),
    actual: same(patient.value),
  }));
}

function checkSinglePatient(judge: Judge, returned: readonly Returned[]): void {
  const patients = returned.map(patientOf).filter((patient) => patient !== undefined);
  const [first] = patients;
  if (!first) return;
  const other = patients.find(({ value }) => patientKey(value) !== patientKey(first.value));
  judge.expect('SQ-29', !other, other ? [other.element, 'value'] : first.element, () => ({
    expected: same(first.value),
    actual: same(other!.value),
  }));
}

/** One slot of the query: any of its values will do. */
interface Criterion {
  name: string;
  wanted: ReadonlySet<string>;
}

/** Patterns and people compared with each other, and letters of them: both sides choose how many there are. */
const MOST_COMPARED = 20;

function checkCriterion(judge: Judge, { kind, object }: Returned, { name, wanted }: Criterion): void {
  if (!name.startsWith(PREFIX[kind])) return;
  const bare = name.slice(PREFIX[kind].length);
  const excluded = bare.endsWith('Exclude');
  const attribute = excluded ? bare.slice(0, -'Exclude'.length) : bare;
  const meets = (rule: 'SQ-47' | 'SQ-48', has: readonly string[], matches: (value: string) => boolean, where: Where): void => {
    judge.expect(rule, excluded !== has.some(matches), where, () => ({
      expected: {
        fr: `${excluded ? 'autre chose que ' : ''}${said(wanted)}`,
        en: `${excluded ? 'something else than ' : ''}${said(wanted)}`,
      },
      actual: has.length === 0 ? NOTHING : same(has.join(', ')),
      message: criterionSaid(name),
    }));
  };
  const written = (value: string): boolean => wanted.has(value);
  if (attribute === 'Status') {
    // an object without a state is told by the rules of what is complete
    if (object.status !== undefined) meets('SQ-47', [object.status], written, [object.element, 'status']);
  } else if (attribute === 'Type') {
    if (object.objectType !== '') meets('SQ-48', [object.objectType], written, [object.element, 'objectType']);
  } else if (attribute === 'SourceId') meets('SQ-48', [object.identifier(IDENTIFIER.setSourceId) ?? ''], written, object.element);
  else if (attribute in CODES) {
    const codes = object.classifiedBy(CODES[attribute]!);
    const has = codes.map(({ code, codingScheme }) => `${code}^^${codingScheme}`);
    meets('SQ-48', has, written, codes[0] ? [codes[0].element, 'nodeRepresentation'] : object.element);
  } else if (attribute in TEXTS) {
    const slot = object.slot(TEXTS[attribute]!);
    meets('SQ-48', slot?.values.map(({ text }) => text) ?? [], written, slot?.element ?? object.element);
  } else if (attribute === 'AuthorPerson') {
    const authors = object.classifiedBy(kind === 'entry' ? SCHEME.entryAuthor : SCHEME.setAuthor);
    const people = authors.flatMap((author) => author.valuesOf('authorPerson'));
    if (wanted.size > MOST_COMPARED || people.length > MOST_COMPARED) return;
    const patterns = [...wanted];
    const patternsInLower = patterns.map((pattern) => pattern.toLowerCase());
    const matches = (person: string): boolean =>
      [person, nameOf(person)].some((text) => patternsInLower.some((pattern) => isLike(text.toLowerCase(), pattern)));
    meets('SQ-48', people, matches, authors[0]?.element ?? object.element);
  } else checkPeriod(judge, object, attribute, [...wanted][0]!, name);
}

const said = (wanted: ReadonlySet<string>): string => [...wanted].slice(0, MOST_COMPARED).join(' | ');

const criterionSaid = (name: string): Bilingual => ({
  fr: `Cet objet ne répond pas au critère ${name} de la requête.`,
  en: `This object does not meet the criterion ${name} of the query.`,
});

const nameOf = (person: string): string => {
  const { family, given } = parseXcn(person);
  return `${family} ${given}`;
};

/** A bound of a period. Dates of different precision are compared as far as both go. */
function checkPeriod(judge: Judge, object: RegistryObject, attribute: string, bound: string, name: string): void {
  const isFrom = attribute.endsWith('From');
  const slotName = isFrom || attribute.endsWith('To') ? TIMES[attribute.slice(0, isFrom ? -4 : -2)] : undefined;
  const value = slotName === undefined ? undefined : object.slot(slotName)?.values[0];
  if (!value || !isDtm(value.text) || !isDtm(bound)) return;
  const common = Math.min(value.text.length, bound.length);
  const [time, limit] = [value.text.slice(0, common), bound.slice(0, common)];
  const inside =
    isFrom ? time >= limit
    : value.text.length >= bound.length ? value.text < bound.padEnd(value.text.length, '0')
    : time <= limit;
  judge.expect('SQ-49', inside, value.element, () => ({
    expected: isFrom ? { fr: `à partir de ${bound}`, en: `from ${bound} on` } : { fr: `avant ${bound}`, en: `before ${bound}` },
    actual: same(value.text),
    message: criterionSaid(name),
  }));
}

/** What a Get* query names: entryUUIDs and uniqueIds, and whatever an association of the answer ties to them. */
function checkNamed(
  judge: Judge,
  returned: readonly Returned[],
  associations: readonly Association[],
  { parameters }: StoredQuery,
  definition: StoredQueryDefinition,
): void {
  const keys = new Set(
    parameters
      .filter(({ name }) => definition.oneOf.includes(name) || name === '$uuid')
      .flatMap(({ values }) => values.map(({ value }) => value.toLowerCase())),
  );
  if (keys.size === 0) return;
  const isNamed = ({ kind, object }: Returned): boolean => {
    const scheme = UNIQUE_ID[kind];
    return [object.id, object.logicalId, scheme === undefined ? undefined : object.identifier(scheme)].some(
      (key) => key !== undefined && keys.has(key.toLowerCase()),
    );
  };
  const linked = new Set([...keys, ...returned.filter(isNamed).map(({ object }) => object.id.toLowerCase())]);
  // a content, then an association among contents: two steps from what is named
  for (let step = 0; step < 2; step++)
    for (const association of associations) {
      const ends = [association.source.toLowerCase(), association.target.toLowerCase()];
      if (ends.some((end) => linked.has(end))) for (const end of [...ends, association.id.toLowerCase()]) linked.add(end);
    }
  const named = ONLY_NAMED.includes(definition.name);
  // the folders of a document are told without the associations that tie them
  if (definition.name === 'GetFoldersForDocument') return;
  // what is linked to a uniqueId can only be told when the object that has it is in the answer
  const byUuid = [...keys].some((key) => key.startsWith('urn:uuid:')) || returned.some(isNamed);
  for (const one of returned) {
    if (!byUuid && !(named && one.kind !== 'association')) continue;
    const holds = named && one.kind !== 'association' ? isNamed(one) : linked.has(one.object.id.toLowerCase());
    judge.expect('SQ-50', holds, [one.object.element, 'id'], () => ({
      expected: same([...keys].slice(0, 20).join(', ')),
      actual: same(one.object.id),
    }));
  }
  const types = parameters.find(({ name }) => name === '$AssociationTypes')?.values.map(({ value }) => value);
  if (types && types.length > 0)
    for (const { element, type } of associations)
      judge.expect('SQ-48', types.includes(type), [element, 'associationType'], () => ({
        expected: same(types.join(', ')),
        actual: same(type),
        message: criterionSaid('$AssociationTypes'),
      }));
}

/** Queries whose objects are all named by a key of theirs. */
const ONLY_NAMED = ['GetDocuments', 'GetFolders', 'GetDocumentsAndAssociations'];
