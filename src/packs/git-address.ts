import { PackError } from './pack-error.js';

export interface GitAddress {
  /** as git is to be given it, credentials included */
  url: string;
  /** as it may be written down */
  shown: string;
  /** branch, tag or commit after `#`; undefined: what the repository shows first */
  ref: string | undefined;
  /** last segment of the path, without `.git` */
  name: string;
}

const SCHEMES = ['https:', 'ssh:', 'file:'];
/** `git@host:path`, the short form of ssh */
const SHORT_SSH = /^([A-Za-z0-9_][\w.-]*)@([A-Za-z0-9][\w.-]*):(?!-)([^\s\\]+)$/;
const REF = /^[A-Za-z0-9][\w./+-]*$/;

/** Whether this is meant as an address and not as a path; a single letter before the colon is a Windows drive. */
export const looksLikeAddress = (given: string): boolean => /^[A-Za-z][A-Za-z0-9+.-]+:/.test(given) || /^[^/\\]+@[^/\\]+:/.test(given);

/** A relative path that nothing takes for an address or an option. */
export const asPath = (path: string): string => (looksLikeAddress(path) || path.startsWith('-') ? `./${path}` : path);

/**
 * Takes an address apart. Git reads more into addresses than a place (`ext::` runs a program, a leading `-` is an
 * option), so only what is known to be plain is let through.
 * @throws PackError
 */
export function gitAddress(given: string): GitAddress {
  const hash = given.indexOf('#');
  const place = hash === -1 ? given : given.slice(0, hash);
  const ref = hash === -1 ? undefined : given.slice(hash + 1);
  if (ref !== undefined && (!REF.test(ref) || ref.includes('..') || ref.endsWith('.lock'))) throw refused(shownPlainly(given));
  const short = SHORT_SSH.exec(place);
  if (short) return { url: place, shown: withRef(place, ref), ref, name: nameOf(short[3]!) };
  let url: URL;
  try {
    url = new URL(place);
  } catch {
    throw refused(shownPlainly(given));
  }
  const user = decodeURIComponent(url.username);
  const bad =
    !SCHEMES.includes(url.protocol)
    || place.includes('::')
    || /[\s\\\p{Cc}]/u.test(place)
    || user.startsWith('-')
    || url.hostname.startsWith('-')
    || (url.protocol !== 'file:' && url.hostname === '');
  if (bad) throw refused(shownPlainly(given));
  const shown = new URL(url);
  shown.password = '';
  // over ssh the user is part of the place; over https it is half of a credential, or a token
  if (url.protocol !== 'ssh:') shown.username = '';
  shown.search = '';
  return { url: place, shown: withRef(shown.href, ref), ref, name: nameOf(url.pathname) };
}

const withRef = (place: string, ref: string | undefined): string => (ref === undefined ? place : `${place}#${ref}`);

const nameOf = (path: string): string =>
  path
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .split('/')
    .at(-1)!;

/** A text with an address in it, as it may be shown: nobody's password belongs in a message. */
export const shownPlainly = (text: string): string => text.replace(/\/\/[^/@\s]+@/g, '//').replace(/\p{Cc}/gu, ' ');

const refused = (shown: string): PackError =>
  new PackError(
    shown,
    { fr: 'cette adresse git n’est pas acceptée.', en: 'this git address is not accepted.' },
    {
      fr: 'Écrire https://…, ssh://…, git@hôte:chemin ou file:///…, suivi au besoin de #branche, #étiquette ou #commit.',
      en: 'Write https://…, ssh://…, git@host:path or file:///…, with #branch, #tag or #commit after it if need be.',
    },
  );
