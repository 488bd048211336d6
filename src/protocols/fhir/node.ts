import type { Bilingual } from '../../model/bilingual.js';
import type { Place } from '../../model/finding.js';

/** How a primitive was written in JSON; XML has text only. */
export type JsonType = 'string' | 'number' | 'boolean' | 'null';

/**
 * One element of a FHIR resource as it was written, the same for JSON and XML (FHIR R4, 2.6.1 and 2.6.2). An array of
 * JSON is as many nodes of one name; `birthDate` and `_birthDate` are one node, whose children are its id and extensions.
 */
export interface FhirNode {
  /** as written: `birthDate`, `valueQuantity`; the resource type at the root */
  readonly name: string;
  readonly parent: FhirNode | undefined;
  /** position among the siblings of the same name, from 0 */
  readonly index: number;
  /** it stood in an array of JSON; undefined in XML, which does not tell */
  readonly inArray: boolean | undefined;
  /** lexical form of a primitive as written: `1.50` keeps its digits; undefined where there is only an id or extensions */
  readonly value: string | undefined;
  /** undefined in XML, and where there is only an id or extensions; `null`, which FHIR has only to keep a place in an array, has no `value` and is told as a problem */
  readonly jsonType: JsonType | undefined;
  /** its id and extensions stood in `_name`: it was written as a primitive, with or without a value */
  readonly beside: boolean;
  /** type of the resource where the node is one: the root, contained, entry.resource, parameter.resource */
  readonly resourceType: string | undefined;
  /** in document order */
  readonly children: readonly FhirNode[];
  /** the XHTML as text, where the node is `div` (of a narrative) */
  readonly xhtml: string | undefined;
  /** `Patient.name[0].given[1]`, `Bundle.entry[2].resource.name[0]`; an index wherever the node stood in an array (JSON) or has siblings of its name (XML) */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  /** path, line and column as a finding takes them */
  readonly place: Place;
}

/** What was wrong with the writing itself, before anything is known of the types. */
export type ReadProblemKind =
  /** not JSON or XML at all: nothing after it was read */
  | 'syntax'
  /** a bound of ours was met: size, depth, number of elements */
  | 'bound'
  | 'byte-order-mark'
  | 'encoding'
  | 'duplicate-key'
  | 'null'
  | 'empty-array'
  | 'empty-object'
  | 'empty-string'
  /** `given` and `_given` of different lengths, or one an array and the other not */
  | 'uneven-arrays'
  /** an array in an array, a primitive `_name` that is no object, an attribute that FHIR XML does not have */
  | 'shape'
  | 'namespace'
  /** document type declaration or entity */
  | 'dtd'
  /** text between elements */
  | 'text'
  /** no resource: no resourceType, or a root element outside FHIR */
  | 'root';

export interface ReadProblem {
  kind: ReadProblemKind;
  place: Place;
  /** what was found there, short: the key, the number, what the parser said */
  actual: string;
  /** in words, where the kind alone does not tell: what the parser expected */
  detail?: Bilingual;
}

/** A resource as read. Without `root` nothing could be read, and `problems` says why. */
export interface FhirReading {
  format: 'json' | 'xml';
  root: FhirNode | undefined;
  problems: readonly ReadProblem[];
}
