import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { XDM } from '../../src/protocols/xdm/index.js';
import { IdentifierMint } from '../document-source/identifiers.js';
import { readInput } from '../document-source/input.js';
import { newDraft } from './draft.js';
import { CreateInput } from './input.js';
import { writePackage } from './write.js';

/**
 * Writes packages of documents of its own making as IHE_XDM.ZIP (ITI-32). Each package is kept as evidence, a datum
 * `package`; what is wrong with it on purpose is asked for in the input.
 */
export class PortableMediaCreator implements Simulator {
  /** that nobody named: gone when the simulator stops */
  readonly #folders: string[] = [];
  #playing: { context: SimulatorContext; mint: IdentifierMint } | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#playing = { context, mint: new IdentifierMint(context) };
    return Promise.resolve([]);
  }

  /** @throws SimulatorError when the input is not as it should be, or the folder cannot be written to */
  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#playing) throw new Error('portable-media-creator: not started');
    if (transaction !== 'ITI-32') throw new Error(`portable-media-creator: does not send ${transaction}`);
    const { context, mint } = this.#playing;
    const { recorder, parameters } = context;
    const { patient, documents, media, fault } = readInput(CreateInput, input, transaction);
    const draft = newDraft(mint, patient, documents, context.now());
    const bytes = writePackage(draft, fault);
    const file = place(media ?? parameters['media'] ?? this.#ownFolder(), bytes);
    const id = recorder.nextId('p');
    recorder.record({ kind: 'datum', name: 'package', value: { id, file, size: bytes.length }, blob: recorder.keep(bytes) });
    if (fault) recorder.record({ kind: 'fault', actor: 'portable-media-creator', exchange: id, fault: { package: fault } });
    const [set] = draft.sets;
    return {
      exchange: id,
      values: {
        file,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        size: String(bytes.length),
        documents: String(documents),
        submissionSetUniqueId: set!.submission.submissionSet.uniqueId,
        uniqueId: set!.submission.documentEntries[0]!.uniqueId,
      },
    };
  }

  stop(): Promise<void> {
    this.#playing = undefined;
    // the package itself is kept as evidence
    for (const folder of this.#folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    return Promise.resolve();
  }

  #ownFolder(): string {
    const folder = mkdtempSync(join(tmpdir(), 'addax-xdm-'));
    this.#folders.push(folder);
    return folder;
  }
}

/** Writes the package where the other side finds it. */
function place(media: string, bytes: Uint8Array): string {
  try {
    mkdirSync(media, { recursive: true });
    const file = join(media, XDM.archive);
    writeFileSync(file, bytes);
    return file;
  } catch (error) {
    const why = (error as Error).message;
    throw new SimulatorError('configuration', {
      fr: `ITI-32\u00A0: le dossier du média ne peut pas être écrit (media)\u00A0: ${why}`,
      en: `ITI-32: the folder of the media cannot be written (media): ${why}`,
    });
  }
}
