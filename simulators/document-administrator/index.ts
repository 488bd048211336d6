import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import {
  ASSOCIATION,
  codesOf,
  membership,
  readObjectList,
  readRegistryResponse,
  revisedEntry,
  rimObjectOf,
  rimOfRelationship,
  rimOfSubmissionSet,
  SCHEME,
  STATUS,
  writeRemoveObjects,
  writeStoredQuery,
  writeSubmitObjects,
  type Code,
  type Relationship,
  type RimObject,
  type SubmissionSet,
} from '../../src/protocols/ebxml/index.js';
import { writeCx } from '../../src/protocols/identifiers/index.js';
import { TEST_PROFESSIONAL } from '../../src/protocols/saml/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import type { SoapCalled } from '../../src/transport/index.js';
import { CODE_SYSTEM } from '../../validators/xds-metadata/value-sets.js';
import { statusOf } from '../document-source/answer.js';
import { PlatformClient } from '../document-source/client.js';
import { KIND, utc } from '../document-source/document.js';
import { IdentifierMint } from '../document-source/identifiers.js';
import { readInput, type PatientIdentity, type VihfVariant } from '../document-source/input.js';
import { authorOf } from '../document-source/metadata.js';
import { DeleteInput, STATE_CHANGES, UpdateInput, type RevisionInput } from './input.js';

const STORED_QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const UPDATE = 'urn:ihe:iti:2010:UpdateDocumentSet';
const DELETE = 'urn:ihe:iti:2010:DeleteDocumentSet';
const REGISTRY = 'document-registry';

const MASKED: Code = { code: 'MASQUE_PS', scheme: CODE_SYSTEM.visibility, display: 'Document masqué aux professionnels de santé' };
const INVISIBLE = { patient: 'INVISIBLE_PATIENT', 'legal-representatives': 'INVISIBLE_REPRESENTANTS_LEGAUX' } as const;

/** Who a request is about, and the VIHF it carries. */
interface About {
  patient: PatientIdentity | undefined;
  vihf: VihfVariant | undefined;
}

/**
 * Updates the metadata of documents (ITI-57) and deletes them (ITI-62). It is grouped with a Document Consumer: what a
 * new version keeps of the one before, and what is in a submission set to be deleted, it asks the registry (ITI-18).
 */
export class DocumentAdministrator implements Simulator {
  #playing: { client: PlatformClient; mint: IdentifierMint } | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#playing = { client: new PlatformClient('document-administrator', context), mint: new IdentifierMint(context) };
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#playing) throw new Error('document-administrator: not started');
    const { client, mint } = this.#playing;
    if (transaction === 'ITI-57') return update(client, mint, readInput(UpdateInput, input, transaction));
    if (transaction === 'ITI-62') return remove(client, readInput(DeleteInput, input, transaction));
    throw new Error(`document-administrator: does not send ${transaction}`);
  }

  stop(): Promise<void> {
    this.#playing = undefined;
    return Promise.resolve();
  }
}

async function update(client: PlatformClient, mint: IdentifierMint, input: UpdateInput): Promise<Performed> {
  const set = setOf(client, mint, input.patient);
  const order = (type: string, target: string, slots = {}): Relationship => ({ id: mint.uuid(), type, source: set.id, target, slots });
  let objects: RimObject[];
  let values: Record<string, string> = {};
  if (input.operation === 'associate') {
    const { source, target } = input;
    const association = { id: mint.uuid(), type: ASSOCIATION[input.association], source, target };
    objects = [association, order(ASSOCIATION.submitAssociation, association.id)].map(rimOfRelationship);
  } else if ('set' in input) {
    const registered = await registeredEntry(client, input);
    const entry = revisedEntry(registered, mint.uuid(), { ...maskingOf(input, registered), ...input.set });
    const previousVersion = input.previousVersion ?? registered.version ?? '1';
    const { associationPropagation } = input;
    const member = membership(set.id, entry.id);
    const slots = {
      ...member.slots,
      PreviousVersion: previousVersion,
      ...(associationPropagation && { AssociationPropagation: associationPropagation }),
    };
    objects = [entry, rimOfRelationship({ ...member, id: mint.uuid(), slots })];
    values = { logicalId: entry.lid!, previousVersion };
  } else {
    const { from, to } = STATE_CHANGES[input.operation];
    const slots = { OriginalStatus: STATUS[input.from ?? from], NewStatus: STATUS[to] };
    objects = [rimOfRelationship(order(ASSOCIATION.updateAvailabilityStatus, input.entryUuid, slots))];
  }
  const body = writeSubmitObjects([rimOfSubmissionSet(set), ...objects]);
  const called = await client.call({ to: REGISTRY, action: UPDATE, body, patient: input.patient, vihf: input.vihf });
  return performed(called, { ...values, submissionSetUniqueId: set.uniqueId });
}

async function remove(client: PlatformClient, input: DeleteInput): Promise<Performed> {
  const about: About = { patient: input.patient, vihf: input.vihf };
  const ids = input.objects ?? (await contentsOf(client, about, input.submissionSet!));
  const called = await client.call({ to: REGISTRY, action: DELETE, body: writeRemoveObjects(ids), ...about });
  return performed(called, { count: String(ids.length) });
}

function performed(called: SoapCalled, values: Record<string, string>): Performed {
  const error = called.message?.root && readRegistryResponse(called.message.root)?.errors[0]?.code;
  return { exchange: called.exchange, values: { status: statusOf(called), ...(error && { error }), ...values } };
}

/** The confidentiality codes of an entry once it is masked, unmasked or made visible. */
function maskingOf({ operation, to }: RevisionInput, entry: RimObject): { confidentialityCode?: Code[] } {
  if (operation === 'update') return {};
  const codes = codesOf(entry, SCHEME.confidentialityCode);
  const without = (...gone: string[]): Code[] =>
    codes.filter(({ code, scheme }) => scheme !== CODE_SYSTEM.visibility || !gone.includes(code));
  if (operation === 'mask') return { confidentialityCode: [...without(MASKED.code), MASKED] };
  if (operation === 'unmask') return { confidentialityCode: without(MASKED.code) };
  return { confidentialityCode: without(...(to ? [INVISIBLE[to]] : Object.values(INVISIBLE))) };
}

/** The entry that is to be updated, as the registry has it. */
async function registeredEntry(client: PlatformClient, { entryUuid, patient }: RevisionInput): Promise<RimObject> {
  const answer = await ask(
    client,
    { patient, vihf: undefined },
    writeStoredQuery('GetDocuments', { $XDSDocumentEntryEntryUUID: [entryUuid], $MetadataLevel: 2 }),
  );
  const list = answer?.objects && readObjectList(answer.objects);
  const entry = list?.documentEntries.find(({ id }) => id === entryUuid);
  if (entry) return rimObjectOf(entry);
  throw new SimulatorError('peer', {
    fr: `ITI-57 : le registre n’a pas rendu la fiche ${entryUuid} à mettre à jour (ITI-18, GetDocuments)`,
    en: `ITI-57: the registry did not return the entry ${entryUuid} to be updated (ITI-18, GetDocuments)`,
  });
}

/** The ids of a submission set and of everything in it. */
async function contentsOf(client: PlatformClient, { patient }: About, uniqueId: string): Promise<string[]> {
  const query = writeStoredQuery('GetSubmissionSetAndContents', { $XDSSubmissionSetUniqueId: uniqueId, $MetadataLevel: 2 }, 'ObjectRef');
  const answer = await ask(client, { patient, vihf: undefined }, query);
  const ids = (answer?.objects?.elements('ObjectRef') ?? []).flatMap((reference) => reference.attribute('id') ?? []);
  if (ids.length > 0) return ids;
  throw new SimulatorError('peer', {
    fr: `ITI-62 : le registre n’a pas rendu le lot de soumission ${uniqueId} à supprimer (ITI-18, GetSubmissionSetAndContents)`,
    en: `ITI-62: the registry did not return the submission set ${uniqueId} to be deleted (ITI-18, GetSubmissionSetAndContents)`,
  });
}

async function ask(client: PlatformClient, about: About, body: Raw) {
  const { message } = await client.call({ to: REGISTRY, action: STORED_QUERY, body, ...about });
  return message?.root && readRegistryResponse(message.root);
}

function setOf({ issuer, context }: PlatformClient, mint: IdentifierMint, patient: PatientIdentity): SubmissionSet {
  return {
    id: mint.uuid(),
    title: 'Mise à jour de métadonnées',
    submissionTime: utc(context.now()),
    authors: [authorOf({ author: TEST_PROFESSIONAL, structure: issuer.structure })],
    contentTypeCode: KIND.content,
    patientId: writeCx(patient.ins, patient.oid, 'NH'),
    sourceId: mint.root,
    uniqueId: mint.oid(),
  };
}
