export * from './names.js';
export * from './open.js';
