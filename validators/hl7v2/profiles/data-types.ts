import { isTs } from '../../../src/protocols/identifiers/index.js';

/** The form of a value of a simple data type (chapter 2.A of HL7 v2.5): whether it holds, and how it is told. */
export interface Form {
  holds(value: string): boolean;
  told: string;
}

const matches = (pattern: RegExp, told: string, longest = 60): Form => ({
  // no value of these types is longer
  holds: (value) => value.length <= longest && pattern.test(value),
  told,
});

const TIME = /^(?:[01]\d|2[0-3])(?:[0-5]\d(?:[0-5]\d(?:\.\d{1,4})?)?)?(?:[+-](?:0\d|1[0-4])[0-5]\d)?$/;

/** Types that are not here take any text. */
const FORMS = new Map<string, Form>([
  ['NM', matches(/^[+-]?(?:\d+\.?\d*|\.\d+)$/, '123.4')],
  ['SI', matches(/^\d{1,10}$/, '1')],
  ['DT', { holds: (value) => value.length <= 8 && isTs(value), told: 'YYYYMMDD' }],
  ['TM', matches(TIME, 'HHMMSS')],
  ['DTM', { holds: (value) => value.length <= 24 && isTs(value), told: 'YYYYMMDDHHMMSS' }],
]);

/** The form of a simple type; undefined when it takes any text. */
export const formOf = (type: string): Form | undefined => FORMS.get(type);
