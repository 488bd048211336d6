import type { RimClassification, RimIdentifier, RimObject, RimSlot } from '../../src/protocols/ebxml/index.js';

/** What of an object stands in columns of its own. */
type Unpacked = 'id' | 'lid' | 'status' | 'version' | 'source' | 'target';
export type Body = Omit<RimObject, Unpacked>;

type Term = number | string | null;
type PackedSlot = [name: string, ...values: string[]];
type PackedClassification = [id: string, scheme: Term, node: Term, code: Term, slots: PackedSlot[], name: Term];
type PackedIdentifier = [id: string, scheme: Term, value: string];
type PackedBody = [
  kind: Term,
  objectType: Term,
  mimeType: Term,
  home: Term,
  name: Term,
  description: Term,
  type: Term,
  slots: PackedSlot[],
  classifications: PackedClassification[],
  identifiers: PackedIdentifier[],
];

/**
 * Writes objects short: no field names, and the long constants of the standard as the numbers they have in the store's own
 * list. A third of the JSON it stands for, and as much faster to read.
 */
export class Packing {
  readonly #numbers: ReadonlyMap<string, number>;

  /** @param terms the constants, by number; those of the store, since code may come to list them in another order */
  constructor(readonly terms: readonly string[]) {
    this.#numbers = new Map(terms.map((term, number) => [term, number]));
  }

  /** A constant as its number, any other text as it is. */
  term(text: string | undefined): Term {
    return text === undefined ? null : (this.#numbers.get(text) ?? text);
  }

  /** What `term` wrote. */
  text(term: Term): string | undefined {
    return typeof term === 'number' ? this.terms[term] : (term ?? undefined);
  }

  pack({ kind, objectType, mimeType, home, name, description, type, slots, classifications, identifiers }: Body): string {
    const body: PackedBody = [
      this.term(kind),
      this.term(objectType),
      mimeType ?? null,
      home ?? null,
      name ?? null,
      description ?? null,
      this.term(type),
      slots.map(packedSlot),
      classifications.map((one) => [
        one.id,
        this.term(one.scheme),
        this.term(one.node),
        one.code ?? null,
        one.slots.map(packedSlot),
        one.name ?? null,
      ]),
      identifiers.map(({ id, scheme, value }) => [id, this.term(scheme), value]),
    ];
    return JSON.stringify(body);
  }

  unpack(packed: string): Body {
    const [kind, objectType, mimeType, home, name, description, type, slots, classifications, identifiers] = JSON.parse(
      packed,
    ) as PackedBody;
    const body = { kind: this.text(kind), slots: slots.map(slotOf) } as Body;
    const optional = { objectType: this.text(objectType), mimeType, home, name, description, type: this.text(type) };
    for (const [field, value] of Object.entries(optional))
      if (value !== null && value !== undefined) Object.assign(body, { [field]: value });
    body.classifications = classifications.map((one) => this.#classification(one));
    body.identifiers = identifiers.map(([id, scheme, value]): RimIdentifier => ({ id, scheme: this.text(scheme)!, value }));
    return body;
  }

  #classification([id, scheme, node, code, slots, name]: PackedClassification): RimClassification {
    return {
      id,
      ...(scheme !== null && { scheme: this.text(scheme)! }),
      ...(node !== null && { node: this.text(node)! }),
      ...(code !== null && { code: String(code) }),
      slots: slots.map(slotOf),
      ...(name !== null && { name: String(name) }),
    };
  }
}

const packedSlot = ({ name, values }: RimSlot): PackedSlot => [name, ...values];
const slotOf = ([name, ...values]: PackedSlot): RimSlot => ({ name, values });
