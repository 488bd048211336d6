import type { Artefact, Bilingual, ReadBlock, Reading, ReadItem, ReadRow, ReadRun, ReadSection } from '../../src/model/index.js';
import { XmlElement, type XmlText } from '../../src/protocols/xml/index.js';
import { clinicalDocumentOf } from './document.js';
import { lineOf, readFacts } from './reading-facts.js';
import { readMedia, type ReadMedia } from './reading-media.js';

/** What one reading shows at most: whoever wrote the document chose its size. */
const MOST = { pieces: 40_000, characters: 2_000_000, depth: 40, sectionDepth: 12, span: 100, plainText: 200_000, imagesBase64: 4_000_000 };

/**
 * A CDA document as a person reads it: header facts, then the narrative of its sections. It reads what can be read of a
 * wrong document, and says what it left out. Undefined when the bytes hold no CDA document.
 */
export function readDocument(artefact: Artefact): Reading | undefined {
  const root = clinicalDocumentOf(artefact);
  if (!root) return undefined;
  const narrative = new Narrative(root);
  return { title: oneLine(root.element('title')?.text ?? ''), facts: readFacts(root), sections: narrative.body() };
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim().slice(0, 500);

type Style = Pick<ReadRun, 'bold' | 'italics' | 'underline' | 'script' | 'struck'>;

/** Collects runs into paragraphs, and blocks in the order they come. */
class Sink {
  readonly blocks: ReadBlock[] = [];
  #runs: ReadRun[] = [];
  /** an ID waits for the text that it names */
  #id: string | undefined;

  constructor(
    readonly line: number,
    readonly depth: number,
  ) {}

  named(id: string | undefined, line: number): void {
    if (id === undefined) return;
    // the outer of two IDs of one text keeps an empty run of its own
    if (this.#id !== undefined) this.#runs.push({ text: '', line, id: this.#id });
    this.#id = id;
  }

  run(text: string, line: number, style: Style): void {
    const last = this.#runs.findLast((run) => run.text !== '');
    const afterSpace = last === undefined || /\s$/.test(last.text);
    const written = afterSpace ? text.replace(/^ /, '') : text;
    if (written === '') return;
    this.#runs.push({ text: written, line, ...style, ...(this.#id !== undefined && written.trim() !== '' && { id: this.#id }) });
    if (written.trim() !== '') this.#id = undefined;
  }

  /** Ends the paragraph that is being read, if any. */
  end(): void {
    for (let last = this.#runs.at(-1); last; last = this.#runs.at(-1)) {
      last.text = last.text.trimEnd();
      if (last.text !== '' || last.id !== undefined) break;
      this.#runs.pop();
    }
    if (this.#runs.some((run) => run.text !== '')) {
      this.blocks.push({ kind: 'paragraph', line: this.#runs[0]!.line, runs: this.#runs });
      this.#runs = [];
    }
  }

  block(block: ReadBlock): void {
    this.end();
    this.blocks.push(block);
  }
}

class Narrative {
  readonly #root: XmlElement;
  #pieces = 0;
  #characters = 0;
  #imagesBase64 = 0;
  #media: Map<string, XmlElement> | undefined;
  /** of the section being read, told at its end */
  #footnotes: ReadRun[][] = [];

  constructor(root: XmlElement) {
    this.#root = root;
  }

  body(): ReadSection[] {
    const component = this.#root.element('component');
    const text = component?.at('nonXMLBody', 'text');
    const sections = component?.all('structuredBody', 'component', 'section') ?? [];
    return [
      ...(text ? [{ title: undefined, line: lineOf(text), blocks: this.#unstructured(text), sections: [] }] : []),
      ...this.#sections(sections, 1),
    ];
  }

  #isSpent(): boolean {
    return this.#pieces > MOST.pieces || this.#characters > MOST.characters;
  }

  #sections(sections: readonly XmlElement[], depth: number): ReadSection[] {
    const read: ReadSection[] = [];
    for (const section of sections) {
      const line = lineOf(section);
      if (this.#isSpent() || depth > MOST.sectionDepth) {
        read.push({ title: undefined, line, blocks: [note(line, TOO_MUCH)], sections: [] });
        break;
      }
      read.push(this.#section(section, depth));
    }
    return read;
  }

  #section(section: XmlElement, depth: number): ReadSection {
    this.#pieces++;
    const line = lineOf(section);
    const text = section.element('text');
    const title = oneLine(section.element('title')?.text ?? '') || undefined;
    this.#footnotes = [];
    const blocks = text ? this.#blocks(text, 0) : [];
    this.#footnotes.forEach((runs, i) =>
      blocks.push({
        kind: 'paragraph',
        line: runs[0]?.line ?? line,
        runs: [{ text: `[${i + 1}] `, line: runs[0]?.line ?? line }, ...runs],
      }),
    );
    const sections = this.#sections(section.all('component', 'section'), depth + 1);
    if (blocks.length === 0 && sections.length === 0) blocks.push(note(lineOf(text ?? section), NO_TEXT));
    return { title, line, blocks, sections };
  }

  #blocks(container: XmlElement, depth: number, style: Style = {}): ReadBlock[] {
    const sink = new Sink(lineOf(container), depth);
    sink.named(container.attribute('ID'), sink.line);
    this.#children(container, { ...style, ...styled(container) }, sink);
    sink.end();
    return sink.blocks;
  }

  #children(element: XmlElement, style: Style, sink: Sink): void {
    for (const child of element.children) {
      if (this.#isSpent()) {
        if (this.#pieces !== Infinity) sink.block(note(lineOf(element), TOO_MUCH));
        // told once
        this.#pieces = Infinity;
        return;
      }
      if (child instanceof XmlElement) this.#element(child, style, sink);
      else this.#text(child, style, sink);
    }
  }

  #text(node: XmlText, style: Style, sink: Sink): void {
    const text = node.text.replace(/[ \t\r\n]+/g, ' ');
    if (text === '') return;
    this.#pieces++;
    this.#characters += text.length;
    const blank = /^[ \t\r\n]*/.exec(node.text)![0].length;
    sink.run(text, this.#root.document.position(node.start + blank).line, style);
  }

  #element(element: XmlElement, style: Style, sink: Sink): void {
    this.#pieces++;
    const line = lineOf(element);
    const id = element.attribute('ID');
    if (sink.depth > MOST.depth) {
      sink.run(` ${element.text.replace(/\s+/g, ' ')} `, line, style);
      return;
    }
    switch (element.local) {
      case 'br':
        sink.run('\n', line, style);
        return;
      case 'paragraph':
        sink.end();
        sink.named(id, line);
        this.#children(element, { ...style, ...styled(element) }, sink);
        sink.end();
        return;
      case 'caption':
        sink.named(id, line);
        this.#children(element, { ...style, ...styled(element), bold: true }, sink);
        sink.run(' ', line, style);
        return;
      case 'list':
        sink.block(this.#list(element, style, sink.depth, line));
        return;
      case 'table':
        sink.block(this.#table(element, style, sink.depth, line));
        return;
      case 'renderMultiMedia':
        sink.block(this.#multimedia(element, line));
        return;
      case 'footnote':
        this.#footnotes.push(this.#runs(element, style));
        sink.run(`[${this.#footnotes.length}]`, line, { ...style, script: 'super' });
        return;
      case 'linkHtml': {
        const href = element.attribute('href') ?? '';
        sink.named(id, line);
        this.#children(element, { ...style, ...styled(element), underline: true }, sink);
        // shown, never followed: a stranger chose it
        if (href !== '' && href !== element.text.trim() && !href.startsWith('#')) sink.run(` (${href.slice(0, 500)})`, line, style);
        return;
      }
      case 'sub':
      case 'sup':
        sink.named(id, line);
        this.#children(element, { ...style, script: element.local === 'sub' ? 'sub' : 'super' }, sink);
        return;
      default:
        sink.named(id, line);
        this.#children(element, { ...style, ...styled(element) }, sink);
    }
  }

  /** What an element says, without its blocks. */
  #runs(element: XmlElement, style: Style = {}): ReadRun[] {
    return this.#blocks(element, MOST.depth, style).flatMap((block) => (block.kind === 'paragraph' ? block.runs : []));
  }

  #caption(element: XmlElement): { caption?: ReadRun[] } {
    const caption = element.element('caption');
    const runs = caption && this.#runs(caption);
    return runs && runs.length > 0 ? { caption: runs } : {};
  }

  #list(element: XmlElement, style: Style, depth: number, line: number): ReadBlock {
    const items: ReadItem[] = [];
    for (const item of element.elements('item')) {
      if (this.#isSpent()) break;
      items.push({ line: lineOf(item), blocks: this.#blocks(item, depth + 1, { ...style, ...styled(element) }) });
    }
    return { kind: 'list', line, ordered: element.attribute('listType') === 'ordered', ...this.#caption(element), items };
  }

  #table(element: XmlElement, style: Style, depth: number, line: number): ReadBlock {
    const rows: ReadRow[] = [];
    for (const part of element.elements())
      for (const row of part.local === 'tr' ? [part] : part.elements('tr')) {
        if (this.#isSpent()) break;
        this.#pieces++;
        const head = part.local === 'thead';
        const cells: ReadRow['cells'] = [];
        for (const cell of row.elements()) {
          if (this.#isSpent()) break;
          if (cell.local !== 'td' && cell.local !== 'th') continue;
          this.#pieces++;
          cells.push({
            line: lineOf(cell),
            head: cell.local === 'th',
            colspan: span(cell.attribute('colspan')),
            rowspan: span(cell.attribute('rowspan')),
            blocks: this.#blocks(cell, depth + 1, style),
          });
        }
        rows.push({ line: lineOf(row), head, cells });
      }
    return { kind: 'table', line, ...this.#caption(element), rows };
  }

  #multimedia(element: XmlElement, line: number): ReadBlock {
    const reference = element.attribute('referencedObject') ?? '';
    if (!this.#media) {
      this.#media = new Map();
      for (const kind of ['observationMedia', 'regionOfInterest'])
        for (const media of this.#root.descendants(kind)) this.#media.set(media.attribute('ID') ?? '', media);
    }
    // one reference may list several
    const found = reference.split(/\s+/).flatMap((id) => this.#media!.get(id) ?? []);
    const media = found[0];
    const value =
      media?.local === 'regionOfInterest' ? media.at('entryRelationship', 'observationMedia', 'value') : media?.element('value');
    if (!value)
      return note(line, {
        fr: `Objet à afficher absent du document\u00A0: «\u00A0${oneLine(reference).slice(0, 80)}\u00A0».`,
        en: `Object to display missing from the document: “${oneLine(reference).slice(0, 80)}”.`,
      });
    return this.#shown(readMedia(value), line, this.#caption(element));
  }

  /** An image in place, within what a page can carry; anything else is told. */
  #shown(media: ReadMedia, line: number, caption: { caption?: ReadRun[] }): ReadBlock {
    const { mediaType, bytes } = media;
    if (media.image) {
      this.#imagesBase64 += media.image.base64.length;
      if (this.#imagesBase64 <= MOST.imagesBase64) return { kind: 'image', line, ...media.image, ...caption };
      return { kind: 'attachment', line, mediaType, bytes, note: MANY_IMAGES };
    }
    return { kind: 'attachment', line, mediaType, bytes, note: media.note };
  }

  #unstructured(text: XmlElement): ReadBlock[] {
    const line = lineOf(text);
    const media = readMedia(text, MOST.plainText);
    if (media.text === undefined) return [this.#shown(media, line, {})];
    const paragraphs = media.text
      .split(/\n\s*\n/)
      .slice(0, MOST.pieces)
      .filter((paragraph) => paragraph.trim() !== '')
      .map((paragraph): ReadBlock => ({ kind: 'paragraph', line, runs: [{ text: paragraph.trimEnd(), line }] }));
    return media.text.length === MOST.plainText ? [...paragraphs, note(line, TOO_MUCH)] : paragraphs;
  }
}

const note = (line: number, text: Bilingual): ReadBlock => ({ kind: 'note', line, text });

const TOO_MUCH: Bilingual = {
  fr: 'La suite est trop longue pour être montrée ici.',
  en: 'The rest is too long to be shown here.',
};
const NO_TEXT: Bilingual = { fr: 'Cette section n’a aucun texte à lire.', en: 'This section has no text to read.' };
const MANY_IMAGES: Bilingual = {
  fr: 'Image non affichée\u00A0: le document en contient trop pour cette page.',
  en: 'Image not shown: the document holds too many for this page.',
};

function styled(element: XmlElement): Style {
  const style: Style = element.attribute('revised') === 'delete' ? { struck: true } : {};
  const code = element.attribute('styleCode');
  if (code === undefined) return style;
  const wanted = code.slice(0, 200).toLowerCase();
  return {
    ...style,
    ...(wanted.includes('bold') && { bold: true as const }),
    ...(/italic|emphasis/.test(wanted) && { italics: true as const }),
    ...(wanted.includes('underline') && { underline: true as const }),
    ...(wanted.includes('strike') && { struck: true as const }),
  };
}

function span(written: string | undefined): number {
  const number = Number(written ?? 1);
  return Number.isInteger(number) && number >= 1 ? Math.min(number, MOST.span) : 1;
}
