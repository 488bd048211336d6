/** A UUID as XDS writes it: `urn:uuid:` and 36 characters in lower case. */
export function isUuidUrn(text: string): boolean {
  return /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text);
}

/** A name that stands for an object inside one message, until a registry gives it a UUID. */
export function isSymbolicId(text: string): boolean {
  return text !== '' && !/^urn:/i.test(text) && !/\s/.test(text);
}
