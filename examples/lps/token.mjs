import { randomUUID } from 'node:crypto';
import { insCx, user } from './identity.mjs';
import { post } from './post.mjs';
import { newDocument, publish } from './publish.mjs';
import { writeEnvelope } from './soap.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { readSoap, writeSimple } from '../wire/multipart.mjs';
import { first, NS, parseXml, textOf, xml } from '../wire/xml.mjs';

const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';

/** How a VIHF about the patient is asked for: the action of the message, and its body. */
const PROTOCOLS = {
  'ws-trust': (session) => ({
    action: `${NS.wst}/RST/Issue`,
    body: xml`<wst:RequestSecurityToken xmlns:wst="${NS.wst}">
<wst:TokenType>${session.breaks('tokenType', 'http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0')}</wst:TokenType>
<wst:RequestType>${NS.wst}/Issue</wst:RequestType>
<wst:Claims Dialect="${NS.auth}/authclaims"><auth:ClaimType xmlns:auth="${NS.auth}" Uri="${RESOURCE}"><auth:Value>${insCx(session.patient)}</auth:Value></auth:ClaimType></wst:Claims>
</wst:RequestSecurityToken>`,
  }),
  saml: (session) => ({
    action: 'http://www.oasis-open.org/committees/security',
    body: xml`<samlp:AuthnRequest xmlns:samlp="${NS.samlp}" xmlns:saml="${NS.saml}" ID="_${randomUUID()}" Version="${session.breaks('samlVersion', '2.0')}" IssueInstant="${new Date().toISOString()}">
<saml:Issuer>${session.structure.dn}</saml:Issuer>
<samlp:Extensions><saml:Attribute Name="${RESOURCE}"><saml:AttributeValue>${insCx(session.patient)}</saml:AttributeValue></saml:Attribute></samlp:Extensions>
</samlp:AuthnRequest>`,
  }),
};

/** Asks the issuer for a VIHF, then publishes with it; a refusal is shown and nothing is sent. */
export async function publishWithToken(session) {
  const { action, body } = PROTOCOLS[session.input.protocol ?? 'ws-trust'](session);
  const to = session.issuer();
  const whoAsks = xml`<wsse:UsernameToken><wsse:Username>${user.id}</wsse:Username></wsse:UsernameToken>`;
  const envelope = writeEnvelope({ soap: NS.soap, action, messageId: newUuid(), to, assertion: whoAsks, body });
  const answer = await post(to, writeSimple({ envelope, action }), session.tls, { timeoutMs: session.patience.timeoutMs });
  const text = readSoap(answer.contentType, answer.body).envelope;
  const token = assertionIn(text);
  if (!token && !session.breaks('fallsBack', false)) return { failed: true, shown: `VIHF refusé : ${reasonIn(text)}`, sent: 0 };
  return publish({ ...session, token: session.breaks('token', token) }, newDocument(session));
}

/** The assertion as it was signed, character for character. */
const assertionIn = (text) => text.match(/<(?:\w+:)?Assertion[\s>][^]*<\/(?:\w+:)?Assertion>/)?.[0];

function reasonIn(text) {
  const root = parseXml(text).documentElement;
  const status = Array.from(root.getElementsByTagNameNS(NS.samlp, 'StatusMessage'))[0];
  return status?.textContent.trim() ?? textOf(first(root, 'soap:Fault'), 'soap:Text') ?? 'sans motif';
}
