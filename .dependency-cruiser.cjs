/**
 * Who may import whom. Imports run one way only:
 * model <- protocols <- packs, evidence, transport, storage <- identity, validators <- simulators;
 * engine and reports know only model, evidence and packs; only the command line and the console compose all of it.
 */

const tests = '(\\.test\\.ts$|/fixtures/|^test/)';
const ours = '^(src|validators|simulators|reports|bench|scripts|test|dist)/';
/** node:net is not here: its isIP is a plain function; the linter forbids the rest of it in the same folders. */
const io = '^(node:)?(tls|http|https|http2|dgram|dns|fs|child_process|worker_threads|cluster)(/|$)';

/** A part of the house and the only parts of it that its modules may import, itself included. */
const knowsOnly = (name, path, allowed) => ({
  name: `${name}-knows-only`,
  comment: `${path} may import of ours only: ${allowed.join(', ')}`,
  severity: 'error',
  from: { path: `^${path}/`, pathNot: tests },
  to: { path: ours, pathNot: allowed.map((part) => `^${part}/`) },
});

const noInputOutput = (name, path) => ({
  name: `${name}-does-no-io`,
  comment: `${path} works on bytes that it is given: it opens no socket, no file and no process`,
  severity: 'error',
  from: { path: `^${path}/`, pathNot: tests },
  to: { path: io, dependencyTypes: ['core'], dependencyTypesNot: ['type-only'] },
});

module.exports = {
  forbidden: [
    knowsOnly('model', 'src/model', ['src/model']),
    knowsOnly('protocols', 'src/protocols', ['src/model', 'src/protocols']),
    knowsOnly('packs', 'src/packs', ['src/model', 'src/protocols', 'src/packs']),
    knowsOnly('evidence', 'src/evidence', ['src/model', 'src/protocols', 'src/evidence']),
    knowsOnly('storage', 'src/storage', ['src/model', 'src/storage']),
    knowsOnly('identity', 'src/identity', ['src/model', 'src/protocols', 'src/storage', 'src/identity']),
    knowsOnly('transport', 'src/transport', ['src/model', 'src/protocols', 'src/transport']),
    knowsOnly('oauth', 'src/oauth', ['src/model', 'src/protocols', 'src/transport', 'src/oauth']),
    knowsOnly('fhir-server', 'src/fhir-server', [
      'src/model',
      'src/oauth',
      'src/protocols',
      'src/packs',
      'src/transport',
      'src/storage',
      'src/fhir-server',
    ]),
    knowsOnly('fhir-client', 'src/fhir-client', [
      'src/model',
      'src/protocols',
      'src/packs',
      'src/transport',
      'src/oauth',
      'src/fhir-client',
    ]),
    knowsOnly('validators', 'validators', ['src/model', 'src/protocols', 'src/packs', 'validators']),
    knowsOnly('simulators', 'simulators', [
      'src/model',
      'src/protocols',
      'src/packs',
      'src/evidence',
      'src/transport',
      'src/storage',
      'src/identity',
      'src/fhir-server',
      'src/fhir-client',
      'src/oauth',
      'validators',
      'simulators',
    ]),
    knowsOnly('engine', 'src/engine', ['src/model', 'src/evidence', 'src/packs', 'src/engine']),
    knowsOnly('reports', 'reports', ['src/model', 'src/evidence', 'src/packs', 'reports']),
    noInputOutput('protocols', 'src/protocols'),
    noInputOutput('validators', 'validators'),
    {
      name: 'examples-know-nothing-of-ours',
      comment: 'a reference system that used our codecs would test them against themselves',
      severity: 'error',
      from: { path: '^examples/', pathNot: tests },
      to: { path: ours },
    },
    {
      name: 'product-does-not-know-its-tests',
      severity: 'error',
      from: { path: '^(src|validators|simulators|reports)/', pathNot: tests },
      to: { path: [tests, '^(bench|examples|scripts)/'] },
    },
    {
      name: 'found-at-run-time',
      comment:
        'code that neither the command line nor a manifest leads to is dead; src/cli/toolbox.ts finds the manifests of validators and simulators at run time',
      severity: 'error',
      from: { path: '^(src/cli/main|(validators|simulators)/[^/]+/manifest)\\.ts$' },
      to: {
        path: '^(src|validators|simulators|reports)/.*\\.ts$',
        pathNot: [tests, '^src/cli/main\\.ts$', '/manifest\\.ts$'],
        reachable: false,
      },
    },
    {
      name: 'no-circle',
      comment: 'a manifest that loads its code when it is used may be read by that code',
      severity: 'error',
      from: {},
      to: { circular: true, viaOnly: { dependencyTypesNot: ['dynamic-import'] } },
    },
    { name: 'resolves', severity: 'error', from: {}, to: { couldNotResolve: true, pathNot: '(^|/)dist/' } },
    {
      name: 'product-runs-on-its-dependencies',
      comment: 'a devDependency is not there when the package is installed',
      severity: 'error',
      from: { path: '^(src|validators|simulators|reports)/', pathNot: tests },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], dependencyTypesNot: ['type-only'] },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^addax-out/', '^coverage/'] },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['import', 'types', 'node', 'default'] },
  },
};
