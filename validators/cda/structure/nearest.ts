import { editDistance } from '../../../src/packs/terminology/nearest.js';

/** A word is near enough when this share of it, at most, was written otherwise. */
const MOST_CHANGED = 0.4;
/** Longer words are not compared. */
const LONGEST = 64;

/** The candidate that takes the fewest changes of a letter, exchanges of two included; undefined when none is near. */
export function nearest(written: string, candidates: Iterable<string>): string | undefined {
  if (written.length > LONGEST) return undefined;
  let best: string | undefined;
  let least = Math.max(1, Math.floor(written.length * MOST_CHANGED)) + 1;
  const word = written.toLowerCase();
  for (const candidate of candidates) {
    if (candidate.length > LONGEST || Math.abs(candidate.length - written.length) >= least) continue;
    const changes = editDistance(word, candidate.toLowerCase(), least - 1);
    if (changes >= least) continue;
    best = candidate;
    least = changes;
  }
  return best;
}
