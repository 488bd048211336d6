import type { Artefact } from '../../src/model/index.js';
import { CLAIM_TYPE, HL7, REQUESTED_ATTRIBUTES, SAML, SAML_METADATA, SAMLP, WSSE } from '../../src/protocols/saml/index.js';
import { openSoap, WST } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

/** What a request to an X-Assertion Provider asks for, as far as its answer can be held against it. */
export interface TokenRequest {
  protocol: 'WS-Trust' | 'SAML';
  /** what the answer has to give back: @Context, or @ID */
  reference: string | undefined;
  /** whom the assertion shall be about */
  user: string | undefined;
  /** what it shall say, by the Name of the attribute */
  claims: readonly (readonly [name: string, value: string])[];
}

/** The token request that a message answers, when it is at hand and is one. */
export function tokenRequestOf({ about }: Artefact): TokenRequest | undefined {
  const request = about.request && openSoap(about.request);
  const body = request?.bodyElement;
  if (body?.namespace === WST && body.local === 'RequestSecurityToken') return inTrust(body, request?.header);
  if (body?.namespace === SAMLP && body.local === 'AuthnRequest') return inSaml(body);
  return undefined;
}

function inTrust(body: XmlElement, header: XmlElement | undefined): TokenRequest {
  const named = body.element('OnBehalfOf', WST) ?? header?.element('Security', WSSE);
  return {
    protocol: 'WS-Trust',
    reference: body.attribute('Context'),
    user: named?.element('UsernameToken', WSSE)?.element('Username', WSSE)?.text.trim(),
    claims: (body.element('Claims', WST)?.elements('ClaimType', CLAIM_TYPE) ?? []).flatMap((claim) => {
      const value = claim.element('Value', CLAIM_TYPE)?.text.trim();
      return value === undefined ? [] : [[claim.attribute('Uri') ?? '', value] as const];
    }),
  };
}

function inSaml(body: XmlElement): TokenRequest {
  const extensions = body.element('Extensions', SAMLP);
  const wanted = extensions?.element('RequestedAttributes', REQUESTED_ATTRIBUTES)?.elements('RequestedAttribute', SAML_METADATA) ?? [];
  return {
    protocol: 'SAML',
    reference: body.attribute('ID'),
    user: body.element('Subject', SAML)?.element('NameID', SAML)?.text.trim(),
    claims: [...wanted, ...(extensions?.elements('Attribute', SAML) ?? [])].flatMap((attribute) =>
      attribute.elements('AttributeValue', SAML).map((value) => [attribute.attribute('Name') ?? '', valueOf(value)] as const),
    ),
  };
}

/** A value as text: a coded one as `code^codeSystem`, which is how a claim writes it. */
export function valueOf(value: XmlElement): string {
  const coded = value.elements().find(({ namespace }) => namespace === HL7);
  const system = coded?.attribute('codeSystem');
  return coded ? [coded.attribute('code') ?? '', ...(system === undefined ? [] : [system])].join('^') : value.text.trim();
}
