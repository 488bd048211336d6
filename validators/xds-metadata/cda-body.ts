/** What the body of a CDA document is: sections, or one encapsulated file of a media type. */
export interface CdaBody {
  structured: boolean;
  mediaType?: string;
}

const MARK = { unstructured: Buffer.from('nonXMLBody'), structured: Buffer.from('structuredBody') };
const NAME_START = new Set(['<', ':']);
/** Between the start of nonXMLBody and the mediaType of its text. */
const REACH = 2000;

/**
 * Finds the kind of body of a CDA document from its bytes, without reading the whole as XML: a document may hold a
 * hundred megabytes of base64. Undefined when it is no CDA, or not in an encoding that keeps ASCII.
 */
export function bodyOf(bytes: Uint8Array): CdaBody | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = indexOfTag(buffer, MARK.unstructured);
  if (at === -1) return indexOfTag(buffer, MARK.structured) === -1 ? undefined : { structured: true };
  const head = buffer.toString('latin1', at, at + REACH);
  const mediaType = /\bmediaType\s*=\s*["']([^"']{1,100})["']/.exec(head)?.[1];
  return { structured: false, ...(mediaType !== undefined && { mediaType: mediaType.toLowerCase() }) };
}

function indexOfTag(buffer: Buffer, mark: Buffer): number {
  for (let at = buffer.indexOf(mark); at !== -1; at = buffer.indexOf(mark, at + mark.length))
    if (at > 0 && NAME_START.has(String.fromCharCode(buffer[at - 1]!))) return at;
  return -1;
}
