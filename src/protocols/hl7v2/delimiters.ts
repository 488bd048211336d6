/** The characters that separate the pieces of a message, as its MSH-1 and MSH-2 declare them. */
export interface Delimiters {
  field: string;
  component: string;
  repetition: string;
  escape: string;
  subcomponent: string;
  /** since HL7 2.7 */
  truncation?: string;
}

export const DEFAULT_DELIMITERS: Delimiters = { field: '|', component: '^', repetition: '~', escape: '\\', subcomponent: '&' };

/** MSH-2 as these delimiters make it. */
export const encodingCharacters = ({ component, repetition, escape, subcomponent, truncation = '' }: Delimiters): string =>
  component + repetition + escape + subcomponent + truncation;

/**
 * The delimiters that the head of an MSH segment declares, its first missing ones as HL7 recommends them; whether they can
 * be delimiters at all is for `delimiterProblem` to say.
 */
export function readDelimiters(msh: string): Delimiters {
  const field = msh.charAt(3) || DEFAULT_DELIMITERS.field;
  const end = msh.indexOf(field, 4);
  const [component, repetition, escape, subcomponent, truncation] = Array.from(msh.slice(4, end < 0 ? undefined : end));
  return {
    field,
    component: component ?? DEFAULT_DELIMITERS.component,
    repetition: repetition ?? DEFAULT_DELIMITERS.repetition,
    escape: escape ?? DEFAULT_DELIMITERS.escape,
    subcomponent: subcomponent ?? DEFAULT_DELIMITERS.subcomponent,
    ...(truncation !== undefined && { truncation }),
  };
}

/** Why MSH-1 and MSH-2 cannot be delimiters: too few, too many, one twice, or one that is a letter, a digit, a space or no ASCII. */
export function delimiterProblem(field: string, encoding: string): 'count' | 'twice' | 'character' | undefined {
  const all = [field, ...Array.from(encoding)];
  if (all.length < 5 || all.length > 6) return 'count';
  if (!all.every((char) => /^[!-/:-@[-`{-~]$/.test(char))) return 'character';
  return new Set(all).size < all.length ? 'twice' : undefined;
}
