import { describe, expect, test } from '@jest/globals';
import { contentOf, linesMatching, repositoryFiles } from './files.js';

const manifest = JSON.parse(contentOf('package.json')) as Record<'dependencies' | 'devDependencies' | 'overrides', Record<string, string>>;

/** The rows of the tables of docs/dependencies.md, by the package named in the first cell. */
const rows = new Map(
  contentOf('docs/dependencies.md')
    .split('\n')
    .flatMap((line): [string, string[]][] => {
      const cells = line.split('|').map((cell) => cell.trim());
      const name = /^`([^`]+)`$/.exec(cells[1] ?? '')?.[1];
      return name ? [[name, cells.slice(2, -1)]] : [];
    }),
);
const declared = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies, ...manifest.overrides });

describe('docs/dependencies.md', () => {
  test.each(declared)('says of %s its job, why it, and what else was considered', (name) => {
    const cells = rows.get(name) ?? [];
    expect(cells.filter((cell) => cell !== '')).toHaveLength(3);
  });
  test('speaks of no package that is not there', () => {
    expect([...rows.keys()].filter((name) => !declared.includes(name))).toEqual([]);
  });
});

describe('package.json', () => {
  test('pins every version exactly', () => {
    const versions = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies });
    expect(versions.filter(([, version]) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([]);
  });
  const sources = repositoryFiles()?.filter(
    (name) => /^(src|validators|simulators|reports)\/.*\.ts$/.test(name) && !name.endsWith('.test.ts'),
  );
  (sources ? test : test.skip).each(Object.keys(manifest.dependencies))(
    'asks every user to install %s only because the product imports it',
    (name) => {
      expect(linesMatching(sources ?? [], new RegExp(`(from |import |import\\(|createRequire\\(.*\\)\\()'${name}['/]`))).not.toEqual([]);
    },
  );
});
