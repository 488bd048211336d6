import { XDSB, XOP_INCLUDE } from '../soap/names.js';

/** XML namespaces of XDS.b messages. */
export const NS = {
  rim: 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0',
  rs: 'urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0',
  lcm: 'urn:oasis:names:tc:ebxml-regrep:xsd:lcm:3.0',
  query: 'urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0',
  xdsb: XDSB,
  xop: XOP_INCLUDE,
} as const;

/** Namespaces of ebRS and ebRIM 2.1, used by XDS.a, and of drafts of 3.0 whose names differ from the published ones. */
export function isObsoleteEbxml(namespace: string): boolean {
  return /^urn:oasis:names:tc:ebxml-regrep:(?:registry|rim|query):xsd:/.test(namespace);
}
