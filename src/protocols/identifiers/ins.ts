/** OIDs of the authorities that give the national health identity (matricule INS). */
export const INS_OID = {
  nir: '1.2.250.1.213.1.4.8',
  nia: '1.2.250.1.213.1.4.9',
  testNir: '1.2.250.1.213.1.4.10',
  demonstration: '1.2.250.1.213.1.4.11',
} as const;

/** OIDs of the INS-A and of the INS-C, which the matricule INS replaced. */
export const OBSOLETE_INS_OID = { insA: '1.2.250.1.213.1.4.1', insC: '1.2.250.1.213.1.4.2' } as const;

/** Is this one of the four OIDs of the matricule INS? */
export function isInsOid(oid: string): boolean {
  return Object.values<string>(INS_OID).includes(oid);
}

/** Is this the OID of an INS-A or INS-C? */
export function isObsoleteInsOid(oid: string): boolean {
  return Object.values<string>(OBSOLETE_INS_OID).includes(oid);
}

/** Is this an OID of test or demonstration identities? */
export function isTestInsOid(oid: string): boolean {
  return oid === INS_OID.testNir || oid === INS_OID.demonstration;
}

/** Is this an OID beside those of the matricule INS, and none of the INS-A and INS-C that came before it? */
export function isNearInsOid(oid: string): boolean {
  return /^1\.2\.250\.1\.213\.1\.4\.\d+$/.test(oid) && !isInsOid(oid) && !isObsoleteInsOid(oid);
}

/** The two-digit control key of a NIR or NIA of 13 characters (Corsica: 2A counts as 19, 2B as 18); undefined when it has not that shape. */
export function insKey(body: string): string | undefined {
  if (!/^\d{5}(?:\d\d|2[ABab])\d{6}$/.test(body)) return undefined;
  const digits = body.replace(/2a/i, '19').replace(/2b/i, '18');
  return keyOf(digits);
}

/** The two-digit control key of the 20 digits of an INS-C; undefined when there are not 20. */
export function insCKey(body: string): string | undefined {
  return /^\d{20}$/.test(body) ? keyOf(body) : undefined;
}

const keyOf = (digits: string): string => String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');

/**
 * Can the month in a matricule INS (its 4th and 5th digits) be one? 01 to 12, and 20, 30 to 42, 50 to 99 for births
 * whose month is not known.
 */
export function isInsMonth(ins: string): boolean {
  return /^\d{3}(?:0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)/.test(ins);
}

/** Can the department in a matricule INS (from its 6th character) be one? Not 00, and beyond the seas 971 to 978. */
export function isInsDepartment(ins: string): boolean {
  return !/^.{5}(?:00|97[09])/.test(ins);
}

/** What the characters of a matricule INS say. */
export interface InsParts {
  /** the first digit */
  sexDigit: string;
  sex: 'M' | 'F';
  /** 3, 4, 7 and 8 begin numbers given while the person waits for a registration */
  provisional: boolean;
  /** the last two digits of the year of birth */
  year: string;
  month: string;
  /** 1 to 12; months above stand for one that is not known */
  isMonthKnown: boolean;
  /** `51`, `2A`, `972`; `99` for births abroad */
  department: string;
  /** of the commune, or of the country after 99 */
  commune: string;
  order: string;
  /** empty when it is not written */
  key: string;
}

/** Reads a matricule INS of 13 characters, or 15 with its key; undefined when it has not that shape. */
export function insParts(ins: string): InsParts | undefined {
  if (insKey(ins.slice(0, 13)) === undefined || !/^(?:\d\d)?$/.test(ins.slice(13)) || !/^[1-478]/.test(ins)) return undefined;
  const beyond = /^9[78]/.test(ins.slice(5, 7)) ? 3 : 2;
  const month = ins.slice(3, 5);
  return {
    sexDigit: ins.charAt(0),
    sex: /^[137]/.test(ins) ? 'M' : 'F',
    provisional: /^[3478]/.test(ins),
    year: ins.slice(1, 3),
    month,
    isMonthKnown: Number(month) >= 1 && Number(month) <= 12,
    department: ins.slice(5, 5 + beyond).toUpperCase(),
    commune: ins.slice(5 + beyond, 10),
    order: ins.slice(10, 13),
    key: ins.slice(13),
  };
}

/** The birthplace (COG) that a number says: only that of someone registered at birth, on a known day, in a place that has a code of its own. */
export function insBirthplace(ins: string): string | undefined {
  const parts = insParts(ins);
  const told =
    parts !== undefined
    && !parts.provisional
    && parts.isMonthKnown
    && !/^(?:99|9[1-6]|98|00)/.test(parts.department)
    && !/^.{7}(?:000|99\d)/.test(ins);
  return told ? ins.slice(5, 10).toUpperCase() : undefined;
}

/** Can these two COG codes be one place? Codes changed when departments were divided; a great city has one and its districts theirs. */
export function canBeSamePlace(registered: string, written: string): boolean {
  if (registered === written) return true;
  const [then, now] = [registered.slice(0, 2), written.slice(0, 2)];
  if ((then === '75' && /^9[1-5]$/.test(now)) || (then === '78' && /^9[1-5]$/.test(now))) return true;
  if (then === '20' || now === '20') return /^2[0AB]$/.test(then) && /^2[0AB]$/.test(now);
  if (/^9[78]$/.test(then) && /^9[78]$/.test(now)) return true;
  return CITIES.some((city) => city.test(registered) && city.test(written));
}

const CITIES = [/^75(?:056|1\d\d)$/, /^69(?:123|38\d)$/, /^13(?:055|2[01]\d)$/];

/** Is this a COG code: of a commune (`51215`, `2A004`) or of a country (`99352`)? */
export function isCogCode(text: string): boolean {
  return /^(?:\d{5}|2[AB]\d{3})$/.test(text);
}
