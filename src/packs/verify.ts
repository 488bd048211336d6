import { dirname } from 'node:path';
import { compiledCache } from './compiled-cache.js';
import { type ProfileState, profilesOf } from './completeness.js';
import { fhirStructures } from './fhir.js';
import { type Told } from './kind.js';
import { loadPack, sourceSeenFrom } from './load.js';
import { type LockedPack, lockInForce } from './lock.js';
import { manifestProblems } from './manifest-problems.js';
import { PackError } from './pack-error.js';
import { notOne } from './remove.js';
import { type Damage, damageOf, readIndex } from './store.js';
import type { TerminologySummary } from './terminology/compile.js';
import { terminologySummary } from './terminology/of-packs.js';

export interface VerifiedPack {
  pack: LockedPack;
  /** how many files it has */
  files: number;
  damage: Damage[];
  /** of the pack as a whole */
  problems: Told[];
  /** none are read when the pack is damaged */
  profiles: ProfileState[];
  /** the codes that it brings; undefined when it brings none, or is damaged */
  terminology?: TerminologySummary | undefined;
}

/**
 * Compares every file with what was added, then reads every profile and says what it lacks.
 * @param coordinate of one pack; all of the lock without one
 * @throws PackError when the lock cannot be read, or a pack is not in the store
 */
export function verifyPacks(cwd: string, coordinate?: string): VerifiedPack[] {
  const lock = lockInForce(cwd);
  const chosen = coordinate === undefined ? lock.packs : lock.packs.filter((pack) => matches(pack, coordinate));
  if (coordinate !== undefined && chosen.length === 0) throw notOne(coordinate, lock.packs);
  return chosen.map((pack) => {
    const index = readIndex(pack.sha256);
    const damage = index ? damageOf(pack.sha256, index) : [];
    if (index && damage.length > 0) return { pack, files: index.length, damage, problems: [], profiles: [] };
    const loaded = loadPack(pack, sourceSeenFrom(pack.source, cwd, dirname(lock.file)));
    return {
      pack,
      files: loaded.files().length,
      damage,
      problems: manifestProblems(loaded.manifest, (path) => loaded.find(path)),
      profiles: profilesOf(loaded),
      terminology: terminologySummary(loaded),
    };
  });
}

const matches = (pack: LockedPack, coordinate: string): boolean =>
  pack.coordinate === coordinate || pack.coordinate.startsWith(`${coordinate}:`);

export interface PackState extends LockedPack {
  /** it is on this machine */
  stored: boolean;
  /** schematron profiles and StructureDefinitions of FHIR, and those of which something cannot be judged */
  profiles: number;
  incomplete: number;
}

/** What `addax packs list` says of each pack; what reading its profiles told is remembered. */
export function listPacks(packs: readonly LockedPack[]): PackState[] {
  return packs.map((pack) => {
    const state = stateOf(pack);
    return { ...pack, stored: state !== undefined, profiles: state?.profiles ?? 0, incomplete: state?.incomplete ?? 0 };
  });
}

function stateOf(pack: LockedPack): { profiles: number; incomplete: number } | undefined {
  const cache = compiledCache();
  const key = `completeness 2 ${pack.sha256}`;
  const known = cache.read(key);
  if (!readIndex(pack.sha256)) return undefined;
  if (known) return JSON.parse(new TextDecoder().decode(known)) as { profiles: number; incomplete: number };
  try {
    const loaded = loadPack(pack, pack.source);
    const profiles = profilesOf(loaded);
    const state = { profiles: profiles.length + fhirStructures(loaded), incomplete: profiles.filter(({ complete }) => !complete).length };
    cache.write(key, new TextEncoder().encode(JSON.stringify(state)));
    return state;
  } catch (error) {
    if (error instanceof PackError) return undefined;
    throw error;
  }
}
