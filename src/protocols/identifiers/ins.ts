import { shorten, type Bilingual } from '../../model/index.js';

/** OIDs of the authorities that give the national health identity (matricule INS). */
export const INS_OID = {
  nir: '1.2.250.1.213.1.4.8',
  nia: '1.2.250.1.213.1.4.9',
  testNir: '1.2.250.1.213.1.4.10',
  demonstration: '1.2.250.1.213.1.4.11',
} as const;

/** INS-A and INS-C, replaced by the matricule INS. */
const OBSOLETE_INS_OIDS: readonly string[] = ['1.2.250.1.213.1.4.1', '1.2.250.1.213.1.4.2'];

/** Is this one of the four OIDs of the matricule INS? */
export function isInsOid(oid: string): boolean {
  return Object.values<string>(INS_OID).includes(oid);
}

/** Is this an OID of test or demonstration identities? */
export function isTestInsOid(oid: string): boolean {
  return oid === INS_OID.testNir || oid === INS_OID.demonstration;
}

/** The two-digit control key of a NIR or NIA of 13 characters (Corsica: 2A counts as 19, 2B as 18); undefined when it has not that shape. */
export function insKey(body: string): string | undefined {
  if (!/^\d{5}(?:\d\d|2[ABab])\d{6}$/.test(body)) return undefined;
  const digits = body.replace(/2a/i, '19').replace(/2b/i, '18');
  return String(97 - Number(BigInt(digits) % 97n)).padStart(2, '0');
}

/**
 * Can the month in a matricule INS (its 4th and 5th digits) be one? 01 to 12, and 20, 30 to 42, 50 to 99 for births
 * whose month is not known.
 */
export function isInsMonth(ins: string): boolean {
  return /^\d{3}(?:0[1-9]|1[0-2]|20|3\d|4[0-2]|[5-9]\d)/.test(ins);
}

/** What is wrong with an INS. */
export interface InsProblem {
  kind: 'authority' | 'shape' | 'key';
  text: Bilingual;
  expected: Bilingual;
}

/** Says what is wrong with a matricule INS (13 characters and a key of 2) or with its OID; undefined when nothing is. */
export function insProblem(ins: string, oid?: string): InsProblem | undefined {
  if (oid !== undefined && !isInsOid(oid)) {
    const obsolete = OBSOLETE_INS_OIDS.includes(oid);
    return {
      kind: 'authority',
      text: {
        fr:
          obsolete ?
            `L’OID ${oid} désigne un INS-A ou INS-C, abandonné.`
          : `L’OID ${shorten(oid) || '(vide)'} n’est pas celui d’un matricule INS.`,
        en:
          obsolete ?
            `OID ${oid} stands for an INS-A or INS-C, withdrawn.`
          : `OID ${shorten(oid) || '(empty)'} is not that of a matricule INS.`,
      },
      expected: {
        fr: `${INS_OID.nir} (NIR), ${INS_OID.nia} (NIA), ${INS_OID.testNir} ou ${INS_OID.demonstration} (test)`,
        en: `${INS_OID.nir} (NIR), ${INS_OID.nia} (NIA), ${INS_OID.testNir} or ${INS_OID.demonstration} (test)`,
      },
    };
  }
  const key = insKey(ins.slice(0, 13));
  if (key === undefined || !/^\d\d$/.test(ins.slice(13)) || !/^[1-478]/.test(ins))
    return {
      kind: 'shape',
      text: {
        fr: `« ${shorten(ins)} » n’a pas la forme d’un matricule INS.`,
        en: `“${shorten(ins)}” does not have the shape of a matricule INS.`,
      },
      expected: {
        fr: '13 caractères (NIR ou NIA) suivis de la clé à 2 chiffres',
        en: '13 characters (NIR or NIA) followed by the 2-digit key',
      },
    };
  if (ins.slice(13) !== key)
    return {
      kind: 'key',
      text: { fr: `La clé ${ins.slice(13)} de l’INS ${ins} est fausse.`, en: `The key ${ins.slice(13)} of INS ${ins} is wrong.` },
      expected: { fr: `${ins.slice(0, 13)} avec la clé ${key}`, en: `${ins.slice(0, 13)} with key ${key}` },
    };
  return undefined;
}
