import { describe, expect, test } from '@jest/globals';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { Artefact, type Finding, type Validation } from '../../src/model/index.js';
import { SOAP_11, SOAP_12, WSA, WSA_ANONYMOUS, WSSE } from '../../src/protocols/soap/index.js';
import { rules, validator } from './index.js';

const ID = 'urn:uuid:3f2a8c1e-6f0b-4b52-9d4e-5a1c2b3d4e5f';
const OTHER = 'urn:uuid:00000000-0000-4000-8000-000000000000';
const PROVIDE = 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b';
const QUERY = 'urn:ihe:iti:2007:RegistryStoredQuery';
const SUCCESS = 'urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:Success';

const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

type Headers = Partial<Record<'action' | 'messageId' | 'relatesTo' | 'to' | 'replyTo' | 'more', string>>;

const REQUEST: Headers = {
  action: `<wsa:Action soap:mustUnderstand="true">${QUERY}</wsa:Action>`,
  messageId: `<wsa:MessageID>${ID}</wsa:MessageID>`,
  to: '<wsa:To>https://plateforme.example/registry</wsa:To>',
  replyTo: `<wsa:ReplyTo soap:mustUnderstand="true"><wsa:Address>${WSA_ANONYMOUS}</wsa:Address></wsa:ReplyTo>`,
};
const ANSWER: Headers = {
  action: `<wsa:Action>${QUERY}Response</wsa:Action>`,
  messageId: `<wsa:MessageID>${OTHER}</wsa:MessageID>`,
  relatesTo: `<wsa:RelatesTo>${ID}</wsa:RelatesTo>`,
  to: `<wsa:To>${WSA_ANONYMOUS}</wsa:To>`,
};

const envelope = (headers: Headers, body: string, namespace = SOAP_12): string =>
  `<soap:Envelope xmlns:soap="${namespace}" xmlns:wsa="${WSA}" xmlns:wsse="${WSSE}">\n<soap:Header>${Object.values(headers).join('\n')}</soap:Header>\n<soap:Body>${body}</soap:Body>\n</soap:Envelope>`;

const QUERY_BODY = '<q:AdhocQueryRequest xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0"/>';
const QUERY_ANSWER = `<q:AdhocQueryResponse xmlns:q="urn:oasis:names:tc:ebxml-regrep:xsd:query:3.0" status="${SUCCESS}"/>`;
const SIMPLE = `application/soap+xml; charset=UTF-8; action="${QUERY}"`;

/** A message with its HTTP headers, as the evidence has it. */
function message(
  text: string | Uint8Array,
  contentType: string | undefined = SIMPLE,
  about: { status?: number; request?: Artefact } = {},
): Artefact {
  const headers: Record<string, string> = contentType === '' ? {} : { 'content-type': contentType };
  return new Artefact('message', typeof text === 'string' ? bytes(text) : text, {
    headers,
    ...(contentType !== '' && { mediaType: contentType }),
    ...about,
  });
}

const query = (headers: Headers = {}, body = QUERY_BODY): Artefact => message(envelope({ ...REQUEST, ...headers }, body));
const asked = query();
const answered = (headers: Headers = {}, about: { status?: number } = {}, body = QUERY_ANSWER): Artefact =>
  message(envelope({ ...ANSWER, ...headers }, body), `application/soap+xml; charset=UTF-8; action="${QUERY}Response"`, {
    status: 200,
    request: asked,
    ...about,
  });
const fault = (inner: string, status = 400, request = asked): Artefact =>
  message(
    envelope({ ...ANSWER, action: `<wsa:Action>${WSA}/fault</wsa:Action>` }, `<soap:Fault>${inner}</soap:Fault>`),
    'application/soap+xml',
    {
      status,
      request,
    },
  );
const code = (value: string, subcode = ''): string =>
  `<soap:Code><soap:Value>${value}</soap:Value>${subcode && `<soap:Subcode><soap:Value>${subcode}</soap:Value></soap:Subcode>`}</soap:Code>`;
const REASON = '<soap:Reason><soap:Text xml:lang="fr">Refusé</soap:Text></soap:Reason>';

interface Mime {
  contentType?: string;
  root?: string;
  rootHeaders?: string;
  documentHeaders?: string;
  content?: string;
  more?: string;
  closing?: string;
  delimiter?: string;
}

const INCLUDE = '<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="cid:doc1@lps"/>';
const ROOT_HEADERS =
  'Content-Type: application/xop+xml; charset=UTF-8; type="application/soap+xml"\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <root@lps>\r\n';
const DOCUMENT_HEADERS = 'Content-Type: text/xml\r\nContent-Transfer-Encoding: binary\r\nContent-ID: <doc1@lps>\r\n';
const MTOM = `multipart/related; boundary="b1"; type="application/xop+xml"; start="<root@lps>"; start-info="application/soap+xml"; action="${PROVIDE}"`;

const provideBody = (content: string): string =>
  `<xdsb:ProvideAndRegisterDocumentSetRequest xmlns:xdsb="urn:ihe:iti:xds-b:2007"><xdsb:Document id="d1">${content}</xdsb:Document></xdsb:ProvideAndRegisterDocumentSetRequest>`;
const provideHeaders = { ...REQUEST, action: `<wsa:Action soap:mustUnderstand="true">${PROVIDE}</wsa:Action>` };

function mime(change: Mime = {}): string {
  const { delimiter = '--b1' } = change;
  const root = change.root ?? envelope(provideHeaders, provideBody(change.content ?? INCLUDE));
  return [
    `${delimiter}\r\n${change.rootHeaders ?? ROOT_HEADERS}\r\n${root}`,
    `\r\n${delimiter}\r\n${change.documentHeaders ?? DOCUMENT_HEADERS}\r\n<ClinicalDocument/>`,
    change.more ?? '',
    change.closing ?? `\r\n${delimiter}--\r\n`,
  ].join('');
}
const mtom = (change: Mime = {}): Artefact => message(mime(change), change.contentType ?? MTOM);
const inlined = (content: string): Artefact =>
  message(`--b1\r\n${ROOT_HEADERS}\r\n${envelope(provideHeaders, provideBody(content))}\r\n--b1--\r\n`, MTOM);
const http = (length: number, method = 'POST'): Artefact => {
  const text = envelope(REQUEST, QUERY_BODY);
  return new Artefact(
    'dump',
    bytes(`${method} /registry HTTP/1.1\r\nContent-Type: ${SIMPLE}\r\nContent-Length: ${text.length + length}\r\n\r\n${text}`),
  );
};
const stray = `\r\n--b1\r\n${DOCUMENT_HEADERS.replace('doc1@lps', 'stray@lps')}\r\nstray`;

/** For each rule: a message that passes it, one that breaks it and it alone, and where that stands. */
const cases: Record<string, { right: Artefact; wrong: Artefact; at: [line: number, path: string] }> = {
  'SOAP-XML': { right: asked, wrong: message('<a>\n<b></a>'), at: [2, '/'] },
  'SOAP-01': { right: asked, wrong: message(envelope(REQUEST, QUERY_BODY, SOAP_11)), at: [1, '/soap:Envelope/@xmlns:soap'] },
  'SOAP-01-BODY': {
    right: asked,
    wrong: message(envelope(REQUEST, QUERY_BODY).replace('</soap:Envelope>', '<extra/></soap:Envelope>')),
    at: [7, '/soap:Envelope/extra'],
  },
  'SOAP-02-HTTP': { right: http(0), wrong: http(10), at: [11, '/'] },
  'SOAP-02-METHOD': { right: http(0), wrong: http(0, 'PUT'), at: [1, '/'] },
  'SOAP-02-ENCODING': {
    right: asked,
    wrong: new Artefact('message', gzipSync(mime()), { mediaType: MTOM, headers: { 'content-type': MTOM, 'content-encoding': 'gzip' } }),
    at: [1, '/'],
  },
  'SOAP-03-ACTION': {
    right: asked,
    wrong: query({ action: `${REQUEST.action}${REQUEST.action}` }),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action[2]'],
  },
  'SOAP-03-MUST': {
    right: asked,
    wrong: query({ action: `<wsa:Action>${QUERY}</wsa:Action>` }),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action/@soap:mustUnderstand'],
  },
  'SOAP-03-MESSAGEID': { right: asked, wrong: query({ messageId: '' }), at: [2, '/soap:Envelope/soap:Header/wsa:MessageID'] },
  'SOAP-03-UUID': {
    right: asked,
    wrong: query({ messageId: '<wsa:MessageID>message-1</wsa:MessageID>' }),
    at: [3, '/soap:Envelope/soap:Header/wsa:MessageID'],
  },
  'SOAP-03-TO': { right: asked, wrong: query({ to: '<wsa:To/>' }), at: [4, '/soap:Envelope/soap:Header/wsa:To'] },
  'SOAP-03-REPLYTO': { right: asked, wrong: query({ replyTo: '' }), at: [2, '/soap:Envelope/soap:Header/wsa:ReplyTo'] },
  'SOAP-03-ANONYMOUS': {
    right: asked,
    wrong: query({ replyTo: REQUEST.replyTo!.replace(WSA_ANONYMOUS, 'http://lps.example/') }),
    at: [5, '/soap:Envelope/soap:Header/wsa:ReplyTo/wsa:Address'],
  },
  'SOAP-04': {
    right: fault(code('soap:Sender', 'wsa:MessageAddressingHeaderRequired') + REASON, 400, query({ messageId: '' })),
    wrong: fault(code('soap:Sender') + REASON, 400, query({ messageId: '' })),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault'],
  },
  'SOAP-05-ACTION': {
    right: answered(),
    wrong: message(envelope({ ...ANSWER, action: `<wsa:Action>${QUERY}</wsa:Action>` }, QUERY_ANSWER), 'application/soap+xml', {
      status: 200,
      request: asked,
    }),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action'],
  },
  'SOAP-05-RELATESTO': {
    right: answered(),
    wrong: answered({ relatesTo: `<wsa:RelatesTo>${OTHER}</wsa:RelatesTo>` }),
    at: [4, '/soap:Envelope/soap:Header/wsa:RelatesTo'],
  },
  'SOAP-05-HEADERS': {
    right: answered(),
    wrong: answered({ to: '<wsa:To>urn:client</wsa:To>' }),
    at: [5, '/soap:Envelope/soap:Header/wsa:To'],
  },
  'SOAP-06': {
    right: asked,
    wrong: query({ action: `<wsa:Action mustUnderstand="1">${QUERY}</wsa:Action>` }),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action/@mustUnderstand'],
  },
  'SOAP-07': {
    right: asked,
    wrong: message(envelope(REQUEST, QUERY_BODY), `application/soap+xml; action="${PROVIDE}"`),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action'],
  },
  'SOAP-07-TRANSACTION': {
    right: asked,
    wrong: message(
      envelope({ ...REQUEST, action: '<wsa:Action soap:mustUnderstand="true">Query</wsa:Action>' }, QUERY_BODY),
      'application/soap+xml',
    ),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action'],
  },
  'SOAP-07-COVERED': {
    right: asked,
    wrong: message(
      envelope({ ...REQUEST, action: '<wsa:Action soap:mustUnderstand="true">urn:x:Issue</wsa:Action>' }, '<x:Issue xmlns:x="urn:x"/>'),
      'application/soap+xml',
    ),
    at: [2, '/soap:Envelope/soap:Header/wsa:Action'],
  },
  'SOAP-07-TYPE': { right: asked, wrong: message(envelope(REQUEST, QUERY_BODY), 'text/xml; charset=UTF-8'), at: [1, '/'] },
  'SOAP-08': {
    right: query({ more: '<wsse:Security/>' }),
    wrong: query({}, `${QUERY_BODY}<wsse:Security/>`),
    at: [6, '/soap:Envelope/soap:Body/wsse:Security'],
  },
  'SOAP-09-MTOM': {
    right: mtom(),
    wrong: message(envelope(provideHeaders, provideBody('PGEvPg==')), `application/soap+xml; action="${PROVIDE}"`),
    at: [1, '/soap:Envelope'],
  },
  'SOAP-09-SIMPLE': {
    right: asked,
    wrong: message(`--b1\r\n${ROOT_HEADERS}\r\n${envelope(REQUEST, QUERY_BODY)}\r\n--b1--`, MTOM.replace(PROVIDE, QUERY)),
    at: [1, '/'],
  },
  'SOAP-10-BOUNDARY': { right: mtom(), wrong: mtom({ delimiter: '--other' }), at: [1, '/'] },
  'SOAP-10-CLOSING': { right: mtom(), wrong: mtom({ closing: '' }), at: [18, '/'] },
  'SOAP-10-HEADERS': { right: mtom(), wrong: mtom({ documentHeaders: `${DOCUMENT_HEADERS}not a header\r\n` }), at: [17, '/'] },
  'SOAP-10-CRLF': { right: mtom(), wrong: message(mime().replaceAll('\r\n', '\n'), MTOM), at: [1, '/'] },
  'SOAP-10-TYPE': {
    right: mtom(),
    wrong: mtom({ contentType: MTOM.replace('type="application/xop+xml"', 'type="text/xml"') }),
    at: [1, '/'],
  },
  'SOAP-10-START': { right: mtom(), wrong: mtom({ contentType: MTOM.replace('<root@lps>', '<other@lps>') }), at: [1, '/'] },
  'SOAP-10-STARTINFO': {
    right: mtom(),
    wrong: mtom({ contentType: MTOM.replace('start-info="application/soap+xml"', 'start-info="text/xml"') }),
    at: [1, '/'],
  },
  'SOAP-10-ROOT': {
    right: mtom(),
    wrong: mtom({ rootHeaders: ROOT_HEADERS.replace('application/xop+xml', 'application/soap+xml') }),
    at: [2, '/'],
  },
  'SOAP-10-ENCODING': { right: mtom(), wrong: mtom({ documentHeaders: DOCUMENT_HEADERS.replace('binary', '7bit') }), at: [14, '/'] },
  'SOAP-11-CID': { right: mtom(), wrong: mtom({ documentHeaders: DOCUMENT_HEADERS.replace('<doc1@lps>', 'doc1@lps') }), at: [14, '/'] },
  'SOAP-11-UNIQUE': { right: mtom(), wrong: mtom({ more: stray.replace('stray@lps', 'doc1@lps') }), at: [20, '/'] },
  'SOAP-11-INCLUDE': {
    right: mtom(),
    wrong: mtom({ content: `${INCLUDE}</xdsb:Document><xdsb:Document id="d2">${INCLUDE.replace('doc1', 'doc2')}` }),
    at: [6, '/soap:Envelope/soap:Body/xdsb:ProvideAndRegisterDocumentSetRequest/xdsb:Document[2]/xop:Include/@href'],
  },
  'SOAP-11-ALONE': {
    right: mtom(),
    wrong: mtom({ content: `PGEvPg==${INCLUDE}` }),
    at: [6, '/soap:Envelope/soap:Body/xdsb:ProvideAndRegisterDocumentSetRequest/xdsb:Document/xop:Include'],
  },
  'SOAP-11-REFERENCED': { right: mtom(), wrong: mtom({ more: stray }), at: [20, '/'] },
  'SOAP-12-BASE64': {
    right: inlined('PGEvPg=='),
    wrong: inlined('&lt;ClinicalDocument/>'),
    at: [6, '/soap:Envelope/soap:Body/xdsb:ProvideAndRegisterDocumentSetRequest/xdsb:Document'],
  },
  'SOAP-13': { right: answered(), wrong: answered({}, { status: 500 }), at: [6, '/soap:Envelope/soap:Body/q:AdhocQueryResponse'] },
  'SOAP-13-FAULT': {
    right: fault(code('soap:Sender') + REASON, 400),
    wrong: fault(code('soap:Sender') + REASON, 500),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault'],
  },
  'SOAP-14': {
    right: fault(code('soap:Sender') + REASON),
    wrong: fault(code('soap:Client') + REASON),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault/soap:Code/soap:Value'],
  },
  'SOAP-14-REASON': {
    right: fault(code('soap:Sender') + REASON),
    wrong: fault(code('soap:Sender') + REASON.replace(' xml:lang="fr"', '')),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault/soap:Reason/soap:Text'],
  },
  'SOAP-15': {
    right: fault(code('soap:Sender', 'wsa:ActionNotSupported') + REASON),
    wrong: fault(code('soap:Sender', 'wsa:UnknownAction') + REASON),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault/soap:Code/soap:Subcode/soap:Value'],
  },
  'SOAP-16': {
    right: fault(code('soap:Sender', 'wsse:FailedCheck') + REASON),
    wrong: fault(code('soap:Sender', 'wsse:BadSignature') + REASON),
    at: [6, '/soap:Envelope/soap:Body/soap:Fault/soap:Code/soap:Subcode/soap:Value'],
  },
};

const judge = (artefact: Artefact, parameters: Record<string, string> = {}): Promise<Validation> =>
  validator.validate(artefact, { ...context, parameters });
const names = (findings: readonly Finding[]): string[] => [...new Set(findings.map(({ rule }) => rule))];

describe('every rule', () => {
  test.each(rules.map((rule) => [rule.id, rule] as const))(
    '%s has one message that passes it and one that breaks it alone',
    async (id, rule) => {
      const { right, wrong, at } = cases[id]!;
      const passed = await judge(right);
      expect(names(passed.findings)).toEqual([]);
      expect(passed.evaluated).toContain(id);
      const failed = await judge(wrong);
      expect(names(failed.findings)).toEqual([id]);
      const [finding] = failed.findings;
      expect([finding!.place.line, finding!.place.path]).toEqual(at);
      expect(finding!.severity).toBe(rule.level === 'SHALL' ? 'error' : 'warning');
      for (const text of [finding!.actual, finding!.message, finding!.hint]) expect(text!.fr.length * text!.en.length).toBeGreaterThan(0);
    },
  );
  test('is in the table, and the table has no other', () => {
    expect(Object.keys(cases).sort()).toEqual(rules.map(({ id }) => id).sort());
  });
  test('is written in proper French', () => {
    for (const { title, message: said, hint, why } of rules)
      for (const { fr } of [title, said, hint, ...(why ? [why] : [])]) {
        expect(fr).not.toContain("'");
        expect(fr).not.toMatch(/ [:;?!»](?=\s|$)|« /);
      }
  });
});

describe('what is not there is not judged', () => {
  test('an envelope alone in a file says nothing of its transport', async () => {
    const { evaluated, findings } = await judge(new Artefact('file', bytes(envelope(provideHeaders, provideBody('PGEvPg==')))));
    expect(names(findings)).toEqual([]);
    expect(evaluated).not.toEqual(expect.arrayContaining(['SOAP-09-MTOM']));
  });
  test('a SOAP 1.1 message is told for its version, not for everything that follows from it', async () => {
    const old = mtom({ root: envelope(provideHeaders, provideBody(INCLUDE), SOAP_11) });
    expect(names((await judge(old)).findings)).toEqual(['SOAP-01']);
  });
  test('a wrong action under the right content type is one finding', async () => {
    const confused = mtom({ root: envelope(REQUEST, provideBody(INCLUDE)) });
    expect(names((await judge(confused)).findings)).toEqual(['SOAP-07']);
  });
  test('RelatesTo is judged against the id given when the request is not known', async () => {
    const alone = message(envelope(ANSWER, QUERY_ANSWER), 'application/soap+xml', { status: 200 });
    expect(names((await judge(alone, { 'request-message-id': ID })).findings)).toEqual([]);
    expect(names((await judge(alone, { 'request-message-id': OTHER })).findings)).toEqual(['SOAP-05-RELATESTO']);
  });
});

describe('a transaction', () => {
  test.each<[string, Artefact]>([
    ['known by its body alone', query({ action: '<wsa:Action soap:mustUnderstand="true">urn:x</wsa:Action>' })],
    ['known by its action alone', query({}, '<x/>')],
    ['known by the request that an answer answers', answered({ action: '<wsa:Action>urn:x</wsa:Action>' }, {}, '<x/>')],
    ['refused by a fault', fault(code('soap:Sender') + REASON)],
  ])('%s is not told to be uncovered', async (_, artefact) => {
    expect(names((await judge(artefact)).findings)).not.toContain('SOAP-07-COVERED');
  });
  test('refused for its encoding may have HTTP status 415', async () => {
    expect(names((await judge(fault(code('soap:Sender') + REASON, 415))).findings)).toEqual([]);
  });
});

describe('files', () => {
  const dump = (text: string): Artefact => new Artefact('dump', bytes(text));
  test('lines are those of the file', async () => {
    const text = mime({ root: envelope({ ...provideHeaders, messageId: '' }, provideBody(INCLUDE)) });
    for (const head of [
      `POST /x HTTP/1.1\r\nContent-Type: ${MTOM}\r\nContent-Length: ${text.length}\r\n\r\n`,
      `MIME-Version: 1.0\r\nContent-Type: ${MTOM}\r\n\r\n`,
      '',
    ]) {
      const { findings } = await judge(dump(head + text));
      expect(names(findings)).toEqual(['SOAP-03-MESSAGEID']);
      const before = head.split('\n').length - 1;
      expect([findings[0]!.place.line, findings[0]!.place.part]).toEqual([before + 7, undefined]);
    }
  });
  test.each([
    [`POST /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\n\r\n`, 0.9],
    [`PUT /x HTTP/1.1\r\nContent-Type: application/soap+xml\r\n\r\n`, 0.9],
    [`--b\r\nContent-Type: application/xop+xml\r\n`, 0.85],
    [`<?xml version="1.0"?><s:Envelope xmlns:s="${SOAP_12}">`, 0.85],
    ['<ClinicalDocument xmlns="urn:hl7-org:v3">', 0],
    ['', 0],
  ])('are recognised: %s', (text, least) => {
    const found = validator.detect(bytes(text));
    expect(least === 0 ? found === 0 : found >= least).toBe(true);
  });
  const folder = join(process.env['ADDAX_SAMPLES'] ?? '', 'xds');
  const present = process.env['ADDAX_SAMPLES'] !== undefined && existsSync(folder);
  (present ? test : test.skip)(
    `third-party messages are read without a crash${present ? '' : ' (skipped: ADDAX_SAMPLES is not set)'}`,
    async () => {
      for (const name of readdirSync(folder)) {
        const { findings } = await judge(new Artefact(name, readFileSync(join(folder, name))));
        for (const { place } of findings) expect(place.line * place.column).toBeGreaterThan(0);
      }
    },
  );
});

describe('hostile input gives findings', () => {
  const random = (size: number): Uint8Array => Uint8Array.from({ length: size }, (_, i) => (i * 7919 + (i >> 3)) & 0xff);
  test.each<[string, Artefact]>([
    ['nothing', message('')],
    ['random bytes', message(random(5000))],
    ['random bytes as parts', message(random(5000), MTOM)],
    ['an endless boundary', message(mime(), `multipart/related; boundary="${'b'.repeat(5000)}"`)],
    ['a million delimiters', message('--b1\r\n'.repeat(200_000), MTOM)],
    ['an endless header', mtom({ documentHeaders: `X: ${'x'.repeat(300_000)}\r\n` })],
    ['a deep envelope', message('<a>'.repeat(100_000))],
    ['an entity', message('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>')],
    ['not UTF-8', message(Uint8Array.from([...bytes('<a>'), 0xff, ...bytes('</a>')]))],
    ['a broken content type', message(envelope(REQUEST, QUERY_BODY), ';;;"')],
    ['no content type', message(envelope(REQUEST, QUERY_BODY), '')],
  ])('%s', async (_, artefact) => {
    const began = performance.now();
    const { findings } = await judge(artefact);
    expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    expect(performance.now() - began).toBeLessThan(3000);
  });
  test('wherever a message is cut, it is told', async () => {
    const text = mime();
    for (let cut = 0; cut < text.length - 6; cut += 17) {
      const { findings } = await judge(message(text.slice(0, cut), MTOM));
      expect(findings.some(({ severity }) => severity === 'error')).toBe(true);
    }
  });
});

describe('checks of scenarios', () => {
  const outcome = (name: string, artefact: Artefact, argument: unknown) => validator.checks![name]!.evaluate(artefact, argument, context);
  const response = (status: string, errors = ''): Artefact =>
    answered(
      {},
      {},
      `<rs:RegistryResponse xmlns:rs="urn:oasis:names:tc:ebxml-regrep:xsd:rs:3.0" status="urn:oasis:names:tc:ebxml-regrep:ResponseStatusType:${status}">${errors}</rs:RegistryResponse>`,
    );
  const failure = response(
    'Failure',
    '<rs:RegistryErrorList><rs:RegistryError errorCode="XDSUnknownPatientId" severity="e" codeContext="c"/></rs:RegistryErrorList>',
  );
  const sender = fault(code('soap:Sender', 'wsse:FailedCheck') + REASON);
  test.each<[string, Artefact, unknown]>([
    ['action', asked, QUERY],
    ['soap', asked, '1.2'],
    ['packaging', mtom(), 'mtom'],
    ['packaging', asked, 'simple'],
    ['registry-status', response('Success'), 'Success'],
    ['registry-status', failure, { status: 'Failure', 'error-code': 'XDSUnknownPatientId' }],
    ['soap-fault', sender, { code: 'Sender', subcode: 'wsse:FailedCheck' }],
    ['soap-fault', sender, true],
    ['refused', sender, true],
    ['refused', failure, true],
    ['refused', response('Success'), false],
    ['documents', mtom(), { count: 1, 'sha1-of': createHash('sha1').update('<ClinicalDocument/>').digest('hex') }],
  ])('%s holds', (name, artefact, argument) => {
    expect(outcome(name, artefact, argument)).toEqual({ holds: true });
  });
  test.each<[string, Artefact, unknown, string, string, number]>([
    ['action', asked, PROVIDE, PROVIDE, QUERY, 2],
    ['soap', asked, '1.1', 'SOAP 1.1', 'SOAP 1.2', 1],
    ['registry-status', failure, 'Success', 'Success', 'Failure (XDSUnknownPatientId)', 6],
    ['registry-status', sender, 'Success', 'Success', 'a SOAP fault Sender/wsse:FailedCheck: Refusé', 6],
    [
      'registry-status',
      failure,
      { status: 'Failure', 'error-code': 'XDSPatientIdDoesNotMatch' },
      'Failure (XDSPatientIdDoesNotMatch)',
      'Failure (XDSUnknownPatientId)',
      6,
    ],
    ['soap-fault', failure, true, 'a SOAP fault', 'Failure (XDSUnknownPatientId)', 6],
    ['refused', response('Success'), true, 'a refusal: a SOAP fault, or RegistryResponse Failure', 'Success', 6],
    ['documents', mtom(), { count: 2 }, '2 document(s)', '1 document(s)', 11],
  ])('%s does not hold, and says where', (name, artefact, argument, expected, actual, line) => {
    expect(outcome(name, artefact, argument)).toMatchObject({ holds: false, expected: { en: expected }, actual: { en: actual }, line });
  });
  test('an argument of another shape is the scenario’s fault', () => {
    expect(() => outcome('packaging', asked, 'zip')).toThrow('packaging');
  });
});
