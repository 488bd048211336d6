import type { Artefact, Place, Rule, ValidationContext } from '../../src/model/index.js';
import { isAnswer, openSoap, placeOfOffset, transactionOf, type SoapMessage, type Transaction } from '../../src/protocols/soap/index.js';
import { XmlChecklist } from '../../src/protocols/xml/index.js';

/** One message under judgement, with what every family of rules asks of it. Elements are those of its envelope. */
export class Judge extends XmlChecklist {
  readonly message: SoapMessage;
  readonly transaction: Transaction | undefined;
  readonly isAnswer: boolean;
  /** the request that this answers, when the evidence has it */
  readonly request: SoapMessage | undefined;

  constructor(
    artefact: Artefact,
    readonly context: ValidationContext,
    rules: readonly Rule[],
  ) {
    const message = openSoap(artefact);
    super(artefact, rules, message.envelope);
    this.message = message;
    this.isAnswer = isAnswer(message);
    this.request = artefact.about.request && openSoap(artefact.about.request);
    this.transaction = transactionOf(message) ?? (this.request && transactionOf(this.request));
  }

  /** Where the headers of a MIME part begin in the message. */
  headersOf(part: SoapMessage['parts'][number]): () => Place {
    return () => placeOfOffset(this.artefact, part.headersOffset + this.message.partsOffset);
  }
}

/** One family of rules: what they say, and how a message is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge): void;
}
