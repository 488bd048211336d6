import { z } from 'zod';
import { ABSENT, Bilingual, readArgument, same, shorten, type Artefact, type Check, type CheckOutcome } from '../../src/model/index.js';
import { nodeOfPlain, type FhirNode } from '../../src/protocols/fhir/index.js';
import { evaluate as evaluatePath, isPath } from './paths-of-checks.js';
import { readingOf } from './judge-resource.js';

const HOLDS: CheckOutcome = { holds: true };

const Path = z.string().refine(isPath, { error: 'this is no FHIRPath expression' });

/** A failure at a node of the resource, at its root, or of bytes that are no resource. */
function fails(artefact: Artefact, expected: Bilingual, actual: Bilingual, node?: FhirNode): CheckOutcome {
  const { root, problems } = readingOf(artefact);
  const place = node?.place ?? root?.place ?? problems[0]?.place;
  return {
    holds: false,
    expected,
    actual: root ? actual : nothingRead(artefact),
    line: place?.line ?? 1,
    column: place?.column ?? 1,
    path: place?.path ?? '/',
  };
}

/** What came instead of a resource. */
function nothingRead({ bytes, about: { status, mediaType } }: Artefact): Bilingual {
  const head = status === undefined ? '' : `HTTP ${status}, `;
  return bytes.length === 0 ?
      { fr: `${head}aucun contenu`, en: `${head}no content` }
    : {
        fr: `${head}un contenu qui n’est pas une ressource FHIR (${shorten(mediaType ?? '?', 60)})`,
        en: `${head}a content that is no FHIR resource (${shorten(mediaType ?? '?', 60)})`,
      };
}

/** A value as YAML has it, by its text. */
const Text = z.union([z.string(), z.number(), z.boolean()]).transform(String);

const textOfValue = (value: unknown): string =>
  typeof value === 'object' && value !== null ? JSON.stringify(value)
  : typeof value === 'string' ? value
  : String(value);

/** An expression to the value that one of its results has, or to several it may have. */
const ValuesArgument = z.record(Path, z.union([Text, z.array(Text).min(1)]));

function values(artefact: Artefact, argument: unknown): CheckOutcome {
  for (const [path, wanted] of Object.entries(readArgument(ValuesArgument, argument, 'fhir-values'))) {
    const allowed = [wanted].flat();
    const found = evaluatePath(artefact, path);
    if (found.some((value) => allowed.includes(textOfValue(value)))) continue;
    return fails(
      artefact,
      { fr: `${path} = ${allowed.join(' ou ')}`, en: `${path} = ${allowed.join(' or ')}` },
      found.length === 0 ? ABSENT : same(shorten(found.map(textOfValue).join(', '), 200)),
      nodeAmong(found),
    );
  }
  return HOLDS;
}

/** An expression to a value that none of its results has. */
function without(artefact: Artefact, argument: unknown): CheckOutcome {
  for (const [path, unwanted] of Object.entries(readArgument(ValuesArgument, argument, 'fhir-without'))) {
    const refused = [unwanted].flat();
    if (!readingOf(artefact).root) return fails(artefact, same(path), ABSENT);
    const found = evaluatePath(artefact, path).find((value) => refused.includes(textOfValue(value)));
    if (found === undefined) continue;
    return fails(
      artefact,
      { fr: `${path} ≠ ${refused.join(' et ')}`, en: `${path} ≠ ${refused.join(' and ')}` },
      same(shorten(textOfValue(found), 200)),
      nodeOfPlain(found),
    );
  }
  return HOLDS;
}

/** An expression to how many results it has. */
const CountArgument = z.record(
  Path,
  z.union([z.coerce.number().int().min(0), z.strictObject({ min: z.number().optional(), max: z.number().optional() })]),
);

function count(artefact: Artefact, argument: unknown): CheckOutcome {
  for (const [path, wanted] of Object.entries(readArgument(CountArgument, argument, 'fhir-count'))) {
    if (!readingOf(artefact).root) return fails(artefact, same(path), ABSENT);
    const { min = 0, max = Number.POSITIVE_INFINITY } = typeof wanted === 'number' ? { min: wanted, max: wanted } : wanted;
    const found = evaluatePath(artefact, path);
    if (found.length >= min && found.length <= max) continue;
    const bound: Bilingual =
      min === max ? same(String(min))
      : found.length < min ? { fr: `au moins ${min}`, en: `at least ${min}` }
      : { fr: `au plus ${max}`, en: `at most ${max}` };
    return fails(
      artefact,
      { fr: `${path}\u00A0: ${bound.fr}`, en: `${path}: ${bound.en}` },
      same(String(found.length)),
      nodeAmong(found.length > max ? found.slice(-1) : found),
    );
  }
  return HOLDS;
}

/** A condition, said in words for people; with `each`, of every result of that expression, of which there must be one. */
const HoldsArgument = z.strictObject({ each: Path.optional(), that: Path, words: Bilingual });

function holds(artefact: Artefact, argument: unknown): CheckOutcome {
  for (const one of [argument].flat()) {
    const { each, that, words } = readArgument(HoldsArgument, one, 'fhir-holds');
    const { root } = readingOf(artefact);
    if (!root) return fails(artefact, words, ABSENT);
    if (each === undefined) {
      if (isTrue(evaluatePath(artefact, that))) continue;
      return fails(artefact, words, same(`${that}: ${shorten(evaluatePath(artefact, that).map(textOfValue).join(', '), 100) || '{ }'}`));
    }
    const subjects = evaluatePath(artefact, each);
    if (subjects.length === 0) return fails(artefact, words, { fr: `rien (${each})`, en: `nothing (${each})` });
    const wrong = subjects.find((subject) => !isTrue(evaluatePath(artefact, that, subject)));
    if (wrong !== undefined) return fails(artefact, words, same(shorten(textOfValue(wrong), 200)), nodeOfPlain(wrong));
  }
  return HOLDS;
}

const isTrue = (found: readonly unknown[]): boolean => found.length > 0 && found.every((value) => value === true);

const nodeAmong = (found: readonly unknown[]): FhirNode | undefined =>
  found.map((value) => nodeOfPlain(value)).find((node) => node !== undefined);

export const checks: Readonly<Record<string, Check>> = {
  'fhir-values': { title: { fr: 'Valeurs d’une ressource FHIR', en: 'Values of a FHIR resource' }, evaluate: values },
  'fhir-without': {
    title: { fr: 'Valeurs qu’une ressource FHIR n’a pas', en: 'Values that a FHIR resource does not have' },
    evaluate: without,
  },
  'fhir-count': { title: { fr: 'Nombre d’éléments d’une ressource FHIR', en: 'Number of elements of a FHIR resource' }, evaluate: count },
  'fhir-holds': { title: { fr: 'Condition sur une ressource FHIR', en: 'Condition on a FHIR resource' }, evaluate: holds },
};

/** What messages are compared by. */
export const identifiers: Readonly<Record<string, (artefact: Artefact) => string[]>> = {
  /** ids of the resources that were asked for, of a search the matches */
  'fhir-id': (artefact) =>
    evaluatePath(artefact, "iif($this is Bundle, Bundle.entry.where(search.mode.empty() or search.mode = 'match').resource.id, id)").map(
      textOfValue,
    ),
};
