import { ABSENT, asWritten, type Bilingual, type Checklist } from '../../src/model/index.js';
import { ruleId, type Block, type Row } from './block.js';
import { COMPARISONS, type Comparison } from './comparisons.js';
import { PAIRS, type Pair } from './pairs.js';
import type { Publication } from './publication.js';
import { SIDES, type Scope, type SideName, type Stated } from './scope.js';

/** Judges every row of a block on every pair it speaks of. */
export function judgeBlock(checklist: Checklist, block: Block, publication: Publication): void {
  for (const { pairs, rows } of block.groups)
    for (const pair of PAIRS[pairs](publication)) {
      const broken = new Set<string>();
      for (const row of rows)
        if (!(row.after !== undefined && broken.has(row.after)) && !judgeRow(checklist, row, pair)) broken.add(row.number);
    }
}

/** A statement with what of it is compared. */
interface Keyed {
  stated: Stated;
  key: unknown;
}

/** Returns false when the two sides disagree. */
function judgeRow(checklist: Checklist, row: Row, pair: Pair): boolean {
  if (row.compare === 'presence') return judgePresence(checklist, row, pair);
  const comparison: Comparison = COMPARISONS[row.compare];
  const left = keyed(comparison, pair.left.read(row.left));
  const right = keyed(comparison, pair.right.read(row.right));
  if (left.length === 0 || right.length === 0) return true;
  if (row.when !== undefined && pair.right.read(row.when).length === 0) return true;
  let agreed = true;
  for (const [ours, theirs] of portions(row, left, right)) {
    const outcomes = ours.flatMap((one) => theirs.map((other) => comparison.agree(one.key, other.key)));
    const holds = outcomes.includes(true);
    if (!holds && !outcomes.includes(false)) continue;
    if (!holds && row.toldAt !== undefined && tells(comparison, pair.left.read(row.toldAt), ours, theirs)) continue;
    tell(checklist, row, comparison, pair, holds, ours, theirs);
    agreed &&= holds;
  }
  return agreed;
}

const keyed = (comparison: Comparison, stated: readonly Stated[]): Keyed[] =>
  stated.flatMap((one) => {
    const key = comparison.key(one);
    return key === undefined ? [] : [{ stated: one, key }];
  });

function portions({ each }: Row, left: Keyed[], right: Keyed[]): [Keyed[], Keyed[]][] {
  if (each === 'left') return left.map((one) => [[one], right]);
  if (each === 'right') return right.map((one) => [left, [one]]);
  return [[left, right]];
}

/** Does another statement say what the left side says, and disagree with the right side itself? */
function tells(comparison: Comparison, others: readonly Stated[], left: Keyed[], right: Keyed[]): boolean {
  return keyed(comparison, others).some(
    ({ key }) =>
      left.some((one) => comparison.agree(one.key, key) === true) && !right.some((one) => comparison.agree(key, one.key) === true),
  );
}

/** The finding stands at the side to change; the other is what is expected of it. */
function tell(
  checklist: Checklist,
  row: Row,
  comparison: Comparison,
  { left, right, others = [] }: Pair,
  holds: boolean,
  ours: Keyed[],
  theirs: Keyed[],
): void {
  const byArbiter = holds ? undefined : toldWrong(row, comparison, others, ours, theirs);
  const rightIsWrong = (byArbiter ?? row.wrong ?? 'left') === 'right';
  const [wrong, reference] = rightIsWrong ? [theirs, ours] : [ours, theirs];
  const [wrongSide, referenceSide] = rightIsWrong ? [right.side, left.side] : [left.side, right.side];
  const at = nearest(wrong, reference);
  checklist.expect(
    ruleId(row),
    holds,
    () => at.place(row.at),
    () => ({
      expected: said(comparison, referenceSide, nearest(reference, wrong), reference),
      actual: said(comparison, wrongSide, at, wrong),
    }),
  );
}

/** Two against one: the side that no third statement agrees with is wrong, when one agrees with the other side. */
function toldWrong(row: Row, comparison: Comparison, others: readonly Scope[], left: Keyed[], right: Keyed[]): Row['wrong'] | 'left' {
  const third = (row.arbiters ?? []).flatMap(({ side, at }) =>
    others.filter((scope) => scope.side === side).flatMap((scope) => keyed(comparison, scope.read(at))),
  );
  const agrees = (with_: Keyed[]): boolean => third.some((one) => with_.some((other) => comparison.agree(one.key, other.key) === true));
  const [withLeft, withRight] = [agrees(left), agrees(right)];
  if (withLeft === withRight) return undefined;
  return withLeft ? 'right' : 'left';
}

/** Of several statements, the one of the same code system or authority as the other side. */
function nearest(among: Keyed[], reference: Keyed[]): Stated {
  const systems = reference.map(({ key }) => systemOf(key));
  return (among.find(({ key }) => systemOf(key) !== undefined && systems.includes(systemOf(key))) ?? among[0]!).stated;
}

const systemOf = (key: unknown): unknown => (typeof key === 'object' && key !== null && 'oid' in key ? key.oid : undefined);

const MOST_SAID = 5;

/** What a side says and where: `N (CDA, ligne 12)`. */
function said(comparison: Comparison, side: SideName, first: Stated, all: readonly Keyed[]): Bilingual {
  const show = comparison.show ?? (({ text }: Stated): string => text);
  const others = all.map(({ stated }) => show(stated)).filter((text) => text !== show(first));
  const value = asWritten([...new Set([show(first), ...others])].slice(0, MOST_SAID).join(', '));
  const { line } = first.place();
  const { fr, en } = SIDES[side];
  return { fr: `${value} (${fr}, ligne ${line})`, en: `${value} (${en}, line ${line})` };
}

/** What one side says has its counterpart on the other side. */
function judgePresence(checklist: Checklist, row: Row, { left, right }: Pair): boolean {
  const [ours, theirs] = [left.read(row.left), right.read(row.right)];
  const [first] = [...ours, ...theirs];
  if (!first) return true;
  const [side, locator, counterpart] = ours.length > 0 ? [left, row.left, row.right] : [right, row.right, row.left];
  return checklist.expect(
    ruleId(row),
    ours.length > 0 && theirs.length > 0,
    () => (ours.length > 0 ? right.missing(row.right) : left.missing(row.left)),
    () => {
      const { line } = first.place();
      const { fr, en } = SIDES[side.side];
      return {
        expected: {
          fr: `${counterpart}, car ${locator} (${fr}, ligne ${line})`,
          en: `${counterpart}, because of ${locator} (${en}, line ${line})`,
        },
        actual: ABSENT,
      };
    },
  );
}
