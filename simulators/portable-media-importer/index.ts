import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { Artefact, SimulatorError, type Endpoint, type Performed, type Simulator, type SimulatorContext } from '../../src/model/index.js';
import { IDENTIFIER } from '../../src/protocols/ebxml/index.js';
import { parseCx } from '../../src/protocols/identifiers/index.js';
import { openPackage, XDM } from '../../src/protocols/xdm/index.js';
import { validator } from '../../validators/xdm/index.js';
import { readInput } from '../document-source/input.js';

/** Input of ITI-32 for the side that imports: the archive, or the folder that it is in. */
const ImportInput = z.object({ media: z.string().min(1) });

/** What a mail may carry, several times over. */
const MOST_BYTES = 128 * 1024 ** 2;

/**
 * Reads a package as a recipient does (ITI-32) and takes it in or refuses it: a package with one error is refused as a
 * whole, so that nothing wrong enters a record. The archive is kept as evidence, a datum `package`.
 */
export class PortableMediaImporter implements Simulator {
  #context: SimulatorContext | undefined;

  start(context: SimulatorContext): Promise<Endpoint[]> {
    this.#context = context;
    return Promise.resolve([]);
  }

  /** @throws SimulatorError when there is no archive to read */
  async perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed> {
    if (!this.#context) throw new Error('portable-media-importer: not started');
    if (transaction !== 'ITI-32') throw new Error(`portable-media-importer: does not receive ${transaction}`);
    const { recorder, now, parameters, vihf } = this.#context;
    const { media } = readInput(ImportInput, input, transaction);
    const { file, bytes } = read(media);
    const artefact = new Artefact(file, bytes);
    const trust = vihf?.trust ?? { anchors: [], crls: [] };
    const { findings } = await validator.validate(artefact, { at: now(), trust, parameters });
    const errors = findings.filter(({ severity }) => severity === 'error');
    const { subsets } = openPackage(artefact);
    const documents = subsets.flatMap((subset) => subset.documents.filter((document) => document.file));
    const patient = documents[0]?.entry.identifier(IDENTIFIER.entryPatientId);
    const id = recorder.nextId('p');
    recorder.record({ kind: 'datum', name: 'package', value: { id, file, size: bytes.length }, blob: recorder.keep(bytes) });
    return {
      exchange: id,
      values: {
        status: errors.length === 0 ? 'imported' : 'refused',
        documents: String(errors.length === 0 ? documents.length : 0),
        ins: patient === undefined ? '' : parseCx(patient).id,
        errors: String(errors.length),
        warnings: String(findings.filter(({ severity }) => severity === 'warning').length),
        rules: [...new Set(errors.map(({ rule }) => rule))].join(' '),
      },
    };
  }

  stop(): Promise<void> {
    this.#context = undefined;
    return Promise.resolve();
  }
}

function read(media: string): { file: string; bytes: Uint8Array } {
  try {
    const file = statSync(media).isDirectory() ? join(media, XDM.archive) : media;
    const about = statSync(file);
    if (!about.isFile() || about.size > MOST_BYTES) throw new Error(`${file}: ${about.isFile() ? `> ${MOST_BYTES}` : 'no regular file'}`);
    return { file, bytes: readFileSync(file) };
  } catch (error) {
    const why = (error as Error).message;
    throw new SimulatorError('peer', {
      fr: `ITI-32\u00A0: aucune archive à lire (media)\u00A0: ${why}`,
      en: `ITI-32: no archive to read (media): ${why}`,
    });
  }
}
