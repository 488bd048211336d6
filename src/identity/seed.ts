import type { Bilingual } from '../model/index.js';
import { numberIn, openSeeded } from '../storage/seeded.js';
import { MOST_PATIENTS, seededIdentities, type IdentitySeedPlan } from './seeded-identities.js';
import { IdentityStore } from './store.js';

const MOST_SEEDS = 2 ** 31 - 1;
const TELL_MS = 2000;
/** When what is made came to be, so that a store is the same whenever it is made. */
const MADE_AT = '20260101000000';

/**
 * What the parameters `seed-data` (patients) and `seed` (which ones) ask for; undefined when nothing is.
 * @throws ConfigurationError for a number that cannot be
 */
export function identitySeedPlanOf(parameters: Readonly<Record<string, string>>): IdentitySeedPlan | undefined {
  const { 'seed-data': patients, seed } = parameters;
  if (patients === undefined) return undefined;
  return { patients: numberIn('seed-data', patients, MOST_PATIENTS), seed: seed === undefined ? 1 : numberIn('seed', seed, MOST_SEEDS) };
}

/**
 * Opens the store at `path` (absent: in memory) and sees that it holds the persons of the plan.
 * @throws ConfigurationError when the file holds something else, or cannot serve
 */
export function seededIdentityStore(path: string | undefined, plan: IdentitySeedPlan, tell: (progress: Bilingual) => void): IdentityStore {
  return openSeeded(
    path,
    `${plan.patients} patients, seed ${plan.seed}`,
    (at) => new IdentityStore(at),
    (store) => {
      fill(store, plan, tell);
    },
  );
}

function fill(store: IdentityStore, plan: IdentitySeedPlan, tell: (progress: Bilingual) => void): void {
  const began = performance.now();
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(0);
  let [identities, told] = [0, began];
  store.fill(`${plan.patients} patients, seed ${plan.seed}`, seededIdentities(plan), MADE_AT, (batch) => {
    identities += batch.length;
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    tell({
      fr: `Jeu de données\u00A0: ${identities} identités de ${plan.patients} patients à faire (${seconds()} s)`,
      en: `Seed data: ${identities} identities of ${plan.patients} patients to make (${seconds()} s)`,
    });
  });
  tell({
    fr: `Jeu de données\u00A0: ${identities} identités de ${plan.patients} patients, indexées (${seconds()} s)`,
    en: `Seed data: ${identities} identities of ${plan.patients} patients, indexed (${seconds()} s)`,
  });
}
