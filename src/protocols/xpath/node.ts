import { detached, XmlElement, type Aside, type XmlAttribute, type XmlDocument } from '../xml/index.js';

export const enum Kind {
  Document,
  Element,
  Attribute,
  Text,
  Comment,
  Instruction,
}

/** Where a node was made from, or what its name was written like when places do not matter. */
type Source = XmlElement | XmlAttribute | { start: number } | WrittenName;

interface WrittenName {
  name: string;
  scope: ReadonlyMap<string, string>;
}

/**
 * A node of the XPath data model. The tree of `protocols/xml` keeps places; this one keeps what axes need: an order to
 * compare, siblings and parents to follow, and names as small numbers so that a name test is one comparison.
 */
export class Node {
  first: Node | undefined = undefined;
  next: Node | undefined = undefined;
  previous: Node | undefined = undefined;
  /** attributes, in the order they are written; namespace declarations are not among them */
  attributes: readonly Node[] = NONE;
  /** order of the last node below; its own for a leaf */
  last: number;

  constructor(
    readonly kind: Kind,
    readonly tree: Tree,
    readonly parent: Node | undefined,
    /** number of the expanded name (`nameOf`); of the target for an instruction; 0 without a name */
    readonly name: number,
    /** position in document order: attributes stand between their element and its first child */
    readonly order: number,
    /** content of an attribute, text, comment or instruction; of an element when it holds text alone, else undefined */
    public value: string | undefined,
    /** what it was made from, or its name alone; undefined for a document */
    readonly source: Source | undefined,
  ) {
    this.last = order;
  }

  /** The string value (XPath data model, 6): of an element or a document all text below, in order. */
  get text(): string {
    if (this.value !== undefined) return this.value;
    const { all } = this.tree;
    let text = '';
    for (let i = this.order + 1; i <= this.last; i++) if (all[i]!.kind === Kind.Text) text += all[i]!.value!;
    return text;
  }

  /** Name as written, with its prefix; '' without a name. */
  get writtenName(): string {
    const { source } = this;
    return source !== undefined && 'name' in source ? source.name : nameOf(this.name).local;
  }

  /** The namespaces in scope of an element. */
  get scope(): ReadonlyMap<string, string> {
    const { source } = this;
    return source !== undefined && 'scope' in source ? source.scope : (this.parent?.scope ?? new Map<string, string>());
  }

  /** XPath from the root: names as written, a position where siblings share the name. */
  get path(): string {
    if (this.kind === Kind.Document) return '/';
    if (this.source instanceof XmlElement) return this.source.path;
    const parent = this.parent === undefined || this.parent.kind === Kind.Document ? '' : this.parent.path;
    if (this.kind === Kind.Attribute) return `${parent}/@${this.writtenName}`;
    const test =
      this.kind === Kind.Text ? 'text()'
      : this.kind === Kind.Comment ? 'comment()'
      : `processing-instruction(${this.writtenName})`;
    let position = 1;
    for (let here = this.previous; here; here = here.previous) if (here.kind === this.kind && here.name === this.name) position++;
    return `${parent}/${test}[${position}]`;
  }
}

const NONE: readonly Node[] = [];

/** One document as nodes. `all` is in document order, and `all[n].order` is n. */
export class Tree {
  readonly all: Node[] = [];
  readonly root: Node;
  /** undefined when places are not kept */
  readonly document: XmlDocument | undefined;
  /** what names were written like, by scope, when places are not kept */
  #written: Map<ReadonlyMap<string, string>, Map<string, WrittenName>> | undefined;
  #byName: Map<number, Node[]> | undefined;

  constructor(
    /** where it was read from: what fn:document-uri gives and a relative fn:doc is resolved against */
    readonly uri: string | undefined,
    document: XmlDocument,
    /** a value set is looked up and never pointed at: without places its nodes take half the memory */
    placed = true,
  ) {
    this.document = placed ? document : undefined;
    this.root = this.#add(Kind.Document, undefined, 0, undefined, undefined);
    const asides = new Map<XmlElement | undefined, Aside[]>();
    for (const aside of document.asides) {
      const known = asides.get(aside.parent);
      if (known) known.push(aside);
      else asides.set(aside.parent, [aside]);
    }
    const outside = asides.get(undefined) ?? [];
    let previous: Node | undefined;
    for (const aside of outside) if (aside.start < document.root.start) previous = append(this.#aside(aside, this.root), previous);
    previous = append(this.#element(document.root, this.root, asides), previous);
    for (const aside of outside) if (aside.start > document.root.start) previous = append(this.#aside(aside, this.root), previous);
    this.root.last = this.all.length - 1;
  }

  /** Elements of this name, in document order. */
  named(name: number): readonly Node[] {
    if (this.#byName === undefined) {
      this.#byName = new Map();
      for (const node of this.all) {
        if (node.kind !== Kind.Element) continue;
        const known = this.#byName.get(node.name);
        if (known) known.push(node);
        else this.#byName.set(node.name, [node]);
      }
    }
    return this.#byName.get(name) ?? NONE;
  }

  /** The one object for all elements of this name in this scope. */
  #writtenName({ name, scope }: XmlElement): WrittenName {
    this.#written ??= new Map();
    let names = this.#written.get(scope);
    if (names === undefined) this.#written.set(scope, (names = new Map<string, WrittenName>()));
    let written = names.get(name);
    if (written === undefined) names.set(name, (written = { name, scope }));
    return written;
  }

  #add(kind: Kind, parent: Node | undefined, name: number, value: string | undefined, source: Node['source']): Node {
    const kept = this.document !== undefined || (source !== undefined && 'scope' in source) ? source : undefined;
    const node = new Node(kind, this, parent, name, this.all.length, value, kept);
    this.all.push(node);
    return node;
  }

  #aside(aside: Aside, parent: Node): Node {
    const comment = aside.target === undefined;
    return this.#add(comment ? Kind.Comment : Kind.Instruction, parent, comment ? 0 : nameNumber('', aside.target!), aside.text, aside);
  }

  /** Depth is bounded by the reader, so recursion is safe. */
  #element(source: XmlElement, parent: Node, asides: ReadonlyMap<XmlElement | undefined, readonly Aside[]>): Node {
    const node = this.#add(
      Kind.Element,
      parent,
      nameNumber(source.namespace, source.local),
      undefined,
      this.document ? source : this.#writtenName(source),
    );
    const written = source.attributes;
    let declarations = 0;
    for (let i = 0; i < written.length; i++) if (written[i]!.namespace === XMLNS) declarations++;
    if (written.length > declarations) {
      const attributes = new Array<Node>(written.length - declarations);
      let next = 0;
      for (let i = 0; i < written.length; i++) {
        const attribute = written[i]!;
        if (attribute.namespace !== XMLNS)
          attributes[next++] = this.#add(
            Kind.Attribute,
            node,
            nameNumber(attribute.namespace, attribute.local),
            attribute.value,
            this.document ? attribute : unplaced(attribute, source),
          );
      }
      node.attributes = attributes;
    }
    const own = asides.size === 0 ? undefined : asides.get(source);
    let nextAside = 0;
    let previous: Node | undefined;
    const { children } = source;
    for (let i = 0; i < children.length; i++) {
      const child = children[i]!;
      if (child instanceof XmlElement) {
        while (own && nextAside < own.length && own[nextAside]!.index <= i)
          previous = append(this.#aside(own[nextAside++]!, node), previous);
        previous = append(this.#element(child, node, asides), previous);
        continue;
      }
      // the reader joins text across comments and instructions: XPath does not
      let from = 0;
      while (own && nextAside < own.length && own[nextAside]!.index <= i) {
        const aside = own[nextAside++]!;
        const upTo = aside.index < i ? 0 : aside.offset;
        if (upTo > from) previous = append(this.#add(Kind.Text, node, 0, child.text.slice(from, upTo), child), previous);
        from = Math.max(from, upTo);
        previous = append(this.#aside(aside, node), previous);
      }
      if (from < child.text.length)
        previous = append(this.#add(Kind.Text, node, 0, from === 0 ? child.text : child.text.slice(from), child), previous);
    }
    while (own && nextAside < own.length) previous = append(this.#aside(own[nextAside++]!, node), previous);
    node.last = this.all.length - 1;
    if (node.first === undefined) node.value = '';
    else if (node.first.kind === Kind.Text && node.first.next === undefined) node.value = node.first.value;
    return node;
  }
}

/** The name of an attribute, where it says more than its expanded name. */
const unplaced = ({ name, local }: XmlAttribute, { scope }: XmlElement): WrittenName | undefined =>
  name === local ? undefined : { name, scope };

/** Hangs a node behind its sibling, or as the first child of its parent. */
function append(node: Node, previous: Node | undefined): Node {
  if (previous === undefined) node.parent!.first = node;
  else {
    previous.next = node;
    node.previous = previous;
  }
  return node;
}

const XMLNS = 'http://www.w3.org/2000/xmlns/';

const numbers = new Map<string, Map<string, number>>();
const names: { namespace: string; local: string }[] = [{ namespace: '', local: '' }];
const locals = new Map<string, number>([['', 0]]);
const namespaces = new Map<string, number>([['', 0]]);

/** By number of an expanded name: numbers of its local part and of its namespace. */
export const localNumbers: number[] = [0];
export const namespaceNumbers: number[] = [0];

/** A number for a local name, whatever its namespace. */
export const localNumber = (local: string): number => numberIn(locals, local);

/** A number for a namespace name. */
export const namespaceNumber = (namespace: string): number => numberIn(namespaces, namespace);

function numberIn(known: Map<string, number>, key: string): number {
  let number = known.get(key);
  if (number === undefined) known.set(detached(key), (number = known.size));
  return number;
}

/** Gives each expanded name a number of its own, the same for every document and expression of the process. */
export function nameNumber(namespace: string, local: string): number {
  let known = numbers.get(namespace);
  if (known === undefined) numbers.set(detached(namespace), (known = new Map<string, number>()));
  let number = known.get(local);
  if (number === undefined) {
    number = names.length;
    const name = { namespace: detached(namespace), local: detached(local) };
    known.set(name.local, number);
    names.push(name);
    localNumbers.push(localNumber(local));
    namespaceNumbers.push(namespaceNumber(namespace));
  }
  return number;
}

/** The expanded name of a number. */
export const nameOf = (number: number): { namespace: string; local: string } => names[number]!;
