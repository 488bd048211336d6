import type { Definitions, ElementDefinition } from './definitions.js';

/** A child that an element may have, by the name it is written with: `birthDate`, `valueQuantity`. */
export interface TableChild {
  /** what it is: `string`, `HumanName`, `BackboneElement`; `Resource` where the child says its type itself */
  type: string;
  /** what its own children are looked up by: a type, or the path of an element that states them */
  below: string;
  /** it repeats: an array in JSON */
  many: boolean;
  /** its place among its siblings in XML */
  order: number;
  /** an attribute in XML */
  attribute: boolean;
  /** at least one must be there */
  mandatory: boolean;
  modifier: boolean;
}

const NONE: ReadonlyMap<string, TableChild> = new Map();

/** What reading and writing need to know of the types of FHIR: which children, in which order, how many. */
export class ElementTable {
  readonly #known = new Map<string, ReadonlyMap<string, TableChild>>();

  constructor(private readonly definitions: Definitions) {}

  /** The children by name, below a type (`Patient`) or an element that states its own (`Patient.contact`). */
  children(below: string): ReadonlyMap<string, TableChild> {
    let known = this.#known.get(below);
    if (!known) this.#known.set(below, (known = this.#read(below)));
    return known;
  }

  #read(below: string): ReadonlyMap<string, TableChild> {
    const elements = this.definitions.type(below.split('.', 1)[0]!)?.elements;
    if (!elements) return NONE;
    const children = new Map<string, TableChild>();
    const prefix = `${below}.`;
    let order = 0;
    for (const element of elements) {
      if (!element.path.startsWith(prefix) || element.sliceName !== undefined) continue;
      const name = element.path.slice(prefix.length);
      if (name.includes('.')) continue;
      order += 1;
      const choice = name.endsWith('[x]');
      for (const { code } of element.types ?? [{ code: 'BackboneElement' }])
        children.set(choice ? name.slice(0, -3) + code.charAt(0).toUpperCase() + code.slice(1) : name, {
          type: code,
          below: belowOf(element, code),
          many: element.max !== '0' && element.max !== '1',
          order,
          attribute: element.representation?.includes('xmlAttr') ?? false,
          mandatory: element.min > 0,
          modifier: element.isModifier === true,
        });
    }
    return children;
  }
}

function belowOf({ contentReference, path }: ElementDefinition, type: string): string {
  if (contentReference !== undefined) return contentReference.slice(contentReference.indexOf('#') + 1);
  return type === 'BackboneElement' || type === 'Element' ? path : type;
}
