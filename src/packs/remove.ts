import { changeLock, type LockedPack, lockInForce } from './lock.js';
import { PackError } from './pack-error.js';

/**
 * Takes a pack out of the lock of the project. What it holds stays in the store of the user, for other projects.
 * @param coordinate whole, or without the version where only one version is locked
 * @throws PackError when the lock has no such pack, or several
 */
export function removePack(coordinate: string, cwd: string): { pack: LockedPack; lockFile: string } {
  const { file, packs } = lockInForce(cwd);
  let pack = oneOf(packs, coordinate);
  changeLock(file, (now) => {
    pack = oneOf(now, coordinate);
    return now.filter((locked) => locked !== pack);
  });
  return { pack, lockFile: file };
}

function oneOf(packs: readonly LockedPack[], coordinate: string): LockedPack {
  const whole = packs.filter((pack) => pack.coordinate === coordinate);
  const found = whole.length > 0 ? whole : packs.filter((pack) => pack.coordinate.startsWith(`${coordinate}:`));
  const [pack] = found;
  if (!pack || found.length > 1) throw notOne(coordinate, found.length === 0 ? packs : found);
  return pack;
}

/** No pack of the lock has this coordinate, or several have. */
export function notOne(coordinate: string, candidates: readonly LockedPack[]): PackError {
  const names = candidates.map((pack) => pack.coordinate).join(', ');
  return new PackError(
    coordinate,
    { fr: 'packs.lock n’a pas un seul paquet de ce nom.', en: 'packs.lock has no single pack of this name.' },
    names === '' ?
      { fr: 'Il n’en a aucun : addax packs add en ajoute.', en: 'It has none: addax packs add adds one.' }
    : { fr: `Donner l’un de ceux-ci : ${names}`, en: `Give one of these: ${names}` },
  );
}
