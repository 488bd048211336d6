/**
 * A read-only XML tree that remembers where everything stands in the text it was read from. Offsets are UTF-16 code
 * units into `XmlDocument.text`.
 */

export interface XmlAttribute {
  /** as written, with prefix */
  name: string;
  local: string;
  /** namespace name; '' for an unprefixed attribute */
  namespace: string;
  value: string;
  /** of its name */
  start: number;
}

export interface XmlText {
  text: string;
  start: number;
  parent: XmlElement;
}

/** A comment or a processing instruction: beside the tree, because nothing but XPath asks for them. */
export interface Aside {
  /** undefined outside the root element */
  parent: XmlElement | undefined;
  /** position among the children of `parent`: before that child, or inside it when it is text */
  index: number;
  /** inside the text at `index`: characters before it */
  offset: number;
  /** of an instruction; undefined for a comment */
  target: string | undefined;
  text: string;
  start: number;
}

export type XmlNode = XmlElement | XmlText;

const NO_CHILDREN: readonly XmlNode[] = [];

export class XmlElement {
  children: readonly XmlNode[] = NO_CHILDREN;
  /** first offset after the end tag */
  end = 0;
  /** offsets of the content between start tag and end tag; equal for an empty-element tag */
  contentStart = 0;
  contentEnd = 0;

  constructor(
    readonly document: XmlDocument,
    readonly parent: XmlElement | undefined,
    /** as written, with prefix */
    readonly name: string,
    readonly local: string,
    readonly namespace: string,
    readonly attributes: readonly XmlAttribute[],
    /** of its `<` */
    readonly start: number,
    /** every prefix bound here; '' is the default namespace */
    readonly scope: ReadonlyMap<string, string>,
  ) {}

  /** Child elements, or those with this local name (in this namespace). */
  elements(local?: string, namespace?: string): XmlElement[] {
    return this.children.filter(
      (child): child is XmlElement =>
        child instanceof XmlElement
        && (local === undefined || child.local === local)
        && (namespace === undefined || child.namespace === namespace),
    );
  }

  /** First child element with this local name (in this namespace). */
  element(local: string, namespace?: string): XmlElement | undefined {
    for (const child of this.children)
      if (child instanceof XmlElement && child.local === local && (namespace === undefined || child.namespace === namespace)) return child;
    return undefined;
  }

  /** Follows a path of local names, first match at each step: `at('recordTarget', 'patientRole')`. */
  at(...path: string[]): XmlElement | undefined {
    let here: XmlElement | undefined = this;
    for (const local of path) here = here?.element(local);
    return here;
  }

  /** All elements reached by a path of local names, every match at each step. */
  all(...path: string[]): XmlElement[] {
    let here: XmlElement[] = [this];
    for (const local of path) here = here.flatMap((element) => element.elements(local));
    return here;
  }

  /** All descendants (self excluded) with this local name (in this namespace), in document order. */
  *descendants(local?: string, namespace?: string): Generator<XmlElement> {
    const stack: XmlElement[] = [];
    for (let next: XmlElement | undefined = this; next; next = stack.pop()) {
      if (next !== this && (local === undefined || next.local === local) && (namespace === undefined || next.namespace === namespace))
        yield next;
      const inner = next.children;
      for (let i = inner.length - 1; i >= 0; i--) {
        const child = inner[i]!;
        if (child instanceof XmlElement) stack.push(child);
      }
    }
  }

  /** Attribute value; unprefixed unless a namespace is given. */
  attribute(local: string, namespace = ''): string | undefined {
    return this.attributes.find((a) => a.local === local && a.namespace === namespace)?.value;
  }

  /** All character data below, in order. */
  get text(): string {
    if (this.children.length === 1 && !(this.children[0] instanceof XmlElement)) return this.children[0]!.text;
    const pieces: string[] = [];
    const stack: XmlNode[] = [...this.children].reverse();
    for (let next = stack.pop(); next; next = stack.pop()) {
      if (next instanceof XmlElement) for (let i = next.children.length - 1; i >= 0; i--) stack.push(next.children[i]!);
      else pieces.push(next.text);
    }
    return pieces.join('');
  }

  /** XPath from the root, names as written, with a position where siblings share the name. */
  get path(): string {
    const steps: string[] = [];
    for (let here: XmlElement | undefined = this; here; here = here.parent) steps.push(here.#lastStep());
    return '/' + steps.reverse().join('/');
  }

  #step: string | undefined;

  #lastStep(): string {
    if (this.#step === undefined) this.#numberSiblings();
    return this.#step ?? this.name;
  }

  /** Gives all siblings their step at once, so that a message with many findings costs no more than its size. */
  #numberSiblings(): void {
    const siblings = this.parent?.elements() ?? [this];
    const total = new Map<string, number>();
    for (const { name } of siblings) total.set(name, (total.get(name) ?? 0) + 1);
    const seen = new Map<string, number>();
    for (const sibling of siblings) {
      const position = (seen.get(sibling.name) ?? 0) + 1;
      seen.set(sibling.name, position);
      sibling.#step = total.get(sibling.name) === 1 ? sibling.name : `${sibling.name}[${position}]`;
    }
  }
}

export class XmlDocument {
  root!: XmlElement;
  /** comments and instructions, in document order */
  readonly asides: Aside[] = [];
  /** the root is only a part of `text`: see `elementAsDocument` */
  excerpt = false;
  #lineStarts: number[] | undefined;

  constructor(
    /** the decoded text, without byte order mark */
    readonly text: string,
    /** lines that stand before this text in what arrived */
    readonly lineOffset = 0,
  ) {}

  /** Line and column, from 1, of an offset. */
  position(offset: number): { line: number; column: number } {
    this.#lineStarts ??= lineStarts(this.text);
    let low = 0;
    let high = this.#lineStarts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#lineStarts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1 + this.lineOffset, column: offset - this.#lineStarts[low]! + 1 };
  }
}

function lineStarts(text: string): number[] {
  const starts = [0];
  for (let i = text.indexOf('\n'); i !== -1; i = text.indexOf('\n', i + 1)) starts.push(i + 1);
  return starts;
}
