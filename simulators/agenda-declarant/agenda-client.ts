import { z } from 'zod';
import type { Endpoint, Performed, Simulator, SimulatorContext } from '../../src/model/index.js';
import { FhirClient, resourcesOf, type Asked } from '../../src/fhir-client/index.js';
import { valueAt } from '../../src/protocols/fhir/index.js';
import { FaultPlan } from '../../src/transport/index.js';

export type Given = Readonly<Record<string, unknown>>;

/** What a transaction of a client of agendas is. */
export interface Flux {
  /** the actor that is asked */
  server: string;
  /** the input of the FHIR client: what is given, and what need not be said */
  input: (given: Given, transaction: string) => Given;
}

/** A client actor of the volet Gestion d'agendas partagés: its fluxes over one FHIR client for each server that it asks. */
export class AgendaClient implements Simulator {
  readonly #clients = new Map<string, FhirClient>();

  constructor(
    readonly actor: string,
    readonly fluxes: Readonly<Record<string, Flux>>,
  ) {}

  start(context: SimulatorContext): Promise<Endpoint[]> {
    const plan = new FaultPlan(context, this.actor);
    for (const { server } of Object.values(this.fluxes))
      if (!this.#clients.has(server)) this.#clients.set(server, new FhirClient(this.actor, context, { server, plan }));
    return Promise.resolve([]);
  }

  /** @throws SimulatorError when the address of the server is not known, or the input lacks what is to be sent */
  async perform(transaction: string, given: Given): Promise<Performed> {
    const flux = Object.hasOwn(this.fluxes, transaction) ? this.fluxes[transaction] : undefined;
    const client = flux && this.#clients.get(flux.server);
    if (!client) throw new Error(`${this.actor}: does not send ${transaction}`);
    const { root, values, ...rest } = await client.perform(transaction, flux.input(given, transaction));
    return { ...rest, values: { ...values, ...valuesOfAgenda(root) } };
  }

  stop(): Promise<void> {
    return Promise.resolve();
  }
}

/** What an input says in few words. A text of that name is a value of an earlier step, which every input has besides. */
export const inFewWords = <T extends z.ZodType>(words: T) =>
  z.preprocess((value) => (typeof value === 'object' ? value : undefined), words.optional());

/** A FHIR interaction beside the fluxes of the volet: `FHIR read Slot`. */
export const plain = (server: string, operation: string, type?: string): Flux => ({
  server,
  input: (given) => ({ operation, ...(type !== undefined && { type }), ...given }),
});

const OF_AGENDAS: ReadonlySet<string | undefined> = new Set(['Slot', 'Appointment', 'Schedule']);
const LONGEST = 200;

/** When the first slot or appointment of an answer is, of which agenda, and its status, for later steps. */
function valuesOfAgenda(root: Asked['root']): Record<string, string> {
  const first = resourcesOf(root).find(({ resourceType }) => OF_AGENDAS.has(resourceType));
  const values = {
    start: valueAt(first, 'start'),
    end: valueAt(first, 'end'),
    state: valueAt(first, 'status'),
    schedule: valueAt(first, 'schedule', 'reference'),
  };
  return Object.fromEntries(
    Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1].length <= LONGEST),
  );
}
