import type { Node, Tree } from './node.js';
import type { Item } from './values.js';

/** Where fn:doc, fn:document and fn:doc-available find documents. Nothing else is ever opened. */
export interface Documents {
  /**
   * @param uri as given, relative or absolute
   * @param base what a relative uri is resolved against
   * @returns undefined when there is no such document
   * @throws XPathError FODC0002 when there is one that is not XML
   */
  open(uri: string, base: string): Tree | undefined;
}

/** What an expression is evaluated with (XPath 2.0, 2.1.2). */
export interface Dynamic {
  /** the context item; undefined when there is none */
  item: Item | undefined;
  /** from 1 */
  position: number;
  size: number;
  /** what XSLT's current() gives: the node the rule fired on */
  current: Node;
  documents: Documents;
  /** base URI of the expression: of the file it was written in */
  base: string;
  /** fn:current-dateTime; never the clock: a verdict must be the same when judged again */
  now: Date;
  /** prefixes in scope of the expression, for casts to xs:QName */
  namespaces: ReadonlyMap<string, string>;
}
