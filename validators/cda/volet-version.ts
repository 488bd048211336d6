import type { XmlElement } from '../../src/protocols/xml/index.js';
import { CDA } from './judge.js';

const VOLETS_OF_ANS = '1.2.250.1.213.1.1.1.';

/**
 * The version of the volet that a document declares, for example `2024.01`: what names and value sets it had is of its
 * time. Undefined when none is declared, as in a level 1 document.
 */
export const voletVersion = (root: XmlElement): string | undefined =>
  root
    .elements('templateId', CDA)
    .filter((id) => id.attribute('root')?.startsWith(VOLETS_OF_ANS))
    .flatMap((id) => id.attribute('extension') ?? [])
    .sort()
    .at(-1);
