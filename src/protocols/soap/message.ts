import type { Artefact, Bilingual, Place } from '../../model/index.js';
import type { MediaType, MimePart } from '../mime/index.js';
import type { Raw, XmlElement, XmlSyntaxError } from '../xml/index.js';

/** What can be wrong with the packaging of a SOAP message, before its content is looked at. */
export type SoapProblemKind =
  | 'http'
  | 'content-type'
  | 'content-encoding'
  | 'boundary'
  | 'closing-boundary'
  | 'part-headers'
  | 'bare-line-feed'
  | 'transfer-encoding'
  | 'content-id-missing'
  | 'content-id-duplicate'
  | 'root-part'
  | 'not-xml'
  | 'not-envelope';

export interface SoapProblem {
  kind: SoapProblemKind;
  place: Place;
  text: Bilingual;
  /** byte offset in the bytes that were opened */
  offset?: number;
}

/** The WS-Addressing properties a message can carry. */
export type AddressingProperty = 'action' | 'messageId' | 'relatesTo' | 'to' | 'replyTo';

export interface SoapFaultInfo {
  /** local name of Code/Value (1.2) or faultcode (1.1): `Sender` */
  code: string;
  /** Subcode/Value as written, and its local name */
  subcode?: string;
  subcodeLocal?: string;
  reason: string;
  element: XmlElement;
}

/** A SOAP message as far as it could be read: everything absent was not there or not readable, see `problems`. */
export interface SoapMessage {
  artefact: Artefact;
  packaging: 'mtom' | 'simple';
  /** the artefact is a file that begins with an HTTP head, or with MIME headers */
  head?: 'http' | 'mime';
  /** as an HTTP request, where known */
  method?: string;
  /** of the HTTP message, or of the MIME headers a file begins with */
  contentType?: MediaType;
  /** as an HTTP answer, where known */
  status?: number;
  /** the root part, or the whole body when there are no parts */
  envelope?: Artefact;
  /** soap:Envelope */
  root?: XmlElement;
  version?: '1.1' | '1.2';
  header?: XmlElement;
  body?: XmlElement;
  /** first child of soap:Body */
  bodyElement?: XmlElement;
  fault?: SoapFaultInfo;
  action?: string;
  messageId?: string;
  relatesTo?: string;
  to?: string;
  /** wsa:ReplyTo/wsa:Address */
  replyTo?: string;
  /** every occurrence of each addressing header, in document order */
  addressing: Readonly<Record<AddressingProperty, XmlElement[]>>;
  /** `action` parameter of the content type, or SOAPAction */
  httpAction?: string;
  /** byte offset, in the artefact, that offsets of the parts count from: after the head of a file */
  partsOffset: number;
  /** MIME parts in order, the root included; empty when simple */
  parts: MimePart[];
  rootPart?: MimePart;
  xmlError?: XmlSyntaxError;
  problems: SoapProblem[];
}

export interface Attachment {
  /** without angle brackets */
  contentId: string;
  mediaType: string;
  bytes: Uint8Array;
}

export interface SoapToWrite {
  action: string;
  to?: string;
  /** `urn:uuid:...` */
  messageId: string;
  /** leave wsa:MessageID out, on purpose */
  unidentified?: boolean;
  relatesTo?: string;
  /** absent: the anonymous address on a request (no relatesTo), nothing on an answer */
  replyTo?: string;
  /** more header blocks, for example wsse:Security */
  headers?: Raw;
  body: Raw;
  /** present, even empty: MTOM packaging; absent: simple SOAP */
  attachments?: Attachment[];
  soapVersion?: '1.1' | '1.2';
  /** of a message without attachments; absent: UTF-8 */
  charset?: 'UTF-8' | 'ISO-8859-1';
}

export interface WrittenSoap {
  headers: Record<string, string>;
  body: Uint8Array[];
}

export type FaultCode = 'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand' | 'DataEncodingUnknown';

export interface SoapFault {
  code: FaultCode;
  /** QName with prefix `wsa`, `wsse`, `wst`, `xds` or `soap`: `wsa:ActionNotSupported` */
  subcode?: string;
  reason: Bilingual;
  /** content of Detail */
  detail?: Raw;
}
