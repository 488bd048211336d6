import type { Artefact } from '../../src/model/index.js';
import {
  IDENTIFIER,
  readObjectList,
  readRegistryResponse,
  readSubmission,
  REPLACEMENTS,
  type Association,
  type RegistryObject,
  type Submission,
} from '../../src/protocols/ebxml/index.js';
import { findAssertion, readVihf, type Vihf } from '../../src/protocols/saml/index.js';
import { carriedDocuments, openSoap, viewOf } from '../../src/protocols/soap/index.js';
import { xmlOf, XmlSyntaxError, type XmlElement } from '../../src/protocols/xml/index.js';
import { clinicalDocumentOf } from '../cda/index.js';
import { documentsBeside } from './beside.js';
import { foundIn } from './found.js';
import type { Scope } from './scope.js';

/** A document entry with the document it describes, as far as it is at hand. */
export interface Published {
  entry: RegistryObject;
  /** the bytes as they arrived */
  bytes?: Uint8Array;
  document?: Artefact;
  /** ClinicalDocument; absent when the document is none */
  cda?: XmlElement;
}

/** A document entry that an earlier message told. */
export interface Known {
  artefact: Artefact;
  published: Published;
}

/** A submission set or a folder that an earlier message told. */
export interface KnownObject {
  artefact: Artefact;
  object: RegistryObject;
}

/** What earlier messages told. */
export class Earlier {
  readonly #byId = new Map<string, Known>();
  readonly #byUniqueId = new Map<string, Known[]>();
  readonly #folders = new Map<string, KnownObject>();
  readonly sets: KnownObject[] = [];

  /** The entry of this entryUUID, as the last message told it. */
  entry(id: string): Known | undefined {
    return this.#byId.get(id);
  }

  /** Entries of this uniqueId, in the order they came. */
  entriesOf(uniqueId: string): readonly Known[] {
    return this.#byUniqueId.get(uniqueId) ?? [];
  }

  /** The folder of this entryUUID. */
  folder(id: string): KnownObject | undefined {
    return this.#folders.get(id);
  }

  /** Takes in what a message told. */
  add(artefact: Artefact, published: readonly Published[], sets: readonly RegistryObject[], folders: readonly RegistryObject[]): void {
    for (const one of published) {
      const known = { artefact, published: one };
      this.#byId.set(one.entry.id, known);
      const uniqueId = one.entry.identifier(IDENTIFIER.entryUniqueId)?.trim();
      if (!uniqueId) continue;
      const same = this.#byUniqueId.get(uniqueId);
      if (!same) this.#byUniqueId.set(uniqueId, [known]);
      else if (same.length < MOST_OF_ONE) same.push(known);
    }
    for (const object of sets) if (this.sets.length < MOST_RELATED) this.sets.push({ artefact, object });
    for (const object of folders) this.#folders.set(object.id, { artefact, object });
  }
}

/** What one submission says several times over: in its VIHF, in its metadata, in its documents, after earlier ones. */
export interface Publication {
  envelope: Artefact;
  vihf?: Vihf;
  submission: Submission;
  set?: RegistryObject;
  published: Published[];
  /** associations that replace, by the entry that replaces */
  replacements: ReadonlyMap<string, readonly Association[]>;
  earlier: Earlier;
  /** the patients whom earlier searches returned */
  found: readonly Scope[];
}

/** Messages, documents and submission sets beyond these do not count: they are compared one by one. */
const MOST_RELATED = 500;
/** entries of one uniqueId that count */
const MOST_OF_ONE = 10;

/**
 * Opens a submission: an ITI-41 message, or metadata whose documents are beside it.
 * @param related documents that the metadata describe, and messages that came before
 * @returns undefined when nothing is submitted
 */
export function openPublication(artefact: Artefact, related: readonly Artefact[] = []): Publication | undefined {
  const beside = related.slice(0, MOST_RELATED);
  const opened = openMessage(artefact, beside);
  const before = beside.filter((one) => one !== artefact);
  return opened && { ...opened, earlier: earlierIn(before), found: foundIn(before) };
}

type Opened = Omit<Publication, 'earlier' | 'found'>;

function openMessage(artefact: Artefact, related: readonly Artefact[]): Opened | undefined {
  const message = openSoap(artefact);
  const envelope = message.envelope ?? artefact;
  const root = message.root ?? rootOf(artefact);
  const submission = root && readSubmission(root);
  if (!submission || submission.obsolete) return undefined;
  const assertion = message.root && findAssertion(message.root);
  const [set] = submission.submissionSets;
  const documents = message.root ? viewOf(artefact, 'documents') : [];
  const carried = new Map((message.root ? carriedDocuments(message) : []).map(({ id, bytes }) => [id, bytes]));
  const named = new Map(documents.map((document) => [document.bytes, document]));
  const described = documentsBeside(related);
  return {
    envelope,
    ...(assertion && { vihf: readVihf(assertion) }),
    submission,
    ...(set && { set }),
    replacements: replacementsIn(submission),
    published: submission.documentEntries.map((entry) => {
      const bytes = entry.id === '' ? undefined : carried.get(entry.id);
      const document = bytes ? named.get(bytes) : described(entry);
      return publish(entry, document, bytes);
    }),
  };
}

/** An entry with its document. */
export function publish(entry: RegistryObject, document: Artefact | undefined, bytes = document?.bytes): Published {
  const cda = document && clinicalDocumentOf(document);
  return { entry, ...(bytes && { bytes }), ...(document && { document }), ...(cda && { cda }) };
}

/** What earlier messages told: those that submit, and the answers to queries. */
function earlierIn(messages: readonly Artefact[]): Earlier {
  const earlier = new Earlier();
  for (const artefact of messages) {
    const opened = openMessage(artefact, []);
    if (opened) {
      const { envelope, published, submission } = opened;
      earlier.add(envelope, published, submission.submissionSets, submission.folders);
      continue;
    }
    const { root, envelope } = openSoap(artefact);
    const objects = root && readRegistryResponse(root)?.objects;
    if (!objects || !envelope) continue;
    const { documentEntries, submissionSets, folders } = readObjectList(objects);
    earlier.add(
      envelope,
      documentEntries.map((entry) => ({ entry })),
      submissionSets,
      folders,
    );
  }
  return earlier;
}

/** Associations that replace, by the entry that replaces. */
export function replacementsIn({ associations }: Submission): Map<string, Association[]> {
  const bySource = new Map<string, Association[]>();
  for (const association of associations) {
    if (!REPLACEMENTS.includes(association.type)) continue;
    const known = bySource.get(association.source);
    if (known) known.push(association);
    else bySource.set(association.source, [association]);
  }
  return bySource;
}

function rootOf(artefact: Artefact): XmlElement | undefined {
  try {
    return xmlOf(artefact).root;
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}
