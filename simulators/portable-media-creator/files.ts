import { writeProvideAndRegister, writeSubmission } from '../../src/protocols/ebxml/index.js';
import { XDM } from '../../src/protocols/xdm/index.js';
import type { ZipFileToWrite } from '../../src/protocols/zip/index.js';
import type { Draft, DraftSet } from './draft.js';
import { indexPage, readme } from './texts.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';

/** The files of a package, as a conformant creator writes them. */
export function filesOf(draft: Draft): ZipFileToWrite[] {
  const paths = draft.sets.flatMap(({ folder, documents }) => documents.map(({ name }) => `${XDM.folder}/${folder}/${name}`));
  return [
    { name: XDM.index, bytes: utf8(indexPage(draft, paths)) },
    { name: XDM.readme, bytes: utf8(readme(draft)) },
    ...draft.sets.flatMap((set) => [
      { name: `${XDM.folder}/${set.folder}/${XDM.metadata}`, bytes: utf8(DECLARATION + metadata(set)) },
      ...set.documents.map(({ name, bytes }) => ({ name: `${XDM.folder}/${set.folder}/${name}`, bytes })),
    ]),
  ];
}

const metadata = ({ root, submission }: DraftSet): string =>
  (root === undefined ? writeSubmission(submission) : writeProvideAndRegister(submission, new Map())).markup;
