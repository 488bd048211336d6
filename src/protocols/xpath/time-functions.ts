import { define, type Functions } from './function-spec.js';
import { decimal } from './numbers.js';
import { adjustZone, durationParts, joinDateTime, temporalOfDate, zoneDuration, zoneOfDuration } from './temporal.js';
import type { Atomic, Duration, Sequence, Temporal } from './values.js';

/** Functions on dates, times and durations (XQuery and XPath Functions, 5.2, 10.5 and 10.7, 16.3 to 16.6). */

const ofDuration = (part: keyof ReturnType<typeof durationParts>): Functions[number] =>
  define(`${part}-from-duration`, 'duration?', part === 'seconds' ? 'atomic?' : 'integer?', (_, [value]) =>
    value!.map((d) => durationParts(d as Duration)[part]),
  );

const READ = {
  year: (t: Temporal) => BigInt(t.year),
  month: (t: Temporal) => BigInt(t.month),
  day: (t: Temporal) => BigInt(t.day),
  hours: (t: Temporal) => BigInt(t.hour),
  minutes: (t: Temporal) => BigInt(t.minute),
  seconds: (t: Temporal) => decimal(BigInt(t.nanos), 9),
} satisfies Record<string, (t: Temporal) => Atomic>;

const DATE_PARTS = ['year', 'month', 'day'] as const;
const TIME_PARTS = ['hours', 'minutes', 'seconds'] as const;

function ofTemporal(type: 'dateTime' | 'date' | 'time', parts: readonly (keyof typeof READ)[]): Functions {
  return [
    ...parts.map((part) =>
      define(`${part}-from-${type}`, `${type}?`, part === 'seconds' ? 'atomic?' : 'integer?', (_, [value]) =>
        value!.map((t) => READ[part](t as Temporal)),
      ),
    ),
    define(`timezone-from-${type}`, `${type}?`, 'atomic?', (_, [value]) => {
      const zone = (value![0] as Temporal | undefined)?.zone;
      return zone === undefined ? [] : [zoneDuration(zone)];
    }),
    define(`adjust-${type}-to-timezone`, `${type}? / dayTimeDuration?`, 'atomic?', (_, args) => adjust(args)),
    define(`current-${type}`, '', 'atomic', (context) => [temporalOfDate(context.now, type)]),
  ];
}

/** Without a zone to adjust to, it is the implicit one, UTC; with an empty one, the zone is taken away. */
function adjust([value, to]: readonly Sequence[]): Sequence {
  const zone = to === undefined ? 0 : (to[0] as Duration | undefined);
  const minutes = zone === undefined || typeof zone === 'number' ? zone : zoneOfDuration(zone);
  return value!.map((t) => adjustZone(t as Temporal, minutes));
}

export const TIME_FUNCTIONS: Functions = [
  define('dateTime', 'date? time?', 'atomic?', (_, args) => {
    const [date, time] = [args[0]![0], args[1]![0]] as [Temporal | undefined, Temporal | undefined];
    return date === undefined || time === undefined ? [] : [joinDateTime(date, time)];
  }),
  ...(['years', 'months', 'days', 'hours', 'minutes', 'seconds'] as const).map(ofDuration),
  ...ofTemporal('dateTime', [...DATE_PARTS, ...TIME_PARTS]),
  ...ofTemporal('date', DATE_PARTS),
  ...ofTemporal('time', TIME_PARTS),
  define('implicit-timezone', '', 'atomic', () => [zoneDuration(0)]),
];
