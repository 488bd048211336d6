import { shorten, type Bilingual } from '../../model/index.js';
import { writeMultipart } from '../mime/index.js';
import { Raw, xml } from '../xml/index.js';
import type { FaultCode, SoapFault, SoapToWrite, WrittenSoap } from './message.js';
import { SOAP_11, SOAP_12, WSA, WSA_ANONYMOUS, WSSE, WST, XDSB, XOP_INCLUDE } from './names.js';

const utf8 = new TextEncoder();

/** What ISO-8859-1 has no letter for is a character reference. */
const latin1 = (markup: string): Uint8Array =>
  Buffer.from(
    markup.replace(/[^\0-\xff]/gu, (letter) => `&#${letter.codePointAt(0)};`),
    'latin1',
  );

/** Markup that stands for an attachment in the envelope (XOP section 2.1, RFC 2392). */
export function xopInclude(contentId: string): Raw {
  const encoded = encodeURIComponent(contentId).replaceAll('%40', '@');
  return xml`<xop:Include xmlns:xop="${XOP_INCLUDE}" href="${`cid:${encoded}`}"/>`;
}

/**
 * Writes a SOAP message with its WS-Addressing headers: MTOM/XOP when attachments are given (SOAP 1.2 MTOM section 3.2,
 * RFC 2387), simple SOAP otherwise. The bytes of attachments are not copied. Pure: the MIME boundary derives from the
 * message id. A simple message may be in ISO-8859-1.
 */
export function writeSoap(message: SoapToWrite): WrittenSoap {
  const version = message.soapVersion ?? '1.2';
  const charset = message.charset ?? 'UTF-8';
  const { markup } = envelopeOf(message, version);
  const envelope = charset === 'UTF-8' ? utf8.encode(markup) : latin1(markup.replace('UTF-8', charset));
  const infoType = version === '1.2' ? 'application/soap+xml' : 'text/xml';
  const soapAction: Record<string, string> = version === '1.1' ? { SOAPAction: `"${message.action}"` } : {};
  const action = version === '1.2' ? `; action="${message.action}"` : '';
  if (!message.attachments)
    return { headers: { 'Content-Type': `${infoType}; charset=${charset}${action}`, ...soapAction }, body: [envelope] };
  const token = message.messageId.replace(/^urn:uuid:/, '').replace(/[^A-Za-z0-9-]/g, '');
  const boundary = `MIMEBoundary_${token}`.slice(0, 70);
  const root = `root.${token}@addax`;
  const body = writeMultipart(boundary, [
    {
      headers: {
        'Content-Type': `application/xop+xml; charset=UTF-8; type="${infoType}"`,
        'Content-Transfer-Encoding': 'binary',
        'Content-ID': `<${root}>`,
      },
      body: envelope,
    },
    ...message.attachments.map(({ contentId, mediaType, bytes }) => ({
      headers: { 'Content-Type': mediaType, 'Content-Transfer-Encoding': 'binary', 'Content-ID': `<${contentId}>` },
      body: bytes,
    })),
  ]);
  const contentType = `multipart/related; boundary="${boundary}"; type="application/xop+xml"; start="<${root}>"; start-info="${infoType}"${action}`;
  return { headers: { 'MIME-Version': '1.0', 'Content-Type': contentType, ...soapAction }, body };
}

function envelopeOf(message: SoapToWrite, version: '1.1' | '1.2'): Raw {
  // an answer even when the id of the request could not be read
  const isAnswer = message.relatesTo !== undefined || message.to === WSA_ANONYMOUS;
  const to = message.to ?? (isAnswer ? WSA_ANONYMOUS : undefined);
  const replyTo = message.replyTo ?? (isAnswer ? undefined : WSA_ANONYMOUS);
  const must = new Raw(version === '1.2' ? ' soap:mustUnderstand="true"' : ' soap:mustUnderstand="1"');
  return xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${version === '1.2' ? SOAP_12 : SOAP_11}" xmlns:wsa="${WSA}"><soap:Header><wsa:Action${must}>${
    message.action
  }</wsa:Action>${message.unidentified !== true && xml`<wsa:MessageID>${message.messageId}</wsa:MessageID>`}${
    message.relatesTo !== undefined && xml`<wsa:RelatesTo>${message.relatesTo}</wsa:RelatesTo>`
  }${to !== undefined && xml`<wsa:To>${to}</wsa:To>`}${
    replyTo !== undefined && xml`<wsa:ReplyTo${must}><wsa:Address>${replyTo}</wsa:Address></wsa:ReplyTo>`
  }${message.headers}</soap:Header><soap:Body>${message.body}</soap:Body></soap:Envelope>`;
}

const STATUS: Record<FaultCode, number> = {
  Sender: 400,
  Receiver: 500,
  VersionMismatch: 500,
  MustUnderstand: 500,
  DataEncodingUnknown: 500,
};

/** SOAP 1.1 names two of the codes otherwise. */
const CODE_11: Partial<Record<FaultCode, string>> = { Sender: 'Client', Receiver: 'Server' };

export interface FaultContext {
  /** of the fault message itself */
  messageId: string;
  /** of the request, when it could be read */
  relatesTo?: string;
  soapVersion?: '1.1' | '1.2';
  /** header blocks: Upgrade, NotUnderstood */
  headers?: Raw;
}

/** Writes a SOAP fault with the HTTP status of the SOAP 1.2 HTTP binding (Part 2, table 20): Sender 400, others 500. */
export function soapFault(fault: SoapFault, context: FaultContext): WrittenSoap & { status: number } {
  const version = context.soapVersion ?? '1.2';
  const action = fault.subcode?.startsWith('wsa:') ? `${WSA}/fault` : `${WSA}/soap/fault`;
  const written = writeSoap({
    action,
    messageId: context.messageId,
    to: WSA_ANONYMOUS,
    ...(context.relatesTo !== undefined ? { relatesTo: context.relatesTo } : {}),
    ...(context.headers && { headers: context.headers }),
    body: version === '1.2' ? fault12(fault) : fault11(fault),
    soapVersion: version,
  });
  return { status: version === '1.1' ? 500 : STATUS[fault.code], ...written };
}

/** A reason quotes what was received, which may be of any size. */
const LONGEST_REASON = 2000;

const texts = ({ fr, en }: Bilingual): Raw =>
  xml`<soap:Text xml:lang="fr">${shorten(fr, LONGEST_REASON)}</soap:Text><soap:Text xml:lang="en">${shorten(en, LONGEST_REASON)}</soap:Text>`;

/** What the prefix of a subcode stands for; the envelope declares `soap` and `wsa`. */
const SUBCODE_NAMESPACES: Readonly<Record<string, string>> = { wsse: WSSE, wst: WST, xds: XDSB };

function subcodeMarkup(subcode: string): Raw {
  const prefix = subcode.slice(0, subcode.indexOf(':'));
  const namespace = SUBCODE_NAMESPACES[prefix];
  const declared = namespace !== undefined && new Raw(` xmlns:${prefix}="${namespace}"`);
  return xml`<soap:Subcode><soap:Value${declared}>${subcode}</soap:Value></soap:Subcode>`;
}

function fault12({ code, subcode, reason, detail }: SoapFault): Raw {
  return xml`<soap:Fault><soap:Code><soap:Value>soap:${code}</soap:Value>${
    subcode !== undefined && subcodeMarkup(subcode)
  }</soap:Code><soap:Reason>${texts(reason)}</soap:Reason>${detail && xml`<soap:Detail>${detail}</soap:Detail>`}</soap:Fault>`;
}

function fault11({ code, reason, detail }: SoapFault): Raw {
  return xml`<soap:Fault><faultcode>soap:${CODE_11[code] ?? code}</faultcode><faultstring xml:lang="en">${shorten(reason.en, LONGEST_REASON)}</faultstring>${
    detail && xml`<detail>${detail}</detail>`
  }</soap:Fault>`;
}
