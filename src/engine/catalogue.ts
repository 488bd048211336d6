import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { LineCounter, parseDocument } from 'yaml';
import type { z } from 'zod';
import { packageRoot, type Requirement, RequirementFile, Scenario } from '../model/index.js';
import { checkedByTheBuild, readByTheBuild, type SuiteSchema } from '../packs/suites-read.js';

/** A suite file that cannot be used, with its place. */
export interface CatalogueProblem {
  file: string;
  line: number;
  message: string;
}

export interface SuiteScenario {
  suite: string;
  file: string;
  scenario: Scenario;
  /** the text of the file: kept in bundles, so that a replay judges by the same words */
  source: string;
}

/** Every volet, requirement and scenario that is there to be tested. */
export interface Catalogue {
  suites: string[];
  volets: Map<string, RequirementFile>;
  requirements: Map<string, Requirement & { volet: string }>;
  scenarios: SuiteScenario[];
  /** `suite/name` to the dataset's values */
  datasets: Map<string, Record<string, unknown>>;
  problems: CatalogueProblem[];
}

/** What the build has checked with them, it has checked with these. */
const NAMES = new Map<z.ZodType, SuiteSchema>([
  [RequirementFile, 'requirements'],
  [Scenario, 'scenario'],
]);

/** Reads YAML against a schema; problems come with the line they are on. */
export function readYaml<T>(
  file: string,
  schema: z.ZodType<T>,
  problems: CatalogueProblem[],
  text = readFileSync(file, 'utf8'),
): T | undefined {
  const name = NAMES.get(schema);
  const checked = name && checkedByTheBuild(text, name);
  if (checked !== undefined) return checked as T;
  const plain = readByTheBuild(text);
  const known = plain === undefined ? undefined : schema.safeParse(plain);
  if (known?.success) return known.data;
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, maxAliasCount: 50 } as Parameters<typeof parseDocument>[1]);
  const lineOf = (offset: number | undefined): number => lines.linePos(offset ?? 0).line || 1;
  for (const error of document.errors) problems.push({ file, line: lineOf(error.pos[0]), message: error.message.split('\n')[0] ?? '' });
  if (document.errors.length > 0) return undefined;
  const parsed = schema.safeParse(document.toJS({ maxAliasCount: 50 }));
  if (parsed.success) return parsed.data;
  for (const issue of parsed.error.issues) {
    const node = [...issue.path.keys()]
      .reverse()
      .reduce<unknown>((found, i) => found ?? document.getIn(issue.path.slice(0, i + 1), true), undefined);
    const range = (node as { range?: [number, number, number] } | undefined)?.range;
    problems.push({ file, line: lineOf(range?.[0]), message: `${issue.path.join('.') || '/'}: ${issue.message}` });
  }
  return undefined;
}

/** Loads every suite folder: requirements.yaml, scenarios/*.yaml, datasets/*.yaml. */
export function loadCatalogue(directory = join(packageRoot, 'suites')): Catalogue {
  const catalogue: Catalogue = { suites: [], volets: new Map(), requirements: new Map(), scenarios: [], datasets: new Map(), problems: [] };
  for (const suite of readdirSync(directory, { withFileTypes: true })
    .filter((e) => e.isDirectory())
    .map((e) => e.name)
    .sort()) {
    catalogue.suites.push(suite);
    const folder = join(directory, suite);
    addRequirements(catalogue, join(folder, 'requirements.yaml'));
    for (const file of yamlFiles(join(folder, 'scenarios'))) {
      const source = readFileSync(file, 'utf8');
      const scenario = readYaml(file, Scenario, catalogue.problems, source);
      if (scenario) catalogue.scenarios.push({ suite, file, scenario, source });
    }
    for (const file of yamlFiles(join(folder, 'datasets'))) {
      const source = readFileSync(file, 'utf8');
      const values = (readByTheBuild(source) ?? parseDocument(source).toJS({ maxAliasCount: 0 })) as Record<string, unknown>;
      catalogue.datasets.set(`${suite}/${basename(file, '.yaml')}`, values);
    }
  }
  return catalogue;
}

function addRequirements(catalogue: Catalogue, file: string): void {
  if (!existsSync(file)) return;
  const read = readYaml(file, RequirementFile, catalogue.problems);
  if (!read) return;
  catalogue.volets.set(read.volet, read);
  for (const requirement of read.requirements) {
    if (catalogue.requirements.has(requirement.id))
      catalogue.problems.push({ file, line: 1, message: `${requirement.id} is defined twice` });
    catalogue.requirements.set(requirement.id, { ...requirement, volet: read.volet });
  }
}

function yamlFiles(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => name.endsWith('.yaml'))
    .sort()
    .map((name) => join(folder, name));
}

/** Whether a requirement id is meant by a pattern of a scenario: the id itself, or `VIHF-*`. */
export const covers = (pattern: string, id: string): boolean =>
  pattern.endsWith('*') ? id.startsWith(pattern.slice(0, -1)) : pattern === id;
