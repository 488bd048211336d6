import { randomBytes } from 'node:crypto';
import { readFileSync, statSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import type { BundleWriter } from '../evidence/index.js';
import {
  doorsOf,
  endpointName,
  faultsOfVariant,
  plannedFault,
  type Bilingual,
  type Endpoint,
  type Event,
  type Hook,
  type PlannedFault,
  type RecordOf,
  type Scenario,
  type Simulator,
  type SimulatorContext,
  type Statement,
  type Step,
} from '../model/index.js';
import { type Case, stepsOf } from './plan.js';
import { productionIdentity } from './patient-data-guard.js';
import type { Toolbox } from './toolbox.js';
import { callHook, type HookOutcome } from './hooks.js';
import { fill, milliseconds, type Values } from './values.js';

/** How a person is asked to act or to testify. Absent when nobody is at the keyboard. */
export interface Interaction {
  /** asks someone to do something; 'done' when they say so; gives up when the signal fires */
  instruct(who: string, what: Bilingual, until: Date, signal: AbortSignal): Promise<'done' | 'timeout'>;
  /** asks whether something is so; undefined when nobody answered */
  testify(
    who: string,
    what: Bilingual,
    until: Date,
    signal: AbortSignal,
  ): Promise<{ answer: boolean; by: string; file?: { mediaType: string; bytes: Uint8Array } } | undefined>;
}

export interface Stage {
  writer: BundleWriter;
  toolbox: Toolbox;
  statement: Statement;
  /** folder of the statement: hooks and scripts start there */
  directory: string;
  /** folder of the test certificates, told to hooks */
  pki: string;
  interaction: Interaction | undefined;
  /** everything a simulator needs but its own faults, port and peers */
  context: Omit<SimulatorContext, 'recorder' | 'listen' | 'faults' | 'peers' | 'parameters'>;
  host: string;
  /** ports of the simulators, fixed once chosen so that a product is configured once */
  ports: Map<string, number>;
  datasets: ReadonlyMap<string, Record<string, unknown>>;
  /** folder where a product moved by hooks may keep state between the steps of one case */
  stateFolder(caseId: string): string;
}

/** Real patient data arrived: the run stops there. */
export class PatientDataAlarm extends Error {}

const DEFAULT_WITHIN = '10m';
/** A proof is a picture, a page or a package; a mail carries much less. */
const MOST_PROOF_BYTES = 128 * 1024 * 1024;
/** After a hook ended nothing more is sent; what is in flight gets this long. A person may say "done" a little early. */
const SETTLE_MS = { hook: 300, person: 15_000 };

/** Plays one scenario variant and leaves the evidence. */
export async function act(stage: Stage, planned: Case): Promise<void> {
  const actor = new CaseActor(stage, planned);
  try {
    await actor.play();
  } finally {
    await actor.stop();
  }
}

interface PendingHook {
  step: string;
  hook: string | undefined;
  ended: boolean;
  promise: Promise<HookOutcome>;
}

class CaseActor {
  readonly #running = new Map<string, Simulator>();
  readonly #endpoints: Endpoint[] = [];
  readonly #exchanges: RecordOf<'exchange'>[] = [];
  readonly #claimed = new Set<string>();
  /** what our servers say of their answers, by exchange */
  readonly #answered = new Map<string, Readonly<Record<string, string>>>();
  #wake: () => void = () => undefined;
  #values: Values = {};
  #pending: PendingHook | undefined;
  readonly #windows: { step: Extract<Step, { type: 'TRANSACTION' }>; opened: number }[] = [];
  #alarm: string | undefined;
  readonly #unsubscribe: () => void;

  constructor(
    readonly stage: Stage,
    readonly planned: Case,
  ) {
    this.#unsubscribe = stage.writer.onEvent((event) => {
      this.#notice(event);
    });
  }

  get #scenario(): Scenario {
    return this.planned.scenario;
  }

  #notice(event: Event): void {
    if (event.kind === 'datum' && event.name === 'answered' && event.case === this.planned.id) {
      const { exchange, values } = event.value as { exchange: string; values: Record<string, string> };
      this.#answered.set(exchange, values);
    }
    if (event.kind !== 'exchange' || event.case !== this.planned.id) return;
    if (event.request && !this.stage.statement['allow-production-identities']) {
      const bytes = this.stage.writer.read(event.request.blob);
      if (bytes) this.#alarm ??= productionIdentity(bytes);
    }
    if (event.side === 'server') this.#exchanges.push(event);
    this.#wake();
  }

  async play(): Promise<void> {
    const { writer } = this.stage;
    this.#values = this.#loadValues();
    await this.#startSimulators();
    this.#values = { ...this.#values, endpoint: addressesOf(this.#endpoints) };
    writer.record({ kind: 'datum', name: 'values', value: this.#values });
    for (const step of stepsOf(this.#scenario, this.planned.variant)) {
      writer.record({ kind: 'step', step: step.id, type: step.type, state: 'started' });
      const state = await this.#playStep(step);
      writer.record({ kind: 'step', step: step.id, type: step.type, ...state });
      if (this.#alarm) {
        writer.record({
          kind: 'error',
          owner: 'configuration',
          step: step.id,
          message: {
            fr: `Alarme : une identité de production est arrivée (${this.#alarm}).`,
            en: `Alarm: a production identity arrived (${this.#alarm}).`,
          },
          remedy: {
            fr: 'Utiliser des patients de test (OID 1.2.250.1.213.1.4.10 ou .11), effacer le dossier de preuve, recommencer.',
            en: 'Use test patients (OID 1.2.250.1.213.1.4.10 or .11), erase the evidence bundle, start again.',
          },
        });
        throw new PatientDataAlarm(this.#alarm);
      }
    }
    await this.#finishHook();
    for (const { step, opened } of this.#windows)
      writer.record({
        kind: 'window',
        actor: this.#scenario.roles[step.to]?.actor ?? step.to,
        step: step.id,
        from: step.from,
        to: step.to,
        opened,
        closed: this.#mono(),
      });
  }

  async stop(): Promise<void> {
    await this.#finishHook();
    await Promise.all([...this.#running.values()].map((simulator) => simulator.stop()));
    this.#unsubscribe();
  }

  #mono(): number {
    return this.stage.writer.events.at(-1)?.mono ?? 0;
  }

  #loadValues(): Values {
    const { variant } = this.planned;
    const dataset =
      (variant.with?.['dataset'] as string | undefined)
      ?? this.#scenario.steps
        .map((s) => ('input' in s ? s.input?.['dataset'] : undefined) ?? ('send' in s ? s.send?.['dataset'] : undefined))
        .find((d) => d !== undefined);
    const values = typeof dataset === 'string' ? this.stage.datasets.get(`${this.planned.suite}/${dataset}`) : undefined;
    // what no product knows yet: a server keeps what the runs before have told it
    const fresh = randomBytes(4).toString('hex').toUpperCase();
    const known = { fresh, ...values };
    return { ...known, ...(!variant['with-at'] && fill(variant.with ?? {}, known)) };
  }

  /** What the variant has a step say. */
  #variantWith({ id }: Step): Values {
    const { with: values = {}, 'with-at': at } = this.planned.variant;
    return !at || at.includes(id) ? values : {};
  }

  async #startSimulators(): Promise<void> {
    const roles = Object.values(this.#scenario.roles).filter((role) => role.is === 'simulator');
    const underTest = new Set(Object.values(this.#scenario.roles).flatMap((role) => (role.is === 'sut' ? [role.actor] : [])));
    const actors = new Set<string>();
    const add = (actor: string): void => {
      // beside the registry under test, a repository has no need of ours
      for (const needed of this.#manifest(actor).needs ?? []) if (!underTest.has(needed)) add(needed);
      actors.add(actor);
    };
    for (const role of roles) add(role.actor);
    for (const actor of actors) await this.#start(actor);
  }

  #manifest(actor: string): Toolbox['simulators'][number] {
    const manifest = this.stage.toolbox.simulators.find((s) => s.actor === actor);
    if (!manifest) throw new Error(`no simulator plays ${actor}`);
    return manifest;
  }

  async #start(actor: string): Promise<void> {
    const { stage } = this;
    const manifest = this.#manifest(actor);
    const simulator = (await manifest.load())();
    const endpoints = await simulator.start({
      ...stage.context,
      recorder: stage.writer,
      listen: {
        host: stage.host,
        port: stage.ports.get(actor) ?? 0,
        doors: Object.fromEntries(doorsOf(manifest).map((door) => [door, stage.ports.get(`${actor}-${door}`) ?? 0])),
      },
      faults: this.#faultsOf(actor),
      peers: { ...stage.statement.endpoints, ...addressesOf(this.#endpoints) },
      parameters: { ...stage.statement.parameters, ...this.#parametersOf(actor) },
    });
    this.#running.set(actor, simulator);
    this.#endpoints.push(...endpoints);
    for (const [name, url] of Object.entries(addressesOf(endpoints))) {
      const port = Number(new URL(url).port);
      if (port) stage.ports.set(name, port);
    }
  }

  /** What the scenario has an actor of ours be. */
  #parametersOf(actor: string): Readonly<Record<string, string>> {
    const roles = Object.values(this.#scenario.roles).filter((role) => role.is === 'simulator' && role.actor === actor);
    return Object.assign({}, ...roles.map(({ parameters }) => parameters)) as Record<string, string>;
  }

  /** What an actor does wrong in this variant: the actor of ours at either end of the step that meets it. */
  #faultsOf(actor: string): PlannedFault[] {
    const { steps, roles } = this.#scenario;
    return faultsOfVariant(this.planned.variant).flatMap((fault) => {
      const step = fault.at === undefined ? undefined : steps.find((s) => s.id === fault.at);
      if (step?.type !== 'TRANSACTION') return plannedFault(fault);
      const plays = [step.from, step.to].some((name) => roles[name]?.is === 'simulator' && roles[name].actor === actor);
      return plays ? plannedFault(fault, step.transaction) : [];
    });
  }

  async #playStep(step: Step): Promise<{ state: RecordOf<'step'>['state']; detail?: string; exchanges?: string[] }> {
    if (step.type === 'INSTRUCTION') return this.#instruct(step);
    if (step.type === 'PREUVE') return this.#prove(step);
    if (step.type === 'INFORMATION') return { state: 'done' };
    return this.#scenario.roles[step.from]?.is === 'sut' ? this.#await(step) : this.#send(step);
  }

  // ---- INSTRUCTION ----

  async #instruct(step: Extract<Step, { type: 'INSTRUCTION' }>): Promise<{ state: 'done' | 'skipped' }> {
    await this.#finishHook();
    const { statement } = this.stage;
    const hook = step.hook === undefined ? undefined : statement.hooks?.[step.hook];
    const within = milliseconds(step.within ?? DEFAULT_WITHIN);
    if (!hook && !this.stage.interaction) {
      this.stage.writer.record({
        kind: 'action',
        step: step.id,
        ...(step.hook && { hook: step.hook }),
        by: 'nobody',
        outcome: 'unavailable',
      });
      return { state: 'skipped' };
    }
    const pending: PendingHook = {
      step: step.id,
      hook: step.hook,
      ended: false,
      promise: hook ? this.#callHook(step, hook, within) : this.#askPerson(step, within),
    };
    pending.promise = pending.promise.then((outcome) => {
      pending.ended = true;
      this.#wake();
      return outcome;
    });
    this.#pending = pending;
    return { state: 'done' };
  }

  #callHook(step: Extract<Step, { type: 'INSTRUCTION' }>, hook: Hook, timeoutMs: number): Promise<HookOutcome> {
    const until = new Date(this.stage.context.now().getTime() + timeoutMs);
    this.stage.writer.progress({
      kind: 'waiting',
      who: step.hook ?? step.id,
      what: fill(step.text, this.#values),
      until: until.toISOString(),
    });
    const input = fill({ ...this.#values, ...step.input, ...this.#variantWith(step) }, this.#values);
    const environment: Record<string, string> = {
      ADDAX_SCENARIO: this.#scenario.id,
      ADDAX_VARIANT: this.planned.variant.id,
      ADDAX_STEP: step.id,
      ADDAX_INPUT: JSON.stringify(input),
      ADDAX_PKI: this.stage.pki,
      ADDAX_STATE: this.stage.stateFolder(this.planned.id),
      ...Object.fromEntries(
        Object.entries(addressesOf(this.#endpoints)).map(([name, url]) => [
          `ADDAX_ENDPOINT_${name.toUpperCase().replaceAll('-', '_')}`,
          url,
        ]),
      ),
    };
    // values in a command come from datasets and from the peer's answers: quoted, so that a shell takes them as words
    const quoted = 'command' in hook ? { command: hook.command.replace(/\{\{([\w.-]+)\}\}/g, (raw) => shellWord(fill(raw, input))) } : hook;
    return callHook({ hook: quoted, directory: this.stage.directory, environment, timeoutMs });
  }

  async #askPerson(step: Extract<Step, { type: 'INSTRUCTION' }>, within: number): Promise<HookOutcome> {
    const until = new Date(this.stage.context.now().getTime() + within);
    const who = this.stage.statement.contact ?? this.stage.statement.product.vendor;
    const what = fill(step.text, this.#values);
    this.stage.writer.progress({ kind: 'waiting', who, what, until: until.toISOString() });
    const stop = new AbortController();
    this.#stopAsking = stop;
    const said = await this.stage.interaction!.instruct(who, what, until, stop.signal);
    return { by: 'person', outcome: said === 'done' ? 'done' : 'timeout', output: '', testimony: {} };
  }
  #stopAsking: AbortController | undefined;

  /** Waits for the hook of the last instruction and keeps what came of it. */
  async #finishHook(): Promise<void> {
    const pending = this.#pending;
    if (!pending) return;
    this.#pending = undefined;
    this.#stopAsking?.abort();
    const { by, outcome, detail, output, testimony } = await pending.promise;
    const { writer } = this.stage;
    writer.record({
      kind: 'action',
      step: pending.step,
      ...(pending.hook && { hook: pending.hook }),
      by,
      outcome,
      ...(detail && { detail }),
      ...(output && { output: writer.keep(new TextEncoder().encode(output)) }),
    });
    for (const [step, said] of Object.entries(testimony)) {
      this.#keepProof(step, said, `${by}: ${pending.hook ?? pending.step}`);
      writer.record({
        kind: 'testimony',
        step,
        by: `${by}: ${pending.hook ?? pending.step}`,
        mediaType: 'application/json',
        blob: writer.keep(new TextEncoder().encode(JSON.stringify(said))),
      });
    }
  }

  /** A hook may give the file that proves what it says: `{"testimony": {"media": {"file": "…"}}}`. */
  #keepProof(id: string, said: unknown, by: string): void {
    const step = this.#scenario.steps.find((one) => one.id === id);
    const { file } = typeof said === 'object' && said ? (said as { file?: unknown }) : {};
    if (step?.type !== 'PREUVE' || typeof file !== 'string') return;
    const { writer, directory } = this.stage;
    try {
      const path = resolve(directory, file);
      const about = statSync(path);
      if (!about.isFile() || about.size > MOST_PROOF_BYTES)
        throw new Error(`${path}: ${about.isFile() ? `> ${MOST_PROOF_BYTES}` : 'no regular file'}`);
      writer.record({
        kind: 'testimony',
        step: id,
        by,
        mediaType: step.accept[0]!,
        name: basename(path),
        blob: writer.keep(readFileSync(path)),
      });
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error);
      writer.record({
        kind: 'error',
        owner: 'configuration',
        step: id,
        message: { fr: `Le fichier donné en preuve ne se lit pas : ${why}`, en: `The file given as a proof cannot be read: ${why}` },
      });
    }
  }

  // ---- TRANSACTION, the system under test is the client ----

  async #await(
    step: Extract<Step, { type: 'TRANSACTION' }>,
  ): Promise<{ state: RecordOf<'step'>['state']; detail?: string; exchanges?: string[] }> {
    const nobody = this.stage.writer.events.some((e) => e.kind === 'action' && e.case === this.planned.id && e.outcome === 'unavailable');
    if (nobody) return { state: 'skipped' };
    this.#windows.push({ step, opened: this.#mono() });
    const deadline = Date.now() + milliseconds(step.within ?? DEFAULT_WITHIN);
    const actor = this.#scenario.roles[step.to]?.actor;
    const mine = (exact: boolean): RecordOf<'exchange'> | undefined =>
      this.#exchanges.find(
        (e) =>
          !this.#claimed.has(e.id)
          && e.actor === actor
          && e.request !== undefined
          && (exact ? e.transaction === step.transaction : e.transaction === undefined),
      );
    const first = await this.#until(deadline, () => mine(true) ?? (this.#pending?.ended === false ? undefined : mine(false)));
    if (step.expect === 'none') {
      if (first) this.#claimed.add(first.id);
      return first ? { state: 'done', exchanges: [first.id] } : { state: 'done', exchanges: [] };
    }
    if (!first) return { state: 'timeout' };
    // a repetition is told from the next thing asked by the hook: it belongs to this step while the hook has not ended
    if (step.expect === 'many') await this.#until(deadline, () => (this.#pending?.ended ? true : undefined));
    this.#claimed.add(first.id);
    this.#save(step, this.#answered.get(first.id) ?? {});
    const repeated =
      step.expect === 'many' ?
        this.#exchanges.filter((e) => e.actor === actor && e.transaction === step.transaction && !this.#claimed.has(e.id))
      : [];
    for (const exchange of repeated) this.#claimed.add(exchange.id);
    return { state: 'done', exchanges: [first.id, ...repeated.map((e) => e.id)] };
  }

  /** Waits until there is something, the deadline passes, or the hook that should cause it has ended and settled. */
  async #until<T>(deadline: number, look: () => T | undefined): Promise<T | undefined> {
    let settled: number | undefined;
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const now = Date.now();
      if (this.#pending?.ended) settled ??= now + (this.#stopAsking ? SETTLE_MS.person : SETTLE_MS.hook);
      const end = Math.min(deadline, settled ?? deadline);
      if (now >= end) return undefined;
      await new Promise<void>((wake) => {
        const timer = setTimeout(wake, Math.min(end - now, 60_000));
        this.#wake = () => {
          clearTimeout(timer);
          wake();
        };
      });
    }
  }

  // ---- TRANSACTION, the system under test is the server ----

  async #send(
    step: Extract<Step, { type: 'TRANSACTION' }>,
  ): Promise<{ state: RecordOf<'step'>['state']; detail?: string; exchanges?: string[] }> {
    const simulator = this.#running.get(this.#scenario.roles[step.from]?.actor ?? '');
    if (!simulator) throw new Error(`${this.#scenario.id}: nobody plays ${step.from}`);
    // what the product was asked for just before is done before our message reaches it, and no answer to it
    const steps = stepsOf(this.#scenario, this.planned.variant);
    if (steps[steps.indexOf(step) - 1]?.type === 'INSTRUCTION') {
      await this.#pending?.promise;
      await this.#finishHook();
    }
    // what came before our message is no consequence of it, and none that a later step waits for
    for (const { id } of this.#exchanges) this.#claimed.add(id);
    const input = fill({ ...this.#values, ...step.send, ...this.#variantWith(step) }, this.#values);
    const { exchange, more = [], values } = await simulator.perform(step.transaction, input);
    this.#save(step, values);
    return { state: 'done', exchanges: [exchange, ...more] };
  }

  #save({ save = {} }: Extract<Step, { type: 'TRANSACTION' }>, values: Readonly<Record<string, string>>): void {
    if (Object.keys(save).length === 0) return;
    this.#values = { ...this.#values, ...Object.fromEntries(Object.entries(save).map(([name, from]) => [name, values[from]])) };
    this.stage.writer.record({ kind: 'datum', name: 'values', value: this.#values });
  }

  // ---- PREUVE ----

  async #prove(step: Extract<Step, { type: 'PREUVE' }>): Promise<{ state: RecordOf<'step'>['state'] }> {
    await this.#finishHook();
    const { writer, interaction, statement } = this.stage;
    const given = writer.events.some((e) => e.kind === 'testimony' && e.step === step.id && e.case === this.planned.id);
    if (given) return { state: 'done' };
    if (!interaction) return { state: 'skipped' };
    const until = new Date(this.stage.context.now().getTime() + milliseconds(step.within ?? DEFAULT_WITHIN));
    const who = statement.contact ?? statement.product.vendor;
    writer.progress({ kind: 'waiting', who, what: step.text, until: until.toISOString() });
    const said = await interaction.testify(who, step.text, until, AbortSignal.timeout(milliseconds(step.within ?? DEFAULT_WITHIN)));
    if (!said) return { state: 'timeout' };
    writer.record({
      kind: 'testimony',
      step: step.id,
      by: said.by,
      mediaType: 'application/json',
      blob: writer.keep(new TextEncoder().encode(JSON.stringify({ answer: said.answer }))),
    });
    if (said.file)
      writer.record({ kind: 'testimony', step: step.id, by: said.by, mediaType: said.file.mediaType, blob: writer.keep(said.file.bytes) });
    return { state: 'done' };
  }
}

const shellWord = (value: unknown): string => `'${(typeof value === 'string' ? value : JSON.stringify(value)).replaceAll("'", "'\\''")}'`;

/** Addresses by the names that statements, hooks and simulators know them by. */
const addressesOf = (endpoints: readonly Endpoint[]): Record<string, string> =>
  Object.fromEntries(endpoints.map(({ actor, transaction, url }) => [endpointName(actor, transaction), url]));
