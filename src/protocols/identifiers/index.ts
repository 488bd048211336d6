export * from './hl7-types.js';
export * from './idnat.js';
export * from './ins.js';
