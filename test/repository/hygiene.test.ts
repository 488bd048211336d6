import { describe, expect, test } from '@jest/globals';
import { contentOf, linesMatching, repositoryFiles } from './files.js';

const files = repositoryFiles();
const inClone = files ? describe : describe.skip;
const named = (ending: RegExp): string[] => (files ?? []).filter((name) => ending.test(name));

inClone(`the files of the repository${files ? '' : ' (skipped: this is not a git clone)'}`, () => {
  const texts = named(/\.(ts|mjs|cjs|js|json|md|ya?ml|hbs|css|html|sh|xml)$|^\.(npmrc|gitignore|prettierignore)$|^\.ci\//);

  test('name no folder of one machine', () => {
    const folders = ['work', 'root', 'home', 'Users'].join('|');
    expect(linesMatching(texts, new RegExp(`(^|[\\s"'\`(=:])/(${folders})/`))).toEqual([]);
  });
  test('name no package registry and hold no token for one', () => {
    expect(linesMatching(texts, /\bregistry\.(npmjs|yarnpkg)\b|_auth(Token)?\s*=|^\s*registry\s*=\s*http/)).toEqual([]);
  });
  test('hold no private key that is not of a test made on the spot', () => {
    expect(linesMatching(texts, /^-----BEGIN ([A-Z]+ )?PRIVATE KEY-----/)).toEqual([]);
  });
  test('hold no test that silences the others, nor one still to be written', () => {
    expect(linesMatching(named(/\.test\.ts$/), /\b(it|test|describe)\.(only|todo)\b\s*[.(]|\bf(it|describe)\(/)).toEqual([]);
  });
  test('name authorities of real INS only where a test needs one', () => {
    const onPurpose = [
      // the patient whom a product must refuse to tell of
      'suites/pix/datasets/lps-production.yaml',
      'suites/pix/datasets/lps-v3-production.yaml',
      // answers whose INS must not be taken, and a server that gives one
      'suites/pdq/scenarios/pdq-search-faults.yaml',
      'examples/platform/defects.mjs',
      // tables of the authorities: names, and by which an INS is looked for or refused
      'suites/pam-fr/scenarios/gam-sends-identities.yaml',
      'suites/pdq/scenarios/pdq-v3-queries.yaml',
      'suites/pdq/scenarios/pdqm-queries.yaml',
      'examples/platform/identities.mjs',
      'examples/platform/person-fhir.mjs',
      'examples/lps/person.mjs',
    ];
    const said = named(/^suites\/[^/]+\/(datasets|scenarios)\/|^examples\/|^docs\/test-patients\.md$/).filter((name) =>
      /213\.1\.4\.[89](?![\d.])/.test(contentOf(name)),
    );
    expect(said.toSorted()).toEqual(onPurpose.toSorted());
  });
  test('are small', () => {
    expect(named(/./).filter((name) => contentOf(name).length > 1_000_000)).toEqual([]);
  });
});

describe('package-lock.json', () => {
  const { packages } = JSON.parse(contentOf('package-lock.json')) as {
    packages: Record<string, { resolved?: string; integrity?: string }>;
  };

  test('has no resolved addresses: packages come from the registry of whoever installs', () => {
    expect(Object.entries(packages).flatMap(([path, { resolved }]) => (resolved === undefined ? [] : [path]))).toEqual([]);
  });
  test('pins what every package holds', () => {
    expect(Object.entries(packages).flatMap(([path, { integrity }]) => (path === '' || integrity ? [] : [path]))).toEqual([]);
  });
});
