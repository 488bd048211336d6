import type { Finding, NamedProfile, ValidationNote } from '../../../src/model/index.js';
import type { Judge } from '../judge.js';
import { chooseProfile } from './choose.js';
import { judgeByProfile } from './judge-profile.js';
import { PROFILE_RULES } from './rules.js';
import { shippedProfiles, shippedRules } from './shipped.js';

/** The profiles that judge a message; not those that others only build on. */
export const namedProfiles: readonly NamedProfile[] = shippedProfiles
  .filter(({ messages }) => messages.length > 0)
  .map(({ id, title, clause, messages }) => ({ id, title, clause, messages }));

export const profileRules = [...PROFILE_RULES, ...shippedRules];

/** Judges a message by the profile that is for it, and says which. A finding of another family at the same place is not repeated. */
export function judgeProfiles(judge: Judge): ValidationNote[] {
  const { message, context } = judge;
  if (message.segments[0]?.name !== 'MSH') return [];
  const { profile, note } = chooseProfile(message, shippedProfiles, context.parameters['profile']);
  if (!profile) return [note];
  const before = judge.findings.length;
  judgeByProfile(message, profile.profile, profile.structure, { list: judge, at: (place) => judge.at(place) });
  const told = judge.findings.slice(0, before);
  const known = new Set(told.map(({ place }) => `${place.line} ${place.path}`));
  const noMsa = told.some(({ rule }) => rule === 'HL7-30');
  const isTold = ({ rule, place: { line, path } }: Finding): boolean =>
    known.has(`${line} ${path}`)
    || (path.includes('-') && known.has(`${line} ${/^[^.]*/.exec(path)![0]}`))
    || (noMsa && rule === 'HL7-40' && path === 'MSA');
  judge.findings.splice(before, Infinity, ...judge.findings.slice(before).filter((finding) => !isTold(finding)));
  return [note];
}
