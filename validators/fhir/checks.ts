import { z } from 'zod';
import {
  ABSENT,
  Bilingual,
  bilingual,
  readArgument,
  same,
  shorten,
  type Artefact,
  type Check,
  type CheckOutcome,
} from '../../src/model/index.js';
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

// ---- HTTP ----

/** A status, several, or a class of them: 201, [200, 201], 4xx. */
const Status = Text.pipe(z.string().regex(/^[1-5](?:\d\d|xx)$/));
const StatusArgument = z.union([Status, z.array(Status).min(1)]);

const isStatus = (wanted: readonly string[], status: number | undefined): boolean =>
  wanted.some((one) => (one.endsWith('xx') ? String(status ?? '').startsWith(one[0]!) : one === String(status)));

function httpStatus(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = [readArgument(StatusArgument, argument, 'http-status')].flat();
  const { status } = artefact.about;
  if (isStatus(wanted, status)) return HOLDS;
  return {
    ...atStatus,
    expected: { fr: `HTTP ${wanted.join(' ou ')}`, en: `HTTP ${wanted.join(' or ')}` },
    actual: answered(artefact),
  };
}

const atStatus = { holds: false, line: 1, column: 1, path: 'HTTP' } as const;

/** The status and what the OperationOutcome says of it. */
function answered(artefact: Artefact): Bilingual {
  const status = `HTTP ${artefact.about.status ?? '?'}`;
  const issues = issuesOf(artefact).map(({ code, text }) => (text === '' ? code : `${code}: ${text}`));
  return same(shorten([status, ...issues].join(', '), 300));
}

interface Issue {
  code: string;
  severity: string;
  text: string;
}

function issuesOf(artefact: Artefact): Issue[] {
  const { root } = artefact.bytes.length === 0 ? { root: undefined } : readingOf(artefact);
  if (root?.resourceType !== 'OperationOutcome') return [];
  const at = (node: FhirNode, ...names: string[]): string => {
    let here: FhirNode | undefined = node;
    for (const name of names) here = here?.children.find((child) => child.name === name);
    return here?.value ?? '';
  };
  return root.children
    .filter(({ name }) => name === 'issue')
    .map((issue) => ({
      code: at(issue, 'code'),
      severity: at(issue, 'severity'),
      text: at(issue, 'details', 'text') || at(issue, 'diagnostics'),
    }));
}

/** `true`: refused in whatever way; `false`: not refused; or the statuses and the issue codes that say why. */
const RefusedArgument = z.union([
  z.boolean(),
  z.strictObject({ status: StatusArgument.optional(), code: z.union([z.string(), z.array(z.string())]).optional() }),
]);

function refused(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(RefusedArgument, argument, 'fhir-refused');
  const { status = 0 } = artefact.about;
  const isRefused = status >= 400;
  if (typeof wanted === 'boolean') {
    if (isRefused === wanted && status < 500) return HOLDS;
    return {
      ...atStatus,
      expected: wanted ? { fr: 'un refus (HTTP 4xx)', en: 'a refusal (HTTP 4xx)' } : { fr: 'pas de refus', en: 'no refusal' },
      actual: answered(artefact),
    };
  }
  const statuses = [wanted.status ?? '4xx'].flat();
  const codes = [wanted.code ?? []].flat();
  const issues = issuesOf(artefact).filter(({ severity }) => severity === 'error' || severity === 'fatal');
  if (isStatus(statuses, status) && (codes.length === 0 || issues.some(({ code }) => codes.includes(code)))) return HOLDS;
  const because = codes.length === 0 ? '' : `, OperationOutcome ${codes.join(' / ')}`;
  return {
    ...atStatus,
    expected: { fr: `HTTP ${statuses.join(' ou ')}${because}`, en: `HTTP ${statuses.join(' or ')}${because}` },
    actual: answered(artefact),
  };
}

/** A header to what it is: `true` there, `false` not there, a value, or `/a regular expression/`. */
const HeadersArgument = z.record(z.string(), z.union([z.boolean(), z.string()]));

function headers(artefact: Artefact, argument: unknown): CheckOutcome {
  const there = artefact.about.headers ?? {};
  for (const [name, wanted] of Object.entries(readArgument(HeadersArgument, argument, 'http-headers'))) {
    const value = there[name.toLowerCase()];
    if (typeof wanted === 'boolean' ? (value !== undefined) === wanted : value !== undefined && fits(wanted, value)) continue;
    return {
      holds: false,
      line: 1,
      column: 1,
      path: name,
      expected:
        wanted === true ? { fr: `un en-tête ${name}`, en: `a header ${name}` }
        : wanted === false ? { fr: `pas d’en-tête ${name}`, en: `no header ${name}` }
        : same(`${name}: ${wanted}`),
      actual: value === undefined ? ABSENT : same(shorten(value, 200)),
    };
  }
  return HOLDS;
}

/** Whether a value is the one that is wanted, or fits the expression between two slashes. */
const fits = (wanted: string, value: string): boolean => {
  const [, pattern] = /^\/(.+)\/$/s.exec(wanted) ?? [];
  return pattern === undefined ? wanted === value : new RegExp(pattern, 'u').test(value.slice(0, 4096));
};

const Parameter = z.union([Text, z.array(Text).min(1)]);

/**
 * What a request asks of a FHIR server. A name of a parameter may be several of which one is there: `patient | actor`; a
 * value may be an expression between slashes, and a list names values of which each must be there.
 */
const RequestArgument = z.strictObject({
  interaction: z
    .enum(['create', 'read', 'vread', 'update', 'patch', 'delete', 'search', 'history', 'transaction', 'capabilities'])
    .optional(),
  type: z.string().optional(),
  id: z.string().optional(),
  /** an update or delete by criteria in place of an id */
  conditional: z.boolean().optional(),
  parameters: z.record(z.string(), Parameter).optional(),
  without: z.array(z.string()).optional(),
});

function request(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(RequestArgument, argument, 'fhir-request');
  const asked = askedOf(artefact);
  const line = shorten(`${artefact.about.method ?? ''} ${artefact.about.target ?? ''}`.trim(), 300);
  const failure = (expected: string | Bilingual): CheckOutcome => ({
    holds: false,
    line: 1,
    column: 1,
    path: 'HTTP',
    expected: bilingual(expected),
    actual: same(line),
  });
  const { interaction, type, id, conditional, parameters = {} } = wanted;
  if (interaction !== undefined && asked.interaction !== interaction) return failure(`${interaction} ${type ?? ''}`.trim());
  if (type !== undefined && asked.type !== type) return failure(`${asked.interaction ?? ''} ${type}`.trim());
  if (id !== undefined && asked.id !== id) return failure(`${type ?? ''}/${id}`);
  if (conditional !== undefined && asked.conditional !== conditional)
    return failure(
      conditional ?
        { fr: 'des critères dans l’adresse', en: 'criteria in the address' }
      : { fr: 'un id dans l’adresse', en: 'an id in the address' },
    );
  for (const [names, expected] of Object.entries(parameters)) {
    const found = names.split('|').flatMap((name) => asked.parameters.getAll(name.trim()));
    for (const value of [expected].flat()) if (!found.some((one) => fits(value, one))) return failure(`${names}=${value}`);
  }
  const unwanted = wanted.without?.find((name) => asked.parameters.has(name));
  if (unwanted !== undefined) return failure({ fr: `une demande sans ${unwanted}`, en: `a request without ${unwanted}` });
  return HOLDS;
}

/** An interaction as its request line names it, wherever the base of the server is (FHIR R4 3.1.0). */
function askedOf({ about, bytes }: Artefact): {
  interaction?: string;
  type?: string;
  id?: string;
  conditional: boolean;
  parameters: URLSearchParams;
} {
  const { method = '', target = '' } = about;
  const [path = '', query = ''] = target.split('?', 2);
  const parameters = new URLSearchParams(target.includes('?') ? target.slice(path.length + 1) : query);
  const segments = path.split('/').filter((segment) => segment !== '');
  const at = segments.findLastIndex((segment) => /^[A-Z][A-Za-z]{1,40}$/.test(segment));
  const last = segments.at(-1);
  if (last === 'metadata') return { interaction: 'capabilities', conditional: false, parameters };
  if (at === -1) return { ...(method === 'POST' && { interaction: 'transaction' }), conditional: false, parameters };
  const [id, more, version] = segments.slice(at + 1);
  const named = { type: segments[at]!, conditional: id === undefined && parameters.size > 0, parameters };
  if (id === '_search') {
    for (const [name, value] of new URLSearchParams(
      Buffer.from(bytes)
        .toString('utf8')
        .slice(0, 1024 * 1024),
    ))
      parameters.append(name, value);
    return { ...named, interaction: 'search' };
  }
  if (method === 'GET' || method === 'HEAD') {
    const interaction =
      id === undefined ? 'search'
      : id === '_history' || (more === '_history' && version === undefined) ? 'history'
      : more === '_history' ? 'vread'
      : 'read';
    return { ...named, interaction, conditional: false, ...(id !== undefined && id !== '_history' && { id }) };
  }
  const interaction = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }[method];
  return { ...named, ...(interaction !== undefined && { interaction }), ...(id !== undefined && { id }) };
}

export const checks: Readonly<Record<string, Check>> = {
  'fhir-values': { title: { fr: 'Valeurs d’une ressource FHIR', en: 'Values of a FHIR resource' }, evaluate: values },
  'fhir-without': {
    title: { fr: 'Valeurs qu’une ressource FHIR n’a pas', en: 'Values that a FHIR resource does not have' },
    evaluate: without,
  },
  'fhir-count': { title: { fr: 'Nombre d’éléments d’une ressource FHIR', en: 'Number of elements of a FHIR resource' }, evaluate: count },
  'fhir-holds': { title: { fr: 'Condition sur une ressource FHIR', en: 'Condition on a FHIR resource' }, evaluate: holds },
  'fhir-request': { title: { fr: 'Demande faite au serveur FHIR', en: 'Request made to the FHIR server' }, evaluate: request },
  'fhir-refused': { title: { fr: 'Refus du serveur FHIR', en: 'Refusal by the FHIR server' }, evaluate: refused },
  'http-status': { title: { fr: 'Statut HTTP', en: 'HTTP status' }, evaluate: httpStatus },
  'http-headers': { title: { fr: 'En-têtes HTTP', en: 'HTTP headers' }, evaluate: headers },
};

/** What messages are compared by. */
export const identifiers: Readonly<Record<string, (artefact: Artefact) => string[]>> = {
  /** ids of the resources that were asked for, of a search the matches */
  'fhir-id': (artefact) =>
    evaluatePath(artefact, "iif($this is Bundle, Bundle.entry.where(search.mode.empty() or search.mode = 'match').resource.id, id)").map(
      textOfValue,
    ),
};
