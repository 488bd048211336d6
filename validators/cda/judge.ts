import { Checklist, type Artefact, type Bilingual, type Complaint, type Place, type Rule } from '../../src/model/index.js';
import { placeAt, placeOf, placeOfMissing, type XmlElement } from '../../src/protocols/xml/index.js';

export const CDA = 'urn:hl7-org:v3';
const PREFIXES: Readonly<Record<string, string>> = {
  sdtc: 'urn:hl7-org:sdtc',
  lab: 'urn:oid:1.3.6.1.4.1.19376.1.3.2',
  'ps3-20': 'urn:dicom-org:ps3-20',
};

/** An element, one of its attributes, a child it should have had, or the whole artefact. */
export type Where = XmlElement | readonly [XmlElement, attribute: string] | { in: XmlElement; missing: string } | undefined;

/** One document under judgement. Places are only worked out for what is wrong. */
export class Judge {
  readonly #checklist: Checklist;
  readonly #found = new Map<string, XmlElement[]>();

  constructor(
    readonly artefact: Artefact,
    rules: readonly Rule[],
  ) {
    this.#checklist = new Checklist(rules);
  }

  get result(): { findings: Checklist['findings']; evaluated: string[] } {
    const { findings, evaluated } = this.#checklist;
    return { findings, evaluated };
  }

  /** Judges a rule; `where` is where a finding stands. Returns `holds`. */
  expect(rule: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return this.expectAt(rule, holds, () => this.#place(where), complaint);
  }

  /** The same, for a place that is no element of the tree. */
  expectAt(rule: string, holds: boolean, place: () => Place, complaint?: () => Complaint): boolean {
    return this.#checklist.expect(rule, holds, holds ? NOWHERE : place(), complaint);
  }

  /** Header elements reached by a path from ClinicalDocument; each step is an HL7 name or a prefixed extension. */
  at(root: XmlElement, path: string): XmlElement[] {
    if (path === '') return [root];
    const known = this.#found.get(path);
    if (known) return known;
    const cut = path.lastIndexOf('/');
    const found = this.at(root, cut === -1 ? '' : path.slice(0, cut)).flatMap((parent) => childrenOf(parent, path.slice(cut + 1)));
    this.#found.set(path, found);
    return found;
  }

  #place(where: Where): Place {
    if (!where) return placeAt(this.artefact);
    if ('missing' in where) return placeOfMissing(this.artefact, where.in, where.missing);
    return 'local' in where ? placeOf(this.artefact, where) : placeOf(this.artefact, where[0], where[1]);
  }
}

const NOWHERE: Place = { line: 1, column: 1, path: '/' };

/** Children by HL7 name, or by prefixed name of an extension: `lab:statusCode`. */
export function childrenOf(parent: XmlElement, name: string): XmlElement[] {
  const colon = name.indexOf(':');
  return colon === -1 ? parent.elements(name, CDA) : parent.elements(name.slice(colon + 1), PREFIXES[name.slice(0, colon)]);
}

export const isNull = (element: XmlElement): boolean => element.attribute('nullFlavor') !== undefined;

export const same = (text: string): Bilingual => ({ fr: text, en: text });

/** A value as quoted in a message; long ones are cut. */
export const quoted = (value: string): string =>
  value === '' ? '""'
  : value.length > 80 ? value.slice(0, 79) + '…'
  : value;

/** A list of codes, as an expectation. */
export const oneOf = (codes: Iterable<string>): Bilingual => {
  const list = [...codes];
  if (list.length === 1) return same(list[0]!);
  const head = list.slice(0, -1).join(', ');
  return { fr: `${head} ou ${list.at(-1)!}`, en: `${head} or ${list.at(-1)!}` };
};
