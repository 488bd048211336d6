import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { connect, type TLSSocket } from 'node:tls';
import { Bundle } from '../../src/evidence/index.js';
import type { RecordOf } from '../../src/model/index.js';
import { packageRoot } from '../../src/model/index.js';
import { cli, execute } from './addax.js';
import { putTestPki } from './pki.js';

/** A simulator started by the command line, with its evidence. */
export interface Simulated {
  urls: Record<string, string>;
  /** the page where a tester sees what it keeps; empty: it has none */
  page: string;
  pki: string;
  evidence: string;
  exchanges(): RecordOf<'exchange'>[];
  connections(): RecordOf<'connection'>[];
  blob(hash: string): Uint8Array;
  isAlive(): boolean;
  stop(): Promise<number | null>;
  /** as a power cut would */
  kill(): Promise<unknown>;
}

/** `addax simulate ACTOR` over mutual TLS, ready to be spoken to. */
export async function simulate(actor: string, folder: string, more: string[] = []): Promise<Simulated> {
  const pki = join(folder, 'pki');
  const evidence = join(folder, `evidence-${actor}-${process.hrtime.bigint()}`);
  if (!existsSync(pki)) await putTestPki(pki);
  const child = spawn(process.execPath, [cli, 'simulate', actor, '--pki', pki, '--out', evidence, '--format', 'json', ...more], {
    cwd: packageRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stderr.on('data', (chunk: Buffer) => (output += chunk.toString('utf8')));
  const ended = new Promise<number | null>((done) => child.on('close', done));
  const started = await new Promise<{ endpoints: { actor: string; url: string }[]; page?: string }>((done, failed) => {
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString('utf8');
      try {
        done(JSON.parse(output) as typeof started);
      } catch {
        // not whole yet
      }
    });
    void ended.then(() => failed(new Error(output)));
  });
  const records = (): Bundle => new Bundle(evidence);
  return {
    urls: Object.fromEntries(started.endpoints.map((e) => [e.actor, e.url])),
    page: started.page ?? '',
    pki,
    evidence,
    exchanges: () => records().events.filter((e): e is RecordOf<'exchange'> => e.kind === 'exchange'),
    connections: () => records().events.filter((e): e is RecordOf<'connection'> => e.kind === 'connection'),
    blob: (hash) => records().blob(hash) ?? new Uint8Array(),
    isAlive: () => child.exitCode === null,
    stop: async () => {
      child.kill('SIGTERM');
      return ended;
    },
    kill: () => {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

/** A TLS connection with the LPS's test certificate. */
export function dial(simulated: Simulated, actor: string, options: { identity?: string } = {}): Promise<TLSSocket> {
  const { hostname, port } = new URL(simulated.urls[actor] ?? '');
  const name = options.identity ?? 'lps-auth';
  const read = (file: string): string => readFileSync(join(simulated.pki, file), 'utf8');
  return new Promise((done, failed) => {
    const socket = connect({
      host: hostname,
      port: Number(port),
      ca: read('authority.pem'),
      key: read(`${name}.key`),
      cert: read(`${name}.pem`),
      servername: 'localhost',
    });
    socket.once('secureConnect', () => done(socket));
    socket.once('error', failed);
  });
}

export interface Answer {
  status: number;
  head: string;
  body: string;
}

/** Writes bytes and reads what comes back until the other side closes, answers whole, or time is up. */
export async function exchange(
  simulated: Simulated,
  actor: string,
  bytes: Uint8Array,
  options: { timeoutMs?: number; end?: boolean } = {},
): Promise<Answer> {
  const socket = await dial(simulated, actor);
  const chunks: Buffer[] = [];
  return new Promise((done) => {
    const finish = (): void => {
      clearTimeout(timer);
      socket.destroy();
      const all = Buffer.concat(chunks);
      const split = all.indexOf('\r\n\r\n');
      const head = all.subarray(0, split === -1 ? all.length : split).toString('latin1');
      done({
        status: Number(/^HTTP\/1\.1 (\d+)/.exec(head)?.[1] ?? 0),
        head,
        body: split === -1 ? '' : all.subarray(split + 4).toString('utf8'),
      });
    };
    const timer = setTimeout(finish, options.timeoutMs ?? 20_000);
    socket.on('data', (chunk: Buffer) => {
      chunks.push(chunk);
      const all = Buffer.concat(chunks);
      const split = all.indexOf('\r\n\r\n');
      const length = split === -1 ? undefined : /content-length: (\d+)/i.exec(all.subarray(0, split).toString('latin1'))?.[1];
      if (length !== undefined && all.length >= split + 4 + Number(length)) finish();
    });
    socket.on('close', finish);
    socket.on('error', finish);
    socket.write(bytes);
    if (options.end) socket.end();
  });
}

/** Head and body of an HTTP POST. */
export function post(path: string, contentType: string, body: Uint8Array | string, more: Record<string, string> = {}): Uint8Array {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const headers = { host: 'localhost', 'content-type': contentType, 'content-length': String(bytes.length), connection: 'close', ...more };
  const head = `POST ${path} HTTP/1.1\r\n${Object.entries(headers)
    .map(([k, v]) => `${k}: ${v}\r\n`)
    .join('')}\r\n`;
  return Buffer.concat([Buffer.from(head), bytes]);
}

export interface Captured {
  path: string;
  contentType: string;
  boundary: string;
  body: Buffer;
}

/** An ITI-41 message of the healthy reference LPS, as it crossed the wire. */
export async function captureSubmission(simulated: Simulated): Promise<Captured> {
  const before = simulated.exchanges().length;
  const ended = await execute(process.execPath, [join(packageRoot, 'examples/lps/lps.mjs'), 'publish'], {
    env: {
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
      ADDAX_PKI: simulated.pki,
      ADDAX_STATE: simulated.evidence,
      ADDAX_ENDPOINT_DOCUMENT_REPOSITORY: simulated.urls['document-repository'],
      ADDAX_ENDPOINT_DOCUMENT_REGISTRY: simulated.urls['document-registry'],
      LPS_DEFECT: '',
    },
  });
  const found = simulated
    .exchanges()
    .slice(before)
    .find((e) => e.transaction === 'ITI-41');
  if (!found?.request) throw new Error(`the LPS sent nothing: ${ended.stdout}${ended.stderr}`);
  const wire = Buffer.from(simulated.blob(found.request.blob));
  const head = wire.subarray(0, found.request.headSize).toString('latin1');
  const contentType = /^content-type: (.*)$/im.exec(head)?.[1]?.trim() ?? '';
  return {
    path: / (\S+) HTTP/.exec(head)?.[1] ?? '/',
    contentType,
    boundary: /boundary="?([^";]+)"?/i.exec(contentType)?.[1] ?? '',
    body: wire.subarray(found.request.headSize),
  };
}
