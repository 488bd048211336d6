import { describe, expect, test } from '@jest/globals';
import { labelKey } from './labels.js';
import { shipped, shippedConcepts } from './shipped.js';
import { CODE_SYSTEMS } from './systems.js';

describe('the codes that ship', () => {
  const all = [...shippedConcepts()];

  test('are what their systems allow', () => {
    const wrong = all.filter(({ system, code }) => {
      const facts = CODE_SYSTEMS.get(system);
      return !facts || (facts.shape && !facts.shape.test(code)) || facts.problem?.(code) !== undefined;
    });
    expect(wrong).toEqual([]);
  });
  test('are found, each once, with labels that say something', () => {
    const seen = new Set<string>();
    for (const { system, code, displays } of all) {
      expect([system, code, seen.has(`${system} ${code}`)]).toEqual([system, code, false]);
      seen.add(`${system} ${code}`);
      expect(shipped.concept(system, code)?.displays).toEqual(displays);
      for (const display of displays) expect([display, labelKey(display) !== '']).toEqual([display, true]);
    }
    expect(all.length).toBeGreaterThan(4000);
  });
  test.each([
    ['JDV_J01_XdsAuthorSpecialty_CISIS', '1.2.250.1.213.1.1.4.5', 'G15_10/SM26', 'Médecin - Qualifié en Médecine Générale (SM)'],
    ['JDV_J02_XdsHealthcareFacilityTypeCode_CISIS', '1.2.250.1.71.4.2.4', 'SA07', 'Cabinet individuel'],
    ['JDV_J07_XdsTypeCode_CISIS', '2.16.840.1.113883.6.1', '11502-2', "CR d'examens biologiques"],
    ['JDV_J143_AdministrativeGender_CISIS', '2.16.840.1.113883.5.1', 'F', 'Féminin'],
  ])('%s', (name, system, code, label) => {
    const set = shipped.valueSet(name)!;
    expect(set.has(system, code)).toBe(true);
    expect(set.concept(code, system)?.displays[0]).toBe(label);
  });
  test('every member of a value set has a label', () => {
    for (const set of shipped.valueSets())
      for (const { code, displays } of set.concepts()) expect([set.name, code, displays.length > 0]).toEqual([set.name, code, true]);
  });
  test('a sample of each code system has its shape', () => {
    for (const { oid, shape, problem, sample } of CODE_SYSTEMS.values())
      if (shape) expect([oid, shape.test(sample), problem?.(sample)]).toEqual([oid, true, undefined]);
  });
});
