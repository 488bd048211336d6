import { rule, type Rule } from '../../../src/model/index.js';
import { suiteData } from '../../../src/packs/suites-read.js';
import type { ProfileFile } from './format.js';
import { profilesOf } from './profile.js';

// a test reads each of them by its schema
export const shippedFiles: readonly ProfileFile[] = suiteData('messages-hl7v2/profiles') as ProfileFile[];

/** The profiles that ship with Addax. */
export const shippedProfiles = profilesOf(shippedFiles);

/** The rules that they add to those of any profile. */
/** The rules of some profiles, as any rules. */
export const rulesOf = (profiles: readonly Pick<ProfileFile, 'rules'>[]): Rule[] =>
  profiles
    .flatMap(({ rules = [] }) => rules)
    .map(({ id, level, title, message, why, hint, clause, example }) =>
      rule({ id, level, title, message, ...(why && { why }), hint, clause, example }),
    );

/** The rules that they add to those of any profile. */
export const shippedRules: readonly Rule[] = rulesOf(shippedFiles).sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }));
