/** Preloaded into a process: no connection succeeds, and the clock is eleven months ahead. */
import dns from 'node:dns';
import net from 'node:net';

const refuse = () => {
  throw new Error('the network is blocked');
};
net.Socket.prototype.connect = refuse;
net.Server.prototype.listen = refuse;
dns.lookup = refuse;

const SHIFT = 335 * 24 * 3600 * 1000;
const Real = Date;
globalThis.Date = class extends Real {
  constructor(...args) {
    super(...(args.length === 0 ? [Real.now() + SHIFT] : args));
  }
  static now() {
    return Real.now() + SHIFT;
  }
};
