import { escapeAttribute, Raw, xml, XmlElement } from '../xml/index.js';
import { ERROR_CODE_SYSTEM, GENDER_CODE_SYSTEM, HL7_INTERACTIONS, HL7V3, interactionOf, PARAMETERS, XSI } from './names.js';
import type {
  Acknowledgement,
  Address,
  Continuation,
  DemographicsQuery,
  Device,
  IdentifierQuery,
  Ii,
  PersonName,
  QueryAck,
  Registration,
  Telecom,
  TimeRange,
  Transmission,
  V3Patient,
} from './types.js';

/** Attributes that are there. */
const attributes = (values: Readonly<Record<string, string | number | boolean | undefined>>): Raw =>
  new Raw(
    Object.entries(values)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => ` ${name}="${escapeAttribute(String(value))}"`)
      .join(''),
  );

const tag = (name: string, values: Readonly<Record<string, string | number | boolean | undefined>>): Raw =>
  xml`<${new Raw(name)}${attributes(values)}/>`;

const writeIi = (name: string, { root, extension, authority }: Ii): Raw =>
  tag(name, { root, extension, assigningAuthorityName: authority });

function writeName(name: string, { use, parts }: PersonName): Raw {
  const written = parts.map(({ kind, text, qualifier }) => xml`<${new Raw(kind)}${attributes({ qualifier })}>${text}</${new Raw(kind)}>`);
  return xml`<${new Raw(name)}${attributes({ use })}>${written}</${new Raw(name)}>`;
}

function writeAddress(name: string, { use, parts }: Address): Raw {
  const written = parts.map(({ kind, text }) => xml`<${new Raw(kind)}>${text}</${new Raw(kind)}>`);
  return xml`<${new Raw(name)}${attributes({ use })}>${written}</${new Raw(name)}>`;
}

const writeTelecom = (name: string, { value, use }: Telecom): Raw => tag(name, { value, use });

function writeRange({ value, low, high }: TimeRange): Raw {
  if (value !== undefined) return tag('value', { value });
  return xml`<value>${low !== undefined && tag('low', { value: low })}${high !== undefined && tag('high', { value: high })}</value>`;
}

function writeDevice(party: 'receiver' | 'sender', { id, organization, telecom }: Device): Raw {
  const agent =
    organization
    && xml`<asAgent classCode="AGNT"><representedOrganization classCode="ORG" determinerCode="INSTANCE">${writeIi('id', organization)}</representedOrganization></asAgent>`;
  return xml`<${new Raw(party)} typeCode="${party === 'sender' ? 'SND' : 'RCV'}"><device classCode="DEV" determinerCode="INSTANCE">${writeIi(
    'id',
    id,
  )}${telecom !== undefined && tag('telecom', { value: telecom })}${agent}</device></${new Raw(party)}>`;
}

function writeAcknowledgement({ code, target, details }: Acknowledgement): Raw {
  const written = details.map(
    (detail) =>
      xml`<acknowledgementDetail typeCode="${detail.type}">${
        detail.code !== undefined && tag('code', { code: detail.code, codeSystem: ERROR_CODE_SYSTEM })
      }${detail.text !== undefined && xml`<text>${detail.text}</text>`}${
        detail.location !== undefined && xml`<location>${detail.location}</location>`
      }</acknowledgementDetail>`,
  );
  return xml`<acknowledgement><typeCode code="${code}"/>${
    target && xml`<targetMessage>${writeIi('id', target)}</targetMessage>`
  }${written}</acknowledgement>`;
}

/** A message around its control act, which an acknowledgement of the transmission has none of. */
function writeMessage(
  name: string,
  { id, creationTime, processingCode, sender, receiver }: Transmission,
  { acknowledgement, act }: { acknowledgement?: Acknowledgement; act?: Raw },
): Raw {
  const interaction = interactionOf(name);
  if (!interaction) throw new Error(`unknown interaction ${name}`);
  const answers = interaction.kind === 'answer' || interaction.kind === 'acknowledgement';
  const root = new Raw(name);
  const trigger = interaction.triggers[0];
  return wellFormed(
    xml`<${root} xmlns="${HL7V3}" xmlns:xsi="${XSI}" ITSVersion="XML_1.0">${writeIi('id', id)}${tag('creationTime', {
      value: creationTime,
    })}${tag('interactionId', { root: HL7_INTERACTIONS, extension: interaction.id ?? name })}${tag('processingCode', {
      code: processingCode,
    })}<processingModeCode code="T"/>${tag('acceptAckCode', { code: answers ? 'NE' : 'AL' })}${writeDevice('receiver', receiver)}${writeDevice(
      'sender',
      sender,
    )}${acknowledgement && writeAcknowledgement(acknowledgement)}${
      act
      && trigger !== undefined
      && xml`<controlActProcess classCode="CACT" moodCode="EVN">${tag('code', { code: trigger, codeSystem: HL7_INTERACTIONS })}${act}</controlActProcess>`
    }</${root}>`,
  );
}

/** What came by HL7 v2 may hold characters that XML 1.0 cannot say in any way. */
const wellFormed = ({ markup }: Raw): Raw =>
  new Raw(markup.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|&#(?:[0-8]|1[124-9]|2\d|3[01]);/g, '\ufffd'));

/** One parameter of a query with its values, and how it is called. */
const parameter = (name: string, semantics: string, values: readonly Raw[]): Raw =>
  values.length === 0 ? new Raw('') : xml`<${new Raw(name)}>${values}<semanticsText>${semantics}</semanticsText></${new Raw(name)}>`;

const QUERY_HEAD = (queryId: Ii): Raw => xml`${writeIi('queryId', queryId)}<statusCode code="new"/>`;

/** Writes the query of ITI-47 (PRPA_IN201305UV02; IHE ITI TF-2, 3.47.4.1). */
export function writeDemographicsQuery(transmission: Transmission, query: DemographicsQuery): Raw {
  const semantics = PARAMETERS.PRPA_IN201305UV02;
  // each identifier, name or telecom is a parameter of its own, and all of them must be met
  const each = (name: keyof typeof semantics, values: readonly Raw[]): Raw[] =>
    values.map((value) => parameter(name, semantics[name], [value]));
  const act = xml`<queryByParameter>${QUERY_HEAD(query.queryId)}<responseModalityCode code="R"/><responsePriorityCode code="I"/>${
    query.initialQuantity !== undefined && xml`${tag('initialQuantity', { value: query.initialQuantity })}<initialQuantityCode code="RD"/>`
  }${
    query.minimumDegreeMatch !== undefined
    && xml`<matchCriterionList>${parameter('minimumDegreeMatch', 'MatchCriterionList.minimumDegreeMatch', [
      tag('value', { 'xsi:type': 'INT', value: query.minimumDegreeMatch }),
    ])}</matchCriterionList>`
  }<parameterList>${each(
    'livingSubjectAdministrativeGender',
    query.gender === undefined ? [] : [tag('value', { code: query.gender, codeSystem: GENDER_CODE_SYSTEM })],
  )}${each('livingSubjectBirthTime', query.birthTime ? [writeRange(query.birthTime)] : [])}${each(
    'livingSubjectId',
    query.ids.map((id) => writeIi('value', id)),
  )}${each(
    'livingSubjectName',
    query.names.map((name) => writeName('value', name)),
  )}${each(
    'mothersMaidenName',
    query.mothersMaidenNames.map((name) => writeName('value', name)),
  )}${each(
    'otherIDsScopingOrganization',
    query.domains.map((root) => tag('value', { root })),
  )}${each(
    'patientAddress',
    query.addresses.map((address) => writeAddress('value', address)),
  )}${each(
    'patientTelecom',
    query.telecoms.map((telecom) => writeTelecom('value', telecom)),
  )}${Object.entries(query.others ?? {}).map(([name, text]) => parameter(name, name, [xml`<value>${text}</value>`]))}</parameterList></queryByParameter>`;
  return writeMessage('PRPA_IN201305UV02', transmission, { act });
}

/** Writes the query of ITI-45 (PRPA_IN201309UV02; IHE ITI TF-2, 3.45.4.1). */
export function writeIdentifierQuery(transmission: Transmission, { queryId, patient, domains }: IdentifierQuery): Raw {
  const semantics = PARAMETERS.PRPA_IN201309UV02;
  const act = xml`<queryByParameter>${QUERY_HEAD(queryId)}<responsePriorityCode code="I"/><parameterList>${domains.map((root) =>
    parameter('dataSource', semantics.dataSource, [tag('value', { root })]),
  )}${parameter('patientIdentifier', semantics.patientIdentifier, [writeIi('value', patient)])}</parameterList></queryByParameter>`;
  return writeMessage('PRPA_IN201309UV02', transmission, { act });
}

/**
 * Writes the continuation of a query, or its cancellation (QUQI_IN000003UV01; IHE ITI TF-2, 3.47.4.3).
 * @param answered id of the answer that came before
 */
export function writeContinuation(transmission: Transmission, { queryId, quantity, start, cancel }: Continuation, answered: Ii): Raw {
  const wanted = cancel ? 0 : quantity;
  const act = xml`<queryContinuation>${writeIi('queryId', queryId)}${start !== undefined && tag('startResultNumber', { value: start })}${
    wanted !== undefined && tag('continuationQuantity', { value: wanted })
  }${tag('statusCode', { code: cancel ? 'aborted' : 'waitContinuedQueryResponse' })}</queryContinuation>`;
  const acknowledgement: Acknowledgement = { code: 'AA', target: answered, details: [] };
  return writeMessage(cancel ? 'QUQI_IN000003UV01_Cancel' : 'QUQI_IN000003UV01', transmission, { acknowledgement, act });
}

function writePatient(patient: V3Patient): Raw {
  const { mothersMaidenName, provider, match } = patient;
  const flag = (name: string, value: boolean | undefined): Raw | false => value !== undefined && tag(name, { value });
  return xml`<patient classCode="PAT">${patient.ids.map((id) => writeIi('id', id))}<statusCode code="active"/><patientPerson classCode="PSN" determinerCode="INSTANCE">${
    patient.names.length === 0 ? tag('name', { nullFlavor: 'NA' }) : patient.names.map((name) => writeName('name', name))
  }${patient.telecoms.map((telecom) => writeTelecom('telecom', telecom))}${
    patient.gender !== undefined && tag('administrativeGenderCode', { code: patient.gender, codeSystem: GENDER_CODE_SYSTEM })
  }${patient.birthTime !== undefined && tag('birthTime', { value: patient.birthTime })}${flag('deceasedInd', patient.deceased)}${
    patient.deceasedTime !== undefined && tag('deceasedTime', { value: patient.deceasedTime })
  }${flag('multipleBirthInd', patient.multipleBirth)}${
    patient.birthOrder !== undefined && tag('multipleBirthOrderNumber', { value: patient.birthOrder })
  }${patient.addresses.map((address) => writeAddress('addr', address))}${patient.otherIds.map(
    (id) =>
      xml`<asOtherIDs classCode="PAT">${writeIi('id', id)}<scopingOrganization classCode="ORG" determinerCode="INSTANCE">${tag('id', {
        root: id.root,
      })}</scopingOrganization></asOtherIDs>`,
  )}${
    mothersMaidenName
    && xml`<personalRelationship classCode="PRS"><code code="MTH" codeSystem="2.16.840.1.113883.5.111"/><relationshipHolder1 classCode="PSN" determinerCode="INSTANCE">${writeName(
      'name',
      mothersMaidenName,
    )}</relationshipHolder1></personalRelationship>`
  }${patient.birthPlace && xml`<birthPlace classCode="BIRTHPL">${writeAddress('addr', patient.birthPlace)}</birthPlace>`}</patientPerson>${
    provider
    && xml`<providerOrganization classCode="ORG" determinerCode="INSTANCE">${writeIi('id', provider)}<contactParty classCode="CON"/></providerOrganization>`
  }${
    match !== undefined
    && xml`<subjectOf1><queryMatchObservation classCode="COND" moodCode="EVN"><code code="IHE_PDQ"/>${tag('value', {
      'xsi:type': 'INT',
      value: match,
    })}</queryMatchObservation></subjectOf1>`
  }</patient>`;
}

function writeRegistration({ patient, replaces, custodian }: Registration): Raw {
  return xml`<subject typeCode="SUBJ" contextConductionInd="false"><registrationEvent classCode="REG" moodCode="EVN"><id nullFlavor="NA"/><statusCode code="active"/><subject1 typeCode="SBJ">${writePatient(
    patient,
  )}</subject1>${
    custodian
    && xml`<custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">${writeIi('id', custodian)}</assignedEntity></custodian>`
  }${replaces.map(
    (id) =>
      xml`<replacementOf typeCode="RPLC"><priorRegistration classCode="REG" moodCode="EVN"><statusCode code="obsolete"/><subject1 typeCode="SBJ"><priorRegisteredRole classCode="PAT">${writeIi(
        'id',
        id,
      )}</priorRegisteredRole></subject1></priorRegistration></replacementOf>`,
  )}</registrationEvent></subject>`;
}

/** The interactions of ITI-44: a patient is added, revised, or takes the place of others. */
export const FEEDS = { add: 'PRPA_IN201301UV02', revise: 'PRPA_IN201302UV02', merge: 'PRPA_IN201304UV02' } as const;
export type Feed = keyof typeof FEEDS;

/** Writes a feed of ITI-44, or with `revise` the notification of ITI-46 (IHE ITI TF-2, 3.44.4.1, 3.44.4.2, 3.46.4.1). */
export function writeFeed(feed: Feed, transmission: Transmission, registration: Registration): Raw {
  return writeMessage(FEEDS[feed], transmission, { act: writeRegistration(registration) });
}

/** Writes the acknowledgement of a transmission (MCCI_IN000002UV01; IHE ITI TF-2, 3.44.4.1.3). */
export function writeTransmissionAck(transmission: Transmission, acknowledgement: Acknowledgement): Raw {
  return writeMessage('MCCI_IN000002UV01', transmission, { acknowledgement });
}

export interface QueryAnswer {
  acknowledgement: Acknowledgement;
  registrations: readonly Registration[];
  queryAck: QueryAck;
  /** queryByParameter of the query, repeated: see `repeated` */
  query: Raw | undefined;
}

/** Writes the answer of ITI-47 (PRPA_IN201306UV02) or of ITI-45 (PRPA_IN201310UV02). */
export function writeQueryAnswer(
  name: 'PRPA_IN201306UV02' | 'PRPA_IN201310UV02',
  transmission: Transmission,
  { acknowledgement, registrations, queryAck, query }: QueryAnswer,
): Raw {
  const quantity = (element: string, value: number | undefined): Raw | false => value !== undefined && tag(element, { value });
  const act = xml`${registrations.map(writeRegistration)}<queryAck>${writeIi('queryId', queryAck.queryId)}${
    queryAck.status !== undefined && tag('statusCode', { code: queryAck.status })
  }${tag('queryResponseCode', { code: queryAck.code })}${quantity('resultTotalQuantity', queryAck.total)}${quantity(
    'resultCurrentQuantity',
    queryAck.current,
  )}${quantity('resultRemainingQuantity', queryAck.remaining)}</queryAck>${query}`;
  return writeMessage(name, transmission, { acknowledgement, act });
}

/**
 * An element of the HL7 namespace as an answer repeats it: the same elements, attributes and texts, without the prefixes
 * and the blanks it was written with. Two elements that say the same are the same text.
 */
export function repeated(element: XmlElement): Raw {
  const children = element.elements();
  const name = new Raw(element.local);
  const kept = element.attributes
    .filter(
      ({ name: written, namespace }) => written !== 'xmlns' && !written.startsWith('xmlns:') && (namespace === '' || namespace === XSI),
    )
    .flatMap(({ local, namespace, value }): [string, string][] =>
      namespace === '' ? [[local, value]]
      : local === 'type' ? [['xsi:type', value.slice(value.indexOf(':') + 1).trim()]]
      : [],
    )
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  const content =
    children.length === 0 ?
      [xml`${element.text.trim()}`]
    : element.children.flatMap((child) =>
        child instanceof XmlElement ?
          child.namespace === HL7V3 ?
            [repeated(child)]
          : []
        : child.text.trim() === '' ? []
        : [xml`${child.text.trim()}`],
      );
  const inside = content.map(({ markup }) => markup).join('');
  const start = xml`${name}${attributes(Object.fromEntries(kept))}`;
  return inside === '' ? xml`<${start}/>` : xml`<${start}>${new Raw(inside)}</${name}>`;
}
