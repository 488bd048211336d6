import { z } from 'zod';
import { BASE_COORDINATE } from './fhir.js';
import { Coordinate } from './manifest.js';
import { PackError } from './pack-error.js';
import type { Told } from './told.js';

/** The file in which a FHIR package says what it is, at its root once its folder `package` is taken off. */
export const FHIR_PACKAGE_FILE = 'package.json';

/** Of the manifest of a FHIR package, what names it and what it stands on. */
const FhirPackageFile = z.object({
  name: z.string().max(100),
  version: z.string().max(50),
  title: z.string().min(1).max(300).optional().catch(undefined),
  fhirVersions: z.array(z.string()).optional(),
  'fhir-version-list': z.array(z.string()).optional(),
  dependencies: z.record(z.string(), z.string()).default({}),
});

export interface FhirPackage {
  coordinate: string;
  title: string | undefined;
  dependencies: { name: string; version: string }[];
}

/**
 * Reads the manifest of a FHIR package.
 * @returns undefined when it is no JSON, or that of something else: an application has a package.json too
 * @throws PackError for a name or version that no coordinate can be made of
 */
export function readFhirPackage(bytes: Uint8Array): FhirPackage | undefined {
  let read: unknown;
  try {
    read = JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
  const parsed = FhirPackageFile.safeParse(read);
  if (!parsed.success) return undefined;
  const { name, version, title, dependencies, fhirVersions, 'fhir-version-list': list } = parsed.data;
  if (!fhirVersions && !list && !Object.keys(dependencies).some((one) => one.startsWith('hl7.fhir.'))) return undefined;
  const coordinate = `fhir:${name}:${version}`;
  if (!Coordinate.safeParse(coordinate).success) throw broken({ fr: `${name} ${version}`, en: `${name} ${version}` });
  return { coordinate, title, dependencies: Object.entries(dependencies).map(([of, at]) => ({ name: of, version: at })) };
}

const broken = ({ fr, en }: { fr: string; en: string }): PackError =>
  new PackError(
    FHIR_PACKAGE_FILE,
    { fr: `ce fichier ne dit pas ce qu’est le paquet (${fr}).`, en: `this file does not say what the pack is (${en}).` },
    { fr: 'Rien n’a été ajouté. Demander l’archive à qui la publie.', en: 'Nothing was added. Ask its publisher for the archive.' },
  );

/** What a package stands on and is among no packs: told, with the command to type. */
export function missingDependencies({ dependencies }: FhirPackage, there: readonly { coordinate: string }[]): Told[] {
  const coordinates = [`fhir:${BASE_COORDINATE}`, ...there.map(({ coordinate }) => coordinate)];
  return dependencies
    .filter(({ name, version }) => !coordinates.some((coordinate) => answers(coordinate, name, version)))
    .map(({ name, version }) => ({
      path: FHIR_PACKAGE_FILE,
      text: {
        fr: `dépend de ${name} ${version}, qui n’est pas parmi les paquets du projet. L’obtenir de qui le publie, puis\u00A0: addax packs add ${name}-${version}.tgz`,
        en: `depends on ${name} ${version}, which is not among the packs of the project. Get it from its publisher, then: addax packs add ${name}-${version}.tgz`,
      },
    }));
}

/** Versions of dependencies may leave the last number open: 4.0.x. */
function answers(coordinate: string, name: string, version: string): boolean {
  const prefix = `fhir:${name}:`;
  if (!coordinate.startsWith(prefix)) return false;
  const here = coordinate.slice(prefix.length);
  return here === version || version === 'latest' || (/\.[xX*]$/.test(version) && here.startsWith(version.slice(0, -1)));
}
