import { createRequire } from 'node:module';
import type * as Yaml from 'yaml';
import { z } from 'zod';
import { Bilingual } from '../model/index.js';
import { PackError } from './pack-error.js';
import { withinPack } from './paths.js';
import { inWords } from './system-error.js';

/** The file in which a pack says what it is. */
export const MANIFEST_FILE = 'addax-pack.yaml';

const SEGMENT = '[A-Za-z0-9][A-Za-z0-9._-]*';
const Text = z
  .string()
  .max(200)
  .regex(/^\P{Cc}*$/u);
const Path = z
  .string()
  .min(1)
  .max(1000)
  .refine((path) => !/\p{Cc}|^[A-Za-z][\w+.-]*:/u.test(path) && Boolean(withinPack(path)), { params: { outside: true } });

/** `owner:name:version`, for example `fr.ans:ci-sis-cda:3.0` */
export const Coordinate = z
  .string()
  .max(200)
  .regex(new RegExp(`^${SEGMENT}:${SEGMENT}:${SEGMENT}$`));

/** the last part of a coordinate */
export const Version = z
  .string()
  .max(200)
  .regex(new RegExp(`^${SEGMENT}$`));

/** Which schematron judges the documents that carry this template id. */
export const VoletRow = z.strictObject({
  /** root of the volet's templateId in the header */
  templateId: z.string().regex(/^[0-2](\.(0|[1-9][0-9]*))+$/),
  /** its extension; absent: the templateId has none */
  extension: Text.optional(),
  /** code of the document, where the template id alone does not tell */
  code: Text.optional(),
  schematron: Path,
});
export type VoletRow = z.infer<typeof VoletRow>;

/** What judges a CDA document; paths start at the root of the pack. */
export const CdaRules = z.strictObject({
  xsd: Path.optional(),
  /** the schematrons that judge every document, in the order they are told */
  profiles: z.array(Path).default([]),
  volets: z.array(VoletRow).default([]),
});
export type CdaRules = z.infer<typeof CdaRules>;

const Oid = z.string().regex(/^[0-2](\.(0|[1-9][0-9]*))+$/);

/** What a pack says of its terminology: only what its files do not say themselves. Value sets and code systems are found without. */
export const TerminologyRules = z.strictObject({
  /** files whose code system must be told: tables (CSV, TSV), RDF that names no OID */
  files: z
    .array(
      z.strictObject({
        path: Path,
        system: Oid,
        /** of a table: what the columns are called; else `code` and `label`, or the first two */
        columns: z.strictObject({ code: Text.min(1), label: Text.min(1).optional() }).optional(),
      }),
    )
    .default([]),
  codeSystems: z
    .array(
      z.strictObject({
        oid: Oid,
        name: Text.optional(),
        /** the pack has every code of it: a code that it does not have does not exist */
        complete: z.boolean().default(false),
      }),
    )
    .default([]),
});
export type TerminologyRules = z.infer<typeof TerminologyRules>;

/** `addax-pack.yaml`, at the root of a pack */
export const PackFile = z.strictObject({
  /** owner and name, `fr.example:my-rules`; the version is apart */
  coordinate: z
    .string()
    .max(150)
    .regex(new RegExp(`^${SEGMENT}:${SEGMENT}$`)),
  version: z
    .string()
    .max(50)
    .regex(new RegExp(`^${SEGMENT}$`)),
  title: Bilingual.optional(),
  cda: CdaRules.optional(),
  terminology: TerminologyRules.optional(),
  /** HL7 v2 profiles in the format of Addax (docs/hl7v2-profiles.md); those in XML are found without */
  hl7v2: z.strictObject({ profiles: z.array(Path).min(1) }).optional(),
});
export type PackFile = z.infer<typeof PackFile>;

/** What a pack says of itself, or what is known of its layout. */
export interface PackManifest {
  coordinate: string;
  version: string;
  title: Bilingual | undefined;
  /** coordinate of the published pack whose layout it has, whatever it was added as */
  layout: string | undefined;
  cda: CdaRules;
  /** undefined where its files say everything themselves */
  terminology: TerminologyRules | undefined;
}

export const NO_RULES: CdaRules = { profiles: [], volets: [] };

/**
 * Reads `addax-pack.yaml`.
 * @throws PackError with the line when it does not say what it must
 */
export function readPackFile(bytes: Uint8Array): PackFile {
  // loaded only for a pack that has this file: validating by the published packs needs no YAML
  const { LineCounter, parseDocument } = createRequire(import.meta.url)('yaml') as typeof Yaml;
  const lines = new LineCounter();
  const document = parseDocument(new TextDecoder().decode(bytes), { lineCounter: lines });
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
  const [error] = document.errors;
  if (error) throw broken(lineOf(error.pos[0]), inWords(error, 'YAML mal formé'));
  let read: unknown;
  try {
    read = document.toJS({ maxAliasCount: 50 });
  } catch (thrown) {
    throw broken(1, inWords(thrown, 'YAML qui ne se lit pas\u00A0: trop d’alias, ou mal formé'));
  }
  const parsed = PackFile.safeParse(read);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0]!;
  const node = document.getIn(issue.path, true) as { range?: [number, number, number] } | undefined;
  const field = issue.path.join('.') || '/';
  const french = PackFile.safeParse(read, { error: inFrench }).error?.issues[0]?.message ?? issue.message;
  const what =
    'params' in issue && issue.params?.['outside'] ? OUTSIDE
    : issue.code === 'invalid_format' ? BADLY_WRITTEN
    : { fr: french.replace(/ ([:;?!])/g, '\u00A0$1').replaceAll("'", '’'), en: issue.message };
  throw broken(
    lineOf(node?.range?.[0]),
    { fr: `${field}\u00A0: ${what.fr}`, en: `${field}: ${what.en}` },
    issue.code === 'unrecognized_keys' ? undefined : HINTS[String(issue.path.at(-1))],
  );
}

const OUTSIDE: Bilingual = {
  fr: 'ce n’est pas un chemin qui part de la racine du paquet et y reste',
  en: 'this is no path that starts at the root of the pack and stays in it',
};

const BADLY_WRITTEN: Bilingual = { fr: 'ce n’est pas écrit comme il le faut', en: 'it is not written as it must be' };
const inFrench = z.locales.fr().localeError;

const OID_HINT: Bilingual = {
  fr: 'Un OID est fait de nombres séparés par des points\u00A0; l’écrire entre guillemets ("1.2"), sans quoi YAML peut y lire un nombre.',
  en: 'An OID is made of numbers with dots between; write it in quotes ("1.2"), else YAML may read a number.',
};
/** What to know of a field, by its name. */
const HINTS: Readonly<Record<string, Bilingual>> = {
  coordinate: { fr: 'coordinate est «\u00A0propriétaire:nom\u00A0».', en: 'coordinate is "owner:name".' },
  version: { fr: 'version est entre guillemets ("3.0").', en: 'version is in quotes ("3.0").' },
  oid: OID_HINT,
  system: OID_HINT,
  templateId: OID_HINT,
};

const broken = (line: number, what: Bilingual, hint?: Bilingual): PackError =>
  new PackError(
    `${MANIFEST_FILE}:${line}`,
    { fr: `ce fichier ne dit pas ce qu’est le paquet (${what.fr}).`, en: `this file does not say what the pack is (${what.en}).` },
    { fr: `Corriger cette ligne.${hint ? ` ${hint.fr}` : ''}`, en: `Correct this line.${hint ? ` ${hint.en}` : ''}` },
  );
