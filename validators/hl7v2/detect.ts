import { headText } from '../../src/model/index.js';

/** An MSH segment at the start, whatever line ends, frame or mark of byte order stand before it. */
export function looksLikeHl7(head: Uint8Array): number {
  return /^[\u0000\u000b\u00ef\u00bb\u00bf\s]{0,100}MSH[!-/:-@[-`{-~]/.test(headText(head)) ? 0.95 : 0;
}
