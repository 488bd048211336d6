import { exchange } from './post.mjs';
import { failure } from './send.mjs';

/** A client of FHIR whose HTTP goes over mutual TLS. */
async function openClient(session, timeoutMs) {
  // loaded by those who ask by FHIR only
  const { MedplumClient } = await import('@medplum/core');
  const base = `${session.supplierFhir().replace(/\/$/, '')}/`;
  const readsCharset = session.breaks('readsCharset', () => 'utf8');
  const fetch = async (url, { method, headers, body }) => {
    const received = await exchange(url, { method, headers, body }, session.tls, { timeoutMs });
    return new globalThis.Response(received.body.toString(readsCharset('')), { status: received.status, headers: received.headers });
  };
  return { base, client: new MedplumClient({ baseUrl: base, fhirUrlPath: '', fetch, cacheTime: 0 }) };
}

/** What a server said of why it does not do what was asked. */
const reasonOf = ({ outcome, message }) => {
  const issues = (outcome?.issue ?? []).map(({ code, details, diagnostics }) =>
    [code, details?.text ?? diagnostics].filter(Boolean).join(' : '),
  );
  return issues.join(' ; ') || message;
};

/**
 * Gets a resource of FHIR. A healthy LPS asks once.
 * @param {string} address below the base of the server, or a whole address that the server gave
 * @param {string} type of the resource that is expected
 * @returns {Promise<{outcome: 'accepted' | 'refused' | 'silent', reason?: string, resource?: object, sent: number}>}
 */
export async function getFhir(session, address, type) {
  const { attempts, timeoutMs } = session.patience;
  for (let sent = 1; ; sent += 1) {
    const answer = await getOnce(session, address, type, session.input.timeoutMs ?? timeoutMs);
    const stubborn = answer.outcome !== 'accepted' && sent < attempts;
    if (!stubborn) return { ...answer, sent };
  }
}

async function getOnce(session, address, type, timeoutMs) {
  const { base, client } = await openClient(session, timeoutMs);
  try {
    // it is for the user to ask again, and not for the library
    const resource = await client.get(new URL(address, base), { maxRetries: 0 });
    if (resource?.resourceType !== type) return { outcome: 'silent', reason: `la réponse n’est pas une ressource ${type}` };
    return { outcome: 'accepted', resource };
  } catch (error) {
    if (error.outcome) return { outcome: 'refused', reason: reasonOf(error) };
    return { outcome: 'silent', reason: failure(error) };
  }
}
