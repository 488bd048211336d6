/** Judges the mutants of the documents that it is given, one document a message. */
import { createHash } from 'node:crypto';
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { parentPort, workerData } from 'node:worker_threads';
import { CLASSES } from './classes.mjs';
import { edited, kindOfPlace, openDocument } from './document.mjs';
import { countsOf, increased, openJudge } from './judge.mjs';
import { sampled } from './sample.mjs';

const { dist, classes, sites: most, seed, packVerdicts } = workerData;
const chosen = CLASSES.filter(({ id }) => classes.length === 0 || classes.includes(id));
const judges = new Map();
const judgeFor = async (project) => {
  if (!judges.has(project)) judges.set(project, await openJudge(dist, project));
  return judges.get(project);
};

/** What one document is judged like before anything is changed. */
async function verdictsOf(judge, name, bytes) {
  const artefact = judge.artefact(name, bytes);
  const own = await judge.own(artefact);
  if (!judge.withPacks) return { own };
  return { own, schema: judge.schema(artefact), pack: judge.pack(artefact), ownWithPacks: await judge.ownWithPacks(artefact) };
}

/**
 * What the packs say of the mutants of one document, kept from one run to the next: it does not depend on our rules, and
 * takes most of the time.
 */
function keptVerdicts(name) {
  const file = packVerdicts && `${packVerdicts}/${name.replace('/', '.')}.tsv`;
  const known = new Map();
  if (file && existsSync(file))
    for (const line of readFileSync(file, 'utf8').split('\n')) {
      const [key, rules] = line.split('\t');
      // a run that was killed may have left half a line
      if (rules?.endsWith(']')) known.set(key, JSON.parse(rules));
    }
  return (bytes, make) => {
    const key = createHash('sha256').update(bytes).digest('base64url');
    let rules = known.get(key);
    if (!rules) {
      known.set(key, (rules = make()));
      if (file) appendFileSync(file, `${key}\t${JSON.stringify(rules)}\n`);
    }
    return rules;
  };
}

const SNIPPET = 160;
const around = (text, [start, end]) =>
  text.slice(Math.max(0, start - 30), Math.min(text.length, Math.max(end, start + 60))).slice(0, SNIPPET);

parentPort.on('message', async ({ name, file, project, out }) => {
  const judge = await judgeFor(project);
  const document = openDocument(name, readFileSync(file), judge.read, judge.contain);
  const original = await verdictsOf(judge, name, document.bytes);
  const before = Object.fromEntries(Object.entries(original).map(([who, findings]) => [who, countsOf(findings)]));
  const draft = `${out}.part`;
  const told = (list) =>
    list
      .filter((f) => f.severity !== 'information')
      .map(({ rule, severity, place, message, actual }) => ({
        rule,
        severity,
        line: place.line,
        path: place.path,
        message: message.en,
        actual: actual?.en,
      }));
  writeFileSync(
    draft,
    `${JSON.stringify({ document: name, findings: Object.fromEntries(Object.entries(original).map(([who, list]) => [who, told(list)])) })}\n`,
  );
  const kept = keptVerdicts(name);
  let done = 0;
  for (const { id, sites } of chosen) {
    const all = sites(document);
    const taken = sampled(all, most, `${seed} ${name} ${id}`, ({ element }) => kindOfPlace(element));
    const lines = [];
    for (const site of taken) {
      const { element, edits, note, group, equivalent } = site;
      const artefact = judge.artefact(name, edited(document, edits));
      const findings = await judge.own(artefact);
      const broken = findings.find(({ rule }) => ['CDA-01', 'CDA-02', 'CDA-03'].includes(rule));
      if (broken) throw new Error(`${name} ${id} ${element.path}: the mutant is no XML: ${broken.message.en}`);
      const own = increased(before.own, countsOf(findings));
      let pack = [];
      let both = own;
      if (judge.withPacks) {
        pack = kept(artefact.bytes, () => {
          const bySchema = increased(before.schema, countsOf(judge.schema(artefact)));
          // what the schema has found need not be asked of the schematrons
          return bySchema.length > 0 ? bySchema : increased(before.pack, countsOf(judge.pack(artefact)));
        });
        both = pack.length > 0 ? pack : increased(before.ownWithPacks, countsOf(await judge.ownWithPacks(artefact)));
      }
      const [first] = edits;
      lines.push(
        JSON.stringify({
          class: id,
          kind: kindOfPlace(element),
          ...(group !== undefined || note !== undefined ? { group: group ?? note } : {}),
          ...(equivalent && { equivalent }),
          own,
          pack,
          both: both.length > 0,
          ...(both.length === 0 || own.length === 0 ?
            {
              path: element.path,
              line: element.document.position(first[0]).line,
              note,
              was: around(document.text, first),
              becomes: first[2].slice(0, SNIPPET),
            }
          : {}),
        }),
      );
      if (++done % 50 === 0) parentPort.postMessage({ name, done });
    }
    appendFileSync(
      draft,
      `${JSON.stringify({ class: id, all: all.length, taken: taken.length })}\n${lines.map((line) => `${line}\n`).join('')}`,
    );
  }
  renameSync(draft, out);
  parentPort.postMessage({ name, done, finished: true });
});
