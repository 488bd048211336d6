import type { PackedFile } from '../../src/model/index.js';
import { count, number, size } from '../html/text.js';
import type { Numbered } from './causes.js';
import { html, type Html, NONE, short, type Tongue } from './markup.js';
import { SourcePane } from './source.js';
import { SourceText } from './source-text.js';

/** of a page: files that are shown, and what they hold; the tree names all of them */
const MOST_FILES = 60;
const MOST_BYTES = 12_000_000;
const MOST_NAMES = 2000;

interface Placed {
  found: Numbered;
}

/** A package of files: its tree, then each file that is text, with the findings at their lines. */
export class PackagePane {
  readonly #byFile = new Map<string, Numbered[]>();
  readonly #loose: Numbered[] = [];

  constructor(
    readonly files: readonly PackedFile[],
    placed: readonly Placed[],
    readonly tongue: Tongue,
    readonly note: (found: Numbered) => Html,
  ) {
    const known = new Set(files.map(({ name }) => name));
    for (const { found } of placed) {
      const [name = ''] = found.finding.place.path.split('!', 1);
      if (!known.has(name)) this.#loose.push(found);
      else this.#byFile.set(name, [...(this.#byFile.get(name) ?? []), found]);
    }
  }

  render(): Html {
    const loose = this.#loose.length > 0 ? html`<div class="loose">${this.#loose.map(this.note)}</div>` : NONE;
    const shown = this.#shown();
    return html`${loose}${this.#tree(shown)}${[...shown].map(([file, index]) => this.#file(file, index))}`;
  }

  /** Files with findings first; then the others, as far as a page goes. In the order of the tree. */
  #shown(): Map<PackedFile, number> {
    let bytes = 0;
    const chosen = new Set<PackedFile>();
    for (const withFindings of [true, false])
      for (const file of this.files) {
        const found = this.#byFile.get(file.name);
        if ((found !== undefined) !== withFindings || (!file.bytes && !found)) continue;
        // a finding is told whatever the page weighs; its file is shown while there is room
        const weight = file.bytes?.length ?? 0;
        if (!withFindings && (chosen.size >= MOST_FILES || bytes + weight > MOST_BYTES)) continue;
        bytes += weight;
        chosen.add(file);
      }
    return new Map(this.files.flatMap((file, i) => (chosen.has(file) ? [[file, i + 1] as const] : [])));
  }

  #tree(shown: ReadonlyMap<PackedFile, number>): Html {
    const { files, tongue } = this;
    const rest = files.length - MOST_NAMES;
    return html`<ul class="tree">
      ${files.slice(0, MOST_NAMES).map((file) => this.#entry(file, shown.get(file)))}${
        rest > 0 ?
          html`<li>${tongue.plain({ fr: `… et ${number(rest, 'fr')}\u00A0autres`, en: `… and ${number(rest, 'en')} others` })}</li>`
        : NONE
      }
    </ul>`;
  }

  #entry(file: PackedFile, index: number | undefined): Html {
    const { tongue } = this;
    const findings = this.#byFile.get(file.name)?.length ?? 0;
    const name = short(file.name, 300);
    const depth = Math.min(file.name.split('/').length - 1, 4);
    return html`<li class="in${depth}">
      ${index === undefined ? html`<span class="mono">${name}</span>` : html`<a class="mono" href="#file-${index}">${name}</a>`}
      ${file.about ? tongue.plain(file.about, 'span', 'meta') : NONE}
      ${file.bytes ? tongue.plain(size(file.bytes.length), 'span', 'meta') : NONE}
      ${findings > 0 ? tongue.plain(count(findings, ['constat', 'constats'], ['finding', 'findings']), 'strong') : NONE}
    </li>`;
  }

  #file(file: PackedFile, index: number): Html {
    const { bytes, name } = file;
    const found = this.#byFile.get(name) ?? [];
    return html`<section class="file" id="file-${index}">
      <h3 class="mono">${short(name, 300)}</h3>
      ${bytes ? this.#source(name, bytes, found) : html`<div class="loose">${found.map(this.note)}</div>`}
    </section>`;
  }

  #source(name: string, bytes: Uint8Array, found: readonly Numbered[]): Html {
    const source = new SourceText(bytes);
    const placed = found.map((one) => {
      const { line, column, path } = one.finding.place;
      // what is said of a file as a whole stands above it
      return { found: one, offset: path === name && line === 1 ? undefined : source.offset(line, column) };
    });
    return new SourcePane(source, placed, this.tongue, this.note).render();
  }
}
