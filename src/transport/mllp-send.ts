import { mllpFrame } from '../protocols/hl7v2/index.js';
import type { ActiveFaults } from './faults.js';
import type { Tap } from './tap.js';

const CR = 0x0d;
const LF = 0x0a;
/** Between the pieces of a frame that is split on purpose: longer than any network joins packets. */
const APART_MS = 60;
/** What no frame holds. */
const GARBAGE = Buffer.from('\r\ngarbage\r\n');

/**
 * Sends messages in MLLP frames, in one packet where they fit, with the faults of MLLP that are planned for them.
 * @param whenCut what becomes of the connection after the last byte that a fault lets out
 * @returns the bytes that left, and whether they are whole frames
 */
export async function sendFrames(
  tap: Tap,
  messages: readonly Uint8Array[],
  faults: ActiveFaults | undefined,
  whenCut: 'destroy' | 'end',
): Promise<{ bytes: Uint8Array; whole: boolean }> {
  const feeds = faults?.take('line-feed') !== undefined;
  const frames = messages.map((message) => mllpFrame(feeds ? message.map((byte) => (byte === CR ? LF : byte)) : message));
  if (faults?.take('garbage-after-frame') !== undefined) frames.push(GARBAGE);
  const bytes = Buffer.concat(frames);
  const cut = faults?.take('cut-after-bytes');
  const split = faults?.take('split-frame') !== undefined;
  if (cut !== undefined && cut < bytes.length) tap.cutAfter(cut, whenCut);
  if (split) {
    const third = Math.max(1, Math.ceil(bytes.length / 3));
    for (let from = 0; from < bytes.length && !tap.destroyed; from += third) {
      await write(tap, bytes.subarray(from, from + third));
      await new Promise((resolve) => setTimeout(resolve, APART_MS));
    }
  } else await write(tap, bytes);
  const left = cut === undefined ? bytes : bytes.subarray(0, cut);
  return { bytes: left, whole: left.length === bytes.length };
}

/** Resolves once the peer takes it, or is gone. */
const write = (tap: Tap, bytes: Uint8Array): Promise<void> =>
  new Promise((resolve) => {
    if (tap.destroyed || tap.writableEnded) {
      resolve();
      return;
    }
    tap.once('close', resolve);
    tap.write(bytes, () => {
      tap.off('close', resolve);
      resolve();
    });
  });
