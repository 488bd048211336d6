import { INS_OID, INS_TYPES, insMayBeSent, isInsOid, isTs } from '../protocols/identifiers/index.js';
import { birthDay, type Address, type Identifier, type Identity, type PersonName, type Telecom } from './identity.js';
import { knownBirth } from './query.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';
const PROFILE = `${FR_CORE}StructureDefinition/`;
const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const V2_TYPES = 'http://terminology.hl7.org/CodeSystem/v2-0203';

type Json = Record<string, unknown>;

const frCoding = (system: string, code: string): Json => ({ system: `${FR_CORE}CodeSystem/${system}`, code });

/** A date of HL7 (`19870314`, `1987`) as FHIR writes it; undefined for what is no date. */
export function fhirDate(written: string | undefined): string | undefined {
  const date = knownBirth(written);
  return date === undefined || !isTs(date) ?
      undefined
    : [date.slice(0, 4), date.slice(4, 6), date.slice(6)].filter((part) => part !== '').join('-');
}

/** The gender of FHIR by the sex of PID-8: what FHIR has no code for is `other`. */
export function genderOf(sex: string | undefined): string | undefined {
  if (sex === undefined || sex === '') return undefined;
  return ({ F: 'female', M: 'male', U: 'unknown' } as Record<string, string>)[sex] ?? 'other';
}

/** Is this an INS? A social security number (NH) has the OID of one. */
const isIns = ({ authority, type }: Identifier): boolean => isInsOid(authority.oid) && type !== 'NH';

/**
 * An identity as a Patient of fr-core 2.1.0: fr-core-patient-ins when it is validated, has an INS and all the traits that go
 * with one, else fr-core-patient. What fr-core has no place for (the account) is left out.
 * @param id of the Patient
 */
export function fhirPatientOf(identity: Identity, id: string): Json {
  const { deceased, multipleBirth, birthOrder } = identity;
  const [mother] = identity.motherMaidenNames;
  const birthPlace = identity.addresses.find(({ type }) => type === 'BDL');
  const [birthDate, deathDate, gender] = [fhirDate(birthDay(identity)), fhirDate(identity.deathDate), genderOf(identity.sex)];
  const extension = [
    ...identity.reliability.map((code) => reliabilityOf(code, identity)),
    ...(birthPlace ? [birthPlaceOf(birthPlace)] : []),
    ...(mother?.family ? [{ url: `${HL7}patient-mothersMaidenName`, valueString: mother.family }] : []),
  ];
  const list = (name: string, values: readonly Json[]): Json => (values.length > 0 ? { [name]: values } : {});
  return {
    resourceType: 'Patient',
    id,
    meta: { profile: [`${PROFILE}${isNational(identity) ? 'fr-core-patient-ins' : 'fr-core-patient'}`] },
    ...list('extension', extension),
    ...list('identifier', identity.identifiers.map(identifierOf)),
    active: true,
    ...list('name', identity.names.flatMap(nameOf)),
    ...list('telecom', identity.telecoms.flatMap(telecomsOf)),
    ...(gender !== undefined && { gender }),
    ...(birthDate !== undefined && { birthDate }),
    ...(deathDate !== undefined ? { deceasedDateTime: deathDate }
    : deceased !== undefined ? { deceasedBoolean: deceased }
    : {}),
    ...list('address', identity.addresses.filter((address) => address !== birthPlace).flatMap(addressOf)),
    ...(birthOrder !== undefined ? { multipleBirthInteger: birthOrder }
    : multipleBirth !== undefined ? { multipleBirthBoolean: multipleBirth }
    : {}),
  };
}

/** Does an identity have what fr-core-patient-ins demands? */
function isNational(identity: Identity): boolean {
  const { identifiers, names, reliability, addresses, sex } = identity;
  const birth = names.find(({ use }) => use === 'L');
  return (
    insMayBeSent(reliability)
    && identifiers.some(isIns)
    && [birth?.family, birth?.given, birth?.givenList, fhirDate(birthDay(identity))].every((trait) => trait !== undefined && trait !== '')
    && addresses.some(({ type, countyCode }) => type === 'BDL' && countyCode !== undefined && countyCode !== '')
    && ['F', 'M', 'U'].includes(sex ?? '')
  );
}

/** Codes of PID-32 that fr-core 2.1.0 has not: a qualified identity is there a validated one with its INS. */
const STATUSES: Readonly<Record<string, string>> = { QUAL: 'VALI', RECUP: 'PROV' };

function reliabilityOf(code: string, { identifiers }: Identity): Json {
  const status = STATUSES[code] ?? code;
  const ins = status === 'VALI' ? identifiers.find(isIns) : undefined;
  const since = fhirDate(ins?.effective);
  return {
    url: `${PROFILE}fr-core-identity-reliability`,
    extension: [
      { url: 'identityStatus', valueCoding: frCoding('fr-core-cs-v2-0445', status) },
      // a validated identity has its INS from the INSi service (RNIV)
      ...(ins ? [{ url: 'methodCollection', valueCoding: frCoding('fr-core-cs-method-collection', 'INSI') }] : []),
      ...(since !== undefined ? [{ url: 'dateCollection', valueDate: since }] : []),
    ],
  };
}

function birthPlaceOf({ countyCode, ...place }: Address): Json {
  const [written = {}] = addressOf({ ...place, type: '' });
  const code =
    countyCode ? [{ url: `${PROFILE}fr-core-address-insee-code`, valueCoding: frCoding('fr-core-cs-insee-code', countyCode) }] : [];
  return { url: `${HL7}patient-birthPlace`, valueAddress: { ...(code.length > 0 && { extension: code }), ...written } };
}

function identifierOf(identifier: Identifier): Json {
  const { value, authority, type = '', effective, expiry } = identifier;
  const [start, end] = [fhirDate(effective), fhirDate(expiry)];
  const coding =
    isIns(identifier) ? frCoding('fr-core-cs-v2-0203', INS_TYPES[authority.oid]!)
    : type === 'PI' ? { system: V2_TYPES, code: type, display: 'Patient internal identifier' }
    : { system: V2_TYPES, code: type };
  const use =
    isInsOid(authority.oid) ?
      authority.oid === INS_OID.nia ?
        'temp'
      : 'official'
    : 'usual';
  return {
    use,
    ...(coding['code'] !== '' && { type: { coding: [coding] } }),
    ...(authority.oid !== '' && { system: `urn:oid:${authority.oid}` }),
    value,
    ...((start ?? end) !== undefined && { period: { ...(start !== undefined && { start }), ...(end !== undefined && { end }) } }),
    ...(authority.namespace !== '' && { assigner: { display: authority.namespace } }),
  };
}

/** XPN.7 in FHIR; other names have no use. */
const NAME_USES: Readonly<Record<string, string>> = { L: 'official', D: 'usual', S: 'anonymous', M: 'maiden', N: 'nickname' };

function nameOf({ family, given, givenList, suffix, prefix, use = '' }: PersonName): Json[] {
  const isBirth = use === 'L';
  const texts: Json = {
    ...(family && { family }),
    ...(given && { given: [given] }),
    ...(prefix && { prefix: [prefix] }),
    ...(suffix && { suffix: [suffix] }),
  };
  const list = isBirth && givenList ? [{ url: `${PROFILE}fr-core-patient-birth-list-given-name`, valueString: givenList }] : [];
  if (Object.keys(texts).length === 0 && list.length === 0) return [];
  return [{ ...(list.length > 0 && { extension: list }), ...(NAME_USES[use] !== undefined && { use: NAME_USES[use] }), ...texts }];
}

function telecomsOf({ number, email, equipment, use, atWork }: Telecom): Json[] {
  const where = atWork || use === 'WPN' ? 'work' : 'home';
  return [
    ...(number ? [{ system: equipment === 'FX' ? 'fax' : 'phone', value: number, use: equipment === 'CP' ? 'mobile' : where }] : []),
    ...(email ? [{ system: 'email', value: email, ...(where === 'work' && { use: where }) }] : []),
  ];
}

const ADDRESS_USES: Readonly<Record<string, string>> = { H: 'home', O: 'work', B: 'work', C: 'temp', BA: 'old' };

function addressOf({ street, other, city, state, postalCode, country, type = '' }: Address): Json[] {
  const line = [street, other].filter((part) => part !== undefined && part !== '');
  const written = {
    ...(line.length > 0 && { line }),
    ...(city && { city }),
    ...(state && { state }),
    ...(postalCode && { postalCode }),
    ...(country && { country }),
  };
  if (Object.keys(written).length === 0) return [];
  return [{ ...(ADDRESS_USES[type] !== undefined && { use: ADDRESS_USES[type] }), ...written }];
}
