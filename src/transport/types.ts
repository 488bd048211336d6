import type { Artefact, Bilingual, SimulatorContext } from '../model/index.js';
import type { Connections } from './connections.js';
import type { ActiveFaults } from './faults.js';

/** What is known of the client that sent a request. */
export interface Peer {
  /** `address:port` */
  remote: string;
  tls?: {
    protocol?: string;
    cipher?: string;
    serverName?: string;
    authorized: boolean;
    /** why its certificate is not trusted */
    error?: Bilingual;
    /** PEM, leaf first */
    chain: string[];
  };
}

/** A request whose body arrived whole. */
export interface HttpRequest {
  method: string;
  path: string;
  /** names in lower case */
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  /** the body as an artefact, with its headers: parsed once for everyone who asks */
  artefact: Artefact;
  /** id of the exchange that is recorded for it */
  exchange: string;
  peer: Peer;
  /** what to do wrong with this one */
  faults: ActiveFaults;
}

export interface HttpAnswer {
  status: number;
  headers: Readonly<Record<string, string>>;
  /** pieces of a known size; or as they are made, and then chunked */
  body: readonly Uint8Array[] | Iterable<Uint8Array>;
  /** kept in the exchange record */
  transaction?: string;
  within?: string;
}

export interface ListenOptions {
  actor: string;
  context: SimulatorContext;
  /** where the service answers: `/document-repository` */
  path: string;
  /** it answers to these, and below its path too; absent: to POST at its path */
  methods?: readonly string[];
  handle(request: HttpRequest): Promise<HttpAnswer>;
  /** makes the answer to what never becomes a request: too large, timed out, not HTTP, an exception in `handle` */
  refuse?(status: number, reason: Refusal): Refused;
}

/** An answer of a known size. */
export type Refused = HttpAnswer & { body: readonly Uint8Array[] };

export interface Refusal {
  fr: string;
  en: string;
}

export interface Listening {
  url: string;
  port: number;
  /** closes the door and every connection; records what was still open */
  close(): Promise<void>;
}

/** What a server bears. */
export interface ServerLimits {
  /** bytes of a request body */
  maxBody: number;
  maxConnections: number;
  /** for the head to arrive, and for the TLS handshake */
  headTimeoutMs: number;
  /** between two pieces of a request, or of an answer that the client does not read */
  idleTimeoutMs: number;
  /** for one whole request to arrive */
  totalTimeoutMs: number;
  /** between two requests */
  keepAliveMs: number;
  /** bytes of one MLLP frame */
  maxFrame: number;
  /** between two messages on an MLLP connection, which systems keep open for hours */
  mllpKeepAliveMs: number;
}

/** The methods that our clients send. */
export type ClientMethod = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface PostOptions {
  actor: string;
  context: SimulatorContext;
  url: string;
  /** absent: POST */
  method?: ClientMethod;
  /** a list: a header that is sent several times */
  headers: Readonly<Record<string, string | readonly string[]>>;
  body: readonly Uint8Array[];
  transaction: string;
  within?: string;
  /** for the whole exchange; absent: 120 s */
  timeoutMs?: number;
  /** absent: the connection is opened for this message and closed after it */
  connections?: Connections;
  /** what to do wrong with this message, which is then recorded as the exchange they name */
  faults?: ActiveFaults;
}

export interface Posted {
  /** id of the exchange recorded */
  exchange: string;
  status?: number;
  headers?: Readonly<Record<string, string>>;
  body?: Uint8Array;
  /** the body as an artefact, when an answer came whole */
  artefact?: Artefact;
  /** what the peer did wrong: refused, cut, timed out, not HTTP */
  error?: Bilingual;
}
