import { describe, expect, test } from '@jest/globals';
import { Look, ResourceStore, SearchParameters } from '../../../src/fhir-server/index.js';
import { fhirRest } from '../../../src/packs/index.js';
import { textOf, type ExactObject } from '../../../src/protocols/fhir/index.js';
import { OWN_SEARCH_PARAMETERS } from '../capability-statement.js';
import { agendaView, NOT_LISTED, settled } from './agenda.js';
import { renderAgenda } from './page.js';

const NOW = new Date('2026-11-21T10:00:00Z');
const parameters = new SearchParameters(fhirRest(), OWN_SEARCH_PARAMETERS);

/** A store with some resources, looked into. */
function keeping(resources: readonly ExactObject[]): Look {
  const store = new ResourceStore(undefined, parameters);
  store.change(() => {
    for (const resource of resources) store.put(textOf(resource['resourceType']), textOf(resource['id']), resource, 'PUT', NOW);
  });
  return new Look(store, parameters, () => NOW);
}
const schedule = (id: string, more: ExactObject = {}): ExactObject => ({
  resourceType: 'Schedule',
  id,
  actor: [{ reference: `PractitionerRole/${id}` }],
  ...more,
});
const slot = (id: string, of: string, start: string, more: ExactObject = {}): ExactObject => ({
  resourceType: 'Slot',
  id,
  schedule: { reference: `Schedule/${of}` },
  status: 'free',
  start,
  end: new Date(Date.parse(start) + 20 * 60_000).toISOString(),
  ...more,
});
const seen = (look: Look, agenda: string, week: string) => agendaView(look, { agenda, week, find: '' }, NOW);

describe('what there is to see of an agenda', () => {
  test('of very many agendas and slots as much as a page holds, and that there is more', () => {
    const monday = Date.parse('2026-11-23T07:00:00Z');
    const look = keeping([
      ...Array.from({ length: 40 }, (_, n) => schedule(`a${n}`)),
      ...Array.from({ length: 1000 }, (_, n) => slot(`s${n}`, 'a1', new Date(monday + n * 300_000).toISOString())),
    ]);
    const view = seen(look, 'a1', '2026-11-23');
    expect([view.agendas.length, view.hasMore, view.items.length, view.cut]).toEqual([30, true, 700, true]);
    const { week } = renderAgenda({ agenda: 'a1', week: '2026-11-23', find: '', language: 'fr' }, view, NOW);
    // four overlap: the fourth is counted
    expect(week.length).toBeLessThan(400_000);
    expect(week).toMatch(/class="more">\+ \d+/);
    expect(view.agendas[0]!.id).toBe('a39');
  });

  test('without a wish it is the agenda and the week where the next slots are; in the past, where the last ones were', () => {
    const look = keeping([
      schedule('empty-1'),
      schedule('full'),
      schedule('empty-2'),
      schedule('past'),
      slot('s1', 'full', '2026-12-09T08:00:00Z'),
      slot('s2', 'full', '2026-11-10T08:00:00Z'),
      slot('s3', 'past', '2025-01-14T08:00:00Z'),
    ]);
    expect(settled(look, {}, NOW)).toEqual({ agenda: 'full', week: '2026-12-09', find: '' });
    expect(settled(look, { agenda: 'past' }, NOW).week).toBe('2025-01-14');
    expect(settled(look, { agenda: 'empty-1' }, NOW).week).toBe('2026-11-21');
    expect(settled(look, { agenda: 'full', week: '2026-11-11' }, NOW).week).toBe('2026-11-11');
    expect(settled(keeping([]), {}, NOW)).toEqual({ agenda: '', week: '2026-11-21', find: '' });
  });

  test('agendas are found by the name of who holds them, a place, an identifier or their id', () => {
    const look = keeping([
      { resourceType: 'Practitioner', id: 'p', name: [{ family: 'ÉTIENNE', given: ['Zoé'] }] },
      { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: 'Practitioner/p' } },
      { resourceType: 'Location', id: 'l', name: 'Maison de santé' },
      schedule('role', { identifier: [{ value: 'agenda,7' }] }),
      schedule('place', { actor: [{ reference: 'Location/l' }] }),
    ]);
    const found = (find: string): string[] => agendaView(look, { agenda: '', week: '2026-11-23', find }, NOW).agendas.map(({ id }) => id);
    expect([found('etien'), found('maison'), found('agenda,7'), found('place'), found('*'), found('nobody')]).toEqual([
      ['role'],
      ['place'],
      ['role'],
      ['place'],
      [],
      [],
    ]);
    expect(agendaView(look, { agenda: 'role', week: '2026-11-23', find: '' }, NOW).chosen!.name).toBe('ÉTIENNE Zoé');
  });

  test('bookings do not change the list of agendas; who and what stands in it does', () => {
    const store = new ResourceStore(undefined, parameters);
    const look = new Look(store, parameters, () => NOW);
    const changes = (act: () => void): boolean => {
      const before = store.lastChange;
      store.change(act);
      return look.changedSince(before, NOT_LISTED);
    };
    const put = (resource: ExactObject) => () =>
      void store.put(textOf(resource['resourceType']), textOf(resource['id']), resource, 'PUT', NOW);
    expect(changes(put(schedule('one')))).toBe(true);
    expect(changes(put(slot('s1', 'one', '2026-11-24T08:00:00Z')))).toBe(false);
    expect(changes(put({ resourceType: 'Appointment', id: 'a', slot: [{ reference: 'Slot/s1' }] }))).toBe(false);
    expect(changes(() => void store.remove('Slot', 's1', NOW))).toBe(false);
    expect(changes(put({ resourceType: 'Practitioner', id: 'p', name: [{ family: 'AVANT' }] }))).toBe(true);
    expect(changes(put({ resourceType: 'Practitioner', id: 'p', name: [{ family: 'APRÈS' }] }))).toBe(true);
    expect(changes(() => void store.remove('Schedule', 'one', NOW))).toBe(true);
  });

  test('an appointment without a slot stands where it is; one that was cancelled only in the list', () => {
    const appointment = (id: string, status: string, more: ExactObject = {}): ExactObject => ({
      resourceType: 'Appointment',
      id,
      status,
      start: '2026-11-24T09:00:00Z',
      end: '2026-11-24T09:30:00Z',
      participant: [{ actor: { reference: 'PractitionerRole/one' } }, { actor: { reference: 'Patient/p' } }],
      ...more,
    });
    const look = keeping([
      { resourceType: 'Patient', id: 'p', name: [{ use: 'official', family: 'DURAND', given: ['Jeanne', 'Marie'] }] },
      schedule('one'),
      schedule('two'),
      slot('s1', 'one', '2026-11-24T08:00:00Z'),
      slot('s2', 'two', '2026-11-24T08:00:00Z', { status: 'busy' }),
      appointment('alone', 'booked'),
      appointment('left', 'cancelled', { slot: [{ reference: 'Slot/s1' }] }),
      appointment('elsewhere', 'booked', { slot: [{ reference: 'Slot/s2' }] }),
    ]);
    const view = seen(look, 'one', '2026-11-24');
    expect(view.items.map(({ kind, id, status }) => [kind, id, status])).toEqual([
      ['slot', 's1', 'free'],
      ['appointment', 'alone', 'busy'],
    ]);
    expect(view.appointments.map(({ id, patients, slots }) => [id, patients, slots])).toEqual([
      ['alone', ['DURAND Jeanne Marie'], 0],
      ['left', ['DURAND Jeanne Marie'], 1],
    ]);
    expect(view.counts).toEqual({ free: 1, 'busy-tentative': 0, busy: 0, 'busy-unavailable': 0, 'entered-in-error': 0 });
  });

  test('references in circles, of other kinds or too long, and times that are none, do no harm', () => {
    const look = keeping([
      { resourceType: 'PractitionerRole', id: 'role', practitioner: { reference: 'PractitionerRole/role' } },
      schedule('role', {
        actor: [{ reference: 'PractitionerRole/role' }, { reference: 7 }, 'x', { display: 'D'.repeat(100_000) }] as never,
      }),
      slot('s1', 'role', '2026-11-24T08:00:00Z', { end: 'never' }),
      slot('s2', 'role', '2026-11-24T08:00:00Z', { comment: 'c'.repeat(100_000) }),
      slot('s3', 'role', '2026-11-24T09:00:00Z', { status: 'odd' }),
    ]);
    const view = seen(look, 'role', '2026-11-24');
    expect(view.items.map(({ id, status }) => [id, status])).toEqual([['s3', 'entered-in-error']]);
    expect(view.cut).toBe(true);
    expect(view.chosen!.name).toBe(`PractitionerRole/role, 7, ${'D'.repeat(79)}…`);
  });
});
