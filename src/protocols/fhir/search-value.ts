/** Splits a search value at a sign that no backslash stands before (FHIR R4, 3.1.1.4.0.2). */
export function splitAt(text: string, sign: ',' | '|' | '$'): string[] {
  const parts: string[] = [];
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (text[at] === '\\') at += 1;
    else if (text[at] === sign) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

/** Takes the backslashes of a value away (FHIR R4, 3.1.1.4.0.2). */
export const unescaped = (text: string): string => text.replace(/\\([,|$\\])/g, '$1');
