import { createHash } from 'node:crypto';
import { DateTime } from 'luxon';
import rrule from 'rrule';
import { refusal } from './refusal.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const MOST = 2000;
const { RRule } = rrule;

const part = (extension, url) => extension.extension?.find((one) => one.url === url);
const parts = (extension, url) => (extension.extension ?? []).filter((one) => one.url === url);
const valueOf = (extension) => {
  const name = extension && Object.keys(extension).find((key) => key.startsWith('value'));
  return name && extension[name];
};

/**
 * The slots that an agenda offers: its availabilities, repeated by their rule on the clock of France, without what is
 * unavailable, cut by the duration of its service.
 * @returns {{id: string, start: string, end: string, serviceType: object[]}[]}
 */
export function slotsOf(schedule, breaks) {
  const zone = breaks('zone', 'Europe/Paris');
  const extensions = schedule.extension ?? [];
  const services = extensions.filter(({ url }) => url === `${FR_CORE}fr-core-service-type-duration`);
  const minutes = breaks(
    'minutes',
    Math.min(...services.map((one) => minutesOf(valueOf(part(one, 'duration')))), Number.POSITIVE_INFINITY),
  );
  const serviceType = breaks(
    'services',
    services.map((one) => valueOf(part(one, 'serviceType'))),
  );
  const times = { free: [], busy: [] };
  for (const extension of extensions.filter(({ url }) => url === `${FR_CORE}fr-core-schedule-availability-time`)) {
    const code = valueOf(part(extension, 'type'))?.code;
    times[breaks('availability', code) === 'busy-unavailable' ? 'busy' : 'free'].push(...occurrences(extension, zone, breaks));
  }
  const slots = new Map();
  for (const [from, to] of times.free)
    for (const [start, end] of cut(...breaks('span', [from, to]), minutes)) {
      if (times.busy.some(([first, last]) => start < last && first < end)) continue;
      slots.set(start.toMillis(), [start, end]);
      if (slots.size > MOST) throw refusal(422, 'too-costly', `Plus de ${MOST} créneaux dans un agenda.`);
    }
  return [...slots.values()].map(([start, end]) => ({
    id: createHash('sha1').update(`${schedule.id} ${start.toMillis()}`).digest('hex'),
    start: start.toUTC().toISO({ suppressMilliseconds: true }),
    end: end.toUTC().toISO({ suppressMilliseconds: true }),
    serviceType,
  }));
}

function* cut(from, to, minutes) {
  if (minutes === Number.POSITIVE_INFINITY) return yield [from, to];
  for (let start = from; ;) {
    const end = start.plus({ minutes });
    if (end > to) return;
    yield [start, end];
    start = end;
  }
}

function minutesOf(duration) {
  const minutes = Number(duration?.value) * ({ min: 1, h: 60 }[duration?.code] ?? Number.NaN);
  return minutes >= 1 ? minutes : Number.POSITIVE_INFINITY;
}

function occurrences(extension, zone, breaks) {
  const [start, end] = ['start', 'end'].map((url) => {
    const time = DateTime.fromISO(String(valueOf(part(extension, url))), { zone });
    if (!time.isValid) throw refusal(422, 'value', `Une disponibilité sans ${url} valable.`);
    return time;
  });
  if (breaks('backwards', end <= start)) throw refusal(422, 'value', 'Une disponibilité qui se termine avant de commencer.');
  const rule = part(extension, 'rrule');
  if (!rule) return [[start, end]];
  // recurrences go by the clock on the wall: the rule sees local times as if they were UTC
  const wall = (time) => new Date(time.setZone('UTC', { keepLocalTime: true }).toMillis());
  const length = end.setZone('UTC', { keepLocalTime: true }).toMillis() - wall(start).getTime();
  const real = (at) => DateTime.fromMillis(at, { zone: 'UTC' }).setZone(zone, { keepLocalTime: true });
  const options = breaks('rule', optionsOf(rule, zone));
  const until = options.until && wall(options.until);
  return new RRule({ ...options, until, dtstart: wall(start) })
    .all((_date, count) => count < MOST)
    .map((date) => [real(date.getTime()), real(date.getTime() + length)]);
}

function optionsOf(rule, zone) {
  const freq = RRule[valueOf(part(rule, 'freq'))?.code];
  if (![RRule.DAILY, RRule.WEEKLY, RRule.MONTHLY, RRule.YEARLY].includes(freq))
    throw refusal(422, 'value', 'Une récurrence autre que par jour, semaine, mois ou année.');
  const numbers = (url) => parts(rule, url).map(valueOf);
  const until = valueOf(part(rule, 'until'));
  const byweekday = numbers('byDay').map(dayOf);
  return {
    freq,
    interval: valueOf(part(rule, 'interval')) ?? 1,
    ...(part(rule, 'count') && { count: valueOf(part(rule, 'count')) }),
    // a date without a time is all of its day
    ...(until && { until: until.length > 10 ? DateTime.fromISO(until, { zone }) : DateTime.fromISO(until, { zone }).endOf('day') }),
    ...(byweekday.length > 0 && { byweekday }),
    ...(part(rule, 'byMonthDay') && { bymonthday: numbers('byMonthDay') }),
    ...(part(rule, 'byMonth') && { bymonth: numbers('byMonth') }),
  };
}

/** `MO`, or one of them in a month: `1MO`, `-1FR`. */
function dayOf(day) {
  const [, nth, name] = /^([+-]?[1-5])?(MO|TU|WE|TH|FR|SA|SU)$/.exec(day) ?? [];
  if (name) return nth ? RRule[name].nth(Number(nth)) : RRule[name];
  throw refusal(422, 'value', `${day} n’est pas un jour de la semaine.`);
}
