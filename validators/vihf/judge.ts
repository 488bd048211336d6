import {
  type Artefact,
  type Bilingual,
  Checklist,
  type Complaint,
  type Place,
  type Rule,
  type ValidationContext,
} from '../../src/model/index.js';
import type { Vihf } from '../../src/protocols/saml/index.js';
import { shorten } from '../../src/protocols/shorten.js';
import { placeAt, placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';

/** An element, one of its attributes, a child it should have had, or the whole artefact. */
export type Where = XmlElement | readonly [XmlElement, attribute: string] | { in: XmlElement; missing: string } | undefined;

/** One message under judgement. */
export class Judge {
  readonly #checklist: Checklist;

  constructor(
    readonly artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    this.#checklist = new Checklist(rules);
  }

  get result(): { findings: Checklist['findings']; evaluated: string[] } {
    const { findings, evaluated } = this.#checklist;
    return { findings, evaluated };
  }

  /** Judges a rule; `where` is where a finding stands. Returns `holds`. */
  expect(rule: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return this.#checklist.expect(rule, holds, () => this.#place(where), complaint);
  }

  /** The same, for a place that is no element of the tree. */
  expectAt(rule: string, holds: boolean, place: () => Place, complaint?: () => Complaint): boolean {
    return this.#checklist.expect(rule, holds, place, complaint);
  }

  #place(where: Where): Place {
    if (!where) return placeAt(this.artefact);
    if ('missing' in where) return placeOfMissing(this.artefact, where.in, where.missing);
    return 'local' in where ? placeOf(this.artefact, where) : placeOf(this.artefact, where[0], where[1]);
  }
}

/** One family of rules: what they say, and how a VIHF is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge, vihf: Vihf): void;
}

export const ABSENT: Bilingual = { fr: 'absent', en: 'missing' };
export const EMPTY: Bilingual = { fr: 'vide', en: 'empty' };

/** A value as it is quoted in a finding: cut when long, said to be absent or empty when it is. */
export function quoted(value: string | undefined): Bilingual | string {
  if (value === undefined) return ABSENT;
  if (value.trim() === '') return EMPTY;
  return shorten(value, 160);
}

/** An element, or the place where it should have been. */
export const elementOr = (element: XmlElement | undefined, parent: XmlElement, missing: string): Where =>
  element ?? { in: parent, missing };

/** An attribute, or the place where it should have been. */
export const attributeOr = (element: XmlElement, name: string): Where =>
  element.attribute(name) === undefined ? { in: element, missing: `@${name}` } : [element, name];
