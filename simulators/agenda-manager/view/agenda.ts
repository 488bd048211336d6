import { Refused, type Look, type Version } from '../../../src/fhir-server/index.js';
import { isObject, textOf, type ExactObject } from '../../../src/protocols/fhir/index.js';
import { closuresOf } from '../availability.js';
import { bodyOf, codesOf, listOf, Names, plain } from './names.js';
import { dateAt, weekOf, type Week } from './week.js';

/** What a page holds; a store may have millions. */
const MOST = { agendas: 30, slots: 700, appointments: 100, closures: 50, participants: 8 };
const DAY = 86_400_000;
const ID = /^[A-Za-z0-9.-]{1,64}$/;
const LITERAL = /^[A-Z][A-Za-z]{1,63}\/[A-Za-z0-9.-]{1,64}$/;

/** What a tester wants to see. */
export interface Wanted {
  /** id of a Schedule; absent: the first one with slots to come */
  agenda?: string;
  /** a date in the week; absent: the first one with slots, from this one on */
  week?: string;
  /** agendas whose actor has such a name, or with such an identifier */
  find?: string;
}

/** An agenda in the list. */
export interface AgendaRow {
  id: string;
  name: string;
  about: string;
}

export const SLOT_STATUSES = ['free', 'busy-tentative', 'busy', 'busy-unavailable', 'entered-in-error'] as const;
export type SlotStatus = (typeof SLOT_STATUSES)[number];

/** What stands in the week: a slot, a time that the agenda says to be closed, or an appointment without a slot. */
export interface Item {
  kind: 'slot' | 'closure' | 'appointment';
  /** a closure has none */
  id?: string;
  version: number;
  status: SlotStatus;
  start: number;
  end: number;
  holder?: AppointmentRow;
}

export interface AppointmentRow {
  id: string;
  version: number;
  status: string;
  start: number | undefined;
  end: number | undefined;
  patients: readonly string[];
  /** everybody and everything else that takes part */
  others: readonly string[];
  about: readonly string[];
  identifier: string;
  /** how many slots it is for */
  slots: number;
}

/** The agendas that are offered for choice. */
export interface AgendaList {
  agendas: readonly AgendaRow[];
  hasMore: boolean;
}

export interface AgendaView extends AgendaList {
  chosen: AgendaRow | undefined;
  week: Week;
  items: readonly Item[];
  /** by status, in the week */
  counts: Readonly<Record<SlotStatus, number>>;
  /** there are more slots in the week than are shown */
  cut: boolean;
  appointments: readonly AppointmentRow[];
  hasMoreAppointments: boolean;
}

/** Says which agenda and week a tester sees who did not say it all. */
export function settled(look: Look, wanted: Wanted, now: Date): Required<Wanted> {
  const find = wanted.find ?? '';
  const asked = wanted.agenda ?? '';
  const listed = asked === '' ? agendasFound(look, find) : [];
  const agenda = asked || (listed.find(({ id }) => firstSlot(look, id, now) !== undefined) ?? listed[0])?.id || '';
  if (wanted.week !== undefined && weekOf(wanted.week)) return { agenda, week: wanted.week, find };
  const first = firstSlot(look, agenda, now) ?? slotsOf(look, agenda, [['_sort', '-start']], 1)[0];
  const at = first ? Date.parse(textOf(bodyOf(first)['start'])) : NaN;
  return { agenda, week: dateAt(Number.isNaN(at) ? now.getTime() : at), find };
}

/** Resources of which the list of agendas says nothing, and which change most. */
export const NOT_LISTED = ['Slot', 'Appointment'] as const;

export function agendaList(look: Look, find: string): AgendaList {
  const names = new Names(look);
  const listed = agendasFound(look, find);
  return { agendas: listed.slice(0, MOST.agendas).map((one) => agendaRow(one, names)), hasMore: listed.length > MOST.agendas };
}

/**
 * What there is to see of an agenda in a week.
 * @param list where it is known already
 */
export function agendaView(
  look: Look,
  { agenda, week: date, find }: Required<Wanted>,
  now: Date,
  list: AgendaList = agendaList(look, find),
): AgendaView {
  const names = new Names(look);
  const week = weekOf(date) ?? weekOf(dateAt(now.getTime()))!;
  const found = ID.test(agenda) ? look.read('Schedule', agenda) : undefined;
  const schedule = found && bodyOf(found);
  const slots = schedule ? slotsOf(look, agenda, between(week), MOST.slots + 1) : [];
  const holders = holdersOf(look, slots, names);
  const shown = slots.slice(0, MOST.slots);
  const items = [
    ...shown.flatMap((slot) => slotItem(slot, holders.bySlot.get(slot.key))),
    ...(schedule ? closureItems(schedule, week) : []),
  ];
  const alone = schedule ? slotless(look, schedule, week, names) : [];
  const appointments = [...holders.all, ...alone].sort((a, b) => (a.start ?? 0) - (b.start ?? 0) || (a.id < b.id ? -1 : 1));
  const counts = { free: 0, 'busy-tentative': 0, busy: 0, 'busy-unavailable': 0, 'entered-in-error': 0 };
  for (const { kind, status } of items) if (kind === 'slot') counts[status] += 1;
  return {
    ...list,
    chosen: found && agendaRow(found, names),
    week,
    items: [...items, ...alone.flatMap(appointmentItem)],
    counts,
    cut: slots.length > MOST.slots || items.filter(({ kind }) => kind === 'slot').length < shown.length,
    appointments: appointments.slice(0, MOST.appointments),
    hasMoreAppointments: appointments.length > MOST.appointments,
  };
}

/** Agendas of the list, one more than it shows; the last made first. */
function agendasFound(look: Look, find: string): readonly Version[] {
  const most = MOST.agendas + 1;
  if (find.trim() === '') return look.store.newest('Schedule', most);
  const text = find.trim();
  const byId = ID.test(text) ? look.read('Schedule', text) : undefined;
  const found = new Map(byId ? [[byId.key, byId]] : []);
  for (const parameter of ['actor:Practitioner.name', 'actor:PractitionerRole.practitioner.name', 'actor:Location.name', 'identifier'])
    for (const one of tolerant(() =>
      look.find('Schedule', [
        [parameter, escaped(text)],
        ['_count', String(most)],
      ]),
    ))
      found.set(one.key, one);
  return [...found.values()].slice(0, most);
}

/** A text that means itself in a search. */
const escaped = (text: string): string => text.replace(/[\\,|$]/g, '\\$&');

/** What a search finds; nothing where it is refused: the store is too large for it, or the text cannot be. */
function tolerant(find: () => readonly Version[]): readonly Version[] {
  try {
    return find();
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

function agendaRow(version: Version, names: Names): AgendaRow {
  const schedule = bodyOf(version);
  const actors = listOf(schedule['actor'])
    .slice(0, MOST.participants)
    .flatMap((one) => names.actor(one) ?? []);
  const about = [...codesOf(schedule['specialty']), ...actors.flatMap((actor) => actor.about)];
  return { id: version.id, name: distinct(actors.map(({ name }) => name)).join(', '), about: distinct(about).join(', ') };
}

const distinct = (texts: readonly string[]): string[] => [...new Set(texts.filter((text) => text !== ''))];

function slotsOf(look: Look, agenda: string, query: readonly [string, string][], count: number): readonly Version[] {
  if (!ID.test(agenda)) return [];
  return tolerant(() => look.find('Slot', [['schedule', `Schedule/${agenda}`], ...query, ['_sort', 'start'], ['_count', String(count)]]));
}

/** The first slot from the Monday of this week on. */
function firstSlot(look: Look, agenda: string, now: Date): Version | undefined {
  const from = weekOf(dateAt(now.getTime()))?.from ?? now.getTime();
  return slotsOf(look, agenda, [['start', `ge${iso(from)}`]], 1)[0];
}

const iso = (at: number): string => new Date(at).toISOString();

/** Criteria of a time that begins in a week, or the day before it and may reach into it. */
const between = ({ from, to }: Week): [string, string][] => [
  ['start', `ge${iso(from - DAY)}`],
  ['start', `lt${iso(to)}`],
];

function slotItem(slot: Version, holder: AppointmentRow | undefined): Item[] {
  const body = bodyOf(slot);
  const time = timeOf(body);
  if (!time) return [];
  const status = SLOT_STATUSES.find((one) => one === body['status']) ?? 'entered-in-error';
  return [{ kind: 'slot', id: slot.id, version: slot.version, status, ...time, ...(holder && { holder }) }];
}

function timeOf(body: ExactObject): { start: number; end: number } | undefined {
  const [start, end] = [Date.parse(textOf(body['start'])), Date.parse(textOf(body['end']))];
  return Number.isNaN(start) || !(end >= start) ? undefined : { start, end };
}

function closureItems(schedule: ExactObject, { from, to }: Week): Item[] {
  let closures: ReturnType<typeof closuresOf>;
  try {
    closures = closuresOf(schedule);
  } catch (error) {
    // an agenda that was there before a rule was
    if (error instanceof Refused) return [];
    throw error;
  }
  return closures
    .filter(({ start, end }) => start < to && end > from)
    .slice(0, MOST.closures)
    .map(({ start, end }) => ({ kind: 'closure', version: 0, status: 'busy-unavailable', start, end }));
}

/** The appointments for some slots, and for each slot the one that holds it. */
function holdersOf(
  look: Look,
  slots: readonly Version[],
  names: Names,
): { all: readonly AppointmentRow[]; bySlot: ReadonlyMap<number, AppointmentRow> } {
  const { store } = look;
  const pairs = store.sourcesOfAll(
    slots.map(({ key }) => key),
    'Appointment',
    'slot',
    MOST.slots * 2,
  );
  const rows = new Map<number, AppointmentRow>();
  const bySlot = new Map<number, AppointmentRow>();
  for (const { target, resource } of pairs) {
    const version = rows.has(resource) ? undefined : store.byKey(resource);
    if (version?.body !== undefined) rows.set(resource, appointmentRow(version, names));
    const row = rows.get(resource);
    if (row && !LEFT.has(row.status)) bySlot.set(target, row);
  }
  return { all: [...rows.values()], bySlot };
}

/** Statuses in which an appointment holds nothing any more. */
const LEFT: ReadonlySet<string> = new Set(['cancelled', 'noshow', 'entered-in-error', 'proposed', 'waitlist']);

/** Appointments of the actors of an agenda that are for no slot. */
function slotless(look: Look, schedule: ExactObject, week: Week, names: Names): AppointmentRow[] {
  const actors = listOf(schedule['actor'])
    .slice(0, MOST.participants)
    .map(({ reference }) => textOf(reference))
    .filter((reference) => LITERAL.test(reference));
  if (actors.length === 0) return [];
  const criteria: [string, string][] = [['actor', actors.join(',')], ...between(week), ['_sort', 'start'], ['_count', String(MOST.slots)]];
  return tolerant(() => look.find('Appointment', criteria))
    .map((version) => appointmentRow(version, names))
    .filter(({ slots }) => slots === 0);
}

function appointmentItem(row: AppointmentRow): Item[] {
  const { id, version, status, start, end } = row;
  if (start === undefined || end === undefined || LEFT.has(status)) return [];
  return [{ kind: 'appointment', id, version, status: status === 'pending' ? 'busy-tentative' : 'busy', start, end, holder: row }];
}

function appointmentRow(version: Version, names: Names): AppointmentRow {
  const body = bodyOf(version);
  const actors = listOf(body['participant'])
    .slice(0, MOST.participants)
    .flatMap((one) => names.actor(one['actor']) ?? []);
  const time = timeOf(body);
  const [identifier] = listOf(body['identifier']);
  const of = (isPatient: boolean): string[] =>
    distinct(actors.filter(({ type }) => (type === 'Patient') === isPatient).map(({ name }) => name));
  return {
    id: version.id,
    version: version.version,
    status: plain(textOf(body['status'])),
    start: time?.start,
    end: time?.end,
    patients: of(true),
    others: of(false),
    about: [
      ...codesOf(body['serviceType']),
      ...(['description', 'comment', 'patientInstruction'] as const).map((name) => plain(textOf(body[name]))),
      ...codesOf(isObject(body['cancelationReason']) ? [body['cancelationReason']] : []),
    ].filter((text) => text !== ''),
    identifier: identifier ? plain(textOf(identifier['value'])) : '',
    slots: listOf(body['slot']).length,
  };
}
