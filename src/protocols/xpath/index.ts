export * from './ast.js';
export * from './compile.js';
export * from './context.js';
export { budget, BudgetExceeded, within } from './limits.js';
export * from './node.js';
export * from './parse.js';
export * from './program.js';
export * from './values.js';
