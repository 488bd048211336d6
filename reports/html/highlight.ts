/** A run of characters of one kind. */
export interface Segment {
  text: string;
  kind: 'text' | 'tag' | 'string' | 'comment';
  /** the finding points here */
  at?: boolean;
}

interface Row {
  text: string;
  number: number | undefined;
  hit: boolean;
  /** offset in `text` that the finding points at */
  at: number | undefined;
}

/**
 * Colours rows of XML, left to right, carrying what is open from one row to the next. Excerpts begin anywhere, so it
 * guesses: it only colours, and every character comes out once, in order.
 */
export function highlight(isXml: boolean, rows: readonly Row[]): { number: number | undefined; hit: boolean; segments: Segment[] }[] {
  let state: State = isXml && beginsInTag(rows[0]?.text ?? '') ? 'tag' : 'text';
  return rows.map(({ text, number, hit, at }) => {
    const segments: Segment[] = [];
    if (isXml) state = scan(text, state, segments);
    else if (text !== '') segments.push({ text, kind: 'text' });
    // what was cut off a long row is not known: the next begins anew
    if (text.endsWith('…')) state = 'text';
    return { number, hit, segments: at === undefined ? segments : point(segments, at) };
  });
}

type State = 'text' | 'tag' | 'comment';

const beginsInTag = (text: string): boolean => {
  const close = text.indexOf('>');
  const open = text.indexOf('<');
  return close !== -1 && (open === -1 || close < open) && text.slice(0, close).includes('="');
};

function scan(text: string, begin: State, out: Segment[]): State {
  let state = begin;
  let at = 0;
  const push = (end: number, kind: Segment['kind']): void => {
    if (end > at) out.push({ text: text.slice(at, end), kind });
    at = end;
  };
  const until = (found: number): number => (found === -1 ? text.length : found);
  while (at < text.length) {
    if (state === 'comment') {
      const end = text.indexOf('-->', at);
      push(end === -1 ? text.length : end + 3, 'comment');
      if (end !== -1) state = 'text';
    } else if (state === 'text') {
      if (text.startsWith('<!--', at)) state = 'comment';
      else if (text[at] === '<') {
        push(at + (text[at + 1] === '/' || text[at + 1] === '?' ? 2 : 1), 'text');
        const name = /[\s/>=?]/g;
        name.lastIndex = at;
        push(until(name.exec(text)?.index ?? -1), 'tag');
        state = 'tag';
      } else push(until(text.indexOf('<', at)), 'text');
    } else if (text[at] === '"' || text[at] === "'") {
      const end = text.indexOf(text[at]!, at + 1);
      push(end === -1 ? text.length : end + 1, 'string');
    } else if (text[at] === '>') {
      push(at + 1, 'text');
      state = 'text';
    } else {
      const stop = /["'>]/g;
      stop.lastIndex = at;
      push(until(stop.exec(text)?.index ?? -1), 'text');
    }
  }
  return state;
}

/** Marks what stands at an offset: a name with what opens it, a value, or a word. */
function point(segments: Segment[], offset: number): Segment[] {
  const out: Segment[] = [];
  let start = 0;
  let marked = false;
  for (const segment of segments) {
    const end = start + segment.text.length;
    if (!marked && offset >= start && offset < end) {
      marked = true;
      const from = offset - start;
      const word =
        segment.kind === 'text' && segment.text[from] !== '<' ? /^[^\s=<>]{1,60}/.exec(segment.text.slice(from))?.[0].length : undefined;
      const to = Math.min(segment.text.length, from + (word ?? 60));
      if (from > 0) out.push({ ...segment, text: segment.text.slice(0, from) });
      out.push({ ...segment, text: segment.text.slice(from, to), at: true });
      if (to < segment.text.length) out.push({ ...segment, text: segment.text.slice(to) });
    } else if (marked && out.at(-1)?.at && /^<[/?]?$/.test(out.at(-1)!.text) && segment.kind === 'tag') {
      out.push({ ...segment, at: true });
    } else out.push(segment);
    start = end;
  }
  return out;
}
