import { XML } from './ast.js';
import { atomizeAll, compareNodes, numberOfAtomic, treeOrder } from './atomics.js';
import { atomize, splitQName, stringOf } from './casts.js';
import type { Dynamic } from './context.js';
import { contextItem, contextNode, contextText, define, text, type Functions } from './function-spec.js';
import { Kind, nameNumber, nameOf, Node } from './node.js';
import { resolveUri, trimmed } from './strings.js';
import { AnyUri, QName, XPathError, type Sequence } from './values.js';

/** Functions on nodes and documents (XQuery and XPath Functions, 2, 14 and 15.5; XSLT 2.0, 16.1 and 16.6). */

const [XML_LANG, XML_BASE, XML_ID] = ['lang', 'base', 'id'].map((local) => nameNumber(XML, local)) as [number, number, number];

/** The node given, or without an argument the context node; undefined for an empty argument. */
const nodeOf = (context: Dynamic, args: readonly Sequence[], index = 0): Node | undefined =>
  args.length <= index ? contextNode(context) : (args[index]![0] as Node | undefined);

const hasName = (node: Node): boolean => node.kind === Kind.Element || node.kind === Kind.Attribute || node.kind === Kind.Instruction;

const attributeOf = (node: Node, name: number): string | undefined => node.attributes.find((a) => a.name === name)?.value;

/** The base URI of a node, with xml:base; undefined when its document was read from nowhere (data model, 5.2). */
export function baseUri(node: Node): string | undefined {
  const bases: string[] = [];
  for (let here: Node | undefined = node; here !== undefined; here = here.parent) {
    const base = attributeOf(here, XML_BASE);
    if (base !== undefined) bases.unshift(base);
  }
  return bases.reduce<string | undefined>((base, relative) => (base === undefined ? relative : resolveUri(relative, base)), node.tree.uri);
}

function hasLanguage(node: Node, language: string): boolean {
  for (let here: Node | undefined = node; here !== undefined; here = here.parent) {
    const own = attributeOf(here, XML_LANG)?.toLowerCase();
    if (own !== undefined) return own === language.toLowerCase() || own.startsWith(`${language.toLowerCase()}-`);
  }
  return false;
}

/** The elements whose xml:id is among some: no other attribute is known to be an ID without a DTD. */
function withIds(ids: ReadonlySet<string>, root: Node): Node[] {
  const found = new Map<string, Node>();
  for (const node of root.tree.all) {
    if (node.kind !== Kind.Attribute || node.name !== XML_ID) continue;
    const id = trimmed(node.value!);
    if (ids.has(id) && !found.has(id)) found.set(id, node.parent!);
  }
  return [...found.values()].sort(compareNodes);
}

const tokens = (values: Sequence): ReadonlySet<string> =>
  new Set(values.flatMap((value) => (value as string).split(/[ \t\r\n]+/)).filter((id) => id !== ''));

function open(context: Dynamic, uri: string, base: string): Node {
  if (WRONG_URI.test(uri)) throw new XPathError('FODC0005', `"${uri}" is not a URI`);
  const tree = context.documents.open(uri, base);
  if (tree === undefined) throw new XPathError('FODC0002', `there is no document ${uri}`);
  return tree.root;
}

const WRONG_URI = /^:|[\0-\x1f]/;

/** One document of fn:document, or in it the element that the fragment names. */
function documentOf(context: Dynamic, uri: string, base: string): Node[] {
  const hash = uri.indexOf('#');
  if (hash < 0) return [open(context, uri, base)];
  return withIds(new Set([uri.slice(hash + 1)]), open(context, uri.slice(0, hash), base));
}

/** The namespace that a prefix is bound to on an element; undefined when to none. */
function namespaceOf(element: Node, prefix: string): string | undefined {
  if (prefix === 'xml') return XML;
  const namespace = element.scope.get(prefix);
  return namespace === '' ? undefined : namespace;
}

function resolveQName(name: string, element: Node): QName {
  const parts = splitQName(trimmed(name));
  if (parts === undefined) throw new XPathError('FOCA0002', `"${name}" is not a name`);
  const { prefix, local } = parts;
  const namespace = namespaceOf(element, prefix) ?? (prefix === '' ? '' : undefined);
  if (namespace === undefined) throw new XPathError('FONS0004', `the prefix ${prefix} is not bound to a namespace on this element`);
  return new QName(namespace, local, prefix);
}

const nodeName = (node: Node): QName => {
  const { namespace, local } = nameOf(node.name);
  const written = node.writtenName;
  const colon = written.indexOf(':');
  return new QName(namespace, local, colon < 0 ? '' : written.slice(0, colon));
};

export const NODE_FUNCTIONS: Functions = [
  define('node-name', 'node?', 'atomic?', (_, [nodes]) => (nodes as readonly Node[]).filter(hasName).map(nodeName)),
  // without a schema, no element is nilled
  define('nilled', 'node?', 'boolean?', (_, [nodes]) =>
    (nodes as readonly Node[]).filter((node) => node.kind === Kind.Element).map(() => false),
  ),
  define(
    'string',
    '/ item?',
    'string',
    (context, args) => {
      if (args.length === 0) return [contextText(context)];
      const item = args[0]![0];
      if (item === undefined) return [''];
      return [item instanceof Node ? item.text : stringOf(item)];
    },
    0,
  ),
  define('data', 'item*', 'sequence', (_, [items]) => atomizeAll(items!)),
  define(
    'base-uri',
    '/ node?',
    'atomic?',
    (context, args) => {
      const node = nodeOf(context, args);
      const uri = node === undefined ? undefined : baseUri(node);
      return uri === undefined ? [] : [new AnyUri(uri)];
    },
    0,
  ),
  define('document-uri', 'node?', 'atomic?', (_, [nodes]) =>
    (nodes as readonly Node[])
      .filter((node) => node.kind === Kind.Document && node.tree.uri !== undefined)
      .map((node) => new AnyUri(node.tree.uri!)),
  ),
  define('name', '/ node?', 'string', (context, args) => [nodeOf(context, args)?.writtenName ?? ''], 0),
  define(
    'local-name',
    '/ node?',
    'string',
    (context, args) => {
      const node = nodeOf(context, args);
      return [node === undefined ? '' : nameOf(node.name).local];
    },
    0,
  ),
  define(
    'namespace-uri',
    '/ node?',
    'atomic',
    (context, args) => {
      const node = nodeOf(context, args);
      return [new AnyUri(node === undefined ? '' : nameOf(node.name).namespace)];
    },
    0,
  ),
  define(
    'number',
    '/ atomic?',
    'double',
    (context, args) => {
      const item = args.length === 0 ? contextItem(context) : args[0]![0];
      return [item === undefined ? NaN : numberOfAtomic(atomize(item))];
    },
    0,
  ),
  define('lang', 'string? / node', 'boolean', (context, args) => [hasLanguage(nodeOf(context, args, 1)!, text(args, 0))], 1),
  define(
    'root',
    '/ node?',
    'node?',
    (context, args) => {
      const node = nodeOf(context, args);
      return node === undefined ? [] : [node.tree.root];
    },
    0,
  ),
  define('id', 'string* / node', 'node?', (context, args) => withIds(tokens(args[0]!), nodeOf(context, args, 1)!), 1),
  // without a DTD, no attribute is known to be an IDREF
  define(
    'idref',
    'string* / node',
    'node?',
    (context, args) => {
      nodeOf(context, args, 1);
      return [];
    },
    1,
  ),
  define('doc', 'string?', 'node?', (context, args) => (args[0]!.length === 0 ? [] : [open(context, text(args, 0), context.base)])),
  define('doc-available', 'string?', 'boolean', (context, args) => {
    if (args[0]!.length === 0) return [false];
    try {
      open(context, text(args, 0), context.base);
      return [true];
    } catch (error) {
      if (error instanceof XPathError) return [false];
      throw error;
    }
  }),
  define('collection', '/ string?', 'sequence', (_, args) => {
    throw new XPathError(args.length === 0 ? 'FODC0002' : 'FODC0004', 'there are no collections');
  }),
  define('document', 'item* / node', 'node?', (context, args) => {
    const given = args[1]?.[0] as Node | undefined;
    const found = args[0]!.flatMap((item) => {
      const base = given ?? (item instanceof Node ? item : undefined);
      return documentOf(context, stringOf(atomize(item)), (base && baseUri(base)) ?? context.base);
    });
    return treeOrder(found);
  }),
  define('current', '', 'node', (context) => [context.current]),
  define('resolve-QName', 'string? element', 'atomic?', (_, args) =>
    args[0]!.length === 0 ? [] : [resolveQName(text(args, 0), args[1]![0] as Node)],
  ),
  define('namespace-uri-for-prefix', 'string? element', 'atomic?', (_, args) => {
    const namespace = namespaceOf(args[1]![0] as Node, text(args, 0));
    return namespace === undefined ? [] : [new AnyUri(namespace)];
  }),
  define('in-scope-prefixes', 'element', 'sequence', (_, args) => {
    const element = args[0]![0] as Node;
    return [...new Set([...element.scope.keys(), 'xml'])].filter((prefix) => namespaceOf(element, prefix) !== undefined);
  }),
];
