/**
 * HL7 v2 data types as XDS metadata, VIHF attributes and HL7v2 segments carry them: components between `^`,
 * subcomponents between `&`. Reading never fails: what is absent is an empty string.
 */

/** HD: who gives an identifier. */
export interface AssigningAuthority {
  namespace: string;
  /** universal id; an OID when `type` is `ISO` */
  oid: string;
  type: string;
  /** as written, between the component separators */
  raw: string;
}

interface Typed {
  /** as written, not unescaped: `components[0]` is the first */
  components: string[];
}

/** CX: an identifier with its authority and type. */
export interface Cx extends Typed {
  id: string;
  authority: AssigningAuthority;
  /** CX.5: `NH`, `PI`, `INS` */
  type: string;
}

/** XCN: a person, or a system, with its identifier. */
export interface Xcn extends Typed {
  id: string;
  family: string;
  given: string;
  /** XCN.9 */
  authority: AssigningAuthority;
  /** XCN.10: `D`, `L`, `U` */
  nameType: string;
  /** XCN.13: `IDNPS`, `EI`, `NH`, `RI` */
  type: string;
}

/** XON: an organisation. */
export interface Xon extends Typed {
  name: string;
  /** XON.6 */
  authority: AssigningAuthority;
  /** XON.7: `IDNST` */
  type: string;
  /** XON.10 */
  id: string;
}

const ESCAPES: Record<string, string> = { F: '|', S: '^', T: '&', R: '~', E: '\\' };

/** Replaces the HL7 escape sequences of separators (`\S\`, `\T\`, ...) by what they stand for. */
export function unescapeHl7(text: string): string {
  return text.replace(/\\([FSTRE])\\/g, (_, name: string) => ESCAPES[name] ?? '');
}

/** Replaces separators in a value by their HL7 escape sequences. */
export function escapeHl7(text: string): string {
  return text.replace(/[|^&~\\]/g, (c) => `\\${Object.keys(ESCAPES).find((name) => ESCAPES[name] === c)}\\`);
}

/** Reads an HD from one component: `namespace&oid&ISO`. */
export function parseHd(raw: string): AssigningAuthority {
  const [namespace = '', oid = '', type = ''] = raw.split('&').map(unescapeHl7);
  return { namespace, oid, type, raw };
}

function split(text: string): { components: string[]; at: (n: number) => string } {
  const components = text.split('^');
  return { components, at: (n) => unescapeHl7(components[n - 1] ?? '') };
}

/** Reads `id^^^&oid&ISO^type`. */
export function parseCx(text: string): Cx {
  const { components, at } = split(text);
  return { components, id: at(1), authority: parseHd(components[3] ?? ''), type: at(5) };
}

/** Reads `id^family^given^^^^^^&oid&ISO^nameType^^^type`. */
export function parseXcn(text: string): Xcn {
  const { components, at } = split(text);
  return { components, id: at(1), family: at(2), given: at(3), authority: parseHd(components[8] ?? ''), nameType: at(10), type: at(13) };
}

/** Reads `name^^^^^&oid&ISO^type^^^id`. */
export function parseXon(text: string): Xon {
  const { components, at } = split(text);
  return { components, name: at(1), authority: parseHd(components[5] ?? ''), type: at(7), id: at(10) };
}

/** Writes `id^^^&oid&ISO^type`. */
export function writeCx(id: string, oid: string, type: string): string {
  return `${escapeHl7(id)}^^^&${oid}&ISO^${type}`;
}

/** An OID in dotted decimal notation: first arc 0 to 2, no leading zero, at most 64 characters (XDS and CDA limit). */
export function isOid(text: string): boolean {
  return text.length <= 64 && /^(?:[01]\.(?:[0-9]|[123][0-9])|2\.(?:0|[1-9][0-9]*))(?:\.(?:0|[1-9][0-9]*))*$/.test(text);
}

/** TS of HL7 v2: a DTM, with up to four digits of a second when it has seconds, and an offset (`+0100`) that exists. */
export function isTs(text: string): boolean {
  const parts = /^(\d{4,14})(\.\d{1,4})?(?:[+-](\d\d)(\d\d))?$/.exec(text);
  if (!parts) return false;
  const [, moment = '', fraction, hours = '0', minutes = '0'] = parts;
  return isDtm(moment) && (fraction === undefined || moment.length === 14) && Number(hours) <= 14 && Number(minutes) <= 59;
}

/** DTM of XDS metadata: `YYYY[MM[DD[hh[mm[ss]]]]]`, a date and time that exist, without time zone. */
export function isDtm(text: string): boolean {
  const parts = /^(\d{4})(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d)(?:(\d\d))?)?)?)?)?$/.exec(text);
  if (!parts) return false;
  const part = (i: number, otherwise: number): number => (parts[i] === undefined ? otherwise : Number(parts[i]));
  const [year, month, day] = [part(1, 0), part(2, 1), part(3, 1)];
  if (month < 1 || month > 12 || day < 1) return false;
  const leap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = [31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31][month - 1]!;
  return day <= days && part(4, 0) <= 23 && part(5, 0) <= 59 && part(6, 0) <= 59;
}
