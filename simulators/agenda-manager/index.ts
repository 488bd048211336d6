import { join } from 'node:path';
import { Capabilities, fhirServer, place, ResourceStore, SearchParameters } from '../../src/fhir-server/index.js';
import type { Artefact, Endpoint, Finding, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { fhirDefinitions, fhirRest } from '../../src/packs/index.js';
import { numberIn, openSeeded } from '../../src/storage/seeded.js';
import { HttpServer, type Listening } from '../../src/transport/index.js';
import { judgeResource } from '../../validators/fhir/judge-resource.js';
import { agendaRule } from './agenda-rules.js';
import { CAPABILITY_STATEMENT, fluxOf, OWN_SEARCH_PARAMETERS } from './capability-statement.js';
import { seedSlots, testAgenda } from './test-agenda.js';

const ACTOR = 'agenda-manager';
const FILE = 'agenda.sqlite';
const MOST_SEEDED = 5_000_000;

/**
 * Keeps agendas (Schedule), the slots that follow from their availabilities, and the appointments that take them, for the
 * fluxes 2a to 4b and 6 of the volet Gestion d'agendas partagés. Parameters: `store` (folder that keeps them between runs;
 * absent: in memory), `seed-data` (so many made-up slots; without it an empty store gets two agendas to try things on).
 */
export class AgendaManager implements Simulator {
  #store: ResourceStore | undefined;
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const { parameters: given, now } = context;
    const definitions = fhirDefinitions([]);
    const rest = fhirRest();
    const parameters = new SearchParameters(rest, OWN_SEARCH_PARAMETERS);
    const capabilities = new Capabilities(CAPABILITY_STATEMENT);
    const folder = given['store'];
    const path = folder === undefined ? undefined : join(folder, FILE);
    const open = (at?: string): ResourceStore => new ResourceStore(at, parameters);
    const seeds = given['seed-data'] === undefined ? undefined : numberIn('seed-data', given['seed-data'], MOST_SEEDED);
    const store =
      seeds === undefined ?
        open(path)
      : openSeeded(path, `slots ${seeds}`, open, (empty) => {
          seedSlots(empty, seeds, now(), (done) => context.tell?.({ fr: `${done} créneaux`, en: `${done} slots` }));
          empty.keepNote('seed', `slots ${seeds}`);
        });
    this.#store = store;
    try {
      const judge = (artefact: Artefact, type: string): readonly Finding[] => {
        const profile = capabilities.resource(type)?.profile;
        const profiles = profile !== undefined && definitions.structure(profile) ? [profile] : [];
        return judgeResource(artefact, definitions, { profiles, mustSupport: false }, { at: now(), insAuthority: given['insAuthority'] })
          .findings;
      };
      const service = { capabilities, store, parameters, definitions, summaries: rest.summaries, judge, rule: agendaRule, now };
      if (store.size === 0) for (const resource of testAgenda(now())) place(service, resource);
      this.#listening = await HttpServer.listen({
        actor: ACTOR,
        context,
        ...fhirServer({ ...service, path: `/${ACTOR}`, transactionOf: fluxOf }),
      });
    } catch (error) {
      store.close();
      throw error;
    }
    const { url } = this.#listening;
    store.base = url;
    return ['GAP-2a', 'GAP-2b', 'GAP-2c', 'GAP-3', 'GAP-4a', 'GAP-4b', 'GAP-6a', 'GAP-6b'].map((transaction) => ({
      actor: ACTOR,
      transaction,
      url,
    }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
    this.#store?.close();
  }
}
