import type { Tap } from './tap.js';

/** A connection to a peer that can be spoken HTTP to, with the id under which it was recorded. */
export interface Line {
  id: string;
  tap: Tap;
}

/** Shorter than any server keeps an idle connection, so that one is not picked up while it is being closed. */
const IDLE_MS = 2000;

/** Idle connections of one simulator to its peers: a TLS handshake costs more than the message it carries. */
export class Connections {
  readonly #idle = new Map<string, { line: Line; timer: NodeJS.Timeout }[]>();

  /** An idle connection to this address, if there is one. */
  take(address: string): Line | undefined {
    for (let kept = this.#idle.get(address)?.pop(); kept; kept = this.#idle.get(address)?.pop()) {
      clearTimeout(kept.timer);
      if (!kept.line.tap.destroyed) return kept.line;
    }
    return undefined;
  }

  /** Keeps a connection whose last answer ended whole. */
  give(address: string, line: Line): void {
    line.tap.show({});
    const timer = setTimeout(() => line.tap.destroy(), IDLE_MS);
    const idle = this.#idle.get(address) ?? [];
    this.#idle.set(address, [...idle, { line, timer }]);
  }

  /** Closes all that is idle. */
  close(): void {
    for (const { line, timer } of [...this.#idle.values()].flat()) {
      clearTimeout(timer);
      line.tap.destroy();
    }
    this.#idle.clear();
  }
}
