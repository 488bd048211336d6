/** Makes a function remember its last few answers: the same authorities, lists and signers come with every message. */
export function remembered<T>(read: (text: string) => T): (text: string) => T {
  const known = new Map<string, T>();
  return (text) => {
    const found = known.get(text);
    if (found !== undefined) return found;
    const made = read(text);
    if (known.size >= 32) known.clear();
    known.set(text, made);
    return made;
  };
}
