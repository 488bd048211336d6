import { ParseOption, XmlC14NMode, XmlDocument as LibxmlDocument, XmlError } from 'libxml2-wasm';
import type { XmlElement } from '../xml/index.js';
import { escapeAttribute } from '../xml/index.js';
import type { Canonicalization } from './algorithms.js';

/** The element cannot be canonicalised: relative namespace names, for example, have no canonical form. */
export class CanonicalizationError extends Error {}

const XML_NAMESPACE = 'http://www.w3.org/XML/1998/namespace';

/**
 * The canonical form, in UTF-8, of one element as it stands in its document. Only the element is parsed again, as a
 * document of its own whose root declares what its ancestors declared: the canonical form is the same, and the size of
 * the rest of the message does not count.
 * @param prefixes PrefixList of InclusiveNamespaces, `#default` included
 * @param without a descendant to leave out (the enveloped-signature transform)
 * @throws CanonicalizationError
 */
export function canonicalize(
  element: XmlElement,
  { exclusive, withComments }: Canonicalization,
  prefixes: readonly string[] = [],
  without?: XmlElement,
): Buffer {
  const { text } = element.document;
  const afterName = element.start + 1 + element.name.length;
  const rest = without ? text.slice(afterName, without.start) + text.slice(without.end, element.end) : text.slice(afterName, element.end);
  let document: LibxmlDocument | undefined;
  try {
    document = LibxmlDocument.fromString(`<${element.name}${inherited(element, !exclusive)}${rest}`, {
      option: ParseOption.XML_PARSE_NONET | ParseOption.XML_PARSE_NO_XXE | ParseOption.XML_PARSE_HUGE,
    });
    // octets, because libxml2-wasm's own string handler breaks characters that two chunks share
    const chunks: Buffer[] = [];
    const output = {
      write: (chunk: Uint8Array): number => chunks.push(Buffer.from(chunk)) && chunk.byteLength,
      close: () => true,
    };
    document.canonicalize(output, {
      mode: exclusive ? XmlC14NMode.XML_C14N_EXCLUSIVE_1_0 : XmlC14NMode.XML_C14N_1_0,
      withComments,
      ...(exclusive && { inclusiveNamespacePrefixes: [...prefixes] }),
    });
    return Buffer.concat(chunks);
  } catch (error) {
    if (error instanceof XmlError) throw new CanonicalizationError(error.message);
    throw error;
  } finally {
    document?.dispose();
  }
}

/** Namespace declarations in force above the element, and the xml: attributes that inclusive C14N carries down. */
function inherited(element: XmlElement, withXml: boolean): string {
  const own = new Set(element.attributes.map((attribute) => attribute.name));
  let out = '';
  const add = (name: string, value: string): void => {
    if (own.has(name)) return;
    own.add(name);
    out += ` ${name}="${escapeAttribute(value)}"`;
  };
  for (const [prefix, namespace] of element.parent?.scope ?? [])
    if (prefix !== 'xml' && namespace !== '') add(prefix ? `xmlns:${prefix}` : 'xmlns', namespace);
  for (let above = withXml ? element.parent : undefined; above; above = above.parent)
    for (const attribute of above.attributes) if (attribute.namespace === XML_NAMESPACE) add(attribute.name, attribute.value);
  return out;
}
