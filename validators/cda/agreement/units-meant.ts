/** Units that UCUM has, for another quantity than a laboratory or a pharmacy measures: gauss, tesla, kelvin, mega, siemens. */
const WHOLE: ReadonlyMap<string, string> = new Map([
  ...['L', 'l'].flatMap((litre) => [[`G/${litre}`, '10*9/L'] as const, [`T/${litre}`, '10*12/L'] as const]),
  ['K/uL', '10*3/uL'],
  ['K/ul', '10*3/uL'],
  ['K/mm3', '10*3/mm3'],
  ['C', 'Cel'],
  ['G', 'g'],
  ['S', 's'],
  ['H', 'h'],
]);
/** A whole unit only where something is given: a device gives shocks in joules. */
const WHERE_GIVEN: ReadonlyMap<string, string> = new Map([
  ['J', 'd'],
  ['A', 'a'],
]);
const PART: ReadonlyMap<string, string> = new Map([
  ['MG', 'mg'],
  ['Mg', 'mg'],
  ['mG', 'mg'],
  ['ML', 'mL'],
  ['Ml', 'mL'],
  ['Mmol', 'mmol'],
  ['PG', 'pg'],
]);
const AFTER_SLASH: ReadonlyMap<string, string> = new Map([
  ['S', 's'],
  ['H', 'h'],
  ['J', 'd'],
  ['A', 'a'],
]);

/** The unit that was almost surely meant by one that is valid and measures something else; undefined when it may well be meant. */
export function unitMeant(unit: string, isGiven: boolean): string | undefined {
  const whole = WHOLE.get(unit) ?? (isGiven ? WHERE_GIVEN.get(unit) : undefined);
  if (whole !== undefined) return whole;
  const pieces = unit.split(/([./]|\{[^{}]*\})/);
  const meant = pieces.map((piece, i) => PART.get(piece) ?? (pieces[i - 1] === '/' ? AFTER_SLASH.get(piece) : undefined) ?? piece).join('');
  return meant === unit ? undefined : meant;
}
