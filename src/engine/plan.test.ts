import { expect, test } from '@jest/globals';
import { Scenario, Statement, type Role } from '../model/index.js';
import { loadCatalogue } from './catalogue.js';
import { plan } from './plan.js';

test('a scenario that needs an option is for the products that declare it', () => {
  const catalogue = loadCatalogue();
  const [entry] = catalogue.scenarios;
  const role: Role = { actor: 'patient-demographics-consumer', is: 'sut', needs: ['hl7v3'] };
  const scenario = Scenario.parse({ ...entry!.scenario, roles: { lps: role } });
  const planned = (options?: string[]): number => {
    const statement = Statement.parse({
      product: { name: 'P', version: '1', vendor: 'V' },
      actors: [{ actor: role.actor, ...(options && { options }) }],
    });
    return plan({ ...catalogue, scenarios: [{ ...entry!, scenario }] }, statement).length;
  };
  expect([planned(), planned(['vihf']), planned(['vihf', 'hl7v3'])]).toEqual([0, 0, scenario.variants.length]);
});
