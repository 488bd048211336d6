import { describe, expect, it } from '@jest/globals';
import { readXml } from '../xml/index.js';
import { FN } from './ast.js';
import { stringOf } from './casts.js';
import type { Dynamic } from './context.js';
import { convertArgument, FUNCTIONS, type Parameter } from './functions.js';
import { Node, Tree } from './node.js';
import { Decimal, Untyped, XPathError, type Item, type Sequence } from './values.js';

const read = (text: string, uri?: string): Tree => new Tree(uri, readXml(Buffer.from(text)));

const TREE = read(
  `<a xmlns="urn:a" xmlns:p="urn:p" xml:lang="fr-CA" xml:base="sub/">
     <p:b p:n="1" xml:id="i1">one</p:b><c xmlns="" xml:lang="" xml:id=" i2 "><d xml:base="http://h/x"/></c><!--n--><?t v?>
   </a>`,
  'http://host/doc.xml',
);
const A = TREE.root.first!;
const named = (local: string): Node => TREE.all.find((node) => node.writtenName === local)!;
const [B, C, D] = [named('p:b'), named('c'), named('d')];
const COMMENT = TREE.all.find((node) => node.text === 'n')!;
const INSTRUCTION = named('t');

const LISTS = read('<list><v xml:id="x">1</v></list>', 'http://host/list.xml');

const asked: string[] = [];
const context = (item: Item | undefined): Dynamic => ({
  item,
  position: 2,
  size: 3,
  current: A,
  documents: {
    open: (uri, base) => {
      asked.push(`${uri} from ${base}`);
      if (uri === 'broken.xml') throw new XPathError('FODC0002', 'no XML');
      return uri === 'list.xml' ? LISTS : undefined;
    },
  },
  base: 'http://host/rules.sch',
  now: new Date('2024-02-29T12:30:00.250Z'),
  namespaces: new Map([['q', 'urn:q']]),
});

/** Calls a function as an expression does; gives its values as text, nodes by their path, or the code of the error. */
function call(name: string, args: Sequence[], item?: Item): string[] | string {
  const spec = FUNCTIONS.get(`{${FN}}${name}`)!;
  try {
    const converted = args.map((arg, i) => convertArgument(arg, spec.parameters[i]!, false));
    return spec.apply(context(item), converted).map((value) => (value instanceof Node ? value.path : stringOf(value)));
  } catch (error) {
    if (error instanceof XPathError) return error.code;
    throw error;
  }
}

describe('functions on nodes', () => {
  it('name', () => {
    expect([call('name', [[B]]), call('local-name', [[B]]), call('namespace-uri', [[B]])]).toEqual([['p:b'], ['b'], ['urn:p']]);
    expect([call('name', [], B.attributes[0]), call('local-name', [], INSTRUCTION), call('name', [[COMMENT]])]).toEqual([
      ['p:n'],
      ['t'],
      [''],
    ]);
    expect([call('name', [[]]), call('name', []), call('name', [], 1n), call('name', [['a']])]).toEqual([
      [''],
      'XPDY0002',
      'XPTY0004',
      'XPTY0004',
    ]);
    expect([call('node-name', [[B]]), call('node-name', [[COMMENT]]), call('nilled', [[B]]), call('nilled', [[COMMENT]])]).toEqual([
      ['p:b'],
      [],
      ['false'],
      [],
    ]);
    expect([call('namespace-uri', [[C]]), call('name', [[TREE.root]])]).toEqual([[''], ['']]);
  });

  it('read the context item', () => {
    expect([call('string', [], B), call('string', [], 1.5), call('string-length', [], B), call('number', [], B)]).toEqual([
      ['one'],
      ['1.5'],
      ['3'],
      ['NaN'],
    ]);
    expect([call('position', [], B), call('last', [], B), call('root', [], D), call('current', [], D)]).toEqual([
      ['2'],
      ['3'],
      ['/'],
      ['/a'],
    ]);
  });

  it('resolve names by the namespaces of an element', () => {
    expect(call('namespace-uri-from-QName', [FUNCTIONS.get(`{${FN}}resolve-QName`)!.apply(context(undefined), [['p:x'], [B]])])).toEqual([
      'urn:p',
    ]);
    const resolved = (name: string, element: Node): unknown => call('resolve-QName', [[name], [element]]);
    expect([resolved(' p:x ', B), resolved('x', C), resolved('z:x', B), resolved('1', B), resolved('xml:x', B)]).toEqual([
      ['p:x'],
      ['x'],
      'FONS0004',
      'FOCA0002',
      ['xml:x'],
    ]);
    expect([call('resolve-QName', [[], [B]]), call('resolve-QName', [['p:x'], [COMMENT]])]).toEqual([[], 'XPTY0004']);
    const bound = (prefix: string, element: Node): unknown => call('namespace-uri-for-prefix', [[prefix], [element]]);
    expect([bound('', A), bound('', C), bound('p', C), bound('z', A), bound('xml', A)]).toEqual([
      ['urn:a'],
      [],
      ['urn:p'],
      [],
      ['http://www.w3.org/XML/1998/namespace'],
    ]);
    expect([(call('in-scope-prefixes', [[A]]) as string[]).sort(), (call('in-scope-prefixes', [[C]]) as string[]).sort()]).toEqual([
      ['', 'p', 'xml'],
      ['p', 'xml'],
    ]);
  });

  it('know language, base and identifiers', () => {
    const lang = (language: string, node: Node): unknown => call('lang', [[language]], node);
    expect([lang('fr', B), lang('FR-ca', B), lang('f', B), lang('fr', C), lang('en', B), lang('', C)]).toEqual([
      ['true'],
      ['true'],
      ['false'],
      ['false'],
      ['false'],
      ['true'],
    ]);
    expect([
      call('base-uri', [[B]]),
      call('base-uri', [[D]]),
      call('base-uri', [[TREE.root]]),
      call('base-uri', [[read('<r/>').root]]),
    ]).toEqual([['http://host/sub/'], ['http://h/x'], ['http://host/doc.xml'], []]);
    expect([call('document-uri', [[TREE.root]]), call('document-uri', [[A]])]).toEqual([['http://host/doc.xml'], []]);
    expect([call('id', [['i2 i1', 'i1']], A), call('id', [['none']], A), call('id', [['i1'], [C]]), call('id', [['i1']])]).toEqual([
      ['/a/p:b', '/a/c'],
      [],
      ['/a/p:b'],
      'XPDY0002',
    ]);
    expect(call('idref', [['i1']], A)).toEqual([]);
  });

  it('compare deeply', () => {
    const same = (left: string, right: string): unknown => call('deep-equal', [[read(left).root], [read(right).root]]);
    expect(same('<a x="1" y="2"><b>t</b></a>', '<a y="2" x="1"><!--c--><b>t</b></a>')).toEqual(['true']);
    expect(same('<a x="1"/>', '<a x="2"/>')).toEqual(['false']);
    expect(same('<a x="1"/>', '<a/>')).toEqual(['false']);
    expect(same('<a><b/><c/></a>', '<a><c/><b/></a>')).toEqual(['false']);
    expect(same('<a>1</a>', '<a>2</a>')).toEqual(['false']);
    expect(same('<a xmlns="u"/>', '<a/>')).toEqual(['false']);
    expect(call('deep-equal', [[A], ['a']])).toEqual(['false']);
    expect(call('deep-equal', [[A], [A, A]])).toEqual(['false']);
  });
});

describe('documents', () => {
  it('opens what the pack has, against the right base', () => {
    asked.length = 0;
    expect(call('doc', [['list.xml']])).toEqual(['/']);
    expect(call('document', [['list.xml', 'list.xml']])).toEqual(['/']);
    expect(call('document', [['list.xml'], [D]])).toEqual(['/']);
    expect(call('document', [[new Untyped('list.xml#x')]])).toEqual(['/list/v']);
    expect(call('document', [['list.xml#y']])).toEqual([]);
    expect(asked.slice(0, 4)).toEqual([
      'list.xml from http://host/rules.sch',
      'list.xml from http://host/rules.sch',
      'list.xml from http://host/rules.sch',
      'list.xml from http://h/x',
    ]);
  });

  it('takes a node for the URI in it, against the base of that node', () => {
    asked.length = 0;
    expect(call('document', [[B]])).toBe('FODC0002');
    expect(asked).toEqual(['one from http://host/sub/']);
  });

  it('says what is missing', () => {
    expect([call('doc', [['none.xml']]), call('doc', [['broken.xml']]), call('doc', [[':']]), call('doc', [[]])]).toEqual([
      'FODC0002',
      'FODC0002',
      'FODC0005',
      [],
    ]);
    expect(['list.xml', 'none.xml', 'broken.xml', ':'].map((uri) => call('doc-available', [[uri]]))).toEqual([
      ['true'],
      ['false'],
      ['false'],
      ['false'],
    ]);
    expect([call('document', [['none.xml']]), call('document', [[]]), call('collection', []), call('collection', [['c']])]).toEqual([
      'FODC0002',
      [],
      'FODC0002',
      'FODC0004',
    ]);
  });
});

describe('what the context gives', () => {
  it('is the moment of the judgement, in UTC, and the base of the rules', () => {
    expect([call('current-dateTime', []), call('current-date', []), call('current-time', []), call('static-base-uri', [])]).toEqual([
      ['2024-02-29T12:30:00.25Z'],
      ['2024-02-29Z'],
      ['12:30:00.25Z'],
      ['http://host/rules.sch'],
    ]);
    expect(call('resolve-uri', [['x.xml']])).toEqual(['http://host/x.xml']);
  });

  it('is asked for only where the number of arguments says so', () => {
    const uses = (name: string, count: number): boolean => FUNCTIONS.get(`{${FN}}${name}`)!.usesFocus(count);
    expect([
      uses('string', 0),
      uses('string', 1),
      uses('lang', 1),
      uses('lang', 2),
      uses('id', 1),
      uses('position', 0),
      uses('true', 0),
    ]).toEqual([true, false, true, false, true, true, false]);
  });
});

describe('function conversion rules', () => {
  const convert = (sequence: Sequence, parameter: Parameter, compatible = false): unknown => {
    try {
      return convertArgument(sequence, parameter, compatible);
    } catch (error) {
      if (error instanceof XPathError) return error.code;
      throw error;
    }
  };

  it('atomizes, casts untyped values and promotes', () => {
    expect(convert([B], { type: 'string', occurrence: '?' })).toEqual(['one']);
    expect(convert([new Untyped('2')], { type: 'double', occurrence: '' })).toEqual([2]);
    expect(convert([new Untyped('x')], { type: 'integer', occurrence: '' })).toBe('FORG0001');
    expect(convert([1n, new Decimal(5n, 1)], { type: 'double', occurrence: '*' })).toEqual([1, 0.5]);
    expect(convert([1n], { type: 'numeric', occurrence: '' })).toEqual([1n]);
    expect(convert([1n], { type: 'string', occurrence: '' })).toBe('XPTY0004');
    expect(convert([1.5], { type: 'integer', occurrence: '' })).toBe('XPTY0004');
    expect(convert([new Untyped('x')], { type: 'atomic', occurrence: '' })).toEqual([new Untyped('x')]);
  });

  it('counts', () => {
    expect(convert([], { type: 'string', occurrence: '' })).toBe('XPTY0004');
    expect(convert([], { type: 'string', occurrence: '?' })).toEqual([]);
    expect(convert(['a', 'b'], { type: 'string', occurrence: '?' })).toBe('XPTY0004');
    expect(convert([], { type: 'item', occurrence: '+' })).toBe('XPTY0004');
  });

  it('with XPath 1.0 takes the first value and makes strings and numbers of anything', () => {
    expect(convert([B, A], { type: 'string', occurrence: '?' }, true)).toEqual(['one']);
    expect(convert([], { type: 'string', occurrence: '?' }, true)).toEqual(['']);
    expect(convert([1.5], { type: 'string', occurrence: '' }, true)).toEqual(['1.5']);
    expect(convert(['x'], { type: 'double', occurrence: '' }, true)).toEqual([NaN]);
    expect(convert([], { type: 'double', occurrence: '' }, true)).toEqual([NaN]);
    expect(convert(['a', 'b'], { type: 'string', occurrence: '*' }, true)).toEqual(['a', 'b']);
  });
});
