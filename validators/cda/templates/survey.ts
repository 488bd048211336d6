import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { CDA } from '../judge.js';

/** An element that declares templates. */
export interface Declaring {
  element: XmlElement;
  templateIds: readonly XmlElement[];
  /** their roots, each once */
  declared: ReadonlySet<string>;
}

/** What the rules on templates and narrative look at, found in one walk. */
export interface Survey {
  declaring: readonly Declaring[];
  sections: readonly XmlElement[];
  /** clinical statements: act, observation… */
  statements: readonly XmlElement[];
  /** elements by their ID; the first where it is given twice */
  ids: ReadonlyMap<string, XmlElement>;
  /** elements that lead to an ID: reference, renderMultiMedia, footnoteRef, linkHtml */
  links: readonly XmlElement[];
  /** whether a template is declared somewhere inside an element */
  hasInside: (element: XmlElement, oid: string) => boolean;
}

export const STATEMENTS: ReadonlySet<string> = new Set([
  'act',
  'encounter',
  'observation',
  'observationMedia',
  'organizer',
  'procedure',
  'regionOfInterest',
  'substanceAdministration',
  'supply',
]);
const LINKS: ReadonlySet<string> = new Set(['reference', 'renderMultiMedia', 'footnoteRef', 'linkHtml']);

export function surveyOf(root: XmlElement): Survey {
  const declaring: Declaring[] = [];
  const sections: XmlElement[] = [];
  const statements: XmlElement[] = [];
  const ids = new Map<string, XmlElement>();
  const links: XmlElement[] = [];
  // where each template is declared, in document order: what is inside an element is found by its offsets
  const starts = new Map<string, number[]>();
  const visit = (element: XmlElement): void => {
    if (element.namespace !== CDA) return;
    if (element.attributes.length > 0) {
      const id = element.attribute('ID');
      if (id !== undefined && !ids.has(id)) ids.set(id, element);
    }
    if (element.local === 'templateId') return;
    if (element.local === 'section') sections.push(element);
    else if (STATEMENTS.has(element.local)) statements.push(element);
    else if (LINKS.has(element.local)) links.push(element);
    if (!element.element('templateId', CDA)) return;
    const templateIds = element.elements('templateId', CDA);
    const declared = new Set(templateIds.map((id) => id.attribute('root') ?? '').filter((oid) => oid !== ''));
    declaring.push({ element, templateIds, declared });
    for (const oid of declared) {
      const known = starts.get(oid);
      if (known) known.push(element.start);
      else starts.set(oid, [element.start]);
    }
  };
  visit(root);
  for (const element of root.descendants()) visit(element);
  return {
    declaring,
    sections,
    statements,
    ids,
    links,
    hasInside: (element, oid) => someBetween(starts.get(oid) ?? [], element.start, element.end),
  };
}

/** Whether one of the sorted offsets lies between two others, both excluded. */
function someBetween(sorted: readonly number[], from: number, to: number): boolean {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]! > from) high = middle;
    else low = middle + 1;
  }
  return low < sorted.length && sorted[low]! < to;
}
