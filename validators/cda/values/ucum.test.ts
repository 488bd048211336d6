import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTimeUnit, isUcumUnit, nearestUnit } from './ucum.js';

describe('UCUM', () => {
  test.each(
    (
      'g mg ug kg mmol/L g/dL g/l [IU]/mL m[IU]/L mm[Hg] cm[H2O] 10*9/L 10^12/L 10*-3 % 1 100 /min /uL kg/m2 m2 s-1 mL/min/{1.73_m2} {tablet} {drink}/d '
      + 'mGy.cm [pH] [diop] deg Cel [degF] mo wk a kat U/L [arb\'U]/mL B[SPL] [in_i] g.m/(s2.kg) (g/L) ug{prot}/d Ohm MBq {score} 24.h [CFU]/mL daL Kibit "'
    )
      .replace('"', "''")
      .split(' '),
  )('%s is a unit', (unit) => expect(isUcumUnit(unit)).toBe(true));

  test.each(['', ' ', 'µg', 'mmHg', 'UI/L', '°C', 'Kg', 'mmo', 'kd', 'm%', 'g//L', 'g/', '(g', 'g)', '{a', '{é}', 'g{a}{b}', 'm-', '[IU', 'x', 'g L', '('.repeat(300)])(
    '%j is none',
    (unit) => expect(isUcumUnit(unit)).toBe(false),
  ); // prettier-ignore

  test.each([
    ['mmHg', 'mm[Hg]'],
    ['µg/mL', 'ug/mL'],
    ['UI/L', '[IU]/L'],
    ['mUI/L', 'm[IU]/L'],
    ['°C', 'Cel'],
    ['mg/j', 'mg/d'],
    ['mg par jour', 'mg/d'],
    ['jours', 'd'],
    ['Kg', 'kg'],
    ['kg/m²', 'kg/m2'],
    ['mEq/L', 'meq/L'],
    ['x10*9/L', '10*9/L'],
    ['comprimé', '{tablet}'],
    ['{comprimé}', '{comprime}'],
    ['bpm', '/min'],
    ['mmoll/L', 'mmol/L'],
    [' mg', 'mg'],
  ])('%s was meant as %s', (written, meant) => expect(nearestUnit(written)).toBe(meant));
  test.each(['', 'qsdfgh', '((((', 'mg'.repeat(200)])('%j is near none', (written) => expect(nearestUnit(written)).toBeUndefined());
  test('what is suggested is always a unit', () => {
    fc.assert(fc.property(fc.string({ maxLength: 30 }), (text) => expect(isUcumUnit(nearestUnit(text) ?? 'g')).toBe(true)));
  });
  test.each([
    ['d', true],
    ['h', true],
    ['mo', true],
    ['d{jour}', true],
    ['J', false],
    ['mg', false],
  ])('%s measures time: %s', (unit, is) => expect(isTimeUnit(unit)).toBe(is));
});
