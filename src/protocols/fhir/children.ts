import type { FhirNode } from './node.js';

/** The children of a node with a name, in their order; none of a node that is not there. */
export const childrenOf = (node: FhirNode | undefined, name: string): FhirNode[] =>
  node?.children.filter((child) => child.name === name) ?? [];

/** The first value along a path of names. */
export function valueAt(node: FhirNode | undefined, ...path: string[]): string | undefined {
  let here = node;
  for (const name of path) here = here?.children.find((child) => child.name === name);
  return here?.value;
}
