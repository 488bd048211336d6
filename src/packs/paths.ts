import { PackError } from './pack-error.js';

/**
 * A path as a source names it, in the one form that packs use: relative, `/`, Unicode NFC (a Mac decomposes names).
 * @throws PackError when it leaves the pack, is absolute, or cannot be said in every system
 */
export function packPath(named: string, source: string): string {
  const path = named.normalize('NFC');
  const segments = path.split('/');
  // a line end or an escape in a name would write into the terminal of whoever lists it
  const control = /\p{Cc}/u.test(path);
  const absolute = path.startsWith('/') || /^[A-Za-z]:/.test(path);
  if (!control && !absolute && !path.includes('\\') && !segments.some((s) => s === '' || s === '.' || s === '..')) return path;
  throw new PackError(
    source,
    {
      fr: `le nom ${JSON.stringify(named)} n’est pas un chemin relatif sûr (il sort du dossier, est absolu, ou contient une barre inverse ou un caractère de commande).`,
      en: `the name ${JSON.stringify(named)} is no safe relative path (it leaves the folder, is absolute, or has a backslash or a control character).`,
    },
    {
      fr: 'Rien n’a été ajouté. Demander l’archive à qui la publie, ou la refaire à partir du dossier.',
      en: 'Nothing was added. Ask its publisher for the archive, or make it again from the folder.',
    },
  );
}

/** `path` without `.` and `..`; undefined when it leaves the pack. */
export function withinPack(path: string): string | undefined {
  if (path.startsWith('/') || path.includes('\\')) return undefined;
  const segments: string[] = [];
  for (const segment of path.normalize('NFC').split('/')) {
    if (segment === '..') {
      if (segments.pop() === undefined) return undefined;
    } else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments.join('/');
}

/**
 * What a relative reference in a file of a pack names; undefined for a URL, an absolute path, or what leaves the pack.
 * @param base path of the file
 */
export function referencedPath(uri: string, base: string): string | undefined {
  if (/^[A-Za-z][A-Za-z0-9+.-]*:/.test(uri) || uri.startsWith('/')) return undefined;
  let [path = ''] = uri.split('#');
  try {
    path = decodeURIComponent(path);
  } catch {
    // a per cent sign that is no escape is part of the name
  }
  return withinPack(base.slice(0, base.lastIndexOf('/') + 1) + path);
}

/**
 * Finds files of a pack by path; `.` and `..` are followed, and where no file has this very name, one that differs only
 * in case is taken.
 * @param files sorted: the first wins where two differ only in case
 */
export function packFinder<T extends { path: string }>(files: readonly T[]): (path: string) => T | undefined {
  const exact = new Map(files.map((file) => [file.path, file]));
  const folded = new Map([...files].reverse().map((file) => [foldCase(file.path), file]));
  return (path) => {
    const within = withinPack(path);
    return within === undefined ? undefined : (exact.get(within) ?? folded.get(foldCase(within)));
  };
}

/** What a file system that ignores case takes for the same name. */
export const foldCase = (path: string): string => path.toLowerCase();
