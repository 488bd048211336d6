import { Script } from 'node:vm';
import type { Dynamic } from './context.js';
import type { Node } from './node.js';
import { runtime, type Runtime } from './runtime.js';

/** A program that `Compiler` wrote, ready to run: the lists of functions it was asked for, by name. */
export interface Program {
  /** before a document: its root is the context of global variables */
  begin(root: Node): void;
  /** after a document: lets go of it */
  end(): void;
  /** a rule fires on this node: variables of the rule are new, current() is this node */
  fire(node: Node): void;
  /** a pattern is about to be tried on this node */
  look(node: Node): void;
  matchers: ((node: Node) => boolean)[];
  tests: ((node: Node) => boolean)[];
  texts: ((node: Node) => string)[];
}

/**
 * Makes a program of its text. V8 keeps what it learned of the text in `learned`: given back, the next process starts
 * without compiling again; refused by another version of V8, it is simply not used.
 */
export function loadProgram(text: string, dynamic: Dynamic, learned?: Uint8Array): { program: Program; learn: () => Uint8Array } {
  const script = new Script(text, { filename: 'compiled-schematron.js', ...(learned && { cachedData: Buffer.from(learned) }) });
  const make = script.runInThisContext() as (runtime: Runtime, dynamic: Dynamic) => Program;
  return { program: make(runtime, dynamic), learn: () => script.createCachedData() };
}
