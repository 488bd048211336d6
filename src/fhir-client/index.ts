export { FhirClient, type Asked } from './client.js';
export { resourcesOf } from './answer.js';
export { FhirInput } from './input.js';
