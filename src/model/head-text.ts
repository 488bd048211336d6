const texts = new WeakMap<Uint8Array, string>();

/**
 * The first bytes of something as a detector reads them: a character a byte (ISO-8859-1), so that names and namespaces
 * can be looked for whatever the encoding. UTF-16 would show as letters with zeros between them; the zeros are left out.
 * Every detector is asked about the same head: it is read once.
 */
export function headText(head: Uint8Array): string {
  let text = texts.get(head);
  if (text === undefined) {
    // a TextDecoder for latin1 decodes windows-1252, and many times slower
    text = Buffer.from(head.buffer, head.byteOffset, head.byteLength).toString('latin1');
    if (text.includes('\u0000')) text = text.replaceAll('\u0000', '');
    texts.set(head, text);
  }
  return text;
}
