export * from './compile.js';
export * from './engine.js';
export * from './fallback.js';
export * from './read.js';
export * from './schema.js';
export * from './svrl.js';
