import type { Bilingual } from '../../model/index.js';
import type { Told } from '../told.js';
import type { TerminologyWriter } from './writer.js';

/** A file being read into a terminology, and what is said of it. */
export interface Reading {
  path: string;
  bytes: Uint8Array;
  writer: TerminologyWriter;
  tell: Teller;
  /** OID of the code system, where the pack says it */
  system?: string | undefined;
}

/** Says what is worth knowing of the files of a terminology, each kind of thing a few times. */
export class Teller {
  readonly told: Told[] = [];
  readonly #times = new Map<string, number>();

  /** @param kind things of one kind are told three times for a file, then counted */
  tell(path: string, kind: string, line: number | undefined, text: Bilingual): void {
    const key = `${kind} ${path}`;
    const times = (this.#times.get(key) ?? 0) + 1;
    this.#times.set(key, times);
    if (times <= TOLD_EACH && this.told.length < TOLD_IN_ALL) this.told.push({ path, ...(line !== undefined && { line }), text });
  }

  /** Says that a code was given twice, under different labels. */
  twice(path: string, line: number, code: string, first: string, second: string): void {
    this.tell(path, 'twice', line, {
      fr: `le code ${code} y est deux fois, comme «\u00A0${first}\u00A0» et «\u00A0${second}\u00A0».`,
      en: `the code ${code} is in it twice, as "${first}" and "${second}".`,
    });
  }

  /** Says that something has a code that is empty, or white space. */
  blank(path: string, line: number): void {
    this.tell(path, 'blank', line, {
      fr: 'un code y est vide\u00A0: il n’est pas pris.',
      en: 'a code in it is empty: it is not taken.',
    });
  }

  /** How many things were not told because there were so many. */
  get untold(): number {
    let all = 0;
    for (const times of this.#times.values()) all += times;
    return all - this.told.length;
  }
}

const TOLD_EACH = 3;
const TOLD_IN_ALL = 300;

/** A code that nobody could write: whatever comes of it is no code. */
export const isBlank = (code: string): boolean => code.trim() === '';

export const OID = /^[0-2](\.(0|[1-9][0-9]*))+$/;

/** An OID as written in one of several ways; undefined when it is none. */
export function oidIn(written: string | undefined): string | undefined {
  const oid = written?.trim().replace(/^urn:oid:/i, '');
  return oid !== undefined && OID.test(oid) ? oid : undefined;
}

/** A date as files write it (`20241213120000`, `2024-12-13T…`) as a day, 20241213; 0 when there is none. */
export function dayIn(written: string | undefined): number {
  const digits = /^(\d{4})-?(\d\d)-?(\d\d)/.exec(written?.trim() ?? '');
  return digits ? Number(digits[1]! + digits[2]! + digits[3]!) : 0;
}

/** The file name of a path, without its extension. */
export const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1).replace(/\.[^.]*$/, '');
