import { scopeNeeded } from '../protocols/oauth/index.js';
import type { FhirInput } from './input.js';

const READ: ReadonlySet<FhirInput['operation']> = new Set(['read', 'vread', 'history', 'search']);

/** Parameters by which an answer shows resources of other types (includes), or a search looks into them. */
const WIDE = /^_(?:(?:rev)?include|has:|list$)|\.|:(?:above|below)$/;

/** The scope to ask for, no wider than the request; undefined for what needs no token. */
export function scopeOf({ operation, type, resource, parameters, ifNoneExist = '' }: FhirInput): string | undefined {
  if (operation === 'capabilities') return undefined;
  const named = type ?? resource?.['resourceType'];
  const isKnown = typeof named === 'string' && /^[A-Z][A-Za-z]{1,63}$/.test(named);
  const isWide = [...Object.keys(parameters), ...new URLSearchParams(ifNoneExist).keys()].some((name) => WIDE.test(name));
  if (READ.has(operation)) return `system/${isKnown && !isWide ? named : '*'}.rs`;
  return (isKnown && !isWide ? scopeNeeded(operation, named) : undefined) ?? 'system/*.cruds';
}
