import { headText } from '../../src/model/index.js';
import { SOAP_11, SOAP_12 } from '../../src/protocols/soap/index.js';

/** An HTTP or MIME message, or an envelope at the root of an XML document. */
export function looksLikeSoap(head: Uint8Array): number {
  const text = headText(head)
    .slice(0, 8192)
    .replace(/^[\u00ef\u00bb\u00bf\u00ff\u00fe\s]+/, '');
  const mentions = text.includes(SOAP_12) || text.includes(SOAP_11);
  if (/^(?:[A-Z]{3,10} \S+ HTTP\/1\.|HTTP\/1\.[01] \d{3})/.test(text)) return mentions || /(?:soap|xop)\+xml/i.test(text) ? 0.95 : 0.4;
  if (/^(?:--[^\r\n]{1,200}\r?\n|mime-version:|content-)/i.test(text)) return mentions || /(?:soap|xop)\+xml/i.test(text) ? 0.9 : 0.3;
  const root = /^(?:<\?[^>]{0,200}\?>|<!--[^]{0,2000}?-->|\s)*<(?:[\w.-]+:)?Envelope[\s>]/.test(text);
  if (!root) return 0;
  return mentions ? 0.9 : 0.5;
}
