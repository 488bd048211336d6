import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { BundleWriter } from '../evidence/index.js';
import type { Bilingual, ErrorOwner, Event, SimulatorContext, Statement } from '../model/index.js';
import { ConfigurationError, SimulatorError, toolVersion } from '../model/index.js';
import { act, type Interaction, PatientDataAlarm } from './act.js';
import { type Catalogue, covers } from './catalogue.js';
import { judgeCase, type JudgedCase } from './judge.js';
import { evidenceOf, judgeRun, type Judgement } from './judgement.js';
import { assertionsOf, type Case } from './plan.js';
import type { Toolbox } from './toolbox.js';

export interface RunSetup {
  statement: Statement;
  /** folder of the statement: hooks start there */
  directory: string;
  /** folder of the test certificates that hooks are told about */
  pki: string;
  catalogue: Catalogue;
  toolbox: Toolbox;
  cases: readonly Case[];
  selection: string[];
  strict: boolean;
  interaction?: Interaction | undefined;
  context: Omit<SimulatorContext, 'recorder' | 'listen' | 'faults' | 'peers' | 'parameters'>;
  /** folder of the bundle, new */
  out: string;
  onEvent?: (event: Event) => void;
}

/** Acts, then judges: leaves the bundle on disk and returns its judgement. */
export async function run(setup: RunSetup): Promise<Judgement> {
  const { statement, catalogue, cases, context } = setup;
  const writer = new BundleWriter(setup.out, context.now);
  if (setup.onEvent) writer.onEvent(setup.onEvent);
  const id = setup.out.split('/').at(-1) ?? 'run';
  writer.record({ kind: 'datum', name: 'statement', value: withoutSecrets(statement) });
  writer.record({ kind: 'datum', name: 'run', blob: writer.keep(text(JSON.stringify(runFacts(setup, id)))) });
  for (const [use, trust] of [
    ['tls', context.tls && { anchors: context.tls.authorities, crls: context.tls.crls }],
    ['vihf', context.vihf?.trust],
  ] as const)
    if (trust) writer.record({ kind: 'trust', use, anchors: trust.anchors, crls: trust.crls, clockOffsetMs: 0 });
  writer.progress({
    kind: 'run-started',
    run: id,
    tool: `addax ${toolVersion}`,
    product: `${statement.product.name} ${statement.product.version}`,
    suites: [...new Set(cases.map((c) => c.suite))],
    cases: cases.map((c) => c.id),
  });
  const state = mkdtempSync(join(tmpdir(), 'addax-state-'));
  const blob = (hash: string): Uint8Array | undefined => writer.read(hash);
  const judged = new Map<string, JudgedCase>();
  const ports = new Map(Object.entries(statement.listen?.ports ?? {}).filter(([, port]) => port !== 0));
  try {
    for (const planned of cases) {
      writer.case = planned.id;
      const source = writer.keep(text(planned.source));
      writer.record({ kind: 'datum', name: 'case', value: { suite: planned.suite, scenario: source, variant: planned.variant.id } });
      writer.progress({ kind: 'case-started', title: planned.scenario.title });
      try {
        await act(
          {
            writer,
            toolbox: setup.toolbox,
            statement,
            directory: setup.directory,
            pki: setup.pki,
            interaction: setup.interaction,
            context,
            host: statement.listen?.host ?? '127.0.0.1',
            ports,
            datasets: catalogue.datasets,
            stateFolder: (caseId) => {
              const folder = join(state, caseId.replace('/', '-'));
              mkdirSync(folder, { recursive: true });
              return folder;
            },
          },
          planned,
        );
      } catch (error) {
        if (error instanceof PatientDataAlarm) break;
        const said = saidBy(error);
        writer.record({
          kind: 'error',
          owner: ownerOf(error),
          message: { fr: `Scénario interrompu : ${said.fr}`, en: `Scenario interrupted: ${said.en}` },
        });
      }
      writer.record({ kind: 'datum', name: 'case-ended' });
      const one = await judgeCase({ records: evidenceOf(writer.events), blob }, statement, planned.id, setup.toolbox, setup.strict);
      judged.set(planned.id, one);
      writer.progress({ kind: 'case-judged', verdict: one.result.verdict });
    }
  } finally {
    writer.case = undefined;
    rmSync(state, { recursive: true, force: true });
  }
  const judgement = await judgeRun(writer.events, blob, setup.toolbox, judged);
  writer.progress({ kind: 'run-judged', verdict: judgement.report.verdict, digest: judgement.report.digest });
  writer.close();
  return judgement;
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

const ownerOf = (error: unknown): ErrorOwner =>
  error instanceof SimulatorError ? error.owner
  : error instanceof ConfigurationError ? 'configuration'
  : ['EADDRINUSE', 'EACCES'].includes((error as NodeJS.ErrnoException).code ?? '') ? 'configuration'
  : 'tool';

function saidBy(error: unknown): Bilingual {
  if (error instanceof SimulatorError) return error.text;
  if (error instanceof ConfigurationError) {
    const { field, explanation, remedy } = error;
    return { fr: `${field} : ${explanation.fr} ${remedy.fr}`, en: `${field}: ${explanation.en} ${remedy.en}` };
  }
  const said = error instanceof Error ? error.message : String(error);
  return { fr: said, en: said };
}

/** Pass phrases never enter a bundle; key files are only named. */
function withoutSecrets(statement: Statement): unknown {
  return JSON.parse(JSON.stringify(statement, (key, value: unknown) => (key === 'passphrase' ? '(redacted)' : value)));
}

/** The words a replay needs: which requirements were in question, and what they say. */
function runFacts(setup: RunSetup, id: string): unknown {
  const patterns = [...new Set(setup.cases.flatMap((c) => assertionsOf(c.scenario, c.variant).flatMap((a) => a.requires)))];
  const requirements = [...setup.catalogue.requirements.values()].filter(
    (r) => !r.untested && patterns.some((pattern) => covers(pattern, r.id)),
  );
  // volets in the order in which the scenarios speak of them
  const first = (volet: string): number =>
    patterns.findIndex((pattern) => requirements.some((r) => r.volet === volet && covers(pattern, r.id)));
  const volets = [...setup.catalogue.volets.values()]
    .map((v) => ({ id: v.volet, title: v.title }))
    .filter((v) => first(v.id) !== -1)
    .sort((a, b) => first(a.id) - first(b.id));
  const packs = setup.toolbox.packs.map(({ coordinate, sha256 }) => ({ coordinate, sha256 }));
  return { id, strict: setup.strict, selection: setup.selection, volets, requirements, planned: setup.cases.map((c) => c.id), packs };
}
