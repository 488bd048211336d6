import type { SearchParameterDefinition } from '../../src/packs/index.js';

type Own = Pick<SearchParameterDefinition, 'code' | 'type'>;

/** Search parameters that volets and profiles add to those of FHIR R4: GAP 3.0, IHE PDQm 2.4. */
export const VOLET_PARAMETERS: Readonly<Record<string, readonly Own[]>> = {
  Appointment: [
    { code: 'start', type: 'date' },
    { code: 'created', type: 'date' },
    { code: 'description', type: 'string' },
    { code: 'priority', type: 'token' },
  ],
  Patient: [{ code: 'mothersMaidenName', type: 'string' }],
};
