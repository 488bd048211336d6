import { type Cx, parseCx } from '../identifiers/index.js';
import type { XmlElement } from '../xml/index.js';
import { VihfName } from './names.js';

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
  /** the wsse:Security headers, none when the root is the assertion */
  security: XmlElement[];
  /** direct children of wsse:Security, or the root itself */
  assertions: XmlElement[];
  /** assertions elsewhere in the SOAP header or deeper in wsse:Security */
  misplaced: XmlElement[];
}

/** Looks for assertions from a SOAP envelope, a wsse:Security header or an Assertion. */
export function findAssertions(root: XmlElement): FoundAssertions {
  if (root.local === 'Assertion') return { security: [], assertions: [root], misplaced: [] };
  const header = root.local === 'Envelope' ? root.element('Header') : root;
  const security = root.local === 'Security' ? [root] : (header?.elements('Security') ?? []);
  const assertions = security.flatMap((element) => element.elements('Assertion'));
  const misplaced = [...(header?.descendants('Assertion') ?? [])].filter((element) => !assertions.includes(element));
  return { security, assertions, misplaced };
}

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
