import type { Bilingual } from '../model/index.js';

/** What is worth knowing of a file of a pack, with its place. */
export interface Told {
  path: string;
  line?: number;
  text: Bilingual;
}
