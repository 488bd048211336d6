import { z } from 'zod';
import {
  ABSENT,
  AnyYamlText,
  bilingual,
  readArgument,
  same,
  shorten,
  type Artefact,
  type Bilingual,
  type Check,
  type CheckOutcome,
} from '../../src/model/index.js';
import { childrenOf, valueAt } from '../../src/protocols/fhir/index.js';
import { askedOf, resourceIn } from './exchange.js';

const HOLDS: CheckOutcome = { holds: true };

/** A status, several, or a class of them: 201, [200, 201], 4xx. */
const Status = AnyYamlText.pipe(z.string().regex(/^[1-5](?:\d\d|xx)$/));
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
  const root = resourceIn(artefact);
  if (root?.resourceType !== 'OperationOutcome') return [];
  return childrenOf(root, 'issue').map((issue) => ({
    code: valueAt(issue, 'code') ?? '',
    severity: valueAt(issue, 'severity') ?? '',
    text: valueAt(issue, 'details', 'text') || valueAt(issue, 'diagnostics') || '',
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

const Value = z.union([AnyYamlText, z.boolean().transform(String)]);
const Parameter = z.union([Value, z.array(Value).min(1)]);

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
  const of = (name: string): string[] => asked?.parameters.flatMap((one) => (one.name === name ? one.value : [])) ?? [];
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
  if (interaction !== undefined && asked?.interaction !== interaction) return failure(`${interaction} ${type ?? ''}`.trim());
  if (type !== undefined && asked?.type !== type) return failure(`${asked?.interaction ?? ''} ${type}`.trim());
  if (id !== undefined && asked?.id !== id) return failure(`${type ?? ''}/${id}`);
  if (conditional !== undefined && asked?.isConditional !== conditional)
    return failure(
      conditional ?
        { fr: 'des critères dans l’adresse', en: 'criteria in the address' }
      : { fr: 'un id dans l’adresse', en: 'an id in the address' },
    );
  for (const [names, expected] of Object.entries(parameters)) {
    const found = names.split('|').flatMap((name) => of(name.trim()));
    for (const value of [expected].flat()) if (!found.some((one) => fits(value, one))) return failure(`${names}=${value}`);
  }
  const unwanted = wanted.without?.find((name) => of(name).length > 0);
  if (unwanted !== undefined) return failure({ fr: `une demande sans ${unwanted}`, en: `a request without ${unwanted}` });
  return HOLDS;
}

export const checks: Readonly<Record<string, Check>> = {
  'fhir-request': { title: { fr: 'Demande faite au serveur FHIR', en: 'Request made to the FHIR server' }, evaluate: request },
  'fhir-refused': { title: { fr: 'Refus du serveur FHIR', en: 'Refusal by the FHIR server' }, evaluate: refused },
  'http-status': { title: { fr: 'Statut HTTP', en: 'HTTP status' }, evaluate: httpStatus },
  'http-headers': { title: { fr: 'En-têtes HTTP', en: 'HTTP headers' }, evaluate: headers },
};
