export * from './documents.js';
export * from './message.js';
export * from './names.js';
export * from './open.js';
export * from './views.js';
export * from './write.js';
