export { DefinitionSet } from './definition-set.js';
export * from './definitions.js';
export * from './node.js';
export * from './plain.js';
export { readFhirJson } from './read-json.js';
export { narrativeOf, readFhirXml } from './read-xml.js';
export { Shelf, type ShelfKind, shelve } from './shelf.js';
export { FHIR_LIMITS, type FhirLimits } from './tree.js';
