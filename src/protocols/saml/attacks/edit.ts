import { readXml, type XmlElement } from '../../xml/index.js';

/** From the first offset to the one after the last. */
type Span = readonly [start: number, end: number];
/** Finds an element below an assertion. */
export type Find = (assertion: XmlElement) => XmlElement | undefined;

export const rootOf = (text: string): XmlElement => readXml(new TextEncoder().encode(text)).root;

/** The element itself, and what stands between its tags. */
export const whole = ({ start, end }: XmlElement): Span => [start, end];
export const inside = ({ contentStart, contentEnd }: XmlElement): Span => [contentStart, contentEnd];
const after = ({ end }: XmlElement): Span => [end, end];
const atEndOf = ({ contentEnd }: XmlElement): Span => [contentEnd, contentEnd];

/** Replaces one span of a text. @throws when there is no such element, or nothing changes: it would be no attack */
function changed(text: string, find: Find, spanOf: (element: XmlElement) => Span, change: (markup: string) => string): string {
  const element = find(rootOf(text));
  if (!element) throw new Error('attack: the assertion has no such element');
  const [start, end] = spanOf(element);
  const now = change(text.slice(start, end));
  if (now === text.slice(start, end)) throw new Error(`attack: nothing is changed in ${element.path}`);
  return text.slice(0, start) + now + text.slice(end);
}

export const replace = (text: string, find: Find, change: (markup: string) => string): string => changed(text, find, whole, change);
export const fill = (text: string, find: Find, change: (content: string) => string): string => changed(text, find, inside, change);
export const remove = (text: string, find: Find): string => changed(text, find, whole, () => '');
export const addAfter = (text: string, find: Find, markup: string): string => changed(text, find, after, () => markup);
export const append = (text: string, find: Find, markup: string): string => changed(text, find, atEndOf, () => markup);

/** Gives an XML attribute of an element another value. */
export const set = (text: string, find: Find, name: string, value: string): string =>
  changed(
    text,
    find,
    (element) => {
      const attribute = element.attributes.find((candidate) => candidate.name === name);
      if (!attribute) throw new Error(`attack: ${element.path} has no ${name}`);
      const start = attribute.start + name.length + 2;
      return [start, text.indexOf(text[start - 1]!, start)];
    },
    () => value,
  );

export const itself: Find = (assertion) => assertion;
export const at =
  (...path: string[]): Find =>
  (assertion) =>
    assertion.at(...path);
/** The Attribute with this Name. */
export const attribute =
  (name: string): Find =>
  (assertion) =>
    assertion.all('AttributeStatement', 'Attribute').find((candidate) => candidate.attribute('Name') === name);
/** The value of the Attribute with this Name. */
export const valueOf =
  (name: string): Find =>
  (assertion) =>
    attribute(name)(assertion)?.element('AttributeValue');

export const signature = at('Signature');
export const signedInfo = at('Signature', 'SignedInfo');
export const reference = at('Signature', 'SignedInfo', 'Reference');

/** The markup of an element. */
export function markupOf(text: string, find: Find): string {
  const element = find(rootOf(text));
  if (!element) throw new Error('attack: the assertion has no such element');
  return text.slice(element.start, element.end);
}

export const withoutSignature = (assertion: string): string => remove(assertion, signature);
