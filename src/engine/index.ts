export * from './act.js';
export * from './catalogue.js';
export * from './judgement.js';
export * from './lint.js';
export * from './plan.js';
export * from './preflight.js';
export * from './run.js';
export * from './toolbox.js';
