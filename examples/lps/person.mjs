import { software } from './identity.mjs';
import { components, repetitions, value } from './er7.mjs';
import { hl7Local } from '../wire/identifiers.mjs';

/** The authorities of the INS: those of production, and those of tests. */
const PRODUCTION_INS = ['1.2.250.1.213.1.4.8', '1.2.250.1.213.1.4.9'];
const TEST_INS = ['1.2.250.1.213.1.4.10', '1.2.250.1.213.1.4.11'];
const NAMESPACES = {
  '1.2.250.1.213.1.4.8': 'ASIP-SANTE-INS-NIR',
  '1.2.250.1.213.1.4.9': 'ASIP-SANTE-INS-NIA',
  '1.2.250.1.213.1.4.10': 'ASIP-SANTE-INS-NIR',
  '1.2.250.1.213.1.4.11': 'ASIP-SANTE-INS-NIA',
};

/** Is this an authority of the INS? */
export const isIns = (oid) => PRODUCTION_INS.includes(oid) || TEST_INS.includes(oid);
const isProduction = (oid) => PRODUCTION_INS.includes(oid);

/** Does the key go with the 13 characters before it? Corsica counts as 19 and 18. */
export function hasRightKey(ins) {
  if (!/^\d{5}(?:\d\d|2[AB])\d{8}$/.test(ins)) return false;
  const number = BigInt(ins.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97n - (number % 97n) === BigInt(ins.slice(13));
}

/**
 * Reads a patient of an answer. An INS is left out where nobody validated the identity, where its key is wrong, and where it
 * is one of production: this LPS is a test system.
 * @param {{name: string, fields: string[]}} pid
 */
export function readPerson(pid, breaks) {
  const identifiers = repetitions(pid, 3).map(([id, , , authority = [], type]) => ({
    value: id?.[0] ?? '',
    namespace: authority[0] ?? '',
    oid: authority[1] ?? '',
    type: type?.[0] ?? '',
  }));
  const reliability = repetitions(pid, 32).map(([code]) => code?.[0] ?? '');
  const ins = identifiers.find(({ oid }) => isIns(oid));
  const isTrusted = breaks('trustsIns', reliability.includes('VALI') && hasRightKey(ins?.value ?? '') && !isProduction(ins.oid));
  const names = repetitions(pid, 5).map((name) => ({
    family: name[0]?.[0] ?? '',
    given: name[1]?.[0] ?? '',
    givenList: name[2]?.[0] ?? '',
    use: name[6]?.[0] ?? '',
  }));
  const atBirth = names.find(({ use }) => use === 'L') ?? names[0];
  const used = names.find(({ use }) => use === 'D');
  const birthPlace = repetitions(pid, 11).find((address) => address[6]?.[0] === 'BDL');
  return breaks('personRead', {
    ...(isTrusted && ins && { ins: ins.value, oid: ins.oid }),
    elsewhere: identifiers.filter(({ oid }) => !isIns(oid)),
    birthFamily: atBirth?.family ?? '',
    given: atBirth?.given ?? '',
    givenList: atBirth?.givenList ?? '',
    usedFamily: used?.family ?? '',
    birthDate: value(pid, 7),
    sex: value(pid, 8),
    birthPlace: birthPlace?.[8]?.[0] ?? '',
    multipleBirth: value(pid, 24) === 'Y',
    birthOrder: value(pid, 25),
    reliability: isTrusted && ins ? 'VALI' : 'PROV',
  });
}

const cx = ({ value: id, namespace = '', oid, type }) => components([id, '', '', [namespace, oid, 'ISO'], type]);
const local = (id) => ({ value: id, namespace: 'LPS-TEMOIN', oid: software.localPatients, type: 'PI' });

/** May the INS of a person leave this LPS? Only that of a validated identity, and one that can be right. */
export const sendsIns = ({ ins, reliability }) => Boolean(ins) && reliability === 'VALI' && hasRightKey(ins);

/** An INS that is not a test one is not sent from a test system. */
export const isForbidden = ({ oid }) => isProduction(oid);

/**
 * The identity as this LPS sends it: PID, and ZFD where the INS came from INSi.
 * @param {object} person with its number in this LPS, `localId`
 */
export function writePerson(person, breaks) {
  const hasIns = breaks('sendsIns', sendsIns(person));
  const identifiers = breaks('identifiers', [
    local(person.localId),
    ...(hasIns ? [{ value: person.ins, namespace: NAMESPACES[person.oid], oid: person.oid, type: 'INS' }] : []),
  ]);
  const names = breaks('names', [
    { family: person.birthFamily, given: person.given, givenList: person.givenList, use: 'L' },
    ...(person.usedFamily ? [{ family: person.usedFamily, given: person.given, givenList: '', use: 'D' }] : []),
  ]);
  const pid = Array.from({ length: 33 }, () => '');
  const set = (number, text) => void (pid[number] = text);
  set(0, 'PID');
  set(1, '1');
  set(3, identifiers.map(cx).join('~'));
  set(5, names.map(({ family, given, givenList, use }) => components([family, given, givenList, '', '', '', use])).join('~'));
  set(7, person.birthDate);
  set(8, person.sex);
  if (person.birthPlace) set(11, components(['', '', '', '', '', '', 'BDL', '', person.birthPlace]));
  if (person.multipleBirth) set(24, 'Y');
  if (person.birthOrder) set(25, String(person.birthOrder));
  set(
    32,
    hasIns ? 'VALI'
    : person.reliability === 'VALI' ? 'PROV'
    : (person.reliability ?? 'PROV'),
  );
  const zfd = ['ZFD', '', '', '', 'N', 'INSI', hl7Local(new Date()).slice(0, 8)];
  return { pid: breaks('pid', pid), rest: hasIns ? [zfd] : [] };
}

/** An identifier of this LPS that ends in favour of another. */
export const writeMrg = (id) => ['MRG', cx(local(id))];
