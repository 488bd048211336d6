import { setTimeout } from 'node:timers/promises';

const never = () => false;
const nothing = () => undefined;
const drop = (name) => (object) => Object.fromEntries(Object.entries(object).filter(([n]) => n !== name));
const without = (isSo) => ({ filters: (filters) => filters.filter((filter) => !isSo(filter)) });
const isChain = ({ name }) => name.includes('.');
const withAddressId = ({ content, type, id }) => ({ content: { ...content, ...(id !== undefined && { id }) }, type, id });

const fallsOver = (answer) => ({
  ...answer,
  status: 500,
  body: '{"error":"Internal Server Error"}',
  headers: { 'Content-Type': 'application/json' },
});
/** Falls over a search that asks for something. */
const fallsWhen = (isSo) => ({
  filters(filters) {
    if (filters.some(isSo)) throw new TypeError('undefined is not a function');
    return filters;
  },
  answer: (answer) => (answer.body?.includes('undefined is not a function') ? fallsOver(answer) : answer),
});

/** The appointments of slots are no more. */
function forget(store, slots) {
  const gone = new Set(slots.map(({ id }) => `Slot/${id}`));
  for (const one of [...store.all('Appointment')])
    if (one.slot?.some(({ reference }) => gone.has(reference))) store.resources.get('Appointment').delete(one.id);
}

/** What each defect breaks, by the stage at which it does. */
export const defects = {
  // resources
  'answers-200-to-creations': { created: () => 200 },
  'hides-locations': { told: drop('Location') },
  'loses-identifiers': { resource: drop('identifier') },
  'loses-specialties': { resource: drop('specialty') },
  'keeps-the-old': { change: ({ before, given }) => ({ given: before ?? given }) },
  'never-counts-versions': { version: () => '1' },
  'ignores-if-match': { ifMatch: nothing },
  'ignores-ids-of-bodies': { content: withAddressId },
  'answers-205-to-removals': { deleted: () => 205 },
  'removes-nothing': { removes: never },
  'judges-nothing': { validate: () => nothing },
  'trusts-any-ins': { identities: () => [] },
  'guesses-types': {
    content: ({ content, type }) => ({ content: { ...content, resourceType: type } }),
    validate: () => nothing,
  },
  'takes-any-type': {
    type: (type) => (type === 'Chat' ? 'Location' : type),
    content: ({ content }) => ({ content: content.resourceType === 'Chat' ? { ...content, resourceType: 'Location' } : content }),
  },
  'reads-any-media-type': { media: (media) => (media.startsWith('text/') ? 'application/json' : media) },
  // agendas
  'cuts-by-the-hour': { minutes: () => 60 },
  'forgets-services': { services: () => [] },
  'ignores-counts': { rule: (rule) => ({ ...rule, ...(rule.count && { count: rule.count + 2 }) }) },
  'ignores-intervals': { rule: (rule) => ({ ...rule, interval: 1 }) },
  'ends-a-day-early': { rule: (rule) => ({ ...rule, until: rule.until?.minus({ days: 1 }) }) },
  'ignores-days': { rule: drop('byweekday') },
  'ignores-numbers-of-days': { rule: (rule) => ({ ...rule, byweekday: rule.byweekday?.map(({ weekday }) => weekday) }) },
  'ignores-days-of-the-month': { rule: drop('bymonthday') },
  'offers-absences': { availability: () => 'free' },
  'stays-in-winter': { zone: () => 'UTC+1' },
  'counts-hours-on-the-wall': { span: ([from, to]) => [from, from.plus({ hours: to.hour - from.hour, minutes: to.minute - from.minute })] },
  'never-follows-changes': { follows: (follow) => (before) => (before ? undefined : follow()) },
  'only-adds-slots': { dropsSlots: never },
  'takes-any-availability': { backwards: never },
  'forgets-appointments': { held: () => [], slotGone: () => forget },
  'offers-slots-of-removed-agendas': { removesSlots: never },
  'drops-appointments': { closing: () => forget },
  // searches
  'ignores-chains': without(isChain),
  'finds-nothing-by-chains': { filters: (filters) => filters.map((one) => (isChain(one) ? { ...one, value: 'rien' } : one)) },
  'follows-one-link-only': without(({ name }) => name.split('.').length > 3),
  'answers-another-type-of-bundle': { bundle: (bundle) => ({ ...bundle, type: 'collection' }) },
  'ignores-starts': without(({ name, type }) => name === 'start' && type === 'Slot'),
  'takes-the-first-start-only': {
    filters: (filters) => filters.filter((one, at) => one.name !== 'start' || filters.findIndex(({ name }) => name === 'start') === at),
  },
  'takes-offsets-for-nothing': {
    filters: (filters) =>
      filters.map((one) => (one.name === 'start' ? { ...one, value: one.value.replace(/(Z|[+-]\d\d:\d\d)$/, '') } : one)),
  },
  'ignores-statuses': without(({ name, type }) => name === 'status' && type === 'Slot'),
  'hides-free-slots': { filters: (filters) => filters.map((one) => (one.value === 'free' ? { ...one, value: 'entered-in-error' } : one)) },
  'includes-nothing': { included: () => [] },
  'calls-all-matches': { mode: () => 'match' },
  'answers-404-to-nothing': { answer: (answer) => (answer.body?.includes('"searchset","total":0') ? { ...answer, status: 404 } : answer) },
  'repeats-the-first-page': { next: () => 0 },
  'knows-no-form': { searchesByForm: never },
  'knows-no-xml': { form: () => 'json' },
  'tells-more-than-it-follows': {
    strict: never,
    self: ({ filters }) => ({ followed: filters.map(([name, value]) => ({ name, value })) }),
  },
  'ignores-criteria': without(({ type }) => type === 'Appointment'),
  'knows-no-parameter-of-the-volet': without(
    ({ name, type }) => type === 'Appointment' && ['description', 'priority', 'created', 'start'].includes(name),
  ),
  // appointments
  'books-as-pending': { resource: (one) => (one.status === 'booked' ? { ...one, status: 'pending' } : one) },
  'leaves-slots-free': { takes: () => [] },
  'forgets-at-once': { keeps: never },
  'wants-a-slot': { slotless: never },
  'confirms-requests': { resource: (one) => (one.status === 'pending' ? { ...one, status: 'booked' } : one) },
  'books-twice': { isFree: () => true },
  'looks-then-waits': { turns: never, pause: () => () => setTimeout(300) },
  'books-what-is-not-there': { slotMustBe: never },
  'judges-no-times': { validate: (validate) => (one) => validate(one.resourceType === 'Appointment' ? { ...one, end: one.start } : one) },
  'creates-in-place-of-changing': { matches: () => [], isFree: () => true },
  'never-frees-slots': { frees: () => [] },
  'refuses-unknown-identifiers': { upserts: never },
  'changes-the-first-of-several': { matches: (found) => found?.slice(0, 1) },
  // requests that no client should send
  'falls-over-what-it-refuses': { answer: (answer) => ([400, 403].includes(answer.status) ? fallsOver(answer) : answer) },
  'falls-over-many-values': fallsWhen(({ value }) => value.length > 1000),
  'falls-over-control-characters': fallsWhen(({ value }) => /\p{Cc}/u.test(value)),
  'takes-any-id': { id: (id) => id?.replaceAll('/', ''), content: withAddressId, clientIds: () => true },
  'expands-entities': { xml: (text) => text.replace(/^<!DOCTYPE.*?\]>/s, '').replaceAll('&x;', 'localhost') },
  'takes-lists': { content: ({ content }) => ({ content: Array.isArray(content) ? content[0] : content }), validate: () => nothing },
};
