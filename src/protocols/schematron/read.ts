import type { Bilingual } from '../../model/index.js';
import { readXml, XmlElement, XmlSyntaxError, type XmlDocument } from '../xml/index.js';
import type {
  Check,
  Diagnostic,
  Let,
  Linkable,
  MessagePart,
  Phase,
  Place,
  Property,
  Schema,
  SchemaPattern,
  SchemaProblem,
  SchemaProblemKind,
  SchemaRule,
} from './schema.js';

export const SCHEMATRON = 'http://purl.oclc.org/dsdl/schematron';
export const OLD_SCHEMATRON = 'http://www.ascc.net/xml/schematron';
export const XSLT = 'http://www.w3.org/1999/XSL/Transform';
const XML = 'http://www.w3.org/XML/1998/namespace';
const XINCLUDE = 'http://www.w3.org/2001/XInclude';
const XLINK = 'http://www.w3.org/1999/xlink';

/**
 * Opens a file of the rules by its path from their root, with `/`.
 * @returns its bytes and its real path, which may differ in case from the one asked for; undefined when there is none
 */
export type OpenFile = (path: string) => { bytes: Uint8Array; path: string } | undefined;

/** The file that was asked for is missing, is not XML, or holds no schematron schema. */
export class SchemaError extends Error {
  constructor(
    readonly explanation: Bilingual,
    readonly place: Place,
  ) {
    super(`${place.file}:${place.line}:${place.column}: ${explanation.en}`);
  }
}

export interface SchemaLimits {
  /** elements and texts once everything is included and expanded */
  maxNodes: number;
  /** elements inside one another, across includes */
  maxDepth: number;
  /** characters written by replacing the parameters of abstract patterns */
  maxText: number;
  /** lets and checks of all rules once what they extend is in place */
  maxChecks: number;
  /** abstract rules that extend one another */
  maxExtends: number;
  maxProblems: number;
}

/** Some five times the largest official profile, and read within seconds. */
export const SCHEMA_LIMITS: SchemaLimits = {
  maxNodes: 500_000,
  maxDepth: 512,
  maxText: 16 * 1024 * 1024,
  maxChecks: 1_000_000,
  maxExtends: 200,
  maxProblems: 1000,
};

/** What the skeleton declares in the stylesheet it writes, before the namespaces of the schema. */
const OF_SKELETON: readonly [string, string][] = [
  ['xs', 'http://www.w3.org/2001/XMLSchema'],
  ['xsd', 'http://www.w3.org/2001/XMLSchema'],
  ['xhtml', 'http://www.w3.org/1999/xhtml'],
  ['iso', SCHEMATRON],
  ['schold', OLD_SCHEMATRON],
];

/** The skeleton refuses those of XSLT 3; what they add to XPath 2.0 is judged by the other engine. */
const QUERY_BINDINGS = /^(xslt1?|XSLT1?|xpath|exslt|xslt[23]|xpath(2|3|31))$/;

/** An element once includes are in place. */
interface Branch {
  element: XmlElement;
  parent: Branch | undefined;
  children: (Branch | string)[];
  /** replaces the parameters of the abstract pattern that this is part of */
  replace: ((text: string) => string) | undefined;
  /** of a pattern made from an abstract one: what called it */
  caller: Branch | undefined;
}

/** What the steps of reading share. */
interface Reading {
  open: OpenFile;
  limits: SchemaLimits;
  /** by their real path */
  files: Map<string, XmlDocument | XmlSyntaxError>;
  paths: Map<XmlDocument, string>;
  /** elements of the schematron namespace by their id, for includes with a fragment */
  ids: Map<XmlDocument, Map<string, XmlElement[]>>;
  problems: SchemaProblem[];
  nodes: number;
  text: number;
  checks: number;
  /** which of these three went beyond its limit */
  full: Set<string>;
  /** what an element was read as, so that whoever includes or extends it has the same object */
  read: Map<XmlElement, Let | Check>;
  /** rules by id, once abstract patterns are expanded; by their parent, then all */
  siblings: Map<Branch, Map<string, Branch[]>>;
  rules: Map<string, Branch[]>;
  /** of each rule, what it extends in place */
  bodies: Map<Branch, readonly (Let | Check)[]>;
}

/**
 * Reads a schema with all that it includes.
 * @param entry path of its file, from the root that `open` knows; no include leaves that root
 * @throws SchemaError when the entry is missing, is not XML or is no schema. Everything else that is wrong is in `problems`.
 */
export function readSchema(entry: string, open: OpenFile, limits: SchemaLimits = SCHEMA_LIMITS): Schema {
  const reading: Reading = {
    open,
    limits,
    files: new Map(),
    paths: new Map(),
    ids: new Map(),
    problems: [],
    nodes: 0,
    text: 0,
    checks: 0,
    full: new Set(),
    read: new Map(),
    siblings: new Map(),
    rules: new Map(),
    bodies: new Map(),
  };
  const element = openEntry(reading, entry);
  if (element.namespace === OLD_SCHEMATRON) {
    tell(
      reading,
      'old-namespace',
      element,
      `Schematron de l’ancien espace de noms ${OLD_SCHEMATRON}\u00a0: rien n’en est jugé. Le récrire en ISO schematron.`,
      `Schematron of the old namespace ${OLD_SCHEMATRON}: nothing of it is judged. Rewrite it as ISO schematron.`,
      true,
    );
    return schemaOf(reading, entry, branch(element, undefined));
  }
  const root = expand(reading, element, undefined, 1, []);
  expandAbstractPatterns(reading, root);
  indexRules(reading, root);
  return schemaOf(reading, entry, root);
}

function openEntry(reading: Reading, entry: string): XmlElement {
  const refuse = (fr: string, en: string, line = 1, column = 1): never => {
    throw new SchemaError({ fr, en }, { file: entry, line, column });
  };
  const { document } = load(reading, entry) ?? refuse('Fichier introuvable.', 'File not found.');
  if (document instanceof XmlSyntaxError) return refuse(document.explanation.fr, document.explanation.en, document.line, document.column);
  const { root } = document;
  if (root.local === 'schema' && (root.namespace === SCHEMATRON || root.namespace === OLD_SCHEMATRON)) return root;
  // the skeleton strips foreign elements around a schema
  for (const inner of root.descendants('schema', SCHEMATRON)) return inner;
  return refuse(`La racine ${root.name} n’est pas un schéma schematron.`, `The root ${root.name} is not a schematron schema.`);
}

function placeOf(reading: Reading, element: XmlElement): Place {
  return { file: reading.paths.get(element.document) ?? '', ...element.document.position(element.start) };
}

function tell(reading: Reading, kind: SchemaProblemKind, element: XmlElement, fr: string, en: string, incomplete: boolean): void {
  const { problems, limits } = reading;
  if (problems.length > limits.maxProblems) return;
  const place = placeOf(reading, element);
  if (problems.length === limits.maxProblems) {
    const text = { fr: 'Trop de problèmes\u00a0: les suivants ne sont pas dits.', en: 'Too many problems: the others are not told.' };
    problems.push({ kind: 'too-large', text, place, incomplete: true });
    return;
  }
  // one file included at several places has the same problem each time
  const known = problems.some(
    (one) => one.kind === kind && one.text.en === en && one.place.file === place.file && one.place.line === place.line,
  );
  if (!known) problems.push({ kind, text: { fr, en }, place, incomplete });
}

/** Whether there is room for more; the first time that there is none, says so. */
function room(reading: Reading, what: 'nodes' | 'text' | 'checks', more: number, element: XmlElement): boolean {
  const limit = { nodes: reading.limits.maxNodes, text: reading.limits.maxText, checks: reading.limits.maxChecks }[what];
  reading[what] += more;
  if (reading[what] <= limit) return true;
  if (reading.full.has(what)) return false;
  reading.full.add(what);
  tell(
    reading,
    'too-large',
    element,
    `Le schéma dépasse, une fois développé, la taille admise (${limit})\u00a0: la suite n’est pas lue.`,
    `Once expanded, the schema exceeds the admitted size (${limit}): the rest is not read.`,
    true,
  );
  return false;
}

const branch = (element: XmlElement, parent: Branch | undefined): Branch => ({
  element,
  parent,
  children: [],
  replace: undefined,
  caller: undefined,
});

const is = (element: XmlElement, local: string): boolean => element.local === local && element.namespace === SCHEMATRON;

/** An element with everything that its includes stand for in their place. */
function expand(reading: Reading, element: XmlElement, parent: Branch | undefined, depth: number, opened: readonly string[]): Branch {
  const here = branch(element, parent);
  if (depth > reading.limits.maxDepth) {
    tell(
      reading,
      'too-large',
      element,
      `Plus de ${reading.limits.maxDepth} éléments imbriqués, inclusions comprises.`,
      `More than ${reading.limits.maxDepth} nested elements, across includes.`,
      true,
    );
    return here;
  }
  for (const child of element.children) {
    if (!room(reading, 'nodes', 1, element)) break;
    if (!(child instanceof XmlElement)) here.children.push(child.text);
    else if (is(child, 'include')) include(child, false);
    // the skeleton takes the children of what is named, and not the texts between them
    else if (is(child, 'extends') && child.attribute('href') !== undefined) include(child, true);
    else if (otherInclude(child)) tellOtherInclude(reading, child);
    else here.children.push(expand(reading, child, here, depth + 1, opened));
  }
  return here;

  function include(reference: XmlElement, inner: boolean): void {
    const found = resolveInclude(reading, reference, !inner);
    const name = `${inner ? 'extends ' : ''}${found.name}`;
    if (opened.includes(name)) {
      tell(
        reading,
        'include-cycle',
        reference,
        `Inclusion sans fin\u00a0: ${found.name} s’inclut lui-même.`,
        `Endless inclusion: ${found.name} includes itself.`,
        true,
      );
      return;
    }
    for (const target of found.elements)
      for (const one of inner ? target.elements() : [target]) {
        if (!room(reading, 'nodes', 1, reference)) return;
        here.children.push(expand(reading, one, here, depth + 1, [...opened, name]));
      }
  }
}

const otherInclude = (element: XmlElement): boolean =>
  (element.namespace === XINCLUDE && element.local === 'include')
  || (element.namespace === OLD_SCHEMATRON && element.local === 'include')
  || (element.attribute('href', XLINK) !== undefined && element.attribute('show', XLINK) === 'embed');

const tellOtherInclude = (reading: Reading, element: XmlElement): void =>
  tell(
    reading,
    'include-refused',
    element,
    `Inclusion par ${element.name} non suivie\u00a0: seul include d’ISO schematron l’est.`,
    `Inclusion by ${element.name} not followed: only include of ISO schematron is.`,
    true,
  );

/** The elements that an `include` or `extends` with a href stands for; a problem is told when there are none. */
function resolveInclude(reading: Reading, reference: XmlElement, noSchema: boolean): { name: string; elements: XmlElement[] } {
  const href = reference.attribute('href') ?? '';
  const hash = href.indexOf('#');
  const uri = hash === -1 ? href : href.slice(0, hash);
  const fragment = hash === -1 ? '' : href.slice(hash + 1);
  const nothing = (kind: SchemaProblemKind, fr: string, en: string): { name: string; elements: XmlElement[] } => {
    tell(reading, kind, reference, fr, en, true);
    return { name: href, elements: [] };
  };
  if (uri === '' && fragment === '') return nothing('include-missing', `${reference.name} sans href.`, `${reference.name} without href.`);
  let document: XmlDocument | undefined = reference.document;
  if (uri !== '') {
    const from = reading.paths.get(reference.document) ?? '';
    const path = resolvePath(from, uri);
    if (path === undefined)
      return nothing(
        'include-outside',
        `${href} sort du dossier des règles\u00a0: inclusion refusée.`,
        `${href} leaves the folder of the rules: include refused.`,
      );
    document = openInclude(reading, reference, path);
    if (document === undefined) return { name: path, elements: [] };
  }
  const name = `${reading.paths.get(document) ?? ''}${fragment && `#${fragment}`}`;
  const missing = (): { name: string; elements: XmlElement[] } =>
    nothing('include-missing', `Aucun élément d’id ${fragment} pour ${href}.`, `No element with id ${fragment} for ${href}.`);
  const schema = (): { name: string; elements: XmlElement[] } =>
    nothing(
      'include-refused',
      `${href} est un schéma entier\u00a0: include ne prend que des fragments.`,
      `${href} is a whole schema: include takes fragments only.`,
    );
  if (fragment !== '') {
    const found = elementsById(reading, document).get(fragment) ?? [];
    if (found.length === 0) return missing();
    if (noSchema && uri !== '' && found.some((one) => one.local === 'schema')) return schema();
    // the skeleton takes all elements with the id in its own document, and the first in another
    return { name, elements: uri === '' ? found : found.slice(0, 1) };
  }
  const { root } = document;
  if (noSchema && (is(root, 'schema') || root.element('schema', SCHEMATRON) !== undefined)) return schema();
  // the skeleton means to take the schematron children of a foreign root, and takes nothing
  if (root.namespace !== SCHEMATRON)
    return nothing(
      root.namespace === OLD_SCHEMATRON ? 'old-namespace' : 'include-refused',
      `La racine ${root.name} de ${href} n’est pas un élément d’ISO schematron\u00a0: rien n’en est pris.`,
      `The root ${root.name} of ${href} is no element of ISO schematron: nothing of it is taken.`,
    );
  return { name, elements: [root] };
}

/** Path from the root of a reference in a file; undefined when it is absolute or climbs out of the root. */
function resolvePath(from: string, uri: string): string | undefined {
  let relative = uri.trim();
  try {
    relative = decodeURIComponent(relative);
  } catch {
    // a name with a lone % is taken as it is written
  }
  if (relative.startsWith('/') || /^[A-Za-z][A-Za-z0-9+.-]*:/.test(relative) || /[\\\0]/.test(relative)) return undefined;
  const steps = from.split('/').slice(0, -1);
  for (const step of relative.split('/')) {
    if (step === '' || step === '.') continue;
    if (step !== '..') steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  }
  return steps.join('/');
}

function openInclude(reading: Reading, reference: XmlElement, path: string): XmlDocument | undefined {
  const file = load(reading, path);
  if (file === undefined) {
    tell(reading, 'include-missing', reference, `Fichier inclus introuvable\u00a0: ${path}.`, `Included file not found: ${path}.`, true);
    return undefined;
  }
  if (file.path !== path)
    tell(
      reading,
      'include-case',
      reference,
      `${path} ne se trouve qu’en ignorant la casse\u00a0: le fichier s’appelle ${file.path}.`,
      `${path} is found only by ignoring case: the file is named ${file.path}.`,
      false,
    );
  if (!(file.document instanceof XmlSyntaxError)) return file.document;
  const { line, column, explanation } = file.document;
  tell(
    reading,
    'include-unreadable',
    reference,
    `${file.path}, ligne ${line}, colonne ${column}\u00a0: ${explanation.fr}`,
    `${file.path}, line ${line}, column ${column}: ${explanation.en}`,
    true,
  );
  return undefined;
}

/** Opens and reads a file once. */
function load(reading: Reading, path: string): { path: string; document: XmlDocument | XmlSyntaxError } | undefined {
  const known = reading.files.get(path);
  if (known !== undefined) return { path, document: known };
  const opened = reading.open(path);
  if (opened === undefined) return undefined;
  let document = reading.files.get(opened.path);
  if (document === undefined) {
    try {
      document = readXml(opened.bytes);
      reading.paths.set(document, opened.path);
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error;
      document = error;
    }
    reading.files.set(opened.path, document);
  }
  return { path: opened.path, document };
}

function elementsById(reading: Reading, document: XmlDocument): ReadonlyMap<string, XmlElement[]> {
  let known = reading.ids.get(document);
  if (known === undefined) {
    known = new Map<string, XmlElement[]>();
    reading.ids.set(document, known);
    const add = (id: string | undefined, element: XmlElement): void => {
      if (id === undefined) return;
      const same = known!.get(id);
      if (same === undefined) known!.set(id, [element]);
      else if (same.at(-1) !== element) same.push(element);
    };
    for (const element of [document.root, ...document.root.descendants()]) {
      if (element.namespace !== SCHEMATRON) continue;
      add(element.attribute('id'), element);
      add(element.attribute('id', XML), element);
    }
  }
  return known;
}

const named = (parent: Branch, local: string): Branch[] =>
  parent.children.filter((child): child is Branch => typeof child !== 'string' && is(child.element, local));

function* below(parent: Branch): Generator<Branch> {
  const stack: Branch[] = [parent];
  for (let next = stack.pop(); next; next = stack.pop()) {
    if (next !== parent) yield next;
    for (let i = next.children.length - 1; i >= 0; i--) {
      const child = next.children[i]!;
      if (typeof child !== 'string') stack.push(child);
    }
  }
}

/** An attribute, with the parameters of an abstract pattern replaced where the skeleton replaces them: not in `let/@value`. */
function attribute(of: Branch, name: string): string | undefined {
  const value = of.element.attribute(name);
  const replaced = value !== undefined && of.replace !== undefined && (name === 'test' || name === 'context' || name === 'select');
  return replaced ? of.replace!(value) : value;
}

/** Removes abstract patterns and puts, where one is used, a copy of it with the parameters replaced. */
function expandAbstractPatterns(reading: Reading, root: Branch): void {
  const byId = new Map<string, Branch[]>();
  for (const one of below(root)) {
    const id = is(one.element, 'pattern') ? one.element.attribute('id') : undefined;
    if (id === undefined) continue;
    const same = byId.get(id);
    if (same) same.push(one);
    else byId.set(id, [one]);
  }
  const stack = [root];
  for (let parent = stack.pop(); parent; parent = stack.pop()) {
    const here = parent;
    here.children = here.children.flatMap((child): (Branch | string)[] => {
      if (typeof child === 'string') return [child];
      if (!is(child.element, 'pattern')) {
        stack.push(child);
        return [child];
      }
      // a pattern that is both is used, not removed: of two templates that match the skeleton's last one wins
      if (child.element.attribute('is-a') !== undefined) return copies(child, here);
      return child.element.attribute('abstract') === 'true' ? [] : [child];
    });
  }

  function copies(caller: Branch, parent: Branch): Branch[] {
    const isA = caller.element.attribute('is-a')!;
    const models = byId.get(isA) ?? [];
    if (models.length === 0)
      tell(
        reading,
        'is-a-unknown',
        caller.element,
        `Aucun patron abstrait d’id ${isA}\u00a0: le patron n’est pas jugé.`,
        `No abstract pattern with id ${isA}: the pattern is not judged.`,
        true,
      );
    for (const child of caller.children) if (typeof child !== 'string') checkChild(reading, child, ['param', 'title', 'p']);
    const replace = replacement(reading, caller);
    const made: Branch[] = [];
    for (const model of models) {
      const copy = copyOf(reading, model, parent, replace);
      if (copy === undefined) break;
      copy.caller = caller;
      made.push(copy);
    }
    return made;
  }
}

/**
 * What replaces the parameters, in their order, each in what the one before it left: naively, so that `$a` is also found
 * in `$ab`, and a value may hold a parameter that comes after. The skeleton looks the parameters up by the id of the
 * caller and so replaces nothing, and then does not compile, when that has none: here they are replaced all the same.
 */
function replacement(reading: Reading, caller: Branch): (text: string) => string {
  const pairs: [string, string][] = [];
  for (const parameter of named(caller, 'param')) {
    const name = parameter.element.attribute('name') ?? '';
    const value = parameter.element.attribute('value');
    if (name === '' || value === undefined)
      tell(
        reading,
        'parameter',
        parameter.element,
        'Paramètre sans nom ou sans valeur.',
        'Parameter without a name or without a value.',
        true,
      );
    if (name !== '') pairs.push([`$${name}`, value ?? '']);
  }
  return (text) => {
    let out = text;
    if (!out.includes('$')) return out;
    for (const [name, value] of pairs) {
      const parts = out.split(name);
      if (!room(reading, 'text', out.length + (parts.length - 1) * value.length, caller.element)) return '';
      out = parts.join(value);
    }
    return out;
  };
}

function copyOf(reading: Reading, model: Branch, parent: Branch, replace: (text: string) => string): Branch | undefined {
  if (!room(reading, 'nodes', 1, model.element)) return undefined;
  const copy = branch(model.element, parent);
  copy.replace = replace;
  for (const child of model.children) {
    if (typeof child === 'string') copy.children.push(replace(child));
    else {
      const inner = copyOf(reading, child, copy, replace);
      if (inner === undefined) break;
      copy.children.push(inner);
    }
  }
  return copy;
}

function schemaOf(reading: Reading, entry: string, root: Branch): Schema {
  const { element } = root;
  const queryBinding = element.attribute('queryBinding');
  if (queryBinding !== undefined && !QUERY_BINDINGS.test(queryBinding))
    tell(
      reading,
      'query-binding',
      element,
      `Langage de requête inconnu\u00a0: ${queryBinding}. Les expressions sont lues comme XPath 2.0.`,
      `Unknown query language binding: ${queryBinding}. Expressions are read as XPath 2.0.`,
      true,
    );
  const judged = element.namespace === SCHEMATRON;
  const children = judged ? root.children.filter((child): child is Branch => typeof child !== 'string') : [];
  for (const child of children) {
    const { namespace, local } = child.element;
    const declaration = namespace === XSLT && (local === 'key' || local === 'function');
    const abstractRule = is(child.element, 'rule') && child.element.attribute('abstract') === 'true';
    if (!declaration && !abstractRule)
      checkChild(reading, child, ['title', 'p', 'ns', 'let', 'phase', 'pattern', 'diagnostics', 'properties']);
  }
  const of = (local: string): Branch[] => children.filter((child) => is(child.element, local));

  const declared = namespacesOf(reading, of('ns'));
  const patterns = of('pattern').map((one) => readPattern(reading, one));
  const lets = of('let').flatMap((one) => readLet(reading, one));
  const phases = of('phase').flatMap((one) => readPhase(reading, one));
  const messages = messagesById(reading, judged ? root : branch(element, undefined));
  checkNames(reading, root, patterns, phases, lets);
  checkReferences(reading, patterns, messages);
  return {
    entry,
    title: titleOf(root),
    schemaVersion: element.attribute('schemaVersion'),
    queryBinding,
    namespaces: new Map([...OF_SKELETON, ...declared]),
    declaredNamespaces: declared,
    defaultPhase: element.attribute('defaultPhase')?.trim(),
    phases,
    lets,
    patterns,
    diagnostics: messages.diagnostics,
    properties: messages.properties,
    foreign: children.filter((child) => child.element.namespace === XSLT).map((child) => child.element),
    problems: reading.problems,
  };
}

/** The title where there is one, else the id. */
function titleOf(of: Branch): string | undefined {
  const title = named(of, 'title').at(-1);
  if (title) return textOf(title).replace(/\s+/g, ' ').trim();
  return (of.caller ?? of).element.attribute('id');
}

/** All text below, parameters replaced. */
function textOf(of: Branch): string {
  return of.children.map((child) => (typeof child === 'string' ? child : textOf(child))).join('');
}

/** Tells of an element that the skeleton does not look at where it stands. */
function checkChild(reading: Reading, child: Branch, expected: readonly string[]): void {
  const { element } = child;
  if (element.namespace === SCHEMATRON && expected.includes(element.local)) return;
  if (element.namespace === OLD_SCHEMATRON)
    tell(
      reading,
      'old-namespace',
      element,
      `${element.name} est de l’ancien espace de noms ${OLD_SCHEMATRON}\u00a0: il est ignoré.`,
      `${element.name} is of the old namespace ${OLD_SCHEMATRON}: it is ignored.`,
      true,
    );
  else {
    const ignored = element.namespace === SCHEMATRON || element.namespace === XSLT;
    // annotations of another namespace are allowed everywhere; they hide something only when they hold schematron
    if (ignored || [...below(child)].some((one) => one.element.namespace === SCHEMATRON))
      tell(
        reading,
        'unexpected-element',
        element,
        `${element.name} n’a pas sa place ici\u00a0: il est ignoré.`,
        `${element.name} does not belong here: it is ignored.`,
        true,
      );
  }
}

const checkChildren = (reading: Reading, parent: Branch, expected: readonly string[]): void => {
  for (const child of parent.children) if (typeof child !== 'string') checkChild(reading, child, expected);
};

function namespacesOf(reading: Reading, declarations: readonly Branch[]): Map<string, string> {
  const declared = new Map<string, string>();
  for (const { element } of declarations) {
    const prefix = element.attribute('prefix')?.trim() ?? '';
    const uri = element.attribute('uri')?.trim() ?? '';
    const before = declared.get(prefix);
    if (prefix === '' || uri === '')
      tell(reading, 'namespace', element, 'ns sans prefix ou sans uri.', 'ns without prefix or without uri.', true);
    else if (!NAME.test(prefix) || prefix.includes(':'))
      tell(reading, 'namespace', element, `ns : ${prefix} n’est pas un préfixe.`, `ns: ${prefix} is no prefix.`, true);
    else if (before !== undefined && before !== uri)
      tell(
        reading,
        'namespace',
        element,
        `Préfixe ${prefix} déclaré deux fois, pour ${before} puis ${uri}\u00a0: le premier compte.`,
        `Prefix ${prefix} declared twice, for ${before} then ${uri}: the first counts.`,
        true,
      );
    else declared.set(prefix, uri);
  }
  return declared;
}

const NAME = /^(?:[\p{L}_][\p{L}\p{M}\p{N}._·-]*:)?[\p{L}_][\p{L}\p{M}\p{N}._·-]*$/u;

/** @returns none when its name is no name: whatever uses it then says that it is not declared */
function readLet(reading: Reading, one: Branch): Let[] {
  const { element } = one;
  const known = one.replace === undefined ? reading.read.get(element) : undefined;
  if (known?.kind === 'let') return [known];
  const written = element.attribute('name') ?? '';
  const name = written.trim();
  if (!NAME.test(name)) {
    tell(
      reading,
      'let-name',
      element,
      `«\u00a0${written}\u00a0» n’est pas un nom de variable.`,
      `“${written}” is not the name of a variable.`,
      true,
    );
    return [];
  }
  if (name !== written)
    tell(
      reading,
      'let-name',
      element,
      `Le nom de la variable ${name} est entouré de blancs\u00a0: ils sont ignorés.`,
      `The name of the variable ${name} has blanks around it: they are ignored.`,
      false,
    );
  const value = attribute(one, 'value');
  if (value === undefined && one.children.some((child) => typeof child !== 'string'))
    tell(
      reading,
      'let-content',
      element,
      `Le contenu XML de la variable ${name} n’est pas évalué\u00a0: seul son texte est pris.`,
      `The XML content of the variable ${name} is not evaluated: only its text is taken.`,
      true,
    );
  const read: Let = { kind: 'let', name, value, content: value === undefined ? textOf(one) : '', place: placeOf(reading, element) };
  if (one.replace === undefined) reading.read.set(element, read);
  return [read];
}

function readPhase(reading: Reading, one: Branch): Phase[] {
  checkChildren(reading, one, ['active', 'let', 'p']);
  const id = one.element.attribute('id')?.trim();
  if (id === undefined) {
    tell(
      reading,
      'phase-unknown',
      one.element,
      'Phase sans id\u00a0: rien ne peut la choisir.',
      'Phase without id: nothing can choose it.',
      true,
    );
    return [];
  }
  return [
    {
      id,
      lets: named(one, 'let').flatMap((inner) => readLet(reading, inner)),
      active: named(one, 'active').flatMap(({ element }) => element.attribute('pattern') ?? []),
      place: placeOf(reading, one.element),
    },
  ];
}

const linkable = ({ element }: Branch): Linkable => ({
  role: element.attribute('role'),
  see: element.attribute('see'),
  fpi: element.attribute('fpi'),
  icon: element.attribute('icon'),
  subject: element.attribute('subject'),
});

function indexRules(reading: Reading, root: Branch): void {
  for (const one of below(root)) {
    const id = is(one.element, 'rule') ? one.element.attribute('id') : undefined;
    if (id === undefined) continue;
    let siblings = reading.siblings.get(one.parent!);
    if (siblings === undefined) reading.siblings.set(one.parent!, (siblings = new Map<string, Branch[]>()));
    for (const index of [siblings, reading.rules]) {
      const same = index.get(id);
      if (same) same.push(one);
      else index.set(id, [one]);
    }
  }
}

function readPattern(reading: Reading, one: Branch): SchemaPattern {
  checkChildren(reading, one, ['title', 'p', 'let', 'rule', ...(one.caller ? ['param'] : [])]);
  const rules: SchemaRule[] = [];
  for (const rule of named(one, 'rule')) {
    if (rule.element.attribute('abstract') === 'true') {
      // nothing may extend it, and it is still to be told what is wrong in it
      bodyOf(reading, rule, []);
      continue;
    }
    const context = attribute(rule, 'context');
    if (context === undefined) {
      tell(
        reading,
        'rule-without-context',
        rule.element,
        'Règle sans context\u00a0: elle n’est pas jugée.',
        'Rule without context: it is not judged.',
        true,
      );
      continue;
    }
    const body = bodyOf(reading, rule, []);
    if (!body.some(({ kind }) => kind !== 'let'))
      tell(
        reading,
        'rule-empty',
        rule.element,
        'Règle sans assertion ni rapport\u00a0: elle ne fait que soustraire ses nœuds aux règles suivantes.',
        'Rule without assertion or report: all it does is take its nodes away from the rules after it.',
        false,
      );
    rules.push({
      id: rule.element.attribute('id'),
      context,
      flag: rule.element.attribute('flag'),
      ...linkable(rule),
      body,
      place: placeOf(reading, rule.element),
    });
  }
  return {
    id: (one.caller ?? one).element.attribute('id'),
    title: titleOf(one),
    // of an abstract pattern the skeleton keeps the children alone, and of the one that uses it the id
    documents: one.caller ? undefined : one.element.attribute('documents'),
    lets: named(one, 'let').flatMap((inner) => readLet(reading, inner)),
    rules,
    place: placeOf(reading, (one.caller ?? one).element),
  };
}

/** Lets and checks of a rule, those of the rules that it extends in their place. */
function bodyOf(reading: Reading, rule: Branch, extending: readonly Branch[]): readonly (Let | Check)[] {
  const known = reading.bodies.get(rule);
  if (known) return known;
  checkChildren(reading, rule, ['assert', 'report', 'let', 'extends', 'p', 'title']);
  const body: (Let | Check)[] = [];
  const chain = [...extending, rule];
  for (const child of rule.children) {
    if (typeof child === 'string' || child.element.namespace !== SCHEMATRON) continue;
    const { element } = child;
    if (element.local === 'let') body.push(...readLet(reading, child));
    else if (element.local === 'assert' || element.local === 'report') body.push(...readCheck(reading, child, element.local));
    else if (element.local === 'extends') {
      for (const target of extended(child)) {
        const inner = bodyOf(reading, target, chain);
        if (!room(reading, 'checks', inner.length, element)) break;
        for (const one of inner) body.push(one);
      }
    }
  }
  reading.bodies.set(rule, body);
  return body;

  function extended(reference: Branch): Branch[] {
    const id = reference.element.attribute('rule') ?? '';
    // a rule of the same pattern first; that any other will do is beyond the standard
    const candidates = reading.siblings.get(rule.parent!)?.get(id) ?? reading.rules.get(id) ?? [];
    if (!room(reading, 'checks', candidates.length, reference.element)) return [];
    const abstract = candidates.filter(({ element }) => element.attribute('abstract') === 'true');
    const refuse = (kind: SchemaProblemKind, fr: string, en: string): Branch[] => {
      tell(reading, kind, reference.element, fr, en, true);
      return [];
    };
    if (candidates.length === 0)
      return refuse('extends-unknown', `Aucune règle abstraite d’id ${id} à étendre.`, `No abstract rule with id ${id} to extend.`);
    // the skeleton takes nothing from a rule that is not abstract
    if (abstract.length === 0)
      return refuse(
        'extends-unknown',
        `La règle ${id} n’est pas abstraite\u00a0: rien n’en est pris.`,
        `The rule ${id} is not abstract: nothing of it is taken.`,
      );
    if (abstract.some((one) => chain.includes(one)))
      return refuse('extends-cycle', `La règle ${id} s’étend elle-même.`, `The rule ${id} extends itself.`);
    if (chain.length > reading.limits.maxExtends)
      return refuse(
        'too-large',
        `Plus de ${reading.limits.maxExtends} règles s’étendent l’une l’autre.`,
        `More than ${reading.limits.maxExtends} rules extend one another.`,
      );
    return abstract;
  }
}

function readCheck(reading: Reading, one: Branch, kind: 'assert' | 'report'): Check[] {
  const { element } = one;
  const known = one.replace === undefined ? reading.read.get(element) : undefined;
  if (known !== undefined && known.kind !== 'let') return [known];
  const test = attribute(one, 'test');
  if (test === undefined) {
    tell(
      reading,
      'check-without-test',
      element,
      `${element.name} sans test\u00a0: il n’est pas jugé.`,
      `${element.name} without test: it is not judged.`,
      true,
    );
    return [];
  }
  const ids = (name: string): string[] => (element.attribute(name) ?? '').split(' ').filter((id) => id !== '');
  const check: Check = {
    kind,
    id: element.attribute('id'),
    test,
    flag: element.attribute('flag'),
    ...linkable(one),
    diagnostics: ids('diagnostics'),
    properties: ids('properties'),
    message: messageOf(one),
    place: placeOf(reading, element),
  };
  if (one.replace === undefined) reading.read.set(element, check);
  return [check];
}

/**
 * Elements of a message that are not known say nothing, and neither does their text: so it is in the skeleton. Blanks
 * alone between two elements are lost, because in the stylesheet that it writes they are stripped.
 */
function messageOf(one: Branch): MessagePart[] {
  const parts: MessagePart[] = [];
  for (const child of one.children) {
    if (typeof child === 'string') {
      const before = parts.at(-1);
      if (typeof before === 'string') parts[parts.length - 1] = before + child;
      else parts.push(child);
      continue;
    }
    if (child.element.namespace !== SCHEMATRON) continue;
    const { local } = child.element;
    if (local === 'value-of') parts.push({ valueOf: attribute(child, 'select') ?? '.' });
    else if (local === 'name') parts.push({ nameOf: child.element.attribute('path') ?? '.' });
    // inside these the skeleton evaluates nothing: of a value-of in them nothing is left
    else if (local === 'emph' || local === 'span' || local === 'dir')
      parts.push({ inline: local, parts: [textOf(child)].filter(notBlank) });
  }
  return parts.filter(notBlank);
}

const notBlank = (part: MessagePart): boolean => typeof part !== 'string' || /[^ \t\n\r]/.test(part);

interface Messages {
  diagnostics: Map<string, Diagnostic>;
  properties: Map<string, Property>;
}

/** Diagnostics and properties, wherever they stand; of two with one id the first. */
function messagesById(reading: Reading, root: Branch): Messages {
  const messages: Messages = { diagnostics: new Map(), properties: new Map() };
  for (const one of below(root)) {
    const { element } = one;
    const id = element.attribute('id');
    if (id === undefined || element.namespace !== SCHEMATRON) continue;
    const common = { id, message: messageOf(one), place: placeOf(reading, element) };
    if (element.local === 'diagnostic' && !messages.diagnostics.has(id)) messages.diagnostics.set(id, common);
    else if (element.local === 'property' && !messages.properties.has(id))
      messages.properties.set(id, { ...common, role: element.attribute('role'), scheme: element.attribute('scheme') });
  }
  return messages;
}

/** Tells of names that mean nothing, or two things. */
function checkNames(
  reading: Reading,
  root: Branch,
  patterns: readonly SchemaPattern[],
  phases: readonly Phase[],
  lets: readonly Let[],
): void {
  const ids = new Set<string>();
  const branches = named(root, 'pattern');
  patterns.forEach(({ id }, i) => {
    const at = branches[i]!;
    if (id !== undefined && ids.has(id))
      tell(reading, 'pattern-twice', (at.caller ?? at).element, `Deux patrons ont l’id ${id}.`, `Two patterns have the id ${id}.`, false);
    if (id !== undefined) ids.add(id);
  });
  for (const phase of named(root, 'phase'))
    for (const { element } of named(phase, 'active')) {
      const id = element.attribute('pattern');
      if (id !== undefined && ids.has(id)) continue;
      tell(
        reading,
        'active-unknown',
        element,
        id === undefined ?
          'active sans pattern\u00a0: il n’active rien.'
        : `active nomme un patron qui n’existe pas\u00a0: ${id}. Il n’active rien.`,
        id === undefined ? 'active without pattern: it activates nothing.' : `active names a pattern that does not exist: ${id}.`,
        true,
      );
    }
  const defaultPhase = root.element.attribute('defaultPhase')?.trim();
  if (root.element.namespace === SCHEMATRON && defaultPhase !== undefined && defaultPhase !== '#ALL')
    if (!phases.some(({ id }) => id === defaultPhase))
      tell(
        reading,
        'phase-unknown',
        root.element,
        `La phase par défaut ${defaultPhase} n’est pas définie\u00a0: aucun patron n’est actif.`,
        `The default phase ${defaultPhase} is not defined: no pattern is active.`,
        true,
      );
  const first = new Map<string, Let>();
  for (const one of [lets, ...phases.map((phase) => phase.lets), ...patterns.map((pattern) => pattern.lets)].flat()) {
    const before = first.get(one.name);
    if (before === undefined) first.set(one.name, one);
    else if (before !== one) tellTwice(before, one);
  }

  function tellTwice(before: Let, one: Let): void {
    const differ = before.value !== one.value || before.content !== one.content;
    const where = `${before.place.file}:${before.place.line}`;
    const { file, line } = one.place;
    const text: Bilingual = {
      fr: `La variable globale ${one.name} est déclarée deux fois, d’abord en ${where}.`,
      en: `The global variable ${one.name} is declared twice, first at ${where}.`,
    };
    const known = reading.problems.some(({ kind, place }) => kind === 'let-twice' && place.file === file && place.line === line);
    if (!known && reading.problems.length < reading.limits.maxProblems)
      reading.problems.push({ kind: 'let-twice', text, place: one.place, incomplete: differ });
  }
}

/** Tells of diagnostics and properties that checks name and that do not exist. */
function checkReferences(reading: Reading, patterns: readonly SchemaPattern[], messages: Messages): void {
  const seen = new Set<Let | Check>();
  for (const { body } of patterns.flatMap(({ rules }) => rules))
    for (const one of body) {
      if (one.kind === 'let' || seen.has(one)) continue;
      seen.add(one);
      const unknown = [
        ...one.diagnostics.filter((id) => !messages.diagnostics.has(id)),
        ...one.properties.filter((id) => !messages.properties.has(id)),
      ];
      for (const id of unknown)
        if (reading.problems.length < reading.limits.maxProblems)
          reading.problems.push({
            kind: 'diagnostic-unknown',
            text: { fr: `Aucun diagnostic ni propriété d’id ${id}.`, en: `No diagnostic and no property with id ${id}.` },
            place: one.place,
            incomplete: false,
          });
    }
}
