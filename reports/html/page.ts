import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot, type Bilingual, type Language } from '../../src/model/index.js';
import { MARK_CLASS, WORDS, type Mark, type Word } from '../words.js';
import { clip, visible } from './text.js';

const file = (name: string): string => readFileSync(join(packageRoot, 'reports', 'html', name), 'utf8');
const escape = (text: string): string => Handlebars.escapeExpression(text);

/** What every page needs beside its own content. */
export interface Page {
  lang: Language;
  title: Bilingual;
  /** at the foot of every printed page */
  foot: string;
  tool: string;
}

const PARTIALS = ['page', 'cause', 'finding', 'bytes', 'sequence', 'exchange', 'requirements'];
/** longest text shown as it is; what is longer is cut, with its length */
const LONG = 1500;
const LONG_VALUE = 300;

type Root = { lang: Language };
type Options = Handlebars.HelperOptions;
const language = (options: Options): Language => (options.data as { root: Root }).root.lang;
const other = (lang: Language): Language => (lang === 'fr' ? 'en' : 'fr');

/** Escapes a text, makes what is invisible visible, and sets what stands between back-ticks as code. */
function markup(text: string): string {
  return escape(visible(clip(text, LONG))).replace(/&#x60;((?:[^&\n]|&(?!#x60;)){1,400})&#x60;/g, '<code>$1</code>');
}

/** An element that holds its text in the language of the page and, for the switch, in the other one. */
function element(tag: string | undefined, attributes: string, text: Bilingual, lang: Language, render: (text: string) => string): string {
  const here = render(text[lang]);
  const there = render(text[other(lang)]);
  const data = here === there ? '' : ` data-${other(lang)}="${escape(there)}"`;
  if (!tag && !data && !attributes) return here;
  return `<${tag ?? 'span'}${attributes}${data}>${here}</${tag ?? 'span'}>`;
}

function attributes(hash: Record<string, unknown>, more: Record<string, string> = {}): string {
  return Object.entries({ ...hash, ...more })
    .filter(([name, value]) => name !== 'tag' && name !== 'pin' && value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
}

const word = (key: unknown): Bilingual => {
  if (typeof key !== 'string' || !(key in WORDS)) throw new Error(`not in the dictionary: ${String(key)}`);
  return WORDS[key as Word];
};

function helpers(handlebars: typeof Handlebars): void {
  const safe = (html: string): Handlebars.SafeString => new handlebars.SafeString(html);
  handlebars.registerHelper({
    /** a text of the report in both languages: {{say text tag="p" class="lead"}} */
    say: (text: Bilingual, options: Options) =>
      safe(element(options.hash.tag as string | undefined, attributes(options.hash), text, language(options), markup)),
    /** the same without markup, for places that take text only: a title, a drawing */
    plain: (text: Bilingual, options: Options) =>
      safe(
        element(options.hash.tag as string | undefined, attributes(options.hash), text, language(options), (t) =>
          escape(visible(clip(t, LONG))),
        ),
      ),
    /** a text of the dictionary: {{w "expected" tag="dt"}} */
    w: (key: string, options: Options) => {
      const tag = (options.hash.tag as string | undefined) ?? 'span';
      return safe(`<${tag}${attributes(options.hash, { 'data-w': key })}>${escape(word(key)[language(options)])}</${tag}>`);
    },
    /** a verdict: shape, word, colour: {{verdict "FAILED" pin=true}} */
    verdict: (mark: Mark, options: Options) => {
      const key = (options.hash.word as string | undefined) ?? mark;
      const tag = (options.hash.tag as string | undefined) ?? 'span';
      const pin = options.hash.pin ? ' pin' : '';
      return safe(`<${tag} class="v ${MARK_CLASS[mark]}${pin}" data-w="${escape(key)}">${escape(word(key)[language(options)])}</${tag}>`);
    },
    shape: (mark: Mark) => MARK_CLASS[mark],
    /** an accessible name of the dictionary */
    label: (key: string, options: Options) => {
      const lang = language(options);
      const text = word(key);
      return safe(` aria-label="${escape(text[lang])}" data-${other(lang)}-label="${escape(text[other(lang)])}"`);
    },
    /** what was expected or found: a bare value is code, a sentence is text */
    value: (text: Bilingual, options: Options) =>
      safe(
        text.fr === text.en ?
          `<code class="val">${escape(visible(clip(text.fr, LONG_VALUE)))}</code>`
        : element('span', '', text, language(options), (t) => markup(clip(t, LONG_VALUE * 2))),
      ),
    /** a string that is the same in every language: an identifier, a path */
    bare: (text: string) => safe(escape(visible(clip(text, LONG_VALUE)))),
  });
}

let environment: typeof Handlebars | undefined;

function templates(): typeof Handlebars {
  if (!environment) {
    environment = Handlebars.create();
    helpers(environment);
    for (const name of PARTIALS) environment.registerPartial(name, file(`${name}.hbs`));
  }
  return environment;
}

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** A string inside a style sheet: everything but plain letters and digits is written as its code point. */
const cssString = (text: string): string =>
  `"${text.replace(/[^A-Za-z0-9 .·-]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `)}"`;

/**
 * Renders a template of reports/html as one self-contained page.
 * @param template `report` or `overview`
 */
export function renderPage(template: 'report' | 'overview', page: Page, content: object): string {
  let render = compiled.get(template);
  if (!render) {
    render = templates().compile(file(`${template}.hbs`), { strict: true, preventIndent: true });
    compiled.set(template, render);
  }
  const foot = `@media print{@page{@bottom-left{content:${cssString(visible(clip(page.foot, 120)))};font:8pt sans-serif;color:#545049}}}`;
  return render({
    ...content,
    lang: page.lang,
    pressed: { fr: String(page.lang === 'fr'), en: String(page.lang === 'en') },
    title: page.title,
    tool: page.tool,
    style:
      ['tokens.css', 'base.css', 'report.css', ...(template === 'report' ? [] : [`${template}.css`]), 'print.css'].map(file).join('')
      + foot,
    words: JSON.stringify(WORDS).replaceAll('<', '\\u003c'),
    script: file('script.js'),
  });
}
