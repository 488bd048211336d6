import { Checklist, type Artefact, type Place, type Rule, type ValidationContext } from '../../src/model/index.js';
import { openHl7, type Hl7Message } from '../../src/protocols/hl7v2/index.js';

/** One message under judgement, with what every family of rules asks of it. */
export class Judge extends Checklist {
  readonly message: Hl7Message;
  readonly #part: Pick<Place, 'part'>;

  constructor(
    readonly artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    super(rules);
    this.message = openHl7(artefact);
    this.#part = artefact.origin.part ? { part: artefact.origin.part } : {};
  }

  /** A place of the message as a place of what arrived. */
  at(place: Place): Place {
    return { ...place, line: place.line + this.artefact.origin.lineOffset, ...this.#part };
  }
}

/** One family of rules: what they say, and how a message is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge): void;
}
