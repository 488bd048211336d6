import { randomUUID } from 'node:crypto';

/** `urn:uuid:...`, new each time. */
export const newUuid = () => `urn:uuid:${randomUUID()}`;

/** An OID nobody else has: the arc 2.25 followed by a UUID as a decimal number. */
export const newOid = () => `2.25.${BigInt(`0x${randomUUID().replaceAll('-', '')}`)}`;

const twoDigits = (n) => String(n).padStart(2, '0');

const digits = (date) =>
  `${date.getUTCFullYear()}${[date.getUTCMonth() + 1, date.getUTCDate(), date.getUTCHours(), date.getUTCMinutes(), date.getUTCSeconds()].map(twoDigits).join('')}`;

/** HL7 time stamp in UTC, as XDS metadata wants it. */
export const hl7Utc = (date) => digits(date);

/** HL7 time stamp with the offset of metropolitan winter time, as a CDA header writes it. */
export const hl7Local = (date) => `${digits(new Date(date.getTime() + 3_600_000))}+0100`;
