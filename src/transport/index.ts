export * from './connections.js';
export * from './faults.js';
export * from './http-client.js';
export * from './http-server.js';
export * from './limits.js';
export * from './soap-client.js';
export * from './soap-endpoint.js';
export * from './types.js';
