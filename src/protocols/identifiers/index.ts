export * from './hl7-types.js';
export * from './identity-of-fhir.js';
export * from './idnat.js';
export * from './ins.js';
export * from './ins-rules.js';
export * from './judge-ins.js';
export * from './reliability.js';
