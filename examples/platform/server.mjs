import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { registryResponse } from './answers.mjs';
import { openGate } from './bearer.mjs';
import { crossReferencesV3, feedV3 } from './cross-reference-v3.mjs';
import { cancelQueryV3, continueQuery, findPatientsV3 } from './demographics-v3.mjs';
import { Fault, RegistryError } from './fault.mjs';
import { answerFhir } from './fhir.mjs';
import { requesterOf } from './masking.mjs';
import { openNotifications } from './notifications.mjs';
import { registerDocumentSet } from './register.mjs';
import { queryResponse, storedQuery } from './registry.mjs';
import { provideAndRegister, retrieve } from './repository.mjs';
import { openStore } from './store.mjs';
import { ISSUE, issueBySaml, issueByTrust, ISSUED, SAML_ACTION } from './sts.mjs';
import { removeObjects, updateDocumentSet } from './updates.mjs';
import { CHECKS, patientOfVihf, Refusal } from './vihf.mjs';
import { newUuid } from '../wire/identifiers.mjs';
import { readSoap, writeMtom, writeSimple } from '../wire/multipart.mjs';
import { tlsOptions } from '../wire/tls.mjs';
import { children, NS, parseXml, textOf, xml } from '../wire/xml.mjs';

const LARGEST_MESSAGE = 100 * 1024 * 1024;

/** The transactions served, by path and action: how each answers, and how each says no. */
const TRANSACTIONS = {
  '/repository': {
    'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b': { serve: provideAndRegister, packaging: 'mtom', refuse: registryResponse },
    'urn:ihe:iti:2007:RetrieveDocumentSet': {
      serve: retrieve,
      packaging: 'mtom',
      refuse: (failure) =>
        xml`<xdsb:RetrieveDocumentSetResponse xmlns:xdsb="${NS.xdsb}">${registryResponse(failure)}</xdsb:RetrieveDocumentSetResponse>`,
    },
  },
  // XDR: the same transaction, and nothing to ask for afterwards
  '/recipient': {
    'urn:ihe:iti:2007:ProvideAndRegisterDocumentSet-b': { serve: provideAndRegister, packaging: 'mtom', refuse: registryResponse },
  },
  '/registry': {
    'urn:ihe:iti:2007:RegistryStoredQuery': {
      serve: storedQuery,
      packaging: 'simple',
      refuse: ({ errors }, breaks) => queryResponse('Failure', [], errors, breaks),
    },
    // a repository is known by its TLS certificate and speaks for no user
    'urn:ihe:iti:2007:RegisterDocumentSet-b': { serve: registerDocumentSet, packaging: 'simple', refuse: registryResponse, trusted: true },
    'urn:ihe:iti:2010:UpdateDocumentSet': { serve: updateDocumentSet, packaging: 'simple', refuse: registryResponse },
    'urn:ihe:iti:2010:DeleteDocumentSet': { serve: removeObjects, packaging: 'simple', refuse: registryResponse },
  },
  // the identity server in HL7 V3: an application is known by its TLS certificate
  '/demographics': {
    [`${NS.hl7}:PRPA_IN201305UV02`]: { serve: findPatientsV3, packaging: 'simple', trusted: true },
    [`${NS.hl7}:QUQI_IN000003UV01_Continue`]: { serve: continueQuery, packaging: 'simple', trusted: true },
    [`${NS.hl7}:QUQI_IN000003UV01_Cancel`]: { serve: cancelQueryV3, packaging: 'simple', trusted: true },
  },
  '/cross-reference': {
    ...Object.fromEntries(
      ['201301', '201302', '201304'].map((number) => [
        `${NS.hl7}:PRPA_IN${number}UV02`,
        { serve: feedV3, packaging: 'simple', trusted: true },
      ]),
    ),
    [`${NS.hl7}:PRPA_IN201309UV02`]: { serve: crossReferencesV3, packaging: 'simple', trusted: true },
  },
  // who asks for a VIHF has none yet
  '/sts': {
    [ISSUE]: { serve: issueByTrust, packaging: 'simple', trusted: true, answers: ISSUED },
    [SAML_ACTION]: { serve: issueBySaml, packaging: 'simple', trusted: true, answers: SAML_ACTION },
  },
};

/**
 * Opens the platform's door: mutual TLS, one address for each actor.
 * @param {{pki: string, port: number, vihf: boolean, identities: object, breaks: (stage: string, value: any) => any}} options
 * @returns {Promise<import('node:https').Server>} listening
 */
export function openPlatform({ pki, port, vihf, identities, breaks }) {
  const authority = readFileSync(join(pki, 'authority.pem'), 'utf8');
  const anchors = authority.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g).map((pem) => new X509Certificate(pem));
  const store = openStore();
  const notifications = openNotifications({ identities, pki, breaks });
  const context = { store, breaks, vihf, anchors, pki, identities, queries: new Map(), notifications, gate: openGate(breaks) };
  const server = createServer(breaks('tls', tlsOptions(pki)), (request, response) => {
    const chunks = [];
    let length = 0;
    request.on('data', (chunk) => {
      length += chunk.length;
      if (length > LARGEST_MESSAGE) request.destroy();
      else chunks.push(chunk);
    });
    const answerTo = async (body) => {
      const answer = breaks('http', await reply(request, body, context));
      response.writeHead(answer.status, { 'Content-Type': answer.contentType, 'Content-Length': answer.body.length, ...answer.headers });
      response.end(answer.body);
    };
    request.on('error', () => {
      const whole = breaks('truncated', { chunks });
      if (whole.body) answerTo(whole.body);
      else response.destroy();
    });
    request.on('end', () => answerTo(Buffer.concat(chunks)));
  });
  return new Promise((resolve, reject) => server.once('error', reject).listen(port, '127.0.0.1', () => resolve(server)));
}

/** Reads a request, lets its transaction serve it, and writes the answer. */
function reply(request, body, { vihf, notifications, ...context }) {
  const { breaks, anchors } = context;
  const { pathname } = new URL(request.url, 'https://platform');
  if (pathname === '/consumers' && request.method === 'PUT') {
    notifications.declare(body.toString());
    return { status: 200, contentType: 'text/plain', body: Buffer.from('') };
  }
  if (pathname === '/issuers' && request.method === 'PUT') {
    context.gate.declare(JSON.parse(body.toString()));
    return { status: 200, contentType: 'text/plain', body: Buffer.from('') };
  }
  if (pathname.startsWith('/fhir/')) return answerFhir(request, body, context);
  const services = TRANSACTIONS[pathname];
  if (!services || request.method !== 'POST') return { status: 404, contentType: 'text/plain', body: Buffer.from('') };
  let messageId, transaction;
  const answer = (status, action, packaging, content, attachments = []) => {
    const header = breaks('answer', { soap: NS.soap, action, messageId: newUuid(), relatesTo: messageId });
    const message = { envelope: writeAnswer({ ...header, content }), action: header.action, attachments };
    return { status, ...(packaging === 'mtom' ? writeMtom(message) : writeSimple(message)) };
  };
  try {
    const { contentType } = breaks('contentType', { contentType: request.headers['content-type'], body });
    const message = open(contentType, body, breaks);
    const header = children(message.root, 'soap:Header')[0];
    messageId = textOf(header, 'wsa:MessageID');
    const action = textOf(header, 'wsa:Action');
    for (const name of ['Action', 'MessageID'])
      if (!textOf(header, `wsa:${name}`)) throw new Fault('Sender', 'wsa:MessageAddressingHeaderRequired', `L’en-tête wsa:${name} manque.`);
    transaction = services[action];
    if (!transaction) throw new Fault('Sender', 'wsa:ActionNotSupported', `L’action ${action} n’est pas servie ici.`);
    checkUnderstood(header);
    const vihfPatient = vihf && !transaction.trusted ? checkVihf(message, anchors, breaks) : undefined;
    breaks('arrived', messageId);
    const content = children(children(message.root, 'soap:Body')[0])[0];
    if (!content) throw new Fault('Sender', undefined, 'Le corps du message est vide.');
    const served = transaction.serve({
      ...message,
      body: content,
      vihfPatient,
      requester: requesterOf(message.document),
      url: `https://${request.headers.host}${pathname}`,
      ...context,
    });
    return answer(
      200,
      served.action ?? transaction.answers ?? `${action}Response`,
      served.packaging ?? transaction.packaging,
      served.body,
      served.attachments,
    );
  } catch (error) {
    if (error instanceof RegistryError) {
      const failure = breaks('failure', { status: 'Failure', errors: [error] });
      return answer(200, `${actionOf(services, transaction)}Response`, transaction.packaging, transaction.refuse(failure, breaks));
    }
    const fault = error instanceof Fault ? error : new Fault('Receiver', undefined, `Erreur interne : ${error.message}`);
    return answer(fault.status, faultAction(fault), 'simple', writeFault(fault));
  }
}

const actionOf = (services, transaction) => Object.keys(services).find((action) => services[action] === transaction);

const faultAction = (fault) => (fault.subcode?.startsWith('wsa:') ? `${NS.wsa}/fault` : `${NS.wsa}/soap/fault`);

/** Unpacks a request and reads its envelope. */
function open(contentType, body, breaks) {
  let message, document;
  try {
    message = readSoap(contentType, body, (declared) => breaks('xmlCharset', declared));
    document = parseXml(message.envelope);
  } catch (error) {
    throw new Fault('Sender', undefined, `Le message ne se lit pas : ${error.message}.`);
  }
  const root = document.documentElement;
  if (root.localName !== 'Envelope' || root.namespaceURI !== NS.soap)
    throw new Fault('VersionMismatch', undefined, 'Un message SOAP 1.2 est attendu.');
  return { ...message, document, root };
}

function checkUnderstood(header) {
  for (const block of children(header)) {
    const must = ['1', 'true'].includes(block.getAttributeNS(NS.soap, 'mustUnderstand'));
    if (must && ![NS.wsa, NS.wsse].includes(block.namespaceURI))
      throw new Fault('MustUnderstand', undefined, `L’en-tête ${block.localName} n’est pas compris.`);
  }
}

function checkVihf({ envelope, document }, anchors, breaks) {
  try {
    return patientOfVihf(envelope, document, {
      anchors,
      checks: breaks('vihfChecks', CHECKS),
      now: new Date(),
    });
  } catch (error) {
    if (error instanceof Refusal) throw new Fault('Sender', error.code, error.message);
    throw error;
  }
}

const writeAnswer = ({ soap, action, messageId, relatesTo, content }) =>
  xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${soap}" xmlns:wsa="${NS.wsa}">
<soap:Header>
<wsa:Action>${action}</wsa:Action>
<wsa:MessageID>${messageId}</wsa:MessageID>
<wsa:To>${NS.wsa}/anonymous</wsa:To>${
    relatesTo
    && xml`
<wsa:RelatesTo>${relatesTo}</wsa:RelatesTo>`
  }
</soap:Header>
<soap:Body>
${content}
</soap:Body>
</soap:Envelope>`.text;

const writeFault = (fault) => xml`<soap:Fault>
<soap:Code><soap:Value>soap:${fault.faultCode}</soap:Value>${
  fault.subcode && xml`<soap:Subcode><soap:Value xmlns:wsse="${NS.wsse}" xmlns:wst="${NS.wst}">${fault.subcode}</soap:Value></soap:Subcode>`
}</soap:Code>
<soap:Reason><soap:Text xml:lang="fr">${fault.message}</soap:Text></soap:Reason>
</soap:Fault>`;
