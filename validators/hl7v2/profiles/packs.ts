import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { z } from 'zod';
import { type Bilingual, shorten, type ValidationNote } from '../../../src/model/index.js';
import type { LoadedPack } from '../../../src/packs/load.js';
import { readXml, type XmlElement, XmlSyntaxError } from '../../../src/protocols/xml/index.js';
import { ProfileFile } from './format.js';
import { xmlProfile, xmlTables } from './gazelle.js';
import { type Profile, profilesOf } from './profile.js';
import { shippedFiles } from './shipped.js';

/** Far beyond any published profile (0.5 MB, 60 segments). */
const XML_LIMITS = { maxBytes: 16 * 1024 ** 2, maxDepth: 40, maxAttributes: 100, maxElements: 200_000 };
const YAML_BYTES = 1024 ** 2;

/** A profile of a pack, and what of it nothing judges. */
export interface PackProfile {
  profile: Profile;
  /** `pack:<coordinate>/<path>` */
  source: string;
  notes: readonly ValidationNote[];
}

const read = new Map<string, readonly (PackProfile | ValidationNote)[]>();

/** The HL7 v2 profiles of a pack, in XML or in our format; a note for one that cannot be read. Read once for a pack. */
export function profilesOfPack(pack: LoadedPack): readonly (PackProfile | ValidationNote)[] {
  const key = `${pack.coordinate} ${pack.sha256}`;
  let known = read.get(key);
  if (!known) read.set(key, (known = [...xmlProfiles(pack), ...yamlProfiles(pack)]));
  return known;
}

const pathsOf = (pack: LoadedPack, kind: 'hl7v2-profile' | 'hl7v2-tables'): string[] =>
  pack.files().flatMap((file) => (file.kind === kind ? [file.path] : []));

const isYaml = (path: string): boolean => /\.ya?ml$/i.test(path);
const idOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');

const unreadable = (pack: LoadedPack, path: string, { fr, en }: Bilingual): ValidationNote => ({
  kind: 'incomplete',
  text: { fr: `INCOMPLET ${pack.coordinate}/${path}\u00A0: ${fr}`, en: `INCOMPLETE ${pack.coordinate}/${path}: ${en}` },
});

function rootOf(pack: LoadedPack, path: string): XmlElement | Bilingual {
  const file = pack.open(path)!;
  try {
    return readXml(file.bytes, { wellFormed: file.wellFormed, limits: XML_LIMITS }).root;
  } catch (error) {
    if (error instanceof XmlSyntaxError) return error.explanation;
    throw error;
  }
}

function xmlProfiles(pack: LoadedPack): (PackProfile | ValidationNote)[] {
  const paths = pathsOf(pack, 'hl7v2-profile').filter((path) => !isYaml(path));
  if (paths.length === 0) return [];
  const tables = new Map(
    pathsOf(pack, 'hl7v2-tables')
      .map((path) => rootOf(pack, path))
      .flatMap((root) => ('en' in root ? [] : xmlTables(root)))
      .map((table) => [table.id, table]),
  );
  return paths.map((path) => {
    const root = rootOf(pack, path);
    const made = 'en' in root ? root : xmlProfile(root, idOf(path), pack.coordinate, tables);
    return 'en' in made ? unreadable(pack, path, made) : { ...made, source: `pack:${pack.coordinate}/${path}` };
  });
}

/** Those of a pack may build on each other and on those that ship. */
function yamlProfiles(pack: LoadedPack): (PackProfile | ValidationNote)[] {
  const files = pathsOf(pack, 'hl7v2-profile')
    .filter(isYaml)
    .map((path) => ({ path, file: yamlFile(pack, path) }));
  const sound = files.flatMap(({ file }) => ('en' in file ? [] : [file]));
  return files.map(({ path, file }) => {
    if ('en' in file) return unreadable(pack, path, file);
    try {
      const [profile] = profilesOf([file, ...sound.filter((one) => one !== file), ...shippedFiles]);
      // each structure is read now: a message must not find that it is wrong
      for (const message of profile!.messages) if (!profile!.message(message)) throw new Error(`structures: ${message} has no segments`);
      return { profile: profile!, source: `pack:${pack.coordinate}/${path}`, notes: [] };
    } catch (error) {
      const en = shorten(error instanceof Error ? error.message : String(error));
      return unreadable(pack, path, { fr: `structure ou profil de base illisible (${en})`, en });
    }
  });
}

/** A file in our format, or what is wrong with it. */
function yamlFile(pack: LoadedPack, path: string): ProfileFile | Bilingual {
  const { bytes } = pack.open(path)!;
  if (bytes.length > YAML_BYTES) return { fr: `plus de ${YAML_BYTES} octets`, en: `more than ${YAML_BYTES} bytes` };
  try {
    // loaded only for a pack that has such a file
    const { parse } = createRequire(import.meta.url)('yaml') as typeof Yaml;
    const plain: unknown = parse(new TextDecoder().decode(bytes), { maxAliasCount: 50 });
    const parsed = ProfileFile.safeParse(plain);
    if (parsed.success) return parsed.data;
    const [en, fr] = [parsed, ProfileFile.safeParse(plain, { error: z.locales.fr().localeError })].map(({ error }) => error?.issues[0]);
    const where = en!.path.join('.') || '/';
    return { fr: `${where}\u00A0: ${fr!.message.replaceAll("'", '’')}`, en: `${where}: ${en!.message}` };
  } catch (error) {
    // YAML that is none, or nested beyond the stack
    const en = shorten(error instanceof Error ? error.message.split('\n')[0]! : String(error));
    return { fr: `YAML mal formé (${en})`, en };
  }
}
