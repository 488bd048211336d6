import type { Bilingual, Language } from '../../src/model/index.js';

export { visible } from '../../src/model/index.js';

/** A number and its noun in both languages, with the French rule that zero is singular. */
export function count(n: number, fr: [one: string, many: string], en: [one: string, many: string]): Bilingual {
  return { fr: `${number(n, 'fr')}\u00a0${n < 2 ? fr[0] : fr[1]}`, en: `${number(n, 'en')} ${n === 1 ? en[0] : en[1]}` };
}

export const number = (n: number, language: Language): string => n.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB');

/** The same string in both languages: an identifier, a value. */
export const same = (text: string): Bilingual => ({ fr: text, en: text });

/** Joins bilingual pieces. */
export const join = (pieces: readonly Bilingual[], separator: Bilingual | string = ' '): Bilingual => {
  const between = typeof separator === 'string' ? same(separator) : separator;
  return { fr: pieces.map((p) => p.fr).join(between.fr), en: pieces.map((p) => p.en).join(between.en) };
};

/** With a capital first. */
export const capital = ({ fr, en }: Bilingual): Bilingual => ({
  fr: fr.charAt(0).toLocaleUpperCase('fr') + fr.slice(1),
  en: en.charAt(0).toLocaleUpperCase('en') + en.slice(1),
});

const ZONE = 'Europe/Paris';
const LOCALE: Record<Language, string> = { fr: 'fr-FR', en: 'en-GB' };

function format(instant: string, language: Language, options: Intl.DateTimeFormatOptions): string {
  const date = new Date(instant);
  if (Number.isNaN(date.getTime())) return instant;
  return new Intl.DateTimeFormat(LOCALE[language], { timeZone: ZONE, ...options }).format(date);
}

const DAY: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'long', year: 'numeric' };
const CLOCK: Intl.DateTimeFormatOptions = { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' };

/** An instant in Paris time: `18 novembre 2026, 14:32:07`. */
export function instant(at: string): Bilingual {
  const one = (language: Language): string =>
    Number.isNaN(Date.parse(at)) ? at : `${format(at, language, DAY)}, ${format(at, language, { ...CLOCK, second: '2-digit' })}`;
  return { fr: one('fr'), en: one('en') };
}

/** From one instant to another: `18 novembre 2026, 14:32 à 14:43`. */
export function period(from: string, to: string): Bilingual {
  const one = (language: Language, until: string): string => {
    const days = [format(from, language, DAY), format(to, language, DAY)];
    const clocks = [format(from, language, CLOCK), format(to, language, CLOCK)];
    if (days[0] !== days[1]) return `${days[0]}, ${clocks[0]} ${until} ${days[1]}, ${clocks[1]}`;
    return clocks[0] === clocks[1] ? `${days[0]}, ${clocks[0]}` : `${days[0]}, ${clocks[0]} ${until} ${clocks[1]}`;
  };
  return { fr: one('fr', 'à'), en: one('en', 'to') };
}

/** Time of day with milliseconds, the same in both languages: `14:32:51.204`. */
export function clock(at: string): string {
  const date = new Date(at);
  if (Number.isNaN(date.getTime())) return at;
  return `${format(at, 'fr', { ...CLOCK, second: '2-digit' })}.${String(date.getUTCMilliseconds()).padStart(3, '0')}`;
}

/** How long something took: `1,2 s`, `11 min 12 s`. */
export function duration(from: string, to: string): Bilingual {
  const milliseconds = Date.parse(to) - Date.parse(from);
  if (!(milliseconds >= 0)) return same('');
  if (milliseconds < 1000) return same(`${milliseconds}\u00a0ms`);
  const seconds = milliseconds / 1000;
  if (seconds < 60) return { fr: `${seconds.toFixed(1).replace('.', ',')}\u00a0s`, en: `${seconds.toFixed(1)}\u00a0s` };
  const minutes = Math.floor(seconds / 60);
  return same(`${minutes}\u00a0min ${Math.round(seconds - minutes * 60)}\u00a0s`);
}

/** A size in decimal units: `148 Ko`, `148 kB`. */
export function size(bytes: number): Bilingual {
  const scaled = (value: number, unit: string): Bilingual => {
    const short = value < 10 ? Math.round(value * 10) / 10 : Math.round(value);
    return { fr: `${number(short, 'fr')}\u00a0${unit}o`, en: `${number(short, 'en')}\u00a0${unit === 'K' ? 'k' : unit}B` };
  };
  if (bytes < 1000) return count(bytes, ['octet', 'octets'], ['byte', 'bytes']);
  if (bytes < 999_500) return scaled(bytes / 1000, 'K');
  return bytes < 999_500_000 ? scaled(bytes / 1e6, 'M') : scaled(bytes / 1e9, 'G');
}

/** Cuts a long text and says, in brackets, how many characters it had. */
export function clip(text: string, most: number): string {
  if (text.length <= most) return text;
  return `${text.slice(0, most)}… [${text.length}]`;
}

/** An id for an anchor out of any string; different strings give different ids. */
export const anchor = (prefix: string, name: string): string =>
  `${prefix}-${name.replace(/[^A-Za-z0-9.-]/g, (c) => `_${c.charCodeAt(0).toString(16)}_`)}`;
