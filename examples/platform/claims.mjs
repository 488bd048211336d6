import { children, NS } from '../wire/xml.mjs';

const ROLE = 'urn:oasis:names:tc:xacml:2.0:subject:role';
const PURPOSE = 'urn:oasis:names:tc:xspa:1.0:subject:purposeofuse';
const RESOURCE = 'urn:oasis:names:tc:xacml:2.0:resource:resource-id';
const SUBJECT_NAME = 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName';
const SMARTCARD = 'urn:oasis:names:tc:SAML:2.0:ac:classes:SmartcardPKI';
const PROFESSION = '1.2.250.1.71.1.2.7';
const ROLE_SYSTEMS = new Set([
  PROFESSION,
  '1.2.250.1.71.1.2.8',
  '1.2.250.1.213.1.1.4.6',
  '1.2.250.1.213.1.6.1.4',
  '1.2.250.1.213.1.6.1.109',
  '1.2.250.1.213.1.6.1.140',
]);
/** Second role that a profession must state. */
const SPECIALTY_SYSTEM = { 10: '1.2.250.1.71.4.2.5', 21: '1.2.250.1.71.4.2.6' };

const one = (node, name) => children(node, name)[0];
const text = (node) => node?.textContent.trim() ?? '';

/** The values of each attribute of a VIHF by its name; a name that comes twice has all its values. */
function attributesOf(assertion) {
  const values = new Map();
  for (const attribute of children(one(assertion, 'saml:AttributeStatement'), 'saml:Attribute')) {
    const name = attribute.getAttribute('Name');
    values.set(name, [...(values.get(name) ?? []), ...children(attribute, 'saml:AttributeValue')]);
  }
  return values;
}

/** The patient identifier (HL7 CX) that a VIHF opens. */
export const resourceOf = (assertion) => {
  const [value] = attributesOf(assertion).get(RESOURCE) ?? [];
  return value && text(value);
};

/**
 * What is wrong with what a VIHF says, in a sentence; nothing when it may be believed.
 * @param {Element} assertion the assertion as it was signed
 * @param {import('node:crypto').X509Certificate} certificate of its signer
 */
export function wrongClaim(assertion, certificate) {
  const attributes = attributesOf(assertion);
  const issuer = one(assertion, 'saml:Issuer');
  const context = one(one(assertion, 'saml:AuthnStatement'), 'saml:AuthnContext');
  for (const [name, values] of attributes) if (name !== ROLE && values.length > 1) return `L’attribut ${name} est répété.`;
  const value = (name) => text(attributes.get(name)?.[0]);
  const mode = value('Authentification_Mode') || value('Authentification_mode');
  const structure = value('Identifiant_Structure');
  const checks = [
    [assertion.getAttribute('Version') === '2.0', 'La version de SAML n’est pas 2.0.'],
    [/^[\p{L}_][\p{L}\p{N}._-]*$/u.test(assertion.getAttribute('ID')), 'L’ID n’est pas un identifiant XML.'],
    [issuer?.getAttribute('Format') === SUBJECT_NAME, 'Le format de l’émetteur n’est pas X509SubjectName.'],
    [sameName(text(issuer), certificate.subject), 'L’émetteur n’est pas le titulaire du certificat.'],
    [children(one(assertion, 'saml:Conditions'), 'saml:AudienceRestriction').length === 0, 'Le VIHF n’a pas d’audience.'],
    [/^\d{8,}$|^\d.*\/.+$/.test(text(one(one(assertion, 'saml:Subject'), 'saml:NameID'))), 'L’utilisateur n’est pas désigné.'],
    [['3.0', '4.0'].includes(value('VIHF_Version')), 'VIHF_Version n’est pas connue.'],
    [['DIRECTE', 'INDIRECTE', 'INDIRECTE_RENFORCEE'].includes(mode), 'Authentification_Mode n’est pas connu.'],
    [mode !== 'DIRECTE' || text(one(context, 'saml:AuthnContextClassRef')) === SMARTCARD, 'La classe n’est pas celle du mode direct.'],
    [structure !== '', 'Identifiant_Structure manque.'],
    [mode === 'DIRECTE' || certificate.subject.split('\n').includes(`OU=${structure}`), 'La structure n’est pas celle du certificat.'],
    [value('Ressource_URN') === 'urn:dmp', 'Le VIHF vise un autre système.'],
    [!attributes.has(RESOURCE) || isIns(value(RESOURCE)), 'L’INS du VIHF n’est pas exact.'],
    [isPurpose(codeOf(attributes.get(PURPOSE)?.[0], 'PurposeOfUse').code, mode), 'Le mode d’accès n’est pas permis.'],
    [areRoles((attributes.get(ROLE) ?? []).map((role) => codeOf(role, 'Role'))), 'Les rôles ne sont pas ceux d’un utilisateur.'],
  ];
  return checks.find(([holds]) => !holds)?.[1];
}

function codeOf(value, local) {
  const coded = children(value).find((child) => child.namespaceURI === NS.hl7 && child.localName === local);
  return { code: coded?.getAttribute('code') ?? '', system: coded?.getAttribute('codeSystem') ?? '' };
}

const isPurpose = (code, mode) => code === 'normal' || code === 'centre_15' || (code === 'bris_de_glace' && mode === 'DIRECTE');

function areRoles([first, second]) {
  if (!first || !ROLE_SYSTEMS.has(first.system)) return false;
  if (first.system !== PROFESSION) return true;
  const needed = SPECIALTY_SYSTEM[first.code];
  return /^\d\d$/.test(first.code) && (!needed || second?.system === needed);
}

/** The control key of an INS is 97 less the number modulo 97 (2A and 2B count as 19 and 18). */
export function isIns(cx) {
  const [ins] = cx.split('^');
  if (!/^\d{5}[\dAB]\d{9}$/.test(ins)) return false;
  const number = BigInt(ins.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97n - (number % 97n) === BigInt(ins.slice(13));
}

/** Two distinguished names, one in RFC 2253 and one line by line, whatever their order. */
function sameName(rfc2253, lines) {
  const parts = (name, separator) =>
    name
      .split(separator)
      .map((part) => part.replaceAll('\\', '').trim())
      .sort()
      .join('\n');
  return parts(rfc2253, /(?<!\\),/) === parts(lines, '\n');
}
