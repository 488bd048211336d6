import type { Known } from './known.js';
import { conceptOf, type Site } from './sites.js';

/** The places of one code among those that carry one label. */
interface Carrier {
  code: string;
  sites: Site[];
  owns: boolean;
  known: boolean;
}

/**
 * Which code of its system each label of the document most likely belongs to. Labels of different systems are not
 * compared: two of them may name one thing alike, each by its own code.
 */
export class LabelGroups {
  readonly #groups = new Map<string, Map<string, Carrier>>();

  add(known: Known, site: Site, key: string): void {
    const [system, code] = [site.system!, site.code!];
    const id = `${system} ${key}`;
    let group = this.#groups.get(id);
    if (!group) this.#groups.set(id, (group = new Map<string, Carrier>()));
    const carrier = group.get(code);
    if (carrier) {
      carrier.sites.push(site);
      return;
    }
    const concept = known.concept(system, code);
    const labelled = concept !== undefined && concept.displays.length > 0;
    group.set(code, { code, sites: [site], owns: labelled && known.hasLabel(concept, key), known: labelled });
  }

  /** Each label at one place, and the sites where it is rather that of another code of the document, with that code. */
  *judged(): Generator<{ site: Site; rightful: string | undefined }> {
    for (const group of this.#groups.values()) {
      const [rightful, ...others] = [...group.values()].sort(byRight);
      yield { site: rightful!.sites[0]!, rightful: undefined };
      if (others.length === 0) continue;
      const bases = new Set(rightful!.sites.map(({ element }) => conceptOf(element)));
      for (const { owns, sites } of others) {
        // one code given as the translation of the other
        if (owns || sites.some(({ element }) => bases.has(conceptOf(element)))) continue;
        for (const site of sites) yield { site, rightful: rightful!.code };
      }
    }
  }
}

/** The code known by this label first, the one known by others last; then the one that carries it most often. */
const byRight = (a: Carrier, b: Carrier): number =>
  Number(b.owns) - Number(a.owns) || Number(a.known) - Number(b.known) || b.sites.length - a.sites.length;
