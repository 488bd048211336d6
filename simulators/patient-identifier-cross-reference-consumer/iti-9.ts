import { randomInt } from 'node:crypto';
import { z } from 'zod';
import { IdentifierInput, readIdentifiers, writeIdentifier } from '../../src/identity/index.js';
import type { Performed } from '../../src/model/index.js';
import { isInsOid } from '../../src/protocols/identifiers/index.js';
import { ACKNOWLEDGEMENT, MessageOptions, valuesAt, type Hl7Client } from '../../src/transport/index.js';
import { readInput } from '../document-source/input.js';

/** Input of ITI-9: an identifier, and the domains whose identifiers are wanted. */
const Input = MessageOptions.extend({
  identifier: IdentifierInput,
  /** OIDs (QPD-4) */
  domains: z.array(z.string().min(1)).default([]),
});

/** Asks which identifiers a person has elsewhere (IHE ITI TF-2, 3.9). @throws SimulatorError when the manager's address is not known */
export async function performIti9(client: Hl7Client, given: Readonly<Record<string, unknown>>): Promise<Performed> {
  const input = readInput(Input, given, 'ITI-9');
  const called = await client.call({
    to: 'patient-identifier-cross-reference-manager',
    transaction: 'ITI-9',
    type: ['QBP', 'Q23', 'QBP_Q21'],
    version: ['2.5'],
    segments: [
      [
        'QPD',
        ['IHE PIX Query'],
        `Q${randomInt(1e9)}`,
        { repetitions: [writeIdentifier(input.identifier)] },
        { repetitions: input.domains.map((oid) => ['', '', '', ['', oid, 'ISO']]) },
      ],
      ['RCP', 'I'],
    ],
    options: input,
  });
  const [pid] = called.answer?.all('PID') ?? [];
  const identifiers = pid ? readIdentifiers(pid.field(3)).map(({ identifier }) => identifier) : [];
  const ins = identifiers.find(({ authority }) => isInsOid(authority.oid));
  const [first] = identifiers;
  return {
    exchange: called.exchange,
    values: {
      ...valuesAt(called, { ...ACKNOWLEDGEMENT, status: 'QAK-2' }),
      identifiers: String(identifiers.length),
      ...(first && { identifier: first.value, identifierOid: first.authority.oid }),
      ...(ins && { ins: ins.value, oid: ins.authority.oid }),
    },
  };
}
