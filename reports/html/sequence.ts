import type { Bilingual, CaseResult, Report, TimelineEntry } from '../../src/model/index.js';
import { actorName, WORDS } from '../words.js';
import { capital, clip, clock, count, same, visible } from './text.js';

/** A name over a lifeline. */
interface Participant {
  x: number;
  boxX: number;
  /** one line or two */
  names: { y: number; text: Bilingual }[];
  role: Bilingual;
  underTest: boolean;
}

interface Line {
  y: number;
  text: Bilingual;
  muted: boolean;
}

/** One arrow, or a note beside a lifeline. */
interface Row {
  y: number;
  time: string;
  path?: string;
  dashed: boolean;
  labelX: number;
  anchor: 'middle' | 'start';
  lines: Line[];
  marks?: { x: number; y: number; failed: number; warned: number };
  note?: { x: number; y: number; mark: 'open' | 'err' | 'warn'; text: Bilingual };
}

/** The geometry of one sequence diagram, and the same content as words and as a table. */
export interface Sequence {
  width: number;
  height: number;
  /** of the boxes, and where the lifelines begin and end */
  boxHeight: number;
  top: number;
  bottom: number;
  participants: Participant[];
  rows: Row[];
  description: Bilingual;
  table: { time: string; from: Bilingual; to: Bilingual; label: Bilingual; detail?: Bilingual }[];
  /** entries left out of a very long exchange */
  more: number;
}

const TIME = 100;
/** the width a report shows without scrolling, and the least between two lifelines */
const WIDTH = 940;
const GAP = 168;
const BOX = 176;
const BOX_Y = 14;
const MOST = 80;
/** mean width of a character at 13 px, on the safe side */
const CHARACTER = 7;
const BOLD = 8.3;

interface Arrow {
  entry: TimelineEntry;
  answer: boolean;
  at: string;
  order: number;
}

/**
 * Lays out what happened in one case, in the order of time. Long labels are wrapped to two lines and cut: the table
 * has them whole.
 * @param marks findings that point into a message, by the blob of the message or of one of its parts
 */
export function sequenceOf(
  testCase: CaseResult,
  report: Report,
  marks: ReadonlyMap<string, { failed: number; warned: number }>,
): Sequence | undefined {
  if (testCase.timeline.length === 0) return undefined;
  const shown = testCase.timeline.slice(0, MOST);
  const arrows = inOrder(shown);
  const ids = participantIds(shown, testCase, report);
  const width = Math.max(WIDTH, TIME + ids.length * GAP);
  const span = (width - TIME - 24) / ids.length;
  const x = new Map(ids.map((id, i) => [id, Math.round(TIME + span * (i + 0.5))]));
  const box = Math.min(BOX, span - 12);
  const people = ids.map((id) => participant(id, testCase, report));
  const names = people.map(({ name }) => wrap(name, Math.floor((box - 8) / BOLD)));
  const nameLines = Math.max(...names.map((lines) => lines.length));
  const boxHeight = 32 + 16 * nameLines;
  const top = BOX_Y + boxHeight;
  const participants = people.map(({ role, underTest }, i): Participant => {
    const id = ids[i]!;
    const fit = (text: string): string => cut(visible(text), Math.floor(box / CHARACTER));
    const begin = BOX_Y + 21 + (nameLines - names[i]!.length) * 8;
    return {
      x: x.get(id)!,
      boxX: x.get(id)! - box / 2,
      names: names[i]!.map((text, line) => ({ y: begin + 16 * line, text })),
      role: { fr: fit(role.fr), en: fit(role.en) },
      underTest,
    };
  });

  let y = top + 8;
  const rows = arrows.map(({ entry, answer, at }): Row => {
    const [from, to] = answer ? [entry.to, entry.from] : [entry.from, entry.to];
    const [a, b] = [x.get(from)!, x.get(to)!];
    const label = labelOf(entry, answer);
    const self = a === b;
    const note = self || entry.kind === 'fault' || entry.kind === 'error' || entry.kind === 'information';
    const room = note ? width - a - 24 : Math.max(Math.abs(b - a) - 16, span - 16);
    const wrapped = wrap(label, Math.floor(room / CHARACTER));
    const row: Row = {
      y: 0,
      time: clock(at),
      dashed: answer || entry.kind === 'instruction' || entry.kind === 'proof',
      labelX: note ? a + 12 : (a + b) / 2,
      anchor: note ? 'start' : 'middle',
      lines: [],
    };
    y += 14;
    for (const text of wrapped) {
      y += 16;
      row.lines.push({ y, text, muted: false });
    }
    y += note ? 0 : 8;
    row.y = y;
    if (!note) row.path = a < b ? `M${a + 2} ${y}H${b - 2}` : `M${a - 2} ${y}H${b + 2}`;
    const detail = answer ? undefined : detailOf(entry);
    if (detail) {
      y += 16;
      row.lines.push({ y, text: wrap(detail, Math.floor((room + 60) / 6.2), 1)[0]!, muted: true });
    }
    const message = answer ? entry.answer : entry.request;
    const mark = message && marksOf(message, marks);
    if (mark) {
      y += 8;
      row.marks = { x: Math.min(a, b) + 10, y, ...mark };
      y += 16;
    }
    const complaint = complaintOf(entry, answer);
    if (complaint) {
      y += 8;
      row.note = { x: Math.min(a, b) + 10, y, ...complaint };
      y += 16;
    }
    return row;
  });
  const bottom = y + 20;

  const nameOf = (id: string): Bilingual => participant(id, testCase, report).name;
  return {
    width,
    height: bottom + 8,
    boxHeight,
    top,
    bottom,
    participants,
    rows,
    description: describe(arrows, nameOf),
    table: arrows.map(({ entry, answer, at }) => {
      const detail = answer ? undefined : detailOf(entry);
      return {
        time: clock(at),
        from: nameOf(answer ? entry.to : entry.from),
        to: nameOf(answer ? entry.from : entry.to),
        label: labelOf(entry, answer),
        ...(detail && { detail }),
      };
    }),
    more: testCase.timeline.length - shown.length,
  };
}

/** The entries of a timeline by the time they began. */
export const byTime = (entries: readonly TimelineEntry[]): TimelineEntry[] =>
  inOrder(entries).flatMap(({ entry, answer }) => (answer ? [] : [entry]));

/** Requests and answers by time; of two that began together the longer is the outer one, and is answered last. */
function inOrder(entries: readonly TimelineEntry[]): Arrow[] {
  const lasts = (entry: TimelineEntry): number => (entry.answeredAt ? Date.parse(entry.answeredAt) - Date.parse(entry.at) : 0);
  const begun = [...entries].sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || lasts(b) - lasts(a) || a.seq - b.seq);
  const arrows = begun.flatMap((entry, i): Arrow[] => [
    { entry, answer: false, at: entry.at, order: i },
    ...(entry.answer || entry.answerLabel ? [{ entry, answer: true, at: entry.answeredAt ?? entry.at, order: 2 * begun.length - i }] : []),
  ]);
  return arrows.sort((a, b) => Date.parse(a.at) - Date.parse(b.at) || a.order - b.order);
}

const TESTERS = new Set(['tester', 'testeur', 'person', 'operator', 'user']);
const BENCH = new Set(['Addax', 'addax']);

/** The people first, then the system under test, then the others as they come in. */
function participantIds(entries: readonly TimelineEntry[], testCase: CaseResult, report: Report): string[] {
  const ids = [...new Set(entries.flatMap((entry) => [entry.from, entry.to]))];
  const rank = (id: string): number =>
    TESTERS.has(id) ? 0
    : isUnderTest(id, testCase, report) ? 1
    : BENCH.has(id) ? 3
    : 2;
  return ids.sort((a, b) => rank(a) - rank(b));
}

/** A lifeline is named after a role, an actor, or the product. */
function roleOf(id: string, { roles }: CaseResult): CaseResult['roles'][string] | undefined {
  return Object.hasOwn(roles, id) ? roles[id] : Object.values(roles).find((role) => role.actor === id);
}

/** Whether a name in the timeline is the system under test. */
export const isUnderTest = (id: string, testCase: CaseResult, report: Report): boolean =>
  id === report.product.name || roleOf(id, testCase)?.is === 'sut';

function participant(id: string, testCase: CaseResult, report: Report): { name: Bilingual; role: Bilingual; underTest: boolean } {
  const role = roleOf(id, testCase);
  if (isUnderTest(id, testCase, report))
    return { name: same(`${report.product.name} ${report.product.version}`), role: WORDS['under-test'], underTest: true };
  if (role) return { name: actorName(role.actor), role: WORDS['simulated-by-addax'], underTest: false };
  if (TESTERS.has(id)) return { name: WORDS.tester, role: same(report.contact ?? report.product.vendor), underTest: false };
  if (BENCH.has(id)) return { name: same('Addax'), role: { fr: 'banc d’essai', en: 'test bench' }, underTest: false };
  return { name: actorName(id), role: WORDS['simulated-by-addax'], underTest: false };
}

const labelOf = (entry: TimelineEntry, answer: boolean): Bilingual => (answer ? (entry.answerLabel ?? WORDS.answer) : entry.label);

/** What stands below the arrow. */
function detailOf(entry: TimelineEntry): Bilingual | undefined {
  if (!entry.unexpected) return entry.detail;
  return {
    fr: [entry.detail?.fr, WORDS.unexpected.fr].filter(Boolean).join(' · '),
    en: [entry.detail?.en, WORDS.unexpected.en].filter(Boolean).join(' · '),
  };
}

function complaintOf(entry: TimelineEntry, answer: boolean): { mark: 'open' | 'err' | 'warn'; text: Bilingual } | undefined {
  if (entry.kind !== 'exchange') return undefined;
  const message = answer ? entry.answer : entry.request;
  if (message && !message.complete) return { mark: 'warn', text: capital(WORDS.incomplete) };
  if (!answer && !entry.answer && !entry.answerLabel) return { mark: 'open', text: WORDS['no-answer'] };
  return undefined;
}

function marksOf(
  message: NonNullable<TimelineEntry['request']>,
  marks: ReadonlyMap<string, { failed: number; warned: number }>,
): { failed: number; warned: number } | undefined {
  const sum = { failed: 0, warned: 0 };
  for (const blob of new Set([message.blob, ...(message.parts ?? []).map((part) => part.blob)])) {
    sum.failed += marks.get(blob)?.failed ?? 0;
    sum.warned += marks.get(blob)?.warned ?? 0;
  }
  return sum.failed + sum.warned > 0 ? sum : undefined;
}

const cut = (text: string, room: number): string => (text.length > room ? `${text.slice(0, Math.max(4, room - 1))}…` : text);

/** Wraps both languages to the same number of lines, at words, and cuts what is left. */
function wrap(text: Bilingual, room: number, most = 2): Bilingual[] {
  const lines = (whole: string): string[] => {
    const out: string[] = [''];
    for (const word of visible(whole.slice(0, 1000)).split(/[ \n\t]+/)) {
      const last = out.at(-1)!;
      if (last === '') out[out.length - 1] = word;
      else if (last.length + 1 + word.length <= room) out[out.length - 1] = `${last} ${word}`;
      else out.push(word);
    }
    const kept = out.slice(0, most);
    return kept.map((line, i) => {
      const last = i === kept.length - 1 && out.length > most;
      return last ? cut(`${line}…`, room) : cut(line, room);
    });
  };
  const [fr, en] = [lines(text.fr), lines(text.en)];
  return Array.from({ length: Math.max(fr.length, en.length) }, (_, i) => ({ fr: fr[i] ?? '', en: en[i] ?? '' }));
}

/** The diagram in a few sentences, for who does not see it. */
function describe(arrows: readonly Arrow[], nameOf: (id: string) => Bilingual): Bilingual {
  const first = arrows.slice(0, 12);
  const tell = (language: 'fr' | 'en'): string =>
    first
      .map(({ entry, answer, at }) => {
        const [from, to] = answer ? [entry.to, entry.from] : [entry.from, entry.to];
        const label = labelOf(entry, answer)[language];
        return from === to ?
            `${clock(at)}, ${nameOf(from)[language]}${language === 'fr' ? '\u00a0:' : ':'} ${label}.`
          : `${clock(at)}, ${nameOf(from)[language]} → ${nameOf(to)[language]}${language === 'fr' ? '\u00a0:' : ':'} ${label}.`;
      })
      .join(' ');
  const rest = arrows.length - first.length;
  const more = count(
    rest,
    ['autre étape dans le tableau', 'autres étapes dans le tableau'],
    ['more step in the table', 'more steps in the table'],
  );
  return {
    fr: clip(visible(tell('fr')), 2000) + (rest > 0 ? ` ${more.fr}.` : ''),
    en: clip(visible(tell('en')), 2000) + (rest > 0 ? ` ${more.en}.` : ''),
  };
}
