/** The verdicts of a run as tables: by class, and the misses by what they have in common. */
import { CLASSES, EQUIVALENT } from './classes.mjs';

/** The verdicts of one document, from its JSON Lines: `{ document, findings, taken, mutants }`. */
export function readVerdicts(text) {
  const [head, ...lines] = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  const isCount = (line) => line.all !== undefined;
  return [{ ...head, counts: lines.filter(isCount), mutants: lines.filter((line) => !isCount(line)) }];
}

export const percent = (part, whole) => (whole === 0 ? '' : `${((100 * part) / whole).toFixed(1)} %`);
export const row = (cells) => `| ${cells.join(' | ')} |`;
/** Text in a cell of a table. */
export const inCell = (text) => text.replace(/[|\n\r]/g, ' ').replace(/[<>]/g, (c) => (c === '<' ? '‹' : '›'));

export const sum = (list, of) => list.reduce((total, one) => total + of(one), 0);

/** One line a class: sites, how many of them were judged, and what each configuration detected of those that are no equivalents. */
export function byClass(verdicts) {
  const mutants = verdicts.flatMap((v) => v.mutants);
  const counts = verdicts.flatMap((v) => v.counts);
  return CLASSES.filter(({ id }) => counts.some((c) => c.class === id)).map(({ id, title }) => {
    const of = mutants.filter((m) => m.class === id);
    const real = of.filter((m) => !m.equivalent);
    const [own, pack, both] = [(m) => m.own.length > 0, (m) => m.pack.length > 0, (m) => m.both].map((test) => real.filter(test).length);
    const all = sum(
      counts.filter((c) => c.class === id),
      (c) => c.all,
    );
    // of those called equivalent, what is told nonetheless: the argument is then weaker than it looks
    const told = of.filter((m) => m.equivalent && m.both).length;
    return { id, title, all, judged: of.length, real: real.length, equivalent: of.length - real.length, told, own, pack, both };
  });
}

function table(rows, withPacks) {
  const head = [
    'class',
    'mutation',
    'sites',
    'judged',
    'equivalent',
    'own rules',
    '',
    ...(withPacks ? ['official', '', 'together', ''] : []),
  ];
  const cells = (r) => [
    r.id,
    r.title,
    r.all,
    r.judged,
    r.equivalent,
    r.own,
    percent(r.own, r.real),
    ...(withPacks ? [r.pack, percent(r.pack, r.real), r.both, percent(r.both, r.real)] : []),
  ];
  const total = Object.fromEntries(
    ['all', 'judged', 'real', 'equivalent', 'own', 'pack', 'both'].map((key) => [key, sum(rows, (r) => r[key])]),
  );
  const lines = [...rows, { ...total, id: '', title: 'all' }].map((r) => row(cells(r)));
  return [row(head), row(head.map((_, i) => (i < 2 ? '---' : '---:'))), ...lines].join('\n');
}

/** Mutants that were not detected, with what they have in common first. */
export function groupsOf(list, keyOf) {
  const groups = new Map();
  for (const one of list) {
    const key = keyOf(one);
    const known = groups.get(key);
    if (known) known.push(one);
    else groups.set(key, [one]);
  }
  return [...groups].sort((a, b) => b[1].length - a[1].length);
}

const lastSteps = (kind, n = 4) => kind.split('/').slice(-n).join('/');

/** Everything that some configuration missed: where, and the text before and after. */
export const misses = (verdicts) =>
  verdicts.flatMap(({ document, mutants }) =>
    mutants
      .filter((m) => !m.equivalent && m.path !== undefined)
      .map((m) => ({ document, ...m, pack: m.pack.length > 0, own: m.own.length > 0 })),
  );

/** The misses of each class by kind of place, most first; of each kind one, as it was and as it became. */
function missTables(verdicts, of, most) {
  const missed = verdicts.flatMap(({ document, mutants }) =>
    mutants.filter((m) => !m.equivalent && of(m)).map((m) => ({ document, ...m })),
  );
  const judged = new Map();
  for (const m of verdicts.flatMap((v) => v.mutants)) if (!m.equivalent) judged.set(m.class, (judged.get(m.class) ?? 0) + 1);
  return groupsOf(missed, (m) => m.class)
    .sort((a, b) => a[0].localeCompare(b[0]))
    .map(([id, list]) => {
      const groups = groupsOf(list, (m) => `${lastSteps(m.kind)}\t${m.group ?? ''}`);
      const left = groups.slice(most);
      return [
        `### ${id} ${CLASSES.find((c) => c.id === id).title}: ${list.length} of ${judged.get(id)}\n`,
        row(['misses', 'place', 'what', 'for example']),
        row(['---:', '---', '---', '---']),
        ...groups.slice(0, most).map(([key, ones]) => {
          const [kind, group] = key.split('\t');
          return row([ones.length, kind, inCell(group), exampleOf(ones[0])]);
        }),
        ...(left.length ? [row([sum(left, ([, ones]) => ones.length), `${left.length} more kinds`, '', ''])] : []),
      ].join('\n');
    })
    .join('\n\n');
}

const exampleOf = ({ document, line, note, was, becomes }) =>
  [`${inCell(document)}:${line}`, note && inCell(note), `\`${inCode(was)}\` → \`${inCode(becomes)}\``].filter(Boolean).join(' ');
export const inCode = (text) => text.replace(/\s+/g, ' ').replace(/[|`]/g, '.').slice(0, 110);

/** Which rules see the mutants, most first. */
function ruleTable(verdicts, who) {
  const counts = new Map();
  for (const m of verdicts.flatMap((v) => v.mutants)) for (const rule of m[who]) counts.set(rule, (counts.get(rule) ?? 0) + 1);
  return [...counts]
    .sort((a, b) => b[1] - a[1])
    .map(([rule, n]) => `${rule} ${n}`)
    .join(', ');
}

/** The page: the table by class, the equivalents, the misses of each configuration. */
export function asMarkdown(verdicts, withPacks, most = 12) {
  const rows = byClass(verdicts);
  const equivalents = groupsOf(
    verdicts.flatMap((v) => v.mutants.filter((m) => m.equivalent)),
    (m) => `${m.class} ${m.equivalent}`,
  );
  const parts = [
    `## By class\n\n${table(rows, withPacks)}`,
    `## Equivalent mutants\n\n${[
      row(['class', 'mutants', 'of them told', 'argument']),
      row(['---', '---:', '---:', '---']),
      ...equivalents.map(([key, list]) => {
        const [id, argument] = key.split(' ');
        return row([id, list.length, list.filter((m) => m.both).length, EQUIVALENT[argument]]);
      }),
    ].join('\n')}`,
    `## Missed by ${withPacks ? 'both together' : 'our rules'}\n\n${missTables(verdicts, (m) => !m.both, most)}`,
    ...(withPacks ?
      [`## Missed by our rules alone, seen by the packs\n\n${missTables(verdicts, (m) => m.both && m.own.length === 0, most)}`]
    : []),
    `## Which of our rules see mutants\n\n${ruleTable(verdicts, 'own')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}
