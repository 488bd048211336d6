export * from './bundle-writer.js';
export * from './bundle.js';
