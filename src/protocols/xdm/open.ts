import { Artefact, same } from '../../model/index.js';
import { readSubmission, type RegistryObject, type Submission } from '../ebxml/index.js';
import { xmlOf, XmlSyntaxError, type XmlElement } from '../xml/index.js';
import { readZip, type ZipArchive, type ZipEntry, type ZipFailure } from '../zip/index.js';
import { isClutter, isUnsafe, XDM } from './names.js';

/** A document entry of a package, with the file that its URI names. */
export interface PackagedDocument {
  entry: RegistryObject;
  /** slot URI; undefined when it is missing or empty */
  uri: string | undefined;
  /** absent when the package holds no such file */
  file?: ZipEntry;
}

/** One directory of IHE_XDM: a submission set with its documents. */
export interface Subset {
  /** `IHE_XDM/SUBSET01` */
  path: string;
  files: ZipEntry[];
  metadata?: ZipEntry;
  /** METADATA.XML to judge; absent when its bytes cannot be had */
  artefact?: Artefact;
  root?: XmlElement;
  submission?: Submission;
  documents: PackagedDocument[];
}

/** A package of XDM (ITI-32), opened on its bytes. */
export interface XdmPackage {
  archive: ZipArchive | undefined;
  failure?: ZipFailure;
  /** what a reader goes by: neither folders, nor clutter, nor names that lead out, nor links, each name once */
  files: ZipEntry[];
  subsets: Subset[];
}

const KEY = Symbol('xdm');

/** Opens a package, once for an artefact. It never fails: what cannot be read is absent, and told by its archive. */
export function openPackage(artefact: Artefact): XdmPackage {
  return artefact.memo(KEY, () => {
    const archive = readZip(artefact.bytes);
    if (typeof archive === 'string') return { archive: undefined, failure: archive, files: [], subsets: [] };
    const files = new Map<string, ZipEntry>();
    for (const entry of archive.entries)
      if (!entry.folder && !entry.symlink && !isClutter(entry.name) && !isUnsafe(entry.name) && !files.has(entry.name))
        files.set(entry.name, entry);
    const subsets = new Map<string, ZipEntry[]>();
    for (const { name } of archive.entries) {
      const folder = subsetOf(name);
      if (folder !== undefined && !isClutter(name) && !isUnsafe(name) && !subsets.has(folder)) subsets.set(folder, []);
    }
    for (const file of files.values()) subsets.get(subsetOf(file.name) ?? '')?.push(file);
    return {
      archive,
      files: [...files.values()],
      subsets: [...subsets].map(([path, of]) => openSubset(archive, path, of)),
    };
  });
}

/** The directory of a submission set that a name lies in: the second of its path. */
function subsetOf(name: string): string | undefined {
  const [top = '', folder, rest] = name.split('/', 3);
  return sameName(top, XDM.folder) && folder && rest !== undefined ? `${top}/${folder}` : undefined;
}

/** Names that a system without case, or a user, takes for the same. */
export const sameName = (a: string, b: string): boolean => a.toUpperCase() === b.toUpperCase();

function openSubset(archive: ZipArchive, path: string, files: ZipEntry[]): Subset {
  const subset: Subset = { path, files, documents: [] };
  const named = new Map(files.map((file) => [file.name, file]));
  const metadata = named.get(`${path}/${XDM.metadata}`) ?? files.find((file) => sameName(file.name, `${path}/${XDM.metadata}`));
  if (!metadata) return subset;
  subset.metadata = metadata;
  const artefact = entryArtefact(archive, metadata);
  if (!artefact) return subset;
  subset.artefact = artefact;
  const root = rootOf(artefact);
  const submission = root && readSubmission(root);
  if (root) subset.root = root;
  if (!submission) return subset;
  subset.submission = submission;
  subset.documents = submission.documentEntries.map((entry) => {
    const uri = entry.value('URI') || undefined;
    const file = uri === undefined ? undefined : named.get(`${path}/${uri}`);
    return { entry, uri, ...(file && { file }) };
  });
  return subset;
}

/** The content of an entry as something to judge on its own; undefined when it cannot be had. */
export function entryArtefact(archive: ZipArchive, entry: ZipEntry, mediaType?: string): Artefact | undefined {
  const content = archive.content(entry);
  if (!('bytes' in content)) return undefined;
  const origin = { part: same(entry.name), lineOffset: 0 };
  return new Artefact(entry.name, content.bytes, mediaType === undefined ? {} : { mediaType }, origin);
}

function rootOf(artefact: Artefact): XmlElement | undefined {
  try {
    return xmlOf(artefact).root;
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}
