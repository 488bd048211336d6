import { type Cx, parseCx } from '../identifiers/index.js';
import { WST } from '../soap/index.js';
import type { XmlElement } from '../xml/index.js';
import { SAMLP, VihfName } from './names.js';

/** A CE value: Role or PurposeOfUse. */
export interface CodedValue {
  /** the AttributeValue that holds it */
  value: XmlElement;
  /** the coded element, absent when the value holds none */
  element: XmlElement | undefined;
  code: string;
  codeSystem: string;
  displayName: string;
}

export interface VihfAttribute {
  name: string;
  element: XmlElement;
  values: XmlElement[];
  /** text of the first value, trimmed */
  text: string;
}

/**
 * A VIHF as it arrived. Elements are found by local name, so that a wrong namespace is one finding and not thirty; what
 * is absent is undefined or empty.
 */
export interface Vihf {
  assertion: XmlElement;
  issuer: XmlElement | undefined;
  signature: XmlElement | undefined;
  nameId: XmlElement | undefined;
  subject: XmlElement | undefined;
  conditions: XmlElement | undefined;
  authnStatement: XmlElement | undefined;
  authnInstant: string | undefined;
  classRef: XmlElement | undefined;
  authnDecl: XmlElement | undefined;
  attributeStatement: XmlElement | undefined;
  attributes: VihfAttribute[];
  /** every Attribute with this Name */
  named(name: string): VihfAttribute[];
  /** the first Attribute with this Name */
  attribute(name: string): VihfAttribute | undefined;
  /** Authentification_Mode, whatever the case of its name */
  mode: VihfAttribute | undefined;
  roles: CodedValue[];
  purposeOfUse: CodedValue | undefined;
  /** the patient of resource-id, absent without the attribute */
  patient: Cx | undefined;
}

/** Where assertions stand in a message. */
export interface FoundAssertions {
  /** what shall hold the assertion: the wsse:Security headers, or the token of an issuer's answer; none when the root is the assertion */
  holders: XmlElement[];
  /** direct children of the holders, or the root itself */
  assertions: XmlElement[];
  /** assertions elsewhere in the SOAP header, in an issuer's answer, or deeper in a holder */
  misplaced: XmlElement[];
}

/** Looks for assertions from a SOAP envelope, a wsse:Security header, an issuer's answer or an Assertion. */
export function findAssertions(root: XmlElement): FoundAssertions {
  if (root.local === 'Assertion') return { holders: [], assertions: [root], misplaced: [] };
  const header = root.local === 'Envelope' ? root.element('Header') : root;
  const security = root.local === 'Security' ? [root] : (header?.elements('Security') ?? []);
  const issued = issuersAnswer(root);
  // an assertion in the header authenticates who sends the message: it comes before one that the message brings
  const brings = issued && security.every((element) => !element.element('Assertion'));
  const holders = brings ? tokensOf(issued) : security;
  const assertions = holders.flatMap((element) => element.elements('Assertion'));
  const around = [header, brings && issued].flatMap((element) => (element ? [...element.descendants('Assertion')] : []));
  const placed = new Set(assertions);
  return { holders, assertions, misplaced: around.filter((element) => !placed.has(element)) };
}

/** What an X-Assertion Provider answers with (WS-Trust 1.3, 3.2; SAML 2.0 Core, 3.3.3), when the message is that. */
export function issuersAnswer(root: XmlElement): XmlElement | undefined {
  const content = root.local === 'Envelope' ? root.element('Body')?.elements()[0] : root;
  const answers =
    (content?.namespace === SAMLP && content.local === 'Response')
    || (content?.namespace === WST && content.local.startsWith('RequestSecurityTokenResponse'));
  return answers ? content : undefined;
}

/** The elements of an issuer's answer that bring what was asked for. */
const tokensOf = (answer: XmlElement): XmlElement[] =>
  answer.namespace === SAMLP ? [answer] : [...answer.descendants('RequestedSecurityToken')];

/** The first assertion of a message: root may be a SOAP envelope, a wsse:Security header or the Assertion. */
export function findAssertion(root: XmlElement): XmlElement | undefined {
  const { assertions, misplaced } = findAssertions(root);
  return assertions[0] ?? misplaced[0];
}

/** Reads the assertion as a VIHF. Never fails: what is wrong with it is for the validator to say. */
export function readVihf(assertion: XmlElement): Vihf {
  const attributes = assertion.all('AttributeStatement', 'Attribute').map((element): VihfAttribute => {
    const values = element.elements('AttributeValue');
    return { name: element.attribute('Name') ?? '', element, values, text: values[0]?.text.trim() ?? '' };
  });
  const named = (name: string): VihfAttribute[] => attributes.filter((attribute) => attribute.name === name);
  const attribute = (name: string): VihfAttribute | undefined => attributes.find((candidate) => candidate.name === name);
  const resource = attribute(VihfName.resourceId);
  const context = assertion.at('AuthnStatement', 'AuthnContext');
  return {
    assertion,
    issuer: assertion.element('Issuer'),
    signature: assertion.element('Signature'),
    nameId: assertion.at('Subject', 'NameID'),
    subject: assertion.element('Subject'),
    conditions: assertion.element('Conditions'),
    authnStatement: assertion.element('AuthnStatement'),
    authnInstant: assertion.element('AuthnStatement')?.attribute('AuthnInstant'),
    classRef: context?.element('AuthnContextClassRef'),
    authnDecl: context?.element('AuthnContextDecl'),
    attributeStatement: assertion.element('AttributeStatement'),
    attributes,
    named,
    attribute,
    mode: attributes.find(({ name }) => name.toLowerCase() === VihfName.mode.toLowerCase()),
    roles: named(VihfName.role).flatMap(({ values }) => values.map((value) => coded(value, 'Role'))),
    purposeOfUse: attribute(VihfName.purposeOfUse)
      ?.values.map((value) => coded(value, 'PurposeOfUse'))
      .at(0),
    patient: resource && parseCx(resource.text),
  };
}

function coded(value: XmlElement, local: string): CodedValue {
  const element = value.element(local);
  return {
    value,
    element,
    code: element?.attribute('code') ?? '',
    codeSystem: element?.attribute('codeSystem') ?? '',
    displayName: element?.attribute('displayName') ?? '',
  };
}
