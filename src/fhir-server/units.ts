import { createRequire } from 'node:module';
import type { Range } from './values.js';

export const UCUM = 'http://unitsofmeasure.org';

/** What is used of @lhncbc/ucum-lhc, which has no types. */
interface Ucum {
  convertToBaseUnits(unit: string, value: number): { status: string; magnitude?: number; unitToExp?: Readonly<Record<string, number>> };
}

/** Codes of units are short; what is longer is none that anybody compares. */
const LONGEST_UNIT = 60;
/** Units that are found not to be any, or not to be convertible, are not asked about again. */
const MOST_REMEMBERED = 1000;
/** Conversion is arithmetic on doubles: beyond these digits two ways to say the same differ. */
const DIGITS = 12;

const unfit = new Set<string>();
let ucum: Ucum | undefined;

/**
 * A range in the base units of UCUM, so that 5.4 mg and 0.0054 g are the same.
 * @returns undefined for a unit that is none, or that is only comparable with itself ([iU])
 */
export function inBaseUnits({ low, high }: Range, unit: string): { range: Range; unit: string } | undefined {
  if (unit.length > LONGEST_UNIT || unfit.has(unit)) return undefined;
  const [from, to] = [converted(low, unit), converted(high, unit)];
  if (!from || !to) {
    if (unfit.size >= MOST_REMEMBERED) unfit.clear();
    unfit.add(unit);
    return undefined;
  }
  // of some scales the higher number is the lower amount (pH)
  return { range: { low: Math.min(from.value, to.value), high: Math.max(from.value, to.value) }, unit: from.unit };
}

function converted(value: number, unit: string): { value: number; unit: string } | undefined {
  // one end of a range may be open
  if (Math.abs(value) === Number.MAX_VALUE) {
    const one = converted(1, unit);
    return one && { ...one, value };
  }
  try {
    const { status, magnitude, unitToExp = {} } = (ucum ??= loaded()).convertToBaseUnits(unit, value);
    if (status !== 'succeeded' || magnitude === undefined || !Number.isFinite(magnitude)) return undefined;
    const base = Object.entries(unitToExp).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      value: Number(magnitude.toPrecision(DIGITS)),
      unit: base.map(([name, exponent]) => `${name}${exponent === 1 ? '' : exponent}`).join('.') || '1',
    };
  } catch {
    // what it cannot read is no unit
    return undefined;
  }
}

/** The units take 60 ms to load: they are, when the first quantity comes that has one. */
function loaded(): Ucum {
  const { UcumLhcUtils } = createRequire(import.meta.url)('@lhncbc/ucum-lhc') as { UcumLhcUtils: { getInstance(): Ucum } };
  return UcumLhcUtils.getInstance();
}
