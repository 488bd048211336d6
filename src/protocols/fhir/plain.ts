import type { FhirNode, JsonType } from './node.js';

type Plain = Record<string, unknown>;

const plains = new WeakMap<FhirNode, unknown>();
const nodes = new WeakMap<object, FhirNode>();

/**
 * The plain JSON of a node, as FHIRPath engines take it; the same object each time. Decimals become numbers and lose
 * their trailing zeros.
 * @param typeOf what a primitive is in JSON; asked where the node does not say, because it came in XML: a string otherwise
 */
export function plainOf(node: FhirNode, typeOf?: (node: FhirNode) => JsonType | undefined): unknown {
  if (plains.has(node)) return plains.get(node);
  const plain = isPrimitive(node, typeOf) ? primitive(node, typeOf) : complex(node, typeOf);
  plains.set(node, plain);
  if (typeof plain === 'object' && plain !== null) nodes.set(plain, node);
  return plain;
}

/** The node that `plainOf` made an object of; undefined for any other object, and for primitives. */
export const nodeOfPlain = (plain: unknown): FhirNode | undefined =>
  typeof plain === 'object' && plain !== null ? nodes.get(plain) : undefined;

type TypeOf = ((node: FhirNode) => JsonType | undefined) | undefined;

const isPrimitive = (node: FhirNode, typeOf: TypeOf): boolean =>
  node.value !== undefined || node.jsonType !== undefined || node.beside || typeOf?.(node) !== undefined;

function primitive(node: FhirNode, typeOf: TypeOf): unknown {
  const { value } = node;
  if (value === undefined) return null;
  switch (node.jsonType ?? typeOf?.(node)) {
    case 'number':
      // what is no number stays as it was written, for the engine to judge
      return value.trim() === '' || Number.isNaN(Number(value)) ? value : Number(value);
    case 'boolean':
      return (
        value === 'true' ? true
        : value === 'false' ? false
        : value
      );
    default:
      return value;
  }
}

function complex(node: FhirNode, typeOf: TypeOf): Plain {
  const plain: Plain = {};
  if (node.resourceType !== undefined) plain['resourceType'] = node.resourceType;
  const groups = new Map<string, FhirNode[]>();
  for (const child of node.children) {
    const group = groups.get(child.name);
    if (group) group.push(child);
    else groups.set(child.name, [child]);
  }
  for (const [name, group] of groups) {
    const many = group.length > 1 || group[0]!.inArray === true;
    // a key that would change what the object is
    if (name === '__proto__' || name === '_proto__') continue;
    const primitives = group.every((child) => isPrimitive(child, typeOf));
    if (!primitives || group.some((child) => child.value !== undefined)) {
      const values = group.map((child) => plainOf(child, typeOf));
      plain[name] = many ? values : values[0];
    }
    if (primitives && group.some((child) => child.children.length > 0)) {
      const asides = group.map((child) => (child.children.length > 0 ? complex(child, typeOf) : null));
      plain[`_${name}`] = many ? asides : asides[0];
    }
  }
  return plain;
}
