import type { Told } from './kind.js';
import { type CdaRules, MANIFEST_FILE, NO_RULES, type PackFile } from './manifest.js';

/** What a manifest asks for that cannot be done: files that the pack lacks, documents that two schematrons claim. */
export function manifestProblems(
  { cda = NO_RULES, terminology, hl7v2 }: Pick<PackFile, 'cda' | 'terminology' | 'hl7v2'>,
  find: (path: string) => unknown,
): Told[] {
  const { xsd, profiles, volets } = cda;
  const tables = terminology?.files.map(({ path }) => path) ?? [];
  const named = [
    ...(xsd === undefined ? [] : [xsd]),
    ...profiles,
    ...volets.map(({ schematron }) => schematron),
    ...tables,
    ...(hl7v2?.profiles ?? []),
  ];
  const missing = [...new Set(named)]
    .filter((path) => find(path) === undefined)
    .map((path) => ({ path, text: { fr: 'attendu dans ce paquet, et absent.', en: 'expected in this pack, and missing.' } }));
  return [...missing, ...contested(volets)];
}

function contested(volets: CdaRules['volets']): Told[] {
  const claims = new Map<string, Set<string>>();
  for (const { templateId, extension, code, schematron } of volets) {
    const document = [`templateId ${templateId}`, ...(extension ? [`extension ${extension}`] : []), ...(code ? [`code ${code}`] : [])];
    const key = document.join(', ');
    claims.set(key, (claims.get(key) ?? new Set()).add(schematron));
  }
  return [...claims]
    .filter(([, schematrons]) => schematrons.size > 1)
    .map(([document, schematrons]) => {
      const all = [...schematrons].join(', ');
      return {
        path: MANIFEST_FILE,
        text: {
          fr: `volets\u00A0: plusieurs schématrons pour un même document (${document})\u00A0: ${all}. N’en garder qu’un, ou les distinguer par extension ou code.`,
          en: `volets: several schematrons for the same document (${document}): ${all}. Keep one, or tell them apart by extension or code.`,
        },
      };
    });
}
