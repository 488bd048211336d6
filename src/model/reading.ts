import type { Bilingual } from './bilingual.js';

/**
 * A document as a person reads it: plain data, so that nothing of what a stranger wrote can become markup or script.
 * Every piece knows the line it was written on.
 */
export interface Reading {
  /** as the document gives it */
  title: string;
  /** who, when, for whom: label and value, in the order they are read */
  facts: ReadFact[];
  sections: ReadSection[];
}

export interface ReadFact {
  label: Bilingual;
  value: string;
  line: number;
}

export interface ReadSection {
  title: string | undefined;
  line: number;
  blocks: ReadBlock[];
  sections: ReadSection[];
}

export type ReadBlock =
  | { kind: 'paragraph'; line: number; runs: ReadRun[] }
  | { kind: 'list'; line: number; ordered: boolean; caption?: ReadRun[]; items: ReadItem[] }
  | { kind: 'table'; line: number; caption?: ReadRun[]; rows: ReadRow[] }
  /** bytes shown in place: only PNG, JPEG and GIF */
  | { kind: 'image'; line: number; mediaType: 'image/png' | 'image/jpeg' | 'image/gif'; base64: string; caption?: ReadRun[] }
  /** what a reader opens in another program */
  | { kind: 'attachment'; line: number; mediaType: string; bytes: number; note: Bilingual }
  /** something that cannot be shown, and why */
  | { kind: 'note'; line: number; text: Bilingual };

export interface ReadItem {
  line: number;
  blocks: ReadBlock[];
}

export interface ReadRow {
  line: number;
  head: boolean;
  cells: { line: number; head: boolean; colspan: number; rowspan: number; blocks: ReadBlock[] }[];
}

/** A run of characters; a line break is a `\n` in its text. */
export interface ReadRun {
  text: string;
  line: number;
  bold?: true;
  italics?: true;
  underline?: true;
  /** superscript or subscript */
  script?: 'super' | 'sub';
  struck?: true;
  /** ID of the narrative that coded entries refer to */
  id?: string;
}
