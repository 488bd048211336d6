const PRODUCTION_OIDS = ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9'];

/**
 * The OID of a national health identity of production (INS-NIR or INS-NIA) found in bytes, so that real patient data
 * never enters unnoticed; undefined when there is none.
 */
export function productionIdentity(bytes: Uint8Array): string | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (const oid of PRODUCTION_OIDS) {
    for (let at = buffer.indexOf(oid); at !== -1; at = buffer.indexOf(oid, at + oid.length)) {
      const next = buffer[at + oid.length] ?? 0;
      const before = buffer[at - 1] ?? 0;
      const isDigitOrDot = (c: number): boolean => (c >= 0x30 && c <= 0x39) || c === 0x2e;
      if (!isDigitOrDot(next) && !isDigitOrDot(before)) return oid;
    }
  }
  return undefined;
}
