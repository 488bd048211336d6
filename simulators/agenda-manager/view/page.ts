import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot, type Language } from '../../../src/model/index.js';
import type { AgendaView, AppointmentRow, Item, SlotStatus, Wanted } from './agenda.js';
import type { Entry } from './journal.js';
import { hasHour, isAgain, lanesOf, lengthOf, placesOf, shownHours, UNIT_MINUTES, type Week } from './week.js';
import { APPOINTMENT_WORDS, SLOT_COUNTS, SLOT_WORDS, wordsIn, WORDS } from './words.js';

/** The parts of the page that are made anew when something changes. */
export const PARTS = ['agendas', 'week', 'appointments', 'journal'] as const;
export type Part = (typeof PARTS)[number];

const DAY = 86_400_000;
/** What stands side by side in one day; what is more is counted. */
const MOST_LANES = 3;
/** Columns of a day, which 1, 2 and 3 lanes share out evenly. */
const COLUMNS = 6;
/** A slot is at least so high, in pixels: two lines of text, or one where the week would be very long. */
const [TWO_LINES, ONE_LINE] = [38, 24];
const LONGEST_WEEK = 1100;
const SMALLEST_UNIT = 3;

const read = (...path: string[]): string => readFileSync(join(packageRoot, ...path), 'utf8');
const own = (name: string): string => read('simulators', 'agenda-manager', 'view', 'page', name);

/** What the browser asks for beside the page. */
export const assets = {
  script: (): string => own('view.js'),
  style: (): string => [read('reports', 'html', 'tokens.css'), read('reports', 'html', 'base.css'), own('view.css'), places()].join('\n'),
};

/** Classes of places: the security policy of the page allows no style attribute. */
function places(): string {
  const rules: string[] = [];
  const units = (25 * 60) / UNIT_MINUTES;
  for (let unit = 0; unit <= units; unit++)
    rules.push(`.at-${unit}{grid-row-start:${unit + 1}}.for-${unit}{grid-row-end:span ${Math.max(1, unit)}}`);
  for (let of = 1; of <= MOST_LANES; of++)
    for (let lane = 0; lane < of; lane++) {
      const width = COLUMNS / of;
      rules.push(`.lane-${lane}-${of}{grid-column:${lane * width + 1}/span ${width}}`);
    }
  for (let rows = 12; rows <= units; rows += 12) rules.push(`.rows-${rows}{grid-template-rows:repeat(${rows},var(--unit))}`);
  for (let unit = SMALLEST_UNIT; unit <= TWO_LINES; unit++) rules.push(`.unit-${unit}{--unit:${unit}px}`);
  return rules.join('\n');
}

type Template = Handlebars.TemplateDelegate;
let compiled: Readonly<Record<Part | 'page', Template>> | undefined;

function templates(): Readonly<Record<Part | 'page', Template>> {
  if (compiled) return compiled;
  const handlebars = Handlebars.create();
  const template = (name: string): Template => handlebars.compile(own(`${name}.hbs`), { strict: true, preventIndent: true });
  compiled = {
    page: template('page'),
    agendas: template('agendas'),
    week: template('week'),
    appointments: template('appointments'),
    journal: template('journal'),
  };
  return compiled;
}

/** The page as it is asked for. */
export interface Asked extends Required<Wanted> {
  language: Language;
}

/** The whole page. @param parts as `renderParts` makes them */
export function renderPage(asked: Asked, view: AgendaView, parts: Readonly<Record<Part, string>>, now: Date): string {
  const { language } = asked;
  const title = view.chosen ? nameOf(view.chosen, language) : WORDS.title[language];
  return templates().page({
    lang: language,
    w: wordsIn(language),
    title,
    about: view.chosen?.about ?? '',
    parts,
    agenda: asked.agenda,
    find: asked.find,
    all: asked.find === '' ? '' : `./${query({ ...asked, find: '' }, {})}`,
    ...weekLinks(asked, view.week, now),
    stream: `events${query(asked, {})}`,
    languages: (['fr', 'en'] as const).map((one) => ({
      code: one,
      name: one.toUpperCase(),
      address: `./${query({ ...asked, language: one }, {})}`,
      isCurrent: one === language,
    })),
  });
}

/** Every part of the page but the journal. */
export function renderAgenda(asked: Asked, view: AgendaView, now: Date): Omit<Record<Part, string>, 'journal'> {
  const { language } = asked;
  const w = wordsIn(language);
  return {
    agendas: templates().agendas({
      w,
      rows: view.agendas.map((one) => ({
        ...one,
        name: nameOf(one, language),
        // its own week: that of another agenda may be empty
        address: `./${query(asked, { agenda: one.id, week: '' })}`,
        isCurrent: one.id === asked.agenda,
      })),
      hasMore: view.hasMore,
    }),
    week: templates().week({ w, ...weekContent(asked, view, now) }),
    appointments: templates().appointments({
      w,
      rows: view.appointments.map((row) => appointmentContent(row, language)),
      hasMore: view.hasMoreAppointments,
    }),
  };
}

/** The last requests, as a list. */
export function renderJournal(entries: readonly Entry[], language: Language): string {
  return templates().journal({ w: wordsIn(language), rows: entries.map((entry) => entryContent(entry, language)) });
}

const nameOf = ({ id, name }: { id: string; name: string }, language: Language): string => name || `${WORDS.unnamed[language]} ${id}`;

/** The address of the page with some of what it shows changed. */
function query({ agenda, week, find, language }: Asked, change: Partial<Asked>): string {
  const parameters = { agenda, week, find, lang: language, ...change };
  return `?${new URLSearchParams(Object.entries(parameters).filter(([, value]) => value !== ''))}`;
}

const LOCALES = { fr: 'fr-FR', en: 'en-GB' } as const;

/** Dates are told as the clocks of France show them, which is counted already. */
function dateIn(language: Language, date: string, options: Intl.DateTimeFormatOptions): string {
  const key = `${language} ${Object.entries(options).join(' ')}`;
  let format = dates.get(key);
  if (!format) dates.set(key, (format = new Intl.DateTimeFormat(LOCALES[language], { timeZone: 'UTC', ...options })));
  return format.format(Date.parse(`${date}T00:00:00Z`));
}

/** One for each way in which dates are told: making one costs more than all that it tells of a page. */
const dates = new Map<string, Intl.DateTimeFormat>();

const PARIS = 'Europe/Paris';
const CLOCK: Intl.DateTimeFormatOptions = { timeZone: PARIS, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };
const clocks = new Intl.DateTimeFormat('en-GB', CLOCK);
const seconds = new Intl.DateTimeFormat('en-GB', { ...CLOCK, second: '2-digit' });
const days = new Intl.DateTimeFormat('en-CA', { timeZone: PARIS, year: 'numeric', month: '2-digit', day: '2-digit' });

/** From when to when, with what tells the hour that comes twice in October from the other. */
function timeOf(start: number, end: number, language: Language): string {
  const twice = (at: number): string =>
    isAgain(at) ? ` (${WORDS.again[language]})`
    : isAgain(at + 3_600_000) ? ` (${WORDS.first[language]})`
    : '';
  return `${clocks.format(start)}${twice(start)}\u2013${clocks.format(end)}${twice(end)}${end - start > DAY ? ` (+${Math.floor((end - start) / DAY)})` : ''}`;
}

const shapes: Readonly<Record<SlotStatus, string>> = {
  free: 'none',
  'busy-tentative': 'open',
  busy: 'pass',
  'busy-unavailable': 'na',
  'entered-in-error': 'err',
};

function weekContent(asked: Asked, { chosen, week, items, counts, cut }: AgendaView, now: Date): object {
  const { language } = asked;
  const placed = items.flatMap((item) => placesOf(week, item).map((place) => ({ item, place })));
  const { first, end } = shownHours(
    week,
    placed.map(({ place }) => place),
  );
  const from = first * (60 / UNIT_MINUTES);
  const shortest = Math.min(12, ...placed.map(({ place }) => place.to - place.from));
  const units = (end - first) * (60 / UNIT_MINUTES);
  const unitFor = (height: number): number => Math.max(SMALLEST_UNIT, Math.ceil(height / Math.max(1, shortest)));
  const isCompact = unitFor(TWO_LINES) * units > LONGEST_WEEK;
  const today = days.format(now);
  const dayOf = (number: number): object => {
    const day = week.days[number]!;
    // a closure is behind what is offered all the same
    const here = placed.filter(({ place }) => place.day === number);
    const slots = here.filter(({ item }) => item.kind !== 'closure').sort((a, b) => a.item.start - b.item.start);
    const lanes = lanesOf(slots.map(({ place }) => place));
    const shown = slots.map((one, at) => ({ ...one, ...lanes[at]! })).filter(({ lane }) => lane < MOST_LANES);
    const length = lengthOf(day);
    return {
      date: day.date,
      name: dateIn(language, day.date, { weekday: 'long', day: 'numeric', month: 'long' }),
      weekday: dateIn(language, day.date, { weekday: 'short' }),
      number: dateIn(language, day.date, { day: 'numeric' }),
      isToday: day.date === today,
      isEmpty: here.length === 0,
      odd:
        length === 23 ? WORDS.short[language]
        : length === 25 ? WORDS.long[language]
        : '',
      missing: week.hours.slice(first, end).flatMap((hour, row) => (hasHour(day, hour) ? [] : [{ at: row * (60 / UNIT_MINUTES) }])),
      closures: here
        .filter(({ item }) => item.kind === 'closure')
        .map(({ item, place }) => ({ at: place.from - from, for: place.to - place.from, time: timeOf(item.start, item.end, language) })),
      items: shown.map(({ item, place, lane, of }) => ({
        ...itemContent(item, language),
        at: place.from - from,
        for: place.to - place.from,
        lane: Math.min(lane, MOST_LANES - 1),
        of: Math.min(of, MOST_LANES),
        isTall: place.to - place.from >= 2 * shortest,
      })),
      more: slots.length - shown.length,
    };
  };
  return {
    exists: chosen !== undefined,
    isEmpty: placed.length === 0,
    cut,
    lead: leadOf(counts, week, language),
    counts: (Object.keys(counts) as SlotStatus[])
      .filter((status) => status !== 'entered-in-error' || counts[status] > 0)
      .map((status) => ({ status, shape: shapes[status], number: counts[status], word: SLOT_COUNTS[status][language] })),
    isCompact,
    unit: unitFor(isCompact ? ONE_LINE : TWO_LINES),
    units,
    hours: week.hours.slice(first, end).map(({ hour, again }, row) => ({
      at: row * (60 / UNIT_MINUTES),
      text: language === 'fr' ? `${hour}\u00a0h` : `${String(hour).padStart(2, '0')}:00`,
      again: again ? WORDS.again[language] : '',
    })),
    days: week.days.map((_, number) => dayOf(number)),
  };
}

/** Where to go on from a week. */
function weekLinks(asked: Asked, week: Week, now: Date): object {
  const today = days.format(now);
  return {
    date: asked.week,
    previous: `./${query(asked, { week: shifted(week, -7) })}`,
    next: `./${query(asked, { week: shifted(week, 7) })}`,
    today: `./${query(asked, { week: today })}`,
    isThisWeek: week.days.some(({ date }) => date === today),
  };
}

/** A date some days on, in the calendar. */
const shifted = ({ days: [first] }: Week, by: number): string =>
  new Date(Date.parse(`${first!.date}T00:00:00Z`) + by * DAY).toISOString().slice(0, 10);

function leadOf(counts: AgendaView['counts'], { days: all }: Week, language: Language): string {
  const total = Object.values(counts).reduce((sum, one) => sum + one, 0);
  const [first, last] = [all[0]!.date, all[6]!.date];
  const long: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
  const range =
    language === 'fr' ?
      `du ${dateIn('fr', first, { day: 'numeric', month: 'long' })} au ${dateIn('fr', last, long)}`
    : `from ${dateIn('en', first, { day: 'numeric', month: 'long' })} to ${dateIn('en', last, long)}`;
  if (total === 0) return language === 'fr' ? `Aucun créneau ${range}.` : `No slot ${range}.`;
  return language === 'fr' ?
      `${counts.free} créneau${counts.free > 1 ? 'x' : ''} libre${counts.free > 1 ? 's' : ''} sur ${total}, ${range}.`
    : `${counts.free} of ${total} slot${total === 1 ? '' : 's'} free, ${range}.`;
}

function itemContent({ kind, id = '', version, status, start, end, holder }: Item, language: Language): object {
  const who = holder ? holder.patients.join(', ') || holder.others.join(', ') : '';
  return {
    id,
    // what changed is marked: one thing in two days has two places
    key: `${kind}-${id}-${start}`,
    state: `${status} ${version} ${holder?.id ?? ''} ${holder?.version ?? ''}`,
    status,
    shape: shapes[status],
    word: kind === 'appointment' ? `${SLOT_WORDS[status][language]}, ${WORDS.slotless[language]}` : SLOT_WORDS[status][language],
    start: clocks.format(start),
    time: timeOf(start, end, language),
    who,
    appointment: holder?.id ?? '',
  };
}

const APPOINTMENT_SHAPES: Readonly<Record<string, string>> = {
  booked: 'pass',
  arrived: 'pass',
  fulfilled: 'pass',
  'checked-in': 'pass',
  pending: 'open',
  proposed: 'open',
  waitlist: 'open',
};

function appointmentContent(row: AppointmentRow, language: Language): object {
  const { start, end, status } = row;
  return {
    id: row.id,
    state: `${row.version}`,
    day: start === undefined ? '' : dateIn(language, days.format(start), { weekday: 'short', day: 'numeric', month: 'short' }),
    time: start === undefined || end === undefined ? '' : timeOf(start, end, language),
    shape: APPOINTMENT_SHAPES[status] ?? 'na',
    isOver: !Object.hasOwn(APPOINTMENT_SHAPES, status),
    status: APPOINTMENT_WORDS.get(status)?.[language] ?? status,
    patients: row.patients.join(', '),
    others: row.others.join(', '),
    about: row.about.join(' · '),
    slotless: row.slots === 0,
    identifier: row.identifier || row.id,
  };
}

function entryContent({ number, at, kind, flux, what, request, status = 0, reason, more }: Entry, language: Language): object {
  const [shape, word] =
    kind === 'fault' ? ['open', WORDS.fault]
    : kind === 'connection' ? ['fail', WORDS.refusedConnection]
    : status < 400 ? ['pass', WORDS.accepted]
    : status < 500 ? ['fail', WORDS.refused]
    : ['err', WORDS.failed];
  return {
    number,
    time: seconds.format(at),
    instant: new Date(at).toISOString(),
    flux: flux ?? '',
    what: (what ?? (kind === 'request' ? WORDS.unread : word))[language],
    method: request?.method ?? '',
    path: request?.path ?? '',
    status: kind === 'request' ? String(status) : '',
    shape,
    word: word[language],
    reason: reason?.[language] ?? '',
    more:
      more === 0 ? ''
      : language === 'fr' ? `et ${more} autre${more > 1 ? 's' : ''} raison${more > 1 ? 's' : ''}`
      : `and ${more} more reason${more > 1 ? 's' : ''}`,
  };
}
