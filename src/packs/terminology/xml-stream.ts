import { table } from '../../model/index.js';
import { TextStream, UnreadableTerminology } from './text-stream.js';

export interface StreamedElement {
  local: string;
  namespace: string;
  /** by name as written */
  attributes: ReadonlyMap<string, string>;
  /** the namespace that a prefix stands for here; '' of a prefix that is not bound */
  namespaceOf(prefix: string): string;
  line: number;
}

export interface XmlEvents {
  open(element: StreamedElement): void;
  text?(text: string): void;
  close?(): void;
}

const MOST_DEPTH = 256;
const NAME = /[^\s<>/=!?"'&]+/y;
const ATTRIBUTE = /\s+([^\s<>/=!?"'&]+)\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/y;
const TAG_END = /\s*(\/?)>/y;
const ENTITIES: Readonly<Record<string, string>> = table({ lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" });

/**
 * Reads XML of any size, part by part: elements with their attributes and text, nothing is kept. As strict as what it
 * gives needs: tags that do not match, more than one root, unknown entities and every document type are refused.
 * @throws UnreadableTerminology
 */
export function streamXml(bytes: Uint8Array, events: XmlEvents): void {
  const stream = new TextStream(bytes);
  const open: string[] = [];
  const scopes: ReadonlyMap<string, string>[] = [new Map([['xml', 'http://www.w3.org/XML/1998/namespace']])];
  const refuse = (fr: string, en: string): never => {
    throw new UnreadableTerminology(stream.line, { fr, en });
  };
  const broken = (): never => refuse('XML mal formé.', 'Not well-formed XML.');
  const seen = { root: false };

  const text = (raw: string): void => {
    if (open.length > 0) events.text?.(raw.includes('&') ? resolved(raw, broken) : raw);
    else if (raw.trim() !== '' && raw.trim() !== '\ufeff') broken();
  };
  const skipTo = (end: string, from: number): number => {
    const found = stream.find(end, from);
    return found === -1 ? broken() : found;
  };

  for (;;) {
    const next = stream.text.indexOf('<', stream.at);
    if (next === -1) {
      // a reference may be cut in two here: what is from the last & on waits for the next part
      const amp = stream.text.lastIndexOf('&');
      const end = amp < stream.at || stream.text.length - amp > 12 ? stream.text.length : amp;
      text(stream.text.slice(stream.at, end));
      stream.at = end;
      if (stream.more()) continue;
      if (stream.at < stream.text.length) text(stream.text.slice(stream.at));
      break;
    }
    if (next > stream.at) text(stream.text.slice(stream.at, next));
    stream.at = next;
    while (stream.text.length - stream.at < 12 && stream.more());
    const { text: here, at } = stream;
    if (here.startsWith('<!--', at)) stream.at = skipTo('-->', at + 4) + 3;
    else if (here.startsWith('<?', at)) stream.at = skipTo('?>', at + 2) + 2;
    else if (here.startsWith('<![CDATA[', at)) {
      const end = skipTo(']]>', at + 9);
      if (open.length === 0) broken();
      events.text?.(stream.text.slice(stream.at + 9, end));
      stream.at = end + 3;
    } else if (here.startsWith('<!', at)) refuse('Une déclaration DOCTYPE n’est pas acceptée.', 'A DOCTYPE declaration is not accepted.');
    else if (here.startsWith('</', at)) {
      const end = skipTo('>', at);
      const name = stream.text.slice(stream.at + 2, end).trimEnd();
      if (open.pop() !== name) broken();
      stream.at = end + 1;
      scopes.pop();
      events.close?.();
    } else startTag();
  }
  if (!seen.root || open.length > 0) broken();

  function startTag(): void {
    if (open.length === 0 && seen.root) broken();
    if (open.length === MOST_DEPTH) refuse(`Plus de ${MOST_DEPTH} éléments imbriqués.`, `More than ${MOST_DEPTH} nested elements.`);
    // the tag may go on in the next part: it is read again then
    for (let tag = readTag(stream); ; tag = readTag(stream)) {
      if (!tag) {
        if (!stream.more()) broken();
        continue;
      }
      const { name, attributes, end, empty } = tag;
      const scope = scopeOf(attributes, scopes.at(-1)!);
      const namespaceOf = (prefix: string): string => scope.get(prefix) ?? '';
      const colon = name.indexOf(':');
      const values = new Map<string, string>();
      for (const [key, raw] of attributes) values.set(key, raw.includes('&') ? resolved(raw, broken) : raw);
      const line = stream.line;
      seen.root = true;
      stream.at = end;
      events.open({
        local: name.slice(colon + 1),
        namespace: namespaceOf(name.slice(0, Math.max(0, colon))),
        attributes: values,
        namespaceOf,
        line,
      });
      if (empty) events.close?.();
      else {
        open.push(name);
        scopes.push(scope);
      }
      return;
    }
  }
}

function readTag(stream: TextStream): { name: string; attributes: [string, string][]; end: number; empty: boolean } | undefined {
  const { text } = stream;
  NAME.lastIndex = stream.at + 1;
  const name = NAME.exec(text)?.[0];
  if (name === undefined) return undefined;
  let at = stream.at + 1 + name.length;
  const attributes: [string, string][] = [];
  for (;;) {
    ATTRIBUTE.lastIndex = at;
    const attribute = ATTRIBUTE.exec(text);
    if (!attribute) break;
    attributes.push([attribute[1]!, attribute[2] ?? attribute[3]!]);
    at += attribute[0].length;
  }
  TAG_END.lastIndex = at;
  const end = TAG_END.exec(text);
  return end ? { name, attributes, end: at + end[0].length, empty: end[1] === '/' } : undefined;
}

function scopeOf(attributes: readonly [string, string][], outer: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  if (!attributes.some(([name]) => name.startsWith('xmlns'))) return outer;
  const scope = new Map(outer);
  for (const [name, value] of attributes)
    if (name === 'xmlns') scope.set('', value);
    else if (name.startsWith('xmlns:')) scope.set(name.slice(6), value);
  return scope;
}

const resolved = (raw: string, broken: () => never): string =>
  raw.replace(/&([^;&\s]{0,10});?/g, (whole, name: string) => {
    const plain = ENTITIES[name];
    if (!whole.endsWith(';')) return broken();
    if (plain !== undefined) return plain;
    const point = /^#(?:x([0-9a-fA-F]+)|([0-9]+))$/.exec(name);
    const code = point ? parseInt(point[1] ?? point[2]!, point[1] ? 16 : 10) : NaN;
    return code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : broken();
  });
