import type { Bilingual } from '../../src/model/index.js';
import type { RimObject } from '../../src/protocols/ebxml/index.js';
import { numberIn, openSeeded } from '../../src/storage/seeded.js';
import { MOST_PATIENTS, seededSubmissions, type SeedPlan } from './seeded-metadata.js';
import { RegistryStore } from './store.js';

const MOST_DOCUMENTS = 10_000_000;
const DOCUMENTS_PER_PATIENT = 20;
const OBJECTS_AT_ONCE = 500;
const TELL_MS = 2000;

/**
 * What the parameters `seed-data` (documents) and `seed-patients` ask for; undefined when nothing is.
 * @throws ConfigurationError for a number that cannot be
 */
export function seedPlanOf(parameters: Readonly<Record<string, string>>, repositoryUniqueId: string): SeedPlan | undefined {
  const asked = parameters['seed-data'];
  if (asked === undefined) return undefined;
  const documents = numberIn('seed-data', asked, MOST_DOCUMENTS);
  const patients = parameters['seed-patients'];
  return {
    documents,
    patients:
      patients === undefined ?
        Math.min(MOST_PATIENTS, Math.ceil(documents / DOCUMENTS_PER_PATIENT))
      : numberIn('seed-patients', patients, Math.min(MOST_PATIENTS, documents)),
    repositoryUniqueId,
  };
}

/**
 * Opens the store at `path` (absent: in memory) and sees that it holds what the plan says. A new file is filled beside its
 * place and moved there when it is whole; one that was filled by the same plan is opened as it is.
 * @throws ConfigurationError when the file holds something else, or cannot serve
 */
export function seededStore(path: string | undefined, plan: SeedPlan, tell: (progress: Bilingual) => void): RegistryStore {
  return openSeeded(
    path,
    noteOf(plan),
    (at) => new RegistryStore(at),
    (store) => {
      fill(store, plan, tell);
    },
  );
}

const noteOf = ({ documents, patients }: SeedPlan): string => `${documents} documents, ${patients} patients`;

function fill(store: RegistryStore, plan: SeedPlan, tell: (progress: Bilingual) => void): void {
  let [documents, told] = [0, performance.now()];
  const began = told;
  const seconds = (): string => ((performance.now() - began) / 1000).toFixed(0);
  store.fill(noteOf(plan), batches(plan), (objects) => {
    for (const { kind } of objects) if (kind === 'ExtrinsicObject') documents++;
    if (performance.now() - told < TELL_MS) return;
    told = performance.now();
    tell({
      fr: `Jeu de données : ${documents} fiches sur ${plan.documents} (${seconds()} s)`,
      en: `Seed data: ${documents} entries of ${plan.documents} (${seconds()} s)`,
    });
  });
  tell({
    fr: `Jeu de données : ${documents} fiches de ${plan.patients} patients, indexées (${seconds()} s)`,
    en: `Seed data: ${documents} entries of ${plan.patients} patients, indexed (${seconds()} s)`,
  });
}

function* batches(plan: SeedPlan): Generator<RimObject[]> {
  let batch: RimObject[] = [];
  for (const submission of seededSubmissions(plan)) {
    batch.push(...submission);
    if (batch.length < OBJECTS_AT_ONCE) continue;
    yield batch;
    batch = [];
  }
  yield batch;
}
