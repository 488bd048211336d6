import type { Artefact, Bilingual, PackedFile } from '../../src/model/index.js';
import { openPackage, sameName, XDM, type Subset } from '../../src/protocols/xdm/index.js';

const MISSING: Bilingual = { fr: 'absent', en: 'missing' };
const WHAT: Readonly<Record<string, Bilingual>> = {
  [XDM.index]: { fr: 'page d’accueil', en: 'welcome page' },
  [XDM.readme]: { fr: 'notice', en: 'read me' },
};

/** The files of a package: what must be at its root, then each submission set with its documents, then the others. */
export function filesOf(artefact: Artefact): PackedFile[] | undefined {
  const { archive, files, subsets } = openPackage(artefact);
  if (!archive) return undefined;
  const left = new Map(files.map((file) => [file.name, file]));
  const told: PackedFile[] = [];
  const tell = (name: string, about?: Bilingual): void => {
    const file = left.get(name);
    left.delete(name);
    const content = file && archive.content(file);
    told.push({ name, ...(content && 'bytes' in content && { bytes: content.bytes }), ...(about && { about }) });
  };
  for (const [name, about] of Object.entries(WHAT)) {
    const file = files.find((one) => sameName(one.name, name));
    if (file) tell(file.name, about);
    else told.push({ name, about: MISSING });
  }
  for (const subset of subsets) {
    tell(subset.metadata?.name ?? `${subset.path}/${XDM.metadata}`, subset.metadata ? submissionOf(subset) : MISSING);
    for (const { entry, uri, file } of subset.documents) {
      const title = entry.name?.text ?? '';
      if (file && left.has(file.name)) tell(file.name, { fr: `document «\u00A0${title}\u00A0»`, en: `document “${title}”` });
      else if (!file && uri !== undefined) told.push({ name: `${subset.path}/${uri}`, about: MISSING });
    }
    for (const { name } of subset.files) if (left.has(name)) tell(name);
  }
  for (const name of [...left.keys()]) tell(name);
  return told;
}

function submissionOf({ submission }: Subset): Bilingual {
  const title = submission?.submissionSets[0]?.name?.text ?? '';
  const count = submission?.documentEntries.length ?? 0;
  return {
    fr: `lot de soumission «\u00A0${title}\u00A0», ${count} document${count > 1 ? 's' : ''}`,
    en: `submission set “${title}”, ${count} document${count === 1 ? '' : 's'}`,
  };
}
