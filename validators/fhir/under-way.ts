import type { Constraint } from '../../src/protocols/fhir/definitions.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';
import type { Judge } from './judge.js';
import type { Element, Library, Program } from './program.js';
import type { Resolver } from './references.js';

/** What is known of a node from the types alone. */
export interface Typing {
  element: Element;
  type: string;
}

/** A walk as the rules on single datatypes see it. */
export interface WalkUnderWay {
  readonly judge: Judge;
  readonly library: Library;
  readonly resolver: Resolver;
  /** The program of a profile; undefined when it is not known, or cannot be used, which is told at `where`. */
  program(canonical: string, where?: FhirNode): Program | undefined;
  /** Whether a node meets a profile; undefined when the profile is not known. */
  conforms(node: FhirNode, canonical: string): boolean | undefined;
  /** The type of a node by the base definitions; undefined for what they do not have. */
  typing(node: FhirNode): Typing | undefined;
  /** The name of a choice as definitions write it: `value[x]` for `valueString`. */
  choiceName(node: FhirNode): string | undefined;
  /** Whether an expression, of the resource, leads to a node; undefined when it cannot be evaluated. */
  selects(expression: string, node: FhirNode): boolean | undefined;
  /** Judges a constraint at a node with the others, at the end. */
  later(constraint: Constraint, node: FhirNode): void;
  /** Judges an extension by its definition. */
  extension(node: FhirNode, program: Program): void;
}
