import { describe, expect, it } from '@jest/globals';
import { compileRegex, matches, REGEX_WARNINGS, replace, tokenize } from './regex.js';
import { LinearMatcher } from './regex-linear.js';
import { isAmbiguous, type RegexNode } from './regex-tree.js';
import { XPathError } from './values.js';

/** What Saxon-HE 9.9 answers, asked once: text, pattern, flags, and the answer or the code of the error. */
const AS_SAXON_HE: [string, string, string, boolean | string][] = [
  // a quantifier after an anchor: the anchor is repeated
  ['5', '^+?\\d*$', '', true],
  ['+5', '^+?\\d*$', '', false],
  ['', '^+?\\d*$', '', true],
  ['-5', '^-?[1-9]\\d*$|^+?\\d*$', '', true],
  ['+5', '^-?[1-9]\\d*$|^+?\\d*$', '', false],
  ['ax', '^*x', '', true],
  ['ax', '^+x', '', false],
  ['ab', '^??b', '', 'FORX0002'],
  ['ab', 'a$*?b', '', 'FORX0002'],
  ['ab', 'a$*b', '', true],
  ['aab', '^{2}a', '', true],
  // groups
  ['a', '(?:a)', '', true],
  ['a', '(?=a)', '', 'FORX0002'],
  ['a', '(?i)a', '', 'FORX0002'],
  ['aa', '(a)\\1', '', true],
  ['aa1', '(a)\\11', '', true],
  ['aa', '\\1(a)', '', 'FORX0002'],
  ['aa', '(a\\1)', '', 'FORX0002'],
  ['b', '(a)?\\1b', '', true],
  ['ab', 'a(?:b)\\1', '', 'FORX0002'],
  ['aa', '(((((((((((a)))))))))))\\11', '', true],
  // quantifiers
  ['a', 'a++', '', 'FORX0002'],
  ['a', 'a**', '', 'FORX0002'],
  ['a', 'a{1}?', '', true],
  ['a', 'a{,3}', '', 'FORX0002'],
  ['a', 'a{3,2}', '', 'FORX0002'],
  ['a{', 'a{', '', 'FORX0002'],
  ['a}', 'a}', '', true],
  ['a', 'a{99999999999}', '', 'FORX0002'],
  ['', 'a{0}', '', true],
  ['a', '|*a', '', 'FORX0002'],
  ['a', 'a||b', '', true],
  // classes
  ['b', '[a-z-[aeiou]]', '', true],
  ['e', '[a-z-[aeiou]]', '', false],
  ['1', '[^a-z-[aeiou]]', '', true],
  ['1', '[^a-z-[0-9]]', '', false],
  ['b', '[a-z-[a-z-[b]]]', '', true],
  ['-', '[a-]', '', true],
  ['-', '[-a]', '', true],
  ['-', '[a-c-e]', '', true],
  ['a-b', '^[\\w-.]+$', '', true],
  ['-', '[\\d-a]', '', true],
  ['-', '[+--]', '', 'FORX0002'],
  ['-', '[--a]', '', 'FORX0002'],
  ['a', '[a-\\d]', '', 'FORX0002'],
  ['a', '[z-a]', '', 'FORX0002'],
  ['a', '[]a]', '', 'FORX0002'],
  ['a', '[^]', '', 'FORX0002'],
  ['[', '[[]', '', 'FORX0002'],
  ['a', '[a-z-[b]c]', '', 'FORX0002'],
  ['^', '[a^]', '', true],
  ['&', '[a&&b]', '', true],
  ['😀', '^[^a]$', '', true],
  ['😀', '^.$', '', true],
  ['a]', 'a]', '', 'FORX0002'],
  // escapes
  ['é', '\\w', '', true],
  ['_', '\\w', '', false],
  ['$', '\\w', '', true],
  ['-', '\\w', '', false],
  ['-', '\\W', '', true],
  ['٠', '\\d', '', true],
  ['a', '\\D', '', true],
  ['\u00a0', '\\s', '', false],
  ['\u00a0', '\\S', '', true],
  [':', '\\i', '', true],
  ['1', '\\i', '', false],
  ['1', '\\I', '', true],
  ['-', '\\c', '', true],
  [' ', '\\C', '', true],
  ['a', '\\p{IsBasicLatin}', '', true],
  ['é', '\\P{IsBasicLatin}', '', true],
  ['é', '\\p{IsLatin-1Supplement}', '', true],
  ['α', '[\\p{IsGreek}]', '', true],
  ['a', '\\p{IsNowhere}', '', 'FORX0002'],
  ['a', '\\p{L}', '', true],
  ['a', '\\p{Letter}', '', 'FORX0002'],
  ['a', '\\pL', '', 'FORX0002'],
  ['a', '\\b', '', 'FORX0002'],
  ['"', '\\"', '', 'FORX0002'],
  ['/', '\\/', '', 'FORX0002'],
  ['a', '\\', '', 'FORX0002'],
  ['$', 'a\\$?', '', false],
  ['\t', '^\\t$', '', true],
  // anchors and flags
  ['a\n', 'a$', '', false],
  ['a\nb', 'a.b', '', false],
  ['a\rb', 'a.b', '', false],
  ['a\u2028b', 'a.b', '', true],
  ['a\nb', 'a.b', 's', true],
  ['a\nb', '^b', 'm', true],
  ['a\nb', 'a$', 'm', true],
  ['a\n', '^$', 'm', false],
  ['a\n', 'a\n$', 'm', true],
  ['\u212a', 'k', 'i', true],
  ['\u017f', 's', 'i', true],
  ['ı', 'i', 'i', true],
  ['A', '[^a]', 'i', false],
  ['A', '[a-z-[a]]', 'i', false],
  ['É', '[à-ü]', 'i', true],
  ['A', '\\p{Ll}', 'i', false],
  ['aA', '(a)\\1', 'i', true],
  ['a b', 'a b', 'x', false],
  ['ab', 'a b', 'x', true],
  ['a b', 'a[ ]b', 'x', true],
  ['axb', 'a.b', 'q', false],
  ['A.B', 'a.b', 'iq', true],
  ['a', 'a', 'g', 'FORX0001'],
  ['a', 'a', 'sx ', 'FORX0001'],
];

const answer = (compute: () => unknown): unknown => {
  try {
    return compute();
  } catch (error) {
    if (error instanceof XPathError) return error.code;
    throw error;
  }
};

describe('fn:matches as Saxon-HE', () => {
  it.each(AS_SAXON_HE)('%j matches %s with the flags "%s": %s', (text, pattern, flags, expected) => {
    expect(answer(() => matches(text, pattern, flags))).toBe(expected);
  });
});

describe('warnings', () => {
  it('says where an anchor is repeated, and where a brace is bare', () => {
    expect(compileRegex('^-?[1-9]\\d*$|^+?\\d*$', '').warnings).toEqual(['quantified-anchor']);
    expect(compileRegex('a}', '').warnings).toEqual(['bare-brace']);
    expect(compileRegex('^\\+?\\d{1,3}$', '').warnings).toEqual([]);
    for (const text of Object.values(REGEX_WARNINGS)) expect([text.fr, text.en].every((t) => t.length > 20)).toBe(true);
  });
});

describe('replace and tokenize', () => {
  it('takes as many digits after $ as there are groups', () => {
    expect(replace('ab', '(a)(b)', '$2$1$10', '')).toBe('baa0');
    expect(replace('ab', 'a(x)?', '[$1]', '')).toBe('[]b');
  });

  it('refuses an expression that matches the empty string, and a wrong replacement', () => {
    expect(answer(() => replace('a', 'x*', '', ''))).toBe('FORX0003');
    expect(answer(() => tokenize('a', '^', ''))).toBe('FORX0003');
    expect(answer(() => replace('a', 'a', '\\n', ''))).toBe('FORX0004');
    expect(answer(() => replace('a', 'a', '$x', ''))).toBe('FORX0004');
  });

  it('keeps no state between calls', () => {
    expect([tokenize('a,b', ',', ''), tokenize('a,b', ',', '')]).toEqual([
      ['a', 'b'],
      ['a', 'b'],
    ]);
    expect([matches('ab', 'b', ''), matches('ab', 'b', '')]).toEqual([true, true]);
  });
});

describe('hostile expressions and texts', () => {
  it.each([
    ['^(a+)+$', `${'a'.repeat(5000)}!`],
    ['^(a|a)*$', `${'a'.repeat(5000)}!`],
    ['^(a|ab|b)*$', `${'ab'.repeat(5000)}!`],
    ['^[\\w.]+(\\.[\\w.]+)*@x$', 'a.'.repeat(5000)],
    ['(x+x+)+y', 'x'.repeat(20_000)],
    ['\\s+$', `${' '.repeat(100_000)}x`],
    ['a*a*a*a*b', 'a'.repeat(50_000)],
  ])('answers %s at once', (pattern, text) => {
    const start = performance.now();
    expect(matches(text, pattern, '')).toBe(false);
    expect(performance.now() - start).toBeLessThan(10_000);
  });

  it('takes a long text by backtracking where the expression is too large to be followed', () => {
    expect(matches('a'.repeat(30_000), '^[a-z]{30000}$', '')).toBe(true);
  });

  it('refuses what is too large or too deep', () => {
    expect(answer(() => matches('a', '('.repeat(5000) + ')'.repeat(5000), ''))).toBe('FORX0002');
    expect(answer(() => matches('a', 'a'.repeat(100_000), ''))).toBe('FORX0002');
    expect(answer(() => matches('a', '((a{1000}){1000}){1000}', ''))).toBe('FORX0002');
    expect(answer(() => matches('a', '['.repeat(300), ''))).toBe('FORX0002');
  });
});

describe('the linear matcher', () => {
  const letter = (set: string): RegexNode => ({ kind: 'character', set });
  const repeat = (of: RegexNode, min = 0, max = Infinity): RegexNode => ({ kind: 'repeat', of, min, max, lazy: false });
  const inOrder = (...items: RegexNode[]): RegexNode => ({ kind: 'sequence', items });

  it('tells repetitions that can read a text in two ways', () => {
    expect(isAmbiguous(repeat(repeat(letter('a'))))).toBe(true);
    expect(isAmbiguous(repeat({ kind: 'alternatives', branches: [letter('[a-c]'), letter('[c-e]')] }))).toBe(true);
    expect(isAmbiguous(repeat({ kind: 'alternatives', branches: [letter('[a-c]'), letter('[d-e]')] }))).toBe(false);
    // as in an OID: the point says where the next arc begins
    expect(isAmbiguous(repeat(inOrder(letter('\\u{2e}'), repeat(letter('[0-9]')))))).toBe(false);
    expect(isAmbiguous(repeat(letter('a')))).toBe(false);
  });

  /** The same patterns by the engine of JavaScript: forced into the matcher by a text too long for backtracking. */
  it.each(
    AS_SAXON_HE.filter(
      ([, pattern, flags, expected]) =>
        typeof expected === 'boolean' && !/\\\d/.test(pattern) && !/[$^]/.test(pattern) && !flags.includes('s'),
    ),
  )('finds %j by %s after a long text that does not match', (text, pattern, flags, expected) => {
    // a character that none of these patterns takes
    const padding = '\u0378'.repeat(2000);
    const negated = /\[\^|\\[A-Z]|\./.test(pattern) && !flags.includes('q');
    if (!negated) expect(matches(padding + text, pattern, flags)).toBe(expected || matches(padding, pattern, flags));
    expect(matches(text + padding, pattern, flags) || !expected).toBe(true);
  });

  it('knows where lines begin and end', () => {
    const lines = new LinearMatcher(inOrder({ kind: 'start' }, letter('b'), { kind: 'end' }), true);
    expect(['b', 'a\nb', 'b\na', 'a\nb\nc', 'ab', 'a\nbc'].map((text) => lines.test(text))).toEqual([true, true, true, true, false, false]);
    const empty = new LinearMatcher(inOrder({ kind: 'start' }, { kind: 'end' }), true);
    expect(['', 'a\n', '\na', 'a\n\nb', 'ab'].map((text) => empty.test(text))).toEqual([true, false, true, true, false]);
    const whole = new LinearMatcher(inOrder({ kind: 'start' }, letter('b'), { kind: 'end' }), false);
    expect(['b', 'a\nb', 'b\n'].map((text) => whole.test(text))).toEqual([true, false, false]);
  });
});
