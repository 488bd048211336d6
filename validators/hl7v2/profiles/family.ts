import {
  Checklist,
  type Finding,
  type NamedProfile,
  type Rule,
  type Severity,
  type Validation,
  type ValidationContext,
  type ValidationNote,
} from '../../../src/model/index.js';
import { isLoadedPack } from '../../../src/packs/load.js';
import type { Judge } from '../judge.js';
import { chooseProfile, messageName } from './choose.js';
import { judgeByProfile, type Told } from './judge-profile.js';
import { type PackProfile, profilesOfPack } from './packs.js';
import { holds } from './predicate.js';
import { PROFILE_RULES } from './rules.js';
import { rulesOf, shippedProfiles, shippedRules } from './shipped.js';

export const profileRules = [...PROFILE_RULES, ...shippedRules];

/** The profiles that judge a message; not those that others only build on. */
export const namedProfiles: readonly NamedProfile[] = shippedProfiles
  .filter(({ messages }) => messages.length > 0)
  .map(({ id, title, clause, messages }) => ({ id, title, clause, messages }));

/** What a pack says is no requirement of ours. */
const packRules = ({ profile }: PackProfile): Rule[] =>
  [...rulesOf([{ rules: [...profile.rules] }]), ...PROFILE_RULES].map((rule) => ({ ...rule, requirements: [] }));
const MOST_NAMES = 5;

/**
 * What profiles find in a message: the one that ships for it, and the one of the packs in force. The parameter `profile`
 * asks for one alone. A finding that another made before, of the same place, is not repeated.
 */
export function judgeProfiles(judge: Judge): Required<Validation> {
  const { message, context } = judge;
  const result: Required<Validation> = { findings: [], evaluated: [], notes: [] };
  if (message.segments[0]?.name !== 'MSH') return result;
  const asked = askedFor(context, result.notes);
  const packs = profilesOfPacks(judge, asked, result.notes);
  const at: Told['at'] = (place) => judge.at(place);
  const known = new Map<string, Severity[]>();
  for (const { place, severity } of judge.findings) known.set(placeKey(place), [...(known.get(placeKey(place)) ?? []), severity]);
  const noMsa = judge.findings.some(({ rule }) => rule === 'HL7-30');
  // a warning does not stand for an error
  const isKnown = (key: string, severity: Severity): boolean => known.get(key)?.some((one) => one === 'error' || one === severity) ?? false;
  const isTold = ({ rule, place, severity }: Finding): boolean =>
    isKnown(placeKey(place), severity)
    || (place.path.includes('-') && isKnown(placeKey({ ...place, path: /^[^.]*/.exec(place.path)![0] }), severity))
    || (noMsa && rule === 'HL7-40' && place.path === 'MSA')
    || result.findings.some((one) => one.rule === rule && placeKey(one.place) === placeKey(place));

  for (const one of packs) {
    const { profile, source, notes } = one;
    const list = new Checklist(packRules(one), source);
    judgeByProfile(message, profile, profile.message(messageName(message))!, { list, at });
    result.findings.push(...list.findings.filter((finding) => !isTold(finding)));
    result.evaluated.push(...list.evaluated);
    result.notes.push(...notes);
  }
  if (asked !== undefined && packs.length > 0) return result;
  const { profile, note, named } = chooseProfile(message, shippedProfiles, asked);
  if (profile || packs.length === 0) result.notes.unshift(note);
  const list = new Checklist(profileRules);
  if (named)
    list.expect(
      'HL7-45',
      named.fits,
      () => at(message.segments[0]!.field(21).place),
      () => ({
        message: {
          fr: `Le profil que MSH-21 nomme n’a pas de message ${messageName(message)}.`,
          en: `The profile that MSH-21 names has no message ${messageName(message)}.`,
        },
        expected: { fr: `un événement de ${named.profile.id}`, en: `an event of ${named.profile.id}` },
        actual: messageName(message),
      }),
    );
  if (profile) judgeByProfile(message, profile.profile, profile.structure, { list, at });
  result.findings.push(...list.findings.filter((finding) => !isTold(finding)));
  result.evaluated = [...new Set([...result.evaluated, ...list.evaluated])];
  return result;
}

/** The parameter `profile`, when it names a profile of ours or of a pack: other validators have profiles too. */
function askedFor({ parameters, packs = [] }: ValidationContext, notes: ValidationNote[]): string | undefined {
  const { profile } = parameters;
  if (profile === undefined || shippedProfiles.some(({ id }) => id === profile)) return profile;
  if (packs.filter(isLoadedPack).some((pack) => profilesOfPack(pack).some((one) => 'profile' in one && one.profile.id === profile)))
    return profile;
  notes.push({
    kind: 'choice',
    text: {
      fr: `${profile} n’est pas un profil HL7 v2 (voir\u00A0: addax list profiles).`,
      en: `${profile} is no HL7 v2 profile (see: addax list profiles).`,
    },
  });
  return undefined;
}

const placeKey = ({ line, path }: Finding['place']): string => `${line} ${path}`;

/** Of each pack the profile of this message: the one that is asked for, else the one that MSH-21 names, else the only one. */
function profilesOfPacks({ message, context }: Judge, asked: string | undefined, notes: ValidationNote[]): PackProfile[] {
  const msh = message.segments[0]!;
  const version = msh.field(12).repetition().part(1).value;
  const identifiers = msh.field(21).repetitions.map(({ raw }) => raw);
  const name = messageName(message);
  return (context.packs ?? []).filter(isLoadedPack).flatMap((pack) => {
    const all = profilesOfPack(pack);
    notes.push(...all.filter((one): one is ValidationNote => 'kind' in one));
    const fitting = all.filter(
      (one): one is PackProfile =>
        'profile' in one
        && one.profile.messages.includes(name)
        && one.profile.versions.includes(version)
        && (asked !== undefined || !one.profile.where || holds(one.profile.where, { message })),
    );
    // one that builds on another of the pack is the more exact
    const deepest = Math.max(...fitting.map(({ profile }) => profile.depth));
    const named = fitting.filter(({ profile }) => profile.identifiers.some((one) => identifiers.includes(one)));
    const chosen =
      asked !== undefined ? fitting.filter(({ profile }) => profile.id === asked)
      : named.length > 0 ? named
      : fitting.filter(({ profile }) => profile.depth === deepest);
    if (chosen.length > 1) {
      const ids = chosen.map(({ profile }) => profile.id);
      const shown = ids.slice(0, MOST_NAMES).join(', ') + (ids.length > MOST_NAMES ? '…' : '');
      notes.push({
        kind: 'unchecked',
        text: {
          fr: `Paquet ${pack.coordinate}\u00A0: ${ids.length} profils pour ${name} (${version})\u00A0; aucun n’est appliqué, en nommer un par --param profile=…\u00A0: ${shown}.`,
          en: `Pack ${pack.coordinate}: ${ids.length} profiles for ${name} (${version}); none is applied, name one by --param profile=…: ${shown}.`,
        },
      });
      return [];
    }
    for (const { source, profile } of chosen)
      notes.push({
        kind: 'choice',
        text: { fr: `Profil ${profile.id} (${source}).`, en: `Profile ${profile.id} (${source}).` },
      });
    return chosen;
  });
}
