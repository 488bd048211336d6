import type { Told } from '../told.js';
import type { LoadedPack } from '../load.js';
import { toBytes } from './compact.js';
import { FhirReader } from './fhir.js';
import { readSkos } from './rdf.js';
import { type Reading, Teller } from './source.js';
import { readSvs } from './svs.js';
import { NAME_OF_SYSTEM } from './systems.js';
import { readTable } from './table.js';
import { UnreadableTerminology } from './text-stream.js';
import { TerminologyWriter, TooMuchTerminology } from './writer.js';

/** Of a pack: what its terminology is made of, and what is worth knowing of its files. */
export interface TerminologySummary {
  codeSystems: number;
  valueSets: number;
  codes: number;
  told: Told[];
  /** like those told, and not told because there were so many */
  untold: number;
}

/** Files of a pack that say codes. */
export const hasTerminology = (pack: LoadedPack): boolean =>
  pack.files().some(({ kind }) => kind === 'terminology' || kind === 'value-set');

/** Makes one terminology of all files of a pack, in the compact form. */
export function compileTerminology(pack: LoadedPack): { bytes: Uint8Array; summary: TerminologySummary } {
  const writer = new TerminologyWriter(parseInt(pack.sha256.slice(0, 7), 16));
  const tell = new Teller();
  const fhir = new FhirReader();
  const { files = [], codeSystems = [] } = pack.manifest.terminology ?? {};
  const declared = new Map(files.map((file) => [file.path, file]));

  const read = (path: string, by: (reading: Reading) => void): void => {
    try {
      by({ path, bytes: pack.open(path)!.bytes, writer, tell, system: declared.get(path)?.system });
    } catch (error) {
      if (error instanceof UnreadableTerminology) tell.tell(path, 'unreadable', error.line, error.explanation);
      else if (error instanceof TooMuchTerminology)
        tell.tell(path, 'too-much', undefined, {
          fr: 'terminologie trop grande\u00A0: la suite n’est pas prise.',
          en: 'terminology too large: the rest is not taken.',
        });
      else throw error;
    }
  };

  for (const { oid, name, complete } of codeSystems) writer.system(oid, name, complete);
  const taken = pack.files().filter(({ kind }) => kind === 'terminology' || kind === 'value-set');
  const json = taken.filter(({ path }) => JSON_FILE.test(path));
  for (const { path, kind } of taken) {
    if (JSON_FILE.test(path)) read(path, (reading) => fhir.codeSystems(reading));
    else if (XML_OR_TURTLE.test(path)) read(path, kind === 'value-set' ? readSvs : readSkos);
    else read(path, (reading) => readTable(reading, declared.get(path)?.columns));
  }
  for (const { path } of json) read(path, (reading) => fhir.valueSets(reading));
  fhir.finish(writer, tell);
  for (const { oid } of writer.systems) writer.system(oid, NAME_OF_SYSTEM.get(oid));

  const summary = {
    codeSystems: writer.systems.length,
    valueSets: writer.sets.length,
    codes: writer.systems.reduce((sum, { size }) => sum + size, 0),
    told: tell.told,
    untold: tell.untold,
  };
  return { bytes: toBytes(writer), summary };
}

const JSON_FILE = /\.json$/i;
const XML_OR_TURTLE = /\.(xml|rdf|owl|ttl)$/i;
