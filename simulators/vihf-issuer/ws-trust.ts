import { shorten, type Bilingual } from '../../src/model/index.js';
import { CLAIM_DIALECT, CLAIM_TYPE, SAML, SAML_TOKEN, WSSE, WSU } from '../../src/protocols/saml/index.js';
import { type SoapMessage, WSA, WST } from '../../src/protocols/soap/index.js';
import { Raw, xml, type XmlElement } from '../../src/protocols/xml/index.js';
import { SoapFaultError } from '../../src/transport/index.js';
import { utcInstant } from '../../validators/vihf/time.js';
import type { IssuedVihf } from './issue.js';
import type { Order, RefusalKind } from './order.js';

const WSSE_11 = 'http://docs.oasis-open.org/wss/oasis-wss-wssecurity-secext-1.1.xsd';
const TOKEN_PROFILE = 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1';
const BEARER = `${WST}/Bearer`;

type TrustCode = 'InvalidRequest' | 'BadRequest' | 'RequestFailed' | 'FailedAuthentication' | 'InvalidTimeRange' | 'InvalidScope';

/** A refusal in the words of WS-Trust (1.3, 11). */
export class TrustFault extends SoapFaultError {
  constructor(code: TrustCode, reason: Bilingual) {
    super({ code: 'Sender', subcode: `wst:${code}`, reason });
  }
}

export const TRUST_CODE: Record<RefusalKind, TrustCode> = {
  caller: 'FailedAuthentication',
  user: 'FailedAuthentication',
  context: 'RequestFailed',
  claim: 'InvalidRequest',
  time: 'InvalidTimeRange',
};

/** A RequestSecurityToken for a VIHF, as far as it has a say in the answer. */
export interface TokenRequest {
  order: Order;
  /** @Context, given back */
  context?: string;
  /** as asked, given back */
  tokenType: string;
  appliesTo?: string;
}

/**
 * Reads an Issue request (WS-Trust 1.3, 3.1 and 4.1).
 * @throws TrustFault
 */
export function readTokenRequest({ bodyElement, header }: SoapMessage): TokenRequest {
  if (bodyElement?.local !== 'RequestSecurityToken' || bodyElement.namespace !== WST)
    throw new TrustFault('InvalidRequest', {
      fr: `Le corps du message n’est pas un wst:RequestSecurityToken de WS-Trust 1.3 (${WST}).`,
      en: `The body of the message is not a wst:RequestSecurityToken of WS-Trust 1.3 (${WST}).`,
    });
  const text = (local: string): string | undefined => bodyElement.element(local, WST)?.text.trim();
  const type = text('RequestType');
  if (type === undefined) throw new TrustFault('InvalidRequest', { fr: 'wst:RequestType manque.', en: 'wst:RequestType is missing.' });
  if (type !== `${WST}/Issue`) throw notUnderstood('wst:RequestType', type, `${WST}/Issue`);
  const tokenType = text('TokenType') ?? SAML_TOKEN;
  if (tokenType !== SAML && tokenType !== SAML_TOKEN) throw unavailable('wst:TokenType', tokenType, SAML_TOKEN);
  const keyType = text('KeyType');
  if (keyType !== undefined && keyType !== BEARER) throw unavailable('wst:KeyType', keyType, BEARER);
  const appliesTo = appliesToOf(bodyElement);
  const user = userOf(bodyElement, header);
  const context = bodyElement.attribute('Context');
  return {
    order: {
      claims: claimsOf(bodyElement),
      ...(user !== undefined && { user }),
      ...(appliesTo !== undefined && /^urn:/i.test(appliesTo) && { resourceUrn: appliesTo }),
      ...lifetimeOf(bodyElement.element('Lifetime', WST)),
    },
    tokenType,
    ...(context !== undefined && { context }),
    ...(appliesTo !== undefined && { appliesTo }),
  };
}

const notUnderstood = (name: string, found: string, expected: string): TrustFault =>
  new TrustFault('BadRequest', {
    fr: `${name} «\u00A0${shorten(found)}\u00A0»\u00A0: seul ${expected} est compris ici.`,
    en: `${name} “${shorten(found)}”: only ${expected} is understood here.`,
  });

const unavailable = (name: string, found: string, expected: string): TrustFault =>
  new TrustFault('RequestFailed', {
    fr: `${name} «\u00A0${shorten(found)}\u00A0»\u00A0: seul ${expected} est émis ici.`,
    en: `${name} “${shorten(found)}”: only ${expected} is issued here.`,
  });

/** Where the token will be shown; AppliesTo is of WS-Policy, in any of its namespaces. */
function appliesToOf(request: XmlElement): string | undefined {
  const element = request.element('AppliesTo');
  if (!element) return undefined;
  const address = element.at('EndpointReference', 'Address')?.text.trim() ?? '';
  if (address === '') throw new TrustFault('InvalidScope', { fr: 'AppliesTo ne contient pas d’adresse.', en: 'AppliesTo has no address.' });
  return address;
}

/** For whom: OnBehalfOf, else who names themselves in the header. The password is not looked at: TLS has authenticated the caller. */
function userOf(request: XmlElement, header: XmlElement | undefined): string | undefined {
  const behalf = request.element('OnBehalfOf', WST);
  const token = behalf ? behalf.element('UsernameToken', WSSE) : header?.element('Security', WSSE)?.element('UsernameToken', WSSE);
  const user = token?.element('Username', WSSE)?.text.trim();
  if (behalf && user === undefined)
    throw new TrustFault('BadRequest', {
      fr: 'wst:OnBehalfOf ne contient pas de wsse:UsernameToken avec son Username.',
      en: 'wst:OnBehalfOf has no wsse:UsernameToken with its Username.',
    });
  return user;
}

function claimsOf(request: XmlElement): Order['claims'] {
  const claims = request.element('Claims', WST);
  if (!claims) return [];
  const dialect = claims.attribute('Dialect') ?? '';
  if (dialect !== CLAIM_DIALECT) throw notUnderstood('wst:Claims/@Dialect', dialect, CLAIM_DIALECT);
  return claims.elements().flatMap((claim) => {
    if (claim.local !== 'ClaimType' || claim.namespace !== CLAIM_TYPE)
      throw notUnderstood('wst:Claims', `{${claim.namespace}}${claim.local}`, `{${CLAIM_TYPE}}ClaimType`);
    const value = claim.element('Value', CLAIM_TYPE);
    // a claim without a value wants the attribute, whatever it says: every VIHF has it
    return value ? { name: claim.attribute('Uri') ?? '', value: value.text } : [];
  });
}

function lifetimeOf(lifetime: XmlElement | undefined): Pick<Order, 'from' | 'to'> {
  const bound = (local: string): Date | undefined => {
    const text = lifetime?.element(local, WSU)?.text.trim();
    const instant = utcInstant(text);
    if (text !== undefined && !instant)
      throw new TrustFault('InvalidTimeRange', {
        fr: `wsu:${local} «\u00A0${shorten(text)}\u00A0» n’est pas une date et heure UTC.`,
        en: `wsu:${local} “${shorten(text)}” is not a UTC date and time.`,
      });
    return instant;
  };
  const [from, to] = [bound('Created'), bound('Expires')];
  return { ...(from && { from }), ...(to && { to }) };
}

/** The RequestSecurityTokenResponseCollection that brings a VIHF (WS-Trust 1.3, 4.4). */
export function writeTokenResponse(
  { context, tokenType, appliesTo }: TokenRequest,
  { id, assertion }: IssuedVihf,
  { from, to }: { from: Date; to: Date },
): Raw {
  const reference = xml`<wsse:SecurityTokenReference wsse11:TokenType="${SAML_TOKEN}"><wsse:KeyIdentifier ValueType="${TOKEN_PROFILE}#SAMLID">${id}</wsse:KeyIdentifier></wsse:SecurityTokenReference>`;
  const scope =
    appliesTo !== undefined
    && xml`<wsp:AppliesTo xmlns:wsp="http://www.w3.org/ns/ws-policy"><wsa:EndpointReference xmlns:wsa="${WSA}"><wsa:Address>${appliesTo}</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>`;
  return xml`<wst:RequestSecurityTokenResponseCollection xmlns:wst="${WST}" xmlns:wsse="${WSSE}" xmlns:wsse11="${WSSE_11}" xmlns:wsu="${WSU}"><wst:RequestSecurityTokenResponse${
    context !== undefined && xml` Context="${context}"`
  }><wst:TokenType>${tokenType}</wst:TokenType><wst:RequestedSecurityToken>${new Raw(
    assertion,
  )}</wst:RequestedSecurityToken><wst:RequestedAttachedReference>${reference}</wst:RequestedAttachedReference><wst:RequestedUnattachedReference>${reference}</wst:RequestedUnattachedReference>${scope}<wst:KeyType>${BEARER}</wst:KeyType><wst:Lifetime><wsu:Created>${from.toISOString()}</wsu:Created><wsu:Expires>${to.toISOString()}</wsu:Expires></wst:Lifetime></wst:RequestSecurityTokenResponse></wst:RequestSecurityTokenResponseCollection>`;
}
