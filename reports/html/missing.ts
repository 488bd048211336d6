import type { Bilingual } from '../../src/model/index.js';
import { visible } from './text.js';

const TAG = /^<([^\s/>]+)/;
/** of a path that is missing, more would say too much */
const MOST_STEPS = 6;

/**
 * What is missing at a place: its path names a child or an attribute that the element it points at does not have.
 * @param written what stands at the place
 */
export function missingAt(written: string, path: string): Bilingual | undefined {
  if (path.length > 2000) return undefined;
  const tag = TAG.exec(written.slice(0, 200))?.[1];
  // what follows the element of the place in its path is not there
  const steps = path.split('/').slice(-MOST_STEPS);
  const here = steps.findLastIndex((step) => step.replace(/\[.*$/, '') === tag);
  const child = steps.slice(here + 1).join('/');
  if (here === -1 || child === '') return undefined;
  const name = visible(child.replace(/^@/, '').replace(/\[\d+\]$/, ''));
  if (child.startsWith('@')) return { fr: `à cet élément, il manque l’attribut ${name}`, en: `this element lacks the attribute ${name}` };
  const another = Number(/\[(\d+)\]$/.exec(child)?.[1] ?? 1) > 1;
  return another ?
      { fr: `dans cet élément, il manque un autre ${name}`, en: `this element lacks another ${name}` }
    : { fr: `dans cet élément, il manque ${name}`, en: `this element lacks ${name}` };
}

/** How far a line that says so is set in, under a line. */
export const indentUnder = (line: string): string => `${/^[ \t]{0,80}/.exec(line)?.[0] ?? ''}  `;
