import { INS_OID, insKey } from '../protocols/identifiers/index.js';
import type { Authority, Identity } from './identity.js';
import { PersonInput } from './person.js';
import { HOSPITALS } from './seeded-identities.js';

/** Those who give identifiers to the test patients, beside the national identity. */
export const TEST_DOMAINS: readonly Authority[] = HOSPITALS;

const [NORTH, SOUTH] = HOSPITALS as readonly [Authority, Authority, ...Authority[]];

const local = (value: string, { oid, namespace }: Authority): object => ({ value, oid, namespace, type: 'PI' });

/** @param body the 13 characters of a matricule, of which the key is worked out */
const ins = (body: string): object => ({
  value: `${body}${insKey(body)!}`,
  oid: INS_OID.testNir,
  namespace: 'ASIP-SANTE-INS-NIR',
  type: 'INS',
  effective: '20260105',
});

/** A person whose identity is validated, in one hospital or in two. */
const validated = (matricule: string, given: object, ...identifiers: object[]): object => ({
  identifiers: [...identifiers, ins(matricule)],
  reliability: ['VALI'],
  ...given,
});

/**
 * The patients that identity simulators know when nothing else is asked for: people who do not exist, under test OIDs, one
 * for each thing that goes wrong with names and dates. docs/test-patients.md lists them.
 */
export const TEST_PATIENTS: readonly Identity[] = [
  // in two hospitals, which the INS brings together
  validated(
    '2870338185042',
    {
      birthFamily: 'ARMENGAUD',
      given: 'ZOE',
      givenList: 'ZOE LOUISE',
      birthDate: '19870314',
      sex: 'F',
      birthPlace: '38185',
      city: 'GRENOBLE',
      postalCode: '38000',
    },
    local('N1001', NORTH),
  ),
  validated(
    '2870338185042',
    { birthFamily: 'ARMENGAUD', given: 'ZOE', givenList: 'ZOE LOUISE', birthDate: '19870314', sex: 'F', birthPlace: '38185' },
    local('S2001', SOUTH),
  ),
  // a composite name at birth, another one that is used
  validated(
    '2520669383118',
    {
      birthFamily: 'DE LA TOUR-BLANCHE',
      given: 'MARIE-HELENE',
      givenList: 'MARIE-HELENE CLAIRE',
      usedFamily: 'VIDAL',
      birthDate: '19520621',
      sex: 'F',
      birthPlace: '69383',
    },
    local('N1002', NORTH),
  ),
  // twins
  validated(
    '2150635238071',
    {
      birthFamily: 'BOISVERT',
      given: 'ANAIS',
      givenList: 'ANAIS',
      birthDate: '20150602',
      sex: 'F',
      birthPlace: '35238',
      multipleBirth: true,
      birthOrder: 1,
    },
    local('N1003', NORTH),
  ),
  validated(
    '2150635238072',
    {
      birthFamily: 'BOISVERT',
      given: 'LOU',
      givenList: 'LOU',
      birthDate: '20150602',
      sex: 'F',
      birthPlace: '35238',
      multipleBirth: true,
      birthOrder: 2,
    },
    local('N1004', NORTH),
  ),
  // a newborn that has no INS yet
  {
    identifiers: [local('N1005', NORTH)],
    reliability: ['PROV'],
    birthFamily: 'KERMADEC',
    given: 'NOE',
    birthDate: '20261112',
    sex: 'M',
    birthPlace: '35238',
  },
  // born abroad, in a month and on a day that nobody wrote down
  validated(
    '1549999330012',
    { birthFamily: 'KONATE', given: 'IBRAHIMA', givenList: 'IBRAHIMA', birthDate: '1954', sex: 'M', birthPlace: '99330' },
    local('N1006', NORTH),
  ),
  // Corsica
  validated(
    '160012B033015',
    { birthFamily: 'SANTONI', given: 'ANGE', givenList: 'ANGE PASCAL', birthDate: '19600118', sex: 'M', birthPlace: '2B033' },
    local('N1007', NORTH),
  ),
  // letters that ISO 8859-1 has not
  validated(
    '1710275112033',
    { birthFamily: 'ŒUVRARD', given: 'LOÏC', givenList: 'LOÏC', birthDate: '19710209', sex: 'M', birthPlace: '75112' },
    local('N1008', NORTH),
  ),
  // a name that many have
  ...['ADELE', 'BASILE', 'CLARA', 'DENIS', 'ELISE', 'FABIEN'].map((given, i) => ({
    identifiers: [local(`N11${String(i).padStart(2, '0')}`, NORTH)],
    reliability: ['PROV'],
    birthFamily: 'MARTIN',
    given,
    birthDate: `198${i}0401`,
    sex: i % 2 === 0 ? 'F' : 'M',
    birthPlace: '13203',
  })),
].map((person) => PersonInput.parse(person));
