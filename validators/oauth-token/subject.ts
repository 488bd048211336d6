import { headText, type Artefact, type Place } from '../../src/model/index.js';
import { presentedToken, type Presented } from '../../src/protocols/oauth/index.js';
import { placeAt } from '../../src/protocols/xml/index.js';
import { messageOf } from '../fhir-rest/exchange.js';

/** What there is to judge: a token by itself, or as a request shows it. */
export interface Subject {
  shown: Presented;
  /** absent: not of a request */
  request?: Artefact;
  place: Place;
}

const BARE = /^\s*(?:Bearer\s+)?(eyJ[\w-]*\.[\w-]*\.[\w-]*)\s*$/;
const START_OF_HTTP = /^[A-Z]{3,10} \S+ HTTP\/1\./;

/** How surely bytes are a token or a request with one, from the first of them. */
export function looksLikeToken(head: Uint8Array): number {
  const text = headText(head);
  if (BARE.test(text)) return 0.95;
  return START_OF_HTTP.test(text) && /^authorization:[ \t]*bearer /im.test(text.split(/\r?\n\r?\n/, 1)[0]!) ? 0.8 : 0;
}

/** Finds the token: in the headers of a message in evidence, in a request in a file, in what an authorization server answered, or alone. */
export function subjectOf(artefact: Artefact): Subject | undefined {
  const place = placeAt(artefact);
  const message = messageOf(artefact);
  const text = new TextDecoder('latin1').decode(artefact.bytes);
  if (message.about.headers && message.about.status === undefined)
    return ofRequest(message, message === artefact ? { ...place, part: HEADER } : placeOfHeader(text, place));
  const token = BARE.exec(text)?.[1] ?? issuedToken(text);
  if (token === undefined) return undefined;
  const at = text.indexOf(token);
  return { shown: { token }, place: { ...place, ...lineAndColumn(text, at, place.line) } };
}

const HEADER = { fr: 'en-tête HTTP Authorization', en: 'HTTP header Authorization' };

function ofRequest(request: Artefact, place: Place): Subject {
  const { headers = {}, target = '' } = request.about;
  const isForm = (headers['content-type'] ?? '').toLowerCase().startsWith('application/x-www-form-urlencoded');
  const form = isForm ? new TextDecoder('latin1').decode(request.bytes) : '';
  return { shown: presentedToken(headers['authorization'], target, form), request, place };
}

function placeOfHeader(text: string, place: Place): Place {
  const at = text.split(/\r?\n\r?\n/, 1)[0]!.search(/^authorization:/im);
  return at === -1 ? place : { ...place, ...lineAndColumn(text, at, place.line) };
}

function lineAndColumn(text: string, at: number, first: number): { line: number; column: number } {
  const before = text.slice(0, at);
  return { line: first + before.split('\n').length - 1, column: at - before.lastIndexOf('\n') };
}

/** The token that a token endpoint returned (RFC 6749, 5.1). */
function issuedToken(text: string): string | undefined {
  if (!/^\s*\{/.test(text) || text.length > 1_000_000) return undefined;
  try {
    const { access_token: token } = JSON.parse(text) as { access_token?: unknown };
    return typeof token === 'string' && token !== '' ? token : undefined;
  } catch {
    return undefined;
  }
}
