import { createHash } from 'node:crypto';
import { z } from 'zod';
import { readArgument, same, shorten, type Artefact, type Bilingual, type Check, type CheckOutcome } from '../../src/model/index.js';
import {
  ASSOCIATION,
  IDENTIFIER,
  isUuidUrn,
  readObjectList,
  readRegistryResponse,
  readStoredQuery,
  readSubmission,
  RESPONSE_STATUS,
  STATUS,
  storedQueryByName,
  type Association,
  type RegistryObject,
  type RegistryResponse,
} from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import { carriedDocuments, openSoap, placeOfOffset, type SoapMessage } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

type Failure = Extract<CheckOutcome, { holds: false }>;

const HOLDS: CheckOutcome = { holds: true };
const short = (urn: string): string => urn.slice(urn.lastIndexOf(':') + 1);

/** A message that a check looks into, and the places of it. */
class Opened {
  readonly message: SoapMessage;
  /** lines of the artefact before the envelope's first one, when the envelope is a part of it */
  readonly #before: number;
  /** the one line that can be told, when the envelope was transfer-encoded */
  readonly #fixed: { line: number; column: number } | undefined;

  constructor(readonly artefact: Artefact) {
    const message = openSoap(artefact);
    const { rootPart, envelope } = message;
    this.message = message;
    const inside = rootPart !== undefined && envelope?.origin.lineOffset === 0;
    const asArrived = rootPart?.body === envelope?.bytes;
    this.#before = inside && asArrived ? placeOfOffset(artefact, rootPart.bodyOffset).line - 1 : 0;
    this.#fixed = inside && !asArrived ? placeOfOffset(artefact, rootPart.headersOffset) : undefined;
  }

  /** The first element of the message's body. */
  get payload(): XmlElement | undefined {
    return this.message.bodyElement;
  }

  /** A failure at an element, or at one of its attributes. */
  fails(expected: Bilingual, actual: Bilingual, element: XmlElement, attribute?: string): Failure {
    const found = attribute === undefined ? undefined : element.attributes.find((a) => a.local === attribute);
    const path = found ? `${element.path}/@${found.name}` : element.path;
    const here = element.document.position(found?.start ?? element.start);
    const { line, column } = this.#fixed ?? { line: here.line + this.#before, column: here.column };
    return { holds: false, expected, actual, line, column, path };
  }

  /** The failure of a message that is not the one expected: unreadable, a fault, or another one. */
  isNot(expected: Bilingual): Failure {
    const { fault, problems, root } = this.message;
    if (fault) {
      const { code, subcode, reason } = fault;
      const said = `${code}${subcode === undefined ? '' : `/${subcode}`}`;
      const why = reason === '' ? '' : `, ${shorten(reason)}`;
      return this.fails(expected, { fr: `une erreur SOAP ${said}${why}`, en: `a SOAP fault ${said}${why}` }, fault.element);
    }
    if (root) {
      const element = this.payload ?? root;
      return this.fails(expected, same(element.name), element);
    }
    const actual = problems[0]?.text ?? { fr: 'aucune enveloppe SOAP', en: 'no SOAP envelope' };
    const { line = 1, column = 1, path = '/' } = problems[0]?.place ?? {};
    return { holds: false, expected, actual, line, column, path };
  }
}

// ---- association ----

const ASSOCIATION_TYPES: Readonly<Record<string, string>> = Object.fromEntries(Object.values(ASSOCIATION).map((urn) => [short(urn), urn]));
const AssociationArgument = z.string().refine((name) => Object.hasOwn(ASSOCIATION_TYPES, name), {
  error: `one of ${Object.keys(ASSOCIATION_TYPES).join(', ')} is expected`,
});

function association(artefact: Artefact, argument: unknown): CheckOutcome {
  const name = readArgument(AssociationArgument, argument, 'association');
  const opened = new Opened(artefact);
  const expected: Bilingual = {
    fr: `une association ${name} de la nouvelle fiche vers l’entryUUID (urn:uuid:…) d’une fiche déjà enregistrée`,
    en: `an association ${name} from the new entry to the entryUUID (urn:uuid:…) of an entry that is already registered`,
  };
  const submission = opened.payload && readSubmission(opened.payload);
  if (!submission) return opened.isNot(expected);
  const those = submission.associations.filter(({ type }) => type === ASSOCIATION_TYPES[name]);
  if (those.length === 0) return opened.fails(expected, typesIn(submission.associations), submission.list ?? submission.request);
  const entries = new Set(submission.documentEntries.map(({ id }) => id));
  const comes = those.filter(({ source }) => entries.has(source));
  const [first] = those;
  if (comes.length === 0)
    return opened.fails(
      expected,
      {
        fr: `sourceObject « ${shorten(first!.source)} », qui n’est pas une fiche de ce message`,
        en: `sourceObject “${shorten(first!.source)}”, which is no entry of this message`,
      },
      first!.element,
      'sourceObject',
    );
  const { element, target } = comes.find((one) => isUuidUrn(one.target) && !entries.has(one.target)) ?? comes[0]!;
  if (entries.has(target))
    return opened.fails(
      expected,
      {
        fr: `targetObject « ${shorten(target)} », une fiche de ce même message`,
        en: `targetObject “${shorten(target)}”, an entry of this very message`,
      },
      element,
      'targetObject',
    );
  if (!isUuidUrn(target))
    return opened.fails(
      expected,
      { fr: `targetObject « ${shorten(target)} »`, en: `targetObject “${shorten(target)}”` },
      element,
      'targetObject',
    );
  return HOLDS;
}

function typesIn(associations: readonly Association[]): Bilingual {
  const types = [...new Set(associations.map(({ type }) => short(type)))];
  if (types.length === 0) return { fr: 'aucune association', en: 'no association' };
  return { fr: `seulement ${shorten(types.join(', '))}`, en: `only ${shorten(types.join(', '))}` };
}

// ---- query ----

const QueryArgument = z
  .string()
  .refine((name) => storedQueryByName(name) !== undefined, { error: 'the name of a stored query is expected' });

function query(artefact: Artefact, argument: unknown): CheckOutcome {
  const name = readArgument(QueryArgument, argument, 'query');
  const { id } = storedQueryByName(name)!;
  const expected = same(`${name} (${id})`);
  const opened = new Opened(artefact);
  const asked = opened.payload && readStoredQuery(opened.payload);
  if (!asked) return opened.isNot(expected);
  if (!asked.adhocQuery) return opened.fails(expected, { fr: 'aucun rim:AdhocQuery', en: 'no rim:AdhocQuery' }, asked.element);
  if (asked.definition?.name === name) return HOLDS;
  const actual: Bilingual =
    asked.definition ? same(`${asked.definition.name} (${asked.id})`)
    : asked.id === '' ? { fr: 'aucun id', en: 'no id' }
    : { fr: `une requête inconnue (${shorten(asked.id)})`, en: `an unknown query (${shorten(asked.id)})` };
  return opened.fails(expected, actual, asked.adhocQuery, 'id');
}

// ---- asks ----

const AsksArgument = z
  .strictObject({
    returnType: z.enum(['LeafClass', 'ObjectRef']).optional(),
    /** values that each parameter has, among others */
    parameters: z.record(z.string(), z.array(z.string()).min(1)).optional(),
  })
  .refine(({ returnType, parameters }) => returnType ?? parameters, { error: 'says nothing to look for' });

function asks(artefact: Artefact, argument: unknown): CheckOutcome {
  const { returnType, parameters = {} } = readArgument(AsksArgument, argument, 'asks');
  const opened = new Opened(artefact);
  const asked = opened.payload && readStoredQuery(opened.payload);
  if (!asked) return opened.isNot({ fr: 'une requête ITI-18 (AdhocQueryRequest)', en: 'an ITI-18 request (AdhocQueryRequest)' });
  if (returnType !== undefined && asked.returnType !== returnType)
    return opened.fails(
      same(`returnType ${returnType}`),
      same(`returnType ${shorten(asked.returnType)}`),
      asked.option ?? asked.element,
      'returnType',
    );
  for (const [name, values] of Object.entries(parameters)) {
    const slots = asked.parameters.filter((parameter) => parameter.name === name);
    const given = slots.flatMap((parameter) => parameter.values.map(({ value }) => value));
    const missing = values.find((value) => !given.includes(value));
    if (missing === undefined) continue;
    const expected = same(`${name} ${shorten(missing)}`);
    const [slot] = slots;
    if (!slot) return opened.fails(expected, { fr: `aucun ${name}`, en: `no ${name}` }, asked.adhocQuery ?? asked.element);
    return opened.fails(expected, same(shorten(given.join(', '))), slot.slot.element);
  }
  return HOLDS;
}

// ---- found ----

const Count = z.coerce.number().int().min(0);
const FoundArgument = z
  .strictObject({
    uniqueId: z.string().optional(),
    entryUuid: z.string().optional(),
    status: z.enum(['Approved', 'Deprecated', 'Archived', 'Deleted']).optional(),
    /** of the metadata of each entry that matches (VersionInfo) */
    version: Count.optional(),
    title: z.string().optional(),
    /** how many entries of the answer match; absent: at least one */
    times: Count.optional(),
    /** what the registry says of the document of each entry that matches */
    hash: z.string().optional(),
    size: Count.optional(),
    /** INS: every entry of the answer is of this patient */
    patient: z.string().optional(),
  })
  .refine((wanted) => Object.keys(wanted).length > 0, { error: 'says nothing to look for' });
type Wanted = z.infer<typeof FoundArgument>;

function found(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(FoundArgument, argument, 'found');
  const opened = new Opened(artefact);
  const response = opened.payload?.local === 'AdhocQueryResponse' ? readRegistryResponse(opened.payload) : undefined;
  if (!response) return opened.isNot({ fr: 'une réponse ITI-18 (AdhocQueryResponse)', en: 'an ITI-18 answer (AdhocQueryResponse)' });
  const entries = response.objects ? readObjectList(response.objects).documentEntries : [];
  const matching = entries.filter((entry) => isSame(entry, wanted) && hasStatus(entry, wanted));
  return (
    someoneElses(opened, entries, wanted.patient)
    ?? otherCount(opened, response, entries, matching, wanted)
    ?? otherDocument(opened, matching, wanted)
    ?? otherMetadata(opened, matching, wanted)
    ?? HOLDS
  );
}

const isSame = (entry: RegistryObject, { uniqueId, entryUuid }: Wanted): boolean =>
  (uniqueId === undefined || entry.identifier(IDENTIFIER.entryUniqueId) === uniqueId)
  && (entryUuid === undefined || entry.id.toLowerCase() === entryUuid.toLowerCase());

const hasStatus = (entry: RegistryObject, { status }: Wanted): boolean =>
  status === undefined || (entry.status !== undefined && entry.status === STATUS[status.toLowerCase() as keyof typeof STATUS]);

/** An entry of another patient than the one wanted. */
function someoneElses(opened: Opened, entries: readonly RegistryObject[], patient: string | undefined): Failure | undefined {
  if (patient === undefined) return undefined;
  const expected: Bilingual = { fr: `seulement des fiches du patient ${patient}`, en: `only entries of patient ${patient}` };
  for (const entry of entries) {
    const identifier = entry.externalIdentifier(IDENTIFIER.entryPatientId);
    if (!identifier) return opened.fails(expected, { fr: 'une fiche sans patientId', en: 'an entry without patientId' }, entry.element);
    const { identifierValue } = identifier;
    if (parseCx(identifierValue).id !== patient)
      return opened.fails(
        expected,
        { fr: `une fiche du patient ${shorten(identifierValue)}`, en: `an entry of patient ${shorten(identifierValue)}` },
        identifier.element,
        'value',
      );
  }
  return undefined;
}

/** Another number of matching entries than wanted. */
function otherCount(
  opened: Opened,
  response: RegistryResponse,
  entries: readonly RegistryObject[],
  matching: readonly RegistryObject[],
  wanted: Wanted,
): Failure | undefined {
  const { times, patient: _patient, ...asked } = wanted;
  const enough = times === undefined ? matching.length > 0 : matching.length === times;
  if (enough || (times === undefined && Object.keys(asked).length === 0)) return undefined;
  const expected = expectation(wanted);
  const { element } = response;
  if (response.status === RESPONSE_STATUS.failure) {
    const [error] = response.errors;
    const said = error ? `Failure (${error.code})` : 'Failure';
    return opened.fails(expected, { fr: `la réponse ${said}`, en: `the answer ${said}` }, error?.element ?? element);
  }
  const other = entries.find((entry) => isSame(entry, wanted));
  // more than wanted: the first one too many; fewer: the entry that has another status
  const extra = matching[times ?? 0];
  if (extra) return opened.fails(expected, entriesSaid(matching.length), extra.element);
  if (other && matching.length === 0)
    return opened.fails(
      expected,
      {
        fr: `cette fiche en ${other.status === undefined ? 'statut absent' : `statut ${short(other.status)}`}`,
        en: `this entry with ${other.status === undefined ? 'no status' : `status ${short(other.status)}`}`,
      },
      other.element,
      'status',
    );
  const actual: Bilingual =
    matching.length > 0 ? entriesSaid(matching.length)
    : entries.length === 0 ? { fr: 'aucune fiche', en: 'no entry' }
    : {
        fr: `${entries.length} fiche(s), dont aucune ne convient`,
        en: `${entries.length} ${entries.length === 1 ? 'entry' : 'entries'}, none of which matches`,
      };
  return opened.fails(expected, actual, response.objects ?? element);
}

/** A matching entry that tells another hash or size than that of the document. */
function otherDocument(opened: Opened, matching: readonly RegistryObject[], { hash, size }: Wanted): Failure | undefined {
  for (const [name, value] of [
    ['hash', hash?.toLowerCase()],
    ['size', size?.toString()],
  ] as const)
    for (const entry of value === undefined ? [] : matching) {
      const slot = entry.slot(name);
      const text = slot?.values[0]?.text;
      if (text?.toLowerCase() === value) continue;
      const actual = text === undefined ? { fr: `${name} absent`, en: `no ${name}` } : same(`${name} ${shorten(text)}`);
      return opened.fails(same(`${name} ${value}`), actual, slot?.values[0]?.element ?? slot?.element ?? entry.element);
    }
  return undefined;
}

/** A matching entry of another version or title. */
function otherMetadata(opened: Opened, matching: readonly RegistryObject[], { version, title }: Wanted): Failure | undefined {
  for (const entry of matching)
    for (const [name, wanted, actual] of [
      ['version', version?.toString(), entry.version],
      ['title', title, entry.name?.text],
    ] as const)
      if (wanted !== undefined && actual !== wanted)
        return opened.fails(
          same(`${name} ${shorten(wanted)}`),
          actual === undefined ? { fr: `${name} absent`, en: `no ${name}` } : same(`${name} ${shorten(actual)}`),
          entry.element,
        );
  return undefined;
}

const entriesSaid = (count: number): Bilingual => ({
  fr: count < 2 ? `${count === 0 ? 'aucune' : 'une'} fiche` : `${count} fiches`,
  en: `${count} ${count === 1 ? 'entry' : 'entries'}`,
});

function expectation({ uniqueId, entryUuid, status, times }: Wanted): Bilingual {
  const count = times === undefined ? { fr: 'une fiche', en: 'an entry' } : entriesSaid(times);
  const facts = [uniqueId && `uniqueId ${uniqueId}`, entryUuid && `entryUUID ${entryUuid}`, status].filter(Boolean).join(', ');
  return facts === '' ? count : { fr: `${count.fr} (${facts})`, en: `${count.en} (${facts})` };
}

// ---- objects ----

const ObjectsArgument = z
  .strictObject({
    /** id or uniqueId of objects that the answer holds */
    has: z.array(z.string()).optional(),
    /** id or uniqueId of objects that it does not hold */
    lacks: z.array(z.string()).optional(),
    /** nothing beside what `has` names, associations apart */
    only: z.boolean().optional(),
    /** associations that it holds, from id to id */
    associations: z.array(z.strictObject({ type: AssociationArgument, source: z.string(), target: z.string() })).optional(),
    /** how the objects stand in the answer: whole, or by reference */
    as: z.enum(['LeafClass', 'ObjectRef']).default('LeafClass'),
  })
  .refine(({ has, lacks, associations: links, only }) => has ?? lacks ?? links ?? only, { error: 'says nothing to look for' });

function objects(artefact: Artefact, argument: unknown): CheckOutcome {
  const { has = [], lacks = [], only = false, associations: links = [], as } = readArgument(ObjectsArgument, argument, 'objects');
  const opened = new Opened(artefact);
  const response = opened.payload?.local === 'AdhocQueryResponse' ? readRegistryResponse(opened.payload) : undefined;
  if (!response) return opened.isNot({ fr: 'une réponse ITI-18 (AdhocQueryResponse)', en: 'an ITI-18 answer (AdhocQueryResponse)' });
  const { element } = response;
  const where = response.objects ?? element;
  if (response.status !== RESPONSE_STATUS.success) {
    const [error] = response.errors;
    const said = `${short(response.status)}${error ? ` (${error.code})` : ''}`;
    return opened.fails({ fr: 'la réponse Success', en: 'the answer Success' }, same(said), error?.element ?? element);
  }
  const list = response.objects && readObjectList(response.objects);
  const whole = list ? [...list.documentEntries, ...list.submissionSets, ...list.folders] : [];
  const references = list?.others.filter((object) => object.element.local === 'ObjectRef') ?? [];
  const given = as === 'ObjectRef' ? references : whole;
  const stray = (as === 'ObjectRef' ? [...whole, ...(list?.associations ?? [])] : references)[0];
  const form: Record<typeof as, Bilingual> = {
    LeafClass: { fr: 'des objets entiers', en: 'whole objects' },
    ObjectRef: { fr: 'des références (ObjectRef)', en: 'references (ObjectRef)' },
  };
  if (stray) return opened.fails(form[as], same(stray.element.name), stray.element);
  const missing = has.find((id) => !given.some((object) => isNamed(object, id)));
  if (missing !== undefined)
    return opened.fails(
      same(shorten(missing)),
      { fr: `${given.length} objet(s), mais pas celui-ci`, en: `${given.length} object(s), but not this one` },
      where,
    );
  const unwanted =
    given.find((object) => lacks.some((id) => isNamed(object, id)))
    ?? (only ? given.find((object) => !has.some((id) => isNamed(object, id))) : undefined);
  if (unwanted)
    return opened.fails(
      { fr: 'aucun objet hors de la question posée', en: 'no object beyond what was asked for' },
      same(`${unwanted.element.local} ${shorten(unwanted.id)}`),
      unwanted.element,
    );
  for (const { type, source, target } of links) {
    const found = list?.associations.some((one) => short(one.type) === type && one.source === source && one.target === target);
    if (!found)
      return opened.fails(
        { fr: `une association ${type} de ${source} à ${target}`, en: `an association ${type} from ${source} to ${target}` },
        typesIn(list?.associations ?? []),
        where,
      );
  }
  return HOLDS;
}

const UNIQUE_IDS: readonly string[] = [IDENTIFIER.entryUniqueId, IDENTIFIER.setUniqueId, IDENTIFIER.folderUniqueId];

const isNamed = (object: RegistryObject, id: string): boolean =>
  object.id.toLowerCase() === id.toLowerCase() || UNIQUE_IDS.some((scheme) => object.identifier(scheme) === id);

// ---- retrieved ----

const RetrievedArgument = z.strictObject({ uniqueId: z.string(), sha1: z.string().optional() });

function retrieved(artefact: Artefact, argument: unknown): CheckOutcome {
  const { uniqueId, sha1 } = readArgument(RetrievedArgument, argument, 'retrieved');
  const opened = new Opened(artefact);
  const expected: Bilingual = {
    fr: `le document ${uniqueId}${sha1 === undefined ? '' : ` de SHA-1 ${sha1.toLowerCase()}`}`,
    en: `document ${uniqueId}${sha1 === undefined ? '' : ` with SHA-1 ${sha1.toLowerCase()}`}`,
  };
  if (opened.payload?.local !== 'RetrieveDocumentSetResponse') return opened.isNot(expected);
  const documents = carriedDocuments(opened.message);
  const document = documents.find(({ id }) => id === uniqueId);
  if (!document)
    return absent(
      opened,
      expected,
      opened.payload,
      documents.map(({ id }) => id),
    );
  if (!document.bytes)
    return opened.fails(
      expected,
      { fr: 'un xop:Include qui ne mène à aucune pièce du message', en: 'an xop:Include that leads to no part of the message' },
      document.inclusion?.element ?? document.element,
      'href',
    );
  if (sha1 === undefined) return HOLDS;
  const actual = createHash('sha1').update(document.bytes).digest('hex');
  if (actual === sha1.toLowerCase()) return HOLDS;
  const { length } = document.bytes;
  return opened.fails(
    expected,
    { fr: `${length} octets de SHA-1 ${actual}`, en: `${length} bytes with SHA-1 ${actual}` },
    document.inclusion?.element ?? document.element,
  );
}

function absent(opened: Opened, expected: Bilingual, payload: XmlElement, ids: readonly string[]): Failure {
  const response = readRegistryResponse(payload);
  const [error] = response?.errors ?? [];
  if (error) return opened.fails(expected, { fr: `l’erreur ${error.code}`, en: `error ${error.code}` }, error.element);
  if (ids.length === 0) return opened.fails(expected, { fr: 'aucun document', en: 'no document' }, payload);
  const others = shorten(ids.join(', '));
  return opened.fails(expected, { fr: `seulement ${others}`, en: `only ${others}` }, payload.element('DocumentResponse') ?? payload);
}

/** Structured checks of scenarios on XDS messages: what a request asks for, what an answer gives. */
export const checks: Record<string, Check> = {
  association: {
    title: {
      fr: 'Le lot relie la nouvelle fiche à une fiche déjà enregistrée.',
      en: 'The submission links the new entry to one already registered.',
    },
    evaluate: association,
  },
  query: {
    title: { fr: 'La recherche emploie la requête attendue.', en: 'The search uses the stored query expected.' },
    evaluate: query,
  },
  asks: {
    title: { fr: 'La recherche demande ce qui est voulu.', en: 'The search asks for what is wanted.' },
    evaluate: asks,
  },
  found: {
    title: { fr: 'La réponse rend les fiches attendues.', en: 'The answer returns the entries expected.' },
    evaluate: found,
  },
  objects: {
    title: { fr: 'La réponse contient les objets attendus.', en: 'The answer holds the objects expected.' },
    evaluate: objects,
  },
  retrieved: {
    title: { fr: 'La réponse rend le document attendu, octet pour octet.', en: 'The answer returns the document expected, byte for byte.' },
    evaluate: retrieved,
  },
};
