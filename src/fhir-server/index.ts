export { Capabilities, type CapabilityStatement, type Interaction, type ResourceCapability } from './capability.js';
export { type Change, type FhirService, type Inside, place, type Rule } from './interactions.js';
export { refusal, Refused } from './outcome.js';
export { SearchParameters, type SearchParameter } from './search-parameters.js';
export { fhirServer, type FhirServerOptions } from './server.js';
export { ResourceStore } from './store.js';
export { localInFrance, offsetInFrance } from './values.js';
