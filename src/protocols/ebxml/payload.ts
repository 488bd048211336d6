import type { XmlElement } from '../xml/index.js';

/**
 * What a message is about: the first child of the SOAP body when the root is an envelope (of any SOAP version), the
 * root itself otherwise.
 */
export function payloadOf(root: XmlElement): XmlElement | undefined {
  if (root.local !== 'Envelope') return root;
  return root.element('Body')?.elements()[0];
}
