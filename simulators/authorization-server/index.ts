import type { IncomingMessage } from 'node:http';
import { inject } from '@hapi/shot';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { badParameter } from '../../src/oauth/index.js';
import { TOKEN_ATTACKS, tokenAttack } from '../../src/protocols/oauth/index.js';
import { HttpServer, plannedStatus, type HttpAnswer, type HttpRequest, type Listening } from '../../src/transport/index.js';
import { openProvider, type Caller, type Issuer } from './provider.js';

const ACTOR = 'authorization-server';

/** What a token request with a fault, or with the parameter `addax_token`, may ask for: an issuer sends nothing to servers. */
const ISSUABLE = TOKEN_ATTACKS.filter(({ send }) => !send).map(({ id }) => id);

/**
 * Authorization Server of IHE IUA: gives access tokens to systems (client credentials), and tells where its keys are.
 * It is oidc-provider behind a door of ours, so that every byte is evidence. Parameters: `clients` (file), `audiences`
 * (servers that tokens are for, with commas; absent: any), `token-seconds` (300), `signing-keys` (file of private keys).
 */
export class AuthorizationServer implements Simulator {
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    for (const { fault } of context.faults)
      if (fault.token !== undefined && !ISSUABLE.includes(fault.token))
        throw badParameter('fault', {
          fr: `token\u00A0: «\u00A0${fault.token}\u00A0» n’est pas un jeton faux que cet acteur sait émettre (${ISSUABLE.join(', ')})`,
          en: `token: “${fault.token}” is no wrong token that this actor can issue (${ISSUABLE.join(', ')})`,
        });
    const callers = new WeakMap<IncomingMessage, Caller>();
    let open: (issuer: Promise<Issuer>) => void = () => undefined;
    // who is faster than we are waits until the issuer knows its own address
    const issuer = new Promise<Issuer>((done) => (open = done));
    const listening = await HttpServer.listen({
      actor: ACTOR,
      context,
      // the issuer is the whole door: its metadata stand at its root (RFC 8414, 3)
      path: '',
      methods: ['GET', 'HEAD', 'POST', 'OPTIONS'],
      handle: async (request) => answer(request, await issuer, callers, context),
    });
    const { url } = listening;
    try {
      const opened = openProvider(url, context, callers);
      issuer.catch(() => undefined);
      open(opened);
      await opened;
    } catch (error) {
      await listening.close();
      throw error;
    }
    this.#listening = listening;
    return ['ITI-71', 'ITI-103'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} only answers: ${transaction} cannot be asked of it`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
  }
}

/** One request, handed to oidc-provider as if its own listener had read it. */
async function answer(
  request: HttpRequest,
  { provider, keys }: Issuer,
  callers: WeakMap<IncomingMessage, Caller>,
  context: SimulatorContext,
): Promise<HttpAnswer> {
  const { faults, peer, method } = request;
  const transaction = transactionOf(request);
  faults.meet(transaction);
  const named = transaction === undefined ? {} : { transaction };
  const planned = plannedStatus(faults);
  if (planned) return { ...planned, ...named };
  const wrong = transaction === 'ITI-71' ? wrongTokenOf(request) : undefined;
  const handler = provider.callback();
  const { statusCode, headers, rawPayload } = await inject(
    (injected, response) => {
      // it has what oidc-provider reads of a request: method, address, headers and body
      const incoming = injected as unknown as IncomingMessage;
      callers.set(incoming, { peer, ...(wrong !== undefined && { wrong }) });
      void handler(incoming, response);
    },
    { method, url: request.path, headers: headersFor(request), payload: Buffer.from(request.body), remoteAddress: '127.0.0.1' },
  );
  if (statusCode >= 500)
    context.recorder.record({
      kind: 'error',
      owner: 'tool',
      message: {
        fr: `Le serveur d’autorisation a échoué sur l’échange ${request.exchange}`,
        en: `The authorization server failed on exchange ${request.exchange}`,
      },
    });
  return {
    status: statusCode,
    headers: answerHeaders(headers),
    body: [forged(rawPayload, wrong, keys)],
    ...named,
  };
}

function transactionOf({ path }: HttpRequest): string | undefined {
  const [target] = path.split('?', 1);
  if (target === '/token') return 'ITI-71';
  if (target === '/jwks') return 'JWKS';
  return target?.startsWith('/.well-known/') === true ? 'ITI-103' : undefined;
}

/** The wrong token that a fault or the client itself asks for. */
function wrongTokenOf({ faults, headers, body }: HttpRequest): string | undefined {
  const planned = faults.take('token');
  if (planned !== undefined) return planned;
  if (!(headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded')) return undefined;
  const asked = new URLSearchParams(Buffer.from(body).toString('latin1')).get('addax_token');
  return asked !== null && ISSUABLE.includes(asked) ? asked : undefined;
}

/** Of one connection, or about proxies that there are none of. */
const LEFT = /^(?:connection|keep-alive|transfer-encoding|content-length|expect|upgrade|forwarded|x-forwarded-.*)$/;

function headersFor({ headers, body, peer }: HttpRequest): Record<string, string> {
  const kept = Object.entries(headers).filter(([name]) => !LEFT.test(name));
  return {
    ...Object.fromEntries(kept),
    ...(body.length > 0 && { 'content-length': String(body.length) }),
    'x-forwarded-proto': peer.tls ? 'https' : 'http',
  };
}

function answerHeaders(given: Readonly<Record<string, unknown>>): Record<string, string> {
  const told = Object.entries(given).filter(
    ([name, value]) => value !== undefined && !/^(?:connection|transfer-encoding|content-length|date)$/.test(name),
  );
  return Object.fromEntries(told.map(([name, value]) => [name, Array.isArray(value) ? value.join(', ') : String(value)]));
}

/** The answer with a token that anybody could have made wrong. */
function forged(payload: Buffer, wrong: string | undefined, keys: Issuer['keys']): Uint8Array {
  const forge = tokenAttack(wrong ?? '')?.forge;
  if (!forge) return payload;
  const told = JSON.parse(payload.toString('utf8')) as { access_token?: string };
  if (told.access_token === undefined) return payload;
  return Buffer.from(JSON.stringify({ ...told, access_token: forge(told.access_token, keys) }));
}
