import { define, type Functions } from './function-spec.js';
import { absolute, rounded, type Numeric, type RoundingMode } from './numbers.js';
import type { Sequence } from './values.js';

/** Functions on numbers (XQuery and XPath Functions, 6.4). */

const rounding = (name: string, mode: RoundingMode): Functions[number] =>
  define(name, 'numeric?', 'numeric?', (_, [value]) => value!.map((v) => rounded(v as Numeric, mode)));

/** No number has more digits on either side of its point. */
const MOST_PRECISION = 10_000;

const precision = (argument: Sequence | undefined): number => {
  const asked = argument?.[0] as bigint | undefined;
  return asked === undefined ? 0 : Math.max(-MOST_PRECISION, Math.min(MOST_PRECISION, Number(asked)));
};

export const NUMBER_FUNCTIONS: Functions = [
  define('abs', 'numeric?', 'numeric?', (_, [value]) => value!.map((v) => absolute(v as Numeric))),
  rounding('ceiling', 'ceiling'),
  rounding('floor', 'floor'),
  // the precision of round() is of XPath 3.1: Saxon takes it in XSLT 2.0
  ...(['round', 'round-half-to-even'] as const).map((name) =>
    define(name, 'numeric? / integer', 'numeric?', (_, args) =>
      args[0]!.map((v) => rounded(v as Numeric, name === 'round' ? 'half-up' : 'half-even', precision(args[1]))),
    ),
  ),
];
