import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { packageRoot, type Bilingual, type Language } from '../../src/model/index.js';
import { MARK_CLASS, WORDS, type Mark } from '../words.js';
import { bare, element, escape, label, markup, plain, value, verdict, wordOf } from './markup.js';
import { clip, visible } from './text.js';

const files = new Map<string, string>();

/** A file of reports/, read once: pages of a batch are very many. */
function file(name: string): string {
  let text = files.get(name);
  if (text === undefined) files.set(name, (text = readFileSync(join(packageRoot, 'reports', name), 'utf8')));
  return text;
}

/** What every page needs beside its own content. */
export interface Page {
  lang: Language;
  title: Bilingual;
  /** at the foot of every printed page */
  foot: string;
  tool: string;
  /** told in the bar: the file that the page is about */
  about?: string;
}

/** What a page is made of: files of reports/. */
interface Look {
  template: string;
  styles: readonly string[];
  scripts: readonly string[];
  /** it fills the window and its panes scroll */
  framed?: true;
}

const REPORT_STYLES = ['html/tokens.css', 'html/base.css', 'html/report.css'];

const LOOKS = {
  report: {
    template: 'html/report.hbs',
    styles: [...REPORT_STYLES, 'html/print.css'],
    scripts: ['html/script.js', 'html/report.js'],
  },
  overview: {
    template: 'html/overview.hbs',
    styles: [...REPORT_STYLES, 'html/overview.css', 'html/print.css'],
    scripts: ['html/script.js', 'html/report.js'],
  },
  document: {
    template: 'document/document.hbs',
    styles: ['html/tokens.css', 'html/base.css', 'document/document.css'],
    scripts: ['html/script.js', 'document/document-page.js'],
    framed: true,
  },
  batch: {
    template: 'document/batch.hbs',
    styles: [...REPORT_STYLES, 'document/batch.css', 'html/print.css'],
    scripts: ['html/script.js', 'document/batch-page.js'],
  },
} satisfies Record<string, Look>;

const PARTIALS = ['page', 'cause', 'finding', 'bytes', 'sequence', 'exchange', 'requirements'];
type Root = { lang: Language };
type Options = Handlebars.HelperOptions;
const language = (options: Options): Language => (options.data as { root: Root }).root.lang;

function attributes(hash: Record<string, unknown>, more: Record<string, string> = {}): string {
  return Object.entries({ ...hash, ...more })
    .filter(([name, value]) => name !== 'tag' && name !== 'pin' && value !== undefined)
    .map(([name, value]) => ` ${name}="${escape(String(value))}"`)
    .join('');
}

function helpers(handlebars: typeof Handlebars): void {
  const safe = (html: string): Handlebars.SafeString => new handlebars.SafeString(html);
  handlebars.registerHelper({
    /** a text of the report in both languages: {{say text tag="p" class="lead"}} */
    say: (text: Bilingual, options: Options) =>
      safe(element(options.hash.tag as string | undefined, attributes(options.hash), text, language(options), markup)),
    /** the same without markup, for places that take text only: a title, a drawing */
    plain: (text: Bilingual, options: Options) =>
      safe(element(options.hash.tag as string | undefined, attributes(options.hash), text, language(options), plain)),
    /** a text of the dictionary: {{w "expected" tag="dt"}} */
    w: (key: string, options: Options) => {
      const tag = (options.hash.tag as string | undefined) ?? 'span';
      return safe(`<${tag}${attributes(options.hash, { 'data-w': key })}>${escape(wordOf(key)[language(options)])}</${tag}>`);
    },
    /** a verdict: {{verdict "FAILED" pin=true}} */
    verdict: (mark: Mark, options: Options) =>
      safe(verdict(mark, language(options), options.hash as { word?: string; tag?: string; pin?: boolean })),
    shape: (mark: Mark) => MARK_CLASS[mark],
    /** an accessible name of the dictionary */
    label: (key: string, options: Options) => safe(label(key, language(options))),
    /** what was expected or found: a bare value is code, a sentence is text */
    value: (text: Bilingual, options: Options) => safe(value(text, language(options))),
    /** a string that is the same in every language: an identifier, a path */
    bare: (text: string) => safe(bare(text)),
  });
}

let environment: typeof Handlebars | undefined;

function templates(): typeof Handlebars {
  if (!environment) {
    environment = Handlebars.create();
    helpers(environment);
    for (const name of PARTIALS) environment.registerPartial(name, file(`html/${name}.hbs`));
  }
  return environment;
}

const compiled = new Map<string, HandlebarsTemplateDelegate>();

/** A string inside a style sheet: everything but plain letters and digits is written as its code point. */
const cssString = (text: string): string =>
  `"${text.replace(/[^A-Za-z0-9 .·-]/gu, (character) => `\\${character.codePointAt(0)!.toString(16)} `)}"`;

const dictionary = `const WORDS=${JSON.stringify(WORDS).replaceAll('<', '\\u003c')};`;

/** What the security policy of a page calls an inline style sheet or script that it allows. */
const allowed = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

/** Renders one self-contained page: it asks for nothing, and runs nothing but its own script. */
export function renderPage(name: keyof typeof LOOKS, page: Page, content: object): string {
  const look: Look = LOOKS[name];
  let render = compiled.get(name);
  if (!render) {
    render = templates().compile(file(look.template), { strict: true, preventIndent: true });
    compiled.set(name, render);
  }
  const foot = `@media print{@page{@bottom-left{content:${cssString(visible(clip(page.foot, 120)))};font:8pt sans-serif;color:#545049}}}`;
  const style = look.styles.map(file).join('') + foot;
  const script = `${dictionary}\n${look.scripts.map(file).join('\n')}`;
  // only our own templates write style attributes, and a framed page has none
  const styleAttributes = look.framed ? '' : " style-src-attr 'unsafe-inline';";
  return render({
    ...content,
    lang: page.lang,
    pressed: { fr: String(page.lang === 'fr'), en: String(page.lang === 'en') },
    title: page.title,
    tool: page.tool,
    about: page.about,
    framed: look.framed,
    style,
    script,
    policy: `default-src 'none'; style-src ${allowed(style)};${styleAttributes} script-src ${allowed(script)}; img-src data:; base-uri 'none'; form-action 'none'`,
  });
}
