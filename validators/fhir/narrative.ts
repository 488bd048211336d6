import { same, shorten } from '../../src/model/index.js';
import { type FhirNode, narrativeOf } from '../../src/protocols/fhir/index.js';
import { type XmlElement, XmlSyntaxError } from '../../src/protocols/xml/index.js';
import type { Judge } from './judge.js';
import { RULE } from './rules.js';

const XHTML = 'http://www.w3.org/1999/xhtml';

/** HTML 4.0 chapters 7 to 11 (without 9.4) and 15, links and images (FHIR R4, 2.4.0). */
const ELEMENTS = new Set(
  (
    'div p h1 h2 h3 h4 h5 h6 em strong dfn code samp kbd var cite abbr acronym blockquote q sub sup br pre ul ol li dl dt dd table caption thead tfoot tbody '
    + 'colgroup col tr th td a img tt i b big small s strike u hr span bdo address ins del map area font center'
  ).split(' '),
);

const ATTRIBUTES = new Set(
  (
    'id class style title lang dir xml:lang xml:space name href rel rev target charset type hreflang src alt longdesc width height usemap ismap hspace vspace align valign '
    + 'border cellpadding cellspacing summary frame rules span char charoff abbr axis headers scope rowspan colspan nowrap bgcolor start value compact clear '
    + 'cite datetime size color face noshade shape coords nohref accesskey tabindex'
  ).split(' '),
);

const SCHEME = /^[\s\u0000-\u001f]*([A-Za-z][A-Za-z0-9+.-]{0,30}):/;
const SAFE_SCHEMES = new Set(['http', 'https', 'mailto', 'tel', 'urn', 'data', 'cid']);

/** Whether an attribute is one that a narrative may have, with a value that does not act. */
function isSafe(name: string, value: string): boolean {
  const scheme = name === 'href' || name === 'src' ? SCHEME.exec(value)?.[1]?.toLowerCase() : undefined;
  return (
    ATTRIBUTES.has(name)
    && (scheme === undefined || SAFE_SCHEMES.has(scheme))
    && !(name === 'style' && /expression\s*\(|javascript:|@import/i.test(value))
  );
}

/** Judges the XHTML of a narrative: that it is XHTML, that nothing in it acts, that it says something (txt-1, txt-2). */
export function judgeNarrative(node: FhirNode, judge: Judge): void {
  if (node.xhtml === undefined) return;
  if (isPlain(node.xhtml)) {
    for (const rule of [RULE.xhtml, RULE.safeNarrative, RULE.emptyNarrative]) judge.expect(rule, true, node);
    return;
  }
  const root = read(node, judge);
  if (!root) return;
  let says = root.text.trim() !== '';
  for (const element of [root, ...root.descendants()]) {
    const local = element.local.toLowerCase();
    judge.expect(RULE.safeNarrative, ELEMENTS.has(element.local), node, () => ({ actual: `<${shorten(element.name, 60)}>` }));
    if (local === 'img') says = true;
    for (const attribute of element.attributes) {
      const { name, value } = attribute;
      if (name === 'xmlns' || name.startsWith('xmlns:')) continue;
      judge.expect(RULE.safeNarrative, isSafe(name, value), node, () => ({ actual: shorten(`${element.name}/@${name}="${value}"`, 120) }));
    }
  }
  judge.expect(RULE.emptyNarrative, says, node);
}

const OPENING = `<div xmlns="${XHTML}"`;
const MOST_PLAIN = 100_000;
const DEEPEST_PLAIN = 100;
/** A tag with quoted attributes, text, one of the entities of XML, or a space that does not break. */
const PIECE =
  /<(?<close>\/)?(?<name>[a-z][a-z0-9]{0,15})(?<attributes>(?: [a-z:]{1,20}="[^"<&]{0,1000}"){0,10}) ?(?<alone>\/)?>|(?<text>[^<&]+)|(?<entity>&(?:amp|lt|gt|quot|apos);)|&#(?:160|x[aA]0);/y;
const ATTRIBUTE = / ([a-z:]+)="([^"]*)"/g;
/** What XML does not have, or only in places. */
const NOT_PLAIN = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|\]\]>|\p{Surrogate}/u;
/**
 * Whether a narrative is all there is to say nothing about, told without an XML parser: most are, and there is one in every
 * resource. Anything but known elements that are closed in order, with safe attributes, and text is for the parser.
 */
export function isPlain(xhtml: string): boolean {
  if (xhtml.length > MOST_PLAIN || !xhtml.startsWith(OPENING) || NOT_PLAIN.test(xhtml)) return false;
  const open: string[] = [];
  let says = false;
  // the namespace is that of the root, and no other is declared
  PIECE.lastIndex = 0;
  const written = `<div${xhtml.slice(OPENING.length)}`;
  while (PIECE.lastIndex < written.length) {
    if (PIECE.lastIndex > 0 && open.length === 0) return false;
    const { close, name, attributes, alone, text, entity } = PIECE.exec(written)?.groups ?? {};
    if (PIECE.lastIndex === 0) return false;
    if (text !== undefined) says ||= /\S/.test(text);
    else if (entity) says = true;
    else if (name === undefined) continue;
    else if (close) {
      if (open.pop() !== name || attributes !== '' || alone) return false;
    } else {
      const pairs = [...attributes!.matchAll(ATTRIBUTE)];
      if (!ELEMENTS.has(name) || !pairs.every(([, one = '', value = '']) => isSafe(one, value))) return false;
      if (new Set(pairs.map(([, one]) => one)).size < pairs.length) return false;
      if (!alone) open.push(name);
      if (open.length > DEEPEST_PLAIN) return false;
    }
  }
  return open.length === 0 && says;
}

function read(node: FhirNode, judge: Judge): XmlElement | undefined {
  try {
    const root = narrativeOf(node);
    const holds = root !== undefined && root.local === 'div' && root.namespace === XHTML;
    judge.expect(RULE.xhtml, holds, node, () => ({
      expected: `<div xmlns="${XHTML}">`,
      actual: root ? `<${root.name} xmlns="${shorten(root.namespace, 80)}">` : same(shorten(node.xhtml!, 80)),
    }));
    return holds ? root : undefined;
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    judge.expect(RULE.xhtml, false, node, () => ({ actual: error.explanation }));
    return undefined;
  }
}
