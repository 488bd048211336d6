import { xml, type Raw, type XmlElement } from '../xml/index.js';
import { NS } from './namespaces.js';
import { payloadOf } from './payload.js';

/** lcm:RemoveObjectsRequest as it stands in a message. */
export interface RemoveObjects {
  element: XmlElement;
  /** rim:ObjectRefList; absent when the request has none */
  list: XmlElement | undefined;
  /** ids of the objects, in order */
  ids: string[];
  /** rim:AdhocQuery, which chooses objects by a query: not a part of ITI-62 */
  adhocQuery: XmlElement | undefined;
  /** as written; ITI-62 has none */
  deletionScope: string | undefined;
}

/** Reads lcm:RemoveObjectsRequest (ITI-62) from a SOAP envelope or bare; undefined when the tree holds none. */
export function readRemoveObjects(root: XmlElement): RemoveObjects | undefined {
  const element = payloadOf(root);
  if (element?.local !== 'RemoveObjectsRequest' || element.namespace !== NS.lcm) return undefined;
  const list = element.element('ObjectRefList', NS.rim);
  return {
    element,
    list,
    ids: (list?.elements('ObjectRef') ?? []).map((reference) => reference.attribute('id') ?? ''),
    adhocQuery: element.element('AdhocQuery', NS.rim),
    deletionScope: element.attribute('deletionScope'),
  };
}

/** lcm:RemoveObjectsRequest: the body of ITI-62 (IHE ITI TF-2, 3.62.4.1.2). */
export function writeRemoveObjects(ids: readonly string[]): Raw {
  return xml`<lcm:RemoveObjectsRequest xmlns:lcm="${NS.lcm}" xmlns:rim="${NS.rim}"><rim:ObjectRefList>${ids.map((id) => xml`<rim:ObjectRef id="${id}"/>`)}</rim:ObjectRefList></lcm:RemoveObjectsRequest>`;
}
