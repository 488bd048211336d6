import { ABSENT, EMPTY, same } from '../../src/model/index.js';
import { sameName, XDM } from '../../src/protocols/xdm/index.js';
import type { ZipEntry } from '../../src/protocols/zip/index.js';
import { told, type Judge } from './judge.js';
import { judgePage } from './page.js';

/** What a package must have besides its documents. */
export function judgeLayout(judge: Judge): void {
  const { archive, subsets } = judge.package;
  if (!archive) return;
  const index = atRoot(judge, 'XDM-02-INDEX', XDM.index);
  const readme = atRoot(judge, 'XDM-02-README', XDM.readme);
  const inPlace = subsets.some(({ path }) => path.startsWith(`${XDM.folder}/`));
  judge.expect('XDM-02-FOLDER', inPlace, judge.at(XDM.folder), told(`${XDM.folder}/SUBSET01`, subsets[0] ? subsets[0].path : ABSENT));
  for (const { path, metadata } of subsets) {
    const name = path.split('/')[1]!;
    judge.expect('XDM-03-SUBSET', /^SUBSET\d\d$/.test(name), judge.at(path), told('SUBSET01', same(name)));
    const expected = `${path}/${XDM.metadata}`;
    judge.expect(
      'XDM-03-METADATA',
      metadata?.name === expected,
      judge.at(metadata?.name ?? path),
      told(expected, metadata?.name ?? ABSENT),
    );
  }
  const page = index && archive.content(index);
  if (index && page && 'bytes' in page) judgePage(judge, index.name, page.bytes);
  const text = readme && archive.content(readme);
  if (readme && text && 'bytes' in text) judgeReadme(judge, readme, text.bytes);
}

/** The file of this name at the root, or the one that is meant by it. */
function atRoot(judge: Judge, rule: string, name: string): ZipEntry | undefined {
  const { files } = judge.package;
  const exact = files.find((file) => file.name === name);
  const meant = exact ?? files.find((file) => sameName(file.name, name));
  judge.expect(rule, exact !== undefined, judge.at(meant?.name ?? name), told(name, meant?.name ?? ABSENT));
  return meant;
}

function judgeReadme(judge: Judge, { name }: ZipEntry, bytes: Uint8Array): void {
  const head = Buffer.from(bytes.subarray(0, 64 * 1024)).toString('latin1');
  const isText = !head.includes('\u0000');
  judge.expect('XDM-06', isText && head.trim() !== '', judge.at(name), told({ fr: 'un texte', en: 'a text' }, isText ? EMPTY : NOT_TEXT));
}

const NOT_TEXT = { fr: 'des octets nuls', en: 'null bytes' };
