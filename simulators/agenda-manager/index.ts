import { fhirServer } from '../../src/fhir-server/index.js';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { tokenGate } from '../../src/oauth/index.js';
import { HttpServer, type Listening } from '../../src/transport/index.js';
import { agendaRule } from './agenda-rules.js';
import { AgendaStore } from './agenda-store.js';
import { CAPABILITY_STATEMENT, fluxOf } from './capability-statement.js';
import { View } from './view/index.js';

const ACTOR = 'agenda-manager';

/**
 * Keeps agendas (Schedule), the slots that follow from their availabilities, and the appointments that take them, for the
 * fluxes 2a to 4b and 6 of the volet Gestion d'agendas partagés. Parameters: those of `AgendaStore` and of `tokenGate`.
 */
export class AgendaManager implements Simulator {
  #agendas: AgendaStore | undefined;
  #listening: Listening | undefined;
  #view: View | undefined;

  /** A page where a tester sees the agendas change. */
  get page(): string | undefined {
    return this.#view?.url;
  }

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const agendas = AgendaStore.hold(context);
    const { page } = context.listen;
    try {
      const gate = tokenGate({ actor: ACTOR, context, address: () => this.#listening?.url ?? '' });
      if (page) this.#view = await View.open({ listen: page, look: agendas.look, journal: agendas.journal, now: context.now });
      this.#listening = await HttpServer.listen({
        actor: ACTOR,
        context: { ...context, recorder: agendas.journal.listeningTo(context.recorder) },
        ...fhirServer({
          ...agendas.service(CAPABILITY_STATEMENT, agendaRule),
          path: `/${ACTOR}`,
          transactionOf: fluxOf,
          heard: (heard) => agendas.journal.heard(heard),
          gate,
        }),
      });
    } catch (error) {
      await this.#view?.close();
      agendas.release();
      throw error;
    }
    this.#agendas = agendas;
    const { url } = this.#listening;
    agendas.answersAt(url);
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
    await this.#view?.close();
    this.#view = undefined;
    this.#agendas?.release();
    this.#agendas = undefined;
  }
}
