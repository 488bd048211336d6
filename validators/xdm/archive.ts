import { ABSENT, asWritten, shorten, type Bilingual } from '../../src/model/index.js';
import { visible } from '../../src/packs/shown.js';
import { isClutter, isIso9660, isUnsafe, sameName, XDM } from '../../src/protocols/xdm/index.js';
import { ZIP_LIMITS, type ZipEntry, type ZipFailure, type ZipTrouble } from '../../src/protocols/zip/index.js';
import { told, type Judge } from './judge.js';

const MEGABYTE = 1024 ** 2;
const MOST_WEIGHT = 25 * MEGABYTE;

const FAILURES: Record<ZipFailure, Bilingual> = {
  'not-a-zip': { fr: 'pas de répertoire central à la fin du fichier', en: 'no central directory at the end of the file' },
  'damaged-directory': { fr: 'répertoire central incomplet', en: 'incomplete central directory' },
  'too-many-entries': { fr: `plus de ${ZIP_LIMITS.entries} fichiers`, en: `more than ${ZIP_LIMITS.entries} files` },
};

const RULE_OF: Record<ZipTrouble, string> = {
  encrypted: 'XDM-01-CLEAR',
  method: 'XDM-01-METHOD',
  untrue: 'XDM-01-TRUE',
  bounds: 'XDM-01-BOUNDS',
};

/** The archive itself: its form, then each of its entries, whether a package needs it or not. */
export function judgeArchive(judge: Judge): void {
  const { archive, failure } = judge.package;
  judge.expect(
    'XDM-01-ZIP',
    failure === undefined,
    judge.at(),
    told({ fr: 'une archive ZIP', en: 'a ZIP archive' }, failure && FAILURES[failure]),
  );
  const name = judge.artefact.name.split(/[/\\]/).at(-1)!;
  if (/\.zip$/i.test(name)) judge.expect('XDM-01-NAME', sameName(name, XDM.archive), judge.at(), told(XDM.archive, shorten(name)));
  const weight = judge.artefact.bytes.length;
  judge.expect(
    'XDM-01-WEIGHT',
    weight <= MOST_WEIGHT,
    judge.at(),
    told(
      { fr: '25 Mo au plus', en: '25 MB at most' },
      { fr: `${Math.ceil(weight / MEGABYTE)} Mo`, en: `${Math.ceil(weight / MEGABYTE)} MB` },
    ),
  );
  if (!archive) return;
  judgeNames(judge, archive.entries);
  for (const entry of archive.entries) {
    if (entry.folder) continue;
    const content = archive.content(entry);
    for (const [trouble, rule] of Object.entries(RULE_OF)) {
      const holds = !('trouble' in content) || content.trouble !== trouble;
      judge.entry(
        rule,
        holds,
        entry,
        told(EXPECTED[trouble as ZipTrouble], 'detail' in content ? shorten(visible(content.detail)) : undefined),
      );
    }
  }
}

const EXPECTED: Record<ZipTrouble, Bilingual> = {
  encrypted: { fr: 'un fichier en clair', en: 'a file in clear' },
  method: { fr: 'stocké (0) ou deflate (8)', en: 'stored (0) or deflate (8)' },
  untrue: { fr: 'ce que déclare le répertoire central', en: 'what the central directory declares' },
  bounds: {
    fr: `${ZIP_LIMITS.ratio} fois sa taille comprimée au plus, sans octet commun à deux fichiers`,
    en: `at most ${ZIP_LIMITS.ratio} times its compressed size, no byte shared by two files`,
  },
};

function judgeNames(judge: Judge, entries: readonly ZipEntry[]): void {
  const clutter = entries.filter(({ name }) => isClutter(name));
  judge.expect('XDM-08-CLUTTER', clutter.length === 0, judge.at(clutter[0]?.name), () => ({
    expected: ABSENT,
    actual: { fr: `${clutter.length} noms`, en: `${clutter.length} names` },
  }));
  const seen = new Map<string, string>();
  for (const entry of entries) {
    const { name, symlink } = entry;
    if (!judge.entry('XDM-08-PATH', !isUnsafe(entry.folder ? name.slice(0, -1) : name), entry, told(RELATIVE, asWritten(visible(name)))))
      continue;
    judge.entry('XDM-08-LINK', !symlink, entry, told({ fr: 'un fichier', en: 'a file' }, { fr: 'un lien', en: 'a link' }));
    if (entry.folder) continue;
    const other = seen.get(name.toUpperCase());
    judge.entry('XDM-08-ONCE', other === undefined, entry, told({ fr: 'un nom propre', en: 'a name of its own' }, other));
    seen.set(name.toUpperCase(), name);
    // names outside IHE_XDM are those of whoever makes the media
    const [top, ...below] = name.split('/');
    if (!isClutter(name) && sameName(top!, XDM.folder))
      judge.entry(
        'XDM-04-ISO9660',
        isIso9660([XDM.folder, ...below].join('/')) || hasOwnRule(name),
        entry,
        told('DOC00001.XML', shorten(name.slice(name.lastIndexOf('/') + 1))),
      );
  }
}

const RELATIVE: Bilingual = { fr: 'un chemin relatif qui reste dans l’archive', en: 'a relative path that stays in the archive' };

/** METADATA.XML in another case is told by the rule that asks for it, as IHE_XDM is. */
const hasOwnRule = (name: string): boolean => sameName(name.split('/').at(-1)!, XDM.metadata);
