import type { Bilingual } from '../model/index.js';
import type { CompiledProfile } from '../protocols/schematron/compile.js';
import {
  activePatterns,
  globalLets,
  type Check,
  type Let,
  type MessagePart,
  type Place,
  type Schema,
  type SchemaRule,
} from '../protocols/schematron/schema.js';
import { type Expr, FN, type Pattern } from '../protocols/xpath/ast.js';
import { parsePattern, parseXPath } from '../protocols/xpath/parse.js';
import { compileRegex, REGEX_WARNINGS } from '../protocols/xpath/regex.js';
import { UnsupportedExpression, XPathError } from '../protocols/xpath/values.js';
import type { LoadedPack } from './load.js';
import { referencedPath } from './paths.js';

interface Teller {
  tell(kind: string, place: Place, incomplete: boolean, text: Bilingual): void;
}

/** Variables in scope by name, as written in `let`. */
type Lets = ReadonlyMap<string, Let>;

type Call = Extract<Expr, { kind: 'call' }>;

const DOCUMENT_CALLS = new Set(['doc', 'document', 'doc-available']);
/** position of the regular expression and of its flags among the arguments */
const REGEX_CALLS: ReadonlyMap<string, [pattern: number, flags: number]> = new Map([
  ['matches', [1, 2]],
  ['tokenize', [1, 2]],
  ['replace', [1, 3]],
]);

/** Looks at every expression of a schema for what depends on something beside it: files, and engines more lenient than the standard. */
export function besides(schema: Schema, find: FindFile): CompiledProfile['problems'] {
  const problems: CompiledProfile['problems'] = [];
  inspect(schema, find, { tell: (kind, place, incomplete, text) => problems.push({ kind, place, incomplete, text }) });
  return problems;
}

type FindFile = LoadedPack['find'];

function inspect(schema: Schema, find: FindFile, teller: Teller): void {
  const calls = new Map<string, Call[]>();
  const names = { namespaces: schema.namespaces };

  const read = (text: string, as: 'expression' | 'pattern'): readonly Call[] => {
    const key = `${as} ${text}`;
    const known = calls.get(key);
    if (known) return known;
    let found: Call[] = [];
    try {
      found = callsIn(as === 'pattern' ? parsePattern(text, names) : parseXPath(text, names));
    } catch (error) {
      // the compiler has told it already
      if (!(error instanceof UnsupportedExpression || error instanceof XPathError)) throw error;
    }
    calls.set(key, found);
    return found;
  };

  const look = (text: string, place: Place, lets: Lets, as: 'expression' | 'pattern' = 'expression'): void => {
    const found = read(text, as);
    if (found.length === 0) return;
    const constant = (expression: Expr | undefined): Constant | undefined => constantOf(expression, lets, names, 0);
    const guarded = new Set(found.flatMap((call) => (call.local === 'doc-available' ? [constant(call.args[0])?.text] : [])));
    for (const call of found) {
      const regex = REGEX_CALLS.get(call.local);
      const argument = constant(call.args[regex ? regex[0] : 0]);
      if (!argument || call.local === 'doc-available') continue;
      const { text: value, place: written = place } = argument;
      if (regex) lookAtRegex(value, constant(call.args[regex[1]])?.text ?? '', written, teller);
      else lookAtDocument(value, schema.entry, find, written, teller, guarded.has(value));
    }
  };

  const lookAtLet = (one: Let, lets: Lets): void => {
    if (one.value !== undefined) look(one.value, one.place, lets);
  };
  const lookAtMessage = (parts: readonly MessagePart[], place: Place, lets: Lets): void => {
    for (const part of parts) {
      if (typeof part === 'string') continue;
      if ('inline' in part) lookAtMessage(part.parts, place, lets);
      else look('nameOf' in part ? part.nameOf : part.valueOf, place, lets);
    }
  };
  const lookAtCheck = (check: Check, lets: Lets): void => {
    look(check.test, check.place, lets);
    lookAtMessage(check.message, check.place, lets);
  };
  const lookAtRule = (rule: SchemaRule, outer: Lets): void => {
    look(rule.context, rule.place, outer, 'pattern');
    const own = rule.body.filter((one): one is Let => one.kind === 'let');
    const lets = own.length === 0 ? outer : new Map([...outer, ...own.map((one) => [one.name, one] as const)]);
    for (const one of rule.body) {
      if (one.kind === 'let') lookAtLet(one, lets);
      else lookAtCheck(one, lets);
    }
  };

  const top = globalLets(schema);
  for (const one of top.values()) lookAtLet(one, top);
  for (const { message, place } of schema.diagnostics.values()) lookAtMessage(message, place, top);
  for (const pattern of activePatterns(schema)) {
    const lets = pattern.lets.length === 0 ? top : new Map([...top, ...pattern.lets.map((one) => [one.name, one] as const)]);
    for (const rule of pattern.rules) lookAtRule(rule, lets);
  }
}

/** Calls of interest anywhere in an expression; by a stack of ours, because `a or b or …` is as deep as it is long. */
function callsIn(expression: Expr | Pattern): Call[] {
  const found: Call[] = [];
  const open: object[] = [expression];
  for (let here = open.pop(); here; here = open.pop()) {
    if (isCall(here) && (here.namespace === FN || here.namespace === '') && (DOCUMENT_CALLS.has(here.local) || REGEX_CALLS.has(here.local)))
      found.push(here);
    for (const part of Object.values(here)) if (typeof part === 'object' && part !== null) open.push(part as object);
  }
  return found;
}

const isCall = (part: object): part is Call => 'kind' in part && part.kind === 'call';

/** enough for a name made of names; a variable that is defined by itself ends there too */
const MAX_CONSTANT_DEPTH = 20;

interface Constant {
  text: string;
  /** of the variable that the end of the text is written in; undefined: in the expression itself */
  place?: Place;
}

/** The value of an expression that is the same for every document; undefined when it depends on the document. */
function constantOf(
  expression: Expr | undefined,
  lets: Lets,
  names: { namespaces: ReadonlyMap<string, string> },
  depth: number,
): Constant | undefined {
  if (!expression || depth > MAX_CONSTANT_DEPTH) return undefined;
  const inner = (one: Expr): Constant | undefined => constantOf(one, lets, names, depth + 1);
  switch (expression.kind) {
    case 'string':
    case 'integer':
      return { text: expression.value };
    case 'sequence':
      return expression.items.length === 1 ? inner(expression.items[0]!) : undefined;
    case 'variable': {
      const variable = lets.get(expression.name);
      if (variable?.value === undefined) return undefined;
      try {
        const value = inner(parseXPath(variable.value, names));
        return value && { text: value.text, place: value.place ?? variable.place };
      } catch {
        // told where the variable stands
        return undefined;
      }
    }
    case 'call': {
      if (expression.local !== 'concat' && expression.local !== 'string') return undefined;
      const parts = expression.args.map(inner);
      if (parts.length === 0 || !parts.every((part) => part !== undefined)) return undefined;
      return { text: parts.map(({ text }) => text).join(''), place: parts.at(-1)!.place };
    }
    default:
      return undefined;
  }
}

function lookAtRegex(pattern: string, flags: string, place: Place, teller: Teller): void {
  try {
    for (const warning of compileRegex(pattern, flags).warnings)
      teller.tell('regex-lenient', place, false, {
        fr: `expression régulière lue avec indulgence, ${shown(pattern)} : ${REGEX_WARNINGS[warning].fr}.`,
        en: `regular expression read leniently, ${shown(pattern)}: ${REGEX_WARNINGS[warning].en}.`,
      });
  } catch (error) {
    if (!(error instanceof XPathError)) throw error;
    teller.tell('regex', place, true, {
      fr: `expression régulière refusée (${error.message}) : ${shown(pattern)}`,
      en: `regular expression refused (${error.message}): ${shown(pattern)}`,
    });
  }
}

/** A file that a rule reads: its name starts at the folder of the profile, as the skeleton has it. */
function lookAtDocument(named: string, entry: string, find: FindFile, place: Place, teller: Teller, guarded: boolean): void {
  if (named === '') return;
  const within = referencedPath(named, entry);
  if (within === undefined) {
    teller.tell('document-outside', place, true, {
      fr: `le fichier ${named} est hors du paquet : il n’est pas lu.`,
      en: `the file ${named} is outside the pack: it is not read.`,
    });
    return;
  }
  const file = find(within);
  if (!file && guarded)
    teller.tell('document-optional', place, false, {
      fr: `fichier absent : ${within}. La règle s’en passe et ne contrôle alors rien.`,
      en: `file missing: ${within}. The rule does without it and then checks nothing.`,
    });
  else if (!file) teller.tell('document-missing', place, true, { fr: `fichier absent : ${within}.`, en: `file missing: ${within}.` });
  else if (file.kind === 'unreadable')
    teller.tell('document-unreadable', place, true, {
      fr: `fichier illisible, ce n’est pas du XML : ${file.path}.`,
      en: `unreadable file, it is no XML: ${file.path}.`,
    });
  else if (file.path !== within)
    teller.tell('document-case', place, false, {
      fr: `${within} n’existe qu’en ${file.path} : trouvé en ignorant la casse.`,
      en: `${within} exists only as ${file.path}: found by ignoring case.`,
    });
}

/** An expression inside a sentence. */
const shown = (text: string): string => {
  const line = text.replace(/\s+/g, ' ').trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
};
