/** Judges one file after the other as `addax validate` and a Portable Media Importer do; in a process of its own, which may end. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from './product.mjs';

const folder = mkdtempSync(join(process.argv[2], 'judge-'));
const setup = {
  packs: [],
  at: new Date().toISOString(),
  trust: { anchors: [], crls: [] },
  related: [],
  parameters: {},
  strict: false,
  requireComplete: false,
  svrl: false,
  page: 'alone',
};
const { openJudge } = await load('src/cli/validate/judge.js');
const judge = await openJudge(setup, []);
const { PortableMediaImporter } = await load('simulators/portable-media-importer/index.js');
const importer = new PortableMediaImporter();
await importer.start({
  recorder: { nextId: () => 'p', record: () => undefined, keep: () => '' },
  parameters: {},
  now: () => new Date(),
});

const MOST_FINDINGS = 20_000;

/** What is wrong with findings as findings: no place, or nothing said. */
function findingProblem(findings, lines) {
  if (findings.length > MOST_FINDINGS) return `${findings.length} findings`;
  const wrong = findings.find(
    ({ place, message, severity }) =>
      !(place.line >= 1 && place.column >= 1 && place.line <= lines) || !message.fr || !message.en || !severity,
  );
  return wrong && `a finding without a place: ${wrong.rule} ${JSON.stringify(wrong.place).slice(0, 300)}`;
}

async function validated(kind, bytes) {
  const { result, page } = await judge({ file: `fuzz.${kind}`, from: { bytes }, found: false, kind });
  if (result.error)
    return { kind: result.verdict, problem: result.error.owner === 'tool' ? `an internal error: ${result.error.text}` : undefined };
  // the lines of what is inside an archive are counted there
  const lines = kind === 'xdm' ? Infinity : 1 + bytes.toString('latin1').split(/\r\n|\r|\n/).length;
  const problem =
    findingProblem(result.findings, lines) ?? (page === undefined || page.includes('</html>') ? undefined : 'a page without end');
  return { kind: result.verdict, problem };
}

async function imported(bytes) {
  const media = join(folder, 'IHE_XDM.ZIP');
  writeFileSync(media, bytes);
  const { values } = await importer.perform('ITI-32', { media });
  return { kind: values.status === 'imported' ? 'PASSED' : 'FAILED' };
}

process.on('message', async ({ name, bytes }) => {
  const began = performance.now();
  const judged = await (name === 'ITI-32' ? imported(bytes) : validated(name, Buffer.from(bytes))).catch((e) => ({
    kind: 'ERROR',
    problem: `an internal error: ${e.stack}`,
  }));
  process.send({ ...judged, ms: performance.now() - began });
});
process.send({ ready: true });
