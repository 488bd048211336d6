import { scopeNeeded } from '../protocols/oauth/index.js';
import type { FhirInput } from './input.js';

const READ: ReadonlySet<FhirInput['operation']> = new Set(['read', 'vread', 'history', 'search']);

/** The scope to ask for, no wider than the request; undefined for what needs no token. */
export function scopeOf({ operation, type, resource, parameters }: FhirInput): string | undefined {
  if (operation === 'capabilities') return undefined;
  const named = type ?? resource?.['resourceType'];
  const isKnown = typeof named === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(named);
  // an answer that includes others shows resources of other types
  const isWide = Object.keys(parameters).some((name) => /^_(?:rev)?include/.test(name));
  if (READ.has(operation)) return `system/${isKnown && !isWide ? named : '*'}.rs`;
  return (isKnown ? scopeNeeded(operation, named) : undefined) ?? 'system/*.cruds';
}
