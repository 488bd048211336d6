import type { Bilingual, ValidationNote } from '../../../src/model/index.js';
import type { Hl7Message } from '../../../src/protocols/hl7v2/index.js';
import { holds } from './predicate.js';
import type { MessageProfile, Profile } from './profile.js';

export interface Choice {
  profile?: { profile: Profile; structure: MessageProfile };
  note: ValidationNote;
  /** the profile that MSH-21 names for messages of this type, and whether it has this one */
  named?: { profile: Profile; fits: boolean };
}

/** `ADT^A01`; an acknowledgement has one structure whatever it answers. */
export function messageName(message: Hl7Message): string {
  const type = message.first('MSH')?.field(9).repetition();
  const [code, event] = [type?.part(1).value ?? '', type?.part(2).value ?? ''];
  return code === 'ACK' || event === '' ? code : `${code}^${event}`;
}

/**
 * The profile of a message: the one that is asked for by name, else the one that MSH-21 names, else the most exact one
 * for its type, event and version. Undefined, with a note that says so, when there is none.
 */
export function chooseProfile(message: Hl7Message, profiles: readonly Profile[], asked: string | undefined): Choice {
  const name = messageName(message);
  const msh = message.first('MSH');
  const version = msh?.field(12).repetition().part(1).value ?? '';
  const told = `${name || '–'} (${version || '–'})`;
  const fit = (profile: Profile | undefined): Choice['profile'] => {
    const structure = profile?.message(name);
    return profile && structure && { profile, structure };
  };
  const by = (profile: Choice['profile'], why: Bilingual): Choice | undefined =>
    profile && {
      profile,
      note: {
        kind: 'choice',
        text: {
          fr: `Profil ${profile.profile.id} (${profile.profile.title.fr}), ${why.fr}.`,
          en: `Profile ${profile.profile.id} (${profile.profile.title.en}), ${why.en}.`,
        },
      },
    };
  const wanted = asked === undefined ? undefined : profiles.find(({ id }) => id === asked);
  if (wanted)
    return (
      by(fit(wanted), { fr: 'demandé', en: 'as asked' }) ?? {
        note: none({ fr: `Le profil ${wanted.id} ne dit rien de ${told}`, en: `Profile ${wanted.id} says nothing of ${told}` }),
      }
    );
  const identifiers = (msh?.field(21).repetitions ?? []).map(({ raw }) => raw);
  const ofName = profiles.filter(({ identifiers: own }) => own.some((one) => identifiers.includes(one)));
  const named = ofName.find(fit);
  const ofType = named ?? ofName.find(({ messages }) => messages.some((one) => one.split('^')[0] === name.split('^')[0]));
  const fitting = profiles
    .filter((profile) => profile.versions.includes(version) && fit(profile) && (!profile.where || holds(profile.where, { message })))
    .sort((a, b) => b.depth - a.depth);
  const choice = by(fit(named), { fr: 'que MSH-21 nomme', en: 'which MSH-21 names' })
    ?? by(fit(fitting[0]), { fr: `d’après MSH-9 et MSH-12\u00A0: ${told}`, en: `from MSH-9 and MSH-12: ${told}` }) ?? {
      note: none({ fr: `Aucun profil pour ${told}`, en: `No profile for ${told}` }),
    };
  return ofType ? { ...choice, named: { profile: ofType, fits: ofType === named } } : choice;
}

const none = ({ fr, en }: Bilingual): ValidationNote => ({
  kind: 'unchecked',
  text: {
    fr: `${fr}\u00A0: ni la structure ni les champs ne sont jugés (voir\u00A0: addax list profiles).`,
    en: `${en}: neither its structure nor its fields are judged (see: addax list profiles).`,
  },
});
