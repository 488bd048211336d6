import { isUtf8 } from 'node:buffer';
import { readXml, XmlElement, XmlSyntaxError } from '../xml/index.js';
import type { FhirNode, FhirReading, ReadProblemKind } from './node.js';
import { FHIR_LIMITS, type FhirLimits, Lines, Problems, TreeNode } from './tree.js';

const FHIR = 'http://hl7.org/fhir';
const XHTML = 'http://www.w3.org/1999/xhtml';
const XMLNS = 'http://www.w3.org/2000/xmlns/';
const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

const KINDS: Record<XmlSyntaxError['reason'], ReadProblemKind> = {
  'not-well-formed': 'syntax',
  empty: 'syntax',
  encoding: 'encoding',
  doctype: 'dtd',
  'too-deep': 'bound',
  'too-large': 'bound',
};

/** Elements of FHIR have these attributes, as children in the tree; `url` is that of an extension. */
const CHILD_ATTRIBUTES: ReadonlySet<string> = new Set(['id', 'url']);

/** The element that a narrative was written as, where it came in XML. */
const written = new WeakMap<object, XmlElement>();

/**
 * Reads FHIR XML (FHIR R4, 2.6.1) into the tree that `readFhirJson` makes. Never throws: what cannot be read is a
 * problem. A document type declaration is refused, so there are no entities.
 */
export function readFhirXml(bytes: Uint8Array, limits: FhirLimits = FHIR_LIMITS): FhirReading {
  let document;
  try {
    document = readXml(bytes, {
      limits: { maxBytes: limits.maxBytes, maxDepth: limits.maxDepth, maxAttributes: 100, maxElements: limits.maxNodes },
    });
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const { line, column, explanation } = error;
    const place = { line, column, path: '/' };
    return { format: 'xml', root: undefined, problems: [{ kind: KINDS[error.reason], place, actual: '', detail: explanation }] };
  }
  const lines = new Lines(document.text);
  const problems = new Problems(lines);
  const other = otherEncoding(bytes, document.text);
  if (other !== undefined) problems.add('encoding', { offset: 0 }, other);
  const { root: element } = document;
  if (element.namespace !== FHIR || !startsUpperCase(element.local)) {
    problems.add(element.namespace === FHIR ? 'root' : 'namespace', { offset: element.start }, `${element.name} (${element.namespace})`);
    if (!startsUpperCase(element.local)) return { format: 'xml', root: undefined, problems: problems.all };
  }
  const root = new TreeNode(element.local, undefined, 0, undefined, false, element.start, lines);
  root.resourceType = element.local;
  new TreeBuilder(lines, problems, element.namespace).fill(root, element);
  return { format: 'xml', root, problems: problems.all };
}

/** What XML is written in when it is not UTF-8, which is all that FHIR has (FHIR R4, 2.6): its declaration, or its first bytes. */
function otherEncoding(bytes: Uint8Array, text: string): string | undefined {
  const declared = /^\s{0,99}<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["'](?!utf-?8["'])([\w.:-]{1,40})["']/i.exec(text.slice(0, 300))?.[1];
  return declared ?? (!isUtf8(bytes) || bytes[0] === 0 || bytes[1] === 0 ? 'UTF-16' : undefined);
}

/** A resource is named with a capital, an element never is. */
const startsUpperCase = (name: string): boolean => /^[A-Z]/.test(name);

class TreeBuilder {
  constructor(
    private readonly lines: Lines,
    private readonly problems: Problems,
    /** what the root is in, so that a document that is wholly in another namespace is told once */
    private readonly namespace: string,
  ) {}

  fill(node: TreeNode, element: XmlElement): void {
    const children: TreeNode[] = [];
    this.#attributes(node, element, children);
    for (const child of element.children) {
      if (!(child instanceof XmlElement)) {
        if (/\S/.test(child.text)) this.problems.add('text', { offset: child.start, within: node }, child.text.trim());
        continue;
      }
      if (child.local === 'div' && child.namespace === XHTML) children.push(this.#narrative(node, child));
      else if (startsUpperCase(child.local) && node.resourceType === undefined) this.#resource(node, child);
      else children.push(this.#child(node, child));
    }
    number(children);
    if (node.children.length === 0) node.children = children;
    else if (children.length > 0) node.children = [...children, ...node.children];
  }

  #child(parent: TreeNode, element: XmlElement): TreeNode {
    const node = new TreeNode(element.local, parent, 0, undefined, false, element.start, this.lines);
    this.#judgeNamespace(node, element);
    this.fill(node, element);
    if (node.value === undefined && node.children.length === 0 && node.resourceType === undefined)
      this.problems.add('empty-object', node, `<${element.name}/>`);
    return node;
  }

  /** The resource that stands in `contained` or `resource` is that node itself, as in JSON. */
  #resource(node: TreeNode, element: XmlElement): void {
    this.#judgeNamespace(node, element);
    node.resourceType = element.local;
    this.fill(node, element);
  }

  #narrative(parent: TreeNode, element: XmlElement): TreeNode {
    const node = new TreeNode('div', parent, 0, undefined, false, element.start, this.lines);
    const { start, end, document } = element;
    node.value = node.xhtml = document.text.slice(start, end);
    written.set(node, element);
    return node;
  }

  #attributes(node: TreeNode, element: XmlElement, children: TreeNode[]): void {
    for (const { name, local, namespace, value, start } of element.attributes) {
      if (namespace === XMLNS || namespace === XSI) continue;
      if (namespace === '' && local === 'value') node.value = value;
      else if (namespace === '' && CHILD_ATTRIBUTES.has(local)) {
        const child = new TreeNode(local, node, 0, undefined, false, start, this.lines);
        child.value = value;
        children.push(child);
      } else this.problems.add('shape', { offset: start, within: node, key: name }, name);
      if (namespace === '' && value === '') this.problems.add('empty-string', { offset: start, within: node }, `${name}=""`);
    }
  }

  #judgeNamespace(node: TreeNode, element: XmlElement): void {
    if (element.namespace !== this.namespace)
      this.problems.add('namespace', { offset: element.start, within: node }, `${element.name} (${element.namespace})`);
  }
}

/** Gives siblings of one name their positions; an index is shown where there are several. */
function number(children: readonly TreeNode[]): void {
  if (children.length < 2) return;
  const last = new Map<string, TreeNode>();
  for (const child of children) {
    const before = last.get(child.name);
    if (before) {
      before.indexed = child.indexed = true;
      child.index = before.index + 1;
    }
    last.set(child.name, child);
  }
}

/**
 * The XHTML of a narrative (`div`) as a tree: the one it was written as in XML, or what its string in JSON holds.
 * Places count in the document for XML, in the string for JSON.
 * @returns undefined for a node that is no narrative
 * @throws XmlSyntaxError when the string is no XML
 */
export function narrativeOf(node: FhirNode): XmlElement | undefined {
  if (node.xhtml === undefined) return undefined;
  return written.get(node) ?? readXml(new TextEncoder().encode(node.xhtml)).root;
}
