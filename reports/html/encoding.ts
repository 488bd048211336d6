/** The encoding that bytes are in, as far as their beginning says. */
export function encodingOf(bytes: Uint8Array): string {
  const [a, b] = bytes;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  if (a === 0x3c && b === 0) return 'utf-16le';
  if (a === 0 && b === 0x3c) return 'utf-16be';
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  const part = isHl7(bytes) ? /^[^\r\n]*?8859\/(\d{1,2})(?!\d)/.exec(head)?.[1] : undefined;
  if (part !== undefined) return labelled(`iso-8859-${part}`);
  const named = /^<\?xml[^>]*encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1];
  return labelled(named ?? 'utf-8');
}

function labelled(encoding: string): string {
  try {
    return new TextDecoder(encoding).encoding;
  } catch {
    return 'utf-8';
  }
}

/** A message of HL7 v2, in its MLLP frame or without: its segments end with CR. */
export const isHl7 = (bytes: Uint8Array): boolean => /^\u000b?MSH/.test(new TextDecoder('latin1').decode(bytes.subarray(0, 4)));
