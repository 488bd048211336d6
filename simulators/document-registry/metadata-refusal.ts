import type { Finding, SimulatorContext } from '../../src/model/index.js';
import type { ErrorCode } from '../../src/protocols/ebxml/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { validator } from '../../validators/xds-metadata/index.js';
import type { Refusal } from './refusal.js';

/**
 * Rules whose breach has an error code of its own, by who detects it: a code names a registry or a repository, and a
 * Document Recipient takes those of a repository (ITI TF-3, table 4.2.4.1-2).
 */
const SUBMISSION_CODES = {
  registry: { 'XDS-135': 'XDSRegistryDuplicateUniqueIdInMessage', other: 'XDSRegistryMetadataError' },
  repository: { 'XDS-135': 'XDSRepositoryDuplicateUniqueIdInMessage', other: 'XDSRepositoryMetadataError' },
} as const;
const COMMON_CODES: Readonly<Record<string, ErrorCode>> = { 'XDS-86': 'XDSPatientIdDoesNotMatch', 'AS-10': 'UnresolvedReferenceException' };

/** A registry tells the first of them; a client corrects and comes back. */
const MOST_REFUSALS = 20;

/** Rules that a metadata update is judged by against the registry, with the error codes that belong to it. */
export const UPDATE_RULES: ReadonlySet<string> = new Set(['AS-02', 'AS-04', 'AS-06', 'AS-07', 'XDS-28', 'XDS-86']);

/** Rules on the wording of a stored query: a registry that answered all the same would answer another question. */
export const QUERY_RULES: ReadonlySet<string> = new Set(['XDS-24', 'XDS-26', 'SQ-13', 'SQ-14', 'SQ-39']);

/**
 * Why a submission is refused whose metadata break rules: one error for each finding of severity error.
 * @param apart rules that are judged elsewhere
 */
export async function submissionRefusals(
  message: SoapMessage,
  context: SimulatorContext,
  { by, apart = new Set() }: { by: keyof typeof SUBMISSION_CODES; apart?: ReadonlySet<string> },
): Promise<Refusal[]> {
  const errors = (await errorsIn(message, context)).filter(({ rule }) => !apart.has(rule));
  const own = SUBMISSION_CODES[by];
  return refusalsOf(ranked(errors), (rule) => (rule === 'XDS-135' ? own[rule] : (COMMON_CODES[rule] ?? own.other)));
}

/**
 * Why a request that submits nothing is refused.
 * @param counts does the breach of a rule count? absent: each does
 */
export async function requestRefusals(
  message: SoapMessage,
  context: SimulatorContext,
  code: ErrorCode,
  counts: (rule: string) => boolean = () => true,
): Promise<Refusal[]> {
  const errors = (await errorsIn(message, context)).filter(({ rule }) => counts(rule));
  return refusalsOf(errors, () => code);
}

async function errorsIn(message: SoapMessage, { now, parameters }: SimulatorContext): Promise<Finding[]> {
  const { findings } = await validator.validate(message.envelope!, { at: now(), trust: { anchors: [], crls: [] }, parameters });
  return findings.filter(({ severity }) => severity === 'error');
}

/** What has a code of its own first, then each rule once, then what breaks a rule again. */
function ranked(errors: readonly Finding[]): Finding[] {
  const told = new Set<string>();
  const rank = ({ rule }: Finding): number => {
    const again = told.has(rule);
    told.add(rule);
    return (
      again ? 2
      : rule === 'XDS-135' || COMMON_CODES[rule] ? 0
      : 1
    );
  };
  return errors
    .map((finding) => ({ finding, rank: rank(finding) }))
    .toSorted((a, b) => a.rank - b.rank)
    .map(({ finding }) => finding);
}

function refusalsOf(errors: readonly Finding[], codeOf: (rule: string) => ErrorCode): Refusal[] {
  return errors.slice(0, MOST_REFUSALS).map(({ rule, message, expected, actual, place }) => ({
    code: codeOf(rule),
    context: [
      message.fr,
      ...(expected ? [`Attendu : ${expected.fr}.`] : []),
      ...(actual ? [`Reçu : ${actual.fr}.`] : []),
      `(${rule}, ligne ${place.line}, colonne ${place.column})`,
    ].join(' '),
    location: place.path,
  }));
}
