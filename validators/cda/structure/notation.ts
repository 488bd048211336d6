/**
 * The notation that the tables of this folder are written in, one text per class or data type:
 *
 *     [abstract] [mixed] [+base | -base] @attribute… child…
 *
 * - `@name:type`, `@name!:type` when required, `@name=value` when fixed, `@-name` when the base has it and this has not;
 *   a type is lexical, a set of codes, or codes separated by `|`;
 * - `name:Type` for a child, `prefix:name:Type` for one of an extension; `?`, `*` or `+` say how often; `~` before that,
 *   that it may be xsi:nil;
 * - `( a | b )` for a choice, `( a b )` for a sequence; `##other?` for one element of any other namespace;
 * - `^` for what every class of CDA has: nullFlavor, realmCode, typeId, templateId;
 * - `=type` when there are no children and the text is a value of this lexical type.
 */

export interface AttributeNotation {
  name: string;
  required: boolean;
  fixed: string | undefined;
  /** lexical type, set of codes, or codes separated by `|`; '' when fixed */
  type: string;
}

/** A child element that stands somewhere in the content of a type. */
export interface ChildNotation {
  prefix: string;
  local: string;
  type: string;
  nillable: boolean;
}

/** Content as an expression over children. */
export type Content =
  | { kind: 'child'; child: ChildNotation }
  | { kind: 'sequence' | 'choice'; parts: Content[] }
  | { kind: 'repeat'; part: Content; least: 0 | 1; many: boolean };

export interface TypeNotation {
  abstract: boolean;
  mixed: boolean;
  base: { name: string; extends: boolean } | undefined;
  attributes: AttributeNotation[];
  /** attributes of the base that this type has not */
  without: string[];
  content: Content;
  /** lexical type of its text, when that is a value */
  text: string | undefined;
}

const EVERY_CLASS = '@nullFlavor:NullFlavor realmCode:CS* typeId:TypeId? templateId:II*';

/** Reads the text of one type. */
export function readNotation(text: string): TypeNotation {
  const read: TypeNotation = {
    abstract: false,
    mixed: false,
    base: undefined,
    attributes: [],
    without: [],
    content: { kind: 'sequence', parts: [] },
    text: undefined,
  };
  const content: string[] = [];
  for (const token of text.replace('^', EVERY_CLASS).match(/\(|\)[?*+]?|[^\s()]+/g) ?? []) {
    const first = token[0];
    if (token === 'abstract') read.abstract = true;
    else if (token === 'mixed') read.mixed = true;
    else if (first === '+' || first === '-') read.base = { name: token.slice(1), extends: first === '+' };
    else if (first === '=') read.text = token.slice(1);
    else if (token.startsWith('@-')) read.without.push(token.slice(2));
    else if (first === '@') read.attributes.push(readAttribute(token));
    else content.push(token);
  }
  read.content = readSequence(content);
  return read;
}

/** `@classCode!:ActClass`, `@typeCode=COMP`; a prefixed name has a colon of its own */
function readAttribute(token: string): AttributeNotation {
  const [, name, required, sign, rest] = /^@((?:sdtc:)?\w+)(!?)([:=])(.+)$/.exec(token)!;
  const fixed = sign === '=';
  return { name: name!, required: required === '!', fixed: fixed ? rest : undefined, type: fixed ? '' : rest! };
}

/** Reads up to the parenthesis that closes what is being read; consumes the tokens. */
function readSequence(tokens: string[]): Content {
  const choices: Content[][] = [[]];
  for (let token = tokens.shift(); token !== undefined && !token.startsWith(')'); token = tokens.shift()) {
    if (token === '|') choices.push([]);
    else choices.at(-1)!.push(token === '(' ? readGroup(tokens) : readChild(token));
  }
  const parts = choices.map((sequence): Content => (sequence.length === 1 ? sequence[0]! : { kind: 'sequence', parts: sequence }));
  return parts.length === 1 ? parts[0]! : { kind: 'choice', parts };
}

function readGroup(tokens: string[]): Content {
  const close = closing(tokens);
  const group = tokens.splice(0, close + 1);
  return repeated(readSequence(group.slice(0, -1)), group.at(-1)!.slice(1));
}

function closing(tokens: readonly string[]): number {
  let depth = 0;
  return tokens.findIndex((token) => {
    if (token === '(') depth++;
    return token.startsWith(')') && depth-- === 0;
  });
}

function readChild(token: string): Content {
  const [, name, nillable, often] = /^([^~?*+]+)(~?)([?*+]?)$/.exec(token)!;
  const parts = name!.split(':');
  const type = parts.length === 1 ? '' : parts.pop()!;
  const local = parts.pop()!;
  return repeated({ kind: 'child', child: { prefix: parts.pop() ?? '', local, type, nillable: nillable === '~' } }, often!);
}

function repeated(part: Content, often: string): Content {
  if (often === '') return part;
  return { kind: 'repeat', part, least: often === '+' ? 1 : 0, many: often !== '?' };
}
