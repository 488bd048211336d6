import { quoted, type Rule } from '../../src/model/index.js';
import { answerActionOf, transactionOfAction, WSA, WSA_ANONYMOUS, WSSE, type SoapFaultInfo } from '../../src/protocols/soap/index.js';
import type { Judge, RuleFamily } from './judge.js';

const CORE = 'WS-Addressing 1.0 Core, 3.4';
const BINDING = 'SOAP 1.2 Part 2, 7.5.2.2';
const FAULTS = 'SOAP 1.2 Part 1, 5.4';

const WSA_CODES = [
  'InvalidAddressingHeader',
  'MessageAddressingHeaderRequired',
  'DestinationUnreachable',
  'ActionNotSupported',
  'EndpointUnavailable',
];
const WSSE_CODES = [
  'UnsupportedSecurityToken',
  'UnsupportedAlgorithm',
  'InvalidSecurity',
  'InvalidSecurityToken',
  'FailedAuthentication',
  'FailedCheck',
  'SecurityTokenUnavailable',
  'MessageExpired',
];
const FAULT_CODES = ['Sender', 'Receiver', 'VersionMismatch', 'MustUnderstand', 'DataEncodingUnknown'];

const rules: readonly Rule[] = [
  {
    id: 'SOAP-04',
    level: 'SHALL',
    title: {
      fr: 'Une demande sans wsa:Action ou sans wsa:MessageID reçoit une erreur SOAP wsa:MessageAddressingHeaderRequired.',
      en: 'A request without wsa:Action or wsa:MessageID gets a SOAP fault wsa:MessageAddressingHeaderRequired.',
    },
    message: {
      fr: 'La réponse ne dit pas qu’un en-tête WS-Addressing obligatoire manque.',
      en: 'The answer does not say that a required WS-Addressing header is missing.',
    },
    hint: {
      fr: 'Répondre une erreur SOAP Sender de sous-code wsa:MessageAddressingHeaderRequired.',
      en: 'Answer a SOAP fault Sender with subcode wsa:MessageAddressingHeaderRequired.',
    },
    requirements: ['SOAP-04'],
    clause: 'WS-Addressing 1.0 SOAP Binding, 6.4.2',
    example: {
      right: '<soap:Value>wsa:MessageAddressingHeaderRequired</soap:Value>',
      wrong: '<rs:RegistryResponse status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success"/>',
    },
  },
  {
    id: 'SOAP-05-ACTION',
    level: 'SHALL',
    title: {
      fr: 'wsa:Action de la réponse est l’action de réponse de la transaction.',
      en: 'wsa:Action of the answer is the answer action of the transaction.',
    },
    message: {
      fr: 'wsa:Action n’est pas l’action de réponse de la transaction.',
      en: 'wsa:Action is not the answer action of the transaction.',
    },
    hint: { fr: 'Écrire l’action de réponse que la transaction définit.', en: 'Write the answer action that the transaction defines.' },
    requirements: ['SOAP-05'],
    clause: CORE,
    example: {
      right: '<wsa:Action>urn:ihe:iti:2007:RegistryStoredQueryResponse</wsa:Action>',
      wrong: '<wsa:Action>urn:ihe:iti:2007:RegistryStoredQuery</wsa:Action>',
    },
  },
  {
    id: 'SOAP-05-RELATESTO',
    level: 'SHALL',
    title: {
      fr: 'wsa:RelatesTo de la réponse reprend le wsa:MessageID de la demande.',
      en: 'wsa:RelatesTo of the answer is the wsa:MessageID of the request.',
    },
    message: {
      fr: 'La réponse ne désigne pas la demande à laquelle elle répond.',
      en: 'The answer does not name the request that it answers.',
    },
    why: {
      fr: 'Le client ne peut pas savoir à quelle demande répond ce message.',
      en: 'The client cannot know which request this message answers.',
    },
    hint: {
      fr: 'Recopier dans wsa:RelatesTo le wsa:MessageID de la demande.',
      en: 'Copy the wsa:MessageID of the request into wsa:RelatesTo.',
    },
    requirements: ['SOAP-05'],
    clause: CORE,
    example: {
      right: '<wsa:RelatesTo>urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f</wsa:RelatesTo>',
      wrong: '<soap:Header/>',
    },
  },
  {
    id: 'SOAP-05-HEADERS',
    level: 'SHOULD',
    title: {
      fr: 'La réponse porte wsa:MessageID et wsa:To, ce dernier avec l’adresse anonyme.',
      en: 'The answer has wsa:MessageID and wsa:To, the latter with the anonymous address.',
    },
    message: {
      fr: 'Un en-tête WS-Addressing de la réponse manque ou n’a pas la valeur attendue.',
      en: 'A WS-Addressing header of the answer is missing or has another value.',
    },
    hint: { fr: `Écrire wsa:MessageID, et ${WSA_ANONYMOUS} dans wsa:To.`, en: `Write wsa:MessageID, and ${WSA_ANONYMOUS} in wsa:To.` },
    requirements: ['SOAP-05'],
    clause: CORE,
    example: { right: `<wsa:MessageID>urn:uuid:…</wsa:MessageID><wsa:To>${WSA_ANONYMOUS}</wsa:To>`, wrong: '<wsa:To>urn:client</wsa:To>' },
  },
  {
    id: 'SOAP-13',
    level: 'SHALL',
    title: {
      fr: 'Une réponse, même d’échec applicatif, a le statut HTTP 200 ; une erreur SOAP, 400 ou 500.',
      en: 'An answer, even of an application failure, has HTTP status 200; a SOAP fault, 400 or 500.',
    },
    message: {
      fr: 'Le statut HTTP ne va pas avec le contenu de la réponse.',
      en: 'The HTTP status does not go with the content of the answer.',
    },
    why: {
      fr: 'Une pile SOAP lit le statut avant le corps : elle peut prendre un échec pour un succès, ou ne jamais lire l’erreur.',
      en: 'A SOAP stack reads the status before the body: it may take a failure for a success, or never read the error.',
    },
    hint: {
      fr: 'Répondre 200 avec une RegistryResponse, 400 ou 500 avec une erreur SOAP.',
      en: 'Answer 200 with a RegistryResponse, 400 or 500 with a SOAP fault.',
    },
    requirements: ['SOAP-13'],
    clause: BINDING,
    example: {
      right: 'HTTP/1.1 200 … <rs:RegistryResponse status="…:Failure">',
      wrong: 'HTTP/1.1 500 … <rs:RegistryResponse status="…:Failure">',
    },
  },
  {
    id: 'SOAP-13-FAULT',
    level: 'SHOULD',
    title: {
      fr: 'Une erreur SOAP Sender a le statut HTTP 400, les autres 500.',
      en: 'A SOAP fault Sender has HTTP status 400, the others 500.',
    },
    message: { fr: 'Le statut HTTP n’est pas celui de ce code d’erreur SOAP.', en: 'The HTTP status is not that of this SOAP fault code.' },
    hint: { fr: 'Répondre 400 pour Sender, 500 pour les autres codes.', en: 'Answer 400 for Sender, 500 for the other codes.' },
    requirements: ['SOAP-13'],
    clause: `${BINDING}, tableau 20`,
    example: { right: 'HTTP/1.1 400 … soap:Sender', wrong: 'HTTP/1.1 500 … soap:Sender' },
  },
  {
    id: 'SOAP-14',
    level: 'SHALL',
    title: {
      fr: 'Code/Value d’une erreur SOAP est un QName parmi Sender, Receiver, VersionMismatch, MustUnderstand et DataEncodingUnknown.',
      en: 'Code/Value of a SOAP fault is a QName among Sender, Receiver, VersionMismatch, MustUnderstand and DataEncodingUnknown.',
    },
    message: { fr: 'Le code de l’erreur SOAP n’est pas un code de SOAP 1.2.', en: 'The code of the SOAP fault is not a SOAP 1.2 code.' },
    hint: {
      fr: 'Écrire le code SOAP dans Code/Value, et le code applicatif dans Code/Subcode/Value.',
      en: 'Write the SOAP code in Code/Value, and the application code in Code/Subcode/Value.',
    },
    requirements: ['SOAP-14'],
    clause: `${FAULTS}.6`,
    example: { right: '<soap:Value>soap:Sender</soap:Value>', wrong: '<soap:Value>soap:Client</soap:Value>' },
  },
  {
    id: 'SOAP-14-REASON',
    level: 'SHALL',
    title: {
      fr: 'Une erreur SOAP dit sa raison dans Reason/Text, avec xml:lang.',
      en: 'A SOAP fault gives its reason in Reason/Text, with xml:lang.',
    },
    message: {
      fr: 'La raison de l’erreur SOAP manque ou n’a pas de langue.',
      en: 'The reason of the SOAP fault is missing or has no language.',
    },
    why: {
      fr: 'La personne qui lit l’erreur ne sait pas quoi corriger.',
      en: 'The person who reads the fault does not know what to correct.',
    },
    hint: {
      fr: 'Écrire la raison en toutes lettres dans Reason/Text xml:lang="fr".',
      en: 'Write the reason in words in Reason/Text xml:lang="fr".',
    },
    requirements: ['SOAP-14'],
    clause: `${FAULTS}.2`,
    example: { right: '<soap:Reason><soap:Text xml:lang="fr">Certificat expiré</soap:Text></soap:Reason>', wrong: '<soap:Reason/>' },
  },
  {
    id: 'SOAP-15',
    level: 'SHOULD',
    title: {
      fr: 'Un sous-code de WS-Addressing est un de ceux que la norme définit.',
      en: 'A WS-Addressing subcode is one that the standard defines.',
    },
    message: { fr: 'Ce sous-code n’existe pas dans WS-Addressing.', en: 'This subcode does not exist in WS-Addressing.' },
    hint: { fr: `Choisir parmi ${WSA_CODES.join(', ')}.`, en: `Choose among ${WSA_CODES.join(', ')}.` },
    requirements: ['SOAP-15'],
    clause: 'WS-Addressing 1.0 SOAP Binding, 6.4',
    example: { right: '<soap:Value>wsa:ActionNotSupported</soap:Value>', wrong: '<soap:Value>wsa:UnknownAction</soap:Value>' },
  },
  {
    id: 'SOAP-16',
    level: 'SHOULD',
    title: {
      fr: 'Un sous-code de WS-Security est un de ceux que la norme définit.',
      en: 'A WS-Security subcode is one that the standard defines.',
    },
    message: { fr: 'Ce sous-code n’existe pas dans WS-Security.', en: 'This subcode does not exist in WS-Security.' },
    hint: { fr: `Choisir parmi ${WSSE_CODES.join(', ')}.`, en: `Choose among ${WSSE_CODES.join(', ')}.` },
    requirements: ['SOAP-16'],
    clause: 'WS-Security 1.1, 12',
    example: { right: '<soap:Value>wsse:FailedCheck</soap:Value>', wrong: '<soap:Value>wsse:BadSignature</soap:Value>' },
  },
];

function judgeAnswer(judge: Judge): void {
  const { message } = judge;
  if (!judge.isAnswer || !message.root) return;
  judgeRequiredHeaders(judge);
  judgeStatus(judge);
  if (message.fault) judgeFault(judge, message.fault);
  else judgeHeaders(judge);
}

function judgeRequiredHeaders(judge: Judge): void {
  const { request, message } = judge;
  if (!request?.root || request.version !== '1.2' || ((request.action ?? '') !== '' && (request.messageId ?? '') !== '')) return;
  const { fault } = message;
  judge.expect(
    'SOAP-04',
    fault?.subcodeLocal === 'MessageAddressingHeaderRequired',
    fault?.element ?? message.bodyElement ?? message.root,
    () => ({
      expected: 'wsa:MessageAddressingHeaderRequired',
      actual: fault ? `${fault.code}${fault.subcode === undefined ? '' : `/${fault.subcode}`}` : quoted(message.bodyElement?.name),
    }),
  );
}

function judgeHeaders(judge: Judge): void {
  const { message, request, context, transaction } = judge;
  const { addressing, action, relatesTo } = message;
  const parent = message.header ?? message.root!;
  const asked = request?.action ?? (transaction && transaction.request);
  const allowed = asked === undefined ? undefined : (transactionOfAction(asked)?.answers ?? [answerActionOf(asked)]);
  const expectedAction = context.parameters['expected-action'];
  const actions = expectedAction === undefined ? allowed : [expectedAction];
  const known = actions === undefined ? action !== undefined && action !== '' : action !== undefined && actions.includes(action);
  judge.expect(
    'SOAP-05-ACTION',
    known && addressing.action.length === 1,
    addressing.action[1] ?? addressing.action[0] ?? { in: parent, missing: 'wsa:Action' },
    () => ({
      expected: actions?.join(' | ') ?? { fr: 'une action de réponse', en: 'an answer action' },
      actual: addressing.action.length > 1 ? `${addressing.action.length} wsa:Action` : quoted(action),
    }),
  );
  const id = context.parameters['request-message-id'] ?? request?.messageId;
  const related = id === undefined ? (relatesTo ?? '') !== '' : addressing.relatesTo.some((element) => element.text.trim() === id);
  judge.expect('SOAP-05-RELATESTO', related, addressing.relatesTo[0] ?? { in: parent, missing: 'wsa:RelatesTo' }, () => ({
    expected: id ?? { fr: 'le wsa:MessageID de la demande', en: 'the wsa:MessageID of the request' },
    actual: quoted(relatesTo),
  }));
  judge.expect(
    'SOAP-05-HEADERS',
    (message.messageId ?? '') !== '',
    addressing.messageId[0] ?? { in: parent, missing: 'wsa:MessageID' },
    () => ({
      expected: 'wsa:MessageID',
      actual: quoted(message.messageId),
    }),
  );
  judge.expect('SOAP-05-HEADERS', message.to === WSA_ANONYMOUS, addressing.to[0] ?? { in: parent, missing: 'wsa:To' }, () => ({
    expected: WSA_ANONYMOUS,
    actual: quoted(message.to),
  }));
}

function judgeStatus(judge: Judge): void {
  const { status, fault, bodyElement, root } = judge.message;
  if (status === undefined || (!fault && !bodyElement)) return;
  // 405 and 415 are in the table of the binding too: what HTTP refuses before SOAP reads it
  const allowed = fault ? [400, 500, 200, 405, 415] : [200];
  const where = fault?.element ?? bodyElement ?? root;
  const holds = judge.expect('SOAP-13', allowed.includes(status), where, () => ({
    expected: fault ? '400 | 500' : '200',
    actual: String(status),
  }));
  if (!fault || !holds || status === 405 || status === 415 || !FAULT_CODES.includes(fault.code)) return;
  const usual = fault.code === 'Sender' ? 400 : 500;
  judge.expect('SOAP-13-FAULT', status === usual, where, () => ({ expected: `${usual} (${fault.code})`, actual: String(status) }));
}

function judgeFault(judge: Judge, fault: SoapFaultInfo): void {
  const { element } = fault;
  if (judge.message.version === '1.1') return;
  const value = element.at('Code', 'Value');
  const written = value?.text.trim() ?? '';
  const colon = written.indexOf(':');
  const namespace = value?.scope.get(colon === -1 ? '' : written.slice(0, colon)) ?? '';
  judge.expect(
    'SOAP-14',
    FAULT_CODES.includes(fault.code) && namespace === element.namespace,
    value ?? { in: element, missing: 'soap:Code/soap:Value' },
    () => ({
      expected: FAULT_CODES.map((code) => `soap:${code}`).join(' | '),
      actual: quoted(value && written),
    }),
  );
  const texts = element.element('Reason')?.elements('Text') ?? [];
  const bad = texts.find((text) => text.text.trim() === '' || text.attributes.every(({ name }) => name !== 'xml:lang'));
  judge.expect(
    'SOAP-14-REASON',
    texts.length > 0 && !bad,
    bad ?? { in: element.element('Reason') ?? element, missing: 'soap:Text' },
    () => ({
      expected: '<soap:Text xml:lang="fr">…</soap:Text>',
      actual: bad ? { fr: 'sans xml:lang ou vide', en: 'without xml:lang or empty' } : quoted(undefined),
    }),
  );
  judgeSubcode(judge, fault);
}

function judgeSubcode(judge: Judge, { element, subcode }: SoapFaultInfo): void {
  const value = element.at('Code', 'Subcode', 'Value');
  if (!value || subcode === undefined) return;
  const colon = subcode.indexOf(':');
  const namespace = value.scope.get(colon === -1 ? '' : subcode.slice(0, colon)) ?? '';
  const local = subcode.slice(colon + 1);
  if (namespace === WSA)
    judge.expect('SOAP-15', WSA_CODES.includes(local), value, () => ({ expected: WSA_CODES.join(' | '), actual: subcode }));
  if (namespace === WSSE)
    judge.expect('SOAP-16', WSSE_CODES.includes(local), value, () => ({ expected: WSSE_CODES.join(' | '), actual: subcode }));
}

export const answerFamily: RuleFamily = { rules, judge: judgeAnswer };
