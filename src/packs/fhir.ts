import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../model/index.js';
import { DefinitionSet, Shelf, shelve } from '../protocols/fhir/index.js';
import { compiledCache } from './compiled-cache.js';
import type { LoadedPack } from './load.js';
import { PackError } from './pack-error.js';
import { inWords } from './system-error.js';

/** What FHIR itself defines, as the build kept it. */
const BASE = join(packageRoot, 'dist', 'fhir-r4.shelf');
export const BASE_COORDINATE = 'hl7.fhir.r4.core:4.0.1';
/** The French profiles that ship, as the build kept them (suites/ressources-fhir/profiles). */
const FRENCH = join(packageRoot, 'dist', 'fhir-fr.shelf');
export const FRENCH_COORDINATE = 'addax:fhir-fr';
const FORMAT = 'fhir-shelf 2';

const shelves = new Map<string, Shelf>();

/** What ships with Addax, read once. */
function shipped(file: string, coordinate: string): Shelf {
  const known = shelves.get(file);
  if (known) return known;
  try {
    const shelf = new Shelf(readFileSync(file), coordinate);
    shelves.set(file, shelf);
    return shelf;
  } catch (error) {
    const { fr, en } = inWords(error);
    throw new PackError(
      file,
      { fr: `les définitions de FHIR R4 ne se lisent pas (${fr}).`, en: `the definitions of FHIR R4 cannot be read (${en}).` },
      { fr: 'Réinstaller addax, ou lancer npm run build.', en: 'Install addax again, or run npm run build.' },
    );
  }
}

/**
 * The definitions of FHIR R4, of these packs, and where no pack has it, of the French profiles that ship. Nothing is
 * fetched; a pack is read whole once, then what was asked for is found in the cache of the user.
 * @throws PackError when a file of a pack is no longer what was added
 */
export function fhirDefinitions(packs: readonly LoadedPack[]): DefinitionSet {
  const ofPacks = packs.filter(hasDefinitions).map(shelfOf);
  return new DefinitionSet([shipped(BASE, BASE_COORDINATE), ...ofPacks], [shipped(FRENCH, FRENCH_COORDINATE)]);
}

const KINDS: ReadonlySet<string> = new Set(['fhir-definition', 'terminology', 'value-set']);
const filesOf = (pack: LoadedPack) => pack.files().filter(({ kind, path }) => KINDS.has(kind) && /\.json$/i.test(path));
const hasDefinitions = (pack: LoadedPack): boolean => filesOf(pack).length > 0;

/** How many profiles, extensions and types of FHIR a pack defines. */
export const fhirStructures = (pack: LoadedPack): number => (hasDefinitions(pack) ? shelfOf(pack).urls('StructureDefinition').length : 0);

function shelfOf(pack: LoadedPack): Shelf {
  const key = `${pack.coordinate} ${pack.sha256}`;
  const known = shelves.get(key);
  if (known) return known;
  const cache = compiledCache();
  const name = `${FORMAT} ${pack.sha256}`;
  let bytes = cache.read(name);
  if (!bytes) {
    bytes = shelve(resourcesOf(pack));
    cache.write(name, bytes);
  }
  const shelf = new Shelf(bytes, pack.coordinate);
  shelves.set(key, shelf);
  return shelf;
}

function* resourcesOf(pack: LoadedPack): Generator {
  for (const { path } of filesOf(pack)) {
    // read when it was added: it is JSON
    const resource = JSON.parse(new TextDecoder().decode(pack.open(path)!.bytes)) as { resourceType?: unknown; entry?: unknown };
    if (resource.resourceType !== 'Bundle') yield resource;
    else if (Array.isArray(resource.entry)) for (const entry of resource.entry as ({ resource?: unknown } | null)[]) yield entry?.resource;
  }
}
