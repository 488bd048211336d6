/** Control characters, directions of writing, what has no width, ends of line: they would write over what a terminal shows. */
const INVISIBLE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu;

/** A text from elsewhere, its invisible characters written as escapes: `\u{1b}`. */
export const visible = (text: string): string => text.replace(INVISIBLE, (one) => `\\u{${one.codePointAt(0)!.toString(16)}}`);

/** An argument as it can be pasted into a command line and means itself there. */
export function shellWord(argument: string): string {
  const text = visible(argument);
  if (/^[\w./:@#+=,-]+$/.test(text) && !text.startsWith('#')) return text;
  // cmd knows no other quotes; names on Windows have none in them
  if (process.platform === 'win32' && !/["$%`]/.test(text)) return `"${text}"`;
  return `'${text.replaceAll("'", `'\\''`)}'`;
}
