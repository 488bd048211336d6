import { Checklist, type Artefact, type Complaint, type Place, type Rule } from '../../model/index.js';
import { placeAt, placeOf, placeOfError, placeOfMissing, xmlOf } from './artefact.js';
import { XmlSyntaxError } from './reader.js';
import { XmlElement, type XmlDocument } from './tree.js';

/**
 * What a finding points at: an element, one of its attributes, a child or attribute that it should have had
 * (`name/child`, `@name`), a place that is no element of the tree, or the whole artefact.
 */
export type Where =
  XmlElement | readonly [XmlElement, attribute: string] | { in: XmlElement; missing: string } | Place | (() => Place) | undefined;

/** An element, or the place where it should have been. */
export const elementOr = (element: XmlElement | undefined, parent: XmlElement, missing: string): Where =>
  element ?? { in: parent, missing };

/** An attribute, or the place where it should have been. */
export const attributeOr = (element: XmlElement, name: string): Where =>
  element.attribute(name) === undefined ? { in: element, missing: `@${name}` } : [element, name];

/** One XML artefact under judgement. Places are only worked out for what is wrong. */
export class XmlChecklist extends Checklist {
  constructor(
    readonly artefact: Artefact,
    rules: readonly Rule[],
    /** the piece of the artefact whose tree is judged, when that is not the whole of it */
    readonly piece: Artefact = artefact,
  ) {
    super(rules);
  }

  /** Records that a rule was judged, and a finding there when it does not hold. Returns `holds`. */
  override expect(ruleId: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return super.expect(ruleId, holds, () => this.place(where), complaint);
  }

  /** Reads the tree and judges by this rule that it can be read; undefined when it cannot. */
  readXml(ruleId: string): XmlDocument | undefined {
    try {
      const document = xmlOf(this.piece);
      this.expect(ruleId, true, document.root);
      return document;
    } catch (error) {
      if (!(error instanceof XmlSyntaxError)) throw error;
      const { explanation } = error;
      this.expect(ruleId, false, placeOfError(this.piece, error), () => ({
        expected: { fr: 'du XML bien formé, sans DOCTYPE', en: 'well-formed XML, without a DOCTYPE' },
        actual: explanation,
        message: explanation,
      }));
      return undefined;
    }
  }

  protected place(where: Where): Place {
    if (where === undefined) return placeAt(this.artefact);
    if (typeof where === 'function') return where();
    if (where instanceof XmlElement) return placeOf(this.piece, where);
    if ('missing' in where) return placeOfMissing(this.piece, where.in, where.missing);
    return 'line' in where ? where : placeOf(this.piece, where[0], where[1]);
  }
}
