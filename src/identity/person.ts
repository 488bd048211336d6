import { z } from 'zod';
import { isInsOid } from '../protocols/identifiers/index.js';
import { birthName, NOBODY, type Identifier, type Identity } from './identity.js';

/** Text; a number is what YAML makes of an unquoted identifier. */
const Text = z.preprocess((value) => (typeof value === 'number' ? String(value) : value), z.string().min(1));
const DateText = Text.transform((date) => date.replaceAll('-', ''));

/** An identifier as a dataset gives it: its authority by OID, by name or by both. */
export const IdentifierInput = z
  .strictObject({
    value: Text,
    oid: Text.optional(),
    namespace: Text.optional(),
    /** CX.5: `PI`, `INS` */
    type: Text.optional(),
    effective: DateText.optional(),
  })
  .transform(({ value, oid = '', namespace = '', type, effective }): Identifier => ({
    value,
    authority: { namespace, oid, type: oid === '' ? '' : 'ISO' },
    ...(type !== undefined && { type }),
    ...(effective !== undefined && { effective }),
  }));

/** A person as a dataset gives them, in the words of the national health identity. */
export const PersonInput = z
  .strictObject({
    identifiers: z.array(IdentifierInput),
    birthFamily: Text.optional(),
    /** the first given name at birth */
    given: Text.optional(),
    /** every given name of the birth certificate */
    givenList: Text.optional(),
    /** the names that are used */
    usedFamily: Text.optional(),
    usedGiven: Text.optional(),
    /** `1987`, `1987-03`, `1987-03-14` */
    birthDate: DateText.optional(),
    sex: Text.optional(),
    /** code of the COG */
    birthPlace: Text.optional(),
    city: Text.optional(),
    postalCode: Text.optional(),
    phone: Text.optional(),
    mothersMaidenName: Text.optional(),
    multipleBirth: z.boolean().optional(),
    birthOrder: z.coerce.number().int().min(1).optional(),
    /** codes of PID-32 */
    reliability: z.array(Text).default([]),
    account: IdentifierInput.optional(),
  })
  .transform(identityOf);

interface Person {
  identifiers: Identifier[];
  birthFamily?: string | undefined;
  given?: string | undefined;
  givenList?: string | undefined;
  usedFamily?: string | undefined;
  usedGiven?: string | undefined;
  birthDate?: string | undefined;
  sex?: string | undefined;
  birthPlace?: string | undefined;
  city?: string | undefined;
  postalCode?: string | undefined;
  phone?: string | undefined;
  mothersMaidenName?: string | undefined;
  multipleBirth?: boolean | undefined;
  birthOrder?: number | undefined;
  reliability: string[];
  account?: Identifier | undefined;
}

function identityOf(person: Person): Identity {
  const { identifiers, birthFamily, given, givenList, usedFamily, usedGiven, birthDate, sex, birthPlace, city, postalCode, phone } = person;
  const { mothersMaidenName, multipleBirth, birthOrder, reliability, account } = person;
  const some = <T extends object>(value: T): T[] => (Object.values(value).some((one) => one !== undefined) ? [value] : []);
  const present = <T extends object>(value: T): T => Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as T;
  const atBirth = some(present({ family: birthFamily, given, givenList })).map((name) => ({ ...name, use: 'L' }));
  const used = some(present({ family: usedFamily, given: usedGiven })).map((name) => ({ ...name, use: 'D' }));
  return {
    ...NOBODY,
    identifiers,
    names: [...atBirth, ...used],
    ...(birthDate !== undefined && { birthDate }),
    ...(sex !== undefined && { sex }),
    addresses: [
      ...some(present({ city, postalCode })).map((address) => ({ ...address, type: 'H' })),
      ...(birthPlace === undefined ? [] : [{ type: 'BDL', countyCode: birthPlace }]),
    ],
    telecoms: phone === undefined ? [] : [{ number: phone, use: 'PRN', equipment: 'PH' }],
    motherMaidenNames: mothersMaidenName === undefined ? [] : [{ family: mothersMaidenName }],
    ...(multipleBirth !== undefined && { multipleBirth }),
    ...(birthOrder !== undefined && { birthOrder }),
    reliability,
    ...(account && { account }),
  };
}

/** What later steps of a scenario take from an identity: those values that it has. */
export function valuesOfIdentity(identity: Identity): Record<string, string> {
  const ins = identity.identifiers.find(({ authority }) => isInsOid(authority.oid));
  const local = identity.identifiers.find((identifier) => identifier !== ins);
  const name = birthName(identity);
  const values = {
    ins: ins?.value,
    oid: ins?.authority.oid,
    identifier: local?.value,
    identifierOid: local?.authority.oid,
    birthFamily: name?.family,
    given: name?.given,
    givenList: name?.givenList,
    birthDate: identity.birthDate,
    sex: identity.sex,
    birthPlace: identity.addresses.find(({ type }) => type === 'BDL')?.countyCode,
    reliability: identity.reliability[0],
  };
  return Object.fromEntries(Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== ''));
}
