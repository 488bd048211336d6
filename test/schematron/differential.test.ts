import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, describe, expect, jest, test } from '@jest/globals';
import type { LoadedPack } from '../../src/packs/index.js';
import { packDocuments } from '../../src/packs/documents.js';
import { activePatterns, readSchema, type Check } from '../../src/protocols/schematron/index.js';
import { comparable, ourOutcome } from './outcome.js';
import { referenceOutcome } from './reference.js';

const FIXTURES = join(import.meta.dirname, 'fixtures');

/** The files of a fixture by their path. */
function filesOf(name: string): Map<string, string> {
  const folder = join(FIXTURES, name);
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).flatMap((entry) =>
    entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
  );
  return new Map(paths.map((path) => [path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'utf8')]));
}

const opened = (files: ReadonlyMap<string, string>) => (path: string) => {
  const text = files.get(path);
  return text === undefined ? undefined : { path, bytes: new TextEncoder().encode(text) };
};

function judged(name: string, phase?: string, change: (files: Map<string, string>) => void = () => undefined) {
  const files = filesOf(name);
  change(files);
  const open = opened(files);
  const schema = readSchema('schema.sch', open);
  const document = files.get('document.xml')!;
  const documents = new Map([...files].filter(([path]) => path.endsWith('.xml') && path !== 'document.xml'));
  const mine = ourOutcome(schema, document, packDocuments({ open } as LoadedPack), phase === undefined ? {} : { phase });
  return { schema, mine, reference: () => referenceOutcome(schema, document, documents, phase) };
}

/** saxon-js tells on the console what it finds odd in a stylesheet. */
const silent = jest.spyOn(console, 'error').mockImplementation(() => undefined);
afterAll(() => {
  silent.mockRestore();
});

const FIXTURE_NAMES = readdirSync(FIXTURES);

describe.each(FIXTURE_NAMES)('%s', (name) => {
  test('is judged as by saxon-js, by our engine alone', () => {
    const { mine, reference } = judged(name);
    const { compiled, ...outcome } = mine;
    expect(compiled.problems).toEqual([]);
    expect(compiled.patterns.flatMap(({ rules }) => rules.flatMap((rule) => rule.elsewhere ?? []))).toEqual([]);
    expect(comparable(outcome)).toEqual(comparable(reference()));
  });

  test('fires each of its rules and tells each of its messages, unless it says that it never will', () => {
    const { schema, mine } = judged(name, '#ALL');
    const fired = new Set(mine.fired.map((one) => one.split(' ')[0]!));
    const told = new Set([...mine.results.map(({ check }) => check), ...mine.errors.map((one) => one.split(' ')[0]!)]);
    const silentOnes = schema.patterns.flatMap(({ rules }, i) =>
      rules.flatMap((rule, j) =>
        rule.body
          .filter((one) => one.kind !== 'let')
          .flatMap((check, k) => (told.has(`${i}.${j}.${k}`) || check.flag === 'never' ? [] : [`${fired.has(`${i}.${j}`)} ${check.id}`])),
      ),
    );
    expect(silentOnes).toEqual([]);
  });
});

describe('XPath 1.0 compatibility', () => {
  test.each(['navigation', 'errors', 'variables', 'values'])('%s', (name) => {
    const { mine, reference } = judged(name, undefined, (files) => {
      const text = files.get('schema.sch')!;
      files.set('schema.sch', text.replace(/ queryBinding="xslt2"/, '').replace(/^.*id="(dates|date-cast|empty)".*\n/gm, ''));
    });
    const { compiled, ...outcome } = mine;
    expect(compiled.problems).toEqual([]);
    expect(comparable(outcome)).toEqual(comparable(reference()));
  });
});

describe('query bindings', () => {
  test.each(['xslt3', 'xpath2', 'xpath31'])('%s is XPath 2.0 without compatibility', (binding) => {
    const with2 = judged('errors');
    const { mine } = judged('errors', undefined, (files) => {
      files.set('schema.sch', files.get('schema.sch')!.replace('"xslt2"', `"${binding}"`));
    });
    expect(comparable(mine)).toEqual(comparable(with2.mine));
  });
});

/** Both engines read schemas with one reader: what it makes of a schema is said here, by hand. */
describe('what the reader of schemas puts together', () => {
  const said = (name: string, phase?: string): string[] => {
    const { schema, mine, reference } = judged(name, phase);
    expect(comparable(mine)).toEqual(comparable(reference()));
    const active = activePatterns(schema, phase);
    return comparable(mine).results.map(({ check, text, more }) => {
      const [pattern, rule, number] = check.split('.').map(Number) as [number, number, number];
      const one = active[pattern]!.rules[rule]!.body.filter(({ kind }) => kind !== 'let')[number] as Check;
      return [one.id, text, ...more].join(' | ');
    });
  };
  test.each([
    [undefined, ['header']],
    ['#DEFAULT', ['header']],
    ['header', ['header']],
    ['body', ['body', 'body-many', 'header']],
    ['nothing', []],
    ['#ALL', ['body', 'body-many', 'header', 'unnamed', 'unnamed', 'unnamed']],
  ])('phase %s', (phase, ids) => {
    expect(said('phases', phase).map((one) => one.split(' ')[0])).toEqual(ids);
  });
  test('inclusions', () => {
    expect(said('inclusions')).toEqual([
      'ins | Le patient n’a pas d’INS. | d-ins: Identifiants : 1.2.3 1.2.4',
      'two-names | Le patient a 2 noms.',
      'author-time | Heure de l’auteur : hier.',
      'a-title | Section 3 sans titre.',
      'empty-section | Section sans entrée.',
      'shared | L’entrée section n’a pas de code.',
      'shared | L’entrée section n’a pas de code.',
      'shared | L’entrée entry n’a pas de code.',
      'root | Racine document',
    ]);
  });
  test('abstract rules', () => {
    expect(said('inherited')).toEqual([
      'loinc | abc n’est pas un code LOINC.',
      'loinc | n’est pas un code LOINC.',
      'has-code | Pas de code (LOINC).',
      'has-label | Pas de libellé pour abc.',
      'has-label | Pas de libellé pour .',
      'after | La variable de la règle abstraite se lit ici : LOINC.',
      'after | La variable de la règle abstraite se lit ici : LOINC.',
      'after | La variable de la règle abstraite se lit ici : LOINC.',
      'has-code | Pas de code (CIM-11).',
      'has-code | Pas de code (CIM-10).',
      'has-label | Pas de libellé pour .',
      'unit | Valeur 3 sans unité.',
      'has-label | Pas de libellé pour .',
      'other-label | Autre règle du même nom.',
      'other-label | Autre règle du même nom.',
      'other-label | Autre règle du même nom.',
      'other-label | Autre règle du même nom.',
      'has-code | Pas de code (LOINC).',
      'has-code | Pas de code (CIM-11).',
      'has-code | Pas de code (CIM-10).',
      'has-label | Pas de libellé pour abc.',
      'has-label | Pas de libellé pour .',
      'has-label | Pas de libellé pour .',
    ]);
  });
  test('abstract patterns', () => {
    expect(said('abstract-patterns')).toEqual([
      'used | sexe est utilisé (sexe).',
      'known | sexe : X n’est pas parmi M F U.',
      'count | Trop d’enfants : 2 pour X.',
      'used | pays est utilisé (a/pays).',
      'known | a/pays : ZZ n’est pas parmi FR BE.',
      'count | Trop d’enfants : 2 pour .',
      'used | ville est utilisé (ville).',
      'known | ville : Lyon n’est pas parmi Paris.',
      'count | Trop d’enfants : 2 pour Lyon.',
    ]);
  });
});
