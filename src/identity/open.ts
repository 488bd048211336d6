import { join } from 'node:path';
import { ConfigurationError, type SimulatorContext } from '../model/index.js';
import { dtmOf } from '../protocols/hl7v2/index.js';
import { isOid } from '../protocols/identifiers/index.js';
import type { Authority } from './identity.js';
import { identitySeedPlanOf, seededIdentityStore } from './seed.js';
import { IdentityStore } from './store.js';
import { TEST_DOMAINS, TEST_PATIENTS } from './test-patients.js';

const FILE = 'identities.sqlite';

/**
 * The identities that a simulator knows from the start. Parameters: `store` (folder that keeps them between runs; absent:
 * in memory), `seed-data` (so many synthetic patients) with `seed`; without it a store that is empty gets the test patients
 * of the documentation; `domains` (`CABINET=1.2.250.1.71.4.1.2, …`: names and OIDs of others who give identifiers).
 * @throws ConfigurationError when the file holds something else, or cannot serve
 */
export function openIdentityStore({
  parameters,
  now,
  tell = () => undefined,
}: Pick<SimulatorContext, 'parameters' | 'now' | 'tell'>): IdentityStore {
  const folder = parameters['store'];
  const path = folder === undefined ? undefined : join(folder, FILE);
  const plan = identitySeedPlanOf(parameters);
  const store = plan ? seededIdentityStore(path, plan, tell) : new IdentityStore(path);
  for (const domain of [...TEST_DOMAINS, ...domainsOf(parameters['domains'])]) store.addDomain(domain);
  if (!plan && store.size === 0) for (const patient of TEST_PATIENTS) store.register(patient, { complete: true, at: dtmOf(now()) });
  return store;
}

/** @throws ConfigurationError when one is not a name and an OID */
function domainsOf(written = ''): Authority[] {
  return written
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '')
    .map((one) => {
      const [, namespace = '', oid = ''] = /^([^=]{0,64})=([\d.]{3,64})$/.exec(one) ?? [];
      if (isOid(oid)) return { namespace, oid, type: 'ISO' };
      throw new ConfigurationError(
        'parameters.domains',
        { fr: `${one} n’est pas un nom et un OID.`, en: `${one} is not a name and an OID.` },
        {
          fr: 'Écrire par exemple CABINET=2.999.1, séparés par des virgules.',
          en: 'Write for example CABINET=2.999.1, separated by commas.',
        },
      );
    });
}
