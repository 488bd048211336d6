/** Codes, identifiers, numbers and addresses are shorter, by far. */
const LONGEST = 10_000;

/**
 * Whether a code, an identifier or the like has a form. To be used for every expression that repeats a group, or a
 * character at least so many times: over some millions of characters the engine of Node throws RangeError on those.
 */
export const fits = (form: RegExp, text: string): boolean => text.length <= LONGEST && form.test(text);
