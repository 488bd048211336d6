import { isOid } from '../identifiers/index.js';
import type { XmlElement } from '../xml/index.js';
import { HL7V3, interactionOf } from './names.js';
import type {
  Acknowledgement,
  AcknowledgementDetail,
  Address,
  Continuation,
  DemographicsQuery,
  Device,
  IdentifierQuery,
  Ii,
  NamePart,
  PersonName,
  QueryAck,
  Registration,
  Telecom,
  TimeRange,
  Transmission,
  V3Message,
  V3Patient,
} from './types.js';
import { ADDRESS_PARTS } from './types.js';

/** Child elements of the HL7 namespace that are reached by a path of names. */
export function v3All(from: XmlElement | undefined, ...path: string[]): XmlElement[] {
  let here = from ? [from] : [];
  for (const local of path) here = here.flatMap((element) => element.elements(local, HL7V3));
  return here;
}

/** The first of them. */
export function v3At(from: XmlElement | undefined, ...path: string[]): XmlElement | undefined {
  let here = from;
  for (const local of path) here = here?.element(local, HL7V3);
  return here;
}

const isNull = (element: XmlElement): boolean => element.attribute('nullFlavor') !== undefined;

/** An attribute that is there and not empty. */
const given = (element: XmlElement | undefined, name: string): string | undefined =>
  (element && element.attribute(name)?.trim()) || undefined;

const valueOf = (element: XmlElement | undefined): string | undefined => given(element, 'value');
const codeOf = (element: XmlElement | undefined): string | undefined => given(element, 'code');

/** A whole number that is not negative; undefined for anything else. */
export function readCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined;
}

const countOf = (element: XmlElement | undefined): number | undefined => readCount(valueOf(element));

const readBoolean = (element: XmlElement | undefined): boolean | undefined => {
  const value = valueOf(element);
  return (
    value === 'true' || value === '1' ? true
    : value === 'false' || value === '0' ? false
    : undefined
  );
};

/** The root of an identifier is an OID or a UUID. */
export const isUid = (text: string): boolean => isOid(text) || /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(text);

/** II; undefined when it has a nullFlavor or no root. */
export function readIi(element: XmlElement | undefined): Ii | undefined {
  const root = given(element, 'root');
  if (!element || isNull(element) || root === undefined) return undefined;
  const extension = given(element, 'extension');
  const authority = given(element, 'assigningAuthorityName');
  return { root, ...(extension !== undefined && { extension }), ...(authority !== undefined && { authority }) };
}

const readIis = (elements: readonly XmlElement[]): Ii[] => elements.flatMap((element) => readIi(element) ?? []);

const NAME_PARTS: ReadonlySet<string> = new Set(['prefix', 'given', 'family', 'suffix']);

/** PN; undefined when it has a nullFlavor or nothing in it. A name without parts is a family name. */
export function readName(element: XmlElement): PersonName | undefined {
  if (isNull(element)) return undefined;
  const parts = element.elements(undefined, HL7V3).flatMap((part): NamePart[] => {
    const text = part.text.trim();
    if (!NAME_PARTS.has(part.local) || text === '') return [];
    const qualifier = given(part, 'qualifier');
    return [{ kind: part.local as NamePart['kind'], text, ...(qualifier !== undefined && { qualifier }) }];
  });
  const whole = element.elements().length === 0 ? element.text.trim() : '';
  if (whole !== '') parts.push({ kind: 'family', text: whole });
  const use = given(element, 'use');
  return parts.length === 0 ? undefined : { ...(use !== undefined && { use }), parts };
}

/** AD; undefined when it has a nullFlavor or nothing in it. */
export function readAddress(element: XmlElement): Address | undefined {
  if (isNull(element)) return undefined;
  const parts = element.elements(undefined, HL7V3).flatMap(({ local, text }) => {
    const known = (ADDRESS_PARTS as readonly string[]).includes(local) && local !== 'delimiter';
    return known && text.trim() !== '' ? [{ kind: local, text: text.trim() }] : [];
  });
  const use = given(element, 'use');
  return parts.length === 0 ? undefined : { ...(use !== undefined && { use }), parts };
}

function readTelecom(element: XmlElement): Telecom | undefined {
  const value = valueOf(element);
  const use = given(element, 'use');
  return value === undefined || isNull(element) ? undefined : { value, ...(use !== undefined && { use }) };
}

/** The device of a sender or a receiver. */
function readDevice(party: XmlElement | undefined): Device | undefined {
  const device = v3At(party, 'device');
  const id = readIi(v3At(device, 'id'));
  if (!id) return undefined;
  const organization = readIi(v3At(device, 'asAgent', 'representedOrganization', 'id'));
  const telecom = valueOf(v3At(device, 'telecom'));
  return { id, ...(organization && { organization }), ...(telecom !== undefined && { telecom }) };
}

function readTransmission(root: XmlElement): Partial<Transmission> {
  const id = readIi(v3At(root, 'id'));
  const creationTime = valueOf(v3At(root, 'creationTime'));
  const processingCode = codeOf(v3At(root, 'processingCode'));
  const [sender, receiver] = [readDevice(v3At(root, 'sender')), readDevice(v3At(root, 'receiver'))];
  return {
    ...(id && { id }),
    ...(creationTime !== undefined && { creationTime }),
    ...(processingCode !== undefined && { processingCode }),
    ...(sender && { sender }),
    ...(receiver && { receiver }),
  };
}

function readAcknowledgement(element: XmlElement): Acknowledgement {
  const target = readIi(v3At(element, 'targetMessage', 'id'));
  const details = v3All(element, 'acknowledgementDetail').map((detail): AcknowledgementDetail => {
    const type = given(detail, 'typeCode');
    const [code, text, location] = [codeOf(v3At(detail, 'code')), v3At(detail, 'text')?.text, v3At(detail, 'location')?.text];
    return {
      type: type === 'W' || type === 'I' ? type : 'E',
      ...(code !== undefined && { code }),
      ...(text !== undefined && { text: text.trim() }),
      ...(location !== undefined && { location: location.trim() }),
    };
  });
  return { code: codeOf(v3At(element, 'typeCode')) ?? '', ...(target && { target }), details };
}

function readPatient(patient: XmlElement): V3Patient {
  const person = v3At(patient, 'patientPerson');
  const all = <T>(read: (element: XmlElement) => T | undefined, ...path: string[]): T[] =>
    v3All(person, ...path).flatMap((element) => read(element) ?? []);
  const mother = v3All(person, 'personalRelationship').find((relation) => codeOf(v3At(relation, 'code')) === 'MTH');
  const maiden = v3All(mother, 'relationshipHolder1', 'name').flatMap((name) => readName(name) ?? [])[0];
  const birthPlace = all(readAddress, 'birthPlace', 'addr')[0];
  const provider = readIi(v3At(patient, 'providerOrganization', 'id'));
  const gender = codeOf(v3At(person, 'administrativeGenderCode'));
  const [birthTime, deceasedTime] = [valueOf(v3At(person, 'birthTime')), valueOf(v3At(person, 'deceasedTime'))];
  const [deceased, multipleBirth] = [readBoolean(v3At(person, 'deceasedInd')), readBoolean(v3At(person, 'multipleBirthInd'))];
  const birthOrder = countOf(v3At(person, 'multipleBirthOrderNumber'));
  const match = countOf(v3At(patient, 'subjectOf1', 'queryMatchObservation', 'value'));
  return {
    ids: readIis(v3All(patient, 'id')),
    otherIds: readIis(v3All(person, 'asOtherIDs', 'id')),
    names: all(readName, 'name'),
    telecoms: all(readTelecom, 'telecom'),
    addresses: all(readAddress, 'addr'),
    ...(gender !== undefined && { gender }),
    ...(birthTime !== undefined && { birthTime }),
    ...(deceased !== undefined && { deceased }),
    ...(deceasedTime !== undefined && { deceasedTime }),
    ...(multipleBirth !== undefined && { multipleBirth }),
    ...(birthOrder !== undefined && { birthOrder }),
    ...(maiden && { mothersMaidenName: maiden }),
    ...(birthPlace && { birthPlace }),
    ...(provider && { provider }),
    ...(match !== undefined && { match }),
  };
}

function readRegistration(event: XmlElement): Registration[] {
  const patient = v3At(event, 'subject1', 'patient');
  const custodian = readIi(v3At(event, 'custodian', 'assignedEntity', 'id'));
  const replaces = readIis(v3All(event, 'replacementOf', 'priorRegistration', 'subject1', 'priorRegisteredRole', 'id'));
  return patient ? [{ patient: readPatient(patient), replaces, ...(custodian && { custodian }) }] : [];
}

function readRange(value: XmlElement): TimeRange {
  const [point, low, high] = [valueOf(value), valueOf(v3At(value, 'low')), valueOf(v3At(value, 'high'))];
  return {
    ...(point !== undefined && { value: point }),
    ...(low !== undefined && { low }),
    ...(high !== undefined && { high }),
  };
}

function readDemographicsQuery(query: XmlElement, queryId: Ii): DemographicsQuery {
  const list = v3At(query, 'parameterList');
  const values = (name: string): XmlElement[] => v3All(list, name, 'value').filter((value) => !isNull(value));
  const [birth] = values('livingSubjectBirthTime');
  const gender = codeOf(values('livingSubjectAdministrativeGender')[0]);
  const initialQuantity = countOf(v3At(query, 'initialQuantity'));
  const minimumDegreeMatch = countOf(v3At(query, 'matchCriterionList', 'minimumDegreeMatch', 'value'));
  return {
    queryId,
    ...(initialQuantity !== undefined && { initialQuantity }),
    ...(minimumDegreeMatch !== undefined && { minimumDegreeMatch }),
    ...(gender !== undefined && { gender }),
    ...(birth && { birthTime: readRange(birth) }),
    ids: readIis(values('livingSubjectId')),
    names: values('livingSubjectName').flatMap((value) => readName(value) ?? []),
    mothersMaidenNames: values('mothersMaidenName').flatMap((value) => readName(value) ?? []),
    addresses: values('patientAddress').flatMap((value) => readAddress(value) ?? []),
    telecoms: values('patientTelecom').flatMap((value) => readTelecom(value) ?? []),
    domains: readIis(values('otherIDsScopingOrganization')).map(({ root }) => root),
  };
}

function readIdentifierQuery(query: XmlElement, queryId: Ii): IdentifierQuery | undefined {
  const list = v3At(query, 'parameterList');
  const patient = readIi(v3At(list, 'patientIdentifier', 'value'));
  return patient && { queryId, patient, domains: readIis(v3All(list, 'dataSource', 'value')).map(({ root }) => root) };
}

function readContinuation(element: XmlElement, name: string): Continuation | undefined {
  const queryId = readIi(v3At(element, 'queryId'));
  const quantity = countOf(v3At(element, 'continuationQuantity'));
  const start = countOf(v3At(element, 'startResultNumber'));
  const cancel = name === 'QUQI_IN000003UV01_Cancel' || codeOf(v3At(element, 'statusCode')) === 'aborted';
  return queryId && { queryId, ...(quantity !== undefined && { quantity }), ...(start !== undefined && { start }), cancel };
}

function readQueryAck(element: XmlElement): QueryAck | undefined {
  const queryId = readIi(v3At(element, 'queryId'));
  const status = codeOf(v3At(element, 'statusCode'));
  const [total, current, remaining] = ['resultTotalQuantity', 'resultCurrentQuantity', 'resultRemainingQuantity'].map((name) =>
    countOf(v3At(element, name)),
  );
  return (
    queryId && {
      queryId,
      code: codeOf(v3At(element, 'queryResponseCode')) ?? '',
      ...(status !== undefined && { status }),
      ...(total !== undefined && { total }),
      ...(current !== undefined && { current }),
      ...(remaining !== undefined && { remaining }),
    }
  );
}

/** The HL7 V3 message that an element is, whatever is wrong in it; undefined for an element that is none of PDQv3 or PIXv3. */
export function readV3(element: XmlElement | undefined): V3Message | undefined {
  const interaction = element?.namespace === HL7V3 ? interactionOf(element.local) : undefined;
  if (!element || !interaction) return undefined;
  const act = v3At(element, 'controlActProcess');
  const query = v3At(act, 'queryByParameter');
  const queryId = readIi(v3At(query, 'queryId'));
  const acknowledgement = v3At(element, 'acknowledgement');
  const continued = v3At(act, 'queryContinuation');
  const answered = v3At(act, 'queryAck');
  const queryAck = answered && readQueryAck(answered);
  const continuation = continued && readContinuation(continued, interaction.name);
  const aboutIdentifier = interaction.name === 'PRPA_IN201309UV02' || interaction.name === 'PRPA_IN201310UV02';
  const identifier = query && queryId && aboutIdentifier ? readIdentifierQuery(query, queryId) : undefined;
  return {
    element,
    interaction,
    transmission: readTransmission(element),
    ...(acknowledgement && { acknowledgement: readAcknowledgement(acknowledgement) }),
    registrations: v3All(act, 'subject', 'registrationEvent').flatMap(readRegistration),
    ...(queryAck && { queryAck }),
    ...(query && queryId && !aboutIdentifier && { demographics: readDemographicsQuery(query, queryId) }),
    ...(identifier && { identifier }),
    ...(continuation && { continuation }),
    ...(query && { query }),
  };
}
