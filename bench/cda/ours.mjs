/** Our side of the CDA bench. */
import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { openFolder } from '../../scripts/differential/ours.mjs';

const dist = new URL('../../dist/src/', import.meta.url);
const schematron = await import(new URL('protocols/schematron/index.js', dist));
const { readXml } = await import(new URL('protocols/xml/index.js', dist));
const { Tree } = await import(new URL('protocols/xpath/index.js', dist));

/** by path: what several documents are judged by is compiled once */
const compiled = new Map();

/**
 * Reads and compiles profiles, paths relative to the folder. Resolves with `judge(bytes)`, which judges one document by
 * all of them, from its bytes to findings with their places, and answers `{ fired, failed }`, two counts.
 */
export async function compile(packFolder, profiles) {
  const pack = openFolder(packFolder);
  const ready = profiles.map((path) => {
    let profile = compiled.get(path);
    if (!profile) {
      profile = new schematron.Profile(schematron.compileSchema(schematron.readSchema(path, pack.open)), {
        documents: pack.documents,
        now: new Date('2026-01-01T00:00:00Z'),
      });
      compiled.set(path, profile);
    }
    return profile;
  });
  return (bytes) => {
    const document = readXml(bytes);
    let [fired, failed] = [0, 0];
    for (const judgement of schematron.judge(ready, new Tree('document', document).root)) {
      fired += judgement.firings;
      for (const { node, text } of judgement.results) {
        const { line } = document.position(node.source?.start ?? 0);
        if (line > 0 && node.path !== '' && text !== undefined) failed++;
      }
    }
    return { fired, failed };
  };
}

/**
 * Makes a project that is judged by a pack. Returns what runs `addax validate` in it as a fresh process, with the cache
 * of compiled rules in `cache`.
 */
export function project(addax, packFolder, folder) {
  mkdirSync(folder, { recursive: true });
  const env = (cache) => ({ ...process.env, ADDAX_HOME: join(folder, 'home'), ADDAX_CACHE: cache });
  const added = spawnSync(process.execPath, [addax, 'packs', 'add', packFolder], { cwd: folder, env: env(folder), encoding: 'utf8' });
  if (added.status !== 0) return undefined;
  return (file, cache) => ({ program: process.execPath, args: [addax, 'validate', file], options: { cwd: folder, env: env(cache) } });
}
