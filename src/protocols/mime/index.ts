export * from './headers.js';
export * from './media-type.js';
export * from './multipart.js';
