/**
 * Puts the French profiles that ship with Addax on one shelf (src/protocols/fhir/shelf.ts): each file of
 * suites/ressources-fhir/profiles is a differential, in the short form of docs/fhir-profiles.md. Run by the build.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { shelve } from '../dist/src/protocols/fhir/shelf.js';

const [, , to] = process.argv;
const folder = fileURLToPath(new URL('../suites/ressources-fhir/profiles', import.meta.url));
const HL7 = 'http://hl7.org/fhir/StructureDefinition/';
const DATATYPES = ['Extension', 'HumanName', 'Address', 'ContactPoint'];
const STRENGTHS = ['required', 'extensible', 'preferred', 'example'];
const KEYS = {
  profile: ['title', 'of', 'versions', 'context', 'invariants', 'elements'],
  element: ['card', 'type', 'profile', 'refers', 'coded', 'slicing', 'mustSupport', ...STRENGTHS],
  invariant: ['key', 'severity', 'human', 'expression'],
};

const read = (...path) => parse(readFileSync(join(folder, ...path), 'utf8'));
const FILES = { guide: 'guide.yaml', terminology: 'terminology.yaml' };

/** Each folder is a guide: what its canonicals and the ids of its files begin with, its profiles by id. */
const guides = readdirSync(folder).map((name) => ({
  ...read(name, FILES.guide),
  terminology: read(name, FILES.terminology),
  profiles: new Map(
    readdirSync(join(folder, name))
      .filter((file) => !Object.values(FILES).includes(file))
      .map((file) => [basename(file, '.yaml'), read(name, file)]),
  ),
}));

/** The canonical that an id stands for: `fr-core-vs-email-type`, `fr-core-patient`, `Device`; an address is itself. */
function canonical(id) {
  if (id.includes('/')) return id;
  const guide = guides.find(({ prefix }) => id.startsWith(prefix));
  if (!guide) return HL7 + id;
  const rest = id.slice(guide.prefix.length);
  const kind =
    rest.startsWith('vs-') ? 'ValueSet'
    : rest.startsWith('cs-') ? 'CodeSystem'
    : 'StructureDefinition';
  return `${guide.canonical}/${kind}/${id}`;
}

function onlyKeys(written, allowed, where) {
  const unknown = Object.keys(written).filter((key) => !allowed.includes(key) && !/^(fixed|pattern)[A-Z]/.test(key));
  if (unknown.length > 0) throw new Error(`${where}: ${unknown.join(', ')}?`);
}

/** A text in English with its French, as FHIR writes a translation. */
const translated = (key, { fr, en }) => ({
  [key]: en,
  [`_${key}`]: {
    extension: [
      {
        url: `${HL7}translation`,
        extension: [
          { url: 'lang', valueCode: 'fr' },
          { url: 'content', valueString: fr },
        ],
      },
    ],
  },
});

/** A line of the short form as the ElementDefinition that it is. */
function element(root, id, line, where) {
  const given = typeof line === 'string' ? { card: line } : line;
  onlyKeys(given, KEYS.element, where);
  const { card, type, profile, refers, coded, slicing, ...rest } = given;
  const [min, max] = card?.split('..') ?? [];
  const sliceName = /:([^.:]+)$/.exec(id)?.[1];
  const strength = STRENGTHS.find((one) => rest[one] !== undefined);
  const stated = Object.fromEntries(Object.entries(rest).filter(([key]) => !STRENGTHS.includes(key)));
  const types =
    refers ? [{ code: 'Reference', targetProfile: refers.map(canonical) }]
    : profile ? [{ code: type ?? 'Extension', profile: [canonical(profile)] }]
    : type ? [{ code: type }]
    : undefined;
  const by = [slicing?.by ?? slicing ?? []].flat().map((one) => ({ type: one.split(' ')[0], path: one.split(' ')[1] }));
  return {
    id: `${root}.${id}`,
    path: `${root}.${id.replace(/:[^.]+/g, '')}`,
    ...(sliceName && { sliceName }),
    ...(card && { min: Number(min), max }),
    ...(types && { type: types }),
    ...(slicing && { slicing: { discriminator: by, rules: slicing.rules ?? 'open' } }),
    ...(coded && { patternCodeableConcept: { coding: [{ ...coded, system: canonical(coded.system) }] } }),
    ...(strength && { binding: { strength, valueSet: canonical(rest[strength]) } }),
    ...stated,
  };
}

/** What goes without saying of a part of an extension: its url is its name, and it has parts or else a value. */
function partOfExtension(root, id, elements) {
  const name = root === 'Extension' ? /(?:^|\.)extension:([^.:]+)$/.exec(id)?.[1] : undefined;
  if (name === undefined) return [];
  const hasParts = Object.keys(elements).some((other) => other.startsWith(`${id}.extension`));
  return [...(hasParts ? [] : [element(root, `${id}.extension`, '0..0')]), element(root, `${id}.url`, { fixedUri: name })];
}

const typeOf = (id) => guides.map(({ profiles }) => profiles.get(id)).find(Boolean)?.of;

function* structures({ canonical: base, terminology, profiles }) {
  for (const [id, written] of profiles) {
    onlyKeys(written, KEYS.profile, id);
    const { title, of, versions, context = [], invariants = [], elements = {} } = written;
    let type = of;
    while (typeOf(type)) type = typeOf(type);
    const url = `${base}/StructureDefinition/${id}`;
    const constraint = invariants.map((invariant) => {
      onlyKeys(invariant, KEYS.invariant, id);
      return { severity: 'error', ...invariant, ...translated('human', invariant.human) };
    });
    const root = { id: type, path: type, ...(constraint.length > 0 && { constraint }) };
    const lines = Object.entries(elements).flatMap(([at, line]) => [
      element(type, at, line, `${id} ${at}`),
      ...partOfExtension(type, at, elements),
    ]);
    const own = type === 'Extension' ? [element(type, 'url', { fixedUri: url })] : [];
    for (const version of versions)
      yield {
        resourceType: 'StructureDefinition',
        url,
        version,
        name: id,
        ...translated('title', title),
        kind: DATATYPES.includes(type) ? 'complex-type' : 'resource',
        abstract: false,
        type,
        baseDefinition: canonical(of),
        derivation: 'constraint',
        context: context.map((one) => ({ type: one.split(' ')[0], expression: one.split(' ')[1] })),
        differential: { element: [root, ...lines, ...own] },
      };
  }
  for (const [id, include] of Object.entries(terminology)) {
    const parts = include.map(({ system, codes }) => ({
      system: canonical(system),
      ...(codes && { concept: codes.map((code) => ({ code })) }),
    }));
    yield { resourceType: 'ValueSet', url: canonical(id), name: id, compose: { include: parts } };
  }
}

writeFileSync(to, shelve(guides.flatMap((guide) => [...structures(guide)])));
