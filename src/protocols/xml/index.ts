export * from './artefact.js';
export * from './checklist.js';
export * from './detached.js';
export * from './reader.js';
export * from './tree.js';
export * from './writer.js';
