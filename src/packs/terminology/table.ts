import { foldLabel } from './nearest.js';
import type { Reading } from './source.js';
import { TextStream, UnreadableTerminology } from './text-stream.js';

/** What the columns of codes and of labels are called where a table does not say `code` and `label`. */
export interface Columns {
  code: string;
  label?: string | undefined;
}

const LABELS = new Set(['label', 'libelle', 'display', 'displayname', 'designation', 'term', 'libelle long']);
const DELIMITERS = [';', '\t', ','];
const MOST_CELLS = 500;

/** Reads a table (CSV, TSV) of codes and labels: the columns that are named, else those called so, else the first two. */
export function readTable({ path, bytes, writer, tell, system: oid }: Reading, columns: Columns | undefined): void {
  const system = writer.system(oid!);
  let code = 0;
  let label = 1;
  let first = true;
  const seen = new Map<number, string>();
  for (const { cells, line } of rowsIn(new TextStream(bytes, 'utf-8'))) {
    if (first) {
      first = false;
      const names = cells.map((cell) => foldLabel(cell));
      if (columns !== undefined) {
        code = names.indexOf(foldLabel(columns.code));
        label = columns.label === undefined ? -1 : names.indexOf(foldLabel(columns.label));
        const missing =
          code === -1 ? columns.code
          : label === -1 ? columns.label
          : undefined;
        if (missing !== undefined)
          throw new UnreadableTerminology(line, {
            fr: `Aucune colonne ne s’appelle «\u00A0${missing}\u00A0».`,
            en: `No column is called "${missing}".`,
          });
        continue;
      }
      if (names.includes('code')) {
        code = names.indexOf('code');
        label = names.findIndex((name) => LABELS.has(name));
        continue;
      }
    }
    const written = cells[code]?.trim() ?? '';
    if (written === '') continue;
    const display = label === -1 ? undefined : cells[label]?.trim() || undefined;
    const concept = writer.concept(system, written, display === undefined ? [] : [display]);
    const known = seen.get(concept);
    if (known !== undefined && display !== undefined && foldLabel(known) !== foldLabel(display))
      tell.twice(path, line, written, known, display);
    else if (known === undefined && seen.size < COMPARED) seen.set(concept, display ?? '');
  }
}

const COMPARED = 100_000;

/** The rows of a table as RFC 4180 has them; the delimiter is the one that its first line has most of. */
function* rowsIn(stream: TextStream): Generator<{ cells: string[]; line: number }> {
  if (stream.text.startsWith('\ufeff')) stream.at = 1;
  const end = stream.find('\n', stream.at);
  const head = stream.text.slice(stream.at, end === -1 ? undefined : end);
  const delimiter = DELIMITERS.reduce((best, one) => (head.split(one).length > head.split(best).length ? one : best));
  for (;;) {
    // a line, or more of them where a quoted cell goes on
    let from = 0;
    let open = false;
    let to: number;
    do {
      to = stream.find('\n', stream.at + from);
      open = to !== -1 && oddQuotes(stream.text, stream.at + from, to) !== open;
      from = to + 1 - stream.at;
    } while (open);
    const row = stream.text.slice(stream.at, to === -1 ? undefined : to).replace(/\r$/, '');
    if (row.trim() !== '') yield { cells: cellsOf(row, delimiter), line: stream.line };
    if (to === -1) return;
    stream.at = to + 1;
  }
}

function oddQuotes(text: string, from: number, to: number): boolean {
  let odd = false;
  for (let i = text.indexOf('"', from); i !== -1 && i < to; i = text.indexOf('"', i + 1)) odd = !odd;
  return odd;
}

function cellsOf(row: string, delimiter: string): string[] {
  if (!row.includes('"')) return row.split(delimiter, MOST_CELLS);
  const cells: string[] = [];
  for (let at = 0; at <= row.length && cells.length < MOST_CELLS; at++) {
    if (row[at] === '"') {
      let cell = '';
      for (at++; at < row.length; at++) {
        if (row[at] !== '"') cell += row[at]!;
        else if (row[at + 1] === '"') cell += row[at++]!;
        else break;
      }
      cells.push(cell);
      const next = row.indexOf(delimiter, at);
      at = next === -1 ? row.length : next;
    } else {
      const next = row.indexOf(delimiter, at);
      cells.push(row.slice(at, next === -1 ? undefined : next));
      at = next === -1 ? row.length : next;
    }
  }
  return cells;
}
