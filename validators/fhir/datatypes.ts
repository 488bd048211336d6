import type { FhirNode } from '../../src/protocols/fhir/node.js';
import { shorten } from '../../src/model/index.js';
import type { Judge } from './judge.js';
import { RULE } from './rules.js';
import { valueOf } from './values.js';

const URI_SYSTEM = 'urn:ietf:rfc:3986';
const URI = /^[A-Za-z][A-Za-z0-9+.-]{0,30}:\S/;

/** An identifier whose system is that of URIs has a whole URI as value (FHIR R4, 2.24.0.10). */
export function judgeIdentifier(node: FhirNode, judge: Judge): void {
  const value = valueOf(node, 'value');
  if (value === undefined || valueOf(node, 'system') !== URI_SYSTEM) return;
  judge.expect(
    RULE.identifierUri,
    URI.test(value),
    node.children.find(({ name }) => name === 'value')!,
    () => ({ actual: shorten(value) }),
  );
}

/** The size of an attachment is that of its data, before base64 (FHIR R4, 2.24.0.5). */
export function judgeAttachment(node: FhirNode, judge: Judge): void {
  const [data, size] = [valueOf(node, 'data'), valueOf(node, 'size')];
  if (data === undefined || size === undefined) return;
  const packed = data.replace(/\s/g, '');
  const padding = packed.endsWith('==') ? 2 : Number(packed.endsWith('='));
  const bytes = (packed.length * 3) / 4 - padding;
  judge.expect(
    RULE.attachmentSize,
    Number(size) === bytes,
    node.children.find(({ name }) => name === 'size')!,
    () => ({
      expected: String(bytes),
      actual: shorten(size, 40),
    }),
  );
}

/** The ids of the elements of a resource are unique in it (FHIR R4, 2.27.0.1); a resource inside has its own. */
export function judgeElementIds(resource: FhirNode, judge: Judge): void {
  // its elements are named alike in differential and snapshot; sdf-16 and sdf-17 judge each
  if (resource.resourceType === 'StructureDefinition') return;
  const seen = new Set<string>();
  const look = (node: FhirNode): void => {
    for (const child of node.children) {
      if (child.resourceType !== undefined) continue;
      if (child.name === 'id' && child.value !== undefined && node !== resource) {
        const { value } = child;
        judge.expect(RULE.uniqueElementId, !seen.has(value), child, () => ({ actual: shorten(value, 80) }));
        seen.add(value);
      }
      if (child.children.length > 0) look(child);
    }
  };
  look(resource);
}
