/** A reference to a resource by its type and id: `https://example.org/fhir/Patient/1/_history/2`, `Patient/1`. */
export interface LiteralReference {
  /** without the slash before the type; undefined for a relative reference */
  base?: string;
  type: string;
  id: string;
  version?: string;
}

const LITERAL =
  /^(?:(https?:\/\/[^\s?#]*)\/)?([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?(?:#[A-Za-z0-9.-]{1,64})?$/;
const LONGEST_REFERENCE = 8192;

/** The parts of a reference of the form that REST gives (FHIR R4, 2.3.0.1); undefined for any other. */
export function literalReference(reference: string): LiteralReference | undefined {
  if (reference.length > LONGEST_REFERENCE) return undefined;
  const parts = LITERAL.exec(reference);
  if (!parts) return undefined;
  const [, base, type = '', id = '', version] = parts;
  return { ...(base !== undefined && { base }), type, id, ...(version !== undefined && { version }) };
}
