import { CLASSES } from './classes.js';
import { ContentModel, type Position } from './content-model.js';
import { DATA_TYPES } from './data-types.js';
import { LAB, PHARM, SDTC } from './extensions.js';
import { lexicalOf, type Lexical } from './lexical.js';
import { NARRATIVE } from './narrative.js';
import { readNotation, type ChildNotation, type Content, type TypeNotation } from './notation.js';

export interface AttributeType {
  required: boolean;
  lexical: Lexical;
}

/** Whatever stands there is not judged. */
const ANYTHING = 'Anything';

/** A class or data type, as an element of it is judged. */
export class ElementType {
  readonly #notation: TypeNotation;
  readonly base: ElementType | undefined;
  /** its text is a value, and it has no children: `digits` of a sampled signal */
  readonly text: Lexical | undefined;
  #attributes: Map<string, AttributeType> | undefined;
  #required: string[] | undefined;
  #model: ContentModel<ElementType> | undefined;

  constructor(
    readonly name: string,
    /** prefix of the namespace that its unprefixed children are in */
    readonly home: string,
    notation: string,
  ) {
    this.#notation = readNotation(notation);
    this.text = this.#notation.text === undefined ? undefined : lexicalOf('', this.#notation.text, undefined);
    this.base = this.#notation.base && typeNamed(this.#notation.base.name, home);
  }

  get abstract(): boolean {
    return this.#notation.abstract;
  }

  /** text may stand between its children */
  get mixed(): boolean {
    return this.#notation.mixed || this.text !== undefined;
  }

  get narrative(): boolean {
    return this.name.startsWith('StrucDoc.');
  }

  /**
   * A data type of HL7 in the namespace of an extension. Published documents and schemas disagree on the namespace of
   * what it is made of: that of the extension or that of HL7, so either will do.
   */
  get borrowed(): boolean {
    return this.home !== 'hl7' && Object.hasOwn(DATA_TYPES, this.name);
  }

  /** nothing in it is judged */
  get anything(): boolean {
    return this.name === ANYTHING;
  }

  get attributes(): ReadonlyMap<string, AttributeType> {
    if (this.#attributes) return this.#attributes;
    const attributes = new Map(this.base?.attributes);
    for (const name of this.#notation.without) attributes.delete(name);
    for (const { name, required, fixed, type } of this.#notation.attributes)
      attributes.set(name, { required, lexical: lexicalOf(name, type, fixed) });
    return (this.#attributes = attributes);
  }

  get required(): readonly string[] {
    return (this.#required ??= [...this.attributes].filter(([, { required }]) => required).map(([name]) => name));
  }

  get model(): ContentModel<ElementType> {
    return (this.#model ??= new ContentModel(this.#content, (child) => this.#position(child)));
  }

  /** This type, or one that it is made from. */
  is(other: ElementType): boolean {
    for (let here: ElementType | undefined = this; here; here = here.base) if (here === other) return true;
    return false;
  }

  get #content(): Content {
    const { base, content } = this.#notation;
    return base?.extends ? { kind: 'sequence', parts: [this.base!.#content, content] } : content;
  }

  #position({ prefix, local, type, nillable }: ChildNotation): Position<ElementType> {
    if (local === '##other') return { key: local, local, type: typeNamed(ANYTHING, 'hl7'), nillable: false };
    const home = prefix || this.home;
    return { key: keyOf(home, local), local, type: typeNamed(type.startsWith('.') ? `StrucDoc${type}` : type, home), nillable };
  }
}

/** An element by the prefix that stands for its namespace. */
export const keyOf = (home: string, local: string): string => (home === 'hl7' ? local : `${home}:${local}`);

const NAMESPACES: ReadonlyMap<string, string> = new Map([
  ['urn:hl7-org:v3', 'hl7'],
  ['urn:hl7-org:sdtc', 'sdtc'],
  ['urn:ihe:pharm:medication', 'pharm'],
  ['urn:dicom-org:ps3-20', 'ps3-20'],
  ['urn:oid:1.3.6.1.4.1.19376.1.3.2', 'lab'],
]);

/** The prefix that stands for a namespace of CDA or of an extension of it. */
export const homeOf = (namespace: string): string | undefined => NAMESPACES.get(namespace);

const OWN: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  hl7: { ...CLASSES, ...NARRATIVE, ...DATA_TYPES, [ANYTHING]: 'mixed' },
  sdtc: SDTC,
  lab: LAB,
  // these two take the data types of HL7 into their own namespace; SDTC uses those of HL7 itself
  pharm: { ...DATA_TYPES, ...PHARM },
  'ps3-20': DATA_TYPES,
};

const made = new Map<string, ElementType>();

/** The type of this name in this home, made on first use; what a home has not is that of HL7. */
function typeNamed(name: string, home: string): ElementType {
  const where = Object.hasOwn(OWN[home]!, name) ? home : 'hl7';
  const key = `${where} ${name}`;
  const type = made.get(key) ?? new ElementType(name, where, OWN[where]![name]!);
  made.set(key, type);
  return type;
}

/** What an xsi:type in this namespace names; classes go by their HL7 name too. */
export function typeOfName(local: string, home: string): ElementType | undefined {
  const name = local.replace(/^(?:POCD_MT000040|COCT_MT230100UV)\./, '').replace(/^InfrastructureRoot\.typeId$/, 'TypeId');
  const own = OWN[home];
  return own && Object.hasOwn(own, name) && name !== ANYTHING ? typeNamed(name, home) : undefined;
}

/** What the root of a document is. */
export const clinicalDocument = (): ElementType => typeNamed('ClinicalDocument', 'hl7');

/** Data types that an xsi:type may name, for a suggestion. */
export const dataTypeNames = (): string[] => Object.keys(DATA_TYPES).filter((name) => !name.includes('.'));
