import { COMMON, HABITS, METRIC, PLAIN, PREFIXES, TIMES } from './ucum-units.js';

/** Units are short; what is longer is not read. */
const LONGEST = 200;

/** Is this a unit of UCUM (case-sensitive variant)? */
export function isUcumUnit(unit: string): boolean {
  return unit.length <= LONGEST && new Reader(unit, isSymbol).readAll();
}

/** Is this a unit of UCUM that measures a length of time? */
export function isTimeUnit(unit: string): boolean {
  return TIMES.has(unit.replace(/\{[^{}]*\}$/, ''));
}

/** The unit of UCUM that was probably meant; undefined when none is near. */
export function nearestUnit(unit: string): string | undefined {
  const text = unit.trim();
  if (text === '' || text.length > LONGEST) return undefined;
  const asWhole = HABITS.get(text);
  if (asWhole) return asWhole;
  const plain = text
    .replaceAll('²', '2')
    .replaceAll('³', '3')
    .replace(/×|x(?=10)/gi, '')
    .replace(/ (?:par|per) /g, '/')
    .replace(/ *([./*]) */g, '$1')
    .replace(/ +/g, '.');
  // each symbol in its turn is replaced by the known one that is nearest
  const guess = plain.replace(/\{[^{}]*\}?|[^./(){}]+/g, (piece) =>
    piece.startsWith('{') ? asAnnotation(piece)
    : /^\d+$/.test(piece) || isFactorOrUnit(piece) ? piece
    : nearestSymbol(piece),
  );
  return guess !== unit && isUcumUnit(guess) ? guess : undefined;
}

/** A symbol with or without prefix, as `mg`, `mo`, `mm[Hg]`. */
function isSymbol(symbol: string): boolean {
  if (PLAIN.has(symbol) || METRIC.has(symbol)) return true;
  for (const length of [1, 2]) if (PREFIXES.has(symbol.slice(0, length)) && METRIC.has(symbol.slice(length))) return true;
  return false;
}

const isFactorOrUnit = (piece: string): boolean => isSymbol(piece) || isSymbol(withoutExponent(piece));
const withoutExponent = (piece: string): string => piece.replace(/[+-]?\d+$/, '');

const asAnnotation = (piece: string): string =>
  `{${piece
    .replace(/[{}]/g, '')
    .normalize('NFD')
    .replace(/[^!-~]/g, (c) => (/\s/.test(c) ? '_' : ''))}}`;

function nearestSymbol(piece: string): string {
  const habit = HABITS.get(piece);
  if (habit) return habit;
  const stem = withoutExponent(piece);
  const exponent = piece.slice(stem.length);
  const meant =
    HABITS.get(stem)
    ?? COMMON.find((unit) => unit.toLowerCase() === stem.toLowerCase())
    ?? COMMON.find((unit) => isOneEditAway(unit, stem));
  return meant === undefined ? piece : meant + exponent;
}

/** Does one letter added, left out or replaced make one of the other? Of shorter ones anything would be near. */
function isOneEditAway(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < 3 || long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at++;
  return short.length === long.length ? short.slice(at + 1) === long.slice(at + 1) : short.slice(at) === long.slice(at + 1);
}

/** Reads the grammar of UCUM: symbols with exponents and annotations, joined by `.` and `/`, in brackets if need be. */
class Reader {
  #at = 0;

  constructor(
    readonly unit: string,
    readonly known: (symbol: string) => boolean,
  ) {}

  readAll(): boolean {
    return this.unit !== '' && this.#term(0) && this.#at === this.unit.length;
  }

  #term(depth: number): boolean {
    if (this.unit[this.#at] === '/') this.#at++;
    if (!this.#component(depth)) return false;
    while (this.unit[this.#at] === '.' || this.unit[this.#at] === '/') {
      this.#at++;
      if (!this.#component(depth)) return false;
    }
    return true;
  }

  #component(depth: number): boolean {
    if (this.unit[this.#at] === '(') {
      this.#at++;
      if (depth > 10 || !this.#term(depth + 1) || this.unit[this.#at] !== ')') return false;
      this.#at++;
      return true;
    }
    const symbol = this.#symbol();
    const annotated = this.unit[this.#at] === '{';
    if (annotated && !this.#annotation()) return false;
    if (symbol === '') return annotated;
    // a factor, a symbol, a symbol and its exponent
    return /^\d+$/.test(symbol) || this.known(symbol) || this.known(withoutExponent(symbol));
  }

  /** Up to the next operator; what stands in square brackets belongs to the symbol. */
  #symbol(): string {
    const from = this.#at;
    let bracketed = false;
    for (; this.#at < this.unit.length; this.#at++) {
      const c = this.unit[this.#at]!;
      if (c === '[') bracketed = true;
      else if (c === ']') bracketed = false;
      else if (!bracketed && './(){}'.includes(c)) break;
    }
    return this.unit.slice(from, this.#at);
  }

  #annotation(): boolean {
    const end = this.unit.indexOf('}', this.#at);
    if (end === -1 || !/^\{[!-z|~]*$/.test(this.unit.slice(this.#at, end))) return false;
    this.#at = end + 1;
    return true;
  }
}
