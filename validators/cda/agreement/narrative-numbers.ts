/** How people write units, beside the symbol of UCUM. */
const USUAL: ReadonlyMap<string, readonly string[]> = new Map([
  ['10*9/L', ['G/L', 'G/l', '10^9/L', '10⁹/L', 'Giga/L']],
  ['10*12/L', ['T/L', 'T/l', '10^12/L', '10¹²/L', 'Tera/L', 'Téra/L']],
  ['10*3/uL', ['10^3/µL', '10³/µL']],
  ['mm[Hg]', ['mmHg', 'mm Hg', 'mm de Hg']],
  ['Cel', ['°C', '° C', '°']],
  ['[IU]/L', ['UI/L', 'UI/l', 'U/L', 'U/l']],
  ['[IU]/mL', ['UI/mL', 'UI/ml']],
  ['m[IU]/L', ['mUI/L', 'mUI/l', 'mU/L']],
  ['kg/m2', ['kg/m²', 'kg/m^2']],
  ['/min', ['/mn', 'bpm', 'par minute', 'battements']],
  ['[pH]', ['pH']],
]);

/** The ways a unit of UCUM stands in a text. */
function spellingsOf(unit: string): string[] {
  const plain = unit.replace(/\{[^{}]*\}/g, '');
  if (plain === '' || plain === '1') return [];
  const spellings = [plain, ...(USUAL.get(plain) ?? [])];
  return [
    ...new Set(
      spellings.flatMap((one) => [
        one,
        one.replace(/L\b/g, 'l'),
        one.replace(/\bu(?=[a-zA-Z])/g, 'µ'),
        one.replace(/\bu(?=[a-zA-Z])/g, 'μ'),
      ]),
    ),
  ];
}

/** Does the text give a number in this unit? A unit of one letter alone may be any word. */
export function tellsUnit(text: string, unit: string): boolean {
  return spellingsOf(unit).some((spelling) => {
    for (let at = text.indexOf(spelling); at !== -1; at = text.indexOf(spelling, at + 1))
      if (/\d[ |\u00A0\u202F]*$/.test(text.slice(Math.max(0, at - 8), at)) && !/^[\p{L}\d/]/u.test(text.slice(at + spelling.length)))
        return true;
    return false;
  });
}

export interface WrittenNumber {
  value: number;
  decimals: number;
}

/** The numbers that a text writes, each way it can be read: comma or point, thousands apart or not. The unit's own are left out. */
export function numbersIn(text: string, unit: string): WrittenNumber[] {
  let plain = text;
  for (const spelling of spellingsOf(unit)) if (/\d/.test(spelling)) plain = plain.replaceAll(spelling, ' ');
  const found: WrittenNumber[] = [];
  const add = (written: string): void => {
    const normal = written.replace(',', '.').replace('−', '-');
    const value = Number(normal);
    if (Number.isFinite(value)) found.push({ value, decimals: normal.split('.')[1]?.length ?? 0 });
  };
  for (const [written] of plain.matchAll(/[-−]?\d+(?:[.,]\d+)?/g)) {
    add(written);
    add(written.replace(/^[-−]/, ''));
  }
  for (const [written] of plain.matchAll(/\d{1,3}(?:[ \u00A0\u202F.,']\d{3}){1,9}(?:[.,]\d+)?/g)) {
    const [, whole = '', decimals = ''] = /^(.*?)((?:[.,]\d{1,2})?)$/.exec(written) ?? [];
    add(whole.replace(/\D/g, '') + decimals);
    add(written.replace(/[ \u00A0\u202F']/g, ''));
  }
  // 1 m 75, 3 kg 250
  for (const [, great = '', unitOfGreat, small = ''] of plain.matchAll(/(\d{1,3}) ?(m|kg) ?(\d{1,3})(?!\d)/g)) {
    const parts = unitOfGreat === 'm' ? 100 : 1000;
    const sum = Number(great) * parts + Number(small);
    found.push({ value: sum, decimals: 0 }, { value: sum / parts, decimals: String(parts).length - 1 });
  }
  return found;
}
