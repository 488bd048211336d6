/** A media type as a Content-Type header gives it. */
export interface MediaType {
  /** lower case: `multipart/related` */
  type: string;
  /** names in lower case, values unquoted */
  parameters: Readonly<Record<string, string>>;
}

const TYPE = /^\s*([^\s;/]+\/[^\s;]+)\s*/;
const PARAMETER = /;\s*([^\s;="]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;"]*))\s*/y;

/**
 * Takes the value of a Content-Type header; returns undefined when it names no type. Parameters that cannot be read are
 * left out (RFC 2045 section 5.1).
 */
export function parseMediaType(value: string | undefined): MediaType | undefined {
  // no real header comes near this size; it bounds the work on a hostile one
  if (value === undefined || value.length > 16_384) return undefined;
  const head = TYPE.exec(value);
  if (!head) return undefined;
  const parameters: Record<string, string> = Object.create(null) as Record<string, string>;
  let at = head[0].length;
  while (at < value.length) {
    PARAMETER.lastIndex = at;
    const match = PARAMETER.exec(value);
    if (!match) {
      const next = value.indexOf(';', at + 1);
      if (next === -1) break;
      at = next;
      continue;
    }
    const name = match[1]!.toLowerCase();
    if (!(name in parameters)) parameters[name] = match[2] !== undefined ? match[2].replace(/\\(.)/g, '$1') : (match[3] ?? '');
    at = PARAMETER.lastIndex;
  }
  return { type: head[1]!.toLowerCase(), parameters };
}
