import { language, say } from '../language.js';

const BAR_MS = 100;
const LINE_MS = 5000;
const WIDTH = 24;
const CLEAR_LINE = '\r\u001b[K';

/** How far a batch is, on standard error: a bar where someone watches a terminal, a line every few seconds elsewhere. */
export class Progress {
  readonly #began = performance.now();
  #done = 0;
  #judged = 0;
  #total: number | undefined;
  #shown = false;
  #next: number;

  constructor(
    private readonly form: 'bar' | 'lines' | 'none',
    total: Promise<number> | undefined,
  ) {
    this.#next = this.#began + (form === 'bar' ? BAR_MS : LINE_MS);
    total?.then(
      (count) => (this.#total = count),
      () => undefined,
    );
  }

  /** One file more is done with; `judged`: just now, and not before. */
  step(judged: boolean): void {
    this.#done++;
    if (judged) this.#judged++;
    if (this.form === 'none' || performance.now() < this.#next) return;
    this.#next = performance.now() + (this.form === 'bar' ? BAR_MS : LINE_MS);
    process.stderr.write(this.form === 'bar' ? `${CLEAR_LINE}${this.#bar()}` : `${this.#words()}\n`);
    this.#shown = this.form === 'bar';
  }

  /** Makes room for what is printed. */
  clear(): void {
    if (this.#shown) process.stderr.write(CLEAR_LINE);
    this.#shown = false;
  }

  /** Everything is done with. */
  end(): void {
    this.clear();
    if (this.form === 'lines') process.stderr.write(`${this.#words()}\n`);
  }

  #bar(): string {
    const part = this.#total === undefined ? 0 : Math.min(1, this.#done / Math.max(1, this.#total));
    const full = Math.round(part * WIDTH);
    return `${'█'.repeat(full)}${'░'.repeat(WIDTH - full)} ${this.#words()}`.slice(0, Math.max(20, (process.stderr.columns || 80) - 1));
  }

  #words(): string {
    const seconds = (performance.now() - this.#began) / 1000;
    const rate = this.#judged / seconds;
    const number = (value: number, digits = 0): string =>
      value.toLocaleString(language === 'fr' ? 'fr-FR' : 'en-GB', { maximumFractionDigits: digits });
    const of = this.#total === undefined ? '' : `/${number(Math.max(this.#total, this.#done))}`;
    const speed = `${number(rate, rate < 10 ? 1 : 0)} ${say({ fr: 'fichiers/s', en: 'files/s' })}`;
    const rest = this.#total === undefined || rate === 0 ? undefined : Math.max(0, this.#total - this.#done) / rate;
    return [
      `${number(this.#done)}${of}`,
      speed,
      ...(rest === undefined ? [] : [`${say({ fr: 'reste', en: 'left' })} ${clock(rest)}`]),
    ].join('  ');
  }
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (value: number): string => String(value).padStart(2, '0');
  return whole >= 3600 ?
      `${Math.floor(whole / 3600)} h ${two(Math.floor((whole % 3600) / 60))}`
    : `${two(Math.floor(whole / 60))}:${two(whole % 60)}`;
}
