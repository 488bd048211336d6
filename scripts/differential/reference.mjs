/** The reference side: finds Saxon, compiles Reference.java and lets it judge. */
import { spawn, spawnSync } from 'node:child_process';
import { createWriteStream, existsSync, mkdirSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { ENGINE } from './pack.mjs';

const DEBIAN = '/usr/share/java/Saxon-HE.jar';
const SOURCE = fileURLToPath(new URL('Reference.java', import.meta.url));

/** Where Saxon is, or why there is none: `{ jar }` or `{ missing }`. */
export function findSaxon(asked) {
  const jar = asked ?? process.env.SAXON_JAR ?? DEBIAN;
  if (!existsSync(jar)) return { missing: `no Saxon-HE at ${jar}: install libsaxonhe-java, or name the jar with --saxon or SAXON_JAR` };
  for (const program of ['java', 'javac'])
    if (spawnSync(program, ['-version']).status !== 0) return { missing: `no ${program} on the path: install a JDK, 17 or newer` };
  return { jar };
}

/** Compiles the Java side into a folder; returns the command line that runs it. */
export function compileReference(jar, folder) {
  mkdirSync(folder, { recursive: true });
  const { status, stderr } = spawnSync('javac', ['-cp', jar, '-d', folder, SOURCE], { encoding: 'utf8' });
  if (status !== 0) throw new Error(`Reference.java does not compile:\n${stderr}`);
  return ['java', ['-Xmx4g', '-Xss64m', '-XX:+UseSerialGC', '-cp', `${jar}${delimiter}${folder}`, 'Reference']];
}

/** What the Java side is told, in order: each profile once, with its documents after it. */
export const jobText = (pack, judgements, rounds = 1) => {
  const profiles = new Map();
  for (const { profile, document, file } of judgements)
    profiles.set(profile, [...(profiles.get(profile) ?? []), `document\t${document}\t${file}`]);
  const lines = [...profiles].flatMap(([profile, documents]) => [`profile\t${profile}\t${join(pack, profile)}`, ...documents]);
  return `${[`engine\t${join(pack, ENGINE)}`, `rounds\t${rounds}`, ...lines].join('\n')}\n`;
};

/**
 * Judges on Saxon. `judgements` is a list of `{ document, profile, file }`; each answer is given to `each` as it comes
 * and, with `output`, kept as a line of JSON in that file. Resolves when all are there; fails when Java does.
 */
export function runReference([program, args], pack, judgements, each, output) {
  const child = spawn(program, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const kept = output && createWriteStream(output);
  return new Promise((done, failed) => {
    let count = 0;
    const lines = createInterface({ input: child.stdout });
    lines.on('line', (line) => {
      kept?.write(`${line}\n`);
      const answer = JSON.parse(line);
      if (answer.document !== undefined) count += 1;
      each(answer);
    });
    child.on('error', failed);
    child.on('close', (code) => {
      kept?.end();
      if (code === 0 && count === judgements.length) done(count);
      else failed(new Error(`Java ended with ${code} after ${count} of ${judgements.length} judgements`));
    });
    child.stdin.end(jobText(pack, judgements));
  });
}
