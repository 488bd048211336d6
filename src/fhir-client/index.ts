export { FhirClient, type Asked } from './client.js';
export { childrenOf, resourcesOf, textAt } from './answer.js';
export { FhirInput } from './input.js';
