import { software } from './identity.mjs';
import { hasRightKey, isIns, isForbidden, sendsIns } from './person.mjs';
import { all, children, first, textOf, xml } from '../wire/xml.mjs';

const GENDER = '2.16.840.1.113883.5.1';

const code = (node, name) => first(node, name)?.getAttribute('code') ?? '';
const value = (node, name) => first(node, name)?.getAttribute('value') ?? '';
const texts = (name, part, fits = () => true) =>
  children(name, `hl7:${part}`)
    .filter((element) => fits(element.getAttribute('qualifier')))
    .map((element) => element.textContent.trim());
const isUsed = (qualifier) => qualifier === 'CL' || qualifier === 'SP';

/** An identifier of a patient. */
export const readId = (element) => ({
  value: element.getAttribute('extension') ?? '',
  namespace: element.getAttribute('assigningAuthorityName') ?? '',
  oid: element.getAttribute('root') ?? '',
});

/**
 * Reads a patient of an answer. An answer tells an INS of validated identities only; one whose key is wrong, or that is no test one, is left out.
 * @param {Element} patient
 */
export function readPersonV3(patient, breaks) {
  const identifiers = children(patient, 'hl7:id').map(readId);
  const ins = identifiers.find(({ oid }) => isIns(oid));
  const isTrusted = breaks('trustsIns', Boolean(ins) && hasRightKey(ins.value) && !isForbidden(ins));
  const person = children(patient, 'hl7:patientPerson')[0];
  const names = children(person, 'hl7:name');
  const atBirth = names.find((name) => texts(name, 'family', (q) => q === 'BR').length > 0 || name.getAttribute('use') === 'L') ?? names[0];
  const given = texts(atBirth, 'given', (q) => !isUsed(q));
  return breaks('personRead', {
    ...(isTrusted && ins && { ins: ins.value, oid: ins.oid }),
    ...(ins && !isTrusted && { leftOut: true }),
    elsewhere: identifiers.filter(({ oid }) => !isIns(oid)),
    birthFamily: texts(atBirth, 'family', (q) => !isUsed(q)).join(' '),
    given: given[0] ?? '',
    givenList: given.join(' '),
    usedFamily: names.flatMap((name) => texts(name, 'family', isUsed))[0] ?? '',
    birthDate: value(person, 'hl7:birthTime'),
    sex: code(person, 'hl7:administrativeGenderCode'),
    birthPlace: textOf(first(person, 'hl7:birthPlace'), 'hl7:county') ?? '',
    multipleBirth: value(person, 'hl7:multipleBirthInd') === 'true',
    birthOrder: value(person, 'hl7:multipleBirthOrderNumber'),
    reliability: isTrusted && ins ? 'VALI' : 'PROV',
  });
}

/** The patients of an answer. */
export const patientsOf = (message) => all(message, 'hl7:patient');

const writeName = ({ family, given, givenList, use }) => {
  const qualifier = use === 'L' ? 'BR' : 'CL';
  const others = (givenList ?? '').split(' ').slice(1).filter(Boolean);
  return xml`
<name${use === 'L' && xml` use="L"`}><given qualifier="${qualifier}">${given}</given>${others.map((one) => xml`<given>${one}</given>`)}<family qualifier="${qualifier}">${family}</family></name>`;
};

/**
 * The registration of a patient as this LPS sends it.
 * @param {object} sent with its number in this LPS, `localId`
 * @param {string | undefined} replaced a number of this LPS that ends in favour of it
 */
export function writeRegistration(sent, replaced, breaks) {
  const person = breaks('v3Person', sent);
  const identifiers = breaks('identifiers', [
    { oid: software.localPatients, value: person.localId },
    ...(breaks('sendsIns', sendsIns(person)) ? [{ oid: person.oid, value: person.ins }] : []),
  ]);
  const names = breaks('names', [
    { family: person.birthFamily, given: person.given, givenList: person.givenList, use: 'L' },
    ...(person.usedFamily ? [{ family: person.usedFamily, given: person.given, givenList: '', use: 'D' }] : []),
  ]);
  return xml`<subject typeCode="SUBJ" contextConductionInd="false"><registrationEvent classCode="REG" moodCode="EVN">
<id nullFlavor="NA"/>
<statusCode code="active"/>
<subject1 typeCode="SBJ"><patient classCode="PAT">${identifiers.map(
    ({ oid, value: id }) => xml`
<id root="${oid}" extension="${id}"/>`,
  )}
<statusCode code="active"/>
<patientPerson classCode="PSN" determinerCode="INSTANCE">${names.map(writeName)}
<administrativeGenderCode code="${person.sex}" codeSystem="${GENDER}"/>
<birthTime value="${person.birthDate}"/>${
    person.multipleBirth
    && xml`
<multipleBirthInd value="true"/>`
  }${
    person.birthOrder
    && xml`
<multipleBirthOrderNumber value="${person.birthOrder}"/>`
  }${
    person.birthPlace
    && xml`
<birthPlace classCode="BIRTHPL"><addr><county>${person.birthPlace}</county></addr></birthPlace>`
  }
</patientPerson>
<providerOrganization classCode="ORG" determinerCode="INSTANCE"><id root="${software.localPatients}"/><contactParty classCode="CON"/></providerOrganization>
</patient></subject1>
<custodian typeCode="CST"><assignedEntity classCode="ASSIGNED"><id root="${software.id}"/></assignedEntity></custodian>${
    replaced
    && xml`
<replacementOf typeCode="RPLC"><priorRegistration classCode="REG" moodCode="EVN"><statusCode code="obsolete"/><subject1 typeCode="SBJ"><priorRegisteredRole classCode="PAT"><id root="${software.localPatients}" extension="${replaced}"/></priorRegisteredRole></subject1></priorRegistration></replacementOf>`
  }
</registrationEvent></subject>`;
}
