import { authorSlot, CODES, codesOf, ENTRY_AUTHOR } from './metadata.mjs';
import { children, first, NS, textOf } from '../wire/xml.mjs';

const MASKED = 'MASQUE_PS^^1.2.250.1.213.1.1.4.13';

/** Who sent a request, by the VIHF that was found in order. */
export function requesterOf(document) {
  const assertion = first(first(document, 'wsse:Security'), 'saml:Assertion');
  const attributes = Array.from(assertion?.getElementsByTagNameNS(NS.saml, 'Attribute') ?? []);
  const value = (name) =>
    textOf(
      attributes.find((a) => a.getAttribute('Name') === name),
      'saml:AttributeValue',
    ) ?? '';
  return {
    id: textOf(children(assertion ?? document, 'saml:Subject')[0], 'saml:NameID') ?? '',
    structure: value('Identifiant_Structure'),
    mode: value('Authentification_Mode'),
  };
}

/** A document masked to professionals is shown to its author, and to the author’s structure where that is who logs in. */
export function seesEntry({ id, structure, mode }, { element }) {
  if (!codesOf(element, CODES.ConfidentialityCode).includes(MASKED)) return true;
  const persons = authorSlot(element, ENTRY_AUTHOR, 'authorPerson').map((xcn) => xcn.split('^')[0]);
  const structures = authorSlot(element, ENTRY_AUTHOR, 'authorInstitution').map((xon) => xon.split('^').at(9));
  return persons.includes(id) || (mode === 'INDIRECTE' && structures.includes(structure));
}
