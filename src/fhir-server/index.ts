export { Capabilities, type CapabilityStatement, type Interaction, type ResourceCapability } from './capability.js';
export { type Change, type FhirService, type Inside, place, type Rule, type Source } from './interactions.js';
export { refusal, Refused, type Issue } from './outcome.js';
export type { Found } from './search.js';
export { SearchParameters, type SearchParameter } from './search-parameters.js';
export { type SearchRequest, shown, split, unescaped } from './search-request.js';
export { fhirServer, type FhirServerOptions } from './server.js';
export { ResourceStore, type Version } from './store.js';
export { dateRange, localInFrance, offsetInFrance, type Range } from './values.js';
