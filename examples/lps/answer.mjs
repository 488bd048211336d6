import { readSoap } from '../wire/multipart.mjs';
import { all, children, first, NS, parseXml, textOf } from '../wire/xml.mjs';

/** What a platform says of itself, not of the request: the same request may succeed later. */
const PASSING = new Set([
  'XDSRegistryBusy',
  'XDSRepositoryBusy',
  'XDSRegistryOutOfResources',
  'XDSRepositoryOutOfResources',
  'XDSRegistryNotAvailable',
]);

/** Does an answer name the request by its wsa:MessageID? A fault need not: the request may be what could not be read. */
function isOurs(header, content, messageId) {
  const related = children(header, 'wsa:RelatesTo').map((element) => element.textContent.trim());
  return related.includes(messageId) || (related.length === 0 && content.localName === 'Fault');
}

/** Is the wsa:MessageID of an answer a new one? No client needs to know. */
const isNewId = (header, messageId) => {
  const id = textOf(header, 'wsa:MessageID') ?? '';
  return /^urn:uuid:/.test(id) && id !== messageId;
};

/**
 * Opens what was answered to the message of that wsa:MessageID: `content`, what the body of the envelope holds; or why there is none.
 * `passing`: the same request may be accepted later, after `waitMs` where that is said; `stranger`: it is the answer to another message.
 * @returns {{outcome?: 'refused' | 'unreadable', passing?: boolean, waitMs?: number, stranger?: boolean, reason?: string, content?: Element, parts?: Map}}
 */
export function openAnswer({ status, contentType, retryAfter, body }, { messageId, breaks }) {
  if (status === 503) {
    const seconds = /^\d+$/.test(retryAfter ?? '') ? Number(retryAfter) : undefined;
    const waitMs = seconds === undefined ? undefined : seconds * 1000;
    return { outcome: 'refused', passing: true, waitMs, reason: 'la plateforme est momentanément indisponible' };
  }
  if (status === 401 || status === 403) return { outcome: 'refused', reason: `la plateforme refuse l’accès (HTTP ${status})` };
  let message, envelope;
  try {
    message = readSoap(contentType, body);
    envelope = parseXml(message.envelope).documentElement;
  } catch (error) {
    return { outcome: 'unreadable', reason: `réponse illisible (HTTP ${status}) : ${error.message}` };
  }
  const content = children(children(envelope, 'soap:Body')[0])[0];
  if (envelope.namespaceURI !== NS.soap || !content) return { outcome: 'unreadable', reason: 'la réponse n’est pas un message SOAP 1.2' };
  const header = children(envelope, 'soap:Header')[0];
  if (breaks('answerIsOurs', true) && !isOurs(header, content, messageId))
    return { outcome: 'unreadable', stranger: true, reason: 'la réponse est celle d’un autre message' };
  if (breaks('answerIsNew', false) && !isNewId(header, messageId))
    return { outcome: 'unreadable', reason: 'la réponse n’a pas d’identifiant à elle' };
  if (content.localName === 'Fault') {
    const code = textOf(content, 'soap:Value') ?? '';
    // a receiver that failed does not say whether it had done what it was asked
    return {
      outcome: code.endsWith('Receiver') ? 'unreadable' : 'refused',
      reason: textOf(content, 'soap:Text') || 'erreur SOAP sans motif',
    };
  }
  return { content, parts: message.parts };
}

/**
 * Reads what the platform answered to the message of that wsa:MessageID. `passing`: it may accept the same request later, after `waitMs` where it says so;
 * `codes`: of the registry errors.
 * @returns {{outcome: 'accepted' | 'refused' | 'unreadable', passing?: boolean, waitMs?: number, codes?: string[], reason?: string, body?: Element, parts?: Map}}
 */
export function readAnswer(received, options) {
  const opened = openAnswer(received, options);
  const { content, parts } = opened;
  if (!content) return opened;
  const registry = content.hasAttribute('status') ? content : first(content, 'rs:RegistryResponse');
  const verdict = registry?.getAttribute('status') ?? '';
  if (!verdict) return { outcome: 'unreadable', reason: 'la réponse ne dit pas si la demande a abouti' };
  const errors = all(registry, 'rs:RegistryError').filter((e) => !/:Warning$/.test(e.getAttribute('severity') ?? ''));
  if (!verdict.endsWith(':Success') || errors.length > 0) {
    const reasons = errors.map((e) => `${e.getAttribute('errorCode')} ${e.getAttribute('codeContext') ?? ''}`.trim());
    const codes = errors.map((e) => e.getAttribute('errorCode'));
    const passing = codes.length > 0 && codes.every((code) => PASSING.has(code));
    const partial = verdict.endsWith(':PartialSuccess');
    const reason = reasons.join(' ') || 'refus sans motif';
    return { outcome: 'refused', passing, partial, codes, reason, body: content, parts };
  }
  return { outcome: 'accepted', body: content, parts };
}
