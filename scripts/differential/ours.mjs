/**
 * Our side, as built in dist/. `judge(packFolder, profilePath, documentPath)` answers
 * `{ fired, failed: [{ kind, location, text }], error, contexts }`; `profilePath` is relative to the folder, `kind` is
 * 'failed-assert' or 'successful-report', `location` in the notation of the skeleton, `contexts` how often each rule
 * context fired. A check that could not be evaluated is an error, because it makes the reference stop.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const dist = new URL('../../dist/src/', import.meta.url);
const schematron = await import(new URL('protocols/schematron/index.js', dist));
const { readXml } = await import(new URL('protocols/xml/index.js', dist));
const { Tree } = await import(new URL('protocols/xpath/index.js', dist));
const { packDocuments } = await import(new URL('packs/index.js', dist));

const folders = new Map();
const NOW = new Date('2026-01-01T00:00:00Z');

/** A folder as a pack: what `packDocuments` and `readSchema` ask of one. */
export function openFolder(folder) {
  let pack = folders.get(folder);
  if (pack) return pack;
  const byFold = new Map();
  const walk = (under) => {
    for (const entry of readdirSync(join(folder, under), { withFileTypes: true })) {
      const path = under === '' ? entry.name : `${under}/${entry.name}`;
      if (entry.isDirectory()) walk(path);
      else if (!byFold.has(path.toLowerCase())) byFold.set(path.toLowerCase(), path);
    }
  };
  walk('');
  const open = (path) => {
    const real = existsSync(join(folder, path)) ? path : byFold.get(path.toLowerCase());
    return real && { bytes: readFileSync(join(folder, real)), path: real, caseDiffers: real !== path };
  };
  pack = { open, profiles: new Map(), documents: packDocuments({ open }) };
  folders.set(folder, pack);
  return pack;
}

let last;
function treeOf(file) {
  if (last?.file !== file) last = { file, tree: new Tree(file, readXml(readFileSync(file))) };
  return last.tree;
}

export function judge(folder, path, file) {
  const pack = openFolder(folder);
  let profile = pack.profiles.get(path);
  if (!profile) {
    const compiled = schematron.compileSchema(schematron.readSchema(path, pack.open));
    for (const { text, place } of compiled.problems)
      if (/XP[A-Z]{2}\d/.test(text.en)) process.stderr.write(`${place.file}:${place.line}: ${text.en}\n`);
    for (const rule of compiled.patterns.flatMap((pattern) => pattern.rules))
      if (rule.elsewhere) process.stderr.write(`${rule.place.file}:${rule.place.line}: ${rule.elsewhere.reason}\n`);
    profile = new schematron.Profile(compiled, { documents: pack.documents, now: NOW });
    pack.profiles.set(path, profile);
  }
  const [judgement] = schematron.judge([profile], treeOf(file).root);
  const contexts = {};
  for (const { rule } of judgement.fired) contexts[rule.context] = (contexts[rule.context] ?? 0) + 1;
  const [failure] = judgement.failures;
  return {
    fired: judgement.firings,
    failed: judgement.results.map(({ check, node, text }) => ({
      kind: check.kind === 'assert' ? 'failed-assert' : 'successful-report',
      // the skeleton writes the location of the root element for a rule that fires on `/`
      location: schematron.svrlLocation(node.path === '/' ? node.tree.all.find((n) => n.kind === 1) : node),
      text,
    })),
    error: failure ? { code: failure.code, message: failure.message } : null,
    contexts,
  };
}
