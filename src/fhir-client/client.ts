import { endpointName, readInput, type Performed, type SimulatorContext } from '../model/index.js';
import { bearerFor, type Bearer, type Carried } from '../oauth/index.js';
import { ElementTable, type FhirNode } from '../protocols/fhir/index.js';
import { fhirDefinitions } from '../packs/index.js';
import { FaultPlan, post, type ActiveFaults, type Posted } from '../transport/index.js';
import { rootOf, valuesOf } from './answer.js';
import { FhirInput } from './input.js';
import { scopeOf } from './scope.js';
import { lacking, requestOf, type FhirRequest } from './request.js';

/** A wrong token may make two headers of one. */
type AuthorisedRequest = Omit<FhirRequest, 'headers'> & Carried;

/** An answer, with the resource that it is. */
export interface Asked extends Performed {
  root?: FhirNode;
}

/**
 * The client of a FHIR R4 server, for every actor that asks one: any interaction, rightly or wrongly, once or many times
 * at once. What it is answered is evidence, whatever it is.
 */
export class FhirClient {
  readonly #plan: FaultPlan;
  readonly #server: string;
  readonly #bearer: Bearer;
  /** of the token that the request before had */
  #scope: string | undefined;
  /** where the answer before goes on */
  #next: string | undefined;
  #table: ElementTable | undefined;

  /** @param server the actor that it asks */
  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
    { server, plan }: { server: string; plan?: FaultPlan },
  ) {
    this.#server = server;
    this.#plan = plan ?? new FaultPlan(context, actor);
    this.#bearer = bearerFor(actor, context);
  }

  /** @throws SimulatorError when the address of the server is not known, or the input lacks what the interaction needs */
  async perform(transaction: string, given: Readonly<Record<string, unknown>>): Promise<Asked> {
    const input = readInput(FhirInput, given, transaction);
    const request = requestOf(input, {
      transaction,
      base: this.#base(transaction),
      ...(this.#next !== undefined && { next: this.#next }),
      table: () => (this.#table ??= new ElementTable(fhirDefinitions([]))),
    });
    // where an answer goes on, it goes on with the token that it began with
    if (input.operation !== 'continue') this.#scope = scopeOf(input);
    const asked = await Promise.all(Array.from({ length: input['at-once'] }, () => this.#ask(transaction, request, input.timeoutMs)));
    const shown = asked.find(({ values }) => isCreated(values)) ?? asked[0]!;
    this.#next = shown.values['next'];
    if (asked.length === 1) return shown;
    const more = asked.filter((one) => one !== shown).map(({ exchange }) => exchange);
    return { ...shown, more, values: { ...shown.values, ...counted(asked) } };
  }

  async #ask(transaction: string, request: FhirRequest, timeoutMs: number | undefined): Promise<Asked> {
    const posted = await this.#send(transaction, request, timeoutMs);
    const root = rootOf(posted);
    return { exchange: posted.exchange, values: valuesOf(posted, root), ...(root && { root }) };
  }

  async #send(transaction: string, request: FhirRequest, timeoutMs: number | undefined): Promise<Posted> {
    const { actor, context } = this;
    const faults = this.#plan.next(context.recorder.nextId('x'));
    faults.meet(transaction);
    const shown = this.#scope === undefined ? request : await this.#authorised(request, this.#scope, transaction, faults);
    const message = { actor, context, ...shown, transaction, ...(timeoutMs !== undefined && { timeoutMs }) };
    if (faults.take('duplicate') !== undefined) await post(message);
    return post({ ...message, faults });
  }

  /** With its token, unless the scenario says what stands in that header. */
  async #authorised(request: FhirRequest, scope: string, transaction: string, faults: ActiveFaults): Promise<AuthorisedRequest> {
    if (Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')) return request;
    return this.#bearer.onto<AuthorisedRequest>(request, { scope, audience: this.#base(transaction), faults });
  }

  /** The address of the server: that of its FHIR door, where it has several. */
  #base(transaction: string): string {
    const { peers } = this.context;
    const name = endpointName(this.#server, transaction);
    const url = [peers[`${this.#server}-fhir`], peers[this.#server]].find((one = '') => /^https?:/.test(one) && URL.canParse(one));
    if (url !== undefined) return url.replace(/\/+$/, '');
    throw lacking(
      transaction,
      `l’adresse FHIR de ${this.#server} n’est pas connue (endpoints.${name})`,
      `the FHIR address of ${this.#server} is not known (endpoints.${name})`,
    );
  }
}

const isCreated = ({ status }: Performed['values']): boolean => status === '201';

/** What came of the same request many times at once: `201 x1, 409 x49`. */
function counted(asked: readonly Performed[]): Record<string, string> {
  const counts = new Map<string, number>();
  for (const { values } of asked) {
    const status = values['status'] ?? 'none';
    counts.set(status, (counts.get(status) ?? 0) + 1);
  }
  return {
    statuses: [...counts]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([status, count]) => `${status} x${count}`)
      .join(', '),
    created: String(asked.filter(({ values }) => isCreated(values)).length),
    refused: String(asked.filter(({ values }) => Number(values['status']) >= 400).length),
  };
}
