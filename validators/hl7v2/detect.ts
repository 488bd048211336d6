import { headText } from '../../src/model/index.js';

const BEFORE = '[\\u0000\\u000b\\u00ef\\u00bb\\u00bf\\s]{0,100}';
const HEADER = new RegExp(`^${BEFORE}MSH[!-/:-@[-\`{-~]`);
/** What follows MSH in the messages that are known here: MSH was lost, or never written. */
const HEADLESS = new RegExp(`^${BEFORE}(?:EVN|MSA|PID|QID|QPD|SFT)\\|[^\\r\\n]{0,4000}[\\r\\n]{1,2}[A-Z][A-Z0-9]{2}\\|`);

/**
 * How surely these are the first bytes of an HL7 v2 message: an MSH segment, whatever line ends, frame or mark of byte order
 * stand before it; less surely, two lines of segments without MSH.
 */
export function looksLikeHl7(head: Uint8Array): number {
  const text = headText(head);
  if (HEADER.test(text)) return 0.95;
  return HEADLESS.test(text) ? 0.6 : 0;
}
