export * from './alerts.js';
export * from './handshake.js';
export * from './suites.js';
