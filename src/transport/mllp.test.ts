import { afterEach, beforeAll, describe, expect, test } from '@jest/globals';
import { mkdtempSync } from 'node:fs';
import { connect as netConnect, createServer, type AddressInfo, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Bundle, BundleWriter } from '../evidence/index.js';
import type { Deeds, Recorder, RecordOf, SimulatorContext } from '../model/index.js';
import { answerTo, mllpFrame, openHl7, writeHl7, type Hl7Message } from '../protocols/hl7v2/index.js';
import { type TestPki } from '../protocols/x509/index.js';
import { Connections } from './connections.js';
import { callMllp, FaultPlan, Hl7Client, hl7Endpoint, listenMllp, type Listening, type MllpCall } from './index.js';
import { pkiOfNow } from '../../test/support/pki.js';

let pki: TestPki;
beforeAll(async () => {
  pki = await pkiOfNow();
});

const open: { close(): Promise<void> | void }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});

// certificates are of today
const now = new Date();

/** where a recorder keeps what it is told */
const folders = new WeakMap<Recorder, string>();

function contextWith(more: Partial<SimulatorContext> = {}): SimulatorContext {
  const recorder = new BundleWriter(mkdtempSync(join(tmpdir(), 'addax-')));
  folders.set(recorder, recorder.directory);
  return {
    listen: { host: '127.0.0.1', port: 0 },
    faults: [],
    peers: {},
    parameters: {},
    now: () => now,
    ...more,
    recorder,
  };
}

const tlsAs = (client: string, requireClientCertificate = true): Pick<SimulatorContext, 'tls'> => ({
  tls: {
    server: { key: pki['platform.key']!, certificate: pki['platform.pem']! },
    client: { key: pki[`${client}.key`]!, certificate: pki[`${client}.pem`]! },
    authorities: [pki['authority.pem']!],
    crls: [],
    requireClientCertificate,
  },
});

/** A service that takes ADT^A28 and says what it heard in MSA. */
async function service(more: Partial<SimulatorContext> = {}): Promise<Listening & { context: SimulatorContext; heard: Hl7Message[] }> {
  const context = contextWith(more);
  const heard: Hl7Message[] = [];
  const listening = await listenMllp({
    actor: 'server',
    context,
    ...hl7Endpoint(context, [
      {
        id: 'ITI-30',
        takes: [{ type: 'ADT', events: ['A28'], since: 3 }],
        answer: (message, _request, answering) => {
          heard.push(message);
          if (message.first('EVN')?.field(2).repetition().value === 'fail') throw new Error('no room');
          return answerTo(message, { code: 'AA' }, answering);
        },
      },
    ]),
  });
  open.push(listening);
  return { ...listening, context, heard };
}

interface Wanted {
  id?: string;
  type?: string[];
  evn?: string;
  modes?: [string, string];
  processing?: string;
  version?: string;
  /** MSH-18 */
  sets?: string;
}

/** A message with something else in place of a piece of it, byte for byte. */
const latin1 = (message: Uint8Array, piece: string, by: string): Uint8Array =>
  Buffer.from(Buffer.from(message).toString('latin1').replace(piece, by), 'latin1');

const adt = ({
  id = 'M1',
  type = ['ADT', 'A28', 'ADT_A05'],
  evn = '',
  modes = ['', ''],
  processing = 'T',
  version = '2.5',
  sets = 'UNICODE UTF-8',
}: Wanted = {}): Uint8Array =>
  writeHl7([
    ['MSH', 'LPS', 'CABINET', 'ADDAX', 'TEST', '20261120100000', '', type, id, processing, version, '', '', ...modes, 'FRA', sets],
    ['EVN', '', evn],
  ]);

const records = <K extends 'exchange' | 'connection' | 'fault'>({ recorder }: SimulatorContext, kind: K): RecordOf<K>[] =>
  new Bundle(folders.get(recorder)!).events.filter((event): event is RecordOf<K> => event.kind === kind);

const blobOf = ({ recorder }: SimulatorContext, hash: string | undefined): string =>
  Buffer.from(new Bundle(folders.get(recorder)!).blob(hash ?? '') ?? []).toString('latin1');

async function until<T>(look: () => T | undefined | false): Promise<T> {
  for (let i = 0; i < 300; i++) {
    const found = look();
    if (found) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  throw new Error('never came');
}

class RawClient {
  received = '';
  closed = false;
  private constructor(readonly socket: Socket) {
    socket.on('data', (chunk) => (this.received += chunk.toString('latin1')));
    socket.on('close', () => (this.closed = true));
    socket.on('error', () => undefined);
  }
  static async to(port: number): Promise<RawClient> {
    const socket = netConnect({ port, host: '127.0.0.1', noDelay: true });
    await new Promise((resolve) => socket.once('connect', resolve));
    open.push({ close: () => void socket.destroy() });
    return new RawClient(socket);
  }
  /** the frames received, once there are so many */
  async frames(count: number): Promise<string[]> {
    return until(() => {
      const frames = this.received.split('\x1c\r').slice(0, -1);
      return frames.length >= count && frames;
    });
  }
}

const msa = (frame: string): string => /\rMSA\|[^\r]*/.exec(frame)?.[0].slice(1) ?? '';

describe('an MLLP server', () => {
  test('answers each frame, however it came, in order, on one connection', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    const ids = Array.from({ length: 20 }, (_, i) => `M${i}`);
    const frames = ids.map((id) => mllpFrame(adt({ id })));
    // three in one packet, then one in many, then the rest at once
    client.socket.write(Buffer.concat(frames.slice(0, 3)));
    for (const byte of frames[3]!) client.socket.write(Uint8Array.of(byte));
    client.socket.write(Buffer.concat(frames.slice(4)));
    const answers = await client.frames(20);
    expect(answers.map(msa)).toEqual(ids.map((id) => `MSA|AA|${id}`));
    const exchanges = await until(() => records(server.context, 'exchange').length === 20 && records(server.context, 'exchange'));
    expect(exchanges.every(({ framing, transaction, error }) => framing === 'mllp' && transaction === 'ITI-30' && !error)).toBe(true);
    expect(blobOf(server.context, exchanges[3]!.request?.blob)).toBe(Buffer.from(frames[3]!).toString('latin1'));
    expect(blobOf(server.context, exchanges[3]!.answer?.blob)).toContain('MSA|AA|M3');
    expect(records(server.context, 'connection')).toHaveLength(1);
  });

  test('says what it cannot take, and where', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    const wrong: [message: Uint8Array, answer: RegExp][] = [
      [Buffer.from('PID|1||42\r'), /MSA\|AR\|?\rERR\|\|MSH\^1\|100\^/],
      [Buffer.from('MSH|^^\\&|a|b|c|d|1||ADT^A28|M|T|2.5\r'), /MSA\|AR\|M\rERR\|\|MSH\^1\^2\|102\^/],
      [Buffer.from(adt()).map((byte) => (byte === 13 ? 10 : byte)), /MSA\|AR\|M1\rERR\|\|MSH\^1\|100\^/],
      [adt({ type: ['ORU', 'R01', 'ORU_R01'] }), /MSA\|AR\|M1\rERR\|\|MSH\^1\^9\^1\^1\|200\^/],
      [adt({ type: ['ADT', 'A99', 'ADT_A99'] }), /MSA\|AR\|M1\rERR\|\|MSH\^1\^9\^1\^2\|201\^/],
      [adt({ id: '' }), /MSA\|AE\|?\rERR\|\|MSH\^1\^10\|101\^/],
      [adt({ processing: 'X' }), /MSA\|AR\|M1\rERR\|\|MSH\^1\^11\^1\^1\|202\^/],
      [adt({ version: '3' }), /MSA\|AR\|M1\rERR\|\|MSH\^1\^12\^1\^1\|203\^/],
      [adt({ evn: 'fail' }), /MSA\|AE\|M1\rERR\|\|\|207\^.*no room/],
      [Buffer.from([...adt()].map((byte) => (byte === 0x2b ? 0xff : byte)).concat([0xff, 13])), /MSA\|AE\|M1\rERR\|\|\|102\^/],
      [latin1(adt(), 'EVN', 'EVN|\xe9'), /MSA\|AE\|M1\rERR\|\|EVN\^1\|102\^/],
      [latin1(adt({ sets: '' }), 'EVN', 'EVN|\xe9'), /MSA\|AE\|M1\rERR\|\|MSH\^1\^18\|101\^/],
      [latin1(adt(), 'EVN', 'EVN|a\0b'), /MSA\|AE\|M1\rERR\|\|EVN\^1\^1\^1\|102\^/],
      [latin1(adt(), 'EVN', 'EVN|x~A^\\q\\'), /MSA\|AE\|M1\rERR\|\|EVN\^1\^1\^2\^2\|102\^/],
      [latin1(adt(), 'EVN', 'EVN|\\XFF\\'), /MSA\|AE\|M1\rERR\|\|EVN\^1\^1\^1\|102\^/],
      [latin1(adt(), 'EVN', 'EVN~'), /MSA\|AE\|M1\rERR\|\|\|100\^/],
      [latin1(adt(), 'EVN', '\rEVN'), /MSA\|AE\|M1\rERR\|\|\|100\^/],
      [latin1(adt(), 'EVN', 'MSH'), /MSA\|AE\|M1\rERR\|\|MSH\^2\|100\^/],
      [Buffer.alloc(0), /MSA\|AR\|?\rERR\|\|MSH\^1\|100\^/],
      [latin1(adt(), '\rEVN', '\r\nEVN'), /MSA\|AR\|M1\rERR\|\|MSH\^1\|100\^/],
      // what ends a frame, without the CR after it, is a character too many in the message
      [latin1(adt(), 'EVN', 'EVN|a\x1cb'), /MSA\|AE\|M1\rERR\|\|EVN\^1\^1\^1\|102\^/],
      [latin1(adt(), 'MSH|^~\\&', 'MSH|^^\\&'), /MSA\|AR\|?M?1?\rERR\|\|MSH\^1\^2\|102\^/],
      [Buffer.from(Buffer.from(adt()).toString('latin1'), 'utf16le'), /MSA\|A[ER]\|?[^\r]*\rERR\|/],
      // what cannot stand in an answer is not said again
      [latin1(adt({ processing: 'X', version: '3' }), '|FRA|', '|~FR|'), /\|P\|2\.5\|\|\|\|\|\|UNICODE UTF-8\rMSA\|AR\|M1\r/],
      // in HL7 2.3.1 there is one ERR
      [
        adt({ version: '2.3.1', type: ['ORU', 'R01'] }),
        /\|2\.3\.1\|.*\rMSA\|AR\|M1\|[^\r]+\rERR\|MSH\^1\^9\^200&Unsupported message type&HL70357\r$/,
      ],
    ];
    for (const [i, [message, answer]] of wrong.entries()) {
      client.socket.write(mllpFrame(message));
      expect((await client.frames(i + 1))[i]).toMatch(answer);
    }
    expect(server.heard).toHaveLength(1);
  });

  test('refuses ten megabytes or a hundred thousand repetitions in a field, and reads forty thousand', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    const [long, tooMany, many] = ['A'.repeat(10_000_000), '~x'.repeat(100_000), '~x'.repeat(40_000)];
    for (const [i, piece] of [long, tooMany, many, `${many}\0`].entries())
      client.socket.write(mllpFrame(latin1(adt({ id: `M${i}` }), 'EVN', `EVN|${piece}`)));
    const answers = await client.frames(4);
    expect(answers.map(msa)).toEqual(['MSA|AE|M0', 'MSA|AE|M1', 'MSA|AA|M2', 'MSA|AE|M3']);
    for (const answer of answers.slice(0, 2)) expect(answer).toMatch(/ERR\|\|EVN\^1\^1\|102\^/);
    expect(answers[3]).toMatch(/ERR\|\|EVN\^1\^1\^40001\|102\^/);
    // nothing of it is said again
    expect(answers.every(({ length }) => length < 1000)).toBe(true);
  });

  test('reads line feeds where it is told to be lenient', async () => {
    const server = await service({ parameters: { 'line-ends': 'lenient' } });
    const client = await RawClient.to(server.port);
    client.socket.write(mllpFrame(Buffer.from(adt()).map((byte) => (byte === 13 ? 10 : byte))));
    expect(msa((await client.frames(1))[0]!)).toBe('MSA|AA|M1');
  });

  test('acknowledges in enhanced mode as MSH-15 and MSH-16 ask', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    const asked: [modes: [string, string], codes: string[], refused: string[]][] = [
      [['AL', 'AL'], ['CA', 'AA'], ['CR']],
      [['AL', 'NE'], ['CA'], ['CR']],
      [['ER', 'SU'], ['AA'], ['CR']],
      // no accept acknowledgement tells the refusal: the application does
      [['SU', 'ER'], ['CA'], ['AR']],
      [['NE', 'AL'], ['AA'], ['AR']],
      [['NE', 'ER'], [], ['AR']],
      [['SU', 'SU'], ['CA', 'AA'], []],
      [['NE', 'NE'], [], []],
    ];
    let expected = 0;
    for (const [modes, codes, refused] of asked) {
      client.socket.write(mllpFrame(adt({ modes })));
      client.socket.write(mllpFrame(adt({ modes, type: ['ADT', 'A99', ''] })));
      const from = expected;
      expected += codes.length + refused.length;
      const answers = await client.frames(expected);
      expect(answers.slice(from).map((frame) => msa(frame).split('|')[1])).toEqual([...codes, ...refused]);
    }
    // who waits for an answer of the application alone is told that it was not asked; an unsound message is not kept
    const more: [message: Uint8Array, code: string][] = [
      [adt({ modes: ['', 'AL'], type: ['ADT', 'A99', ''] }), 'AR'],
      [adt({ modes: ['XX', 'FRA'] }), 'AA'],
      [latin1(adt({ modes: ['AL', 'AL'], evn: 'x' }), 'EVN|', 'EVN|\t'), 'CE'],
    ];
    for (const [message, code] of more) {
      client.socket.write(mllpFrame(message));
      expect(msa((await client.frames(++expected)).at(-1)!).split('|')[1]).toBe(code);
    }
  });

  test('keeps what is no frame, and answers what it can', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    client.socket.write('hello');
    client.socket.write(Buffer.concat([Buffer.from('\x0bMSH|half'), mllpFrame(adt())]));
    const [broken, answer] = await client.frames(2);
    expect(broken).toMatch(/MSA\|AE\|?\rERR\|\|\|199\^/);
    expect(msa(answer!)).toBe('MSA|AA|M1');
    client.socket.write('\x0bMSH|unfinished');
    await new Promise((resolve) => setTimeout(resolve, 50));
    client.socket.end();
    const exchanges = await until(() => records(server.context, 'exchange').length === 4 && records(server.context, 'exchange'));
    expect(exchanges.map(({ error }) => error?.en)).toEqual([
      'bytes outside any MLLP frame',
      'MLLP frame without end: another begins before 0x1C 0x0D',
      undefined,
      'the connection closed in the middle of an MLLP frame',
    ]);
    expect(blobOf(server.context, exchanges[3]?.request?.blob)).toBe('\x0bMSH|unfinished');
  });

  test('hangs up on a frame that is too long, too slow, or one of too many', async () => {
    const server = await service({ parameters: { 'max-frame-bytes': '2000', 'idle-timeout-ms': '100' } });
    const long = await RawClient.to(server.port);
    long.socket.write(`\x0b${'x'.repeat(3000)}`);
    expect((await long.frames(1))[0]).toMatch(/ERR\|\|\|199\^.*plus de 2000 octets/);
    await until(() => long.closed);
    const slow = await RawClient.to(server.port);
    slow.socket.write('\x0bMSH|');
    expect((await slow.frames(1))[0]).toMatch(/ERR\|\|\|199\^.*inachev/);
    const many = await Promise.all(Array.from({ length: 12 }, () => RawClient.to(server.port)));
    for (const client of many) client.socket.write(`\x0b${'x'.repeat(1900)}`);
    await until(() => many.some(({ received }) => received.includes('trop de trames')));
  });

  test('hangs up on who begins frame after frame without an end, and only then', async () => {
    const server = await service();
    const client = await RawClient.to(server.port);
    // one that ends makes good what came before
    for (const beginnings of [999, 999, 5000]) client.socket.write(Buffer.concat([Buffer.alloc(beginnings, 0x0b), mllpFrame(adt())]));
    const answers = await client.frames(3000);
    await until(() => client.closed);
    expect(answers.flatMap((answer, i) => (msa(answer) === 'MSA|AA|M1' ? [i + 1] : []))).toEqual([1000, 2000]);
    expect(answers).toHaveLength(3000);
    expect(answers.at(-1)).toMatch(/ERR\|\|\|199\^.*1000 trames MLLP sans fin de suite/);
    const all = records(server.context, 'exchange');
    expect([all.length, all.at(-1)?.error?.en]).toEqual([3000, '1000 MLLP frames without end in a row']);
  });

  test('an answer that takes longer than a frame may rest is given all the same', async () => {
    const server = await service({ parameters: { 'idle-timeout-ms': '100' }, faults: [{ fault: { 'delay-ms': 250 }, first: 1 }] });
    const client = await RawClient.to(server.port);
    const frame = mllpFrame(adt());
    client.socket.write(frame.subarray(0, 20));
    await new Promise((resolve) => setTimeout(resolve, 10));
    client.socket.write(frame.subarray(20));
    expect((await client.frames(1)).map(msa)).toEqual(['MSA|AA|M1']);
  });

  test('more connections than it takes, half of them with half a frame, cost nobody else an answer', async () => {
    const server = await service({ parameters: { 'max-connections': '128', 'idle-timeout-ms': '300' } });
    const good = await Promise.all(Array.from({ length: 8 }, () => RawClient.to(server.port)));
    const crowd = await Promise.all(Array.from({ length: 200 }, () => RawClient.to(server.port)));
    for (const [i, { socket }] of crowd.entries()) if (i % 2) socket.write('\x0bMSH|');
    for (let round = 1; round <= 5; round++) {
      for (const { socket } of good) socket.write(mllpFrame(adt({ id: `R${round}` })));
      for (const client of good) expect(msa((await client.frames(round))[round - 1]!)).toBe(`MSA|AA|R${round}`);
    }
    // of the crowd some are turned away; those let in with half a frame are told why they are not waited for, and make room
    await until(() => crowd.every(({ closed }, i) => i % 2 === 0 || closed));
    expect(crowd.some(({ closed, received }) => closed && received === '')).toBe(true);
    expect(crowd.some(({ received }) => received.includes('inachev'))).toBe(true);
    expect(crowd.filter(({ closed }) => !closed).length).toBeLessThanOrEqual(120);
    const late = await RawClient.to(server.port);
    late.socket.write(mllpFrame(adt({ id: 'LATE' })));
    expect((await late.frames(1)).map(msa)).toEqual(['MSA|AA|LATE']);
  });

  test.each<[fault: Deeds, answer: (received: string) => boolean]>([
    [{ 'hl7-ack': 'AR/204' }, (all) => /MSA\|AR\|M1\rERR\|\|\|204\^/.test(all)],
    [{ duplicate: true }, (all) => all.split('\x1c\r').length === 3],
    [{ 'split-frame': true }, (all) => all.endsWith('\x1c\r') && all.includes('MSA|AA|M1')],
    [{ 'garbage-after-frame': true }, (all) => /\x1c\r[^]*garbage/.test(all)],
    [{ 'line-feed': true }, (all) => all.includes('\nMSA|AA|M1\n')],
    [{ 'wrong-control-id': true }, (all) => all.includes('MSA|AA|ANOTHER')],
    [{ 'hl7-field': 'MSA-3=a|b^c' }, (all) => all.includes('MSA|AA|M1|a|b^c\r')],
    [{ 'wrong-control-id': true, 'hl7-field': 'MSH-18=8859/1' }, (all) => all.includes('|8859/1\rMSA|AA|ANOTHER\r')],
    [{ 'cut-after-bytes': 20 }, (all) => all.length === 20],
    [{ 'delay-ms': 30 }, (all) => all.includes('MSA|AA|M1')],
  ])('commits %j', async (fault, isSeen) => {
    const server = await service({ faults: [{ fault, first: 1 }] });
    const client = await RawClient.to(server.port);
    client.socket.write(mllpFrame(adt()));
    await until(() => isSeen(client.received));
    expect(records(server.context, 'fault').map((record) => record.fault)).toEqual(
      Object.entries(fault).map(([name, value]) => ({ [name]: value })),
    );
  });

  test('a fault of a field is only committed on an answer that can say it', async () => {
    const server = await service({ faults: [{ fault: { 'hl7-field': 'PID-32=PROV' } }] });
    const client = await RawClient.to(server.port);
    client.socket.write(mllpFrame(adt()));
    expect((await client.frames(1)).map(msa)).toEqual(['MSA|AA|M1']);
    expect(records(server.context, 'fault')).toEqual([]);
  });

  test.each<Deeds>([{ 'no-answer': true }, { 'half-close': true }])('commits %j', async (fault) => {
    const server = await service({ faults: [{ fault, first: 1 }] });
    const client = await RawClient.to(server.port);
    client.socket.write(mllpFrame(adt()));
    const [exchange] = await until(() => records(server.context, 'exchange').length === 1 && records(server.context, 'exchange'));
    expect(exchange?.answer).toBeUndefined();
    if ('half-close' in fault) await until(() => client.socket.readableEnded);
    else {
      client.socket.write(mllpFrame(adt({ id: 'M2' })));
      expect((await client.frames(1)).map(msa)).toEqual(['MSA|AA|M2']);
    }
  });

  test('over TLS refuses who shows no certificate that it trusts', async () => {
    const server = await service(tlsAs('lps-auth'));
    expect(server.url).toMatch(/^mllps:/);
    const known = await callMllp(callTo(server.url.replace('127.0.0.1', 'localhost'), tlsAs('lps-auth')));
    expect(known.error).toBeUndefined();
    expect(openHl7(known.artefact!).first('MSA')?.field(1).raw).toBe('AA');
    const { tls } = tlsAs('lps-auth');
    const nobody = await callMllp(callTo(server.url.replace('127.0.0.1', 'localhost'), { tls: { ...tls!, client: {} } }));
    expect(nobody.artefact).toBeUndefined();
    expect(records(server.context, 'connection').map((record) => record.tls?.authorized)).toEqual([true, false]);
  });
});

function callTo(url: string, more: Partial<SimulatorContext> = {}): MllpCall & { context: SimulatorContext } {
  return { actor: 'client', context: contextWith(more), url, message: adt(), transaction: 'ITI-30', timeoutMs: 2000 };
}

/** A server that answers whatever comes with these bytes. */
async function saying(...answers: (string | Uint8Array)[]): Promise<string> {
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      for (const answer of answers) socket.write(answer);
      if (answers.length === 0) socket.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({ close: () => void server.close() });
  return `mllp://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

describe('an MLLP client', () => {
  const ack = mllpFrame(Buffer.from('MSH|^~\\&|a|b|c|d|1||ACK^A28^ACK|A1|T|2.5\rMSA|AA|M1\r'));

  test('tells the answer, and what is wrong with its frame', async () => {
    const cases: [answers: (string | Uint8Array)[], error: string | undefined, answered: boolean][] = [
      [[ack], undefined, true],
      [[ack.subarray(0, 9), ack.subarray(9)], undefined, true],
      [[Buffer.concat([ack, Buffer.from('x')])], 'bytes follow the answer', true],
      [['HTTP/1.1 400 Bad Request\r\n\r\n\x0b'], 'the answer is not in an MLLP frame', false],
      [[], 'the server closed the connection without an answer', false],
    ];
    for (const [answers, error, answered] of cases) {
      const call = callTo(await saying(...answers));
      const called = await callMllp(call);
      expect([called.error?.en, called.artefact !== undefined]).toEqual([error, answered]);
      expect(records(call.context, 'exchange')).toMatchObject([
        { side: 'client', framing: 'mllp', ...(error && { error: { en: error } }) },
      ]);
    }
  });

  test('waits past an accept acknowledgement, and no longer than it is told', async () => {
    const accept = mllpFrame(Buffer.from('MSH|^~\\&|a|b|c|d|1||ACK|A0|T|2.5\rMSA|CA|M1\r'));
    const isAnswer: MllpCall['isAnswer'] = (message) => !openHl7(message).first('MSA')?.field(1).raw.startsWith('C');
    const both = await callMllp({ ...callTo(await saying(accept, ack)), isAnswer });
    expect(openHl7(both.artefact!).first('MSA')?.field(1).raw).toBe('AA');
    const late = { ...callTo(await saying(accept)), isAnswer, timeoutMs: 150 };
    expect((await callMllp(late)).error?.en).toBe('time-out: no answer');
    expect(records(late.context, 'exchange')).toMatchObject([{ late: true, answer: { complete: false } }]);
  });

  test.each([
    ['CA', 'NE', 'CA'],
    ['CE', 'AL', 'CE'],
    ['CR', 'AL', 'CR'],
  ] as const)('takes %s for the answer where the application says no more (MSH-16 %s)', async (code, applicationAcknowledgement, told) => {
    const accept = mllpFrame(Buffer.from(`MSH|^~\\&|a|b|c|d|1||ACK|A0|T|2.5\rMSA|${code}|M1\r`));
    const context = contextWith({ peers: { server: await saying(accept) } });
    const client = new Hl7Client('client', context);
    const called = await client.call({
      to: 'server',
      transaction: 'ITI-30',
      type: ['ADT', 'A28', 'ADT_A05'],
      version: ['2.5'],
      segments: [],
      options: { charset: 'UNICODE UTF-8', acceptAcknowledgement: 'AL', applicationAcknowledgement, timeoutMs: 2000 },
    });
    client.close();
    expect([called.error, called.answer?.first('MSA')?.field(1).raw]).toEqual([undefined, told]);
  });

  test('sends the next message on the same connection, unless a fault closed it', async () => {
    const server = await service();
    const connections = new Connections();
    const call = { ...callTo(server.url, { faults: [{ fault: { 'half-close': true }, after: 1, first: 2 }] }), connections };
    const plan = new FaultPlan(call.context, 'client');
    for (let i = 1; i <= 3; i++) {
      const faults = plan.next(`x${i}`);
      faults.meet('ITI-30');
      expect((await callMllp({ ...call, faults })).error).toBeUndefined();
    }
    connections.close();
    const [first, second, third] = records(call.context, 'exchange').map(({ connection }) => connection);
    expect(second).toBe(first);
    expect(third).not.toBe(first);
  });

  test('commits its faults on the wire', async () => {
    const server = await service();
    for (const fault of [{ duplicate: true }, { 'split-frame': true }, { 'half-close': true }] as Deeds[]) {
      const call = callTo(server.url, { faults: [{ fault }] });
      const faults = new FaultPlan(call.context, 'client').next('x1');
      faults.meet('ITI-30');
      const called = await callMllp({ ...call, faults });
      expect(openHl7(called.artefact!).first('MSA')?.field(1).raw).toBe('AA');
      expect(records(call.context, 'exchange')).toHaveLength('duplicate' in fault ? 2 : 1);
    }
    const feeds = callTo(server.url, { faults: [{ fault: { 'line-feed': true } }] });
    const called = await callMllp({ ...feeds, faults: new FaultPlan(feeds.context, 'client').next('x1') });
    expect(openHl7(called.artefact!).first('MSA')?.field(1).raw).toBe('AR');
    await expect(callMllp(callTo('http://localhost:1'))).rejects.toThrow('not an MLLP address');
  });
});
