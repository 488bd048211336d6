/** What is wrong with a code that carries a check digit. */
export type CodeProblem = 'shape' | 'check' | 'not-a-concept';

/** Luhn: every second digit counts twice, from the right. */
function luhn(digits: string, more = 0): number {
  let sum = more;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    const counted = i % 2 === 0 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return (10 - (sum % 10)) % 10;
}

const LOINC = /^(L[A-Z]|MTHU)?(\d{1,7})-(\d)$/;
/** Codes that IHE wrote in its profiles until LOINC gave one: `XX-…`. */
const PLACEHOLDER = /^xx-/i;
/** What the letters of an answer (LA…) add to the sum, by the number of digits: as observed on every published answer. */
const ANSWER = { even: 5, odd: 8 };

/** LOINC: digits, a hyphen, a check digit (mod 10). */
export function loincProblem(code: string): CodeProblem | undefined {
  if (PLACEHOLDER.test(code)) return undefined;
  const [, kind, digits, check] = LOINC.exec(code) ?? [];
  if (digits === undefined || check === undefined) return 'shape';
  if (kind !== undefined && kind !== 'LA') return undefined;
  const letters = kind === undefined ? 0 : ANSWER[digits.length % 2 === 0 ? 'even' : 'odd'];
  return luhn(digits, letters) === Number(check) ? undefined : 'check';
}

// the dihedral group D5 and its permutation, as Verhoeff gave them
const TIMES = [
  '0123456789',
  '1234067895',
  '2340178956',
  '3401289567',
  '4012395678',
  '5987604321',
  '6598710432',
  '7659821043',
  '8765932104',
  '9876543210',
];
const PERMUTED = ['0123456789', '1576283094', '5803796142', '8916043527', '9453126870', '4286573901', '2793806415', '7046913258'];

/** SNOMED CT: 6 to 18 digits, a partition that says it is a concept, a Verhoeff check digit. */
export function snomedProblem(code: string): CodeProblem | undefined {
  // an expression of several concepts
  if (/[:|+{}(),=]/.test(code)) return undefined;
  if (!/^[1-9]\d{5,17}$/.test(code)) return 'shape';
  let check = 0;
  for (let i = 0; i < code.length; i++) check = Number(TIMES[check]![Number(PERMUTED[i % 8]![Number(code[code.length - 1 - i])])]);
  if (check !== 0) return 'check';
  return code.at(-2) === '0' ? undefined : 'not-a-concept';
}

/** GTIN-13, of which a 13-digit CIP is one. */
export function gtinProblem(code: string): CodeProblem | undefined {
  if (!/^\d{13}$/.test(code)) return 'shape';
  let sum = 0;
  for (let i = 0; i < 13; i++) sum += Number(code[i]) * (i % 2 === 0 ? 1 : 3);
  return sum % 10 === 0 ? undefined : 'check';
}

/**
 * CIS, UCD, CIP of 7 digits, LPP: the last digit is the sum of the others, each times its place plus one, modulo 11. The
 * key of a CIS is not published: it holds for every code that was met.
 */
export function keyedProblem(code: string): CodeProblem | undefined {
  if (!/^\d{7,8}$/.test(code)) return 'shape';
  let sum = 0;
  for (let i = 0; i < code.length - 1; i++) sum += Number(code[i]) * (i + 2);
  return sum % 11 === Number(code.at(-1)) ? undefined : 'check';
}
