import { Checklist, type Complaint, type Place, type Rule } from '../../src/model/index.js';
import type { FhirNode } from '../../src/protocols/fhir/node.js';

/** What a finding points at: a node, or a child that it should have had. */
export type Where = FhirNode | Place | { in: FhirNode; missing: string };

/**
 * One resource under judgement. Profiles overlap: the same thing wrong at the same place is told once. In a trial
 * (does this node conform to that profile?) nothing is told, only whether a SHALL is broken.
 */
export class Judge extends Checklist {
  readonly #levels: ReadonlyMap<string, Rule['level']>;
  readonly #told = new Set<string>();
  readonly #trials: { failed: boolean }[] = [];

  constructor(rules: readonly Rule[]) {
    super(rules);
    this.#levels = new Map(rules.map(({ id, level }) => [id, level]));
  }

  /** Records that a rule was judged, and a finding there when it does not hold. Returns `holds`. */
  override expect(ruleId: string, holds: boolean, where: Where | (() => Place), complaint: () => Complaint = () => ({})): boolean {
    const trial = this.#trials.at(-1);
    if (trial) {
      if (!holds && this.#levels.get(ruleId) === 'SHALL') trial.failed = true;
      return holds;
    }
    if (holds || this.isFull(ruleId)) return super.expect(ruleId, holds, NOWHERE);
    const place = typeof where === 'function' ? where() : placeOf(where);
    const said = complaint();
    const key = `${ruleId}\n${place.path}\n${JSON.stringify([said.expected, said.actual, said.message?.en])}`;
    if (this.#told.has(key)) return false;
    this.#told.add(key);
    return super.expect(ruleId, false, place, () => said);
  }

  /** The trial under way is lost: what remains of it need not be looked at. */
  get lost(): boolean {
    return this.#trials.at(-1)?.failed ?? false;
  }

  get inTrial(): boolean {
    return this.#trials.length > 0;
  }

  /** How many trials are under way. */
  get trials(): number {
    return this.#trials.length;
  }

  /** Gives up trials that were interrupted, down to a number. */
  leaveTrials(down: number): void {
    this.#trials.length = down;
  }

  /** Whether nothing that is judged meanwhile breaks a SHALL. */
  try(judge: () => void): boolean {
    const trial = { failed: false };
    this.#trials.push(trial);
    try {
      judge();
    } finally {
      this.#trials.pop();
    }
    return !trial.failed;
  }
}

const NOWHERE: Place = { line: 1, column: 1, path: '' };

function placeOf(where: Where): Place {
  if ('missing' in where) return { ...where.in.place, path: `${where.in.path}.${where.missing}` };
  return 'place' in where ? where.place : where;
}
