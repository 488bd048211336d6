import { z } from 'zod';
import { SimulatorError, YamlText, type Performed, type SimulatorContext } from '../../src/model/index.js';
import { readFhirJson, readFhirXml, type FhirNode } from '../../src/protocols/fhir/index.js';
import { identityOfFhir, isInsOid } from '../../src/protocols/identifiers/index.js';
import { FaultPlan, post, type Posted } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';

const SUPPLIER = 'patient-demographics-supplier';
const TRANSACTION = 'ITI-78';

/** Input of ITI-78. */
const Input = z.strictObject({
  operation: z.enum(['query', 'continue', 'retrieve']).default('query'),
  /** search parameters by their names, each with its value, or with several that must all hold: `birthdate: [ge1980, lt1990]` */
  parameters: z.record(z.string().regex(/^[A-Za-z_][\w:.-]{0,99}$/), z.union([YamlText, z.array(YamlText)])).default({}),
  /** of the Patient to retrieve; absent: the first one of the answer before */
  id: YamlText.optional(),
  method: z.enum(['GET', 'POST']).default('GET'),
  format: z.enum(['json', 'xml']).default('json'),
  timeoutMs: z.number().int().min(1).optional(),
});
type Input = z.infer<typeof Input>;

/** The Patient Demographics Consumer of PDQm (IHE PDQm, 2:3.78): asks, goes on to the next page, and retrieves a Patient. */
export class Pdqm {
  readonly #plan: FaultPlan;
  /** where the answer before goes on, and the id of its first Patient */
  #last: { next?: string; id?: string } = {};

  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.#plan = new FaultPlan(context, actor);
  }

  /** @throws SimulatorError when the FHIR address of the supplier is not known, or there is nothing to go on with or to retrieve */
  async perform(given: Readonly<Record<string, unknown>>): Promise<Performed> {
    const input = readInput(Input, given, TRANSACTION);
    const base = addressOf(this.context);
    const posted = await this.#send(this.#target(input, base), input);
    const { values, last } = readAnswer(posted, this.context.now());
    this.#last = last;
    return { exchange: posted.exchange, values };
  }

  /** The address to ask, with the form to post there. */
  #target(input: Input, base: string): { url: string; form?: string } {
    const { operation, parameters, method } = input;
    if (operation === 'continue') {
      const { next } = this.#last;
      // the answer of a stranger sends us nowhere but to the server that we ask
      if (next !== undefined && URL.canParse(next) && new URL(next).origin === new URL(base).origin) return { url: next };
      throw nothing('la réponse d’avant n’a pas de page suivante sur ce serveur', 'the answer before has no next page at the server');
    }
    if (operation === 'retrieve') {
      const id = input.id ?? this.#last.id;
      if (id === undefined) throw nothing('aucun patient à lire (id)', 'no patient to retrieve (id)');
      return { url: `${base}/Patient/${encodeURIComponent(id)}` };
    }
    const query = new URLSearchParams(
      Object.entries(parameters).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, one])),
    ).toString();
    if (method === 'POST') return { url: `${base}/Patient/_search`, form: query };
    return { url: `${base}/Patient${query === '' ? '' : `?${query}`}` };
  }

  async #send({ url, form }: { url: string; form?: string }, { format, timeoutMs }: Input): Promise<Posted> {
    const { actor, context } = this;
    const faults = this.#plan.next(context.recorder.nextId('x'));
    faults.meet(TRANSACTION);
    const message = {
      actor,
      context,
      url,
      method: form === undefined ? ('GET' as const) : ('POST' as const),
      headers: {
        Accept: `application/fhir+${format}`,
        ...(form !== undefined && { 'Content-Type': 'application/x-www-form-urlencoded' }),
      },
      body: form === undefined ? [] : [Buffer.from(form)],
      transaction: TRANSACTION,
      ...(timeoutMs !== undefined && { timeoutMs }),
    };
    if (faults.take('duplicate') !== undefined) await post(message);
    return post({ ...message, faults });
  }
}

const nothing = (fr: string, en: string): SimulatorError =>
  new SimulatorError('configuration', { fr: `${TRANSACTION}\u00A0: ${fr}`, en: `${TRANSACTION}: ${en}` });

/** The address of the supplier's FHIR door, or that of the supplier when it is one. */
function addressOf({ peers }: SimulatorContext): string {
  const url = [peers[`${SUPPLIER}-fhir`], peers[SUPPLIER]].find((address) => /^https?:/.test(address ?? ''));
  if (url !== undefined) return url.replace(/\/$/, '');
  throw nothing(
    `l’adresse FHIR du serveur d’identités n’est pas connue (endpoints.${SUPPLIER}-fhir)`,
    `the FHIR address of the supplier is not known (endpoints.${SUPPLIER}-fhir)`,
  );
}

const childrenOf = (node: FhirNode | undefined, name: string): FhirNode[] => node?.children.filter((child) => child.name === name) ?? [];
const textAt = (node: FhirNode | undefined, name: string): string | undefined => childrenOf(node, name)[0]?.value;

/** What an answer says, for later steps: those values that it has. */
function readAnswer(
  { status, headers, body }: Posted,
  now: Date,
): { values: Record<string, string>; last: { next?: string; id?: string } } {
  const read = (headers?.['content-type'] ?? '').includes('xml') ? readFhirXml : readFhirJson;
  const root = body && body.length > 0 ? read(body).root : undefined;
  const resources =
    root?.resourceType === 'Bundle' ? childrenOf(root, 'entry').flatMap((entry) => childrenOf(entry, 'resource'))
    : root ? [root]
    : [];
  const patients = resources.filter(({ resourceType }) => resourceType === 'Patient');
  const outcome = resources.find(({ resourceType }) => resourceType === 'OperationOutcome');
  const links = root?.resourceType === 'Bundle' ? childrenOf(root, 'link') : [];
  const next = textAt(
    links.find((link) => textAt(link, 'relation') === 'next'),
    'url',
  );
  const [first] = patients;
  const id = textAt(first, 'id');
  const values: Record<string, string | undefined> = {
    ...(first && valuesOfPatient(first, now)),
    status: status === undefined ? undefined : String(status),
    resourceType: root?.resourceType,
    total: root?.resourceType === 'Bundle' ? textAt(root, 'total') : undefined,
    patients: root && String(patients.length),
    issue: textAt(childrenOf(outcome, 'issue')[0], 'code'),
    id,
    next,
  };
  const known = Object.entries(values).filter((entry): entry is [string, string] => entry[1] !== undefined && entry[1] !== '');
  return {
    values: Object.fromEntries(known),
    last: { ...(next !== undefined && { next }), ...(id !== undefined && { id }) },
  };
}

/** The traits of a Patient by the names of the datasets. */
function valuesOfPatient(patient: FhirNode, now: Date): Record<string, string | undefined> {
  const { identifiers, traits = {}, reliability } = identityOfFhir(patient, now.toISOString().slice(0, 10).replaceAll('-', ''))!.identity;
  const ins = identifiers.find(({ oid }) => isInsOid(oid ?? ''));
  const local = identifiers.find((identifier) => identifier !== ins);
  return {
    ins: ins?.value,
    oid: ins?.oid,
    identifier: local?.value,
    identifierOid: local?.oid,
    birthFamily: traits.birthName,
    given: traits.firstGivenName,
    givenList: traits.givenNames,
    birthDate: traits.birthDate,
    sex: traits.sex,
    birthPlace: traits.birthplace,
    reliability: reliability?.[0],
  };
}
