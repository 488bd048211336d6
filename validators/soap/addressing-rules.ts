import { quoted, type Rule } from '../../src/model/index.js';
import { TRANSACTIONS, WSA, WSA_ANONYMOUS, type AddressingProperty } from '../../src/protocols/soap/index.js';
import type { Judge, RuleFamily } from './judge.js';

const BINDING = 'WS-Addressing 1.0 Core, 3.1';
const IHE = 'IHE ITI TF-2, annexe V.3';
const UUID = 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f';

const rules: readonly Rule[] = [
  {
    id: 'SOAP-03-ACTION',
    level: 'SHALL',
    title: { fr: 'La demande porte un seul en-tête wsa:Action, non vide.', en: 'The request has one wsa:Action header, not empty.' },
    message: { fr: 'L’en-tête wsa:Action manque, est vide ou se répète.', en: 'The wsa:Action header is missing, empty or repeated.' },
    why: {
      fr: 'Le récepteur ne sait pas quelle transaction est demandée.',
      en: 'The receiver does not know which transaction is asked for.',
    },
    hint: { fr: `Écrire wsa:Action dans l’espace de noms ${WSA}.`, en: `Write wsa:Action in the namespace ${WSA}.` },
    requirements: ['SOAP-03'],
    clause: BINDING,
    example: { right: '<wsa:Action soap:mustUnderstand="true">urn:ihe:iti:2007:RegistryStoredQuery</wsa:Action>', wrong: '<wsa:Action/>' },
  },
  {
    id: 'SOAP-03-MUST',
    level: 'SHOULD',
    title: {
      fr: 'wsa:Action et wsa:ReplyTo de la demande portent soap:mustUnderstand="true".',
      en: 'wsa:Action and wsa:ReplyTo of the request have soap:mustUnderstand="true".',
    },
    message: { fr: 'L’en-tête n’est pas marqué mustUnderstand.', en: 'The header is not marked mustUnderstand.' },
    hint: { fr: 'Ajouter soap:mustUnderstand="true".', en: 'Add soap:mustUnderstand="true".' },
    requirements: ['SOAP-03'],
    clause: IHE,
    example: { right: '<wsa:Action soap:mustUnderstand="true">', wrong: '<wsa:Action>' },
  },
  {
    id: 'SOAP-03-MESSAGEID',
    level: 'SHALL',
    title: { fr: 'La demande porte un seul en-tête wsa:MessageID, non vide.', en: 'The request has one wsa:MessageID header, not empty.' },
    message: {
      fr: 'L’en-tête wsa:MessageID manque, est vide ou se répète.',
      en: 'The wsa:MessageID header is missing, empty or repeated.',
    },
    why: {
      fr: 'La réponse ne peut pas être rattachée à la demande ; le récepteur refuse le message.',
      en: 'The answer cannot be tied to the request; the receiver refuses the message.',
    },
    hint: { fr: 'Écrire wsa:MessageID avec un UUID neuf à chaque message.', en: 'Write wsa:MessageID with a fresh UUID for each message.' },
    requirements: ['SOAP-03'],
    clause: BINDING,
    example: { right: `<wsa:MessageID>${UUID}</wsa:MessageID>`, wrong: '<wsa:MessageID/>' },
  },
  {
    id: 'SOAP-03-UUID',
    level: 'SHOULD',
    title: { fr: 'wsa:MessageID est de la forme urn:uuid:.', en: 'wsa:MessageID is of the form urn:uuid:.' },
    message: { fr: 'wsa:MessageID n’est pas de la forme urn:uuid:.', en: 'wsa:MessageID is not of the form urn:uuid:.' },
    hint: { fr: 'Écrire urn:uuid: suivi d’un UUID.', en: 'Write urn:uuid: followed by a UUID.' },
    requirements: ['SOAP-03'],
    clause: IHE,
    example: { right: `<wsa:MessageID>${UUID}</wsa:MessageID>`, wrong: '<wsa:MessageID>message-1</wsa:MessageID>' },
  },
  {
    id: 'SOAP-03-TO',
    level: 'SHOULD',
    title: { fr: 'La demande porte un seul en-tête wsa:To, non vide.', en: 'The request has one wsa:To header, not empty.' },
    message: { fr: 'L’en-tête wsa:To manque, est vide ou se répète.', en: 'The wsa:To header is missing, empty or repeated.' },
    hint: { fr: 'Écrire dans wsa:To l’adresse du service appelé.', en: 'Write the address of the service that is called in wsa:To.' },
    requirements: ['SOAP-03'],
    clause: BINDING,
    example: { right: '<wsa:To>https://plateforme.example/repository</wsa:To>', wrong: '<wsa:To/>' },
  },
  {
    id: 'SOAP-03-REPLYTO',
    level: 'SHOULD',
    title: { fr: 'La demande porte un seul en-tête wsa:ReplyTo.', en: 'The request has one wsa:ReplyTo header.' },
    message: { fr: 'L’en-tête wsa:ReplyTo manque ou se répète.', en: 'The wsa:ReplyTo header is missing or repeated.' },
    hint: { fr: `Écrire wsa:ReplyTo avec l’adresse ${WSA_ANONYMOUS}.`, en: `Write wsa:ReplyTo with the address ${WSA_ANONYMOUS}.` },
    requirements: ['SOAP-03'],
    clause: IHE,
    example: { right: `<wsa:ReplyTo><wsa:Address>${WSA_ANONYMOUS}</wsa:Address></wsa:ReplyTo>`, wrong: '<soap:Header/>' },
  },
  {
    id: 'SOAP-03-ANONYMOUS',
    level: 'SHALL',
    title: {
      fr: 'wsa:ReplyTo, quand il est présent, désigne l’adresse anonyme.',
      en: 'wsa:ReplyTo, when present, names the anonymous address.',
    },
    message: { fr: 'wsa:ReplyTo ne désigne pas l’adresse anonyme.', en: 'wsa:ReplyTo does not name the anonymous address.' },
    why: {
      fr: 'La réponse d’une transaction synchrone revient par la même connexion ; le récepteur refuse une autre adresse.',
      en: 'The answer of a synchronous transaction comes back on the same connection; the receiver refuses another address.',
    },
    hint: { fr: `Écrire ${WSA_ANONYMOUS} dans wsa:Address.`, en: `Write ${WSA_ANONYMOUS} in wsa:Address.` },
    requirements: ['SOAP-03'],
    clause: IHE,
    example: {
      right: `<wsa:ReplyTo><wsa:Address>${WSA_ANONYMOUS}</wsa:Address></wsa:ReplyTo>`,
      wrong: '<wsa:ReplyTo><wsa:Address>http://lps.example/</wsa:Address></wsa:ReplyTo>',
    },
  },
  {
    id: 'SOAP-07',
    level: 'SHALL',
    title: {
      fr: 'Le paramètre action du Content-Type, quand il est présent, est égal à wsa:Action.',
      en: 'The action parameter of Content-Type, when present, equals wsa:Action.',
    },
    message: {
      fr: 'Le paramètre action du Content-Type diffère de wsa:Action.',
      en: 'The action parameter of Content-Type differs from wsa:Action.',
    },
    why: {
      fr: 'Un routeur HTTP et le service SOAP traiteraient deux transactions différentes ; le message est refusé.',
      en: 'An HTTP router and the SOAP service would process two different transactions; the message is refused.',
    },
    hint: { fr: 'Écrire la même action aux deux endroits.', en: 'Write the same action in both places.' },
    requirements: ['SOAP-07'],
    clause: 'WS-Addressing 1.0 SOAP Binding, 4.1',
    example: {
      right: 'action="urn:ihe:iti:2007:RetrieveDocumentSet" … <wsa:Action>urn:ihe:iti:2007:RetrieveDocumentSet</wsa:Action>',
      wrong: 'action="urn:ihe:iti:2007:RetrieveDocumentSet" … <wsa:Action>urn:ihe:iti:2007:RegistryStoredQuery</wsa:Action>',
    },
  },
  {
    id: 'SOAP-07-TRANSACTION',
    level: 'SHALL',
    title: {
      fr: 'wsa:Action est celle de la transaction que demande le corps du message.',
      en: 'wsa:Action is that of the transaction that the body of the message asks for.',
    },
    message: { fr: 'wsa:Action n’est pas celle de la transaction.', en: 'wsa:Action is not that of the transaction.' },
    why: {
      fr: 'Le récepteur traite le message comme une autre transaction, ou le refuse.',
      en: 'The receiver processes the message as another transaction, or refuses it.',
    },
    hint: { fr: 'Écrire l’action que la transaction IHE définit.', en: 'Write the action that the IHE transaction defines.' },
    requirements: ['SOAP-07'],
    clause: 'IHE ITI TF-2, tableaux d’actions des transactions',
    example: {
      right: '<wsa:Action>urn:ihe:iti:2007:RetrieveDocumentSet</wsa:Action>',
      wrong: '<wsa:Action>RetrieveDocumentSet</wsa:Action>',
    },
  },
  {
    id: 'SOAP-07-COVERED',
    level: 'SHOULD',
    title: {
      fr: 'Le message est celui d’une transaction que cet outil couvre.',
      en: 'The message is that of a transaction that this tool covers.',
    },
    message: {
      fr: 'Transaction non couverte : seule l’enveloppe SOAP est vérifiée, pas le contenu du message.',
      en: 'Transaction not covered: only the SOAP envelope is checked, not the content of the message.',
    },
    why: {
      fr: 'L’absence d’autre constat ne dit rien de la conformité du contenu.',
      en: 'The absence of other findings says nothing of the conformance of the content.',
    },
    hint: {
      fr: 'Vérifier wsa:Action et le corps du message, ou le faire juger par un outil de cette transaction.',
      en: 'Check wsa:Action and the body of the message, or have it judged by a tool for that transaction.',
    },
    requirements: ['SOAP-07'],
    clause: 'IHE ITI TF-2, tableaux d’actions des transactions',
    example: {
      right: '<wsa:Action>urn:ihe:iti:2007:RetrieveDocumentSet</wsa:Action>',
      wrong: '<wsa:Action>http://docs.oasis-open.org/ws-sx/ws-trust/200512/RST/Issue</wsa:Action>',
    },
  },
];

function judgeAddressing(judge: Judge): void {
  const { message } = judge;
  if (!message.root || message.fault) return;
  judgeActionParameter(judge);
  judgeCoverage(judge);
  if (judge.isAnswer) return;
  once(judge, 'SOAP-03-ACTION', 'action', 'wsa:Action');
  once(judge, 'SOAP-03-MESSAGEID', 'messageId', 'wsa:MessageID');
  once(judge, 'SOAP-03-TO', 'to', 'wsa:To');
  judgeTransaction(judge);
  judgeMessageId(judge);
  judgeReplyTo(judge);
  judgeMust(judge);
}

/** Exactly one occurrence, with a value. */
function once(judge: Judge, rule: string, property: AddressingProperty, name: string): void {
  const { message } = judge;
  const found = message.addressing[property];
  const foreign = message.header?.elements(name.slice(4)).find(({ namespace }) => namespace !== WSA);
  const holds = found.length === 1 && found[0]!.text.trim() !== '';
  judge.expect(rule, holds, found[1] ?? found[0] ?? foreign ?? { in: message.header ?? message.root!, missing: name }, () => ({
    expected: { fr: `un ${name}, dans l’espace de noms ${WSA}`, en: `one ${name}, in the namespace ${WSA}` },
    actual:
      found.length > 1 ? `${found.length} ${name}`
      : foreign && found.length === 0 ? `{${foreign.namespace}}${foreign.local}`
      : quoted(found[0]?.text),
  }));
}

function judgeActionParameter(judge: Judge): void {
  const { httpAction, action, addressing, version } = judge.message;
  if (httpAction === undefined || httpAction === '' || action === undefined || version === '1.1') return;
  judge.expect('SOAP-07', httpAction === action, addressing.action[0], () => ({ expected: httpAction, actual: quoted(action) }));
}

function judgeTransaction(judge: Judge): void {
  const { message, transaction, context } = judge;
  const { action, addressing, httpAction } = message;
  const expected = context.parameters['expected-action'] ?? transaction?.request;
  // an action that contradicts the content type is told by SOAP-07
  if (expected === undefined || action === undefined || action === '' || (httpAction !== undefined && httpAction !== action)) return;
  judge.expect('SOAP-07-TRANSACTION', action === expected, addressing.action[0], () => ({ expected, actual: action }));
}

/** Neither the action nor the body is known: what follows is no judgement of the content. */
function judgeCoverage(judge: Judge): void {
  const { message, transaction, context } = judge;
  const { action, addressing, bodyElement } = message;
  // a message without an action is told by the rules on its headers
  if (!bodyElement || (action ?? '') === '' || context.parameters['expected-action'] !== undefined) return;
  judge.expect('SOAP-07-COVERED', transaction !== undefined, addressing.action[0], () => ({
    expected: [...new Set(TRANSACTIONS.flatMap(({ id, requestBody }) => (requestBody === undefined ? [] : [id])))].join(', '),
    actual: quoted(action),
  }));
}

function judgeMessageId(judge: Judge): void {
  const { messageId, addressing } = judge.message;
  if (messageId === undefined || messageId === '') return;
  judge.expect('SOAP-03-UUID', /^urn:uuid:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(messageId), addressing.messageId[0], () => ({
    expected: 'urn:uuid:xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx',
    actual: messageId,
  }));
}

function judgeReplyTo(judge: Judge): void {
  const { addressing, header, root, replyTo } = judge.message;
  const [first, second] = addressing.replyTo;
  judge.expect('SOAP-03-REPLYTO', first !== undefined && !second, second ?? { in: header ?? root!, missing: 'wsa:ReplyTo' }, () => ({
    expected: { fr: 'un wsa:ReplyTo', en: 'one wsa:ReplyTo' },
    actual: quoted(second ? `${addressing.replyTo.length} wsa:ReplyTo` : undefined),
  }));
  if (!first) return;
  const address = first.element('Address', WSA);
  judge.expect('SOAP-03-ANONYMOUS', replyTo === WSA_ANONYMOUS, address ?? { in: first, missing: 'wsa:Address' }, () => ({
    expected: WSA_ANONYMOUS,
    actual: quoted(replyTo),
  }));
}

function judgeMust(judge: Judge): void {
  const { addressing, root } = judge.message;
  for (const element of [addressing.action[0], addressing.replyTo[0]]) {
    if (!element) continue;
    // badly written ones are told by SOAP-06
    const written = element.attributes.find(({ local }) => local === 'mustUnderstand');
    if (written && written.namespace !== root!.namespace) continue;
    judge.expect(
      'SOAP-03-MUST',
      ['true', '1'].includes(written?.value.trim() ?? ''),
      written ? [element, written.name] : { in: element, missing: '@soap:mustUnderstand' },
      () => ({
        expected: 'soap:mustUnderstand="true"',
        actual: quoted(written?.value),
      }),
    );
  }
}

export const addressingFamily: RuleFamily = { rules, judge: judgeAddressing };
