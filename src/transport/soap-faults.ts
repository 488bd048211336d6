import { randomUUID } from 'node:crypto';
import type { RegistryErrorToWrite } from '../protocols/ebxml/index.js';
import type { Attachment, FaultCode, SoapFault, SoapToWrite } from '../protocols/soap/index.js';
import type { ActiveFaults } from './faults.js';
import type { Refused } from './types.js';

/** A message id as WS-Addressing wants it. */
export const newMessageId = (): string => `urn:uuid:${randomUUID()}`;

const REASON = {
  fr: 'Erreur simulée\u00A0: le service refuse ce message à la demande du scénario.',
  en: 'Simulated error: the service refuses this message because the scenario asks for it.',
};

/** The fault `soap-fault`: `Receiver`, or with a subcode `Sender/wsse:FailedAuthentication`. */
export function plannedFault(value: string): SoapFault {
  const [code, subcode] = value.split(/[ /]/);
  return { code: code as FaultCode, ...(subcode !== undefined && { subcode }), reason: REASON };
}

/** The registry error that a fault asks for, in the words of whoever refuses. */
export function plannedRegistryError(faults: ActiveFaults): RegistryErrorToWrite | undefined {
  const code = faults.take('registry-error');
  return code === undefined ? undefined : { code, context: REASON.fr };
}

/** The fault `http-status`: what a proxy before the service would answer, with its `retry-after`. */
export function plannedStatus(faults: ActiveFaults): Refused | undefined {
  const status = faults.take('http-status');
  const seconds = faults.take('retry-after');
  if (status === undefined && seconds === undefined) return undefined;
  return {
    status: status ?? 503,
    headers: { 'Content-Type': 'text/plain; charset=UTF-8', ...(seconds !== undefined && { 'Retry-After': String(seconds) }) },
    body: [Buffer.from(`${REASON.fr}\n${REASON.en}\n`)],
  };
}

/**
 * The fault `wrong-message-id`.
 * @param earlier wsa:MessageID of another message, for `repeated`
 */
export function plannedMessageId(faults: ActiveFaults, earlier: string | undefined): Pick<SoapToWrite, 'messageId' | 'unidentified'> {
  if (faults.planned('wrong-message-id') === 'repeated' && earlier === undefined) return { messageId: newMessageId() };
  const wrong = faults.take('wrong-message-id');
  if (wrong === 'repeated') return { messageId: earlier! };
  if (wrong === 'malformed') return { messageId: '42' };
  return { messageId: newMessageId(), ...(wrong === 'absent' && { unidentified: true }) };
}

/** What stands for the document of somebody else, well-formed and of no patient. */
const OTHER_DOCUMENT = Buffer.from(
  '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><title>Document d’un autre envoi (faute simulée)</title></ClinicalDocument>\n',
);

/** The faults `missing-part` and `wrong-part`: both concern the last of the attachments. */
export function plannedAttachments(faults: ActiveFaults, attachments: Attachment[]): Attachment[] {
  const last = attachments.at(-1);
  if (!last) return attachments;
  const before = attachments.slice(0, -1);
  if (faults.take('missing-part') !== undefined) return before;
  const wrong = faults.take('wrong-part');
  if (wrong === 'altered') return [...before, { ...last, bytes: Buffer.concat([last.bytes, Buffer.from(' ')]) }];
  if (wrong === 'other') return [...before, { ...last, bytes: before[0]?.bytes ?? OTHER_DOCUMENT }];
  return attachments;
}
