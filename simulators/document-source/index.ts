import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { writeProvideAndRegister } from '../../src/protocols/ebxml/index.js';
import { statusOf } from './answer.js';
import { PlatformClient } from './client.js';
import { KIND } from './document.js';
import { IdentifierMint } from './identifiers.js';
import { PublishInput, readInput } from './input.js';
import { sha1 } from './metadata.js';
import { publicationOf } from './publication.js';

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
    const asked = readInput(PublishInput, input, transaction);
    const { patient, vihf, hash, without, to } = asked;
    const { document, bytes, submission, entry, values } = publicationOf(mint, client.issuer.structure, asked, client.context.now());
    if (hash === 'wrong') entry.hash = sha1(Uint8Array.of(...bytes, 0x20));
    const contentId = `document-${document.uniqueId}@addax`;
    const called = await client.call({
      to,
      action: PROVIDE_AND_REGISTER,
      body: writeProvideAndRegister(submission, new Map(without ? [] : [[entry.id, { contentId }]])),
      attachments: without ? [] : [{ contentId, mediaType: entry.mimeType, bytes }],
      patient,
      vihf,
      ...((hash ?? without) && { faults: { ...(hash && { hash }), ...(without && { without }) } }),
    });
    return {
      exchange: called.exchange,
      values: {
        ...values,
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
