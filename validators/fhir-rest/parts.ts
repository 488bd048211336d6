import { childrenOf, type FhirNode, valueAt } from '../../src/protocols/fhir/index.js';
import type { Parameter } from './exchange.js';

/** Whether resources are asked for in part (FHIR R4, 3.1.1.5.8 and 3.1.1.5.9). */
export const isInPart = (parameters: readonly Parameter[]): boolean =>
  parameters.some(
    ({ name, value }) => (name === '_summary' && /^(?:true|text|data)$/.test(value)) || (name === '_elements' && value !== ''),
  );

/** Whether a resource says that it is not whole. */
export const isSubsetted = (resource: FhirNode): boolean =>
  childrenOf(resource, 'meta')
    .flatMap((meta) => childrenOf(meta, 'tag'))
    .some((tag) => valueAt(tag, 'code') === 'SUBSETTED');
