/** Hexadecimal of a serial number, as certificates and revocation lists both hold it. */
export function serialOf(octets: Uint8Array): string {
  return Buffer.from(octets)
    .toString('hex')
    .replace(/^0+(?=.)/, '');
}

/** @throws RangeError when it is no instant of the calendar */
export function valid(date: Date): Date {
  if (Number.isNaN(date.getTime())) throw new RangeError('no date');
  return date;
}
