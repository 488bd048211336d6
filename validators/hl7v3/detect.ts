import { headText } from '../../src/model/index.js';

/** The root element of an HL7 V3 interaction, bare. An envelope belongs to the soap validator. */
export function looksLikeV3(head: Uint8Array): number {
  const text = headText(head);
  const root = /<(?:[A-Za-z_][\w.-]{0,60}:)?(?!\?|!)([A-Za-z_][\w.-]{0,60})[\s/>]/.exec(text)?.[1];
  return root !== undefined && /^[A-Z]{4}_IN\d{6}[A-Z]{2}\d{2}/.test(root) ? 0.95 : 0;
}
