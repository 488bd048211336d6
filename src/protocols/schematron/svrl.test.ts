import { describe, expect, test } from '@jest/globals';
import { readXml } from '../xml/index.js';
import { Tree } from '../xpath/node.js';
import { svrlLocation, writeSvrl, type SvrlOutcome, type SvrlResult } from './svrl.js';

const read = (text: string) => readXml(new TextEncoder().encode(text));

const result: SvrlResult = {
  kind: 'assert',
  id: 'a1',
  location: '/a[1]',
  test: 'b  =\n 1',
  role: 'error',
  flag: 'f',
  see: 'urn:see',
  text: '  no\n  b ',
  diagnostics: [{ id: 'd', text: 'more' }],
  properties: [{ id: 'p', role: 'r', scheme: 's', text: 'value' }],
};

const outcome: SvrlOutcome = {
  title: 'T',
  schemaVersion: '1',
  phase: 'ph',
  namespaces: [['h', 'urn:h']],
  patterns: [
    { id: 'p1', name: 'P 1', fired: [{ id: 'r', context: 'h:a', role: 'x', results: [result, { ...result, kind: 'report', id: '' }] }] },
    { id: 'p2', fired: [] },
  ],
};

describe('a validation report', () => {
  test('has its elements in the order of annex D', () => {
    const { root } = read(writeSvrl(outcome));
    expect(root).toMatchObject({ local: 'schematron-output', namespace: 'http://purl.oclc.org/dsdl/svrl' });
    expect(root.attributes.filter(({ local }) => local !== 'svrl').map(({ name, value }) => [name, value])).toEqual([
      ['title', 'T'],
      ['phase', 'ph'],
      ['schemaVersion', '1'],
    ]);
    expect(root.elements().map(({ local }) => local)).toEqual([
      'ns-prefix-in-attribute-values',
      'active-pattern',
      'fired-rule',
      'failed-assert',
      'successful-report',
      'active-pattern',
    ]);
    expect(root.element('ns-prefix-in-attribute-values')!.attribute('uri')).toBe('urn:h');
    expect(root.element('active-pattern')!.attribute('name')).toBe('P 1');
    expect(root.element('fired-rule')!.attribute('context')).toBe('h:a');
    const failed = root.element('failed-assert')!;
    expect(failed.elements().map(({ local, text }) => [local, text])).toEqual([
      ['diagnostic-reference', 'more'],
      ['property-reference', 'value'],
      ['text', 'no b'],
    ]);
    expect(failed.attribute('test')).toBe('b = 1');
    expect(failed.attribute('location')).toBe('/a[1]');
    expect(failed.at('text')!.attribute('see')).toBe('urn:see');
    expect(failed.at('property-reference')!.attribute('scheme')).toBe('s');
    expect(root.element('successful-report')!.attribute('id')).toBeUndefined();
  });

  test('says the phase only when there is one', () => {
    expect(read(writeSvrl({ ...outcome, phase: '#ALL' })).root.attribute('phase')).toBeUndefined();
  });

  test('is well-formed whatever the texts hold', () => {
    const hostile = '<&>"\'\u0000\u0001\u001f\ud800x\udfff\ufffe\u{1f600}]]>';
    const svrl = writeSvrl({
      title: hostile,
      namespaces: [[hostile, hostile]],
      patterns: [
        {
          id: hostile,
          fired: [
            {
              context: hostile,
              results: [{ ...result, text: hostile, test: hostile, location: hostile, diagnostics: [{ id: hostile, text: hostile }] }],
            },
          ],
        },
      ],
    });
    const text = read(svrl).root.element('failed-assert')!.element('text')!.text;
    expect(text).toBe('<&>"\'\ufffd\ufffd\ufffd\ufffdx\ufffd\ufffd\u{1f600}]]>');
  });
});

describe('a location', () => {
  const tree = new Tree(
    undefined,
    read('<?pi?><!--c--><a xmlns="urn:a" xmlns:b="urn:b"><x/><x b:n="1" m="2">t<!--c--></x><y xmlns=""/><x/></a>'),
  );
  const locations = tree.all.map(svrlLocation);

  test('names every node without a prefix', () => {
    const a = "/*:a[namespace-uri()='urn:a'][1]";
    const x = `${a}/*:x[namespace-uri()='urn:a']`;
    expect(locations).toEqual([
      '/',
      "/processing-instruction('pi')[1]",
      '/comment()[1]',
      a,
      `${x}[1]`,
      `${x}[2]`,
      `${x}[2]/@*[local-name()='n' and namespace-uri()='urn:b']`,
      `${x}[2]/@m`,
      `${x}[2]/text()[1]`,
      `${x}[2]/comment()[1]`,
      `${a}/y[1]`,
      `${x}[3]`,
    ]);
  });

  test('costs no more for many siblings', () => {
    const once = (siblings: number): number => {
      const tree = new Tree(undefined, read(`<a>${'<b/>'.repeat(siblings)}</a>`));
      const before = process.cpuUsage();
      for (const node of tree.all) svrlLocation(node);
      const { user } = process.cpuUsage(before);
      expect(svrlLocation(tree.all.at(-1)!)).toBe(`/a[1]/b[${siblings}]`);
      return user;
    };
    // the least of several: the collector counts too, whenever it comes
    const cost = (siblings: number): number => Math.min(...Array.from({ length: 5 }, () => once(siblings)));
    // ten times as many: some ten times the work, where looking at all siblings for each would take a hundred
    expect(cost(100_000) / cost(10_000)).toBeLessThan(50);
  });
});
