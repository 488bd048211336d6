import { ABSENT, Artefact, asWritten, same } from '../../src/model/index.js';
import { XDM } from '../../src/protocols/xdm/index.js';
import { placeAt, readXml, XmlSyntaxError, type XmlElement } from '../../src/protocols/xml/index.js';
import { told, type Judge } from './judge.js';

const XHTML = 'http://www.w3.org/1999/xhtml';
/** Elements of XHTML Basic 1.1. */
const ELEMENTS = new Set(
  (
    'html head title body base link meta style script noscript object param abbr acronym address blockquote br cite code dfn div em h1 h2 h3 h4 h5 h6 '
    + 'kbd p pre q samp span strong var a dl dt dd ol ul li b big hr i small sub sup tt form input label select option optgroup textarea button '
    + 'fieldset legend caption table td th tr img'
  ).split(' '),
);
/** A page of links; a larger one is not looked into. */
const MOST_BYTES = 1024 ** 2;

/** INDEX.HTM: a page of XHTML Basic that leads to README.TXT and to every document. */
export function judgePage(judge: Judge, name: string, bytes: Uint8Array): void {
  if (bytes.length > MOST_BYTES) return;
  const text = decode(bytes);
  const page = new Artefact(name, bytes, {}, { part: same(name), lineOffset: 0 });
  const place = { ...placeAt(page), path: name };
  let root: XmlElement | undefined;
  try {
    ({ root } = readXml(new TextEncoder().encode(withoutDoctype(text)), { charset: 'utf-8' }));
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const { line, column, explanation } = error;
    judge.expect('XDM-02-XHTML', false, { ...place, line, column }, told(WELL_FORMED, explanation));
  }
  if (root) {
    const foreign =
      root.local === 'html' && root.namespace === XHTML ?
        [...root.descendants()].find(({ local, namespace }) => namespace !== XHTML || !ELEMENTS.has(local))
      : root;
    judge.inside('XDM-02-XHTML', foreign === undefined, page, foreign ?? root, told(BASIC, foreign && asWritten(foreign.name)));
  }
  const reached = new Set(hrefsIn(text).map(target));
  const documents = judge.package.subsets.flatMap((subset) => subset.documents.flatMap(({ file }) => (file ? [file.name] : [])));
  const readme = judge.package.files.some((file) => file.name === XDM.readme) ? [XDM.readme] : [];
  for (const file of [...readme, ...documents])
    judge.expect('XDM-02-LINKS', reached.has(file.toUpperCase()), place, told(`<a href="${file}">`, ABSENT));
}

const WELL_FORMED = { fr: 'du XML bien formé', en: 'well-formed XML' };
const BASIC = { fr: 'un élément de XHTML Basic', en: 'an element of XHTML Basic' };

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return Buffer.from(bytes).toString('latin1');
  }
}

/** XHTML asks for a DOCTYPE, and names characters by it; our reader of hostile XML takes none. Lines and columns stay. */
function withoutDoctype(text: string): string {
  const blank = (found: string): string => found.replace(/[^\n]/g, ' ');
  const start = text.search(/<!DOCTYPE/i);
  const end = start === -1 ? 0 : text.indexOf('>', start) + 1;
  return (end === 0 ? text : text.slice(0, start) + blank(text.slice(start, end)) + text.slice(end))
    .replace(
      /^(<\?xml[^>]{0,100}?)encoding\s{0,9}=\s{0,9}(?:"[^"]{0,40}"|'[^']{0,40}')/,
      (found, before: string) => before + blank(found.slice(before.length)),
    )
    .replace(/&(?!(?:amp|lt|gt|quot|apos);)[A-Za-z][A-Za-z0-9]{0,30};/g, blank);
}

/** Links of a page, be it XML or not. */
const hrefsIn = (text: string): string[] =>
  [...text.matchAll(/\shref\s{0,9}=\s{0,9}(?:"([^"<>]{0,500})"|'([^'<>]{0,500})'|([^\s"'<>]{1,500}))/gi)].map(
    (found) => found[1] ?? found[2] ?? found[3] ?? '',
  );

/** The file that a link of the page leads to, in upper case. */
function target(href: string): string {
  const path = href.split(/[?#]/)[0]!.replaceAll('\\', '/').replace(/^\.\//, '');
  try {
    return decodeURIComponent(path).toUpperCase();
  } catch {
    return path.toUpperCase();
  }
}
