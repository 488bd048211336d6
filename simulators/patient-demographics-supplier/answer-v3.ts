import {
  actionOf,
  isAnswerable,
  isUid,
  readIi,
  readV3,
  repeated,
  transmissionTo,
  v3At,
  writeQueryAnswer,
  writeTransmissionAck,
  type Acknowledgement,
  type AcknowledgementDetail,
  type Answerable,
  type Ii,
  type V3Context,
} from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import type { Raw } from '../../src/protocols/xml/index.js';
import { SoapFaultError, type SoapAnswer } from '../../src/transport/index.js';

/** Codes of HL7 table 0357 (IHE ITI TF-2, 3.45.4.2.3 and 3.47.4.2.3). */
export const ERROR = { missing: '101', dataType: '102', value: '103', unknownKey: '204', duplicateKey: '205', application: '207' } as const;

export const error = (code: string, text: string, location: string): AcknowledgementDetail => ({ type: 'E', code, text, location });

const refuse = (fr: string, en: string): SoapFaultError => new SoapFaultError({ code: 'Sender', reason: { fr, en } });

/**
 * The message of HL7 V3 that a SOAP message carries.
 * @param names of the interactions that are taken
 * @throws SoapFaultError when it is none of them, or says neither what it is called nor who sends it
 */
export function requestOf(message: SoapMessage, names: readonly string[]): Answerable {
  const request = readV3(message.bodyElement);
  if (!request || !names.includes(request.interaction.name))
    throw refuse(`Le corps du message n’est pas ${names.join(', ')}.`, `The body of the message is not ${names.join(', ')}.`);
  if (!isAnswerable(request))
    throw refuse(
      'Le message ne dit pas son identifiant (id) ou son émetteur (sender/device/id)\u00A0: rien ne peut lui répondre.',
      'The message does not tell its identifier (id) or its sender (sender/device/id): nothing can answer it.',
    );
  return request;
}

/**
 * The identifier of the query that a message asks, goes on with or cancels.
 * @throws SoapFaultError when there is none that an answer could name
 */
export function queryIdOf({ element, continuation }: Answerable): Ii {
  const queryId = continuation?.queryId ?? readIi(v3At(element, 'controlActProcess', 'queryByParameter', 'queryId'));
  if (queryId && isUid(queryId.root)) return queryId;
  throw refuse(
    'La demande n’a pas d’identifiant (queryId)\u00A0: rien ne peut lui répondre.',
    'The query has no identifier (queryId): nothing can answer it.',
  );
}

/** The body of an answer, with the action of its interaction. */
export const answered = (name: string, body: Raw): SoapAnswer => ({ body, action: actionOf(name) });

/** The acknowledgement of an answer: AA (CA) where nothing is wrong, AE (CE) with what is. */
export function acknowledging(request: Answerable, details: readonly AcknowledgementDetail[], of: 'A' | 'C'): Acknowledgement {
  const wrong = details.some(({ type }) => type === 'E');
  return { code: `${of}${wrong ? 'E' : 'A'}`, target: request.transmission.id, details };
}

/** Answers a feed, a notification or a cancellation: the message was taken, or what is wrong with it. */
export function acceptAck(request: Answerable, details: readonly AcknowledgementDetail[], context: V3Context): SoapAnswer {
  return answered('MCCI_IN000002UV01', writeTransmissionAck(transmissionTo(request, context), acknowledging(request, details, 'C')));
}

/**
 * The fault `hl7-ack` (`AE/207`): nothing is done, and the answer says so in the words of its message; an accept acknowledgement
 * has CE for AE and CR for AR.
 * @throws SoapFaultError for a query that does not say what it is called
 */
export function refusedAsPlanned(planned: string, request: Answerable, context: V3Context): SoapAnswer {
  const [code = '', condition = ERROR.application] = planned.split('/');
  const details = [error(condition, 'Erreur simulée\u00A0: le message est refusé à la demande du scénario.', '//controlActProcess')];
  const transmission = transmissionTo(request, context);
  const refusal = (of: 'A' | 'C'): Acknowledgement => ({ code: `${of}${code.slice(1)}`, target: request.transmission.id, details });
  const [name] = request.interaction.answers;
  if ((name !== 'PRPA_IN201306UV02' && name !== 'PRPA_IN201310UV02') || request.continuation?.cancel)
    return answered('MCCI_IN000002UV01', writeTransmissionAck(transmission, refusal('C')));
  const query = request.query && repeated(request.query);
  const queryAck = { queryId: queryIdOf(request), code: 'AE' as const, status: 'aborted' };
  return answered(name, writeQueryAnswer(name, transmission, { acknowledgement: refusal('A'), registrations: [], queryAck, query }));
}
