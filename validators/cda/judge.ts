import { XmlChecklist, type XmlElement } from '../../src/protocols/xml/index.js';

export const CDA = 'urn:hl7-org:v3';
const PREFIXES: Readonly<Record<string, string>> = {
  sdtc: 'urn:hl7-org:sdtc',
  lab: 'urn:oid:1.3.6.1.4.1.19376.1.3.2',
  'ps3-20': 'urn:dicom-org:ps3-20',
};

/** One document under judgement; what rules look up again and again in its header is found once. */
export class Judge extends XmlChecklist {
  readonly #found = new Map<string, XmlElement[]>();

  /** Header elements reached by a path from ClinicalDocument; each step is an HL7 name or a prefixed extension. */
  at(root: XmlElement, path: string): XmlElement[] {
    if (path === '') return [root];
    const known = this.#found.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('/');
    const found = this.at(root, cut === -1 ? '' : path.slice(0, cut)).flatMap((parent) => childrenOf(parent, path.slice(cut + 1)));
    this.#found.set(path, found);
    return found;
  }
}

/** Children by HL7 name, or by prefixed name of an extension: `lab:statusCode`. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  const colon = name.indexOf(':');
  return colon === -1 ? parent.elements(name, CDA) : parent.elements(name.slice(colon + 1), PREFIXES[name.slice(0, colon)]);
}

export const isNull = (element: XmlElement): boolean => element.attribute('nullFlavor') !== undefined;
