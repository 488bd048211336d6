import { asWritten, fits } from '../../../src/model/index.js';
import { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA, isNull, type Judge } from '../judge.js';
import { contentOf } from '../embedded/content.js';

/** UTF-8 read as Latin-1 or Windows-1252, once; a character that could not be read. */
const MOJIBAKE =
  /Ã[\u0080-\u00BF\u2018-\u203A\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u20AC\u2122]|â(?:€|\u0080)[\u0080-\u00BF\u2018-\u203A\u0153\u2122\u00A6\u02DC]|Â[°«»\u00A0²³µ§]|\uFFFD/;
const ESCAPED =
  /&(?:amp|lt|gt|quot|apos|nbsp|#\d{2,5}|#x[0-9a-f]{2,4}|[eaou](?:acute|grave|circ|uml)|ccedil);|<\/?(?:br|b|i|u|p|li|ul|ol|td|tr|div|span|strong|em|table|paragraph|content|list|item)(?:\s[^<>]{0,200})?\/?>/i;
const PLACEHOLDER = /^(?:to ?do|fixme|tbd|null|undefined|n\/a|x{3,}|lorem ipsum.*|\[object object\]|\$\{.*\}|\{\{.*\}\}|string|\?{2,})$/i;
const NAMES = new Set(['family', 'given']);

/** Judges what people read: that it is text, and the text that was meant. */
export function judgeWriting(judge: Judge, root: XmlElement): void {
  judgePlainBody(judge, root);
  const garbled = new Places();
  const escaped = new Places();
  let reads = false;
  for (const element of root.descendants(undefined, CDA)) {
    if (!isRead(element)) continue;
    reads = true;
    const isTitle = element.local === 'title' || NAMES.has(element.local);
    if (isTitle && !isNull(element) && element.text.trim() !== '')
      judge.expect('CDA-554', !fits(PLACEHOLDER, element.text.trim()), element, () => ({
        expected: element.local === 'title' ? { fr: 'un titre', en: 'a title' } : { fr: 'un nom', en: 'a name' },
        actual: asWritten(element.text.trim()),
      }));
    for (const child of element.children) {
      if (child instanceof XmlElement) continue;
      garbled.look(element, child.text, MOJIBAKE);
      escaped.look(element, child.text, ESCAPED);
    }
  }
  if (!reads) return;
  garbled.tell(judge, 'CDA-552', { fr: 'le texte tel qu’il a été saisi', en: 'the text as it was typed' });
  escaped.tell(judge, 'CDA-553', { fr: 'du texte, ou des balises du narratif', en: 'text, or tags of the narrative' });
}

const narrative = new WeakMap<XmlElement, boolean>();

/** A title, a name, or the narrative of a section. */
function isRead(element: XmlElement): boolean {
  const parent = element.parent;
  const inside = (parent && narrative.get(parent)) ?? (element.local === 'text' && parent?.local === 'section');
  if (inside) narrative.set(element, true);
  return inside || element.local === 'title' || NAMES.has(element.local) || element.local === 'name';
}

class Places {
  #first: XmlElement | undefined;
  #piece = '';
  #count = 0;

  look(element: XmlElement, text: string, wrong: RegExp): void {
    const at = text.search(wrong);
    if (at === -1) return;
    this.#count++;
    if (this.#first) return;
    this.#first = element;
    this.#piece = text.slice(Math.max(0, at - 15), at + 25).trim();
  }

  tell(judge: Judge, rule: string, expected: { fr: string; en: string }): void {
    const others = this.#count - 1;
    judge.expect(rule, this.#first === undefined, this.#first, () => ({
      expected,
      actual: {
        fr: asWritten(this.#piece) + (others > 0 ? ` (et ${others} autre${others > 1 ? 's' : ''} endroit${others > 1 ? 's' : ''})` : ''),
        en: asWritten(this.#piece) + (others > 0 ? ` (and ${others} more place${others > 1 ? 's' : ''})` : ''),
      },
    }));
  }
}

function judgePlainBody(judge: Judge, root: XmlElement): void {
  const text = judge.at(root, 'component/nonXMLBody/text')[0];
  if (!text || isNull(text) || text.attribute('compression') !== undefined) return;
  if ((text.attribute('mediaType') ?? 'text/plain').trim().toLowerCase() !== 'text/plain') return;
  const { written, raw } = contentOf(text);
  const base64 = text.attribute('representation') === 'B64';
  // what does not decode is told as such
  const content = base64 ? raw?.toString('latin1') : written;
  if (content === undefined || content.trim() === '') return;
  const seen = formatOf(content, base64);
  judge.expect('CDA-551', seen === undefined, text, () => ({ expected: { fr: 'du texte', en: 'text' }, actual: seen! }));
}

/** The format of what is no plain text, by how it begins; undefined for text. */
function formatOf(content: string, decoded: boolean): string | undefined {
  const start = content
    .slice(0, 2000)
    .replace(/^(?:ï»¿|\uFEFF)/, '')
    .trimStart();
  if (/^(?:<!doctype html|<html[\s>])/i.test(start)) return 'HTML';
  if (/^<\?xml\s|^<(?:\w+:)?ClinicalDocument[\s>]/.test(start)) return 'XML';
  if (/^(?:<(?:p|div|body|table|span|br)(?:\s[^<>]*)?\/?>)/i.test(start)) return 'HTML';
  if (/^(?:FHS|BHS|MSH)\|/.test(start)) return 'HL7 V2';
  if (!decoded || start.length < 40) return undefined;
  const digits = content.replace(/[\r\n]/g, '').trim();
  return (
      digits.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(digits) && /\d/.test(digits) && /[A-Z]/.test(digits) && /[a-z]/.test(digits)
    ) ?
      'base64'
    : undefined;
}
