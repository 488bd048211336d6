import { at, readIi, valueAt, writeIi } from './v3.mjs';
import { part, segmentOf } from '../wire/hl7.mjs';
import { raw, xml } from '../wire/xml.mjs';

const text = (element) => element.textContent.trim();
const tag = (name, value) => value && xml`<${raw(name)} value="${value}"/>`;
const written = (name, value, qualifier) =>
  value && xml`<${raw(name)}${qualifier && xml` qualifier="${qualifier}"`}>${value}</${raw(name)}>`;

/** A name of PID-5: the one of birth is the legal one, and what is used stands by itself. */
function writeName(name) {
  const [family, given, list, type] = [1, 2, 3, 7].map((component) => part(name, component));
  const others = list.split(' ').slice(1);
  const qualifier = { L: 'BR', D: 'CL' }[type];
  return xml`<name${type === 'L' && raw(' use="L"')}>${written('given', given, given && qualifier)}${others.map((one) => written('given', one))}${written('family', family, qualifier)}</name>`;
}

/**
 * A patient as HL7 V3 shows them.
 * @param {any[]} fields the segment PID, its name first
 * @param {boolean} isMatch this answers a search by traits
 */
export function writePatient(fields, isMatch) {
  const pid = segmentOf(fields);
  const names = pid.repetitions(5).filter((name) => part(name, 1) || part(name, 2));
  const places = pid.repetitions(11);
  const birthPlace = places.find((place) => part(place, 7) === 'BDL');
  const homes = places.filter((place) => part(place, 7) === 'H');
  const born = pid
    .at(7)
    .slice(0, 8)
    .replace(/(?:00){1,2}$/, (zeros, offset) => (offset < 4 ? zeros : ''));
  const sex = pid.at(8);
  return xml`<patient classCode="PAT">${idsOf(pid.repetitions(3))}<statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE">${
    names.length > 0 ? names.map(writeName) : raw('<name nullFlavor="NA"/>')
  }${sex && xml`<administrativeGenderCode code="${/[FM]/.test(sex) ? sex : 'UN'}" codeSystem="2.16.840.1.113883.5.1"/>`}${tag('birthTime', born)}${tag(
    'multipleBirthInd',
    pid.at(24) === 'Y' && 'true',
  )}${tag('multipleBirthOrderNumber', pid.at(25))}${homes.map(
    (home) => xml`<addr use="HP">${written('postalCode', part(home, 5))}${written('city', part(home, 3))}</addr>`,
  )}${
    birthPlace && xml`<birthPlace classCode="BIRTHPL"><addr>${written('county', part(birthPlace, 9))}</addr></birthPlace>`
  }</patientPerson>${
    isMatch
    && raw(
      '<subjectOf1><queryMatchObservation classCode="OBS" moodCode="EVN"><code code="IHE_PDQ"/><value xsi:type="INT" value="100"/></queryMatchObservation></subjectOf1>',
    )
  }</patient>`;
}

const idsOf = (identifiers) =>
  identifiers.map((cx) => writeIi('id', { root: part(cx, 4, 2), extension: part(cx, 1), authority: part(cx, 4, 1) }));

/** The identifiers of a person; without a name: none goes from one domain to another. */
export const writeIdentifiers = (identifiers, names = '') =>
  writePatient(['PID', '', '', identifiers.map(({ cx }) => cx), '', names], false);

/** What a feed says of a patient, as the segment PID that a feed of HL7 v2 would carry. */
export function readPatient(patient, identities) {
  const [person] = at(patient, 'patientPerson');
  const names = at(person, 'name').flatMap((name) => {
    const [families, given] = ['family', 'given'].map((kind) => at(name, kind));
    const isUsed = (one) => one.getAttribute('qualifier') === 'CL';
    const first = given[0] ? text(given[0]) : '';
    const list = given.map(text).join(' ');
    const [birth, used] = [families.filter((one) => !isUsed(one)), families.filter(isUsed)].map((some) => some.map(text).join(' '));
    return [
      ...(birth || (first && !used) ? [[birth, first, list, '', '', '', 'L']] : []),
      ...(used ? [[used, '', '', '', '', '', 'D']] : []),
    ];
  });
  const county = at(person, 'birthPlace', 'addr', 'county')[0];
  const homes = at(person, 'addr').map((home) => {
    const [city, postalCode] = ['city', 'postalCode'].map((kind) => at(home, kind)[0]).map((one) => (one ? text(one) : ''));
    return ['', '', city, '', postalCode, '', 'H'];
  });
  const fields = Array(32).fill('');
  fields[2] = cxOf(at(patient, 'id'), identities);
  fields[4] = names;
  fields[6] = valueAt(person, 'value', 'birthTime') ?? '';
  fields[7] = valueAt(person, 'code', 'administrativeGenderCode') ?? '';
  fields[10] = [...homes, ...(county ? [['', '', '', '', '', '', 'BDL', '', text(county)]] : [])];
  fields[23] = valueAt(person, 'value', 'multipleBirthInd') === 'true' ? 'Y' : '';
  fields[24] = valueAt(person, 'value', 'multipleBirthOrderNumber') ?? '';
  return segmentOf(['PID', ...fields]);
}

/** Identifiers as CX fields. */
export const cxOf = (elements, identities) =>
  elements.flatMap((element) => {
    const { root, extension } = readIi(element) ?? {};
    if (!extension) return [];
    const domain = identities.domainOf({ oid: root });
    return [[extension, '', '', [domain?.namespace ?? '', root, 'ISO'], 'PI']];
  });
