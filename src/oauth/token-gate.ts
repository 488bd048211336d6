import { SimulatorError, type Bilingual, type SimulatorContext } from '../model/index.js';
import {
  ADVICE,
  covers,
  judgeToken,
  presentedToken,
  scopeNeeded,
  thumbprintOf,
  type CheckedToken,
  type PresentationProblem,
  type TokenCheck,
} from '../protocols/oauth/index.js';
import type { HttpRequest } from '../transport/index.js';
import { IssuerKeys, isUrl } from './issuer-keys.js';
import { IssuerError } from './metadata.js';
import { badParameter } from './parameters.js';

/** Why a request is not let in, as RFC 6750 (3) has it told. */
export interface TokenRefusal {
  status: 400 | 401 | 403 | 503;
  /** WWW-Authenticate */
  challenge?: string;
  text: Bilingual;
}

/** What the token of one request allows. */
export interface Admission {
  /** why this interaction is not allowed; undefined when it is */
  refusal(interaction: string, type: string): TokenRefusal | undefined;
}

export interface TokenGateOptions {
  actor: string;
  context: SimulatorContext;
  /** our own address, once it is known */
  address(): string;
}

/**
 * Checks the bearer tokens that a server is shown (RFC 6750, RFC 9068, IHE IUA ITI-72). Parameters: `oauth` (`required`:
 * the issuer is the authorization server of this run), `oauth-issuer`, `oauth-audience` (absent: our own address),
 * `oauth-keys` (file or address of a JWKS; absent: where the metadata of the issuer say).
 * @returns undefined when no tokens are asked for
 * @throws SimulatorError when a parameter cannot be used
 */
export function tokenGate(options: TokenGateOptions): TokenGate | undefined {
  const { parameters, peers } = options.context;
  const { oauth = 'off', 'oauth-issuer': given, 'oauth-keys': keys, 'oauth-audience': audience } = parameters;
  if (oauth !== 'off' && oauth !== 'required')
    throw badParameter('oauth', { fr: 'off ou required est attendu', en: 'off or required is expected' });
  const issuer = given ?? (oauth === 'required' ? peers['authorization-server'] : undefined);
  if (issuer === undefined) {
    if (oauth === 'off' && keys === undefined && audience === undefined) return undefined;
    throw badParameter('oauth-issuer', {
      fr: 'l’émetteur des jetons n’est pas connu (oauth-issuer, ou endpoints.authorization-server)',
      en: 'the issuer of the tokens is not known (oauth-issuer, or endpoints.authorization-server)',
    });
  }
  if (keys === undefined && !(isUrl(issuer) && URL.canParse(issuer)))
    throw badParameter('oauth-keys', {
      fr: `«\u00A0${issuer}\u00A0» n’est pas une adresse où trouver des clés\u00A0: les donner`,
      en: `“${issuer}” is no address where keys could be found: give them`,
    });
  return new TokenGate(options, issuer, audience, new IssuerKeys(issuer, keys));
}

/** What each server that asks for tokens has in front of it. */
export class TokenGate {
  constructor(
    readonly options: TokenGateOptions,
    readonly issuer: string,
    readonly audience: string | undefined,
    readonly keys: IssuerKeys,
  ) {}

  /** Looks at the token of a request. What it allows is asked later, when it is known what the request wants. */
  async admit({ headers, path, body, peer, exchange }: HttpRequest): Promise<Admission> {
    const isForm = (headers['content-type'] ?? '').startsWith('application/x-www-form-urlencoded');
    const shown = presentedToken(headers['authorization'], path, isForm ? Buffer.from(body).toString('latin1') : '');
    if ('problem' in shown) return closed(this.#notShown(shown.problem, shown.text));
    const { actor, context } = this.options;
    try {
      const keys = await this.keys.for(kidOf(shown.token), { actor, context, within: exchange });
      const { checks, claims } = await judgeToken(shown.token, {
        at: context.now(),
        issuer: this.issuer,
        audience: this.#names(),
        keys,
        client: { thumbprint: thumbprintOf(peer.tls?.chain[0] ?? '') },
      });
      const wrong = checks.find(({ check, holds }) => !holds && !ADVICE.has(check));
      if (wrong) return closed(this.#invalid(wrong));
      const { scope } = claims ?? {};
      return { refusal: (interaction, type) => this.#outOfScope(typeof scope === 'string' ? scope : '', interaction, type) };
    } catch (error) {
      // without the keys nothing can be said of the token: neither that it is right nor that it is wrong
      if (error instanceof IssuerError) return closed(unavailable(error.text));
      if (error instanceof SimulatorError) return closed(unavailable(error.text));
      throw error;
    }
  }

  /** The names by which a token may mean this server: on one machine, its address has two. */
  #names(): string[] {
    if (this.audience !== undefined) return this.audience.split(',').map((name) => name.trim());
    const own = this.options.address();
    return [own, own.replace(/^(https?:\/\/)(?:127\.0\.0\.1|\[::1\])(?=[:/]|$)/, '$1localhost')];
  }

  #challenge(more: Readonly<Record<string, string>>): string {
    const told = Object.entries({ realm: this.options.actor, ...more }).map(
      ([name, value]) => `${name}="${value.replace(/[^\x20-\x7e]|["\\]/g, '')}"`,
    );
    return `Bearer ${told.join(', ')}`;
  }

  #notShown(problem: PresentationProblem, text: Bilingual): TokenRefusal {
    const told = {
      fr: `Un jeton est exigé dans l’en-tête Authorization\u00A0: ${text.fr}.`,
      en: `A token is required in the header Authorization: ${text.en}.`,
    };
    // a client that knows of no tokens is told that they are needed, and nothing more (RFC 6750, 3.1)
    if (problem === 'none' || problem === 'other-scheme') return { status: 401, challenge: this.#challenge({}), text: told };
    if (problem === 'malformed' || problem === 'oversized')
      return { status: 401, challenge: this.#challenge({ error: 'invalid_token', error_description: text.en }), text: told };
    return { status: 400, challenge: this.#challenge({ error: 'invalid_request', error_description: text.en }), text: told };
  }

  #invalid({ check, path, expected, actual }: CheckedToken): TokenRefusal {
    return {
      status: 401,
      challenge: this.#challenge({ error: 'invalid_token', error_description: `${WRONG[check].en} (${path})` }),
      text: {
        fr: `Le jeton est refusé\u00A0: ${WRONG[check].fr} (${path})\u00A0; attendu\u00A0: ${expected.fr}\u00A0; obtenu\u00A0: ${actual.fr}.`,
        en: `The token is refused: ${WRONG[check].en} (${path}); expected: ${expected.en}; actual: ${actual.en}.`,
      },
    };
  }

  #outOfScope(granted: string, interaction: string, type: string): TokenRefusal | undefined {
    const scope = scopeNeeded(interaction, type);
    if (scope === undefined || covers(granted, scope)) return undefined;
    return {
      status: 403,
      challenge: this.#challenge({ error: 'insufficient_scope', error_description: `${scope} is needed`, scope }),
      text: {
        fr: `Le jeton ne permet pas cette interaction\u00A0: ${scope} est nécessaire, ${granted.slice(0, 300) || 'rien'} est accordé.`,
        en: `The token does not allow this interaction: ${scope} is needed, ${granted.slice(0, 300) || 'nothing'} is granted.`,
      },
    };
  }
}

/** A request of which everything is refused but what needs no token. */
const closed = (refusal: TokenRefusal): Admission => ({
  refusal: (interaction) => (interaction === 'capabilities' ? undefined : refusal),
});

const unavailable = (text: Bilingual): TokenRefusal => ({
  status: 503,
  text: {
    fr: `Le jeton ne peut pas être vérifié, faute des clés de son émetteur\u00A0: ${text.fr}.`,
    en: `The token cannot be verified without the keys of its issuer: ${text.en}.`,
  },
});

/** The name of the key that a token says it is signed with, before anything else is known of it. */
function kidOf(token: string): unknown {
  try {
    return (JSON.parse(Buffer.from(token.split('.', 1)[0] ?? '', 'base64url').toString('utf8')) as { kid?: unknown } | null)?.kid;
  } catch {
    return undefined;
  }
}

const WRONG: Readonly<Record<TokenCheck, Bilingual>> = {
  form: { fr: 'ce n’est pas un JWT signé qui serait un jeton d’accès', en: 'it is no signed JWT that would be an access token' },
  algorithm: { fr: 'son algorithme n’est pas admis', en: 'its algorithm is not allowed' },
  key: { fr: 'sa clé n’est pas de l’émetteur', en: 'its key is not one of the issuer' },
  signature: { fr: 'sa signature est fausse', en: 'its signature is wrong' },
  issuer: { fr: 'il est d’un autre émetteur', en: 'it is of another issuer' },
  audience: { fr: 'il est pour un autre serveur', en: 'it is for another server' },
  expiry: { fr: 'il a expiré, ou n’a pas de fin', en: 'it has expired, or has no end' },
  'not-before': { fr: 'il n’est pas encore valable', en: 'it is not yet valid' },
  claims: { fr: 'il lui manque ce qu’un jeton d’accès doit dire', en: 'it lacks what an access token must say' },
  binding: { fr: 'il est lié au certificat d’un autre client', en: 'it is bound to the certificate of another client' },
  lifetime: { fr: 'il vaut trop longtemps', en: 'it is valid for too long' },
  type: { fr: 'son type n’est pas at+jwt', en: 'its type is not at+jwt' },
};
