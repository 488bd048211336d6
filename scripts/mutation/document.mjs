/**
 * A CDA document open for mutation: its text, the elements that are not narrative, and the textual edits that change one
 * of them and leave every other byte as it was. An edit is `[start, end, replacement]` in UTF-16 units of the text.
 */
import { createHash } from 'node:crypto';

export const V3 = 'urn:hl7-org:v3';
export const XSI = 'http://www.w3.org/2001/XMLSchema-instance';

/**
 * @param read `readXml` of the build that judges: the offsets are those of our reader
 * @param contain `clinicalDocumentIn` of that build: what a style sheet wraps is taken out
 */
export function openDocument(name, bytes, read, contain) {
  const tree = read(bytes);
  const root = contain(tree.root);
  if (!root) throw new Error(`${name} holds no ClinicalDocument`);
  const elements = [];
  const narrative = [];
  const walk = (element, told) => {
    (told ? narrative : elements).push(element);
    const inner = told || isNarrativeBlock(element);
    for (const child of element.elements()) walk(child, inner);
  };
  walk(root, false);
  const codeSystems = unique(elements.map((e) => e.attribute('codeSystem')));
  const coded = elements.filter((e) => e.attribute('code') !== undefined && e.attribute('displayName') !== undefined);
  const ofSystem = new Map();
  for (const e of coded) ofSystem.set(e.attribute('codeSystem'), [...(ofSystem.get(e.attribute('codeSystem')) ?? []), e]);
  return { name, bytes, text: tree.text, bom: bytes[0] === 0xef, root, elements, narrative, codeSystems, coded, ofSystem };
}

const isNarrativeBlock = (element) => element.local === 'text' && element.namespace === V3 && element.parent?.local === 'section';
const unique = (values) => [...new Set(values.filter((v) => v !== undefined))];

/** The text with the edits made, as bytes; what stands outside the edits is as it was. */
export function edited({ text, bom }, edits) {
  let out = '';
  let at = 0;
  for (const [start, end, replacement] of [...edits].sort((a, b) => a[0] - b[0])) {
    if (start < at) throw new Error('edits overlap');
    out += text.slice(at, start) + replacement;
    at = end;
  }
  const bytes = Buffer.from(out + text.slice(at), 'utf8');
  return bom ? Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes]) : bytes;
}

/** Characters as they stand in an attribute between quotation marks, or in content. */
export const escaped = (value) =>
  value.replace(/[&<"]/g, (c) =>
    c === '&' ? '&amp;'
    : c === '<' ? '&lt;'
    : '&quot;',
  );
const text = (element) => element.document.text;

/** The attribute of an element by local name, outside any namespace unless one is given. */
export const attributeOf = (element, local, namespace = '') =>
  element.attributes.find((a) => a.local === local && a.namespace === namespace);

/** Where the value of an attribute stands between its quotation marks, and where the whole attribute with its blank. */
function extent(element, attribute) {
  const all = text(element);
  const equals = all.indexOf('=', attribute.start + attribute.name.length);
  const open = /["']/g;
  open.lastIndex = equals;
  const mark = open.exec(all);
  const close = all.indexOf(mark[0], mark.index + 1);
  return { valueStart: mark.index + 1, valueEnd: close, mark: mark[0], end: close + 1 };
}

/** Gives an attribute another value. */
export function setAttribute(element, attribute, value) {
  const { valueStart, valueEnd, mark } = extent(element, attribute);
  return [valueStart, valueEnd, mark === "'" ? escaped(value).replace(/'/g, '&apos;') : escaped(value)];
}

/** Takes an attribute away, with the blanks before it. */
export function removeAttribute(element, attribute) {
  const all = text(element);
  let start = attribute.start;
  while (/\s/.test(all[start - 1])) start--;
  return [start, extent(element, attribute).end, ''];
}

/** The offset at which one more attribute can stand: after the name of the element. */
const afterName = (element) => element.start + 1 + element.name.length;

export const addAttribute = (element, name, value) => [afterName(element), afterName(element), ` ${name}="${escaped(value)}"`];

const isEmptyTag = (element) => element.end === element.contentStart && text(element)[element.end - 2] === '/';

/** Gives an element another name, in both of its tags. */
export function renameElement(element, local) {
  const prefix = element.name.includes(':') ? element.name.slice(0, element.name.indexOf(':') + 1) : '';
  const edits = [[element.start + 1, afterName(element), prefix + local]];
  if (!isEmptyTag(element)) edits.push([element.contentEnd + 2, element.contentEnd + 2 + element.name.length, prefix + local]);
  return edits;
}

export const removeElement = (element) => [element.start, element.end, ''];

/** Puts markup where the content of an element begins. */
export function prepend(element, markup) {
  if (!isEmptyTag(element)) return [element.contentStart, element.contentStart, markup];
  const all = text(element);
  let slash = element.end - 2;
  while (/\s/.test(all[slash - 1])) slash--;
  return [slash, element.end, `>${markup}</${element.name}>`];
}

/** Takes away everything between the tags. */
export const emptyElement = (element) => [element.contentStart, element.contentEnd, ''];

/** Replaces everything between the tags by characters. */
export const setContent = (element, characters) => [element.contentStart, element.contentEnd, escaped(characters)];

/** Two elements change places; what stands between them stays. */
export const swapElements = (first, second) => [
  [first.start, first.end, text(second).slice(second.start, second.end)],
  [second.start, second.end, text(first).slice(first.start, first.end)],
];

/** Puts an element in the place of another, under the name and the prefix that it has. */
export const replaceByNull = (element, flavor) => [element.start, element.end, `<${element.name} nullFlavor="${flavor}"/>`];

/**
 * The edit that makes `@integrityCheck` of a B64 element agree with its new content again; none where it carries no check.
 * Whoever changes content on purpose would write the hash of what they wrote.
 */
export function hashAgain(element, base64) {
  const check = attributeOf(element, 'integrityCheck');
  if (!check) return [];
  const algorithm = element.attribute('integrityCheckAlgorithm') === 'SHA-256' ? 'sha256' : 'sha1';
  return [setAttribute(element, check, createHash(algorithm).update(Buffer.from(base64, 'base64')).digest('base64'))];
}

/** Path of local names without positions: what sites of one kind have in common. */
export function kindOfPlace(element) {
  const steps = [];
  for (let here = element; here && here.local !== 'ClinicalDocument'; here = here.parent) steps.push(here.local);
  return steps.reverse().join('/') || 'ClinicalDocument';
}
