import { spawn, spawnSync } from 'node:child_process';
import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
export const addax = join(root, 'dist/src/cli/main.js');
export const folder = mkdtempSync(join(tmpdir(), 'addax-bench-'));
export const pki = join(folder, 'pki');
spawnSync(process.execPath, [addax, 'pki', '--out', pki]);
const pem = (name) => readFileSync(join(pki, name), 'utf8');

/** Starts a server process; resolves with the JSON it prints first. */
export function start(args) {
  const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  return new Promise((done, failed) => {
    let output = '';
    child.on('close', (code) => failed(new Error(`ended with ${code}: ${output}`)));
    child.stdout.on('data', (chunk) => {
      output += chunk;
      try {
        done({
          said: JSON.parse(output),
          pid: child.pid,
          stop: () => new Promise((ended) => child.once('close', ended) && child.kill('SIGTERM')),
        });
      } catch {
        // not whole yet
      }
    });
  });
}

export const startRepository = async (more = [], nodeOptions = []) => {
  const server = await start([
    ...nodeOptions,
    addax,
    'simulate',
    'document-repository',
    '--pki',
    pki,
    '--format',
    'json',
    '--out',
    join(folder, `evidence-${randomUUID()}`),
    ...more,
  ]);
  const { endpoints, evidence } = server.said;
  return {
    ...server,
    evidence,
    url: endpoints.find((e) => e.actor === 'document-repository').url,
    registry: endpoints.find((e) => e.actor === 'document-registry').url,
  };
};

/** The same TLS and a bare @hapi/hapi handler that only reads the body. */
export const startBare = async () => {
  const server = await start([join(root, 'bench/bare-hapi.mjs'), pki]);
  return { ...server, url: server.said.url };
};

/** Peak resident memory of a process, in MB. */
export const peakMemory = (pid) => Math.round(Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024);

/** Processor time a process has taken, in ms: what another load on the machine does not change much. */
export function processorTime(pid) {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** One ITI-41 message of the reference LPS, to be sent again under other identifiers and with a document of any size. */
export function template(repository) {
  const env = {
    ...process.env,
    LPS_DEFECT: '',
    ADDAX_INPUT: JSON.stringify({
      patient: {
        ins: '279035121518989',
        oid: '1.2.250.1.213.1.4.10',
        birthFamily: 'PAT-TROIS',
        given: 'DOMINIQUE',
        givenList: 'DOMINIQUE MARIE-LOUISE',
        sex: 'F',
        birthDate: '19790328',
        birthPlace: '51215',
      },
      document: 'cr-bio',
    }),
    ADDAX_PKI: pki,
    ADDAX_STATE: folder,
    ADDAX_ENDPOINT_DOCUMENT_REPOSITORY: repository.url,
    ADDAX_ENDPOINT_DOCUMENT_REGISTRY: repository.registry,
  };
  const sent = spawnSync(process.execPath, [join(root, 'examples/lps/lps.mjs'), 'publish'], { env, encoding: 'utf8' });
  const events = readFileSync(join(repository.evidence, 'events.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((l) => JSON.parse(l));
  const exchange = events.find((e) => e.kind === 'exchange' && e.transaction === 'ITI-41');
  if (!exchange) throw new Error(`no message captured: ${sent.stdout}${sent.stderr}`);
  const wire = readFileSync(join(repository.evidence, 'blobs/sha256', exchange.request.blob));
  const head = wire.subarray(0, exchange.request.headSize).toString('latin1');
  const contentType = /^content-type: (.*)$/im.exec(head)[1].trim();
  const boundary = /boundary="?([^";]+)"?/i.exec(contentType)[1];
  const parts = wire.subarray(exchange.request.headSize).toString('latin1').split(`--${boundary}`);
  const documentAt = parts[2].indexOf('\r\n\r\n') + 4;
  return {
    contentType,
    boundary,
    envelope: parts[1],
    documentHead: parts[2].slice(0, documentAt),
    document: parts[2].slice(documentAt, -2),
  };
}

/** A message with a document of `size` bytes and identifiers of its own. */
export function message(t, size) {
  const filler = Math.max(0, size - t.document.length - 9);
  const document = Buffer.from(
    t.document.replace(
      /(<\/\w*:?ClinicalDocument>\s*)$/,
      `<!--${randomBytes(1)
        .toString('hex')
        .repeat(Math.ceil(filler / 2))
        .slice(0, filler)}-->$1`,
    ),
    'latin1',
  );
  const sha1 = createHash('sha1').update(document).digest('hex');
  const stamp = `${Date.now()}${Math.floor(Math.random() * 1e6)}`;
  const ids = new Map();
  const envelope = t.envelope
    .replace(/urn:uuid:[0-9a-f]{8}-[0-9a-f-]{27}(?=["<])/g, (id) =>
      KNOWN.has(id) ? id : (ids.get(id) ?? ids.set(id, `urn:uuid:${randomUUID()}`).get(id)),
    )
    .replace(/(name="hash">\s*<[\w:]*ValueList>\s*<[\w:]*Value>)[0-9a-fA-F]{40}/, `$1${sha1}`)
    .replace(/(name="size">\s*<[\w:]*ValueList>\s*<[\w:]*Value>)\d+/, `$1${document.length}`)
    .replace(
      /(value=")([0-9.]+)("[^>]*>\s*<[\w:]*Name>\s*<[\w:]*LocalizedString[^>]*value="XDS(?:DocumentEntry|SubmissionSet)\.uniqueId")/g,
      (_all, a, oid, b) => `${a}${oid.slice(0, 40).replace(/\.$/, '')}.${stamp}${b}`,
    );
  const body = Buffer.concat([
    Buffer.from(`--${t.boundary}${envelope}--${t.boundary}${t.documentHead}`, 'latin1'),
    document,
    Buffer.from(`\r\n--${t.boundary}--\r\n`),
  ]);
  return { contentType: t.contentType, body };
}

/** Scheme and object type identifiers are constants of the standard, not identifiers of this message. */
const KNOWN = { has: (id) => constants.has(id) };
const constants = new Set(
  readFileSync(join(root, 'dist/src/protocols/ebxml/constants.js'), 'utf8')
    .match(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g)
    ?.map((id) => `urn:uuid:${id}`),
);

export const agent = (clients) =>
  new Agent({ keepAlive: true, maxSockets: clients, ca: pem('authority.pem'), key: pem('lps-auth.key'), cert: pem('lps-auth.pem') });

/** Posts one message; resolves with status and text of the answer. */
export function post(url, { contentType, body }, through) {
  return new Promise((done, failed) => {
    const call = request(
      url,
      { method: 'POST', agent: through, headers: { 'content-type': contentType, 'content-length': body.length } },
      (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk) => (text += chunk));
        answer.on('end', () => done({ status: answer.statusCode, text }));
      },
    );
    call.on('error', failed);
    call.end(body);
  });
}
