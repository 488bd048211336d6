import { randomUUID } from 'node:crypto';
import { isIns } from './claims.mjs';
import { Fault } from './fault.mjs';
import { isSigned } from './vihf.mjs';
import { signAssertion, writeAssertion } from '../wire/assertion.mjs';
import { readIdentity } from '../wire/identity.mjs';
import { children, first, NS, raw, xml } from '../wire/xml.mjs';

const MINUTE = 60_000;
const VALID_MS = 30 * MINUTE;
const TOKEN_TYPES = ['http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0', NS.saml];
const CLASS = 'urn:oasis:names:tc:SAML:2.0:ac:classes:';
const STATUS = 'urn:oasis:names:tc:SAML:2.0:status:';
const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';

export const ISSUE = `${NS.wst}/RST/Issue`;
export const ISSUED = `${NS.wst}/RSTRC/IssueFinal`;
export const SAML_ACTION = 'http://www.oasis-open.org/committees/security';

/** The users of the platform; the passwords are for tests. */
const USERS = new Map([
  [
    '899900063480',
    {
      id: '899900063480',
      name: 'LIBRE MAX',
      password: 'mot-de-passe-de-max',
      roles: [
        { code: '10', scheme: '1.2.250.1.71.1.2.7', name: 'Médecin' },
        { code: 'SM26', scheme: '1.2.250.1.71.4.2.5', name: 'Qualifié en Médecine Générale (SM)' },
      ],
    },
  ],
  [
    '899900001035',
    {
      id: '899900001035',
      name: 'SOINS CAMILLE',
      password: 'mot-de-passe-de-camille',
      roles: [{ code: '60', scheme: '1.2.250.1.71.1.2.7', name: 'Infirmier' }],
    },
  ],
]);

/** What is checked of a request; a defect leaves one out. */
export const TOKEN_CHECKS = { form: true, user: true, time: true, signature: true };

/** What a requester may have the VIHF say. */
const TAKEN = {
  [RESOURCE]: isIns,
  LPS_ID: () => true,
  LPS_Nom: () => true,
  LPS_Version: () => true,
  LPS_ID_HOMOLOGATION_DMP: () => true,
  Ressource_URN: (value) => value === 'urn:dmp',
};

const wrongName = (wanted) => Object.keys(wanted).find((name) => !Object.hasOwn(TAKEN, name) || !TAKEN[name](wanted[name]));

/** A VIHF for a user of the platform, sealed by it. */
function issue({ user, wanted, period }, { pki, breaks }) {
  const seal = readIdentity(pki, breaks('seal', 'lps-sign'));
  const now = new Date();
  const { id, name, roles } = breaks('issuedTo', user);
  const { from, to } = period ?? { from: now, to: new Date(now.getTime() + VALID_MS) };
  const claims = {
    id: `_${randomUUID()}`,
    issueInstant: now,
    issuer: seal.subject.dn,
    issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
    nameId: id,
    authnInstant: now,
    notBefore: from,
    notOnOrAfter: to,
    attributes: {
      VIHF_Version: '3.0',
      Authentification_Mode: 'INDIRECTE',
      Identifiant_Structure: seal.subject.structure,
      Secteur_Activite: 'SA07^1.2.250.1.71.4.2.4',
      'urn:oasis:names:tc:xspa:1.0:subject:subject-id': name,
      Ressource_URN: 'urn:dmp',
      LPS_ID: 'TEMOIN',
      LPS_Nom: 'Plateforme Témoin',
      LPS_Version: '1.0.0',
      LPS_ID_HOMOLOGATION_DMP: 'TEMOIN-0002',
      ...breaks('wanted', wanted),
    },
    roles,
    purpose: { code: 'normal', scheme: '1.2.250.1.213.1.1.4.248', name: 'Accès normal' },
  };
  return { assertion: raw(signAssertion(writeAssertion(claims), seal)), from, to };
}

const textIn = (node, name) => first(node, name)?.textContent.trim();
const own = (node, name) => children(node, name)[0];
const instant = (node, name) => {
  const text = textIn(node, name);
  return text === undefined ? undefined : new Date(text);
};

/** WS-Trust 1.3, Issue. */
export function issueByTrust({ body, document, pki, breaks }) {
  const checks = breaks('tokenChecks', TOKEN_CHECKS);
  const refuse = (code, message) => {
    throw new Fault('Sender', code, message);
  };
  if (body.localName !== 'RequestSecurityToken' || body.namespaceURI !== NS.wst)
    refuse('wst:InvalidRequest', 'Le corps du message n’est pas un RequestSecurityToken.');
  if (textIn(body, 'wst:RequestType') !== `${NS.wst}/Issue`) refuse('wst:BadRequest', 'Seule l’émission (Issue) est servie.');
  const type = textIn(body, 'wst:TokenType');
  if (checks.form && type && !TOKEN_TYPES.includes(type)) refuse('wst:RequestFailed', 'Seules des assertions SAML 2.0 sont émises.');
  const security = first(document, 'wsse:Security');
  const expires = instant(own(security, 'wsu:Timestamp'), 'wsu:Expires');
  if (checks.time && expires && !(expires > new Date())) refuse('wsse:MessageExpired', 'La demande a expiré.');
  const user = USERS.get(textIn(security, 'wsse:Username'));
  const password = textIn(security, 'wsse:Password');
  if (checks.user && (!user || (password !== undefined && password !== user.password)))
    refuse('wst:FailedAuthentication', 'L’utilisateur n’est pas reconnu.');
  const wanted = Object.fromEntries(
    children(own(body, 'wst:Claims')).map((claim) => [claim.getAttribute('Uri'), textIn(claim, 'auth:Value') ?? '']),
  );
  const wrong = wrongName(wanted);
  if (checks.form && wrong !== undefined) refuse('wst:InvalidRequest', `${wrong} : cela ne peut pas être demandé.`);
  const lifetime = own(body, 'wst:Lifetime');
  const [from, to] = [instant(lifetime, 'wsu:Created'), instant(lifetime, 'wsu:Expires')];
  const past = to && !(to > new Date());
  if (checks.time && past) refuse('wst:InvalidTimeRange', 'La période demandée est passée.');
  const period = from && to && { from, to };
  const issued = issue({ user: user ?? USERS.values().next().value, wanted, period }, { pki, breaks });
  const context = breaks('reference', body.getAttribute('Context'));
  const response = xml`<wst:RequestSecurityTokenResponse xmlns:wst="${NS.wst}" xmlns:wsu="${NS.wsu}"${context && xml` Context="${context}"`}>
<wst:TokenType>${TOKEN_TYPES[0]}</wst:TokenType>
<wst:RequestedSecurityToken>${issued.assertion}</wst:RequestedSecurityToken>
<wst:Lifetime><wsu:Created>${issued.from.toISOString()}</wsu:Created><wsu:Expires>${issued.to.toISOString()}</wsu:Expires></wst:Lifetime>
</wst:RequestSecurityTokenResponse>`;
  const collection = xml`<wst:RequestSecurityTokenResponseCollection xmlns:wst="${NS.wst}">${response}</wst:RequestSecurityTokenResponseCollection>`;
  return { body: breaks('collection', true) ? collection : response };
}

/** Why a SAML request is refused: status codes of the first and the second level. */
class SamlRefusal extends Error {
  constructor(top, second, message) {
    super(message);
    this.codes = [top, second];
  }
}

/** SAML 2.0, AuthnRequest. */
export function issueBySaml(request) {
  const { body, breaks } = request;
  let assertion, refusal;
  try {
    assertion = authenticated(request);
  } catch (error) {
    if (!(error instanceof SamlRefusal)) throw error;
    refusal = error;
  }
  const reference = breaks('reference', body.getAttribute('ID'));
  const [top, second] = refusal?.codes ?? ['Success'];
  const code = second && xml`<samlp:StatusCode Value="${STATUS}${second}"/>`;
  return {
    body: xml`<samlp:Response xmlns:samlp="${NS.samlp}" xmlns:saml="${NS.saml}" ID="_${randomUUID()}"${
      reference && xml` InResponseTo="${reference}"`
    } Version="2.0" IssueInstant="${new Date().toISOString()}">
<saml:Issuer>urn:plateforme-temoin</saml:Issuer>
<samlp:Status><samlp:StatusCode Value="${STATUS}${top}">${code}</samlp:StatusCode>${
      refusal && xml`<samlp:StatusMessage>${refusal.message}</samlp:StatusMessage>`
    }</samlp:Status>${assertion}
</samlp:Response>`,
  };
}

/** @throws {SamlRefusal} */
function authenticated({ body, document, envelope, url, anchors, pki, breaks }) {
  const checks = breaks('tokenChecks', TOKEN_CHECKS);
  const refuse = (top, second, message) => {
    throw new SamlRefusal(top, second, message);
  };
  if (body.localName !== 'AuthnRequest' || body.namespaceURI !== NS.samlp)
    refuse('Requester', 'RequestUnsupported', 'Seul AuthnRequest est servi.');
  if (checks.form && body.getAttribute('Version') !== '2.0')
    refuse('VersionMismatch', 'RequestVersionTooLow', 'La version de SAML n’est pas 2.0.');
  const destination = body.getAttribute('Destination');
  if (checks.form && destination && destination !== url)
    refuse('Requester', 'RequestDenied', 'La demande est destinée à un autre service.');
  const signature = own(body, 'ds:Signature');
  if (checks.signature && signature && !isSigned(envelope, document, signature, anchors, new Date()))
    refuse('Requester', 'RequestDenied', 'La signature de la demande n’est pas recevable.');
  const user = USERS.get(textIn(own(body, 'saml:Subject'), 'saml:NameID'));
  if (checks.user && !user) refuse('Requester', 'UnknownPrincipal', 'L’utilisateur n’est pas connu.');
  const context = own(body, 'samlp:RequestedAuthnContext');
  const classes = children(context, 'saml:AuthnContextClassRef').map((c) => c.textContent.trim());
  if (checks.form && context && !classes.includes(`${CLASS}Password`))
    refuse('Responder', 'NoAuthnContext', 'Les utilisateurs s’authentifient par mot de passe.');
  const wanted = Object.fromEntries(
    children(first(own(body, 'samlp:Extensions'), 'req:RequestedAttributes')).map((a) => [
      a.getAttribute('Name'),
      textIn(a, 'saml:AttributeValue') ?? '',
    ]),
  );
  const wrong = wrongName(wanted);
  if (checks.form && wrong !== undefined) refuse('Requester', 'InvalidAttrNameOrValue', `${wrong} : cela ne peut pas être demandé.`);
  return issue({ user: user ?? USERS.values().next().value, wanted }, { pki, breaks }).assertion;
}
