export * from './message.js';
export * from './framing.js';
