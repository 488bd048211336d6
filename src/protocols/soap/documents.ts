import { Artefact, type Bilingual } from '../../model/index.js';
import { decodedBody, type MimePart } from '../mime/index.js';
import type { XmlElement } from '../xml/index.js';
import type { SoapMessage } from './message.js';
import { XDSB, XOP_INCLUDE } from './names.js';

/** One xop:Include of an envelope, and the part it reaches. */
export interface Inclusion {
  element: XmlElement;
  href: string | undefined;
  /** the Content-ID it names, decoded; absent when href is no usable `cid:` */
  contentId?: string;
  /** absent when no part has that Content-ID */
  part?: MimePart;
}

/** A document of ITI-41 or ITI-43, as the envelope presents it. */
export interface CarriedDocument {
  /** xdsb:Document */
  element: XmlElement;
  /** Document/@id in ITI-41, DocumentUniqueId in ITI-43; '' when it is missing */
  id: string;
  inclusion?: Inclusion;
  /** undefined when the inclusion reaches nothing */
  bytes?: Uint8Array;
  mediaType?: string;
}

const INCLUSIONS = Symbol('inclusions');
const DOCUMENTS = Symbol('documents');

/** Every xop:Include below the envelope, in document order. */
export function inclusionsOf(message: SoapMessage): Inclusion[] {
  return message.artefact.memo(INCLUSIONS, () => {
    if (!message.root) return [];
    const byId = new Map<string, MimePart>();
    for (const part of message.parts) if (part.contentId !== undefined && !byId.has(part.contentId)) byId.set(part.contentId, part);
    return [...message.root.descendants('Include', XOP_INCLUDE)].map((element): Inclusion => {
      const href = element.attribute('href');
      const contentId = href === undefined ? undefined : contentIdOf(href);
      const part = contentId === undefined ? undefined : byId.get(contentId);
      return { element, href, ...(contentId !== undefined && { contentId }), ...(part && { part }) };
    });
  });
}

/** RFC 2392: `cid:` and the percent-encoded Content-ID. */
function contentIdOf(href: string): string | undefined {
  if (!/^cid:/i.test(href)) return undefined;
  try {
    return decodeURIComponent(href.slice(4));
  } catch {
    return undefined;
  }
}

/** The documents of an ITI-41 request or of an ITI-43 answer, in order. */
export function carriedDocuments(message: SoapMessage): CarriedDocument[] {
  return message.artefact.memo(DOCUMENTS, () => {
    const { bodyElement } = message;
    if (!bodyElement) return [];
    if (bodyElement.local === 'RetrieveDocumentSetResponse')
      return bodyElement
        .elements('DocumentResponse', XDSB)
        .flatMap((answer) =>
          answer
            .elements('Document', XDSB)
            .map((element) => carried(message, element, childText(answer, 'DocumentUniqueId') ?? '', childText(answer, 'mimeType'))),
        );
    const mimeTypes = new Map<string, string>();
    for (const entry of bodyElement.descendants('ExtrinsicObject')) {
      const id = entry.attribute('id');
      const type = entry.attribute('mimeType');
      if (id !== undefined && type !== undefined) mimeTypes.set(id, type);
    }
    return bodyElement.elements('Document', XDSB).map((element) => {
      const id = element.attribute('id') ?? '';
      return carried(message, element, id, mimeTypes.get(id));
    });
  });
}

const childText = (parent: XmlElement, local: string): string | undefined => parent.element(local)?.text.trim();

function carried(message: SoapMessage, element: XmlElement, id: string, mediaType: string | undefined): CarriedDocument {
  const include = element.element('Include', XOP_INCLUDE);
  if (!include) return { element, id, bytes: Buffer.from(element.text, 'base64'), ...(mediaType !== undefined && { mediaType }) };
  const inclusion = inclusionsOf(message).find((candidate) => candidate.element === include)!;
  const bytes = inclusion.part && (decodedBody(inclusion.part) ?? inclusion.part.body);
  const type = mediaType ?? inclusion.part?.headers['content-type'];
  return { element, id, inclusion, ...(bytes && { bytes }), ...(type !== undefined && { mediaType: type }) };
}

/** The documents as artefacts to judge; one that an inclusion does not reach is left out. */
export function documentArtefacts(message: SoapMessage): Artefact[] {
  const { about } = message.artefact;
  return carriedDocuments(message).flatMap((document, i) => {
    if (!document.bytes) return [];
    const name = document.id === '' ? `document-${i + 1}` : document.id;
    const index = document.inclusion?.part?.index;
    const part: Bilingual =
      index === undefined ?
        { fr: `document ${name}`, en: `document ${name}` }
      : { fr: `pièce ${index + 1} (document ${name})`, en: `part ${index + 1} (document ${name})` };
    return [
      new Artefact(
        name,
        document.bytes,
        {
          ...(document.mediaType !== undefined && { mediaType: document.mediaType }),
          ...(about.transaction !== undefined && { transaction: about.transaction }),
        },
        { part, lineOffset: 0 },
      ),
    ];
  });
}
