import { Artefact, type Bilingual, type Origin, type Place } from '../../model/index.js';
import { parseHttpMessage } from '../http/index.js';
import {
  decodedBody,
  parseMediaType,
  readHeaders,
  readMultipart,
  type MediaType,
  type MimePart,
  type MimeProblemKind,
} from '../mime/index.js';
import { placeAt, placeOf, placeOfError, xmlOf, XmlSyntaxError, type XmlElement } from '../xml/index.js';
import type { AddressingProperty, SoapFaultInfo, SoapMessage, SoapProblem, SoapProblemKind } from './message.js';
import { SOAP_11, SOAP_12, TRANSACTIONS, transactionOfAction, WSA, type Transaction } from './names.js';

const KEY = Symbol('soap');

/**
 * Reads an artefact as a SOAP message, once. Takes the body of an HTTP message (`about` tells its headers or its media
 * type) or, where nothing is told, the bytes of a file: a bare envelope, a MIME message, or an HTTP dump. Never throws:
 * what cannot be read is told in `problems`.
 */
export function openSoap(artefact: Artefact): SoapMessage {
  return artefact.memo(KEY, () => new Opening(artefact).open());
}

/**
 * The transaction a message belongs to. What its body asks for counts first, so that a message with a wrong action is
 * still known for what it is; the actions decide where several transactions share a body.
 */
export function transactionOf(message: SoapMessage): Transaction | undefined {
  const local = message.bodyElement?.local;
  const sharing = local === undefined ? [] : TRANSACTIONS.filter((t) => t.requestBody === local || t.answerBody === local);
  const named = [transactionOfAction(message.action), transactionOfAction(message.httpAction)];
  return named.find((t) => t && sharing.includes(t)) ?? (sharing.length === 1 ? sharing[0] : named.find((t) => t)) ?? sharing[0];
}

/** Is it an answer? By its HTTP status, else by RelatesTo, a fault, its action or its body. */
export function isAnswer(message: SoapMessage): boolean {
  const { about } = message.artefact;
  if (message.status !== undefined || about.request) return true;
  if (about.headers !== undefined || message.head === 'http') return false;
  const transaction = transactionOfAction(message.action);
  return (
    message.addressing.relatesTo.length > 0
    || message.fault !== undefined
    || (transaction !== undefined && message.action !== transaction.request)
    || TRANSACTIONS.some((t) => t.answerBody !== undefined && t.answerBody === message.bodyElement?.local)
  );
}

/** Line, column and path of an element in the whole of the message, whatever part it stands in. */
export function positionInMessage(
  message: SoapMessage,
  element: XmlElement,
  attribute?: string,
): { line: number; column: number; path: string } {
  const found = attribute === undefined ? undefined : element.attributes.find((a) => a.local === attribute);
  const path = found ? `${element.path}/@${found.name}` : element.path;
  const here = element.document.position(found?.start ?? element.start);
  const { rootPart, envelope, artefact } = message;
  // in a file, lines are those of the file already
  if (!rootPart || envelope?.origin.part === undefined) return { ...here, path };
  if (envelope.bytes !== rootPart.body) return { ...pick(placeOfOffset(artefact, message.partsOffset + rootPart.headersOffset)), path };
  const before = placeOfOffset(artefact, message.partsOffset + rootPart.bodyOffset).line - 1;
  return { line: here.line + before, column: here.column, path };
}

const pick = ({ line, column }: Place): { line: number; column: number } => ({ line, column });

/** The place of a byte offset in the bytes of an artefact. */
export function placeOfOffset(artefact: Artefact, offset: number, path = '/'): Place {
  const { line, column } = lineAndColumn(artefact, offset);
  return { ...placeAt(artefact), line: line + artefact.origin.lineOffset, column, path };
}

const LINES = Symbol('lines');

/** Line and column of a byte offset; where lines begin is found once. */
function lineAndColumn(artefact: Artefact, offset: number): { line: number; column: number } {
  const starts = artefact.memo(LINES, () => lineStarts(artefact.bytes));
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= offset) low = middle;
    else high = middle - 1;
  }
  return { line: low + 1, column: offset - starts[low]! + 1 };
}

function lineStarts(bytes: Uint8Array): number[] {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const starts = [0];
  for (let at = buffer.indexOf(0x0a); at !== -1; at = buffer.indexOf(0x0a, at + 1)) starts.push(at + 1);
  return starts;
}

const KIND: Record<MimeProblemKind, SoapProblemKind> = {
  'boundary-not-found': 'boundary',
  'closing-boundary-missing': 'closing-boundary',
  'headers-malformed': 'part-headers',
  'headers-too-large': 'part-headers',
  'content-id-duplicate': 'content-id-duplicate',
  'too-many-parts': 'part-headers',
  'bare-line-feed': 'bare-line-feed',
};

class Opening {
  readonly problems: SoapProblem[] = [];
  readonly message: SoapMessage;
  /** nothing is known from outside: the bytes are those of a file, and lines are told in it */
  readonly isFile: boolean;

  constructor(readonly artefact: Artefact) {
    this.isFile = artefact.about.headers === undefined;
    this.message = {
      artefact,
      packaging: 'simple',
      addressing: { action: [], messageId: [], relatesTo: [], to: [], replyTo: [] },
      parts: [],
      partsOffset: 0,
      problems: this.problems,
      ...(artefact.about.method !== undefined && { method: artefact.about.method }),
      ...(artefact.about.status !== undefined && { status: artefact.about.status }),
    };
  }

  tell(kind: SoapProblemKind, offset: number, text: Bilingual): void {
    this.problems.push({ kind, offset, text, place: placeOfOffset(this.artefact, offset) });
  }

  open(): SoapMessage {
    const { body, base, headers } = this.#unwrap();
    const declared = this.artefact.about.mediaType ?? headers['content-type'];
    let contentType = parseMediaType(declared);
    if (declared === undefined && (!this.isFile || this.message.head === 'http'))
      this.tell('content-type', 0, { fr: 'L’en-tête Content-Type manque.', en: 'The Content-Type header is missing.' });
    else if (declared !== undefined && !contentType)
      this.tell('content-type', 0, {
        fr: `Content-Type illisible : « ${declared.slice(0, 80)} ».`,
        en: `Unreadable Content-Type: “${declared.slice(0, 80)}”.`,
      });
    if (contentType) this.message.contentType = contentType;
    const action = contentType?.parameters['action'] ?? headers['soapaction']?.replace(/^"(.*)"$/, '$1');
    if (action !== undefined) this.message.httpAction = action;

    const coding = headers['content-encoding']?.trim().toLowerCase();
    if (coding !== undefined && coding !== '' && coding !== 'identity') {
      const shown = coding.slice(0, 40);
      this.tell('content-encoding', 0, {
        fr: `Content-Encoding « ${shown} » n’est pas accepté : le corps doit être transmis sans compression.`,
        en: `Content-Encoding “${shown}” is not accepted: the body must be sent without compression.`,
      });
      if (contentType?.type.startsWith('multipart/')) this.message.packaging = 'mtom';
      return this.message;
    }

    // a multipart body under another content type is still read, so that its content can be judged
    const guessed = contentType?.type.startsWith('multipart/') ? undefined : boundaryOfFirstLine(body);
    if (guessed !== undefined) {
      if (!this.isFile && contentType)
        this.tell('content-type', 0, {
          fr: `Le corps est en plusieurs pièces alors que Content-Type annonce « ${contentType.type} ».`,
          en: `The body has several parts but Content-Type announces “${contentType.type}”.`,
        });
      contentType = { type: 'multipart/related', parameters: { boundary: guessed } };
    }
    if (contentType?.type.startsWith('multipart/')) this.#openParts(body, base, contentType);
    else this.#openEnvelope(body === this.artefact.bytes ? this.artefact : this.#whole(body, base, declared));
    return this.message;
  }

  /** Takes HTTP or MIME headers off a file. */
  #unwrap(): { body: Uint8Array; base: number; headers: Readonly<Record<string, string>> } {
    const { bytes, about } = this.artefact;
    if (!this.isFile) return { body: bytes, base: 0, headers: about.headers! };
    const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 256)).toString('latin1');
    if (/^\s*(?:HTTP\/1\.[01] \d|[A-Z]{3,10} \S+ HTTP\/1\.[01])/.test(head)) {
      const http = parseHttpMessage(bytes);
      this.message.head = 'http';
      if (http.method !== undefined) this.message.method = http.method;
      if (http.status !== undefined) this.message.status = http.status;
      for (const problem of http.problems) this.tell('http', problem.offset, problem.text);
      const { body } = http;
      // a chunked body was put together: its offsets are its own
      const base = http.headers['transfer-encoding'] === undefined ? http.headSize : -1;
      return { body, base, headers: http.headers };
    }
    if (/^\s*(?:content-|mime-version\s*:)/i.test(head)) {
      const start = head.length - head.trimStart().length;
      const block = readHeaders(bytes, start);
      if (block.bodyOffset !== undefined) {
        this.message.head = 'mime';
        return { body: bytes.subarray(block.bodyOffset), base: block.bodyOffset, headers: block.headers };
      }
    }
    return { body: bytes, base: 0, headers: {} };
  }

  #whole(body: Uint8Array, base: number, mediaType: string | undefined): Artefact {
    return new Artefact(this.artefact.name, body, { ...this.artefact.about, ...(mediaType && { mediaType }) }, this.originAt(base));
  }

  /** Origin of a piece that begins at this offset: in a file, lines go on being those of the file. */
  originAt(offset: number, part?: Bilingual): Origin {
    if (this.isFile && offset >= 0) return { lineOffset: this.artefact.origin.lineOffset + lineAndColumn(this.artefact, offset).line - 1 };
    return { ...(part && { part }), lineOffset: 0 };
  }

  #openParts(body: Uint8Array, base: number, contentType: MediaType): void {
    const { message } = this;
    message.packaging = 'mtom';
    message.partsOffset = Math.max(0, base);
    let boundary = contentType.parameters['boundary'];
    if (boundary === undefined || boundary === '' || boundary.length > 200) {
      this.tell('boundary', Math.max(0, base), {
        fr: 'Content-Type ne donne pas de paramètre boundary utilisable.',
        en: 'Content-Type gives no usable boundary parameter.',
      });
      boundary = boundaryOfFirstLine(body);
      if (boundary === undefined) return;
    }
    let multipart = readMultipart(body, boundary);
    const other = multipart.parts.length === 0 ? boundaryOfFirstLine(body) : undefined;
    for (const { kind, offset, text } of multipart.problems) this.tell(KIND[kind], Math.max(0, base) + offset, text);
    // read on with the boundary that is really there: its content can then be judged as well
    if (other !== undefined && other !== boundary) multipart = readMultipart(body, other);
    message.parts = multipart.parts;
    for (const part of multipart.parts)
      if (part.contentId === undefined)
        this.tell('content-id-missing', Math.max(0, base) + part.headersOffset, {
          fr: `La pièce ${part.index + 1} n’a pas de Content-ID.`,
          en: `Part ${part.index + 1} has no Content-ID.`,
        });
    const root = this.#rootPart(multipart.parts, contentType, Math.max(0, base));
    if (!root) return;
    message.rootPart = root;
    const bytes = this.bodyOf(root, base);
    const declared = root.headers['content-type'];
    this.#openEnvelope(
      new Artefact(
        this.artefact.name,
        bytes,
        { ...this.artefact.about, mediaType: declared ?? 'application/xop+xml' },
        this.originAt(bytes === root.body && base >= 0 ? base + root.bodyOffset : -1, {
          fr: `pièce ${root.index + 1} (enveloppe)`,
          en: `part ${root.index + 1} (envelope)`,
        }),
      ),
    );
  }

  bodyOf(part: MimePart, base: number): Uint8Array {
    const decoded = decodedBody(part);
    if (decoded === undefined)
      this.tell('transfer-encoding', Math.max(0, base) + part.headersOffset, {
        fr: `Pièce ${part.index + 1} : Content-Transfer-Encoding « ${part.transferEncoding.slice(0, 40)} » inconnu.`,
        en: `Part ${part.index + 1}: unknown Content-Transfer-Encoding “${part.transferEncoding.slice(0, 40)}”.`,
      });
    return decoded ?? part.body;
  }

  #rootPart(parts: readonly MimePart[], contentType: MediaType, base: number): MimePart | undefined {
    const start = contentType.parameters['start']?.trim().replace(/^<(.*)>$/, '$1');
    const named = start === undefined ? undefined : parts.find((part) => part.contentId === start);
    if (start !== undefined && !named)
      this.tell('root-part', base, {
        fr: `Le paramètre start désigne « ${start.slice(0, 100)} », qu’aucune pièce ne porte en Content-ID.`,
        en: `The start parameter names “${start.slice(0, 100)}”, which no part has as Content-ID.`,
      });
    // RFC 2387 section 3.2: without start, the first part is the root
    return named ?? parts[0];
  }

  #openEnvelope(envelope: Artefact): void {
    const { message } = this;
    message.envelope = envelope;
    let root: XmlElement;
    try {
      root = xmlOf(envelope).root;
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error;
      message.xmlError = error;
      this.problems.push({ kind: 'not-xml', place: placeOfError(envelope, error), text: error.explanation });
      return;
    }
    if (root.local !== 'Envelope') {
      this.problems.push({
        kind: 'not-envelope',
        place: placeOf(envelope, root),
        text: {
          fr: `La racine est ${root.name} au lieu d’une enveloppe SOAP.`,
          en: `The root is ${root.name} instead of a SOAP envelope.`,
        },
      });
      return;
    }
    message.root = root;
    if (root.namespace === SOAP_12) message.version = '1.2';
    else if (root.namespace === SOAP_11) message.version = '1.1';
    const header = root.element('Header', root.namespace);
    const body = root.element('Body', root.namespace);
    if (header) {
      message.header = header;
      this.#readAddressing(header);
    }
    if (!body) return;
    message.body = body;
    const first = body.elements()[0];
    if (!first) return;
    message.bodyElement = first;
    if (first.local === 'Fault' && first.namespace === root.namespace) message.fault = readFault(first);
  }

  #readAddressing(header: XmlElement): void {
    const found = (local: string): XmlElement[] => header.elements(local, WSA);
    const addressing: Record<AddressingProperty, XmlElement[]> = {
      action: found('Action'),
      messageId: found('MessageID'),
      relatesTo: found('RelatesTo'),
      to: found('To'),
      replyTo: found('ReplyTo'),
    };
    const { message } = this;
    message.addressing = addressing;
    for (const property of ['action', 'messageId', 'relatesTo', 'to'] as const) {
      const element = addressing[property][0];
      if (element) message[property] = element.text.trim();
    }
    const address = addressing.replyTo[0]?.element('Address', WSA);
    if (address) message.replyTo = address.text.trim();
  }
}

function readFault(fault: XmlElement): SoapFaultInfo {
  const local = (name: string): string => name.slice(name.indexOf(':') + 1);
  if (fault.namespace === SOAP_11)
    return {
      code: local(fault.element('faultcode')?.text.trim() ?? ''),
      reason: fault.element('faultstring')?.text.trim() ?? '',
      element: fault,
    };
  const subcode = fault.at('Code', 'Subcode', 'Value')?.text.trim();
  return {
    code: local(fault.at('Code', 'Value')?.text.trim() ?? ''),
    ...(subcode !== undefined && { subcode, subcodeLocal: local(subcode) }),
    reason: fault.at('Reason', 'Text')?.text.trim() ?? '',
    element: fault,
  };
}

/** The boundary that a body shows by its first line, when it begins like a multipart one. */
function boundaryOfFirstLine(bytes: Uint8Array): string | undefined {
  const head = Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 512)).toString('latin1');
  return /^\s{0,8}--([^\r\n]{1,200}?)[ \t]*\r?\n[A-Za-z-]+:/.exec(head)?.[1];
}
