import { type Bilingual, quoted, shorten } from '../../src/model/index.js';
import { bodyOf } from './exchange.js';
import type { Judge } from './judge.js';
import { RULE } from './rules.js';

const MOST_BYTES = 16 * 1024 ** 2;
const MOST_OPERATIONS = 10_000;
const LONGEST_POINTER = 8192;

/** What an operation needs beside op and path (RFC 6902, 4). */
const NEEDS: ReadonlyMap<unknown, 'value' | 'from' | undefined> = new Map<unknown, 'value' | 'from' | undefined>([
  ['add', 'value'],
  ['remove', undefined],
  ['replace', 'value'],
  ['move', 'from'],
  ['copy', 'from'],
  ['test', 'value'],
]);

const isPointer = (value: unknown): boolean =>
  typeof value === 'string' && value.length <= LONGEST_POINTER && /^(?:\/(?:[^~/]|~[01])*)*$/.test(value);

const A_POINTER: Bilingual = { fr: 'un JSON Pointer (/active)', en: 'a JSON Pointer (/active)' };

/** Judges the body of a PATCH as a JSON Patch (RFC 6902). Paths are of JSONPath: `$[0].op`. */
export function judgeJsonPatch(judge: Judge): void {
  const read = patchOf(judge);
  if ('problem' in read) {
    judge.holds(RULE.body, false, 'body', () => ({ expected: 'JSON', actual: quoted(read.problem) }));
    return;
  }
  const { patch } = read;
  const isArray = judge.holds(RULE.patch, Array.isArray(patch), '$', () => ({
    expected: '[…]',
    actual: shown(patch),
  }));
  if (!isArray) return;
  const operations = patch as unknown[];
  judge.holds(RULE.emptyPatch, operations.length > 0, '$', () => ({ actual: '[]' }));
  operations.slice(0, MOST_OPERATIONS).forEach((operation, index) => judgeOperation(judge, operation, `$[${index}]`));
}

function patchOf({ message }: Judge): { patch: unknown } | { problem: string } {
  const bytes = bodyOf(message)?.bytes;
  if (!bytes || bytes.length > MOST_BYTES) return { problem: bytes ? `${bytes.length} bytes` : 'Content-Encoding' };
  try {
    return { patch: JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)) as unknown };
  } catch (error) {
    return { problem: shorten((error as Error).message) };
  }
}

function judgeOperation(judge: Judge, operation: unknown, path: string): void {
  if (typeof operation !== 'object' || operation === null || Array.isArray(operation)) {
    judge.holds(RULE.patchOperation, false, path, () => ({ expected: '{"op":…,"path":…}', actual: shown(operation) }));
    return;
  }
  const members = operation as Readonly<Record<string, unknown>>;
  const { op } = members;
  const need = NEEDS.get(op);
  const isKnown = judge.holds(RULE.patchOperation, NEEDS.has(op), `${path}.op`, () => ({
    expected: [...NEEDS.keys()].join(', '),
    actual: shown(op),
  }));
  pointer(judge, members['path'], `${path}.path`);
  if (!isKnown) return;
  if (need === 'from') pointer(judge, members['from'], `${path}.from`);
  if (need === 'value')
    judge.holds(RULE.patchOperation, Object.hasOwn(members, 'value'), `${path}.value`, () => ({
      expected: 'value',
      actual: quoted(undefined),
    }));
}

const pointer = (judge: Judge, value: unknown, path: string): void =>
  void judge.holds(RULE.patchOperation, isPointer(value), path, () => ({ expected: A_POINTER, actual: shown(value) }));

/** What is no text is told by what it is: how deep it goes, whoever wrote it chose. */
function shown(value: unknown): Bilingual | string {
  if (value === undefined || typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return value.length === 0 ? '[]' : '[…]';
  return typeof value === 'object' && value !== null ? '{…}' : JSON.stringify(value);
}
