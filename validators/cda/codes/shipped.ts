import { compactFrom, keptTerminology, type SetFacts, type SystemFacts } from '../../../src/packs/terminology/build.js';
import { CI_SIS } from './data/ci-sis.js';
import { CLINICAL } from './data/clinical.js';
import { HL7 } from './data/hl7.js';
import { VALUE_SET_FACTS } from './data/value-sets.js';
import { CODE_SYSTEMS } from './systems.js';

/** Code systems that ship whole: a code that is not in them does not exist. */
const COMPLETE = new Set([
  '2.16.840.1.113883.5.1',
  '2.16.840.1.113883.5.2',
  '2.16.840.1.113883.5.7',
  '2.16.840.1.113883.5.14',
  '2.16.840.1.113883.5.25',
  '2.16.840.1.113883.5.45',
  '2.16.840.1.113883.5.83',
  '2.16.840.1.113883.5.1008',
  '2.16.840.1.113883.5.1070',
  '2.16.840.1.113883.4.642.1.1074',
  '2.16.840.1.113883.4.642.1.1075',
  '2.16.840.1.113883.4.642.4.1373',
  '1.2.250.1.213.1.1.4.9',
]);

const systems = [CI_SIS, HL7, CLINICAL].flatMap((group) =>
  Object.entries(group).map(([oid, lines]): SystemFacts => ({
    oid,
    name: CODE_SYSTEMS.get(oid)?.name ?? '',
    complete: COMPLETE.has(oid),
    concepts: lines.trim().replaceAll('\n', '|'),
  })),
);
const sets = VALUE_SET_FACTS.map(({ oid, name, members }): SetFacts => ({
  oid,
  names: [name],
  members: Object.fromEntries(Object.entries(members).map(([system, codes]) => [system, codes.replaceAll(' ', '|')])),
}));

/** The codes that ship with Addax in their compact form, made anew; the build keeps it beside this file (scripts/codes.mjs). */
export const compactCodes = (): Uint8Array => compactFrom(systems, sets);

/** The codes that ship with Addax: what the rules need to say something of a document before any pack is there. */
export const shipped = keptTerminology(new URL('shipped.bin', import.meta.url), compactCodes);

/** Every code that ships, with its labels: a terminology is asked for one code at a time. */
export function* shippedConcepts(): Generator<{ system: string; code: string; displays: readonly string[] }> {
  for (const { oid, concepts } of systems)
    for (const entry of (concepts ?? '').split('|')) {
      const [code = '', ...displays] = entry.split('=');
      yield { system: oid, code, displays };
    }
}
