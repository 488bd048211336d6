import { compiledCache, type CompiledCache } from '../compiled-cache.js';
import type { LoadedPack } from '../load.js';
import { joined, terminologyFrom, whenAsked } from './build.js';
import { CompactTerminology, type SearchableTerminology } from './compact.js';
import { compileTerminology, hasTerminology, type TerminologySummary } from './compile.js';
import { dayOf } from './format.js';

/** Another number where the compact form, or what is read into it, changes. */
const FORMAT = 5;

const read = new Map<string, Uint8Array>();
const made = new Map<string, SearchableTerminology>();

/**
 * The code systems and value sets of packs, as one: those of the first pack before those of the others. Of each pack it
 * is made once, kept on disk, and read when it is first asked.
 * @param at the day that tells what is withdrawn: that of the record being judged
 * @throws PackError when asked, where a file is no longer what was added
 */
export function terminologyOf(packs: readonly LoadedPack[], at: Date): SearchableTerminology {
  const all = packs.filter(hasTerminology).map((pack) => {
    const key = `${pack.sha256} ${dayOf(at)}`;
    let one = made.get(key);
    if (one === undefined) made.set(key, (one = whenAsked(() => new CompactTerminology(bytesOf(pack), at))));
    return one;
  });
  return all.length === 0 ? terminologyFrom([]) : joined(...all);
}

function bytesOf(pack: LoadedPack): Uint8Array {
  let bytes = read.get(pack.sha256);
  if (bytes === undefined) read.set(pack.sha256, (bytes = compact(pack, compiledCache()).bytes));
  return bytes;
}

/** What the terminology of a pack is made of; undefined when it has none. */
export const terminologySummary = (pack: LoadedPack): TerminologySummary | undefined =>
  hasTerminology(pack) ? compact(pack, compiledCache()).summary : undefined;

/** The compact form of a pack, made now or by whoever came first. It begins with the summary, in the same bytes. */
function compact(pack: LoadedPack, cache: CompiledCache): { bytes: Uint8Array; summary: TerminologySummary } {
  const key = `terminology ${FORMAT} ${pack.sha256} ${JSON.stringify(pack.manifest.terminology)}`;
  const kept = cache.read(key);
  if (kept !== undefined) {
    const length = new DataView(kept.buffer, kept.byteOffset).getUint32(0, true);
    return {
      bytes: kept.subarray(4 + length),
      summary: JSON.parse(new TextDecoder().decode(kept.subarray(4, 4 + length))) as TerminologySummary,
    };
  }
  const { bytes, summary } = compileTerminology(pack);
  let said = JSON.stringify(summary);
  // what follows is read as numbers: it starts where numbers may
  let encoded = new TextEncoder().encode(said);
  if (encoded.length % 4 !== 0) encoded = new TextEncoder().encode((said += ' '.repeat(4 - (encoded.length % 4))));
  const whole = new Uint8Array(4 + encoded.length + bytes.length);
  new DataView(whole.buffer).setUint32(0, encoded.length, true);
  whole.set(encoded, 4);
  whole.set(bytes, 4 + encoded.length);
  cache.write(key, whole);
  return { bytes, summary };
}
