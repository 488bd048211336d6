import { Checklist, type Artefact, type Bilingual, type Complaint, type Place, type Rule } from '../../src/model/index.js';
import { placeAt, placeOf, placeOfMissing, XmlElement } from '../../src/protocols/xml/index.js';

/** What a check points at: an element, one of its attributes, or a child that is not there. */
export type Where = XmlElement | { element: XmlElement; attribute: string } | { element: XmlElement; missing: string };

/** A rule that a hostile message breaks many times is reported this often at most. */
const MOST_FINDINGS_PER_RULE = 100;

/** A rule whose requirement has the same id. */
export function rule(written: Omit<Rule, 'requirements'>): Rule {
  return { ...written, requirements: [written.id] };
}

/** A value, the same in both languages; a long one is cut. */
export function same(text: string): Bilingual {
  const shown = text.length > 300 ? `${text.slice(0, 299)}…` : text || '""';
  return { fr: shown, en: shown };
}

export const nothing: Bilingual = { fr: 'rien', en: 'nothing' };

/** A checklist that works out where something stands only when there is something to say about it. */
export class Judge {
  readonly checklist: Checklist;
  readonly #told = new Map<string, number>();
  readonly #anywhere: Place;

  constructor(
    readonly artefact: Artefact,
    rules: readonly Rule[],
  ) {
    this.checklist = new Checklist(rules);
    this.#anywhere = placeAt(artefact);
  }

  /** Records that a rule was judged, and a finding when it does not hold. Returns `holds`. */
  expect(ruleId: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    if (holds) return this.checklist.expect(ruleId, true, this.#anywhere);
    const told = this.#told.get(ruleId) ?? 0;
    this.#told.set(ruleId, told + 1);
    if (told < MOST_FINDINGS_PER_RULE) this.checklist.expect(ruleId, false, this.#place(where), complaint);
    return false;
  }

  #place(where: Where): Place {
    if (where instanceof XmlElement) return placeOf(this.artefact, where);
    if ('attribute' in where) return placeOf(this.artefact, where.element, where.attribute);
    return placeOfMissing(this.artefact, where.element, prefixed(where.missing, prefixOf(where.element)));
  }
}

/** Prefix of an element's name with its colon: a missing child would have been written with it. */
function prefixOf(element: XmlElement): string {
  const colon = element.name.indexOf(':');
  return colon === -1 ? '' : element.name.slice(0, colon + 1);
}

const prefixed = (path: string, prefix: string): string =>
  path
    .split('/')
    .map((step) => (step.startsWith('@') ? step : prefix + step))
    .join('/');

/** XPath of the slot that should have been there. */
export const slotPath = (name: string): string => `Slot[@name='${name}']`;
