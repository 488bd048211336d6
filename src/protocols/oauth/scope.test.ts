import { describe, expect, test } from '@jest/globals';
import { covers, scopeNeeded } from './scope.js';

describe('scopes', () => {
  test.each([
    ['read', 'Slot', 'system/Slot.r'],
    ['search-type', 'Slot', 'system/Slot.s'],
    // what concerns all types takes a scope for all
    ['search-system', '', 'system/*.s'],
    ['history-system', '', 'system/*.s'],
    ['capabilities', '', undefined],
  ])('%s of %s needs %s', (interaction, type, scope) => expect(scopeNeeded(interaction, type)).toBe(scope));

  test.each([
    ['system/Slot.rs', 'system/Slot.s', true],
    ['system/Slot.read openid', 'system/Slot.s', true],
    ['system/*.*', 'system/Patient.d', true],
    ['system/Slot.s', 'system/*.s', false],
    ['system/Slot.s system/Patient.s', 'system/Appointment.s', false],
    ['system/Slot.r', 'system/Slot.s', false],
    ['system/Slot.sr', 'system/Slot.s', false],
    ['system/Slot.rs?status=free', 'system/Slot.s', false],
    ['', 'system/Slot.s', false],
  ])('%s for %s: %s', (granted, needed, held) => expect(covers(granted, needed)).toBe(held));
});
