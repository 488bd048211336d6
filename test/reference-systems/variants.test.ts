import { afterAll, describe, expect, test } from '@jest/globals';
import { loadCatalogue } from '../../src/engine/index.js';
import { packageRoot, type Report } from '../../src/model/index.js';
import { lastingAddax, startServer, temporaryFolder } from '../support/addax.js';
import { putTestPki } from '../support/pki.js';
import { defectsOf, type Lasting, lastingServers, runReference } from '../support/reference-systems.js';

const folder = temporaryFolder();
// one set of certificates for all, made before the first of the concurrent tests needs it
const pki = putTestPki(`${folder.path}/pki`);
const lps = startServer([`${packageRoot}/examples/lps/lps.mjs`, 'serve']);
const gam = startServer([`${packageRoot}/examples/gam/gam.mjs`, 'hooks']);
const agenda = pki.then(() => startServer([`${packageRoot}/examples/agenda/agenda.mjs`, '--pki', `${folder.path}/pki`]));
const servers = lastingServers();
const commandLines = Array.from({ length: 4 }, lastingAddax);
afterAll(async () => {
  await Promise.all([
    ...[lps, gam, agenda].map(async (server) => (await server).stop()),
    ...[servers, ...commandLines].map(({ end }) => end()),
  ]);
  folder.remove();
});

const variants = loadCatalogue().scenarios.flatMap(({ scenario }) =>
  scenario.variants.map((v) => [`${scenario.id}/${v.id}`, scenario.id, v] as const),
);
const defects = (['lps', 'platform', 'gam', 'agenda'] as const).flatMap((product) =>
  defectsOf(product).map((defect) => [`${product}-${defect.id}`, `${defect.scenario}/${defect.variant ?? 'nominal'}`, defect] as const),
);

/** Of each system one run, of every case that anything is known of. */
const wanted = new Map<string, Set<string>>();
const want = (system: string, id: string): unknown => wanted.set(system, (wanted.get(system) ?? new Set()).add(id));
// those that are asked for most take longest: they begin first
for (const [id, , variant] of variants) want(variant['passed-by'], id);
for (const [id, , variant] of variants) want(variant['failed-by'], id);
for (const [system, id] of defects) want(system, id);

type Ran = { report: Report; code: number | null };
const runs = new Map<string, Promise<Ran>>();

const free = commandLines.map(({ run }) => run);
const waiting: ((run: Lasting['run']) => void)[] = [];
async function inTurn<T>(work: (lasting: Lasting) => Promise<T>): Promise<T> {
  const run = free.pop() ?? (await new Promise<Lasting['run']>((go) => waiting.push(go)));
  try {
    await pki;
    const { origin } = new URL((await agenda).ready['agenda-manager']!);
    return await work({ run, lps: (await lps).ready['hooks']!, gam: (await gam).ready['hooks']!, agenda: origin, servers });
  } finally {
    const next = waiting.shift();
    if (next) next(run);
    else free.push(run);
  }
}

/** Runs are made ahead of the tests that look at them, a few at a time. */
function runOf(system: string): Promise<Ran> {
  if (runs.size === 0)
    for (const [name, ids] of wanted) {
      const run = inTurn((lasting) => runReference(name, [...ids].join(','), folder.path, ['--reports', 'json'], lasting));
      // told by the test that looks at it
      run.catch(() => undefined);
      runs.set(name, run);
    }
  return runs.get(system)!;
}

/** What came of one case: its verdict, the requirements it did not meet, and the errors told of it. */
function outcomeOf({ cases, requirements, errors }: Report, id: string): { verdict: string | undefined; red: string[]; errors: unknown[] } {
  const one = cases.find(({ scenario, variant }) => `${scenario}/${variant}` === id);
  const complained = new Set(
    one?.assertions.flatMap(({ findings }) => findings.filter((f) => f.severity !== 'information').flatMap((f) => f.requirements)),
  );
  return {
    verdict: one?.verdict,
    red: requirements
      .filter((r) => ['FAILED', 'WARNING'].includes(r.verdict) && complained.has(r.id) && r.cases.includes(id))
      .map((r) => r.id)
      .sort(),
    errors: errors.filter((error) => error.case === undefined || error.case === id),
  };
}

/** A variant counts only when a named reference system passes it and another fails it on the variant's own assertions. */
describe('scenario variants', () => {
  test.each(variants)(
    '%s',
    async (id, _scenario, variant) => {
      const passed = await runOf(variant['passed-by']);
      expect(outcomeOf(passed.report, id)).toEqual({ verdict: 'PASSED', red: [], errors: [] });
      const failed = await runOf(variant['failed-by']);
      expect(outcomeOf(failed.report, id).verdict).toBe('FAILED');
    },
    900_000,
  );
});

/** The table of docs/defects.md: each defect turns red what was written down before the run, and nothing else. */
describe('defects', () => {
  test('are at least twenty of the LPS and of the patient administration, ten of the platform and forty of the agenda, each with something to turn red', () => {
    for (const [product, least] of [
      ['lps', 20],
      ['platform', 10],
      ['gam', 20],
      ['agenda', 40],
    ] as const) {
      expect(defectsOf(product).length).toBeGreaterThan(least);
      for (const { expects } of defectsOf(product)) expect(expects.length).toBeGreaterThan(0);
    }
  });

  test.each(defects)(
    '%s',
    async (system, id, { expects, stops = false }) => {
      const { report, code } = await runOf(system);
      const { red, errors } = outcomeOf(report, id);
      expect({ red, stopped: errors.length > 0 }).toEqual({ red: [...expects].sort(), stopped: stops });
      expect(code).toBe(report.requirements.some((r) => r.verdict === 'FAILED') ? 1 : 0);
    },
    900_000,
  );
});
