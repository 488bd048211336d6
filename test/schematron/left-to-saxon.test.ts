import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import type { LoadedPack } from '../../src/packs/index.js';
import { profiles } from '../../src/packs/profiles.js';
import { judge, type Judgement } from '../../src/protocols/schematron/index.js';
import { pathOf, treeOf } from './outcome.js';

const FOLDER = join(import.meta.dirname, 'left-to-saxon');
const NO_CACHE = { read: () => undefined, write: () => undefined };

const pack = {
  sha256: '0'.repeat(64),
  open: (path: string) =>
    path === 'schema.sch' ?
      { path, bytes: new Uint8Array(readFileSync(join(FOLDER, path))), caseDiffers: false, wellFormed: true }
    : undefined,
  has: (path: string) => path === 'schema.sch',
  find: () => undefined,
} as unknown as LoadedPack;

describe('rules that the compiler leaves to saxon-js', () => {
  const profile = profiles(NO_CACHE).open(pack, 'schema.sch', new Date(0));
  const judged = (): Judgement => judge([profile], treeOf(readFileSync(join(FOLDER, 'document.xml'), 'utf8')).root)[0]!;

  test('are these, and no others', () => {
    const left = profile.compiled.patterns.flatMap(({ id, rules }) => rules.map(({ elsewhere }) => `${id} ${elsewhere !== undefined}`));
    expect(left).toEqual([
      'function true',
      'function false',
      'key false',
      'key true',
      'three-one true',
      'three-one false',
      'format true',
      'opens true',
      'fails true',
    ]);
  });

  test('give their results where they fire, beside those of rules that are compiled', () => {
    const said = judged().results.map(({ check, node, text, diagnostics }) =>
      [check.id, pathOf(node).replaceAll('Q{urn:hl7-org:v3}', ''), text, ...diagnostics.map((one) => one.text)].join(' | '),
    );
    const key = 97 - (1234567890123 % 97);
    expect(said.sort()).toEqual([
      'arrow | /doc[1]/code[1] | aa1',
      'arrow | /doc[1]/code[3] | aa1',
      'compiled-too | /doc[1]/patient[1] | 3 enfants.',
      'format | / | 010',
      `key | /doc[1]/patient[1] | Clé 1, attendue ${key}. | INS 1234567890123`,
      'not-taken | /doc[1]/code[2] | b',
      'second-rule | /doc[1]/author[1] | author',
      'unique | /doc[1]/code[1] | a12 fois.',
      'unique | /doc[1]/code[3] | a12 fois.',
    ]);
  });

  test('are told when they would open files, or fail', () => {
    const { failures } = judged();
    const told = failures.map(({ rule, code, message }) => [rule.place.line, code, message] as const);
    const line = (text: string): number =>
      readFileSync(join(FOLDER, 'schema.sch'), 'utf8')
        .split('\n')
        .findIndex((one) => one.includes(text)) + 1;
    expect(told.find(([at]) => at === line('id="opens" test'))).toEqual([
      line('id="opens" test'),
      'unsupported',
      expect.stringContaining('doc() on saxon-js would open files'),
    ]);
    expect(told.find(([at]) => at === line('id="fails" test'))?.[1]).toBe('FORG0001');
    expect(told).toHaveLength(2);
  });
});
