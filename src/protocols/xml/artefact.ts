import type { Artefact, Place } from '../../model/index.js';
import { readXml, XmlSyntaxError } from './reader.js';
import type { XmlAttribute, XmlDocument, XmlElement } from './tree.js';

const KEY = Symbol('xml');

/**
 * The XML tree of an artefact, read once.
 * @throws XmlSyntaxError
 */
export function xmlOf(artefact: Artefact): XmlDocument {
  const read = artefact.memo<XmlDocument | XmlSyntaxError>(KEY, () => {
    try {
      const charset = /charset\s*=\s*"?([A-Za-z0-9._-]+)/i.exec(artefact.about.mediaType ?? '')?.[1];
      return readXml(artefact.bytes, { charset, lineOffset: artefact.origin.lineOffset });
    } catch (error) {
      if (error instanceof XmlSyntaxError) return error;
      throw error;
    }
  });
  if (read instanceof XmlSyntaxError) throw read;
  return read;
}

/** The place of an element, an attribute of it, or a text inside it. */
export function placeOf(artefact: Artefact, element: XmlElement, attribute?: XmlAttribute | string): Place {
  const found = typeof attribute === 'string' ? element.attributes.find((a) => a.name === attribute || a.local === attribute) : attribute;
  return {
    ...placeAt(artefact),
    ...element.document.position(found?.start ?? element.start),
    path: found ? `${element.path}/@${found.name}` : element.path,
  };
}

/** The place of a missing child: where its parent opens, with the path it should have had. */
export function placeOfMissing(artefact: Artefact, parent: XmlElement, path: string): Place {
  return { ...placeAt(artefact), ...parent.document.position(parent.start), path: `${parent.path}/${path}` };
}

/** The place of a syntax error. */
export function placeOfError(artefact: Artefact, error: XmlSyntaxError): Place {
  return { ...placeAt(artefact), line: error.line, column: error.column, path: '/' };
}

/** The beginning of an artefact, for what concerns the whole of it. */
export function placeAt(artefact: Artefact): Place {
  const { part, lineOffset } = artefact.origin;
  return { ...(part && { part }), ...(lineOffset === 0 && { blob: artefact.sha256 }), line: 1 + lineOffset, column: 1, path: '/' };
}
