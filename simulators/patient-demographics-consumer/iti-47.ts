import { z } from 'zod';
import { identityValues } from '../../src/identity/patient-v3.js';
import { YamlText, SimulatorError, type Performed } from '../../src/model/index.js';
import { writeContinuation, writeDemographicsQuery, type Ii, type NamePart, type PersonName } from '../../src/protocols/hl7v3/index.js';
import { readInput } from '../document-source/input.js';
import { IiInput, performed, V3MessageOptions, type V3Called, type V3Client } from './v3-client.js';

const DateText = YamlText.transform((date) => date.replaceAll('-', ''));
const Count = z.coerce.number().int().min(0);
const SUPPLIER = 'patient-demographics-supplier';

/** Input of ITI-47. */
const Input = z.discriminatedUnion('operation', [
  V3MessageOptions.extend({
    operation: z.literal('query'),
    family: YamlText.optional(),
    given: YamlText.optional(),
    /** the names may go on: use="SRCH" */
    partial: z.boolean().default(false),
    mothersMaidenName: YamlText.optional(),
    birthDate: z.union([DateText, z.strictObject({ from: DateText.optional(), to: DateText.optional() })]).optional(),
    sex: YamlText.optional(),
    identifiers: z.array(IiInput).default([]),
    city: YamlText.optional(),
    postalCode: YamlText.optional(),
    phone: YamlText.optional(),
    /** OIDs of the domains whose identifiers are wanted */
    domains: z.array(YamlText).default([]),
    /** how many patients the answer may have */
    quantity: Count.optional(),
    minimumDegreeMatch: Count.optional(),
    /** further criteria by the names of their elements, each with a text: such as no server knows */
    others: z.record(z.string().regex(/^[A-Za-z]\w{0,63}$/), YamlText).default({}),
    /** name of the query, `root^extension`; absent: a new one */
    queryId: YamlText.optional(),
  }),
  V3MessageOptions.extend({
    operation: z.enum(['continue', 'cancel']),
    quantity: Count.optional(),
    start: Count.optional(),
    /** `root^extension`; absent: the query before */
    queryId: YamlText.optional(),
  }),
]);
type Query = Extract<z.infer<typeof Input>, { operation: 'query' }>;

const readQueryId = (text: string): Ii => {
  const [root = '', extension] = text.split('^');
  return { root, ...(extension !== undefined && { extension }) };
};

const writtenId = ({ root, extension }: Ii): string => (extension === undefined ? root : `${root}^${extension}`);

/** The Patient Demographics Consumer of PDQv3: asks, goes on, and cancels. */
export class PdqV3 {
  readonly #client: V3Client;
  /** the query before, and the answer to it */
  #last: { queryId: Ii; answered: Ii } | undefined;

  constructor(client: V3Client) {
    this.#client = client;
  }

  /**
   * Sends one message of ITI-47: `operation` is query, continue or cancel.
   * @throws SimulatorError when the address of the supplier is not known, or there is nothing to go on with
   */
  async perform(given: Readonly<Record<string, unknown>>): Promise<Performed> {
    const input = readInput(Input, { operation: 'query', ...given }, 'ITI-47');
    const written = input.queryId === undefined ? undefined : readQueryId(input.queryId);
    if (input.operation === 'query') return this.#ask(input, written ?? this.#client.newQueryId());
    const last = this.#last;
    if (!last)
      throw new SimulatorError('configuration', {
        fr: 'ITI-47\u00A0: aucune réponse n’a précédé, il n’y a rien à suivre ni à annuler',
        en: 'ITI-47: no answer came before, there is nothing to continue or to cancel',
      });
    const cancel = input.operation === 'cancel';
    const { quantity, start } = input;
    const continuation = {
      queryId: written ?? last.queryId,
      cancel,
      ...(quantity !== undefined && { quantity }),
      ...(start !== undefined && { start }),
    };
    const called = await this.#client.call({
      to: SUPPLIER,
      transaction: 'ITI-47',
      name: cancel ? 'QUQI_IN000003UV01_Cancel' : 'QUQI_IN000003UV01',
      options: input,
      body: (transmission) => writeContinuation(transmission, continuation, last.answered),
    });
    return this.#came(called, continuation.queryId);
  }

  async #ask(input: Query, queryId: Ii): Promise<Performed> {
    const called = await this.#client.call({
      to: SUPPLIER,
      transaction: 'ITI-47',
      name: 'PRPA_IN201305UV02',
      options: input,
      body: (transmission) => writeDemographicsQuery(transmission, queryOf(input, queryId)),
    });
    return this.#came(called, queryId);
  }

  #came(called: V3Called, queryId: Ii): Performed {
    const answered = called.answer?.transmission.id;
    if (answered) this.#last = { queryId, answered };
    return performed(called, { queryId: writtenId(queryId), ...identityValues(called.answer?.registrations[0]?.patient) });
  }
}

function queryOf(input: Query, queryId: Ii): Parameters<typeof writeDemographicsQuery>[1] {
  const { family, given, partial, birthDate, sex, quantity, minimumDegreeMatch, city, postalCode, phone, mothersMaidenName } = input;
  const part = (kind: NamePart['kind'], text: string | undefined): NamePart[] => (text === undefined ? [] : [{ kind, text }]);
  const name = (parts: NamePart[]): PersonName[] => (parts.length === 0 ? [] : [{ ...(partial && { use: 'SRCH' }), parts }]);
  const place = [
    ...(postalCode === undefined ? [] : [{ kind: 'postalCode', text: postalCode }]),
    ...(city === undefined ? [] : [{ kind: 'city', text: city }]),
  ];
  const range =
    typeof birthDate === 'string' ? { value: birthDate }
    : birthDate ?
      { ...(birthDate.from !== undefined && { low: birthDate.from }), ...(birthDate.to !== undefined && { high: birthDate.to }) }
    : undefined;
  return {
    queryId,
    ids: input.identifiers,
    names: name([...part('given', given), ...part('family', family)]),
    mothersMaidenNames: name(part('family', mothersMaidenName)),
    addresses: place.length > 0 ? [{ parts: place }] : [],
    telecoms: phone === undefined ? [] : [{ value: `tel:${phone}` }],
    domains: input.domains,
    others: input.others,
    ...(sex !== undefined && { gender: sex }),
    ...(range && { birthTime: range }),
    ...(quantity !== undefined && { initialQuantity: quantity }),
    ...(minimumDegreeMatch !== undefined && { minimumDegreeMatch }),
  };
}
