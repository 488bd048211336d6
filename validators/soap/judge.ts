import { type Bilingual, Checklist, type Complaint, type Place, type Rule, type ValidationContext } from '../../src/model/index.js';
import { isAnswer, openSoap, placeOfOffset, transactionOf, type SoapMessage, type Transaction } from '../../src/protocols/soap/index.js';
import { placeAt, placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';
import type { Artefact } from '../../src/model/index.js';

/** An element, one of its attributes, a child it should have had, a byte of the message, or its beginning. */
export type Where =
  XmlElement | readonly [XmlElement, attribute: string] | { in: XmlElement; missing: string } | { offset: number } | Place | undefined;

/** One message under judgement, with what every family of rules asks of it. */
export class Judge {
  readonly #checklist: Checklist;
  readonly message: SoapMessage;
  readonly transaction: Transaction | undefined;
  readonly isAnswer: boolean;
  /** the request that this answers, when the evidence has it */
  readonly request: SoapMessage | undefined;

  constructor(
    readonly artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    this.#checklist = new Checklist(rules);
    this.message = openSoap(artefact);
    this.isAnswer = isAnswer(this.message);
    this.request = artefact.about.request && openSoap(artefact.about.request);
    this.transaction = transactionOf(this.message) ?? (this.request && transactionOf(this.request));
  }

  get result(): { findings: Checklist['findings']; evaluated: string[] } {
    const { findings, evaluated } = this.#checklist;
    return { findings, evaluated };
  }

  /** Judges a rule; `where` is where a finding stands. Returns `holds`. */
  expect(rule: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return this.#checklist.expect(rule, holds, () => this.#place(where), complaint);
  }

  #place(where: Where): Place {
    const { envelope } = this.message;
    if (!where) return placeAt(this.artefact);
    if ('offset' in where) return placeOfOffset(this.artefact, where.offset);
    if ('line' in where) return where;
    if ('missing' in where) return placeOfMissing(envelope!, where.in, where.missing);
    return 'local' in where ? placeOf(envelope!, where) : placeOf(envelope!, where[0], where[1]);
  }
}

/** One family of rules: what they say, and how a message is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge): void;
}

export const ABSENT: Bilingual = { fr: 'absent', en: 'missing' };

/** A value as it is quoted in a finding. */
export function quoted(value: string | undefined): Bilingual | string {
  if (value === undefined) return ABSENT;
  if (value.trim() === '') return { fr: 'vide', en: 'empty' };
  return value.length > 160 ? `${value.slice(0, 159)}…` : value;
}
