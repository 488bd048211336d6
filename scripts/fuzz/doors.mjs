/**
 * The doors that are knocked at: each endpoint of each simulator that answers, and valid messages of our own for it, as
 * they crossed the wire. A message is renewed for each case, so that what was accepted before does not refuse it.
 */
import { spawn } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import { join } from 'node:path';
import { copyOf, readMessage } from './message.mjs';
import { load, root } from './product.mjs';

const PATIENT = {
  ...{ ins: '279035121518989', oid: '1.2.250.1.213.1.4.10', birthFamily: 'PAT-TROIS', given: 'DOMINIQUE', sex: 'F' },
  ...{ birthDate: '19790328', birthPlace: '51215' },
};
export const REPOSITORY = '2.25.4242';
/** Of whom nothing else is registered: what a query finds of the other grows beyond what a registry returns. */
const OTHER = { ...PATIENT, ins: '207058575627097', birthFamily: 'PATB-QUATRE', given: 'LAURENCE', birthDate: '19070525' };
/** A server that waits for bytes that never come gives up soon; a heap that grows without end ends the process. */
const STATEMENT = `product: { name: fuzz, version: "1", vendor: fuzz }
actors: [{ actor: document-source }]
parameters: { idle-timeout-ms: "1500", head-timeout-ms: "1500", repository-unique-id: "${REPOSITORY}" }
`;
const HEAP_MB = 400;

const transactions = (actor, names) => Object.fromEntries(names.map((name) => [name, { actor, transaction: name }]));
const overMllp = (actor, names) => Object.fromEntries(names.map((name) => [name, { actor, transaction: name, mllp: true }]));
/** By the name that `--endpoint` takes. */
export const DOORS = {
  ...transactions('document-repository', ['ITI-41', 'ITI-43']),
  ...transactions('document-registry', ['ITI-42', 'ITI-18', 'ITI-57', 'ITI-62']),
  ...transactions('vihf-issuer', ['WST-1', 'SAMLP-1']),
  'XDR-ITI-41': { actor: 'document-recipient', transaction: 'ITI-41' },
  ...overMllp('patient-identifier-cross-reference-manager', ['ITI-8', 'ITI-9', 'ITI-30']),
  ...overMllp('patient-demographics-supplier', ['ITI-21']),
  ...overMllp('patient-identifier-cross-reference-consumer', ['ITI-10']),
  ...overMllp('patient-encounter-consumer', ['ITI-31']),
  'PDC-ITI-30': { actor: 'patient-demographics-consumer', transaction: 'ITI-30', mllp: true },
  FHIR: { actor: 'fhir', transaction: 'FHIR', fhir: true },
  GAP: { actor: 'agenda-manager', transaction: 'GAP-2a', fhir: true },
  'GAP-1': { actor: 'resource-manager', transaction: 'GAP-1a', fhir: true },
  'ITI-78': { actor: 'patient-demographics-supplier-fhir', transaction: 'ITI-78', fhir: true },
};
/** Who is started for an actor: a repository brings its registry. */
const PLAYED_BY = { 'document-registry': 'document-repository' };
/** Doors that an actor opens when it is asked to, in a process of their own. */
const OPENED_BY = { 'patient-demographics-supplier-fhir': ['patient-demographics-supplier', '--fhir-port', '0'] };

/** The program that plays an actor, in clear text: `addax simulate`, or a server with every interaction of FHIR. */
function programOf(played, folder) {
  if (played === 'fhir') return [join(root, 'scripts/fuzz/fhir-everything.mjs'), join(folder, played)];
  const [actor, ...more] = OPENED_BY[played] ?? [played];
  const statement = join(folder, 'statement.yaml');
  writeFileSync(statement, STATEMENT);
  const options = ['--pki', join(folder, 'pki'), '--no-tls', '--vihf', '--statement', statement, '--format', 'json'];
  return [join(root, 'dist/src/cli/main.js'), 'simulate', actor, ...more, ...options, '--out', join(folder, played)];
}

/** A server in a process of its own. */
async function startServer(actor, folder) {
  const child = spawn(process.execPath, [`--max-old-space-size=${HEAP_MB}`, ...programOf(actor, folder)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const server = { pid: child.pid, ended: undefined, errors: '' };
  child.stderr.on('data', (chunk) => (server.errors = (server.errors + chunk.toString('utf8')).slice(-4_000)));
  const closed = new Promise((done) => child.once('close', (code, signal) => done((server.ended = `${code ?? signal}`))));
  const { endpoints } = await new Promise((done, failed) => {
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
      try {
        done(JSON.parse(said));
      } catch {
        // not whole yet
      }
    });
    void closed.then(() => failed(new Error(`${actor} ended: ${server.errors}`)));
  });
  server.endpoints = endpoints;
  server.urls = Object.fromEntries(endpoints.map((endpoint) => [endpoint.actor, new URL(endpoint.url)]));
  server.stop = () => {
    child.kill('SIGTERM');
    return closed;
  };
  return server;
}

/** Keeps what goes through it: requests whose action is held are kept and go no further. */
class Tap {
  kept;
  #held;
  #targets;

  static async open(targets) {
    const tap = new Tap();
    tap.#targets = targets;
    tap.server = createServer((incoming, answer) => tap.#take(incoming, answer));
    await new Promise((done) => tap.server.listen(0, '127.0.0.1', done));
    tap.url = (actor) => `http://127.0.0.1:${tap.server.address().port}/${actor}`;
    return tap;
  }

  /** The request that an action causes, as it would have been sent. */
  async hold(action, cause) {
    this.kept = undefined;
    this.#held = action;
    await cause();
    this.#held = undefined;
    if (!this.kept) throw new Error(`no request with the action ${action} was sent`);
    return readMessage(this.kept);
  }

  #take(incoming, answer) {
    const pieces = [];
    incoming.on('data', (piece) => pieces.push(piece));
    incoming.on('end', () => {
      const body = Buffer.concat(pieces);
      if (this.#held && body.includes(this.#held)) {
        const fields = incoming.rawHeaders.map((text, i) => (i % 2 ? `${text}\r\n` : `${text}: `)).join('');
        this.kept = Buffer.concat([Buffer.from(`POST ${incoming.url} HTTP/1.1\r\n${fields}\r\n`, 'latin1'), body]);
        answer.writeHead(503).end();
        return;
      }
      const target = this.#targets[incoming.url.slice(1)];
      const passed = request(target, { method: 'POST', headers: incoming.headers }, (reply) => {
        answer.writeHead(reply.statusCode, reply.headers);
        reply.pipe(answer);
      });
      passed.on('error', () => answer.writeHead(502).end());
      passed.end(body);
    });
  }
}

const ACTION = {
  'ITI-41': 'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b<',
  'ITI-42': 'urn:ihe:iti:2007:RegisterDocumentSet-b<',
  'ITI-43': 'urn:ihe:iti:2007:RetrieveDocumentSet<',
  'ITI-18': 'urn:ihe:iti:2007:RegistryStoredQuery<',
  'ITI-57': 'urn:ihe:iti:2010:UpdateDocumentSet<',
  'ITI-62': 'urn:ihe:iti:2010:DeleteDocumentSet<',
};

/** Starts the servers as they are needed and writes valid messages for their doors. */
export class House {
  #servers = new Map();
  #starting = new Map();
  #clients;
  #opened = [];

  constructor(folder) {
    this.folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  async server(door) {
    const { actor } = DOORS[door];
    const played = PLAYED_BY[actor] ?? actor;
    const known = this.#servers.get(played);
    if (known && known.ended === undefined) return known;
    if (known) this.#clients = undefined;
    // of several that find it ended, the first has it started
    const starting = this.#starting.get(played) ?? this.#started(played);
    this.#starting.set(played, starting);
    return await starting;
  }

  async #started(played) {
    const server = await startServer(played, this.folder);
    this.#servers.set(played, server);
    this.#starting.delete(played);
    return server;
  }

  /** Valid messages for a door; those that change what is registered can be accepted once only. */
  async messages(door) {
    const server = await this.server(door);
    const { actor } = DOORS[door];
    if (actor === 'document-recipient')
      return (await this.messages('ITI-41')).map((message) => ({ ...message, line: message.line.replace('document-repository', actor) }));
    if (actor === 'vihf-issuer') return issuerMessages(server.urls[actor])[door];
    const tools = (this.#clients ??= await this.#openClients(server));
    return await WRITERS[door](tools);
  }

  async #openClients(server) {
    const [{ BundleWriter }, ...actors] = await Promise.all([
      load('src/evidence/index.js'),
      ...['document-source', 'document-consumer', 'document-administrator', 'document-repository'].map((name) =>
        load(`simulators/${name}/index.js`),
      ),
    ]);
    const [{ DocumentSource }, { DocumentConsumer }, { DocumentAdministrator }, { DocumentRepository }] = actors;
    const pem = (name) => readFileSync(join(this.folder, 'pki', name), 'utf8');
    const tap = await Tap.open(server.urls);
    const context = (peers) => ({
      recorder: new BundleWriter(join(this.folder, `client-${this.#opened.length}`)),
      listen: { host: '127.0.0.1', port: 0 },
      vihf: { signer: { key: pem('lps-sign.key'), certificate: pem('lps-sign.pem') }, trust: { anchors: [], crls: [] }, required: false },
      faults: [],
      peers,
      parameters: { 'repository-unique-id': REPOSITORY },
      now: () => new Date(),
    });
    const peers = { 'document-repository': tap.url('document-repository'), 'document-registry': tap.url('document-registry') };
    const start = async (simulator, to = peers) => {
      const endpoints = await simulator.start(context(to));
      this.#opened.push(simulator);
      return { simulator, endpoints };
    };
    const { simulator: source } = await start(new DocumentSource());
    const { simulator: consumer } = await start(new DocumentConsumer());
    const { simulator: administrator } = await start(new DocumentAdministrator());
    // a repository of our own, to hear what one says to the registry
    const { endpoints } = await start(new DocumentRepository());
    const { simulator: behind } = await start(new DocumentSource(), { 'document-repository': endpoints[0].url });
    this.#opened.push({ stop: () => tap.server.close() });
    return { tap, source, consumer, administrator, behind };
  }

  async close() {
    for (const opened of this.#opened) await opened.stop();
    for (const { stop, ended } of this.#servers.values()) if (ended === undefined) await stop();
  }
}

const publish = async ({ source }) => (await source.perform('ITI-41', { patient: PATIENT })).values;
async function registered(tools) {
  const published = await publish(tools);
  const { values } = await tools.consumer.perform('ITI-18', { query: 'GetDocuments', patient: PATIENT, uniqueId: published.uniqueId });
  return { ...published, ...values };
}

const held = (tools, transaction, client, input) => tools.tap.hold(ACTION[transaction], () => client.perform(transaction, input));
const WRITERS = {
  'ITI-41': async (tools) => {
    const first = await registered(tools);
    const replaces = { uniqueId: first.uniqueId, entryUuid: first.entryUuid, setId: first.setId, version: first.version };
    return [
      await held(tools, 'ITI-41', tools.source, { patient: PATIENT }),
      keeping(await held(tools, 'ITI-41', tools.source, { patient: PATIENT, replaces }), first.entryUuid),
    ];
  },
  'ITI-42': async (tools) => [await tools.tap.hold(ACTION['ITI-42'], () => tools.behind.perform('ITI-41', { patient: PATIENT }))],
  'ITI-43': async (tools) => {
    const { uniqueId } = await registered(tools);
    return [await held(tools, 'ITI-43', tools.consumer, { patient: PATIENT, uniqueId, repositoryUniqueId: REPOSITORY })];
  },
  'ITI-18': async (tools) => {
    const { uniqueId } = await registered(tools);
    await tools.source.perform('ITI-41', { patient: OTHER });
    const queries = [
      { query: 'FindDocuments', patient: OTHER, status: ['Approved', 'Deprecated'] },
      { query: 'GetDocuments', patient: PATIENT, uniqueId },
    ];
    const messages = [];
    for (const query of queries) messages.push(keeping(await held(tools, 'ITI-18', tools.consumer, query), 'urn:uuid:'));
    return messages;
  },
  'ITI-57': async (tools) => {
    const [one, other] = [await registered(tools), await registered(tools)];
    const orders = [
      { operation: 'mask', entryUuid: one.entryUuid },
      { operation: 'archive', entryUuid: other.entryUuid },
      { operation: 'associate', association: 'transforms', source: one.entryUuid, target: other.entryUuid },
    ];
    const messages = [];
    for (const order of orders) {
      const message = await held(tools, 'ITI-57', tools.administrator, { patient: PATIENT, ...order });
      const lid = /lid="([^"]+)"/.exec(message.parts[0].body)?.[1];
      messages.push(keeping(message, one.entryUuid, other.entryUuid, lid));
    }
    return messages;
  },
  'ITI-62': async (tools) => {
    const { submissionSetUniqueId } = await registered(tools);
    return [
      keeping(await held(tools, 'ITI-62', tools.administrator, { patient: PATIENT, submissionSet: submissionSetUniqueId }), 'urn:uuid:'),
    ];
  },
};

/** Identifiers that name what is registered already; `urn:uuid:` keeps all of them. */
const keeping = (message, ...kept) => ({ ...message, kept });

const CONSTANTS = new Set(
  readFileSync(join(root, 'dist/src/protocols/ebxml/constants.js'), 'utf8').match(
    /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g,
  ) ?? [],
);

/** The message with identifiers of its own, so that it is valid beside those that were accepted. */
export function renewed(message, random) {
  const fresh = new Map();
  const { kept = [] } = message;
  const copy = copyOf(message);
  const newId = (whole, uuid) => {
    if (CONSTANTS.has(uuid) || kept.includes('urn:uuid:') || kept.includes(whole)) return whole;
    if (!fresh.has(uuid)) fresh.set(uuid, random.uuid());
    return `urn:uuid:${fresh.get(uuid)}`;
  };
  const stamp = () => `1${random.below(1e9)}${random.below(1e9)}`;
  copy.parts[0].body = copy.parts[0].body
    .replace(/urn:uuid:([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})(?=["<])/g, newId)
    .replace(
      /(value=")([0-9.]{1,200})("[^>]*>\s*<[\w:]*Name>\s*<[\w:]*LocalizedString[^>]*value="XDS(?:DocumentEntry|SubmissionSet)\.uniqueId")/g,
      (whole, before, oid, after) =>
        kept.length > 0 && whole.includes('DocumentEntry') && message.parts.length === 1 ?
          whole
        : `${before}${oid.slice(0, 40).replace(/\.$/, '')}.${stamp()}${after}`,
    );
  return copy;
}

const WST = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
const WSSE = 'http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd';
const AUTH = 'http://docs.oasis-open.org/wsfed/authorization/200706';
const XSPA = 'urn:oasis:names:tc:xspa:1.0:subject';

function issuerMessages(url) {
  const to = `http://localhost${url.pathname}`;
  const message = (type, body, more = []) =>
    readMessage(Buffer.from([`POST ${url.pathname} HTTP/1.1`, `Content-Type: ${type}`, ...more, '', body].join('\r\n')));
  const soap12 = (action, body) =>
    `<?xml version="1.0" encoding="UTF-8"?>\n<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://www.w3.org/2005/08/addressing"><s:Header><a:Action s:mustUnderstand="true">${action}</a:Action><a:MessageID>urn:uuid:1b1d8c4e-6a2f-4f4e-9d55-0c2f4f1d2a11</a:MessageID><a:To>${to}</a:To></s:Header><s:Body>${body}</s:Body></s:Envelope>`;
  const now = Date.now();
  const at = (minutes) => new Date(now + minutes * 60_000).toISOString();
  const claim = (name, value) => `<z:ClaimType Uri="${name}"><z:Value>${value}</z:Value></z:ClaimType>`;
  const claims = [
    claim('urn:oasis:names:tc:xacml:2.0:subject:role', '60'),
    claim(`${XSPA}:purposeofuse`, 'normal'),
    claim('urn:oasis:names:tc:xacml:2.0:resource:resource-id', '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH'),
    claim('LPS_Nom', 'MON LPS'),
  ].join('');
  const order = `<wst:RequestSecurityToken xmlns:wst="${WST}" Context="c-1"><wst:RequestType>${WST}/Issue</wst:RequestType><wst:TokenType>http://docs.oasis-open.org/wss/oasis-wss-saml-token-profile-1.1#SAMLV2.0</wst:TokenType><wst:KeyType>${WST}/Bearer</wst:KeyType><wsp:AppliesTo xmlns:wsp="http://schemas.xmlsoap.org/ws/2004/09/policy"><b:EndpointReference xmlns:b="http://www.w3.org/2005/08/addressing"><b:Address>urn:dmp</b:Address></b:EndpointReference></wsp:AppliesTo><wst:OnBehalfOf><wsse:UsernameToken xmlns:wsse="${WSSE}"><wsse:Username>899900001035</wsse:Username></wsse:UsernameToken></wst:OnBehalfOf><wst:Lifetime><u:Created xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">${at(0)}</u:Created><u:Expires xmlns:u="http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd">${at(400)}</u:Expires></wst:Lifetime><wst:Claims Dialect="${AUTH}/authclaims" xmlns:z="${AUTH}">${claims}</wst:Claims></wst:RequestSecurityToken>`;
  const authn = `<samlp:AuthnRequest xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol" xmlns:saml="urn:oasis:names:tc:SAML:2.0:assertion" ID="_q1" Version="2.0" IssueInstant="${at(0)}"><saml:Issuer>urn:lps</saml:Issuer><samlp:NameIDPolicy Format="urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified"/><samlp:RequestedAuthnContext Comparison="exact"><saml:AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</saml:AuthnContextClassRef></samlp:RequestedAuthnContext></samlp:AuthnRequest>`;
  const soap = 'application/soap+xml; charset=UTF-8';
  const saml = 'http://www.oasis-open.org/committees/security';
  return {
    'WST-1': [message(`${soap}; action="${WST}/RST/Issue"`, soap12(`${WST}/RST/Issue`, order))],
    'SAMLP-1': [
      message(
        'text/xml; charset=UTF-8',
        `<e:Envelope xmlns:e="http://schemas.xmlsoap.org/soap/envelope/"><e:Body>${authn}</e:Body></e:Envelope>`,
        [`SOAPAction: "${saml}"`],
      ),
      message(`${soap}; action="${saml}"`, soap12(saml, authn)),
    ],
  };
}
