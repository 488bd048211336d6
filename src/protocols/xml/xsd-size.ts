/** libxml2 writes out a group wherever it is named: beyond this many particles it takes hundreds of megabytes. */
const MOST_PARTICLES = 250_000;
const DEEPEST = 500;

const PARTICLE = /<(\/?)(?:[\w.-]+:)?(group|element|any)\b([^<>]*)>/g;

interface Group {
  /** elements and wildcards in it */
  own: number;
  /** the groups that it names */
  refs: string[];
}

/**
 * Watches how large a schema becomes once its groups are written out. An estimate from the text, by local names: what it
 * does not see, libxml2 gives up on.
 * @returns takes a file of the schema; whether all taken so far stay within bounds
 */
export function schemaSize(): (file: Uint8Array) => boolean {
  const groups = new Map<string, Group>();
  /** what stands in no group */
  const top: Group = { own: 0, refs: [] };
  return (file) => {
    if (!Buffer.from(file.buffer, file.byteOffset, file.byteLength).includes('group')) return true;
    let here = top;
    let depth = 0;
    for (const [, close, name, attributes] of new TextDecoder()
      .decode(file)
      .replace(/<!--[\s\S]*?-->/g, '')
      .matchAll(PARTICLE)) {
      const empty = attributes!.endsWith('/');
      if (name !== 'group') {
        if (!close) here.own++;
      } else if (close) {
        if (--depth <= 0) here = top;
      } else {
        const [, which, local] = /\s(name|ref)\s*=\s*["']\s*(?:[^"':]*:)?([^"'\s]*)/.exec(attributes!) ?? [];
        if (which === 'name') groups.set(local!, (here = { own: 0, refs: [] }));
        else if (local !== undefined) here.refs.push(local);
        if (!empty) depth++;
      }
    }
    return particlesOf(top, groups) <= MOST_PARTICLES;
  };
}

function particlesOf(top: Group, groups: ReadonlyMap<string, Group>): number {
  const known = new Map<string, number>();
  const sizeOf = ({ own, refs }: Group, depth: number): number =>
    depth > DEEPEST ? Infinity : refs.reduce((sum, ref) => sum + sizeNamed(ref, depth + 1), own);
  const sizeNamed = (name: string, depth: number): number => {
    let size = known.get(name);
    if (size === undefined) {
      // a circle is for libxml2 to refuse
      known.set(name, 1);
      const group = groups.get(name);
      known.set(name, (size = group === undefined ? 1 : 1 + sizeOf(group, depth)));
    }
    return size;
  };
  return sizeOf(top, 0);
}
