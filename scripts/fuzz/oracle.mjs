/**
 * Says whether an answer is right, by other means than the product's own reader: `@xmldom/xmldom` reads the request, and a
 * Success must either go with the meaning of the valid message that was changed, or with a message in which the validators
 * find no error and which holds what the transaction cannot do without.
 */
import { createHash } from 'node:crypto';
import { DOMParser } from '@xmldom/xmldom';
import { bodyOf, boundaryOf, partsOf } from './message.mjs';
import { REPOSITORY } from './doors.mjs';
import { load } from './product.mjs';

const SAML = 'urn:oasis:names:tc:SAML:2.0:assertion';
const SIGNATURE = 'http://www.w3.org/2000/09/xmldsig#';
const WSA = 'http://www.w3.org/2005/08/addressing';
const RIM = 'urn:oasis:names:tc:ebxml-regrep:xsd:rim:3.0';
const XDSB = 'urn:ihe:iti:xds-b:2007';

/** Bytes as text: UTF-16 where a mark says so (RFC 7303, 3.3), else UTF-8. */
function textOf(latin1) {
  const bytes = Buffer.from(latin1, 'latin1');
  if (latin1.startsWith('\xff\xfe')) return bytes.subarray(2).toString('utf16le');
  if (latin1.startsWith('\xfe\xff') && bytes.length % 2 === 0) return Buffer.from(bytes.subarray(2)).swap16().toString('utf16le');
  return bytes.toString('utf8').replace(/^\ufeff/, '');
}

/** The root of a tree, or undefined for what is not well-formed. */
export function parse(text) {
  const problems = [];
  const note = (problem) => problems.push(problem);
  try {
    const document = new DOMParser({ errorHandler: { warning: note, error: note, fatalError: note } }).parseFromString(
      textOf(text),
      'text/xml',
    );
    return problems.length > 0 ? undefined : document?.documentElement;
  } catch {
    return undefined;
  }
}

/** Whether `@xmldom/xmldom` reads it without complaint. */
export const isWellFormed = (text) => parse(text) !== undefined;

const all = (root, namespace, local) => Array.from(root.getElementsByTagNameNS(namespace, local));
const within = (root, local) => all(root, '*', local)[0];

/** What an element says: names, attributes in one order, text without white space around it; no comments, no prefixes. */
function said(element, without) {
  const attributes = Array.from(element.attributes)
    .filter(({ name }) => name !== 'xmlns' && !name.startsWith('xmlns:'))
    .map(({ namespaceURI, localName, name, value }) => `${namespaceURI ?? ''}|${localName ?? name}=${value}`)
    .sort();
  let inside = '';
  let text = '';
  for (let node = element.firstChild; node; node = node.nextSibling) {
    if (node.nodeType === 3 || node.nodeType === 4) text += node.data;
    else if (node.nodeType === 1 && node.namespaceURI !== without) {
      inside += `${text.trim()}${said(node)}`;
      text = '';
    }
  }
  return `<${element.namespaceURI}|${element.localName} ${attributes.join(' ')}>${inside}${text.trim()}</>`;
}

/** What a message means: the body of its envelope, its VIHF, its action and its documents. */
export function meaningOf({ headers }, body) {
  const boundary = boundaryOf(headers);
  const parts = boundary === undefined ? [{ head: '', body }] : partsOf(body, boundary);
  // the root is the part that `start` names, else the first (RFC 2387, 3.2)
  const start = /start="?(<[^">]+>)/i.exec(headers.find(([name]) => /^content-type$/i.test(name))?.[1] ?? '')?.[1];
  const envelope = parts.find(({ head }) => start !== undefined && head.includes(start)) ?? parts[0];
  const documents = parts.filter((part) => part !== envelope);
  const root = envelope && parse(envelope.body);
  if (!root || root.localName !== 'Envelope') return undefined;
  const soapBody = Array.from(root.childNodes).find((node) => node.localName === 'Body');
  if (!soapBody) return undefined;
  return {
    root,
    body: said(soapBody),
    // what is in ds:Signature is either refused or of no effect: a chain of certificates, line ends in base64
    assertion: all(root, SAML, 'Assertion')
      .map((assertion) => said(assertion, SIGNATURE))
      .join(''),
    action: all(root, WSA, 'Action')
      .filter((e) => e.parentNode.localName === 'Header')
      .map((e) => e.textContent.trim())
      .join(' '),
    documents: documents.map((part) => createHash('sha1').update(Buffer.from(part.body, 'latin1')).digest('hex')),
    lengths: documents.map((part) => part.body.length),
  };
}

/** Reads an answer: what kind it is, and what is wrong with it as an answer. */
export function readAnswer({ status, head, body }) {
  const boundary = boundaryOf([['content-type', /\r\ncontent-type: *([^\r]*)/i.exec(head)?.[1] ?? '']]);
  const envelope = boundary === undefined ? body : (partsOf(body, boundary)[0]?.body ?? '');
  const root = parse(envelope);
  if (!root || root.localName !== 'Envelope') return { kind: 'unreadable', problem: `an answer ${status} that is no SOAP envelope` };
  if (body.includes('The simulator met an internal error')) return { kind: 'fault', problem: 'an internal error' };
  const fault = within(root, 'Fault');
  if (fault) {
    const reason = fault.textContent.trim();
    return {
      kind: status === 200 ? 'fault with 200' : 'fault',
      ...(reason.length < 20 && { problem: `a fault without a reason: ${reason}` }),
      root,
    };
  }
  if (status !== 200) return { kind: 'unreadable', problem: `status ${status} without a Fault` };
  const second = within(root, 'StatusCode');
  const said =
    within(root, 'RegistryResponse')?.getAttribute('status')
    ?? within(root, 'AdhocQueryResponse')?.getAttribute('status')
    ?? second?.getAttribute('Value');
  if (said !== undefined) {
    const kind =
      /:Success$/.test(said) ? 'success'
      : /PartialSuccess$/.test(said) ? 'partial'
      : 'failure';
    const mute = all(root, '*', 'RegistryError').filter(
      (error) => error.getAttribute('codeContext').length < 10 || !error.getAttribute('errorCode'),
    );
    const empty = kind === 'failure' && !second && all(root, '*', 'RegistryError').length === 0;
    return { kind, root, ...((mute.length > 0 || empty) && { problem: 'a failure that does not say why' }) };
  }
  if (within(root, 'RequestSecurityTokenResponse') && within(root, 'Assertion')) return { kind: 'success', root };
  return { kind: 'unreadable', problem: 'an answer that is neither a fault nor a response' };
}

/** Errors that the validators find in a request and that concern what a transaction does. */
async function errorsOf({ headers }, body) {
  const [{ Artefact }, { viewOf }, { validator, manifest }] = await Promise.all([
    load('src/model/index.js'),
    load('src/protocols/soap/index.js'),
    load('validators/xds-metadata/index.js').then(async (own) => ({ ...own, ...(await load('validators/xds-metadata/manifest.js')) })),
  ]);
  const fields = Object.fromEntries(headers.map(([name, value]) => [name.toLowerCase(), value]));
  const message = new Artefact('case', Buffer.from(body, 'latin1'), { headers: fields, mediaType: fields['content-type'] });
  const found = [];
  for (const view of viewOf(message, manifest.view)) {
    const { findings } = await validator.validate(view, { at: new Date(), trust: { anchors: [], crls: [] }, parameters: {} });
    found.push(...findings.filter(({ severity }) => severity === 'error').map(({ rule }) => rule));
  }
  return found;
}

/** Rules whose breach a registry may let pass: how a patient is written, as long as it is known who is meant. */
const LET_IN = new Set(['SQ-06']);

const REQUIRED_SCHEMES = ['41a5887f', 'f4f85eac', 'a09d5840', 'f33fb8ac', 'cccf5598', 'f0306f51', '93606bcf'];
/** What every entry of a submission must hold, whatever else it says (ITI TF-3, table 4.1-5). */
function entryProblem(entry) {
  const direct = (local) => Array.from(entry.childNodes).filter((node) => node.localName === local && node.namespaceURI === RIM);
  const schemes = direct('Classification').map((c) => c.getAttribute('classificationScheme'));
  const lacking = REQUIRED_SCHEMES.find((start) => !schemes.some((scheme) => scheme.startsWith(`urn:uuid:${start}`)));
  if (lacking) return `an entry without the classification ${lacking}`;
  const ids = direct('ExternalIdentifier').map((id) => id.getAttribute('identificationScheme'));
  for (const start of ['58a6f841', '2e82c1f6'])
    if (ids.filter((id) => id.startsWith(`urn:uuid:${start}`)).length !== 1) return `an entry without one identifier ${start}`;
  if (entry.getAttribute('mimeType') === '') return 'an entry without mimeType';
  return undefined;
}

const slotOf = (entry, name) =>
  all(entry, RIM, 'Slot')
    .find((slot) => slot.getAttribute('name') === name)
    ?.textContent.trim();
function submissionProblem(sent, valid, withDocuments) {
  const entries = all(sent.root, RIM, 'ExtrinsicObject');
  const sets = all(sent.root, RIM, 'RegistryPackage');
  if (sets.length < 1) return 'no submission set';
  const patients = new Set(
    all(sent.root, RIM, 'ExternalIdentifier')
      .filter((id) => /^urn:uuid:(6b5aea1a|58a6f841)/.test(id.getAttribute('identificationScheme')))
      .map((id) => id.getAttribute('value')),
  );
  if (patients.size !== 1) return 'not one patient';
  for (const entry of entries) {
    const problem = entryProblem(entry);
    if (problem) return problem;
    if (!withDocuments) continue;
    const hash = slotOf(entry, 'hash');
    const size = slotOf(entry, 'size');
    if (
      hash !== undefined
      && !sent.documents.includes(hash.toLowerCase())
      && all(sent.root, XDSB, 'Document').every((d) => d.textContent.trim() === '')
    )
      return 'a hash that is of no document';
    if (
      size !== undefined
      && !sent.lengths.includes(Number(size))
      && all(sent.root, XDSB, 'Document').every((d) => d.textContent.trim() === '')
    )
      return 'a size that is of no document';
  }
  return valid.assertion !== '' && ![...patients][0].startsWith('279035121518989^') ? 'a patient whom the VIHF does not name' : undefined;
}

const TEXT = (root, local) => all(root, '*', local).map((e) => e.textContent.trim());
const CHECKS = {
  'ITI-41': (sent, valid) => submissionProblem(sent, valid, true),
  'XDR-ITI-41': (sent, valid) => submissionProblem(sent, valid, true),
  'ITI-42': (sent, valid) => submissionProblem(sent, valid, false),
  'ITI-57': (sent, valid) => submissionProblem(sent, valid, false),
  'ITI-43': (sent, _valid, answer) => {
    const asked = TEXT(sent.root, 'DocumentUniqueId');
    const given = TEXT(answer.root, 'DocumentUniqueId');
    const own = asked.filter((_, i) => TEXT(sent.root, 'RepositoryUniqueId')[i] === REPOSITORY);
    const due = answer.kind === 'partial' ? own : asked;
    if (due.length === 0 || given.join() !== due.join()) return `asked for ${asked.length} documents, given ${given.length}`;
    return answer.kind === 'success' && own.length < asked.length ? 'of another repository' : undefined;
  },
  'ITI-18': (sent) => (all(sent.root, RIM, 'AdhocQuery').length === 1 ? undefined : 'not one AdhocQuery'),
  'ITI-62': (sent, valid) => {
    const ids = (root) => all(root, RIM, 'ObjectRef').map((e) => e.getAttribute('id'));
    const [asked, known] = [ids(sent.root), ids(valid.root)];
    return asked.length === 0 || asked.some((id) => !known.includes(id)) ? 'objects that are not there' : undefined;
  },
  'WST-1': (sent, _valid, answer) => {
    const WST = 'http://docs.oasis-open.org/ws-sx/ws-trust/200512';
    if (all(sent.root, WST, 'RequestType')[0]?.textContent.trim() !== `${WST}/Issue`) return 'a request that is none to issue';
    return tokenProblem(TEXT(sent.root, 'Username')[0], answer);
  },
  'SAMLP-1': (sent, _valid, answer) => {
    const asked = within(sent.root, 'AuthnRequest');
    if (asked?.getAttribute('Version') !== '2.0' || !asked.getAttribute('ID')) return 'a request without Version 2.0 or ID';
    return tokenProblem(TEXT(asked, 'NameID')[0], answer);
  },
};

/** A token is about whom was asked for. */
function tokenProblem(user, answer) {
  const given = all(answer.root, SAML, 'NameID')[0]?.textContent.trim();
  return user !== undefined && given !== user ? `asked for ${user}, issued for ${given}` : undefined;
}

/** Why a Success is wrong; undefined when it is right. `valid` is the meaning of the message before it was changed. */
export async function wrongSuccess(door, message, body, valid, validMessage, answer) {
  const sent = meaningOf(message, body);
  if (!sent) return 'no second reader can read the message';
  if (sent.action !== valid.action) return `with the action ${sent.action.slice(0, 100)}`;
  if (sent.assertion !== valid.assertion) return 'with a VIHF that was changed';
  if (sent.body === valid.body && sent.documents.join() === valid.documents.join()) return undefined;
  const problem = CHECKS[door](sent, valid, answer);
  if (problem) return problem;
  const known = await errorsOf(validMessage, bodyOf(validMessage));
  const errors = (await errorsOf(message, body)).filter((rule) => !known.includes(rule) && !LET_IN.has(rule));
  return errors.length > 0 ? `with errors in the metadata: ${[...new Set(errors)].join(' ')}` : undefined;
}
