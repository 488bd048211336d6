import { readSoap } from '../wire/multipart.mjs';
import { all, children, first, NS, parseXml, textOf } from '../wire/xml.mjs';

/**
 * Reads what the platform answered.
 * @returns {{outcome: 'accepted' | 'refused' | 'unreadable', reason?: string, body?: Element, parts?: Map}}
 */
export function readAnswer({ status, contentType, body }) {
  let message, envelope;
  try {
    message = readSoap(contentType, body);
    envelope = parseXml(message.envelope).documentElement;
  } catch (error) {
    return { outcome: 'unreadable', reason: `réponse illisible (HTTP ${status}) : ${error.message}` };
  }
  const content = children(children(envelope, 'soap:Body')[0])[0];
  if (envelope.namespaceURI !== NS.soap || !content) return { outcome: 'unreadable', reason: 'la réponse n’est pas un message SOAP 1.2' };
  if (content.localName === 'Fault') return { outcome: 'refused', reason: textOf(content, 'soap:Text') || 'erreur SOAP sans motif' };
  const registry = content.hasAttribute('status') ? content : first(content, 'rs:RegistryResponse');
  const verdict = registry?.getAttribute('status') ?? '';
  if (!verdict) return { outcome: 'unreadable', reason: 'la réponse ne dit pas si la demande a abouti' };
  const errors = all(registry, 'rs:RegistryError').filter((e) => !/:Warning$/.test(e.getAttribute('severity') ?? ''));
  if (!verdict.endsWith(':Success') || errors.length > 0) {
    const reasons = errors.map((e) => `${e.getAttribute('errorCode')} ${e.getAttribute('codeContext') ?? ''}`.trim());
    return { outcome: 'refused', reason: reasons.join(' ') || 'refus sans motif', body: content, parts: message.parts };
  }
  return { outcome: 'accepted', body: content, parts: message.parts };
}
