import { readAuthority, readIdentifiers, writeIdentifier, type IdentityStore, type Refusal } from '../../src/identity/index.js';
import {
  answerTo,
  copiedSegment,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Segment,
  type SegmentValue,
} from '../../src/protocols/hl7v2/index.js';
import { domainsAsked, firstOf, missingField, missingSegment, priorityErrors } from '../patient-demographics-supplier/query-errors.js';

export interface QueryContext extends AnswerContext {
  store: IdentityStore;
}

/**
 * Answers a PIX query QBP^Q23 (ITI-9; IHE ITI TF-2, 3.9.4.2.2.6) by RSP^K23: the identifiers of the person in one PID, without the
 * one that was asked with and without a name.
 * @param request one whose header is of this message
 */
export function answerQ23(request: Hl7Message, context: QueryContext): Hl7Answer {
  const qpd = request.first('QPD');
  if (!qpd) return answerTo(request, { code: 'AE', errors: [missingSegment('QPD')] }, context);
  const tag = firstOf(qpd, 2);
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
  const asked = domainsAsked(qpd, 4, context.store);
  const errors = [...fieldErrors(request, qpd), ...asked.unknown];
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
  const errors = [1, 2].filter((field) => firstOf(qpd, field) === '').map((field) => missingField('QPD', field));
  const [first, second] = qpd.field(3).repetitions;
  if (!first || first.raw.trim() === '') errors.push(missingField('QPD', 3));
  else {
    const authority = readAuthority(first.part(4));
    if (readIdentifiers(qpd.field(3)).length === 0 || first.part(1).value.trim() === '') errors.push(missingField('QPD', 3, 1, 1));
    if (authority.namespace === '' && authority.oid === '') errors.push(missingField('QPD', 3, 1, 4));
  }
  if (second) errors.push({ code: 'cardinality', location: ['QPD', 1, 3, 2], text: 'QPD-3 ne donne qu’un identifiant.' });
  return [...errors, ...priorityErrors(request)];
}
