import { createHash } from 'node:crypto';
import {
  Capabilities,
  fhirServer,
  refusal,
  ResourceStore,
  SearchParameters,
  type CapabilityStatement,
  type Found,
  type Issue,
  type SearchParameter,
  type SearchRequest,
  type Source,
  type Version,
} from '../../src/fhir-server/index.js';
import { fhirPatientOf, type IdentityStore } from '../../src/identity/index.js';
import type { Deeds, Endpoint, SimulatorContext } from '../../src/model/index.js';
import { fhirDefinitions, fhirRest } from '../../src/packs/index.js';
import { tokenGate } from '../../src/oauth/index.js';
import { HttpServer, type Listening } from '../../src/transport/index.js';
import type { SupplierContext } from './iti-21.js';
import { findPatients, isKey, readPatientSearch } from './patient-search.js';
import { withWrongIns } from './wrong-ins.js';

const TRANSACTION = 'ITI-78';

/** How many persons one question may find, unless it is said. */
const MOST_MATCHES = 1000;

const FR_CORE = 'https://hl7.fr/ig/fhir/core/StructureDefinition/';

/** What the Patient Demographics Supplier offers over FHIR (IHE PDQm, actor Patient Demographics Supplier). */
const CAPABILITY_STATEMENT: CapabilityStatement = {
  resourceType: 'CapabilityStatement',
  status: 'active',
  date: '2026-11-21',
  kind: 'instance',
  implementation: { description: 'Addax, Patient Demographics Supplier (simulateur)' },
  instantiates: ['https://profiles.ihe.net/ITI/PDQm/CapabilityStatement/IHE.PDQm.Supplier'],
  fhirVersion: '4.0.1',
  format: ['application/fhir+xml', 'application/fhir+json'],
  rest: [
    {
      mode: 'server',
      resource: [
        {
          type: 'Patient',
          profile: `${FR_CORE}fr-core-patient`,
          supportedProfile: [`${FR_CORE}fr-core-patient-ins`],
          interaction: [{ code: 'read' }, { code: 'search-type' }],
          versioning: 'no-version',
          conditionalRead: 'not-match',
        },
      ],
    },
  ],
};

/** Parameters of ITI-78 that FHIR itself defines (IHE PDQm, 2:3.78.4.1.2.1), beside `_id`. */
const PARAMETERS: ReadonlySet<string> = new Set([
  ...['active', 'family', 'given', 'identifier', 'telecom', 'birthdate', 'gender'],
  ...['address', 'address-city', 'address-country', 'address-postalcode', 'address-state'],
]);

const MOTHERS_MAIDEN_NAME: SearchParameter = {
  code: 'mothersMaidenName',
  type: 'string',
  base: ['Patient'],
  expression: "Patient.extension('http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName').value",
  url: 'http://hl7.org/fhir/SearchParameter/patient-extensions-Patient-mothersMaidenName',
};

/** What the supplier compares by, as for its other transactions. */
type Matching = Pick<SupplierContext, 'wildcards' | 'phonetic' | 'mostMatches'>;

/**
 * Opens the FHIR door of the supplier (PDQm), where a port is given for it: the identities of its store as Patients.
 * @returns undefined when it stays closed
 * @throws Error when the port is taken
 */
export async function openFhirDoor(
  actor: string,
  context: SimulatorContext,
  identities: IdentityStore,
  matching: Matching,
): Promise<{ listening: Pick<Listening, 'close'>; endpoint: Endpoint } | undefined> {
  const port = context.listen.doors?.fhir;
  if (port === undefined) return undefined;
  const rest = fhirRest();
  const known = rest.parameters.filter(({ code, base }) => base.includes('Patient') && PARAMETERS.has(code));
  const parameters = new SearchParameters({ ...rest, parameters: known.map((one) => ({ ...one, base: ['Patient'] })) }, [
    MOTHERS_MAIDEN_NAME,
  ]);
  // nothing is written: the identities are those of the other doors
  const store = new ResourceStore(undefined, parameters);
  try {
    let address = '';
    const gate = tokenGate({ actor, context, address: () => address });
    const listening = await HttpServer.listen({
      actor,
      context: { ...context, listen: { host: context.listen.host, port } },
      ...fhirServer({
        path: `/${actor}`,
        capabilities: new Capabilities(CAPABILITY_STATEMENT),
        store,
        parameters,
        definitions: fhirDefinitions([]),
        summaries: rest.summaries,
        judge: () => [],
        now: context.now,
        gate,
        transactionOf: (interaction, type) =>
          type === 'Patient' && (interaction === 'read' || interaction === 'search-type') ? TRANSACTION : undefined,
        source: ({ faults }) => new PatientSource(identities, matching, context.now, () => faults.take('wrong-ins')),
      }),
    });
    store.base = address = listening.url;
    const close = async (): Promise<void> => {
      await listening.close();
      store.close();
    };
    return { listening: { close }, endpoint: { actor, transaction: TRANSACTION, url: listening.url } };
  } catch (error) {
    store.close();
    throw error;
  }
}

/** The identities of a store as Patients: retrieved by their numbers, found by their traits. */
class PatientSource implements Source {
  constructor(
    readonly identities: IdentityStore,
    readonly matching: Matching,
    readonly now: () => Date,
    readonly wrongIns: () => Deeds['wrong-ins'],
  ) {}

  read(_type: string, id: string): Version | undefined {
    return isKey(id) ? this.#patient(Number(id), undefined, this.wrongIns()) : undefined;
  }

  search(_type: string, { criteria, count, page, summary, sort, total }: SearchRequest): Found {
    const { wildcards = 'trailing', phonetic = false, mostMatches = MOST_MATCHES } = this.matching;
    const search = readPatientSearch(criteria, this.identities, { wildcards, phonetic, now: this.now() });
    if (page !== undefined && !isKey(page)) throw refusal(400, 'value', 'Cette page n’existe pas.', 'There is no such page.');
    const { keys, tooMany } = findPatients(search, this.identities, mostMatches, { phonetic });
    if (tooMany)
      throw refusal(
        403,
        'too-costly',
        `Plus de ${mostMatches} patients répondent, ou trop sont à examiner\u00A0: préciser la recherche.`,
        `More than ${mostMatches} patients match, or too many would have to be looked at: narrow the search.`,
      );
    // a page begins after a patient: who is merged or added meanwhile shifts nothing
    const rest = page === undefined ? keys : keys.filter((key) => key > Number(page));
    const told = summary === 'count' ? [] : rest.slice(0, count);
    const wrongIns = this.wrongIns();
    return {
      matches: told.flatMap((key) => this.#patient(key, search.domains, wrongIns) ?? []),
      included: [],
      total: total === 'none' ? undefined : keys.length,
      next: told.length > 0 && told.length < rest.length ? String(told.at(-1)) : undefined,
      issues: sort.length > 0 ? [NOT_SORTED] : [],
    };
  }

  #patient(key: number, domains: readonly number[] | undefined, wrongIns: Deeds['wrong-ins']): Version | undefined {
    const identity = this.identities.presented(key, domains);
    if (!identity) return undefined;
    const id = String(key);
    const body = JSON.stringify(fhirPatientOf(withWrongIns(identity, wrongIns), id));
    // the store counts no versions: what differs has another tag
    const version = parseInt(createHash('sha256').update(body).digest('hex').slice(0, 12), 16);
    return { key, type: 'Patient', id, version, updated: this.now().getTime(), method: 'PUT', seq: key, body };
  }
}

const NOT_SORTED: Issue = {
  severity: 'warning',
  code: 'not-supported',
  text: {
    fr: '_sort n’est pas pris en charge\u00A0: les patients viennent dans l’ordre où ils ont été connus.',
    en: '_sort is not supported: patients come in the order in which they became known.',
  },
};
