import { expect, test } from '@jest/globals';
import { psIdNatProblem, structIdNatProblem } from '../../src/protocols/identifiers/index.js';
import { attributeType } from '../../src/protocols/x509/name.js';
import { problemOf } from './codes/systems.js';
import { lexicalOf } from './structure/lexical.js';

/** Over so many characters an expression that repeats a group throws RangeError. */
const huge = (unit: string): string => unit.repeat(6_000_000);

test.each<[string, () => unknown, unknown]>([
  ['an OID', () => lexicalOf('root', 'oid', undefined).accepts(`1${huge('.2')}`), false],
  ['a UID', () => lexicalOf('root', 'uid', undefined).accepts(`1${huge('.2')}`), false],
  ['an integer with blanks in it', () => lexicalOf('value', 'int', undefined).accepts(`1${huge(' ')}1`), false],
  ['a list of integers', () => lexicalOf('digits', 'list_int', undefined).accepts(`1${huge(' 1')}`), true],
  ['a code of CCAM', () => problemOf('1.2.250.1.213.2.5', `QEQK004${huge('-1')}`), 'shape'],
  ['an IdNat of a person', () => typeof psIdNatProblem(`8${huge('1')}`), 'object'],
  ['an IdNat of a structure', () => structIdNatProblem(huge('A')), undefined],
  ['a type of attribute in a name', () => attributeType(`1${huge('.2')}`), undefined],
])('%s of some millions of characters is judged', (_what, judge, expected) => {
  expect(judge()).toEqual(expected);
});
