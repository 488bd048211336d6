import { same, shorten, type Bilingual, type Concept } from '../../../src/model/index.js';
import { editDistance } from '../../../src/packs/terminology/nearest.js';
import type { Known, Owner } from './known.js';
import type { Site } from './sites.js';
import { CODE_SYSTEMS, hasFormOf, isPublishedArc, isTableOfHl7 } from './systems.js';

/** A code and its label, in a sentence. */
export const shown = (code: string, display: string | undefined): string =>
  display ? `${shorten(code)} (${shorten(display)})` : shorten(code);

/** A code system, in a sentence. */
export function systemShown(known: Known, oid: string): string {
  const name = CODE_SYSTEMS.get(oid)?.name ?? known.terminology.codeSystem(oid)?.name;
  return name ? `${oid} (${name})` : oid;
}

/** Some labels of a concept, as what is expected. */
export const labelsOf = (concept: Concept): Bilingual => same(concept.displays.slice(0, 3).join(' / '));

/** How far an OID may be from a known one to be a slip of it. */
const SLIP = 2;
const LONG_ENOUGH = 12;

/**
 * The known OID that an unknown one was meant to be: one that has its code and label first, else the most alike in which
 * such a code or label can be. Published OIDs are so close to one another that being alike alone says nothing.
 */
export function systemMeant(known: Known, site: Site, oid: string): string | undefined {
  const owners = site.code === undefined ? [] : known.withCode(site.code);
  const key = site.display === undefined ? '' : known.key(site.display);
  const labelled = key === '' ? [] : known.withLabel(key);
  const sure = owners.find((owner) => labelled.some((other) => other.system === owner.system && other.code === owner.code));
  if (sure) return sure.system;
  const code = site.code ?? '';
  const mayBeOf = (system: string): boolean =>
    [...owners, ...labelled].some((owner) => owner.system === system)
    || hasFormOf(system, code)
    || known.concept(system, code) !== undefined;
  let best: string | undefined;
  let least = SLIP + 1;
  for (const other of systemsKnown(known)) {
    if (other.length < LONG_ENOUGH || !mayBeOf(other)) continue;
    const distance = editDistance(oid, other, least - 1);
    if (distance < least) [best, least] = [other, distance];
  }
  return best;
}

function* systemsKnown(known: Known): Generator<string> {
  yield* CODE_SYSTEMS.keys();
  for (const { oid } of known.terminology.codeSystems()) if (!CODE_SYSTEMS.has(oid)) yield oid;
}

/** An unknown OID is a slip when its owner publishes what is under its arc, or when it is almost a known one. */
export const isSlip = (oid: string, meant: string | undefined): boolean =>
  isPublishedArc(oid) || (meant !== undefined && oid.length >= LONG_ENOUGH && editDistance(oid, meant, SLIP) <= SLIP);

/** Codes so far apart may be one a slip of the other. */
export function isSlipOfCode(code: string, other: string): boolean {
  const most = Math.min(code.length, other.length) <= 4 ? 1 : 2;
  return code !== other && editDistance(code, other, most) <= most;
}

/** The system in which this code has this label. */
export function belongsElsewhere(known: Known, site: Site, key: string): Owner | undefined {
  if (key === '') return undefined;
  const system = site.system ?? '';
  const twins = TWINS.get(system);
  return known
    .withLabel(key)
    .find(
      (owner) => owner.code === site.code && owner.system !== system && !twins?.includes(owner.system) && !bothOfHl7(system, owner.system),
    );
}

/** The tables of HL7 V2 and the vocabularies of V3 have many codes in common. */
const bothOfHl7 = (system: string, other: string): boolean => isTableOfHl7(system) && other.startsWith('2.16.840.1.113883.5.');

/** OIDs under which one system of codes, or an adaptation of it, is published: a code of one may be a code of the others. */
const TWINS: ReadonlyMap<string, readonly string[]> = new Map(
  [
    ['2.16.840.1.113883.6.73', '1.2.250.1.215.200.1.2.1', '1.2.250.1.215.200.1.2.2'],
    ['1.2.250.1.213.2.5', '1.2.250.1.215.300.1', '1.2.250.1.215.200.3.4'],
    ['1.2.250.1.213.2.7', '1.2.250.1.215.200.4.1'],
    ['1.2.250.1.213.1.1.4.2', '1.2.250.1.213.1.1.4.322'],
    ['2.16.840.1.113883.6.3', '2.16.840.1.113883.6.90'],
    ['2.16.840.1.113883.6.5', '1.2.250.1.213.2.12'],
    ['2.16.840.1.113883.5.129', '2.16.840.1.113883.18.311'],
    ['2.16.840.1.113883.4.642.1.1074', '2.16.840.1.113883.4.642.4.1074'],
    ['2.16.840.1.113883.4.642.1.1075', '2.16.840.1.113883.4.642.4.1075'],
  ].flatMap((group) => group.map((oid): [string, readonly string[]] => [oid, group])),
);
