import type { Terminology, ValidationContext, ValueSetView } from '../../src/model/index.js';
import { isLoadedPack } from '../../src/packs/load.js';
import { joined, terminologyOf } from '../../src/packs/terminology/index.js';
import { shipped } from '../cda/codes/shipped.js';

/** What the packs in force know of codes, and behind them what ships. */
export function terminologyIn({ packs = [], at }: Pick<ValidationContext, 'packs' | 'at'>): Terminology {
  const loaded = packs.filter(isLoadedPack);
  return loaded.length === 0 ? shipped : joined(terminologyOf(loaded, at), shipped);
}

/**
 * A value set by its JDV number (`J02`), whatever follows in its name: publications write `JDV_J02_Xds…` and
 * `JDV_J02-Xds…`. Undefined when nobody knows it.
 */
export function valueSetByNumber(terminology: Terminology, number: string): ValueSetView | undefined {
  for (const set of terminology.valueSets()) if (set.name.startsWith(`JDV_${number}_`) || set.name.startsWith(`JDV_${number}-`)) return set;
  return undefined;
}
