import { readAuthority, type IdentityStore } from '../../src/identity/index.js';
import type { Hl7Message, MessageError, Segment } from '../../src/protocols/hl7v2/index.js';

/** A message with more errors than this is told that many. */
const MOST_ERRORS = 50;

export const firstOf = (segment: Segment, field: number): string => segment.field(field).repetition().part(1).value.trim();

export const missingSegment = (name: string): MessageError => ({
  code: 'segmentSequence',
  location: [name, 1],
  text: `Le segment ${name} manque.`,
});

/** A field that is empty, and where it is one of several the repetition and the component of it. */
export const missingField = (segment: string, field: number, ...[repetition, component]: number[]): MessageError => ({
  code: 'requiredFieldMissing',
  location: [segment, 1, field, ...(repetition === undefined ? [] : [repetition]), ...(component === undefined ? [] : [component])],
  text: `${segment}-${field}${component === undefined ? '' : `.${component}`} est vide.`,
});

/** What is wrong with RCP-1: only immediate answers. */
export function priorityErrors(request: Hl7Message): MessageError[] {
  const rcp = request.first('RCP');
  if (!rcp) return [missingSegment('RCP')];
  const priority = firstOf(rcp, 1);
  if (priority === '') return [missingField('RCP', 1)];
  if (priority === 'I') return [];
  return [{ code: 'tableValueNotFound', location: ['RCP', 1, 1], text: 'RCP-1 doit être I\u00A0: la réponse est immédiate.' }];
}

/** The domains whose identifiers are wanted, by number (QPD-8 of PDQ, QPD-4 of PIX); none when the field is empty. */
export function domainsAsked(qpd: Segment, field: number, store: IdentityStore): { domains?: number[]; unknown: MessageError[] } {
  const unknown: MessageError[] = [];
  const domains = new Set<number>();
  for (const piece of qpd.field(field).repetitions) {
    if (piece.isEmpty || piece.isNull) continue;
    const authority = readAuthority(piece.part(4));
    const domain = store.domain(authority);
    const location = ['QPD', 1, field, piece.number];
    if (domain) domains.add(domain.number);
    else if (authority.namespace === '' && authority.oid === '')
      unknown.push({ code: 'requiredFieldMissing', location, text: `QPD-${field}.4 est vide.` });
    else unknown.push({ code: 'unknownKey', location, text: `Domaine inconnu\u00A0: ${authority.namespace || authority.oid}.` });
    if (unknown.length >= MOST_ERRORS) break;
  }
  return { ...(domains.size > 0 && { domains: [...domains] }), unknown };
}
