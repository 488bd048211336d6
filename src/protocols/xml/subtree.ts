import { XmlDocument, XmlElement, type XmlNode } from './tree.js';

/**
 * One element as the root of a document of its own, for what judges whole documents (XPath, schematron). The elements
 * are new, the text and its places are those of the original; namespaces in scope stay known. Comments and
 * instructions outside the element are left out.
 */
export function elementAsDocument(element: XmlElement): XmlDocument {
  const original = element.document;
  if (element === original.root) return original;
  const document = new XmlDocument(original.text, original.lineOffset);
  document.excerpt = true;
  const copies = new Map<XmlElement, XmlElement>();
  document.root = copyInto(document, undefined, element, copies);
  for (const aside of original.asides) {
    const parent = aside.parent && copies.get(aside.parent);
    if (parent) document.asides.push({ ...aside, parent });
  }
  return document;
}

/** Depth is bounded by the reader, so recursion is safe. */
function copyInto(document: XmlDocument, parent: XmlElement | undefined, of: XmlElement, copies: Map<XmlElement, XmlElement>): XmlElement {
  const copy = new XmlElement(document, parent, of.name, of.local, of.namespace, of.attributes, of.start, of.scope);
  copy.end = of.end;
  copy.contentStart = of.contentStart;
  copy.contentEnd = of.contentEnd;
  copies.set(of, copy);
  copy.children = of.children.map((child): XmlNode =>
    child instanceof XmlElement ? copyInto(document, copy, child, copies) : { text: child.text, start: child.start, parent: copy },
  );
  return copy;
}

/**
 * One element as the text of a document of its own, for what parses again. What stands before it is blanked, so that
 * every line stays the line of the original; so does every column, save on the line where its start tag ends: the
 * namespaces declared above are repeated there. What stands after it is cut off. The root gives the whole text.
 */
export function elementAsText(element: XmlElement): string {
  const { text, root } = element.document;
  if (element === root && !element.document.excerpt) return text;
  const tagEnd = element.contentStart - (text[element.contentStart - 2] === '/' ? 2 : 1);
  return (
    text.slice(0, element.start).replace(/[^\r\n]/g, ' ')
    + text.slice(element.start, tagEnd)
    + declarationsFor(element)
    + text.slice(tagEnd, element.end)
  );
}

/** The namespaces in scope that the element does not declare itself, as attributes. */
function declarationsFor(element: XmlElement): string {
  const own = new Set(element.attributes.map((attribute) => attribute.name));
  let declarations = '';
  for (const [prefix, namespace] of element.scope) {
    const name = prefix === '' ? 'xmlns' : `xmlns:${prefix}`;
    if (prefix === 'xml' || namespace === '' || own.has(name)) continue;
    declarations += ` ${name}="${namespace.replace(/[&<"\t\n\r]/g, (c) => `&#${c.charCodeAt(0)};`)}"`;
  }
  return declarations;
}
