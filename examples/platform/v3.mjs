import { randomUUID } from 'node:crypto';
import { XMLSerializer } from '@xmldom/xmldom';
import { Fault } from './fault.mjs';
import { hl7Utc } from '../wire/identifiers.mjs';
import { children, NS, raw, xml } from '../wire/xml.mjs';

/** The application that this server is in HL7 V3. */
const DEVICE = '2.25.110013372391416600993703546217915742552.90';
const INTERACTIONS = '2.16.840.1.113883.1.6';
const ERROR_CODES = '2.16.840.1.113883.12.357';

/** The elements that a path of names leads to, each a child of the one before. */
export const at = (node, ...path) => path.reduce((here, name) => here.flatMap((one) => children(one, `hl7:${name}`)), node ? [node] : []);

/** An attribute of the first element that a path leads to. */
export const valueAt = (node, name, ...path) =>
  at(node, ...path)[0]
    ?.getAttribute(name)
    ?.trim() || undefined;

/** An instance identifier (II) as it is written; undefined without a root. */
export const readIi = (element) => {
  const [root, extension] = ['root', 'extension'].map((name) => element?.getAttribute(name)?.trim() || undefined);
  return root && { root, extension };
};

export const writeIi = (name, { root, extension, authority }) =>
  xml`<${raw(name)} root="${root}"${extension !== undefined && xml` extension="${extension}"`}${
    authority && xml` assigningAuthorityName="${authority}"`
  }/>`;

/** One thing that is wrong in a message: a code of table 0357, and where. */
export const wrong = (code, location, text) => ({ code, location, text });

/**
 * The message in the body of an envelope.
 * @throws {Fault} when nothing can answer it
 */
export function readV3(body) {
  const message = {
    name: body.localName,
    id: readIi(at(body, 'id')[0]),
    sender: readIi(at(body, 'sender', 'device', 'id')[0]),
    mode: valueAt(body, 'code', 'processingCode') ?? 'P',
    act: at(body, 'controlActProcess')[0],
  };
  if (body.namespaceURI !== NS.hl7 || !message.id || !message.sender)
    throw new Fault('Sender', undefined, 'Un message HL7 V3 dit son identifiant et son émetteur.');
  return message;
}

/**
 * A message of ours around its control act.
 * @param {{id: object, sender: object, mode: string}} to the message that is answered, or whom a new one is for
 */
export function writeV3(name, to, { acknowledgement, act, accept = 'NE' }) {
  return xml`<${raw(name)} xmlns="${NS.hl7}" xmlns:xsi="${NS.xsi}" ITSVersion="XML_1.0">
${writeIi('id', { root: DEVICE, extension: randomUUID() })}
<creationTime value="${hl7Utc(new Date())}+0000"/>
${writeIi('interactionId', { root: INTERACTIONS, extension: name })}
<processingCode code="${to.mode}"/>
<processingModeCode code="T"/>
<acceptAckCode code="${accept}"/>
<receiver typeCode="RCV"><device classCode="DEV" determinerCode="INSTANCE">${writeIi('id', to.sender)}</device></receiver>
<sender typeCode="SND"><device classCode="DEV" determinerCode="INSTANCE">${writeIi('id', { root: DEVICE })}</device></sender>
${acknowledgement}
${
  act
  && xml`<controlActProcess classCode="CACT" moodCode="EVN">
${raw(`<code code="${name.replace('_IN', '_TE')}" codeSystem="${INTERACTIONS}"/>`)}
${act}
</controlActProcess>`
}
</${raw(name)}>`;
}

const writeAcknowledgement = (code, { id }, errors) =>
  xml`<acknowledgement><typeCode code="${code}"/><targetMessage>${writeIi('id', id)}</targetMessage>${errors.map(
    (error) =>
      xml`<acknowledgementDetail typeCode="E"><code code="${error.code}" codeSystem="${ERROR_CODES}"/><text>${error.text}</text><location>${error.location}</location></acknowledgementDetail>`,
  )}</acknowledgement>`;

const answer = (name, body) => ({ action: `${NS.hl7}:${name}`, body });

/** MCCI_IN000002UV01: a message was taken, or what is wrong with it. */
export function accepted(message, errors, breaks) {
  const target = breaks('target', message);
  const acknowledgement = writeAcknowledgement(errors.length > 0 ? 'CE' : 'CA', target, errors);
  return answer('MCCI_IN000002UV01', writeV3('MCCI_IN000002UV01', message, { acknowledgement }));
}

/**
 * The answer to a query.
 * @param {{query: object, queryId: object, code: string, errors?: object[], counts?: number[], patients?: object[]}} found
 *   `counts`: how many there are, are told, are left
 */
export function queryAnswer(name, message, { query, queryId, code, errors = [], counts, patients = [] }, breaks) {
  const acknowledgement = writeAcknowledgement(errors.length > 0 ? 'AE' : 'AA', breaks('target', message), errors);
  const quantities = counts?.map((count, i) => xml`<${raw(QUANTITIES[i])} value="${String(count)}"/>`);
  const repeated = breaks('repeatedQuery', query && raw(new XMLSerializer().serializeToString(query)));
  const act = xml`${patients.map((patient) => writeRegistration(patient))}<queryAck>${writeIi('queryId', breaks('answeredQuery', queryId))}<statusCode code="${
    errors.length > 0 ? 'aborted' : 'deliveredResponse'
  }"/><queryResponseCode code="${code}"/>${quantities}</queryAck>${repeated}`;
  return answer(name, writeV3(name, message, { acknowledgement, act }));
}

const QUANTITIES = ['resultTotalQuantity', 'resultCurrentQuantity', 'resultRemainingQuantity'];

/** A patient in a registration, as answers and notifications carry them. */
export const writeRegistration = (patient) =>
  xml`<subject typeCode="SUBJ"><registrationEvent classCode="REG" moodCode="EVN"><statusCode code="active"/><subject1 typeCode="SBJ">${patient}</subject1><custodian typeCode="CST"><assignedEntity classCode="ASSIGNED">${writeIi(
    'id',
    { root: DEVICE },
  )}</assignedEntity></custodian></registrationEvent></subject>`;
