import { z } from 'zod';
import { Bilingual } from './bilingual.js';
import { Verdict } from './verdict.js';

/** SHA-256, lower-case hexadecimal, of bytes kept in the bundle. */
export const BlobRef = z.string().regex(/^[0-9a-f]{64}$/);

/** One message exactly as it crossed the wire: `blob` holds the head and the body of HTTP, or the frame of MLLP and all. */
export const WireMessage = z.strictObject({
  blob: BlobRef,
  size: z.number().int(),
  /** bytes of the head: the body starts there; 0 for a frame, which has none */
  headSize: z.number().int(),
  /** the whole message arrived as its framing announced */
  complete: z.boolean(),
  startedAt: z.string(),
  endedAt: z.string(),
});
export type WireMessage = z.infer<typeof WireMessage>;

const Base = {
  seq: z.number().int(),
  /** wall clock, ISO 8601 UTC with milliseconds */
  at: z.string(),
  /** milliseconds since the run began, monotonic */
  mono: z.number(),
  /** the scenario and variant in progress, `pds-publish/nominal`; absent outside of one */
  case: z.string().optional(),
};

const record = <K extends string, T extends z.ZodRawShape>(kind: K, shape: T) =>
  z.strictObject({ ...Base, kind: z.literal(kind), ...shape });

/** Why a TLS handshake did not end, or why the certificate of the peer is not trusted: what rules tell apart, whatever the wording. */
export const TlsProblem = z.enum([
  'other-protocol',
  'handshake-failed',
  'handshake-timeout',
  'handshake-closed',
  'no-certificate',
  'unreadable-certificate',
  'wrong-use',
  'wrong-name',
  'unknown-authority',
  'not-an-authority',
  'bad-signature',
  'expired',
  'not-yet-valid',
  'revoked',
  'crl-expired',
]);
export type TlsProblem = z.infer<typeof TlsProblem>;

/** What happened. Judging reads these and nothing else. */
export const EvidenceRecord = z.discriminatedUnion('kind', [
  /** parameters, seed, dataset, plan: `value` is small, `blob` when it is not */
  record('datum', { name: z.string(), value: z.unknown().optional(), blob: BlobRef.optional() }),
  record('trust', { use: z.string(), anchors: z.array(z.string()), crls: z.array(z.string()), clockOffsetMs: z.number() }),
  record('connection', {
    id: z.string(),
    actor: z.string(),
    side: z.enum(['server', 'client']),
    remote: z.string(),
    local: z.string(),
    tls: z
      .strictObject({
        protocol: z.string().optional(),
        cipher: z.string().optional(),
        serverName: z.string().optional(),
        /** PEM of the peer, leaf first */
        peerChain: z.array(z.string()),
        authorized: z.boolean(),
        reason: TlsProblem.optional(),
        error: Bilingual.optional(),
        /** what the client offered: versions, numbers of cipher suites */
        offered: z.strictObject({ versions: z.array(z.string()), suites: z.array(z.string()) }).optional(),
        /** the bytes below TLS of each direction until the handshake ended */
        received: BlobRef.optional(),
        sent: BlobRef.optional(),
      })
      .optional(),
    error: Bilingual.optional(),
  }),
  record('exchange', {
    id: z.string(),
    connection: z.string(),
    actor: z.string(),
    side: z.enum(['server', 'client']),
    /** as the message named it; absent when nothing recognisable arrived */
    transaction: z.string().optional(),
    /** how messages are cut from the stream; absent: as HTTP */
    framing: z.literal('mllp').optional(),
    /** the exchange of another simulator that this one caused or served (ITI-42 behind ITI-41) */
    within: z.string().optional(),
    request: WireMessage.optional(),
    answer: WireMessage.optional(),
    /** why it did not end as it should: the client left, a time-out, a framing error */
    error: Bilingual.optional(),
    /** the peer said nothing for as long as we waited */
    late: z.literal(true).optional(),
  }),
  record('window', { actor: z.string(), step: z.string(), from: z.string(), to: z.string(), opened: z.number(), closed: z.number() }),
  record('step', {
    step: z.string(),
    type: z.string(),
    state: z.enum(['started', 'done', 'timeout', 'skipped', 'failed']),
    detail: z.string().optional(),
    exchanges: z.array(z.string()).optional(),
  }),
  record('action', {
    step: z.string(),
    hook: z.string().optional(),
    by: z.enum(['command', 'http', 'browser', 'person', 'nobody']),
    outcome: z.enum(['done', 'failed', 'unavailable', 'timeout']),
    detail: z.string().optional(),
    output: BlobRef.optional(),
  }),
  record('testimony', { step: z.string(), by: z.string(), mediaType: z.string(), name: z.string().optional(), blob: BlobRef }),
  record('fault', { actor: z.string(), exchange: z.string().optional(), fault: z.record(z.string(), z.unknown()) }),
  record('error', {
    owner: z.enum(['configuration', 'peer', 'tool']),
    step: z.string().optional(),
    message: Bilingual,
    remedy: Bilingual.optional(),
  }),
]);
export type EvidenceRecord = z.infer<typeof EvidenceRecord>;
export type EvidenceKind = EvidenceRecord['kind'];
type Drop<T> = T extends unknown ? Omit<T, 'seq' | 'at' | 'mono' | 'case'> : never;
/** A record before the recorder stamps it. */
export type NewRecord = Drop<EvidenceRecord>;
export type RecordOf<K extends EvidenceKind> = Extract<EvidenceRecord, { kind: K }>;

/** What the engine tells while it works; kept in the same stream, never read by judging. */
export const ProgressEvent = z.discriminatedUnion('kind', [
  record('run-started', {
    run: z.string(),
    tool: z.string(),
    product: z.string(),
    suites: z.array(z.string()),
    cases: z.array(z.string()),
  }),
  record('case-started', { title: Bilingual }),
  record('waiting', { who: z.string(), what: Bilingual, until: z.string() }),
  record('case-judged', { verdict: Verdict }),
  record('run-judged', { verdict: Verdict, digest: z.string() }),
]);
export type ProgressEvent = z.infer<typeof ProgressEvent>;
export type NewProgress = Drop<ProgressEvent>;

/** One line of events.jsonl. */
export const Event = z.union([EvidenceRecord, ProgressEvent]);
export type Event = z.infer<typeof Event>;

/** Where simulators and the engine put what happens. */
export interface Recorder {
  /** stamps and appends; returns the record as kept */
  record(entry: NewRecord): EvidenceRecord;
  /** keeps bytes, returns their SHA-256 */
  keep(bytes: Uint8Array): string;
  /** a sink for bytes that arrive over time; `finish` returns their SHA-256 and size */
  openBlob(): BlobSink;
  /** a new id, unique in the run: `x12` */
  nextId(prefix: string): string;
}

export interface BlobSink {
  write(chunk: Uint8Array): void;
  finish(): { blob: string; size: number };
}
