import type { Bilingual } from '../../src/model/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

type ImageType = 'image/png' | 'image/jpeg' | 'image/gif';

/** Bytes that a document carries: an image to show, a text to read, else what they are. */
export interface ReadMedia {
  mediaType: string;
  bytes: number;
  image?: { mediaType: ImageType; base64: string };
  text?: string;
  note: Bilingual;
}

const MOST = { imageBase64: 1_500_000, pixels: 40_000_000, pages: 100_000 };

/** What an element of type ED holds. */
export function readMedia(element: XmlElement, mostText = 0): ReadMedia {
  const mediaType = (element.attribute('mediaType') ?? 'text/plain').trim().toLowerCase().slice(0, 80);
  const reference = element.element('reference')?.attribute('value');
  const written = element.text;
  if (reference !== undefined && written.trim() === '')
    return {
      mediaType,
      bytes: 0,
      note: {
        fr: `Contenu hors du document\u00A0: ${reference.slice(0, 200)}.`,
        en: `Content outside the document: ${reference.slice(0, 200)}.`,
      },
    };
  if (element.attribute('representation') !== 'B64') return ofText(mediaType, Buffer.from(written), mostText);
  const base64 = written.replace(/[ \t\r\n]+/g, '');
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64))
    return {
      mediaType,
      bytes: 0,
      note: { fr: 'Contenu illisible\u00A0: ce n’est pas du base64.', en: 'Unreadable content: it is not base64.' },
    };
  const bytes = Math.floor((base64.replace(/=+$/, '').length * 3) / 4);
  if (mediaType === 'image/png' || mediaType === 'image/jpeg' || mediaType === 'image/gif') return ofImage(mediaType, base64, bytes);
  if (mediaType === 'application/pdf') return ofPdf(base64, bytes);
  return ofText(mediaType, Buffer.from(base64, 'base64'), mostText);
}

function ofText(mediaType: string, content: Buffer, most: number): ReadMedia {
  const bytes = content.length;
  if (mediaType !== 'text/plain' || most === 0) return { mediaType, bytes, note: OTHER_PROGRAM };
  const text = decode(content.subarray(0, most * 4));
  return { mediaType, bytes, text: text.replace(/\r\n?/g, '\n').slice(0, most), note: OTHER_PROGRAM };
}

function decode(content: Buffer): string {
  if (content[0] === 0xff && content[1] === 0xfe) return new TextDecoder('utf-16le').decode(content);
  if (content[0] === 0xfe && content[1] === 0xff) return new TextDecoder('utf-16be').decode(content);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content, { stream: true });
  } catch {
    return new TextDecoder('windows-1252').decode(content);
  }
}

function ofImage(mediaType: ImageType, base64: string, bytes: number): ReadMedia {
  const told = (fr: string, en: string): ReadMedia => ({
    mediaType,
    bytes,
    note: { fr: `Image non affichée\u00A0: ${fr}.`, en: `Image not shown: ${en}.` },
  });
  if (base64.length > MOST.imageBase64) return told('elle est trop grande pour cette page', 'it is too large for this page');
  const size = sizeOf(mediaType, Buffer.from(base64, 'base64'));
  if (!size) return told(`le contenu n’est pas du type annoncé (${mediaType})`, `the content is not of the announced type (${mediaType})`);
  // a few bytes can ask a browser for gigabytes
  if (size.width * size.height > MOST.pixels)
    return told(`elle a ${size.width} × ${size.height} points`, `it is ${size.width} × ${size.height} pixels`);
  return { mediaType, bytes, image: { mediaType, base64 }, note: OTHER_PROGRAM };
}

/** Width and height that the file itself states; undefined when it is not of this type. */
function sizeOf(mediaType: ImageType, file: Buffer): { width: number; height: number } | undefined {
  if (mediaType === 'image/png')
    return file.length >= 24 && file.readUInt32BE(0) === 0x89504e47 ?
        { width: file.readUInt32BE(16), height: file.readUInt32BE(20) }
      : undefined;
  if (mediaType === 'image/gif')
    return file.length >= 10 && file.toString('latin1', 0, 4) === 'GIF8' ?
        { width: file.readUInt16LE(6), height: file.readUInt16LE(8) }
      : undefined;
  if (file.length < 4 || file.readUInt16BE(0) !== 0xffd8) return undefined;
  // segments of a JPEG, up to the one that starts the frame
  for (let at = 2; at + 9 < file.length && file[at] === 0xff; at += 2 + file.readUInt16BE(at + 2)) {
    const marker = file[at + 1]!;
    const frame = marker >= 0xc0 && marker <= 0xcf && marker !== 0xc4 && marker !== 0xc8 && marker !== 0xcc;
    if (frame) return { height: file.readUInt16BE(at + 5), width: file.readUInt16BE(at + 7) };
  }
  return undefined;
}

function ofPdf(base64: string, bytes: number): ReadMedia {
  const file = Buffer.from(base64, 'base64').toString('latin1');
  const mediaType = 'application/pdf';
  if (!file.slice(0, 1024).includes('%PDF-'))
    return { mediaType, bytes, note: { fr: 'Le contenu n’est pas un PDF.', en: 'The content is not a PDF.' } };
  const pages = pagesOf(file);
  return {
    mediaType,
    bytes,
    note:
      pages === 0 ? OTHER_PROGRAM
      : pages === 1 ? { fr: '1\u00A0page, à ouvrir dans un autre programme.', en: '1 page, to open in another program.' }
      : { fr: `${pages}\u00A0pages, à ouvrir dans un autre programme.`, en: `${pages} pages, to open in another program.` },
  };
}

/** Pages as far as the file states them in clear; 0 when it does not. */
function pagesOf(file: string): number {
  let pages = 0;
  for (const match of file.matchAll(/\/Type\s{0,4}\/Page(?![A-Za-z])/g)) if (match.index >= 0 && ++pages === MOST.pages) break;
  return pages;
}

const OTHER_PROGRAM: Bilingual = { fr: 'À ouvrir dans un autre programme.', en: 'To open in another program.' };
