import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { writeProvideAndRegister } from '../../src/protocols/ebxml/index.js';
import { statusOf } from './answer.js';
import { writeCda } from './cda.js';
import { PlatformClient } from './client.js';
import { KIND, newDocument } from './document.js';
import { IdentifierMint } from './identifiers.js';
import { PublishInput, readInput } from './input.js';
import { sha1, submissionOf } from './metadata.js';

const PROVIDE_AND_REGISTER = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';

/** Publishes documents of its own making to a sharing platform, or sends them to a recipient (ITI-41); what it does wrong is asked for in the input. */
export class DocumentSource implements Simulator {
  #playing: { client: PlatformClient; mint: IdentifierMint } | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#playing = { client: new PlatformClient('document-source', context), mint: new IdentifierMint(context) };
    return Promise.resolve([]);
  }

  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#playing) throw new Error('document-source: not started');
    if (transaction !== 'ITI-41') throw new Error(`document-source: does not send ${transaction}`);
    const { client, mint } = this.#playing;
    const { patient, vihf, hash, replaces, to } = readInput(PublishInput, input, transaction);
    const now = client.context.now();
    const document = newDocument(mint, patient, client.issuer.structure, now, replaces);
    const bytes = writeCda(document);
    const ids = { set: mint.uuid(), uniqueId: mint.oid(), sourceId: mint.root };
    const submission = submissionOf(document, bytes, ids, now);
    const entry = submission.documentEntries[0]!;
    if (hash === 'wrong') entry.hash = sha1(Uint8Array.of(...bytes, 0x20));
    const contentId = `document-${document.uniqueId}@addax`;
    const called = await client.call({
      to,
      action: PROVIDE_AND_REGISTER,
      body: writeProvideAndRegister(submission, new Map([[entry.id, { contentId }]])),
      attachments: [{ contentId, mediaType: entry.mimeType, bytes }],
      patient,
      vihf,
      ...(hash && { faults: { hash } }),
    });
    return {
      exchange: called.exchange,
      values: {
        uniqueId: document.uniqueId,
        setId: document.setId,
        version: String(document.version),
        submissionSetUniqueId: ids.uniqueId,
        sha1: sha1(bytes),
        size: String(bytes.length),
        status: statusOf(called),
        title: KIND.title,
      },
    };
  }

  stop(): Promise<void> {
    this.#playing = undefined;
    return Promise.resolve();
  }
}
