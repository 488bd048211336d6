import { rule, type Bilingual, type CrossBlock, type Level, type Rule } from '../../src/model/index.js';
import { COMPARISONS, type ComparisonName } from './comparisons.js';
import type { PairsName } from './pairs.js';
import type { SideName } from './scope.js';

/** One row of a cross-check: what the left side says at a locator shall agree with what the right side says at another. */
export interface Row {
  /** PDS-X-`number` is the rule, and the requirement it serves */
  number: string;
  left: string;
  right: string;
  /** `presence`: the statement stands on both sides or on neither */
  compare: ComparisonName | 'presence';
  /** each statement of this side is judged on its own; else one of the left that agrees with one of the right is enough */
  each?: 'left' | 'right';
  /** judged only where the right side has something here */
  when?: string;
  /** the row that must hold for this one to be judged: the name of a person counts where it is the same person */
  after?: string;
  /** the side to change; the left where this is absent */
  wrong?: 'right';
  /** the attribute to change, when it is not the one that is read */
  at?: string;
  /** third statements: the side that they do not agree with is the one to change */
  arbiters?: readonly { side: SideName; at: string }[];
  /** left alone when another attribute of the left says the same, where it is told */
  toldAt?: string;
  level?: Level;
  title: Bilingual;
  message: Bilingual;
  why?: Bilingual;
  hint: Bilingual;
  clause: string;
  /** an excerpt of both sides that agrees, and one that does not */
  example: { right: string; wrong: string };
}

/** Rows that are judged on the same pairs. */
export interface Group {
  pairs: PairsName;
  rows: readonly Row[];
}

/** A block of cross-checks: which pair of statements, and the table of what must agree. */
export interface Block {
  id: string;
  title: Bilingual;
  left: Bilingual;
  right: Bilingual;
  groups: readonly Group[];
}

const PRESENCE: Bilingual = { fr: 'des deux côtés ou d’aucun', en: 'on both sides or on neither' };

export const ruleId = ({ number }: Row): string => `PDS-X-${number}`;

/** The rules of a block, one for each row. */
export const rulesOf = ({ groups }: Block): Rule[] =>
  groups.flatMap(({ rows }) =>
    rows.map((row) => {
      const { level = 'SHALL', title, message, why, hint, clause, example } = row;
      return rule({ id: ruleId(row), level, title, message, ...(why && { why }), hint, clause, example });
    }),
  );

/** A block as people read it. */
export const tableOf = ({ id, title, left, right, groups }: Block): CrossBlock => ({
  id,
  title,
  left,
  right,
  rows: groups.flatMap(({ rows }) =>
    rows.map((row) => ({
      rule: ruleId(row),
      left: row.left,
      right: row.right,
      compare: row.compare === 'presence' ? PRESENCE : COMPARISONS[row.compare].title,
    })),
  ),
});
