import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { connect as connectTcp } from 'node:net';
import { join } from 'node:path';
import { connect as connectTls } from 'node:tls';
import { writeIdentifiers } from './person-v3.mjs';
import { writeRegistration, writeV3 } from './v3.mjs';
import { writeMessage } from '../wire/hl7.mjs';
import { hl7Utc, newUuid } from '../wire/identifiers.mjs';
import { sendMllp } from '../wire/mllp.mjs';
import { writeSimple } from '../wire/multipart.mjs';
import { NS, xml } from '../wire/xml.mjs';

const NAME = 'PRPA_IN201302UV02';
const RECEIVER = '2.25.110013372391416600993703546217915742552.91';
const TIMEOUT_MS = 5000;

/** Tells the consumer that was declared of the identifiers of a person, whenever they change: by ITI-10 over MLLP, or by ITI-46. */
export function openNotifications({ identities, pki, breaks }) {
  let consumer, tls;
  identities.listen((identifiers) => {
    if (!consumer || !breaks('notifies', true)) return;
    const tell = consumer.startsWith('https:') ? tellV3 : tellV2;
    tell(breaks('notified', identifiers), { consumer, tls, breaks });
  });
  return {
    /** From now on this address is told, and no other. */
    declare(address) {
      const file = (name) => readFileSync(join(pki, name));
      tls = { ca: file('authority.pem'), cert: file('platform-client.pem'), key: file('platform-client.key') };
      consumer = address;
    },
  };
}

/** ITI-10: a space for the name, which is that of one domain. */
function tellV2(identifiers, { consumer, tls, breaks }) {
  const at = `${hl7Utc(new Date())}+0000`;
  const charset = 'UNICODE UTF-8';
  const id = randomUUID().replaceAll('-', '').slice(0, 20);
  const header = [
    'PLATEFORME',
    'TEMOIN',
    'ADDAX',
    'ADDAX',
    at,
    '',
    [['ADT', 'A31', 'ADT_A05']],
    id,
    'T',
    '2.5',
    '',
    '',
    '',
    '',
    'FRA',
    charset,
  ];
  const cx = identifiers.map((identifier) => breaks('notifiedCx', identifier.cx));
  const segments = [
    ['MSH', ...header],
    ['EVN', '', at],
    ['PID', '', '', cx, '', breaks('names', ' ')],
    ['PV1', '', 'N'],
  ];
  const { protocol, hostname: host, port } = new URL(consumer);
  const connect = () => (protocol === 'mllps:' ? connectTls : connectTcp)({ host, port: Number(port), ...tls });
  // a consumer that does not listen misses the change: it asks when it is back
  sendMllp({ connect, message: writeMessage(() => segments, charset), timeoutMs: TIMEOUT_MS }).catch(() => undefined);
}

/** ITI-46 */
function tellV3(identifiers, { consumer, tls, breaks }) {
  const patient = writeIdentifiers(identifiers, breaks('names', ''));
  const message = writeV3(NAME, { sender: { root: RECEIVER }, mode: 'T' }, { act: writeRegistration(patient), accept: 'AL' });
  const action = `${NS.hl7}:${NAME}`;
  const envelope = xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${NS.soap}" xmlns:wsa="${NS.wsa}">
<soap:Header><wsa:Action soap:mustUnderstand="true">${action}</wsa:Action><wsa:MessageID>${newUuid()}</wsa:MessageID><wsa:To>${consumer}</wsa:To><wsa:ReplyTo><wsa:Address>${NS.wsa}/anonymous</wsa:Address></wsa:ReplyTo></soap:Header>
<soap:Body>${message}</soap:Body>
</soap:Envelope>`.text;
  const { contentType, body } = writeSimple({ envelope, action });
  const headers = { 'Content-Type': contentType, 'Content-Length': body.length };
  const call = request(consumer, { method: 'POST', headers, agent: false, timeout: TIMEOUT_MS, ...tls }, (answer) => answer.resume());
  // it asks when it is back, as above
  call.on('timeout', () => call.destroy()).on('error', () => undefined);
  call.end(body);
}
