/** Names that IHE reserves in a package (IHE ITI TF-2, 3.32.4.1.2). */
export const XDM = {
  folder: 'IHE_XDM',
  index: 'INDEX.HTM',
  readme: 'README.TXT',
  metadata: 'METADATA.XML',
  archive: 'IHE_XDM.ZIP',
} as const;

const PACKAGED = new RegExp(`^${XDM.folder}[/\\\\]`, 'i');

/** Does this name of an archive lie in the directory of a package? */
export const isPackaged = (name: string): boolean => PACKAGED.test(name);

/** What file managers leave in archives beside what they were given. */
export const isClutter = (name: string): boolean => /^__MACOSX\/|(?:^|\/)(?:\._[^/]*|\.DS_Store|Thumbs\.db|desktop\.ini)$/i.test(name);

/** Control characters, directions of writing, what has no width, ends of line: with them a name shows as another. */
const DECEPTIVE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;

/** A name that would lead out of the folder a package is unpacked to, or that systems or people read in different ways. */
export const isUnsafe = (name: string): boolean =>
  name === '' || /^\/|^[a-z]:|\\/i.test(name) || DECEPTIVE.test(name) || name.split('/').some((step) => step === '..' || step === '.');

/** Deepest level of directories of ISO 9660. */
const MOST_LEVELS = 8;

/** ISO 9660 level 1: upper-case letters, digits and _, 8 characters and an extension of 3, 8 levels. */
export function isIso9660(path: string): boolean {
  const steps = path.split('/');
  const file = steps.pop()!;
  return (
    steps.length < MOST_LEVELS && steps.every((step) => /^[A-Z0-9_]{1,8}$/.test(step)) && /^[A-Z0-9_]{1,8}(?:\.[A-Z0-9_]{0,3})?$/.test(file)
  );
}
