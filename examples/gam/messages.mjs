import { components, escape, newId, now } from './er7.mjs';

const AUTHORITY = 'GAM&2.999.7.1&ISO';

/** An identifier as CX. */
const identifier = ({ value, oid, namespace = '', type = '', effective = '' }) =>
  `${escape(value)}^^^${escape(namespace)}&${oid}&ISO^${type}${effective && `^^${effective}`}`;

/** XPN: the birth name, and the one that is used where there is one. */
const names = ({ birthFamily, given, givenList, usedFamily, usedGiven }) =>
  [
    components(birthFamily, given, givenList ?? given, '', '', '', 'L'),
    ...(usedFamily ? [components(usedFamily, usedGiven ?? given, '', '', '', '', 'D')] : []),
  ].join('~');

const addresses = ({ city, postalCode, birthPlace }) =>
  [
    ...(city ? [components('', '', city, '', postalCode, 'FRA', 'H')] : []),
    ...(birthPlace ? [components('', '', '', '', '', '', 'BDL', '', birthPlace)] : []),
  ].join('~');

/** A segment from its fields by number. */
function made(name, fields) {
  const segment = [name];
  for (const [number, value] of Object.entries(fields)) segment[Number(number)] = value;
  return Array.from(segment, (field) => field ?? '');
}

const pid = (patient, account, setId = '1') =>
  made('PID', {
    1: setId,
    3: patient.identifiers.map(identifier).join('~'),
    5: names(patient),
    7: patient.birthDate ?? '',
    8: patient.sex ?? '',
    11: addresses(patient),
    18: account ? `${account}^^^${AUTHORITY}^AN` : '',
    32: (patient.reliability ?? ['PROV']).join('~'),
  });

const zbe = ({ id, action, historic, original, nature, at }) =>
  made('ZBE', {
    1: `${id}^GAM^2.999.7.1^ISO`,
    2: at,
    4: action,
    5: historic ? 'Y' : 'N',
    6: original ?? '',
    7: 'Chirurgie^^^^^GAM&2.999.7.1&ISO^UF^^^4021',
    9: nature,
  });

/**
 * The segments of an event of the GAM.
 * @param {object} kind a value of EVENTS
 * @param {object} input of the hook: `patient`, `other` (identifiers that end, or of the second patient), `enhanced` (acknowledgements)
 * @param {{account: string, visit: string, movement: string}} stay
 */
export function messageOf(kind, { patient, other = [], enhanced = false }, stay) {
  const at = now();
  const header = made('MSH', {
    ...{ 1: '|', 2: '^~\\&', 3: 'GAM', 4: 'CHU-TEMOIN', 5: 'ADDAX', 6: 'ADDAX', 7: at, 9: components('ADT', kind.event, kind.structure) },
    ...{
      10: newId(),
      11: 'T',
      12: '2.5^FRA^2.11',
      ...(enhanced && { 15: 'AL', 16: 'AL' }),
      17: 'FRA',
      18: 'UNICODE UTF-8',
      19: 'FR',
      21: '2.11^IHE_FRANCE-2.11-PAM',
    },
  });
  const event = made('EVN', { 2: at, 7: 'CHU-TEMOIN' });
  if (kind.other === 'MRG') return [header, event, pid(patient), ['MRG', other.map(identifier).join('~')]];
  if (kind.other === 'PID') return [header, event, pid(patient), pid({ ...patient, identifiers: other }, undefined, '2')];
  const validated = (patient.reliability ?? []).includes('VALI');
  const zfd = validated ? [made('ZFD', { 4: 'N', 5: 'INSI', 6: at.slice(0, 8) })] : [];
  if (!kind.action) return [header, event, pid(patient), ['PV1', '1', 'N'], ...zfd];
  const visit = made('PV1', { 1: '1', 2: kind.class ?? 'I', 3: 'CHIR^204^2^CHU-TEMOIN', 19: `${stay.visit}^^^${AUTHORITY}^VN` });
  return [header, event, pid(patient, stay.account), visit, zbe({ ...kind, id: stay.movement, at }), ...zfd];
}
