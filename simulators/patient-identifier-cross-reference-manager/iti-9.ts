import { readAuthority, readIdentifiers, writeIdentifier, type IdentityStore, type Refusal } from '../../src/identity/index.js';
import {
  answerTo,
  copiedSegment,
  headerRefusal,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Segment,
  type SegmentValue,
} from '../../src/protocols/hl7v2/index.js';

export interface QueryContext extends AnswerContext {
  store: IdentityStore;
}

/** A message with more errors than this is told that many. */
const MOST_ERRORS = 50;

/**
 * Answers a PIX query QBP^Q23 (ITI-9; IHE ITI TF-2, 3.9.4.2.2.6) by RSP^K23: the identifiers of the person in one PID, without the
 * one that was asked with and without a name.
 */
export function answerQ23(request: Hl7Message, context: QueryContext): Hl7Answer {
  const refusal = headerRefusal(request, [{ type: 'QBP', events: ['Q23'], since: 5 }]);
  if (refusal) return answerTo(request, { code: refusal.code, errors: [refusal.error] }, context);
  const qpd = request.first('QPD');
  if (!qpd)
    return answerTo(
      request,
      { code: 'AE', errors: [{ code: 'segmentSequence', location: ['QPD', 1], text: 'Le segment QPD manque.' }] },
      context,
    );
  const tag = qpd.field(2).repetition().part(1).value.trim();
  const answer = (status: 'OK' | 'NF' | 'AE', errors: readonly MessageError[] = [], rest: readonly SegmentValue[] = []): Hl7Answer =>
    answerTo(
      request,
      {
        type: ['RSP', 'K23', 'RSP_K23'],
        code: status === 'AE' ? 'AE' : 'AA',
        errors,
        rest: [['QAK', tag, status], copiedSegment(qpd), ...rest],
      },
      context,
    );
  const asked = domainsOf(qpd, context.store);
  const errors = [...fieldErrors(request, qpd), ...asked.errors];
  if (errors.length > 0) return answer('AE', errors);
  const { identifier } = readIdentifiers(qpd.field(3))[0]!;
  const found = context.store.crossReferences(identifier, asked.domains);
  if (!found.accepted) return answer('AE', found.refusals.map(errorOf));
  if (found.identifiers.length === 0) return answer('NF');
  // PID-5 is empty, then of type S: names of one domain must not go to another (3.9.4.2.2.5)
  const names = { repetitions: ['', ['', '', '', '', '', '', 'S']] };
  return answer('OK', [], [['PID', '', '', { repetitions: found.identifiers.map(writeIdentifier) }, '', names]]);
}

const errorOf = ({ kind, text }: Refusal): MessageError => ({
  code: 'unknownKey',
  location: ['QPD', 1, 3, 1, kind === 'unknown-domain' ? 4 : 1],
  text: text.fr,
});

function fieldErrors(request: Hl7Message, qpd: Segment): MessageError[] {
  const errors: MessageError[] = [];
  const missing = (location: (string | number)[], what: string): void =>
    void errors.push({ code: 'requiredFieldMissing', location, text: `${what} est vide.` });
  for (const field of [1, 2]) if (qpd.field(field).repetition().part(1).value.trim() === '') missing(['QPD', 1, field], `QPD-${field}`);
  const { repetitions } = qpd.field(3);
  const [first, second] = repetitions;
  if (!first || first.raw.trim() === '') missing(['QPD', 1, 3], 'QPD-3');
  else {
    const authority = readAuthority(first.part(4));
    if (readIdentifiers(qpd.field(3)).length === 0 || first.part(1).value.trim() === '') missing(['QPD', 1, 3, 1, 1], 'QPD-3.1');
    if (authority.namespace === '' && authority.oid === '') missing(['QPD', 1, 3, 1, 4], 'QPD-3.4');
  }
  if (second) errors.push({ code: 'cardinality', location: ['QPD', 1, 3, 2], text: 'QPD-3 ne donne qu’un identifiant.' });
  const rcp = request.first('RCP');
  const priority = rcp?.field(1).repetition().part(1).value.trim();
  if (!rcp) errors.push({ code: 'segmentSequence', location: ['RCP', 1], text: 'Le segment RCP manque.' });
  else if (priority === '') missing(['RCP', 1, 1], 'RCP-1');
  else if (priority !== 'I')
    errors.push({ code: 'tableValueNotFound', location: ['RCP', 1, 1], text: 'RCP-1 doit être I\u00A0: la réponse est immédiate.' });
  return errors;
}

/** The domains of QPD-4, by number; none when it is empty. */
function domainsOf(qpd: Segment, store: IdentityStore): { domains?: number[]; errors: MessageError[] } {
  const errors: MessageError[] = [];
  const domains = new Set<number>();
  for (const piece of qpd.field(4).repetitions) {
    if (piece.isEmpty || piece.isNull) continue;
    const authority = readAuthority(piece.part(4));
    const domain = store.domain(authority);
    const location = ['QPD', 1, 4, piece.number];
    if (domain) domains.add(domain.number);
    else if (authority.namespace === '' && authority.oid === '')
      errors.push({ code: 'requiredFieldMissing', location, text: 'QPD-4.4 est vide.' });
    else errors.push({ code: 'unknownKey', location, text: `Domaine inconnu\u00A0: ${authority.namespace || authority.oid}.` });
    if (errors.length >= MOST_ERRORS) break;
  }
  return { ...(domains.size > 0 && { domains: [...domains] }), errors };
}
