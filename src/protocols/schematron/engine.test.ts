import { describe, expect, test } from '@jest/globals';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { readXml } from '../xml/index.js';
import { Tree, type Documents } from '../xpath/index.js';
import { compileSchema, type CompiledProfile } from './compile.js';
import { judge, Profile, type Judgement } from './engine.js';
import { readSchema } from './read.js';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const NO_DOCUMENTS: Documents = { open: () => undefined };

function compile(inner: string): CompiledProfile {
  const text = `<schema xmlns="http://purl.oclc.org/dsdl/schematron" queryBinding="xslt2">${inner}</schema>`;
  return compileSchema(readSchema('s.sch', (path) => ({ path, bytes: bytes(text) })));
}

/** Judges a document by schemas with these patterns, in one walk. */
function judgeBy(document: string, ...schemas: string[]): Judgement[] {
  const profiles = schemas.map((inner) => new Profile(compile(inner), { documents: NO_DOCUMENTS, now: new Date(0) }));
  return judge(profiles, new Tree('d.xml', readXml(bytes(document))).root);
}

const pattern = (context: string, body: string): string => `<pattern><rule context="${context}">${body}</rule></pattern>`;
const told = ({ results }: Judgement): string[] => results.map(({ node, text }) => `${node.path} ${text}`);
const failed = ({ failures }: Judgement): string[] => failures.map(({ node, code }) => `${node.path} ${code}`);

const items = (count: number): string => `<r>${'<a/>'.repeat(count)}<b/></r>`;
/** more turns of a loop than a rule may make */
const ENDLESS = 'every $x in //a, $y in //a, $z in //a satisfies $x';

describe('a rule without end', () => {
  test('is told and left out, and all others go on, of this profile and of the others', () => {
    const [slow, other] = judgeBy(
      items(400),
      pattern('/', `<assert test="${ENDLESS}">never</assert>`) + pattern('b', '<assert test="false()">b</assert>'),
      pattern('b', '<assert test="false()">too</assert>'),
    );
    expect([told(slow!), failed(slow!)]).toEqual([['/r/b b'], ['/ limit']]);
    expect([told(other!), failed(other!)]).toEqual([['/r/b too'], []]);
  });

  test('in the context of a rule, in what stands above it, or in a variable', () => {
    const [outcome] = judgeBy(
      items(400),
      pattern(`r[${ENDLESS}]`, '<assert test="false()">x</assert>')
        + pattern(`r[${ENDLESS}]/b`, '<assert test="false()">y</assert>')
        + `<let name="v" value="${ENDLESS}"/>`
        + pattern('r', '<assert test="$v">z</assert>')
        + pattern('b', '<assert test="false()">b</assert>'),
    );
    expect(told(outcome!)).toEqual(['/r/b b']);
    expect(failed(outcome!)).toEqual(['/r limit', '/r limit', '/r limit']);
  });

  test('on every node only a little: the document as a whole is bounded, contexts included', () => {
    const slow = 'count(//a) * count(//a) > count(for $x in //a, $y in //a return 1)';
    const [outcome] = judgeBy(
      items(700),
      pattern(`a[${slow}]`, '<assert test="false()">x</assert>') + pattern('b', '<assert test="false()">b</assert>'),
    );
    expect(told(outcome!)).toEqual([]);
    expect(outcome!.failures).toHaveLength(1);
    expect(outcome!.failures[0]!.message).toMatch(/the rest of it is not judged/);
  });

  test('takes nothing from the rules that are tried after it', () => {
    const [outcome] = judgeBy(
      items(400),
      pattern(`r[${ENDLESS}]`, '<assert test="1">x</assert>') + pattern('r[count(//a) = 400]', '<assert test="false()">y</assert>'),
    );
    expect(told(outcome!)).toEqual(['/r y']);
    expect(failed(outcome!)).toEqual(['/r limit']);
  });

  test('stops at the same place each time', () => {
    const run = (): string => JSON.stringify(judgeBy(items(400), pattern('/', `<assert test="${ENDLESS}">x</assert>`)).map(failed));
    expect(run()).toBe(run());
  });
});

describe('what an expression builds is bounded', () => {
  const doubled = (first: string, next: (name: string) => string): string => {
    const lets = Array.from({ length: 40 }, (_, i) => `<let name="v${i + 1}" value="${next(`$v${i}`)}"/>`).join('');
    return `<let name="v0" value="${first}"/>${lets}<assert test="$v40 = 'x'">x</assert><assert test="true()">y</assert>`;
  };
  test.each([
    ['a text', doubled("'ab'", (name) => `concat(${name}, ${name})`)],
    ['a sequence', doubled('(1, 2)', (name) => `(${name}, ${name})`)],
    ['a range', '<assert test="count(1 to 100000000) = 1">x</assert>'],
    ['what a function returns', doubled("'ab'", (name) => `string-join((${name}, ${name}), '')`)],
  ])('%s', (_what, body) => {
    const [outcome] = judgeBy('<r><b/></r>', pattern('r', body) + pattern('b', '<assert test="false()">b</assert>'));
    expect([told(outcome!), failed(outcome!)]).toEqual([['/r/b b'], ['/r limit']]);
  });
});

describe('expressions that a program could stumble over', () => {
  test.each([
    ['leading zeros', '007 = 7 and a[01]', true],
    ['a chain of 4000', Array(4000).fill('a').join(' or '), true],
    ['names that JavaScript knows', 'not(constructor or __proto__ or hasOwnProperty/toString)', true],
    ['separators that end a line', "'\u2028' = '\u2029'", false],
    ['what looks like code', String.raw`'\${process.exit()}' = '*/'`, false],
  ])('%s', (_what, test, holds) => {
    const [outcome] = judgeBy('<r><a/></r>', pattern('r', `<report test="${test}">x</report>`));
    expect([told(outcome!), failed(outcome!)]).toEqual([holds ? ['/r x'] : [], []]);
  });

  test.each([
    ['an expression', Array(1000).fill('1').join(' + ')],
    ['a path', Array(1000).fill('a').join('/')],
  ])('%s that is nested too deeply is left to another engine, that rule alone', (_what, test) => {
    const [first, second] = compile(
      pattern('r', `<assert test="${test}">x</assert>`) + pattern('r', '<assert test="a">y</assert>'),
    ).patterns;
    expect(first!.rules[0]!.elsewhere?.reason).toMatch(/nested/);
    expect(second!.rules[0]!.elsewhere).toBeUndefined();
  });
});

test('a check that two rules extend reads the variables of each', () => {
  const [outcome] = judgeBy(
    '<r><a/><b/></r>',
    '<pattern><rule abstract="true" id="x"><assert test="$v&#10;= 1">x</assert></rule>'
      + '<rule context="a"><let name="v" value="2"/><extends rule="x"/></rule><rule context="b"><let name="v" value="count(//b)"/><extends rule="x"/></rule></pattern>',
  );
  expect(told(outcome!)).toEqual(['/r/a x']);
});

test('a check that fails is told although its message cannot be written, and that is told too', () => {
  const [outcome] = judgeBy('<r/>', pattern('r', '<assert test="false()">it is <value-of select="xs:date(\'x\')"/>!</assert>'));
  expect(told(outcome!)).toEqual(['/r it is [FORG0001: "x" is not an xs:date]!']);
  expect(failed(outcome!)).toEqual(['/r FORG0001']);
});

test('of a check that is told on every node, a thousand are kept and the others counted', () => {
  const [outcome] = judgeBy(items(1500), pattern('a', '<assert test="false()">x</assert>'));
  expect(outcome!.results).toHaveLength(1000);
  expect([...outcome!.omitted.values()]).toEqual([500]);
  expect(outcome!.firings).toBe(1500);
});

test('comments and instructions can be contexts, wherever they stand', () => {
  const [outcome] = judgeBy(
    '<!--c--><?p x?><r><!--d--></r>',
    pattern('comment()', '<report test="true()"><value-of select="."/></report>')
      + pattern("processing-instruction('p')", '<report test="true()">p</report>'),
  );
  expect(told(outcome!)).toEqual(['/comment()[1] c', '/processing-instruction(p)[1] p', '/r/comment()[1] d']);
});

test('a profile lets go of the document it judged', async () => {
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  const profile = new Profile(
    compile(
      '<let name="all" value="//a"/>'
        + pattern(
          'a',
          '<let name="same" value="//a[. = current()]"/><assert test="(some $x in $same satisfies upper-case($x) = $all)">x</assert>',
        ),
    ),
    { documents: NO_DOCUMENTS, now: new Date(0) },
  );
  const judged = (): WeakRef<Tree> => {
    const tree = new Tree('d.xml', readXml(bytes('<r><a>b</a><a>c</a></r>')));
    const [outcome] = judge([profile], tree.root);
    expect(told(outcome!)).toEqual(['/r/a[1] x', '/r/a[2] x']);
    return new WeakRef(tree);
  };
  const reference = judged();
  await new Promise((resolve) => setTimeout(resolve, 10));
  collect();
  expect(reference.deref()).toBeUndefined();
  expect(profile.compiled.patterns).toHaveLength(1);
});
