import { randomUUID } from 'node:crypto';
import { parseMultipart } from '@mjackson/multipart-parser';

const CRLF = '\r\n';
const LARGEST_PART = 100 * 1024 * 1024;

/** Reads `type/subtype; name="value"; ...` */
export function readContentType(header = '') {
  const [type, ...rest] = header.match(/(?:[^;"]|"[^"]*")+/g) ?? [''];
  const parameters = {};
  for (const piece of rest) {
    const at = piece.indexOf('=');
    if (at > 0)
      parameters[piece.slice(0, at).trim().toLowerCase()] = piece
        .slice(at + 1)
        .trim()
        .replace(/^"|"$/g, '');
  }
  return { type: type.trim().toLowerCase(), parameters };
}

/**
 * Packs a SOAP envelope and its attachments as MTOM.
 * @param {{envelope: string, action: string, attachments: {contentId: string, type: string, bytes: Uint8Array}[]}} message
 */
export function writeMtom({ envelope, action, attachments }) {
  const boundary = `MIMEBoundary-${randomUUID()}`;
  const start = `root-${randomUUID()}@temoin.example`;
  const part = (headers, bytes) => [Buffer.from(`--${boundary}${CRLF}${headers.join(CRLF)}${CRLF}${CRLF}`), bytes, Buffer.from(CRLF)];
  return {
    contentType:
      `multipart/related; boundary="${boundary}"; type="application/xop+xml"; start="<${start}>"; `
      + `start-info="application/soap+xml"; action="${action}"`,
    body: Buffer.concat([
      ...part(
        [
          'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"',
          'Content-Transfer-Encoding: binary',
          `Content-ID: <${start}>`,
        ],
        Buffer.from(envelope),
      ),
      ...attachments.flatMap(({ contentId, type, bytes }) =>
        part([`Content-Type: ${type}`, 'Content-Transfer-Encoding: binary', `Content-ID: <${contentId}>`], bytes),
      ),
      Buffer.from(`--${boundary}--${CRLF}`),
    ]),
  };
}

/** A SOAP envelope alone, as the transactions that carry no document send it. */
export const writeSimple = ({ envelope, action }) => ({
  contentType: `application/soap+xml; charset=UTF-8; action="${action}"`,
  body: Buffer.from(envelope),
});

/**
 * Unpacks a SOAP message: the envelope's text, and its attachments by Content-ID.
 * @param {(declared: string) => string} charset what the declared character set is taken for
 * @throws {Error} when the packaging or the character set cannot be read
 */
export function readSoap(contentType, body, charset = (declared) => declared) {
  const { type, parameters } = readContentType(contentType);
  if (type === 'application/soap+xml' || type === 'text/xml')
    return { envelope: decodeXml(body, charset(parameters.charset ?? declaredIn(body))), parts: new Map(), mtom: false };
  if (type !== 'multipart/related') throw new Error(`type de contenu inattendu (${type || 'aucun'})`);
  if (!parameters.boundary) throw new Error('message multipart sans boundary');
  const parts = new Map();
  for (const part of parseMultipart(body, { boundary: parameters.boundary, maxFileSize: LARGEST_PART })) {
    const id = (part.headers.get('content-id') ?? '').replace(/^<|>$/g, '');
    parts.set(id || `#${parts.size}`, { type: part.headers.get('content-type'), bytes: Buffer.from(part.bytes) });
  }
  const root = parameters.start ? parts.get(parameters.start.replace(/^<|>$/g, '')) : parts.values().next().value;
  if (!root) throw new Error('message multipart sans partie racine');
  return { envelope: root.bytes.toString('utf8'), parts, mtom: true };
}

/** The character set of an XML declaration; without one it is UTF-8. */
const declaredIn = (body) =>
  /^<\?xml[^>]{0,100}?\sencoding\s*=\s*["']([\w.-]{1,40})["']/.exec(body.subarray(0, 200).toString('latin1'))?.[1] ?? 'UTF-8';

const decodeXml = (body, charset) => new TextDecoder(charset, { fatal: true }).decode(body);

/** Bytes of an element that holds an `xop:Include` or base64 text; nothing when the part is not there. */
export function bytesOf(element, include, parts) {
  if (!include) return Buffer.from(element.textContent.replace(/\s+/g, ''), 'base64');
  const href = include.getAttribute('href') ?? '';
  return href.startsWith('cid:') ? parts.get(decodeURIComponent(href.slice(4)))?.bytes : undefined;
}
