import { randomUUID } from 'node:crypto';
import type { SimulatorContext } from '../model/index.js';
import {
  answerTo,
  delimiterProblem,
  ERROR_CODE,
  headerRefusal,
  openHl7,
  readHl7,
  unsoundPiece,
  writeEdited,
  type AnswerContext,
  type Hl7Answer,
  type Hl7Message,
  type MessageError,
  type Taken,
  type Unsound,
} from '../protocols/hl7v2/index.js';
import type { ActiveFaults } from './faults.js';
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
      return {
        messages: inMode(message, altered(answer, faults), answering(), planned === undefined && refusal !== undefined),
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
  const header = headerRefusal(
    message,
    transactions.flatMap(({ takes }) => takes),
  );
  if (header) return { code: header.code, errors: [header.error] };
  if (parameters['reception'] === 'tolerant') return undefined;
  // whose accents are guessed is somebody else
  if (message.problems.some(({ kind }) => kind === 'charset-undeclared'))
    return {
      code: 'AE',
      errors: [{ code: 'requiredFieldMissing', location: ['MSH', 1, 18], text: 'MSH-18 ne dit pas le jeu de caractères du message.' }],
    };
  const unsound = unsoundPiece(message);
  if (!unsound) return undefined;
  const { code, text } = UNSOUND[unsound.kind];
  return { code: 'AE', errors: [{ code, location: unsound.location, text }] };
}

const UNSOUND: Readonly<Record<Unsound['kind'], { code: MessageError['code']; text: string }>> = {
  line: { code: 'segmentSequence', text: 'Une ligne n’est pas un segment.' },
  header: { code: 'segmentSequence', text: 'Le message a un second segment MSH.' },
  excess: { code: 'dataType', text: 'Un champ est trop long pour être lu.' },
  control: { code: 'dataType', text: 'Un caractère de commande n’a pas sa place dans un message.' },
  escape: { code: 'dataType', text: 'Une séquence d’échappement n’en est pas une.' },
};

/** An answer with the fields that faults make it say; one that cannot say so is spared, and then nothing was committed. */
function altered(answer: Hl7Answer, faults: ActiveFaults): Hl7Answer {
  const set: Record<string, string> = faults.take('wrong-control-id') === undefined ? {} : { 'MSA-2': 'ANOTHER' };
  const [path = '', value = ''] = faults.planned('hl7-field')?.split(/=(.*)/s) ?? [];
  const both = path === '' ? undefined : rewritten(answer, { ...set, [path]: value });
  if (both) faults.take('hl7-field');
  return { ...answer, bytes: both ?? rewritten(answer, set) ?? answer.bytes };
}

/** Undefined when the answer has no such segment, or its character set no such letters. */
function rewritten({ segments }: Hl7Answer, set: Readonly<Record<string, string>>): Uint8Array | undefined {
  try {
    return writeEdited(segments, { set });
  } catch {
    return undefined;
  }
}

/** Table 0155: when an acknowledgement is wanted. */
const CONDITIONS: readonly string[] = ['AL', 'NE', 'ER', 'SU'];

/**
 * What leaves: the answer itself, or in enhanced mode an accept acknowledgement and the answer, each where it is asked for.
 * @param atDoor it was refused before its transaction looked at it
 */
function inMode(message: Hl7Message, answer: Hl7Answer, context: AnswerContext, atDoor: boolean): Uint8Array[] {
  const msh = message.segments[0]?.name === 'MSH' ? message.segments[0] : undefined;
  const condition = (n: number): string => msh?.field(n).repetition().value ?? '';
  const [atAccept, atApplication] = [condition(15), condition(16)];
  // words that are no condition are those of a header out of joint, whose sender waits for any answer
  if (!CONDITIONS.includes(atAccept) && !CONDITIONS.includes(atApplication)) return [answer.bytes];
  const isRefused = atDoor || answer.code === 'AR';
  const isWanted = (asked: string, failed: boolean): boolean => asked === 'AL' || asked === (failed ? 'ER' : 'SU');
  const refused = answer.code === 'AE' ? ('CE' as const) : ('CR' as const);
  const accept = isRefused ? { code: refused, errors: answer.errors } : { code: 'CA' as const, errors: [] };
  const acknowledges = isWanted(atAccept, isRefused);
  return [
    ...(acknowledges ? [answerTo(message, accept, context).bytes] : []),
    // who asks for no accept acknowledgement (NE and AL: original mode by its other name) is told by the application that nothing was taken
    ...(!(isRefused && acknowledges) && isWanted(atApplication, answer.code !== 'AA') ? [answer.bytes] : []),
  ];
}

/** `AE/207`: an acknowledgement and a code of table 0357. */
function plannedRefusal(planned: string): Refusal {
  const [code, condition] = planned.split('/');
  const named = (Object.keys(ERROR_CODE) as MessageError['code'][]).find((name) => String(ERROR_CODE[name][0]) === condition);
  return { code: code === 'AR' ? 'AR' : 'AE', errors: [{ code: named ?? 'application', location: [], text: 'Faute simulée.' }] };
}
