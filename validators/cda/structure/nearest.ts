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
    const changes = distance(word, candidate.toLowerCase());
    if (changes >= least) continue;
    best = candidate;
    least = changes;
  }
  return best;
}

/** Damerau-Levenshtein, with two rows behind the one being worked out. */
function distance(a: string, b: string): number {
  let before: number[] = [];
  let above = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const other = a[i - 1] === b[j - 1] ? 0 : 1;
      let least = Math.min(above[j]! + 1, row[j - 1]! + 1, above[j - 1]! + other);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) least = Math.min(least, before[j - 2]! + 1);
      row.push(least);
    }
    before = above;
    above = row;
  }
  return above[b.length]!;
}
