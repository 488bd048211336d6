import { expect, test } from '@jest/globals';
import { TEST_PATIENTS } from '../../src/identity/index.js';
import { withWrongIns } from './wrong-ins.js';

const [patient] = TEST_PATIENTS;
const newborn = TEST_PATIENTS.find(({ names }) => names[0]?.family === 'KERMADEC')!;
const told = (wrong: Parameters<typeof withWrongIns>[1]): unknown => {
  const { identifiers, reliability } = withWrongIns(patient!, wrong);
  return [identifiers.map(({ value, authority }) => `${value}^${authority.oid}`).slice(1), reliability];
};

test('an INS is told wrongly as the fault asks, and an identity without one is left alone', () => {
  expect(told(undefined)).toEqual([['287033818504228^1.2.250.1.213.1.4.10'], ['VALI']]);
  expect(told('key')).toEqual([['287033818504229^1.2.250.1.213.1.4.10'], ['VALI']]);
  expect(told('production')).toEqual([['287033818504228^1.2.250.1.213.1.4.8'], ['VALI']]);
  expect(told('absent')).toEqual([[], ['PROV']]);
  for (const wrong of ['key', 'production', 'absent'] as const) expect(withWrongIns(newborn, wrong)).toBe(newborn);
});
