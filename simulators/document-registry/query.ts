import {
  isLike,
  ASSOCIATION,
  ENTRY_TYPE,
  IDENTIFIER,
  identifierOf,
  parameterOf,
  SCHEME,
  slotValue,
  slotValues,
  STATUS,
  type ParameterType,
  type QueryParameter,
  type QueryValue,
  type RimObject,
  type StoredQuery,
} from '../../src/protocols/ebxml/index.js';
import { isDtm } from '../../src/protocols/identifiers/index.js';
import { refuse, type Outcome, type Refusal } from './refusal.js';
import { earliest, kindOf, patientIdOf, type ObjectKind, type Period, type RegistryStore, type RegistryView } from './store.js';
import { patientKey } from './patient.js';

/** The parameters of a query, once it is known that each may be there. */
class Arguments {
  readonly #parameters = new Map<string, QueryParameter[]>();

  constructor(parameters: readonly QueryParameter[]) {
    for (const parameter of parameters) {
      const twins = this.#parameters.get(parameter.name);
      if (twins) twins.push(parameter);
      else this.#parameters.set(parameter.name, [parameter]);
    }
  }

  has(name: string): boolean {
    return this.all(name).length > 0;
  }

  all(name: string): readonly QueryParameter[] {
    return this.#parameters.get(name) ?? [];
  }

  one(name: string): string | undefined {
    return this.all(name)[0]?.values[0]?.value;
  }

  list(name: string): string[] {
    return this.all(name).flatMap((parameter) => parameter.values.map(({ value }) => value));
  }

  /** Values of each slot: one group must hold for each slot. */
  groups(name: string): string[][] {
    return this.all(name).map((parameter) => parameter.values.map(({ value }) => value));
  }
}

/** Says why a query cannot be answered; empty when it can. */
export function refusalsOf(query: StoredQuery): Refusal[] {
  const { definition, parameters } = query;
  if (!definition)
    return [{ code: 'XDSUnknownStoredQuery', context: `La requête ${query.id || '(sans identifiant)'} n’est pas connue du registre.` }];
  if (query.returnType !== 'LeafClass' && query.returnType !== 'ObjectRef')
    return [{ code: 'XDSRegistryError', context: `ResponseOption/@returnType « ${query.returnType} » n’est ni LeafClass, ni ObjectRef.` }];
  const refusals: Refusal[] = [];
  const say = (code: Refusal['code'], context: string): void => void refusals.push({ code, context });
  const given = new Arguments(parameters);
  for (const name of definition.required)
    if (given.list(name).length === 0 && !parameters.some((p) => p.name === name && p.problems.length > 0))
      say('XDSStoredQueryMissingParam', `La requête ${definition.name} exige le paramètre ${name}.`);
  if (definition.oneOf.length > 0) {
    const keys = definition.oneOf.filter((name) => given.has(name));
    if (keys.length === 0)
      say('XDSStoredQueryMissingParam', `La requête ${definition.name} exige un paramètre parmi ${definition.oneOf.join(', ')}.`);
    if (keys.length > 1)
      say('XDSStoredQueryParamNumber', `La requête ${definition.name} n’accepte qu’un paramètre parmi ${keys.join(', ')}.`);
  }
  const seen = new Set<string>();
  for (const { name, values, list, problems } of parameters) {
    for (const { text, problem } of problems) say('XDSRegistryError', `Valeur de ${name} illisible : ${text} (${problem.fr})`);
    const accepts = parameterOf(definition, name);
    if (!accepts) continue;
    if (!accepts.many && (values.length > 1 || (list && values.length > 0)))
      say('XDSStoredQueryParamNumber', `Le paramètre ${name} n’accepte qu’une valeur, sans parenthèses.`);
    if (seen.has(name) && !accepts.repeatable) say('XDSStoredQueryParamNumber', `Le paramètre ${name} figure dans plusieurs Slot.`);
    seen.add(name);
    const shape = SHAPES[accepts.type];
    for (const value of shape ? values : [])
      if (!shape!.fits(value)) say('XDSRegistryError', `La valeur ${value.value} de ${name} n’est pas ${shape!.expected}.`);
    if (name.endsWith('Exclude') && given.has(name.slice(0, -'Exclude'.length)))
      say('XDSStoredQueryParamNumber', `Les paramètres ${name.slice(0, -'Exclude'.length)} et ${name} s’excluent.`);
  }
  return refusals;
}

/** How the values of a parameter are written, where a registry could otherwise only answer with nothing. */
const SHAPES: Partial<Record<ParameterType, { fits: (value: QueryValue) => boolean; expected: string }>> = {
  code: { fits: ({ value }) => codeOf(value) !== undefined, expected: 'de la forme code^^systèmeDeCodage' },
  time: { fits: ({ value, quoted }) => quoted && isDtm(value), expected: 'une date AAAAMMJJhhmmss entre apostrophes' },
  status: { fits: ({ value }) => Object.values<string>(STATUS).includes(value), expected: 'un état' },
  patient: { fits: ({ value }) => /^[^^]+\^\^\^&[\d.]+&ISO/.test(value), expected: 'un identifiant de patient id^^^&OID&ISO' },
  number: { fits: ({ value, quoted }) => !quoted && /^[12]$/.test(value), expected: 'le nombre 1 ou 2' },
};

function codeOf(text: string): { code: string; scheme: string } | undefined {
  const [code, middle, scheme, ...rest] = text.split('^');
  return code && middle === '' && scheme && rest.length === 0 ? { code, scheme } : undefined;
}

export interface AnswerOptions {
  /** more whole objects than this are refused (XDSTooManyResults); references are not limited */
  maxResults?: number;
  /** what the requester may see; absent: everything */
  mayBeSeen?: (object: RimObject) => boolean;
}

/** Answers a stored query (ITI-18). Objects come once each, in the order they were registered. */
export function answer(
  store: RegistryStore,
  query: StoredQuery,
  { maxResults = 1000, mayBeSeen = () => true }: AnswerOptions = {},
): Outcome<{ objects: RimObject[] }> {
  const refusals = refusalsOf(query);
  if (refusals.length > 0) return { accepted: false, refusals };
  const { name } = query.definition!;
  const given = new Arguments(query.parameters);
  const ofLevel = given.one('$MetadataLevel') === '2' ? () => true : isOfLevelOne(store);
  const view = viewOf(store, (object) => ofLevel(object) && mayBeSeen(object));
  const objects = [...new Map([...ANSWERS[name]!(view, given)].map((object) => [object.id, object])).values()];
  if (query.returnType === 'LeafClass') {
    const patients = new Set(
      objects
        .map(patientIdOf)
        .filter((id) => id !== undefined)
        .map(patientKey),
    );
    if (name.startsWith('Get') && patients.size > 1)
      return refuse('XDSResultNotSinglePatient', `Le résultat de ${name} porte sur ${patients.size} patients.`);
    if (objects.length > maxResults)
      return refuse('XDSTooManyResults', `${objects.length} objets répondent à la requête ; le registre en rend au plus ${maxResults}.`);
  }
  return { accepted: true, objects };
}

/** What is left of a registry when some objects are not seen. */
function viewOf(store: RegistryStore, isSeen: (object: RimObject) => boolean): RegistryView {
  return {
    object: (id) => {
      const object = store.object(id);
      return object && isSeen(object) ? object : undefined;
    },
    withUniqueId: (uniqueId) => store.withUniqueId(uniqueId).filter(isSeen),
    withLogicalId: (logicalId) => store.withLogicalId(logicalId).filter(isSeen),
    ofPatient: (cx, wanted) => store.ofPatient(cx, wanted).filter(isSeen),
    associationsOf: (id) => store.associationsOf(id).filter(isSeen),
  };
}

const ONLINE = 'urn:ihe:iti:2010:DocumentAvailability:Online';
const OFFLINE = 'urn:ihe:iti:2010:DocumentAvailability:Offline';

/**
 * What a consumer may be shown that does not know metadata update: current versions, documents that can be retrieved,
 * no deprecated folder or association (IHE ITI Supplement XDS Metadata Update, 3.18.4.1.2.3.5.1.1, the default).
 */
const isOfLevelOne =
  (store: RegistryStore) =>
  (object: RimObject): boolean => {
    const kind = kindOf(object);
    if (kind === 'document' || kind === 'folder') {
      if (store.latestId(object.lid ?? object.id) !== object.id) return false;
      return kind === 'folder' ? object.status !== STATUS.deprecated : slotValue(object, 'documentAvailability') !== OFFLINE;
    }
    return kind !== 'association' || object.status !== STATUS.deprecated;
  };

type Answer = (store: RegistryView, given: Arguments) => Iterable<RimObject>;

const isKind =
  (kind: ObjectKind) =>
  (object: RimObject): boolean =>
    kindOf(object) === kind;
const isDocument = isKind('document');

/** Times of a query: `CreationTime` in `$XDSDocumentEntryCreationTimeFrom` and `…To`. */
function periodOf(given: Arguments, parameter: string): Period {
  const [from, to] = ['From', 'To'].map((end) => given.one(parameter + end));
  return { from, to };
}

/** Is a time inside `From` (included) and `To` (excluded)? What a shorter DTM leaves out is its earliest instant. */
function isWithin(time: string | undefined, { from, to }: Period): boolean {
  if (from === undefined && to === undefined) return true;
  if (time === undefined) return false;
  const full = earliest(time);
  return (from === undefined || full >= earliest(from)) && (to === undefined || full < earliest(to));
}

const codesOf = (object: RimObject, scheme: string): { code: string; scheme: string }[] =>
  object.classifications
    .filter((classification) => classification.scheme === scheme)
    .map((classification) => ({ code: classification.code ?? '', scheme: slotValue(classification, 'codingScheme') ?? '' }));

function hasCode(object: RimObject, scheme: string, values: readonly string[]): boolean {
  const own = codesOf(object, scheme);
  return values.some((value) => {
    const wanted = codeOf(value);
    return own.some((one) => one.code === wanted?.code && one.scheme === wanted.scheme);
  });
}

const personsOf = (object: RimObject, scheme: string): string[] =>
  object.classifications
    .filter((classification) => classification.scheme === scheme)
    .flatMap((classification) => slotValues(classification, 'authorPerson'));

const ENTRY_CODES: Readonly<Record<string, string>> = {
  ClassCode: SCHEME.classCode,
  TypeCode: SCHEME.typeCode,
  PracticeSettingCode: SCHEME.practiceSettingCode,
  HealthcareFacilityTypeCode: SCHEME.healthcareFacilityTypeCode,
  EventCodeList: SCHEME.eventCodeList,
  ConfidentialityCode: SCHEME.confidentialityCode,
  FormatCode: SCHEME.formatCode,
};
const ENTRY_TIMES: Readonly<Record<string, string>> = {
  CreationTime: 'creationTime',
  ServiceStartTime: 'serviceStartTime',
  ServiceStopTime: 'serviceStopTime',
};
const REFERENCE_IDS = 'urn:ihe:iti:xds:2013:referenceIdList';

/** Does a document entry meet every filter of the query, exclusions included? */
function meetsFilters(given: Arguments): (entry: RimObject) => boolean {
  const parameter = (suffix: string): string => `$XDSDocumentEntry${suffix}`;
  const types = given.list(parameter('Type'));
  const wantedTypes = new Set<string>(types.length > 0 ? types : [ENTRY_TYPE.stable]);
  return (entry) => {
    if (!wantedTypes.has(entry.objectType ?? '')) return false;
    for (const [suffix, scheme] of Object.entries(ENTRY_CODES)) {
      if (!given.groups(parameter(suffix)).every((group) => hasCode(entry, scheme, group))) return false;
      const excluded = given.list(parameter(`${suffix}Exclude`));
      if (excluded.length > 0 && hasCode(entry, scheme, excluded)) return false;
    }
    for (const [suffix, slot] of Object.entries(ENTRY_TIMES))
      if (!isWithin(slotValue(entry, slot), periodOf(given, parameter(suffix)))) return false;
    const persons = personsOf(entry, SCHEME.entryAuthor);
    const matches = (pattern: string): boolean => persons.some((person) => isLike(person, pattern));
    const authors = given.list(parameter('AuthorPerson'));
    if (authors.length > 0 && !authors.some(matches)) return false;
    if (given.list(parameter('AuthorPersonExclude')).some(matches)) return false;
    const availability = slotValue(entry, 'documentAvailability') ?? ONLINE;
    const wanted = given.list(parameter('DocumentAvailability'));
    if (wanted.length > 0 && !wanted.includes(availability)) return false;
    if (given.list(parameter('DocumentAvailabilityExclude')).includes(availability)) return false;
    const references = slotValues(entry, REFERENCE_IDS);
    return given.groups(parameter('ReferenceIdList')).every((group) => group.some((id) => references.includes(id)));
  };
}

/** Objects named by UUID, unique id or logical id, whichever the query gives. */
function named(store: RegistryView, given: Arguments, prefix: string, kind: ObjectKind): RimObject[] {
  return [
    ...given.list(`${prefix}EntryUUID`).map((id) => store.object(id)),
    ...given.list(`${prefix}UniqueId`).flatMap((id) => store.withUniqueId(id)),
    ...given.list(`${prefix}LogicalID`).flatMap((id) => store.withLogicalId(id)),
  ].filter((object): object is RimObject => object !== undefined && kindOf(object) === kind);
}

const associations = (store: RegistryView, ids: readonly string[]): RimObject[] => ids.flatMap((id) => store.associationsOf(id));

function associationsWithStatus(store: RegistryView, given: Arguments, ids: readonly string[]): RimObject[] {
  const wanted = given.list('$XDSAssociationStatus');
  return associations(store, ids).filter(({ status }) => (wanted.length > 0 ? wanted : [STATUS.approved]).includes(status ?? ''));
}

const idsOf = (objects: readonly RimObject[]): string[] => objects.map(({ id }) => id);

/** What an object has as members, with the associations that say so; `keep` chooses among the members. */
function contents(store: RegistryView, whole: RimObject, keep: (member: RimObject) => boolean): RimObject[] {
  return store
    .associationsOf(whole.id)
    .filter(({ type, source }) => type === ASSOCIATION.hasMember && source === whole.id)
    .flatMap((association) => {
      const member = store.object(association.target!);
      return member && keep(member) ? [member, association] : [];
    });
}

/** What has these objects as members. */
function owners(store: RegistryView, ids: readonly string[], kind: ObjectKind): { owner: RimObject; association: RimObject }[] {
  return ids.flatMap((id) =>
    store.associationsOf(id).flatMap((association) => {
      const owner = association.type === ASSOCIATION.hasMember && association.target === id ? store.object(association.source!) : undefined;
      return owner && kindOf(owner) === kind ? [{ owner, association }] : [];
    }),
  );
}

const isFolder = isKind('folder');

/** Entries of a patient that meet every filter; what an index knows is asked of the store, and of the entry again. */
function entriesOfPatient(store: RegistryView, given: Arguments, patientParameter: string): RimObject[] {
  // a parameter given twice asks for both: the index may look for one of them
  const [classCodes] = given.groups('$XDSDocumentEntryClassCode');
  const [typeCodes] = given.groups('$XDSDocumentEntryTypeCode');
  return store
    .ofPatient(given.one(patientParameter) ?? '', {
      kind: 'document',
      statuses: given.list('$XDSDocumentEntryStatus'),
      classCodes,
      typeCodes,
      time: periodOf(given, '$XDSDocumentEntryCreationTime'),
      serviceStartTime: periodOf(given, '$XDSDocumentEntryServiceStartTime'),
      serviceStopTime: periodOf(given, '$XDSDocumentEntryServiceStopTime'),
    })
    .filter(meetsFilters(given));
}

const findDocuments: Answer = (store, given) => entriesOfPatient(store, given, '$XDSDocumentEntryPatientId');

/** How each stored query is answered, by name. */
const ANSWERS: Readonly<Record<string, Answer>> = {
  FindDocuments: findDocuments,
  FindDocumentsByReferenceId: findDocuments,
  FindDocumentsExclude: findDocuments,

  FindSubmissionSets: (store, given) => {
    const sources = given.list('$XDSSubmissionSetSourceId');
    const contents = given.list('$XDSSubmissionSetContentType');
    const author = given.one('$XDSSubmissionSetAuthorPerson');
    const sets = store.ofPatient(given.one('$XDSSubmissionSetPatientId') ?? '', {
      kind: 'submission-set',
      statuses: given.list('$XDSSubmissionSetStatus'),
      time: periodOf(given, '$XDSSubmissionSetSubmissionTime'),
    });
    return sets.filter(
      (set) =>
        (sources.length === 0 || sources.includes(sourceIdOf(set)))
        && (contents.length === 0 || hasCode(set, SCHEME.contentTypeCode, contents))
        && (author === undefined || personsOf(set, SCHEME.setAuthor).some((person) => isLike(person, author))),
    );
  },

  FindFolders: (store, given) => {
    const folders = store.ofPatient(given.one('$XDSFolderPatientId') ?? '', {
      kind: 'folder',
      statuses: given.list('$XDSFolderStatus'),
      time: periodOf(given, '$XDSFolderLastUpdateTime'),
    });
    return folders.filter((folder) => given.groups('$XDSFolderCodeList').every((group) => hasCode(folder, SCHEME.folderCodeList, group)));
  },

  GetAll: (store, given) => {
    const patient = given.one('$patientId') ?? '';
    const objects = [
      ...entriesOfPatient(store, given, '$patientId'),
      ...store.ofPatient(patient, { kind: 'submission-set', statuses: given.list('$XDSSubmissionSetStatus') }),
      ...store.ofPatient(patient, { kind: 'folder', statuses: given.list('$XDSFolderStatus') }),
    ];
    const ids = new Set(idsOf(objects));
    return [...objects, ...associations(store, [...ids]).filter(({ source, target }) => ids.has(source!) && ids.has(target!))];
  },

  GetDocuments: (store, given) => named(store, given, '$XDSDocumentEntry', 'document'),
  GetFolders: (store, given) => named(store, given, '$XDSFolder', 'folder'),
  GetAssociations: (store, given) => associationsWithStatus(store, given, given.list('$uuid')),

  GetDocumentsAndAssociations: (store, given) => {
    const entries = named(store, given, '$XDSDocumentEntry', 'document');
    return [...entries, ...associationsWithStatus(store, given, idsOf(entries))];
  },

  GetSubmissionSets: (store, given) =>
    owners(store, given.list('$uuid'), 'submission-set').flatMap(({ owner, association }) => [owner, association]),

  GetSubmissionSetAndContents: (store, given) => {
    const fits = meetsFilters(given);
    return named(store, given, '$XDSSubmissionSet', 'submission-set').flatMap((set) => {
      const members = contents(store, set, (member) => (isDocument(member) ? fits(member) : isFolder(member)));
      const folders = members.filter(isFolder);
      const ids = new Set(idsOf(members));
      return [set, ...members, ...folders.flatMap((folder) => contents(store, folder, ({ id }) => ids.has(id)))];
    });
  },

  GetFolderAndContents: (store, given) => {
    const fits = meetsFilters(given);
    return named(store, given, '$XDSFolder', 'folder').flatMap((folder) => [
      folder,
      ...contents(store, folder, (member) => isDocument(member) && fits(member)),
    ]);
  },

  GetFoldersForDocument: (store, given) =>
    owners(store, idsOf(named(store, given, '$XDSDocumentEntry', 'document')), 'folder').map(({ owner }) => owner),

  GetRelatedDocuments: (store, given) => {
    const types = new Set(given.list('$AssociationTypes'));
    const fits = meetsFilters(given);
    return named(store, given, '$XDSDocumentEntry', 'document').flatMap((entry) => {
      const related = store.associationsOf(entry.id).flatMap((association) => {
        const other = store.object(association.source === entry.id ? association.target! : association.source!);
        return types.has(association.type ?? '') && other && isDocument(other) && fits(other) ? [other, association] : [];
      });
      return related.length > 0 ? [entry, ...related] : [];
    });
  },
};

function sourceIdOf(set: RimObject): string {
  return identifierOf(set, IDENTIFIER.setSourceId) ?? '';
}
