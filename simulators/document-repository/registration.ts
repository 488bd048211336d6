import { NS, type Submission } from '../../src/protocols/ebxml/index.js';
import { Raw, xml, type XmlElement } from '../../src/protocols/xml/index.js';
import type { Delivered } from './delivery.js';

/** A piece of text that takes the place of another. */
interface Edit {
  start: number;
  end: number;
  text: string;
}

/**
 * The SubmitObjectsRequest to register a submission with (ITI-42): as the source wrote it, so that the registry judges
 * what was sent, with what only the repository knows added to each entry: size and hash of what arrived, and its own
 * identifier (ITI TF-2, 3.41.4.1.3).
 */
export function registrationOf({ request }: Submission, documents: readonly Delivered[], repository: string): Raw {
  const edits = documents.flatMap(({ entry, sha1, bytes }): Edit[] => {
    const own = entry.slot('repositoryUniqueId')?.element;
    const added = [
      ...(entry.slot('hash') ? [] : [slot('hash', sha1)]),
      ...(entry.slot('size') ? [] : [slot('size', String(bytes.length))]),
      ...(own ? [] : [slot('repositoryUniqueId', repository)]),
    ];
    const { contentStart } = entry.element;
    return [
      { start: contentStart, end: contentStart, text: added.join('') },
      ...(own ? [{ start: own.start, end: own.end, text: slot('repositoryUniqueId', repository) }] : []),
    ];
  });
  return new Raw(standalone(request, edits));
}

const slot = (name: string, value: string): string =>
  xml`<rim:Slot xmlns:rim="${NS.rim}" name="${name}"><rim:ValueList><rim:Value>${value}</rim:Value></rim:ValueList></rim:Slot>`.markup;

/** The markup of an element with the namespaces it needs, to be put into another message. */
export function standalone(element: XmlElement, edits: readonly Edit[] = []): string {
  const { text } = element.document;
  const own = new Set(element.attributes.map(({ name }) => name));
  const missing = [...element.scope].filter(([prefix]) => prefix !== 'xml' && !own.has(prefix === '' ? 'xmlns' : `xmlns:${prefix}`));
  const declarations = missing.map(
    ([prefix, namespace]) => xml` ${new Raw(prefix === '' ? 'xmlns' : `xmlns:${prefix}`)}="${namespace}"`.markup,
  );
  const nameEnd = element.start + 1 + element.name.length;
  let written = text.slice(element.start, nameEnd) + declarations.join('');
  let at = nameEnd;
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    written += text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return written + text.slice(at, element.end);
}
