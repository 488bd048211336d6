import tseslint from 'typescript-eslint';

/** Folders of ours that a reference system must not know: it would test our codecs against themselves. */
const OURS = '(src|validators|simulators|reports|dist|bench|scripts|test)';

/** Where code calls something and drops the outcome, or trusts a value whose type nobody checked. */
const typed = {
  '@typescript-eslint/consistent-type-imports': ['error', { fixStyle: 'inline-type-imports', disallowTypeAnnotations: false }],
  '@typescript-eslint/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
  '@typescript-eslint/no-confusing-void-expression': [
    'error',
    { ignoreArrowShorthand: true, ignoreVoidOperator: true, ignoreVoidReturningFunctions: true },
  ],
  '@typescript-eslint/restrict-template-expressions': ['error', { allowNumber: true, allowBoolean: true }],
  '@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }],
  // noUncheckedIndexedAccess makes an index that was just checked need its "!"
  '@typescript-eslint/no-non-null-assertion': 'off',
  // an interface is kept by answering with a promise, whether or not this implementation has something to wait for
  '@typescript-eslint/require-await': 'off',
  // a walk up a tree begins at `this`
  '@typescript-eslint/no-this-alias': 'off',
  // an arrow that says its value is of no interest
  '@typescript-eslint/no-meaningless-void-operator': 'off',
  '@typescript-eslint/no-misused-spread': ['error', { allow: ['string'] }],
};

/** What Node gives to every module, for files that no compiler looks at. */
const NODE_GLOBALS = Object.fromEntries(
  [
    ...[
      'AbortController',
      'AbortSignal',
      'Buffer',
      'Headers',
      'Response',
      'TextDecoder',
      'TextEncoder',
      'URL',
      'URLSearchParams',
      'console',
      'fetch',
      'process',
    ],
    ...['performance', 'structuredClone', 'setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'setImmediate', 'queueMicrotask'],
  ].map((name) => [name, 'readonly']),
);

/** Mistakes that need no types to be seen. */
const plain = {
  eqeqeq: ['error', 'always', { null: 'ignore' }],
  'no-var': 'error',
  'prefer-const': ['error', { destructuring: 'all' }],
  'no-constant-condition': 'error',
  'no-debugger': 'error',
  'no-dupe-keys': 'error',
  'no-duplicate-case': 'error',
  'no-fallthrough': 'error',
  'no-loss-of-precision': 'error',
  'no-self-compare': 'error',
  'no-shadow-restricted-names': 'error',
  'no-template-curly-in-string': 'error',
  'no-unreachable': 'error',
  'no-unsafe-finally': 'error',
  'no-unused-labels': 'error',
  'no-useless-escape': 'error',
  'no-async-promise-executor': 'error',
};

export default tseslint.config(
  { ignores: ['dist/', 'node_modules/', 'addax-out/', 'coverage/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' }, rules: plain },
  {
    files: ['**/*.ts'],
    extends: [tseslint.configs.strictTypeChecked],
    languageOptions: { parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname } },
    rules: typed,
  },
  {
    files: ['**/*.{mjs,cjs,js}'],
    extends: [tseslint.configs.disableTypeChecked],
    rules: { 'no-unused-vars': ['error', { argsIgnorePattern: '^_', varsIgnorePattern: '^_', caughtErrors: 'none' }] },
  },
  {
    files: ['**/*.mjs', '*.config.js'],
    languageOptions: { globals: NODE_GLOBALS },
    rules: { 'no-undef': 'error' },
  },
  {
    files: ['**/*.cjs'],
    languageOptions: { sourceType: 'commonjs', globals: { ...NODE_GLOBALS, module: 'writable', require: 'readonly' } },
    rules: { 'no-undef': 'error' },
  },
  {
    files: ['**/*.test.ts', '**/fixtures/**/*.ts', 'test/**/*.ts'],
    rules: {
      // what a tool printed or a page evaluated has no type; an expectation fails just as well on it
      '@typescript-eslint/no-unsafe-assignment': 'off',
      '@typescript-eslint/no-unsafe-member-access': 'off',
      '@typescript-eslint/no-unsafe-argument': 'off',
      '@typescript-eslint/no-unsafe-return': 'off',
      '@typescript-eslint/no-unsafe-call': 'off',
      '@typescript-eslint/no-unnecessary-condition': 'off',
      '@typescript-eslint/unbound-method': 'off',
    },
  },
  {
    // a validator is a pure function of evidence: no socket, no file, no clock
    files: ['validators/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-syntax': [
        'error',
        {
          selector: "CallExpression[callee.object.name='Date'][callee.property.name='now']",
          message: 'Judge at context.at, not by the clock.',
        },
        { selector: "NewExpression[callee.name='Date'][arguments.length=0]", message: 'Judge at context.at, not by the clock.' },
        {
          selector: "CallExpression[callee.object.name='Math'][callee.property.name='random']",
          message: 'Same artefact, same validation.',
        },
      ],
      'no-restricted-globals': [
        'error',
        { name: 'fetch', message: 'A validator opens no socket.' },
        { name: 'process', message: 'A validator reads nothing but its artefact and context.' },
      ],
    },
  },
  {
    // what has no business with a socket may still ask what an address looks like
    files: ['src/protocols/**/*.ts', 'validators/**/*.ts'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        { paths: [{ name: 'node:net', allowImportNames: ['isIP', 'isIPv4', 'isIPv6'], message: 'Bytes come in as an argument.' }] },
      ],
    },
  },
  {
    files: ['examples/**/*.{ts,mjs,js}'],
    ignores: ['**/*.test.ts'],
    rules: {
      'no-restricted-imports': [
        'error',
        {
          patterns: [
            {
              regex: `^((\\.{1,2}/)+${OURS}|addax)(/|$)`,
              message: 'A reference system imports nothing of ours: it would test our code against itself.',
            },
          ],
        },
      ],
    },
  },
);
