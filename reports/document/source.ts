import type { Bilingual } from '../../src/model/index.js';
import { highlight, type Segment } from '../html/highlight.js';
import { indentUnder, missingAt } from '../html/missing.js';
import { count, number } from '../html/text.js';
import type { Numbered } from './causes.js';
import { html, type Html, join, NONE, type Tongue } from './markup.js';
import { rowsOf, type Row } from './rows.js';
import type { SourceText } from './source-text.js';

const BEFORE = 6;
const AFTER = 8;
/** a gap between shown rows that is not worth a fold */
const SMALL_GAP = 8;
/** shown of a document without findings */
const FIRST_ROWS = 60;
/** a document of fewer rows is coloured as a whole */
const COLOURED = 3000;
/** characters in folds, beyond which they only say how many lines they stand for */
const FOLDED = 3_000_000;
/** rows of base64 that follow each other, beyond which they are not shown */
const BASE64_ROWS = 8;
const CHUNK = 400;

/** The source with the findings at their lines; the rest is folded, and what nobody reads is left out. */
export class SourcePane {
  readonly #source: SourceText;
  readonly #rows: Row[];
  readonly #hits = new Map<number, Numbered[]>();
  readonly #tongue: Tongue;
  readonly #note: (found: Numbered) => Html;
  readonly #loose: Numbered[] = [];
  #foldBudget = FOLDED;

  constructor(
    source: SourceText,
    findings: readonly { found: Numbered; offset: number | undefined }[],
    tongue: Tongue,
    note: (found: Numbered) => Html,
  ) {
    this.#source = source;
    this.#tongue = tongue;
    this.#note = note;
    this.#rows = source.binary ? [] : rowsOf(source);
    for (const { found, offset } of findings) {
      const row = offset === undefined ? -1 : this.#rowAt(offset);
      const here = this.#hits.get(row);
      if (row === -1) this.#loose.push(found);
      else if (here) here.push(found);
      else this.#hits.set(row, [found]);
    }
  }

  render(): Html {
    const loose = this.#loose.length > 0 ? html`<div class="loose">${this.#loose.map(this.#note)}</div>` : NONE;
    if (this.#source.binary) return html`${loose}${this.#tongue.w('no-source', 'p', 'none-left')}`;
    const pieces: Html[] = [];
    let next = 0;
    for (const [from, to] of this.#shown()) {
      if (from > next) pieces.push(this.#fold(next, from));
      pieces.push(this.#lines(from, to));
      next = to;
    }
    if (next < this.#rows.length) pieces.push(this.#fold(next, this.#rows.length));
    const cut = this.#source.cut || this.#end < this.#source.text.trimEnd().length ? this.#tongue.w('source-cut', 'p', 'none-left') : NONE;
    return html`${loose}
      <ol>
        ${pieces}
      </ol>
      ${cut}`;
  }

  /** Where what is held of the source ends. */
  get #end(): number {
    return this.#rows.at(-1)?.to ?? 0;
  }

  #rowAt(offset: number): number {
    if (offset > this.#end) return -1;
    let low = 0;
    let high = this.#rows.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#rows[middle]!.from <= offset) low = middle;
      else high = middle - 1;
    }
    return high < 0 ? -1 : low;
  }

  /** Ranges of rows around findings, those that nearly touch made one. */
  #shown(): [from: number, to: number][] {
    const last = this.#rows.length;
    const hits = [...this.#hits.keys()].sort((a, b) => a - b);
    if (hits.length === 0) return last === 0 ? [] : [[0, last <= FIRST_ROWS + SMALL_GAP ? last : FIRST_ROWS]];
    const ranges: [number, number][] = [];
    for (const hit of hits) {
      const from = Math.max(0, hit - BEFORE);
      const to = Math.min(last, hit + AFTER + 1);
      const before = ranges.at(-1);
      if (before && from - before[1] <= SMALL_GAP) before[1] = Math.max(before[1], to);
      else ranges.push([from <= SMALL_GAP ? 0 : from, to]);
    }
    const end = ranges.at(-1)!;
    if (last - end[1] <= SMALL_GAP) end[1] = last;
    return ranges;
  }

  #fold(from: number, to: number): Html {
    const lines = this.#rows[to - 1]!.line - this.#rows[from]!.line + (this.#rows[from]!.first ? 1 : 0);
    const what =
      lines > 0 ? count(lines, ['ligne sans constat', 'lignes sans constat'], ['line without findings', 'lines without findings']) : REST;
    if (this.#foldBudget <= 0) return this.#gone(what);
    const content =
      this.#rows.length <= COLOURED ?
        html`<ol>
          ${this.#lines(from, to)}
        </ol>`
      : this.#raw(from, to);
    return html`<li class="fold"><details>${this.#tongue.plain(what, 'summary')}${content}</details></li>`;
  }

  #gone(what: Bilingual): Html {
    return html`<li class="fold gone">${this.#tongue.plain({ fr: `${what.fr}, non montrées`, en: `${what.en}, not shown` })}</li>`;
  }

  /** Rows as bare text: a browser carries a hundred thousand of them like that. */
  #raw(from: number, to: number): Html {
    const chunks: Html[] = [];
    for (let start = from; start < to; start += CHUNK) {
      if (this.#foldBudget <= 0) {
        chunks.push(this.#tongue.w('source-cut', 'p', 'none-left'));
        break;
      }
      const numbers: string[] = [];
      const texts: string[] = [];
      for (const one of this.#withoutBase64(start, Math.min(to, start + CHUNK))) {
        if ('rows' in one) {
          numbers.push('⋯');
          texts.push(`[${base64Said(one).fr} / ${base64Said(one).en}]`);
        } else {
          numbers.push(one.row.first ? String(one.row.line) : '');
          texts.push(elided(this.#text(one.row)));
        }
      }
      const chunk = html`<div class="raw">
        <pre class="nums" aria-hidden="true">${numbers.join('\n')}</pre>
        <pre>${texts.join('\n')}</pre>
      </div>`;
      this.#foldBudget -= chunk.text.length;
      chunks.push(chunk);
    }
    return join(chunks);
  }

  #text(row: Row): string {
    return this.#source.text.slice(row.from, row.to);
  }

  /** Rows one by one; many of base64 that follow each other as one, but for the first and the last. */
  *#withoutBase64(from: number, to: number): Generator<{ row: Row; index: number } | { rows: number; characters: number }> {
    for (let index = from; index < to;) {
      let end = index;
      while (end < to && !this.#hits.has(end) && isBase64(this.#text(this.#rows[end]!))) end++;
      if (end - index > BASE64_ROWS) {
        yield { row: this.#rows[index]!, index };
        yield { rows: end - index - 2, characters: this.#rows[end - 1]!.from - this.#rows[index + 1]!.from };
        yield { row: this.#rows[end - 1]!, index: end - 1 };
        index = end;
        continue;
      }
      // what stopped the run of base64 is shown too
      for (const stop = Math.min(to, end + 1); index < stop; index++) yield { row: this.#rows[index]!, index };
    }
  }

  /** Rows as list items, coloured. */
  #lines(from: number, to: number): Html {
    const shown = [...this.#withoutBase64(from, to)];
    const coloured = highlight(
      this.#source.isXml,
      shown.map((one) => {
        if ('rows' in one) return { text: '', number: undefined, hit: false, at: undefined };
        const hit = this.#hits.get(one.index);
        const offset = hit && this.#source.offset(hit[0]!.finding.place.line, hit[0]!.finding.place.column);
        return {
          text: this.#text(one.row),
          number: undefined,
          hit: hit !== undefined,
          at: offset === undefined ? undefined : offset - one.row.from,
        };
      }),
    );
    return join(
      shown.map((one, i) => {
        if ('rows' in one) return html`<li class="fold gone">${this.#tongue.plain(base64Said(one))}</li>`;
        return this.#line(one.row, this.#hits.get(one.index), coloured[i]!.segments);
      }),
      '\n',
    );
  }

  #line(row: Row, hits: readonly Numbered[] | undefined, segments: readonly Segment[]): Html {
    const classes = [row.depth > 0 ? `d${row.depth}` : '', hits ? 'at' : ''].filter((name) => name !== '').join(' ');
    const cls = classes === '' ? NONE : html` class="${classes}"`;
    // a number of its own, not a counter: rows are left out, and one line may take many
    const line = row.first ? html` data-n="${row.line}"` : NONE;
    if (!hits) return html`<li${line}${cls}>${segments.map(segmentHtml)}</li>`;
    const missing = new Map<string, Bilingual>();
    for (const { finding } of hits) {
      const offset = this.#source.offset(finding.place.line, finding.place.column)!;
      const one = missingAt(this.#source.text.slice(offset, row.to), finding.place.path);
      if (one) missing.set(one.fr, one);
    }
    const indent = indentUnder(this.#text(row));
    const added = [...missing.values()].map((one) => html`<span class="add"><span>${indent}</span>${this.#tongue.plain(one)}</span>`);
    const numbers = hits.map((hit) => hit.number).join(' ');
    return html`<li${line}${cls} data-f="${numbers}"><span class="ln">${segments.map(segmentHtml)}</span>${added}${hits.map(this.#note)}</li>`;
  }
}

const REST: Bilingual = { fr: 'suite de la ligne, sans constat', en: 'rest of the line, without findings' };

const base64Said = ({ rows, characters }: { rows: number; characters: number }): Bilingual => ({
  fr: `${number(rows, 'fr')}\u00A0lignes de base64 non montrées, ${number(characters, 'fr')}\u00A0caractères`,
  en: `${number(rows, 'en')} lines of base64 not shown, ${number(characters, 'en')} characters`,
});

const NOT_BASE64 = /[^A-Za-z0-9+/=]/;

function isBase64(text: string): boolean {
  const word = text.trim();
  return word.length >= 40 && !NOT_BASE64.test(word);
}

function segmentHtml({ text, kind, at }: Segment): Html {
  const shown = elided(text);
  const piece =
    kind === 'text' ? html`${shown}`
    : kind === 'tag' ? html`<b>${shown}</b>`
    : kind === 'string' ? html`<i>${shown}</i>`
    : html`<s>${shown}</s>`;
  return at ? html`<mark>${piece}</mark>` : piece;
}

const BREAK = /[\s<>"']/g;
const LONGEST_WORD = 240;

/**
 * A text whose endless words (base64, mostly) are cut in the middle, with how many characters are left out.
 * It looks for the ends of words, one character each: a pattern that matches a whole word, however long, is one that V8
 * gives up on when the word has millions of characters.
 */
function elided(text: string): string {
  if (text.length < LONGEST_WORD) return text;
  let out = '';
  for (let from = 0; from < text.length;) {
    BREAK.lastIndex = from;
    const to = BREAK.exec(text)?.index ?? text.length;
    out +=
      to - from < LONGEST_WORD ? text.slice(from, to) : `${text.slice(from, from + 60)} […${to - from - 76}…] ${text.slice(to - 16, to)}`;
    out += text.charAt(to);
    from = to + 1;
  }
  return out;
}
