import { randomUUID } from 'node:crypto';
import {
  AUTHN_CLASS,
  CLAIM_DIALECT,
  CLAIM_TYPE,
  REQUESTED_ATTRIBUTES,
  SAML,
  SAML_METADATA,
  SAMLP,
  WSSE,
  WSU,
  X509_SUBJECT_NAME,
} from '../../src/protocols/saml/index.js';
import { WSA, WST } from '../../src/protocols/soap/index.js';
import { type Raw, xml } from '../../src/protocols/xml/index.js';

/** What both protocols ask for. */
export interface Wanted {
  /** PS_IdNat */
  user: string;
  claims: readonly (readonly [name: string, value: string])[];
}

export interface TrustWanted extends Wanted {
  tokenType: string;
  /** URN of the system where the VIHF will be shown */
  appliesTo: string;
  password: string | undefined;
  /** when the request says that it was made and when it ends, as does the token it asks for */
  period: { from: Date; to: Date } | undefined;
}

const periodOf = ({ from, to }: { from: Date; to: Date }): Raw =>
  xml`<wsu:Created>${from.toISOString()}</wsu:Created><wsu:Expires>${to.toISOString()}</wsu:Expires>`;

/** The wsse:Security header of a token request: who asks, and for how long (WS-Security 1.1, 6.2 and 10). */
export const writeCredentials = ({ user, password, period }: TrustWanted): Raw =>
  xml`<wsse:Security xmlns:wsse="${WSSE}" xmlns:wsu="${WSU}">${
    period && xml`<wsu:Timestamp>${periodOf(period)}</wsu:Timestamp>`
  }<wsse:UsernameToken><wsse:Username>${user}</wsse:Username>${
    password !== undefined && xml`<wsse:Password>${password}</wsse:Password>`
  }</wsse:UsernameToken></wsse:Security>`;

/** A request for a new SAML 2.0 token that needs no proof of possession (WS-Trust 1.3, 3.1 and 4.1). */
export const writeTokenRequest = ({ claims, tokenType, appliesTo, period }: TrustWanted): Raw =>
  xml`<wst:RequestSecurityToken xmlns:wst="${WST}" Context="urn:uuid:${randomUUID()}"><wst:TokenType>${tokenType}</wst:TokenType><wst:RequestType>${WST}/Issue</wst:RequestType><wst:KeyType>${WST}/Bearer</wst:KeyType><wsp:AppliesTo xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"><wsa:EndpointReference xmlns:wsa="${WSA}"><wsa:Address>${appliesTo}</wsa:Address></wsa:EndpointReference></wsp:AppliesTo>${
    claims.length > 0
    && xml`<wst:Claims Dialect="${CLAIM_DIALECT}" xmlns:auth="${CLAIM_TYPE}">${claims.map(
      ([name, value]) => xml`<auth:ClaimType Uri="${name}"><auth:Value>${value}</auth:Value></auth:ClaimType>`,
    )}</wst:Claims>`
  }${period && xml`<wst:Lifetime xmlns:wsu="${WSU}">${periodOf(period)}</wst:Lifetime>`}</wst:RequestSecurityToken>`;

export interface SamlWanted extends Wanted {
  version: string;
  destination: string;
  /** class of the login, without its prefix */
  class: string | undefined;
  /** DN of who asks */
  issuer: string;
  now: Date;
}

/** An AuthnRequest with what the assertion shall say as requested attributes (SAML 2.0 Core, 3.4.1). */
export const writeAuthnRequest = ({ user, claims, version, destination, class: wanted, issuer, now }: SamlWanted): Raw =>
  xml`<samlp:AuthnRequest xmlns:samlp="${SAMLP}" xmlns:saml="${SAML}" ID="_${randomUUID()}" Version="${version}" IssueInstant="${now.toISOString()}" Destination="${destination}"><saml:Issuer Format="${X509_SUBJECT_NAME}">${issuer}</saml:Issuer>${
    claims.length > 0
    && xml`<samlp:Extensions><req-attr:RequestedAttributes xmlns:req-attr="${REQUESTED_ATTRIBUTES}" xmlns:md="${SAML_METADATA}">${claims.map(
      ([name, value]) =>
        xml`<md:RequestedAttribute Name="${name}" isRequired="true"><saml:AttributeValue>${value}</saml:AttributeValue></md:RequestedAttribute>`,
    )}</req-attr:RequestedAttributes></samlp:Extensions>`
  }<saml:Subject><saml:NameID>${user}</saml:NameID></saml:Subject>${
    wanted !== undefined
    && xml`<samlp:RequestedAuthnContext><saml:AuthnContextClassRef>${AUTHN_CLASS + wanted}</saml:AuthnContextClassRef></samlp:RequestedAuthnContext>`
  }</samlp:AuthnRequest>`;
