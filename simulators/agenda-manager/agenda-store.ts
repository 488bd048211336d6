import { join } from 'node:path';
import {
  Capabilities,
  Look,
  place,
  ResourceStore,
  SearchParameters,
  type CapabilityStatement,
  type FhirService,
  type Rule,
} from '../../src/fhir-server/index.js';
import type { Artefact, Finding, Recorder, SimulatorContext } from '../../src/model/index.js';
import { fhirDefinitions, fhirRest } from '../../src/packs/index.js';
import { numberIn, openSeeded } from '../../src/storage/seeded.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';
import { agendaRule } from './agenda-rules.js';
import { CAPABILITY_STATEMENT, OWN_SEARCH_PARAMETERS } from './capability-statement.js';
import { seedSlots, testAgenda } from './test-agenda.js';
import { Journal } from './view/journal.js';

const FILE = 'agenda.sqlite';
const MOST_SEEDED = 5_000_000;

/** Stores that are open, by where their evidence goes, and how many actors hold each. */
const opened = new WeakMap<Recorder, { store: AgendaStore; holders: number }>();

/**
 * Agendas, and who and what they are of, in one store for the actors that are played together: an agenda of the agenda
 * manager is found by what was declared to the resource manager. Parameters: `store` (folder that keeps it between runs;
 * absent: in memory), `seed-data` (so many made-up slots; without it an empty store gets two agendas to try things on).
 */
export class AgendaStore {
  readonly #store: ResourceStore;
  readonly #rest = fhirRest();
  readonly #definitions = fhirDefinitions([]);
  readonly #parameters = new SearchParameters(this.#rest, OWN_SEARCH_PARAMETERS);
  /** the last requests to any of its doors */
  readonly journal: Journal;

  /** Opens the store of a run, or joins the actor that did. @throws ConfigurationError when its file cannot serve */
  static hold(context: SimulatorContext): AgendaStore {
    const known = opened.get(context.recorder) ?? { store: new AgendaStore(context), holders: 0 };
    known.holders += 1;
    opened.set(context.recorder, known);
    return known.store;
  }

  private constructor(readonly context: SimulatorContext) {
    const { parameters: given, now, tell } = context;
    this.journal = new Journal(now);
    const folder = given['store'];
    const path = folder === undefined ? undefined : join(folder, FILE);
    const open = (at?: string): ResourceStore => new ResourceStore(at, this.#parameters);
    const seeds = given['seed-data'] === undefined ? undefined : numberIn('seed-data', given['seed-data'], MOST_SEEDED);
    this.#store =
      seeds === undefined ?
        open(path)
      : openSeeded(path, `slots ${seeds}`, open, (empty) => {
          seedSlots(empty, seeds, now(), (done) => tell?.({ fr: `${done} créneaux`, en: `${done} slots` }));
          empty.keepNote('seed', `slots ${seeds}`);
        });
    if (this.#store.size > 0) return;
    const service = this.service(CAPABILITY_STATEMENT, agendaRule);
    for (const resource of testAgenda(now())) place(service, resource);
  }

  /** Looks into it for a page. */
  get look(): Look {
    return new Look(this.#store, this.#parameters, this.context.now);
  }

  /** The FHIR service that an actor makes of it: what it offers, and its rules. */
  service(statement: CapabilityStatement, rule: Rule): FhirService {
    const { parameters: given, now } = this.context;
    const definitions = this.#definitions;
    const capabilities = new Capabilities(statement);
    const judge = (artefact: Artefact, type: string): readonly Finding[] => {
      const profile = capabilities.resource(type)?.profile;
      const profiles = profile !== undefined && definitions.structure(profile) ? [profile] : [];
      return judgeResource(artefact, definitions, { profiles, mustSupport: false }, { at: now(), insAuthority: given['insAuthority'] })
        .findings;
    };
    const { summaries } = this.#rest;
    return { capabilities, store: this.#store, parameters: this.#parameters, definitions, summaries, judge, rule, now };
  }

  /** Tells the address of one of its doors: references to it are to resources here. */
  answersAt(url: string): void {
    this.#store.base = url;
  }

  /** Leaves it; who leaves last closes it. */
  release(): void {
    const known = opened.get(this.context.recorder);
    if (known?.store !== this) return;
    known.holders -= 1;
    if (known.holders > 0) return;
    opened.delete(this.context.recorder);
    this.#store.close();
  }
}
