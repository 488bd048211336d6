import { hasRightKey, isForbidden, isIns } from './person.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition';
const SEXES = { female: 'F', male: 'M', unknown: 'U' };

const extension = (element, url) => (element?.extension ?? []).find((one) => one.url === url);
const hl7Date = (date = '') => date.replaceAll('-', '');

/** A date of HL7 v2, known in part or whole, as FHIR writes it. */
export const fhirDate = (date) => date.replace(/^(\d{4})(\d\d)?(\d\d)?$/, (_, ...parts) => parts.slice(0, 3).filter(Boolean).join('-'));

/** The code of FHIR for a sex. */
export const genderOf = (sex) => Object.keys(SEXES).find((gender) => SEXES[gender] === sex) ?? 'other';

/**
 * Reads a Patient. An INS is left out where nobody validated the identity, where its key is wrong, and where it is one of
 * production: this LPS is a test system.
 */
export function readPersonFhir(patient, breaks) {
  const identifiers = (patient.identifier ?? []).map(({ system = '', value = '' }) => ({
    value,
    namespace: '',
    oid: system.replace(/^urn:oid:/, ''),
  }));
  const status = extension(extension(patient, `${FR_CORE}/fr-core-identity-reliability`), 'identityStatus')?.valueCoding?.code;
  const ins = identifiers.find(({ oid }) => isIns(oid));
  const isTrusted = breaks('trustsIns', Boolean(ins) && status === 'VALI' && hasRightKey(ins.value) && !isForbidden(ins));
  const names = patient.name ?? [];
  const atBirth = names.find(({ use }) => use === 'official') ?? names[0];
  const used = names.find(({ use }) => use === 'usual');
  const list = extension(atBirth, `${FR_CORE}/fr-core-patient-birth-list-given-name`)?.valueString;
  const birthPlace = extension(patient, 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace')?.valueAddress;
  return breaks('personRead', {
    ...(isTrusted && ins && { ins: ins.value, oid: ins.oid }),
    ...(ins && !isTrusted && { leftOut: true }),
    fhirId: patient.id,
    elsewhere: identifiers.filter(({ oid }) => !isIns(oid)),
    birthFamily: atBirth?.family ?? '',
    given: atBirth?.given?.[0] ?? '',
    givenList: list ?? atBirth?.given?.join(' ') ?? '',
    usedFamily: used?.family ?? '',
    birthDate: hl7Date(patient.birthDate),
    sex: SEXES[patient.gender] ?? '',
    birthPlace: extension(birthPlace, `${FR_CORE}/fr-core-address-insee-code`)?.valueCoding?.code ?? '',
    multipleBirth: patient.multipleBirthBoolean ?? patient.multipleBirthInteger !== undefined,
    birthOrder: String(patient.multipleBirthInteger ?? ''),
    reliability: isTrusted && ins ? 'VALI' : 'PROV',
  });
}
