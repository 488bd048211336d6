import { XmlElement } from '../../src/protocols/xml/index.js';

/** What two XML readers must agree on: names, namespaces, attributes (without declarations), text and order. */
export interface TreeForm {
  name: string;
  namespace: string;
  /** name as written, namespace, value; sorted by name */
  attributes: [string, string, string][];
  children: (TreeForm | string)[];
}

export function treeForm(element: XmlElement): TreeForm {
  return {
    name: element.name,
    namespace: element.namespace,
    attributes: element.attributes
      .filter((a) => a.namespace !== 'http://www.w3.org/2000/xmlns/')
      .map((a): [string, string, string] => [a.name, a.namespace, a.value])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    children: element.children.map((child) => (child instanceof XmlElement ? treeForm(child) : child.text)),
  };
}
