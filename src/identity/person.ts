import { z } from 'zod';
import { YamlText } from '../model/index.js';
import { isInsOid } from '../protocols/identifiers/index.js';
import { birthName, NOBODY, type Identifier, type Identity } from './identity.js';

const DateText = YamlText.transform((date) => date.replaceAll('-', ''));

/** An identifier as a dataset gives it: its authority by OID, by name or by both. */
export const IdentifierInput = z
  .strictObject({
    value: YamlText,
    oid: YamlText.optional(),
    namespace: YamlText.optional(),
    /** CX.5: `PI`, `INS` */
    type: YamlText.optional(),
    effective: DateText.optional(),
  })
  .transform(({ value, oid = '', namespace = '', type, effective }): Identifier => ({
    value,
    authority: { namespace, oid, type: oid === '' ? '' : 'ISO' },
    ...(type !== undefined && { type }),
    ...(effective !== undefined && { effective }),
  }));

/** A person as a dataset gives them, in the words of the national health identity. */
export const PersonShape = z.strictObject({
  identifiers: z.array(IdentifierInput),
  birthFamily: YamlText.optional(),
  /** the first given name at birth */
  given: YamlText.optional(),
  /** every given name of the birth certificate */
  givenList: YamlText.optional(),
  /** the names that are used */
  usedFamily: YamlText.optional(),
  usedGiven: YamlText.optional(),
  /** `1987`, `1987-03`, `1987-03-14` */
  birthDate: DateText.optional(),
  sex: YamlText.optional(),
  /** code of the COG */
  birthPlace: YamlText.optional(),
  city: YamlText.optional(),
  postalCode: YamlText.optional(),
  phone: YamlText.optional(),
  mothersMaidenName: YamlText.optional(),
  multipleBirth: z.boolean().optional(),
  birthOrder: z.coerce.number().int().min(1).optional(),
  /** codes of PID-32 */
  reliability: z.array(YamlText).default([]),
  account: IdentifierInput.optional(),
});

/** The identity that a person of a dataset is. */
export const PersonInput = PersonShape.transform(identityOf);

export function identityOf(person: z.infer<typeof PersonShape>): Identity {
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
