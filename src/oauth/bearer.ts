import type { JWK } from 'jose';
import { SimulatorError, shorten, type SimulatorContext } from '../model/index.js';
import { type Carried, keysOf, TOKEN_ATTACKS, tokenAttack, type TokenAttack } from '../protocols/oauth/index.js';
import { post, type ActiveFaults } from '../transport/index.js';
import { clientAuthentication, type ClientAuthentication } from './client-authentication.js';
import { isUrl } from './issuer-keys.js';
import { issuerMetadata, IssuerError, keysAt, objectOf, type Asking, type IssuerMetadata } from './metadata.js';
import { badParameter, fileOf } from './parameters.js';

/** What a token is for. */
export interface TokenNeed {
  /** `system/Patient.rs`; the parameter `oauth-scope` goes before it */
  scope: string;
  /** the base of the FHIR server that is called; the parameter `oauth-audience` goes before it */
  audience: string;
  /** of the message that bears it: `token` says what is wrong with it */
  faults: ActiveFaults;
}

/** Puts access tokens on the requests of one client. */
export interface Bearer {
  /**
   * The message with its token, as a fault has it wrong; unchanged where no authorization server is declared.
   * @throws SimulatorError when no token can be had
   */
  onto<T extends Carried>(message: T, need: TokenNeed): Promise<T>;
}

/**
 * Gets access tokens (IHE IUA, ITI-71, client credentials) from the authorization server that is declared: the peer
 * `authorization-server`, or the parameter `oauth-issuer`; or takes the one of the parameter `oauth-token`.
 * @throws SimulatorError when a parameter cannot be used, or a fault names no wrong token
 */
export function bearerFor(actor: string, context: SimulatorContext): Bearer {
  const { parameters, peers, faults } = context;
  const { 'oauth-token': token, 'oauth-issuer': issuer = peers['authorization-server'] } = parameters;
  for (const { fault } of faults)
    if (fault.token !== undefined && !tokenAttack(fault.token))
      throw badParameter('fault', {
        fr: `token\u00A0: «\u00A0${fault.token}\u00A0» n’est pas un jeton faux (${TOKEN_ATTACKS.map(({ id }) => id).join(', ')})`,
        en: `token: “${fault.token}” is no wrong token (${TOKEN_ATTACKS.map(({ id }) => id).join(', ')})`,
      });
  if (token !== undefined) return new Tokens(new GivenToken(token, parameters['oauth-keys']));
  if (issuer !== undefined && !(isUrl(issuer) && URL.canParse(issuer)))
    throw badParameter('oauth-issuer', { fr: `«\u00A0${issuer}\u00A0» n’est pas une adresse`, en: `“${issuer}” is no address` });
  if (issuer !== undefined) return new Tokens(new IssuedTokens(issuer, actor, context));
  if (faults.some(({ fault }) => fault.token !== undefined))
    throw badParameter('fault', {
      fr: 'token\u00A0: aucun serveur d’autorisation (endpoints.authorization-server, oauth-issuer) ni jeton (oauth-token)',
      en: 'token: no authorization server (endpoints.authorization-server, oauth-issuer) and no token (oauth-token)',
    });
  return { onto: (message) => Promise.resolve(message) };
}

/** Where tokens come from. */
interface TokenSource {
  /** @throws SimulatorError */
  right(need: TokenNeed): Promise<string>;
  /** signed by the issuer, and wrong in its content. @throws SimulatorError when it makes no such tokens */
  wrong(need: TokenNeed, attack: TokenAttack): Promise<string>;
  /** the public keys of the issuer. @throws SimulatorError */
  keys(need: TokenNeed): Promise<readonly JWK[]>;
}

class Tokens implements Bearer {
  constructor(readonly source: TokenSource) {}

  async onto<T extends Carried>(message: T, need: TokenNeed): Promise<T> {
    const { source } = this;
    const name = need.faults.take('token');
    const attack = name === undefined ? undefined : tokenAttack(name);
    if (attack?.claims) return withToken(message, await source.wrong(need, attack));
    const token = await source.right(need);
    if (attack?.send) return { ...message, ...attack.send(token, message) };
    if (!attack?.forge) return withToken(message, token);
    const keys = attack.byKeys ? await source.keys(need) : [];
    return withToken(
      message,
      forged(attack.id, () => attack.forge!(token, keys)),
    );
  }
}

/** @throws SimulatorError when nothing can be made of the right token: it is no JWT, or nobody knows the keys of its issuer */
function forged(id: string, make: () => string): string {
  try {
    return make();
  } catch (error) {
    const { message } = error as Error;
    throw new SimulatorError('configuration', {
      fr: `Le jeton faux «\u00A0${id}\u00A0» ne peut pas être fait de celui qui a été reçu\u00A0: ${message}`,
      en: `The wrong token “${id}” cannot be made of the one that was received: ${message}`,
    });
  }
}

const withToken = <T extends Carried>(message: T, token: string): T => ({
  ...message,
  headers: { ...message.headers, Authorization: `Bearer ${token}` },
});

/** The token that a parameter gives, whoever issued it. */
class GivenToken implements TokenSource {
  readonly #token: string;

  constructor(
    token: string,
    readonly keyFile: string | undefined,
  ) {
    this.#token = token.trim();
    if (!/^[A-Za-z0-9._~+/-]+=*$/.test(this.#token))
      throw badParameter('oauth-token', { fr: 'ce n’est pas un jeton', en: 'this is no token' });
  }

  right(): Promise<string> {
    return Promise.resolve(this.#token);
  }

  wrong(_need: TokenNeed, { id }: TokenAttack): Promise<string> {
    return Promise.reject(notMade(id));
  }

  keys(): Promise<readonly JWK[]> {
    const file = this.keyFile === undefined || isUrl(this.keyFile) ? undefined : fileOf('oauth-keys', this.keyFile);
    return Promise.resolve((file === undefined ? undefined : keysOf(file)) ?? []);
  }
}

/** So long before its end a token is not used any more. */
const MARGIN_MS = 10_000;
const TIMEOUT_MS = 30_000;
/** Tokens kept: one for each scope and audience. */
const MOST_KEPT = 100;

/** Tokens of an authorization server, kept until they expire. */
class IssuedTokens implements TokenSource {
  readonly #client: ClientAuthentication;
  readonly #kept = new Map<string, { token: string; until: number }>();
  readonly #pending = new Map<string, Promise<string>>();
  #metadata: IssuerMetadata | undefined;

  constructor(
    readonly issuer: string,
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.#client = clientAuthentication(context);
  }

  async right(need: TokenNeed): Promise<string> {
    const key = JSON.stringify([need.scope, need.audience]);
    const kept = this.#kept.get(key);
    const now = this.context.now().getTime();
    if (kept && kept.until > now) return kept.token;
    // requests that leave together share one token
    let pending = this.#pending.get(key);
    if (!pending) {
      pending = this.#renewed(key, need).finally(() => this.#pending.delete(key));
      this.#pending.set(key, pending);
    }
    return pending;
  }

  async #renewed(key: string, need: TokenNeed): Promise<string> {
    const now = this.context.now().getTime();
    const { token, seconds } = await this.#request(need);
    if (this.#kept.size >= MOST_KEPT) this.#kept.clear();
    this.#kept.set(key, { token, until: now + seconds * 1000 - Math.min(MARGIN_MS, seconds * 500) });
    return token;
  }

  async wrong(need: TokenNeed, { id }: TokenAttack): Promise<string> {
    const { wrongTokens } = await this.#about(need);
    if (!wrongTokens.includes(id)) throw notMade(id);
    return (await this.#request(need, { addax_token: id })).token;
  }

  async keys(need: TokenNeed): Promise<readonly JWK[]> {
    const { keysUri } = await this.#about(need);
    if (keysUri === undefined) return [];
    return asked(() => keysAt(keysUri, this.#asking(need)));
  }

  async #about(need: TokenNeed): Promise<IssuerMetadata> {
    return (this.#metadata ??= await asked(() => issuerMetadata(this.issuer, this.#asking(need))));
  }

  #asking({ faults }: TokenNeed): Asking {
    return { actor: this.actor, context: this.context, within: faults.exchange };
  }

  async #request(need: TokenNeed, more: Readonly<Record<string, string>> = {}): Promise<{ token: string; seconds: number }> {
    const { actor, context } = this;
    const { tokenEndpoint, tlsTokenEndpoint } = await this.#about(need);
    const url = this.#client.isByTls ? (tlsTokenEndpoint ?? tokenEndpoint) : tokenEndpoint;
    if (url === undefined) throw failed(`${this.issuer}\u00A0: token_endpoint`, `${this.issuer}: token_endpoint`);
    const { headers, form } = await this.#client.put(this.issuer, context.now());
    const { 'oauth-scope': scope = need.scope, 'oauth-audience': resource = need.audience } = context.parameters;
    const body = new URLSearchParams({ grant_type: 'client_credentials', scope, resource, ...form, ...more }).toString();
    const posted = await post({
      actor,
      context,
      url,
      headers: { Accept: 'application/json', 'Content-Type': 'application/x-www-form-urlencoded', ...headers },
      body: [Buffer.from(body)],
      transaction: 'ITI-71',
      within: need.faults.exchange,
      timeoutMs: TIMEOUT_MS,
    });
    if (posted.error) throw failed(posted.error.fr, posted.error.en);
    const {
      access_token: token,
      expires_in: seconds,
      error,
      error_description: description,
    } = objectOf(Buffer.from(posted.body ?? []).toString('utf8')) ?? {};
    if (posted.status === 200 && typeof token === 'string' && token !== '')
      return { token, seconds: typeof seconds === 'number' && seconds > 0 ? seconds : 0 };
    const said = shorten(
      [posted.status, error, description].filter((word) => typeof word === 'string' || typeof word === 'number').join(' '),
      300,
    );
    throw failed(said, said);
  }
}

async function asked<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof IssuerError ? failed(error.text.fr, error.text.en) : error;
  }
}

const failed = (fr: string, en: string): SimulatorError =>
  new SimulatorError('peer', {
    fr: `Le serveur d’autorisation ne donne pas de jeton\u00A0: ${fr}`,
    en: `The authorization server gives no token: ${en}`,
  });

const notMade = (id: string): SimulatorError =>
  new SimulatorError('configuration', {
    fr: `Le jeton faux «\u00A0${id}\u00A0» se signe avec la clé de l’émetteur\u00A0: il faut que le serveur d’autorisation soit celui d’Addax (addax simulate authorization-server)`,
    en: `The wrong token “${id}” is signed with the key of the issuer: the authorization server must be that of Addax (addax simulate authorization-server)`,
  });
