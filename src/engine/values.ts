/** Values known while a case runs: its dataset, what earlier steps saved. */
export type Values = Readonly<Record<string, unknown>>;

/** Looks up `patient.ins`; undefined when it is not there. */
function lookUp(values: Values, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>(
      (here, key) => (here && typeof here === 'object' && Object.hasOwn(here, key) ? (here as Values)[key] : undefined),
      values,
    );
}

/**
 * Replaces {{name}} by values, deeply. A text that is nothing but one {{name}} takes the value as it is, with its type.
 * A name that is not known stays as written, so that it is seen.
 */
export function fill<T>(template: T, values: Values): T {
  const fillAny = (value: unknown): unknown => {
    if (typeof value === 'string') {
      const whole = /^\{\{([\w.-]+)\}\}$/.exec(value);
      if (whole) return lookUp(values, whole[1]!) ?? value;
      return value.replace(/\{\{([\w.-]+)\}\}/g, (raw, name: string) => {
        const found = lookUp(values, name);
        return (
          found === undefined ? raw
          : typeof found === 'string' ? found
          : JSON.stringify(found)
        );
      });
    }
    if (Array.isArray(value)) return value.map(fillAny);
    if (value && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, fillAny(inner)]));
    return value;
  };
  return fillAny(template) as T;
}

/** Milliseconds of `500ms`, `30s`, `10m`, `1h`. */
export function milliseconds(duration: string): number {
  const [, amount, unit] = /^(\d+)(ms|s|m|h)$/.exec(duration) ?? [];
  return Number(amount) * { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }[unit as 'ms' | 's' | 'm' | 'h'];
}
