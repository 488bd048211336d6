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

/** Why a registry refuses metadata that break rules: one error for each finding of severity error. */
export function refusalsOfFindings(findings: readonly Finding[]): Refusal[] {
  return findings
    .filter(({ severity }) => severity === 'error')
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
