import { XS } from './ast.js';
import { CASTABLE_TYPES, castTo } from './casts.js';
import type { FunctionSpec, Functions } from './function-spec.js';
import { NODE_FUNCTIONS } from './node-functions.js';
import { NUMBER_FUNCTIONS } from './number-functions.js';
import { SEQUENCE_FUNCTIONS } from './sequence-functions.js';
import { TEXT_FUNCTIONS } from './text-functions.js';
import { TIME_FUNCTIONS } from './time-functions.js';
import type { Atomic } from './values.js';

export { convertArgument, type ArgumentType, type FunctionSpec, type Parameter, type ResultType } from './function-spec.js';
export { matches, replace, tokenize } from './regex.js';
export { normalizeSpace, stringLength, substring, substringAfter, substringBefore, translate } from './strings.js';

/** `xs:date(…)`: the constructor functions (XQuery and XPath Functions, 5.1). */
const CONSTRUCTORS: Functions = CASTABLE_TYPES.map((local) => [
  `{${XS}}${local}`,
  {
    min: 1,
    max: 1,
    parameters: [{ type: 'atomic', occurrence: '?' }],
    result: 'atomic',
    optional: true,
    usesFocus: () => false,
    apply: (context, [value]) => value!.map((item) => castTo(item as Atomic, { namespace: XS, local }, context.namespaces)),
  },
]);

/**
 * The functions that expressions can call, by `{namespace}local`: all of XQuery and XPath Functions 1.0, the constructors of
 * XML Schema types, and of XSLT current() and document(). What is not here is not compiled.
 */
export const FUNCTIONS: ReadonlyMap<string, FunctionSpec> = new Map([
  ...TEXT_FUNCTIONS,
  ...NUMBER_FUNCTIONS,
  ...TIME_FUNCTIONS,
  ...NODE_FUNCTIONS,
  ...SEQUENCE_FUNCTIONS,
  ...CONSTRUCTORS,
]);
