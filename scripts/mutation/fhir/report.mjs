/** The verdicts of a run as tables: by class, and every miss by what it has in common with others. */
import { groupsOf, inCell, percent, row, sum } from '../report.mjs';
import { CLASSES, EQUIVALENT } from './classes.mjs';

const TITLES = new Map(CLASSES.map(({ id, title }) => [id, title]));
const real = ({ equivalent }) => equivalent === undefined;
const seen = ({ rules }) => rules.length > 0;

/** One line a class that has sites. */
export function byClass(verdicts) {
  const mutants = groupsOf(
    verdicts.flatMap((v) => v.mutants),
    (m) => m.class,
  );
  const counts = verdicts.flatMap((v) => v.counts);
  return mutants
    .map(([id, list]) => ({
      id,
      title: TITLES.get(id),
      all: sum(
        counts.filter((c) => c.class === id),
        (c) => c.all,
      ),
      judged: list.length,
      equivalent: list.filter((m) => !real(m)).length,
      real: list.filter(real).length,
      detected: list.filter((m) => real(m) && seen(m)).length,
      rules: groupsOf(
        list.flatMap((m) => m.rules.map((rule) => ({ rule }))),
        ({ rule }) => rule,
      )
        .slice(0, 4)
        .map(([rule]) => rule),
    }))
    .sort((a, b) => a.id.localeCompare(b.id));
}

/** Everything that was missed. */
export const misses = (verdicts) =>
  verdicts.flatMap(({ document, mutants }) => mutants.filter((m) => real(m) && !seen(m)).map((m) => ({ document, ...m })));

const HEAD = ['class', 'mutation', 'sites', 'judged', 'not to be told', 'found', '', 'rules, most first'];

function table(rows) {
  const total = Object.fromEntries(['all', 'judged', 'equivalent', 'real', 'detected'].map((key) => [key, sum(rows, (r) => r[key])]));
  const cells = (r) => [
    r.id,
    `${r.title}${CLASSES.find(({ id }) => id === r.id)?.warning ? ' (a warning)' : ''}`,
    r.all,
    r.judged,
    r.equivalent,
    r.detected,
    percent(r.detected, r.real),
    r.rules.join(', '),
  ];
  return [
    row(HEAD),
    row(HEAD.map((_, i) => (i < 2 || i === 7 ? '---' : '---:'))),
    ...[...rows, { ...total, id: '', title: 'all', rules: [] }].map((r) => row(cells(r))),
  ].join('\n');
}

/** The page: the table by class, what cannot be told, the misses. */
export function asMarkdown(verdicts) {
  const mutants = verdicts.flatMap((v) => v.mutants);
  const untold = groupsOf(
    mutants.filter((m) => !real(m)),
    (m) => `${m.class}\t${m.equivalent}\t${m.note ?? ''}`,
  );
  const missed = groupsOf(misses(verdicts), (m) => `${m.class}\t${m.note ?? ''}\t${m.kind}`);
  return [
    `## By class\n\n${table(byClass(verdicts))}`,
    `## What a class warns of only\n\n${CLASSES.filter(({ id, warning }) => warning && mutants.some((m) => m.class === id))
      .map(({ id, title, warning }) => `- ${id}, ${title}: ${warning}`)
      .join('\n')}`,
    `## Not to be told\n\n${[
      row(['class', 'what', 'mutants', 'told nonetheless', 'argument']),
      row(['---', '---', '---:', '---:', '---']),
      ...untold.map(([key, list]) => {
        const [id, argument, what] = key.split('\t');
        return row([id, inCell(what), list.length, list.filter(seen).length, EQUIVALENT[argument]]);
      }),
    ].join('\n')}`,
    `## Misses\n\n${[
      row(['class', 'what', 'place', 'misses', 'told elsewhere by', 'for example']),
      row(['---', '---', '---', '---:', '---', '---']),
      ...missed.map(([key, list]) => {
        const [id, what, kind] = key.split('\t');
        const elsewhere = [...new Set(list.flatMap((m) => m.elsewhere ?? []))];
        return row([
          id,
          inCell(what),
          inCell(kind),
          list.length,
          elsewhere.join(', '),
          inCell(`${list[0].document} ${list[0].path ?? ''}`),
        ]);
      }),
    ].join('\n')}`,
    '',
  ].join('\n\n');
}
