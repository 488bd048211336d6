import { headText, type Artefact } from '../../src/model/index.js';
import { xmlOf, XmlSyntaxError, type XmlElement } from '../../src/protocols/xml/index.js';
import { CDA } from './judge.js';

const XSLT = 'http://www.w3.org/1999/XSL/Transform';
const CISIS = 'urn:asip-sante:ci-sis';

/** The ClinicalDocument of a tree: its root, or what a self-presenting document (xsl:stylesheet) wraps. */
export function clinicalDocumentIn(root: XmlElement): XmlElement | undefined {
  if (root.local === 'ClinicalDocument' && root.namespace === CDA) return root;
  if (root.namespace !== XSLT || (root.local !== 'stylesheet' && root.local !== 'transform')) return undefined;
  return root.element('Contenu', CISIS)?.element('ClinicalDocument', CDA);
}

/** The ClinicalDocument of an artefact; undefined when the bytes are no XML or no CDA document. */
export function clinicalDocumentOf(artefact: Artefact): XmlElement | undefined {
  try {
    return clinicalDocumentIn(xmlOf(artefact).root);
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}

/** The header without its body. */
export function* headerElements(root: XmlElement): Generator<XmlElement> {
  for (const child of root.elements()) {
    if (child.local === 'component') continue;
    yield child;
    yield* child.descendants();
  }
}

/** How sure the first bytes make us that this is a CDA document, well-formed or not. */
export function looksLikeCda(head: Uint8Array): number {
  const whole = textOf(head);
  const text = whole.slice(0, 65_536).replace(/<!--[\s\S]*?(?:-->|$)|<\?[\s\S]*?(?:\?>|$)/g, '');
  const first = /<(?!!)(?:[\w.-]+:)?([\w.-]+)([^>]*)/.exec(text);
  if (!first) return 0;
  const [, local, rest] = first;
  if (local === 'ClinicalDocument') return rest!.includes(CDA) ? 1 : 0.9;
  if (local === 'stylesheet' || local === 'transform') {
    // a style sheet of its own size may stand before the document: as far down as we are shown
    const wraps = /<(?:[\w.-]+:)?Contenu[\s>]/.test(whole);
    if (!presentsItself(whole) && !wraps) return text.includes(CISIS) ? 0.3 : 0;
    if (!whole.includes(CISIS)) return wraps ? 0 : 0.5;
    return whole.includes('ClinicalDocument') ? 1 : 0.9;
  }
  // a broken or foreign root: the names that only CDA has
  if (local === 'Envelope' || local === 'RetrieveDocumentSetResponse') return 0;
  if (text.includes(CDA) && /POCD_HD000040|<(?:\w+:)?ClinicalDocument[\s>]/.test(text)) return 0.7;
  return /POCD_HD000040/.test(text) && !text.includes('Envelope') ? 0.5 : 0;
}

/** Does a document name itself as its style sheet? A style sheet for other documents does not. */
const presentsItself = (text: string): boolean => /<\?xml-stylesheet\s[^?>]*href\s*=\s*["'](?:#|["'])/.test(text);

function textOf(head: Uint8Array): string {
  const utf16 =
    head[0] === 0xff || (head[0] === 0x3c && head[1] === 0) ? 'utf-16le'
    : head[0] === 0xfe || (head[0] === 0 && head[1] === 0x3c) ? 'utf-16be'
    : undefined;
  return utf16 === undefined ? headText(head).slice(0, 262_144) : new TextDecoder(utf16).decode(head.subarray(0, 262_144));
}
