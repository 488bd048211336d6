import { writeZip } from '../../src/protocols/zip/index.js';
import type { Draft } from './draft.js';
import { packageFault, type PackageFaultName } from './faults.js';
import { filesOf } from './files.js';

/** Writes a package of XDM: conformant, or with one thing wrong. */
export function writePackage(draft: Draft, fault?: PackageFaultName): Uint8Array {
  const wrong = fault === undefined ? undefined : packageFault(fault);
  wrong?.draft?.(draft);
  const files = filesOf(draft);
  const bytes = writeZip(wrong?.files?.(files) ?? files, draft.at);
  return wrong?.bytes?.(bytes) ?? bytes;
}
