import { asWritten, type Artefact, type Bilingual, type Checklist, type Place } from '../../src/model/index.js';
import { placeOf, type XmlElement } from '../../src/protocols/xml/index.js';

/** One of the two statements that a rule compares: what it says, and where. */
export interface Side {
  artefact: Artefact;
  element: XmlElement;
  attribute?: string;
  says: string;
}

const MESSAGE_SIDES = {
  vihf: { fr: 'VIHF', en: 'VIHF' },
  metadata: { fr: 'métadonnées', en: 'metadata' },
  set: { fr: 'lot de soumission', en: 'submission set' },
  cda: { fr: 'CDA', en: 'CDA' },
  document: { fr: 'document joint', en: 'attached document' },
} as const;
export type SideName = keyof typeof MESSAGE_SIDES;

const placeOfSide = ({ artefact, element, attribute }: Side): Place => placeOf(artefact, element, attribute);

/** A value, and which side says it: `N (CDA, ligne 12)`. */
function said(name: SideName, side: Side): Bilingual {
  const { fr, en } = MESSAGE_SIDES[name];
  const { line } = placeOfSide(side);
  const value = asWritten(side.says);
  return { fr: `${value} (${fr}, ligne ${line})`, en: `${value} (${en}, line ${line})` };
}

/**
 * Judges that two sides agree. The finding stands at the side to change, the first; the other one is what is expected
 * of it. Both values are told with where they were read.
 */
export function agree(checklist: Checklist, rule: string, holds: boolean, wrong: [SideName, Side], reference: [SideName, Side]): void {
  checklist.expect(
    rule,
    holds,
    () => placeOfSide(wrong[1]),
    () => ({ expected: said(...reference), actual: said(...wrong) }),
  );
}
