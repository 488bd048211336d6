import type { Bilingual } from './bilingual.js';
import type { Recorder } from './evidence.js';
import type { PlannedFault, WrongCertificate } from './fault.js';
import type { Trust } from './validator.js';
import type { ErrorOwner } from './verdict.js';

/** PEM key and certificate chain, or a PKCS#12 file's bytes. */
export interface Credentials {
  key?: string;
  certificate?: string;
  pkcs12?: Uint8Array;
  passphrase?: string;
}

export interface SimulatorContext {
  recorder: Recorder;
  listen: {
    host: string;
    /** of its first door */
    port: number;
    /** ports of its other doors, by their names; a door that is not here stays closed */
    doors?: Readonly<Partial<Record<Door, number>>>;
    /** where a page shows a tester what the actor keeps; absent: nobody wants to see it */
    page?: { host: string; port: number };
  };
  /** absent: clear text (only for trying things out on one machine) */
  tls?: {
    server: Credentials;
    client: Credentials;
    authorities: string[];
    crls: string[];
    requireClientCertificate: boolean;
    /** what a peer must not accept, by what is wrong with it, as a server and as a client */
    wrongIdentities?: Readonly<Partial<Record<WrongCertificate, Credentials>>>;
  };
  vihf?: {
    signer: Credentials;
    trust: Trust;
    required: boolean;
    /** what a platform must not accept a VIHF from, by what is wrong with it: `authentication`, `expired`, `revoked` */
    wrongSigners?: Readonly<Partial<Record<string, Credentials>>>;
  };
  /** what to do wrong, and when */
  faults: PlannedFault[];
  /** addresses of the other actors, by `endpointName` */
  peers: Readonly<Record<string, string>>;
  parameters: Readonly<Record<string, string>>;
  now: () => Date;
  /** tells a person who waits how far it is; absent: nobody listens */
  tell?: (progress: Bilingual) => void;
}

export interface Endpoint {
  actor: string;
  transaction: string;
  url: string;
}

/** What an actor that first of all speaks HL7 v2 over MLLP also listens to, on a port of its own. */
export type Door = 'soap' | 'fhir';

/** The transactions that do not come through the first door of an actor. */
const DOORS: Readonly<Record<Door, readonly string[]>> = { soap: ['ITI-44', 'ITI-45', 'ITI-46', 'ITI-47'], fhir: ['ITI-78'] };

/** The door that a transaction comes through; undefined for the first one. */
export const doorOf = (transaction: string): Door | undefined =>
  (Object.keys(DOORS) as Door[]).find((door) => DOORS[door].includes(transaction));

/** What the address of an actor is called where addresses are declared: `document-registry`, `patient-demographics-supplier-soap`. */
export function endpointName(actor: string, transaction: string): string {
  const door = doorOf(transaction);
  return door === undefined ? actor : `${actor}-${door}`;
}

/** All that the addresses of an actor may be called. */
export const endpointNamesOf = (actor: string): string[] => [actor, ...Object.keys(DOORS).map((door) => `${actor}-${door}`)];

/** What came of a client transaction: the exchange recorded, and values of the answer for later steps. */
export interface Performed {
  exchange: string;
  /** the others, where the same was sent several times at once */
  more?: readonly string[];
  values: Readonly<Record<string, string>>;
}

/** What keeps a simulator from doing what it is asked, and who must put it right. */
export class SimulatorError extends Error {
  constructor(
    readonly owner: ErrorOwner,
    readonly text: Bilingual,
  ) {
    super(text.en);
  }
}

/** Plays one actor, as server, client or both. Lives in simulators/<actor>/. */
export interface Simulator {
  /** opens its doors; throws when it cannot (port taken, bad key) */
  start(context: SimulatorContext): Promise<Endpoint[]>;
  /**
   * Sends one transaction as a client. What the peer does wrong is evidence.
   * @throws SimulatorError when there is nothing to send: an address or a value of the scenario that is not known
   */
  perform(transaction: string, input: Readonly<Record<string, unknown>>): Promise<Performed>;
  stop(): Promise<void>;
  /** the address of a page that shows a tester what the actor keeps, once it is started and was asked for it */
  readonly page?: string | undefined;
}

/** Read at start-up; the code behind `load` only when the actor is played. */
export interface SimulatorManifest {
  actor: string;
  title: Bilingual;
  transactions: { id: string; side: 'server' | 'client' }[];
  /** actors it needs beside it when it is simulated on its own: a repository needs a registry */
  needs?: string[];
  /** parameters that an option of `addax simulate` sets: `store`, `seed-data`, `seed-patients` */
  options?: string[];
  /** it can show a tester what it keeps, on a page */
  hasPage?: true;
  load(): Promise<() => Simulator>;
}

/** The doors of an actor beside its first one. */
export const doorsOf = ({ transactions }: Pick<SimulatorManifest, 'transactions'>): Door[] => [
  ...new Set(transactions.flatMap(({ id, side }) => (side === 'server' ? (doorOf(id) ?? []) : []))),
];
