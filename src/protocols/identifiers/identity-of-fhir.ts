import type { FhirNode } from '../fhir/node.js';
import { INS_OID } from './ins.js';
import type { InsCheck, PatientIdentifier, PatientIdentity } from './judge-ins.js';

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';
const RELIABILITY = `${FR_CORE}fr-core-identity-reliability`;
const GIVEN_NAMES = `${FR_CORE}fr-core-patient-birth-list-given-name`;
const DATE_CORRECTED = `${FR_CORE}fr-core-patient-birthdate-update-indicator`;
const INSEE_CODE = `${FR_CORE}fr-core-address-insee-code`;
const BIRTHPLACE = 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace';
const FR_TYPES = 'https://hl7.fr/ig/fhir/core/CodeSystem/fr-core-cs-v2-0203';

/** The type that fr-core gives an identifier of each authority of the INS. */
export const INS_TYPES: Readonly<Record<string, string>> = {
  [INS_OID.nir]: 'INS-NIR',
  [INS_OID.nia]: 'INS-NIA',
  [INS_OID.testNir]: 'INS-NIR-TEST',
  [INS_OID.demonstration]: 'INS-NIR-DEMO',
};

/** The identity that a Patient carries, as `judgeIns` takes it, and where each thing that is judged of it stands. */
export interface FhirIdentity {
  identity: PatientIdentity;
  nodeOf: (check: InsCheck) => FhirNode;
}

const childrenOf = (node: FhirNode | undefined, ...path: readonly string[]): FhirNode[] =>
  path.reduce<FhirNode[]>(
    (nodes, name) => nodes.flatMap(({ children }) => children.filter((child) => child.name === name)),
    node ? [node] : [],
  );
const childOf = (node: FhirNode | undefined, ...path: readonly string[]): FhirNode | undefined => childrenOf(node, ...path)[0];
const valueOf = (node: FhirNode | undefined): string => node?.value?.trim() ?? '';

const extensionsOf = (node: FhirNode | undefined, url: string): FhirNode[] =>
  childrenOf(node, 'extension').filter((extension) => valueOf(childOf(extension, 'url')) === url);
const extensionOf = (node: FhirNode | undefined, url: string): FhirNode | undefined => extensionsOf(node, url)[0];

/** `1979-03-28T…` as `19790328`. */
const digitsOf = (date: string): string => date.slice(0, 10).replaceAll('-', '');

const SEXES: Readonly<Record<string, string>> = { male: 'M', female: 'F', other: 'O', unknown: 'U' };

/**
 * Reads the identity of a FHIR Patient as fr-core writes one (fr-core-patient, fr-core-patient-ins): identifiers, official
 * name, birth date and place, gender, reliability. An identifier of type NH under the OID of the NIR is a social security
 * number, not an INS, and is left out.
 * @param day of the message, `YYYYMMDD`: an identifier whose end has come is history
 * @returns undefined for anything but a Patient
 */
export function identityOfFhir(patient: FhirNode, day: string): FhirIdentity | undefined {
  if (patient.resourceType !== 'Patient') return undefined;
  const identifiers = childrenOf(patient, 'identifier').flatMap((node) => {
    const identifier = identifierOf(node);
    return identifier ? [{ node, identifier }] : [];
  });
  const names = childrenOf(patient, 'name');
  const useOf = (name: FhirNode): string => valueOf(childOf(name, 'use'));
  const name = names.find((one) => useOf(one) === 'official') ?? names.find((one) => useOf(one) === '');
  const place = extensionOf(patient, BIRTHPLACE);
  const address = childOf(place, 'valueAddress');
  const cog = childOf(extensionOf(address, INSEE_CODE), 'valueCoding', 'code');
  const reliability = extensionsOf(patient, RELIABILITY);
  const status = reliability.flatMap((one) => extensionsOf(one, 'identityStatus').flatMap((of) => childrenOf(of, 'valueCoding', 'code')));
  const how = reliability.flatMap((one) => childrenOf(extensionOf(one, 'methodCollection'), 'valueCoding', 'code'))[0];
  const when = reliability.flatMap((one) => childrenOf(extensionOf(one, 'dateCollection'), 'valueDate'))[0];
  const [birthDate, gender] = [childOf(patient, 'birthDate'), childOf(patient, 'gender')];
  const corrected = valueOf(childOf(extensionOf(patient, DATE_CORRECTED), 'valueBoolean')) === 'true';
  const sex = valueOf(gender);
  return {
    identity: {
      identifiers: identifiers.map(({ identifier }) => identifier),
      traits: {
        birthName: valueOf(childOf(name, 'family')),
        firstGivenName: valueOf(childOf(name, 'given')),
        givenNames: valueOf(childOf(extensionOf(name, GIVEN_NAMES), 'valueString')),
        birthDate: digitsOf(valueOf(birthDate)),
        isBirthDateCorrected: corrected,
        sex: SEXES[sex] ?? sex,
        birthplace: valueOf(cog),
      },
      reliability: status.map(valueOf),
      obtained: { how: valueOf(how), at: digitsOf(valueOf(when)) },
      insType: INS_TYPES,
      at: day,
    },
    nodeOf: ({ aspect, of }) => {
      if (of !== undefined) return placeIn(identifiers[of]!.node, aspect);
      switch (aspect) {
        case 'sex':
        case 'has-sex':
          return gender ?? patient;
        case 'birth-date':
        case 'has-birth-date':
          return birthDate ?? patient;
        case 'birthplace':
        case 'has-birthplace':
          return cog ?? address ?? place ?? patient;
        case 'has-birth-name':
        case 'has-first-given-name':
        case 'has-given-names':
          return name ?? patient;
        case 'reliability':
          return status[0] ?? reliability[0] ?? patient;
        case 'obtained':
          return how ?? patient;
        case 'obtained-when':
          return when ?? how ?? patient;
        default:
          return patient;
      }
    },
  };
}

function identifierOf(node: FhirNode): PatientIdentifier | undefined {
  const value = childOf(node, 'value');
  if (valueOf(value) === '') return undefined;
  const codings = childrenOf(node, 'type', 'coding');
  const codeIn = (system: (text: string) => boolean): string =>
    valueOf(codings.map((coding) => (system(valueOf(childOf(coding, 'system'))) ? childOf(coding, 'code') : undefined)).find(Boolean));
  const type = codeIn((system) => system === FR_TYPES);
  if (type === '' && codeIn((system) => system !== FR_TYPES) === 'NH') return undefined;
  const system = valueOf(childOf(node, 'system'));
  const [from, until] = ['start', 'end'].map((end) => digitsOf(valueOf(childOf(node, 'period', end))));
  return {
    // blanks are part of what is written
    value: value!.value!,
    oid: system.startsWith('urn:oid:') ? system.slice('urn:oid:'.length) : system,
    type,
    ...(from && { from }),
    ...(until && { until }),
    ...(valueOf(childOf(node, 'use')) === 'old' && { ended: true as const }),
  };
}

/** The part of an identifier that an aspect is about; the whole where it lacks. */
function placeIn(identifier: FhirNode, aspect: InsCheck['aspect']): FhirNode {
  const name =
    aspect === 'authority' || aspect === 'test-authority' || aspect === 'lookalike' ? 'system'
    : aspect === 'type' || aspect === 'period' ? aspect
    : 'value';
  return childOf(identifier, name) ?? identifier;
}
