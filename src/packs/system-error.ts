import type { Bilingual } from '../model/index.js';
import { visible } from './shown.js';

const WORDS: Readonly<Record<string, Bilingual>> = {
  ENOENT: { fr: 'il n’existe pas', en: 'it does not exist' },
  ENOTDIR: { fr: 'un fichier est là où il faut un dossier', en: 'a file is where a folder must be' },
  EISDIR: { fr: 'c’est un dossier', en: 'it is a folder' },
  EACCES: { fr: 'droit refusé', en: 'permission denied' },
  EPERM: { fr: 'opération refusée', en: 'operation refused' },
  EROFS: { fr: 'disque en lecture seule', en: 'read-only disk' },
  ENOSPC: { fr: 'disque plein', en: 'disk full' },
  EDQUOT: { fr: 'quota de disque atteint', en: 'disk quota reached' },
  EMFILE: { fr: 'trop de fichiers ouverts', en: 'too many open files' },
  ELOOP: { fr: 'lien symbolique', en: 'symbolic link' },
  ENAMETOOLONG: { fr: 'nom trop long', en: 'name too long' },
  ENXIO: { fr: 'ce n’est pas un fichier ordinaire', en: 'it is no regular file' },
};

/**
 * What went wrong, in words where it is a system call that failed; else what was said, in one line.
 * @param fr the French of what libraries only say in English
 */
export function inWords(error: unknown, fr?: string): Bilingual {
  const known = WORDS[(error as NodeJS.ErrnoException | undefined)?.code ?? ''];
  if (known) return known;
  const said = visible((error instanceof Error ? error.message : String(error)).split('\n')[0] ?? '');
  return { fr: fr ?? said, en: said };
}
