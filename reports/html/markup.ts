import Handlebars from 'handlebars';
import type { Bilingual, Language } from '../../src/model/index.js';
import { MARK_CLASS, WORDS, type Mark, type Word } from '../words.js';
import { clip, visible } from './text.js';

/** longest text shown as it is; what is longer is cut, with its length */
const LONG = 1500;
const LONG_VALUE = 300;

export const escape = (text: string): string => Handlebars.escapeExpression(text);

/** A string as it is in every language: what is invisible is made visible, what is long is cut. */
export const bare = (text: string, most = LONG_VALUE): string => escape(visible(clip(text, most)));

/** Escapes a text and makes what is invisible visible. */
export const plain = (text: string): string => bare(text, LONG);

/** The same, with what stands between back-ticks set as code. */
export function markup(text: string): string {
  return plain(text).replace(/&#x60;((?:[^&\n]|&(?!#x60;)){1,400})&#x60;/g, '<code>$1</code>');
}

export const otherThan = (language: Language): Language => (language === 'fr' ? 'en' : 'fr');

/** An element that holds its text in the language of the page and, for the switch, in the other one. */
export function element(
  tag: string | undefined,
  attributes: string,
  text: Bilingual,
  language: Language,
  render: (text: string) => string,
): string {
  const other = otherThan(language);
  const here = render(text[language]);
  const there = render(text[other]);
  const data = here === there ? '' : ` data-${other}="${escape(there)}"`;
  if (!tag && !data && !attributes) return here;
  return `<${tag ?? 'span'}${attributes}${data}>${here}</${tag ?? 'span'}>`;
}

/** What was expected or found: a bare value is code, a sentence is text. */
export const value = (text: Bilingual, language: Language): string =>
  text.fr === text.en ?
    `<code class="val">${bare(text.fr)}</code>`
  : element('span', '', text, language, (t) => markup(clip(t, LONG_VALUE * 2)));

/** A text of the dictionary. */
export function wordOf(key: unknown): Bilingual {
  if (typeof key !== 'string' || !(key in WORDS)) throw new Error(`not in the dictionary: ${String(key)}`);
  return WORDS[key as Word];
}

/** A verdict: shape, word, colour. */
export function verdict(mark: Mark, language: Language, options: { word?: string; tag?: string; pin?: boolean } = {}): string {
  const { word = mark, tag = 'span', pin = false } = options;
  return `<${tag} class="v ${MARK_CLASS[mark]}${pin ? ' pin' : ''}" data-w="${escape(word)}">${escape(wordOf(word)[language])}</${tag}>`;
}

/** An accessible name of the dictionary, as attributes. */
export function label(key: string, language: Language): string {
  const text = wordOf(key);
  const other = otherThan(language);
  return ` aria-label="${escape(text[language])}" data-${other}-label="${escape(text[other])}"`;
}
