import type { SimulatorContext } from '../../src/model/index.js';
import {
  IDENTIFIER,
  rimOfDocumentEntry,
  STATUS,
  writeQueryResponse,
  writeRimObject,
  type RimObject,
} from '../../src/protocols/ebxml/index.js';
import { INS_OID } from '../../src/protocols/identifiers/index.js';
import { TEST_STRUCTURE } from '../../src/protocols/x509/index.js';
import { Raw, xml } from '../../src/protocols/xml/index.js';
import { PIECES, type SoapAnswer } from '../../src/transport/index.js';
import { newDocument } from '../document-source/document.js';
import { IdentifierMint } from '../document-source/identifiers.js';
import { submissionOf } from '../document-source/metadata.js';

/**
 * The answer to a query with so many document entries: those that were found, then copies of the first under identifiers
 * of their own, written one by one as the client reads them.
 */
export function manyResults(count: number, returnType: string, found: readonly RimObject[], context: SimulatorContext): SoapAnswer {
  const empty = writeQueryResponse({ status: 'success', objects: [] }).markup;
  const end = '</rim:RegistryObjectList>';
  return { body: new Raw(empty.replace(end, () => `${PIECES.markup}${end}`)), pieces: entries(count, returnType, found, context) };
}

function* entries(count: number, returnType: string, found: readonly RimObject[], context: SimulatorContext): Generator<Raw> {
  const mint = new IdentifierMint(context);
  const model = found.find(({ kind }) => kind === 'ExtrinsicObject') ?? anyEntry(mint, context);
  for (let n = 0; n < count; n++) {
    const entry = found[n] ?? copyOf(model, mint);
    yield returnType === 'ObjectRef' ? xml`<rim:ObjectRef id="${entry.id}"/>` : writeRimObject(entry);
  }
}

function copyOf(entry: RimObject, mint: IdentifierMint): RimObject {
  const id = mint.uuid();
  return {
    ...entry,
    id,
    lid: id,
    classifications: entry.classifications.map((one) => ({ ...one, id: mint.uuid() })),
    identifiers: entry.identifiers.map((one) => ({
      ...one,
      id: mint.uuid(),
      ...(one.scheme === IDENTIFIER.entryUniqueId && { value: mint.oid() }),
    })),
  };
}

/** An entry of the test patient, for a registry that has none to copy. */
function anyEntry(mint: IdentifierMint, { now, parameters }: SimulatorContext): RimObject {
  const patient = {
    ins: '279035121518989',
    oid: INS_OID.testNir,
    birthFamily: 'PAT-TROIS',
    given: 'DOMINIQUE',
    sex: 'F' as const,
    birthDate: '19790328',
    birthPlace: '51215',
  };
  const document = newDocument(mint, patient, { id: TEST_STRUCTURE, name: 'CABINET DE TEST' }, now());
  const ids = { set: mint.uuid(), uniqueId: mint.oid(), sourceId: mint.root };
  const entry = rimOfDocumentEntry(submissionOf(document, new Uint8Array(), ids, now()).documentEntries[0]!);
  const repository = { name: 'repositoryUniqueId', values: [parameters['repository-unique-id'] ?? mint.root] };
  return { ...entry, lid: entry.id, version: '1', status: STATUS.approved, slots: [...entry.slots, repository] };
}
