import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../model/index.js';
import { PackError } from './pack-error.js';
import { inWords } from './system-error.js';

const FILE = join(packageRoot, 'dist', 'fhir-r4-rest.json');

/** A search parameter as FHIR defines it (FHIR R4, SearchParameter). */
export interface SearchParameterDefinition {
  code: string;
  type: 'string' | 'token' | 'date' | 'reference' | 'uri' | 'number' | 'quantity' | 'composite' | 'special';
  /** the resource types it is for */
  base: string[];
  /** FHIRPath; empty for what is about the words of a resource (`_text`, `_content`) */
  expression: string;
  /** canonical */
  url: string;
  target?: string[];
  /** of a composite one: the canonicals of the parameters that it is made of, with FHIRPath from its own elements */
  component?: { definition: string; expression: string }[];
}

/** What FHIR R4 defines for servers. */
export interface FhirRest {
  parameters: readonly SearchParameterDefinition[];
  /** paths of the elements that a summary has, by resource type */
  summaries: Readonly<Record<string, readonly string[]>>;
}

let known: FhirRest | undefined;

/**
 * The search parameters and summaries of FHIR R4, as the build kept them.
 * @throws PackError when they cannot be read
 */
export function fhirRest(): FhirRest {
  try {
    return (known ??= JSON.parse(readFileSync(FILE, 'utf8')) as FhirRest);
  } catch (error) {
    const { fr, en } = inWords(error);
    throw new PackError(
      FILE,
      {
        fr: `les paramètres de recherche de FHIR R4 ne se lisent pas (${fr}).`,
        en: `the search parameters of FHIR R4 cannot be read (${en}).`,
      },
      { fr: 'Réinstaller addax, ou lancer npm run build.', en: 'Install addax again, or run npm run build.' },
    );
  }
}
