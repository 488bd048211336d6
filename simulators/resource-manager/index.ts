import { fhirServer, refusal, type Change, type Inside } from '../../src/fhir-server/index.js';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { tokenGate } from '../../src/oauth/index.js';
import { HttpServer, type Listening } from '../../src/transport/index.js';
import { AgendaStore } from '../agenda-manager/agenda-store.js';
import { CAPABILITY_STATEMENT, fluxOf } from './capability-statement.js';

const ACTOR = 'resource-manager';

/**
 * Takes who and what agendas are of (fluxes 1a to 1c of the volet Gestion d'agendas partagés): created, updated, deleted.
 * Played with the agenda manager, both know the same. Parameters: those of `tokenGate`.
 */
export class ResourceManager implements Simulator {
  #agendas: AgendaStore | undefined;
  #listening: Listening | undefined;

  async start(context: SimulatorContext): Promise<Endpoint[]> {
    const agendas = AgendaStore.hold(context);
    try {
      const gate = tokenGate({ actor: ACTOR, context, address: () => this.#listening?.url ?? '' });
      this.#listening = await HttpServer.listen({
        actor: ACTOR,
        context: { ...context, recorder: agendas.journal.listeningTo(context.recorder) },
        ...fhirServer({
          ...agendas.service(CAPABILITY_STATEMENT, staysWhileUsed),
          path: `/${ACTOR}`,
          transactionOf: fluxOf,
          heard: (heard) => agendas.journal.heard(heard),
          gate,
        }),
      });
    } catch (error) {
      agendas.release();
      throw error;
    }
    this.#agendas = agendas;
    const { url } = this.#listening;
    agendas.answersAt(url);
    return ['GAP-1a', 'GAP-1b', 'GAP-1c'].map((transaction) => ({ actor: ACTOR, transaction, url }));
  }

  perform(transaction: string): Promise<Performed> {
    return Promise.reject(new Error(`${ACTOR} sends nothing: ${transaction} is not one of its client transactions`));
  }

  async stop(): Promise<void> {
    await this.#listening?.close();
    this.#listening = undefined;
    this.#agendas?.release();
    this.#agendas = undefined;
  }
}

/** @throws Refused (409) for the deletion of a resource whose agenda is still there: nobody could find its slots any more */
function staysWhileUsed({ type, id, after }: Change, inside: Inside): void {
  if (after) return;
  const [schedule] = inside.referring({ type, id }, 'Schedule', 'actor');
  if (schedule === undefined) return;
  throw refusal(
    409,
    'conflict',
    `L’agenda Schedule/${schedule} est celui de ${type}/${id}\u00A0: le supprimer d’abord.`,
    `The agenda Schedule/${schedule} is that of ${type}/${id}: delete it first.`,
    type,
  );
}
