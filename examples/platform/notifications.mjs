import { readFileSync } from 'node:fs';
import { request } from 'node:https';
import { join } from 'node:path';
import { writeIdentifiers } from './person-v3.mjs';
import { writeRegistration, writeV3 } from './v3.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { writeSimple } from '../wire/multipart.mjs';
import { NS, xml } from '../wire/xml.mjs';

const NAME = 'PRPA_IN201302UV02';
const RECEIVER = '2.25.110013372391416600993703546217915742552.91';

/** ITI-46: tells the consumer that was declared of the identifiers of a person, whenever they change. */
export function openNotifications({ identities, pki, breaks }) {
  let consumer, tls;
  identities.listen((identifiers) => {
    if (!consumer || !breaks('notifies', true)) return;
    const patient = writeIdentifiers(breaks('notified', identifiers), breaks('names', ''));
    const message = writeV3(NAME, { sender: { root: RECEIVER }, mode: 'T' }, { act: writeRegistration(patient), accept: 'AL' });
    const action = `${NS.hl7}:${NAME}`;
    const envelope = xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${NS.soap}" xmlns:wsa="${NS.wsa}">
<soap:Header><wsa:Action soap:mustUnderstand="true">${action}</wsa:Action><wsa:MessageID>${newUuid()}</wsa:MessageID><wsa:To>${consumer}</wsa:To><wsa:ReplyTo><wsa:Address>${NS.wsa}/anonymous</wsa:Address></wsa:ReplyTo></soap:Header>
<soap:Body>${message}</soap:Body>
</soap:Envelope>`.text;
    const { contentType, body } = writeSimple({ envelope, action });
    const headers = { 'Content-Type': contentType, 'Content-Length': body.length };
    const call = request(consumer, { method: 'POST', headers, agent: false, timeout: 5000, ...tls }, (answer) => answer.resume());
    // a consumer that does not listen misses the change: it asks when it is back
    call.on('timeout', () => call.destroy()).on('error', () => undefined);
    call.end(body);
  });
  return {
    /** From now on this address is told. */
    declare(address) {
      const file = (name) => readFileSync(join(pki, name));
      tls = { ca: file('authority.pem'), cert: file('platform-client.pem'), key: file('platform-client.key') };
      consumer = address;
    },
  };
}
