import type { Finding } from '../../src/model/index.js';
import type { ErrorCode } from '../../src/protocols/ebxml/index.js';
import type { Refusal } from './refusal.js';

/** Rules whose breach has an error code of its own; any other is XDSRegistryMetadataError. */
const CODES: Readonly<Record<string, ErrorCode>> = {
  'XDS-86': 'XDSPatientIdDoesNotMatch',
  'XDS-135': 'XDSRegistryDuplicateUniqueIdInMessage',
  'AS-10': 'UnresolvedReferenceException',
};

/** A registry tells the first of them; a client corrects and comes back. */
const MOST_REFUSALS = 20;

/** Rules that a metadata update is judged by against the registry, with the error codes that belong to it. */
export const UPDATE_RULES: ReadonlySet<string> = new Set(['AS-02', 'AS-04', 'AS-06', 'AS-07', 'XDS-28', 'XDS-86']);

/**
 * Why a registry refuses metadata that break rules: one error for each finding of severity error.
 * @param apart rules that are judged elsewhere
 */
export function refusalsOfFindings(findings: readonly Finding[], apart: ReadonlySet<string> = new Set()): Refusal[] {
  return findings
    .filter(({ severity, rule }) => severity === 'error' && !apart.has(rule))
    .slice(0, MOST_REFUSALS)
    .map(({ rule, message, expected, actual, place }) => ({
      code: CODES[rule] ?? 'XDSRegistryMetadataError',
      context: [
        message.fr,
        ...(expected ? [`Attendu : ${expected.fr}.`] : []),
        ...(actual ? [`Reçu : ${actual.fr}.`] : []),
        `(${rule}, ligne ${place.line}, colonne ${place.column})`,
      ].join(' '),
      location: place.path,
    }));
}
