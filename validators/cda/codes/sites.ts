import type { XmlElement } from '../../../src/protocols/xml/index.js';

const XSI = 'http://www.w3.org/2001/XMLSchema-instance';
/** The extension for laboratories, whose codes have no attribute beside them. */
const IHE_LAB = 'urn:oid:1.3.6.1.4.1.19376.1.3.2';

/** An element that carries a code, or what belongs to one. */
export interface Site {
  element: XmlElement;
  code: string | undefined;
  system: string | undefined;
  systemName: string | undefined;
  display: string | undefined;
  /** above the body of the document */
  header: boolean;
}

/** Elements of type CS: their code system is fixed by their place. */
const FIXED_SYSTEM = new Set(['statusCode', 'realmCode', 'languageCode', 'signatureCode']);

/** A code of type CS, a translation of a quantity (PQR) and an element of the laboratory extension name no system. */
export const needsSystem = (element: XmlElement): boolean =>
  element.attribute('value') === undefined
  && !/^(?:[^:]+:)?CS$/.test(element.attribute('type', XSI) ?? '')
  && element.namespace !== IHE_LAB
  && !(element.local === 'event' && element.parent?.local === 'effectiveTime')
  && !(element.local === 'code' && element.parent?.local === 'regionOfInterest');

/** The coded elements of a document, in its order. The narrative has none and is not walked. */
export function sitesOf(root: XmlElement): Site[] {
  const sites: Site[] = [];
  for (const child of root.elements()) collect(child, child.local !== 'component', sites);
  return sites;
}

function collect(top: XmlElement, header: boolean, sites: Site[]): void {
  const stack = [top];
  for (let element = stack.pop(); element; element = stack.pop()) {
    const site = siteOf(element, header);
    if (site) sites.push(site);
    if (element.local === 'text' && element.parent?.local === 'section') continue;
    const inner = element.elements();
    for (let i = inner.length - 1; i >= 0; i--) stack.push(inner[i]!);
  }
}

function siteOf(element: XmlElement, header: boolean): Site | undefined {
  let found = false;
  const site: Site = { element, code: undefined, system: undefined, systemName: undefined, display: undefined, header };
  for (const { name, value } of element.attributes) {
    if (name === 'code') site.code = value;
    else if (name === 'codeSystem') site.system = value;
    else if (name === 'codeSystemName') site.systemName = value;
    else if (name === 'displayName') site.display = value;
    else continue;
    found = true;
  }
  return found && !FIXED_SYSTEM.has(element.local) ? site : undefined;
}

/** The element that a translation translates. */
export function conceptOf(element: XmlElement): XmlElement {
  let here = element;
  while (here.local === 'translation' && here.parent) here = here.parent;
  return here;
}
