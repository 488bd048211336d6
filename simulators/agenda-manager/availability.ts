import { localInFrance, offsetInFrance, refusal, type Refused } from '../../src/fhir-server/index.js';
import { textOf, isObject, type Exact, type ExactObject } from '../../src/protocols/fhir/index.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const AVAILABILITY = `${FR_CORE}fr-core-schedule-availability-time`;
const DURATION = `${FR_CORE}fr-core-service-type-duration`;

/** A time that an agenda offers, as instants in milliseconds. */
export interface Opening {
  start: number;
  end: number;
}

const DAY = 86_400_000;
/** How far a recurrence without an end is followed. */
const HORIZON_DAYS = 400;
/** Slots of one agenda: more are refused. */
export const MOST_SLOTS = 2000;

/**
 * The times that an agenda offers by its extensions: availabilities with their recurrence, cut by the duration of its
 * service, less the times that are marked as not available (volet Gestion d'agendas partagés 3.0: slots are computed by the
 * manager). Recurrences follow the clock of France: nine o'clock stays nine o'clock when the clocks change.
 * @throws Refused for a recurrence that cannot be followed
 */
export function openingsOf(schedule: ExactObject): Opening[] {
  const length = durationOf(schedule);
  const { open, closed } = timesOf(schedule);
  const slots = new Map<number, Opening>();
  for (const opening of open)
    for (const slot of cut(opening, length)) {
      if (closed.some(({ start, end }) => slot.start < end && start < slot.end)) continue;
      slots.set(slot.start, slot);
      if (slots.size > MOST_SLOTS)
        throw refusal(
          422,
          'too-costly',
          `Cet agenda a plus de ${MOST_SLOTS} créneaux.`,
          `This agenda has more than ${MOST_SLOTS} slots.`,
          'Schedule',
        );
    }
  return [...slots.values()].sort((a, b) => a.start - b.start);
}

/**
 * The times that an agenda says not to be available.
 * @throws Refused for a recurrence that cannot be followed
 */
export const closuresOf = (schedule: ExactObject): Opening[] => timesOf(schedule).closed;

function timesOf(schedule: ExactObject): { open: Opening[]; closed: Opening[] } {
  const [open, closed]: [Opening[], Opening[]] = [[], []];
  for (const extension of extensionsOf(schedule, AVAILABILITY)) {
    const type = valueOf(extension, 'type');
    const busy = isObject(type) && type['code'] === 'busy-unavailable';
    (busy ? closed : open).push(...occurrencesOf(extension));
  }
  return { open, closed };
}

function cut({ start, end }: Opening, length: number | undefined): Opening[] {
  if (length === undefined) return [{ start, end }];
  const slots: Opening[] = [];
  for (let from = start; from + length <= end && slots.length <= MOST_SLOTS; from += length)
    slots.push({ start: from, end: from + length });
  return slots;
}

/** The services of an agenda, which its slots are for. */
export const serviceTypesOf = (schedule: ExactObject): Exact[] =>
  extensionsOf(schedule, DURATION).flatMap((extension) => valueOf(extension, 'serviceType') ?? []);

const MINUTES: Readonly<Record<string, number>> = { s: 1 / 60, min: 1, h: 60, d: 1440 };

/** How long a slot of an agenda is, in milliseconds: the shortest of its services. */
function durationOf(schedule: ExactObject): number | undefined {
  const lengths = extensionsOf(schedule, DURATION).flatMap((extension) => {
    const duration = valueOf(extension, 'duration');
    if (!isObject(duration)) return [];
    const minutes = Number(duration['value']) * (MINUTES[textOf(duration['code'] ?? duration['unit'])] ?? NaN);
    return minutes >= 1 ? [Math.round(minutes * 60_000)] : [];
  });
  return lengths.length === 0 ? undefined : Math.min(...lengths);
}

/** Rules of a recurrence, as RFC 2445 names its parts, on local times as if they were UTC. */
interface Recurrence {
  frequency: string;
  interval: number;
  count: number;
  until: number;
  /** days of the week, from Sunday; with a number, that one of the month, from its end when it is negative */
  days: readonly { weekday: number; nth: number | undefined }[];
  /** from the end of the month when they are negative */
  monthDays: ReadonlySet<number>;
  months: ReadonlySet<number>;
  /** on which weeks begin */
  weekStart: number;
}

function occurrencesOf(extension: ExactObject): Opening[] {
  const [start, end] = [instant(valueOf(extension, 'start'), 'start'), instant(valueOf(extension, 'end'), 'end')];
  if (end <= start) throw unfit('se termine avant de commencer', 'ends before it begins');
  const rule = extensionsOf(extension, 'rrule')[0];
  if (!rule) return [{ start, end }];
  const recurrence = recurrenceOf(rule);
  const first = localInFrance(start);
  const length = localInFrance(end) - first;
  const found: Opening[] = [];
  for (let day = 0; day <= HORIZON_DAYS; day++) {
    const at = first + day * DAY;
    if (at > recurrence.until || found.length >= Math.min(recurrence.count, MOST_SLOTS + 1)) break;
    if (recurs(recurrence, first, at)) found.push({ start: fromLocal(at), end: fromLocal(at + length) });
  }
  return found;
}

const fromLocal = (at: number): number => at - offsetInFrance(at);

function recurs({ frequency, interval, days, monthDays, months, weekStart }: Recurrence, first: number, at: number): boolean {
  const [from, here] = [new Date(first), new Date(at)];
  const weekday = here.getUTCDay();
  const date = here.getUTCDate();
  const month = here.getUTCMonth();
  if (months.size > 0 && !months.has(month + 1)) return false;
  const fromEnd = date - 1 - new Date(Date.UTC(here.getUTCFullYear(), month + 1, 0)).getUTCDate();
  if (monthDays.size > 0 && !monthDays.has(date) && !monthDays.has(fromEnd)) return false;
  const isNth = (nth: number | undefined): boolean => nth === undefined || nth === Math.ceil(date / 7) || nth === -Math.ceil(-fromEnd / 7);
  if (days.length > 0 && !days.some((day) => day.weekday === weekday && isNth(day.nth))) return false;
  switch (frequency) {
    case 'DAILY':
      return Math.round((at - first) / DAY) % interval === 0;
    case 'WEEKLY': {
      const week = (time: number, day: number): number => Math.round((time - ((day - weekStart + 7) % 7) * DAY) / DAY);
      const weeks = (week(at, weekday) - week(first, from.getUTCDay())) / 7;
      return weeks % interval === 0 && (days.length > 0 || monthDays.size > 0 || weekday === from.getUTCDay());
    }
    case 'MONTHLY': {
      const gone = (here.getUTCFullYear() - from.getUTCFullYear()) * 12 + month - from.getUTCMonth();
      return gone % interval === 0 && (monthDays.size > 0 || days.length > 0 || date === from.getUTCDate());
    }
    default:
      // days without a month are those of the whole year (RFC 2445, 4.3.10)
      return (
        (here.getUTCFullYear() - from.getUTCFullYear()) % interval === 0
        && (months.size > 0 || monthDays.size > 0 || days.length > 0 || month === from.getUTCMonth())
        && (monthDays.size > 0 || days.length > 0 || date === from.getUTCDate())
      );
  }
}

const WEEKDAYS = ['SU', 'MO', 'TU', 'WE', 'TH', 'FR', 'SA'];
/** http://hl7.org/fhir/days-of-week */
const WEEK_STARTS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const FOLLOWED: ReadonlySet<string> = new Set(['freq', 'until', 'count', 'interval', 'byDay', 'byMonthDay', 'byMonth', 'wkst']);

function recurrenceOf(rule: ExactObject): Recurrence {
  for (const { url } of extensionsOf(rule))
    if (typeof url === 'string' && !FOLLOWED.has(url))
      throw unfit(
        `a une récurrence par ${url.slice(0, 30)}, qui n’est pas suivie ici`,
        `recurs by ${url.slice(0, 30)}, which is not followed here`,
      );
  const coded = valueOf(rule, 'freq');
  const frequency = isObject(coded) ? textOf(coded['code']) : '';
  if (!['DAILY', 'WEEKLY', 'MONTHLY', 'YEARLY'].includes(frequency))
    throw unfit(
      'a une fréquence qui n’est pas suivie ici (DAILY, WEEKLY, MONTHLY, YEARLY)',
      'has a frequency that is not followed here (DAILY, WEEKLY, MONTHLY, YEARLY)',
    );
  const numbers = (name: string): number[] => valuesOf(rule, name).map(Number).filter(Number.isInteger);
  const byMonth = numbers('byMonth');
  const days = valuesOf(rule, 'byDay').map((day) => dayOf(textOf(day)));
  if (days.some(({ nth }) => nth !== undefined) && frequency !== 'MONTHLY' && !(frequency === 'YEARLY' && byMonth.length > 0))
    throw unfit('a un byDay numéroté ailleurs que dans un mois', 'has a byDay with a number elsewhere than in a month');
  const monthDays = numbers('byMonthDay');
  if (monthDays.some((day) => day === 0 || Math.abs(day) > 31))
    throw unfit('a un byMonthDay qui n’est pas un jour (1 à 31, −1 à −31)', 'has a byMonthDay that is no day (1 to 31, −1 to −31)');
  const until = valueOf(rule, 'until');
  const [interval = 1] = numbers('interval');
  const [count = Infinity] = numbers('count');
  if (interval < 1 || count < 1) throw unfit('a un intervalle ou un nombre inférieur à 1', 'has an interval or a count below 1');
  return {
    frequency,
    interval,
    count,
    // a date without a time is all of its day
    until: until === undefined ? Infinity : localInFrance(instant(until, 'until')) + (textOf(until).length <= 10 ? DAY - 1 : 0),
    days,
    monthDays: new Set(monthDays),
    months: new Set(byMonth),
    weekStart: Math.max(WEEK_STARTS.indexOf(textOf(valueOf(rule, 'wkst') ?? 'mon')), 0),
  };
}

/** A day as RFC 2445 writes it: `MO`, `1MO` the first Monday, `-1FR` the last Friday. */
function dayOf(text: string): Recurrence['days'][number] {
  const [, nth = '', name = ''] = /^([+-]?[1-5])?([A-Za-z]{2})$/.exec(text) ?? [];
  const weekday = WEEKDAYS.indexOf(name.toUpperCase());
  if (weekday === -1)
    throw unfit('a un byDay qui n’est pas un jour (MO à SU, 1MO, -1FR)', 'has a byDay that is no day (MO to SU, 1MO, -1FR)');
  return { weekday, nth: nth === '' ? undefined : Number(nth) };
}

/** A dateTime as an instant; one without a time is midnight in France. */
function instant(value: Exact | undefined, name: string): number {
  const text = typeof value === 'string' ? value : '';
  const dated = /^\d{4}-\d{2}-\d{2}$/.test(text);
  const at = Date.parse(dated ? `${text}T00:00:00Z` : text);
  if (Number.isNaN(at)) throw unfit(`n’a pas de ${name} valable`, `has no valid ${name}`);
  return dated ? fromLocal(at) : at;
}

const unfit = (fr: string, en: string): Refused =>
  refusal(422, 'value', `Une disponibilité (availabilityTime) ${fr}.`, `An availability (availabilityTime) ${en}.`, 'Schedule.extension');

function extensionsOf(element: ExactObject, url?: string): ExactObject[] {
  const all = Array.isArray(element['extension']) ? element['extension'].filter(isObject) : [];
  return url === undefined ? all : all.filter((one) => one['url'] === url);
}

function valuesOf(element: ExactObject, url: string): Exact[] {
  return extensionsOf(element, url).flatMap((one) => {
    const key = Object.keys(one).find((name) => name.startsWith('value'));
    return key === undefined ? [] : [one[key]!];
  });
}

const valueOf = (element: ExactObject, url: string): Exact | undefined => valuesOf(element, url)[0];
