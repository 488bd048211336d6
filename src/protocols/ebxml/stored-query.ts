import type { Bilingual } from '../../model/index.js';
import { xml, type Raw, type XmlElement } from '../xml/index.js';
import { NS } from './namespaces.js';
import { payloadOf } from './payload.js';
import { parseQueryValue, quoteQueryValue, type QueryValue } from './query-value.js';
import { SlotHolder, type Slot } from './registry-object.js';
import { storedQueryById, storedQueryByName, type StoredQueryDefinition } from './stored-queries.js';

export type ReturnType = 'LeafClass' | 'ObjectRef';

/** A value of a parameter that could not be read. */
export interface QueryProblem {
  element: XmlElement;
  text: string;
  problem: Bilingual;
}

/** One slot of a stored query. Values of one slot are alternatives; slots of the same name must all be met. */
export interface QueryParameter {
  name: string;
  slot: Slot;
  values: (QueryValue & { element: XmlElement })[];
  /** every rim:Value is written in parentheses */
  list: boolean;
  problems: QueryProblem[];
}

export interface StoredQuery {
  element: XmlElement;
  /** query:ResponseOption */
  option: XmlElement | undefined;
  returnType: string;
  returnComposedObjects: string | undefined;
  /** rim:AdhocQuery */
  adhocQuery: XmlElement | undefined;
  id: string;
  definition: StoredQueryDefinition | undefined;
  parameters: QueryParameter[];
}

/** Reads query:AdhocQueryRequest from a SOAP envelope or bare; undefined when the tree holds none. */
export function readStoredQuery(root: XmlElement): StoredQuery | undefined {
  const element = payloadOf(root);
  if (element?.local !== 'AdhocQueryRequest') return undefined;
  const option = element.element('ResponseOption');
  const adhocQuery = element.element('AdhocQuery');
  const id = adhocQuery?.attribute('id') ?? '';
  return {
    element,
    option,
    returnType: option?.attribute('returnType') ?? '',
    returnComposedObjects: option?.attribute('returnComposedObjects'),
    adhocQuery,
    id,
    definition: storedQueryById(id),
    parameters: adhocQuery ? new SlotHolder(adhocQuery).slots.map(readParameter) : [],
  };
}

function readParameter(slot: Slot): QueryParameter {
  const parameter: QueryParameter = { name: slot.name, slot, values: [], list: slot.values.length > 0, problems: [] };
  for (const { element, text } of slot.values) {
    const parsed = parseQueryValue(text);
    if (!parsed.ok) parameter.problems.push({ element, text, problem: parsed.problem });
    else {
      parameter.list &&= parsed.list;
      for (const value of parsed.values) parameter.values.push({ ...value, element });
    }
  }
  return parameter;
}

export type QueryArgument = string | number | readonly string[] | readonly (readonly string[])[];

const isGroups = (argument: QueryArgument): argument is readonly (readonly string[])[] =>
  Array.isArray(argument) && Array.isArray(argument[0]);

/**
 * query:AdhocQueryRequest: the body of ITI-18. A string or number is a single value, an array a list in parentheses,
 * an array of arrays one slot for each (combined with AND).
 * @param query name (`FindDocuments`) or `urn:uuid:` id
 */
export function writeStoredQuery(
  query: string,
  parameters: Readonly<Record<string, QueryArgument>>,
  returnType: ReturnType = 'LeafClass',
): Raw {
  const id = storedQueryByName(query)?.id ?? query;
  const slots = Object.entries(parameters).flatMap(([name, argument]) =>
    (isGroups(argument) ? argument : [argument]).map((group) => {
      const text = Array.isArray(group) ? `(${group.map(quoteQueryValue).join(',')})` : quoteQueryValue(group as string | number);
      return xml`<rim:Slot name="${name}"><rim:ValueList><rim:Value>${text}</rim:Value></rim:ValueList></rim:Slot>`;
    }),
  );
  return xml`<query:AdhocQueryRequest xmlns:query="${NS.query}" xmlns:rim="${NS.rim}"><query:ResponseOption returnComposedObjects="true" returnType="${returnType}"/><rim:AdhocQuery id="${id}">${slots}</rim:AdhocQuery></query:AdhocQueryRequest>`;
}
