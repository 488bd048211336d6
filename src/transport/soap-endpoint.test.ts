import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { BundleWriter } from '../evidence/index.js';
import type { RecordOf, SimulatorContext } from '../model/index.js';
import { openSoap, SOAP_11, SOAP_12, WSA, WSA_ANONYMOUS, writeSoap, type SoapMessage } from '../protocols/soap/index.js';
import { Raw } from '../protocols/xml/index.js';
import { callSoap, HttpServer, post, soapEndpoint, SoapFaultError, type Listening } from './index.js';

const QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const ID = 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f';
const writer = new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-')));
const context: SimulatorContext = {
  recorder: writer,
  listen: { host: '127.0.0.1', port: 0 },
  faults: [],
  peers: {},
  parameters: {},
  now: () => new Date(),
};
let listening: Listening;
beforeAll(async () => {
  listening = await HttpServer.listen({
    actor: 'registry',
    context,
    path: '/registry',
    ...soapEndpoint({
      transactions: {
        [QUERY]: (message) => {
          if (message.bodyElement?.local === 'boom') return Promise.reject(new Error('boom'));
          if (message.bodyElement?.local === 'refuse')
            return Promise.reject(new SoapFaultError({ code: 'Sender', subcode: 'wsse:FailedCheck', reason: { fr: 'Non', en: 'No' } }));
          return Promise.resolve({ body: new Raw('<done/>') });
        },
      },
    }),
  });
});
afterAll(() => listening.close());

interface Sent {
  headers?: string;
  body?: string;
  namespace?: string;
  contentType?: string;
  encoding?: string;
  raw?: string | Uint8Array;
}

const ACTION = `<wsa:Action>${QUERY}</wsa:Action>`;
const MESSAGE_ID = `<wsa:MessageID>${ID}</wsa:MessageID>`;

async function send({
  headers = ACTION + MESSAGE_ID,
  body = '<x/>',
  namespace = SOAP_12,
  contentType = 'application/soap+xml',
  encoding,
  raw,
}: Sent): Promise<{ status: number | undefined; message: SoapMessage }> {
  const text =
    raw ?? `<s:Envelope xmlns:s="${namespace}" xmlns:wsa="${WSA}"><s:Header>${headers}</s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  const posted = await post({
    actor: 'client',
    context,
    url: listening.url,
    headers: {
      ...(contentType !== '' && { 'Content-Type': contentType }),
      ...(encoding !== undefined && { 'Content-Encoding': encoding }),
    },
    body: [Buffer.from(text)],
    transaction: 'ITI-18',
  });
  return { status: posted.status, message: openSoap(posted.artefact!) };
}

test('a good request is answered with its addressing', async () => {
  const called = await callSoap({ actor: 'client', context, url: listening.url, action: QUERY, body: new Raw('<x/>') });
  const { message } = called;
  expect([called.status, message!.action, message!.to, message!.bodyElement!.local]).toEqual([
    200,
    `${QUERY}Response`,
    WSA_ANONYMOUS,
    'done',
  ]);
  const sent = writer.events.findLast((e): e is RecordOf<'exchange'> => e.kind === 'exchange' && e.side === 'client')!;
  expect(sent.transaction).toBe('ITI-18');
  expect(message!.relatesTo).toMatch(/^urn:uuid:/);
});

describe('what is wrong is answered with a fault that says so', () => {
  const mtom = writeSoap({
    action: QUERY,
    messageId: ID,
    body: new Raw('<x/>'),
    attachments: [{ contentId: 'a@b', mediaType: 'text/plain', bytes: Buffer.from('a') }],
  });
  const mime = Buffer.concat(mtom.body).toString();
  const type = mtom.headers['Content-Type']!;
  test.each<[string, Sent, number, string, string | undefined, RegExp]>([
    ['SOAP 1.1', { namespace: SOAP_11, contentType: 'text/xml' }, 500, 'VersionMismatch', undefined, /SOAP 1.2/],
    ['another envelope', { namespace: 'urn:soap' }, 500, 'VersionMismatch', undefined, /urn:soap/],
    ['no Action', { headers: MESSAGE_ID }, 400, 'Sender', 'wsa:MessageAddressingHeaderRequired', /wsa:Action/],
    ['no MessageID', { headers: ACTION }, 400, 'Sender', 'wsa:MessageAddressingHeaderRequired', /wsa:MessageID/],
    ['Action twice', { headers: ACTION + ACTION + MESSAGE_ID }, 400, 'Sender', 'wsa:InvalidAddressingHeader', /2 fois/],
    [
      'another ReplyTo',
      { headers: `${ACTION}${MESSAGE_ID}<wsa:ReplyTo><wsa:Address>http://me/</wsa:Address></wsa:ReplyTo>` },
      400,
      'Sender',
      'wsa:InvalidAddressingHeader',
      /anonyme/,
    ],
    ['two actions', { contentType: 'application/soap+xml; action="urn:other"' }, 400, 'Sender', 'wsa:InvalidAddressingHeader', /urn:other/],
    ['an unknown action', { headers: `<wsa:Action>urn:x</wsa:Action>${MESSAGE_ID}` }, 400, 'Sender', 'wsa:ActionNotSupported', /urn:x/],
    [
      'a header to be understood',
      { headers: `${ACTION}${MESSAGE_ID}<q:Q xmlns:q="urn:q" s:mustUnderstand="true"/>` },
      500,
      'MustUnderstand',
      undefined,
      /\{urn:q\}Q/,
    ],
    ['not XML', { raw: '<a><b></a>' }, 400, 'Sender', undefined, /mal formé/],
    ['nothing', { raw: '' }, 400, 'Sender', undefined, /vide/],
    ['no SOAP', { raw: '<a/>' }, 400, 'Sender', undefined, /enveloppe SOAP/],
    ['another content type', { contentType: 'application/json' }, 400, 'Sender', undefined, /application\/json/],
    ['no content type', { contentType: '' }, 400, 'Sender', undefined, /Content-Type/],
    [
      'a compressed body',
      { raw: gzipSync('<a/>'), encoding: 'gzip' },
      415,
      'Sender',
      undefined,
      /^Content-Encoding «\u00a0gzip\u00a0» n’est pas accepté/,
    ],
    ['no Body', { raw: `<s:Envelope xmlns:s="${SOAP_12}"/>` }, 400, 'Sender', undefined, /Body/],
    ['a wrong boundary', { raw: mime, contentType: type.replace('boundary="', 'boundary="x') }, 400, 'Sender', undefined, /frontière/],
    ['a truncated MIME body', { raw: mime.slice(0, -60), contentType: type }, 400, 'Sender', undefined, /tronqué/],
    ['a truncated envelope', { raw: mime.slice(0, 500), contentType: type }, 400, 'Sender', undefined, /frontière de fin/],
    ['an unknown start', { raw: mime, contentType: type.replace('start="<', 'start="<x') }, 400, 'Sender', undefined, /start/],
    [
      'an inclusion of nothing',
      { body: '<x:Include xmlns:x="http://www.w3.org/2004/08/xop/include" href="cid:no"/>' },
      400,
      'Sender',
      undefined,
      /cid:no/,
    ],
    ['a refusal of the transaction', { body: '<refuse/>' }, 400, 'Sender', 'wsse:FailedCheck', /Non/],
    ['a failure of ours', { body: '<boom/>' }, 500, 'Receiver', undefined, /interne/],
  ])('%s', async (_, sent, status, code, subcode, reason) => {
    const answer = await send(sent);
    const { fault } = answer.message;
    expect([answer.status, fault?.code, fault?.subcode]).toEqual([status, code, subcode]);
    if (answer.message.version === '1.2') expect(fault!.reason).toMatch(reason);
  });
});
