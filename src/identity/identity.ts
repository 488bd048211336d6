import type { AssigningAuthority } from '../protocols/identifiers/index.js';

/** Who gives identifiers (HD): its name, its universal id (`oid`, an OID when `type` is `ISO`), or both. What is absent is empty. */
export type Authority = Pick<AssigningAuthority, 'namespace' | 'oid' | 'type'>;

/** An identifier of a person (CX). */
export interface Identifier {
  value: string;
  authority: Authority;
  /** CX.5: `PI` of a hospital, `INS` or `NH` of the national identity, `AN` of an account */
  type?: string;
  /** CX.7, CX.8: as received */
  effective?: string;
  expiry?: string;
}

/** A name (XPN). */
export interface PersonName {
  family?: string;
  /** XPN.2; in France the first given name */
  given?: string;
  /** XPN.3; in France every given name of the birth certificate, between spaces, the first one included */
  givenList?: string;
  suffix?: string;
  prefix?: string;
  /** XPN.7: in France `L` at birth, `D` used, `S` pseudonym, `U` unknown */
  use?: string;
}

/** An address (XAD). */
export interface Address {
  street?: string;
  other?: string;
  city?: string;
  state?: string;
  postalCode?: string;
  country?: string;
  /** XAD.7: `H` home, `BDL` place of birth in France */
  type?: string;
  /** XAD.9; for a place of birth in France its COG code (INSEE) */
  countyCode?: string;
}

/** A telephone number or an address of electronic mail (XTN). */
export interface Telecom {
  /** XTN.12, or XTN.1 of older messages */
  number?: string;
  /** XTN.2: `PRN`, `WPN`, `NET` */
  use?: string;
  /** XTN.3: `PH`, `CP`, `Internet` */
  equipment?: string;
  /** XTN.4 */
  email?: string;
  /** PID-14 instead of PID-13 */
  atWork?: boolean;
}

/** Who a person is for those who keep it, as PID says it. A date is as it was received, and may end after the year or the month. */
export interface Identity {
  /** PID-3: local identifiers and the INS, those in force */
  identifiers: readonly Identifier[];
  /** PID-5 */
  names: readonly PersonName[];
  /** PID-7: `YYYY`, `YYYYMM`, `YYYYMMDD`, with a time when there is one */
  birthDate?: string;
  /** PID-8: `F`, `M`, `O`, `U` */
  sex?: string;
  /** PID-11 */
  addresses: readonly Address[];
  /** PID-13 and PID-14 */
  telecoms: readonly Telecom[];
  /** PID-6 */
  motherMaidenNames: readonly PersonName[];
  /** PID-16 */
  maritalStatus?: string;
  /** PID-18 */
  account?: Identifier;
  /** PID-23 */
  birthPlace?: string;
  /** PID-24 */
  multipleBirth?: boolean;
  /** PID-25: from 1 */
  birthOrder?: number;
  /** PID-29 */
  deathDate?: string;
  /** PID-30 */
  deceased?: boolean;
  /** PID-32: in France `VIDE`, `PROV`, `VALI`, `DOUB`... */
  reliability: readonly string[];
  /** PID-33 */
  lastUpdated?: string;
}

/** An identity of which nothing is known. */
export const NOBODY: Identity = {
  identifiers: [],
  names: [],
  addresses: [],
  telecoms: [],
  motherMaidenNames: [],
  reliability: [],
};

/** The name at birth (`L`), or the first one where none says that it is. */
export const birthName = ({ names }: Pick<Identity, 'names'>): PersonName | undefined => names.find(({ use }) => use === 'L') ?? names[0];

/** The date of birth without its time. */
export const birthDay = ({ birthDate }: Pick<Identity, 'birthDate'>): string | undefined => birthDate?.slice(0, 8);

/** What a message says of an identity: a trait that is absent is not spoken of, one that is null is withdrawn. */
export type IdentityUpdate = { readonly [Trait in keyof Identity]?: Identity[Trait] | null };

/** An identity after what a message says of it. */
export function updated(identity: Identity, update: IdentityUpdate): Identity {
  const spoken = (Object.entries(update) as [string, unknown][]).filter(([, value]) => value !== undefined);
  const withdrawn = new Set(spoken.filter(([, value]) => value === null).map(([trait]) => trait));
  const kept = Object.entries(identity).filter(([trait]) => !withdrawn.has(trait));
  return { ...NOBODY, ...Object.fromEntries([...kept, ...spoken.filter(([, value]) => value !== null)]) };
}
