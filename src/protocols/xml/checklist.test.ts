import { describe, expect, test } from '@jest/globals';
import { Artefact, rule } from '../../model/index.js';
import { xmlOf } from './artefact.js';
import { attributeOr, elementOr, XmlChecklist, type Where } from './checklist.js';

const text = { fr: '', en: '' };
const rules = [rule({ id: 'R', level: 'SHALL', title: text, message: text, hint: text, clause: '' })];
const artefact = new Artefact('a.xml', new TextEncoder().encode('<a>\n  <b c="1"/>\n</a>'));
const { root } = xmlOf(artefact);
const b = root.element('b')!;

const placeOf = (where: Where): [number, number, string] => {
  const checklist = new XmlChecklist(artefact, rules);
  checklist.expect('R', false, where);
  const { line, column, path } = checklist.findings[0]!.place;
  return [line, column, path];
};

describe('a finding stands', () => {
  const place = { line: 3, column: 1, path: '/there' };
  test.each<[string, Where, [number, number, string]]>([
    ['at an element', b, [2, 3, '/a/b']],
    ['at an attribute', [b, 'c'], [2, 6, '/a/b/@c']],
    ['at the parent of what is missing', { in: b, missing: 'd/e' }, [2, 3, '/a/b/d/e']],
    ['at a place', place, [3, 1, '/there']],
    ['at a place that is worked out', () => place, [3, 1, '/there']],
    ['at the beginning', undefined, [1, 1, '/']],
    ['at an element that is there', elementOr(b, root, 'b'), [2, 3, '/a/b']],
    ['where an element should be', elementOr(undefined, root, 'd'), [1, 1, '/a/d']],
    ['at an attribute that is there', attributeOr(b, 'c'), [2, 6, '/a/b/@c']],
    ['where an attribute should be', attributeOr(b, 'd'), [2, 3, '/a/b/@d']],
  ])('%s', (_, where, expected) => {
    expect(placeOf(where)).toEqual(expected);
  });
});

test('a place is not worked out for what holds', () => {
  const checklist = new XmlChecklist(artefact, rules);
  const never = (): never => {
    throw new Error('asked for');
  };
  expect(checklist.expect('R', true, never)).toBe(true);
  expect(checklist.result).toEqual({ findings: [], evaluated: ['R'] });
});

test('elements of a piece stand in the piece, what concerns the whole in the whole', () => {
  const whole = new Artefact('message', new TextEncoder().encode('--x'));
  const checklist = new XmlChecklist(whole, rules, artefact);
  checklist.expect('R', false, b);
  checklist.expect('R', false, undefined);
  expect(checklist.findings.map(({ place }) => place.blob)).toEqual([artefact.sha256, whole.sha256]);
});

test('a rule is reported a hundred times at most', () => {
  const checklist = new XmlChecklist(artefact, rules);
  for (let i = 0; i < 1000; i++) expect(checklist.expect('R', false, b)).toBe(false);
  expect(checklist.findings).toHaveLength(100);
});

test('what is no XML is told at the place of the error', () => {
  const broken = new XmlChecklist(new Artefact('b.xml', new TextEncoder().encode('<a>\n<b></a>')), rules);
  expect(broken.readXml('R')).toBeUndefined();
  expect(broken.findings).toMatchObject([{ rule: 'R', place: { line: 2, path: '/' } }]);
  const sound = new XmlChecklist(artefact, rules);
  expect(sound.readXml('R')?.root.local).toBe('a');
  expect(sound.result).toEqual({ findings: [], evaluated: ['R'] });
});
