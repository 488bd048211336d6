import type { SourceText } from './source-text.js';

interface Node {
  parent: Node | undefined;
  name: string;
  start: number;
  end: number;
  /** ID of the narrative that it refers to */
  reference?: string;
}

/** these only hold the reference of what they are part of */
const HOLDERS = new Set(['text', 'originalText', 'code', 'value']);

/**
 * Where the elements of a well-formed document begin and end, and which narrative a coded entry refers to: enough to
 * tell which piece of the document, as a person reads it, a finding is about. One pass; what it does not understand it
 * skips, for it only links.
 */
export class Outline {
  readonly #source: SourceText;
  /** in the order they begin */
  readonly #nodes: Node[] = [];

  constructor(source: SourceText) {
    this.#source = source;
    const { text } = source;
    let here: Node | undefined;
    let at = text.indexOf('<');
    while (at !== -1) {
      if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
      else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at + 9);
      else if (text[at + 1] === '?') at = after(text, '?>', at + 2);
      else if (text[at + 1] === '/') {
        at = after(text, '>', at);
        if (here) here.end = at === -1 ? text.length : at;
        here = here?.parent;
      } else {
        const start = at;
        const end = endOfTag(text, at);
        at = end;
        if (end === -1) break;
        const tag = text.slice(start + 1, end);
        const name = /^(?:[^\s:/>]*:)?([^\s:/>]+)/.exec(tag)?.[1] ?? '';
        const node: Node = { parent: here, name, start, end };
        this.#nodes.push(node);
        if (name === 'reference') refer(node, /\svalue\s*=\s*["']#([^"']*)["']/.exec(tag)?.[1]);
        if (!tag.endsWith('/>')) here = node;
      }
      at = at === -1 ? -1 : text.indexOf('<', at);
    }
    for (; here; here = here.parent) here.end = text.length;
  }

  /** The lines of the outermost element that begins on a line; the line alone when none does. */
  extent(line: number): { from: number; to: number } {
    const from = this.#source.offset(line, 1);
    const stop = this.#source.offset(line + 1, 1) ?? Infinity;
    const node = from === undefined ? undefined : this.#nodes[this.#firstFrom(from)];
    return { from: line, to: node && node.start < stop ? this.#source.lineAt(Math.max(node.start, node.end - 1)) : line };
  }

  /** IDs of the narrative that what stands here refers to, the nearest first. */
  references(offset: number): string[] {
    const found: string[] = [];
    let node: Node | undefined = this.#nodes[this.#firstFrom(offset + 1) - 1];
    while (node && node.end <= offset) node = node.parent;
    for (; node && node.name !== 'section'; node = node.parent) if (node.reference !== undefined) found.push(node.reference);
    return found;
  }

  /** Index of the first element that begins here or later. */
  #firstFrom(offset: number): number {
    let low = 0;
    let high = this.#nodes.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#nodes[middle]!.start < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function after(text: string, end: string, from: number): number {
  const found = text.indexOf(end, from);
  return found === -1 ? -1 : found + end.length;
}

/** The offset after a start tag; quoted values may hold `>`. */
function endOfTag(text: string, from: number): number {
  let quote = 0;
  for (let at = from; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (quote !== 0) {
      if (code === quote) quote = 0;
    } else if (code === 0x22 || code === 0x27) quote = code;
    else if (code === 0x3e) return at + 1;
  }
  return -1;
}

function refer(node: Node, id: string | undefined): void {
  let owner = node.parent;
  while (owner && HOLDERS.has(owner.name)) owner = owner.parent;
  if (id !== undefined && owner) owner.reference ??= id;
}
