import { SignedXml } from 'xml-crypto';
import { NS, xml } from './xml.mjs';

const EXC_C14N = 'http://www.w3.org/2001/10/xml-exc-c14n#';

const attribute = (name, values) => xml`
    <saml:Attribute Name="${name}">${values.map((v) => xml`<saml:AttributeValue>${v}</saml:AttributeValue>`)}</saml:Attribute>`;

const coded = (element, { code, scheme, name }) =>
  xml`<${element} xmlns="${NS.hl7}" xsi:type="CE" code="${code}" codeSystem="${scheme}" displayName="${name}"/>`;

/** Writes the assertion, without its signature. */
export const writeAssertion = (claims) =>
  xml`<saml:Assertion xmlns:saml="${NS.saml}" xmlns:xsi="${NS.xsi}" ID="${claims.id}" IssueInstant="${claims.issueInstant.toISOString()}" Version="2.0">
  <saml:Issuer Format="${claims.issuerFormat}">${claims.issuer}</saml:Issuer>
  <saml:Subject>
    <saml:NameID>${claims.nameId}</saml:NameID>
  </saml:Subject>
  <saml:Conditions NotBefore="${claims.notBefore.toISOString()}" NotOnOrAfter="${claims.notOnOrAfter.toISOString()}"/>
  <saml:AuthnStatement AuthnInstant="${claims.authnInstant.toISOString()}">
    <saml:AuthnContext>
      <saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef>
    </saml:AuthnContext>
  </saml:AuthnStatement>
  <saml:AttributeStatement>${Object.entries(claims.attributes).map(([name, value]) => attribute(name, [value]))}${attribute(
    'urn:oasis:names:tc:xacml:2.0:subject:role',
    claims.roles.map((role) => coded('Role', role)),
  )}${attribute('urn:oasis:names:tc:xspa:1.0:subject:purposeofuse', [coded('PurposeOfUse', claims.purpose)])}
  </saml:AttributeStatement>
</saml:Assertion>`.text;

/** Signs an assertion: enveloped XML-DSig placed after the Issuer, RSA-SHA256, exclusive canonicalisation. */
export function signAssertion(assertion, signer) {
  const signature = new SignedXml({
    privateKey: signer.key,
    publicCert: signer.certificate,
    signatureAlgorithm: 'http://www.w3.org/2001/04/xmldsig-more#rsa-sha256',
    canonicalizationAlgorithm: EXC_C14N,
  });
  signature.addReference({
    xpath: "//*[local-name(.)='Assertion']",
    transforms: ['http://www.w3.org/2000/09/xmldsig#enveloped-signature', EXC_C14N],
    digestAlgorithm: 'http://www.w3.org/2001/04/xmlenc#sha256',
  });
  signature.computeSignature(assertion, { prefix: 'ds', location: { reference: "//*[local-name(.)='Issuer']", action: 'after' } });
  return signature.getSignedXml();
}
