import { z } from 'zod';
import { readInput, SimulatorError, YamlText, type Performed, type SimulatorContext } from '../../src/model/index.js';
import { FhirClient, resourcesOf, type Asked } from '../../src/fhir-client/index.js';
import { valueAt, type FhirNode } from '../../src/protocols/fhir/index.js';
import { identityOfFhir, isInsOid } from '../../src/protocols/identifiers/index.js';

const SUPPLIER = 'patient-demographics-supplier';
const TRANSACTION = 'ITI-78';

/** Input of ITI-78, beside what any FHIR client takes. */
const Input = z.looseObject({
  operation: z.enum(['query', 'continue', 'retrieve', 'capabilities']).default('query'),
  /** of the Patient to retrieve; absent: the first one of the answer before */
  id: YamlText.optional(),
});

/** What FHIR calls what PDQm does. */
const INTERACTIONS = { query: 'search', continue: 'continue', retrieve: 'read', capabilities: 'capabilities' } as const;

/** The Patient Demographics Consumer of PDQm (IHE PDQm, 2:3.78): asks, goes on to the next page, and retrieves a Patient. */
export class Pdqm {
  readonly #client: FhirClient;
  /** the first Patient of the answer before */
  #id: string | undefined;

  constructor(
    readonly actor: string,
    readonly context: SimulatorContext,
  ) {
    this.#client = new FhirClient(actor, context, { server: SUPPLIER });
  }

  /** @throws SimulatorError when the FHIR address of the supplier is not known, or there is nothing to go on with or to retrieve */
  async perform(given: Readonly<Record<string, unknown>>): Promise<Performed> {
    const { operation, id = this.#id } = readInput(Input, given, TRANSACTION);
    if (operation === 'retrieve' && id === undefined)
      throw new SimulatorError('configuration', {
        fr: `${TRANSACTION}\u00A0: aucun patient à lire (id)`,
        en: `${TRANSACTION}: no patient to retrieve (id)`,
      });
    const asked = await this.#client.perform(TRANSACTION, {
      ...given,
      operation: INTERACTIONS[operation],
      type: 'Patient',
      ...(id !== undefined && { id }),
    });
    const { exchange } = asked;
    const values = valuesOf(asked, this.context.now());
    this.#id = values['id'];
    return { exchange, values };
  }
}

/** What an answer says, for later steps: that of any FHIR answer, and the traits of the first Patient. */
function valuesOf({ values, root }: Asked, now: Date): Record<string, string> {
  const patients = resourcesOf(root).filter(({ resourceType }) => resourceType === 'Patient');
  const [first] = patients;
  const more = {
    ...(first && valuesOfPatient(first, now)),
    patients: root && String(patients.length),
    id: valueAt(first, 'id'),
  };
  const { id: _id, ...rest } = values;
  return { ...rest, ...Object.fromEntries(Object.entries(more).filter((entry): entry is [string, string] => Boolean(entry[1]))) };
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
