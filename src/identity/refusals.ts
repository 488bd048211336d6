import { shorten, type Bilingual } from '../model/index.js';
import type { Identifier } from './identity.js';

/** Why the store does not do what a message asks. */
export interface Refusal {
  kind: 'no-identifier' | 'no-authority' | 'unknown-domain' | 'unknown-identifier' | 'retired' | 'other-domain' | 'same' | 'taken';
  /** the identifier that is to blame, the very object that was given */
  identifier?: Identifier;
  text: Bilingual;
}

/** What somebody who watches over identities would want to know of a change that was made. */
export interface Note {
  kind:
    | 'already-known'
    | 'was-unknown'
    | 'linked'
    | 'downgraded'
    | 'ins-changed'
    | 'subsumed-unknown'
    | 'survivor-unknown'
    | 'already-merged'
    | 'ins-conflict'
    | 'split';
  text: Bilingual;
}

export type Outcome<T = object> = ({ accepted: true } & T) | { accepted: false; refusals: Refusal[] };

export const refused = (...refusals: Refusal[]): { accepted: false; refusals: Refusal[] } => ({ accepted: false, refusals });

/** An identifier as people read it: value, then authority. */
export const named = ({ value, authority: { namespace, oid } }: Identifier): string =>
  `${shorten(value)} (${shorten(namespace || oid) || '?'})`;

export const noIdentifier: Refusal = {
  kind: 'no-identifier',
  text: { fr: 'Le message ne donne pas d’identifiant de patient.', en: 'The message gives no patient identifier.' },
};

export const noAuthority = (identifier: Identifier): Refusal => ({
  kind: 'no-authority',
  identifier,
  text: {
    fr: `L’identifiant ${shorten(identifier.value)} n’a pas d’autorité d’affectation.`,
    en: `Identifier ${shorten(identifier.value)} has no assigning authority.`,
  },
});

export const unknownDomain = (identifier: Identifier): Refusal => ({
  kind: 'unknown-domain',
  identifier,
  text: {
    fr: `Le domaine de l’identifiant ${named(identifier)} n’est pas connu.`,
    en: `The domain of identifier ${named(identifier)} is not known.`,
  },
});

export const unknownIdentifier = (identifier: Identifier): Refusal => ({
  kind: 'unknown-identifier',
  identifier,
  text: { fr: `L’identifiant ${named(identifier)} n’est pas connu.`, en: `Identifier ${named(identifier)} is not known.` },
});

export const retired = (identifier: Identifier, survivor: Identifier | undefined): Refusal => ({
  kind: 'retired',
  identifier,
  text: {
    fr: `L’identifiant ${named(identifier)} n’est plus en usage${survivor ? `\u00A0: ${named(survivor)} l’a remplacé` : ''}.`,
    en: `Identifier ${named(identifier)} is no longer in use${survivor ? `: ${named(survivor)} has replaced it` : ''}.`,
  },
});

export const otherDomain = (identifier: Identifier): Refusal => ({
  kind: 'other-domain',
  identifier,
  text: {
    fr: `Le patient n’a pas d’identifiant du domaine de ${named(identifier)}, qui doit lui céder la place.`,
    en: `The patient has no identifier of the domain of ${named(identifier)}, which is to give way to it.`,
  },
});

export const same = (identifier: Identifier): Refusal => ({
  kind: 'same',
  identifier,
  text: {
    fr: `L’identifiant ${named(identifier)} ne peut pas se remplacer lui-même.`,
    en: `Identifier ${named(identifier)} cannot replace itself.`,
  },
});

export const taken = (identifier: Identifier): Refusal => ({
  kind: 'taken',
  identifier,
  text: {
    fr: `L’identifiant ${named(identifier)} est déjà celui d’une autre identité.`,
    en: `Identifier ${named(identifier)} is already that of another identity.`,
  },
});

const note = (kind: Note['kind'], fr: string, en: string): Note => ({ kind, text: { fr, en } });

export const NOTES = {
  alreadyKnown: (identifier: Identifier): Note =>
    note('already-known', `L’identité ${named(identifier)} était déjà connue.`, `Identity ${named(identifier)} was already known.`),
  wasUnknown: (identifier: Identifier): Note =>
    note('was-unknown', `L’identité ${named(identifier)} n’était pas connue.`, `Identity ${named(identifier)} was not known.`),
  linked: (identifier: Identifier): Note =>
    note(
      'linked',
      `L’identifiant ${named(identifier)} est celui d’une autre identité, rapprochée de celle-ci.`,
      `Identifier ${named(identifier)} is that of another identity, which is linked with this one.`,
    ),
  downgraded: (from: readonly string[], to: readonly string[]): Note =>
    note(
      'downgraded',
      `L’identité n’est plus validée\u00A0: ${from.join(', ')} devient ${to.join(', ') || '(vide)'}.`,
      `The identity is no longer validated: ${from.join(', ')} becomes ${to.join(', ') || '(empty)'}.`,
    ),
  insChanged: (identifier: Identifier): Note =>
    note(
      'ins-changed',
      `L’INS ${named(identifier)} n’est plus celui de l’identité.`,
      `INS ${named(identifier)} is no longer that of the identity.`,
    ),
  subsumedUnknown: (identifier: Identifier): Note =>
    note(
      'subsumed-unknown',
      `L’identifiant ${named(identifier)} a été fusionné sans avoir été connu\u00A0: il ne peut plus servir.`,
      `Identifier ${named(identifier)} was merged without having been known: it cannot be used any more.`,
    ),
  survivorUnknown: (identifier: Identifier): Note =>
    note(
      'survivor-unknown',
      `L’identité ${named(identifier)}, qui reste après la fusion, n’était pas connue.`,
      `Identity ${named(identifier)}, which remains after the merge, was not known.`,
    ),
  alreadyMerged: (identifier: Identifier): Note =>
    note(
      'already-merged',
      `L’identifiant ${named(identifier)} avait déjà été fusionné ainsi.`,
      `Identifier ${named(identifier)} had already been merged so.`,
    ),
  insConflict: (identifier: Identifier): Note =>
    note(
      'ins-conflict',
      `L’identité fusionnée portait un autre INS, ${named(identifier)}.`,
      `The identity that was merged held another INS, ${named(identifier)}.`,
    ),
  split: (identifier: Identifier): Note =>
    note(
      'split',
      `L’identifiant ${named(identifier)} quitte l’identité et en forme une autre.`,
      `Identifier ${named(identifier)} leaves the identity and makes another one.`,
    ),
} as const;
