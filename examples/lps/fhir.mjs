import { MedplumClient } from '@medplum/core';
import { accessToken, dropToken } from './access-token.mjs';
import { readFhirXml } from './fhir-xml.mjs';
import { exchange } from './post.mjs';
import { failure } from './send.mjs';

/** How often a request is repeated when the server says that it is busy, and how long is waited before. */
const BUSY_REPEATS = 2;
const BUSY_WAIT_MS = 100;
const LONGEST_WAIT_MS = 5_000;
const BUSY = new Set([429, 503]);

const UNREADABLE = 'ANSWER_UNREADABLE';

const isXml = (type) => /^application\/(?:fhir\+)?xml\b/.test(type);
const isJson = (type) => /^application\/(?:fhir\+)?json\b/.test(type);

/** @throws {Error} for what is no FHIR */
function read(session, { headers, body }) {
  const type = headers['content-type'] ?? '';
  if (isXml(type)) return readFhirXml(body.toString('utf8'));
  if (!session.breaks('contentIsFhir', isJson(type))) throw new Error(`type ${type || 'inconnu'}`);
  return JSON.parse(body.toString('utf8'));
}

/** The fetch() of the FHIR client: over mutual TLS, bounded, and an answer is kept as it came. */
const fetchOver =
  (session, told, base, token) =>
  async (given, { method, headers: wanted, body: text }) => {
    const headers = Object.fromEntries(new Headers(wanted));
    // a token is for the server that it was asked for, and for nobody else
    const isTheirs = new URL(given).origin === new URL(base).origin || !session.breaks('staysHome', true);
    const url = token && isTheirs ? session.breaks('bearer', bearerIn, token)(given, headers, token) : given;
    // what the client of others says of itself is nobody's concern
    delete headers['x-medplum'];
    if (session.input.format === 'xml') headers.accept = session.breaks('acceptedXml', 'application/fhir+xml');
    const body = text === undefined ? undefined : Buffer.from(text, session.breaks('hl7Encoding', 'utf8'));
    if (body) headers['content-length'] = body.length;
    const timeoutMs = session.input.timeoutMs ?? session.patience.timeoutMs;
    const message = session.breaks('fhirMessage', { method, headers, body });
    told.answer = await exchange(url, message, session.tls, { timeoutMs });
    const { status, body: answered } = told.answer;
    try {
      if (answered.length > 0) told.resource = read(session, told.answer);
    } catch (error) {
      if (status < 400) throw Object.assign(new Error(`réponse illisible (HTTP ${status}) : ${error.message}`), { code: UNREADABLE });
    }
    const isEmpty = status === 204 || status === 304;
    return new Response(isEmpty ? null : JSON.stringify(told.resource ?? {}), {
      status,
      headers: { 'content-type': 'application/fhir+json' },
    });
  };

/** The words of an OperationOutcome for the user; what else is known where there are none. */
function wordsOf({ answer, resource }) {
  const issues = resource?.resourceType === 'OperationOutcome' ? (resource.issue ?? []) : [];
  const words = issues.map(({ details, diagnostics, code }) => details?.text ?? diagnostics ?? code).filter(Boolean);
  return words.length > 0 ? words.join(' ; ') : `HTTP ${answer.status}`;
}

/** A token is shown in the header only (RFC 6750, 2.1). @returns the address as it was */
function bearerIn(url, headers, token) {
  headers.authorization = `Bearer ${token}`;
  return url;
}

async function askOnce(session, base, interact, token) {
  const told = {};
  // each request is sent when it is asked for, and once: repeating is decided here
  const client = new MedplumClient({
    baseUrl: `${base}/`,
    fhirUrlPath: '',
    fetch: fetchOver(session, told, base, token),
    cacheTime: 0,
    autoBatchTime: 0,
  });
  try {
    await interact(client, { maxRetries: 0 });
    return { outcome: 'accepted', resource: told.resource, version: told.answer?.headers.etag };
  } catch (error) {
    if (error.code === UNREADABLE) return { outcome: 'unreadable', reason: error.message };
    if (!told.answer) return { outcome: 'silent', reason: failure(error) };
    const { status, headers } = told.answer;
    const waitMs = /^\d+$/.test(headers['retry-after'] ?? '') ? Number(headers['retry-after']) * 1000 : undefined;
    return { outcome: 'refused', status, passing: BUSY.has(status), waitMs, reason: wordsOf(told) };
  }
}

/**
 * One interaction with a FHIR server. A healthy LPS repeats it by itself only when the server said that it is busy, a few
 * times, and waits before.
 * @param {(client: MedplumClient, options: object) => Promise<unknown>} interact what is asked, by a client of others
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'unreadable' | 'silent', resource?: object, status?: number, version?: string, reason?: string, sent: number}>}
 */
export async function ask(session, base, interact) {
  const { attempts, busyRepeats = BUSY_REPEATS } = session.patience;
  let renewals = session.breaks('renewals', 1);
  for (let sent = 1; ; sent += 1) {
    let token;
    try {
      token = await accessToken(session, base);
    } catch (error) {
      return { outcome: 'silent', reason: error.message, sent: sent - 1 };
    }
    const answer = await askOnce(session, base, interact, token);
    // it may have expired meanwhile: another one is asked for, once; for what is not allowed no other would do
    if (token && renewals > 0 && session.breaks('isExpired', answer.status === 401, answer.status)) {
      renewals -= 1;
      dropToken(session, base);
      continue;
    }
    const stubborn = answer.outcome !== 'accepted' && sent < attempts;
    const busy = answer.passing === true && sent <= busyRepeats && (answer.waitMs ?? 0) <= LONGEST_WAIT_MS;
    const twice = answer.outcome === 'accepted' && sent < session.breaks('copies', 1);
    if (!stubborn && !busy && !twice) return { ...answer, sent };
    if (busy) await new Promise((resume) => setTimeout(resume, session.breaks('wait', answer.waitMs ?? BUSY_WAIT_MS)));
  }
}

/** A value as a search has it: what separates values is escaped (FHIR R4, 3.1.1.3.1). */
export const criterion = (session, value) => session.breaks('escaped', value.replace(/[\\,$|]/g, '\\$&'), value);

/** An identifier as a search has it. */
export const token = (session, { system, value }) => `${session.breaks('tokenSystem', system)}|${criterion(session, value)}`;
