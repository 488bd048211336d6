/** What each interaction of FHIR R4 is called in a scope of SMART App Launch 2 (Scopes for requesting FHIR Resources). */
const LETTERS: Readonly<Record<string, string>> = {
  create: 'c',
  read: 'r',
  vread: 'r',
  'history-instance': 'r',
  update: 'u',
  patch: 'u',
  delete: 'd',
  'search-type': 's',
  // of whatever type: it takes a scope for all
  'search-system': 's',
  'history-type': 's',
  'history-system': 's',
};

/** What the words of SMART App Launch 1 mean in letters. */
const WORDS: Readonly<Record<string, string>> = { read: 'rs', write: 'cud', '*': 'cruds' };

/** A scope that speaks of resources. What is narrowed by a search (`?…`) is none here: nobody would hold a client to it. */
const SCOPE = /^(?:system|user)\/(\*|[A-Z][A-Za-z]{1,63})\.(read|write|\*|(?=[cruds])c?r?u?d?s?)$/;

/** Scopes longer than this are not looked at. */
const LONGEST = 16 * 1024;

/** Whether a text is a scope by which FHIR servers let clients in: `system/Slot.rs`, `system/Slot.read`, `system/*.*`. */
export const isResourceScope = (text: string): boolean => SCOPE.test(text);

/** The scope that an interaction needs: `system/Slot.s`; undefined for one that needs none (`/metadata`). */
export function scopeNeeded(interaction: string, type: string): string | undefined {
  const letter = Object.hasOwn(LETTERS, interaction) ? LETTERS[interaction] : undefined;
  return letter === undefined ? undefined : `system/${type === '' ? '*' : type}.${letter}`;
}

/** Whether granted scopes, divided by spaces, hold the one that is needed; each letter of it, if it has several. */
export function covers(granted: string, needed: string): boolean {
  const [, type, letters = ''] = SCOPE.exec(needed) ?? [];
  const wanted = type === undefined ? '' : lettersOf(letters);
  if (wanted === '' || granted.length > LONGEST) return false;
  const held = new Set(
    granted.split(' ').flatMap((scope) => {
      const [, on, of = ''] = SCOPE.exec(scope) ?? [];
      return on === '*' || (on !== undefined && on === type) ? [...lettersOf(of)] : [];
    }),
  );
  return [...wanted].every((letter) => held.has(letter));
}

const lettersOf = (written: string): string => WORDS[written] ?? written;
