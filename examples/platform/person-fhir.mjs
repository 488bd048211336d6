import { part, segmentOf } from '../wire/hl7.mjs';

const FR_CORE = 'https://hl7.fr/ig/fhir/core';
const PROFILES = `${FR_CORE}/StructureDefinition`;
const PI = { system: 'http://terminology.hl7.org/CodeSystem/v2-0203', code: 'PI' };
const GENDERS = { F: 'female', M: 'male', U: 'unknown' };
const NAME_USES = { L: 'official', D: 'usual' };
const INS_TYPES = { '1.2.250.1.213.1.4.8': 'INS-NIR', '1.2.250.1.213.1.4.9': 'INS-NIA', '1.2.250.1.213.1.4.10': 'INS-NIR-TEST' };

const french = (system, code) => ({ system: `${FR_CORE}/CodeSystem/${system}`, code });
const some = (name, list) => (list.length > 0 ? { [name]: list } : {});
const text = (name, value) => (value ? { [name]: value } : {});

/** A date of HL7 v2 as FHIR writes it, known in part or whole. */
const dateOf = (written) =>
  written.slice(0, 8).replace(/^(\d{4})(\d\d)?(\d\d)?$/, (_, ...parts) => parts.slice(0, 3).filter(Boolean).join('-'));

function identifierOf(cx) {
  const [value, oid] = [part(cx, 1), part(cx, 4, 2)];
  const insType = INS_TYPES[oid];
  return {
    use:
      insType ?
        insType === 'INS-NIA' ?
          'temp'
        : 'official'
      : 'usual',
    type: { coding: [insType ? french('fr-core-cs-v2-0203', insType) : PI] },
    system: `urn:oid:${oid}`,
    value,
  };
}

function nameOf(name) {
  const [family, given, list, type] = [1, 2, 3, 7].map((component) => part(name, component));
  const birthList = { url: `${PROFILES}/fr-core-patient-birth-list-given-name`, valueString: list };
  return {
    ...some('extension', type === 'L' && list ? [birthList] : []),
    ...text('use', NAME_USES[type]),
    ...text('family', family),
    ...some('given', given ? [given] : []),
  };
}

const addressOf = (address) => ({
  use: 'home',
  ...some('line', [part(address, 1)].filter(Boolean)),
  ...text('city', part(address, 3)),
  ...text('state', part(address, 4)),
  ...text('postalCode', part(address, 5)),
  ...text('country', part(address, 6)),
});

const birthPlaceOf = (place) => ({
  url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace',
  valueAddress: {
    extension: [{ url: `${PROFILES}/fr-core-address-insee-code`, valueCoding: french('fr-core-cs-insee-code', part(place, 9)) }],
  },
});

const reliabilityOf = (status) => ({
  url: `${PROFILES}/fr-core-identity-reliability`,
  extension: [{ url: 'identityStatus', valueCoding: french('fr-core-cs-v2-0445', status) }],
});

/**
 * A patient as FHIR shows them: fr-core-patient, and fr-core-patient-ins where the identity is validated and has its INS.
 * @param {any[]} fields the segment PID, its name first
 * @param {string} id of the Patient
 */
export function fhirPatient(fields, id, breaks) {
  const pid = segmentOf(fields);
  const identifiers = pid.repetitions(3);
  const status = breaks('reliability', pid.at(32) || 'PROV');
  const isNational = status === 'VALI' && identifiers.some((cx) => INS_TYPES[part(cx, 4, 2)]);
  const birthPlaces = pid.repetitions(11).filter((place) => part(place, 7) === 'BDL');
  const homes = pid.repetitions(11).filter((place) => part(place, 7) === 'H');
  return breaks('fhirPatient', {
    resourceType: 'Patient',
    id,
    meta: { profile: [`${PROFILES}/fr-core-patient${isNational ? '-ins' : ''}`] },
    extension: [reliabilityOf(status), ...birthPlaces.map(birthPlaceOf)],
    ...some('identifier', identifiers.map(identifierOf)),
    active: true,
    ...some(
      'name',
      pid
        .repetitions(5)
        .filter((name) => part(name, 1) || part(name, 2))
        .map(nameOf),
    ),
    ...text('gender', pid.at(8) && (GENDERS[pid.at(8)] ?? 'other')),
    ...text('birthDate', dateOf(pid.at(7))),
    ...some('address', homes.map(addressOf)),
    ...(pid.at(25) ? { multipleBirthInteger: Number(pid.at(25)) }
    : pid.at(24) === 'Y' ? { multipleBirthBoolean: true }
    : {}),
  });
}
