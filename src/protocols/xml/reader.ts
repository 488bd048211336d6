import { ParseOption, XmlDocument as LibxmlDocument, XmlLibError } from 'libxml2-wasm';
import { table, type Bilingual } from '../../model/index.js';
import { syntaxInWords } from './syntax-messages.js';
import { XmlDocument, XmlElement, type XmlAttribute, type XmlNode } from './tree.js';

/** Bytes that are not acceptable XML, with the place and the reason in words. */
export class XmlSyntaxError extends Error {
  constructor(
    readonly reason: 'not-well-formed' | 'encoding' | 'doctype' | 'too-deep' | 'too-large' | 'empty',
    readonly line: number,
    readonly column: number,
    readonly explanation: Bilingual,
  ) {
    super(`${explanation.en} (line ${line}, column ${column})`);
  }
}

export interface XmlLimits {
  maxBytes: number;
  maxDepth: number;
  maxAttributes: number;
  maxElements: number;
}

/** Far beyond any real message or document, and cheap to reach for. */
export const XML_LIMITS: XmlLimits = { maxBytes: 256 * 1024 * 1024, maxDepth: 256, maxAttributes: 1000, maxElements: 5_000_000 };

/**
 * Reads hostile bytes into a tree with places. libxml2 is the judge of well-formedness; a single pass then builds the
 * tree, because libxml2 keeps lines but no columns. A document type declaration is refused: nothing in this field uses
 * one, and every entity attack needs one.
 * @param charset from outside (HTTP, MIME), wins over the declaration
 * @param wellFormed these very bytes were read before: libxml2 is not asked again
 * @throws XmlSyntaxError
 */
export function readXml(
  bytes: Uint8Array,
  options: { charset?: string | undefined; lineOffset?: number; limits?: XmlLimits; wellFormed?: boolean } = {},
): XmlDocument {
  const limits = options.limits ?? XML_LIMITS;
  const lineOffset = options.lineOffset ?? 0;
  const refuse = (reason: XmlSyntaxError['reason'], line: number, column: number, fr: string, en: string): never => {
    throw new XmlSyntaxError(reason, Math.max(1, line) + lineOffset, Math.max(1, column), { fr, en });
  };
  if (bytes.length === 0) refuse('empty', 1, 1, 'Aucun octet : le document est vide.', 'No byte: the document is empty.');
  if (bytes.length > limits.maxBytes)
    refuse('too-large', 1, 1, `Document de plus de ${limits.maxBytes} octets.`, `Document of more than ${limits.maxBytes} bytes.`);
  const { text, encoding } = decode(bytes, options.charset, refuse);
  if (options.wellFormed) return build(text, lineOffset, limits, refuse);
  checkProlog(text, refuse);
  checkDepth(text, limits, refuse);
  let parsed: LibxmlDocument | undefined;
  try {
    parsed = LibxmlDocument.fromBuffer(inUtf8(bytes, text, encoding), {
      option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_BIG_LINES | ParseOption.XML_PARSE_HUGE,
    });
  } catch (error) {
    if (!(error instanceof XmlLibError)) throw error;
    const detail = error.details.find((d) => d.level >= 2) ?? error.details[0];
    const said = (detail?.message ?? error.message).trim().split('\n')[0] ?? '';
    const { fr, en } = syntaxInWords(said);
    refuse('not-well-formed', detail?.line ?? 1, detail?.col ?? 1, `XML mal formé\u00A0: ${fr}`, `Not well-formed XML: ${en}`);
  } finally {
    parsed?.dispose();
  }
  return build(text, lineOffset, limits, refuse);
}

type Refuse = (reason: XmlSyntaxError['reason'], line: number, column: number, fr: string, en: string) => never;

/** The document as libxml2 takes it; nearly always the bytes as they are, which spares it a copy in JavaScript. */
function inUtf8(bytes: Uint8Array, text: string, encoding: string): Uint8Array {
  const declared = toUtf8Declaration(text);
  if (encoding !== 'utf-8' || declared !== text) return new TextEncoder().encode(declared);
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? bytes.subarray(3) : bytes;
}

/**
 * libxml2 takes UTF-8 here: the declared encoding is replaced by spaces and 'UTF-8' so that no column moves. What is no
 * name of an encoding stays, for libxml2 to refuse.
 */
function toUtf8Declaration(text: string): string {
  if (!text.startsWith('<?xml')) return text;
  const end = text.indexOf('?>');
  if (end === -1) return text;
  const declaration = text
    .slice(0, end)
    .replace(/(encoding\s*=\s*)(["'])([A-Za-z][A-Za-z0-9._-]*)\2/, (whole, head: string, quote: string, name: string) =>
      name.length >= 5 ? `${head}${quote}UTF-8${quote}${' '.repeat(name.length - 5)}` : whole.replace(/./g, ' '),
    );
  return text.startsWith(declaration) ? text : declaration + text.slice(end);
}

function decode(bytes: Uint8Array, charset: string | undefined, refuse: Refuse): { text: string; encoding: string } {
  const bom =
    bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 'utf-8'
    : bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf-16le'
    : bytes[0] === 0xfe && bytes[1] === 0xff ? 'utf-16be'
    : undefined;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const declared = /^\s*<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']/.exec(head)?.[1];
  const label =
    bom
    ?? charset
    ?? (bytes[0] === 0 && bytes[1] === 0x3c ? 'utf-16be'
    : bytes[0] === 0x3c && bytes[1] === 0 ? 'utf-16le'
    : declared)
    ?? 'utf-8';
  let decoder: InstanceType<typeof TextDecoder>;
  try {
    decoder = new TextDecoder(label, { fatal: true });
  } catch {
    return refuse('encoding', 1, 1, `Encodage inconnu : ${label}.`, `Unknown encoding: ${label}.`);
  }
  try {
    return { text: decoder.decode(bytes), encoding: decoder.encoding };
  } catch {
    const valid = decoder.encoding === 'utf-8' ? validUtf8Prefix(bytes) : 0;
    const before = new TextDecoder('utf-8').decode(bytes.subarray(0, valid));
    const line = before.split('\n').length;
    const column = before.length - (before.lastIndexOf('\n') + 1) + 1;
    const octet = `0x${(bytes[valid] ?? 0).toString(16).padStart(2, '0')}`;
    return refuse(
      'encoding',
      line,
      column,
      `Octet ${octet} invalide : le contenu n’est pas en ${decoder.encoding.toUpperCase()}.`,
      `Invalid byte ${octet}: the content is not ${decoder.encoding.toUpperCase()}.`,
    );
  }
}

/** Length of the longest prefix that is valid UTF-8, by halving: decoding is native, counting by hand is not. */
function validUtf8Prefix(bytes: Uint8Array): number {
  const decodes = (end: number): boolean => {
    try {
      new TextDecoder('utf-8', { fatal: true }).decode(bytes.subarray(0, end), { stream: true });
      return true;
    } catch {
      return false;
    }
  };
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (decodes(middle)) good = middle;
    else bad = middle;
  }
  // a prefix that ends inside a character decoded too: step back to where that character begins
  const lead = [1, 2, 3].find((back) => ((bytes[good - back] ?? 0) & 0xc0) === 0xc0);
  const length =
    lead === undefined ? 0
    : bytes[good - lead]! >= 0xf0 ? 4
    : bytes[good - lead]! >= 0xe0 ? 3
    : 2;
  return lead !== undefined && length > lead ? good - lead : good;
}

function placeOf(text: string, offset: number): [number, number] {
  const before = text.slice(0, offset);
  return [before.split('\n').length, offset - (before.lastIndexOf('\n') + 1) + 1];
}

/** Walks over declaration, comments and instructions to the first element; a DOCTYPE on the way is refused. */
function checkProlog(text: string, refuse: Refuse): void {
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open === -1) return;
    if (text.startsWith('<?', open)) at = after(text, '?>', open + 2);
    else if (text.startsWith('<!--', open)) at = after(text, '-->', open + 4);
    else if (text.startsWith('<!DOCTYPE', open)) {
      refuse(
        'doctype',
        ...placeOf(text, open),
        'Déclaration DOCTYPE refusée : aucune entité n’est résolue.',
        'DOCTYPE declaration refused: no entity is resolved.',
      );
    } else return;
  }
}

/** The offset after the next `mark`; `from` stands after what opened it, because `<!-->` closes nothing. */
function after(text: string, mark: string, from: number): number {
  const found = text.indexOf(mark, from);
  return found === -1 ? text.length : found + mark.length;
}

/** Counts tags before libxml2 sees them, so that depth and number are bounded by us and told with their place. */
function checkDepth(text: string, limits: XmlLimits, refuse: Refuse): void {
  let depth = 0;
  let elements = 0;
  let at = text.indexOf('<');
  while (at !== -1) {
    if (text.startsWith('<!--', at)) at = after(text, '-->', at + 4);
    else if (text.startsWith('<![CDATA[', at)) at = after(text, ']]>', at + 9);
    else if (text.startsWith('<?', at)) at = after(text, '?>', at + 2);
    else if (text[at + 1] === '/') {
      depth--;
      at = after(text, '>', at);
    } else {
      const start = at;
      at = tagEnd(text, at);
      if (++elements > limits.maxElements)
        refuse(
          'too-large',
          ...placeOf(text, start),
          `Plus de ${limits.maxElements} éléments.`,
          `More than ${limits.maxElements} elements.`,
        );
      if (text[at - 2] !== '/' && ++depth > limits.maxDepth)
        refuse(
          'too-deep',
          ...placeOf(text, start),
          `Plus de ${limits.maxDepth} éléments imbriqués.`,
          `More than ${limits.maxDepth} nested elements.`,
        );
    }
    at = text.indexOf('<', at);
  }
}

/** Offset after the `>` of a start tag, minding quoted attribute values. */
function tagEnd(text: string, at: number): number {
  for (let i = at; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (c === 0x3e) return i + 1;
    if (c === 0x22 || c === 0x27) {
      const close = text.indexOf(text[i]!, i + 1);
      if (close === -1) return text.length;
      i = close;
    }
  }
  return text.length;
}

const ENTITIES: Record<string, string> = table({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" });

/**
 * Text is replaced in pieces of this length: of millions of matches at once, each would be kept until the last is done. And
 * by a function: what is put together around a text stays in as many pieces as there were matches.
 */
const REPLACED_AT_ONCE = 65_536;

/** @param cut where a piece that may be cut at an offset ends: there, or what stands there would be torn apart */
function inPieces(raw: string, cut: (raw: string, at: number) => number, replaced: (piece: string) => string): string {
  if (raw.length <= REPLACED_AT_ONCE) return replaced(raw);
  const pieces: string[] = [];
  for (let at = 0; at < raw.length;) {
    const end = at + REPLACED_AT_ONCE >= raw.length ? raw.length : cut(raw, at + REPLACED_AT_ONCE);
    pieces.push(replaced(raw.slice(at, end)));
    at = end;
  }
  return pieces.join('');
}

/** Before a reference, never inside one. */
function beforeReference(raw: string, at: number): number {
  const next = raw.indexOf('&', at);
  return next === -1 ? raw.length : next;
}

/** Not between a carriage return and its line feed. */
const besideLineEnd = (raw: string, at: number): number => (raw[at - 1] === '\r' && raw[at] === '\n' ? at + 1 : at);

const unescape = (raw: string): string => (raw.includes('&') ? inPieces(raw, beforeReference, unescapePiece) : raw);

function unescapePiece(raw: string): string {
  return raw.replace(/&(#x[0-9a-fA-F]+|#[0-9]+|[a-z]+);/g, (whole, name: string) => {
    if (name.startsWith('#x')) return String.fromCodePoint(Number.parseInt(name.slice(2), 16));
    if (name.startsWith('#')) return String.fromCodePoint(Number.parseInt(name.slice(1), 10));
    return ENTITIES[name] ?? whole;
  });
}

/** XML 1.0, 2.11: a carriage return, alone or before a line feed, is read as a line feed. */
const normalizeLineEnds = (raw: string): string =>
  raw.includes('\r') ? inPieces(raw, besideLineEnd, (piece) => piece.replace(/\r\n?/g, () => '\n')) : raw;

/** target and content of a processing instruction, without its delimiters */
const INSTRUCTION = /^(\S*)\s*([\s\S]*)$/;

const ROOT_SCOPE: ReadonlyMap<string, string> = new Map([['xml', 'http://www.w3.org/XML/1998/namespace']]);
const XMLNS = 'http://www.w3.org/2000/xmlns/';

/** Builds the tree from text that libxml2 found well-formed. */
function build(text: string, lineOffset: number, limits: XmlLimits, refuse: Refuse): XmlDocument {
  const document = new XmlDocument(text, lineOffset);
  let current: XmlElement | undefined;
  // children are gathered here, a list a level, and handed over in arrays of their exact length when an element closes
  const levels: XmlNode[][] = [[]];
  let depth = 0;
  let siblings = levels[0]!;
  const addText = (value: string, start: number): void => {
    if (!current || value === '') return;
    const last = siblings[siblings.length - 1];
    if (last && !(last instanceof XmlElement)) last.text += value;
    else siblings.push({ text: value, start, parent: current });
  };
  const addAside = (start: number, target: string | undefined, content: string): void => {
    const last = siblings[siblings.length - 1];
    const inText = current !== undefined && last !== undefined && !(last instanceof XmlElement);
    document.asides.push({
      parent: current,
      index: (current ? siblings.length : 0) - (inText ? 1 : 0),
      offset: inText ? last.text.length : 0,
      target,
      text: content,
      start,
    });
  };
  let at = 0;
  while (at < text.length) {
    const open = text.indexOf('<', at);
    if (open === -1) break;
    if (open > at && current) addText(unescape(normalizeLineEnds(text.slice(at, open))), at);
    const next = text.charCodeAt(open + 1);
    if (next === SLASH) {
      at = after(text, '>', open);
      if (current) {
        current.contentEnd = open;
        current.end = at;
        if (siblings.length > 0) current.children = siblings.slice();
        siblings.length = 0;
        siblings = levels[--depth]!;
        current = current.parent;
      }
    } else if (next === EXCLAMATION) {
      if (text.startsWith('<!--', open)) {
        at = after(text, '-->', open + 4);
        addAside(open, undefined, normalizeLineEnds(text.slice(open + 4, at - 3)));
      } else {
        // a document type declaration was refused: this is a CDATA section
        at = after(text, ']]>', open + 9);
        addText(normalizeLineEnds(text.slice(open + 9, at - 3)), open + 9);
      }
    } else if (next === QUESTION) {
      at = after(text, '?>', open + 2);
      const [, target, content] = INSTRUCTION.exec(text.slice(open + 2, at - 2))!;
      if (target !== 'xml') addAside(open, target, normalizeLineEnds(content!));
    } else {
      at = tagEnd(text, open);
      const empty = text.charCodeAt(at - 2) === SLASH;
      const element = openElement(document, current, text, open, empty ? at - 2 : at - 1);
      if (element.attributes.length > limits.maxAttributes)
        refuse('too-large', ...placeOf(text, open), 'Trop d’attributs sur un élément.', 'Too many attributes on one element.');
      element.contentStart = element.contentEnd = at;
      if (current) siblings.push(element);
      else document.root = element;
      if (empty) element.end = at;
      else {
        current = element;
        siblings = levels[++depth] ??= [];
      }
    }
  }
  return document;
}

const [SLASH, EXCLAMATION, QUESTION, EQUALS, COLON] = [0x2f, 0x21, 0x3f, 0x3d, 0x3a];
/** space, tab and line ends are what XML calls white space; nothing else that is as small stands in a tag */
const isBlank = (code: number): boolean => code <= 0x20;

const NO_ATTRIBUTES: readonly XmlAttribute[] = [];

/** Reads a start tag from its `<` to the `>` or `/>` at `end`. */
function openElement(document: XmlDocument, parent: XmlElement | undefined, text: string, start: number, end: number): XmlElement {
  let at = start + 1;
  while (at < end && !isBlank(text.charCodeAt(at))) at++;
  const name = text.slice(start + 1, at);
  const above = parent?.scope ?? ROOT_SCOPE;
  let scope = above;
  let attributes: XmlAttribute[] | undefined;
  let prefixed = false;
  for (;;) {
    while (at < end && isBlank(text.charCodeAt(at))) at++;
    if (at >= end) break;
    const nameStart = at;
    let colon = -1;
    let code = text.charCodeAt(at);
    while (code !== EQUALS && !isBlank(code)) {
      if (code === COLON) colon = at;
      code = text.charCodeAt(++at);
    }
    const written = text.slice(nameStart, at);
    while (text.charCodeAt(at) !== EQUALS) at++;
    at++;
    while (isBlank(text.charCodeAt(at))) at++;
    const close = text.indexOf(text[at]!, at + 1);
    const value = attributeValue(text.slice(at + 1, close));
    at = close + 1;
    const attribute: XmlAttribute = {
      name: written,
      local: colon === -1 ? written : text.slice(colon + 1, nameStart + written.length),
      namespace: '',
      value,
      start: nameStart,
    };
    if (written === 'xmlns' || written.startsWith('xmlns:')) {
      if (scope === above) scope = new Map(scope);
      (scope as Map<string, string>).set(written === 'xmlns' ? '' : attribute.local, value);
      attribute.namespace = XMLNS;
    } else if (colon !== -1) prefixed = true;
    if (attributes === undefined) attributes = [attribute];
    else attributes.push(attribute);
  }
  // a prefix may be declared after its use in the same tag
  if (prefixed)
    for (const attribute of attributes!)
      if (attribute.namespace === '' && attribute.local !== attribute.name)
        attribute.namespace = scope.get(attribute.name.slice(0, attribute.name.indexOf(':'))) ?? '';
  const colon = name.indexOf(':');
  return new XmlElement(
    document,
    parent,
    name,
    colon === -1 ? name : name.slice(colon + 1),
    scope.get(colon === -1 ? '' : name.slice(0, colon)) ?? '',
    attributes ?? NO_ATTRIBUTES,
    start,
    scope,
  );
}

/** XML 1.0, 3.3.3: white space in an attribute is read as spaces. */
const attributeValue = (raw: string): string =>
  unescape(/[\t\n\r]/.test(raw) ? inPieces(raw, besideLineEnd, (piece) => piece.replace(/\r\n|[\t\n\r]/g, () => ' ')) : raw);
