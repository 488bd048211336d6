import { pointer, writePid, type Continuations, type IdentityStore, type Wildcards } from '../../src/identity/index.js';
import type { Deeds } from '../../src/model/index.js';
import {
  answerTo,
  copiedField,
  copiedSegment,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Segment,
  type SegmentValue,
  type Taken,
} from '../../src/protocols/hl7v2/index.js';
import { readDemographicsFields } from './demographics-fields.js';
import { domainsAsked, firstOf, missingField, missingSegment, priorityErrors } from './query-errors.js';
import { withWrongIns } from './wrong-ins.js';

export interface SupplierContext extends AnswerContext {
  store: IdentityStore;
  continuations: Continuations;
  /** where an asterisk is a wildcard; at the end of a value unless it is said */
  wildcards?: Wildcards;
  /** names that sound alike match too */
  phonetic?: boolean;
  /** more persons than this are not told: the question is too vague */
  mostMatches?: number;
  /** nobody is found, on purpose */
  isEmpty?: boolean;
  /** what is wrong with the INS of those who are found, on purpose */
  wrongIns?: Deeds['wrong-ins'];
}

/** How many persons one question may find, unless it is said. */
const MOST_MATCHES = 1000;

/** The messages of ITI-21. */
export const PDQ_MESSAGES: readonly Taken[] = [
  { type: 'QBP', events: ['Q22'], since: 5 },
  { type: 'QCN', events: ['J01'], since: 5 },
];

/**
 * Answers a message of ITI-21 (IHE ITI TF-2, 3.21): a query QBP^Q22 by RSP^K22, whole or in parts, and its cancellation
 * QCN^J01 by an ACK. Whatever the message is, there is an answer.
 * @param request one whose header is of these messages
 */
export function answerPdq(request: Hl7Message, context: SupplierContext): Hl7Answer {
  return request.segments[0]!.field(9).repetition().part(1).value === 'QCN' ? answerJ01(request, context) : answerQ22(request, context);
}

/** Who asks: sending application and facility. */
const querierOf = (request: Hl7Message): string => [3, 4].map((field) => request.segments[0]!.field(field).raw).join('|');

function answerJ01(request: Hl7Message, context: SupplierContext): Hl7Answer {
  const qid = request.first('QID');
  const errors =
    qid ? [1, 2].filter((field) => firstOf(qid, field) === '').map((field) => missingField('QID', field)) : [missingSegment('QID')];
  if (qid && errors.length === 0 && !context.continuations.cancel(querierOf(request), firstOf(qid, 1), context.now))
    errors.push({ code: 'unknownKey', location: ['QID', 1, 1], text: 'Aucune requête en cours n’a cette étiquette.' });
  return answerTo(request, { code: errors.length > 0 ? 'AE' : 'AA', errors }, context);
}

function answerQ22(request: Hl7Message, context: SupplierContext): Hl7Answer {
  const [qpd, rcp] = [request.first('QPD'), request.first('RCP')];
  if (!qpd) return answerTo(request, { code: 'AE', errors: [missingSegment('QPD')] }, context);
  const errors = [
    ...[1, 2].filter((field) => firstOf(qpd, field) === '').map((field) => missingField('QPD', field)),
    ...(qpd.field(3).repetition().raw.trim() === '' ? [missingField('QPD', 3)] : []),
    ...priorityErrors(request),
    ...(rcp ? quantityErrors(rcp) : []),
  ];
  const { domains, unknown } = domainsAsked(qpd, 8, context.store);
  errors.push(...unknown);
  const { query, errors: wrong } = readDemographicsFields(qpd.field(3), context.store, context.wildcards ?? 'trailing');
  if (!qpd.field(3).isEmpty) errors.push(...wrong);
  if (errors.length > 0) return refused(request, qpd, errors, context);

  const continued = request.first('DSC');
  const mark = continued ? firstOf(continued, 1) : '';
  if (mark !== '') return answerContinuation(request, { qpd, rcp: rcp!, mark }, context);
  const { store, mostMatches = MOST_MATCHES, phonetic = false } = context;
  const { keys, tooMany } = context.isEmpty ? { keys: [], tooMany: false } : store.search(query, mostMatches, domains, { phonetic });
  if (tooMany)
    return refused(
      request,
      qpd,
      [{ code: 'application', location: ['QPD', 1, 3], text: `Plus de ${mostMatches} patients répondent\u00A0: préciser la recherche.` }],
      context,
    );
  const found = { querier: querierOf(request), tag: firstOf(qpd, 2), question: qpd.text, keys, ...(domains && { domains }) };
  return answerPart(request, { qpd, rcp: rcp!, query: found, told: 0 }, context);
}

function answerContinuation(
  request: Hl7Message,
  { qpd, rcp, mark }: { qpd: Segment; rcp: Segment; mark: string },
  context: SupplierContext,
): Hl7Answer {
  const resumed = context.continuations.resume(mark, querierOf(request), context.now);
  const error = (text: string): Hl7Answer => refused(request, qpd, [{ code: 'unknownKey', location: ['DSC', 1, 1], text }], context);
  if (!resumed) return error('Ce pointeur de continuation est inconnu, expiré ou celui d’un autre demandeur.');
  if (resumed.query.question !== qpd.text) return error('Ce pointeur de continuation est celui d’une autre requête.');
  return answerPart(request, { qpd, rcp, ...resumed }, context);
}

/** One part of what was found, with the pointer to the next one. */
function answerPart(
  request: Hl7Message,
  { qpd, rcp, id, query, told }: { qpd: Segment; rcp: Segment; id?: string; query: Parameters<Continuations['keep']>[0]; told: number },
  context: SupplierContext,
): Hl7Answer {
  const { keys, domains } = query;
  const most = Number(firstOf(rcp, 2)) || keys.length;
  const patients: SegmentValue[] = [];
  let next = told;
  // an identity that was merged since is no longer there
  for (; next < keys.length && patients.length < most; next++) {
    const identity = context.store.presented(keys[next]!, domains);
    if (identity) patients.push(writePid(withWrongIns(identity, context.wrongIns), patients.length + 1));
  }
  const rest = keys.length - next;
  const known = id ?? context.newId().replace(/[^0-9A-Za-z]/g, '');
  if (rest > 0 && id === undefined) context.continuations.keep(query, known, context.now);
  return answerTo(
    request,
    {
      type: ['RSP', 'K22', 'RSP_K21'],
      code: 'AA',
      rest: [
        [
          'QAK',
          query.tag,
          patients.length > 0 ? 'OK' : 'NF',
          copiedField(qpd.field(1)),
          ...[keys.length, patients.length, rest].map(String),
        ],
        copiedSegment(qpd),
        ...patients,
        ...(rest > 0 ? [['DSC', pointer(known, next), 'I'] as SegmentValue] : []),
      ],
    },
    context,
  );
}

const refused = (request: Hl7Message, qpd: Segment, errors: readonly MessageError[], context: SupplierContext): Hl7Answer =>
  answerTo(
    request,
    { type: ['RSP', 'K22', 'RSP_K21'], code: 'AE', errors, rest: [['QAK', firstOf(qpd, 2), 'AE'], copiedSegment(qpd)] },
    context,
  );

/** What is wrong with RCP-2: so many records in a part. */
function quantityErrors(rcp: Segment): MessageError[] {
  const limit = rcp.field(2).repetition();
  if (limit.isEmpty || limit.isNull) return [];
  const errors: MessageError[] = [];
  const say = (component: number, code: MessageError['code'], text: string): void =>
    void errors.push({ code, location: ['RCP', 1, 2, 1, component], text });
  if (!/^[1-9][0-9]{0,6}$/.test(limit.part(1).value.trim())) say(1, 'dataType', 'RCP-2.1 doit être un nombre entier de 1 à 9999999.');
  if (limit.part(2).value.trim() !== 'RD') say(2, 'tableValueNotFound', 'RCP-2.2 doit être RD.');
  return errors;
}
