import { rule, type Rule } from '../../../src/model/index.js';
import { suiteData } from '../../../src/packs/suites-read.js';
import type { ProfileFile } from './format.js';
import { profilesOf } from './profile.js';

// a test reads each of them by its schema
const files = suiteData('messages-hl7v2/profiles') as ProfileFile[];

/** The profiles that ship with Addax. */
export const shippedProfiles = profilesOf(files);

/** The rules that they add to those of any profile. */
export const shippedRules: readonly Rule[] = files
  .flatMap(({ rules = [] }) => rules)
  .sort((a, b) => a.id.localeCompare(b.id, 'en', { numeric: true }))
  .map(({ id, level, title, message, why, hint, clause, example }) =>
    rule({ id, level, title, message, ...(why && { why }), hint, clause, example }),
  );
