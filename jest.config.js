/** TypeScript through swc, as ES modules; types are checked by `npm run types`. */
export default {
  testEnvironment: 'node',
  testMatch: ['<rootDir>/{src,validators,simulators,reports,test,examples,scripts}/**/*.test.ts'],
  extensionsToTreatAsEsm: ['.ts'],
  moduleNameMapper: { '^(\\.{1,2}/.*)\\.js$': '$1' },
  transform: {
    '^.+\\.ts$': [
      '@swc/jest',
      { jsc: { parser: { syntax: 'typescript' }, target: 'es2023' }, module: { type: 'es6' }, sourceMaps: 'inline' },
    ],
  },
  globalSetup: '<rootDir>/test/support/shared-folder.ts',
  globalTeardown: '<rootDir>/test/support/shared-folder-gone.ts',
  testTimeout: 30000,
  // jest keeps one processor for itself otherwise, which of two is half
  maxWorkers: '100%',
};
