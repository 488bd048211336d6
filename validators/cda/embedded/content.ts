import { gunzipSync, inflateRawSync, inflateSync } from 'node:zlib';
import { XmlElement } from '../../../src/protocols/xml/index.js';
import { readPdf, type PdfReport } from './pdf.js';

/** A small file can ask for gigabytes. */
const MOST_INFLATED = 100_000_000;

/** What an element of encapsulated data carries. */
export interface EmbeddedContent {
  /** what is written in the element itself, without its reference or thumbnail */
  written: string;
  /** what base64 stands for; undefined when it is none */
  raw: Buffer | undefined;
}

const contents = new WeakMap<XmlElement, EmbeddedContent>();
const reports = new WeakMap<XmlElement, PdfReport>();

/** The base64 of an element, decoded once whoever asks. */
export function contentOf(element: XmlElement): EmbeddedContent {
  const known = contents.get(element);
  if (known) return known;
  let written = '';
  for (const child of element.children) if (!(child instanceof XmlElement)) written += child.text;
  const content = { written, raw: decodeBase64(written) };
  contents.set(element, content);
  return content;
}

/** The PDF that an element carries, read once whoever asks. */
export function pdfOf(element: XmlElement, bytes: Uint8Array): PdfReport {
  const report = reports.get(element) ?? readPdf(bytes);
  reports.set(element, report);
  return report;
}

/** Undoes a compression of HL7; undefined when the bytes are not so compressed. Compress (Z) is not undone. */
export function decompressed(algorithm: string, bytes: Buffer): Buffer | undefined {
  const bounded = { maxOutputLength: MOST_INFLATED };
  const ways =
    algorithm === 'GZ' ? [() => gunzipSync(bytes, bounded)]
    : algorithm === 'ZL' ? [() => inflateSync(bytes, bounded)]
    : [() => inflateRawSync(bytes, bounded), () => inflateSync(bytes, bounded)];
  for (const way of ways)
    try {
      return way();
    } catch {
      // not so compressed, or too large to be
    }
  return undefined;
}

/**
 * Strict base64, white space aside; undefined when it is none. Buffer takes the letters of base64url too, leaves out
 * what is no letter and stops at `=`: then fewer bytes come out than went in.
 */
function decodeBase64(text: string): Buffer | undefined {
  const digits = text.replace(/[ \t\r\n]+/g, '');
  if (digits.length % 4 !== 0 || digits.includes('-') || digits.includes('_')) return undefined;
  const padding =
    digits.endsWith('==') ? 2
    : digits.endsWith('=') ? 1
    : 0;
  const raw = Buffer.from(digits, 'base64');
  return raw.length === (digits.length / 4) * 3 - padding ? raw : undefined;
}
