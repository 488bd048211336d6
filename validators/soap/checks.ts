import { createHash } from 'node:crypto';
import { z } from 'zod';
import {
  readArgument,
  ABSENT,
  bilingual,
  type Artefact,
  type Bilingual,
  type Check,
  type CheckOutcome,
  type Validator,
} from '../../src/model/index.js';
import { readRegistryResponse, RESPONSE_STATUS, type RegistryResponse } from '../../src/protocols/ebxml/index.js';
import { carriedDocuments, openSoap, positionInMessage, type SoapMessage } from '../../src/protocols/soap/index.js';
import type { XmlElement } from '../../src/protocols/xml/index.js';

const HOLDS: CheckOutcome = { holds: true };

/** A failure at an element, or of a message that could not be read so far. */
function fails(
  message: SoapMessage,
  expected: string | Bilingual,
  actual: string | Bilingual,
  element?: XmlElement,
  attribute?: string,
): CheckOutcome {
  const [problem] = message.problems;
  const unreadable = !message.root && problem;
  const place =
    element ? positionInMessage(message, element, attribute)
    : unreadable ? { line: problem.place.line, column: problem.place.column, path: problem.place.path }
    : {};
  return { holds: false, expected: bilingual(expected), actual: bilingual(unreadable ? problem.text : actual), ...place };
}

function action(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = readArgument(z.string(), argument, 'action');
  const message = openSoap(artefact);
  if (message.action === expected) return HOLDS;
  return fails(message, expected, message.action ?? ABSENT, message.addressing.action[0] ?? message.header ?? message.root);
}

function soap(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = readArgument(z.coerce.string(), argument, 'soap');
  const message = openSoap(artefact);
  if (message.version === expected) return HOLDS;
  return fails(
    message,
    `SOAP ${expected}`,
    message.version ? `SOAP ${message.version}` : (message.root?.namespace ?? ABSENT),
    message.root,
  );
}

function packaging(artefact: Artefact, argument: unknown): CheckOutcome {
  const expected = readArgument(z.enum(['mtom', 'simple']), argument, 'packaging');
  const message = openSoap(artefact);
  if (message.packaging === expected) return HOLDS;
  const names = { mtom: 'MTOM/XOP (multipart/related)', simple: 'SOAP simple (application/soap+xml)' };
  return fails(message, names[expected], message.contentType?.type ?? names[message.packaging]);
}

const Status = z.enum(['Success', 'Failure', 'PartialSuccess']);
const RegistryStatus = z.union([Status, z.strictObject({ status: Status, 'error-code': z.string().optional() })]);

const URN: Record<z.infer<typeof Status>, string> = {
  Success: RESPONSE_STATUS.success,
  Failure: RESPONSE_STATUS.failure,
  PartialSuccess: RESPONSE_STATUS.partialSuccess,
};

const responseOf = (message: SoapMessage): RegistryResponse | undefined => message.root && readRegistryResponse(message.root);

const short = (urn: string): string => urn.slice(urn.lastIndexOf(':') + 1);

function saidBy(response: RegistryResponse): string {
  const codes = response.errors.map(({ code }) => code).filter((code) => code !== '');
  return `${short(response.status) || '?'}${codes.length > 0 ? ` (${[...new Set(codes)].slice(0, 5).join(', ')})` : ''}`;
}

/** What an answer is that is not a registry's. */
function otherAnswer(message: SoapMessage): string | Bilingual {
  const { fault } = message;
  if (!fault) return message.bodyElement?.name ?? { fr: 'aucun contenu SOAP', en: 'no SOAP content' };
  const code = `${fault.code}${fault.subcode === undefined ? '' : `/${fault.subcode}`}`;
  const reason = fault.reason.slice(0, 200);
  return { fr: `une erreur SOAP ${code} : ${reason}`, en: `a SOAP fault ${code}: ${reason}` };
}

function registryStatus(artefact: Artefact, argument: unknown): CheckOutcome {
  const given = readArgument(RegistryStatus, argument, 'registry-status');
  const { status, 'error-code': code } = typeof given === 'string' ? { status: given, 'error-code': undefined } : given;
  const message = openSoap(artefact);
  const response = responseOf(message);
  const expected = `${status}${code === undefined ? '' : ` (${code})`}`;
  if (!response) return fails(message, expected, otherAnswer(message), message.fault?.element ?? message.bodyElement ?? message.root);
  if (response.status !== URN[status]) return fails(message, expected, saidBy(response), response.element, 'status');
  if (code === undefined || response.errors.some((error) => error.code === code)) return HOLDS;
  return fails(message, expected, saidBy(response), response.errors[0]?.element ?? response.element, response.errors[0] && 'errorCode');
}

const SoapFaultArgument = z.union([z.literal(true), z.strictObject({ code: z.string().optional(), subcode: z.string().optional() })]);

function soapFaultCheck(artefact: Artefact, argument: unknown): CheckOutcome {
  const given = readArgument(SoapFaultArgument, argument, 'soap-fault');
  const { code, subcode } = given === true ? { code: undefined, subcode: undefined } : given;
  const message = openSoap(artefact);
  const { fault } = message;
  const wanted = [code, subcode].filter((part) => part !== undefined).join('/');
  const expected = { fr: `une erreur SOAP ${wanted}`.trim(), en: `a SOAP fault ${wanted}`.trim() };
  if (!fault) {
    const response = responseOf(message);
    return fails(
      message,
      expected,
      response ? saidBy(response) : otherAnswer(message),
      response?.element ?? message.bodyElement ?? message.root,
    );
  }
  const local = subcode?.slice(subcode.indexOf(':') + 1);
  if ((code === undefined || fault.code === code) && (local === undefined || fault.subcodeLocal === local)) return HOLDS;
  return fails(message, expected, otherAnswer(message), fault.element);
}

function refused(artefact: Artefact, argument: unknown): CheckOutcome {
  const wanted = readArgument(z.boolean(), argument, 'refused');
  const message = openSoap(artefact);
  const response = responseOf(message);
  const isRefused = message.fault !== undefined || response?.status === RESPONSE_STATUS.failure;
  if (isRefused === wanted) return HOLDS;
  return fails(
    message,
    wanted ?
      { fr: 'un refus : erreur SOAP, ou RegistryResponse Failure', en: 'a refusal: a SOAP fault, or RegistryResponse Failure' }
    : { fr: 'une réponse sans refus', en: 'an answer that is no refusal' },
    response ? saidBy(response) : otherAnswer(message),
    response?.element ?? message.fault?.element ?? message.bodyElement ?? message.root,
    response && 'status',
  );
}

const DocumentsArgument = z.strictObject({
  count: z.coerce.number().int().min(0).optional(),
  /** SHA-1 that one of the documents has */
  'sha1-of': z.string().optional(),
});

function documents(artefact: Artefact, argument: unknown): CheckOutcome {
  const { count, 'sha1-of': sha1 } = readArgument(DocumentsArgument, argument, 'documents');
  const message = openSoap(artefact);
  const carried = carriedDocuments(message).filter(({ bytes }) => bytes !== undefined);
  const where = message.bodyElement ?? message.root;
  if (count !== undefined && carried.length !== count)
    return fails(
      message,
      { fr: `${count} document(s)`, en: `${count} document(s)` },
      { fr: `${carried.length} document(s)`, en: `${carried.length} document(s)` },
      where,
    );
  if (sha1 === undefined) return HOLDS;
  const found = carried.map(({ bytes }) => createHash('sha1').update(bytes!).digest('hex'));
  if (found.includes(sha1.toLowerCase())) return HOLDS;
  return fails(
    message,
    `SHA-1 ${sha1.toLowerCase()}`,
    found.length > 0 ? found.map((hash) => `SHA-1 ${hash}`).join(', ') : ABSENT,
    carried[0]?.element ?? where,
  );
}

/** Structured checks of scenarios on SOAP messages. */
export const checks: Readonly<Record<string, Check>> = {
  action: {
    title: { fr: 'L’action WS-Addressing est celle attendue.', en: 'The WS-Addressing action is the one expected.' },
    evaluate: action,
  },
  soap: { title: { fr: 'La version de SOAP est celle attendue.', en: 'The SOAP version is the one expected.' }, evaluate: soap },
  packaging: {
    title: {
      fr: 'Le message est transmis sous la forme attendue (MTOM ou simple).',
      en: 'The message is packaged as expected (MTOM or simple).',
    },
    evaluate: packaging,
  },
  'registry-status': {
    title: { fr: 'La réponse a le statut attendu.', en: 'The answer has the status expected.' },
    evaluate: registryStatus,
  },
  'soap-fault': {
    title: { fr: 'La réponse est l’erreur SOAP attendue.', en: 'The answer is the SOAP fault expected.' },
    evaluate: soapFaultCheck,
  },
  refused: { title: { fr: 'La demande est refusée.', en: 'The request is refused.' }, evaluate: refused },
  documents: {
    title: { fr: 'Le message transporte les documents attendus.', en: 'The message carries the documents expected.' },
    evaluate: documents,
  },
};

/** What SOAP messages are compared by. */
export const identifiers: NonNullable<Validator['identifiers']> = {
  'message-id': (artefact) => [openSoap(artefact).messageId ?? []].flat(),
};
