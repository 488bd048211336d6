import { XmlCData, XmlDocument, XmlElement, XmlText } from 'libxml2-wasm';
import type { TreeForm } from './tree-form.js';

const qualified = (node: { prefix: string; name: string }): string => (node.prefix ? `${node.prefix}:${node.name}` : node.name);

/** The tree that libxml2 itself builds of bytes that it accepts. */
export function libxml2Form(bytes: Uint8Array): TreeForm {
  const document = XmlDocument.fromBuffer(bytes);
  try {
    return form(document.root);
  } finally {
    document.dispose();
  }
}

function form(element: XmlElement): TreeForm {
  const children: TreeForm['children'] = [];
  // by XPath: this binding knows no next sibling of a processing instruction
  for (const node of element.find('node()')) {
    const last = children.at(-1);
    if (node instanceof XmlElement) children.push(form(node));
    else if (!(node instanceof XmlText || node instanceof XmlCData)) continue;
    else if (typeof last === 'string') children[children.length - 1] = last + node.content;
    else children.push(node.content);
  }
  return {
    name: qualified(element),
    namespace: element.namespaceUri,
    attributes: element.attrs
      .map((a): [string, string, string] => [qualified(a), a.namespaceUri, a.value])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    children: children.filter((child) => child !== ''),
  };
}
