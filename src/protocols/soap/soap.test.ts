import { describe, expect, test } from '@jest/globals';
import { Artefact } from '../../model/index.js';
import { documentsOf } from '../ebxml/index.js';
import { Raw, xml, xmlOf } from '../xml/index.js';
import {
  carriedDocuments,
  isAnswer,
  openSoap,
  positionInMessage,
  soapFault,
  transactionOf,
  viewOf,
  writeSoap,
  xopInclude,
  type SoapToWrite,
} from './index.js';

const ID = 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f';
const PROVIDE = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';

/** What was written, as the body of an HTTP message. */
function written(message: Partial<SoapToWrite>, lower = true): Artefact {
  const { headers, body } = writeSoap({ action: PROVIDE, messageId: ID, body: new Raw('<x/>'), ...message });
  const known = Object.fromEntries(Object.entries(headers).map(([name, value]) => [lower ? name.toLowerCase() : name, value]));
  return new Artefact('message', Buffer.concat(body), { headers: known, mediaType: headers['Content-Type']! });
}

const provide = (ids: readonly string[]): Raw =>
  xml`<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="urn:ihe:iti:xds-b:2007"><rim:ExtrinsicObject xmlns:rim="urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0" id="d0" mimeType="text/xml"/>${ids.map(
    (id, i) => xml`<xdsb:Document id="${`d${i}`}">${xopInclude(id)}</xdsb:Document>`,
  )}</xdsb:ProvideAndRegisterDocumentSetRequest>`;

describe('what is written is read back', () => {
  test('simple, with its addressing', () => {
    const message = openSoap(written({ to: 'https://x/y?a=1&b=2' }));
    expect(message).toMatchObject({
      version: '1.2',
      packaging: 'simple',
      action: PROVIDE,
      httpAction: PROVIDE,
      messageId: ID,
      to: 'https://x/y?a=1&b=2',
      problems: [],
    });
    expect(message.replyTo).toBe('http://www.w3.org/2005/08/addressing/anonymous');
    expect([isAnswer(message), isAnswer(openSoap(written({ relatesTo: ID })))]).toEqual([false, false]);
  });
  test('ISO-8859-1, where it is asked for: what it has no letter for is a reference', () => {
    const artefact = written({ body: new Raw('<x>LOÏC ŒUVRARD 😀</x>'), charset: 'ISO-8859-1' });
    expect(artefact.about.mediaType).toContain('charset=ISO-8859-1');
    expect(Buffer.from(artefact.bytes).toString('latin1')).toContain('encoding="ISO-8859-1"?>');
    expect(Buffer.from(artefact.bytes).toString('latin1')).toContain('LOÏC &#338;UVRARD &#128512;');
    const message = openSoap(artefact);
    expect(message.problems).toEqual([]);
    expect(message.bodyElement?.text).toBe('LOÏC ŒUVRARD 😀');
  });
  test('MTOM, with ids that must be percent-encoded, and bytes that are not text', () => {
    const content = Uint8Array.from({ length: 1000 }, (_, i) => i & 0xff);
    const contentId = 'doc é/1+2%20@lps';
    const artefact = written({
      body: provide([contentId]),
      attachments: [{ contentId, mediaType: 'application/octet-stream', bytes: content }],
    });
    const message = openSoap(artefact);
    expect(message.problems).toEqual([]);
    expect(message.packaging).toBe('mtom');
    // header fields are Latin-1, an id is what its bytes say
    expect(carriedDocuments(message)[0]!.inclusion!.href).toBe('cid:doc%20%C3%A9%2F1%2B2%2520@lps');
  });
  test('documents are artefacts of their own, and are attached to the metadata', () => {
    const content = Buffer.from('<ClinicalDocument/>');
    const artefact = written({
      body: provide(['doc1@lps']),
      attachments: [{ contentId: 'doc1@lps', mediaType: 'text/plain', bytes: content }],
    });
    const [document] = viewOf(artefact, 'documents');
    expect([document!.name, document!.about.mediaType, Buffer.from(document!.bytes).toString()]).toEqual([
      'd0',
      'text/xml',
      '<ClinicalDocument/>',
    ]);
    expect(document!.origin).toEqual({ part: { fr: 'pièce 2 (document d0)', en: 'part 2 (document d0)' }, lineOffset: 0 });
    const [metadata] = viewOf(artefact, 'metadata');
    expect(Buffer.from(documentsOf(metadata!)!.get('d0')!).toString()).toBe('<ClinicalDocument/>');
    expect(viewOf(artefact, 'metadata')[0]).toBe(metadata);
    expect(viewOf(artefact, 'message')).toEqual([artefact]);
    expect(metadata!.origin.part?.fr).toBe('pièce 1 (enveloppe)');
  });
  test('an element of a part has its line in the whole message', () => {
    const message = openSoap(
      written({ body: provide(['a@b']), attachments: [{ contentId: 'a@b', mediaType: 'text/xml', bytes: Buffer.from('x') }] }),
    );
    // delimiter, three headers, an empty line, the declaration
    expect(positionInMessage(message, message.bodyElement!).line).toBe(7);
    expect(xmlOf(message.envelope!).root.document.position(message.bodyElement!.start).line).toBe(2);
  });
  test('inlined documents are decoded', () => {
    const body = new Raw(
      '<d:ProvideAndRegisterDocumentSetRequest xmlns:d="urn:ihe:iti:xds-b:2007"><d:Document id="d1"> aGVs\nbG8= </d:Document></d:ProvideAndRegisterDocumentSetRequest>',
    );
    expect(Buffer.from(carriedDocuments(openSoap(written({ body })))[0]!.bytes!).toString()).toBe('hello');
  });
  test.each([
    ['Sender', 400],
    ['Receiver', 500],
    ['VersionMismatch', 500],
    ['MustUnderstand', 500],
  ] as const)('fault %s has status %i', (code, status) => {
    const { body, headers, ...rest } = soapFault(
      { code, subcode: 'wsse:FailedCheck', reason: { fr: 'Refusé & <dit>', en: 'Refused' } },
      { messageId: ID, relatesTo: ID },
    );
    expect(rest.status).toBe(status);
    const { fault, relatesTo } = openSoap(
      new Artefact('f', Buffer.concat(body), { mediaType: headers['Content-Type']!, headers: {}, status }),
    );
    expect([fault!.code, fault!.subcode, fault!.reason, relatesTo]).toEqual([code, 'wsse:FailedCheck', 'Refusé & <dit>', ID]);
  });
  test('a fault in SOAP 1.1 is one too', () => {
    const { body, headers } = soapFault(
      { code: 'VersionMismatch', reason: { fr: 'Non', en: 'No' } },
      { messageId: ID, soapVersion: '1.1' },
    );
    const { fault, version } = openSoap(new Artefact('f', Buffer.concat(body), { mediaType: headers['Content-Type']! }));
    expect([fault!.code, fault!.reason, version]).toEqual(['VersionMismatch', 'No', '1.1']);
  });
});

describe('the transaction of a message', () => {
  const query = new Raw('<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/>');
  test.each([
    ['by its body, whatever the action', 'urn:ihe:iti:2007:RetrieveDocumentSet', query, 'ITI-18'],
    [
      'by its action where bodies are shared',
      'urn:ihe:iti:2010:UpdateDocumentSet',
      new Raw('<l:SubmitObjectsRequest xmlns:l="urn:x"/>'),
      'ITI-57',
    ],
    ['by its action where the body says nothing', 'urn:ihe:iti:2007:CrossGatewayQuery', new Raw('<x/>'), 'ITI-38'],
    ['not at all', 'urn:x', new Raw('<x/>'), undefined],
  ])('%s', (_, action, body, expected) => {
    expect(transactionOf(openSoap(written({ action, body })))?.id).toBe(expected);
  });
});
