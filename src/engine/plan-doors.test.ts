import { expect, test } from '@jest/globals';
import { Statement } from '../model/index.js';
import { loadCatalogue } from './catalogue.js';
import { plan } from './plan.js';

const catalogue = loadCatalogue();
const actor = 'patient-demographics-supplier';

/** The transactions that an identity server with these addresses is asked for. */
function asked(endpoints: Record<string, string>): string[] {
  const statement = Statement.parse({
    product: { name: 'P', version: '1', vendor: 'V' },
    actors: [{ actor, options: ['hl7v3'] }],
    suites: ['pdq'],
    endpoints,
  });
  const steps = plan(catalogue, statement).flatMap(({ scenario }) => scenario.steps);
  return [...new Set(steps.flatMap((step) => (step.type === 'TRANSACTION' ? [step.transaction] : [])))].sort();
}

test('a server is asked through the doors that it has an address for', () => {
  const [v2, v3] = [{ [actor]: 'mllps://127.0.0.1:1' }, { [`${actor}-soap`]: 'https://127.0.0.1:1' }];
  expect(asked(v2)).toEqual(['ITI-21']);
  expect(asked(v3)).toEqual(['ITI-47']);
  expect(asked({ ...v2, ...v3 })).toEqual(['ITI-21', 'ITI-47']);
  expect(asked({})).toEqual(['ITI-21', 'ITI-47']);
});
