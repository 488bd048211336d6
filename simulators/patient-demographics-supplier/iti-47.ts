import { createHash } from 'node:crypto';
import { patientOf } from '../../src/identity/patient-v3.js';
import { pointer, type OpenQuery } from '../../src/identity/index.js';
import {
  repeated,
  transmissionTo,
  writeQueryAnswer,
  type AcknowledgementDetail,
  type Answerable,
  type Continuation,
  type Ii,
  type Registration,
  type V3Context,
} from '../../src/protocols/hl7v3/index.js';
import type { SoapMessage } from '../../src/protocols/soap/index.js';
import { Raw } from '../../src/protocols/xml/index.js';
import type { SoapAnswer } from '../../src/transport/index.js';
import { acceptAck, acknowledging, answered, error, ERROR, queryIdOf, requestOf } from './answer-v3.js';
import { readDemographics } from './demographics-query.js';
import type { SupplierContext } from './iti-21.js';
import { withWrongIns } from './wrong-ins.js';

/** What the supplier needs to answer PDQv3: the same as for PDQ, and who it is. */
export type V3SupplierContext = SupplierContext & V3Context;

/** How many persons one question may find, unless it is said. */
const MOST_MATCHES = 1000;

/** Characters of a query: a query that waits is kept whole. */
const LONGEST_QUERY = 100_000;

const CONTINUED = '//controlActProcess/queryContinuation';

/** What a query that waits has of its own: its text, what was told of it, and how much at a time. */
interface Waiting {
  query: string;
  told: number;
  quantity?: number;
}

/**
 * Answers a message of ITI-47 (IHE ITI TF-2, 3.47): a query PRPA_IN201305UV02 and each continuation of it by PRPA_IN201306UV02,
 * its cancellation by MCCI_IN000002UV01.
 * @throws SoapFaultError for a message that is none of these, or that nothing can answer
 */
export function serveIti47(message: SoapMessage, context: V3SupplierContext): SoapAnswer {
  const request = requestOf(message, ['PRPA_IN201305UV02', 'QUQI_IN000003UV01', 'QUQI_IN000003UV01_Cancel']);
  const queryId = queryIdOf(request);
  const { continuation } = request;
  if (continuation) return continuation.cancel ? cancelled(request, queryId, context) : continued(request, continuation, context);
  return asked(request, queryId, request.query!, request.demographics?.initialQuantity, context);
}

/** Who asks: the application that sends. */
const querierOf = ({ transmission: { sender } }: Answerable): string => `v3:${sender.id.root}|${sender.id.extension ?? ''}`;
const tagOf = ({ root, extension = '' }: Ii): string => `${root}|${extension}`;

/** What a query waits under: an asker’s name for it, of letters and digits. */
const idOf = (request: Answerable, queryId: Ii): string =>
  createHash('sha256')
    .update(`${querierOf(request)}|${tagOf(queryId)}`)
    .digest('hex');

function asked(
  request: Answerable,
  queryId: Ii,
  query: Parameters<typeof repeated>[0],
  quantity: number | undefined,
  context: V3SupplierContext,
): SoapAnswer {
  const { store, mostMatches = MOST_MATCHES, phonetic = false } = context;
  const text = repeated(query);
  const read = readDemographics(query, store);
  if (text.markup.length > LONGEST_QUERY) read.wrong.push(error(ERROR.dataType, 'La demande est trop longue.', '//queryByParameter'));
  if (quantity === 0) read.wrong.push(error(ERROR.dataType, 'initialQuantity doit être au moins 1.', '//queryByParameter/initialQuantity'));
  if (read.unknown.length > 0) return refused(request, queryId, 'AE', [...read.unknown, ...read.wrong], context, text);
  if (read.wrong.length > 0) return refused(request, queryId, 'QE', read.wrong, context, text);
  const { keys, tooMany } =
    context.isEmpty ? { keys: [], tooMany: false } : store.search(read.query, mostMatches, read.domains, { phonetic });
  if (tooMany) {
    const vague = error(
      ERROR.application,
      `Plus de ${mostMatches} patients répondent\u00A0: préciser la recherche.`,
      '//controlActProcess/queryByParameter/parameterList',
    );
    return refused(request, queryId, 'AE', [vague], context, text);
  }
  const open = { querier: querierOf(request), tag: tagOf(queryId), keys, ...(read.domains && { domains: read.domains }) };
  const waiting: Waiting = { query: text.markup, told: 0, ...(quantity !== undefined && { quantity }) };
  return part(request, queryId, { open, waiting, quantity, warnings: read.warnings }, context);
}

function continued(request: Answerable, { queryId, quantity, start }: Continuation, context: V3SupplierContext): SoapAnswer {
  const resumed = context.continuations.resume(pointer(idOf(request, queryId), 0), querierOf(request), context.now);
  if (!resumed) {
    const text = 'Aucune demande de ce demandeur n’attend sous ce nom\u00A0: elle est finie, annulée ou expirée.';
    return refused(request, queryId, 'AE', [error(ERROR.unknownKey, text, `${CONTINUED}/queryId`)], context);
  }
  const { question, ...open } = resumed.query;
  const kept = JSON.parse(question) as Waiting;
  const wrong = (text: string, place: string): SoapAnswer =>
    refused(request, queryId, 'QE', [error(ERROR.value, text, `${CONTINUED}/${place}`)], context, new Raw(kept.query));
  if (quantity === 0) return wrong('continuationQuantity doit être au moins 1.', 'continuationQuantity');
  if (start !== undefined && (start < 1 || start > open.keys.length))
    return wrong(`startResultNumber doit être de 1 à ${open.keys.length}.`, 'startResultNumber');
  const waiting = start === undefined ? kept : { ...kept, told: start - 1 };
  return part(request, queryId, { open, waiting, quantity: quantity ?? kept.quantity, warnings: [] }, context);
}

function cancelled(request: Answerable, queryId: Ii, context: V3SupplierContext): SoapAnswer {
  const ended = context.continuations.cancel(querierOf(request), tagOf(queryId), context.now);
  const unknown = error(ERROR.unknownKey, 'Aucune demande de ce demandeur n’attend sous ce nom.', `${CONTINUED}/queryId`);
  return acceptAck(request, ended ? [] : [unknown], context);
}

/** One part of what was found; the rest of it waits. */
function part(
  request: Answerable,
  queryId: Ii,
  found: {
    open: Omit<OpenQuery, 'question'>;
    waiting: Waiting;
    quantity: number | undefined;
    warnings: readonly AcknowledgementDetail[];
  },
  context: V3SupplierContext,
): SoapAnswer {
  const { open, waiting, quantity = Infinity, warnings } = found;
  const { keys, domains } = open;
  const registrations: Registration[] = [];
  let next = waiting.told;
  // an identity that was merged since is no longer there
  for (; next < keys.length && registrations.length < quantity; next++) {
    const identity = context.store.presented(keys[next]!, domains);
    if (!identity) continue;
    const patient = { ...patientOf(withWrongIns(identity, context.wrongIns)), match: 100 };
    registrations.push({ patient, replaces: [], custodian: context.device.id });
  }
  const remaining = keys.length - next;
  if (remaining > 0)
    context.continuations.keep({ ...open, question: JSON.stringify({ ...waiting, told: next }) }, idOf(request, queryId), context.now);
  else if (waiting.told > 0) context.continuations.cancel(open.querier, open.tag, context.now);
  const body = writeQueryAnswer('PRPA_IN201306UV02', transmissionTo(request, context), {
    acknowledgement: acknowledging(request, warnings, 'A'),
    registrations,
    queryAck: {
      queryId,
      code: registrations.length > 0 ? 'OK' : 'NF',
      status: 'deliveredResponse',
      total: keys.length,
      current: registrations.length,
      remaining,
    },
    query: new Raw(waiting.query),
  });
  return answered('PRPA_IN201306UV02', body);
}

function refused(
  request: Answerable,
  queryId: Ii,
  code: 'AE' | 'QE',
  details: readonly AcknowledgementDetail[],
  context: V3SupplierContext,
  query?: Raw,
): SoapAnswer {
  const body = writeQueryAnswer('PRPA_IN201306UV02', transmissionTo(request, context), {
    acknowledgement: acknowledging(request, details, 'A'),
    registrations: [],
    queryAck: { queryId, code, status: 'aborted' },
    query,
  });
  return answered('PRPA_IN201306UV02', body);
}
