import { describe, expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ElementDefinition } from '../protocols/fhir/definitions.js';
import { DefinitionSet, Shelf, shelve } from '../protocols/fhir/index.js';
import { packageRoot } from '../model/index.js';

const samples = process.env['ADDAX_SAMPLES'];
const GUIDES = ['gap', 'frcore', 'sas', 'nde', 'cdl', 'cds', 'pdsm'];

type Resource = { resourceType: string; url: string; snapshot?: unknown };

const base = new Shelf(readFileSync(join(packageRoot, 'dist', 'fhir-r4.shelf')), 'hl7.fhir.r4.core:4.0.1');

/** The publishers of some guides pin what R4 leaves open. */
const unpinned = (canonical: string | undefined): string | undefined => canonical?.replace(/\|4\.0\.1$/, '');
const sorted = (canonicals: string[] | undefined): unknown => canonicals?.map(unpinned).toSorted();

/** What a walk judges by, in an order that does not depend on who wrote it. */
function judged(element: ElementDefinition): Record<string, unknown> {
  const { id, min, max, types, fixed, pattern, slicing, binding, constraints, mustSupport, isModifier, sliceName, contentReference } =
    element;
  return {
    min,
    max,
    types: types?.map(({ code, profiles, targetProfiles }) => JSON.stringify([code, sorted(profiles), sorted(targetProfiles)])).toSorted(),
    fixed,
    pattern,
    // extensions are sliced by url, said or not
    slicing: slicing && !id.endsWith('xtension') ? [slicing.discriminator, slicing.ordered, slicing.rules] : undefined,
    binding: binding && [binding.strength, unpinned(binding.valueSet)],
    constraints: contentReference === undefined ? constraints?.map(({ key }) => key).toSorted() : undefined,
    mustSupport,
    isModifier,
    sliceName,
  };
}

(samples ? describe : describe.skip)('snapshots made from the differentials of published profiles (ADDAX_SAMPLES)', () => {
  // collected even where the samples are not there
  const resources = (samples ? GUIDES : []).flatMap((guide) => {
    const folder = join(samples!, guide, 'conformance');
    return readdirSync(folder)
      .filter((name) => name.startsWith('StructureDefinition-'))
      .map((name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as Resource);
  });
  const bare = resources.map(({ snapshot: _snapshot, ...rest }) => rest);
  const published = new DefinitionSet([base, new Shelf(shelve(resources), 'published')]);
  const made = new DefinitionSet([base, new Shelf(shelve(bare), 'made')]);

  /** Where they differ and why that is no fault of ours. */
  const EXPLAINED: readonly [RegExp, string][] = [
    [
      /^Patient\.identifier:[^.]+\.type binding$/,
      'what the profile says of every identifier is in the slice too; they leave it to the walk',
    ],
    [/^Patient\.name:(usual|official)Name types$/, 'the profile of the type that every name has is kept in the slice'],
    [/^Patient\.(contact\.)?telecom constraints$/, 'cpt-2 comes from the type, whose definition is walked anyway'],
    [/^Patient\.extension:birthPlace\./, 'the profile of the type is in a pack that is not there'],
    [/^Extension\.value\[x\] (types|slicing)$/, 'the differential leaves other types open, their snapshot closes them'],
  ];

  test('agree with those that were published, element by element', () => {
    const withoutBase: string[] = [];
    const unexplained: string[] = [];
    let compared = 0;
    let same = 0;
    for (const { url } of resources) {
      const theirs = published.structure(url)!.elements;
      let ours: readonly ElementDefinition[];
      try {
        ours = made.structure(url)!.elements;
      } catch (error) {
        withoutBase.push((error as Error).message);
        continue;
      }
      const byId = new Map(ours.map((element) => [element.id, judged(element)]));
      for (const element of theirs) {
        const [their, our] = [judged(element), byId.get(element.id) ?? {}];
        const differ = Object.keys(their).filter((key) => JSON.stringify(their[key]) !== JSON.stringify(our[key]));
        compared++;
        if (differ.length === 0) same++;
        for (const key of differ)
          if (!EXPLAINED.some(([which]) => which.test(`${element.id} ${key}`))) unexplained.push(`${url} ${element.id} ${key}`);
      }
    }
    expect(unexplained).toEqual([]);
    expect(compared).toBeGreaterThan(3_000);
    expect(same / compared).toBeGreaterThan(0.99);
    // the guides that these are based on are not among the samples
    expect(withoutBase.filter((message) => !message.endsWith('is in no pack'))).toEqual([]);
  });
});
