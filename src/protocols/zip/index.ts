export * from './directory.js';
export * from './read.js';
export * from './write.js';
