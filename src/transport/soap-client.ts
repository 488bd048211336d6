import type { SimulatorContext } from '../model/index.js';
import { openSoap, transactionOfAction, writeSoap, type Attachment, type SoapMessage, type SoapToWrite } from '../protocols/soap/index.js';
import type { Raw } from '../protocols/xml/index.js';
import type { Connections } from './connections.js';
import { post } from './http-client.js';
import type { ActiveFaults } from './faults.js';
import { newMessageId, plannedAttachments, plannedMessageId } from './soap-faults.js';
import type { Posted, PostOptions } from './types.js';

export interface SoapCall {
  actor: string;
  context: SimulatorContext;
  url: string;
  action: string;
  /** absent: the transaction of the action; needed where several share one */
  transaction?: string;
  body: Raw;
  /** header blocks beside WS-Addressing: wsse:Security */
  headers?: Raw;
  /** absent: as the transaction's packaging demands */
  attachments?: Attachment[];
  within?: string;
  timeoutMs?: number;
  soapVersion?: '1.1' | '1.2';
  charset?: SoapToWrite['charset'];
  connections?: Connections;
  /** what to do wrong with this message */
  faults?: ActiveFaults;
  /** wsa:MessageID of the message before this one */
  previousId?: string;
}

export interface SoapCalled extends Posted {
  /** the answer, when one came: a fault is one too */
  message?: SoapMessage;
  /** wsa:MessageID of the request */
  messageId: string;
}

/** Sends one SOAP request to a peer, twice where a fault says so; see `post`. */
export async function callSoap(call: SoapCall): Promise<SoapCalled> {
  const transaction = transactionOfAction(call.action);
  const attachments = call.attachments ?? (transaction?.packaging === 'mtom' ? [] : undefined);
  const { faults } = call;
  const identity = faults ? plannedMessageId(faults, call.previousId) : { messageId: newMessageId() };
  const written = writeSoap({
    action: call.action,
    to: call.url,
    ...identity,
    body: call.body,
    ...(call.headers && { headers: call.headers }),
    ...(attachments && { attachments: faults ? plannedAttachments(faults, attachments) : attachments }),
    ...(call.soapVersion && { soapVersion: call.soapVersion }),
    ...(call.charset && { charset: call.charset }),
  });
  const { actor, context, url, within, timeoutMs } = call;
  const message: PostOptions = {
    actor,
    context,
    url,
    ...written,
    transaction: call.transaction ?? transaction?.id ?? call.action,
    ...(within !== undefined && { within }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(call.connections && { connections: call.connections }),
  };
  if (faults?.take('duplicate') !== undefined) await post(message);
  const posted = await post({ ...message, ...(faults && { faults }) });
  return { ...posted, messageId: identity.messageId, ...(posted.artefact && { message: openSoap(posted.artefact) }) };
}
