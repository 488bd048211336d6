export { type CodeAnswer, type Named, nameOf, systemNamed, validateCode, valueSetNamed } from './ask.js';
export { joined, type SetFacts, type SystemFacts, terminologyFrom } from './build.js';
export type { SearchableTerminology } from './compact.js';
export type { TerminologySummary } from './compile.js';
export { foldLabel } from './nearest.js';
export { terminologyOf, terminologySummary } from './of-packs.js';
