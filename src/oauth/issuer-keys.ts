import type { JWK } from 'jose';
import { keysOf } from '../protocols/oauth/index.js';
import { type Asking, issuerMetadata, IssuerError, keysAt } from './metadata.js';
import { badParameter, fileOf } from './parameters.js';

/** An issuer is asked for new keys this often at most, however many unknown keys are shown. */
const REFRESH_MS = 30_000;

/** The public keys of the issuer that is trusted: from a file, from an address, or from where its metadata say. */
export class IssuerKeys {
  readonly #fixed: readonly JWK[] | undefined;
  #fetched: readonly JWK[] | undefined;
  #askedAt = -Infinity;
  #asking: Promise<readonly JWK[]> | undefined;

  /**
   * @param from a file or an address of a JWKS; absent: what the metadata of the issuer say
   * @throws SimulatorError when the file holds no keys
   */
  constructor(
    readonly issuer: string,
    readonly from: string | undefined,
  ) {
    if (from === undefined || isUrl(from)) return;
    this.#fixed = keysOf(fileOf('oauth-keys', from));
    if (!this.#fixed || this.#fixed.length === 0)
      throw badParameter('oauth-keys', {
        fr: `«\u00A0${from}\u00A0» ne contient pas de clés publiques (JWKS)`,
        en: `“${from}” holds no public keys (JWKS)`,
      });
  }

  /**
   * The keys by which a token may be signed; asked for again when it names one that is not known yet.
   * @throws IssuerError when the issuer does not answer
   */
  async for(kid: unknown, asking: Asking): Promise<readonly JWK[]> {
    if (this.#fixed) return this.#fixed;
    const now = asking.context.now().getTime();
    const isKnown = this.#fetched?.some((key) => kid === undefined || key.kid === kid) ?? false;
    if (this.#fetched && (isKnown || now - this.#askedAt < REFRESH_MS)) return this.#fetched;
    // requests that come together ask once
    this.#asking ??= this.#ask(asking, now).finally(() => (this.#asking = undefined));
    return this.#asking;
  }

  async #ask(asking: Asking, now: number): Promise<readonly JWK[]> {
    const uri = this.from ?? (await issuerMetadata(this.issuer, asking)).keysUri;
    if (uri === undefined)
      throw new IssuerError({
        fr: `les métadonnées de ${this.issuer} ne disent pas où sont ses clés (jwks_uri)`,
        en: `the metadata of ${this.issuer} do not say where its keys are (jwks_uri)`,
      });
    this.#fetched = await keysAt(uri, asking);
    this.#askedAt = now;
    return this.#fetched;
  }
}

export const isUrl = (text: string): boolean => /^https?:\/\//i.test(text);
