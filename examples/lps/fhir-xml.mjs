import { parseXml } from '../wire/xml.mjs';

/** Elements that may come several times, of the resources that this LPS reads; a name is one text of a place, several of a person. */
const REPEATED = new Set(['entry', 'link', 'issue', 'actor', 'given', 'participant', 'slot', 'identifier', 'extension']);

/** A resource from its XML, as its JSON has it: as far as this LPS reads it. */
export const readFhirXml = (text) => resource(parseXml(text).documentElement);

const resource = (element) => ({ resourceType: element.localName, ...contentOf(element) });

function contentOf(element) {
  const content = {};
  for (const child of Array.from(element.childNodes).filter(({ nodeType }) => nodeType === 1)) {
    const { localName: name } = child;
    const value = read(child);
    if (REPEATED.has(name) || (name === 'name' && typeof value === 'object')) (content[name] ??= []).push(value);
    else content[name] = value;
  }
  return content;
}

function read(element) {
  if (element.localName === 'resource') return resource(Array.from(element.childNodes).find(({ nodeType }) => nodeType === 1));
  return element.hasAttribute('value') ? element.getAttribute('value') : contentOf(element);
}
