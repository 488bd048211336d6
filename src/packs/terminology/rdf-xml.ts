import type { Skos, Subject } from './skos.js';
import { streamXml } from './xml-stream.js';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';
const XML = 'http://www.w3.org/XML/1998/namespace';

interface Frame {
  /** the subject that this element is, or that it is a property of */
  subject: Subject;
  /** full name of the property; undefined when the element is a subject */
  property: string | undefined;
  /** a subject without an element of its own: the content of a property (`rdf:parseType="Resource"`) */
  implicit: boolean;
  lang: string;
  text: string;
}

/** Reads the statements of RDF/XML. */
export function streamRdfXml(bytes: Uint8Array, skos: Skos): void {
  const frames: Frame[] = [];
  streamXml(bytes, {
    open(element) {
      const { local, namespace, attributes, line } = element;
      const outer = frames.at(-1);
      const lang = attributes.get('xml:lang') ?? outer?.lang ?? '';
      if (namespace === RDF && local === 'RDF') return;
      const named = [...attributes].flatMap(([name, value]): [string, string][] => {
        const colon = name.indexOf(':');
        return colon === -1 || name.startsWith('xmlns:') ?
            []
          : [[`${element.namespaceOf(name.slice(0, colon))}${name.slice(colon + 1)}`, value]];
      });
      const value = (name: string): string | undefined => named.find(([key]) => key === name)?.[1];
      // a property holds a subject, a subject holds properties
      if (outer !== undefined && outer.property === undefined) {
        frames.push({ subject: outer.subject, property: namespace + local, implicit: false, lang, text: '' });
        const resource = value(`${RDF}resource`);
        if (resource !== undefined) skos.statement(outer.subject, namespace + local, resource, '');
        if (value(`${RDF}parseType`) === 'Resource')
          frames.push({ subject: skos.subject('', line), property: undefined, implicit: true, lang, text: '' });
        return;
      }
      const subject = skos.subject(value(`${RDF}about`) ?? '', line);
      frames.push({ subject, property: undefined, implicit: false, lang, text: '' });
      if (!(namespace === RDF && local === 'Description')) skos.statement(subject, `${RDF}type`, namespace + local, '');
      for (const [name, text] of named) if (!name.startsWith(RDF) && !name.startsWith(XML)) skos.statement(subject, name, text, lang);
    },
    text(text) {
      const frame = frames.at(-1);
      if (frame?.property !== undefined && frame.text.length < MOST_TEXT) frame.text += text;
    },
    close() {
      const frame = frames.pop();
      if (frame?.property !== undefined) {
        if (frame.text.trim() !== '') skos.statement(frame.subject, frame.property, frame.text.trim(), frame.lang);
      } else if (frame !== undefined) {
        skos.end(frame.subject);
        // and the property that it is the content of
        if (frame.implicit) frames.pop();
      }
    },
  });
}

const MOST_TEXT = 64 * 1024;
