import { FEEDS, type V3Context } from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import type { SoapAnswer } from '../../src/transport/index.js';
import { acceptAck, error, ERROR, requestOf } from '../patient-demographics-supplier/answer-v3.js';

/**
 * Takes the notification of ITI-46 (IHE ITI TF-2, 3.46) and acknowledges it: CA, or CE when it names no patient.
 * @throws SoapFaultError for a message that is no notification, or that nothing can answer
 */
export function serveIti46(message: SoapMessage, context: V3Context): SoapAnswer {
  const request = requestOf(message, [FEEDS.revise]);
  const named = request.registrations.length === 1 && request.registrations[0]!.patient.ids.length > 0;
  const missing = error(ERROR.missing, 'La notification nomme un patient, et un seul.', '//registrationEvent/subject1/patient/id');
  return acceptAck(request, named ? [] : [missing], context);
}
