export * from './answer.js';
export * from './names.js';
export * from './read.js';
export * from './types.js';
export * from './write.js';
