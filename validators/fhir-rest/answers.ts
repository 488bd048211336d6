import { oneOf, quoted, shorten } from '../../src/model/index.js';
import { childrenOf, literalReference, valueAt } from '../../src/protocols/fhir/index.js';
import { judgeBundleOf } from './bundles.js';
import { type Asked, bodyOf, headerOf } from './exchange.js';
import { header, type Judge, STATUS_LINE } from './judge.js';
import { acceptedForms, formOf, formOfParameter, readMediaType } from './media-types.js';
import { isInPart, isSubsetted } from './parts.js';
import { RULE } from './rules.js';

/** Judges an answer, against its request where that is known (FHIR R4, 3.1.0). */
export function judgeAnswer(judge: Judge): void {
  const { asked, status, message } = judge;
  judgeEmptiness(judge);
  judgeVersion(judge);
  if (status >= 400) judgeError(judge);
  if (!asked || asked.interaction === 'unknown') return;
  judgeStatus(judge, asked);
  if (status < 200 || status >= 300) return;
  judgeForm(judge, asked);
  judgeLocation(judge, asked);
  if (message.bytes.length === 0) {
    judgePreference(judge, asked);
    return;
  }
  switch (asked.interaction) {
    case 'read':
    case 'vread':
      judgeRead(judge, asked);
      break;
    case 'create':
    case 'update':
    case 'patch':
      judgeWritten(judge, asked);
      judgePreference(judge, asked);
      break;
    case 'capabilities':
      judgeCapabilities(judge);
      break;
    case 'search':
    case 'history':
    case 'transaction':
      judgeBundleOf(judge, asked);
      break;
    default:
  }
}

function judgeEmptiness(judge: Judge): void {
  const { status, asked, message } = judge;
  if (status !== 204 && status !== 304 && asked?.method !== 'HEAD') return;
  judge.holds(RULE.noBody, message.bytes.length === 0, 'body', () => ({
    expected: { fr: 'aucun octet', en: 'no byte' },
    actual: { fr: `${message.bytes.length} octets`, en: `${message.bytes.length} bytes` },
  }));
}

/** Statuses of success, by interaction. */
function successes({ interaction }: Asked, isGiven: (name: string) => boolean): number[] {
  switch (interaction) {
    case 'create':
      // what is there already is not created again
      return isGiven('if-none-exist') ? [200, 201] : [201];
    case 'update':
    case 'patch':
      return [200, 201];
    case 'delete':
      return [200, 202, 204];
    default:
      return [200];
  }
}

function judgeStatus(judge: Judge, asked: Asked): void {
  const { status } = judge;
  const isGiven = (name: string): boolean => headerOf(asked.artefact, name) !== undefined;
  // what an operation or an asynchronous request gets, its definition says
  if (status >= 200 && status < 300 && asked.interaction !== 'operation' && !/respond-async/.test(preferOf(asked))) {
    const expected = successes(asked, isGiven);
    judge.holds(RULE.status, expected.includes(status), STATUS_LINE, () => ({
      expected: oneOf(expected.map(String)),
      actual: String(status),
    }));
  }
  if (status === 304)
    judge.holds(RULE.notModified, isGiven('if-none-match') || isGiven('if-modified-since'), STATUS_LINE, () => ({ actual: '304' }));
  if (status === 412) {
    const isConditional =
      asked.isConditional
      || asked.interaction === 'transaction'
      || asked.interaction === 'operation'
      || ['if-match', 'if-none-match', 'if-none-exist', 'if-modified-since', 'if-unmodified-since'].some(isGiven);
    judge.holds(RULE.precondition, isConditional, STATUS_LINE, () => ({ actual: '412' }));
  }
}

const preferOf = ({ artefact }: Asked): string => headerOf(artefact, 'prefer') ?? '';

function judgeForm(judge: Judge, asked: Asked): void {
  if (judge.message.bytes.length === 0 || asked.type === 'Binary' || asked.interaction === 'operation') return;
  const form = formOf(readMediaType(judge.header('content-type'))?.type);
  const format = asked.parameters.find(({ name }) => name === '_format')?.value;
  const wanted = format === undefined ? undefined : formOfParameter(format);
  const accepted = wanted ? new Set([wanted]) : acceptedForms(headerOf(asked.artefact, 'accept'));
  // what is no form of FHIR is told as such, of the answer or of the request
  if (!form || accepted.size === 0 || (format !== undefined && !wanted)) return;
  judge.holds(RULE.asAccepted, accepted.has(form), header('Content-Type'), () => ({
    expected: oneOf([...accepted].map((one) => `application/fhir+${one}`)),
    actual: quoted(judge.header('content-type')),
  }));
}

/** The tail of an address of a version, whatever stands before it. */
const ADDRESS = /(?:^|\/)([A-Z][A-Za-z]{1,63})\/([A-Za-z0-9.-]{1,64})(?:\/_history\/([A-Za-z0-9.-]{1,64}))?$/;

function judgeLocation(judge: Judge, { interaction, type, id }: Asked): void {
  if (interaction !== 'create' && interaction !== 'update') return;
  const location = judge.header('location');
  if (judge.status === 201) judge.holds(RULE.location, location !== undefined, header('Location'), () => ({ actual: quoted(location) }));
  if (location === undefined) return;
  const [, ofType, ofId, version] = ADDRESS.exec(location.slice(-2000)) ?? [];
  const resource = judge.resource?.resourceType === type ? judge.resource : undefined;
  const expectedId = id ?? valueAt(resource, 'id');
  const tag = versionOf(judge.header('etag'));
  const agrees =
    ofType === type && (expectedId === undefined || ofId === expectedId) && (version === undefined || tag === undefined || version === tag);
  judge.holds(RULE.locationForm, agrees, header('Location'), () => ({
    expected: `[base]/${type!}/${expectedId ?? '[id]'}/_history/${tag ?? '[vid]'}`,
    actual: quoted(location),
  }));
}

/** The version that an ETag names. */
const versionOf = (etag: string | undefined): string | undefined => /^(?:W\/)?"([^"]*)"$/.exec(etag?.trim() ?? '')?.[1];
const HTTP_DATE =
  /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} [0-2]\d:[0-5]\d:[0-6]\d GMT$/;

/** Judges ETag and Last-Modified, against what the resource says of itself. */
function judgeVersion(judge: Judge): void {
  const { status, asked } = judge;
  const etag = judge.header('etag');
  const modified = judge.header('last-modified');
  if (etag !== undefined) {
    const isTag = judge.holds(RULE.etagForm, /^(?:W\/)?"[^"]{1,200}"$/.test(etag.trim()), header('ETag'), () => ({
      expected: 'W/"3"',
      actual: quoted(etag),
    }));
    if (isTag)
      judge.holds(RULE.weakEtag, etag.trim().startsWith('W/'), header('ETag'), () => ({
        expected: `W/${etag.trim()}`,
        actual: quoted(etag),
      }));
  }
  const isDate =
    modified !== undefined
    && judge.holds(RULE.lastModifiedForm, HTTP_DATE.test(modified) && !Number.isNaN(Date.parse(modified)), header('Last-Modified'), () => ({
      expected: 'Sat, 21 Nov 2026 10:00:00 GMT',
      actual: quoted(modified),
    }));
  const { resource } = judge;
  // of a resource by itself: a Bundle that was made to answer has no version
  if (!asked || !resource || !['read', 'vread', 'create', 'update', 'patch'].includes(asked.interaction)) return;
  if (status < 200 || status >= 300 || resource.resourceType !== asked.type) return;
  const version = valueAt(resource, 'meta', 'versionId');
  if (version !== undefined) {
    const isThere = judge.holds(RULE.etag, etag !== undefined, header('ETag'), () => ({
      expected: `W/"${shorten(version)}"`,
      actual: quoted(etag),
    }));
    const tag = versionOf(etag);
    if (isThere && tag !== undefined)
      judge.holds(RULE.etagVersion, tag === version, header('ETag'), () => ({ expected: `W/"${shorten(version)}"`, actual: quoted(etag) }));
  }
  const updated = Date.parse(valueAt(resource, 'meta', 'lastUpdated') ?? '');
  if (Number.isNaN(updated) || (modified !== undefined && !isDate)) return;
  const said = Math.floor(updated / 1000) * 1000;
  judge.holds(RULE.lastModified, modified !== undefined && Date.parse(modified) === said, header('Last-Modified'), () => ({
    expected: new Date(said).toUTCString(),
    actual: quoted(modified),
  }));
}

/** The inside of a server, as runtimes print it. */
const TRACES: readonly RegExp[] = [
  /\bat [\w$.<>]{3,200}\((?:[\w$]{1,100}\.(?:java|kt|scala|groovy)(?::\d{1,7})?|Native Method|Unknown Source)\)/,
  /\bat [^"\n\\]{1,200}\.[cm]?[jt]s:\d{1,7}:\d{1,7}/,
  /\bat [\w.`<>[\],]{3,200}\([^)\n]{0,200}\) in [^\n"]{1,200}:line \d{1,7}/,
  /Traceback \(most recent call last\)/,
  /\bgoroutine \d{1,9} \[/,
  /#\d{1,3} \/[^\s"]{1,200}\.php\(\d{1,7}\)/,
];
const MOST_SEARCHED = 64 * 1024;

function judgeError(judge: Judge): void {
  const { status, asked, message, resource } = judge;
  if (status === 405 && message.about.headers) judgeAllow(judge);
  if (status === 401 && message.about.headers)
    judge.holds(RULE.challenge, judge.header('www-authenticate') !== undefined, header('WWW-Authenticate'), () => ({
      actual: quoted(undefined),
    }));
  if (asked?.method === 'HEAD') return;
  const isOutcome = judge.holds(RULE.outcome, resource?.resourceType === 'OperationOutcome', resource ?? 'body', () => ({
    expected: 'OperationOutcome',
    actual: quoted(resource?.resourceType ?? judge.header('content-type') ?? ''),
  }));
  if (isOutcome) {
    const severities = childrenOf(resource, 'issue').map((issue) => valueAt(issue, 'severity') ?? '');
    judge.holds(
      RULE.outcomeSeverity,
      severities.some((one) => one === 'error' || one === 'fatal'),
      { in: resource!, missing: 'issue.severity' },
      () => ({ expected: oneOf(['error', 'fatal']), actual: quoted(severities.slice(0, 10).join(', ')) }),
    );
  }
  const body = bodyOf(message);
  if (!body || body.bytes.length === 0) return;
  const text = Buffer.from(body.bytes.subarray(0, MOST_SEARCHED)).toString('utf8');
  const trace = TRACES.map((form) => form.exec(text)).find((found) => found !== null);
  judge.holds(RULE.leak, !trace, 'body', () => ({ actual: quoted(trace![0]) }));
}

/** What an address allows is not what it just refused. */
function judgeAllow(judge: Judge): void {
  const allow = judge.header('allow');
  const method = judge.asked?.method;
  const methods = allow?.split(',').map((one) => one.trim());
  judge.holds(RULE.allow, methods !== undefined && (method === undefined || !methods.includes(method)), header('Allow'), () => ({
    expected: methods && method !== undefined ? { fr: `sans ${method}`, en: `without ${method}` } : 'Allow: …',
    actual: quoted(allow),
  }));
}

function judgeRead(judge: Judge, { type, id, version, artefact }: Asked): void {
  const { resource } = judge;
  if (!resource || type === 'Binary') return;
  const own = { id: valueAt(resource, 'id'), version: valueAt(resource, 'meta', 'versionId') };
  const isAsked =
    resource.resourceType === type && own.id === id && (version === undefined || own.version === undefined || own.version === version);
  judge.holds(RULE.resourceAsked, isAsked, resource, () => ({
    expected: [type, id, ...(version === undefined ? [] : ['_history', version])].join('/'),
    actual: quoted([resource.resourceType, own.id, ...(version === undefined ? [] : ['_history', own.version])].join('/')),
  }));
  const known = headerOf(artefact, 'if-none-match');
  const tag = versionOf(judge.header('etag'));
  if (known !== undefined && tag !== undefined)
    judge.holds(
      RULE.unchanged,
      known.split(',').every((one) => versionOf(one) !== tag),
      STATUS_LINE,
      () => ({
        expected: '304',
        actual: `${judge.status}, ETag: ${shorten(judge.header('etag')!)}`,
      }),
    );
  judgeSubset(judge, judge.asked!);
}

/** A resource that was asked for in part says so. */
function judgeSubset(judge: Judge, { parameters }: Asked): void {
  if (!isInPart(parameters) || !judge.resource) return;
  judge.holds(RULE.subsetted, isSubsetted(judge.resource), { in: judge.resource, missing: 'meta.tag' });
}

function judgeWritten(judge: Judge, { type, id, interaction }: Asked): void {
  const { resource } = judge;
  if (!resource || resource.resourceType === 'OperationOutcome' || type === 'Binary') return;
  const own = valueAt(resource, 'id');
  const created = interaction === 'create' ? literalReference(judge.header('location') ?? '')?.id : undefined;
  const expected = id ?? created;
  judge.holds(
    RULE.resourceWritten,
    resource.resourceType === type && own !== undefined && (expected === undefined || own === expected),
    resource,
    () => ({
      expected: `${type!}/${expected ?? '[id]'}`,
      actual: quoted(`${resource.resourceType!}/${own ?? ''}`),
    }),
  );
}

/** Prefer: return= (FHIR R4, 3.1.0.1.7). */
function judgePreference(judge: Judge, asked: Asked): void {
  if (!['create', 'update', 'patch'].includes(asked.interaction)) return;
  const wish = /\breturn=(minimal|representation|OperationOutcome)\b/.exec(preferOf(asked))?.[1];
  if (wish === undefined) return;
  const { resource, message } = judge;
  const isEmpty = message.bytes.length === 0;
  const given =
    isEmpty ? 'minimal'
    : resource?.resourceType === 'OperationOutcome' ? 'OperationOutcome'
    : 'representation';
  judge.holds(RULE.preferred, given === wish, 'body', () => ({ expected: `return=${wish}`, actual: given }));
}

function judgeCapabilities(judge: Judge): void {
  const { resource, asked } = judge;
  if (!resource) return;
  const isOfTerminology = asked!.parameters.some(({ name, value }) => name === 'mode' && value === 'terminology');
  const expected = isOfTerminology ? ['TerminologyCapabilities', 'CapabilityStatement'] : ['CapabilityStatement'];
  judge.holds(RULE.capabilities, expected.includes(resource.resourceType!), resource, () => ({
    expected: oneOf(expected),
    actual: quoted(resource.resourceType),
  }));
}
