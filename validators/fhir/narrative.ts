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

/** Judges the XHTML of a narrative: that it is XHTML, that nothing in it acts, that it says something (txt-1, txt-2). */
export function judgeNarrative(node: FhirNode, judge: Judge): void {
  if (node.xhtml === undefined) return;
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
      const scheme = name === 'href' || name === 'src' ? SCHEME.exec(value)?.[1]?.toLowerCase() : undefined;
      judge.expect(
        RULE.safeNarrative,
        ATTRIBUTES.has(name)
          && (scheme === undefined || SAFE_SCHEMES.has(scheme))
          && !(name === 'style' && /expression\s*\(|javascript:|@import/i.test(value)),
        node,
        () => ({ actual: shorten(`${element.name}/@${name}="${value}"`, 120) }),
      );
    }
  }
  judge.expect(RULE.emptyNarrative, says, node);
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
