/** The R4 cases of HL7 (a checkout of FHIR/fhir-test-cases, folder validator): what is validated, against what, and what was found. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @typedef {object} Case
 * @property {string} name as the manifest has it; `name/profile` for its second run, against a profile
 * @property {string} module the category
 * @property {string} file
 * @property {string[]} supporting files of profiles, value sets and the like
 * @property {string[]} packages archives in the checkout, or the names of packages that are not there
 * @property {string | undefined} profile a canonical, or a file of the checkout that has it
 * @property {{ severity: string, code: string, text: string, expression: string | undefined }[] | undefined} recorded
 *   what HL7's own validator said; undefined where nothing is recorded
 * @property {number | undefined} errors how many of that are errors
 * @property {object} options all that the manifest says of the case
 */

/** @returns {Case[]} */
export function readCases(root) {
  const folder = join(root, 'validator');
  const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  return manifest['test-cases'].filter(({ version }) => /^4\.0(\.1)?$/.test(version)).flatMap((one) => runsOf(one, folder));
}

function runsOf(one, folder) {
  const { profile, file } = one;
  const about = { module: one.module ?? 'base', file, options: one };
  const files = (of) => [...(of.supporting ?? []), ...(of.profiles ?? [])];
  const packages = [...(one.packages ?? []), ...Object.values(one['package-map'] ?? {})];
  const base = { ...about, name: one.name, supporting: files(one), packages, profile: undefined, ...recordedOf(one.java, folder) };
  if (!profile) return [base];
  const second = {
    ...about,
    name: `${one.name}/profile`,
    supporting: [...files(one), ...files(profile)],
    packages: [...packages, ...(profile.packages ?? [])],
    profile: profile.source,
    options: { ...one, ...profile },
    ...recordedOf(profile.java, folder),
  };
  return [base, second];
}

/** An outcome stands in a file, in the manifest, or is only counted. */
function recordedOf(java, folder) {
  const file = typeof java === 'string' ? join(folder, 'outcomes', java) : undefined;
  if (file !== undefined && !existsSync(file)) return {};
  const read = file === undefined ? java : JSON.parse(readFileSync(file, 'utf8'));
  if (!read) return {};
  const outcome = read.outcome ?? read;
  if (outcome.resourceType !== 'OperationOutcome') return 'errorCount' in outcome ? { recorded: [], errors: outcome.errorCount } : {};
  const recorded = (outcome.issue ?? []).map(({ severity, code, details, diagnostics, expression }) => ({
    severity,
    code,
    text: details?.text ?? diagnostics ?? '',
    expression: expression?.[0],
  }));
  return { recorded, errors: recorded.filter(isError).length };
}

export const isError = ({ severity }) => severity === 'error' || severity === 'fatal';
