import type { Bilingual, Language } from '../../src/model/index.js';
import { bare, element, escape, label, markup, plain, value, verdict, wordOf } from '../html/markup.js';
import { visible } from '../html/text.js';
import type { Mark, Word } from '../words.js';

/** Markup of ours: everything that a stranger wrote has been escaped on its way in. */
export class Html {
  constructor(readonly text: string) {}
}

export const NONE = new Html('');

export type Piece = Html | string | number | undefined | readonly Piece[];

/** Markup with pieces in it. A string is escaped, and what is invisible in it made visible: only `Html` is markup. */
export function html(strings: TemplateStringsArray, ...pieces: readonly Piece[]): Html {
  let text = strings[0]!;
  for (let i = 0; i < pieces.length; i++) text += written(pieces[i]) + strings[i + 1]!;
  return new Html(text);
}

function written(piece: Piece): string {
  if (piece === undefined) return '';
  if (piece instanceof Html) return piece.text;
  if (typeof piece === 'number') return String(piece);
  return typeof piece === 'string' ? escape(visible(piece)) : piece.map(written).join('');
}

export const join = (pieces: readonly Html[], separator = ''): Html => new Html(pieces.map(({ text }) => text).join(separator));

/** What the page says itself, in its language and for the switch in the other one. */
export class Tongue {
  constructor(readonly language: Language) {}

  /** a text in both languages; what stands between back-ticks is code */
  say(text: Bilingual, tag?: string, cls?: string): Html {
    return new Html(element(tag, cls ? ` class="${cls}"` : '', text, this.language, markup));
  }

  /** the same without markup */
  plain(text: Bilingual, tag?: string, cls?: string): Html {
    return new Html(element(tag, cls ? ` class="${cls}"` : '', text, this.language, plain));
  }

  /** a text of the dictionary */
  w(key: Word, tag = 'span', cls?: string): Html {
    return new Html(`<${tag}${cls ? ` class="${cls}"` : ''} data-w="${key}">${escape(wordOf(key)[this.language])}</${tag}>`);
  }

  verdict(mark: Mark, options: { tag?: string; pin?: boolean; word?: Word } = {}): Html {
    return new Html(verdict(mark, this.language, options));
  }

  /** what was expected or found */
  value(text: Bilingual): Html {
    return new Html(value(text, this.language));
  }

  /** an accessible name of the dictionary, as attributes */
  label(key: Word): Html {
    return new Html(label(key, this.language));
  }
}

/** A string that is the same in every language, cut when it is long. */
export const short = (text: string, most?: number): Html => new Html(bare(text, most));
