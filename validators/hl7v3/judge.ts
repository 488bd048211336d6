import { type Artefact, type Rule, ruleInWords, type RuleWords } from '../../src/model/index.js';
import { readV3, type V3Message } from '../../src/protocols/hl7v3/index.js';
import { openSoap } from '../../src/protocols/soap/index.js';
import { XmlChecklist, type XmlElement, xmlOf, XmlSyntaxError } from '../../src/protocols/xml/index.js';

/**
 * What an artefact carries: the content of the body of an envelope, or the root of a bare document. One that cannot be
 * read carries nothing: that it cannot is the message's fault, told by the rules on messages.
 */
export function payloadOf(artefact: Artefact): XmlElement | undefined {
  const { envelope, root, bodyElement } = openSoap(artefact);
  if (root) return bodyElement;
  try {
    return envelope && xmlOf(envelope).root;
  } catch (error) {
    if (error instanceof XmlSyntaxError) return undefined;
    throw error;
  }
}

/** The HL7 V3 message that an artefact carries; undefined when there is none. */
export const messageIn = (artefact: Artefact): V3Message | undefined => readV3(payloadOf(artefact));

/** The query that an answer repeats: what is wrong in it is its asker’s. */
export const repetitionIn = ({ interaction, query }: V3Message): XmlElement | undefined =>
  interaction.kind === 'answer' ? query : undefined;

/** One message under judgement, with the message that it answers where that is at hand. */
export class Judge extends XmlChecklist {
  readonly question: V3Message | undefined;

  constructor(
    artefact: Artefact,
    rules: readonly Rule[],
    readonly parameters: Readonly<Record<string, string>>,
  ) {
    super(artefact, rules);
    this.question = artefact.about.request && messageIn(artefact.about.request);
  }
}

/** One family of rules: what they say, and how a message is judged by them. */
export interface RuleFamily {
  rules: readonly Rule[];
  judge(judge: Judge, message: V3Message): void;
}

/** A rule of HL7 V3 with its texts. */
export const says = (id: string, ...words: RuleWords): Rule => ruleInWords(`HL7V3-${id}`, ...words);
