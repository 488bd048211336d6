import { shorten, type Bilingual } from '../model/index.js';
import {
  answerActionOf,
  inclusionsOf,
  openSoap,
  SOAP_12,
  soapFault,
  transactionOf,
  writeSoap,
  WSA,
  WSA_ANONYMOUS,
  WSSE,
  type Attachment,
  type SoapFault,
  type SoapMessage,
  type SoapProblemKind,
} from '../protocols/soap/index.js';
import { Raw, xml, type XmlElement } from '../protocols/xml/index.js';
import { newMessageId, plannedAttachments, plannedFault, plannedMessageId, plannedStatus } from './soap-faults.js';
import type { HttpAnswer, HttpRequest, ListenOptions } from './types.js';

/** What a transaction answers; addressing headers and packaging are added by the endpoint. */
export interface SoapAnswer {
  body: Raw;
  /** written one by one in the place that `PIECES` takes in the body: an answer too large to be made at once */
  pieces?: Iterable<Raw>;
  attachments?: Attachment[];
  /** absent: the answer action of the request's action */
  action?: string;
  within?: string;
}

/** Where the pieces of an answer go in its body. */
export const PIECES = new Raw('<!-- pieces -->');

/** Thrown by a transaction to refuse a message with a SOAP fault. */
export class SoapFaultError extends Error {
  constructor(readonly fault: SoapFault) {
    super(fault.reason.en);
  }
}

export interface SoapEndpointOptions {
  /** by wsa:Action of the request */
  transactions: Readonly<Record<string, (message: SoapMessage, request: HttpRequest) => Promise<SoapAnswer>>>;
  /** the transaction that every action is here; absent: that of the action, which several may share */
  transaction?: string;
}

/**
 * Makes a SOAP 1.2 service with WS-Addressing out of transactions, to be spread into `HttpServer.listen`. It answers by
 * itself whatever is wrong below the transaction: packaging, version, addressing, headers that must be understood,
 * unknown actions, its own failures.
 */
export function soapEndpoint(options: SoapEndpointOptions): Pick<ListenOptions, 'handle' | 'refuse'> {
  return {
    handle: async (request) => {
      const message = openSoap(request.artefact);
      const transaction = transactionOf(message);
      const id = options.transaction ?? transaction?.id;
      const known = { ...(id !== undefined && { transaction: id }) };
      const { faults } = request;
      faults.meet(id);
      const unavailable = plannedStatus(faults);
      if (unavailable) return { ...unavailable, ...known };
      try {
        const planned = faults.take('soap-fault');
        if (planned !== undefined) throw new SoapFaultError(plannedFault(planned));
        checkPackaging(message);
        checkVersion(message);
        checkContentType(message);
        checkEnvelope(message);
        checkPresent(message, 'action');
        const handler = options.transactions[message.action!];
        if (!handler) throw actionNotSupported(message.action!, Object.keys(options.transactions));
        checkPresent(message, 'messageId');
        checkAddressing(message);
        checkUnderstood(message);
        checkInclusions(message);
        const answer = await handler(message, request);
        const mtom = answer.attachments ?? (transaction?.packaging === 'mtom' ? [] : undefined);
        const written = writeSoap({
          action: answer.action ?? answerActionOf(message.action!),
          ...plannedMessageId(faults, message.messageId),
          relatesTo: faults.take('wrong-relates-to') === undefined ? message.messageId! : newMessageId(),
          body: answer.body,
          ...(mtom && { attachments: plannedAttachments(faults, mtom) }),
        });
        const within = answer.within !== undefined && { within: answer.within };
        return { status: 200, ...written, ...(answer.pieces && { body: inPieces(written.body, answer.pieces) }), ...known, ...within };
      } catch (error) {
        if (!(error instanceof SoapFaultError)) throw error;
        return { ...faultAnswer(error, message), ...(isCoded(message) && { status: 415 }), ...known };
      }
    },
    refuse: (status, reason) => ({
      ...soapFault({ code: status >= 500 ? 'Receiver' : 'Sender', reason }, { messageId: newMessageId() }),
      status,
    }),
  };
}

/** An answer of one piece, with others in the middle of it that are made as they are sent. */
function* inPieces(body: readonly Uint8Array[], pieces: Iterable<Raw>): Generator<Uint8Array> {
  const whole = Buffer.concat(body);
  const at = whole.indexOf(PIECES.markup);
  yield whole.subarray(0, at);
  for (const piece of pieces) yield Buffer.from(piece.markup);
  yield whole.subarray(at + PIECES.markup.length);
}

function faultAnswer(error: SoapFaultError, message: SoapMessage): HttpAnswer {
  const old = error.fault.code === 'VersionMismatch' && message.version === '1.1';
  return soapFault(error.fault, {
    messageId: newMessageId(),
    ...(message.messageId !== undefined && { relatesTo: message.messageId }),
    ...(old && { soapVersion: '1.1' as const }),
    ...(error instanceof HeaderFault && { headers: error.headers }),
  });
}

/** A fault that says more in header blocks. */
class HeaderFault extends SoapFaultError {
  constructor(
    fault: SoapFault,
    readonly headers: Raw,
  ) {
    super(fault);
  }
}

const sender = (fr: string, en: string, subcode?: string): SoapFaultError =>
  new SoapFaultError({ code: 'Sender', reason: { fr, en }, ...(subcode !== undefined && { subcode }) });

/** Problems that leave nothing sure to be read; a part without Content-ID only cannot be referred to. */
const FATAL: ReadonlySet<SoapProblemKind> = new Set<SoapProblemKind>([
  'http',
  'content-type',
  'content-encoding',
  'boundary',
  'closing-boundary',
  'part-headers',
  'transfer-encoding',
  'content-id-duplicate',
  'root-part',
  'not-xml',
  'not-envelope',
]);

const isCoded = ({ problems }: SoapMessage): boolean => problems.some(({ kind }) => kind === 'content-encoding');

function checkPackaging(message: SoapMessage): void {
  const problem = message.problems.find(({ kind }) => FATAL.has(kind));
  if (problem) throw sender(told(problem.text.fr, problem.place), told(problem.text.en, problem.place, 'en'));
}

function told(text: string, place: { line: number; column: number; part?: Bilingual }, language: 'fr' | 'en' = 'fr'): string {
  const where =
    language === 'fr' ?
      `ligne ${place.line}, colonne ${place.column}${place.part ? ` de la ${place.part.fr}` : ''}`
    : `line ${place.line}, column ${place.column}${place.part ? ` of ${place.part.en}` : ''}`;
  return `${text} (${where})`;
}

function checkVersion(message: SoapMessage): void {
  if (message.version === '1.2') return;
  const namespace = message.root?.namespace ?? '';
  throw new HeaderFault(
    {
      code: 'VersionMismatch',
      reason: {
        fr: `Espace de noms de l’enveloppe « ${namespace} » : SOAP 1.2 (${SOAP_12}) est attendu.`,
        en: `Envelope namespace “${namespace}”: SOAP 1.2 (${SOAP_12}) is expected.`,
      },
    },
    xml`<up:Upgrade xmlns:up="${SOAP_12}"><up:SupportedEnvelope qname="up:Envelope"/></up:Upgrade>`,
  );
}

function checkContentType({ contentType, packaging, body }: SoapMessage): void {
  const expected = packaging === 'mtom' ? 'multipart/related' : 'application/soap+xml';
  if (contentType && contentType.type !== expected)
    throw sender(
      `Content-Type « ${contentType.type} » : « ${expected} » est attendu.`,
      `Content-Type “${contentType.type}”: “${expected}” is expected.`,
    );
  if (!body) throw sender('L’enveloppe n’a pas d’élément Body.', 'The envelope has no Body element.');
}

/** An optional Header, then a Body (SOAP 1.2 Part 1, section 5.1) with one request (WS-I Basic Profile 2.0, R2201). */
function checkEnvelope({ root, body }: SoapMessage): void {
  const children = root!.elements();
  const stray =
    children.find(({ local, namespace }, i) => {
      const expected = i === 0 && children.length > 1 ? 'Header' : 'Body';
      return i > 1 || local !== expected || namespace !== SOAP_12;
    }) ?? body!.elements()[1];
  if (!stray) return;
  const { line, column } = stray.document.position(stray.start);
  const name = shorten(stray.name);
  throw sender(
    `L’enveloppe contient un Header facultatif puis un Body, et celui-ci une seule requête\u00A0: ${name} est de trop (ligne ${line}, colonne ${column}).`,
    `The envelope holds an optional Header and a Body, and this one request: ${name} is one too many (line ${line}, column ${column}).`,
  );
}

const HEADERS = { action: 'Action', messageId: 'MessageID', to: 'To', replyTo: 'ReplyTo' } as const;

function checkPresent(message: SoapMessage, property: 'action' | 'messageId'): void {
  if ((message[property] ?? '') === '')
    throw sender(
      `L’en-tête WS-Addressing obligatoire wsa:${HEADERS[property]} manque.`,
      `A required header representing a Message Addressing Property is not present: wsa:${HEADERS[property]}.`,
      'wsa:MessageAddressingHeaderRequired',
    );
}

function checkAddressing(message: SoapMessage): void {
  const { addressing } = message;
  for (const property of ['action', 'messageId', 'to', 'replyTo'] as const)
    if (addressing[property].length > 1)
      throw sender(
        `L’en-tête wsa:${HEADERS[property]} est présent ${addressing[property].length} fois.`,
        `The header wsa:${HEADERS[property]} is present ${addressing[property].length} times.`,
        'wsa:InvalidAddressingHeader',
      );
  if (addressing.replyTo.length > 0 && message.replyTo !== undefined && message.replyTo !== WSA_ANONYMOUS)
    throw sender(
      `wsa:ReplyTo désigne « ${message.replyTo} » : seule l’adresse anonyme ${WSA_ANONYMOUS} est prise en charge.`,
      `wsa:ReplyTo names “${message.replyTo}”: only the anonymous address ${WSA_ANONYMOUS} is supported.`,
      'wsa:InvalidAddressingHeader',
    );
  if (message.httpAction !== undefined && message.httpAction !== '' && message.httpAction !== message.action)
    throw sender(
      `Le paramètre action du Content-Type (« ${message.httpAction} ») diffère de wsa:Action (« ${message.action} »).`,
      `The action parameter of Content-Type (“${message.httpAction}”) differs from wsa:Action (“${message.action}”).`,
      'wsa:InvalidAddressingHeader',
    );
}

/** Header blocks that a fault names; a client corrects and comes back. */
const MOST_NAMED = 20;

/** Does a header block have to be understood by us (SOAP 1.2 Part 1, sections 2.4 and 5.2.3)? */
function mustUnderstand(block: XmlElement): boolean {
  const role = block.attribute('role', SOAP_12);
  const ours = role === undefined || role === '' || role === `${SOAP_12}/role/ultimateReceiver` || role === `${SOAP_12}/role/next`;
  return ours && ['true', '1'].includes(block.attribute('mustUnderstand', SOAP_12)?.trim() ?? '');
}

function checkUnderstood({ header }: SoapMessage): void {
  const isOurs = (block: XmlElement): boolean => block.namespace === WSA || (block.namespace === WSSE && block.local === 'Security');
  const foreign = (header?.elements() ?? []).filter((block) => mustUnderstand(block) && !isOurs(block)).slice(0, MOST_NAMED);
  if (foreign.length === 0) return;
  const names = foreign.map((block) => `{${block.namespace}}${block.local}`).join(', ');
  throw new HeaderFault(
    {
      code: 'MustUnderstand',
      reason: {
        fr: `En-têtes à comprendre obligatoirement et inconnus ici : ${names}.`,
        en: `Header blocks that must be understood and are not: ${names}.`,
      },
    },
    new Raw(
      foreign
        .map(
          (block) =>
            xml`<soap:NotUnderstood qname="${`nu:${shorten(block.local, 1000)}`}" xmlns:nu="${shorten(block.namespace, 1000)}"/>`.markup,
        )
        .join(''),
    ),
  );
}

function checkInclusions(message: SoapMessage): void {
  const lost = inclusionsOf(message).find((inclusion) => !inclusion.part);
  if (lost)
    throw sender(
      `xop:Include désigne « ${lost.href ?? ''} », qu’aucune pièce du message ne porte en Content-ID.`,
      `xop:Include names “${lost.href ?? ''}”, which no part of the message has as Content-ID.`,
    );
}

function actionNotSupported(action: string, supported: readonly string[]): SoapFaultError {
  return new SoapFaultError({
    code: 'Sender',
    subcode: 'wsa:ActionNotSupported',
    reason: {
      fr: `L’action « ${action} » n’est pas prise en charge à cette adresse. Actions admises : ${supported.join(', ')}.`,
      en: `The action “${action}” is not supported at this address. Supported: ${supported.join(', ')}.`,
    },
    detail: xml`<wsa:ProblemAction><wsa:Action>${shorten(action, 1000)}</wsa:Action></wsa:ProblemAction>`,
  });
}
