import { headText } from '../../src/model/index.js';
import { NS } from '../../src/protocols/ebxml/index.js';

const ROOTS = new Set([
  'SubmitObjectsRequest',
  'RegistryObjectList',
  'ProvideAndRegisterDocumentSetRequest',
  'AdhocQueryRequest',
  'AdhocQueryResponse',
  'RegistryResponse',
  'RetrieveDocumentSetRequest',
  'RetrieveDocumentSetResponse',
  'RemoveObjectsRequest',
  'RemoveDocumentsRequest',
]);

/** A bare XDS.b body, or the METADATA.XML of XDM. An envelope or a MIME message belongs to the soap validator. */
export function looksLikeXdsMetadata(head: Uint8Array): number {
  const text = headText(head);
  const root = /^<(?:[A-Za-z_][\w.-]*:)?([A-Za-z]+)[\s/>]/.exec(fromRoot(text))?.[1];
  if (root === undefined || !ROOTS.has(root)) return 0;
  return Object.values<string>(NS).some((namespace) => text.includes(namespace)) ? 0.95 : 0.7;
}

/** The text from the first start tag on. */
function fromRoot(text: string): string {
  let at = text.indexOf('<');
  while (at !== -1 && (text.startsWith('<?', at) || text.startsWith('<!--', at))) {
    const close = text.indexOf(text.startsWith('<?', at) ? '?>' : '-->', at);
    at = close === -1 ? -1 : text.indexOf('<', close);
  }
  return at === -1 ? '' : text.slice(at, at + 200);
}
