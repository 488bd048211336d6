import type { z } from 'zod';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { writeProvideAndRegister } from '../../src/protocols/ebxml/index.js';
import type { ActiveFaults, SoapCalled } from '../../src/transport/index.js';
import { statusOf } from './answer.js';
import { PlatformClient } from './client.js';
import { KIND } from './document.js';
import { IdentifierMint } from './identifiers.js';
import { PublishInput, readInput } from './input.js';
import { sha1 } from './metadata.js';
import { changedAgain, publicationOf, type Published } from './publication.js';

const PROVIDE_AND_REGISTER = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';

/** Publishes documents of its own making to a sharing platform, or sends them to a recipient (ITI-41); what it does wrong is asked for in the input, or planned. */
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
    const now = client.context.now();
    const first = publicationOf(mint, client.issuer.structure, asked, now);
    const faults = client.faults(transaction);
    const again = faults.take('resubmit');
    const unspoilt = again !== undefined && (await provideAndRegister(client, first, asked, client.unspoilt()));
    const called = await provideAndRegister(client, again === 'changed' ? changedAgain(first, mint, now) : first, asked, faults);
    return {
      exchange: called.exchange,
      values: {
        ...first.values,
        status: statusOf(called),
        ...(unspoilt && { firstStatus: statusOf(unspoilt) }),
        title: KIND.title,
      },
    };
  }

  stop(): Promise<void> {
    this.#playing = undefined;
    return Promise.resolve();
  }
}

type Submitted = Pick<Published, 'document' | 'bytes' | 'submission' | 'entry'>;

function provideAndRegister(
  client: PlatformClient,
  { document, bytes, submission, entry }: Submitted,
  { patient, vihf, hash, to }: z.infer<typeof PublishInput>,
  faults: ActiveFaults,
): Promise<SoapCalled> {
  if (hash === 'wrong') entry.hash = sha1(Uint8Array.of(...bytes, 0x20));
  const contentId = `document-${document.uniqueId}@addax`;
  const alone = faults.take('missing-document') !== undefined;
  return client.call({
    to,
    action: PROVIDE_AND_REGISTER,
    body: writeProvideAndRegister(submission, new Map(alone ? [] : [[entry.id, { contentId }]])),
    attachments: alone ? [] : [{ contentId, mediaType: entry.mimeType, bytes }],
    patient,
    vihf,
    ...(hash && { wrong: { hash } }),
    faults,
  });
}
