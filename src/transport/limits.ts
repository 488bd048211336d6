import type { SimulatorContext } from '../model/index.js';
import type { ServerLimits } from './types.js';

const DEFAULTS: Record<string, number> = {
  'max-body-bytes': 110 * 1024 * 1024,
  'max-connections': 512,
  'head-timeout-ms': 20_000,
  'idle-timeout-ms': 30_000,
  'total-timeout-ms': 120_000,
  'keep-alive-ms': 75_000,
  'max-frame-bytes': 32 * 1024 * 1024,
  'mllp-keep-alive-ms': 12 * 3_600_000,
};

/** The limits a server keeps: parameters of the statement (`idle-timeout-ms`, `max-body-bytes`, ...) over our defaults. */
export function limitsOf(context: SimulatorContext): ServerLimits {
  const value = (name: string): number => {
    const given = context.parameters[name];
    return given !== undefined && /^\d{1,12}$/.test(given) ? Number(given) : DEFAULTS[name]!;
  };
  return {
    maxBody: value('max-body-bytes'),
    maxConnections: value('max-connections'),
    headTimeoutMs: value('head-timeout-ms'),
    idleTimeoutMs: value('idle-timeout-ms'),
    totalTimeoutMs: value('total-timeout-ms'),
    keepAliveMs: value('keep-alive-ms'),
    maxFrame: value('max-frame-bytes'),
    mllpKeepAliveMs: value('mllp-keep-alive-ms'),
  };
}
