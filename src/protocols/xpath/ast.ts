/**
 * XPath 2.0 as a tree (XPath 2.0, W3C Recommendation, annex A.1). Prefixes are already resolved to namespace names;
 * abbreviations are already expanded: `//` is a descendant-or-self step, `@a` an attribute step, `..` a parent step.
 */

/** Offset in the expression, in UTF-16 code units, where the node of the tree starts. */
interface At {
  at: number;
}

export type Axis =
  | 'child'
  | 'descendant'
  | 'attribute'
  | 'self'
  | 'descendant-or-self'
  | 'following-sibling'
  | 'following'
  | 'namespace'
  | 'parent'
  | 'ancestor'
  | 'preceding-sibling'
  | 'preceding'
  | 'ancestor-or-self';

/**
 * A name test has `namespace` and `local`; undefined stands for a `*`. A kind test may carry the name (and for a
 * processing-instruction the target in `local`). `document-node(element(x))` carries the inner test.
 */
export type NodeTest =
  | { test: 'name'; namespace: string | undefined; local: string | undefined }
  | { test: 'node' }
  | { test: 'text' }
  | { test: 'comment' }
  | { test: 'processing-instruction'; local?: string }
  | { test: 'element' | 'attribute'; namespace?: string; local?: string; type?: TypeName }
  | { test: 'document-node'; inner?: NodeTest };

/** `xs:integer` is { namespace: XS, local: 'integer' } */
export interface TypeName {
  namespace: string;
  local: string;
}

export type Occurrence = '' | '?' | '*' | '+';

export type ItemType = { item: 'item' } | { item: 'empty' } | { item: 'node'; test: NodeTest } | { item: 'atomic'; type: TypeName };

export interface SequenceType {
  type: ItemType;
  occurrence: Occurrence;
}

export interface Binding {
  name: string;
  in: Expr;
}

export interface Step extends At {
  kind: 'step';
  axis: Axis;
  test: NodeTest;
  predicates: Expr[];
}

/** Variables are named `{namespace}local`, or `local` when in no namespace. */
export type Expr = At
  & (
    | { kind: 'string'; value: string }
    | { kind: 'integer'; value: string }
    | { kind: 'decimal'; value: string }
    | { kind: 'double'; value: string }
    | { kind: 'variable'; name: string }
    | { kind: 'context' }
    | { kind: 'root' }
    | { kind: 'sequence'; items: Expr[] }
    | { kind: 'call'; namespace: string; local: string; args: Expr[] }
    | { kind: 'step'; axis: Axis; test: NodeTest; predicates: Expr[] }
    /** a primary expression with predicates: `(a|b)[1]`, `$x[. = 1]` */
    | { kind: 'filter'; base: Expr; predicates: Expr[] }
    /** `left/right`: right is evaluated for each node of left; `/a` has { kind: 'root' } on the left */
    | { kind: 'path'; left: Expr; right: Expr }
    | { kind: 'or' | 'and'; left: Expr; right: Expr }
    /** `=` `!=` `<` `<=` `>` `>=` */
    | { kind: 'general'; op: ComparisonOp; left: Expr; right: Expr }
    /** `eq` `ne` `lt` `le` `gt` `ge` */
    | { kind: 'value'; op: ComparisonOp; left: Expr; right: Expr }
    | { kind: 'node-comparison'; op: 'is' | '<<' | '>>'; left: Expr; right: Expr }
    | { kind: 'arithmetic'; op: '+' | '-' | '*' | 'div' | 'idiv' | 'mod'; left: Expr; right: Expr }
    | { kind: 'unary'; op: '+' | '-'; of: Expr }
    | { kind: 'range'; left: Expr; right: Expr }
    | { kind: 'union' | 'intersect' | 'except'; left: Expr; right: Expr }
    | { kind: 'if'; test: Expr; then: Expr; else: Expr }
    | { kind: 'for'; bindings: Binding[]; return: Expr }
    | { kind: 'quantified'; every: boolean; bindings: Binding[]; satisfies: Expr }
    | { kind: 'instance-of' | 'treat'; of: Expr; type: SequenceType }
    | { kind: 'castable' | 'cast'; of: Expr; type: TypeName; optional: boolean }
  );

/** One name for both families: `=` and `eq` are 'eq'. */
export type ComparisonOp = 'eq' | 'ne' | 'lt' | 'le' | 'gt' | 'ge';

/**
 * An XSLT match pattern (XSLT 2.0, 5.5.2): alternatives, each a chain of steps written from the node that is to match
 * up to the root. `id()` and `key()` patterns are not read: they are refused as unsupported.
 */
export interface Pattern {
  alternatives: PatternAlternative[];
}

export interface PatternAlternative extends At {
  /** last step first; empty for the pattern `/` alone */
  steps: PatternStep[];
  /** the pattern begins with `/`: the parent of the first step is the document node */
  absolute: boolean;
}

export interface PatternStep {
  axis: 'child' | 'attribute';
  test: NodeTest;
  predicates: Expr[];
  /** how the step to its left is reached: `/` its parent, `//` one of its ancestors; of the first step: to the root when absolute, else unused */
  upwards: 'parent' | 'ancestor';
}

/** What the text of an expression is read with. */
export interface StaticNames {
  /** prefix to namespace name; `xs`, `fn` and `xml` are known without being declared here */
  namespaces: ReadonlyMap<string, string>;
}

export const XS = 'http://www.w3.org/2001/XMLSchema';
export const FN = 'http://www.w3.org/2005/xpath-functions';
export const XML = 'http://www.w3.org/XML/1998/namespace';
