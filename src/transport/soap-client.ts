import type { SimulatorContext } from '../model/index.js';
import { openSoap, transactionOfAction, writeSoap, type Attachment, type SoapMessage } from '../protocols/soap/index.js';
import type { Raw } from '../protocols/xml/index.js';
import type { Connections } from './connections.js';
import { post } from './http-client.js';
import { newMessageId } from './soap-endpoint.js';
import type { Posted } from './types.js';

export interface SoapCall {
  actor: string;
  context: SimulatorContext;
  url: string;
  action: string;
  body: Raw;
  /** header blocks beside WS-Addressing: wsse:Security */
  headers?: Raw;
  /** absent: as the transaction's packaging demands */
  attachments?: Attachment[];
  within?: string;
  timeoutMs?: number;
  soapVersion?: '1.1' | '1.2';
  connections?: Connections;
}

export interface SoapCalled extends Posted {
  /** the answer, when one came: a fault is one too */
  message?: SoapMessage;
}

/** Sends one SOAP request to a peer; see `post`. */
export async function callSoap(call: SoapCall): Promise<SoapCalled> {
  const transaction = transactionOfAction(call.action);
  const attachments = call.attachments ?? (transaction?.packaging === 'mtom' ? [] : undefined);
  const written = writeSoap({
    action: call.action,
    to: call.url,
    messageId: newMessageId(),
    body: call.body,
    ...(call.headers && { headers: call.headers }),
    ...(attachments && { attachments }),
    ...(call.soapVersion && { soapVersion: call.soapVersion }),
  });
  const { actor, context, url, within, timeoutMs } = call;
  const posted = await post({
    actor,
    context,
    url,
    ...written,
    transaction: transaction?.id ?? call.action,
    ...(within !== undefined && { within }),
    ...(timeoutMs !== undefined && { timeoutMs }),
    ...(call.connections && { connections: call.connections }),
  });
  return { ...posted, ...(posted.artefact && { message: openSoap(posted.artefact) }) };
}
