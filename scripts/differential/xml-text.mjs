/**
 * XML as text that can be changed and written again: names, raw attribute values and raw pieces, nothing resolved. It is
 * enough for documents that are well-formed and have no DOCTYPE, and it shares no code with the engine under test.
 */

const START = /<([^\s/>=<!?]+)((?:\s+[^\s=>/]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(\/?)>/y;
const END = /<\/([^\s>]+)\s*>/y;
const ATTRIBUTE = /([^\s=]+)\s*=\s*("[^"]*"|'[^']*')/g;
const PIECES = [
  ['comment', /<!--[\s\S]*?-->/y],
  ['instruction', /<\?[\s\S]*?\?>/y],
  ['cdata', /<!\[CDATA\[[\s\S]*?\]\]>/y],
  ['text', /[^<]+/y],
];

/**
 * Reads a document. Returns its root, what stands before and after, and for every element its name, attributes (raw
 * values), children and the offsets of its text. Throws where the text is not XML of the simple kind above.
 */
export function readText(text) {
  const document = { before: '', root: undefined, after: '' };
  const open = [];
  let at = text.startsWith('\uFEFF') ? 1 : 0;
  const match = (pattern) => {
    pattern.lastIndex = at;
    return pattern.exec(text);
  };
  while (at < text.length) {
    const parent = open.at(-1);
    const start = match(START);
    const end = start ? null : match(END);
    if (start) {
      const attributes = [...start[2].matchAll(ATTRIBUTE)].map(([, name, value]) => [name, value.slice(1, -1).replaceAll('"', '&quot;')]);
      const element = { kind: 'element', name: start[1], attributes, children: [], start: at, end: at + start[0].length };
      if (parent) parent.children.push(element);
      else if (!document.root) document.root = element;
      else throw new Error(`a second root at ${at}`);
      if (!start[3]) open.push(element);
      at += start[0].length;
    } else if (end) {
      at += end[0].length;
      if (parent?.name !== end[1]) throw new Error(`</${end[1]}> at ${at} closes nothing`);
      open.pop().end = at;
    } else {
      const [kind, piece] = PIECES.map(([k, pattern]) => [k, match(pattern)]).find(([, m]) => m) ?? [];
      if (!piece) throw new Error(`neither markup nor text at ${at}: ${text.slice(at, at + 40)}`);
      if (parent) parent.children.push({ kind, raw: piece[0] });
      else document[document.root ? 'after' : 'before'] += piece[0];
      at += piece[0].length;
    }
  }
  if (!document.root || open.length) throw new Error('the document ends too early');
  return document;
}

/** The text of an element, or of any piece of content. */
export function writeText(node) {
  if (node.kind !== 'element') return node.raw;
  const tag = node.name + node.attributes.map(([name, value]) => ` ${name}="${value}"`).join('');
  return node.children.length ? `<${tag}>${node.children.map(writeText).join('')}</${node.name}>` : `<${tag}/>`;
}

/** Every element below and including one, in document order, with its parent. */
export function* elements(node, parent) {
  yield { node, parent };
  for (const child of node.children) if (child.kind === 'element') yield* elements(child, node);
}

export const localName = (name) => name.slice(name.indexOf(':') + 1);
export const prefixOf = (name) => (name.includes(':') ? name.slice(0, name.indexOf(':')) : '');

/** The namespace declarations of one element, prefix to URI. */
export const declarations = (element) =>
  element.attributes
    .filter(([name]) => name === 'xmlns' || name.startsWith('xmlns:'))
    .map(([name, uri]) => [name === 'xmlns' ? '' : name.slice(6), uri]);

/** Whether every prefix is declared where it is used and no attribute stands twice. */
export function isNamespaceWellFormed(element, scope = new Set(['', 'xml', 'xmlns'])) {
  const here = new Set([...scope, ...declarations(element).map(([prefix]) => prefix)]);
  const names = element.attributes.map(([name]) => name);
  return (
    [element.name, ...names].every((name) => here.has(prefixOf(name)))
    && new Set(names).size === names.length
    && element.children.every((child) => child.kind !== 'element' || isNamespaceWellFormed(child, here))
  );
}

/**
 * The ClinicalDocument of a document, as text: the text as it is, or, where a style sheet wraps it, the element cut out
 * with the namespaces that were in scope.
 */
export function clinicalDocumentText(text) {
  const { root } = readText(text);
  if (localName(root.name) === 'ClinicalDocument') return text;
  const scope = new Map();
  const found = find(root, scope);
  if (!found) return text;
  const own = new Set(declarations(found).map(([prefix]) => prefix));
  const inherited = [...scope].filter(([prefix]) => !own.has(prefix));
  const added = inherited.map(([prefix, uri]) => ` ${prefix ? `xmlns:${prefix}` : 'xmlns'}="${uri}"`).join('');
  const at = found.start + 1 + found.name.length;
  return `<?xml version="1.0" encoding="UTF-8"?>\n${text.slice(found.start, at)}${added}${text.slice(at, found.end)}\n`;
}

/** Finds the ClinicalDocument and leaves in `scope` the namespaces declared around it. */
function find(element, scope) {
  if (localName(element.name) === 'ClinicalDocument') return element;
  const before = new Map(scope);
  for (const [prefix, uri] of declarations(element)) scope.set(prefix, uri);
  for (const child of element.children) {
    const found = child.kind === 'element' && find(child, scope);
    if (found) return found;
  }
  scope.clear();
  for (const [prefix, uri] of before) scope.set(prefix, uri);
  return undefined;
}
