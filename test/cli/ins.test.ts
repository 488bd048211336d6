import { describe, expect, test } from '@jest/globals';
import { addax } from '../support/addax.js';

interface Said {
  number: string;
  key: string | null;
  parts: { sex: string; department: string } | null;
  problems: { kind: string; severity: string }[];
}

describe('addax ins', () => {
  test.each<[string[], number, string | null, string[]]>([
    [['279035121518989'], 0, '89', []],
    [['2 97 02 2A 020 778'], 0, '78', []],
    [['181016322075142'], 1, '40', ['key error']],
    [['279035121518989^^^&1.2.250.1.213.1.4.12&ISO^NH'], 1, '89', ['lookalike error']],
    [['1541187387477485562489'], 1, '88', ['legacy warning', 'legacy-key error']],
    [
      ['279035121518989', '--sex', 'M', '--birth-date', '1979-04-28', '--birthplace', '63220'],
      0,
      '89',
      ['sex warning', 'birth-date warning', 'birthplace warning'],
    ],
    [['000003^^^&1.2.3&ISO^PI'], 2, null, []],
    [['-'], 1, null, ['shape error']],
  ])('%j', async (args, code, key, problems) => {
    const ended = await addax(['ins', '--format', 'json', ...args]);
    const said = JSON.parse(ended.stdout) as Said;
    expect([ended.code, said.key, said.problems.map(({ kind, severity }) => `${kind} ${severity}`)]).toEqual([code, key, problems]);
  });

  test('says in words what a number is made of, and explains the rules', async () => {
    const [french, rule, long] = await Promise.all([
      addax(['ins', '279035121518988', '--lang', 'fr']),
      addax(['explain', 'HL7-86', '--lang', 'fr']),
      addax(['ins', '1'.repeat(10_000)]),
    ]);
    for (const line of ['féminin', 'mars', 'code COG 51215', '2790351215189 avec la clé 89']) expect(french.stdout).toContain(line);
    expect(rule.stdout).toContain('identité validée');
    expect([french.code, rule.code, long.code]).toEqual([1, 0, 3]);
  });
});
