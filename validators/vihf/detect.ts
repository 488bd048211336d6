import { headText } from '../../src/model/index.js';
import { SAML, WSSE } from '../../src/protocols/saml/index.js';

/** A SAML assertion or a wsse:Security header at the root is a VIHF; an envelope belongs to the soap validator. */
export function looksLikeVihf(head: Uint8Array): number {
  const text = headText(head);
  const root = rootTag(text);
  const local = /^<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)[\s/>]/.exec(root)?.[1];
  if (local === 'Assertion') return text.includes(SAML) ? 0.95 : 0.6;
  if (local === 'Security') return text.includes(WSSE) ? 0.9 : 0.5;
  return 0;
}

/** The text from the first start tag on; empty when there is none. */
function rootTag(text: string): string {
  let at = text.indexOf('<');
  while (at !== -1) {
    const close =
      text.startsWith('<?', at) ? text.indexOf('?>', at)
      : text.startsWith('<!--', at) ? text.indexOf('-->', at)
      : undefined;
    if (close === undefined) return text.slice(at, at + 200);
    at = close === -1 ? -1 : text.indexOf('<', close);
  }
  return '';
}
