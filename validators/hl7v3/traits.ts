import { HL7V3, v3All } from '../../src/protocols/hl7v3/index.js';
import { isCogCode } from '../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

/** Does an element say something, rather than why it says nothing? */
export const isSaid = (element: XmlElement): boolean => element.attribute('nullFlavor') === undefined;

/** The text of an element; empty when it has none, or a nullFlavor. */
export const textOf = (element: XmlElement | undefined): string => (element && isSaid(element) ? element.text.trim() : '');

/** Is a part of a name qualified as one that is used (CL, elsewhere SP), and not as that of birth? */
export function isUsed(part: XmlElement): boolean {
  const qualifier = part.attribute('qualifier') ?? '';
  return /(?:^|\s)(?:CL|SP)(?:\s|$)/.test(qualifier) && !/(?:^|\s)BR(?:\s|$)/.test(qualifier);
}

/** The names of a person that are no pseudonym. */
export const namesOf = (person: XmlElement | undefined): XmlElement[] =>
  v3All(person, 'name').filter((name) => isSaid(name) && !/^[APR]$/.test(name.attribute('use') ?? ''));

/** The family names in a name; one without parts is a family name itself. */
export function familiesOf(name: XmlElement): XmlElement[] {
  return (name.elements().length === 0 ? [name] : v3All(name, 'family')).filter((family) => textOf(family) !== '');
}

/** The given names in a name that are of the birth certificate, or are not said to be others. */
export function birthGivensOf(name: XmlElement): XmlElement[] {
  const families = familiesOf(name);
  // the given name beside a used name is the used one, unless it says otherwise
  const usedName = families.length > 0 && families.every(isUsed);
  return v3All(name, 'given').filter(
    (given) => textOf(given) !== '' && !isUsed(given) && (!usedName || given.attribute('qualifier') === 'BR'),
  );
}

/**
 * The code of a birthplace, and where it is written. Where PDQv3 has it is not said; CDA has it in `county`. No postal code:
 * it is none of the COG.
 */
export function birthplaceIn(birthPlace: XmlElement | undefined): XmlElement | undefined {
  const parts = v3All(birthPlace, 'addr').flatMap((addr) => addr.elements(undefined, HL7V3).filter(({ local }) => local !== 'postalCode'));
  return [...parts, ...v3All(birthPlace, 'birthplace', 'name')].find((part) => isCogCode(textOf(part).toUpperCase()));
}
