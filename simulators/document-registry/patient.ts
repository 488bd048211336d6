import { isTestInsOid, parseCx } from '../../src/protocols/identifiers/index.js';

/** What two patient identifiers are compared by: the number and who gave it, not the type or the date. */
export function patientKey(cx: string): string {
  const { id, authority } = parseCx(cx);
  return `${id}^${authority.oid}`;
}

/**
 * Says whether a registry knows a patient. Without a list, every INS given under a test OID is known and nobody else.
 * @param list numbers or CX values, separated by commas or white space
 */
export function patientDirectory(list: string | undefined): (cx: string) => boolean {
  if (list === undefined) return (cx) => isTestInsOid(parseCx(cx).authority.oid);
  const known = new Set(
    list
      .split(/[\s,;]+/)
      .filter(Boolean)
      .map((item) => (item.includes('^') ? patientKey(item) : item)),
  );
  return (cx) => known.has(patientKey(cx)) || known.has(parseCx(cx).id);
}
