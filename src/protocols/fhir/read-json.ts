import { isUtf8 } from 'node:buffer';
import type { Bilingual } from '../../model/bilingual.js';
import type { FhirReading, JsonType } from './node.js';
import { FHIR_LIMITS, type FhirLimits, Lines, Problems, TreeNode } from './tree.js';

/** A value of JSON with where it stands; numbers as they are written. */
type Json = Primitive | { kind: 'array'; at: number; items: Json[] } | { kind: 'object'; at: number; members: Member[] };

interface Primitive {
  kind: JsonType;
  at: number;
  text: string;
}

interface Member {
  key: string;
  at: number;
  value: Json;
}

/** Reading ended here. */
class Stop extends Error {
  constructor(
    readonly kind: 'syntax' | 'bound',
    readonly at: number,
    readonly detail: Bilingual,
  ) {
    super(detail.en);
  }
}

/**
 * Reads FHIR JSON (FHIR R4, 2.6.2) into a tree with places. Never throws: what cannot be read is a problem. Duplicate
 * keys are told and the first one is taken; bytes that are no UTF-8 are told and replaced.
 */
export function readFhirJson(bytes: Uint8Array, limits: FhirLimits = FHIR_LIMITS): FhirReading {
  const marked = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
  // the length is looked at before a text is made of them
  const text = bytes.length > limits.maxBytes ? '' : new TextDecoder('utf-8').decode(bytes);
  const lines = new Lines(text);
  const problems = new Problems(lines);
  const start = { offset: 0 };
  if (bytes.length > limits.maxBytes) {
    problems.add('bound', start, String(bytes.length), {
      fr: `plus de ${limits.maxBytes} octets`,
      en: `more than ${limits.maxBytes} bytes`,
    });
    return { format: 'json', root: undefined, problems: problems.all };
  }
  if (marked) problems.add('byte-order-mark', start, 'EF BB BF');
  if (!isUtf8(bytes)) {
    const { offset, octet } = firstInvalid(bytes, text);
    problems.add('encoding', { offset }, octet);
  }
  let root: TreeNode | undefined;
  try {
    const read = new JsonReader(text, limits, problems).document();
    root = new TreeBuilder(lines, problems).root(read);
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    problems.add(error.kind, { offset: error.at }, found(text, error.at), error.detail);
  }
  return { format: 'json', root, problems: problems.all };
}

/** What stands at an offset, for a message. */
const found = (text: string, at: number): string => {
  const code = text.codePointAt(at);
  if (code === undefined) return '';
  const word = /^[\p{L}\p{N}_.+-]{1,40}/u.exec(text.slice(at, at + 80))?.[0];
  return word ?? (code < 0x20 ? `U+${code.toString(16).toUpperCase().padStart(4, '0')}` : String.fromCodePoint(code));
};

/** Where the first byte that is no UTF-8 shows in the decoded text, by halving: decoding is native, counting by hand is not. */
function firstInvalid(bytes: Uint8Array, text: string): { offset: number; octet: string } {
  let good = 0;
  let bad = bytes.length;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    // a prefix that ends inside a character is taken back to where the character begins
    if (isUtf8(bytes.subarray(0, wholeCharacters(bytes, middle)))) good = middle;
    else bad = middle;
  }
  good = wholeCharacters(bytes, good);
  const offset = new TextDecoder('utf-8').decode(bytes.subarray(0, good)).length;
  const octet = `0x${(bytes[good] ?? 0).toString(16).padStart(2, '0')}`;
  return { offset: Math.min(offset, text.length), octet };
}

/** Length of a prefix without the character that it may end inside of. */
function wholeCharacters(bytes: Uint8Array, length: number): number {
  for (let back = 1; back <= 3 && back <= length; back++) {
    const byte = bytes[length - back]!;
    if ((byte & 0xc0) === 0x80) continue;
    const wants =
      byte >= 0xf0 ? 4
      : byte >= 0xe0 ? 3
      : byte >= 0xc0 ? 2
      : 1;
    return wants > back ? length - back : length;
  }
  return length;
}

const [QUOTE, BACKSLASH, COMMA, COLON, OPEN, CLOSE, OPEN_ARRAY, CLOSE_ARRAY] = [0x22, 0x5c, 0x2c, 0x3a, 0x7b, 0x7d, 0x5b, 0x5d];
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);
const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?/y;
/** a surrogate that is no half of a pair */
const LONE_SURROGATE = /\p{Surrogate}/u;

const A_VALUE: Bilingual = { fr: 'une valeur JSON est attendue ici', en: 'a JSON value is expected here' };
const A_KEY: Bilingual = { fr: 'un nom entre guillemets est attendu ici', en: 'a name in quotes is expected here' };
const A_COLON: Bilingual = { fr: '« : » est attendu ici', en: '":" is expected here' };
const MORE_OF_OBJECT: Bilingual = { fr: '« , » ou « } » est attendu ici', en: '"," or "}" is expected here' };
const MORE_OF_ARRAY: Bilingual = { fr: '« , » ou « ] » est attendu ici', en: '"," or "]" is expected here' };
const END: Bilingual = { fr: 'la fin du fichier est attendue ici', en: 'the end of the file is expected here' };
const STRING_END: Bilingual = { fr: 'ce texte n’est pas fermé par un guillemet', en: 'this string has no closing quote' };
const CONTROL: Bilingual = {
  fr: 'ce caractère de commande s’écrit avec une barre oblique inverse',
  en: 'this control character is to be written with a backslash',
};
const ESCAPE: Bilingual = { fr: 'ce n’est pas une séquence d’échappement de JSON', en: 'this is no escape sequence of JSON' };

const NO_TYPE: Bilingual = {
  fr: 'il n’y a pas de resourceType\u00a0: rien ne dit de quelle ressource il s’agit',
  en: 'there is no resourceType: nothing says which resource this is',
};

/** JSON as RFC 8259 has it, and nothing more: no comment, no trailing comma. */
class JsonReader {
  #at = 0;
  #depth = 0;
  #values = 0;

  constructor(
    private readonly text: string,
    private readonly limits: FhirLimits,
    private readonly problems: Problems,
  ) {}

  document(): Json {
    const value = this.#value(this.#blank());
    if (!Number.isNaN(this.#blank())) throw new Stop('syntax', this.#at, END);
    return value;
  }

  /** Steps over white space; the code that stands after it, NaN at the end. */
  #blank(): number {
    const { text } = this;
    let code = text.charCodeAt(this.#at);
    while (code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09) code = text.charCodeAt(++this.#at);
    return code;
  }

  #value(code: number): Json {
    const at = this.#at;
    if (++this.#values > this.limits.maxNodes)
      throw new Stop('bound', at, { fr: `plus de ${this.limits.maxNodes} valeurs`, en: `more than ${this.limits.maxNodes} values` });
    if (code === QUOTE) return { kind: 'string', at, text: this.#string() };
    if (code === OPEN || code === OPEN_ARRAY) {
      if (++this.#depth > this.limits.maxDepth)
        throw new Stop('bound', at, {
          fr: `plus de ${this.limits.maxDepth} objets et tableaux imbriqués`,
          en: `more than ${this.limits.maxDepth} objects and arrays inside one another`,
        });
      const value = code === OPEN ? this.#object(at) : this.#array(at);
      this.#depth--;
      return value;
    }
    if (code === 0x74 && this.text.startsWith('true', at)) return this.#word('boolean', 'true');
    if (code === 0x66 && this.text.startsWith('false', at)) return this.#word('boolean', 'false');
    if (code === 0x6e && this.text.startsWith('null', at)) return this.#word('null', 'null');
    NUMBER.lastIndex = at;
    const number = NUMBER.exec(this.text)?.[0];
    if (number === undefined) throw new Stop('syntax', at, A_VALUE);
    return this.#word('number', number);
  }

  #word(kind: 'number' | 'boolean' | 'null', text: string): Json {
    const at = this.#at;
    this.#at += text.length;
    return { kind, at, text };
  }

  #object(at: number): Json {
    const members: Member[] = [];
    this.#at++;
    if (this.#blank() === CLOSE) {
      this.#at++;
      return { kind: 'object', at, members };
    }
    for (;;) {
      if (this.#blank() !== QUOTE) throw new Stop('syntax', this.#at, A_KEY);
      const keyAt = this.#at;
      const key = this.#string();
      if (this.#blank() !== COLON) throw new Stop('syntax', this.#at, A_COLON);
      this.#at++;
      const value = this.#value(this.#blank());
      members.push({ key, at: keyAt, value });
      const next = this.#blank();
      if (next !== COMMA && next !== CLOSE) throw new Stop('syntax', this.#at, MORE_OF_OBJECT);
      this.#at++;
      if (next === CLOSE) return { kind: 'object', at, members };
    }
  }

  #array(at: number): Json {
    const items: Json[] = [];
    this.#at++;
    if (this.#blank() === CLOSE_ARRAY) {
      this.#at++;
      return { kind: 'array', at, items };
    }
    for (;;) {
      items.push(this.#value(this.#blank()));
      const next = this.#blank();
      if (next !== COMMA && next !== CLOSE_ARRAY) throw new Stop('syntax', this.#at, MORE_OF_ARRAY);
      this.#at++;
      if (next === CLOSE_ARRAY) return { kind: 'array', at, items };
    }
  }

  #string(): string {
    const { text } = this;
    const start = this.#at + 1;
    let at = start;
    let pieces: string[] | undefined;
    let from = start;
    for (;;) {
      const code = text.charCodeAt(at);
      if (code === QUOTE) break;
      if (code === BACKSLASH) {
        (pieces ??= []).push(text.slice(from, at));
        const letter = text[at + 1] ?? '';
        const plain = ESCAPES.get(letter);
        const unicode = letter === 'u' ? /^[0-9a-fA-F]{4}$/.exec(text.slice(at + 2, at + 6))?.[0] : undefined;
        if (plain === undefined && unicode === undefined) throw new Stop('syntax', at, ESCAPE);
        pieces.push(plain ?? String.fromCharCode(Number.parseInt(unicode!, 16)));
        at += plain === undefined ? 6 : 2;
        from = at;
      } else if (code >= 0x20) at++;
      else if (Number.isNaN(code)) throw new Stop('syntax', this.#at, STRING_END);
      else throw new Stop('syntax', at, CONTROL);
    }
    this.#at = at + 1;
    if (!pieces) return text.slice(start, at);
    pieces.push(text.slice(from, at));
    const value = pieces.join('');
    // only an escape can bring one: the decoder let none through
    if (LONE_SURROGATE.test(value)) this.problems.add('encoding', { offset: start - 1 }, text.slice(start - 1, at + 1));
    return value;
  }
}

/** below this number of keys, looking at each is faster than a set */
const FEW = 12;

/** Makes the tree of what was read: arrays become nodes of one name, `_name` the children of `name`. */
class TreeBuilder {
  constructor(
    private readonly lines: Lines,
    private readonly problems: Problems,
  ) {}

  root(read: Json): TreeNode | undefined {
    const type = read.kind === 'object' ? read.members.find(({ key }) => key === 'resourceType')?.value : undefined;
    if (read.kind !== 'object' || type?.kind !== 'string' || type.text === '') {
      this.problems.add('root', { offset: type?.at ?? read.at }, type ? shown(type) : 'resourceType', type ? undefined : NO_TYPE);
      return undefined;
    }
    const root = new TreeNode(type.text, undefined, 0, false, false, read.at, this.lines);
    this.#fill(root, read.members);
    return root;
  }

  /** Gives a node the children that stand in an object. */
  #fill(node: TreeNode, members: readonly Member[]): void {
    if (members.length === 0) return this.problems.add('empty-object', node, '{}');
    const children: TreeNode[] = [];
    const kept = this.#withoutDuplicates(node, members);
    const companions = kept.some(({ key }) => isCompanion(key)) ? new Map(kept.map((member) => [member.key, member])) : undefined;
    for (const member of kept) {
      const { key, at, value } = member;
      if (key === 'resourceType' && value.kind === 'string' && value.text !== '') {
        node.resourceType = value.text;
        continue;
      }
      if (isCompanion(key)) {
        if (key === '_resourceType') this.problems.add('shape', { offset: at, within: node, key }, key);
        // with the one that it goes with
        if (companions!.has(key.slice(1))) continue;
        this.#place(node, children, { key: key.slice(1), at, value: undefined }, value);
      } else this.#place(node, children, member, companions?.get(`_${key}`)?.value);
    }
    node.children = children;
  }

  #withoutDuplicates(node: TreeNode, members: readonly Member[]): readonly Member[] {
    const repeated = members.length <= FEW ? repeatedAmongFew(members) : repeatedAmongMany(members);
    if (!repeated) return members;
    for (const member of repeated) this.problems.add('duplicate-key', { offset: member.at, within: node, key: member.key }, member.key);
    return members.filter((member) => !repeated.has(member));
  }

  /** The nodes of one name: of its value, of what `_name` has, or of both. */
  #place(
    parent: TreeNode,
    children: TreeNode[],
    { key, at, value }: { key: string; at: number; value: Json | undefined },
    companion: Json | undefined,
  ): void {
    if (value?.kind !== 'array' && companion?.kind !== 'array') {
      const node = new TreeNode(key, parent, 0, false, false, value?.at ?? at, this.lines);
      this.#content(node, value, companion);
      children.push(node);
      return;
    }
    const where = { offset: at, within: parent, key };
    const items = itemsOf(value);
    const asides = itemsOf(companion);
    if (items?.length === 0 || asides?.length === 0) this.problems.add('empty-array', where, '[]');
    const uneven = value && companion && (value.kind !== companion.kind || items?.length !== asides?.length);
    if (uneven) this.problems.add('uneven-arrays', where, `${items?.length ?? 0} ≠ ${asides?.length ?? 0}`);
    else if (asides && items && asides.length > 0 && asides.every(isNull) && !items.some(isNull))
      this.problems.add('null', { offset: companion!.at, within: parent, key: `_${key}` }, '[null]');
    const count = Math.max(items?.length ?? 0, asides?.length ?? 0);
    for (let index = 0; index < count; index++) {
      const item = items?.[index];
      const aside = asides?.[index];
      const node = new TreeNode(key, parent, index, true, true, item?.at ?? aside?.at ?? at, this.lines);
      // null keeps the place of what the other array has
      const nothing = item?.kind === 'null' && aside?.kind === 'object';
      this.#content(node, nothing ? undefined : item, aside?.kind === 'null' && item ? undefined : aside);
      children.push(node);
    }
  }

  #content(node: TreeNode, value: Json | undefined, companion: Json | undefined): void {
    if (value?.kind === 'array') this.problems.add('shape', node, '[');
    else if (value?.kind === 'object') {
      this.#fill(node, value.members);
      if (companion) this.problems.add('shape', node, `_${node.name}`);
      return;
    } else if (value) this.#primitive(node, value);
    if (companion?.kind === 'object') {
      node.beside = true;
      this.#fill(node, companion.members);
      if (node.resourceType !== undefined) this.problems.add('shape', node, 'resourceType');
    } else if (companion) this.problems.add(companion.kind === 'null' ? 'null' : 'shape', node, shown(companion));
  }

  #primitive(node: TreeNode, { kind, text }: Primitive): void {
    node.jsonType = kind;
    if (kind === 'null') return this.problems.add('null', node, 'null');
    node.value = text;
    if (kind === 'string' && text === '') this.problems.add('empty-string', node, '""');
    if (kind === 'string' && node.name === 'div') node.xhtml = text;
  }
}

const isCompanion = (key: string): boolean => key.length > 1 && key.charCodeAt(0) === 0x5f;

const isNull = ({ kind }: Json): boolean => kind === 'null';

const itemsOf = (value: Json | undefined): readonly Json[] | undefined =>
  value === undefined ? undefined
  : value.kind === 'array' ? value.items
  : [value];

function repeatedAmongFew(members: readonly Member[]): Set<Member> | undefined {
  let repeated: Set<Member> | undefined;
  for (let i = 1; i < members.length; i++)
    for (let j = 0; j < i; j++)
      if (members[i]!.key === members[j]!.key) {
        (repeated ??= new Set()).add(members[i]!);
        break;
      }
  return repeated;
}

function repeatedAmongMany(members: readonly Member[]): Set<Member> | undefined {
  const seen = new Set<string>();
  let repeated: Set<Member> | undefined;
  for (const member of members)
    if (seen.has(member.key)) (repeated ??= new Set()).add(member);
    else seen.add(member.key);
  return repeated;
}

const shown = (value: Json): string =>
  'text' in value ? value.text
  : value.kind === 'array' ? '['
  : '{';
