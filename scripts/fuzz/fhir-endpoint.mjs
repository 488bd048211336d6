/** Sends changed FHIR requests to one server, and judges what comes back and what is left behind. */
import { DOORS } from './doors.mjs';
import { memoryOf } from './endpoint.mjs';
import { fhirProblem } from './fhir-oracle.mjs';
import { changedRequest, DECLARED, FHIR_REQUESTS, HOLDERS, systemOf, wireOfRequest } from './fhir-requests.mjs';
import { parse } from './oracle.mjs';
import { Random } from './random.mjs';
import { send } from './wire.mjs';

const AT_A_TIME = 6;
/** After so many cases the store is looked at as a whole. */
const LOOKED_AT_EVERY = 500;
const SEVERITIES = new Set(['fatal', 'error', 'warning', 'information']);
const HOLDING = new Set(['pending', 'booked', 'arrived', 'checked-in', 'fulfilled']);

/** What is sent for one case: one request, changed or as it should be. */
export function fhirCase(door, seed, number, known) {
  const random = new Random(seed, door, number);
  const mark = `${seed}.${number}`;
  const valid = random.weighted(FHIR_REQUESTS[door](mark, random, known)).make();
  const { request, done } = changedRequest(valid, random);
  return { request, done, mark, wire: wireOfRequest(request, known.url) };
}

/**
 * @param told called for each case that is a finding: number, problem, what was done, bytes
 * @returns counts of answers by status, the slowest answer in ms, the most memory in MB
 */
export async function fuzzFhir(house, door, { seed, numbers, told }) {
  let server = await house.server(door);
  let known = await knownOf(door, server);
  const counts = {};
  let [slowest, memory, findings] = [0, 0, 0];
  const tell = (number, problem, { done, wire }) => {
    findings++;
    told({ number, problem, done, wire });
  };
  const one = async (number) => {
    const made = fhirCase(door, seed, number, known);
    let answer = await sent(made, known.url);
    // what waited for others, or for a busy machine, is answered when it comes again
    if (answer.hung) answer = await sent(made, known.url);
    if (answer.status === undefined && server.ended === undefined) await new Promise((done) => setTimeout(done, 100));
    slowest = Math.max(slowest, answer.ms);
    const kind = kindOf(answer, server);
    counts[kind] = (counts[kind] ?? 0) + 1;
    const problem =
      server.ended !== undefined ? `the process ended (${server.ended}): ${server.errors}`
      : answer.status === undefined ? 'no answer'
      : (answerProblem(made, answer) ?? (await leftBehind(made, answer, known)));
    if (problem) tell(number, problem, made);
  };
  for (let from = 0; from < numbers.length; from += LOOKED_AT_EVERY) {
    const waiting = numbers.slice(from, from + LOOKED_AT_EVERY).values();
    const some = async () => {
      for (const number of waiting) {
        if (server.ended !== undefined) {
          server = await house.server(door);
          known = await knownOf(door, server);
        }
        await one(number);
      }
    };
    await Promise.all(Array.from({ length: AT_A_TIME }, some));
    memory = Math.max(memory, memoryOf(server.pid));
    const whole = server.ended === undefined ? await wholeProblem(door, known) : undefined;
    if (whole) tell(`before-${from + LOOKED_AT_EVERY}`, whole, { done: [], wire: Buffer.alloc(0) });
  }
  return { counts, slowest: Math.round(slowest), memory, findings };
}

const sent = ({ wire, request }, url) => send(url, wire, { bodiless: request.method === 'HEAD' });

const kindOf = ({ status, hung }, { ended }) =>
  ended !== undefined ? 'crash'
  : hung ? 'hung'
  : status === undefined ? 'closed'
  : String(status);

const headerOf = (head, name) => new RegExp(`\\r\\n${name}: *([^\\r\\n]*)`, 'i').exec(head)?.[1];

/** What is wrong with an answer as an answer, whatever was asked. */
function answerProblem({ request }, { status, head, body }) {
  const type = headerOf(head, 'content-type') ?? '';
  if (status >= 500) return `an internal error: ${status} ${body.slice(0, 500)}`;
  if (request.method === 'HEAD') return undefined;
  if (body === '') return status >= 400 ? `${status} without an OperationOutcome` : undefined;
  if (!/^application\/fhir\+(json|xml); charset=utf-8$/.test(type)) return `${status} as ${type}`;
  const bytes = Buffer.from(body, 'latin1');
  const wrong = fhirProblem(bytes);
  if (wrong) return `an answer that is no FHIR: ${wrong}`;
  const isXml = type.includes('xml');
  const name = isXml ? parse(bytes.toString('latin1')).localName : JSON.parse(bytes.toString('utf8')).resourceType;
  if (status >= 400 && name !== 'OperationOutcome') return `${status} with ${name}`;
  if (isXml) return undefined;
  const resource = JSON.parse(bytes.toString('utf8'));
  if (name === 'OperationOutcome') return outcomeProblem(resource, status);
  return name === 'Bundle' ? bundleProblem(resource) : undefined;
}

function outcomeProblem({ issue = [] }, status) {
  if (issue.length === 0) return 'an OperationOutcome without an issue';
  const mute = issue.find(
    ({ severity, code, details, diagnostics }) => !SEVERITIES.has(severity) || !code || !details?.text || !diagnostics,
  );
  if (mute) return `an issue that does not say what: ${JSON.stringify(mute).slice(0, 300)}`;
  if (JSON.stringify(issue).length > 100_000) return 'an OperationOutcome that repeats what was sent';
  return status >= 400 && issue.every(({ severity }) => severity !== 'error' && severity !== 'fatal') ?
      `${status} without an error`
    : undefined;
}

function bundleProblem({ type, total, entry = [], link = [] }) {
  if (type === 'searchset') {
    const matches = entry.filter(({ search }) => search?.mode === 'match').length;
    if (entry.some(({ search, fullUrl }) => !search?.mode || !fullUrl)) return 'an entry of a searchset without mode or fullUrl';
    if (total !== undefined && total < matches) return `${matches} matches of ${total}`;
    if (!link.some(({ relation }) => relation === 'self')) return 'a searchset without the link to itself';
    const ids = entry.filter(({ search }) => search.mode !== 'outcome').map(({ fullUrl }) => fullUrl);
    if (new Set(ids).size !== ids.length) return 'a resource twice in a searchset';
  }
  if (type === 'batch-response' || type === 'transaction-response') {
    const mute = entry.find(({ response }) => !/^[1-5]\d\d/.test(response?.status ?? ''));
    if (mute) return `an entry without a status: ${JSON.stringify(mute).slice(0, 300)}`;
    const failed = type === 'transaction-response' && entry.find(({ response }) => Number(response.status.slice(0, 3)) >= 400);
    if (failed) return `a transaction with an entry that failed: ${JSON.stringify(failed).slice(0, 300)}`;
  }
  return undefined;
}

async function asked(url, path) {
  const answer = await send(url, wireOfRequest({ method: 'GET', path, query: [], headers: [] }, url));
  return answer.status === 200 ? JSON.parse(Buffer.from(answer.body, 'latin1').toString('utf8')) : undefined;
}

/** Types of which requests to a door make resources. */
const WRITTEN = { FHIR: ['Patient', 'Observation'], GAP: ['Appointment'], 'GAP-1': DECLARED };

/** What a refused request should not have left behind. */
async function leftBehind({ request, mark }, { status }, { url, door }) {
  if (status < 400 || door === 'ITI-78' || !['POST', 'PUT', 'PATCH'].includes(request.method)) return undefined;
  for (const type of WRITTEN[door]) {
    const found = await asked(url, `${type}?identifier=${encodeURIComponent(systemOf(mark))}%7C&_summary=count`);
    if (found?.total !== 0)
      return `refused (${status}), and yet ${found?.total} ${type} of it ${found ? 'are there' : 'cannot be counted'}`;
  }
  return undefined;
}

/** What is wrong with all that the server holds: it answers, and what belongs together is together. */
async function wholeProblem(door, { url, taken }) {
  if (!(await asked(url, 'metadata'))) return 'the server does not answer any more';
  if (door === 'FHIR') return (await asked(url, 'Patient?_count=1')) ? undefined : 'a search is not answered any more';
  if (door === 'GAP-1') {
    for (const holder of HOLDERS) if (!(await asked(url, holder))) return `${holder} has an agenda, and is not there any more`;
    return undefined;
  }
  if (door !== 'GAP') return undefined;
  const slots = new Map((await everyOne(url, 'Slot')).map((slot) => [slot.id, slot]));
  const held = new Map();
  for (const { id, status, slot = [] } of await everyOne(url, 'Appointment')) {
    if (!HOLDING.has(status)) continue;
    for (const { reference = '' } of slot) {
      const name = /(?:^|\/)Slot\/([A-Za-z0-9.-]{1,64})$/.exec(reference)?.[1];
      if (name === undefined || !slots.has(name)) continue;
      if (held.has(name)) return `Slot/${name} is held by two appointments: ${held.get(name)} and ${id}`;
      held.set(name, id);
      if (!slots.get(name).status.startsWith('busy')) return `Slot/${name} is held by ${id} and ${slots.get(name).status}`;
    }
  }
  for (const [id, { status }] of slots)
    if (status.startsWith('busy') && !held.has(id) && !taken.has(id)) return `Slot/${id} is ${status}, and nothing holds it`;
  return undefined;
}

async function everyOne(url, type) {
  const all = [];
  for (let path = `${type}?_count=1000`; path !== undefined;) {
    const { entry = [], link = [] } = (await asked(url, path)) ?? {};
    all.push(...entry.map(({ resource }) => resource));
    const next = link.find(({ relation }) => relation === 'next')?.url;
    path = next?.slice(next.indexOf(`${url.pathname}/`) + url.pathname.length + 1);
  }
  return all;
}

async function declaredAt(url, body) {
  const headers = [['Content-Type', 'application/fhir+json']];
  const {
    status,
    head,
    body: said,
  } = await send(url, wireOfRequest({ method: 'POST', path: body.resourceType, query: [], headers, body }, url));
  if (status !== 201) throw new Error(`${body.resourceType} is refused: ${said}`);
  return /\/([A-Z]\w+\/[^/]+)\/_history\//.exec(headerOf(head, 'location'))[1];
}

/** What requests to a server can be about. */
async function knownOf(door, { endpoints }) {
  const url = new URL(endpoints.find(({ transaction }) => transaction === DOORS[door].transaction)?.url);
  if (door === 'GAP') {
    const [slots, [schedule]] = [await everyOne(url, 'Slot'), await everyOne(url, 'Schedule')];
    return { url, door, slots, schedule, taken: new Set(slots.filter(({ status }) => status !== 'free').map(({ id }) => id)) };
  }
  if (door === 'GAP-1') {
    // what nothing else is about: requests may change and delete it
    const made = [];
    for (const resource of [
      { resourceType: 'Practitioner', name: [{ family: 'AVANT' }] },
      { resourceType: 'Location', name: 'Avant' },
      { resourceType: 'Organization', name: 'Avant' },
    ])
      for (let number = 0; number < 10; number++) made.push(await declaredAt(url, resource));
    return { url, door, made };
  }
  if (door === 'ITI-78') {
    const [{ identifier }] = await everyOne(url, 'Patient');
    return { url, door, domain: identifier[0].system };
  }
  const body = { resourceType: 'Patient', id: 'known', name: [{ use: 'official', family: 'PAT-TROIS' }], gender: 'female' };
  const headers = [['Content-Type', 'application/fhir+json']];
  const put = await send(url, wireOfRequest({ method: 'PUT', path: 'Patient/known', query: [], headers, body }, url));
  if (put.status !== 201) throw new Error(`FHIR: the first resource is refused: ${put.body}`);
  return { url, door };
}
