/** A value as a message repeats it: cut when it is long, because whoever wrote it chose its length. */
export function shorten(value: string, length = 120): string {
  return value.length > length ? `${value.slice(0, length - 1)}…` : value;
}
