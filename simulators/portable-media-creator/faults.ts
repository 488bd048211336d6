import { XDM } from '../../src/protocols/xdm/index.js';
import type { ZipFileToWrite } from '../../src/protocols/zip/index.js';
import { sha1 } from '../document-source/metadata.js';
import { addSet, type Draft, type DraftSet } from './draft.js';

/** Something a creator does wrong: in what the package says, in the files it archives, or in the bytes of the archive. */
interface PackageFault {
  /** the rule of the xdm validator that it breaks, and no other */
  breaks: string;
  draft?: (draft: Draft) => void;
  files?: (files: ZipFileToWrite[]) => ZipFileToWrite[];
  bytes?: (bytes: Uint8Array) => Uint8Array;
}

const SUBSET = `${XDM.folder}/SUBSET01`;
const METADATA = `${SUBSET}/${XDM.metadata}`;
const DOCUMENT = `${SUBSET}/DOC00001.XML`;
const TEXT = new TextEncoder().encode('Document d’essai.\n');
/** deflate makes a thousandth of it */
const BOMB_BYTES = 16 * 1024 ** 2;
const LINK_MODE = 0o120777;
const ENCRYPTED = 0x1;
const LZMA = 14;
/** any other patient of tests */
const OTHERS = ['207058575627097', '275126322074974'] as const;

const firstSet = (draft: Draft): DraftSet => draft.sets[0]!;
const firstEntry = (draft: Draft) => firstSet(draft).submission.documentEntries[0]!;
const without = (name: string) => (files: ZipFileToWrite[]) => files.filter((file) => file.name !== name);
const change = (name: string, more: Partial<ZipFileToWrite>) => (files: ZipFileToWrite[]) =>
  files.map((file) => (file.name === name ? { ...file, ...more } : file));
const add = (file: ZipFileToWrite) => (files: ZipFileToWrite[]) => [...files, file];

/** The faults of a package, by the name under which `perform` is asked for one. */
export const PACKAGE_FAULTS = {
  truncated: { breaks: 'XDM-01-ZIP', bytes: (bytes) => bytes.subarray(0, bytes.length - 10) },
  encrypted: { breaks: 'XDM-01-CLEAR', files: change(DOCUMENT, { declares: { flags: ENCRYPTED } }) },
  'unknown-compression': { breaks: 'XDM-01-METHOD', files: change(DOCUMENT, { declares: { method: LZMA } }) },
  'lying-size': { breaks: 'XDM-01-TRUE', files: change(DOCUMENT, { declares: { size: 100 } }) },
  'lying-name': { breaks: 'XDM-01-TRUE', files: change(DOCUMENT, { declares: { localName: `${SUBSET}/DOC00009.XML` } }) },
  'lying-crc': { breaks: 'XDM-01-TRUE', files: change(DOCUMENT, { declares: { crc: 0x2a } }) },
  bomb: { breaks: 'XDM-01-BOUNDS', files: add({ name: 'VIEWER.BIN', bytes: new Uint8Array(BOMB_BYTES) }) },
  'no-index': { breaks: 'XDM-02-INDEX', files: without(XDM.index) },
  'no-readme': { breaks: 'XDM-02-README', files: without(XDM.readme) },
  'lower-case-folder': {
    breaks: 'XDM-02-FOLDER',
    files: (files) => files.map((file) => ({ ...file, name: file.name.replace(`${XDM.folder}/`, `${XDM.folder.toLowerCase()}/`) })),
  },
  'index-in-html': { breaks: 'XDM-02-XHTML', files: edit(XDM.index, (page) => page.replace('<h1>', '<br>').replace('</h1>', '')) },
  'index-without-links': { breaks: 'XDM-02-LINKS', files: edit(XDM.index, (page) => page.replace(/<li><a [^>]*>([^<]*)<\/a>/, '<li>$1')) },
  'no-metadata': { breaks: 'XDM-03-METADATA', files: without(METADATA) },
  'lower-case-metadata': { breaks: 'XDM-03-METADATA', files: change(METADATA, { name: `${SUBSET}/metadata.xml` }) },
  'other-subset-name': { breaks: 'XDM-03-SUBSET', draft: (draft) => (firstSet(draft).folder = 'LOT_A') },
  'long-name': {
    breaks: 'XDM-04-ISO9660',
    draft(draft) {
      firstEntry(draft).uri = 'compte-rendu.xml';
      firstSet(draft).documents[0]!.name = 'compte-rendu.xml';
    },
  },
  'broken-metadata': { breaks: 'XDM-05-XML', files: edit(METADATA, (text) => text.slice(0, -10)) },
  'other-root': { breaks: 'XDM-05-ROOT', draft: (draft) => (firstSet(draft).root = 'ProvideAndRegisterDocumentSetRequest') },
  'no-uri': { breaks: 'XDM-05-URI', draft: (draft) => delete firstEntry(draft).uri },
  'uri-outside': { breaks: 'XDM-05-URI', draft: (draft) => (firstEntry(draft).uri = '../../DOC00001.XML') },
  'two-uris': {
    breaks: 'XDM-05-ONE',
    files: edit(METADATA, (text) =>
      text.replace(/(<(\w+):Slot name="URI"><\2:ValueList>(<\2:Value>)[^<]*<\/\2:Value>)/, '$1$3DOC00099.XML</$2:Value>'),
    ),
  },
  'missing-document': {
    breaks: 'XDM-05-FILE',
    draft: (draft) => addDocumentless(draft),
  },
  'undescribed-file': { breaks: 'XDM-05-ENTRY', files: add({ name: `${SUBSET}/DOC00099.TXT`, bytes: TEXT }) },
  'empty-readme': { breaks: 'XDM-06', files: change(XDM.readme, { bytes: new Uint8Array() }) },
  'wrong-hash': { breaks: 'XDM-07-HASH', draft: (draft) => (firstEntry(draft).hash = sha1(TEXT)) },
  'wrong-size': { breaks: 'XDM-07-SIZE', draft: (draft) => (firstEntry(draft).size! += 1) },
  'traversal-name': { breaks: 'XDM-08-PATH', files: add({ name: '../../DOC00001.XML', bytes: TEXT }) },
  'absolute-name': { breaks: 'XDM-08-PATH', files: add({ name: '/DOC00001.XML', bytes: TEXT }) },
  'backslash-name': { breaks: 'XDM-08-PATH', files: add({ name: `${SUBSET.replace('/', '\\')}\\DOC00009.XML`, bytes: TEXT }) },
  'duplicate-name': { breaks: 'XDM-08-ONCE', files: add({ name: DOCUMENT, bytes: TEXT }) },
  'symbolic-link': { breaks: 'XDM-08-LINK', files: add({ name: 'HELP.TXT', bytes: TEXT, declares: { mode: LINK_MODE } }) },
  'mac-resources': { breaks: 'XDM-08-CLUTTER', files: add({ name: `__MACOSX/${SUBSET}/._DOC00001.XML`, bytes: TEXT }) },
  'second-patient': {
    breaks: 'XDM-09',
    draft: (draft) => addSet(draft, { ...draft.patient, ins: OTHERS.find((ins) => ins !== draft.patient.ins)! }, 1),
  },
} as const satisfies Record<string, PackageFault>;

export type PackageFaultName = keyof typeof PACKAGE_FAULTS;

/** A fault by its name, with what every fault may have. */
export const packageFault = (name: PackageFaultName): PackageFault => PACKAGE_FAULTS[name];

function edit(name: string, rewrite: (text: string) => string) {
  return (files: ZipFileToWrite[]): ZipFileToWrite[] =>
    files.map((file) =>
      file.name === name ? { ...file, bytes: new TextEncoder().encode(rewrite(new TextDecoder().decode(file.bytes))) } : file,
    );
}

/** An entry more, of a document that is not archived. */
function addDocumentless(draft: Draft): void {
  const set = firstSet(draft);
  const extra = addSet(draft, draft.patient, 1);
  draft.sets.pop();
  const name = 'DOC00098.XML';
  set.submission.documentEntries.push({ ...extra.submission.documentEntries[0]!, uri: name });
}
