/** Random XPath 2.0 over one small document: always the same for one seed. */

export const NAMESPACES = { p: 'urn:p' };

/** Every kind of node, names that repeat on several levels, values that are numbers, dates, names and nothing. */
export const DOCUMENT = `<?xml version="1.0"?>
<!--before--><?pi before?>
<r xmlns:p="urn:p" x="1">
  <a x="1" y="b"><b>1</b><b x="2">2.5</b><c/><b x="10">10</b></a>
  <a x="2" p:x="deux"><c y="a"><b>abc</b>t1<!--inside-->t2<b/><p:b x="3">2024-02-29</p:b></c></a>
  <p:a y=""><a x="02"><a x="3"><b>été</b><c x=" 4 ">4</c></a><b x="z">2</b></a><?pi in?></p:a>
  <b>p:b</b>
  <c y="B b"><c><c>true</c></c>  <b> 3 </b><b>-0.5</b></c>
</r>
<!--after-->`;

/** Where the expressions are evaluated: the document, an element in the middle, a leaf below, an attribute's element. */
export const CONTEXTS = ['/', '/r/a[2]', '/r/p:a/a/a', '/r/c[1]/b[1]'];

/** A generator of numbers from 0 to below 1 (mulberry32). */
export function randomNumbers(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(state ^ (state >>> 15), state | 1);
    t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

const AXES = [
  ...['child', 'child', 'child', 'child', 'descendant', 'descendant-or-self', 'self', 'parent', 'ancestor', 'ancestor-or-self'],
  ...['following-sibling', 'preceding-sibling', 'following', 'preceding'],
];
const TESTS = [
  'a',
  'b',
  'b',
  'c',
  'p:b',
  '*',
  '*',
  'p:*',
  '*:b',
  '*:a',
  'node()',
  'text()',
  'comment()',
  'processing-instruction()',
  'element()',
  'element(b)',
  'r',
];
const ATTRIBUTES = ['@x', '@x', '@y', '@*', '@p:x', '@*:x', '@p:*', '@none', 'attribute::node()'];
const STRINGS = ["''", "'a'", "'b'", "'1'", "'2.5'", "'abc'", "' 3 '", "'été'", "'B b'", "'p:b'", "'true'", "'2024-02-29'"];
const NUMBERS = ['0', '1', '2', '3', '10', '-1', '2.5', '0.1', '1e0', '2.5e0', '100000000000000000000', '1.0'];
const REGEXES = ["'b'", "'^[0-9]+$'", "'.'", "'\\d'", "'^\\s*\\d'", "'[a-c]{2,}'", "'\\p{L}'", "'é|b'", "'(a)(b)?'"];
const TYPES = ['xs:integer', 'xs:decimal', 'xs:double', 'xs:string', 'xs:boolean', 'xs:date', 'xs:float', 'xs:untypedAtomic'];
const MOMENTS = [
  ...[
    "xs:date('2024-02-29')",
    "xs:date('2023-12-31+02:00')",
    "xs:dateTime('2024-02-29T23:59:59.5')",
    "xs:dateTime('1999-01-01T00:00:00Z')",
  ],
  ...[
    "xs:time('08:30:00')",
    "xs:time('23:00:00-05:00')",
    "xs:duration('P1Y2M3DT4H')",
    "xs:yearMonthDuration('P14M')",
    "xs:yearMonthDuration('-P1M')",
  ],
  ...[
    "xs:dayTimeDuration('P1DT12H')",
    "xs:dayTimeDuration('-PT0.5S')",
    "xs:gYear('2024')",
    "xs:gMonthDay('--02-29')",
    "xs:dateTime('-0044-03-15T12:00:00+01:00')",
  ],
];
const PARTS = [
  ...['year-from-date', 'month-from-date', 'day-from-dateTime', 'year-from-dateTime', 'hours-from-time', 'minutes-from-dateTime'],
  ...['seconds-from-dateTime', 'seconds-from-time'],
];
const SEQUENCE_TYPES = [
  'node()',
  'element()',
  'element(b)',
  'attribute()',
  'text()',
  'item()',
  'xs:string',
  'xs:integer',
  'xs:double',
  'xs:decimal',
  'xs:boolean',
  'xs:untypedAtomic',
  'xs:anyAtomicType',
  'document-node()',
  'comment()',
];

/** Makes match patterns, of one to four steps, some of them alternatives; which ones depends on the seed alone. */
export function patternMaker(seed: number): () => string {
  const random = randomNumbers(seed);
  const one = (list: readonly string[]): string => list[Math.floor(random() * list.length)]!;
  const predicate = (): string =>
    one([
      ...['[1]', '[2]', '[last()]', '[position() mod 2 = 0]', '[position() > 1]', '[last() - 1]', '[count(../b)]'],
      ...["[b/@x = '2']", "[b[@x = '2']]", '[b]', '[not(*)]', "[@x = '1' or @y]", '[@x and b]', '[c[2]]', "[*[1]/@x = '10']"],
      ...['[xs:integer(@x) > 1]', '[@x = 1]', '[@x + 1 > 2]', "[. = '1']", '[text()]', '[. is ../*[1]]', '[@* = "z"]', '[../@x]'],
      ...['[preceding-sibling::*[1][self::a]]', '[ancestor::a[@x]]', '[@x = $limit]', '[current()/@x]', '[exists(.//b)]'],
      ...["[b/@x = '2' and b/@x = '10']", "[b/@x = 'z'][1]", "[b[2]/@x = '2']", "[*:b/@x = '3']", "[p:b/@x = '3']", "[b/@*:x = '10']"],
    ]);
  const test = (): string => one(['a', 'a', 'b', 'b', 'c', '*', '*', 'p:*', '*:b', 'p:a', 'r', 'element()', 'element(c)', 'node()']);
  const leaf = (): string =>
    one(['comment()', 'processing-instruction()', 'processing-instruction(pi)', '@x', '@*', '@p:x', '@*:x', 'text()']);
  const predicates = (): string => (random() < 0.5 ? '' : predicate() + (random() < 0.25 ? predicate() : ''));
  const chain = (): string => {
    if (random() < 0.03) return '/';
    let made = one(['', '', '', '', '/', '//']);
    for (let more = Math.floor(random() * 3); more > 0; more--) made += test() + predicates() + one(['/', '/', '//']);
    return made + (random() < 0.15 ? leaf() : test()) + predicates();
  };
  return () => (random() < 0.15 ? `${chain()} | ${chain()}` : chain());
}

/** Makes expressions; which ones depends on the seed alone. */
export function expressionMaker(seed: number): () => string {
  const random = randomNumbers(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const one = (list: readonly string[]): string => list[below(list.length)]!;
  /** variables in scope, `$n` for nodes and `$v` for values */
  const variables: string[] = [];

  const any = (d: number): string => [nodes, nodes, text, number, truth, values][below(6)]!(d);

  /** What is not of the type that is wanted, now and then: errors are to be the same too. */
  const or = (d: number, right: string): string => (random() < 0.06 && d > 0 ? any(d - 1) : right);

  function predicate(d: number): string {
    switch (below(9)) {
      case 0:
        return `[${1 + below(3)}]`;
      case 1:
        return '[last()]';
      case 2:
        return `[position() ${one(['=', '<', '>', '!=', 'mod 2 ='])} ${1 + below(2)}]`;
      case 3:
        return `[${one(ATTRIBUTES)}]`;
      case 4:
        return `[${one(['b', 'c', 'a', '*', 'text()', '../a', '@x', '.', 'parent::*'])}${d > 0 ? ` ${one(['=', '!=', '<', '>='])} ${atom(d - 1)}` : ''}]`;
      case 5:
        return `[${number(d - 1)}]`;
      default:
        return `[${truth(d - 1)}]`;
    }
  }

  const predicates = (d: number): string => (d <= 0 || random() < 0.55 ? '' : predicate(d) + (random() < 0.15 ? predicate(d) : ''));

  function step(d: number): string {
    const r = random();
    if (r < 0.14) return one(ATTRIBUTES) + predicates(d);
    if (r < 0.2) return '..';
    if (r < 0.23) return '.';
    if (r < 0.55) return one(TESTS) + predicates(d);
    return `${one(AXES)}::${one(TESTS)}${predicates(d)}`;
  }

  function path(d: number): string {
    const steps = [one(['', '', '//', '//', '/r/', './/', '../', '/r/*/', '//a/']) + step(d)];
    while (random() < 0.5 && steps.length < 4) steps.push(one(['/', '/', '//']) + step(d));
    return steps.join('');
  }

  function nodes(d: number): string {
    if (d <= 0) return path(0);
    switch (below(14)) {
      case 0:
        return `(${nodes(d - 1)} ${one(['|', 'union', 'intersect', 'except'])} ${nodes(d - 1)})`;
      case 1:
        return `(${nodes(d - 1)})${predicate(d)}`;
      case 2:
        return `(${nodes(d - 1)})/${step(d - 1)}`;
      case 3:
        return `(if (${truth(d - 1)}) then ${nodes(d - 1)} else ${nodes(d - 1)})`;
      case 4:
        return `(${nodes(d - 1)}, ${nodes(d - 1)})`;
      case 5:
        return bound(d, 'for', 'return', nodes);
      case 6:
        return `${one(['reverse', 'subsequence', 'root', 'exactly-one'])}(${nodes(d - 1)})`.replace(
          /^subsequence\((.*)\)$/s,
          '(subsequence($1, 2))',
        );
      case 7:
        return `${path(d)}/(${path(d - 1).replace(/^\/+/, '')} | ${one(TESTS)})`;
      case 8:
        if (variables.length > 0) return `${one(variables)}${random() < 0.5 ? `/${step(d - 1)}` : ''}`;
        return path(d);
      default:
        return path(d);
    }
  }

  function bound(d: number, word: string, end: string, body: (d: number) => string): string {
    const name = `$v${variables.length}`;
    const binding = `${name} in ${random() < 0.7 ? nodes(d - 1) : values(d - 1)}`;
    variables.push(name);
    const made = `(${word} ${binding} ${end} ${body(d - 1)})`;
    variables.pop();
    return made;
  }

  /** one item or none, of any type */
  function atom(d: number): string {
    if (d <= 0) return random() < 0.5 ? one(STRINGS) : one(NUMBERS);
    return [text, number, truth, (e: number): string => `(${nodes(e)})[1]`][below(4)]!(d);
  }

  function values(d: number): string {
    if (d <= 0) return `(${one(STRINGS)}, ${one(STRINGS)})`;
    switch (below(15)) {
      case 0:
        return `(${atom(d - 1)}, ${atom(d - 1)})`;
      case 7:
        return `(${values(d - 1)})[${one(['. = 1', 'position() > 1', 'last()', '. instance of xs:integer', "string(.) = 'a'", truth(d - 1)])}]`;
      case 8:
        return `insert-before(${values(d - 1)}, ${or(d, '2')}, ${atom(d - 1)})`;
      case 9:
        return `remove(${values(d - 1)}, ${1 + below(3)})`;
      case 10:
        return `subsequence(${values(d - 1)}, ${number(d - 1)}, ${one(NUMBERS)})`;
      case 11:
        return `reverse(${values(d - 1)})`;
      case 12:
        return `(${any(d - 1)} treat as ${one(SEQUENCE_TYPES)}${one(['', '?', '*', '+'])})`;
      case 13:
        return `distinct-values(${values(d - 1)})`;
      case 14:
        return `(for $i in ${path(d)}, $j in (1, 2) return ${one(['concat($i, $j)', '$i[$j]', '$j', '$i/@x', '($i/*)[$j]', 'count($i/*[$j])'])})`;
      case 1:
        return `distinct-values(${nodes(d - 1)})`;
      case 2:
        return `${path(d)}/${one(['string(.)', 'name()', 'number(.)', 'position()', 'string-length(.)', 'last()', '(@x, .)', 'count(*)'])}`;
      case 3:
        return `tokenize(${text(d - 1)}, ${one(["' '", "','", "'\\s+'", "'b'"])})`;
      case 4:
        return `(1 to ${below(5)})`;
      case 5:
        return bound(d, 'for', 'return', atom);
      default:
        return `index-of(${nodes(d - 1)}, ${one(STRINGS)})`;
    }
  }

  function text(d: number): string {
    if (d <= 0) return one(STRINGS);
    const t = (): string => or(d, random() < 0.5 ? text(d - 1) : `(${nodes(d - 1)})[1]`);
    switch (below(20)) {
      case 0:
        return `concat(${t()}, ${t()})`;
      case 1:
        return `substring(${t()}, ${number(d - 1)})`;
      case 2:
        return `substring(${t()}, ${number(d - 1)}, ${one(NUMBERS)})`;
      case 3:
        return `normalize-space(${t()})`;
      case 4:
        return `${one(['substring-before', 'substring-after'])}(${t()}, ${one(STRINGS)})`;
      case 5:
        return `string(${or(d, `(${any(d - 1)})[1]`)})`;
      case 6:
        return `string-join(${one(['for $i in XX return string($i)', 'XX/name()', 'XX/string()']).replace('XX', nodes(d - 1))}, ',')`.replace(
          /^string-join\(for (.*), ','\)$/s,
          "string-join((for $1), ',')",
        );
      case 7:
        return `translate(${t()}, 'abc1', 'xy')`;
      case 8:
        return `${one(['upper-case', 'lower-case'])}(${t()})`;
      case 9:
        return `replace(${t()}, ${one(REGEXES)}, '<$0>')`;
      case 10:
        return `${one(['name', 'local-name', 'namespace-uri'])}((${nodes(d - 1)})[1])`;
      case 11:
        return `xs:string(${t()})`;
      case 12:
        return `string(${number(d - 1)})`;
      case 13:
        return `string-join(distinct-values(${nodes(d - 1)}/string(.)), '|')`;
      case 14:
        return `codepoints-to-string(reverse(string-to-codepoints(${t()})))`;
      case 15:
        return `string(${moment(d - 1)})`;
      case 16:
        return `${one(['encode-for-uri', 'iri-to-uri', 'escape-html-uri', 'normalize-unicode'])}(${t()})`;
      case 17:
        return `string(${one(['node-name', 'base-uri', 'nilled', 'data', 'local-name'])}((${nodes(d - 1)})[1]))`;
      case 18:
        return `string((${atom(d - 1)}) cast as ${one(TYPES)})`;
      default:
        return one(STRINGS);
    }
  }

  /** a date, a time or a duration */
  function moment(d: number): string {
    if (d <= 0) return one(MOMENTS);
    const m = (): string => or(d, moment(d - 1));
    switch (below(7)) {
      case 0:
        return `(${m()} ${one(['+', '-'])} ${m()})`;
      case 1:
        return `(${m()} ${one(['*', 'div'])} ${one(['2', '0.5', '-1', '0', '1.5e0', "number('x')"])})`;
      case 2:
        return `${one(['max', 'min', 'sum', 'avg'])}((${m()}, ${m()}))`;
      case 3:
        return `(${m()} cast as ${one(['xs:date', 'xs:dateTime', 'xs:time', 'xs:gYear', 'xs:gMonthDay', 'xs:dayTimeDuration', 'xs:string'])})`;
      case 4:
        return `adjust-${one(['date', 'dateTime', 'time'])}-to-timezone(${m()}, ${one(['()', "xs:dayTimeDuration('PT2H')", "xs:dayTimeDuration('-PT10H')"])})`;
      case 5:
        return `xs:date((${nodes(d - 1)})[1])`;
      default:
        return one(MOMENTS);
    }
  }

  function number(d: number): string {
    if (d <= 0) return one(NUMBERS);
    const n = (): string => or(d, number(d - 1));
    switch (below(17)) {
      case 0:
        return `count(${nodes(d - 1)})`;
      case 1:
        return `(${n()} ${one(['+', '-', '*', 'div', 'idiv', 'mod'])} ${n()})`;
      case 2:
        return `string-length(${text(d - 1)})`;
      case 3:
        return `number((${nodes(d - 1)})[1])`;
      case 4:
        return `${one(['sum', 'max', 'min', 'avg'])}(${nodes(d - 1)}/number(.))`;
      case 5:
        return `${one(['round', 'floor', 'ceiling', 'abs', 'round-half-to-even'])}(${n()})`;
      case 6:
        return `- ${n()}`;
      case 7:
        return `${one(['xs:integer', 'xs:decimal', 'xs:double'])}((${nodes(d - 1)})[1])`;
      case 8:
        return `count(${values(d - 1)})`;
      case 9:
        return `((${nodes(d - 1)})[1] ${one(['+', '-', '*', 'div'])} ${n()})`;
      case 11:
        return `${one(PARTS)}(${moment(d - 1)})`;
      case 12:
        return `compare(${or(d, text(d - 1))}, ${or(d, text(d - 1))})`;
      case 13:
        return `${one(['years', 'months', 'days', 'hours', 'minutes', 'seconds'])}-from-duration(${moment(d - 1)})`;
      case 14:
        return `(${values(d - 1)})[${1 + below(3)}]`;
      case 10:
        return `${one(['sum', 'max', 'min'])}(${one(['//@x[. castable as xs:double]', '(1, 2.5, 3e0)', '()', '//c/@x'])})`;
      default:
        return one(NUMBERS);
    }
  }

  function truth(d: number): string {
    if (d <= 0)
      return one([
        'true()',
        'false()',
        '@x',
        '*',
        "@x = '1'",
        'b',
        'not(c)',
        '. = 1',
        "name() = 'b'",
        'position() = 1',
        '@x > 1',
        'b = c',
        '@x = ../@x',
        'text()',
      ]);
    switch (below(22)) {
      case 0:
        return `(${truth(d - 1)} and ${truth(d - 1)})`;
      case 1:
        return `(${truth(d - 1)} or ${truth(d - 1)})`;
      case 2:
        return `not(${or(d, truth(d - 1))})`;
      case 3:
        return `(${nodes(d - 1)} ${one(['=', '!=', '<', '<=', '>', '>='])} ${nodes(d - 1)})`;
      case 4:
        return `(${nodes(d - 1)} ${one(['=', '!=', '<', '>='])} ${random() < 0.7 ? one(STRINGS) : one(NUMBERS)})`;
      case 5:
        return `(${or(d, number(d - 1))} ${one(['=', '!=', '<', '<=', '>', '>=', 'eq', 'ne', 'lt', 'ge'])} ${or(d, number(d - 1))})`;
      case 6:
        return `(${or(d, text(d - 1))} ${one(['=', '!=', '<', 'eq', 'ne', 'lt', 'gt'])} ${or(d, text(d - 1))})`;
      case 7:
        return `${one(['contains', 'starts-with', 'ends-with'])}(${text(d - 1)}, ${text(d - 1)})`;
      case 8:
        return `matches(${or(d, `(${nodes(d - 1)})[1]`)}, ${one(REGEXES)}${random() < 0.2 ? ", 'i'" : ''})`;
      case 9:
        return `${one(['exists', 'empty', 'boolean'])}(${nodes(d - 1)})`;
      case 10:
        return bound(d, one(['some', 'every']), 'satisfies', truth);
      case 11:
        return `((${any(d - 1)})${one(['', '[1]'])} castable as ${one(TYPES)}${one(['', '?'])})`;
      case 12:
        return `(${any(d - 1)} instance of ${one(SEQUENCE_TYPES)}${one(['', '?', '*', '+'])})`;
      case 13:
        return `(${values(d - 1)} ${one(['=', '!='])} ${random() < 0.5 ? nodes(d - 1) : values(d - 1)})`;
      case 14:
        return `deep-equal(${nodes(d - 1)}, ${nodes(d - 1)})`;
      case 16:
        return `(${moment(d - 1)} ${one(['=', '!=', '<', '>=', 'eq', 'lt', 'gt'])} ${or(d, moment(d - 1))})`;
      case 17:
        return `(${nodes(d - 1)} ${one(['=', '<'])} ${moment(d - 1)})`;
      case 18:
        return `(${truth(d - 1)} ${one(['=', '!=', 'eq', 'lt'])} ${or(d, truth(d - 1))})`;
      case 19:
        return `(${or(d, atom(d - 1))} = ${values(d - 1)})`;
      case 15:
        return `((${nodes(d - 1)})[1] ${one(['is', '<<', '>>'])} (${nodes(d - 1)})[last()])`;
      default:
        return `exists(${nodes(d - 1)}[${truth(d - 1)}])`;
    }
  }

  /** A path is written out with the place of each of its nodes: order and repetitions are to be seen. */
  return () => {
    if (random() < 0.35) {
      const made = nodes(2);
      return `string-join((for $node in ${made} return concat(name($node), count($node/ancestor::node()), '-', count($node/preceding::node()), '-', $node)), ' ')`;
    }
    return any(3);
  };
}
