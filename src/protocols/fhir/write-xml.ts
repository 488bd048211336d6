import { XmlSyntaxError } from '../xml/index.js';
import type { ElementTable } from './element-table.js';
import type { FhirNode } from './node.js';
import { narrativeOf } from './read-xml.js';

const HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n';
/** what FHIR calls an element; another key of JSON has no place in XML */
const NAME = /^[A-Za-z][A-Za-z0-9]{0,100}$/;

/**
 * Writes a resource in XML (FHIR R4, 2.6.1), the elements in the order of their type.
 * @param root as it was read, from JSON or XML
 */
export function writeFhirXml(root: FhirNode, table: ElementTable): string {
  return HEAD + resource(root, table, ' xmlns="http://hl7.org/fhir"');
}

const resource = (node: FhirNode, table: ElementTable, namespace = ''): string =>
  element(node.resourceType!, node, node.resourceType!, table, namespace);

function element(name: string, node: FhirNode, below: string, table: ElementTable, namespace = ''): string {
  const known = table.children(below);
  let attributes = namespace;
  if (node.value !== undefined) attributes += ` value="${escaped(node.value)}"`;
  const inside: { order: number; markup: string }[] = [];
  for (const child of node.children) {
    const about = known.get(child.name);
    if (!NAME.test(child.name)) continue;
    // in a resource, id is an element; anywhere else it is an attribute
    if (about?.attribute === true && child.value !== undefined) attributes += ` ${child.name}="${escaped(child.value)}"`;
    else inside.push({ order: about?.order ?? Infinity, markup: written(child, about?.below ?? '', table) });
  }
  inside.sort((a, b) => a.order - b.order);
  const content = inside.map(({ markup }) => markup).join('');
  return content === '' ? `<${name}${attributes}/>` : `<${name}${attributes}>${content}</${name}>`;
}

function written(node: FhirNode, below: string, table: ElementTable): string {
  if (node.xhtml !== undefined) return narrative(node);
  if (node.resourceType !== undefined) return `<${node.name}>${resource(node, table)}</${node.name}>`;
  return element(node.name, node, below, table);
}

/** A narrative as it was written; what is no XML becomes its text. */
function narrative(node: FhirNode): string {
  try {
    narrativeOf(node);
    return node.xhtml!.replace(/^<\?xml[^>]{0,200}\?>/, '');
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    return `<div xmlns="http://www.w3.org/1999/xhtml">${escaped(node.xhtml!)}</div>`;
  }
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

/** A text as an attribute holds it: white space as it is, what XML cannot hold replaced. */
const escaped = (text: string): string =>
  text.replace(/[&<>"\u0000-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, (found) => {
    if (found === '\t' || found === '\n' || found === '\r') return `&#${found.charCodeAt(0)};`;
    return ENTITIES[found] ?? '\ufffd';
  });
