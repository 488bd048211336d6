import type { ReadBlock, ReadFact, Reading, ReadRow, ReadRun, ReadSection } from '../../src/model/index.js';
import { join as joinTexts, same, size } from '../html/text.js';
import { MARK_CLASS, SEVERITY_MARK } from '../words.js';
import type { Numbered } from './causes.js';
import type { Piece } from './links.js';
import { html, Html, NONE, short, type Tongue } from './markup.js';

const ORDER = ['error', 'warning', 'information'] as const;
const LONG_RUN = 20_000;

/** The document as a person reads it, built from data: nothing of what a stranger wrote becomes markup. */
export class ReadingPane {
  readonly #tongue: Tongue;
  readonly #marks: ReadonlyMap<Piece, readonly Numbered[]>;

  constructor(tongue: Tongue, marks: ReadonlyMap<Piece, readonly Numbered[]>) {
    this.#tongue = tongue;
    this.#marks = marks;
  }

  render(reading: Reading): Html {
    const title =
      reading.title === '' ? this.#tongue.w('document-untitled', 'span', 'meta') : html`<span lang="fr">${reading.title}</span>`;
    const facts = reading.facts.map((fact) => this.#fact(fact));
    return html`<article class="human">
      <h3>${this.#marked(reading, title)}</h3>
      <dl>${facts}</dl>
      ${reading.sections.map((section) => this.#section(section, 4))}
    </article>`;
  }

  #fact(fact: ReadFact): Html {
    return html`<div>
      ${this.#tongue.say(fact.label, 'dt')}
      <dd lang="fr">${this.#marked(fact, html`${fact.value}`)}</dd>
    </div> `;
  }

  #section(section: ReadSection, level: number): Html {
    const title =
      section.title === undefined ? this.#tongue.w('section-untitled', 'span', 'meta') : html`<span lang="fr">${section.title}</span>`;
    const heading = new Html(`h${Math.min(level, 6)}`);
    return html`<section><${heading}>${this.#marked(section, title)}</${heading}>
<div lang="fr">${section.blocks.map((block) => this.#block(block))}</div>
${section.sections.map((inner) => this.#section(inner, level + 1))}</section>\n`;
  }

  /** What findings are about leads to the first of them and names them all. */
  #marked(piece: Piece, content: Html): Html {
    const found = this.#marks.get(piece);
    if (!found) return content;
    const numbers = found.map((one) => one.number);
    const worst = ORDER.find((severity) => found.some(({ finding }) => finding.severity === severity))!;
    const told = numbers.slice(0, 3).join(', ') + (numbers.length > 3 ? '…' : '');
    const many = numbers.length > 1;
    const spoken = this.#tongue.plain(
      { fr: `, ${many ? 'constats' : 'constat'} ${told}`, en: `, ${many ? 'findings' : 'finding'} ${told}` },
      'span',
      'vh',
    );
    const cls = MARK_CLASS[SEVERITY_MARK[worst]];
    return html`<a class="m ${cls}" href="#f${numbers[0]}" data-f="${numbers.join(' ')}"
      >${content}<sup aria-hidden="true">${told}</sup>${spoken}</a
    >`;
  }

  #runs(runs: readonly ReadRun[]): Html {
    return html`${runs.map((run) => (run.text === '' ? NONE : this.#marked(run, runHtml(run))))}`;
  }

  #caption(runs: readonly ReadRun[] | undefined, tag: 'p' | 'figcaption' | 'caption'): Html {
    if (!runs) return NONE;
    const name = new Html(tag);
    return html`<${name} class="cap">${this.#runs(runs)}</${name}>`;
  }

  #block(block: ReadBlock): Html {
    switch (block.kind) {
      case 'paragraph':
        return html`<p>${this.#runs(block.runs)}</p> `;
      case 'list': {
        const tag = new Html(block.ordered ? 'ol' : 'ul');
        const items = block.items.map((item) => html`<li>${item.blocks.map((inner) => this.#block(inner))}</li>`);
        return items.length === 0 ? NONE : html`${this.#caption(block.caption, 'p')}<${tag}>${items}</${tag}>`;
      }
      case 'table':
        return this.#table(block);
      case 'image':
        return html`<figure>
          <img
            src="data:${block.mediaType};base64,${base64(block.base64)}"
            alt="Image"
          />${this.#caption(block.caption, 'figcaption')}${this.#alone(block)}
        </figure> `;
      case 'attachment': {
        const about = joinTexts([same(block.mediaType), ...(block.bytes > 0 ? [size(block.bytes)] : [])], ', ');
        const label = html`${this.#tongue.w('attachment', 'strong')} ${this.#tongue.plain(about)}`;
        return html`<p class="attached">${this.#marked(block, label)} ${this.#tongue.say(block.note, 'span', 'meta')}</p> `;
      }
      case 'note':
        return html`<p class="meta">${this.#marked(block, this.#tongue.say(block.text))}</p> `;
    }
  }

  /** The mark of a piece that has no text to carry it. */
  #alone(piece: Piece): Html {
    return this.#marks.has(piece) ? this.#marked(piece, html`<span aria-hidden="true">▸</span>`) : NONE;
  }

  #table(table: Extract<ReadBlock, { kind: 'table' }>): Html {
    const head = table.rows.filter((row) => row.head);
    const body = table.rows.filter((row) => !row.head);
    if (table.rows.every(({ cells }) => cells.length === 0)) return NONE;
    const part = (tag: 'thead' | 'tbody', rows: readonly ReadRow[]): Html => {
      const name = new Html(tag);
      return rows.length === 0 ? NONE : html`<${name}>${rows.map((row) => this.#row(row))}</${name}>`;
    };
    return html`<div class="wide" tabindex="0" role="group" ${this.#tongue.label('table')}>
      <table>
        ${this.#caption(table.caption, 'caption')}${part('thead', head)}${part('tbody', body)}
      </table>
    </div> `;
  }

  #row(row: ReadRow): Html {
    if (row.cells.length === 0) return NONE;
    const cells = row.cells.map((cell) => {
      // a heading cell that says nothing heads nothing
      const tag = new Html(cell.head && cell.blocks.length > 0 ? 'th' : 'td');
      const spans = [
        cell.colspan > 1 ? html` colspan="${cell.colspan}"` : NONE,
        cell.rowspan > 1 ? html` rowspan="${cell.rowspan}"` : NONE,
      ];
      const only = cell.blocks.length === 1 ? cell.blocks[0] : undefined;
      const content =
        cell.blocks.length === 0 ?
          this.#marks.has(cell) ?
            this.#marked(cell, this.#tongue.w('empty-cell'))
          : NONE
        : only?.kind === 'paragraph' ? this.#runs(only.runs)
        : html`${cell.blocks.map((block) => this.#block(block))}`;
      return html`<${tag}${spans}>${content}</${tag}>`;
    });
    return html`<tr>
      ${cells}
    </tr> `;
  }
}

/** Only letters of base64 reach an address, whoever made the reading. */
const base64 = (text: string): string => text.replace(/[^A-Za-z0-9+/=]/g, '');

const STYLES = [
  ['bold', 'strong'],
  ['italics', 'em'],
  ['underline', 'u'],
  ['struck', 'del'],
] as const;

function runHtml(run: ReadRun): Html {
  let content = short(run.text, LONG_RUN);
  if (run.script) {
    const tag = new Html(run.script === 'sub' ? 'sub' : 'sup');
    content = html`<${tag}>${content}</${tag}>`;
  }
  for (const [style, name] of STYLES)
    if (run[style]) {
      const tag = new Html(name);
      content = html`<${tag}>${content}</${tag}>`;
    }
  return content;
}
