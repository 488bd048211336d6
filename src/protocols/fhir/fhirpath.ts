import { createRequire } from 'node:module';
import type * as Fhirpath from 'fhirpath';

/** fhirpath, with the types of FHIR R4. */
export interface FhirpathLibrary {
  fhirpath: typeof Fhirpath;
  model: Fhirpath.Model;
  /** `trace()` would write to the console where nobody takes its values */
  quiet: { traceFn: () => void };
}

/** Loads fhirpath, which takes 0.1 s the first time: for the first expression that needs it. */
export function loadFhirpath(): FhirpathLibrary {
  const load = createRequire(import.meta.url);
  return {
    fhirpath: load('fhirpath') as typeof Fhirpath,
    model: load('fhirpath/fhir-context/r4') as Fhirpath.Model,
    quiet: { traceFn: () => undefined },
  };
}
