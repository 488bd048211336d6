import type { Bilingual } from '../../model/bilingual.js';
import type { Place } from '../../model/finding.js';
import type { FhirNode, JsonType, ReadProblem, ReadProblemKind } from './node.js';

/** What bounds a reading: far beyond any real resource, and cheap to reach for. */
export interface FhirLimits {
  maxBytes: number;
  /** objects and arrays, or elements, inside one another */
  maxDepth: number;
  /** elements, all together */
  maxNodes: number;
}

export const FHIR_LIMITS: FhirLimits = { maxBytes: 256 * 1024 ** 2, maxDepth: 256, maxNodes: 2_000_000 };

/** Tells the line and column of an offset. */
export interface Positions {
  position(offset: number): { line: number; column: number };
}

/** Lines of a text, counted when first asked. */
export class Lines implements Positions {
  #starts: number[] | undefined;

  constructor(readonly text: string) {}

  position(offset: number): { line: number; column: number } {
    if (!this.#starts) {
      this.#starts = [0];
      for (let at = this.text.indexOf('\n'); at !== -1; at = this.text.indexOf('\n', at + 1)) this.#starts.push(at + 1);
    }
    let low = 0;
    let high = this.#starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.#starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.#starts[low]! + 1 };
  }
}

const NONE: readonly TreeNode[] = [];

/** A node as the readers make it: places are worked out when asked for, because most never are. */
export class TreeNode implements FhirNode {
  children: readonly TreeNode[] = NONE;
  value: string | undefined = undefined;
  jsonType: JsonType | undefined = undefined;
  beside = false;
  resourceType: string | undefined = undefined;
  xhtml: string | undefined = undefined;

  constructor(
    readonly name: string,
    readonly parent: TreeNode | undefined,
    public index: number,
    readonly inArray: boolean | undefined,
    /** its path has an index */
    public indexed: boolean,
    readonly offset: number,
    readonly positions: Positions,
  ) {}

  get path(): string {
    const steps: string[] = [];
    for (let here: TreeNode | undefined = this; here; here = here.parent)
      steps.push(here.indexed ? `${here.name}[${here.index}]` : here.name);
    return steps.reverse().join('.');
  }

  get line(): number {
    return this.positions.position(this.offset).line;
  }

  get column(): number {
    return this.positions.position(this.offset).column;
  }

  get place(): Place {
    return { ...this.positions.position(this.offset), path: this.path };
  }
}

/** A place that no node stands at: a key, or a place in a text that is no resource. */
export interface Spot {
  offset: number;
  within?: TreeNode;
  key?: string;
}

/** Where there is no resource to name a place by. */
const NOWHERE = '/';

const pathOf = (where: TreeNode | Spot): string =>
  where instanceof TreeNode ? where.path
  : where.within ? `${where.within.path}${where.key === undefined ? '' : `.${where.key}`}`
  : NOWHERE;

/** What hostile bytes have wrong again and again is kept this often, of each kind. */
const MOST_PROBLEMS = 100;

/** Gathers what is wrong with the writing. */
export class Problems {
  readonly #all: { kind: ReadProblemKind; where: TreeNode | Spot; actual: string; detail: Bilingual | undefined }[] = [];
  readonly #told = new Map<ReadProblemKind, number>();

  constructor(readonly positions: Positions) {}

  add(kind: ReadProblemKind, where: TreeNode | Spot, actual: string, detail?: Bilingual): void {
    const told = this.#told.get(kind) ?? 0;
    if (told === MOST_PROBLEMS) return;
    this.#told.set(kind, told + 1);
    this.#all.push({ kind, where, actual: shortened(actual), detail });
  }

  /** With their places, once the tree is made: a node of XML learns from those after it whether its path has an index. */
  get all(): readonly ReadProblem[] {
    return this.#all.map(({ kind, where, actual, detail }) => ({
      kind,
      place: { ...this.positions.position(where.offset), path: pathOf(where) },
      actual,
      ...(detail && { detail }),
    }));
  }
}

const LONGEST_ACTUAL = 100;

/** A text of any length as a message can show it. */
const shortened = (text: string): string => (text.length > LONGEST_ACTUAL ? `${text.slice(0, LONGEST_ACTUAL)}…` : text);
