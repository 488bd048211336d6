import type { Heard } from '../../../src/fhir-server/index.js';
import { shorten, transactionWords, visible, type Bilingual, type Recorder } from '../../../src/model/index.js';

/** What a tester sees of one request, of a connection that was refused, or of a fault that was committed. */
export interface Entry {
  /** counted from the start */
  number: number;
  at: number;
  kind: 'request' | 'connection' | 'fault';
  /** `GAP-6a` */
  flux?: string;
  /** what it is, in words */
  what?: Bilingual;
  request?: { method: string; path: string };
  status?: number;
  /** why it was refused, or what was done wrong on purpose */
  reason?: Bilingual;
  /** how many more reasons there were */
  more: number;
}

/** So many are kept. */
const KEPT = 50;
const LONGEST = { path: 160, reason: 300 };

/** What happened, as it is kept: it is put in words only when somebody looks. */
interface Kept {
  number: number;
  at: number;
  what: { heard: Heard } | { refused: Bilingual } | { fault: Readonly<Record<string, unknown>> };
}

/** The last requests, in memory: the evidence has them all. */
export class Journal {
  readonly #kept: Kept[] = [];
  #number = 0;
  #told: (() => void) | undefined;

  constructor(private readonly now: () => Date) {}

  /** The last ones, the newest first. */
  get last(): readonly Entry[] {
    return this.#kept.toReversed().map(entryOf);
  }

  /** Who is told that something happened. */
  tell(listener: (() => void) | undefined): void {
    this.#told = listener;
  }

  /** A request that a FHIR server answered. */
  heard(heard: Heard): void {
    this.#add({ heard });
  }

  /** The same recorder, of which connections that were refused and faults that were committed are told here too. */
  listeningTo(recorder: Recorder): Recorder {
    return {
      record: (entry) => {
        if (entry.kind === 'connection' && entry.error) this.#add({ refused: entry.error });
        if (entry.kind === 'fault') this.#add({ fault: entry.fault });
        return recorder.record(entry);
      },
      keep: (bytes) => recorder.keep(bytes),
      openBlob: () => recorder.openBlob(),
      nextId: (prefix) => recorder.nextId(prefix),
    };
  }

  #add(what: Kept['what']): void {
    this.#kept.push({ number: (this.#number += 1), at: this.now().getTime(), what });
    if (this.#kept.length > KEPT) this.#kept.shift();
    this.#told?.();
  }
}

function entryOf({ number, at, what }: Kept): Entry {
  if ('refused' in what) return { number, at, kind: 'connection', reason: briefly(what.refused), more: 0 };
  if ('fault' in what) {
    const [[name, value] = ['', '']] = Object.entries(what.fault);
    const text = value === true ? name : `${name}=${String(value)}`;
    return { number, at, kind: 'fault', reason: briefly({ fr: text, en: text }), more: 0 };
  }
  const { request, status, transaction, issues } = what.heard;
  const [issue] = issues;
  const flux = transaction !== undefined && Object.hasOwn(FLUXES, transaction) ? transaction : undefined;
  return {
    number,
    at,
    kind: 'request',
    ...(flux !== undefined && { flux }),
    ...(transaction !== undefined && { what: flux === undefined ? transactionWords(transaction) : FLUXES[flux]! }),
    ...(request && { request: { method: request.method, path: pathOf(request.path) } }),
    status,
    ...(issue && { reason: briefly(issue.text) }),
    more: Math.max(0, issues.length - 1),
  };
}

const briefly = ({ fr, en }: Bilingual): Bilingual => ({ fr: brief(fr), en: brief(en) });
const brief = (text: string): string => visible(shorten(text.slice(0, LONGEST.reason + 1), LONGEST.reason));

/** An address below that of its actor, as a person reads it. */
function pathOf(path: string): string {
  const below = path.replace(/^\/(?:agenda|resource)-manager(?=\/|\?|$)/, '') || '/';
  const cut = below.slice(0, 3 * LONGEST.path);
  let read = cut;
  try {
    read = decodeURIComponent(cut);
  } catch {
    // it stays as it was sent
  }
  return visible(shorten(read, LONGEST.path));
}

const words = (fr: string, en: string): Bilingual => ({ fr, en });

/** The fluxes of the volet Gestion d'agendas partagés 3.0, by what they do. */
const FLUXES: Readonly<Record<string, Bilingual>> = {
  'GAP-1a': words('Création d’une ressource', 'Creation of a resource'),
  'GAP-1b': words('Mise à jour d’une ressource', 'Update of a resource'),
  'GAP-1c': words('Suppression d’une ressource', 'Deletion of a resource'),
  'GAP-2a': words('Création d’un agenda', 'Creation of an agenda'),
  'GAP-2b': words('Mise à jour d’un agenda', 'Update of an agenda'),
  'GAP-2c': words('Suppression d’un agenda', 'Deletion of an agenda'),
  'GAP-3': words('Changement des disponibilités', 'Change of availabilities'),
  'GAP-3a': words('Création d’une disponibilité', 'Creation of an availability'),
  'GAP-3b': words('Mise à jour d’une disponibilité', 'Update of an availability'),
  'GAP-3c': words('Suppression d’une disponibilité', 'Deletion of an availability'),
  'GAP-4a': words('Consultation des disponibilités', 'Question about availabilities'),
  'GAP-4b': words('Consultation des rendez-vous', 'Question about appointments'),
  'GAP-6a': words('Création d’un rendez-vous', 'Creation of an appointment'),
  'GAP-6b': words('Mise à jour d’un rendez-vous', 'Update of an appointment'),
};
