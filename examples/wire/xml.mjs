import { DOMParser } from '@xmldom/xmldom';

/** The namespaces of the messages, under the prefixes used here. */
export const NS = {
  soap: 'http://www.w3.org/2003/05/soap-envelope',
  soap11: 'http://schemas.xmlsoap.org/soap/envelope/',
  wsa: 'http://www.w3.org/2005/08/addressing',
  wsse: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd',
  wsu: 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd',
  wst: 'http://docs.oasis-open.org/ws-sx/ws-trust/200512',
  auth: 'http://docs.oasis-open.org/wsfed/authorization/200706',
  saml: 'urn:oasis:names:tc:SAML:2.0:assertion',
  samlp: 'urn:oasis:names:tc:SAML:2.0:protocol',
  req: 'urn:oasis:names:tc:SAML:protocol:ext:req-attr',
  ds: 'http://www.w3.org/2000/09/xmldsig#',
  xsi: 'http://www.w3.org/2001/XMLSchema-instance',
  hl7: 'urn:hl7-org:v3',
  xop: 'http://www.w3.org/2004/08/xop/include',
  xdsb: 'urn:ihe:iti:xds-b:2007',
  lcm: 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
  rim: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
  rs: 'urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0',
  query: 'urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0',
};

const ENTITIES = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', '\r': '&#13;' };

class Markup {
  constructor(text) {
    this.text = text;
  }
  toString() {
    return this.text;
  }
}

/** Marks text that is XML already, so that `xml` does not escape it again. */
export const raw = (text) => new Markup(String(text));

function piece(value) {
  if (value === undefined || value === null || value === false) return '';
  if (Array.isArray(value)) return value.map(piece).join('');
  if (value instanceof Markup) return value.text;
  return String(value).replace(/[&<>"\r]/g, (c) => ENTITIES[c]);
}

/** Template tag: escapes what is put in, except what `xml` made itself; lists are joined, absent values vanish. */
export const xml = (strings, ...values) => raw(strings.reduce((text, next, i) => text + piece(values[i - 1]) + next));

/**
 * Reads XML; a document type declaration is refused, so no entity is ever expanded.
 * @throws {Error} when it is not well-formed
 */
export function parseXml(text) {
  if (/<!DOCTYPE/i.test(text)) throw new Error('une déclaration de type de document n’est pas acceptée');
  const fail = (message) => {
    throw new Error(message);
  };
  const document = new DOMParser({ errorHandler: { warning: fail, error: fail, fatalError: fail } }).parseFromString(text, 'text/xml');
  if (!document?.documentElement) throw new Error('aucun élément racine');
  return document;
}

/** Every element `prefix:name` under a node. */
export const all = (node, name) => {
  const [prefix, local] = name.split(':');
  return Array.from(node?.getElementsByTagNameNS(NS[prefix], local) ?? []);
};

/** The first element `prefix:name` under a node. */
export const first = (node, name) => all(node, name)[0];

/** Element children of a node, those called `prefix:name` when it is given. */
export const children = (node, name) => {
  const [prefix, local] = name?.split(':') ?? [];
  return Array.from(node?.childNodes ?? []).filter(
    (n) => n.nodeType === 1 && (!name || (n.namespaceURI === NS[prefix] && n.localName === local)),
  );
};

/** Trimmed text of the first `prefix:name` under a node, or nothing. */
export const textOf = (node, name) => first(node, name)?.textContent.trim();
