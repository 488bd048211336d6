import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { ErrorOwner, exitCode, ExitCode, Level, rollUp, Verdict, type Judged } from './verdict.js';

/** From worst to best. NOT_APPLICABLE is beside the order: there was nothing to conform to. */
const ORDER: readonly Verdict[] = ['FAILED', 'INCONCLUSIVE', 'WARNING', 'PASSED'];
const rank = (verdict: Verdict): number => ORDER.indexOf(verdict);

const judged = (verdict: Verdict, level: Level = 'SHALL'): Judged => ({ verdict, level });
const anyVerdict = fc.constantFrom(...Verdict.options);
const anyLevel = fc.constantFrom(...Level.options);
const anyOwner = fc.constantFrom(...ErrorOwner.options);
const anyJudged: fc.Arbitrary<Judged> = fc
  .record({ verdict: anyVerdict, level: anyLevel, owner: anyOwner })
  .map(({ verdict, level, owner }) => (verdict === 'ERROR' ? { verdict, level, owner } : { verdict, level }));
/** Something applies: the roll-up then is one of ORDER. */
const items = fc.array(anyJudged, { maxLength: 12 }).filter((all) => all.length === 0 || all.some((j) => j.verdict !== 'NOT_APPLICABLE'));
const strictness = fc.boolean();

/** Holds for any list of judged items, lax and strict. */
const always = (property: (all: Judged[], strict: boolean) => void): void =>
  fc.assert(fc.property(items, strictness, property), { numRuns: 1000 });
/** The same, for any list and any one more item that suits. */
const whenAdded = (
  suits: (added: Judged) => boolean,
  property: (before: Verdict, after: Verdict, all: Judged[], added: Judged) => void,
): void =>
  fc.assert(
    fc.property(items, anyJudged.filter(suits), strictness, (all, added, strict) =>
      property(rollUp(all, strict), rollUp([...all, added], strict), all, added),
    ),
    { numRuns: 1000 },
  );
const isEvaluated = (j: Judged): boolean => j.level === 'SHALL' && ['PASSED', 'WARNING', 'WAIVED', 'FAILED'].includes(j.verdict);

describe('a verdict never improves', () => {
  test('by one more FAILED, INCONCLUSIVE, NOT_RUN, ERROR or NOT_APPLICABLE, whatever its level', () => {
    whenAdded(
      ({ verdict }) => ['FAILED', 'INCONCLUSIVE', 'NOT_RUN', 'ERROR', 'NOT_APPLICABLE'].includes(verdict),
      (before, after) => expect(rank(after)).toBeLessThanOrEqual(rank(before)),
    );
  });
  test('by anything that is not mandatory', () => {
    whenAdded(
      ({ level }) => level !== 'SHALL',
      (before, after) => expect(rank(after)).toBeLessThanOrEqual(rank(before)),
    );
  });
  test('by one more WARNING, unless nothing mandatory had been evaluated; and never above WARNING', () => {
    whenAdded(
      ({ verdict }) => verdict === 'WARNING',
      (before, after, all) => {
        expect(rank(after)).toBeLessThanOrEqual(rank('WARNING'));
        if (all.some(isEvaluated)) expect(rank(after)).toBeLessThanOrEqual(rank(before));
      },
    );
  });
  test('by one more PASSED or WAIVED, once FAILED or held back by something mandatory', () => {
    whenAdded(
      ({ verdict }) => verdict === 'PASSED' || verdict === 'WAIVED',
      (before, after, all) => {
        const heldBack = all.some((j) => j.level === 'SHALL' && ['INCONCLUSIVE', 'NOT_RUN'].includes(j.verdict));
        if (before === 'FAILED' || heldBack || all.some(isEvaluated)) expect(rank(after)).toBeLessThanOrEqual(rank(before));
      },
    );
  });
  test('by being strict', () => {
    always((all) => expect(rank(rollUp(all, true))).toBeLessThanOrEqual(rank(rollUp(all, false))));
  });
  test('by being rolled up in stages instead of at once', () => {
    fc.assert(
      fc.property(fc.array(items, { minLength: 1, maxLength: 5 }), strictness, (groups, strict) => {
        const atOnce = rollUp(groups.flat(), strict);
        const inStages = rollUp(
          groups.map((group) => judged(rollUp(group, strict))),
          strict,
        );
        expect(rank(inStages)).toBeLessThanOrEqual(rank(atOnce));
      }),
    );
  });
});

describe('a roll-up', () => {
  test('is FAILED exactly when something failed, or when strict and something warned', () => {
    always((all, strict) => {
      const failed = all.some((j) => j.verdict === 'FAILED' || (strict && j.verdict === 'WARNING'));
      expect(rollUp(all, strict) === 'FAILED').toBe(failed);
    });
  });
  test('is never PASSED or WARNING when nothing mandatory was evaluated', () => {
    always((all, strict) => {
      if (!all.some(isEvaluated)) expect(['FAILED', 'INCONCLUSIVE']).toContain(rollUp(all, strict));
    });
  });
  test('is never PASSED or WARNING while something mandatory is open', () => {
    always((all, strict) => {
      if (all.some((j) => j.level === 'SHALL' && ['INCONCLUSIVE', 'NOT_RUN'].includes(j.verdict)))
        expect(['FAILED', 'INCONCLUSIVE']).toContain(rollUp(all, strict));
    });
  });
  test('shows a WARNING rather than PASSED', () => {
    always((all) => {
      if (all.some((j) => j.verdict === 'WARNING')) expect(rollUp(all)).not.toBe('PASSED');
    });
  });
  test('is not changed by ERROR beside other items: neither made FAILED nor hidden', () => {
    whenAdded(
      ({ verdict }) => verdict === 'ERROR',
      (before, after) => expect(after).toBe(before),
    );
  });
  test('is INCONCLUSIVE when it has only ERROR, or ERROR beside what does not apply', () => {
    expect(rollUp([judged('ERROR')])).toBe('INCONCLUSIVE');
    expect(rollUp([judged('ERROR'), judged('NOT_APPLICABLE')])).toBe('INCONCLUSIVE');
  });
  test('is NOT_APPLICABLE exactly when there are items and none applies', () => {
    fc.assert(
      fc.property(fc.array(anyJudged), strictness, (all, strict) => {
        const none = all.length > 0 && all.every((j) => j.verdict === 'NOT_APPLICABLE');
        expect(rollUp(all, strict) === 'NOT_APPLICABLE').toBe(none);
      }),
    );
  });
  test('does not depend on order or repetition', () => {
    fc.assert(
      fc.property(
        items.chain((all) => fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length }))),
        strictness,
        ([all, shuffled], strict) => {
          expect(rollUp(shuffled, strict)).toBe(rollUp(all, strict));
          expect(rollUp([...all, ...shuffled], strict)).toBe(rollUp(all, strict));
        },
      ),
    );
  });
  test('of nothing is INCONCLUSIVE', () => {
    expect(rollUp([])).toBe('INCONCLUSIVE');
    expect(rollUp([], true)).toBe('INCONCLUSIVE');
  });
});

describe('the exit code', () => {
  const errors = fc.array(anyOwner, { maxLength: 4 });

  test('is the first that applies: failed, tool, configuration, inconclusive, passed', () => {
    fc.assert(
      fc.property(anyVerdict, errors, (verdict, owners) => {
        const conclusive = ['PASSED', 'WARNING', 'WAIVED'].includes(verdict);
        const applies: [ExitCode, boolean][] = [
          [ExitCode.failed, verdict === 'FAILED'],
          [ExitCode.tool, owners.includes('tool')],
          [ExitCode.configuration, owners.includes('configuration')],
          [ExitCode.inconclusive, owners.includes('peer') || !conclusive],
          [ExitCode.passed, true],
        ];
        expect(exitCode(verdict, owners)).toBe(applies.find(([, is]) => is)![0]);
      }),
    );
  });
  test('is 1 for what failed, whoever else erred', () => {
    fc.assert(fc.property(errors, (owners) => expect(exitCode('FAILED', owners)).toBe(1)));
  });
  test('is 0 only without any error and with something evaluated', () => {
    fc.assert(
      fc.property(fc.array(anyJudged), strictness, (all, strict) => {
        const owners = all.flatMap((j) => (j.owner ? [j.owner] : []));
        if (exitCode(rollUp(all, strict), owners) !== 0) return;
        expect(owners).toEqual([]);
        expect(all.some(isEvaluated)).toBe(true);
      }),
    );
  });
  test.each([
    ['PASSED', [], 0],
    ['WARNING', [], 0],
    ['FAILED', ['tool', 'configuration', 'peer'], 1],
    ['INCONCLUSIVE', [], 2],
    ['NOT_APPLICABLE', [], 2],
    ['PASSED', ['peer'], 2],
    ['PASSED', ['peer', 'configuration'], 3],
    ['PASSED', ['configuration', 'tool', 'peer'], 4],
  ] as const)('%s with errors of [%s] is %i', (verdict, owners, code) => {
    expect(exitCode(verdict, owners)).toBe(code);
  });
});
