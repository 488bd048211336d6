import { pointer, readAuthority, writePid, type Continuations, type IdentityStore, type Wildcards } from '../../src/identity/index.js';
import {
  answerTo,
  copiedField,
  copiedSegment,
  headerRefusal,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Segment,
  type SegmentValue,
  type Taken,
} from '../../src/protocols/hl7v2/index.js';
import { readDemographicsFields } from './demographics-fields.js';

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
 */
export function answerPdq(request: Hl7Message, context: SupplierContext): Hl7Answer {
  const refusal = headerRefusal(request, PDQ_MESSAGES);
  if (refusal) return answerTo(request, { code: refusal.code, errors: [refusal.error] }, context);
  return request.segments[0]!.field(9).repetition().part(1).value === 'QCN' ? answerJ01(request, context) : answerQ22(request, context);
}

const missingSegment = (name: string): MessageError => ({
  code: 'segmentSequence',
  location: [name, 1],
  text: `Le segment ${name} manque.`,
});
const missingField = (segment: string, field: number): MessageError => ({
  code: 'requiredFieldMissing',
  location: [segment, 1, field],
  text: `${segment}-${field} est vide.`,
});

/** Who asks: sending application and facility. */
const querierOf = (request: Hl7Message): string => [3, 4].map((field) => request.segments[0]!.field(field).raw).join('|');
const firstOf = (segment: Segment, field: number): string => segment.field(field).repetition().part(1).value.trim();

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
    ...(rcp ? controlErrors(rcp) : [missingSegment('RCP')]),
  ];
  const { domains, unknown } = domainsOf(qpd, context.store);
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
    if (identity) patients.push(writePid(identity, patients.length + 1));
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

/** What is wrong with RCP: only immediate answers, in parts of so many records. */
function controlErrors(rcp: Segment): MessageError[] {
  const errors: MessageError[] = [];
  const say = (location: (string | number)[], code: MessageError['code'], text: string): void => void errors.push({ code, location, text });
  const priority = firstOf(rcp, 1);
  if (priority === '') say(['RCP', 1, 1], 'requiredFieldMissing', 'RCP-1 est vide.');
  else if (priority !== 'I') say(['RCP', 1, 1], 'tableValueNotFound', 'RCP-1 doit être I\u00A0: la réponse est immédiate.');
  const limit = rcp.field(2).repetition();
  if (limit.isEmpty || limit.isNull) return errors;
  if (!/^[1-9][0-9]{0,6}$/.test(limit.part(1).value.trim()))
    say(['RCP', 1, 2, 1, 1], 'dataType', 'RCP-2.1 doit être un nombre entier de 1 à 9999999.');
  if (limit.part(2).value.trim() !== 'RD') say(['RCP', 1, 2, 1, 2], 'tableValueNotFound', 'RCP-2.2 doit être RD.');
  return errors;
}

/** The domains of QPD-8, by number; none when it is empty. */
function domainsOf(qpd: Segment, store: IdentityStore): { domains?: number[]; unknown: MessageError[] } {
  const unknown: MessageError[] = [];
  const domains = new Set<number>();
  for (const piece of qpd.field(8).repetitions) {
    if (piece.isEmpty || piece.isNull) continue;
    const authority = readAuthority(piece.part(4));
    const domain = store.domain(authority);
    if (domain) domains.add(domain.number);
    else if (authority.namespace === '' && authority.oid === '')
      unknown.push({ code: 'requiredFieldMissing', location: ['QPD', 1, 8, piece.number], text: 'QPD-8.4 est vide.' });
    else
      unknown.push({
        code: 'unknownKey',
        location: ['QPD', 1, 8, piece.number],
        text: `Domaine inconnu\u00A0: ${authority.namespace || authority.oid}.`,
      });
    if (unknown.length >= MOST_ERRORS) break;
  }
  return { ...(domains.size > 0 && { domains: [...domains] }), unknown };
}

/** A message with more errors than this is told that many. */
const MOST_ERRORS = 50;
