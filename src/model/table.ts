/**
 * A table that is looked up by what was received. Whatever stands there names its rows or nothing: in a plain object
 * `constructor` and `toString` would be names too.
 */
export const table = <T>(rows: Readonly<Record<string, T>>): Readonly<Record<string, T>> =>
  Object.assign(Object.create(null) as Record<string, T>, rows);
