import { describe, expect, test } from '@jest/globals';
import { FhirInput } from './input.js';
import { scopeOf } from './scope.js';

describe('the scope that a client asks for is no wider than its request', () => {
  test.each<[Record<string, unknown>, string | undefined]>([
    [{ operation: 'capabilities' }, undefined],
    [{ operation: 'read', type: 'Slot', id: '1' }, 'system/Slot.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { start: 'ge2027-01-01', 'schedule:missing': 'false' } }, 'system/Slot.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { _include: 'Slot:schedule' } }, 'system/*.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { '_revinclude:iterate': 'Appointment:slot' } }, 'system/*.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { 'schedule.actor:Practitioner.family': 'MARTEL' } }, 'system/*.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { '_has:Appointment:slot:status': 'booked' } }, 'system/*.rs'],
    [{ operation: 'search', type: 'Slot', parameters: { _list: '1' } }, 'system/*.rs'],
    [{ operation: 'search', type: 'Appointment', parameters: { 'location:below': '1' } }, 'system/*.rs'],
    [{ operation: 'search' }, 'system/*.rs'],
    [{ operation: 'create', resource: { resourceType: 'Slot' } }, 'system/Slot.c'],
    [{ operation: 'update', conditional: true, type: 'Slot', parameters: { 'schedule.active': 'true' } }, 'system/*.cruds'],
    [{ operation: 'create', resource: { resourceType: 'Slot' }, ifNoneExist: 'schedule.active=true' }, 'system/*.cruds'],
    [{ operation: 'create', resource: { resourceType: 'Slot' }, ifNoneExist: 'start=2027-01-01T09:00:00.5Z' }, 'system/Slot.c'],
    [{ operation: 'transaction', resource: { resourceType: 'Bundle' } }, 'system/*.cruds'],
  ])('%j: %s', (input, scope) => expect(scopeOf(FhirInput.parse(input))).toBe(scope));
});
