import { createHash } from 'node:crypto';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import {
  IDENTIFIER,
  readObjectList,
  readRegistryResponse,
  STATUS,
  writeRetrieveRequest,
  writeStoredQuery,
  type RegistryObject,
} from '../../src/protocols/ebxml/index.js';
import { writeCx } from '../../src/protocols/identifiers/index.js';
import { carriedDocuments } from '../../src/protocols/soap/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import type { SoapCalled } from '../../src/transport/index.js';
import { statusOf } from '../document-source/answer.js';
import { PlatformClient } from '../document-source/client.js';
import { readInput } from '../document-source/input.js';
import { QueryInput, RetrieveInput } from './input.js';

const STORED_QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const RETRIEVE = 'urn:ihe:iti:2007:RetrieveDocumentSet';

/** Searches a sharing platform for documents (ITI-18) and retrieves them (ITI-43). */
export class DocumentConsumer implements Simulator {
  #client: PlatformClient | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#client = new PlatformClient('document-consumer', context);
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#client) throw new Error('document-consumer: not started');
    if (transaction === 'ITI-18') return query(this.#client, readInput(QueryInput, input, transaction));
    if (transaction === 'ITI-43') return retrieve(this.#client, readInput(RetrieveInput, input, transaction));
    throw new Error(`document-consumer: does not send ${transaction}`);
  }

  stop(): Promise<void> {
    this.#client = undefined;
    return Promise.resolve();
  }
}

async function query(client: PlatformClient, input: QueryInput): Promise<Performed> {
  const { patient, vihf } = input;
  const called = await client.call({ to: 'document-registry', action: STORED_QUERY, body: queryOf(input), patient, vihf });
  const { documentEntries: entries, associations } = objectsOf(called);
  const wanted = input.uniqueId === undefined ? entries[0] : entries.find((entry) => uniqueIdOf(entry) === input.uniqueId);
  return {
    exchange: called.exchange,
    values: given({
      count: String(entries.length),
      response: statusOf(called),
      entryUuid: wanted?.id,
      uniqueId: wanted && uniqueIdOf(wanted),
      repositoryUniqueId: wanted?.value('repositoryUniqueId'),
      status: wanted?.status?.slice(wanted.status.lastIndexOf(':') + 1),
      hash: wanted?.value('hash')?.toLowerCase(),
      associationUuid: associations[0]?.id,
    }),
  };
}

function queryOf({ query: name, parameters, returnType, patient, status, uniqueId, entryUuid }: QueryInput): Raw {
  if (parameters) return writeStoredQuery(name, parameters, returnType);
  if (name === 'FindDocuments')
    return writeStoredQuery(
      name,
      {
        $XDSDocumentEntryPatientId: writeCx(patient.ins, patient.oid, 'NH'),
        $XDSDocumentEntryStatus: status.map((one) => (one === 'Approved' ? STATUS.approved : STATUS.deprecated)),
      },
      returnType,
    );
  return uniqueId === undefined ?
      writeStoredQuery(name, { $XDSDocumentEntryEntryUUID: [entryUuid!] }, returnType)
    : writeStoredQuery(name, { $XDSDocumentEntryUniqueId: [uniqueId] }, returnType);
}

/** The objects of an answer; none when it is not one that can be read. */
function objectsOf({ message }: SoapCalled): { documentEntries: RegistryObject[]; associations: RegistryObject[] } {
  const objects = message?.root && readRegistryResponse(message.root)?.objects;
  return objects ? readObjectList(objects) : { documentEntries: [], associations: [] };
}

const uniqueIdOf = (entry: RegistryObject): string | undefined => entry.identifier(IDENTIFIER.entryUniqueId);

async function retrieve(client: PlatformClient, { documents, patient, vihf }: RetrieveInput): Promise<Performed> {
  const called = await client.call({
    to: 'document-repository',
    action: RETRIEVE,
    body: writeRetrieveRequest(documents.map(({ repositoryUniqueId, uniqueId }) => ({ repositoryUniqueId, documentUniqueId: uniqueId }))),
    patient,
    vihf,
  });
  const bytes = called.message && carriedDocuments(called.message).find(({ id }) => id === documents[0]!.uniqueId)?.bytes;
  return {
    exchange: called.exchange,
    values: given({ status: statusOf(called), sha1: bytes && createHash('sha1').update(bytes).digest('hex') }),
  };
}

/** The values that are known. */
const given = (values: Readonly<Record<string, string | undefined>>): Record<string, string> =>
  Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
