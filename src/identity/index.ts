export * from './continuation.js';
export * from './folding.js';
export * from './identity.js';
export * from './person.js';
export * from './pid.js';
export * from './query.js';
export * from './refusals.js';
export * from './store.js';
