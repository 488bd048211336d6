import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { NOBODY, readPid, updated, valuesOfIdentity } from '../../src/identity/index.js';
import { YamlText, type Performed } from '../../src/model/index.js';
import type { SegmentValue } from '../../src/protocols/hl7v2/index.js';
import { ACKNOWLEDGEMENT, MessageOptions, valuesAt, type Hl7Client } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';

/** Input of ITI-21: a question, the rest of its answer, or its cancellation. */
const Input = MessageOptions.extend({
  operation: z.enum(['query', 'continue', 'cancel']).default('query'),
  /** fields of PID that are searched by, each with its value: `@PID.5.1.1: DURAND*` */
  fields: z.record(z.string(), YamlText).default({}),
  /** OIDs of the domains whose identifiers are wanted (QPD-8) */
  domains: z.array(YamlText).default([]),
  /** how many patients one answer may have (RCP-2) */
  quantity: z.coerce.number().int().min(1).optional(),
  /** QPD-2; absent: a new one, or that of the question before */
  queryTag: YamlText.optional(),
  /** DSC-1; absent: the pointer of the answer before */
  pointer: YamlText.optional(),
});
type Input = z.infer<typeof Input>;

const SUPPLIER = 'patient-demographics-supplier';
const VALUES = { ...ACKNOWLEDGEMENT, status: 'QAK-2', total: 'QAK-4', remaining: 'QAK-6', pointer: 'DSC-1' } as const;

/** The Patient Demographics Consumer of PDQ in HL7 v2 (IHE ITI TF-2, 3.21): asks, goes on, and cancels. */
export class PdqV2 {
  /** the question before, and where its answer goes on */
  #last: { query: SegmentValue; tag: string; pointer: string | undefined } | undefined;

  constructor(readonly client: Hl7Client) {}

  /** @throws SimulatorError when the supplier's address is not known, or there is no question to go on with */
  async perform(given: Readonly<Record<string, unknown>>): Promise<Performed> {
    const input = readInput(Input, given, 'ITI-21');
    return input.operation === 'cancel' ? this.#cancel(input) : this.#ask(input);
  }

  async #ask(input: Input): Promise<Performed> {
    const goesOn = input.operation === 'continue' && this.#last !== undefined;
    const tag = input.queryTag ?? (goesOn ? this.#last!.tag : `Q${randomInt(1e9)}`);
    const query = goesOn ? this.#last!.query : queryOf(input, tag);
    const pointer = input.pointer ?? (goesOn ? this.#last!.pointer : undefined);
    const called = await this.client.call({
      to: SUPPLIER,
      transaction: 'ITI-21',
      type: ['QBP', 'Q22', 'QBP_Q21'],
      version: ['2.5'],
      segments: [
        query,
        ['RCP', 'I', input.quantity === undefined ? '' : [String(input.quantity), 'RD']],
        ...(input.operation === 'continue' ? [['DSC', pointer ?? '', 'I'] as SegmentValue] : []),
      ],
      options: input,
    });
    const values = valuesAt(called, VALUES);
    this.#last = { query, tag, pointer: values['pointer'] };
    const patients = called.answer?.all('PID') ?? [];
    const [first] = patients;
    return {
      exchange: called.exchange,
      values: {
        ...(first && valuesOfIdentity(updated(NOBODY, readPid(first).update))),
        ...values,
        queryTag: tag,
        patients: String(patients.length),
      },
    };
  }

  async #cancel(input: Input): Promise<Performed> {
    const tag = input.queryTag ?? this.#last?.tag ?? '';
    const called = await this.client.call({
      to: SUPPLIER,
      transaction: 'ITI-21',
      type: ['QCN', 'J01', 'QCN_J01'],
      version: ['2.5'],
      segments: [['QID', tag, ['IHE PDQ Query']]],
      options: input,
    });
    return { exchange: called.exchange, values: valuesAt(called, ACKNOWLEDGEMENT) };
  }
}

const queryOf = ({ fields, domains }: Input, tag: string): SegmentValue => [
  'QPD',
  ['IHE PDQ Query'],
  tag,
  { repetitions: Object.entries(fields).map(([name, value]) => [name, value]) },
  '',
  '',
  '',
  '',
  { repetitions: domains.map((oid) => ['', '', '', ['', oid, 'ISO']]) },
];
