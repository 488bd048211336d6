import { randomUUID } from 'node:crypto';
import type { SimulatorContext } from '../model/index.js';
import {
  answerTo,
  delimiterProblem,
  ERROR_CODE,
  headerRefusal,
  openHl7,
  readHl7,
  withOtherControlId,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Taken,
} from '../protocols/hl7v2/index.js';
import type { MllpListenOptions, MllpRequest } from './mllp-server.js';

/** What a transaction takes, and how it answers. */
export interface Hl7Transaction {
  id: string;
  takes: readonly Taken[];
  answer(message: Hl7Message, request: MllpRequest, context: AnswerContext): Hl7Answer | Promise<Hl7Answer>;
}

/** Why nothing is done with a message. */
interface Refusal {
  code: 'AE' | 'AR';
  errors: readonly MessageError[];
}

const NO_MESSAGE = new Uint8Array();
/** MSH-10 has 20 characters in HL7 v2.5. */
const CONTROL_ID = 20;

/**
 * Makes an HL7 v2 service out of transactions, to be spread into `listenMllp`. It answers by itself whatever is wrong
 * before the transaction: delimiters, line ends, character set, a header that no transaction takes, its own failures; and
 * it acknowledges in original mode or in enhanced mode as MSH-15 and MSH-16 ask (chapter 2 of HL7 v2.5, 2.9).
 */
export function hl7Endpoint(
  context: SimulatorContext,
  transactions: readonly Hl7Transaction[],
): Pick<MllpListenOptions, 'handle' | 'refuse'> {
  // pointers of continuations are made of these: nobody shall guess one
  const newId = (): string => randomUUID().replaceAll('-', '').slice(0, CONTROL_ID);
  const answering = (): AnswerContext => ({ now: context.now(), newId });
  return {
    handle: async (request) => {
      const message = openHl7(request.artefact);
      const transaction = transactionOf(message, transactions);
      const { faults } = request;
      faults.meet(transaction?.id);
      const planned = faults.take('hl7-ack');
      const refusal = planned === undefined ? refusalOf(message, context, transactions) : plannedRefusal(planned);
      const answer = refusal ? answerTo(message, refusal, answering()) : await transaction!.answer(message, request, answering());
      const bytes = faults.take('wrong-control-id') === undefined ? answer.bytes : withOtherControlId(answer);
      return {
        messages: inMode(message, { ...answer, bytes }, answering()),
        ...(transaction && { transaction: transaction.id }),
      };
    },
    refuse: (reason, artefact) =>
      answerTo(
        artefact ? openHl7(artefact) : readHl7(NO_MESSAGE),
        { code: 'AE', errors: [{ code: artefact ? 'application' : 'other', location: [], text: reason.fr }] },
        answering(),
      ).bytes,
  };
}

/** The transaction that a message is of, by its type and event, whatever else is wrong with it. */
function transactionOf(message: Hl7Message, transactions: readonly Hl7Transaction[]): Hl7Transaction | undefined {
  const msh = message.first('MSH');
  const type = msh?.field(9).repetition();
  const version = Number(/^2\.(\d)/.exec(msh?.field(12).repetition().value ?? '')?.[1] ?? 0);
  return transactions.find(({ takes }) =>
    takes.some(
      (taken) => taken.type === type?.part(1).value && taken.events.includes(type.part(2).value) && version < (taken.before ?? Infinity),
    ),
  );
}

function refusalOf(message: Hl7Message, { parameters }: SimulatorContext, transactions: readonly Hl7Transaction[]): Refusal | undefined {
  const [msh] = message.segments;
  const refuse = (code: MessageError['code'], location: MessageError['location'], text: string): Refusal => ({
    code: 'AR',
    errors: [{ code, location, text }],
  });
  if (msh?.name === 'MSH' && delimiterProblem(msh.field(1).raw, msh.field(2).raw) !== undefined)
    return refuse('dataType', ['MSH', 1, 2], 'MSH-1 et MSH-2 ne sont pas des délimiteurs.');
  const lineEnd = message.problems.find(({ kind }) => kind === 'line-end');
  if (lineEnd && parameters['line-ends'] !== 'lenient')
    return refuse('segmentSequence', ['MSH', 1], `Les segments finissent par ${lineEnd.actual ?? 'LF'} au lieu de CR.`);
  if (message.problems.some(({ kind }) => kind === 'charset-unread' || kind === 'charset-bytes'))
    return refuse('dataType', ['MSH', 1, 18], 'Le message n’est pas dans le jeu de caractères de MSH-18.');
  const header = headerRefusal(
    message,
    transactions.flatMap(({ takes }) => takes),
  );
  return header && { code: header.code, errors: [header.error] };
}

/** What leaves: the answer itself, or in enhanced mode an accept acknowledgement and the answer, each where it is asked for. */
function inMode(message: Hl7Message, answer: Hl7Answer, context: AnswerContext): Uint8Array[] {
  const msh = message.first('MSH');
  const [atAccept, atApplication] = [15, 16].map((n) => msh?.field(n).repetition().value ?? '');
  if (!atAccept && !atApplication) return [answer.bytes];
  const isRefused = answer.code === 'AR';
  const isWanted = (condition: string | undefined, failed: boolean): boolean => condition === 'AL' || condition === (failed ? 'ER' : 'SU');
  const accept = { code: isRefused ? ('CR' as const) : ('CA' as const), errors: isRefused ? answer.errors : [] };
  return [
    ...(isWanted(atAccept, isRefused) ? [answerTo(message, accept, context).bytes] : []),
    ...(!isRefused && isWanted(atApplication, answer.code !== 'AA') ? [answer.bytes] : []),
  ];
}

/** `AE/207`: an acknowledgement and a code of table 0357. */
function plannedRefusal(planned: string): Refusal {
  const [code, condition] = planned.split('/');
  const named = (Object.keys(ERROR_CODE) as MessageError['code'][]).find((name) => String(ERROR_CODE[name][0]) === condition);
  return { code: code === 'AR' ? 'AR' : 'AE', errors: [{ code: named ?? 'application', location: [], text: 'Faute simulée.' }] };
}
