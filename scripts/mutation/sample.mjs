/** Takes some of many sites, the same ones for the same seed, and of every kind before a second one of any kind. */
/** FNV-1a, enough to shuffle. */
function hash(text) {
  let h = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
  h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
  return (h ^ (h >>> 13)) >>> 0;
}

/**
 * @param most how many sites; 0 for all of them
 * @param placeOf what the places of sites of one kind have in common
 */
export function sampled(sites, most, seed, placeOf) {
  if (most === 0 || sites.length <= most) return sites;
  const kinds = new Map();
  const shuffled = sites.map((site, i) => ({ site, key: hash(`${seed} ${i}`) })).sort((a, b) => a.key - b.key);
  for (const { site } of shuffled) {
    const kind = `${placeOf(site)} ${site.group ?? site.note ?? ''}`;
    const of = kinds.get(kind);
    if (of) of.push(site);
    else kinds.set(kind, [site]);
  }
  const taken = [];
  for (let round = 0; taken.length < most; round++)
    for (const of of kinds.values()) if (of[round] && taken.length < most) taken.push(of[round]);
  return taken;
}
