const HOUR = 3_600_000;

const clock = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Paris',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
});

/** What the clocks of France show at an instant: day, time and distance from UTC, which tells the two hours from 2 to 3 in October. */
export function localOf(instant) {
  const at = Date.parse(instant);
  const [day, time] = clock.format(at).split(' ');
  const hours = Math.round((Date.parse(`${day}T${time}Z`) - at) / HOUR);
  return { day, time, offset: `+0${hours}:00` };
}

/** A local day and time as FHIR writes it, with its distance from UTC. */
export function instantOf(session, { day, time = '00:00', offset }) {
  const own = ['+02:00', '+01:00'].find((one) => localOf(`${day}T${time}:00${one}`).offset === one);
  return `${day}T${time}:00${session.breaks('offset', offset ?? own ?? '+01:00')}`;
}

export const dayAfter = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 24 * HOUR).toISOString().slice(0, 10);

/** As it is shown to a user. */
export const shownTime = (instant) => {
  const { day, time, offset } = localOf(instant);
  return `${day.split('-').reverse().join('/')} ${time} (${offset})`;
};
